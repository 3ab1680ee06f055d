/*
 * worklist_cash.h - what one claim will bring, day by day, and what a contact changes about that.
 *
 * All per unit of the claim.  What comes back after the customer failed counts on the day of
 * failing, at its value when it comes.
 */
#ifndef DC_MEASURE_WORKLIST_CASH_H
#define DC_MEASURE_WORKLIST_CASH_H

#include "credit_loss.h"

enum { DC_WORK_DAYS = DC_LIFETIME_DAYS, DC_13_WEEKS = 91, DC_CONTACT_DAYS = DC_13_WEEKS + 1 };

typedef struct {
    bool   failed;                     /* in default: paid is 0, what comes back is in *_by */
    double open[DC_WORK_DAYS + 1];     /* chance of neither paid nor lost, failing aside */
    double paid[DC_WORK_DAYS + 1];     /* of being paid on the day, likewise */
    double alive[DC_WORK_DAYS + 1];    /* of the customer not having failed */
    double value_by[DC_WORK_DAYS + 1]; /* present value of what is expected by the day */
    double cash_by[DC_WORK_DAYS + 1];  /* the same at its face */
    double stays[DC_CONTACT_DAYS]; /* log of the chance that what is open is not paid that day */
} dc_claim_cash;

/* As the claim stands, or as if nobody objected to it; alive[] is to be filled before. */
void dc_claim_cash_fill(dc_claim_cash *out, const dc_loss_view *view, size_t claim,
                        dc_pace_kind pace);

/* For how many days cash is told: 13 weeks, and as many as the list is ranked by. */
enum { DC_SPAN_13_WEEKS, DC_SPAN_RANKED, DC_SPANS };
typedef int32_t dc_spans[DC_SPANS]; /* 1 .. DC_WORK_DAYS */

typedef struct {
    double value, cash[DC_SPANS];
} dc_contact_cash;

/* Nobody acting. */
dc_contact_cash dc_claim_cash_alone(const dc_claim_cash *cash, const dc_spans spans);

/* With the hazards of day d, 1 .. DC_CONTACT_DAYS - 1, raised to power[d]. */
dc_contact_cash dc_claim_cash_contacted(const dc_claim_cash *cash, const dc_loss_view *view,
                                        const double power[DC_CONTACT_DAYS], const dc_spans spans);

/* The first day by which `share` of what is paid at all is paid. */
int32_t dc_claim_cash_day(const dc_claim_cash *cash, double share);

#endif
