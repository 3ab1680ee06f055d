/*
 * cash_figures.c - what cash comes to, as figures that scenarios are compared by.
 *
 * Lowest cash, chances and flows differ path by path.  The line needed at 95 % is a quantile of all
 * paths: its difference has the simulation error of batch means (Law, Simulation Modeling and
 * Analysis, 5th ed. (2015), 9.5.3), from the same quantile of consecutive batches of paths.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/cash.h"

enum { BATCH = DC_PATH_BLOCK };

static const dc_measure measures[DC_CASH_FIGURES] = {
    [DC_FIGURE_LOWEST_CASH] = DC_MEASURE_LOWEST_CASH,
    [DC_FIGURE_LINE_NEEDED] = DC_MEASURE_LINE_NEEDED,
    [DC_FIGURE_LINE_EXHAUSTED] = DC_MEASURE_LINE_EXHAUSTED,
    [DC_FIGURE_LINE_AT_95] = DC_MEASURE_LINE_AT_95,
    [DC_FIGURE_LINE_AT_99] = DC_MEASURE_LINE_AT_99,
    [DC_FIGURE_NET_CASH_FLOW] = DC_MEASURE_NET_CASH_FLOW,
};

dc_measure dc_cash_figure_measure(dc_cash_figure figure)
{
    return measures[figure];
}

/* Without opening cash only flows are known, without paths no chances, without a line no gap. */
static bool is_known(const dc_liquidity *l, dc_cash_figure figure)
{
    if (!l)
        return false;
    if (figure == DC_FIGURE_NET_CASH_FLOW)
        return true;
    if (!l->plan->has_cash || (figure == DC_FIGURE_LINE_EXHAUSTED && !l->plan->has_line))
        return false;
    return figure == DC_FIGURE_LOWEST_CASH || l->path_count > 1;
}

bool dc_cash_figure_value(double *out, const dc_liquidity *l, dc_cash_figure figure, int which)
{
    if (!is_known(l, figure))
        return false;
    const dc_cash_reach *reach = &l->reach[which];
    const double         values[DC_CASH_FIGURES] = {
                [DC_FIGURE_LOWEST_CASH] = reach->lowest.mean,
                [DC_FIGURE_LINE_NEEDED] = reach->needed,
                [DC_FIGURE_LINE_EXHAUSTED] = reach->exhausted,
                [DC_FIGURE_LINE_AT_95] = reach->line_95,
                [DC_FIGURE_LINE_AT_99] = reach->line_99,
                [DC_FIGURE_NET_CASH_FLOW] = reach->cash_flow.mean,
    };
    *out = values[figure];
    return true;
}

/* --- path by path ----------------------------------------------------------------------------- */

static double of_path(const dc_liquidity *l, dc_cash_figure figure, int which, uint32_t path)
{
    const dc_cash_reach *reach = &l->reach[which];
    switch (figure) {
    case DC_FIGURE_LINE_NEEDED: return reach->lowest_of[path] < (double)l->plan->minimum;
    case DC_FIGURE_LINE_EXHAUSTED: return reach->gap_of[path];
    case DC_FIGURE_NET_CASH_FLOW: return reach->flow_of[path];
    default: return reach->lowest_of[path];
    }
}

static void change_by_path(dc_cash_change *out, const dc_liquidity *l, const dc_liquidity *base,
                           dc_cash_figure figure, int which, uint32_t paths)
{
    bool     higher = dc_measure_about(measures[figure])->better == DC_HIGHER_IS_BETTER;
    double   sum = 0.0, squares = 0.0, level = 0.0;
    uint32_t better = 0, same = 0;
    for (uint32_t p = 0; p < paths; p++) {
        double here = of_path(l, figure, which, p), off = here - of_path(base, figure, which, p);
        sum += off;
        level += here;
        better += higher ? off > 0.0 : off < 0.0;
        same += off == 0.0;
    }
    double mean = sum / paths;
    for (uint32_t p = 0; p < paths; p++) {
        double off = of_path(l, figure, which, p) - of_path(base, figure, which, p) - mean;
        squares += off * off;
    }
    *out = (dc_cash_change){.mean = mean,
                            .standard_error = sqrt(squares / (paths - 1.0) / paths),
                            .level = level / paths,
                            .by_path = true,
                            .better = (double)better / paths,
                            .same = (double)same / paths};
    if (paths < 2)
        out->standard_error = 0.0;
}

/* --- quantiles -------------------------------------------------------------------------------- */

/* What the line must carry on all but this share of so many paths. */
static double line_at(const dc_liquidity *l, int which, uint32_t from, uint32_t paths, double level)
{
    double  *scratch = dc_heap_alloc(paths, sizeof *scratch);
    double   found[DC_RANKS_OF * DC_QUANTILE_COUNT];
    size_t   rank = (size_t)ceil(level * paths - 1e-9);
    dc_ranks wanted = {paths, 1, {{rank > 0 ? rank - 1 : 0, 0}}};
    dc_order_statistics(found, l->reach[which].lowest_of + from, scratch, &wanted);
    free(scratch);
    double lack = (double)l->plan->minimum - found[0];
    return lack > 0.0 ? lack : 0.0;
}

static void change_of_line(dc_cash_change *out, const dc_liquidity *l, const dc_liquidity *base,
                           int which, uint32_t paths, double level)
{
    uint32_t batches = paths / BATCH;
    double   sum = 0.0, squares = 0.0;
    *out = (dc_cash_change){.standard_error = NAN, .level = line_at(l, which, 0, paths, level)};
    out->mean = out->level - line_at(base, which, 0, paths, level);
    for (uint32_t i = 0; i < batches; i++) {
        double off = line_at(l, which, i * BATCH, BATCH, level) -
                     line_at(base, which, i * BATCH, BATCH, level);
        sum += off;
        squares += off * off;
    }
    if (batches < 2)
        return;
    double spread = (squares - sum * sum / batches) / (batches - 1.0);
    out->standard_error = sqrt((spread > 0.0 ? spread : 0.0) / batches);
}

bool dc_cash_figure_change(dc_cash_change *out, const dc_liquidity *l, const dc_liquidity *base,
                           dc_cash_figure figure, int which, uint32_t paths)
{
    if (!is_known(l, figure) || !is_known(base, figure))
        return false;
    if (figure == DC_FIGURE_LINE_AT_95 || figure == DC_FIGURE_LINE_AT_99)
        change_of_line(out, l, base, which, paths,
                       dc_quantile_levels[figure == DC_FIGURE_LINE_AT_95 ? DC_P5 : DC_P1]);
    else
        change_by_path(out, l, base, figure, which, paths);
    return true;
}
