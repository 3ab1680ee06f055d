/*
 * waits.h - items that are disputed once they are settled on their walk: what they bring then hangs
 * on how long ago that was.
 *
 * Two of a customer that were settled together have waited as long, whether or not their own
 * disputes are over.  So beside "open" and "paid" each is followed by a third figure, stays^d where
 * it was settled d days ago; pairs.h by the products of these.
 */
#ifndef DC_SIMULATE_WAITS_H
#define DC_SIMULATE_WAITS_H

#include "pairs.h"

/* Columns of a walk that waits, of `weeks` + 1 and of `days` each, in one block of
 * dc_waits_size(). */
size_t dc_waits_size(size_t weeks, size_t days);
void   dc_waits_place(dc_waits *waits, double *column, size_t weeks, size_t days);

/* Before the first week; each week; and each place once walked->cash and left are known. */
void dc_waits_begin(dc_walked *walked);
void dc_waits_walk_week(dc_walked *walked, const dc_shocks *shocks, int32_t week);
void dc_waits_look(dc_walked *walked, const dc_shocks *shocks, size_t j);

/* How stays^d of what is settled in a week by a place of it leans on the week's shock: what comes
 * sooner in a good week has also waited longer. */
double dc_waits_lean(const dc_walked *walked, const dc_shocks *shocks, const double *lean,
                     dc_stand place);

/* Of cash by the j-th place, as far as it hangs on the walk. */
double dc_waits_variance(const dc_walked *walked, size_t j);

/* dc_pair_covariance where one of the two waits, or both do; zeros come in. */
void dc_waiting_covariance(double *covariance, const dc_walked *a, const dc_walked *b,
                           double run_share, const dc_shocks *shocks, size_t place_count);

#endif
