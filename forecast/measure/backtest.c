/* backtest.c - the origins, each on its own thread. */
#include <assert.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "backtest_parts.h"

enum { WEEK = 7 };

#define DC_RULE_KEY(id, key) [id] = key,
static const char *const rule_keys[DC_RULE_COUNT] = {DC_RULE_LIST(DC_RULE_KEY)};
#undef DC_RULE_KEY

#define DC_SCORE_KEY(id, key) [id] = key,
static const char *const score_keys[DC_SCORE_COUNT] = {DC_SCORE_LIST(DC_SCORE_KEY)};
#undef DC_SCORE_KEY

#define DC_TOTAL_KEY(id, key) [id] = key,
static const char *const total_keys[DC_TOTAL_COUNT] = {DC_TOTAL_LIST(DC_TOTAL_KEY)};
#undef DC_TOTAL_KEY

const char *dc_rule_key(dc_rule rule)
{
    return rule_keys[rule];
}

const char *dc_total_key(dc_total total)
{
    return total_keys[total];
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
    const dc_book             *book;
    const dc_backtest_options *options;
    dc_origin                 *origins;
    dc_origin                 *totals; /* beside them; NULL: not wanted */
    dc_origin                 *early;  /* total cash only, before the others */
    size_t                     count, early_count;
    size_t                    *leader; /* the first origin of its quarter or, if lean, half-year */
    uint64_t                   done;
    size_t                     failed_first;
    dc_status                  worst; /* of the first origin that failed */
} backtest_run;

/* Settings that learning chooses by itself, and what moves together, are dear to learn and change
 * slowly: the first origin of a quarter learns them, with what it knew, for those that follow.
 * They learn habits anew, from where the first left off; a lean run does not learn anew what
 * customers have in common. */
static dc_learn_options learn_options(const backtest_run *run, size_t i)
{
    const dc_origin *first = &run->origins[run->leader[i]];
    if (run->leader[i] == i || !first->usable)
        return run->options->learn;
    dc_learn_options learn = first->settings;
    bool             lean = run->options->lean && first->has_mixture;
    learn.start = &first->mixture;
    learn.mixture = lean ? &first->mixture : NULL;
    learn.effects = lean ? first->effects : NULL;
    if (lean || (first->together.run_learnt && first->together.shock_learnt))
        learn.together = &first->together;
    return learn;
}

static dc_status run_origin(const backtest_run *run, size_t i)
{
    dc_learn_options  learn = learn_options(run, i);
    dc_origin        *origin = &run->origins[i];
    dc_backtest_case *one = dc_backtest_case_make(run->book, origin->origin, &learn, run->options);
    dc_status         status = one ? dc_origin_score(origin, one, run->options) : DC_OK;
    if (one && run->totals && status == DC_OK) {
        run->totals[i].origin = origin->origin;
        status = dc_origin_score_total(&run->totals[i], one, run->options);
    }
    if (one && run->options->lean && run->leader[i] == i) {
        origin->effects = one->model;
        one->model = NULL;
    }
    dc_backtest_case_free(one);
    return status;
}

static bool is_stopped(const dc_backtest_options *options)
{
    return options->stop && *options->stop;
}

/* They are too far from each other for one to lead the next. */
static dc_status run_early(const backtest_run *run, size_t i)
{
    dc_backtest_case *one =
        dc_backtest_case_make(run->book, run->early[i].origin, &run->options->learn, run->options);
    dc_status status = one ? dc_origin_score_total(&run->early[i], one, run->options) : DC_OK;
    dc_backtest_case_free(one);
    return status;
}

static void end_origin(backtest_run *run, size_t rank, dc_status status)
{
    const dc_backtest_options *options = run->options;
#pragma omp critical
    {
        if (status != DC_OK && rank < run->failed_first) {
            run->failed_first = rank; /* whichever thread comes last */
            run->worst = status;
        }
        run->done++;
        if (options->progress)
            options->progress(options->progress_context, run->done, run->count + run->early_count);
    }
}

static int threads_of(const dc_backtest_options *options)
{
    return options->threads > 0 ? options->threads : omp_get_num_procs();
}

/* Every origin writes its own row only: the number of threads changes nothing. */
static void run_origins(backtest_run *run, bool leaders)
{
#pragma omp parallel for schedule(dynamic) num_threads(threads_of(run->options))
    for (size_t i = 0; i < run->count; i++) {
        if ((run->leader[i] == i) != leaders)
            continue;
        end_origin(run, i, is_stopped(run->options) ? DC_ERR_STOPPED : run_origin(run, i));
    }
}

static void run_all_early(backtest_run *run)
{
#pragma omp parallel for schedule(dynamic) num_threads(threads_of(run->options))
    for (size_t i = 0; i < run->early_count; i++)
        end_origin(run, run->count + i,
                   is_stopped(run->options) ? DC_ERR_STOPPED : run_early(run, i));
}

/* All totals are one array in order of time. */
static void make_totals(backtest_run *run, dc_arena *arena, const dc_origin_plan *plan)
{
    run->early = dc_arena_alloc(arena, plan->early_count + plan->count + 1, sizeof *run->early);
    run->early_count = plan->early_count;
    run->totals = run->early + run->early_count;
    for (size_t i = 0; i < run->early_count; i++)
        run->early[i].origin = plan->early[i];
}

static void choose_leaders(backtest_run *run, dc_arena *arena, const dc_origin_plan *plan)
{
    run->leader = dc_arena_alloc(arena, plan->count + 1, sizeof *run->leader);
    for (size_t i = 1; i < plan->count; i++) {
        int32_t since = dc_date_days_between(plan->date[run->leader[i - 1]], plan->date[i]);
        int32_t period = run->options->lean ? 2 * WEEKS * WEEK : WEEKS * WEEK;
        run->leader[i] = since < period ? run->leader[i - 1] : i;
    }
}

dc_status dc_backtest_run(dc_backtest **out, const dc_book *book,
                          const dc_backtest_options *options)
{
    assert(options->every_days >= 1);
    assert(options->weeks >= 1 && options->weeks <= WEEKS);
    assert(options->sum_weeks <= DC_BACKTEST_SUM_WEEKS);
    assert(options->path_count > 0 && options->path_count % DC_PATH_BLOCK == 0);
    dc_arena      *arena = dc_arena_new();
    dc_origin_plan plan;
    size_t         usable = 0;
    dc_status      status;

    *out = NULL;
    dc_origin_plan_make(&plan, arena, book, options);
    backtest_run run = {
        .book = book, .options = options, .count = plan.count, .failed_first = SIZE_MAX};
    choose_leaders(&run, arena, &plan);
    run.origins = dc_arena_alloc(arena, plan.count + 1, sizeof *run.origins);
    if (options->total)
        make_totals(&run, arena, &plan);
    for (size_t i = 0; i < plan.count; i++)
        run.origins[i].origin = plan.date[i];
    run_origins(&run, true);
    run_origins(&run, false);
    run_all_early(&run);
    if ((status = run.worst) != DC_OK)
        goto done;
    for (size_t i = 0; i < plan.count; i++)
        usable += run.origins[i].usable;
    if (usable == 0) {
        status = DC_ERR_TOO_LITTLE_HISTORY;
        goto done;
    }
    *out = dc_arena_alloc(arena, 1, sizeof **out);
    **out = (dc_backtest){.arena = arena,
                          .every_days = options->every_days,
                          .weeks = options->weeks,
                          .origins_planned = plan.planned,
                          .has_dates = options->dates,
                          .has_total = options->total,
                          .sum_weeks = options->sum_weeks,
                          .ignored_plan = options->total && book->plan_count > 0};
    dc_backtest_summarise(*out, run.origins, run.totals, plan.count, options->seed);
    if (options->total)
        dc_backtest_sum_up(*out, run.early, run.early_count + run.count);

done:
    for (size_t i = 0; i < plan.count; i++)
        dc_model_free(run.origins[i].effects);
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

bool dc_backtest_has_intervals(const dc_backtest *backtest)
{
    return backtest->origins > 1;
}

bool dc_backtest_week_tells(const dc_backtest *backtest, int week)
{
    const double            least_share = 0.01;
    const dc_backtest_week *own = backtest->rule[DC_RULE_DUECAST].week;
    double                  all = 0.0;
    for (int w = 0; w < WEEKS; w++)
        all += own[w].actual;
    return own[week].actual > 0.0 && own[week].actual >= least_share * all;
}
