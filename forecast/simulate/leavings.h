/*
 * leavings.h - how an item leaves the ledger on one path: what money beside it is worked out from.
 */
#ifndef DC_SIMULATE_LEAVINGS_H
#define DC_SIMULATE_LEAVINGS_H

#include "treat.h"

/* A part leaves: paid, or written off; what is recovered of it comes back later.  Amounts of one
 * occurrence. */
typedef struct {
    int32_t day;
    bool    lost;
    int64_t amount;
    int32_t recovered_day;
    int64_t recovered;
    int64_t cost; /* of plans: that comes with it, less what it brings; in the book currency */
} dc_leaving;

enum { DC_LEAVINGS_MAX = DC_PLAN_STEPS_MAX + 1 };

typedef struct {
    int32_t    count;
    int32_t    handed_day; /* where a plan ends: who takes over asks for `handed` then */
    int64_t    handed;     /* in the book currency */
    dc_leaving of[DC_LEAVINGS_MAX];
} dc_leavings;

#endif
