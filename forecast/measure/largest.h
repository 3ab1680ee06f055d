/* largest.h - the most that one independent part of a path can bring. */
#ifndef DC_MEASURE_LARGEST_H
#define DC_MEASURE_LARGEST_H

#include "duecast/paths.h"

/* In the book currency, minor units, credits included: of one claim, of one slot 4 times, of all
 * slots of a market 4 times where noise moves them together, or what the level of sales moves. */
double dc_largest_part(const dc_book *book, const dc_items *items);

/* Of one item alone: of a claim or a certain slot, or of another slot 4 times. */
double dc_largest_item(const dc_book *book, const dc_items *items);

#endif
