/*
 * expecting.h - one item at a time of the expectation that expected.c adds up: from its law to what
 * it is expected to do to balances and cash.
 */
#ifndef DC_SIMULATE_EXPECTING_H
#define DC_SIMULATE_EXPECTING_H

#include "contracts.h"
#include "day_law.h"
#include "post.h"

typedef struct {
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_policy           *policy;
    const dc_treatment        *treatment;
    const int64_t             *extra_sales;
    const dc_simulate_options *options;
    uint16_t                   currency;
    int32_t                    reach;
    dc_failures                failures;
    dc_contracting             contracting;
} dc_convolution;

/* The law of the item at hand before any policy paces it, kept from one policy to the next. */
typedef struct {
    dc_law   law;
    uint32_t item; /* UINT32_MAX: of none yet */
} dc_own_law;

/* Sums of one share of the items. */
typedef struct {
    dc_expected sum;
    dc_own_law  unpaced;
    dc_law      law;              /* cumulative, dc_expecting */
    dc_day_law  now, next, drawn; /* drawn: before an item goes different ways */
    double      chance;           /* that it goes the way that `now` tells */
    /* of the customer at hand: chance that it has not failed by the day, and when it has already */
    double              *alive; /* day_count + 1 */
    double              *held;  /* day_count + 1: frozen by failures of the day */
    int32_t              since; /* DC_DEFAULT_NEVER: it lives today */
    double               recovered_share;
    int32_t              recovery_days;
    dc_expected_leavings left;   /* of the item at hand, where a contract asks */
    dc_expected_leavings before; /* the same when the way at hand began */
    double kept; /* chance that it has not left by the time the item at hand is ordered */
} dc_expecting;

/* By these placements; own->now holds `all`. */
void dc_expect_hand_over(dc_expecting *own, const dc_convolution *conv, const dc_terms_of *terms,
                         uint16_t placements, double all);

/* A way of the item at hand, gone with the chance, that leads to these placements: what is posted
 * between the two leaves by it, and is charged by them. */
void dc_expect_way_begins(dc_expecting *own, uint16_t placements);
void dc_expect_way_over(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                        const dc_terms_of *terms, uint16_t placements, double chance);

/* Expected amount invoiced, or open as of today. */
double dc_expect_issued(const dc_expecting *own, const dc_terms_of *terms);

/* An item by the law own->now; of the chance own->chance. */
void dc_expect_item(dc_expecting *own, const dc_convolution *conv, const dc_terms_of *item);

/* One that is disputed or paid less a discount on some paths: one way after the other. */
void dc_expect_split(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                     const dc_terms_of *terms);

/* One under a plan. */
void dc_expect_planned(dc_expecting *own, const dc_convolution *conv, uint32_t item_index,
                       const dc_terms_of *item, const dc_instalments *plan);

#endif
