/*
 * given_spread.h - claims of made-up customers, how widely their cash spreads, and whether it does
 * so on paths.
 */
#ifndef DUECAST_TESTS_GIVEN_SPREAD_H
#define DUECAST_TESTS_GIVEN_SPREAD_H

#include "duecast/spread.h"
#include "support/given.h"

enum { GIVEN_HORIZON = 91, GIVEN_WEEKS = 13 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_policy           policy;
    dc_simulate_options options;
} given_futures;

/* Claims only: everything was issued on one day and nothing comes again within the horizon. */
given_futures given_futures_of(int customers, int claims, int step, dc_together together);
void          given_futures_drop(given_futures *f);

/* Of cash in the first currency. */
dc_spread *given_spread_of(const given_futures *f);

/* Everybody pays slower from tomorrow on: the chance S of being unpaid becomes S^power. */
dc_policy given_patience(double power);

/* Variance of cumulative cash at the end of each week: within 4.5 of its standard errors, and
 * `lacks` of itself where it is known to first order. */
void assert_paths_agree(given_futures *f, uint32_t paths, double lacks);

#endif
