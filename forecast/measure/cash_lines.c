/* cash_lines.c - expectation and band of each line of the plan, by period. */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "liquidity.h"

enum { B = DC_PATH_BLOCK };

/* Values of one row while they are added up. */
typedef struct {
    const dc_cash_plan        *plan;
    const dc_simulate_options *options;
    double                    *values; /* [period][path] */
    double                    *factor; /* [path] */
    double                     sum[DC_CASH_PERIODS];
} row_sums;

/* The week and the month of a day; DC_NONE where no period has it. */
static void periods_of(int32_t found[2], const dc_cash_plan *plan, int32_t day)
{
    found[0] = found[1] = DC_NONE;
    for (size_t p = 0; p < plan->period_count; p++)
        if (plan->period[p].first_day <= day && day <= plan->period[p].last_day)
            found[plan->period[p].is_month] = (int32_t)p;
}

static void draw(row_sums *own, const dc_cash_stray *stray)
{
    double factor[B];
    for (uint32_t first = 0; first < own->options->path_count; first += B) {
        uint32_t left = own->options->path_count - first;
        dc_cash_factors(factor, stray, own->options->seed, first / B);
        memcpy(own->factor + first, factor, (left < B ? left : B) * sizeof *factor);
    }
}

static void add_flow(row_sums *own, const dc_cash_flow *flow)
{
    int32_t  period[2];
    uint32_t paths = own->options->path_count;
    bool     strays = flow->stray != DC_NONE && !own->options->expected_only;
    periods_of(period, own->plan, flow->day);
    for (int kind = 0; kind < 2; kind++) {
        if (period[kind] == DC_NONE)
            continue;
        double *values = own->values + (size_t)period[kind] * paths;
        own->sum[period[kind]] += (double)flow->amount;
        for (uint32_t p = 0; p < paths; p++)
            values[p] += strays ? (double)dc_cash_strayed(flow->amount, own->factor[p])
                                : (double)flow->amount;
    }
}

static void add_row(row_sums *own, uint32_t row)
{
    int32_t stray = DC_NONE;
    memset(own->sum, 0, sizeof own->sum);
    memset(own->values, 0,
           own->plan->period_count * own->options->path_count * sizeof *own->values);
    for (size_t f = 0; f < own->plan->flow_count; f++) {
        const dc_cash_flow *flow = &own->plan->flows[f];
        if (flow->row != row)
            continue;
        if (flow->stray != stray && !own->options->expected_only)
            draw(own, &own->plan->strays[flow->stray]);
        stray = flow->stray;
        add_flow(own, flow);
    }
}

static dc_estimate certainly(double value)
{
    dc_estimate out = {.applicable = true, .mean = value};
    for (size_t q = 0; q < DC_QUANTILE_COUNT; q++)
        out.quantile[q] = out.low[q] = out.high[q] = value;
    return out;
}

/* The mean is exact: a factor's mean is 1. */
static dc_estimate estimate(const double *values, double exact, bool strays, double *scratch,
                            const dc_ranks *ranks)
{
    dc_estimate out = strays ? dc_estimate_of(values, scratch, ranks) : certainly(exact);
    out.mean = exact;
    out.standard_error = 0.0;
    return out;
}

/* What the rows of a section come to on each path. */
typedef struct {
    double *values; /* [period][path] */
    double  sum[DC_CASH_PERIODS];
    bool    strays;
} section_sums;

static void add_to_section(section_sums *section, const row_sums *own, bool strays)
{
    size_t count = own->plan->period_count * own->options->path_count;
    for (size_t i = 0; i < count; i++)
        section->values[i] += own->values[i];
    for (size_t p = 0; p < own->plan->period_count; p++)
        section->sum[p] += own->sum[p];
    section->strays |= strays;
}

static void sum_rows(dc_cash_lines *out, section_sums sections[DC_CASH_SECTIONS],
                     const dc_simulate_options *options, const dc_ranks *ranks)
{
    const dc_cash_plan *plan = out->plan;
    size_t              paths = options->path_count, periods = plan->period_count;
    int                 threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel num_threads(threads)
    {
        row_sums own = {plan,
                        options,
                        dc_heap_alloc(periods * paths + 1, sizeof(double)),
                        dc_heap_alloc(paths, sizeof(double)),
                        {0}};
        double  *scratch = dc_heap_alloc(paths, sizeof *scratch);
#pragma omp for schedule(dynamic)
        for (size_t row = 0; row < plan->row_count; row++) {
            add_row(&own, (uint32_t)row);
            for (size_t p = 0; p < periods; p++)
                out->rows[row * periods + p] = estimate(own.values + p * paths, own.sum[p],
                                                        plan->rows[row].strays, scratch, ranks);
#pragma omp critical(duecast_cash)
            add_to_section(&sections[plan->rows[row].section], &own, plan->rows[row].strays);
        }
        free(own.values);
        free(own.factor);
        free(scratch);
    }
}

dc_cash_lines *dc_cash_lines_make(dc_arena *arena, const dc_book *book,
                                  const dc_simulate_options *options, const dc_ranks *ranks)
{
    const dc_cash_plan *plan = dc_cash_plan_make(arena, book, options);
    if (dc_cash_plan_is_empty(plan))
        return NULL;
    size_t         paths = options->path_count, periods = plan->period_count;
    double        *scratch = dc_heap_alloc(paths, sizeof *scratch);
    section_sums   sections[DC_CASH_SECTIONS] = {{0}};
    dc_cash_lines *out = dc_arena_alloc(arena, 1, sizeof *out);
    out->plan = plan;
    out->rows = dc_arena_alloc(arena, plan->row_count * periods + 1, sizeof(dc_estimate));
    out->sections = dc_arena_alloc(arena, DC_CASH_SECTIONS * periods + 1, sizeof(dc_estimate));
    for (int s = 0; s < DC_CASH_SECTIONS; s++)
        sections[s].values = dc_heap_alloc(periods * paths + 1, sizeof(double));
    sum_rows(out, sections, options, ranks);
    for (int s = 0; s < DC_CASH_SECTIONS; s++)
        for (size_t p = 0; p < periods; p++)
            out->sections[(size_t)s * periods + p] =
                estimate(sections[s].values + p * paths, sections[s].sum[p], sections[s].strays,
                         scratch, ranks);
    for (int s = 0; s < DC_CASH_SECTIONS; s++)
        out->values[s] = sections[s].values;
    free(scratch);
    return out;
}

void dc_cash_lines_free(dc_cash_lines *lines)
{
    for (int s = 0; lines && s < DC_CASH_SECTIONS; s++)
        free(lines->values[s]);
}

dc_cash_taking *dc_cash_lines_take(const dc_cash_lines *lines, dc_cash_taking *taking,
                                   const dc_book *book, const dc_simulate_options *options,
                                   size_t scenario_count, dc_cash_wanted wanted)
{
    *taking = (dc_cash_taking){.plan = NULL};
    if (!lines)
        return NULL;
    dc_cash_taking_start(taking, lines->plan, book, options, scenario_count, wanted);
    taking->expected = options->expected_only;
    return taking;
}
