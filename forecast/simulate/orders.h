/*
 * orders.h - how often the slots of future sales occur: 0, 1, 2 or 4 times, once on average.
 *
 * The sales of a market - a segment in one currency and 4-week period, or what a plan says of a
 * scope - move together: on each path the market has a factor F with mean 1 and the standard
 * deviation its habit or plan tells, and a slot's chances 9, 8, 6, 1 in 24 are tilted, c_k x^k, so
 * that it then occurs F times on average.  F takes the DC_MARKET_LEVELS equally likely values of a
 * lognormal law, stretched to mean and variance exactly; without noise it is 1 and nothing is
 * tilted.  A slot of dispersion D below 1 takes that law with chance D and else the surest one of
 * mean F, whole numbers next to it alone: without noise its variance is D.  With D above 1 it takes
 * a wider law in its place with chance D - 1, of chances 11, 4, 2, 3 in 20 and variance 2.
 * With some chance of its own a market's F is not the market's but that of the level of all sales,
 * which is the same for all of a path: so what strays for good adds up.  A slot that is certain
 * occurs once on every path, whatever its market does.  Amounts are never scaled: every path is a
 * sum of whole invoices.  Formulas: docs/FORMULAS.md.
 */
#ifndef DC_SIMULATE_ORDERS_H
#define DC_SIMULATE_ORDERS_H

#include "duecast/paths.h"

enum { DC_MARKET_LEVELS = 256 };

/* One noise and dispersion: at each level the words from which on a slot occurs at all, twice, four
 * times. */
typedef struct {
    double   noise;         /* standard deviation of F */
    double   dispersion;    /* D */
    double   second_moment; /* of the number of times, over all levels */
    bool     certain;       /* once, always: nothing is drawn */
    uint32_t once[DC_MARKET_LEVELS], twice[DC_MARKET_LEVELS], four[DC_MARKET_LEVELS];
} dc_order_law;

/* The laws and markets of all slots; made once, read by all threads. */
typedef struct dc_orders {
    size_t        claim_count, slot_count;
    size_t        law_count;
    dc_order_law *law;
    uint32_t     *law_of; /* per slot */
    size_t        market_count;
    uint64_t     *market;  /* identities, increasing */
    uint32_t     *follows; /* per slot: of 2^16, how often its market's level is the lasting one */
    uint32_t     *market_of; /* per slot */
    uint32_t     *order;     /* all items: claims, then slots by market */
} dc_orders;

/* Needs items->market, items->noise, items->dispersion and items->certain. */
const dc_orders *dc_orders_make(dc_arena *arena, const dc_items *items);

/* E M^2 of a slot. */
double dc_orders_second_moment(const dc_orders *orders, size_t item);

/* Where the items of `order` that belong to share `s` of `shares` start: no market is divided. */
size_t dc_orders_share(const dc_orders *orders, size_t share, size_t shares);

/* Whether the market ends with the i-th item of `order`. */
bool dc_orders_market_ends(const dc_orders *orders, size_t i);

/* One thread's luck of the markets, drawn once a block of paths. */
typedef struct dc_order_luck dc_order_luck;

dc_order_luck *dc_order_luck_new(const dc_orders *orders);
void           dc_order_luck_free(dc_order_luck *own);

/* times[i]: how often the item - a slot, or what hangs on it - occurs on path i of the block.
 * `luck` is its own; the market's has the same seed. */
void dc_orders_draw(uint8_t times[DC_PATH_BLOCK], dc_order_luck *own, uint32_t item, dc_luck luck,
                    uint32_t block);

#endif
