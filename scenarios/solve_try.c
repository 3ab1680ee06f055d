/* solve_try.c - see solving.h. */
#include "solving.h"

#include <math.h>
#include <string.h>

/* --- the lever at a value --------------------------------------------------------------------- */

/* The user's lever without that parameter. */
static const char *without_parameter(const dc_solving *s, const char *text)
{
    const char *name = s->request->parameter->name;
    const char *colon = strchr(text, ':'), *out = s->request->lever;
    size_t      length = strlen(name);
    bool        first = true;
    for (const char *at = colon ? colon + 1 : ""; *at;) {
        size_t size = strcspn(at, ",");
        if (strncmp(at, name, length) != 0 || at[length] != '=') {
            out = dc_arena_format(s->arena, "%s%s%.*s", out, first ? ":" : ",", (int)size, at);
            first = false;
        }
        at += size + (at[size] == ',');
    }
    return out;
}

static bool is_solved(const dc_solving *s, const char *text)
{
    size_t length = strlen(s->request->lever);
    return strncmp(text, s->request->lever, length) == 0 &&
           (text[length] == ':' || text[length] == '\0');
}

size_t dc_solving_of_kind(const dc_solving *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->lever_count; i++)
        count += is_solved(s, s->levers[i]);
    return count;
}

/* All levers with the parameter set to the value; NULL with issues when they cannot be read. */
static const dc_policy *policy_at(const dc_solving *s, double value)
{
    const char **levers = dc_arena_alloc(s->arena, s->lever_count + 1, sizeof *levers);
    const char  *number =
        dc_arena_format(s->arena, dc_solve_is_whole(s->request) ? "%.0f" : "%.12f", value);
    size_t count = s->lever_count, at = count, nth = s->request->nth > 0 ? s->request->nth : 1;
    for (size_t i = 0; i < s->lever_count; i++) {
        levers[i] = s->levers[i];
        if (is_solved(s, s->levers[i]) && --nth == 0)
            at = i;
    }
    const char *base = at < count ? without_parameter(s, levers[at]) : s->request->lever;
    levers[at] = dc_arena_format(s->arena, "%s%s%s=%s", base, strchr(base, ':') ? "," : ":",
                                 s->request->parameter->name, number);
    dc_scenarios scenarios;
    dc_issues   *issues = dc_issues_new();
    dc_status    status = dc_scenarios_read(&scenarios, s->arena, s->all.book, NULL, 0, levers,
                                         at < count ? count : count + 1, NULL, 0, issues);
    if (status != DC_OK) /* once more, to tell what is wrong with the other levers */
        dc_scenarios_read(&scenarios, s->arena, s->all.book, NULL, 0, levers,
                          at < count ? count : count + 1, NULL, 0, s->issues);
    dc_issues_free(issues);
    return status == DC_OK ? &scenarios.scenario[1].policy[DC_BASE] : NULL;
}

/* --- figures ---------------------------------------------------------------------------------- */

/* Simulation error of a level. */
static double error_of(const dc_outcome *outcome, size_t objective, int week)
{
    if (objective < DC_METRIC_COUNT)
        return outcome->series[objective][outcome->paired_week[week]].standard_error;
    const dc_cash_reach *reach = &outcome->liquidity->reach[week];
    switch ((dc_cash_figure)(objective - DC_METRIC_COUNT)) {
    case DC_FIGURE_LOWEST_CASH: return reach->lowest.standard_error;
    case DC_FIGURE_LINE_NEEDED:
        return sqrt(reach->needed * (1.0 - reach->needed) / outcome->path_count);
    case DC_FIGURE_LINE_EXHAUSTED:
        return sqrt(reach->exhausted * (1.0 - reach->exhausted) / outcome->path_count);
    case DC_FIGURE_LINE_AT_95: return (reach->line_95_high - reach->line_95_low) / 3.92;
    case DC_FIGURE_LINE_AT_99: return (reach->line_99_high - reach->line_99_low) / 3.92;
    default: return reach->cash_flow.standard_error;
    }
}

static bool read_point(dc_solve_point *point, const dc_solving *s, const dc_outcome *outcome,
                       const dc_outcome *baseline)
{
    const dc_solve_request *r = s->request;
    if (s->against) {
        if (!dc_objective_change(&point->figure, &point->standard_error, outcome, baseline,
                                 r->objective, r->week))
            return false;
    } else {
        if (!dc_objective_value(&point->figure, outcome, r->objective, r->week))
            return false;
        point->standard_error = error_of(outcome, r->objective, r->week);
    }
    return isfinite(point->figure);
}

/* Figures at so many values, what they are compared with beside them. */
dc_status dc_solving_try(dc_solve_point *points, size_t count, const dc_solving *s,
                         const dc_simulate_options *options)
{
    enum { MOST = DC_SOLVE_POINTS_MOST + 1 };
    const dc_policy *policies[MOST];
    dc_outcome      *outcomes = dc_arena_alloc(s->arena, MOST, sizeof *outcomes);
    dc_status        status;
    size_t           first = s->against ? 1 : 0;
    policies[0] = s->against;
    for (size_t i = 0; i < count; i++)
        if (!(policies[first + i] = policy_at(s, points[i].value)))
            return DC_ERR_INPUT;
    status = dc_outcomes_measure(outcomes, s->arena, s->all.book, s->all.model, s->all.items,
                                 s->all.today, policies, first + count, options);
    for (size_t i = 0; i < count && status == DC_OK; i++)
        if (!read_point(&points[i], s, &outcomes[first + i], &outcomes[0])) {
            dc_issues_add(s->issues, DC_ISSUE_SOLVE_NO_FIGURE, NULL,
                          dc_objective_about(s->request->objective)->key, (const char *)NULL);
            status = DC_ERR_INPUT;
        }
    return status;
}
