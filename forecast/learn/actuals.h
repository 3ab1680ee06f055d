/*
 * actuals.h - what was settled, beside what the model without effects expects.
 *
 * Every claim of a sample of customers is walked day by day: on each day it was open its expected
 * settlements rise by the hazard its customer's law has that many days late.  Actual less expected
 * then has mean 0 whatever the exposure was, so that weekdays on which many claims fall due, or
 * customers with odd amounts, are not taken for effects.
 * Source: "actual against expected" of mortality studies; docs/FORMULAS.md.
 */
#ifndef DC_LEARN_ACTUALS_H
#define DC_LEARN_ACTUALS_H

#include "pay_days.h"

enum {
    DC_SEEN_DAYS = 1461, /* four years: seasons and drift */
    DC_RECENT_DAYS = 730 /* weekdays and factors, as older claims are of other manners */
};

enum {
    DC_DAYS_AHEAD = 1500, /* the calendar is looked up further than any law reaches, and */
    DC_DAYS_BEHIND = 800 /* over the past days that actions.c walks and together.c forecasts from */
};

typedef struct {
    uint32_t claim;
    double   actual[2], expected[2]; /* in the older and the newer half of the recent days */
} dc_actual_claim;

typedef struct {
    uint32_t customer;
    uint32_t paid[7];     /* days on which it paid, by weekday, Monday first; runs count once */
    double   expected[7]; /* settlements, by weekday */
    uint32_t paid_turn[2][DC_TURN_COUNT]; /* the same days in even and odd months, by turn */
    double   due_turn[DC_TURN_COUNT][7]; /* days expected to bring a payment, by turn and weekday */
    uint32_t paid_place[DC_PAY_PLACES];  /* both beside days of the month that may be its own */
    double   due_place[DC_PAY_PLACES][7];
} dc_actual_customer;

typedef struct {
    dc_date             first; /* the first day seen; the last is the as-of date */
    int32_t             day_count;
    double             *actual, *expected; /* by day */
    size_t              claim_count, customer_count;
    dc_actual_claim    *claim; /* of very large ledgers those of every so many customers */
    dc_actual_customer *customer;
    dc_pay_days_of      pay_days; /* of customers walked */
} dc_actuals;

/* Hazards of settlement by days late from DC_HAZARD_FIRST on, as the customer's law has them;
 * beyond they are as there. */
enum { DC_HAZARD_FIRST = -60, DC_HAZARD_DAYS = 201 };
void dc_actuals_hazards(double out[DC_HAZARD_DAYS], const dc_model *model, uint32_t customer);

static inline int32_t dc_hazard_at(int32_t days_late)
{
    int32_t at = days_late - DC_HAZARD_FIRST;
    return at < 0 ? 0 : at < DC_HAZARD_DAYS ? at : DC_HAZARD_DAYS - 1;
}

/* Which customers are walked: all with some history, of the others every so many.  To be asked once
 * for each customer with claims, in order. */
typedef struct {
    const dc_model *model;
    uint32_t        stride, thin;
} dc_sample;
dc_sample dc_sample_start(const dc_model *model);
bool      dc_sample_has(dc_sample *sample, uint32_t customer);

/* The model must have its atoms; effects in it are not looked at.  Days of the month are looked for
 * only where `pay_days` are wanted. */
void dc_actuals_gather(dc_actuals *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                       bool pay_days);
void dc_actuals_free(dc_actuals *actuals); /* before its arena */

/* Days up to the last settlement: of a ledger that was not kept on, later ones tell nothing. */
int32_t dc_actuals_end(const dc_actuals *actuals);

#endif
