/* retentions.c - what customers hold back of every invoice. */
#include <math.h>
#include <stdio.h>

#include "reading.h"

enum {
    AFTER_DAYS = 90,    /* past due; what is still missing then is not merely late */
    SHARES = 60,        /* half per cents looked at: up to 30 % */
    INVOICES_LEAST = 4, /* that leave the same share, and half of those old enough */
};

typedef struct {
    size_t   invoices, customers;
    size_t   most; /* invoices of the customer below */
    uint32_t customer;
    int      share; /* half per cents */
} held_back;

/* What was missing so long after the due day, in half per cents of the invoice; 0 where it was
 * none, all or no such share. */
static int share_missing(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    double           whole = (double)claims->amount[claim].minor, left = whole;

    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++)
        if (book->events.kind[e] != DC_EVENT_RECOVERY && /* it is of what was written off */
            book->events.date[e].day <= claims->due[claim].day + AFTER_DAYS)
            left -= (double)book->events.amount[e].minor;
    double share = 200.0 * left / whole;
    return share > 0.5 && share < SHARES + 0.5 && fabs(share - round(share)) < 0.02
               ? (int)round(share)
               : 0;
}

static bool is_old(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;

    return dc_claim_is_invoice(claims, claim) && !claims->disputed[claim] &&
           claims->due[claim].day + AFTER_DAYS <= book->as_of.day;
}

/* Looks at a customer's claims; returns the first of the next. */
static size_t look_at_customer(held_back *out, const dc_book *book, size_t claim)
{
    uint32_t customer = book->claims.customer[claim];
    size_t   old = 0, count[SHARES + 1] = {0};
    int      share = 1;

    for (; claim < book->claims.count && book->claims.customer[claim] == customer; claim++) {
        if (!is_old(book, claim))
            continue;
        old++;
        count[share_missing(book, claim)]++;
    }
    for (int i = 2; i <= SHARES; i++)
        share = count[i] > count[share] ? i : share;
    if (count[share] < INVOICES_LEAST || 2 * count[share] < old)
        return claim;
    out->invoices += count[share];
    out->customers++;
    if (count[share] > out->most) {
        out->most = count[share];
        out->customer = customer;
        out->share = share;
    }
    return claim;
}

void dc_read_note_retentions(const dc_reading *reading)
{
    const dc_book *book = reading->book;
    held_back      found = {0};
    char           invoices[24], customers[24], share[16];

    for (size_t claim = 0; claim < book->claims.count;)
        claim = look_at_customer(&found, book, claim);
    if (found.customers == 0)
        return;
    snprintf(invoices, sizeof invoices, "%zu", found.invoices);
    snprintf(customers, sizeof customers, "%zu", found.customers);
    snprintf(share, sizeof share, "%g", found.share / 2.0);
    dc_issues_add(reading->issues, DC_ISSUE_HELD_BACK, NULL, invoices, customers,
                  book->customers.id[found.customer], share, NULL);
}
