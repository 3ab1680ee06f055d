/*
 * post.h - one item's outcome on 256 paths becomes flows.
 */
#ifndef DC_SIMULATE_POST_H
#define DC_SIMULATE_POST_H

#include "failures.h"
#include "kernel.h"
#include "leavings.h"

/* The accumulators of one scenario on one thread; matrices are cleared only where they were used.
 * */
typedef struct {
    int32_t        day_count;
    int64_t       *flow[DC_FLOW_COUNT]; /* DC_TILES x (day_count + 2) x DC_PATH_TILE each */
    bool           used[DC_FLOW_COUNT];
    size_t         report_count; /* of dc_days_aged */
    const int32_t *report_days;
    int16_t       *report_from; /* [0 .. day_count + 1]: the first report on that day or later */
    const dc_ageing_edges *edges;
    int64_t               *ageing; /* [tile][report][bucket][DC_PATH_TILE] */
    int64_t               *all;    /* the one piece of memory behind flow and ageing */
} dc_flows;

void dc_flows_allocate(dc_flows *flows, int32_t day_count, const dc_ageing_edges *edges,
                       const dc_simulate_options *options);
void dc_flows_free(dc_flows *flows);
void dc_flows_clear(dc_flows *flows);
void dc_flows_add(dc_flows *flows, const dc_flows *more);

/* Buckets that posting leaves alone: what is not due, and what fell due last, are what the balances
 * say less the other buckets.  Most items are never older. */
enum { DC_BUCKETS_LEFT = 2 };

/* Works these out once all is posted; `not_due` and `overdue` are what the items hold today. */
void dc_flows_age(dc_flows *flows, int64_t not_due, int64_t overdue);

enum { DC_LOST_BY_FAILURE = 2 }; /* the customer failed; a part comes back */

/* What happened to an item on the paths of a block. */
typedef struct dc_fate dc_fate;
struct dc_fate {
    uint16_t day[DC_PATH_BLOCK];   /* >= 1; may lie beyond the horizon, up to DC_DAY_NEVER */
    uint8_t  lost[DC_PATH_BLOCK];  /* written off on that day: 1, or DC_LOST_BY_FAILURE */
    uint8_t  times[DC_PATH_BLOCK]; /* how often it occurs: 1 for a claim */
    bool     once;                 /* a claim: times are all 1 */
    bool     any_lost, any_failed;
    uint16_t latest[DC_TILES]; /* of `day` by tile: what is settled by then need not be looked at */
    dc_fate *rest; /* of the part that comes apart: times 0 where none does; NULL: nowhere */
};

/* `rest` is room for that of the copy. */
void dc_fate_copy(dc_fate *to, dc_fate *rest, const dc_fate *from);

/* The customer fails on some paths: what is still open then stays open until it is written off,
 * what would have been ordered later is not. */
void dc_fate_fail(dc_fate *fate, const dc_failed *failed, int32_t issue);

/* What comes back of an item where its customer fails. */
void dc_fate_recovers(const dc_fate *fate, dc_terms_of *terms);

/* What is not ordered of a slot: `before` it occurred so often, now `times`. */
void dc_post_not_ordered(dc_flows *flows, const dc_terms_of *item,
                         const uint8_t before[DC_PATH_BLOCK], const uint8_t times[DC_PATH_BLOCK]);

/* Posts the paths of one tile; a chunk of items is posted tile by tile (paths.h says why). */
void dc_post(dc_flows *flows, const dc_fate *fate, const dc_terms_of *item, size_t tile);

/* A plan on the paths of a block: accepted[i] and missed[i] (step that is missed, or step count)
 * say what happens on path i, day and lost of `after` how many days after the miss the rest is
 * settled, or lost. */
typedef struct {
    const dc_plan_steps *steps;
    const dc_plan_costs *costs;
    const uint8_t       *accepted, *missed;
    const dc_fate       *after;
} dc_planned;

/* The same for a claim under a plan; where it was not accepted the fate stands.  The fate is that
 * of a customer that does not fail; `failed` (NULL: none) says where it does.  `leavings`: how it
 * leaves on each path of the block; NULL: nobody asks. */
void dc_post_plan(dc_flows *flows, const dc_fate *fate, const dc_terms_of *item,
                  const dc_planned *planned, const dc_failed *failed, dc_leavings *leavings);

#endif
