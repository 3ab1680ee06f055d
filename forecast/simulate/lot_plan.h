/*
 * lot_plan.h - a claim paid by plan, without chance: the first step missed, of which claims know
 * nothing of each other, and when what the plan then leaves is settled.
 *
 * By its own law it is settled on the walk of the claim counted from the missed day, with all that
 * ties walks together; else by itself.
 */
#ifndef DC_SIMULATE_LOT_PLAN_H
#define DC_SIMULATE_LOT_PLAN_H

#include "lots.h"

/* Way m: step m is the first one missed, m >= 1; the last way: none is.  Weighted. */
typedef struct {
    int32_t count; /* ways are 1 .. count */
    int32_t day[DC_PLAN_STEPS_MAX];
    double  step[DC_PLAN_STEPS_MAX]; /* cash */
    double  chance[DC_PLAN_STEPS_MAX + 1];
    double  rest[DC_PLAN_STEPS_MAX + 1]; /* cash that a way leaves */
} dc_plan_ways;

void dc_plan_ways_make(dc_plan_ways *out, const dc_lot *lot, const dc_lot_ask *ask);

/* Adds what a way brings to mean and second moment by each day; `settled` is the chance that what
 * it leaves is paid by then, NULL: nothing is left. */
void dc_plan_ways_add(double *mean, double *second, const dc_plan_ways *ways, int32_t way,
                      const double *settled, const dc_lot_ask *ask);

/* Where the walk of a lot stands `missed` days before each day looked at. */
void dc_lot_look_back(dc_stand *place, const dc_lot *lot, const dc_lot_ask *ask, int32_t missed);

/* Fills chance, variance and open over all paces; room->now: the law of the claim, day by day. */
void dc_lot_fill_plan(dc_lot *lot, dc_lot_room *room, const dc_lot_ask *ask);

#endif
