/*
 * given_future.h - a given company with its model, today's figures and the items to simulate.
 */
#ifndef DUECAST_TESTS_GIVEN_FUTURE_H
#define DUECAST_TESTS_GIVEN_FUTURE_H

#include "support/given.h"

#include "duecast/metrics.h"

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_today            today;
    dc_simulate_options options; /* the usual ones with that horizon */
} given_future;

/* Takes over the book and its model. */
given_future given_future_of(dc_book *book, dc_model *model, int32_t horizon_days);
void         given_future_free(given_future *given);

#endif
