/*
 * placing.h - claims that are handed over to an agency or a court: what becomes of them, drawn and
 * as a law.  Definition: dc_placement in policy.h.
 */
#ifndef DC_SIMULATE_PLACING_H
#define DC_SIMULATE_PLACING_H

#include "day_law.h"
#include "post.h"

/* The day on which an item is handed over if it is open then. */
int32_t dc_placement_day(const dc_placement *of, int32_t issue, int32_t due);

/* The chance that what is handed over on that day is paid. */
double dc_placement_chance(const dc_placement *of, int32_t issue, int32_t due, int32_t day);

/* Who takes over when a plan of a third party ends: the first placement that has the claim in
 * scope; DC_NONE: what the plan itself says. */
int dc_plan_taker(const dc_instalments *plan, uint16_t placements);

/* What follows a miss that ends a plan, where that is not the own law; in days from the miss.  Of
 * the claims `chance` are paid, evenly on `count` days from `first` on, the others are written off
 * on day `lost`.  A placement takes over on day `handed`, not before its own first day. */
typedef struct {
    double  chance;
    int32_t first, count, lost, handed;
} dc_plan_end;
dc_plan_end dc_plan_end_of(const dc_policy *policy, const dc_instalments *plan, uint16_t placements,
                           int32_t issue, int32_t due, int32_t missed);

/* As a law. */
void dc_day_law_of_end(dc_day_law *out, const dc_plan_end *end);

/* Those whose bit is set, in the order of their days; of one day in the order of their rows.  Each
 * has a luck of its own, one uniform for whether and when.  held[path]: not before that day; NULL:
 * nothing holds it. */
void dc_fate_place(dc_fate *fate, dc_luck luck, const dc_policy *policy, uint16_t placements,
                   int32_t issue, int32_t due, const int32_t *held, uint32_t block);

/* The days of those whose bit is set, each once and in order; left[i]: those on day[i] or later.
 * Returns how many. */
size_t dc_placement_days(int32_t  day[DC_POLICY_PLACEMENTS_MAX],
                         uint16_t left[DC_POLICY_PLACEMENTS_MAX + 1], const dc_policy *policy,
                         uint16_t placements, int32_t issue, int32_t due);

/* The luck of the part that comes apart is that of its own entity.  `all` is the chance of all that
 * `now` holds, what comes after its reach included. */
void dc_day_law_place(dc_day_law *now, const dc_policy *policy, uint16_t placements, int32_t issue,
                      int32_t due, double all);

#endif
