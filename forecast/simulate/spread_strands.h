/*
 * spread_strands.h - what of a customer walks, and what of it shares a place in pairs.
 */
#ifndef DC_SIMULATE_SPREAD_STRANDS_H
#define DC_SIMULATE_SPREAD_STRANDS_H

#include "lot_plan.h"

/* A lot on its walk; of a claim under a plan, one for each step that may be the first missed. */
typedef struct {
    uint32_t lot;
    int32_t  way; /* of the plan; 0: no plan */
    uint32_t cluster;
    double   cash; /* expected to go that way */
} dc_strand;

/* Strands that share a place in pairs: the one with the most cash stands for all, and in pairs of
 * theirs the next one beside it; the same where there is no other. */
typedef struct {
    uint32_t like, next;
    double   cash;
} dc_cluster;

/* Those of one customer.  With more than `most` of them neighbours by due day share a place in
 * pairs: what pairs add is smooth in the due day.  Own variances and means stay those of each. */
typedef struct {
    dc_strand  *strand; /* of one lot side by side */
    size_t      count, room, most;
    dc_cluster *cluster;
    size_t      cluster_count;
    double     *itself; /* see below */
} dc_strands;

void dc_strands_allocate(dc_strands *out, dc_arena *arena, size_t most);
void dc_strands_make(dc_strands *out, const dc_lot *lot, size_t lots, const dc_lot_ask *ask);
void dc_strands_free(dc_strands *strands);

/* Of plans, the products of what of one claim goes with each cluster: no pairs.  Of two clusters
 * that differ, in either place. */
static inline double *dc_strands_itself(const dc_strands *strands, size_t a, size_t b)
{
    return &strands->itself[a * strands->cluster_count + b];
}

/* `b` may lie beyond the last. */
bool dc_strands_of_one_lot(const dc_strands *strands, size_t a, size_t b);

#endif
