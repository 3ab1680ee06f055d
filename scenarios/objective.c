/* objective.c - see objective.h. */
#include "duecast/objective.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/nearest.h"

static dc_cash_figure figure_of(size_t objective)
{
    return (dc_cash_figure)(objective - DC_METRIC_COUNT);
}

const dc_measure_info *dc_objective_about(size_t objective)
{
    return dc_measure_about(objective < DC_METRIC_COUNT
                                ? dc_metric_measure((dc_metric)objective)
                                : dc_cash_figure_measure(figure_of(objective)));
}

static size_t find_key(const char *key, size_t length)
{
    size_t objective = 0;
    while (objective < DC_OBJECTIVES &&
           (strlen(dc_objective_about(objective)->key) != length ||
            strncmp(dc_objective_about(objective)->key, key, length) != 0))
        objective++;
    return objective;
}

size_t dc_objective_by_key(const char *key)
{
    return find_key(key, strlen(key));
}

static bool is_text(const char *text, size_t length, const char *wanted)
{
    return strlen(wanted) == length && strncmp(text, wanted, length) == 0;
}

const char *dc_objective_near(const char *text, size_t length)
{
    const char *names[DC_OBJECTIVES];
    char        key[64];
    snprintf(key, sizeof key, "%.*s", (int)length, text);
    for (size_t i = 0; i < DC_OBJECTIVES; i++)
        names[i] = dc_objective_about(i)->key;
    size_t nearest = dc_nearest(key, names, DC_OBJECTIVES);
    return nearest < DC_OBJECTIVES ? names[nearest] : NULL;
}

dc_objective_at dc_objective_read(const char *text, size_t length)
{
    const char *at = memchr(text, '@', length);
    size_t      key = at ? (size_t)(at - text) : length;
    int         week = 1;
    if (at) {
        size_t rest = length - key - 1;
        week = is_text(at + 1, rest, "13w") ? 0 : is_text(at + 1, rest, "end") ? 1 : DC_NONE;
    }
    return (dc_objective_at){find_key(text, key), week};
}

bool dc_objective_value(double *out, const dc_outcome *outcome, size_t objective, int week)
{
    if (objective >= DC_METRIC_COUNT)
        return dc_cash_figure_value(out, outcome->liquidity, figure_of(objective), week);
    const dc_estimate *e = &outcome->series[objective][outcome->paired_week[week]];
    *out = e->mean;
    return e->applicable;
}

dc_difference dc_objective_difference(const dc_comparison *comparison, size_t scenario,
                                      size_t objective, int week)
{
    if (objective < DC_METRIC_COUNT)
        return comparison->difference[scenario][objective][week];
    return comparison->cash ? comparison->cash[scenario][figure_of(objective)][week]
                            : (dc_difference){.applicable = false};
}

bool dc_objective_change(double *mean, double *standard_error, const dc_outcome *outcome,
                         const dc_outcome *base, size_t objective, int week)
{
    dc_cash_change change;
    if (objective < DC_METRIC_COUNT) {
        if (!outcome->paired[objective][week] || !base->paired[objective][week])
            return false;
        dc_outcome_difference(mean, standard_error, outcome, base, (dc_metric)objective, week);
        return true;
    }
    if (!dc_cash_figure_change(&change, outcome->liquidity, base->liquidity, figure_of(objective),
                               week, outcome->path_count))
        return false;
    *mean = change.mean;
    *standard_error = change.standard_error;
    return true;
}

/* --- ranking ---------------------------------------------------------------------------------- */

static dc_ranked row_of(const dc_comparison *comparison, size_t scenario, const dc_rank_by *by)
{
    const dc_outcome *outcome = &comparison->outcome[scenario];
    dc_ranked         row = {.scenario = scenario, .lowest_95 = NAN, .above_floor = true};
    row.applicable = dc_objective_value(&row.value, outcome, by->objective, by->week);
    if (outcome->liquidity && outcome->liquidity->plan->has_cash)
        row.lowest_95 = outcome->liquidity->reach[by->week].lowest.quantile[DC_P5];
    if (by->has_floor)
        row.above_floor = row.lowest_95 >= by->floor;
    return row;
}

/* Ranked rows do not know which way is better: they are sorted by a value that falls. */
static int compare_rows(const void *left, const void *right)
{
    const dc_ranked *a = left, *b = right;
    if (a->applicable != b->applicable)
        return a->applicable ? -1 : 1;
    if (a->above_floor != b->above_floor)
        return a->above_floor ? -1 : 1;
    if (a->applicable && a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->scenario > b->scenario) - (a->scenario < b->scenario);
}

void dc_comparison_rank(dc_ranked *out, const dc_comparison *comparison, const dc_rank_by *by)
{
    bool   higher = dc_objective_about(by->objective)->better == DC_HIGHER_IS_BETTER;
    double sign = higher ? 1.0 : -1.0;
    for (size_t s = 0; s < comparison->count; s++) {
        out[s] = row_of(comparison, s, by);
        out[s].value *= sign;
    }
    qsort(out, comparison->count, sizeof *out, compare_rows);
    for (size_t s = 0; s < comparison->count; s++)
        out[s].value = sign * out[s].value + 0.0;
}
