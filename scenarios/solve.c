/*
 * solve.c - see solve.h.
 *
 * The range is looked through at a few values on the first paths; the one interval in which the
 * target is passed is halved on these, and the end of it is computed on all paths with the same
 * luck.  Error of the value: that of the figure over its slope (delta method).  Where the figure
 * stays at the target to an end of the range, it is the edge of that stretch that is looked for.
 */
#include "duecast/solve.h"

#include <math.h>
#include <string.h>

#include "comparing.h"
#include "levers.h"

enum { SCAN = 16, HALVINGS_MOST = 40 };

typedef struct {
    dc_arena               *arena;
    const dc_solve_request *request;
    const char *const      *levers;
    size_t                  lever_count;
    dc_comparing            all;
    dc_issues              *issues;
    const dc_policy        *against; /* what a change is one of; NULL: the figure itself is meant */
    dc_solve_where          where;
} solving;

static bool is_whole(const dc_solve_request *request)
{
    return request->parameter->kind == DC_VALUE_DAYS || request->parameter->kind == DC_VALUE_COUNT;
}

const char *dc_solve_text(dc_arena *arena, const dc_solve_request *request, double value,
                          const dc_book *book)
{
    return dc_value_write(arena, value, false, request->parameter->kind, book->as_of);
}

/* --- the lever at a value --------------------------------------------------------------------- */

/* The user's lever without that parameter. */
static const char *without_parameter(const solving *s, const char *text)
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

static bool is_solved(const solving *s, const char *text)
{
    size_t length = strlen(s->request->lever);
    return strncmp(text, s->request->lever, length) == 0 &&
           (text[length] == ':' || text[length] == '\0');
}

/* All levers with the parameter set to the value; NULL with issues when they cannot be read. */
static const dc_policy *policy_at(const solving *s, double value)
{
    const char **levers = dc_arena_alloc(s->arena, s->lever_count + 1, sizeof *levers);
    const char  *number = dc_arena_format(s->arena, is_whole(s->request) ? "%.0f" : "%.12f", value);
    size_t       count = s->lever_count, at = count;
    for (size_t i = 0; i < s->lever_count; i++) {
        levers[i] = s->levers[i];
        if (at == count && is_solved(s, s->levers[i]))
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

static bool read_point(dc_solve_point *point, const solving *s, const dc_outcome *outcome,
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
static dc_status try_values(dc_solve_point *points, size_t count, const solving *s,
                            const dc_simulate_options *options)
{
    const dc_policy *policies[SCAN + 2];
    dc_outcome      *outcomes = dc_arena_alloc(s->arena, SCAN + 2, sizeof *outcomes);
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

/* --- the search ------------------------------------------------------------------------------- */

static const char *figure_text(const solving *s, double figure)
{
    const dc_book *book = s->all.book;
    dc_unit        unit = dc_objective_about(s->request->objective)->unit;
    int            decimals = book->currencies[book->home].decimals;
    if (unit == DC_UNIT_MONEY)
        return dc_arena_format(s->arena, "%.*f", decimals, figure / pow(10.0, decimals));
    return unit == DC_UNIT_SHARE ? dc_arena_format(s->arena, "%.2f%%", 100.0 * figure)
                                 : dc_arena_format(s->arena, "%.2f", figure);
}

static dc_status refuse(const solving *s, dc_issue_kind kind, const dc_solve_point *a,
                        const dc_solve_point *b)
{
    const dc_book *book = s->all.book;
    dc_issues_add(s->issues, kind, NULL, dc_solve_text(s->arena, s->request, a->value, book),
                  figure_text(s, a->figure), dc_solve_text(s->arena, s->request, b->value, book),
                  figure_text(s, b->figure), (const char *)NULL);
    return DC_ERR_INPUT;
}

/* But for what rounds, of an amount. */
static bool is_at_target(const solving *s, const dc_solve_point *at)
{
    dc_unit unit = dc_objective_about(s->request->objective)->unit;
    return fabs(at->figure - s->request->target) < (unit == DC_UNIT_MONEY ? 2.0 : 1e-9);
}

static bool is_passed_between(const solving *s, const dc_solve_point *a, const dc_solve_point *b)
{
    double target = s->request->target;
    return (a->figure < target) != (b->figure < target);
}

static bool is_reached_between(const solving *s, const dc_solve_point *a, const dc_solve_point *b)
{
    return s->where == DC_SOLVE_AT ? is_passed_between(s, a, b)
                                   : is_at_target(s, a) != is_at_target(s, b);
}

/* Evenly spread values; whole ones where the lever takes no others. */
static size_t spread_values(dc_solve_point *points, const dc_solve_request *r)
{
    size_t count = 0;
    for (size_t i = 0; i <= SCAN; i++) {
        double value = r->low + (r->high - r->low) * (double)i / SCAN;
        value = is_whole(r) ? nearbyint(value) : value;
        if (count == 0 || value > points[count - 1].value)
            points[count++] = (dc_solve_point){.value = value};
    }
    return count;
}

/* Points at the target at either end of the range: [0, *head) and [*tail, count). */
static void find_stretches(size_t *head, size_t *tail, const solving *s,
                           const dc_solve_point *points, size_t count)
{
    *head = 0;
    *tail = count;
    while (*tail > 0 && is_at_target(s, &points[*tail - 1]))
        (*tail)--;
    while (*head < *tail && is_at_target(s, &points[*head]))
        (*head)++;
}

static dc_status bracket(dc_solve_point ends[2], solving *s, const dc_simulate_options *few)
{
    dc_solve_point points[SCAN + 1];
    size_t         count = spread_values(points, s->request), found = 0, first = 0, next = 0;
    size_t         head, tail;
    dc_status      status = try_values(points, count, s, few);
    if (status != DC_OK)
        return status;
    find_stretches(&head, &tail, s, points, count);
    for (size_t i = 0; i + 1 < count; i++) {
        bool leaves = i + 1 == head, comes = i + 1 == tail, stays = i + 1 < head || i >= tail;
        if (stays || !(leaves || comes || is_passed_between(s, &points[i], &points[i + 1])))
            continue;
        s->where = leaves ? DC_SOLVE_UP_TO : comes ? DC_SOLVE_FROM : DC_SOLVE_AT;
        if (found == 0)
            first = i;
        next = i;
        found++;
    }
    if (tail == 0) { /* wherever one looks */
        s->where = DC_SOLVE_FROM;
        ends[0] = ends[1] = points[0];
        return DC_OK;
    }
    if (found == 0)
        return refuse(s, DC_ISSUE_SOLVE_NOT_REACHED, &points[0], &points[count - 1]);
    if (found > 1)
        return refuse(s, DC_ISSUE_SOLVE_TWICE, &points[first], &points[next]);
    ends[0] = points[first];
    ends[1] = points[first + 1];
    return DC_OK;
}

static bool is_narrow(const solving *s, const dc_solve_point ends[2])
{
    double width = ends[1].value - ends[0].value;
    return is_whole(s->request) ? width <= 1.0
                                : width <= 1e-3 * (s->request->high - s->request->low);
}

static dc_status halve(dc_solve_point ends[2], const solving *s, const dc_simulate_options *few)
{
    for (int i = 0; i < HALVINGS_MOST && !is_narrow(s, ends); i++) {
        dc_solve_point middle = {.value = (ends[0].value + ends[1].value) / 2.0};
        if (is_whole(s->request))
            middle.value = floor(middle.value);
        dc_status status = try_values(&middle, 1, s, few);
        if (status != DC_OK)
            return status;
        ends[is_reached_between(s, &ends[0], &middle) ? 1 : 0] = middle;
    }
    return DC_OK;
}

/* All paths may pass the target beside the interval of the first ones: it is widened until they
 * pass it within. */
static dc_status widen(dc_solve_point ends[2], const solving *s, const dc_simulate_options *all)
{
    const dc_solve_request *r = s->request;
    double                  step = ends[1].value - ends[0].value;
    dc_status               status = try_values(ends, 2, s, all);
    while (status == DC_OK && !is_reached_between(s, &ends[0], &ends[1])) {
        if (ends[0].value <= r->low && ends[1].value >= r->high)
            return s->where != DC_SOLVE_AT && is_at_target(s, &ends[0])
                       ? DC_OK
                       : refuse(s, DC_ISSUE_SOLVE_NOT_REACHED, &ends[0], &ends[1]);
        step = fmax(step, is_whole(r) ? 1.0 : 1e-3 * (r->high - r->low));
        ends[0].value = fmax(r->low, ends[0].value - step);
        ends[1].value = fmin(r->high, ends[1].value + step);
        step *= 2.0;
        status = try_values(ends, 2, s, all);
    }
    return status;
}

/* The tried value at the edge of the stretch; where it is no more than the end of the range the
 * figure does not stay there. */
static void answer_edge(dc_solution *out, const solving *s, const dc_solve_point ends[2])
{
    const dc_solve_request *r = s->request;
    double                  least = is_whole(r) ? 0.5 : 2e-3 * (r->high - r->low);
    *out =
        (dc_solution){.where = s->where, .standard_error = NAN, .below = ends[0], .above = ends[1]};
    if (is_at_target(s, &ends[0]) && is_at_target(s, &ends[1])) {
        out->where = DC_SOLVE_FROM;
        out->value = r->low;
    } else if (s->where == DC_SOLVE_FROM) {
        out->value = ends[1].value;
        out->where = r->high - out->value < least ? DC_SOLVE_AT : DC_SOLVE_FROM;
    } else {
        out->value = ends[0].value;
        out->where = out->value - r->low < least ? DC_SOLVE_AT : DC_SOLVE_UP_TO;
    }
}

/* On the line through both ends. */
static dc_status finish(dc_solution *out, const solving *s, dc_solve_point ends[2])
{
    dc_simulate_options all = *s->all.options;
    all.mean_only = all.brief = true;
    dc_status status = widen(ends, s, &all);
    bool      everywhere = is_at_target(s, &ends[0]) && is_at_target(s, &ends[1]);
    if (status == DC_OK && (is_whole(s->request) || s->where != DC_SOLVE_AT) && !everywhere)
        status = halve(ends, s, &all);
    if (status != DC_OK)
        return status;
    if (s->where != DC_SOLVE_AT) {
        answer_edge(out, s, ends);
        if (out->where != DC_SOLVE_AT)
            return DC_OK;
    }
    double slope = (ends[1].figure - ends[0].figure) / (ends[1].value - ends[0].value);
    double error = fmax(ends[0].standard_error, ends[1].standard_error);
    *out = (dc_solution){.value = ends[0].value + (s->request->target - ends[0].figure) / slope,
                         .standard_error = fabs(error / slope),
                         .below = ends[0],
                         .above = ends[1]};
    return DC_OK;
}

/* The baseline, or the lever whose figure is the target. */
static dc_status find_against(solving *s)
{
    static const dc_policy none;
    dc_scenarios           scenarios;
    s->against = s->request->against_baseline ? &none : NULL;
    if (!s->request->as)
        return DC_OK;
    if (dc_scenarios_read(&scenarios, s->arena, s->all.book, NULL, 0, &s->request->as, 1, NULL, 0,
                          s->issues) != DC_OK)
        return DC_ERR_INPUT;
    s->against = &scenarios.scenario[1].policy[DC_BASE];
    return DC_OK;
}

dc_status dc_solve(dc_solution *out, dc_arena *arena, const dc_solve_request *request,
                   const char *const *levers, size_t lever_count, const dc_book *book,
                   const dc_model *model, const dc_items *items, const dc_today *today,
                   const dc_simulate_options *options, dc_issues *issues)
{
    solving             s = {.arena = arena,
                             .request = request,
                             .levers = levers,
                             .lever_count = lever_count,
                             .all = {arena, book, model, items, today, NULL, options},
                             .issues = issues};
    dc_simulate_options few = dc_few_paths(options);
    dc_solve_point      ends[2];
    dc_status           status = find_against(&s);
    if (status == DC_OK)
        status = bracket(ends, &s, &few);
    if (status == DC_OK)
        status = halve(ends, &s, &few);
    return status == DC_OK ? finish(out, &s, ends) : status;
}
