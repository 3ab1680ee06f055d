/*
 * profit.c - what credit earns and costs on a path, since the as-of date.
 *
 *     margin      gross margin x sales without tax, and what extra sales earn above it
 *     financing   rate / 365 x (sum over days of receivables, less advances on them)
 *     profit      margin - losses - costs of measures + indemnities - financing
 *
 * A day is paid for on what was open at its beginning.  Of two policies the difference of profits
 * is the net effect of the one: contribution of changed sales, less what more receivables, losses
 * and fees cost (Gitman, "Principles of Managerial Finance", credit standards; ACCA FM,
 * receivables).
 */
#include <string.h>

#include "allowance.h"
#include "derive.h"

static const double days_of_year = 365.0;

/* Of gross sales what is not tax. */
static double net_share(const dc_deriving *d)
{
    const dc_capital_flows *year = &d->today->capital.flows[DC_PERIOD_12_MONTHS];
    double                  gross = (double)year->sales.value.minor;
    bool                    known = year->sales.known && gross > 0.0 && year->net_sales.known;
    return known ? (double)year->net_sales.value.minor / gross : 1.0;
}

/* Share of gross sales that is left after cost: what is tax is nobody's. */
static double margin_share(const dc_deriving *d)
{
    const dc_capital_flows *year = &d->today->capital.flows[DC_PERIOD_12_MONTHS];
    double                  gross = (double)year->sales.value.minor;
    if (d->book->company.gross_margin > -1.0 || !year->sales.known || gross <= 0.0)
        return d->book->company.gross_margin * net_share(d);
    return net_share(d) - (double)year->cost.value.minor / gross;
}

static void add_margin(double *out, const dc_deriving *d, const dc_moment *at)
{
    dc_column_add(out, d, d->samples->sales, at, margin_share(d));
    if (d->samples->beside[0])
        dc_column_add(out, d, d->samples->beside[DC_BESIDE_WON_MARGIN], at, net_share(d));
}

bool dc_profit_told(const dc_today *today, const dc_company *company, dc_metric metric)
{
    const dc_capital_flows *year = &today->capital.flows[DC_PERIOD_12_MONTHS];
    bool at_price = strcmp(company->receivables_at, "price") == 0, rate = company->line_rate >= 0.0;
    bool margin = company->gross_margin > -1.0 || (year->cost.known && year->sales.known);
    switch (metric) {
    case DC_LOST_MARGIN:
    case DC_SALES_MARGIN: return margin;
    case DC_FINANCING_COST: return rate && (at_price || margin);
    default: return rate && margin;
    }
}

static void add_financing(double *out, const dc_deriving *d, const dc_moment *at, double factor)
{
    const dc_samples *samples = d->samples;
    double            a_day = factor * d->line_rate / days_of_year;
    bool              at_cost = strcmp(d->book->company.receivables_at, "cost") == 0;
    dc_column_add(out, d, samples->owed_days, at, a_day * (at_cost ? 1.0 - margin_share(d) : 1.0));
    if (samples->advance_days)
        dc_column_add(out, d, samples->advance_days, at, -a_day);
}

bool dc_profit_applies(const dc_deriving *d, dc_metric metric)
{
    bool drawn_only = d->indemnities_drawn && d->sampling->options->expected_only;
    return dc_profit_told(d->today, &d->book->company, metric) &&
           (metric != DC_PROFIT || !drawn_only);
}

/* `loss`: bad debts of the paths, as they are booked. */
static void take_profit(double *out, const dc_deriving *d, const dc_moment *at, const double *loss)
{
    const dc_samples *samples = d->samples;
    for (uint32_t p = 0; p < samples->path_count; p++)
        out[p] = 0.0 - loss[p];
    add_margin(out, d, at);
    add_financing(out, d, at, -1.0);
    if (!samples->beside[0])
        return;
    dc_column_add(out, d, samples->beside[DC_BESIDE_INDEMNITIES], at, 1.0);
    dc_column_add(out, d, samples->beside[DC_BESIDE_COSTS], at, -1.0);
    dc_column_add(out, d, samples->beside[DC_BESIDE_CONCEDED], at, -1.0);
}

void dc_profit_take(double *out, const dc_deriving *d, dc_metric metric, const dc_moment *at,
                    const double *loss)
{
    memset(out, 0, d->samples->path_count * sizeof *out);
    switch (metric) {
    case DC_LOST_MARGIN: dc_column_add(out, d, d->samples->not_ordered, at, margin_share(d)); break;
    case DC_SALES_MARGIN: add_margin(out, d, at); break;
    case DC_FINANCING_COST: add_financing(out, d, at, 1.0); break;
    default: take_profit(out, d, at, loss);
    }
}
