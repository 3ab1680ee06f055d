/* provision.c - loss rates by ageing bucket, from what became of past balances. */
#include <math.h>

#include "duecast/bad_debt.h"

/* The prior weighs as much as so many losses, at its own rate or the one seen, whichever is larger:
 * a bucket that loses 1 % needs 400 claims to be believed as much as the prior, one that loses half
 * needs 4, and losses that nobody expected are believed sooner than their absence. */
static const double prior_losses = 4.0;
static const double rate_least = 0.001;

/* Shares of what stood in a bucket, by the months it was followed. */
typedef struct {
    double  settled, lost, open;
    int32_t months;
} outcome_of;

/*
 * Balances of late month ends are followed for few months: of each month after, only the month ends
 * that saw it to its end are compared with what of them was still open (Aalen & Johansen,
 * Scandinavian Journal of Statistics 5 (1978) 141-150).
 */
static outcome_of follow(const dc_cohorts *cohorts, int b)
{
    outcome_of out = {.open = 1.0};
    double     open[DC_COHORTS_MAX + 1]; /* of each month end, when the step begins */
    for (int32_t m = 1; m <= cohorts->count; m++)
        open[m] = (double)cohorts->stood[m][b];
    for (int32_t k = 0; k < DC_COHORT_STEPS; k++) {
        double at_risk = 0.0, settled = 0.0, lost = 0.0;
        for (int32_t m = k + 1; m <= cohorts->count; m++) {
            at_risk += fmax(open[m], 0.0);
            settled += (double)cohorts->settled[m][b][k];
            lost += (double)cohorts->lost[m][b][k];
            open[m] -= (double)cohorts->settled[m][b][k] + (double)cohorts->lost[m][b][k];
        }
        if (at_risk <= 0.0)
            break;
        double gone = fmax(at_risk, settled + lost); /* rounding of translated parts */
        out.settled += out.open * settled / gone;
        out.lost += out.open * lost / gone;
        out.open *= fmax(1.0 - (settled + lost) / gone, 0.0);
        out.months = k + 1;
    }
    return out;
}

/* The weight of so many claims that lost at the rate seen. */
static double weight_of(double claims, double seen, double prior)
{
    double p = fmax(fmax(prior, seen), rate_least);
    return claims / (claims + prior_losses * (1.0 - p) / p);
}

/* What is still open when nobody looks any more: lost after DC_COHORT_STEPS months; before, as the
 * oldest bucket is; in that one, as what has been decided. */
static double rest_rate(const outcome_of *seen, int b, double oldest, double prior)
{
    double decided = seen->settled + seen->lost;
    if (seen->months == DC_COHORT_STEPS)
        return 1.0;
    if (b < DC_BUCKETS - 1)
        return oldest;
    return decided > 0.0 ? seen->lost / decided : prior;
}

static void add_up(dc_provision_rate *out, const dc_cohorts *cohorts, int b)
{
    for (int32_t m = 1; m <= cohorts->count; m++) {
        out->stood += (double)cohorts->stood[m][b];
        for (int32_t k = 0; k < DC_COHORT_STEPS; k++) {
            out->settled += (double)cohorts->settled[m][b][k];
            out->lost += (double)cohorts->lost[m][b][k];
        }
    }
}

static void fill_rate(dc_provision_matrix *out, const dc_cohorts *cohorts, int b, double prior)
{
    dc_provision_rate *of = &out->of[b];
    double             kept = 1.0 - out->recovered_share;
    double             oldest = out->of[DC_BUCKETS - 1].rate;
    *of = (dc_provision_rate){.claims = cohorts->claims[b], .rate = prior};
    add_up(of, cohorts, b);
    if (of->claims == 0)
        return;
    outcome_of seen = follow(cohorts, b);
    double     rest = rest_rate(&seen, b, oldest / fmax(kept, 1e-9), prior);
    of->months = seen.months;
    of->low = seen.lost * kept;
    of->high = fmin((seen.lost + seen.open) * kept, 1.0);
    of->seen = fmin(fmax((seen.lost + seen.open * fmin(rest, 1.0)) * kept, 0.0), 1.0);
    of->weight =
        weight_of(cohorts->amount[b] * cohorts->amount[b] / cohorts->square[b], of->seen, prior);
    of->rate = of->weight * of->seen + (1.0 - of->weight) * prior;
}

void dc_provision_matrix_make(dc_provision_matrix *out, const dc_cohorts *cohorts,
                              const dc_loss_flows *flows, const double prior[DC_BUCKETS])
{
    double settled = 0.0;
    *out = (dc_provision_matrix){0};
    if (flows->written_off > 0)
        out->recovered_share =
            fmin(fmax((double)flows->recovered / (double)flows->written_off, 0.0), 1.0);
    for (int b = DC_BUCKETS - 1; b >= 0; b--) {
        fill_rate(out, cohorts, b, prior[b]);
        settled += out->of[b].settled + out->of[b].lost;
    }
    out->applicable = settled > 0.0;
}

void dc_provision_of_cohort(double *rate, const double *open, double lost, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rate[i] = open[i] > 0.0 ? lost / open[i] : 0.0;
}

/* --- methods of the textbooks ---------------------------------------------------------------- */

int64_t dc_allowance_by_rates(int64_t *line, const int64_t *balance, const double *rate,
                              size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t part = dc_money_scale(DC_MONEY(balance[i]), rate[i], DC_ROUND_HALF_EVEN).minor;
        sum += part;
        if (line)
            line[i] = part;
    }
    return sum;
}

dc_allowance_roll dc_allowance_roll_make(int64_t opening, int64_t written_off, int64_t recovered,
                                         int64_t closing)
{
    return (dc_allowance_roll){.opening = opening,
                               .expense = closing - opening + written_off - recovered,
                               .written_off = written_off,
                               .recovered = recovered,
                               .closing = closing};
}

bool dc_loss_rate_of_sales(double *rate, const dc_loss_flows *flows)
{
    *rate = 0.0;
    if (flows->sales <= 0)
        return false;
    *rate = fmax((double)(flows->written_off - flows->recovered) / (double)flows->sales, 0.0);
    return true;
}

/* --- bands by age ---------------------------------------------------------------------------- */

const int32_t dc_age_band_years[DC_AGE_BANDS] = {1, 2, 3, 4, 5, INT32_MAX};
const double  dc_age_band_rate[DC_AGE_BANDS] = {0.05, 0.10, 0.30, 0.50, 0.80, 1.00};

/* A band ends on the day of the month of the invoice, so many years later. */
static int band_of(dc_date issued, dc_date as_of)
{
    enum { MONTHS_A_YEAR = 12 };
    int band = 0;
    while (band < DC_AGE_BANDS - 1 &&
           as_of.day > dc_date_add_months(issued, dc_age_band_years[band] * MONTHS_A_YEAR).day)
        band++;
    return band;
}

void dc_age_bands_of(int64_t balance[DC_AGE_BANDS], const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    for (int band = 0; band < DC_AGE_BANDS; band++)
        balance[band] = 0;
    for (size_t i = 0; i < claims->count; i++)
        if (dc_claim_is_owed(claims, i))
            balance[band_of(claims->issued[i], book->as_of)] +=
                dc_book_translate(book, claims->currency[i], claims->open[i]).minor;
}
