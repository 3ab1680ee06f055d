/*
 * day_law.h - the distribution of one item over days, and how new terms and delays move it: what
 * moves.h does to drawn days.
 */
#ifndef DC_SIMULATE_DAY_LAW_H
#define DC_SIMULATE_DAY_LAW_H

#include "treat.h"

/* Chance of being settled (paid) and written off on each day 1 .. reach. */
typedef struct {
    int32_t reach;
    double *paid, *lost; /* reach + 1 each */
} dc_day_law;

/* Both change `now`; `next` is room of the same reach.  New terms never move a day before the
 * issue. */
void dc_day_law_shift(dc_day_law *now, dc_day_law *next, const dc_new_terms *terms, int32_t issue);

/* The delays whose bit is set.  A share's uniform is one per customer, so delays are nested. */
void dc_day_law_delay(dc_day_law *now, dc_day_law *next, const dc_policy *policy, uint16_t delays);

#endif
