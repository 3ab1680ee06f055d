/* bridge_receivables.c - the change of receivables and the cash flow from customers by its parts.
 */
#include "duecast/bridge.h"

static double mean(const dc_estimate *e)
{
    return e->applicable ? e->mean : 0.0;
}

/* What a sum since the as-of date gained between two weeks. */
static double gained(const dc_outcome *outcome, dc_metric metric, int32_t from, int32_t to)
{
    const dc_estimate *series = outcome->series[metric];
    return mean(&series[to]) - (from > 0 ? mean(&series[from]) : 0.0);
}

static double sales_of(const dc_outcome *outcome, int32_t from, int32_t to)
{
    double sum = 0.0;
    for (int32_t week = from + 1; week <= to; week++)
        sum += mean(&outcome->series[DC_SALES][week]);
    return sum;
}

/* What flows do not explain is the translation of balances. */
static void close(dc_receivables_change *out)
{
    out->translation = out->closing - out->opening - out->sales + out->collected +
                       out->settled_without_cash + out->written_off;
}

void dc_receivables_change_weeks(dc_receivables_change *out, const dc_outcome *outcome,
                                 const dc_simulate_options *options, int32_t from, int32_t to)
{
    double recovered = gained(outcome, DC_RECOVERED, from, to);
    *out = (dc_receivables_change){
        .from_day = dc_week_end_day(options, from),
        .to_day = dc_week_end_day(options, to),
        .opening = mean(&outcome->series[DC_RECEIVABLES][from]),
        .sales = sales_of(outcome, from, to),
        .collected = gained(outcome, DC_CASH_COLLECTED, from, to) - recovered,
        .settled_without_cash = gained(outcome, DC_SETTLED_WITHOUT_CASH, from, to),
        .written_off = gained(outcome, DC_WRITTEN_OFF, from, to),
        .closing = mean(&outcome->series[DC_RECEIVABLES][to]),
        .recovered = recovered,
        .has_sold = outcome->series[DC_SOLD][to].applicable,
        .sold = gained(outcome, DC_SOLD, from, to)};
    close(out);
}

static double gained_in(const dc_outcome *outcome, dc_metric metric, size_t month)
{
    const dc_estimate *series = outcome->month[metric];
    return mean(&series[month]) - (month > 0 ? mean(&series[month - 1]) : 0.0);
}

void dc_receivables_change_month(dc_receivables_change *out, const dc_outcome *outcome,
                                 size_t month)
{
    double             recovered = gained_in(outcome, DC_RECOVERED, month);
    const dc_estimate *opening = month > 0 ? &outcome->month[DC_RECEIVABLES][month - 1]
                                           : &outcome->series[DC_RECEIVABLES][0];
    *out = (dc_receivables_change){
        .from_day = month > 0 ? outcome->month_day[month - 1] : 0,
        .to_day = outcome->month_day[month],
        .opening = mean(opening),
        .sales = mean(&outcome->month[DC_SALES][month]),
        .collected = gained_in(outcome, DC_CASH_COLLECTED, month) - recovered,
        .settled_without_cash = gained_in(outcome, DC_SETTLED_WITHOUT_CASH, month),
        .written_off = gained_in(outcome, DC_WRITTEN_OFF, month),
        .closing = mean(&outcome->month[DC_RECEIVABLES][month]),
        .recovered = recovered,
        .has_sold = outcome->month[DC_SOLD][month].applicable,
        .sold = gained_in(outcome, DC_SOLD, month)};
    close(out);
}

void dc_customer_cash_flow_weeks(dc_customer_cash_flow *out, const dc_outcome *outcome,
                                 int32_t from, int32_t to)
{
    const dc_estimate *allowance = outcome->series[DC_ALLOWANCE];
    const dc_estimate *receivables = outcome->series[DC_RECEIVABLES];
    *out = (dc_customer_cash_flow){
        .applicable = allowance[from].applicable && allowance[to].applicable,
        .collected = gained(outcome, DC_CASH_COLLECTED, from, to),
        .sales = sales_of(outcome, from, to),
        .without_cash = gained(outcome, DC_SETTLED_WITHOUT_CASH, from, to)};
    if (!out->applicable)
        return;
    out->expense = gained(outcome, DC_BAD_DEBT_EXPENSE, from, to);
    out->receivables_rise = mean(&receivables[to]) - mean(&receivables[from]);
    out->allowance_rise = mean(&allowance[to]) - mean(&allowance[from]);
    out->translation = out->collected - (out->sales - out->without_cash - out->expense) +
                       out->receivables_rise - out->allowance_rise;
}
