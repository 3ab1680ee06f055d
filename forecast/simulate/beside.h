/*
 * beside.h - money beside the receivables: what factors and insurers take and bring.
 *
 * Neither changes when a customer pays.  So this stage only looks at how each item leaves the
 * ledger in the end - after terms, delays, plans and failures - and adds flows of its own.
 */
#ifndef DC_SIMULATE_BESIDE_H
#define DC_SIMULATE_BESIDE_H

#include "contracts.h"
#include "post.h"

/* The flows of one scenario on one thread; for a block of paths, over all currencies. */
typedef struct dc_beside_flows dc_beside_flows;

dc_beside_flows *dc_beside_new(const dc_contracting *by); /* NULL where it moves no money */
void             dc_beside_free(dc_beside_flows *own);
void             dc_beside_clear(dc_beside_flows *own);
size_t           dc_beside_bytes(const dc_policy *policy, const dc_simulate_options *options);

/* An item on a path on which it occurs. */
typedef struct {
    dc_beside_flows   *flows;
    const dc_terms_of *terms;
    uint32_t           item;
    int32_t            path, times;
    uint64_t           charges; /* that it meets on its way */
} dc_occurrence;

/* Sorts the leavings. */
void dc_beside_take(const dc_occurrence *of, dc_leavings *leavings);

/* All paths of an item that is not under a plan. */
void dc_beside_take_fate(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                         const dc_fate *fate, dc_way way);

/* What of a claim goes one way; fates that have their recoveries told in the terms. */
typedef struct {
    const dc_terms_of *terms;
    const dc_fate     *fate;
} dc_beside_part;

/* All paths of an item that goes two ways at once; the second may be NULL.  It is not handed over
 * on days before held[path]. */
void dc_beside_take_two(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                        const dc_beside_part *first, const dc_beside_part *second,
                        const int32_t held[DC_PATH_BLOCK]);

/* `conceded` of each occurrence that is paid; `own` may be NULL. */
void dc_beside_concede(dc_beside_flows *own, uint32_t item, const dc_fate *fate, int64_t conceded);

/* Once all items of the block have been taken: indemnities of limited insurances. */
void dc_beside_close(dc_beside_flows *own);

/* Points the block at the flows. */
void dc_beside_tell(dc_block *block, const dc_beside_flows *own);

#endif
