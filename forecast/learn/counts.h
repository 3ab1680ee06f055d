/*
 * counts.h - claim-days at risk and settlements, by customer and days late.
 *
 * A claim is at risk from the day it was entered (earlier days could not have been seen) to the day
 * it was closed or the as-of date, with the fraction of its amount that is open: a part payment is
 * a fraction of an event.  Source: docs/FORMULAS.md, "Exposure".
 */
#ifndef DC_LEARN_COUNTS_H
#define DC_LEARN_COUNTS_H

#include "duecast/model.h"

/* One touched cell of the customer x bin table. */
typedef struct {
    uint32_t customer;
    uint8_t  bin;
    double   at_risk; /* n: weighted claim-days */
    double   settled; /* e: weighted settlements, <= n */
} dc_cell;

typedef struct {
    size_t    cell_count;
    dc_cell  *cells; /* ordered by customer, then bin; at_risk > 0 */
    double    exposure[DC_BINS], settled[DC_BINS], written_off[DC_BINS];
    size_t    claims_settled, claims_censored;
    uint32_t *settled_count;  /* per customer */
    double   *days_late_mean; /* per customer; NAN without settled claims */
    double    cash_value,
        not_cash_value; /* settled value by payments | by credits and discounts, weighted */
} dc_counts;

void dc_counts_make(dc_counts *out, dc_arena *arena, const dc_book *book, double half_life_days);

#endif
