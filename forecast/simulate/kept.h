/*
 * kept.h - flows of the book as it stands, kept from one simulation to the next (paths.h).
 *
 * A policy that touches few items is posted as its difference to them, and what no policy touches
 * is then not even drawn.
 */
#ifndef DC_SIMULATE_KEPT_H
#define DC_SIMULATE_KEPT_H

#include "post.h"
#include "simulation.h"

/* Before a simulation: what was kept of other items, seeds, horizons or aged days is forgotten, and
 * so is all where fewer blocks were kept than it will run. */
void dc_kept_begin(dc_kept_flows *kept, const dc_simulation *sim);

/* Whether all blocks that it will run are kept; after dc_kept_begin. */
bool dc_kept_knows(const dc_kept_flows *kept, const dc_simulate_options *options);

/* As posted, before ageing.  Different blocks may be put and taken at the same time. */
void dc_kept_put(dc_kept_flows *kept, const dc_flows *flows, uint32_t block, uint16_t currency);

/* Into flows that are clear. */
void dc_kept_take(const dc_kept_flows *kept, dc_flows *flows, uint32_t block, uint16_t currency);

#endif
