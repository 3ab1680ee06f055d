/*
 * spread.h - how widely the cash of a path spreads around its expectation, without chance.
 *
 * The variance of the cash received by the end of each week, of the law that the paths follow:
 * each item's own, pay runs within a customer, shocks, failures, markets of sales, and what a
 * policy makes of them.  Over currencies together, as shocks and customers tie them.
 * Source: docs/FORMULAS.md, "Variance without paths".
 */
#ifndef DUECAST_SPREAD_H
#define DUECAST_SPREAD_H

#include "duecast/paths.h"

typedef enum {
    DC_SPREAD_EXACT, /* but for rounding */
    DC_SPREAD_CLOSE  /* what customers have in common enters to first order, week by week */
} dc_spread_quality;

typedef struct {
    int32_t           week_count;
    double           *variance; /* week_count + 1: of the cash received by the end of each week */
    dc_spread_quality quality;
} dc_spread;

/* weight[currency]: what a minor unit of it counts; 0 leaves a currency out. */
dc_spread *dc_spread_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_policy *policy, const double *weight,
                          const dc_simulate_options *options);

#endif
