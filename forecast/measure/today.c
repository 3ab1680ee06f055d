/* today.c - how things stand at the close of the as-of date. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/metrics.h"
#include "formulas.h"
#include "months.h"

enum { STRIDE = 1024 }; /* claims that one thread takes at once */

static dc_estimate known(double value)
{
    return (dc_estimate){.applicable = true, .mean = value};
}

static void age_currency(dc_today *out, const dc_book *book, uint16_t currency)
{
    dc_opening opening;
    dc_opening_balances(&opening, book, currency);
    memcpy(out->by_currency[currency].ageing, opening.ageing, sizeof opening.ageing);
    out->by_currency[currency].credits = opening.credits;
    out->by_currency[currency].unapplied = opening.unapplied;
    out->by_currency[currency].ledger =
        opening.not_due + opening.overdue + opening.credits + opening.unapplied;
    for (int b = 0; b < DC_BUCKETS; b++)
        out->ageing[b] += dc_book_translate(book, currency, DC_MONEY(opening.ageing[b])).minor;
    out->credits += dc_book_translate(book, currency, DC_MONEY(opening.credits)).minor;
    out->unapplied += dc_book_translate(book, currency, DC_MONEY(opening.unapplied)).minor;
}

/* Claims of one customer and due day mostly follow each other and have one chance. */
static void fill_loss_chances(double *out, const dc_book *book, const dc_model *model, size_t from,
                              size_t to)
{
    const dc_claims *claims = &book->claims;
    size_t           known = SIZE_MAX;
    for (size_t i = from; i < to; i++) {
        if (!dc_claim_is_owed(claims, i))
            continue;
        bool same = known != SIZE_MAX && claims->customer[i] == claims->customer[known] &&
                    claims->due[i].day == claims->due[known].day;
        out[i] = same ? out[known]
                      : dc_model_loss_chance(model, claims->customer[i],
                                             dc_date_days_between(claims->due[i], book->as_of));
        known = i;
    }
}

static double *loss_chances(const dc_book *book, const dc_model *model)
{
    size_t  count = book->claims.count, strides = (count + STRIDE - 1) / STRIDE;
    double *out = dc_heap_alloc(count + 1, sizeof *out);
#pragma omp parallel for schedule(dynamic)
    for (size_t stride = 0; stride < strides; stride++) {
        size_t from = stride * STRIDE, to = from + STRIDE;
        fill_loss_chances(out, book, model, from, to < count ? to : count);
    }
    return out;
}

/* The provision matrix: chance of loss of each bucket, weighted by what lies in it today; an empty
 * bucket has the portfolio's chance in its middle. */
static void learn_loss_rates(dc_today *out, const dc_book *book, const dc_model *model)
{
    static const int32_t middle[DC_BUCKETS] = {-15, 15, 45, 75, 105, 180};
    double               balance[DC_BUCKETS] = {0}, loss[DC_BUCKETS] = {0};
    const dc_claims     *claims = &book->claims;
    double              *chance = loss_chances(book, model);
    for (size_t i = 0; i < claims->count; i++) {
        if (!dc_claim_is_owed(claims, i))
            continue;
        int32_t late = dc_date_days_between(claims->due[i], book->as_of);
        double  open = (double)dc_book_translate(book, claims->currency[i], claims->open[i]).minor;
        int     bucket = dc_bucket_of(late);
        balance[bucket] += open;
        loss[bucket] += open * chance[i];
    }
    free(chance);
    for (int b = 0; b < DC_BUCKETS; b++) {
        out->loss_rate[b] = balance[b] > 0.0 ? loss[b] / balance[b]
                                             : dc_model_loss_chance(model, UINT32_MAX, middle[b]);
        out->allowance[b] = (int64_t)llround((double)out->ageing[b] * out->loss_rate[b]);
    }
}

static void measure_days(dc_today *out, const dc_book *book, double receivables, double overdue)
{
    dc_month_history history;
    dc_month_history_make(&history, book);
    double sales = (double)out->sales_91_days;
    if (sales > 0.0 && book->has_history) {
        double dso = dc_days_of_sales(receivables, sales, DC_DSO_DAYS);
        double late = dc_days_of_sales(overdue, sales, DC_DSO_DAYS);
        out->value[DC_DSO] = known(dso);
        out->value[DC_DSO_OVERDUE] = known(late);
        out->value[DC_DSO_NOT_DUE] = known(dso - late);
        out->value[DC_DSO_COUNTBACK] =
            known(dc_countback(receivables, book->as_of, 0.0, history.past_end, history.past_sales,
                               history.past, &out->countback_open_ended));
    }
}

/* Working capital as of today, on the 91 days that DSO looks back. */
static void measure_capital(dc_today *out, const dc_book *book)
{
    static const struct {
        dc_metric     metric;
        dc_capital_id from;
    } rows[] = {{DC_DAY_OF_SALES, DC_CAPITAL_DAY_OF_SALES},
                {DC_TRADE_WCR, DC_CAPITAL_TRADE_WCR},
                {DC_TRADE_WCR_DAYS, DC_CAPITAL_TRADE_WCR_DAYS},
                {DC_OPERATING_WCR, DC_CAPITAL_OPERATING_WCR},
                {DC_DIO, DC_CAPITAL_DIO},
                {DC_DPO, DC_CAPITAL_DPO},
                {DC_CCC, DC_CAPITAL_CCC}};
    dc_money receivables = DC_MONEY((int64_t)out->value[DC_RECEIVABLES].mean);
    dc_working_capital_measure(&out->capital, book, receivables, out->payables);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dc_capital_value value = out->capital.value[rows[i].from][DC_PERIOD_91_DAYS];
        out->value[rows[i].metric] = value.applicable ? known(value.value) : (dc_estimate){0};
    }
    if (out->value[DC_TRADE_WCR].applicable)
        out->value[DC_WCR_CASH] = known(0.0);
}

static int64_t sales_of_last(const dc_book *book, int32_t days)
{
    dc_period period = {dc_date_add_days(book->as_of, -days), book->as_of};
    return dc_book_sales(book, period).minor;
}

static double receipts_of_last(const dc_book *book, int32_t days)
{
    int64_t sum = 0;
    for (size_t e = 0; e < book->events.count; e++) {
        uint32_t claim = book->events.claim[e];
        if (dc_event_is_receipt(book->events.kind[e]) && !book->events.undated[e] &&
            dc_date_days_between(book->events.date[e], book->as_of) < days)
            sum +=
                dc_book_translate(book, book->claims.currency[claim], book->events.amount[e]).minor;
    }
    return (double)sum;
}

void dc_today_measure(dc_today *out, const dc_book *book, const dc_model *model)
{
    *out = (dc_today){0};
    for (uint16_t currency = 0; currency < book->currency_count; currency++)
        age_currency(out, book, currency);
    int64_t debit = 0, allowance = 0;
    for (int b = 0; b < DC_BUCKETS; b++)
        debit += out->ageing[b];
    out->ledger = debit + out->credits + out->unapplied;
    out->sales_91_days = sales_of_last(book, 91);
    out->sales_364_days = sales_of_last(book, 364);
    out->payables = dc_payables_at(book, book->as_of);
    learn_loss_rates(out, book, model);
    for (int b = 0; b < DC_BUCKETS; b++)
        allowance += out->allowance[b];

    double receivables = (double)(debit + out->credits), overdue = (double)(debit - out->ageing[0]);
    if (book->has_history)
        out->value[DC_RECEIPTS] = known(receipts_of_last(book, 7));
    out->value[DC_CASH_COLLECTED] = known(0.0);
    if (book->has_history)
        out->value[DC_SALES] = known((double)sales_of_last(book, 7));
    out->value[DC_RECEIVABLES] = known(receivables);
    out->value[DC_OVERDUE] = known(overdue);
    out->value[DC_SETTLED_WITHOUT_CASH] = known(0.0);
    double written_off = 0.0;
    for (int bin = 0; bin < DC_BINS; bin++)
        written_off += model->write_off[bin];
    written_off += model->defaults.learnt;
    /* Without a write-off the tail of the life table may still hold a loss worth showing. */
    out->losses_learnt =
        model->learnt && (written_off > 0.0 || (double)allowance > 0.001 * receivables);
    out->value[DC_WRITTEN_OFF] = (dc_estimate){.applicable = written_off > 0.0};
    out->value[DC_RECOVERED] = (dc_estimate){.applicable = model->defaults.learnt};
    out->value[DC_ALLOWANCE] = (dc_estimate){.applicable = out->losses_learnt,
                                             .mean = out->losses_learnt ? (double)allowance : 0.0};
    out->value[DC_BAD_DEBT_EXPENSE] = (dc_estimate){.applicable = out->losses_learnt};
    measure_days(out, book, receivables, overdue);
    measure_capital(out, book);
}
