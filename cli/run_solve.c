/* run_solve.c - `duecast whatif BOOK LEVER... --solve GOAL`. */
#include <math.h>

#include "duecast/solve.h"
#include "lists.h"
#include "run.h"
#include "terminal.h"

typedef struct {
    dc_run                 *run;
    const dc_cli_options   *options;
    const dc_solve_request *request;
    const dc_solution      *solution;
} telling;

static double in_units(const telling *t, double figure)
{
    const dc_book *book = t->run->book;
    dc_unit        unit = dc_objective_about(t->request->objective)->unit;
    return unit == DC_UNIT_MONEY ? figure / pow(10.0, book->currencies[book->home].decimals)
                                 : figure;
}

static const char *figure_text(const telling *t, double figure)
{
    return dc_solve_figure_text(t->run->arena, t->request, figure, t->run->book);
}

/* Two digits more than whole numbers have, so that "between" is seen. */
static const char *value_text(const telling *t, double value)
{
    const char *unit = t->request->parameter->kind == DC_VALUE_SHARE ? " %" : "";
    double      shown = unit[0] ? 100.0 * value : value;
    return dc_arena_format(t->run->arena, fabs(shown) < 1e4 ? "%.2f%s" : "%.0f%s", shown, unit);
}

static void say(const telling *t, dc_word word, const char *const *arguments, size_t count)
{
    dc_terminal_say(stdout, (dc_language)t->options->language, word, arguments, count);
}

static void put_point(const telling *t, const dc_solve_point *point)
{
    const char *arguments[] = {value_text(t, point->value), figure_text(t, point->figure)};
    say(t, DC_WORD_SOLVE_POINT, arguments, 2);
}

/* "late_payment.days", "late_payment#2.days" */
static const char *lever_text(const telling *t)
{
    const dc_solve_request *r = t->request;
    const char             *nth = r->nth > 0 ? dc_arena_format(t->run->arena, "#%zu", r->nth) : "";
    return dc_arena_format(t->run->arena, "%s%s.%s", r->lever, nth, r->parameter->name);
}

static void put_goal(const telling *t)
{
    const dc_solve_request *r = t->request;
    dc_language             language = (dc_language)t->options->language;
    double                  shown = r->against_baseline ? fabs(r->target) : r->target;
    const char             *goal[] = {dc_say(language, dc_objective_about(r->objective)->label),
                          r->as ? r->as : figure_text(t, shown)};
    dc_word                 word = r->as                  ? DC_WORD_SOLVE_AS
                                   : !r->against_baseline ? DC_WORD_SOLVE_FOR
                                   : r->target > 0.0      ? DC_WORD_SOLVE_CHANGE
                                   : r->target < 0.0      ? DC_WORD_SOLVE_CHANGE_BELOW
                                                          : DC_WORD_SOLVE_CHANGE_NONE;
    say(t, word, goal, 2);
}

static void put_remarks(const telling *t)
{
    const char *left_out[] = {isnan(t->solution->left_out) ? ""
                                                           : value_text(t, t->solution->left_out),
                              t->request->lever};
    if (*left_out[0])
        say(t, DC_WORD_SOLVE_LEFT_OUT, left_out, 2);
    if (t->solution->added)
        say(t, DC_WORD_SOLVE_ADDED, &t->request->lever, 1);
}

static void write_text(const telling *t)
{
    const char *name = lever_text(t);
    const char *answer[] = {name, value_text(t, t->solution->value),
                            value_text(t, t->solution->standard_error)};
    dc_word     how = t->solution->where == DC_SOLVE_FROM    ? DC_WORD_SOLVE_FROM
                      : t->solution->where == DC_SOLVE_UP_TO ? DC_WORD_SOLVE_UP_TO
                                                             : DC_WORD_SOLVE_ANSWER;
    say(t, how, answer, 3);
    put_goal(t);
    put_point(t, &t->solution->below);
    if (t->solution->above.value > t->solution->below.value)
        put_point(t, &t->solution->above);
    put_remarks(t);
}

static json_t *point_json(const telling *t, const dc_solve_point *point)
{
    return json_pack("{s:f, s:f, s:f}", "value", point->value, "figure", in_units(t, point->figure),
                     "standard_error", in_units(t, point->standard_error));
}

static json_t *real_or_null(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static dc_status write_json(const telling *t)
{
    static const char *const where[] = {
        [DC_SOLVE_AT] = "at", [DC_SOLVE_FROM] = "from", [DC_SOLVE_UP_TO] = "up_to"};
    const dc_solve_request *r = t->request;
    double                  error = t->solution->standard_error;
    return dc_list_dump(
        json_pack("{s:s, s:I, s:b, s:s, s:s, s:i, s:b, s:s?, s:o, s:s, s:f, s:o, s:o, s:o, s:o}",
                  "lever", r->lever, "lever_number", (json_int_t)(r->nth > 0 ? r->nth : 1), "added",
                  t->solution->added, "parameter", r->parameter->name, "metric",
                  dc_objective_about(r->objective)->key, "week_index", r->week, "against_baseline",
                  r->against_baseline, "as", r->as, "target",
                  r->as ? json_null() : json_real(in_units(t, r->target)), "where",
                  where[t->solution->where], "value", t->solution->value, "standard_error",
                  real_or_null(error), "left_out", real_or_null(t->solution->left_out), "below",
                  point_json(t, &t->solution->below), "above", point_json(t, &t->solution->above)));
}

static dc_status solve(dc_run *run, const dc_cli_options *options, const dc_cli_list *levers)
{
    dc_learn_options learn;
    dc_solve_request request;
    dc_solution      solution;
    dc_status        status =
        dc_solve_read(&request, run->arena, options->solve.items[0], run->book, run->issues);
    if (status != DC_OK || (status = dc_run_prepare(run, options, levers, &learn)) != DC_OK)
        return status;
    dc_busy_start(options, DC_WORD_CLI_SIMULATING);
    status = dc_solve(&solution, run->arena, &request, levers->items, levers->count, run->book,
                      run->model, run->items, &run->today, &run->simulate, run->issues);
    dc_busy_end();
    if (status != DC_OK)
        return status;
    telling t = {run, options, &request, &solution};
    if (options->json)
        return write_json(&t);
    write_text(&t);
    return DC_OK;
}

dc_status dc_run_solve(const dc_cli_options *options, const dc_cli_list *levers)
{
    dc_run    run;
    dc_status status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = solve(&run, options, levers);
    dc_run_show_issues(&run, options, status);
    dc_run_free(&run);
    return status;
}
