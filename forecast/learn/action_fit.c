/*
 * action_fit.c - how many times as fast claims are settled after each kind of action.
 *
 * Source: as for factors.c; the windows of one kind are the classes, around 1 and not around their
 * own mean, since all of them may be faster.  docs/FORMULAS.md.
 */
#include <math.h>
#include <stdlib.h>

#include "actions.h"
#include "effects.h"

enum { CUSTOMERS_LEAST = 10 }; /* as witnesses of a gain */

static const double sureness_least = 3.0;
static const double pace_most = 16.0;

typedef struct {
    double actual[DC_ACTION_WINDOWS], expected[DC_ACTION_WINDOWS];
} window_sums;

static bool is_of(const dc_action_cell *cell, int row, int from, int to)
{
    return cell->row == row && cell->half >= from && cell->half <= to;
}

static window_sums sum_windows(const dc_action_cells *cells, int row, int from, int to)
{
    window_sums sums = {{0}, {0}};
    for (size_t i = 0; i < cells->count; i++) {
        const dc_action_cell *cell = &cells->cell[i];
        if (!is_of(cell, row, from, to))
            continue;
        sums.actual[cell->window] += cell->actual;
        sums.expected[cell->window] += cell->expected;
    }
    return sums;
}

/* How much more customers scatter around the ratios than single settlements would: runs. */
static double dispersion_of(const dc_action_cells *cells, const window_sums *sums, int row,
                            int from, int to)
{
    double squares = 0.0, actual = 0.0;
    for (size_t i = 0; i < cells->count; i++) {
        const dc_action_cell *cell = &cells->cell[i];
        if (!is_of(cell, row, from, to))
            continue;
        double ratio = sums->actual[cell->window] / fmax(sums->expected[cell->window], 1e-300);
        double more = cell->actual - ratio * cell->expected;
        squares += more * more;
        actual += cell->actual;
    }
    return actual > 0.0 ? fmax(squares / actual, 1.0) : 1.0;
}

/* Paces of a row from the halves told. */
static void fit(dc_action_effect *out, const dc_action_cells *cells, int row, int from, int to)
{
    window_sums sums = sum_windows(cells, row, from, to);
    double      dispersion = dispersion_of(cells, &sums, row, from, to);
    for (int k = 0; k < DC_ACTION_WINDOWS; k++) {
        out->window[k].actual = sums.actual[k];
        out->window[k].expected = sums.expected[k];
        sums.actual[k] /= dispersion;
        sums.expected[k] /= dispersion;
    }
    out->shape = dc_credibility_shape(sums.actual, sums.expected, DC_ACTION_WINDOWS);
    for (int k = 0; k < DC_ACTION_WINDOWS; k++)
        out->window[k].pace = fmin(
            fmax(dc_credibility(out->shape, sums.actual[k], sums.expected[k]), 1.0 / pace_most),
            pace_most);
}

/* How surely the older half told the newer one. */
static double sureness_of(const dc_action_cells *cells, int row)
{
    dc_action_effect older;
    double          *gain = dc_heap_alloc(cells->level_count + 1, sizeof *gain);
    size_t           count = 0;
    uint32_t         last = UINT32_MAX;
    fit(&older, cells, row, 0, 0);
    for (size_t i = 0; i < cells->count; i++) {
        const dc_action_cell *cell = &cells->cell[i];
        if (!is_of(cell, row, 1, 1))
            continue;
        if (cell->customer != last)
            gain[count++] = 0.0;
        last = cell->customer;
        double pace = older.window[cell->window].pace;
        gain[count - 1] += cell->actual * log(pace) - cell->expected * (pace - 1.0);
    }
    double sureness = dc_sureness(gain, count, CUSTOMERS_LEAST);
    free(gain);
    return sureness;
}

static void judge(dc_action_effect *out, const dc_action_cells *cells, int row, bool allowed)
{
    out->sureness = sureness_of(cells, row);
    fit(out, cells, row, 0, 1);
    out->used = allowed && out->sureness >= sureness_least && isfinite(out->shape);
    for (int k = 0; k < DC_ACTION_WINDOWS && !out->used; k++)
        out->window[k].pace = 1.0;
}

/* --- the level of each customer --- */

/* Actual over expected of the claims past due, by half. */
static void find_levels(double level[2], const dc_action_cells *cells)
{
    for (int half = 0; half < 2; half++) {
        double actual = 0.0, expected = 0.0;
        for (size_t i = 0; i < cells->level_count; i++) {
            actual += cells->level[i].actual[half];
            expected += cells->level[i].expected[half];
        }
        level[half] = actual > 0.0 && expected > 0.0 ? actual / expected : 1.0;
    }
}

/* By how much customers differ from what their laws say, as a shape: 1 over the variance of their
 * levels (moments; Buhlmann & Straub 1970). */
static double shape_of_customers(const dc_action_cells *cells)
{
    double more = 0.0, squares = 0.0;
    for (size_t i = 0; i < cells->level_count; i++) {
        const dc_action_level *of = &cells->level[i];
        double actual = of->actual[0] + of->actual[1], expected = of->expected[0] + of->expected[1];
        more += (actual - expected) * (actual - expected) - expected;
        squares += expected * expected;
    }
    return more > 0.0 ? squares / more : INFINITY;
}

/*
 * What the model misses of claims past due is no effect of actions: neither what it misses of all,
 * nor what it misses of the slow customers, who are dunned the most.
 */
static void level(dc_action_cells *cells)
{
    double levels[2];
    size_t at = 0;
    find_levels(levels, cells);
    for (size_t i = 0; i < cells->level_count; i++)
        for (int half = 0; half < 2; half++)
            cells->level[i].expected[half] *= levels[half];
    double shape = shape_of_customers(cells);
    for (size_t i = 0; i < cells->count; i++) {
        dc_action_cell *cell = &cells->cell[i];
        while (cells->level[at].customer != cell->customer)
            at++;
        const dc_action_level *own = &cells->level[at];
        cell->expected *=
            levels[cell->half] * dc_credibility(shape, own->actual[0] + own->actual[1],
                                                own->expected[0] + own->expected[1]);
    }
}

void dc_actions_learn(dc_model *model, const dc_book *book)
{
    dc_action_cells    cells = {0};
    dc_action_effects *effects = &model->actions;
    bool               any = false;
    if (book->actions.count == 0)
        return;
    effects->looked_at = true;
    dc_actions_walk(&cells, effects, book, model);
    level(&cells);
    for (int kind = 0; kind < DC_ACTION_KIND_COUNT; kind++) {
        judge(&effects->of[kind], &cells, kind, true);
        any |= effects->of[kind].used;
    }
    judge(&effects->of[DC_ACTION_LEFT_ALONE], &cells, DC_ACTION_LEFT_ALONE, any);
    free(cells.cell);
    free(cells.level);
}
