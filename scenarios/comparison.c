/*
 * comparison.c - the scenarios beside the baseline: the one loop over scenarios.
 *
 * Base cases are simulated with the same luck and compared path by path.  The low and high ends of
 * a range are compared by their exact expectations: no error of simulation blurs the range, and it
 * costs next to nothing.
 */
#include <math.h>

#include "duecast/scenario.h"

/* The ends of the ranges, after the baseline they are compared with. */
typedef struct {
    size_t            count;
    const dc_policy **policy;
    size_t           *low, *high; /* per scenario: its ends; 0 without a range */
} line_up;

static line_up line_up_ends(dc_arena *arena, const dc_scenarios *scenarios)
{
    line_up out = {.policy = dc_arena_alloc(arena, 2 * scenarios->count + 1, sizeof *out.policy),
                   .low = dc_arena_alloc(arena, scenarios->count, sizeof *out.low),
                   .high = dc_arena_alloc(arena, scenarios->count, sizeof *out.high)};
    out.policy[out.count++] = &scenarios->scenario[0].policy[DC_BASE];
    for (size_t s = 1; s < scenarios->count; s++) {
        const dc_scenario *scenario = &scenarios->scenario[s];
        if (!scenario->has_range)
            continue;
        out.low[s] = out.count;
        out.policy[out.count++] = &scenario->policy[DC_LOW];
        out.high[s] = out.count;
        out.policy[out.count++] = &scenario->policy[DC_HIGH];
    }
    return out;
}

static bool is_better(dc_better better, double difference)
{
    return better == DC_HIGHER_IS_BETTER ? difference > 0.0 : difference < 0.0;
}

/* Differences of one metric in one week, in path order so that sums have one order. */
static dc_difference pair(const double *base, const double *scenario, uint32_t paths,
                          dc_better better)
{
    dc_difference out = {.applicable = true, .chance_better = NAN};
    double        sum = 0.0, squares = 0.0;
    uint32_t      wins = 0;
    for (uint32_t p = 0; p < paths; p++) {
        sum += scenario[p] - base[p];
        wins += is_better(better, scenario[p] - base[p]);
    }
    out.mean = sum / paths;
    for (uint32_t p = 0; p < paths; p++) {
        double off = scenario[p] - base[p] - out.mean;
        squares += off * off;
    }
    out.standard_error = paths > 1 ? sqrt(squares / (paths - 1.0) / paths) : 0.0;
    if (better != DC_NEITHER)
        out.chance_better = (double)wins / paths;
    return out;
}

static void add_range(dc_difference *out, const dc_outcome *ends, size_t low, size_t high,
                      int metric, int32_t week)
{
    double at_base = ends[0].series[metric][week].mean;
    double at_low = ends[low].series[metric][week].mean - at_base;
    double at_high = ends[high].series[metric][week].mean - at_base;
    out->low = fmin(out->mean, fmin(at_low, at_high));
    out->high = fmax(out->mean, fmax(at_low, at_high));
}

static void compare(dc_comparison *out, size_t scenario, const line_up *line,
                    const dc_outcome *ends)
{
    const dc_outcome *base = &out->outcome[0], *other = &out->outcome[scenario];
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        for (int w = 0; w < DC_PAIRED_WEEKS; w++) {
            dc_difference *difference = &out->difference[scenario][m][w];
            if (!base->paired[m][w] || !other->paired[m][w])
                continue;
            *difference = pair(base->paired[m][w], other->paired[m][w], base->path_count,
                               dc_metric_better((dc_metric)m));
            difference->low = difference->high = difference->mean;
            if (line->low[scenario] > 0)
                add_range(difference, ends, line->low[scenario], line->high[scenario], m,
                          base->paired_week[w]);
        }
}

dc_status dc_comparison_make(dc_comparison *out, dc_arena *arena, const dc_book *book,
                             const dc_model *model, const dc_items *items, const dc_today *today,
                             const dc_scenarios *scenarios, const dc_simulate_options *options)
{
    line_up             line = line_up_ends(arena, scenarios);
    dc_simulate_options exact = *options;
    const dc_policy   **policy = dc_arena_alloc(arena, scenarios->count, sizeof *policy);
    dc_outcome         *ends = dc_arena_alloc(arena, line.count, sizeof *ends);
    dc_status           status;
    exact.expected_only = true;
    exact.path_count = 1;
    *out = (dc_comparison){.count = scenarios->count};
    out->outcome = dc_arena_alloc(arena, scenarios->count, sizeof *out->outcome);
    out->difference = dc_arena_alloc(arena, scenarios->count, sizeof *out->difference);
    for (size_t s = 0; s < scenarios->count; s++)
        policy[s] = &scenarios->scenario[s].policy[DC_BASE];

    if ((status = dc_outcomes_measure(out->outcome, arena, book, model, items, today, policy,
                                      scenarios->count, options)) != DC_OK)
        return status;
    if (line.count > 1 && (status = dc_outcomes_measure(ends, arena, book, model, items, today,
                                                        line.policy, line.count, &exact)) != DC_OK)
        return status;
    for (size_t s = 0; s < scenarios->count; s++)
        compare(out, s, &line, ends);
    return DC_OK;
}
