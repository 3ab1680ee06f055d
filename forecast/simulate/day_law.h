/*
 * day_law.h - the distribution of one item over days, and how new terms and delays move it: what
 * moves.h does to drawn days.
 */
#ifndef DC_SIMULATE_DAY_LAW_H
#define DC_SIMULATE_DAY_LAW_H

#include "laws.h"

/* Chance of being settled (paid) and written off on each day 1 .. reach. */
typedef struct {
    int32_t reach;
    double *paid, *lost; /* reach + 1 each */
} dc_day_law;

dc_day_law dc_day_law_new(dc_arena *arena, int32_t reach);

/* Of a cumulative law of the same reach. */
void dc_day_law_fill(dc_day_law *out, const dc_law *law);

/* Both change `now`; `next` is room of the same reach.  New terms never move a day before the
 * issue. */
void dc_day_law_shift(dc_day_law *now, dc_day_law *next, const dc_new_terms *terms, int32_t issue);

/* The delays whose bit is set.  A share's uniform is one per customer, so delays are nested. */
void dc_day_law_delay(dc_day_law *now, dc_day_law *next, const dc_policy *policy, uint16_t delays);

/* [0, 1) cut at the shares of the delays or plans whose bit is set: within a piece all customers
 * meet the same ones.  Returns the number of pieces; piece i is cut[i] .. cut[i + 1], maybe empty.
 */
enum { DC_SHARE_CUTS_MAX = DC_POLICY_DELAYS_MAX + 1 };
_Static_assert(DC_POLICY_PLANS_MAX <= DC_POLICY_DELAYS_MAX, "room for both");
size_t dc_delay_cuts(double cut[DC_SHARE_CUTS_MAX + 1], const dc_policy *policy, uint16_t delays);
size_t dc_plan_cuts(double cut[DC_SHARE_CUTS_MAX + 1], const dc_policy *policy, uint16_t plans);

/* The delays that the customers with share uniform `u` meet. */
void dc_day_law_delay_at(dc_day_law *now, dc_day_law *next, const dc_policy *policy,
                         uint16_t delays, double u);

#endif
