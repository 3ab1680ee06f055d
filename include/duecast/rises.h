/*
 * rises.h - the law of an item as a walk through the weeks, for items that are settled together.
 *
 * Week k (from 0) holds the days 7k + 1 .. 7k + 7 after the as-of date.  On a path with pace m that
 * week, an item that is open when week k begins is settled by the j-th day of it iff its luck is
 * below m * rise[7 (k - first week) + j].  Its luck is an exponential variate: its own, what is
 * left of it after the weeks survived (the last rise of each, times the pace), or in a week of a
 * pay run the one of its customer, new every week.  Write-off is a risk apart: the item is written
 * off where that comes before it would have been settled.
 *
 * Rises are made so that the item alone has its law, whatever the paces: for the hazard g summed
 * over the time that a pace lasts, the rise is the x with E exp(-pace x) = exp(-g).
 * Source: docs/FORMULAS.md, "What moves together".
 */
#ifndef DUECAST_RISES_H
#define DUECAST_RISES_H

#include "duecast/model.h"

enum { DC_RISES_SPARE = 4 };

typedef struct {
    int32_t start;       /* the first day of the law is the start-th of its week, 0 .. 6 */
    int32_t week_count;  /* from that week on */
    int32_t quiet_weeks; /* the first of them, in which nobody pays; not the last */
    float  *rise;        /* week_count x 7; does not fall inside a week; 0 before the first day */
    float  *week_rise;   /* at the end of each week; DC_RISES_SPARE zeros follow */
    /* Day by day from the first: a word below loss[i] means written off by day i + 1; NULL where
     * nothing ever is. */
    uint32_t *loss;
} dc_rises;

/* True: claims are not independent of each other. */
bool dc_is_tied(const dc_together *together);

/* What takes the mean over paces out of a law. */
typedef struct dc_damping dc_damping;
dc_damping               *dc_damping_make(dc_arena *arena, const dc_together *together);

/* Room for laws of so many days, the first of them the start-th of its week. */
void dc_rises_allocate(dc_rises *out, dc_arena *arena, int32_t day_count, int32_t start,
                       bool any_lost);

/* day_count of the law is the one that room was made for; its day 1 is the first. */
void dc_rises_fill(dc_rises *rises, const dc_law *law, const dc_damping *damping);

#endif
