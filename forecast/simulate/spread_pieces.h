/*
 * spread_pieces.h - the customers that meet the same: shares of customers cut the unit interval of
 * their uniforms into pieces.
 */
#ifndef DC_SIMULATE_SPREAD_PIECES_H
#define DC_SIMULATE_SPREAD_PIECES_H

#include "lots.h"

/* Customers with like uniforms of the shares: they meet the same delays and plans, and leave on the
 * same day. */
typedef struct {
    double delay[DC_SHARE_CUTS_MAX + 1], plan[DC_SHARE_CUTS_MAX + 1], kept[DC_SHARE_CUTS_MAX + 1],
        discount[DC_SHARE_CUTS_MAX + 1], stop[DC_SHARE_CUTS_MAX + 1];
    size_t delays, plans, keeps, discounts, stops;
} dc_pieces;

/* Those of a customer's lots. */
void dc_pieces_make(dc_pieces *out, const dc_policy *policy, const dc_lot *lot, size_t lots);

/* One piece of shares, by its middle. */
typedef struct {
    double delay, plan, kept, discount, stop, width;
} dc_piece;

size_t   dc_pieces_count(const dc_pieces *all);
dc_piece dc_pieces_at(const dc_pieces *all, size_t i); /* width 0: nobody */

#endif
