/* run_backtest.c - `duecast backtest`: past forecasts against what came. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "backtest.h"
#include "commands.h"
#include "run.h"
#include "terminal.h"

enum { KEY_MAX = 64 };

bool dc_gate_parse(dc_gate *out, const char *text)
{
    size_t length = strcspn(text, "<>");
    char   key[KEY_MAX], *end;

    if (text[length] == '\0' || length == 0 || length >= sizeof key)
        return false;
    memcpy(key, text, length);
    key[length] = '\0';
    double limit = strtod(text + length + 1, &end);
    *out = (dc_gate){dc_score_by_key(key), text[length] == '>', limit};
    return out->score < DC_SCORE_COUNT && end > text + length + 1 && *end == '\0' &&
           isfinite(limit);
}

bool dc_gate_fails(const dc_gate *gate, const dc_backtest *backtest)
{
    const dc_scored *scored = &backtest->rule[DC_RULE_DUECAST].score[gate->score];
    if (!scored->applicable)
        return true;
    return gate->is_above ? scored->value > gate->limit : scored->value < gate->limit;
}

static void complain(const dc_cli_options *options, dc_word what, const char *first,
                     const char *second)
{
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say((dc_language)options->language, what),
            (const char *const[]){first, second}, 2);
    fputc('\n', stderr);
}

/* 72 for 72 %: no share of weeks exceeds 1, and no error anybody would ask for exceeds 5. */
bool dc_gate_is_percent(const dc_gate *gate)
{
    static const double most[DC_SCORE_COUNT] = {[DC_SCORE_WAPE] = 5,
                                                [DC_SCORE_CRPS_RATIO] = 5,
                                                [DC_SCORE_PINBALL_RATIO] = 5,
                                                [DC_SCORE_BIAS] = 5,
                                                [DC_SCORE_FLOOR] = 5,
                                                [DC_SCORE_BRIER] = 1,
                                                [DC_SCORE_COVERAGE_50] = 1,
                                                [DC_SCORE_COVERAGE_80] = 1,
                                                [DC_SCORE_COVERAGE_95] = 1,
                                                [DC_SCORE_COUNT_COVERAGE_50] = 1,
                                                [DC_SCORE_COUNT_COVERAGE_80] = 1,
                                                [DC_SCORE_COUNT_COVERAGE_95] = 1};
    return most[gate->score] > 0 && fabs(gate->limit) > most[gate->score];
}

static dc_status parse_gate(dc_gate *gate, const dc_cli_options *options, const char *text)
{
    char instead[32];
    if (!dc_gate_parse(gate, text)) {
        complain(options, DC_WORD_BACKTEST_BAD_GATE, text, NULL);
        return DC_ERR_USAGE;
    }
    if (dc_gate_is_percent(gate)) {
        snprintf(instead, sizeof instead, "%g", gate->limit / 100.0);
        complain(options, DC_WORD_BACKTEST_GATE_IS_SHARE, text, instead);
        return DC_ERR_USAGE;
    }
    return DC_OK;
}

static dc_status parse_gates(dc_gate *gates, const dc_cli_options *options)
{
    dc_status status = DC_OK;
    for (size_t i = 0; i < options->fail_if.count && status == DC_OK; i++)
        status = parse_gate(&gates[i], options, options->fail_if.items[i]);
    return status;
}

static dc_status judge(const dc_gate *gates, const dc_backtest *backtest,
                       const dc_cli_options *options)
{
    dc_status status = DC_OK;
    for (size_t i = 0; i < options->fail_if.count; i++) {
        const dc_scored *scored = &backtest->rule[DC_RULE_DUECAST].score[gates[i].score];
        char             value[32] = "n/a";
        if (!dc_gate_fails(&gates[i], backtest))
            continue;
        if (scored->applicable)
            snprintf(value, sizeof value, "%.4g", scored->value);
        complain(options, DC_WORD_BACKTEST_GATE_FAILS, options->fail_if.items[i], value);
        status = DC_ERR_LIMIT;
    }
    return status;
}

static void show_progress(void *context, uint64_t done, uint64_t total)
{
    dc_progress *progress = context;
    dc_progress_show(progress, dc_say(progress->language, DC_WORD_CLI_TESTING), done, total);
}

static dc_status measure(dc_backtest **out, const dc_run *run, const dc_cli_options *options)
{
    static const int32_t every_days[] = {7, 14, 28};
    dc_backtest_options  asked = DC_BACKTEST_OPTIONS_INIT;
    dc_progress          progress;

    asked.from = options->from;
    asked.to = options->to;
    asked.every_days = every_days[options->every];
    asked.seed = options->seed;
    asked.threads = (int)options->threads;
    asked.progress = show_progress;
    asked.progress_context = &progress;
    dc_progress_start(&progress, options);
    dc_status status = dc_backtest_run(out, run->book, &asked);
    dc_progress_end(&progress);
    if (status == DC_ERR_TOO_LITTLE_HISTORY)
        complain(options, DC_WORD_BACKTEST_TOO_LITTLE, NULL, NULL);
    return status;
}

/* What is known ends at the as-of date, which only the book may tell. */
static dc_status check_first_origin(const dc_run *run, const dc_cli_options *options)
{
    enum { WEEK = 7 };
    char from[11], as_of[11];
    if (!dc_date_is_set(options->from))
        return DC_OK;
    int32_t known = dc_date_days_between(options->from, run->book->as_of);
    if (known >= WEEK)
        return DC_OK;
    dc_date_format(from, options->from);
    dc_date_format(as_of, run->book->as_of);
    complain(options, known < 0 ? DC_WORD_BACKTEST_FROM_LATE : DC_WORD_BACKTEST_FROM_NO_WEEK, from,
             as_of);
    return DC_ERR_USAGE;
}

static bool is_workbook(const char *path)
{
    size_t length = strlen(path);
    return length > 5 && strcmp(path + length - 5, ".xlsx") == 0;
}

/* Misuse is told before anything is read. */
static dc_status check_outputs(const dc_cli_options *options)
{
    for (size_t i = 0; i < options->outputs.count; i++)
        if (!is_workbook(options->outputs.items[i])) {
            complain(options, DC_WORD_BACKTEST_OUTPUT, options->outputs.items[i], NULL);
            return DC_ERR_USAGE;
        }
    return DC_OK;
}

static dc_status write_outputs(dc_run *run, const dc_backtest *backtest,
                               const dc_cli_options *options)
{
    dc_answer answer = {.version = DUECAST_VERSION,
                        .command_line = options->command_line,
                        .book = run->book,
                        .issues = run->issues,
                        .backtest = backtest,
                        .language = (dc_language)options->language};
    dc_status worst = DC_OK;
    memcpy(answer.run_id, run->book->content_sha256, sizeof answer.run_id);
    for (size_t i = 0; i < options->outputs.count; i++) {
        dc_status status = dc_run_write(run, &answer, options->outputs.items[i]);
        worst = status != DC_OK ? status : worst;
    }
    return worst;
}

static void tell(const dc_backtest *backtest, const dc_run *run, const dc_cli_options *options)
{
    if (options->json)
        dc_backtest_write_json(stdout, backtest, run->book);
    else
        dc_backtest_write(stdout, backtest, run->book, (dc_language)options->language);
}

dc_status dc_run_backtest(const dc_cli_options *options)
{
    dc_gate     *gates = dc_heap_alloc(options->fail_if.count + 1, sizeof *gates);
    dc_backtest *backtest = NULL;
    dc_run       run = {0};
    dc_status    status = parse_gates(gates, options);

    if (status != DC_OK || (status = check_outputs(options)) != DC_OK)
        goto done;
    status = dc_run_read(&run, options);
    dc_issues_sort(run.issues);
    if (status != DC_OK || !options->quiet)
        dc_terminal_issues(stderr, run.issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    if (status != DC_OK || (status = check_first_origin(&run, options)) != DC_OK ||
        (status = measure(&backtest, &run, options)) != DC_OK)
        goto done;
    if ((status = write_outputs(&run, backtest, options)) != DC_OK) {
        dc_terminal_issues(stderr, run.issues, options, DC_ERROR, DC_ISSUES_SHOWN);
        goto done;
    }
    tell(backtest, &run, options);
    status = judge(gates, backtest, options);

done:
    dc_backtest_free(backtest);
    dc_run_free(&run);
    free(gates);
    return status;
}
