/*
 * order.h - the canonical order of claims: (customer, issued, invoice, part).
 */
#ifndef DUECAST_READ_ORDER_H
#define DUECAST_READ_ORDER_H

#include "reading.h"

/* Drafts in canonical order, each packed with the day it was issued.  Those of customer c (its
 * rank) end before end[c]. */
typedef struct {
    uint64_t *packed; /* in the arena of the reading, of the size of its drafts' columns */
    size_t   *end;    /* free() */
} claim_order;

/* Of the `count` drafts that are not rejected.  Customers must have their ranks. */
claim_order dc_canonical_order(const dc_reading *reading, size_t count);

static inline uint32_t dc_packed_draft(uint64_t packed)
{
    return (uint32_t)packed;
}

static inline dc_date dc_packed_day(uint64_t packed)
{
    return DC_DATE((int32_t)((uint32_t)(packed >> 32) ^ UINT32_C(0x80000000)));
}

#endif
