/*
 * cash_samples.h - receipts of a block become cash by day, and what is kept of it.
 *
 * A block of paths is handled by one thread, its currencies one after the other and its scenarios
 * within each: receipts of a scenario are gathered over the currencies, what strays is drawn once
 * for all scenarios, and with the last currency the days are rolled forward.
 */
#ifndef DC_MEASURE_CASH_SAMPLES_H
#define DC_MEASURE_CASH_SAMPLES_H

#include "duecast/cash_tail.h"

/* A day whose values are kept. */
typedef struct {
    int32_t day, column;
    int32_t aged;    /* of dc_days_aged, or DC_NONE */
    bool    is_back; /* sales alone, into that month's column of sales_before */
} dc_mark;

/* What working capital moved by since the as-of date: [column][path]; NULL: nothing moves it. */
typedef struct {
    double *inventory, *payables, *tax;
} dc_capital_moves;

/* Columns of path_count doubles, whole minor units. */
typedef struct {
    /* [period][path] by its end; flows since the as-of date.  measures: what they bring less what
     * they cost, beside the receivables */
    double          *receipts, *measures, *before_line, *drawn, *interest;
    double          *lowest[DC_REACHES]; /* [path] of before_line */
    double          *lowest_day[DC_REACHES];
    double          *first_short, *first_gap; /* [path] day; INFINITY: never */
    double          *driven; /* [driven][period][path] by its end: cash that sales drive */
    dc_capital_moves moves;
    double *bearable[DC_REACHES]; /* [path] fewest days of delay that lead to a gap; INFINITY:
                                      * none does; NULL: not asked for */
} dc_cash_samples;

/* Days of a tile, to be rolled: receipts and strayed as in dc_cash_roll; `space` has room for three
 * times its days. */
typedef struct {
    const dc_cash_plan *plan;
    const double       *receipts;
    const int64_t      *strayed;
    int64_t            *space;
} dc_cash_tile;

/* Sees a tile after it was rolled forward, from several threads at once. */
typedef void dc_cash_watch(void *context, const dc_block *block, size_t tile,
                           const dc_cash_tile *at, dc_cash_days *days);

/* What a wave of scenarios gathers. */
typedef struct {
    const dc_cash_plan *plan;
    uint64_t            seed;
    bool                expected;  /* one path, and nothing strays */
    bool                delays;    /* of scenario 0 `bearable` is wanted */
    bool                gaps_only; /* of all that is kept by period nothing is */
    uint32_t            path_count;
    uint16_t            last_currency;
    size_t              scenario_count;
    dc_cash_samples    *samples;  /* per scenario */
    double            **receipts; /* [scenario][block]: [tile][day][path], behind them sales
                                   * and exchange where they drive anything; NULL: none at hand */
    size_t              mark_count;
    const dc_mark      *marks;   /* of the columns of moves */
    int64_t           **strayed; /* [block]: likewise */
    dc_cash_watch      *watch;   /* NULL: nobody */
    void               *watch_context;
} dc_cash_taking;

/* Bytes of the samples of one scenario with these options. */
size_t dc_cash_samples_bytes(const dc_book *book, const dc_simulate_options *options);

typedef enum { DC_CASH_OF_ALL, DC_CASH_WITH_DELAYS, DC_CASH_GAPS_ONLY } dc_cash_wanted;
void dc_cash_taking_start(dc_cash_taking *out, const dc_cash_plan *plan, const dc_book *book,
                          const dc_simulate_options *options, size_t scenario_count,
                          dc_cash_wanted wanted);
void dc_cash_taking_end(dc_cash_taking *taking);

/* Of a currency, translated: sums by the end of the day before. */
typedef struct {
    double cash[DC_PATH_TILE], sales[DC_PATH_TILE];
} dc_cash_sums;

/* Takes what a day brought beside what other currencies did, given the sums by its end; `before`
 * goes on to them. */
void dc_cash_taking_day(dc_cash_taking *taking, const dc_block *block, size_t tile, int32_t day,
                        dc_cash_sums *before, const double cash[DC_PATH_TILE],
                        const double sales[DC_PATH_TILE]);

/* After the last currency of a scenario: rolls the block forward. */
void dc_cash_taking_block(dc_cash_taking *taking, const dc_block *block);

/* The factor of a way of straying on each path of a block. */
void dc_cash_factors(double out[DC_PATH_BLOCK], const dc_cash_stray *stray, uint64_t seed,
                     uint32_t block);

/* Fewest days later that every payment may come until there is a gap, by reach and path. */
void dc_cash_bearable(double out[DC_REACHES][DC_PATH_TILE], const dc_cash_tile *tile);

int32_t dc_cash_reach_day(const dc_cash_plan *plan, int reach);

#endif
