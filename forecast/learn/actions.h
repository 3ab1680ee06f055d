/*
 * actions.h - what was settled after collection actions, beside what the model expects.
 */
#ifndef DC_LEARN_ACTIONS_H
#define DC_LEARN_ACTIONS_H

#include "duecast/model.h"

/* One customer's settlements in one window of one row of dc_action_effects, in the older or the
 * newer half of the recent days; with any expected. */
typedef struct {
    uint32_t customer;
    uint8_t  row, window, half;
    double   actual, expected;
} dc_action_cell;

/* Of one customer's claims past due, by half. */
typedef struct {
    uint32_t customer;
    double   actual[2], expected[2];
} dc_action_level;

typedef struct {
    size_t           count, capacity;
    dc_action_cell  *cell; /* by customer; free() it */
    size_t           level_count, level_capacity;
    dc_action_level *level; /* of all customers walked, with actions or not; free() it */
} dc_action_cells;

/* Walks the claims of a sample of customers; counts what was touched, before and kept, too. */
void dc_actions_walk(dc_action_cells *out, dc_action_effects *effects, const dc_book *book,
                     const dc_model *model);

#endif
