/*
 * spread_strands.h - what of a customer walks, and what of it shares a place in pairs.
 */
#ifndef DC_SIMULATE_SPREAD_STRANDS_H
#define DC_SIMULATE_SPREAD_STRANDS_H

#include "lot_plan.h"

/* A customer with more strands than that has neighbours by due day share a place in pairs: what
 * pairs add is smooth in the due day.  Own variances and means stay those of each. */
enum { DC_CLUSTERS_MOST = 48 };

/* A lot on its walk; of a claim under a plan, one for each step that may be the first missed. */
typedef struct {
    uint32_t lot;
    int32_t  way; /* of the plan; 0: no plan */
    uint32_t cluster;
    double   cash; /* expected to go that way */
} dc_strand;

/* Strands that share a place in pairs. */
typedef struct {
    uint32_t like; /* the strand that stands for all */
    double   cash;
} dc_cluster;

/* Those of one customer.  All zero: none, and no room yet. */
typedef struct {
    dc_strand *strand; /* of one lot side by side */
    size_t     count, room;
    dc_cluster cluster[DC_CLUSTERS_MOST];
    size_t     cluster_count;
    /* squares of items, of cash that goes with each cluster: no pairs; of two that differ, in
     * either place */
    double itself[DC_CLUSTERS_MOST][DC_CLUSTERS_MOST];
} dc_strands;

void dc_strands_make(dc_strands *out, const dc_lot *lot, size_t lots, const dc_lot_ask *ask);
void dc_strands_free(dc_strands *strands);

/* `b` may lie beyond the last. */
bool dc_strands_of_one_lot(const dc_strands *strands, size_t a, size_t b);

#endif
