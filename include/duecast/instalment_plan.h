/*
 * instalment_plan.h - a plan by which a customer may pay what is overdue, and what it is worth.
 *
 * A share is paid down, the rest in equal instalments; what the currency cannot divide goes to the
 * first ones, so that payments sum to the total exactly.  A payment that falls on a day banks are
 * closed moves to the next open one.
 *
 * Worth: each instalment is missed with a chance that is an assumption, a missed one returns the
 * rest to the customer's learnt law of payment (the mechanism of policy.h, dc_instalments).
 * Expected cash of the plan and of waiting come from one engine, dc_expected of paths.h, for the
 * same claims.  The first payment is taken as made: without it there is no plan.
 */
#ifndef DUECAST_INSTALMENT_PLAN_H
#define DUECAST_INSTALMENT_PLAN_H

#include "duecast/demand.h"
#include "duecast/model.h"

enum { DC_PLAN_COUNT_MAX = 36, DC_PLAN_CASES = 3, DC_PLAN_HORIZONS = 3 };

/* 13, 26 and 52 weeks. */
extern const int32_t dc_plan_horizons[DC_PLAN_HORIZONS];

typedef struct {
    double  down_payment;             /* 0..1 of the total */
    int32_t count;                    /* 1 to DC_PLAN_COUNT_MAX instalments after it */
    int32_t every_days, every_months; /* every_days 0: months count */
    dc_date start;               /* first payment; DC_DATE_NONE: seven days after the as-of date */
    double  miss[DC_PLAN_CASES]; /* chance that an instalment is missed: low, base, high */
} dc_plan_terms;

/* Chances of missed instalments: experience of collectors, see docs/FORMULAS.md. */
#define DC_PLAN_TERMS_INIT                                                                         \
    ((dc_plan_terms){.down_payment = 0.3,                                                          \
                     .count = 3,                                                                   \
                     .every_months = 1,                                                            \
                     .start = DC_DATE_NONE,                                                        \
                     .miss = {0.10, 0.15, 0.25}})

typedef struct {
    dc_date  date;
    dc_money amount;
} dc_plan_payment;

typedef struct {
    uint16_t        currency;
    dc_money        total;
    size_t          count; /* payments; none of 0 */
    dc_plan_payment payment[DC_PLAN_COUNT_MAX + 1];
} dc_payment_plan;

/* Days after the as-of date come first; nothing is due before the day after it. */
void dc_payment_plan_make(dc_payment_plan *out, const dc_book *book, uint16_t currency,
                          dc_money total, const dc_plan_terms *terms);

typedef struct {
    double complete[DC_PLAN_CASES];                  /* chance that no instalment is missed */
    double planned[DC_PLAN_CASES][DC_PLAN_HORIZONS]; /* expected cash so far, minor units */
    double waiting[DC_PLAN_HORIZONS];                /* the same claims without a plan */
} dc_plan_worth;

/* Of what is overdue and demanded in a currency. */
void dc_plan_worth_make(dc_plan_worth *out, const dc_book *book, const dc_model *model,
                        const dc_demand *demand, uint16_t currency, const dc_plan_terms *terms);

#endif
