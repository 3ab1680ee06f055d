/* run_variance.c - `duecast variance`: past forecasts against what happened since. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "past_forecast.h"
#include "run.h"
#include "terminal.h"

/* Misuse is told before anything is read. */
static dc_status check_request(const dc_cli_options *options)
{
    dc_issues *issues = dc_issues_new();
    if (options->against.count == 0) {
        fprintf(stderr, "duecast: %s\n",
                dc_say((dc_language)options->language, DC_WORD_CLI_AGAINST));
        dc_issues_free(issues);
        return DC_ERR_USAGE;
    }
    dc_outputs_check(options, issues);
    dc_terminal_issues(stderr, issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    dc_status status = dc_issues_total(issues) > 0 ? DC_ERR_USAGE : DC_OK;
    dc_issues_free(issues);
    return status;
}

static int compare_newest_first(const void *left, const void *right)
{
    const dc_said *a = (*(const dc_variance *const *)left)->said;
    const dc_said *b = (*(const dc_variance *const *)right)->said;
    if (a->as_of.day != b->as_of.day)
        return a->as_of.day > b->as_of.day ? -1 : 1;
    return strcmp(a->run_id, b->run_id);
}

/* Whether the claims of a forecast are this book's. */
static dc_status check_claims(dc_run *run, const dc_variance *v)
{
    dc_place    place = {.file = v->said->file};
    const char *told = dc_arena_format(run->arena, "%zu", v->claims_told);
    const char *met = dc_arena_format(run->arena, "%zu", v->claims_met);
    bool        other = v->claims_told > 0 && v->claims_met == 0;
    if (other)
        dc_issues_add(run->issues, DC_ISSUE_AGAINST_OTHER_BOOK, &place, v->said->file, told,
                      (const char *)NULL);
    else if (v->claims_met * 2 < v->claims_told)
        dc_issues_add(run->issues, DC_ISSUE_AGAINST_FEW, &place, v->said->file, told, met,
                      (const char *)NULL);
    return other ? DC_ERR_INPUT : DC_OK;
}

/* All that is wrong with any of them is told in one run. */
static dc_status measure(dc_run *run, const dc_cli_options *options)
{
    size_t              count = options->against.count;
    const dc_variance **variances = dc_arena_alloc(run->arena, count, sizeof *variances);
    dc_said            *said = dc_arena_alloc(run->arena, count, sizeof *said);
    dc_status           worst = DC_OK;
    for (size_t i = 0; i < count; i++) {
        dc_status status = dc_past_forecast_read(&said[i], run->arena, options->against.items[i],
                                                 run->book, run->issues);
        if (status == DC_OK) {
            variances[i] = dc_variance_make(run->arena, run->book, &said[i]);
            status = check_claims(run, variances[i]);
        }
        worst = status != DC_OK ? status : worst;
    }
    if (worst != DC_OK)
        return worst;
    qsort(variances, count, sizeof *variances, compare_newest_first);
    run->answer = (dc_answer){.version = DUECAST_VERSION,
                              .command_line = options->command_line,
                              .book = run->book,
                              .issues = run->issues,
                              .variances = variances,
                              .variance_count = count,
                              .language = (dc_language)options->language};
    memcpy(run->answer.run_id, run->book->content_sha256, sizeof run->answer.run_id);
    return DC_OK;
}

static dc_status tell(dc_run *run, const dc_cli_options *options)
{
    dc_status worst = DC_OK;
    bool      on_stdout = options->json;
    for (size_t i = 0; i < options->outputs.count; i++) {
        dc_status status = dc_run_write(run, &run->answer, options->outputs.items[i]);
        on_stdout |= strcmp(options->outputs.items[i], "-") == 0;
        worst = status != DC_OK ? status : worst;
    }
    if (options->json && worst == DC_OK)
        worst = dc_run_write(run, &run->answer, "-");
    if (worst == DC_OK && !on_stdout)
        dc_variance_write(stdout, &run->answer, dc_terminal_columns(stdout));
    return worst;
}

dc_status dc_run_variance(const dc_cli_options *options)
{
    dc_run    run = {0};
    dc_status status = check_request(options);
    if (status != DC_OK)
        return status;
    status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = measure(&run, options);
    if (status == DC_OK)
        status = tell(&run, options);
    if (status != DC_OK || !options->quiet) {
        dc_issues_sort(run.issues);
        dc_terminal_issues(stderr, run.issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    }
    dc_run_free(&run);
    return status;
}
