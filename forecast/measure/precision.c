/*
 * precision.c - how many paths a stated precision needs.
 *
 * Paths are added in blocks; after each the targets are looked at: cash collected by week 13 and by
 * the last week, its mean and its 5 % quantile, in every scenario.  Two looks in a row must find
 * all of them within the precision, since one may be so by luck.  Looks stand at fixed numbers of
 * paths, so that neither threads nor how far one might have gone change where it ends.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "samples.h"

enum {
    FIRST_LOOK = 4096,
    STEP = 1024,
    STEP_SHARE = 16,
    LOOKS_IN_A_ROW = 2,
    WAVE = 8,
    QUARTER = 13
};

static const double normal = 1.959963984540054;

/* --- errors of outcomes ---------------------------------------------------------------------- */

static double relative(double half_width, double mean)
{
    return half_width <= 0.0 ? 0.0 : mean != 0.0 ? half_width / fabs(mean) : INFINITY;
}

static double worst_of(const dc_estimate *e)
{
    double quantile = (e->high[DC_P5] - e->low[DC_P5]) / 2.0;
    return fmax(relative(normal * e->standard_error, e->mean), relative(quantile, e->mean));
}

double dc_outcome_precision(const dc_outcome *outcome)
{
    double worst = 0.0;
    for (int i = 0; i < DC_PAIRED_WEEKS; i++)
        worst = fmax(worst, worst_of(dc_outcome_path_cash(outcome, outcome->paired_week[i])));
    return worst;
}

/* --- what is kept of the paths --------------------------------------------------------------- */

typedef struct {
    const dc_book             *book;
    const dc_simulate_options *options;
    uint32_t                   most;                 /* paths there is room for */
    int32_t                    day[DC_PAIRED_WEEKS]; /* the targets' */
    double                    *cash;                 /* [scenario][target][path] */
    double                    *scratch;
} seeking;

static double *target(const seeking *s, size_t scenario, int which)
{
    return s->cash + (scenario * DC_PAIRED_WEEKS + (size_t)which) * s->most;
}

static int64_t cash_of(const dc_block *block, int32_t day, uint32_t path)
{
    return dc_block_at(block, DC_FLOW_SETTLED_NOT_DUE, day, path) +
           dc_block_at(block, DC_FLOW_SETTLED_OVERDUE, day, path) -
           dc_block_at(block, DC_FLOW_NOT_CASH, day, path) -
           dc_block_at(block, DC_FLOW_WRITTEN_OFF, day, path) +
           dc_block_at(block, DC_FLOW_RECOVERED, day, path);
}

/* Paths of one block belong to one thread; a currency adds to those before it. */
static void take(void *context, const dc_block *block)
{
    const seeking *s = context;
    if (!s->book->currencies[block->currency].has_rate)
        return;
    double rate = dc_minor_rate(s->book, block->currency);
    for (uint32_t path = 0; path < block->path_count; path++) {
        int64_t sum = 0;
        int32_t day = 1;
        for (int which = 0; which < DC_PAIRED_WEEKS; which++) {
            for (; day <= s->day[which]; day++)
                sum += cash_of(block, day, path);
            size_t at = (size_t)block->block * DC_PATH_BLOCK + path;
            target(s, block->scenario, which)[at] += nearbyint((double)sum * rate);
        }
    }
}

/* --- looks ----------------------------------------------------------------------------------- */

static double error_of(const double *values, double *scratch, const dc_ranks *ranks)
{
    double   sum = 0.0, squares = 0.0, figure[DC_RANKS_OF * DC_QUANTILE_COUNT];
    double   count = (double)ranks->path_count;
    unsigned p5 = DC_RANKS_OF * DC_P5;
    for (size_t i = 0; i < ranks->path_count; i++)
        sum += values[i];
    double mean = sum / count;
    for (size_t i = 0; i < ranks->path_count; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    dc_order_statistics(figure, values, scratch, ranks);
    double half = (figure[p5 + DC_RANK_HIGH] - figure[p5 + DC_RANK_LOW]) / 2.0;
    return fmax(relative(normal * sqrt(squares / (count - 1.0) / count), mean),
                relative(half, mean));
}

static bool is_within(const seeking *s, size_t scenarios, uint32_t paths)
{
    dc_ranks ranks;
    dc_ranks_make(&ranks, paths, true);
    for (size_t scenario = 0; scenario < scenarios; scenario++)
        for (int which = 0; which < DC_PAIRED_WEEKS; which++)
            if (error_of(target(s, scenario, which), s->scratch, &ranks) > s->options->precision)
                return false;
    return true;
}

static uint32_t next_look(uint32_t paths, uint32_t most)
{
    uint32_t step = paths / STEP_SHARE / STEP * STEP;
    uint32_t next = paths == 0 ? FIRST_LOOK : paths + (step < STEP ? STEP : step);
    return next < most ? next : most;
}

/* Where the paths of these scenarios end; `least`: other scenarios need so many. */
static dc_status seek(uint32_t *out, seeking *s, const dc_model *model, const dc_items *items,
                      const dc_policy *const *policies, size_t count, uint32_t least)
{
    dc_simulate_options part = *s->options;
    uint32_t            paths = 0;
    int                 within = 0;
    part.progress = NULL;
    while (paths < s->most && within < LOOKS_IN_A_ROW) {
        part.first_block = paths / DC_PATH_BLOCK;
        paths = part.path_count = next_look(paths, s->most);
        dc_status status =
            dc_paths_simulate(s->book, model, items, policies, count, &part, take, s);
        if (status != DC_OK)
            return status;
        if (s->options->progress)
            s->options->progress(s->options->progress_context, paths, s->most);
        within = is_within(s, count, paths) ? within + 1 : 0;
    }
    *out = paths > least ? paths : least;
    return DC_OK;
}

dc_status dc_paths_needed(uint32_t *out, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_policy *const *policies,
                          size_t policy_count, const dc_simulate_options *options)
{
    assert(options->precision > 0.0 && !options->expected_only && options->path_count > 1);
    size_t    most = options->path_count, wave = policy_count < WAVE ? policy_count : WAVE;
    int32_t   last = dc_week_count(options);
    dc_status status = DC_OK;
    seeking   s = {.book = book,
                   .options = options,
                   .most = options->path_count,
                   .day = {dc_week_end_day(options, last < QUARTER ? last : QUARTER),
                           dc_week_end_day(options, last)},
                   .scratch = dc_heap_alloc(most, sizeof(double))};
    *out = 0;
    for (size_t i = 0; i < policy_count && status == DC_OK; i += wave) {
        size_t count = policy_count - i < wave ? policy_count - i : wave;
        s.cash = dc_heap_alloc(count * DC_PAIRED_WEEKS * most, sizeof *s.cash);
        status = seek(out, &s, model, items, policies + i, count, *out);
        free(s.cash);
    }
    free(s.scratch);
    return status;
}
