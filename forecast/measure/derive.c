/* derive.c - see derive.h. */
#include "derive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allowance.h"

/* --- moments ---------------------------------------------------------------------------------- */

static double past_sales(const dc_book *book, int32_t day)
{
    int32_t   from = day - DC_DSO_DAYS;
    dc_period period = {dc_date_add_days(book->as_of, from < 0 ? from : 0), book->as_of};
    return from < 0 ? (double)dc_book_sales(book, period).minor : 0.0;
}

/* What is still to come of bills in hand and of what was sold by the as-of date. */
static void add_left(dc_moments *out, const dc_book *book)
{
    const dc_events *events = &book->events;
    for (size_t e = 0; e < events->count; e++) {
        if (!dc_event_has_maturity(events->kind[e]) || !dc_date_is_set(events->maturity[e]))
            continue;
        uint16_t currency = book->claims.currency[events->claim[e]];
        double   amount = (double)dc_book_translate(book, currency, events->amount[e]).minor;
        int32_t  comes = dc_date_days_between(book->as_of, events->maturity[e]);
        for (size_t i = 0; i < out->count && comes > 0; i++)
            if (out->at[i].day < comes)
                *(events->kind[e] == DC_EVENT_BILL ? &out->at[i].bills_left
                                                   : &out->at[i].sold_left) += amount;
    }
}

void dc_moments_make(dc_moments *out, const dc_sampling *sampling)
{
    const dc_simulate_options *options = sampling->options;
    int32_t                    weeks = dc_week_count(options);
    *out = (dc_moments){.count = (size_t)weeks + sampling->month_count};
    for (int32_t week = 1; week <= weeks; week++) {
        int32_t day = dc_week_end_day(options, week);
        out->at[week - 1] =
            (dc_moment){.day = day,
                        .column = week,
                        .before = week - 1,
                        .aged = dc_aged_index(options, day),
                        .past_sales = past_sales(sampling->book, day),
                        .sales_from = week > DC_SALES_WEEKS ? week - DC_SALES_WEEKS : DC_NONE};
    }
    for (size_t m = 0; m < sampling->month_count; m++) {
        int32_t day = dc_date_days_between(sampling->book->as_of, sampling->month_end[m]);
        int32_t column = weeks + 1 + (int32_t)m;
        out->at[(size_t)weeks + m] =
            (dc_moment){.day = day,
                        .column = column,
                        .before = m > 0 ? column - 1 : 0,
                        .aged = dc_aged_index(options, day),
                        .past_sales = past_sales(sampling->book, day),
                        .sales_from = day > DC_DSO_DAYS ? (int32_t)m : DC_NONE,
                        .is_month = true};
    }
    add_left(out, sampling->book);
}

static const double *column(const dc_samples *samples, const double *values, int32_t at)
{
    return values + (size_t)at * samples->path_count;
}

/* Cumulative sales 91 days before; NULL where that lies in the past. */
static const double *sales_before(const dc_samples *samples, const dc_moment *at)
{
    if (at->sales_from == DC_NONE)
        return NULL;
    return column(samples, at->is_month ? samples->sales_before : samples->sales, at->sales_from);
}

static void add_control(dc_controls *out, const double *path, const double *exact)
{
    out->path[out->count] = path;
    out->expected[out->count++] = *exact;
}

void dc_derive_controls(dc_controls *out, const dc_deriving *d, const dc_deriving *exact,
                        size_t moment)
{
    const dc_moment  *at = &d->moments->at[moment];
    const dc_samples *paths = d->samples, *mean = exact->samples;
    *out = (dc_controls){.path_count = paths->path_count};
    add_control(out, column(paths, paths->receivables, at->column),
                column(mean, mean->receivables, at->column));
    add_control(out, column(paths, paths->overdue, at->column),
                column(mean, mean->overdue, at->column));
    add_control(out, column(paths, paths->sales, at->column),
                column(mean, mean->sales, at->column));
    if (at->sales_from != DC_NONE)
        add_control(out, sales_before(paths, at), sales_before(mean, at));
}

/* --- columns ---------------------------------------------------------------------------------- */

static void take_change(double *out, const dc_deriving *d, const double *cumulative,
                        const dc_moment *at)
{
    const double *now = column(d->samples, cumulative, at->column);
    const double *before = column(d->samples, cumulative, at->before);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = now[p] - before[p];
}

/* Gross sales of the 91 days to the moment; false when a path has none. */
static bool take_sales(double *out, const dc_deriving *d, const dc_moment *at)
{
    const double *now = column(d->samples, d->samples->sales, at->column);
    const double *before = sales_before(d->samples, at);
    for (uint32_t p = 0; p < d->samples->path_count; p++) {
        out[p] = at->past_sales + now[p] - (before ? before[p] : 0.0);
        if (out[p] <= 0.0)
            return false;
    }
    return true;
}

/* (receivables + inventory - payables) in days of the sales of 91 days, each with its weight: what
 * it is today, and what it moved by. */
typedef struct {
    double receivables, inventory, payables; /* weights */
    double today;                            /* inventory and payables of today, weighted */
} in_days;

static double moved(const double *column, uint32_t path)
{
    return column ? column[path] : 0.0;
}

static bool take_days(double *out, const dc_deriving *d, const dc_moment *at, in_days of)
{
    const dc_capital_moves *moves = &d->samples->moves;
    const double           *owed = column(d->samples, d->samples->receivables, at->column);
    const double           *inventory =
        moves->inventory ? column(d->samples, moves->inventory, at->column) : NULL;
    const double *payables =
        moves->payables ? column(d->samples, moves->payables, at->column) : NULL;
    if (!take_sales(out, d, at))
        return false;
    for (uint32_t p = 0; p < d->samples->path_count; p++) {
        double balance =
            of.today + of.inventory * moved(inventory, p) + of.payables * moved(payables, p);
        balance += of.receivables * owed[p];
        out[p] = dc_days_of_sales(balance, out[p], DC_DSO_DAYS);
    }
    return true;
}

static bool take_days_of_sales(double *out, const dc_deriving *d, const double *balance,
                               const dc_moment *at)
{
    const double *amount = column(d->samples, balance, at->column);
    if (!take_sales(out, d, at))
        return false;
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = dc_days_of_sales(amount[p], out[p], DC_DSO_DAYS);
    return true;
}

/* DSO without a part of the receivables. */
static bool take_days_without(double *out, const dc_deriving *d, const double *part,
                              const dc_moment *at)
{
    uint32_t paths = d->samples->path_count;
    double  *less = dc_heap_alloc(paths, sizeof *less);
    bool     ok = take_days_of_sales(out, d, d->samples->receivables, at) &&
              take_days_of_sales(less, d, part, at);
    for (uint32_t p = 0; ok && p < paths; p++)
        out[p] -= less[p];
    free(less);
    return ok;
}

/* Cash collected by a day, between ends of weeks in proportion. */
static void take_cash_by(double *out, const dc_deriving *d, double day)
{
    const dc_samples *samples = d->samples;
    int32_t           week = 0;
    while (week < samples->week_count &&
           dc_week_end_day(d->sampling->options, week + 1) <= (int32_t)day)
        week++;
    int32_t       next = week < samples->week_count ? week + 1 : week;
    double        end = dc_week_end_day(d->sampling->options, week);
    double        length = dc_week_end_day(d->sampling->options, next) - end;
    double        part = length > 0.0 && day > end ? (day - end) / length : 0.0;
    const double *from = column(samples, samples->cash, week);
    const double *to = column(samples, samples->cash, next);
    for (uint32_t p = 0; p < samples->path_count; p++)
        out[p] = from[p] + part * (to[p] - from[p]);
}

/* Customers go on to pay a part by bills, which mature after the usual days. */
static bool take_with_bills(double *out, const dc_deriving *d, const dc_moment *at)
{
    uint32_t      paths = d->samples->path_count;
    const double *open = column(d->samples, d->samples->receivables, at->column);
    const double *cash = column(d->samples, d->samples->cash, at->column);
    double       *matured = dc_heap_alloc(paths, sizeof *matured);
    double       *held = dc_heap_alloc(paths, sizeof *held); /* by a lever */
    bool          ok = take_sales(out, d, at);
    if (d->samples->beside[0])
        dc_column_add(held, d, d->samples->beside[DC_BESIDE_BILLS], at, 1.0);
    take_cash_by(matured, d, fmax(at->day - d->today->bill_days, 0.0));
    for (uint32_t p = 0; ok && p < paths; p++)
        out[p] = dc_days_of_sales(open[p] + at->bills_left + held[p] +
                                      d->today->bill_share * (cash[p] - matured[p]),
                                  out[p], DC_DSO_DAYS);
    free(matured);
    free(held);
    return ok;
}

static bool take_day_of_sales(double *out, const dc_deriving *d, const dc_moment *at)
{
    bool ok = take_sales(out, d, at);
    for (uint32_t p = 0; ok && p < d->samples->path_count; p++)
        out[p] /= DC_DSO_DAYS;
    return ok;
}

static void take_countback(double *out, const dc_deriving *d, const dc_moment *at)
{
    dc_date ends[DC_MONTHS_AHEAD_MAX + DC_MONTHS_BACK_MAX];
    double  cumulative[DC_MONTHS_AHEAD_MAX + DC_MONTHS_BACK_MAX];
    dc_date date = dc_date_add_days(d->book->as_of, at->day);
    size_t  ahead = 0, count;
    while (ahead < d->sampling->month_count && d->sampling->month_end[ahead].day <= date.day)
        ahead++;
    for (size_t i = 0; i < ahead; i++)
        ends[i] = d->sampling->month_end[ahead - 1 - i];
    memcpy(ends + ahead, d->history->past_end, d->history->past * sizeof *ends);
    memcpy(cumulative + ahead, d->history->past_sales, d->history->past * sizeof *cumulative);
    count = ahead + d->history->past;

    const double *receivables = column(d->samples, d->samples->receivables, at->column);
    const double *sales = column(d->samples, d->samples->sales, at->column);
    for (uint32_t p = 0; p < d->samples->path_count; p++) {
        bool open_ended;
        for (size_t i = 0; i < ahead; i++)
            cumulative[i] = column(d->samples, d->samples->sales,
                                   dc_month_column(d->samples, ahead - 1 - i))[p];
        out[p] = dc_countback(receivables[p], date, sales[p], ends, cumulative, count, &open_ended);
    }
}

static void take_allowance(double *out, const dc_deriving *d, const dc_moment *at)
{
    const double *kept = column(d->samples, d->samples->allowance, at->column);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = fmax(nearbyint(kept[p] + d->named[at->aged]), 0.0);
}

static void take_expense(double *out, const dc_deriving *d, const dc_moment *at)
{
    const double *lost = column(d->samples, d->samples->written_off, at->column);
    const double *back = column(d->samples, d->samples->recovered, at->column);
    double        opening = d->today->value[DC_ALLOWANCE].mean;
    take_allowance(out, d, at);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] += dc_allowance_net(d->today, lost[p], back[p]) - opening;
}

/* Since the week or month before. */
static void take_expense_of_period(double *out, const dc_deriving *d, size_t moment)
{
    const dc_moment *at = &d->moments->at[moment];
    take_expense(out, d, at);
    if (at->before == 0)
        return;
    double *earlier = dc_heap_alloc(d->samples->path_count, sizeof *earlier);
    take_expense(earlier, d, at - 1);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] -= earlier[p];
    free(earlier);
}

static void take_copy(double *out, const dc_deriving *d, const double *values, const dc_moment *at,
                      double plus)
{
    const double *from = column(d->samples, values, at->column);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = from[p] + plus;
}

/* Inventory, payables and tax moved since the as-of date: added to what they were. */
static void add_moves(double *out, const dc_deriving *d, const dc_moment *at, double tax_weight)
{
    const dc_capital_moves *moves = &d->samples->moves;
    if (!moves->inventory)
        return;
    const double *inventory = column(d->samples, moves->inventory, at->column);
    const double *payables = column(d->samples, moves->payables, at->column);
    const double *tax = column(d->samples, moves->tax, at->column);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] += inventory[p] - payables[p] - tax_weight * tax[p];
}

void dc_column_add(double *out, const dc_deriving *d, const double *values, const dc_moment *at,
                   double factor)
{
    const double *from = column(d->samples, values, at->column);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] += factor * from[p];
}

/* A balance of today, and what moved it since; NULL: nothing does. */
static void take_balance(double *out, const dc_deriving *d, double today, const double *moves,
                         const dc_moment *at)
{
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = today;
    if (moves)
        dc_column_add(out, d, moves, at, 1.0);
}

static void take_wcr(double *out, const dc_deriving *d, double plus, double tax_weight,
                     const dc_moment *at)
{
    take_copy(out, d, d->samples->receivables, at, plus);
    add_moves(out, d, at, tax_weight);
}

static bool take_capital(double *out, const dc_deriving *d, dc_metric metric, const dc_moment *at)
{
    const dc_working_capital  *capital = &d->today->capital;
    const dc_capital_balances *b = &capital->balances;
    const dc_capital_flows    *flows = &capital->flows[DC_PERIOD_91_DAYS];
    double inventory = (double)b->inventory.value.minor, payables = (double)b->payables.value.minor;
    double other = (double)(b->other_receivables.value.minor - b->other_payables.value.minor +
                            b->unapplied.value.minor);
    double stock = inventory - payables;
    /* only looked at where DIO, DPO or CCC apply: cost is known then, and sales are above 0 */
    double turns = (double)flows->sales.value.minor / (double)flows->cost.value.minor;
    switch (metric) {
    case DC_DAY_OF_SALES: return take_day_of_sales(out, d, at);
    case DC_INVENTORY:
        take_balance(out, d, inventory, d->samples->moves.inventory, at);
        return true;
    case DC_PAYABLES: take_balance(out, d, payables, d->samples->moves.payables, at); return true;
    case DC_TRADE_WCR: take_wcr(out, d, stock, 0.0, at); return true;
    case DC_TRADE_WCR_DAYS: return take_days(out, d, at, (in_days){1.0, 1.0, -1.0, stock});
    case DC_OPERATING_WCR: take_wcr(out, d, stock + other, 1.0, at); return true;
    case DC_WCR_CASH:
        take_wcr(out, d, -d->today->value[DC_RECEIVABLES].mean, 0.0, at);
        for (uint32_t p = 0; p < d->samples->path_count; p++)
            out[p] = 0.0 - out[p];
        return true;
    case DC_DIO: return take_days(out, d, at, (in_days){0.0, turns, 0.0, turns * inventory});
    case DC_DPO: return take_days(out, d, at, (in_days){0.0, 0.0, turns, turns * payables});
    case DC_CCC: return take_days(out, d, at, (in_days){1.0, turns, -turns, turns * stock});
    default: return false;
    }
}

/* Money beside the receivables: costs are paid, the rest is received. */
static void take_beside(double *out, const dc_deriving *d, dc_metric metric, const dc_moment *at)
{
    const dc_samples *samples = d->samples;
    memset(out, 0, samples->path_count * sizeof *out);
    if (metric != DC_CREDIT_RESULT) {
        dc_column_add(out, d, samples->beside[DC_BESIDE_ADVANCES], at, 1.0);
        dc_column_add(out, d, samples->beside[DC_BESIDE_BILLS], at, -1.0);
    }
    dc_column_add(out, d, samples->beside[DC_BESIDE_INDEMNITIES], at, 1.0);
    if (metric == DC_THIRD_PARTY_CASH)
        return;
    dc_column_add(out, d, samples->beside[DC_BESIDE_COSTS], at, -1.0);
    if (metric == DC_CREDIT_RESULT)
        dc_column_add(out, d, samples->beside[DC_BESIDE_CONCEDED], at, -1.0);
    dc_column_add(out, d, metric == DC_NET_CASH ? samples->cash : samples->recovered, at, 1.0);
    if (metric == DC_CREDIT_RESULT)
        dc_column_add(out, d, samples->written_off, at, -1.0);
}

/* Bad debts as they are booked: by the allowance where there is one, else as they are written off.
 */
static void take_loss(double *out, const dc_deriving *d, const dc_moment *at)
{
    if (d->sampling->loss_rate) {
        take_expense(out, d, at);
        return;
    }
    const double *lost = column(d->samples, d->samples->written_off, at->column);
    const double *back = column(d->samples, d->samples->recovered, at->column);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = dc_allowance_net(d->today, lost[p], back[p]);
}

static void take_profit(double *out, const dc_deriving *d, dc_metric metric, const dc_moment *at)
{
    double *loss = dc_heap_alloc(d->samples->path_count, sizeof *loss);
    if (metric == DC_PROFIT)
        take_loss(loss, d, at);
    dc_profit_take(out, d, metric, at, loss);
    free(loss);
}

bool dc_derive(double *out, const dc_deriving *d, dc_metric metric, size_t moment)
{
    const dc_samples *samples = d->samples;
    const dc_moment  *at = &d->moments->at[moment];
    if (!dc_derive_applies(d, metric))
        return false;
    switch (metric) {
    case DC_RECEIPTS: take_change(out, d, samples->cash, at); return true;
    case DC_CASH_COLLECTED: take_copy(out, d, samples->cash, at, 0.0); return true;
    case DC_SALES: take_change(out, d, samples->sales, at); return true;
    case DC_RECEIVABLES: take_copy(out, d, samples->receivables, at, 0.0); return true;
    case DC_OVERDUE: take_copy(out, d, samples->overdue, at, 0.0); return true;
    case DC_DSO: return take_days_of_sales(out, d, samples->receivables, at);
    case DC_DSO_NOT_DUE: return take_days_without(out, d, samples->overdue, at);
    case DC_DSO_OVERDUE: return take_days_of_sales(out, d, samples->overdue, at);
    case DC_DSO_WITH_BILLS: return take_with_bills(out, d, at);
    case DC_DSO_WITH_SOLD: return take_days(out, d, at, (in_days){1.0, 0.0, 0.0, at->sold_left});
    case DC_DSO_COUNTBACK: take_countback(out, d, at); return true;
    case DC_SETTLED_WITHOUT_CASH: take_copy(out, d, samples->without_cash, at, 0.0); return true;
    case DC_WRITTEN_OFF: take_copy(out, d, samples->written_off, at, 0.0); return true;
    case DC_RECOVERED: take_copy(out, d, samples->recovered, at, 0.0); return true;
    case DC_ALLOWANCE: take_allowance(out, d, at); return true;
    case DC_BAD_DEBT_EXPENSE: take_expense(out, d, at); return true;
    case DC_BAD_DEBT_EXPENSE_PERIOD: take_expense_of_period(out, d, moment); return true;
    case DC_MEASURE_COSTS:
        take_copy(out, d, samples->beside[DC_BESIDE_COSTS], at, 0.0);
        return true;
    case DC_SOLD: take_copy(out, d, samples->beside[DC_BESIDE_SOLD], at, 0.0); return true;
    case DC_DSO_UNSOLD: return take_days_without(out, d, samples->beside[DC_BESIDE_SOLD], at);
    case DC_THIRD_PARTY_CASH:
    case DC_NET_CASH:
    case DC_CREDIT_RESULT: take_beside(out, d, metric, at); return true;
    case DC_LOST_MARGIN:
    case DC_SALES_MARGIN:
    case DC_FINANCING_COST:
    case DC_PROFIT: take_profit(out, d, metric, at); return true;
    default: return take_capital(out, d, metric, at);
    }
}
