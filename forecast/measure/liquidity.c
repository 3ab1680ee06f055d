/*
 * liquidity.c - what the cash of all paths comes to.
 *
 * Receipts and lines have exact means; only interest and drawings, which depend on how short a path
 * is, have the mean of the paths.  Balances are sums of these, so every column adds up.
 */
#include "liquidity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const dc_cash_lines       *lines;
    const dc_cash_plan        *plan;
    const dc_cash_samples     *samples, *exact;
    const dc_simulate_options *options;
    const dc_ranks            *ranks;
    uint32_t                   paths;
    bool                       drawn; /* indemnities have no expectation: those of the paths */
    double                    *values, *scratch;
    dc_estimate               *rows, *sections; /* of this scenario; NULL: those of the lines */
    double                    *driven[DC_CASH_SECTIONS]; /* [path] of the period; NULL likewise */
    double                     driven_error;             /* of the mean of their sum */
    double exact_gap[DC_CASH_SECTIONS]; /* of exact rows: expectation less the paths' mean */
} summing;

/* The period before one of the same kind; DC_NONE for the first. */
static int32_t before(const dc_cash_plan *plan, size_t period)
{
    return period == 0 || period == plan->week_count ? DC_NONE : (int32_t)period - 1;
}

/* values = what a cumulative column rose by in the period; `opening`: where it starts. */
static void take_change(summing *s, const double *column, size_t period, double opening)
{
    int32_t       last = before(s->plan, period);
    const double *now = column + period * s->paths;
    const double *then = last == DC_NONE ? NULL : column + (size_t)last * s->paths;
    for (uint32_t p = 0; p < s->paths; p++)
        s->values[p] = now[p] - (then ? then[p] : opening);
}

static dc_estimate estimate(summing *s)
{
    return dc_estimate_of(s->values, s->scratch, s->ranks);
}

static dc_estimate exactly(dc_estimate e, double mean, double standard_error)
{
    e.mean = mean;
    e.standard_error = standard_error;
    return e;
}

/* Of a cumulative column of the one path that is the expectation. */
static double exact_change(const summing *s, const double *column, size_t period)
{
    int32_t last = before(s->plan, period);
    return column[period] - (last == DC_NONE ? 0.0 : column[last]);
}

static double section_mean(const summing *s, dc_cash_section section, size_t period)
{
    const dc_estimate *sections = s->sections ? s->sections : s->lines->sections;
    return sections[(size_t)section * s->plan->period_count + period].mean;
}

/* --- what sales drive ------------------------------------------------------------------------- */

static bool is_exact(const summing *s, const dc_cash_row *row)
{
    return s->exact && dc_tail_is_exact(s->plan->tail, row->driven);
}

/* Adds what all but exact rows bring, the error of whose mean it is. */
static void find_driven_error(summing *s, size_t period)
{
    const dc_cash_plan *plan = s->plan;
    memset(s->values, 0, s->paths * sizeof *s->values);
    for (uint32_t p = 0; p < s->paths; p++)
        for (int i = 0; i < DC_CASH_SECTIONS; i++)
            s->values[p] += s->driven[i][p];
    for (size_t r = 0; r < plan->row_count; r++) {
        if (!is_exact(s, &plan->rows[r]))
            continue;
        const double *column =
            s->samples->driven + (size_t)plan->rows[r].driven * plan->period_count * s->paths;
        int32_t last = before(plan, period);
        for (uint32_t p = 0; p < s->paths; p++)
            s->values[p] -= column[period * s->paths + p] -
                            (last == DC_NONE ? 0.0 : column[(size_t)last * s->paths + p]);
    }
    s->driven_error = estimate(s).standard_error;
}

static void sum_driven_rows(summing *s, size_t period)
{
    const dc_cash_plan *plan = s->plan;
    memset(s->exact_gap, 0, sizeof s->exact_gap);
    for (size_t r = 0; r < plan->row_count; r++) {
        const dc_cash_row *row = &plan->rows[r];
        if (row->driven == DC_NONE)
            continue;
        size_t columns = plan->period_count * s->paths;
        take_change(s, s->samples->driven + (size_t)row->driven * columns, period, 0.0);
        dc_estimate *e = &s->rows[r * plan->period_count + period];
        *e = estimate(s);
        if (is_exact(s, row)) {
            double exact = exact_change(
                s, s->exact->driven + (size_t)row->driven * plan->period_count, period);
            s->exact_gap[row->section] += exact - e->mean;
            *e = exactly(*e, exact, 0.0);
        }
        for (uint32_t p = 0; p < s->paths; p++)
            s->driven[row->section][p] += s->values[p];
    }
}

static double mean_of(const double *values, uint32_t count)
{
    double sum = 0.0;
    for (uint32_t p = 0; p < count; p++)
        sum += values[p];
    return sum / count;
}

static void sum_driven(summing *s, size_t period)
{
    size_t periods = s->plan->period_count;
    if (!s->rows)
        return;
    for (int i = 0; i < DC_CASH_SECTIONS; i++)
        memset(s->driven[i], 0, s->paths * sizeof *s->driven[i]);
    sum_driven_rows(s, period);
    for (int i = 0; i < DC_CASH_SECTIONS; i++) {
        dc_estimate  *section = &s->sections[(size_t)i * periods + period];
        const double *fixed = s->lines->values[i] + period * s->paths;
        double        mean = section->mean + mean_of(s->driven[i], s->paths);
        mean += s->exact_gap[i];
        for (uint32_t p = 0; p < s->paths; p++)
            s->values[p] = fixed[p] + s->driven[i][p];
        *section = exactly(estimate(s), mean, 0.0);
    }
    find_driven_error(s, period);
}

/* values += what the rows of a section bring in the period. */
static void add_section(summing *s, dc_cash_section section, size_t period)
{
    const double *fixed = s->lines->values[section] + period * s->paths;
    for (uint32_t p = 0; p < s->paths; p++)
        s->values[p] += fixed[p] + (s->rows ? s->driven[section][p] : 0.0);
}

static const dc_estimate *copy_of(dc_estimate **own, dc_arena *arena, const dc_estimate *from,
                                  size_t count)
{
    *own = dc_arena_alloc(arena, count + 1, sizeof **own);
    memcpy(*own, from, count * sizeof **own);
    return *own;
}

/* Rows and sections of the scenario's own where sales drive any. */
static void start_driven(summing *s, dc_liquidity *out, dc_arena *arena)
{
    size_t periods = s->plan->period_count;
    if (!s->plan->tail || s->plan->tail->driven_count == 0)
        return;
    out->rows = copy_of(&s->rows, arena, s->lines->rows, s->plan->row_count * periods);
    out->sections = copy_of(&s->sections, arena, s->lines->sections, DC_CASH_SECTIONS * periods);
    for (int i = 0; i < DC_CASH_SECTIONS; i++)
        s->driven[i] = dc_heap_alloc(s->paths, sizeof *s->driven[i]);
}

/* --- periods ---------------------------------------------------------------------------------- */

static void sum_flows(summing *s, dc_liquidity *out, size_t period)
{
    sum_driven(s, period);
    take_change(s, s->samples->receipts, period, 0.0);
    out->receipts[period] = estimate(s);
    if (s->exact)
        out->receipts[period] =
            exactly(out->receipts[period], exact_change(s, s->exact->receipts, period), 0.0);
    double receipts = out->receipts[period].mean, error = out->receipts[period].standard_error;
    add_section(s, DC_CASH_RECEIPTS, period);
    add_section(s, DC_CASH_OPERATING, period);
    error = hypot(error, s->driven_error);
    out->operating_cash_flow[period] =
        exactly(estimate(s),
                receipts + section_mean(s, DC_CASH_RECEIPTS, period) +
                    section_mean(s, DC_CASH_OPERATING, period),
                error);
    take_change(s, s->samples->measures, period, 0.0);
    out->measures[period] = estimate(s);
    if (s->exact && !s->drawn)
        out->measures[period] =
            exactly(out->measures[period], exact_change(s, s->exact->measures, period), 0.0);
    take_change(s, s->samples->interest, period, 0.0);
    out->interest[period] = estimate(s);
    take_change(s, s->samples->drawn, period, (double)s->plan->drawn);
    out->line[period] = estimate(s);
    take_change(s, s->samples->before_line, period, (double)s->plan->opening);
    out->net[period] = exactly(estimate(s),
                               out->operating_cash_flow[period].mean +
                                   section_mean(s, DC_CASH_NON_OPERATING, period) +
                                   out->measures[period].mean - out->interest[period].mean,
                               hypot(hypot(error, out->measures[period].standard_error),
                                     out->interest[period].standard_error));
}

/* Standard error of the mean of drawings less interest: all that is left to chance in cash. */
static double error_of_line(summing *s, size_t period)
{
    for (uint32_t p = 0; p < s->paths; p++)
        s->values[p] =
            s->samples->drawn[period * s->paths + p] - s->samples->interest[period * s->paths + p];
    return estimate(s).standard_error;
}

static void sum_balances(summing *s, dc_liquidity *out, size_t period)
{
    int32_t       last = before(s->plan, period);
    size_t        at = period * s->paths;
    const double *free_cash = s->samples->before_line + at, *drawn = s->samples->drawn + at;
    double        line_error = error_of_line(s, period);
    double opening = last == DC_NONE ? (double)s->plan->opening : out->before_line[last].mean;
    memcpy(s->values, drawn, s->paths * sizeof *s->values);
    out->drawn[period] = estimate(s);
    memcpy(s->values, free_cash, s->paths * sizeof *s->values);
    dc_estimate *before_line = &out->before_line[period];
    *before_line = estimate(s);
    double error = s->exact && !s->rows ? 0.0 : before_line->standard_error;
    *before_line = exactly(*before_line, opening + out->net[period].mean, error);
    for (uint32_t p = 0; p < s->paths; p++)
        s->values[p] = free_cash[p] + drawn[p] - (double)s->plan->drawn;
    out->cash[period] =
        exactly(estimate(s), before_line->mean + out->drawn[period].mean - (double)s->plan->drawn,
                s->exact && !s->rows ? line_error : error);
}

/* --- what may go wrong ------------------------------------------------------------------------ */

static uint64_t count_by(const double *first_day, uint32_t paths, int32_t last_day)
{
    uint64_t hits = 0;
    for (uint32_t p = 0; p < paths; p++)
        hits += first_day[p] <= last_day;
    return hits;
}

/* Mean of the worst 5 % of paths, the ceil(paths / 20) smallest; `limit` is the largest of them. */
static double worst_mean(const double *values, uint32_t paths, double limit)
{
    uint32_t wanted = (paths + 19) / 20, below = 0;
    double   sum = 0.0;
    for (uint32_t p = 0; p < paths; p++)
        if (values[p] < limit) {
            sum += values[p];
            below++;
        }
    return (sum + (wanted - below) * limit) / wanted;
}

static int32_t week_of(const dc_simulate_options *options, double day)
{
    int32_t week = 1;
    while (week < dc_week_count(options) && dc_week_end_day(options, week) < day)
        week++;
    return week;
}

static int32_t usual_week(const double *day, uint32_t paths, const dc_simulate_options *options)
{
    uint32_t hits[DC_HORIZON_DAYS_MAX / 7 + 2] = {0};
    int32_t  best = 1;
    for (uint32_t p = 0; p < paths; p++)
        hits[week_of(options, day[p])]++;
    for (int32_t week = 2; week <= dc_week_count(options); week++)
        if (hits[week] > hits[best])
            best = week;
    return best;
}

static double at_least_zero(double value)
{
    return value > 0.0 ? value : 0.0;
}

static void sum_reach(summing *s, dc_liquidity *out, dc_arena *arena, int which)
{
    const dc_cash_plan *plan = s->plan;
    dc_cash_reach      *reach = &out->reach[which];
    double              minimum = (double)plan->minimum, mean = 0.0;
    bool                near = which == DC_REACH_NEAR && plan->week_count > 0;
    size_t              from = near ? 0 : plan->week_count;
    size_t              last = (near ? plan->week_count : plan->period_count) - 1;
    reach->last_day = dc_cash_reach_day(plan, which);
    for (size_t period = from; period <= last; period++)
        mean += out->net[period].mean;
    for (uint32_t p = 0; p < s->paths; p++)
        s->values[p] = s->samples->before_line[last * s->paths + p] - (double)plan->opening;
    reach->cash_flow = estimate(s);
    reach->flow_of = dc_arena_alloc(arena, s->paths, sizeof *reach->flow_of);
    memcpy(reach->flow_of, s->values, s->paths * sizeof *reach->flow_of);
    double p5 = reach->cash_flow.quantile[DC_P5], worst = worst_mean(s->values, s->paths, p5);
    reach->cash_flow.mean = mean;
    reach->at_risk = mean - p5;
    reach->shortfall = mean - worst;
    if (!plan->has_cash)
        return;
    const double *lowest = s->samples->lowest[which];
    reach->lowest = dc_estimate_of(lowest, s->scratch, s->ranks);
    reach->line_95 = at_least_zero(minimum - reach->lowest.quantile[DC_P5]);
    reach->line_95_low = at_least_zero(minimum - reach->lowest.high[DC_P5]);
    reach->line_95_high = at_least_zero(minimum - reach->lowest.low[DC_P5]);
    reach->line_99 = at_least_zero(minimum - reach->lowest.quantile[DC_P1]);
    reach->line_99_low = at_least_zero(minimum - reach->lowest.high[DC_P1]);
    reach->line_99_high = at_least_zero(minimum - reach->lowest.low[DC_P1]);
    uint64_t needed = count_by(s->samples->first_short, s->paths, reach->last_day);
    uint64_t gaps = count_by(s->samples->first_gap, s->paths, reach->last_day);
    reach->needed = (double)needed / s->paths;
    dc_share_interval(&reach->needed_low, &reach->needed_high, needed, s->paths);
    reach->exhausted = (double)gaps / s->paths;
    dc_share_interval(&reach->exhausted_low, &reach->exhausted_high, gaps, s->paths);
    reach->dip_week = usual_week(s->samples->lowest_day[which], s->paths, s->options);
    reach->lowest_of = dc_arena_alloc(arena, s->paths, sizeof *lowest);
    reach->gap_of = dc_arena_alloc(arena, s->paths, sizeof *reach->gap_of);
    memcpy(reach->lowest_of, lowest, s->paths * sizeof *lowest);
    for (uint32_t p = 0; p < s->paths; p++)
        reach->gap_of[p] = s->samples->first_gap[p] <= reach->last_day;
}

static void sum_first_weeks(const summing *s, dc_liquidity *out, dc_arena *arena)
{
    out->short_weeks = (size_t)dc_week_count(s->options);
    out->first_short = dc_arena_alloc(arena, out->short_weeks + 2, sizeof *out->first_short);
    for (uint32_t p = 0; p < s->paths && s->plan->has_cash; p++)
        if (isfinite(s->samples->first_short[p]))
            out->first_short[week_of(s->options, s->samples->first_short[p])] += 1.0 / s->paths;
}

dc_liquidity *dc_liquidity_make(dc_arena *arena, const dc_cash_lines *lines,
                                const dc_cash_samples *samples, const dc_cash_samples *exact,
                                bool drawn, const dc_simulate_options *options,
                                const dc_ranks *ranks)
{
    dc_liquidity *out = dc_arena_alloc(arena, 1, sizeof *out);
    size_t        periods = lines->plan->period_count;
    summing       s = {.lines = lines,
                       .plan = lines->plan,
                       .samples = samples,
                       .exact = exact,
                       .drawn = drawn,
                       .options = options,
                       .ranks = ranks,
                       .paths = options->path_count,
                       .values = dc_heap_alloc(options->path_count, sizeof(double)),
                       .scratch = dc_heap_alloc(options->path_count, sizeof(double))};
    *out = (dc_liquidity){.plan = lines->plan,
                          .path_count = options->path_count,
                          .rows = lines->rows,
                          .sections = lines->sections};
    dc_estimate **series[] = {
        &out->receipts, &out->operating_cash_flow, &out->net,  &out->measures, &out->interest,
        &out->line,     &out->before_line,         &out->cash, &out->drawn};
    for (size_t i = 0; i < sizeof series / sizeof series[0]; i++)
        *series[i] = dc_arena_alloc(arena, periods + 1, sizeof(dc_estimate));
    start_driven(&s, out, arena);
    for (size_t period = 0; period < periods; period++) {
        sum_flows(&s, out, period);
        if (lines->plan->has_cash)
            sum_balances(&s, out, period);
    }
    for (int which = 0; which < DC_REACHES; which++)
        sum_reach(&s, out, arena, which);
    sum_first_weeks(&s, out, arena);
    for (int i = 0; i < DC_CASH_SECTIONS; i++)
        free(s.driven[i]);
    free(s.values);
    free(s.scratch);
    return out;
}
