/*
 * order.h - the canonical order of claims: (customer, issued, invoice, part).
 */
#ifndef DUECAST_READ_ORDER_H
#define DUECAST_READ_ORDER_H

#include "reading.h"

/* The `count` drafts that are not rejected, in canonical order; to be freed by free().  Customers
 * must have their ranks. */
uint32_t *dc_canonical_order(const dc_reading *reading, size_t count);

#endif
