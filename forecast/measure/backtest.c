/* backtest.c - the origins, each on its own thread. */
#include <assert.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "backtest_parts.h"

enum { WEEK = 7, LAST_WEEKS = 4 /* complete at the last origin, unless asked otherwise */ };

#define DC_RULE_KEY(id, key) [id] = key,
static const char *const rule_keys[DC_RULE_COUNT] = {DC_RULE_LIST(DC_RULE_KEY)};
#undef DC_RULE_KEY

#define DC_SCORE_KEY(id, key) [id] = key,
static const char *const score_keys[DC_SCORE_COUNT] = {DC_SCORE_LIST(DC_SCORE_KEY)};
#undef DC_SCORE_KEY

const char *dc_rule_key(dc_rule rule)
{
    return rule_keys[rule];
}

const char *dc_score_key(dc_score score)
{
    return score_keys[score];
}

dc_score dc_score_by_key(const char *key)
{
    for (int s = 0; s < DC_SCORE_COUNT; s++)
        if (strcmp(score_keys[s], key) == 0)
            return (dc_score)s;
    return DC_SCORE_COUNT;
}

typedef struct {
    dc_date first;
    size_t  count;
} origin_plan;

/* The last origin has at least one complete week, whatever was asked for. */
static origin_plan plan_origins(const dc_book *book, const dc_backtest_options *options)
{
    int32_t every = options->every_days;
    dc_date last = dc_date_is_set(options->to) ? options->to
                                               : dc_date_add_days(book->as_of, -LAST_WEEKS * WEEK);
    dc_date latest = dc_date_add_days(book->as_of, -WEEK);

    if (last.day > latest.day)
        last = latest;
    if (!dc_date_is_set(options->from))
        return (origin_plan){dc_date_add_days(last, -(DC_BACKTEST_ORIGINS - 1) * every),
                             DC_BACKTEST_ORIGINS};
    if (options->from.day > last.day)
        return (origin_plan){options->from, 0};
    size_t count = (size_t)(dc_date_days_between(options->from, last) / every) + 1;
    return (origin_plan){options->from,
                         count < DC_BACKTEST_ORIGINS_MAX ? count : DC_BACKTEST_ORIGINS_MAX};
}

typedef struct {
    const dc_book             *book;
    const dc_backtest_options *options;
    dc_origin                 *origins;
    size_t                     count;
    size_t                     quarter; /* origins that share their settings */
    uint64_t                   done;
    dc_status                  worst;
} backtest_run;

/* Settings that learning chooses by itself, and what moves together, are dear to learn and change
 * slowly: the first origin of a quarter learns them, with what it knew, for those that follow.
 * They learn habits anew, from where the first left off. */
static dc_learn_options learn_options(const backtest_run *run, size_t i)
{
    const dc_origin *first = &run->origins[i - i % run->quarter];
    if (i % run->quarter == 0 || !first->usable)
        return run->options->learn;
    dc_learn_options learn = first->settings;
    learn.start = &first->mixture;
    if (first->together.run_learnt && first->together.shock_learnt)
        learn.together = &first->together;
    return learn;
}

static dc_status run_origin(const backtest_run *run, size_t i)
{
    dc_learn_options  learn = learn_options(run, i);
    dc_origin        *origin = &run->origins[i];
    dc_backtest_case *one = dc_backtest_case_make(run->book, origin->origin, &learn);
    dc_status         status = one ? dc_origin_score(origin, one, run->options) : DC_OK;
    dc_backtest_case_free(one);
    return status;
}

/* Every origin writes its own row only: the number of threads changes nothing. */
static void run_origins(backtest_run *run, bool first_of_quarter)
{
    const dc_backtest_options *options = run->options;
    int threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t i = 0; i < run->count; i++) {
        if ((i % run->quarter == 0) != first_of_quarter)
            continue;
        dc_status status = run_origin(run, i);
#pragma omp critical
        {
            run->worst = status != DC_OK ? status : run->worst;
            run->done++;
            if (options->progress)
                options->progress(options->progress_context, run->done, run->count);
        }
    }
}

static size_t quarter_of(const dc_backtest_options *options)
{
    int32_t origins = WEEKS * WEEK / options->every_days;
    return origins > 0 ? (size_t)origins : 1;
}

dc_status dc_backtest_run(dc_backtest **out, const dc_book *book,
                          const dc_backtest_options *options)
{
    assert(options->every_days >= 1);
    assert(options->path_count > 0 && options->path_count % DC_PATH_BLOCK == 0);
    origin_plan plan = plan_origins(book, options);
    dc_arena   *arena = dc_arena_new();
    dc_origin  *origins = dc_arena_alloc(arena, plan.count + 1, sizeof *origins);
    size_t      usable = 0;
    dc_status   status;

    *out = NULL;
    for (size_t i = 0; i < plan.count; i++)
        origins[i].origin = dc_date_add_days(plan.first, (int32_t)i * options->every_days);
    backtest_run run = {book, options, origins, plan.count, quarter_of(options), 0, DC_OK};
    run_origins(&run, true);
    run_origins(&run, false);
    if ((status = run.worst) != DC_OK)
        goto done;
    for (size_t i = 0; i < plan.count; i++)
        usable += origins[i].usable;
    if (usable == 0) {
        status = DC_ERR_TOO_LITTLE_HISTORY;
        goto done;
    }
    *out = dc_arena_alloc(arena, 1, sizeof **out);
    **out = (dc_backtest){.arena = arena, .every_days = options->every_days};
    dc_backtest_summarise(*out, origins, plan.count, options->seed);

done:
    if (status != DC_OK)
        dc_arena_free(arena);
    return status;
}

void dc_backtest_free(dc_backtest *backtest)
{
    if (backtest)
        dc_arena_free(backtest->arena);
}

dc_rule dc_backtest_best_naive(const dc_backtest *backtest, dc_score score)
{
    dc_rule best = DC_RULE_DUE_DATE;
    for (int rule = DC_RULE_DUE_DATE; rule < DC_RULE_COUNT; rule++) {
        const dc_scored *own = &backtest->rule[rule].score[score];
        if (own->applicable && (!backtest->rule[best].score[score].applicable ||
                                own->value < backtest->rule[best].score[score].value))
            best = (dc_rule)rule;
    }
    return best;
}
