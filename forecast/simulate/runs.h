/*
 * runs.h - items that are settled together: one walk through the weeks on the paths of a block.
 *
 * The law of the walk is told in duecast/rises.h.
 */
#ifndef DC_SIMULATE_RUNS_H
#define DC_SIMULATE_RUNS_H

#include "kernel.h"
#include "laws.h"

/* What all items of a block of paths have in common, on one thread. */
typedef struct {
    const dc_together *together;
    uint64_t           seed;
    uint32_t           block;
    dc_weeks           weeks;
    dc_runs            runs;
    uint64_t           runs_of; /* identity of the customer they are of; 0: nobody's */
} dc_tide;

void dc_tide_allocate(dc_tide *out, const dc_together *together, uint64_t seed, int32_t day_count);
void dc_tide_free(dc_tide *tide);
void dc_tide_turn(dc_tide *tide, uint32_t block);

/* drawn[i]: as dc_table_draw has it.  `customer` 0: an item that meets nobody.  `groups`: bits of
 * the groups of paths that are asked for; the others stay open. */
void dc_tide_draw(uint16_t drawn[DC_PATH_BLOCK], dc_tide *tide, const dc_table *table,
                  int32_t origin, uint64_t entity, uint64_t customer, uint32_t groups);

#endif
