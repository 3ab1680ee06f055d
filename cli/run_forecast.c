/* run_forecast.c - `duecast forecast` and `duecast whatif`. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "rank.h"
#include "run.h"
#include "terminal.h"

static bool names(const dc_cli_list *list, const char *wanted)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], wanted) == 0)
            return true;
    return false;
}

static bool writes_to_stdout(const dc_cli_options *options)
{
    return options->json || names(&options->outputs, "-");
}

/* "all.csv" and "all/" are one folder. */
static bool is_named_before(dc_arena *arena, const dc_cli_list *outputs, size_t index)
{
    const char *name = dc_report_name(arena, outputs->items[index]);
    for (size_t i = 0; i < index; i++)
        if (strcmp(dc_report_name(arena, outputs->items[i]), name) == 0)
            return true;
    return false;
}

static dc_status write_outputs(dc_run *run, const dc_cli_options *options)
{
    dc_status worst = DC_OK;
    for (size_t i = 0; i < options->outputs.count; i++) {
        if (is_named_before(run->arena, &options->outputs, i))
            continue;
        dc_status status = dc_run_write(run, &run->answer, options->outputs.items[i]);
        if (status != DC_OK)
            worst = status;
    }
    if (options->json && worst == DC_OK && !names(&options->outputs, "-"))
        worst = dc_run_write(run, &run->answer, "-");
    return worst;
}

static dc_status checks_status(const dc_checks *checks)
{
    return checks->failed > 0 ? DC_ERR_VERIFY : DC_OK;
}

static void tell(const dc_run *run, const dc_cli_options *options, bool is_whatif)
{
    int width = dc_terminal_columns(stdout);
    int colour = dc_terminal_colour((dc_colour_choice)options->colour, stdout);
    if (is_whatif)
        dc_whatif_write(stdout, &run->answer, width, colour);
    else
        dc_summary_write(stdout, &run->answer, options->outputs.items, options->outputs.count,
                         width, colour);
}

/* Neither levers nor scenarios are named: they are read line by line. */
static bool asks(const dc_cli_options *options)
{
    return options->command->id == DC_COMMAND_WHATIF && options->operands.count == 1 &&
           options->scenarios.count == 0;
}

/* Misuse is told before anything is read. */
static dc_status check_request(const dc_cli_options *options)
{
    dc_issues *issues = dc_issues_new();
    if (options->verify && options->engine == DC_ENGINE_EXPECTED)
        dc_issues_add(issues, DC_ISSUE_VERIFY_WITHOUT_PATHS, NULL, (const char *)NULL);
    if (options->precision > 0.0 && options->engine == DC_ENGINE_EXPECTED)
        dc_issues_add(issues, DC_ISSUE_PRECISION_WITHOUT_PATHS, NULL, (const char *)NULL);
    bool solves = options->solve.count > 0;
    if (options->solve.count > 1)
        dc_issues_add(issues, DC_ISSUE_SOLVE_ONCE, NULL, (const char *)NULL);
    if (solves && options->outputs.count > 0)
        dc_issues_add(issues, DC_ISSUE_SOLVE_WITHOUT_FILE, NULL, (const char *)NULL);
    bool more = options->json || solves || options->verify || options->precision > 0.0;
    if (asks(options) && (more || options->outputs.count > 0))
        dc_issues_add(issues, DC_ISSUE_ASK_WITHOUT_LEVER, NULL, (const char *)NULL);
    if (solves && options->scenarios.count > 0)
        dc_issues_add(issues, DC_ISSUE_SOLVE_WITHOUT_SCENARIO, NULL, (const char *)NULL);
    dc_rank_check(options, issues);
    dc_outputs_check(options, issues);
    dc_terminal_issues(stderr, issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    dc_status status = dc_issues_total(issues) > 0 ? DC_ERR_USAGE : DC_OK;
    dc_issues_free(issues);
    return status;
}

/* The day's work beside the forecast, for its workbook; of very large ledgers, `duecast worklist`
 * alone tells it. */
static void look_at_worklist(dc_run *run, const dc_cli_options *options)
{
    enum { LISTED_MOST = 20000 };
    static const dc_worklist_options everything = {.only = 0};
    if (!dc_outputs_have(options, ".xlsx") || run->items->claim_count > LISTED_MOST)
        return;
    dc_worklist *list = dc_arena_alloc(run->arena, 1, sizeof *list);
    dc_warnings *warnings = dc_arena_alloc(run->arena, 1, sizeof *warnings);
    dc_worklist_make(list, run->arena, run->book, run->model, &everything);
    dc_warnings_make(warnings, run->arena, run->book);
    run->answer.worklist = list;
    run->answer.warnings = warnings;
}

static dc_status answer(const dc_cli_options *options, const dc_cli_list *levers, bool is_whatif)
{
    dc_run    run;
    dc_status status = check_request(options);
    if (status != DC_OK)
        return status;
    status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = dc_rank_check_book(&run, options);
    if (status == DC_OK)
        status = dc_run_answer(&run, options, levers);
    if (status == DC_OK && (is_whatif || options->json || options->outputs.count > 0))
        run.answer.loyalty = dc_loyalty_make(run.arena, run.book, run.model, run.items, &run.today,
                                             &run.scenarios, &run.simulate);
    if (status == DC_OK)
        dc_rank_answer(&run, options);
    if (status == DC_OK && !is_whatif)
        look_at_worklist(&run, options);
    if (status == DC_OK)
        status = write_outputs(&run, options);
    dc_run_show_issues(&run, options, status);
    if (status == DC_OK) {
        if (!writes_to_stdout(options))
            tell(&run, options, is_whatif);
        else
            dc_failed_checks_write(stderr, &run.answer);
        status = checks_status(&run.checks);
    }
    dc_run_free(&run);
    return status;
}

dc_status dc_run_forecast(const dc_cli_options *options)
{
    return answer(options, &options->levers, false);
}

dc_status dc_run_whatif(const dc_cli_options *options)
{
    dc_cli_list levers = {options->operands.count - 1, options->operands.items + 1};
    bool        solves = options->solve.count > 0;
    if (!solves && !asks(options))
        return answer(options, &levers, true);
    dc_status status = check_request(options);
    if (status != DC_OK)
        return status;
    return solves ? dc_run_solve(options, &levers) : dc_run_ask(options);
}
