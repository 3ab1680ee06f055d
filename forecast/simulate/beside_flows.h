/*
 * beside_flows.h - what money beside the receivables is kept in on one thread: beside.c and its
 * charges, which are worked out for many paths at once.
 */
#ifndef DC_SIMULATE_BESIDE_FLOWS_H
#define DC_SIMULATE_BESIDE_FLOWS_H

#include "beside.h"

/* A loss under a limited insurance: it can be settled once all losses of the customer are known. */
typedef struct {
    uint64_t customer;
    int64_t  limit, amount;
    int32_t  day;
    uint16_t path;
    int16_t  insurance;
} dc_loss;

/* What a charge came to last: nearly all paths of an item ask for the same. */
typedef struct {
    uint32_t item; /* UINT32_MAX: nothing has been asked */
    int64_t  part, whole, amount;
} dc_charged;

struct dc_beside_flows {
    const dc_contracting *by;
    int64_t              *flow; /* [which], laid out as those of dc_flows */
    bool                  used[DC_BESIDE_COUNT];
    size_t                loss_count, loss_capacity;
    dc_loss              *losses;
    int64_t              *pool; /* [path][day]: what an insurer pays before aggregates */
    dc_charged            last[DC_CONTRACT_CHARGES_MAX];
};

static inline size_t dc_beside_size(int32_t day_count)
{
    return ((size_t)day_count + 2) * DC_PATH_BLOCK;
}

/* The paths of a tile on one day, to add to. */
static inline int64_t *dc_beside_row(dc_beside_flows *own, dc_beside which, int32_t day,
                                     size_t tile)
{
    size_t rows = (size_t)own->by->day_count + 2;
    own->used[which] = true;
    return own->flow + which * rows * DC_PATH_BLOCK + (tile * rows + (size_t)day) * DC_PATH_TILE;
}

static inline void dc_beside_put(dc_beside_flows *own, dc_beside which, int32_t day, int32_t path,
                                 int64_t amount)
{
    if (day <= own->by->day_count)
        dc_beside_row(own, which, day, (size_t)path / DC_PATH_TILE)[path % DC_PATH_TILE] += amount;
}

/* On the issue day, `times` on each path of a block. */
void dc_beside_put_issued(dc_beside_flows *own, dc_beside which, int32_t issue,
                          const uint8_t times[DC_PATH_BLOCK], int64_t amount);

/* What charges make of how the item leaves. */
void dc_charges_take(const dc_occurrence *of, const dc_leavings *leavings);

/* The same on all paths of a block on which the item leaves in one piece, `times` on each. */
void dc_charges_take_whole(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                           const dc_fate *fate, const uint8_t times[DC_PATH_BLOCK],
                           uint64_t charges);

/* What belongs to no item, on all paths. */
void dc_charges_take_fixed(dc_beside_flows *own);

#endif
