/*
 * verify_item.h - an item while it is replayed: opened in verify_item.c, told in verify_tell.c.
 */
#ifndef DC_MEASURE_VERIFY_ITEM_H
#define DC_MEASURE_VERIFY_ITEM_H

#include "verify.h"

enum { DC_REPLAY_NEVER = 1 << 24, DC_REPLAY_STEPS_MAX = 37 };

struct dc_replay_item {
    const dc_replay       *replay;
    dc_replay_walk        *walk; /* NULL: items are independent of each other */
    dc_replay_walk        *rest_walk;
    const dc_policy       *policy;
    const dc_terms_change *terms; /* NULL: none, likewise below */
    const dc_instalments  *plan;
    const dc_dispute      *dispute;
    const dc_discount     *discount;
    bool                   stopped[DC_POLICY_STOPS_MAX];
    bool                   is_stopped;
    bool                   delayed[DC_POLICY_DELAYS_MAX];
    bool                   is_claim, is_delayed;
    bool                   comes_once; /* a claim, or sales that the plan is sure of */
    int32_t                first, issue, due;
    int32_t                shift;      /* whole days that new terms move the payment */
    double                 shift_more; /* chance of one day more */
    int64_t                amount, not_cash, credits, unapplied, rest;
    int64_t                claim;  /* the amount of the slot, where new terms win sales beside it */
    double                 parted; /* chance that the rest comes apart */
    double                 lost_share; /* of extra sales that would be paid */
    double                 follows;    /* chance that its market stands where all sales do */
    double                 kept;       /* chance that its customer still orders */
    double                *chance_paid, *chance_lost; /* reach + 1 */
    uint32_t              *paid, *lost;               /* the same as thresholds of a word */
    uint32_t settlement[DC_PATH_BLOCK], rest_settlement[DC_PATH_BLOCK], parts[DC_PATH_BLOCK];
    uint32_t orders[DC_PATH_BLOCK], market[DC_PATH_BLOCK], more[DC_PATH_BLOCK], late[DC_PATH_BLOCK],
        accepts[DC_PATH_BLOCK], keeps[DC_PATH_BLOCK], level[DC_PATH_BLOCK];
    uint32_t loses[DC_PATH_BLOCK];
    uint32_t stops[DC_PATH_BLOCK], disputes[DC_PATH_BLOCK], settles[DC_PATH_BLOCK],
        takes[DC_PATH_BLOCK];
    uint32_t           misses[DC_REPLAY_STEPS_MAX][DC_PATH_BLOCK];
    dc_replay_failure *failure; /* NULL: nobody defaults */
    dc_replay_placing *placing;
    dc_replay_orders   often;
};

/* A word of chance as a number. */
static inline double dc_replay_uniform(uint32_t word)
{
    return (word + 0.5) * 0x1p-32;
}

#endif
