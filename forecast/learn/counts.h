/*
 * counts.h - claim-days at risk and settlements, by customer and days late.
 *
 * A claim is at risk from the day it was entered (earlier days could not have been seen; but
 * prepaid claims are settled on the day of issue) to the day it was closed or the last day known,
 * with the fraction of its amount that is open: a part payment is a fraction of an event.
 * Source: docs/FORMULAS.md, "Exposure".
 */
#ifndef DC_LEARN_COUNTS_H
#define DC_LEARN_COUNTS_H

#include "duecast/model.h"

/* Days late one by one as far as any shift of any bin edge can tell them apart; the first and the
 * last stand for all days before and after. */
enum { DC_LATE_FIRST = -70, DC_LATE_LAST = 230, DC_LATE_DAYS = DC_LATE_LAST - DC_LATE_FIRST + 1 };

/* What was known when, and how fast it fades. */
typedef struct {
    dc_date as_of;          /* facts after it are not looked at */
    double  half_life_days; /* 0: everything weighs the same */
    /* per customer, days after as_of: what is written off from then on is no risk of a single
     * claim but its customer's failure, and is not counted; NULL: none */
    const int32_t *failed;
} dc_view;

/* One customer's claims, counted. */
typedef struct {
    double at_risk[DC_LATE_DAYS + 1]; /* running sums: of all days late before DC_LATE_FIRST + i */
    double settled[DC_LATE_DAYS + 1];
    double late_weight, late_sum; /* settlements and their days late, weighted */
    double written_off[DC_BINS];
    double cash_value, not_cash_value; /* settled by payments | by credits and discounts */
    uint32_t claims_settled, claims_open;
} dc_tally;

/* Who pays in advance pays on the day of issue: on no earlier day could a forecast have told of the
 * invoice.  `at` is an event of the claim. */
static inline dc_date dc_event_counts_on(const dc_book *book, size_t claim, uint32_t at)
{
    dc_date on = book->events.date[at], issued = book->claims.issued[claim];
    return on.day > issued.day ? on : issued;
}

/* The day a claim was entered, but the day of issue where something was settled by then. */
dc_date dc_claim_at_risk_from(const dc_book *book, size_t claim);

/* Invoices known by then; but a claim whose settlement has no day, or that was settled after it was
 * issued and before it was entered, teaches nothing. */
bool dc_claim_teaches(const dc_book *book, size_t claim, dc_date as_of);

/* Counts the claims of the customer of `claim`, its first; returns the next customer's first. */
size_t dc_tally_customer(dc_tally *out, const dc_book *book, size_t claim, const dc_view *view);

/* The same without counting. */
size_t dc_skip_customer(const dc_book *book, size_t claim);

/*
 * Whole customers in shares of about as many claims each, for loops that several threads divide:
 * share s begins with claim dc_share_first(book, s) and ends where s + 1 begins.  There are always
 * DC_SHARES, so that what is summed by share, and then over shares in order, is the same whatever
 * the number of threads.
 */
enum { DC_SHARES = 64 };
size_t dc_share_first(const dc_book *book, size_t share);

/* Claim-days and settlements by bin of (days late - shift); returns the number of bins with any,
 * which come first, in order. */
int dc_tally_bins(dc_own_bin out[DC_BINS], const dc_tally *tally, int32_t shift);

/* Settlements on one day late (the first and last: and beyond). */
double dc_tally_settled_on(const dc_tally *tally, int32_t days_late);

/* Sums over customers. */
typedef struct {
    double    exposure[DC_BINS], settled[DC_BINS], written_off[DC_BINS];
    size_t    claims_settled, claims_censored;
    uint32_t *settled_count;  /* per customer */
    double   *days_late_mean; /* per customer; NAN without settled claims */
    double    cash_value, not_cash_value;
} dc_counts;

void dc_counts_start(dc_counts *out, dc_arena *arena, size_t customer_count);
void dc_counts_add(dc_counts *counts, const dc_tally *tally, uint32_t customer);
void dc_counts_join(dc_counts *counts, const dc_counts *share); /* what is not by customer */

#endif
