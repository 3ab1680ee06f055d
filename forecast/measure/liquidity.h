/* liquidity.h - what the cash of all paths comes to. */
#ifndef DC_MEASURE_LIQUIDITY_H
#define DC_MEASURE_LIQUIDITY_H

#include "cash_samples.h"

/* The lines of a plan: the same in every scenario. */
typedef struct {
    const dc_cash_plan *plan;
    dc_estimate        *rows, *sections;          /* [row][period], [section][period] */
    double             *values[DC_CASH_SECTIONS]; /* [period][path]: sums of rows; free() */
} dc_cash_lines;

/* NULL: nothing but receipts is known. */
dc_cash_lines *dc_cash_lines_make(dc_arena *arena, const dc_book *book,
                                  const dc_simulate_options *options, const dc_ranks *ranks);
void           dc_cash_lines_free(dc_cash_lines *lines); /* accepts NULL */

/* Starts the taking of a wave of scenarios; NULL where there are no lines. */
dc_cash_taking *dc_cash_lines_take(const dc_cash_lines *lines, dc_cash_taking *taking,
                                   const dc_book *book, const dc_simulate_options *options,
                                   size_t scenario_count, dc_cash_wanted wanted);

/* exact: the expectation as its only path; NULL: these samples are.  drawn: indemnities are cut off
 * by limits, so that they have none. */
dc_liquidity *dc_liquidity_make(dc_arena *arena, const dc_cash_lines *lines,
                                const dc_cash_samples *samples, const dc_cash_samples *exact,
                                bool drawn, const dc_simulate_options *options,
                                const dc_ranks *ranks);

/* The first scenario of a run is the empty policy: how much later all may pay, from what each of
 * its paths bears. */
dc_status dc_reverse_stress_find(dc_liquidity *out, const dc_cash_lines *lines,
                                 const dc_cash_samples *samples, const dc_book *book,
                                 const dc_model *model, const dc_items *items,
                                 const dc_simulate_options *options);

#endif
