/* run_worklist.c - `duecast worklist`: read, learn, value every claim, tell. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "commands.h"
#include "interrupt.h"
#include "notices.h"
#include "run.h"
#include "terminal.h"
#include "worklist.h"

static dc_status complain(const dc_cli_options *options, dc_word word, const char *what)
{
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say((dc_language)options->language, word), &what, 1);
    fputc('\n', stderr);
    return DC_ERR_USAGE;
}

/* Misuse is told before anything is read. */
static dc_status check_outputs(const dc_cli_options *options)
{
    for (size_t i = 0; i < options->outputs.count; i++) {
        const char *path = options->outputs.items[i];
        if (!dc_path_ends(path, ".json") && !dc_path_ends(path, ".csv") &&
            !dc_path_ends(path, ".xlsx"))
            return complain(options, DC_WORD_WORK_BAD_OUTPUT, path);
    }
    return DC_OK;
}

/* "call,notice" as bits of dc_step. */
static dc_status parse_only(uint32_t *out, const dc_cli_options *options, dc_arena *arena)
{
    const char *known = "";
    for (dc_step step = DC_STEP_REMIND; step < DC_STEP_COUNT; step++)
        known =
            dc_arena_format(arena, "%s%s%s", known, *known ? ", " : "", dc_step_about(step)->key);
    for (const char *text = options->only; text; text = strchr(text, ',')) {
        text += *text == ',';
        size_t  length = strcspn(text, ",");
        dc_step step = DC_STEP_REMIND;
        while (step < DC_STEP_COUNT && (strlen(dc_step_about(step)->key) != length ||
                                        strncmp(dc_step_about(step)->key, text, length) != 0))
            step++;
        if (step == DC_STEP_COUNT) {
            const char *what = dc_arena_format(arena, "%.*s", (int)length, text);
            fputs("duecast: ", stderr);
            dc_terminal_say(stderr, (dc_language)options->language, DC_WORD_WORK_NO_STEP,
                            (const char *const[]){what, known}, 2);
            return DC_ERR_USAGE;
        }
        *out |= UINT32_C(1) << step;
    }
    return DC_OK;
}

static dc_status write_json(void *context, FILE *out)
{
    return dc_worklist_write_json(context, out);
}

static dc_status write_csv(void *context, FILE *out)
{
    return dc_worklist_write_csv(context, out);
}

static dc_status write_output(dc_run *run, const char *path)
{
    if (dc_path_ends(path, ".xlsx"))
        return dc_run_write(run, &run->answer, path);
    return dc_report_file(path, dc_path_ends(path, ".csv") ? write_csv : write_json, &run->answer,
                          run->issues);
}

static dc_status tell(dc_run *run, const dc_cli_options *options)
{
    dc_status status = DC_OK;
    for (size_t i = 0; i < options->outputs.count && status == DC_OK; i++)
        status = write_output(run, options->outputs.items[i]);
    if (status != DC_OK)
        return status;
    if (options->notices)
        return dc_notices_run(run, options);
    if (options->json)
        return dc_worklist_write_json(&run->answer, stdout);
    dc_worklist_write(stdout, run, options);
    return DC_OK;
}

static void fill_answer(dc_run *run, const dc_cli_options *options, const dc_worklist *list)
{
    run->answer = (dc_answer){.version = DUECAST_VERSION,
                              .command_line = options->command_line,
                              .book = run->book,
                              .model = run->model,
                              .issues = run->issues,
                              .worklist = list,
                              .language = (dc_language)options->language};
    memcpy(run->answer.run_id, run->book->content_sha256, sizeof run->answer.run_id);
}

/* One claim, the grades: what is asked for beside the list; files hold all. */
static dc_status look_closer(dc_run *run, const dc_cli_options *options)
{
    const dc_worklist *list = run->answer.worklist;
    if (options->claim) {
        size_t          at = dc_worklist_find(list, run->book, options->claim);
        dc_wait_or_sue *view = dc_arena_alloc(run->arena, 1, sizeof *view);
        if (at == list->claim_count)
            return complain(options, DC_WORD_SUE_UNKNOWN, options->claim);
        dc_wait_or_sue_make(view, run->arena, run->book, run->model, list, at);
        run->answer.wait_or_sue = view;
    }
    if (options->grades || options->json || options->outputs.count > 0) {
        dc_credit_review *credit = dc_arena_alloc(run->arena, 1, sizeof *credit);
        dc_credit_review_make(credit, run->arena, run->book, run->model);
        run->answer.credit = credit;
    }
    if (options->warnings || options->json || options->outputs.count > 0) {
        dc_warnings *warnings = dc_arena_alloc(run->arena, 1, sizeof *warnings);
        dc_warnings_make(warnings, run->arena, run->book);
        run->answer.warnings = warnings;
    }
    return DC_OK;
}

/* Decided actions go to the record; nothing is learnt or listed. */
static dc_status record(const dc_cli_options *options)
{
    dc_run      run = {0};
    size_t      recorded, known;
    struct stat about;
    char        count[DC_COUNT_TEXT_MAX], before[DC_COUNT_TEXT_MAX];
    const char *path = options->operands.items[0];
    if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
        return complain(options, DC_WORD_RECORD_FOLDER, path);
    dc_status status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = dc_actions_record(&recorded, &known, run.book, options->record, run.issues);
    if (status == DC_OK) {
        dc_terminal_count(count, recorded);
        dc_terminal_count(before, known);
        dc_terminal_say(stdout, (dc_language)options->language, DC_WORD_RECORDED,
                        (const char *const[]){
                            count, dc_arena_format(run.arena, "%s/actions.csv", path), before},
                        3);
    } else {
        dc_issues_sort(run.issues);
        dc_terminal_issues(stderr, run.issues, options, DC_ERROR, DC_ISSUES_SHOWN);
    }
    dc_run_free(&run);
    return status;
}

dc_status dc_run_worklist(const dc_cli_options *options)
{
    dc_run              run = {0};
    dc_worklist         list;
    dc_worklist_options ranking = {.rank_days = (int32_t)options->within};
    dc_learn_options    learn = dc_run_forecast_learning();
    dc_status           status;
    if (options->plan || (options->notices && options->outputs.count == 0))
        return dc_letters_run(options);
    status = check_outputs(options);
    if (status == DC_OK)
        status = parse_only(&ranking.only, options, options->arena);
    if (status != DC_OK)
        return status;
    if (options->record)
        return record(options);
    status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = dc_run_learn_model(&run, options, &learn);
    if (!options->quiet || status != DC_OK) {
        dc_issues_sort(run.issues);
        dc_terminal_issues(stderr, run.issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    }
    if (status == DC_OK) {
        dc_worklist_make(&list, run.arena, run.book, run.model, &ranking);
        fill_answer(&run, options, &list);
        status = look_closer(&run, options);
    }
    if (status == DC_OK) {
        status = tell(&run, options);
        if (status == DC_ERR_OUTPUT)
            dc_terminal_issues(stderr, run.issues, options, DC_ERROR, DC_ISSUES_SHOWN);
    }
    dc_run_free(&run);
    return status;
}
