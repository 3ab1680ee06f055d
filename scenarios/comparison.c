/*
 * comparison.c - the scenarios beside the baseline: the one loop over scenarios.
 *
 * Base cases are simulated with the same luck and compared path by path.  The corners of what a
 * scenario assumes are compared by their exact expectations: no error of simulation blurs the
 * range, and a corner costs next to nothing.
 */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "comparing.h"
#include "mechanisms.h"

/* What is compared by expectation alone: the baseline, the corners of all scenarios with their base
 * cases behind them, then the steps of their bridges. */
typedef struct {
    size_t            count;
    const dc_policy **policy;
    size_t           *first, *first_step; /* per scenario */
} line_up;

static line_up line_up_exact(dc_arena *arena, const dc_scenarios *scenarios)
{
    line_up out = {.first = dc_arena_alloc(arena, scenarios->count, sizeof *out.first),
                   .first_step = dc_arena_alloc(arena, scenarios->count, sizeof *out.first_step)};
    size_t  most = 1;
    for (size_t s = 0; s < scenarios->count; s++)
        most += scenarios->scenario[s].corner_count + 1 +
                dc_lever_bridge_count(&scenarios->scenario[s]);
    out.policy = dc_arena_alloc(arena, most, sizeof *out.policy);
    out.policy[out.count++] = &scenarios->scenario[0].policy[DC_BASE];
    for (size_t s = 0; s < scenarios->count; s++) {
        out.first[s] = out.count;
        for (size_t i = 0; i < scenarios->scenario[s].corner_count; i++)
            out.policy[out.count++] = &scenarios->scenario[s].corners[i];
        if (scenarios->scenario[s].corner_count > 0)
            out.policy[out.count++] = &scenarios->scenario[s].policy[DC_BASE];
    }
    for (size_t s = 0; s < scenarios->count; s++) {
        size_t steps = dc_lever_bridge_count(&scenarios->scenario[s]);
        out.first_step[s] = out.count;
        if (steps > 0)
            dc_lever_bridge_policies(out.policy + out.count, arena, &scenarios->scenario[s]);
        out.count += steps;
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
    uint32_t      wins = 0, ties = 0;
    for (uint32_t p = 0; p < paths; p++) {
        wins += is_better(better, scenario[p] - base[p]);
        ties += scenario[p] == base[p];
    }
    out.chance_same = (double)ties / paths;
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

static void compare(dc_comparison *out, size_t scenario, const dc_range_of *range)
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
            for (size_t i = 0; i < range->count; i++)
                widen(difference, &range->reference->series[m][week],
                      &range->corners[i].series[m][week]);
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

static dc_status measure(dc_outcome *out, const dc_comparing *all, const dc_policy *const *policies,
                         size_t count, const dc_simulate_options *options)
{
    return dc_outcomes_measure(out, all->arena, all->book, all->model, all->items, all->today,
                               policies, count, options);
}

/* Ends of ranges and steps of bridges; a range of one scenario is that of its differences to
 * `reference`: the baseline by expectation, or on paths where its corners are. */
static dc_status measure_line_up(dc_outcome *exactly, dc_range_of *ranges, const dc_comparing *all,
                                 const line_up *line, const dc_outcome *bases)
{
    dc_simulate_options exact = *all->options, paths = *all->options;
    dc_status           status = DC_OK;
    exact.expected_only = exact.mean_only = exact.brief = true;
    paths.mean_only = paths.brief = true;
    exact.path_count = 1;
    if (line->count > 1)
        status = measure(exactly, all, line->policy, line->count, &exact);
    for (size_t s = 0; s < all->scenarios->count && status == DC_OK; s++) {
        size_t count = all->scenarios->scenario[s].corner_count;
        bool   drawn = count > 0 && !is_exact(&all->scenarios->scenario[s]);
        ranges[s] = (dc_range_of){.reference = drawn ? bases : exactly,
                                  .corners = exactly + line->first[s],
                                  .base_case = drawn ? &bases[s] : exactly + line->first[s] + count,
                                  .count = count};
        if (drawn)
            status = measure(exactly + line->first[s], all, line->policy + line->first[s], count,
                             &paths);
    }
    return status;
}

/* Without expectations the steps of a bridge are drawn, on fewer paths with the same luck. */
static dc_status draw_steps(const dc_outcome **reference, dc_outcome *steps,
                            const dc_comparing *all, const dc_policy *const *policies, size_t count)
{
    dc_simulate_options few = dc_few_paths(all->options);
    const dc_policy    *none = &all->scenarios->scenario[0].policy[DC_BASE];
    dc_outcome         *baseline = dc_arena_alloc(all->arena, 1, sizeof *baseline);
    dc_status           status = measure(baseline, all, &none, 1, &few);
    *reference = baseline;
    return status == DC_OK ? measure(steps, all, policies, count, &few) : status;
}

static const dc_outcome *find_baseline(const dc_baselines *known, const dc_moved *moved)
{
    for (size_t i = 0; i < known->count; i++)
        if (memcmp(&known->moved[i], moved, sizeof *moved) == 0)
            return &known->outcome[i];
    return NULL;
}

/* The baseline where it is not yet known, then the others. */
static dc_status measure_bases(dc_outcome *out, const dc_comparing *all, dc_baselines *known,
                               const dc_policy *const *policies)
{
    size_t count = all->scenarios->count;
    if (!known)
        return measure(out, all, policies, count, all->options);
    dc_moved          moved = dc_policies_move(policies, count);
    const dc_outcome *baseline = find_baseline(known, &moved);
    dc_status         status = DC_OK;
    if (!baseline) {
        _Static_assert(DC_BASELINES_MAX == 1 << sizeof moved, "one for each kind there can be");
        assert(known->count < DC_BASELINES_MAX);
        dc_outcome *fresh = &known->outcome[known->count];
        status = dc_outcomes_measure_some(fresh, known->arena, all->book, all->model, all->items,
                                          all->today, policies, 1, &moved, all->options);
        if (status != DC_OK)
            return status;
        known->moved[known->count++] = moved;
        baseline = fresh;
    }
    out[0] = *baseline;
    return dc_outcomes_measure_some(out + 1, all->arena, all->book, all->model, all->items,
                                    all->today, policies + 1, count - 1, &moved, all->options);
}

dc_status dc_comparison_make(dc_comparison *out, dc_arena *arena, const dc_book *book,
                             const dc_model *model, const dc_items *items, const dc_today *today,
                             const dc_scenarios *scenarios, const dc_simulate_options *options)
{
    return dc_comparison_beside(out, arena, book, model, items, today, scenarios, NULL, options);
}

/* Every lever of it is over, or begins after the forecast. */
static bool is_elsewhere(const dc_scenario *scenario, int32_t horizon_days)
{
    bool elsewhere = scenario->part_count > 0;
    for (size_t i = 0; i < scenario->part_count; i++)
        elsewhere &= scenario->parts[i].is_over || scenario->parts[i].begins > horizon_days;
    return elsewhere;
}

/* What moves nothing is not taken apart either: it is the baseline to the last bit. */
static const dc_policy *base_case(const dc_scenarios *scenarios, size_t s, int32_t horizon_days)
{
    const dc_scenario *one = &scenarios->scenario[s];
    bool               moves_nothing =
        dc_policy_is_idle(&one->policy[DC_BASE]) || is_elsewhere(one, horizon_days);
    return &scenarios->scenario[moves_nothing ? 0 : s].policy[DC_BASE];
}

dc_status dc_comparison_beside(dc_comparison *out, dc_arena *arena, const dc_book *book,
                               const dc_model *model, const dc_items *items, const dc_today *today,
                               const dc_scenarios *scenarios, dc_baselines *baselines,
                               const dc_simulate_options *options)
{
    dc_comparing      all = {arena, book, model, items, today, scenarios, options};
    line_up           line = line_up_exact(arena, scenarios);
    const dc_policy **policy = dc_arena_alloc(arena, scenarios->count, sizeof *policy);
    dc_outcome       *exactly = dc_arena_alloc(arena, line.count, sizeof *exactly);
    dc_range_of      *ranges = dc_arena_alloc(arena, scenarios->count, sizeof *ranges);
    dc_status         status;
    *out = (dc_comparison){.count = scenarios->count};
    out->outcome = dc_arena_alloc(arena, scenarios->count, sizeof *out->outcome);
    out->difference = dc_arena_alloc(arena, scenarios->count, sizeof *out->difference);
    out->bridge = dc_arena_alloc(arena, scenarios->count, sizeof *out->bridge);
    for (size_t s = 0; s < scenarios->count; s++)
        policy[s] = base_case(scenarios, s, options->horizon_days);

    if ((status = measure_bases(out->outcome, &all, baselines, policy)) != DC_OK ||
        (status = measure_line_up(exactly, ranges, &all, &line, out->outcome)) != DC_OK)
        return status;
    for (size_t s = 0; s < scenarios->count; s++)
        compare(out, s, &ranges[s]);
    if ((status = dc_compare_cash(out, &all, ranges)) != DC_OK)
        return status;
    for (size_t s = 0; s < scenarios->count && status == DC_OK; s++) {
        dc_outcome       *steps = exactly + line.first_step[s];
        const dc_outcome *reference = exactly;
        size_t            count = dc_lever_bridge_count(&scenarios->scenario[s]);
        if (count > 0 && !is_exact(&scenarios->scenario[s]))
            status = draw_steps(&reference, steps, &all, line.policy + line.first_step[s], count);
        dc_lever_bridge_make(&out->bridge[s], arena, &scenarios->scenario[s], out, s, reference,
                             steps);
    }
    return status;
}
