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

/* The stops whose bit is set; what customers with share uniform `u` (NAN: all of them) never pay
 * goes over from paid to lost. */
void dc_day_law_stop(dc_day_law *now, dc_day_law *next, const dc_policy *policy, uint16_t stops,
                     int32_t issue, double u);

/* All of it waits until a dispute is settled, of those settled on the days first .. last alone
 * (INT32_MAX: without end), counted from when they arose; dc_dispute_chance is the chance of these.
 */
void   dc_day_law_wait(dc_day_law *now, dc_day_law *next, const dc_dispute *dispute, int32_t first,
                       int32_t last);
double dc_dispute_chance(const dc_dispute *dispute, int32_t first, int32_t last);

/* Of what is paid the share `loss` never is. */
void dc_day_law_lose(dc_day_law *now, double loss);

/* to = from * chance. */
void dc_day_law_scale(dc_day_law *to, const dc_day_law *from, double chance);

/* Who may take a discount: customers with share uniform `u` (NAN: all of them), but for the part
 * `apart` that pays in two parts, and for what is written off by day `known`. */
typedef struct {
    double  u, apart;
    int32_t known;
} dc_takers;

/* What is paid less the discount by day `last` goes from `now` to `taken`, and its chance is
 * returned.  `all` is the chance of all that `now` holds, what comes after its reach included. */
double dc_day_law_discount(dc_day_law *taken, dc_day_law *now, const dc_discount *discount,
                           int32_t last, dc_takers who, double all);

/* Where claims are disputed and discounts taken: now->paid becomes the cash that comes on a day,
 * as a part of what is owed, in the middle over items that are and are not; square[] what it adds
 * to the middle of the square of what has come.  `usual` holds the law before, then the chances of
 * those that are neither, which are returned in all.  NULL: no dispute, no discount. */
double dc_day_law_split(dc_day_law *now, dc_day_law *next, double *square, dc_day_law *usual,
                        const dc_dispute *dispute, const dc_discount *discount, int32_t last,
                        dc_takers who);

#endif
