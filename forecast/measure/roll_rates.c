/* roll_rates.c - how much of an ageing bucket goes on to the next, month by month. */
#include "duecast/bad_debt.h"

void dc_roll_rates_multiply(double *loss, const double *roll, size_t count)
{
    double product = 1.0;
    for (size_t i = count; i > 0; i--) {
        product *= roll[i - 1];
        loss[i - 1] = product;
    }
}

/*
 * What stayed in its bucket - what is not due for two months, or has been late for years - has not
 * been decided yet and says nothing about where it will go: rates are of what left.
 */
void dc_roll_rates_make(dc_roll_rates *out, const dc_cohorts *cohorts)
{
    *out = (dc_roll_rates){.applicable = cohorts->count > 0};
    out->months = cohorts->count < DC_ROLL_MONTHS ? cohorts->count : DC_ROLL_MONTHS;
    for (int b = 0; b < DC_BUCKETS; b++) {
        double on = 0.0, left = 0.0;
        for (int32_t m = 1; m <= out->months; m++)
            for (int to = 0; to < DC_WHERE; to++) {
                double amount = to == b ? 0.0 : (double)cohorts->moved[m][b][to];
                left += amount;
                on += to > b && to != DC_SETTLED ? amount : 0.0;
            }
        if (left > 0.0)
            out->roll[b] = on / left;
        else /* nothing ever left it: nothing that comes here is known to be paid */
            out->roll[b] = 1.0;
        out->applicable &= left > 0.0 || b > 0;
    }
    dc_roll_rates_multiply(out->loss, out->roll, DC_BUCKETS);
}
