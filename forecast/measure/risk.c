/* risk.c - see duecast/risk.h: one run of few paths, the baseline and each customer left out. */
#include "risk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"

enum { T = DC_PATH_TILE, B = DC_PATH_BLOCK, LEFT_OUT_DAYS = DC_HORIZON_DAYS_MAX };

typedef struct {
    const dc_book        *book;
    const dc_cash_plan   *plan; /* to the last day */
    const dc_driver_sums *sums;
    dc_cash_taking        taking;
    dc_sampling           sampling;
    uint32_t              path_count;
    int32_t               last_day, dip_day;
    size_t                policy_count;
    double *receipts[1 + DC_RISK_CUSTOMERS]; /* [path] by the last day; first of all customers */
    double *by_dip[1 + DC_RISK_CUSTOMERS];   /* [path] by the dip's week */
    double *lowest, *closing;                /* [path] */
    double *moved_lowest[DC_DRIVER_COUNT][DC_DRIVER_ENDS];
    double *moved_closing[DC_DRIVER_COUNT][DC_DRIVER_ENDS];
} taking;

/* --- a tile of paths -------------------------------------------------------------------------- */

static double lowest_of(const dc_cash_days *days, int32_t last_day, int lane, const double *added)
{
    double lowest = INFINITY;
    for (int32_t day = 1; day <= last_day; day++) {
        double cash = (double)days->before_line[day * T + lane] + (added ? added[day] : 0.0);
        lowest = cash < lowest ? cash : lowest;
    }
    return lowest;
}

/* Receipts so many days later, or sooner: what would be paid by today is paid tomorrow. */
static void move_receipts(double *out, const double *receipts, int32_t later, int32_t day_count)
{
    memset(out, 0, ((size_t)day_count + 1) * T * sizeof *out);
    for (int32_t day = 1; day <= day_count; day++) {
        int32_t to = day + later < 1 ? 1 : day + later;
        for (int i = 0; i < T && to <= day_count; i++)
            out[to * T + i] += receipts[day * T + i];
    }
}

static void move_lateness(taking *of, const dc_cash_tile *tile, dc_cash_days *days, double *moved,
                          size_t first, size_t lanes)
{
    for (int end = 0; end < DC_DRIVER_ENDS; end++) {
        double  step = dc_driver_step(DC_DRIVER_LATENESS);
        int32_t later = (int32_t)(end == DC_DRIVER_UP ? step : -step);
        move_receipts(moved, tile->receipts, later, of->plan->day_count);
        dc_cash_roll(days, of->plan, moved, tile->strayed);
        for (size_t i = 0; i < lanes; i++) {
            of->moved_lowest[DC_DRIVER_LATENESS][end][first + i] =
                lowest_of(days, of->last_day, (int)i, NULL);
            of->moved_closing[DC_DRIVER_LATENESS][end][first + i] =
                (double)days->before_line[of->last_day * T + (int)i];
        }
    }
}

static void move_others(taking *of, const dc_cash_days *days, size_t first, size_t lanes)
{
    for (int d = 0; d < DC_DRIVER_COUNT; d++)
        for (int end = 0; end < DC_DRIVER_ENDS && of->sums->added[d][end]; end++)
            for (size_t i = 0; i < lanes; i++) {
                const double *added = of->sums->added[d][end];
                of->moved_lowest[d][end][first + i] = lowest_of(days, of->last_day, (int)i, added);
                of->moved_closing[d][end][first + i] =
                    (double)days->before_line[of->last_day * T + (int)i] + added[of->last_day];
            }
}

static void keep_receipts(taking *of, size_t policy, const double *receipts, size_t first,
                          size_t lanes)
{
    for (size_t i = 0; i < lanes; i++) {
        double sum = 0.0;
        for (int32_t day = 1; day <= of->last_day; day++) {
            sum += receipts[(size_t)day * T + i];
            if (day == of->dip_day)
                of->by_dip[policy][first + i] = sum;
        }
        of->receipts[policy][first + i] = sum;
    }
}

static void take_tile(void *context, const dc_block *block, size_t tile, const dc_cash_tile *at,
                      dc_cash_days *days)
{
    taking *of = context;
    size_t  first = (size_t)block->block * B + tile * T;
    size_t  left = block->path_count - tile * T, lanes = left < T ? left : T;
    keep_receipts(of, block->scenario, at->receipts, first, lanes);
    if (block->scenario > 0)
        return;
    double *moved = dc_heap_alloc(((size_t)of->plan->day_count + 1) * T, sizeof *moved);
    for (size_t i = 0; i < lanes; i++) {
        of->lowest[first + i] = lowest_of(days, of->last_day, (int)i, NULL);
        of->closing[first + i] = (double)days->before_line[of->last_day * T + (int)i];
    }
    move_others(of, days, first, lanes);
    move_lateness(of, at, days, moved, first, lanes);
    free(moved);
}

/* --- whose payment widens the band ------------------------------------------------------------ */

static double mean_of(const double *values, uint32_t count)
{
    double sum = 0.0;
    for (uint32_t p = 0; p < count; p++)
        sum += values[p];
    return sum / count;
}

static double covariance(const double *a, const double *b, uint32_t count)
{
    double mean_a = mean_of(a, count), mean_b = mean_of(b, count), sum = 0.0;
    for (uint32_t p = 0; p < count; p++)
        sum += (a[p] - mean_a) * (b[p] - mean_b);
    return count > 1 ? sum / (count - 1.0) : 0.0;
}

/* cov(c, all) / var(all) is the slope of c on all; its error is that of a slope. */
static void fill_contribution(dc_contribution *out, const taking *of, size_t policy, double *own)
{
    uint32_t paths = of->path_count;
    double   all = covariance(of->receipts[0], of->receipts[0], paths);
    for (uint32_t p = 0; p < paths; p++)
        own[p] = of->receipts[0][p] - of->receipts[policy][p];
    double variance = covariance(own, own, paths),
           with_all = covariance(own, of->receipts[0], paths);
    out->expected = mean_of(own, paths);
    out->sd = sqrt(variance);
    out->share = all > 0.0 ? with_all / all : 0.0;
    double rest = fmax(variance - with_all * out->share, 0.0);
    out->share_error = all > 0.0 && paths > 2 ? sqrt(rest / all / (paths - 2.0)) : 0.0;
    for (uint32_t p = 0; p < paths; p++)
        own[p] = of->by_dip[0][p] - of->by_dip[policy][p];
    double lowest = covariance(of->lowest, of->lowest, paths);
    out->share_lowest =
        of->plan->has_cash && lowest > 0.0 ? covariance(own, of->lowest, paths) / lowest : NAN;
}

static int compare_shares(const void *left, const void *right)
{
    const dc_contribution *a = left, *b = right;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

/* --- candidates, and promises ----------------------------------------------------------------- */

typedef struct {
    double   spread; /* variance of its items by the last day, as if none had to do with another */
    uint32_t customer;
} candidate;

static int compare_candidates(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->spread != b->spread)
        return a->spread > b->spread ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

/* Those whose own items stray most, and what a promise kept would add of each. */
static void choose(dc_risk *out, const dc_book *book, const dc_model *model, const dc_items *items)
{
    const int32_t    day[3] = {DC_PROMISE_DAYS, out->dip_day, out->last_day};
    size_t           customers = book->customers.count;
    double          *cash = dc_heap_alloc(items->count * 3 + 1, sizeof *cash);
    candidate       *all = dc_heap_alloc(customers + 1, sizeof *all);
    dc_contribution *of = dc_heap_alloc(customers + 1, sizeof *of);
    dc_items_expect(cash, model, items, day, 3);
    for (uint32_t c = 0; c < customers; c++)
        all[c].customer = of[c].customer = c;
    for (size_t i = 0; i < items->count; i++) {
        uint32_t c = items->customer[i];
        double   rate = dc_minor_rate(book, items->currency[i]);
        double   amount = (double)(items->amount[i] - items->not_cash[i]) * rate;
        double   by_end = cash[3 * i + 2] * rate, by_dip = cash[3 * i + 1] * rate;
        if (c >= customers || !book->currencies[items->currency[i]].has_rate)
            continue;
        all[c].spread += by_end * (amount - by_end);
        if (i >= items->claim_count || items->due[i] >= 0)
            continue;
        of[c].overdue += llround(amount);
        of[c].kept_dip += out->dip_day >= DC_PROMISE_DAYS ? amount - by_dip : 0.0;
        of[c].kept_end += out->last_day >= DC_PROMISE_DAYS ? amount - by_end : 0.0;
    }
    if (customers > 0)
        qsort(all, customers, sizeof *all, compare_candidates);
    size_t most = customers < DC_RISK_CUSTOMERS ? customers : DC_RISK_CUSTOMERS;
    for (size_t c = 0; c < most && all[c].spread > 0.0; c++)
        out->customers[out->customer_count++] = of[all[c].customer];
    free(cash);
    free(all);
    free(of);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void start(taking *of, dc_arena *arena, const dc_simulate_options *options)
{
    size_t paths = options->path_count;
    dc_sampling_start(&of->sampling, of->book, options);
    dc_cash_taking_start(&of->taking, of->plan, of->book, options, of->policy_count,
                         DC_CASH_GAPS_ONLY);
    of->taking.watch = take_tile;
    of->taking.watch_context = of;
    of->sampling.cash = &of->taking;
    of->path_count = options->path_count;
    of->lowest = dc_arena_alloc(arena, paths, sizeof(double));
    of->closing = dc_arena_alloc(arena, paths, sizeof(double));
    for (size_t p = 0; p < of->policy_count; p++) {
        of->receipts[p] = dc_arena_alloc(arena, paths, sizeof(double));
        of->by_dip[p] = dc_arena_alloc(arena, paths, sizeof(double));
    }
    for (int d = 0; d < DC_DRIVER_COUNT; d++)
        for (int end = 0; end < DC_DRIVER_ENDS; end++) {
            of->moved_lowest[d][end] = dc_arena_alloc(arena, paths, sizeof(double));
            of->moved_closing[d][end] = dc_arena_alloc(arena, paths, sizeof(double));
        }
}

static void sum_up(dc_risk *out, const taking *of, dc_arena *arena)
{
    double *own = dc_arena_alloc(arena, of->path_count, sizeof *own);
    out->path_count = of->path_count;
    out->lowest = mean_of(of->lowest, of->path_count);
    out->sd = sqrt(covariance(of->receipts[0], of->receipts[0], of->path_count));
    out->closing = mean_of(of->closing, of->path_count);
    for (int d = 0; d < DC_DRIVER_COUNT; d++) {
        dc_driver_effect *effect = &out->drivers[out->driver_count];
        if (!of->sums->applies[d])
            continue;
        *effect = (dc_driver_effect){.driver = (dc_driver)d};
        for (int end = 0; end < DC_DRIVER_ENDS; end++) {
            effect->lowest[end] = mean_of(of->moved_lowest[d][end], of->path_count) - out->lowest;
            effect->closing[end] =
                mean_of(of->moved_closing[d][end], of->path_count) - out->closing;
        }
        out->driver_count++;
    }
    out->others = out->sd > 0.0 ? 1.0 : 0.0;
    for (size_t c = 0; c < out->customer_count; c++) {
        fill_contribution(&out->customers[c], of, c + 1, own);
        out->others -= out->customers[c].share;
    }
    if (out->customer_count > 0)
        qsort(out->customers, out->customer_count, sizeof *out->customers, compare_shares);
}

/* The baseline, and each customer paying nothing within reach. */
static const dc_policy **line_up(dc_arena *arena, const dc_risk *risk, const dc_book *book)
{
    size_t            count = 1 + risk->customer_count;
    const dc_policy **out = dc_arena_alloc(arena, count, sizeof *out);
    dc_policy        *policy = dc_arena_alloc(arena, count, sizeof *policy);
    dc_scope         *scope = dc_arena_alloc(arena, count, sizeof *scope);
    out[0] = &policy[0];
    for (size_t c = 1; c < count; c++) {
        scope[c] = DC_SCOPE_INIT;
        scope[c].customer = book->customers.id[risk->customers[c - 1].customer];
        policy[c].delay_count = 1;
        policy[c].delays[0] = (dc_delay){.scopes = {1, &scope[c]},
                                         .days = LEFT_OUT_DAYS,
                                         .share = 1.0,
                                         .from = 1,
                                         .to = INT32_MAX};
        out[c] = &policy[c];
    }
    return out;
}

dc_status dc_risk_measure(dc_risk *out, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_outcome *baseline,
                          const dc_simulate_options *options)
{
    dc_arena           *arena = dc_arena_new();
    dc_simulate_options few = *options;
    dc_driver_sums      sums;
    int32_t             ahead = (int32_t)dc_driver_step(DC_DRIVER_LATENESS);
    const dc_liquidity *l = baseline->liquidity;
    *out = (dc_risk){.last_day = dc_week_end_day(options, baseline->paired_week[0])};
    out->dip_day = l && l->plan->has_cash
                       ? dc_week_end_day(options, l->reach[DC_REACH_NEAR].dip_week)
                       : out->last_day;
    few.path_count = options->path_count < DC_RISK_PATHS ? options->path_count : DC_RISK_PATHS;
    few.horizon_days = out->last_day + ahead < options->horizon_days ? out->last_day + ahead
                                                                     : options->horizon_days;
    few.report_count = 0;
    few.progress = NULL;
    choose(out, book, model, items);
    dc_cash_plan *plan = dc_cash_plan_make(arena, book, &few);
    out->has_cash = plan->has_cash;
    dc_driver_sums_make(&sums, arena, book, model, items, plan, out->last_day, &few);
    taking of = {.book = book,
                 .plan = plan,
                 .sums = &sums,
                 .last_day = out->last_day,
                 .dip_day = out->dip_day,
                 .policy_count = 1 + out->customer_count};
    start(&of, arena, &few);
    dc_status status = dc_paths_simulate(book, model, items, line_up(arena, out, book),
                                         of.policy_count, &few, dc_sampling_take, &of.sampling);
    if (status == DC_OK) {
        sum_up(out, &of, arena);
        dc_risk_rank(out);
    }
    dc_cash_taking_end(&of.taking);
    dc_arena_free(arena);
    return status;
}
