/*
 * comparison.c - the scenarios beside the baseline: the one loop over scenarios.
 *
 * Base cases are simulated with the same luck and compared path by path.  The corners of what a
 * scenario assumes are compared by their exact expectations: no error of simulation blurs the
 * range, and a corner costs next to nothing.
 */
#include <math.h>

#include "duecast/scenario.h"

/* The corners of all scenarios, after the baseline they are compared with. */
typedef struct {
    size_t            count;
    const dc_policy **policy;
    size_t           *first; /* per scenario: its first corner */
} line_up;

static line_up line_up_corners(dc_arena *arena, const dc_scenarios *scenarios)
{
    line_up out = {.first = dc_arena_alloc(arena, scenarios->count, sizeof *out.first)};
    size_t  most = 1;
    for (size_t s = 0; s < scenarios->count; s++)
        most += scenarios->scenario[s].corner_count;
    out.policy = dc_arena_alloc(arena, most, sizeof *out.policy);
    out.policy[out.count++] = &scenarios->scenario[0].policy[DC_BASE];
    for (size_t s = 0; s < scenarios->count; s++) {
        out.first[s] = out.count;
        for (size_t i = 0; i < scenarios->scenario[s].corner_count; i++)
            out.policy[out.count++] = &scenarios->scenario[s].corners[i];
    }
    return out;
}

static bool is_better(dc_better better, double difference)
{
    return better == DC_HIGHER_IS_BETTER ? difference > 0.0 : difference < 0.0;
}

/* How often one metric is better in one week, path by path. */
static dc_difference pair(const double *base, const double *scenario, uint32_t paths,
                          dc_better better)
{
    dc_difference out = {.applicable = true, .chance_better = NAN};
    uint32_t      wins = 0;
    for (uint32_t p = 0; p < paths; p++)
        wins += is_better(better, scenario[p] - base[p]);
    if (better != DC_NEITHER) {
        out.chance_better = (double)wins / paths;
        dc_share_interval(&out.chance_low, &out.chance_high, wins, paths);
    }
    return out;
}

/* The last bits of a sum of millions are no difference: a cent in ten million. */
static double difference_of(double value, double base)
{
    return fabs(value - base) > 1e-9 * fabs(base) ? value - base : 0.0;
}

static void widen(dc_difference *out, const dc_estimate *baseline, const dc_estimate *corner)
{
    if (!baseline->applicable || !corner->applicable)
        return;
    double off = difference_of(corner->mean, baseline->mean);
    out->low = fmin(out->low, off);
    out->high = fmax(out->high, off);
}

/* `exact`: the baseline by expectation; `corners`: of this scenario. */
static void compare(dc_comparison *out, size_t scenario, const dc_outcome *exact,
                    const dc_outcome *corners, size_t corner_count)
{
    const dc_outcome *base = &out->outcome[0], *other = &out->outcome[scenario];
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        for (int w = 0; w < DC_PAIRED_WEEKS; w++) {
            dc_difference *difference = &out->difference[scenario][m][w];
            int32_t        week = base->paired_week[w];
            if (!base->paired[m][w] || !other->paired[m][w])
                continue;
            *difference = pair(base->paired[m][w], other->paired[m][w], base->path_count,
                               dc_metric_better((dc_metric)m));
            dc_outcome_difference(&difference->mean, &difference->standard_error, other, base,
                                  (dc_metric)m, w);
            difference->low = difference->high = difference->mean;
            for (size_t i = 0; i < corner_count; i++)
                widen(difference, &exact->series[m][week], &corners[i].series[m][week]);
        }
}

/* Where limits cut losses off there is no expectation: corners are simulated as the base is. */
static bool is_exact(const dc_scenario *scenario)
{
    bool exact = dc_policy_is_exact(&scenario->policy[DC_BASE]);
    for (size_t i = 0; i < scenario->corner_count; i++)
        exact &= dc_policy_is_exact(&scenario->corners[i]);
    return exact;
}

dc_status dc_comparison_make(dc_comparison *out, dc_arena *arena, const dc_book *book,
                             const dc_model *model, const dc_items *items, const dc_today *today,
                             const dc_scenarios *scenarios, const dc_simulate_options *options)
{
    line_up             line = line_up_corners(arena, scenarios);
    dc_simulate_options exact = *options;
    const dc_policy   **policy = dc_arena_alloc(arena, scenarios->count, sizeof *policy);
    dc_outcome         *corners = dc_arena_alloc(arena, line.count, sizeof *corners);
    dc_status           status;
    exact.expected_only = exact.mean_only = true;
    exact.path_count = 1;
    *out = (dc_comparison){.count = scenarios->count};
    out->outcome = dc_arena_alloc(arena, scenarios->count, sizeof *out->outcome);
    out->difference = dc_arena_alloc(arena, scenarios->count, sizeof *out->difference);
    for (size_t s = 0; s < scenarios->count; s++)
        policy[s] = &scenarios->scenario[s].policy[DC_BASE];

    if ((status = dc_outcomes_measure(out->outcome, arena, book, model, items, today, policy,
                                      scenarios->count, options)) != DC_OK)
        return status;
    if (line.count > 1 && (status = dc_outcomes_measure(corners, arena, book, model, items, today,
                                                        line.policy, line.count, &exact)) != DC_OK)
        return status;
    for (size_t s = 0; s < scenarios->count; s++) {
        dc_outcome         *of = corners + line.first[s];
        size_t              count = scenarios->scenario[s].corner_count;
        bool                drawn = count > 0 && !is_exact(&scenarios->scenario[s]);
        dc_simulate_options paths = *options;
        paths.mean_only = true;
        if (drawn &&
            (status = dc_outcomes_measure(of, arena, book, model, items, today,
                                          line.policy + line.first[s], count, &paths)) != DC_OK)
            return status;
        compare(out, s, drawn ? &out->outcome[0] : corners, of, count);
    }
    return DC_OK;
}
