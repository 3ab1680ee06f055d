/* compare_cash.c - lowest cash, line and flows of each scenario beside the baseline. */
#include <math.h>

#include "comparing.h"

enum { RANGE_PATHS = 4 * DC_PATH_BLOCK, ENDS_MOST = 4 };

/* The corners of a scenario that are simulated. */
typedef struct {
    size_t count, corner[ENDS_MOST];
} range_ends;

static void add_end(range_ends *ends, size_t corner)
{
    for (size_t i = 0; i < ends->count; i++)
        if (ends->corner[i] == corner)
            return;
    ends->corner[ends->count++] = corner;
}

/* Where the expected cash is lowest and highest, to week 13 and to the horizon. */
static range_ends find_ends(const dc_range_of *range)
{
    const dc_outcome *corners = range->corners;
    size_t            count = range->count;
    range_ends        ends = {0};
    for (int reach = 0; reach < DC_REACHES && count > 0; reach++) {
        size_t low = 0, high = 0;
        double least = INFINITY, most = -INFINITY, value;
        for (size_t i = 0; i < count; i++) {
            if (!dc_cash_figure_value(&value, corners[i].liquidity, DC_FIGURE_LOWEST_CASH, reach))
                return (range_ends){0};
            low = value < least ? i : low;
            high = value > most ? i : high;
            least = fmin(least, value);
            most = fmax(most, value);
        }
        add_end(&ends, low);
        add_end(&ends, high);
    }
    return ends;
}

static dc_difference compare_figure(const dc_outcome *outcome, const dc_outcome *base,
                                    dc_cash_figure figure, int reach)
{
    dc_difference  out = {.applicable = false};
    dc_cash_change change;
    uint32_t       paths = base->path_count;
    if (!dc_cash_figure_change(&change, outcome->liquidity, base->liquidity, figure, reach, paths))
        return out;
    out = (dc_difference){.applicable = true,
                          .mean = change.mean,
                          .standard_error = change.standard_error,
                          .chance_better = change.by_path ? change.better : NAN,
                          .chance_same = change.by_path ? change.same : NAN,
                          .low = change.mean,
                          .high = change.mean};
    if (change.by_path)
        dc_share_interval(&out.chance_low, &out.chance_high,
                          (uint64_t)llround(change.better * paths), paths);
    double level, before;
    dc_cash_figure_value(&level, outcome->liquidity, figure, reach);
    dc_cash_figure_value(&before, base->liquidity, figure, reach);
    if (figure == DC_FIGURE_NET_CASH_FLOW) /* receipts and lines are exact */
        out.mean = out.low = out.high = level - before;
    return out;
}

static void widen(dc_difference *d, double off)
{
    d->low = fmin(d->low, off);
    d->high = fmax(d->high, off);
}

/* What an end of the range would be on all paths, where the base case is `all` on them; on the few
 * it is `few`, and the end `end`.  No line is needed below 0, and no chance is below 0 or above 1:
 * towards such a bound the few tell how many times as much, elsewhere how much more. */
static double carry(dc_cash_figure figure, double all, double few, double end)
{
    bool is_chance = figure == DC_FIGURE_LINE_NEEDED || figure == DC_FIGURE_LINE_EXHAUSTED;
    bool is_line = figure == DC_FIGURE_LINE_AT_95 || figure == DC_FIGURE_LINE_AT_99;
    if ((is_chance || is_line) && end < few)
        return all * (end / few);
    if (is_chance && end > few)
        return 1.0 - (1.0 - all) * ((1.0 - end) / (1.0 - few));
    return all + (end - few);
}

/* On the first paths of both; the base case on the same paths tells how far those are off. */
static void widen_by_paths(dc_difference *d, const dc_outcome *end, const dc_outcome *outcome,
                           const dc_outcome *base, dc_cash_figure figure, int reach)
{
    dc_cash_change of_end, of_base;
    double         all;
    uint32_t       paths = end->path_count;
    if (figure == DC_FIGURE_NET_CASH_FLOW || !d->applicable)
        return;
    if (dc_cash_figure_value(&all, outcome->liquidity, figure, reach) &&
        dc_cash_figure_change(&of_end, end->liquidity, base->liquidity, figure, reach, paths) &&
        dc_cash_figure_change(&of_base, outcome->liquidity, base->liquidity, figure, reach, paths))
        widen(d, d->mean + carry(figure, all, of_base.level, of_end.level) - all);
}

/* Expectations know flows exactly but for the interest of a line, which is dearer on the paths that
 * draw it: ends count by how far they are from the expectation of the base case. */
static void widen_exactly(dc_difference *d, const dc_range_of *range, dc_cash_figure figure,
                          int reach)
{
    double base, value;
    if (!d->applicable || range->count == 0 ||
        !dc_cash_figure_value(&base, range->base_case->liquidity, figure, reach))
        return;
    for (size_t i = 0; i < range->count; i++)
        if (dc_cash_figure_value(&value, range->corners[i].liquidity, figure, reach))
            widen(d, d->mean + value - base);
}

dc_simulate_options dc_few_paths(const dc_simulate_options *options)
{
    dc_simulate_options few = *options;
    few.path_count = few.path_count < RANGE_PATHS ? few.path_count : RANGE_PATHS;
    few.mean_only = few.brief = true;
    few.progress = NULL;
    return few;
}

static dc_status simulate_ends(dc_outcome *out, const dc_comparing *all, const range_ends *ends,
                               size_t count)
{
    const dc_policy   **policy = dc_arena_alloc(all->arena, count + 1, sizeof *policy);
    dc_simulate_options few = dc_few_paths(all->options);
    size_t              used = 0;
    for (size_t s = 0; s < all->scenarios->count; s++)
        for (size_t i = 0; i < ends[s].count; i++)
            policy[used++] = &all->scenarios->scenario[s].corners[ends[s].corner[i]];
    return dc_outcomes_measure(out, all->arena, all->book, all->model, all->items, all->today,
                               policy, used, &few);
}

static void compare_scenario(dc_comparison *out, const dc_comparing *all, size_t s,
                             const dc_range_of *range, const dc_outcome *ends, size_t end_count)
{
    for (dc_cash_figure f = 0; f < DC_CASH_FIGURES; f++)
        for (int reach = 0; reach < DC_REACHES; reach++) {
            dc_difference *d = &out->cash[s][f][reach];
            *d = compare_figure(&out->outcome[s], &out->outcome[0], f, reach);
            if (f == DC_FIGURE_NET_CASH_FLOW || all->options->expected_only)
                widen_exactly(d, range, f, reach);
            for (size_t i = 0; i < end_count; i++)
                widen_by_paths(d, &ends[i], &out->outcome[s], &out->outcome[0], f, reach);
        }
}

dc_status dc_compare_cash(dc_comparison *out, const dc_comparing *all, const dc_range_of *ranges)
{
    size_t      count = all->scenarios->count, end_count = 0;
    range_ends *ends = dc_arena_alloc(all->arena, count, sizeof *ends);
    dc_status   status = DC_OK;
    out->cash = dc_arena_alloc(all->arena, count, sizeof *out->cash);
    for (size_t s = 0; s < count && !all->options->expected_only; s++) {
        ends[s] = find_ends(&ranges[s]);
        end_count += ends[s].count;
    }
    dc_outcome *simulated = dc_arena_alloc(all->arena, end_count + 1, sizeof *simulated);
    if (end_count > 0)
        status = simulate_ends(simulated, all, ends, end_count);
    for (size_t s = 0; s < count && status == DC_OK; s++) {
        compare_scenario(out, all, s, &ranges[s], simulated, ends[s].count);
        simulated += ends[s].count;
    }
    return status;
}
