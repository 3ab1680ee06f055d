/*
 * billing.h - which customers are invoiced by the calendar month, and on which days of it.
 *
 * A customer whose invoices of the last twelve months were issued on the same one to three days of
 * the month - each a window of three days, as weekends move them - is invoiced by the month: what
 * it is sold comes again twelve months later, not 52 weeks later.  Who has too few days to tell
 * does as the others of that kind do together.  Thresholds: docs/FORMULAS.md, "Future sales".
 */
#ifndef DUECAST_BILLING_H
#define DUECAST_BILLING_H

#include "duecast/book.h"
#include "duecast/month_days.h"

typedef struct {
    const dc_calendar *calendar;
    dc_month_days     *of; /* by customer */
} dc_billing;

/* What there is to come again: whole weeks, in days, and whole months, a year of them at most. */
typedef struct {
    int16_t days, months;
} dc_billing_past;

/* Of invoices from `first` to the as-of date, both included. */
dc_billing_past dc_billing_past_since(dc_date first, dc_date as_of);

/* Of the last twelve months before the book's as-of date. */
const dc_billing *dc_billing_learn(dc_arena *arena, const dc_book *book);

/* When an invoice issued on that day comes again so many months on; only for customers that are
 * invoiced by the month. */
dc_date dc_billing_again(const dc_billing *billing, uint32_t customer, dc_date issued,
                         int32_t months);

static inline bool dc_billing_by_month(const dc_billing *billing, uint32_t customer)
{
    return billing->of[customer].count > 0;
}

#endif
