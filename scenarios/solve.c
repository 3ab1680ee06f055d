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

#include "levers.h"
#include "solving.h"

enum { HALVINGS_MOST = 40 };

/* Of the range: the least that is looked at apart from its ends, and how near to an open one. */
static const double CLOSE_TO_END = 1e-3, OPEN_END = 1e-4;

const char *dc_solve_text(dc_arena *arena, const dc_solve_request *request, double value,
                          const dc_book *book)
{
    return dc_value_write(arena, value, false, request->parameter->kind, book->as_of);
}

const char *dc_solve_figure_text(dc_arena *arena, const dc_solve_request *request, double figure,
                                 const dc_book *book)
{
    const dc_currency *home = &book->currencies[book->home];
    dc_unit            unit = dc_objective_about(request->objective)->unit;
    char               plain[40], grouped[60];
    if (unit == DC_UNIT_MONEY) {
        dc_money_format(plain, sizeof plain, DC_MONEY(llround(figure)), home->decimals);
        dc_group_thousands(grouped, sizeof grouped, plain);
        return dc_arena_format(arena, "%s %s", home->code, grouped);
    }
    return unit == DC_UNIT_SHARE ? dc_arena_format(arena, "%.2f %%", 100.0 * figure)
                                 : dc_arena_format(arena, "%.1f", figure);
}

/* --- the search ------------------------------------------------------------------------------- */

static dc_status refuse(const dc_solving *s, dc_issue_kind kind, const dc_solve_point *a,
                        const dc_solve_point *b)
{
    const dc_book          *book = s->all.book;
    const dc_solve_request *request = s->request;
    dc_issues_add(s->issues, kind, NULL, dc_solve_text(s->arena, request, a->value, book),
                  dc_solve_figure_text(s->arena, request, a->figure, book),
                  dc_solve_text(s->arena, request, b->value, book),
                  dc_solve_figure_text(s->arena, request, b->figure, book), (const char *)NULL);
    return DC_ERR_INPUT;
}

/* The first and the last interval in which it is. */
static dc_status refuse_twice(const dc_solving *s, const dc_solve_point *first,
                              const dc_solve_point *last)
{
    const char *texts[4];
    for (int i = 0; i < 4; i++)
        texts[i] = dc_solve_text(s->arena, s->request, (i < 2 ? &first[i] : &last[i - 2])->value,
                                 s->all.book);
    dc_issues_add(s->issues, DC_ISSUE_SOLVE_TWICE, NULL, texts[0], texts[1], texts[2], texts[3],
                  (const char *)NULL);
    return DC_ERR_INPUT;
}

/* But for what rounds, of an amount. */
static bool is_at_target(const dc_solving *s, const dc_solve_point *at)
{
    dc_unit unit = dc_objective_about(s->request->objective)->unit;
    return fabs(at->figure - s->request->target) < (unit == DC_UNIT_MONEY ? 2.0 : 1e-9);
}

static bool is_passed_between(const dc_solving *s, const dc_solve_point *a, const dc_solve_point *b)
{
    double target = s->request->target;
    return (a->figure < target) != (b->figure < target);
}

static bool is_reached_between(const dc_solving *s, const dc_solve_point *a,
                               const dc_solve_point *b)
{
    return s->where == DC_SOLVE_AT ? is_passed_between(s, a, b)
                                   : is_at_target(s, a) != is_at_target(s, b);
}

static void add_value(dc_solve_point *points, size_t *count, const dc_solving *s, double value)
{
    value = dc_solve_is_whole(s->request) ? nearbyint(value) : value;
    if (*count == 0 || value > points[*count - 1].value)
        points[(*count)++] = (dc_solve_point){.value = value};
}

/* Evenly spread values, and one close to each end: a figure that meets the target at an end may do
 * so again beside it.  Whole ones where the lever takes no others. */
static size_t spread_values(dc_solve_point *points, const dc_solving *s)
{
    double width = s->high - s->low, close = CLOSE_TO_END * width;
    size_t count = 0;
    add_value(points, &count, s, s->low);
    add_value(points, &count, s, s->low + close);
    for (size_t i = 1; i < DC_SOLVE_CELLS; i++)
        add_value(points, &count, s, s->low + width * (double)i / DC_SOLVE_CELLS);
    add_value(points, &count, s, s->high - close);
    add_value(points, &count, s, s->high);
    return count;
}

/* Points at the target at either end of the range: [0, *head) and [*tail, count). */
static void find_stretches(size_t *head, size_t *tail, const dc_solving *s,
                           const dc_solve_point *points, size_t count)
{
    *head = 0;
    *tail = count;
    while (*tail > 0 && is_at_target(s, &points[*tail - 1]))
        (*tail)--;
    while (*head < *tail && is_at_target(s, &points[*head]))
        (*head)++;
}

static dc_status bracket(dc_solve_point ends[2], dc_solving *s, const dc_simulate_options *few)
{
    dc_solve_point points[DC_SOLVE_POINTS_MOST];
    size_t         count = spread_values(points, s), found = 0, first = 0, next = 0;
    size_t         head, tail;
    dc_status      status = dc_solving_try(points, count, s, few);
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
        return refuse_twice(s, &points[first], &points[next]);
    ends[0] = points[first];
    ends[1] = points[first + 1];
    return DC_OK;
}

static bool is_narrow(const dc_solving *s, const dc_solve_point ends[2])
{
    double width = ends[1].value - ends[0].value;
    return dc_solve_is_whole(s->request) ? width <= 1.0 : width <= 1e-3 * (s->high - s->low);
}

static dc_status halve(dc_solve_point ends[2], const dc_solving *s, const dc_simulate_options *few)
{
    for (int i = 0; i < HALVINGS_MOST && !is_narrow(s, ends); i++) {
        dc_solve_point middle = {.value = (ends[0].value + ends[1].value) / 2.0};
        if (dc_solve_is_whole(s->request))
            middle.value = floor(middle.value);
        dc_status status = dc_solving_try(&middle, 1, s, few);
        if (status != DC_OK)
            return status;
        ends[is_reached_between(s, &ends[0], &middle) ? 1 : 0] = middle;
    }
    return DC_OK;
}

/* All paths may pass the target beside the interval of the first ones: it is widened until they
 * pass it within. */
static dc_status widen(dc_solve_point ends[2], const dc_solving *s, const dc_simulate_options *all)
{
    const dc_solve_request *r = s->request;
    double                  step = ends[1].value - ends[0].value;
    dc_status               status = dc_solving_try(ends, 2, s, all);
    while (status == DC_OK && !is_reached_between(s, &ends[0], &ends[1])) {
        if (ends[0].value <= s->low && ends[1].value >= s->high)
            return s->where != DC_SOLVE_AT && is_at_target(s, &ends[0])
                       ? DC_OK
                       : refuse(s, DC_ISSUE_SOLVE_NOT_REACHED, &ends[0], &ends[1]);
        step = fmax(step, dc_solve_is_whole(r) ? 1.0 : 1e-3 * (s->high - s->low));
        ends[0].value = fmax(s->low, ends[0].value - step);
        ends[1].value = fmin(s->high, ends[1].value + step);
        step *= 2.0;
        status = dc_solving_try(ends, 2, s, all);
    }
    return status;
}

/* The tried value at the edge of the stretch; where it is no more than the end of the range the
 * figure does not stay there. */
static void answer_edge(dc_solution *out, const dc_solving *s, const dc_solve_point ends[2])
{
    const dc_solve_request *r = s->request;
    double                  least = dc_solve_is_whole(r) ? 0.5 : 2e-3 * (s->high - s->low);
    *out =
        (dc_solution){.where = s->where, .standard_error = NAN, .below = ends[0], .above = ends[1]};
    if (is_at_target(s, &ends[0]) && is_at_target(s, &ends[1])) {
        out->where = DC_SOLVE_FROM;
        out->value = s->low;
    } else if (s->where == DC_SOLVE_FROM) {
        out->value = ends[1].value;
        out->where = s->high - out->value < least ? DC_SOLVE_AT : DC_SOLVE_FROM;
    } else {
        out->value = ends[0].value;
        out->where = out->value - s->low < least ? DC_SOLVE_AT : DC_SOLVE_UP_TO;
    }
}

/* On the line through both ends. */
static dc_status finish(dc_solution *out, const dc_solving *s, dc_solve_point ends[2])
{
    dc_simulate_options all = *s->all.options;
    all.mean_only = all.brief = true;
    dc_status status = widen(ends, s, &all);
    bool      everywhere = is_at_target(s, &ends[0]) && is_at_target(s, &ends[1]);
    if (status == DC_OK && (dc_solve_is_whole(s->request) || s->where != DC_SOLVE_AT) &&
        !everywhere)
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

/* Where a parameter offers nothing its lever is off, though it is not beside: such an end is none
 * of the values that are looked at. */
static bool open_end(dc_solving *s)
{
    const dc_solve_request *r = s->request;
    bool                    is_open = r->offer && r->low <= r->parameter->least;
    s->low = r->low + (is_open ? OPEN_END * (r->high - r->low) : 0.0);
    s->high = r->high;
    return is_open;
}

/* Of several levers of the kind one must be named. */
static dc_status check_which(const dc_solving *s, size_t of_kind)
{
    const dc_solve_request *r = s->request;
    const char             *count = dc_arena_format(s->arena, "%zu", of_kind);
    if (r->nth == 0 && of_kind <= 1)
        return DC_OK;
    if (r->nth == 0)
        dc_issues_add(s->issues, DC_ISSUE_SOLVE_WHICH, NULL, r->lever, count, r->parameter->name,
                      (const char *)NULL);
    else if (r->nth > of_kind)
        dc_issues_add(s->issues, DC_ISSUE_SOLVE_NO_SUCH, NULL, r->lever,
                      dc_arena_format(s->arena, "%zu", r->nth), count, (const char *)NULL);
    return r->nth == 0 || r->nth > of_kind ? DC_ERR_USAGE : DC_OK;
}

/* The baseline, or the lever whose figure is the target. */
static dc_status find_against(dc_solving *s)
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
    dc_solving          s = {.arena = arena,
                             .request = request,
                             .levers = levers,
                             .lever_count = lever_count,
                             .all = {arena, book, model, items, today, NULL, options},
                             .issues = issues};
    dc_simulate_options few = dc_few_paths(options);
    dc_solve_point      ends[2];
    size_t              of_kind = dc_solving_of_kind(&s);
    bool                is_open = open_end(&s);
    dc_status           status = check_which(&s, of_kind);
    if (status == DC_OK)
        status = find_against(&s);
    if (status == DC_OK)
        status = bracket(ends, &s, &few);
    if (status == DC_OK)
        status = halve(ends, &s, &few);
    if (status == DC_OK)
        status = finish(out, &s, ends);
    out->left_out = is_open ? request->low : NAN;
    out->added = of_kind == 0;
    return status;
}
