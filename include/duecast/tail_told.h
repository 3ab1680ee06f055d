/*
 * tail_told.h - what book.yaml says about what sales drive once known items end (cash_tail.h), and
 * about acceptance bills and hedges.  Shares and days below 0: not told.
 */
#ifndef DUECAST_TAIL_TOLD_H
#define DUECAST_TAIL_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/date.h"

/* A share of the cash in a currency, of some days, that is settled at a rate agreed on. */
typedef struct {
    const char *currency; /* ISO 4217 */
    double      share;    /* 0..1 */
    double      rate;     /* the book's own currency per 1 unit, > 0 */
    dc_date     from, to; /* first and last day; DC_DATE_NONE: no first, no last */
} dc_hedge;

/* Whether it is of that currency and day; DC_DATE_NONE: a day before all others. */
bool dc_hedge_holds(const dc_hedge *hedge, const char *code, dc_date date);

enum { DC_HEDGES_MAX = 64 };

typedef struct {
    const char *purchases;      /* "yes" or "no": whether sales drive purchases at all */
    double      purchase_share; /* of net sales */
    double      purchase_vat;   /* added to what is bought */
    int32_t     purchase_terms; /* days from a bill to its payment */
    int32_t     inventory_days; /* of cost, to hold from inventory_over days on */
    int32_t     inventory_over;
    const char *vat_every;           /* "month", "quarter", "" not forecast */
    double      vat_rate;            /* added to what is sold */
    int32_t     vat_months, vat_day; /* settled on this day of the month so many months later */
    const char *vat_refund;          /* "carried" or "paid" */
    double      bill_discount;       /* a year, at which acceptance bills received are discounted */
    double      bill_share;          /* of what customers pay: by acceptance bills */
    int32_t     bill_tenor;          /* days from such a bill to its maturity */
    size_t      hedge_count;
    dc_hedge   *hedges;
} dc_tail_told;
#define DC_TAIL_TOLD_INIT                                                                          \
    ((dc_tail_told){.purchases = "yes",                                                            \
                    .purchase_share = -1,                                                          \
                    .purchase_vat = -1,                                                            \
                    .purchase_terms = -1,                                                          \
                    .inventory_days = -1,                                                          \
                    .inventory_over = 91,                                                          \
                    .vat_every = "",                                                               \
                    .vat_rate = -1,                                                                \
                    .vat_months = 1,                                                               \
                    .vat_day = 31,                                                                 \
                    .vat_refund = "carried",                                                       \
                    .bill_discount = -1,                                                           \
                    .bill_share = -1,                                                              \
                    .bill_tenor = -1})

#endif
