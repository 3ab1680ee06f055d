/* The exact expectation of cash and its spread as a plain table. */
#include <math.h>

#include "data.h"
#include "text.h"

/* The 5 and 95 % points of a normal law with this mean and spread: an approximation, without paths.
 */
static void put_spread(data_table *t, const dc_answer *a, const dc_outcome *outcome, int32_t week)
{
    const double normal_p95 = 1.6448536269514722;
    double       mean = outcome->expected_cash[week];
    double       sd = outcome->expected_cash_sd ? outcome->expected_cash_sd[week] : NAN;
    data_put_unit(t, a, DC_UNIT_MONEY, true, sd);
    data_put_unit(t, a, DC_UNIT_MONEY, true, mean - normal_p95 * sd);
    data_put_unit(t, a, DC_UNIT_MONEY, true, mean + normal_p95 * sd);
    if (isnan(sd))
        data_put_none(t);
    else
        data_put_text(t, outcome->spread_quality == DC_SPREAD_EXACT ? "exact" : "first order");
}

void data_fill_expected(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->comparison->count; s++) {
        const dc_outcome *outcome = &a->comparison->outcome[s];
        for (int32_t week = 0; outcome->expected_cash && week <= outcome->week_count; week++) {
            int32_t end = dc_week_end_day(a->options, week);
            data_put_text(t, a->scenarios->scenario[s].name);
            data_put_count(t, week);
            data_put_text(t, text_date(t->arena, dc_date_add_days(a->book->as_of, end)));
            data_put_unit(t, a, DC_UNIT_MONEY, true, outcome->expected_cash[week]);
            put_spread(t, a, outcome, week);
            data_put_unit(t, a, DC_UNIT_MONEY, true,
                          has_bands(a) ? dc_outcome_path_cash(outcome, week)->mean : NAN);
        }
    }
}
