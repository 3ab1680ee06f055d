/*
 * run_ask.c - `duecast whatif BOOK` without a lever: one what-if a line of standard input.
 *
 * The book is read and learnt from once, and as it stands simulated once for each kind of figures
 * that questions ask for; a question then costs what it touches, and is answered as `duecast whatif
 * BOOK LEVER...` would.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "memory.h"
#include "question.h"
#include "run.h"
#include "terminal.h"

typedef struct {
    dc_run               *run; /* the baseline alone */
    const dc_cli_options *options;
    dc_baselines          baselines;
    dc_cli_list           levers, scenarios; /* of the question before; in the run's arena */
    bool                  is_talk;           /* somebody types */
    bool                  has_asked, failed; /* failed: the last question */
    bool                  has_answered;
    size_t                line;
    dc_status             first_mistake;
} asking;

static dc_cli_list join(dc_arena *arena, const dc_cli_list *first, const dc_cli_list *then)
{
    const char **all = dc_arena_alloc(arena, first->count + then->count + 1, sizeof *all);
    for (size_t i = 0; i < first->count; i++)
        all[i] = dc_arena_copy_text(arena, first->items[i]);
    for (size_t i = 0; i < then->count; i++)
        all[first->count + i] = dc_arena_copy_text(arena, then->items[i]);
    return (dc_cli_list){first->count + then->count, all};
}

/* What "+" goes on from: the last question that was one. */
static void remember(asking *a, const dc_cli_list *levers, const dc_cli_list *scenarios)
{
    static const dc_cli_list none = {0};
    a->levers = join(a->run->arena, &none, levers);
    a->scenarios = join(a->run->arena, &none, scenarios);
}

/* What one question freed is still held for the next; before one is refused it is given back, and
 * then what is kept for speed alone. */
static void make_room(asking *a, dc_run *own)
{
    if (dc_memory_fits(own, a->options))
        return;
    malloc_trim(0);
    if (dc_memory_fits(own, a->options))
        return;
    dc_kept_flows_free(a->run->simulate.kept);
    a->run->simulate.kept = own->simulate.kept = NULL;
    malloc_trim(0);
}

static dc_status compare(asking *a, dc_run *own)
{
    dc_progress progress;
    make_room(a, own);
    dc_status status = dc_memory_check(own, a->options);
    if (status != DC_OK)
        return status;
    dc_run_progress(own, &progress, a->options);
    status = dc_comparison_beside(&own->comparison, own->arena, own->book, own->model, own->items,
                                  &own->today, &own->scenarios, &a->baselines, &own->simulate);
    dc_progress_end(&progress);
    own->simulate.progress = NULL;
    if (status == DC_OK)
        dc_run_look_back(own);
    return status;
}

static void tell(asking *a, dc_run *own)
{
    own->answer = (dc_answer){.book = own->book,
                              .model = own->model,
                              .items = own->items,
                              .today = &own->today,
                              .scenarios = &own->scenarios,
                              .comparison = &own->comparison,
                              .options = &own->simulate,
                              .language = (dc_language)a->options->language};
    own->answer.loyalty = dc_loyalty_make(own->arena, own->book, own->model, own->items,
                                          &own->today, &own->scenarios, &own->simulate);
    if (a->has_answered)
        putchar('\n');
    dc_whatif_write(stdout, &own->answer, dc_terminal_columns(stdout),
                    dc_terminal_colour((dc_colour_choice)a->options->colour, stdout));
    fflush(stdout);
    a->has_answered = true;
}

static dc_status what_if(asking *a, const dc_question *q)
{
    dc_run      own = *a->run;
    dc_cli_list levers = q->levers, scenarios = q->scenarios;
    own.arena = dc_arena_new();
    own.issues = dc_issues_new();
    own.issues_of_scenarios = 0;
    if (q->goes_on) {
        levers = join(own.arena, &a->levers, &levers);
        scenarios = join(own.arena, &a->scenarios, &scenarios);
    }
    dc_status status =
        dc_run_scenarios(&own.scenarios, &own, &scenarios, &levers, own.simulate.horizon_days);
    if (status == DC_OK)
        status = compare(a, &own);
    if (status == DC_OK) {
        tell(a, &own);
        remember(a, &levers, &scenarios);
    }
    dc_run_show_issues(&own, a->options, status);
    dc_issues_free(own.issues);
    dc_arena_free(own.arena);
    return status;
}

static dc_status explain(const asking *a, const dc_question *q)
{
    dc_cli_options about = *a->options;
    about.operands = q->levers;
    dc_status status = dc_run_levers(&about);
    fflush(stdout);
    return status;
}

static void complain(const asking *a, dc_word word)
{
    char text[DC_COUNT_TEXT_MAX];
    dc_terminal_count(text, a->line);
    dc_terminal_complain(a->options, word, text);
}

/* Beside a question that was none there is nothing to add to; who types has seen that. */
static dc_status try_what_if(asking *a, const dc_question *q)
{
    if (q->goes_on && a->failed && !a->is_talk) {
        complain(a, DC_WORD_ASK_NOTHING_BEFORE);
        return DC_ERR_INPUT;
    }
    dc_status status = what_if(a, q);
    if (status != DC_OK && !a->is_talk)
        complain(a, DC_WORD_ASK_NOT_ANSWERED);
    a->failed = status != DC_OK;
    return status;
}

/* Returns whether to go on. */
static bool answer(asking *a, const char *line)
{
    dc_arena   *arena = dc_arena_new();
    dc_question q = dc_question_read(arena, line);
    dc_status   status = DC_OK;
    a->line++;
    switch (q.kind) {
    case DC_QUESTION_NONE: break;
    case DC_QUESTION_OPEN:
        complain(a, DC_WORD_ASK_OPEN);
        status = DC_ERR_INPUT;
        a->failed = true;
        break;
    case DC_QUESTION_WHAT_IF: status = try_what_if(a, &q); break;
    case DC_QUESTION_LEVERS: status = explain(a, &q); break;
    case DC_QUESTION_QUIT: break;
    }
    a->has_asked |= q.kind != DC_QUESTION_NONE;
    a->first_mistake = a->first_mistake == DC_OK ? status : a->first_mistake;
    dc_arena_free(arena);
    return q.kind != DC_QUESTION_QUIT && status != DC_ERR_STOPPED;
}

static void prompt(const asking *a)
{
    if (!a->is_talk)
        return;
    fputs("what-if> ", stderr);
    fflush(stderr);
}

/* Who types finds the baseline ready; a list of questions may never need it as it stands. */
static dc_status greet(asking *a)
{
    if (!a->is_talk)
        return DC_OK;
    dc_status status = compare(a, a->run);
    if (status == DC_OK && !a->options->quiet)
        dc_terminal_say(stderr, (dc_language)a->options->language, DC_WORD_ASK_GREETING, NULL, 0);
    return status;
}

/* What is no text is refused as what a lever may not hold, not cut off. */
static bool next_line(char **line, size_t *size)
{
    ssize_t length = getline(line, size, stdin);
    for (ssize_t i = 0; i < length; i++)
        if ((*line)[i] == '\0')
            (*line)[i] = '\x01';
    return length >= 0;
}

/* A mistake is told and the next line asked for; a list that held one says so at its end. */
static dc_status ask(asking *a)
{
    char     *line = NULL;
    size_t    size = 0;
    dc_status status = greet(a);
    if (status != DC_OK)
        return status;
    prompt(a);
    while (next_line(&line, &size) && answer(a, line))
        prompt(a);
    free(line);
    if (ferror(stdin) && errno != EINTR) {
        dc_terminal_complain(a->options, DC_WORD_ASK_UNREADABLE, strerror(errno));
        return DC_ERR_INPUT;
    }
    if (a->is_talk) {
        if (feof(stdin))
            fputc('\n', stderr);
        return DC_OK;
    }
    if (a->has_asked)
        return a->first_mistake;
    dc_terminal_complain(a->options, DC_WORD_ASK_NONE, a->options->operands.items[0]);
    return DC_ERR_USAGE;
}

dc_status dc_run_ask(const dc_cli_options *options)
{
    static const dc_cli_list no_levers = {0};
    dc_run                   run;
    dc_learn_options         learn;
    dc_status                status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = dc_run_prepare(&run, options, &no_levers, &learn);
    if (status == DC_OK)
        status = dc_memory_check(&run, options);
    dc_run_show_issues(&run, options, status);
    if (status == DC_OK) {
        run.simulate.brief = true;
        if (dc_memory_has_room(dc_kept_flows_bytes(run.book, &run.simulate), options))
            run.simulate.kept = dc_kept_flows_new();
        asking a = {.run = &run,
                    .options = options,
                    .baselines = {.arena = run.arena},
                    .is_talk = isatty(STDIN_FILENO) != 0};
        status = ask(&a);
        dc_kept_flows_free(run.simulate.kept);
    }
    dc_run_free(&run);
    return status;
}
