/* today.c - how things stand at the close of the as-of date. */
#include <string.h>

#include "allowance.h"
#include "derive.h"
#include "duecast/cash_tail.h"
#include "formulas.h"
#include "months.h"

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

/* Money of customers still to come for what has left the ledger; false: nothing ever did. */
static bool still_to_come(double *sum, const dc_book *book, dc_event_kind kind)
{
    const dc_events *events = &book->events;
    bool             any = false;
    *sum = 0.0;
    for (size_t e = 0; e < events->count; e++) {
        if (events->kind[e] != kind || !dc_date_is_set(events->maturity[e]))
            continue;
        any = true;
        uint16_t currency = book->claims.currency[events->claim[e]];
        if (events->maturity[e].day > book->as_of.day)
            *sum += (double)dc_book_translate(book, currency, events->amount[e]).minor;
    }
    return any;
}

/* DSO with what has left the ledger and is not paid yet. */
static void measure_gone(dc_today *out, const dc_book *book, double receivables)
{
    static const struct {
        dc_event_kind kind;
        dc_metric     metric;
    } rows[] = {{DC_EVENT_BILL, DC_DSO_WITH_BILLS}, {DC_EVENT_SOLD, DC_DSO_WITH_SOLD}};
    double sales = (double)out->sales_91_days, more;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (still_to_come(&more, book, rows[i].kind) && sales > 0.0 && book->has_history)
            out->value[rows[i].metric] =
                known(dc_days_of_sales(receivables + more, sales, DC_DSO_DAYS));
    dc_bill_habit habit = dc_bill_habit_measure(book);
    out->bill_share = habit.share;
    out->bill_days = habit.days;
}

/* Working capital as of today, on the 91 days that DSO looks back. */
static const struct {
    dc_metric     metric;
    dc_capital_id from;
} capital_rows[] = {{DC_DAY_OF_SALES, DC_CAPITAL_DAY_OF_SALES},
                    {DC_INVENTORY, DC_CAPITAL_INVENTORY},
                    {DC_PAYABLES, DC_CAPITAL_PAYABLES},
                    {DC_TRADE_WCR, DC_CAPITAL_TRADE_WCR},
                    {DC_TRADE_WCR_DAYS, DC_CAPITAL_TRADE_WCR_DAYS},
                    {DC_OPERATING_WCR, DC_CAPITAL_OPERATING_WCR},
                    {DC_WCR_CASH, DC_CAPITAL_TRADE_WCR},
                    {DC_DIO, DC_CAPITAL_DIO},
                    {DC_DPO, DC_CAPITAL_DPO},
                    {DC_CCC, DC_CAPITAL_CCC}};
enum { CAPITAL_ROWS = sizeof capital_rows / sizeof capital_rows[0] };

static dc_capital_value capital_value(const dc_today *today, size_t row)
{
    return today->capital.value[capital_rows[row].from][DC_PERIOD_91_DAYS];
}

dc_word dc_today_missing(const dc_today *today, dc_metric metric)
{
    for (size_t i = 0; i < CAPITAL_ROWS; i++)
        if (capital_rows[i].metric == metric && !capital_value(today, i).applicable)
            return capital_value(today, i).missing;
    return dc_metric_missing(metric);
}

static void measure_capital(dc_today *out, const dc_book *book)
{
    dc_money receivables = DC_MONEY((int64_t)out->value[DC_RECEIVABLES].mean);
    dc_working_capital_measure(&out->capital, book, receivables, out->payables);
    for (size_t i = 0; i < CAPITAL_ROWS; i++) {
        dc_capital_value value = capital_value(out, i);
        out->value[capital_rows[i].metric] =
            value.applicable ? known(value.value) : (dc_estimate){0};
    }
    if (out->value[DC_TRADE_WCR].applicable)
        out->value[DC_WCR_CASH] = known(0.0);
}

static int64_t sales_of_last(const dc_book *book, int32_t days)
{
    dc_period period = {dc_date_add_days(book->as_of, -days), book->as_of};
    return dc_book_sales(book, period).minor;
}

/* Money on account is a claim below 0 from the day it came; using it brings nothing more. */
static double receipts_of_last(const dc_book *book, int32_t days)
{
    const dc_claims *claims = &book->claims;
    int64_t          sum = 0;
    for (size_t i = 0; i < claims->count; i++)
        if (claims->kind[i] == DC_CLAIM_UNAPPLIED &&
            dc_date_days_between(claims->issued[i], book->as_of) < days)
            sum -= dc_book_translate(book, claims->currency[i], claims->amount[i]).minor;
    for (size_t e = 0; e < book->events.count; e++) {
        uint32_t claim = book->events.claim[e];
        if (dc_event_is_receipt(book->events.kind[e]) && !book->events.undated[e] &&
            dc_date_days_between(book->events.date[e], book->as_of) < days)
            sum +=
                dc_book_translate(book, book->claims.currency[claim], book->events.amount[e]).minor;
    }
    return (double)sum;
}

/* Figures that begin with the as-of date are 0 on it, where the forecast tells them. */
static void measure_profit(dc_today *out, const dc_company *company)
{
    const dc_metric metrics[] = {DC_SALES_MARGIN, DC_FINANCING_COST, DC_PROFIT};
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        out->value[metrics[i]].applicable = dc_profit_told(out, company, metrics[i]);
}

void dc_today_measure(dc_today *out, const dc_book *book, const dc_model *model)
{
    *out = (dc_today){0};
    for (uint16_t currency = 0; currency < book->currency_count; currency++)
        age_currency(out, book, currency);
    int64_t debit = 0, allowance;
    for (int b = 0; b < DC_BUCKETS; b++)
        debit += out->ageing[b];
    out->ledger = debit + out->credits + out->unapplied;
    out->sales_91_days = sales_of_last(book, 91);
    out->sales_364_days = sales_of_last(book, 364);
    out->payables = dc_payables_at(book, book->as_of);
    dc_allowance_today(out, book, model);
    allowance = out->named;
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
    written_off += dc_defaults_happen(&model->defaults);
    /* Without a write-off the tail of the life table may still hold a loss worth showing. */
    out->losses_learnt =
        book->company.has_allowance_rates || out->named != 0 ||
        (model->learnt && (written_off > 0.0 || (double)allowance > 0.001 * receivables));
    out->value[DC_WRITTEN_OFF] = (dc_estimate){.applicable = written_off > 0.0};
    out->value[DC_RECOVERED] = (dc_estimate){.applicable = dc_defaults_happen(&model->defaults)};
    out->value[DC_ALLOWANCE] = (dc_estimate){.applicable = out->losses_learnt,
                                             .mean = out->losses_learnt ? (double)allowance : 0.0};
    out->value[DC_BAD_DEBT_EXPENSE] = (dc_estimate){.applicable = out->losses_learnt};
    out->value[DC_BAD_DEBT_EXPENSE_PERIOD] = out->value[DC_BAD_DEBT_EXPENSE];
    measure_days(out, book, receivables, overdue);
    measure_gone(out, book, receivables);
    measure_capital(out, book);
    measure_profit(out, &book->company);
}
