/* bad_debts.c - every method of bad debts, side by side. */
#include <math.h>

#include "duecast/bad_debt.h"

/* Of each claim's own share in its bucket: claims are independent accounts of their own size. */
static double chain_spread(const dc_chain *chain, const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    double           squares[DC_BUCKETS] = {0.0};
    for (size_t i = 0; i < claims->count; i++) {
        if (!dc_claim_is_owed(claims, i))
            continue;
        int    bucket = dc_bucket_of(dc_company_edges(&book->company),
                                     dc_date_days_between(claims->due[i], book->as_of));
        double open = (double)dc_book_translate(book, claims->currency[i], claims->open[i]).minor;
        squares[bucket] += open * open;
    }
    return sqrt(dc_chain_loss_variance(chain, squares));
}

static void look_back(dc_bad_debts *out, const dc_book *book)
{
    for (size_t m = 0; m < DC_LOSS_MONTHS; m++) {
        out->past[m] = (dc_period){out->cohorts->day[m + 1], out->cohorts->day[m]};
        out->past_flows[m] = dc_loss_flows_of(book, out->past[m]);
    }
    out->year = dc_loss_flows_of(
        book, (dc_period){out->cohorts->day[DC_LOSS_MONTHS], out->cohorts->day[0]});
    out->sales_flows = dc_loss_flows_of(
        book, (dc_period){out->cohorts->day[DC_SALES_LOSS_MONTHS], out->cohorts->day[0]});
    out->has_sales_rate = dc_loss_rate_of_sales(&out->sales_rate, &out->sales_flows);
}

dc_status dc_bad_debts_measure(dc_bad_debts *out, dc_arena *arena, const dc_book *book,
                               const dc_model *model, const dc_simulate_options *options)
{
    dc_cohorts   *cohorts = dc_cohorts_make(arena, book);
    dc_loss_flows ever = dc_loss_flows_of(book, (dc_period){DC_DATE(INT32_MIN), book->as_of});
    *out = (dc_bad_debts){.cohorts = cohorts, .learnt = model->learnt};
    dc_today_measure(&out->today, book, model);
    dc_provision_matrix_make(&out->matrix, cohorts, &ever, out->today.model_rate);
    dc_roll_rates_make(&out->roll, cohorts);
    out->has_chain = dc_chain_of_cohorts(&out->chain, cohorts);
    if (out->has_chain)
        out->chain_sd = chain_spread(&out->chain, book);
    dc_credit_loss_measure(&out->loss, book, model, book->company.effective_rate);
    out->pooled = dc_credit_loss_pooled(&out->loss);
    look_back(out, book);
    dc_age_bands_of(out->bands, book);
    dc_status status = dc_lifetime_simulate(&out->lived, book, model, out->loss.loss, options);
    return status == DC_OK
               ? dc_allowance_months_make(&out->ahead, book, model, &out->today, options)
               : status;
}

int64_t dc_bad_debts_by(const dc_bad_debts *all, const double rate[DC_BUCKETS])
{
    return dc_allowance_by_rates(NULL, all->today.ageing, rate, DC_BUCKETS);
}
