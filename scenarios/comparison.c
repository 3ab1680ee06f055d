/*
 * comparison.c - the scenarios beside the baseline: the one loop over scenarios.
 *
 * Every base case, and the low and high end of each scenario with a range, is a policy simulated
 * with the same luck; differences are taken path by path.
 */
#include <math.h>

#include "duecast/scenario.h"

/* Policies in the order they are simulated: base cases first, then low and high ends. */
typedef struct {
    size_t            count;
    const dc_policy **policy;
    size_t           *low, *high; /* per scenario: index of its ends; = its base case without range */
} line_up;

static line_up line_up_policies(dc_arena *arena, const dc_scenarios *scenarios)
{
    line_up out = { .policy = dc_arena_alloc(arena, 3 * scenarios->count, sizeof *out.policy),
                    .low = dc_arena_alloc(arena, scenarios->count, sizeof *out.low),
                    .high = dc_arena_alloc(arena, scenarios->count, sizeof *out.high) };
    for (size_t s = 0; s < scenarios->count; s++)
        out.policy[out.count++] = &scenarios->scenario[s].policy[DC_BASE];
    for (size_t s = 0; s < scenarios->count; s++) {
        const dc_scenario *scenario = &scenarios->scenario[s];
        out.low[s] = out.high[s] = s;
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
    dc_difference out = { .applicable = true, .chance_better = NAN };
    double sum = 0.0, squares = 0.0;
    uint32_t wins = 0;
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

static void add_range(dc_difference *out, const dc_outcome *base, const dc_outcome *low,
                      const dc_outcome *high, int metric, int32_t week)
{
    double at_base = base->series[metric][week].mean;
    double ends[] = { low->series[metric][week].mean - at_base,
                      high->series[metric][week].mean - at_base };
    out->low = fmin(out->mean, fmin(ends[0], ends[1]));
    out->high = fmax(out->mean, fmax(ends[0], ends[1]));
}

static void compare(dc_comparison *out, size_t scenario)
{
    const dc_outcome *base = &out->outcome[0], *other = &out->outcome[scenario];
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        for (int w = 0; w < DC_PAIRED_WEEKS; w++) {
            dc_difference *difference = &out->difference[scenario][m][w];
            if (!base->paired[m][w] || !other->paired[m][w])
                continue;
            *difference = pair(base->paired[m][w], other->paired[m][w], base->path_count,
                               dc_metric_better((dc_metric)m));
            add_range(difference, base, &out->low[scenario], &out->high[scenario], m,
                      base->paired_week[w]);
        }
}

dc_status dc_comparison_make(dc_comparison *out, dc_arena *arena, const dc_book *book,
                             const dc_model *model, const dc_items *items, const dc_today *today,
                             const dc_scenarios *scenarios, const dc_simulate_options *options)
{
    line_up line = line_up_policies(arena, scenarios);
    dc_outcome *outcomes = dc_arena_alloc(arena, line.count, sizeof *outcomes);
    dc_status status = dc_outcomes_measure(outcomes, arena, book, model, items, today, line.policy,
                                           line.count, options);
    if (status != DC_OK)
        return status;
    *out = (dc_comparison){ .count = scenarios->count, .outcome = outcomes };
    out->low = dc_arena_alloc(arena, scenarios->count, sizeof *out->low);
    out->high = dc_arena_alloc(arena, scenarios->count, sizeof *out->high);
    out->difference = dc_arena_alloc(arena, scenarios->count, sizeof *out->difference);
    for (size_t s = 0; s < scenarios->count; s++) {
        out->low[s] = outcomes[line.low[s]];
        out->high[s] = outcomes[line.high[s]];
        compare(out, s);
    }
    return DC_OK;
}
