/*
 * spread_lots.h - the lots of one customer after the other, in room that is used again.
 */
#ifndef DC_SIMULATE_SPREAD_LOTS_H
#define DC_SIMULATE_SPREAD_LOTS_H

#include "lots.h"

/* All zero: none, and no room yet. */
typedef struct {
    dc_lot   *lot; /* sorted */
    size_t    count, lot_room, column_room;
    dc_stand *place; /* behind the lots' columns */
    double   *column;
} dc_lots;

/* The lots of these items of one customer, their columns still empty. */
void dc_lots_gather(dc_lots *out, const dc_lot_ask *ask, const uint32_t *item, size_t items);
void dc_lots_free(dc_lots *lots);

#endif
