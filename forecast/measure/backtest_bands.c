/*
 * backtest_bands.c - possible futures of the weeks after an origin.
 *
 * Duecast's come from the simulator itself, so that they hold whatever it says moves together; the
 * number of claims settled is the same simulation of claims of one minor unit each.  The naive
 * rules know nothing of that: their claims are drawn one by one, all rules with the same luck.
 */
#include <string.h>

#include "backtest_parts.h"

enum { B = DC_PATH_BLOCK, WEEK = 7 };

/* ---- Duecast ---- */

typedef struct {
    const dc_book *book;
    int32_t        weeks;
    uint32_t       path_count;
    bool           recoveries; /* what comes back of write-offs is wanted, too */
    double        *cash;       /* filled: cash received, week by week */
} simulated;

static int64_t cash_of_week(const dc_block *block, int32_t week, uint32_t path, bool recoveries)
{
    int64_t sum = 0;
    for (int32_t day = WEEK * week + 1; day <= WEEK * (week + 1); day++)
        sum += dc_block_at(block, DC_FLOW_SETTLED_NOT_DUE, day, path) +
               dc_block_at(block, DC_FLOW_SETTLED_OVERDUE, day, path) -
               dc_block_at(block, DC_FLOW_NOT_CASH, day, path) -
               dc_block_at(block, DC_FLOW_WRITTEN_OFF, day, path) +
               (recoveries ? dc_block_at(block, DC_FLOW_RECOVERED, day, path) : 0);
    return sum;
}

/* Currencies of one block come one after the other, blocks write different paths: no lock. */
static void take_block(void *context, const dc_block *block)
{
    const simulated *out = context;
    for (int32_t week = 0; week < out->weeks; week++) {
        double *row = out->cash + (size_t)week * out->path_count + (size_t)block->block * B;
        for (uint32_t path = 0; path < block->path_count; path++) {
            dc_money cash = DC_MONEY(cash_of_week(block, week, path, out->recoveries));
            row[path] += (double)dc_book_translate(out->book, block->currency, cash).minor;
        }
    }
}

dc_status dc_futures_simulate(double *cash, const dc_backtest_case *one, const dc_items *items,
                              int32_t weeks, const dc_backtest_options *options, bool recoveries)
{
    static const dc_policy        none = {0};
    static const dc_policy *const policies[] = {&none};
    dc_simulate_options           simulate = DC_SIMULATE_OPTIONS_INIT;
    simulated                     out = {one->past, weeks, options->path_count, recoveries, cash};

    simulate.horizon_days = weeks * WEEK;
    simulate.path_count = options->path_count;
    simulate.seed = options->seed;
    simulate.threads = 1;
    simulate.stop = options->stop;
    return dc_paths_simulate(one->past, one->model, items, policies, 1, &simulate, take_block,
                             &out);
}

/* The same claims, each worth one minor unit of the book currency, all of it cash. */
static dc_items one_unit_each(const dc_backtest_case *one)
{
    dc_items items = *one->items;
    items.amount = dc_arena_alloc(one->arena, one->count, sizeof *items.amount);
    items.not_cash = dc_arena_alloc(one->arena, one->count, sizeof *items.not_cash);
    items.credits = dc_arena_alloc(one->arena, one->count, sizeof *items.credits);
    items.unapplied = dc_arena_alloc(one->arena, one->count, sizeof *items.unapplied);
    items.currency = dc_arena_alloc(one->arena, one->count, sizeof *items.currency);
    for (size_t i = 0; i < one->count; i++) {
        items.amount[i] = 1;
        items.currency[i] = one->past->home;
    }
    return items;
}

/* ---- naive rules ---- */

/* week[i]: in which week the claim is settled on the i-th path of the block; `weeks`: later. */
static void draw_weeks(uint8_t week[B], const uint32_t word[B], const double *by_week, int weeks)
{
    memset(week, 0, B);
    for (int w = 0; w < weeks; w++) {
        double   level = by_week[w] * 0x1p32;
        uint32_t limit = level < 0x1p32 - 1.0 ? (uint32_t)level : UINT32_MAX;
        for (int i = 0; i < B; i++)
            week[i] = (uint8_t)(week[i] + (word[i] >= limit));
    }
}

static void add_claim(double *cash, double *count, uint32_t path_count, const uint8_t week[B],
                      int weeks, double amount)
{
    for (int i = 0; i < B; i++) {
        if (week[i] == weeks)
            continue;
        size_t at = (size_t)week[i] * path_count + (size_t)i;
        cash[at] += amount;
        count[at] += 1.0;
    }
}

static void draw_claim(const dc_futures *out, const dc_backtest_case *one, size_t claim,
                       uint32_t block, double *const by_week[DC_RULE_COUNT], uint64_t seed)
{
    dc_luck  luck = {seed, one->items->entity[claim], DC_PURPOSE_BACKTEST};
    uint32_t word[B];
    uint8_t  week[B];
    size_t   at = (size_t)block * B;

    dc_uniform_block(word, luck, block, 0);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        if (rule == DC_RULE_DUECAST || !out->cash[rule])
            continue;
        draw_weeks(week, word, by_week[rule] + claim * WEEKS, one->horizon);
        add_claim(out->cash[rule] + at, out->count[rule] + at, out->path_count, week, one->horizon,
                  one->amount[claim]);
    }
}

dc_status dc_futures_make(dc_futures *out, const dc_backtest_case *one,
                          double *const by_week[DC_RULE_COUNT], const dc_backtest_options *options)
{
    size_t    values = (size_t)options->path_count * WEEKS;
    dc_items  units = one_unit_each(one);
    dc_status status;

    *out = (dc_futures){.path_count = options->path_count};
    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        if (!dc_rule_has_bands((dc_rule)rule))
            continue;
        out->cash[rule] = dc_arena_alloc(one->arena, values, sizeof(double));
        out->count[rule] = dc_arena_alloc(one->arena, values, sizeof(double));
    }
    for (size_t claim = 0; claim < one->count; claim++)
        for (uint32_t block = 0; block < options->path_count / B; block++)
            draw_claim(out, one, claim, block, by_week, options->seed);
    status = dc_futures_simulate(out->cash[DC_RULE_DUECAST], one, one->items, one->horizon, options,
                                 true);
    return status != DC_OK ? status
                           : dc_futures_simulate(out->count[DC_RULE_DUECAST], one, &units,
                                                 one->horizon, options, false);
}
