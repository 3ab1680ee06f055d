/*
 * lots.h - items of one customer with one law and one treatment, and what is known of them without
 * chance on given days.
 */
#ifndef DC_SIMULATE_LOTS_H
#define DC_SIMULATE_LOTS_H

#include "day_law.h"
#include "pairs.h"

/* Of what and when; prepared once, read by all threads. */
typedef struct {
    const dc_book      *book;
    const dc_model     *model;
    const dc_items     *items;
    const dc_policy    *policy;
    const dc_laws      *paced; /* of the items that the policy makes faster or slower */
    const dc_treatment *treatment;
    const int64_t      *extra_sales;
    const double       *weight; /* per currency: what a minor unit of it counts */
    bool                needs_open;
    size_t              day_count;
    int32_t            *day; /* looked at, increasing, >= 1 */
} dc_lot_ask;

typedef struct {
    uint32_t     item; /* one of them; they share all that follows */
    dc_treatment treatment;
    bool         extra;   /* sales that are won: an item of its own */
    bool         planned; /* its customer has taken up the plan that is offered */
    bool         returns; /* planned, and what the plan leaves goes on on its walk */
    bool         gone;    /* its customer has left before it was ordered */
    int32_t      due, origin;
    /* of the walk: as it is, or made faster or slower, before terms and delays move anything */
    const dc_laws *laws;
    uint32_t       table, market;
    double         noise, lasting;
    /* sums over the items; weighted */
    double amount, cash, squares; /* cash: less what is settled without it; its squares */
    /* Of the second moment, the part that is paid on one day and the part that is paid in two with
     * a luck each: with M how often an item occurs, E M = 1, and the chance p that it comes in the
     * parts a and b, E M^2 (cash^2 - 2 p a b) and E M^2 2 p a b. */
    double own, pieces;
    /* on each day */
    dc_stand *place;  /* where its cash, or without its plan would, stand on its walk */
    double   *chance; /* of being paid by then, over all paces; of a plan: expected cash */
    double   *worth;  /* what it is then worth, as a part of `cash`: the mean */
    double   *square; /* and the mean square */
    double   *beyond; /* of what its walk has not settled, paid by then all the same */
    double   *open;   /* chance of being issued and not settled; where needed */
    double    stays;  /* of a dispute that begins when it is settled on its walk; waits.h */
    double   *less, *less_square;
    double   *variance; /* of a plan's cash */
} dc_lot;

/* Adds one item to a lot of its kind (all zero: the first). */
void dc_lot_add(dc_lot *lot, const dc_lot_ask *ask, uint32_t item, bool extra);

/* More is done to an item than to make it faster or slower: what is paid of it by a day is not what
 * its walk has paid by then. */
bool dc_leaves_walk(dc_treatment treatment);

/* 0: the two may be one lot.  By due day, so that neighbours are alike; claims with plans last. */
int dc_lot_compare(const dc_lot *a, const dc_lot *b);

/* One thread's own. */
typedef struct {
    dc_law     law;
    dc_day_law now, next;
    dc_day_law usual; /* where some of it is handed over: the chances of those that may be */
    dc_day_law before, waits, moved; /* and of those disputed */
    double    *square;               /* 2 x (reach + 1): of cash, where items go different ways */
} dc_lot_room;

void dc_lot_room_allocate(dc_lot_room *room, dc_arena *arena, int32_t reach);

/* Share uniforms of customers: of delays, discounts, stops; NAN: over all. */
typedef struct {
    double delay, discount, stop;
} dc_lot_shares;

/* Fills what holds on each day for customers with these uniforms. */
void dc_lot_fill(dc_lot *lot, dc_lot_room *room, const dc_lot_ask *ask, dc_lot_shares u);

#endif
