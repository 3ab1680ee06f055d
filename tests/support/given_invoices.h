/*
 * given_invoices.h - a ledger written invoice by invoice, on days counted from the as-of date.
 *
 *     given_invoices *ledger = given_invoices_new("2024-06-30");
 *     for (int i = 0; i < 12; i++)
 *         given_invoice_add(ledger, &(given_invoice){"acme", -30 * i - 60, -30 * i - 30, ...});
 *     dc_book *book = given_invoices_book(ledger);
 */
#ifndef DUECAST_TESTS_GIVEN_INVOICES_H
#define DUECAST_TESTS_GIVEN_INVOICES_H

#include "support/given.h"

enum { GIVEN_OPEN = 1 }; /* a day to come */

typedef struct {
    const char *customer;
    int32_t     issued, due; /* days after the as-of date, below 0 before it */
    int32_t     paid;        /* above 0: not yet */
    double      amount;      /* major units */
    int32_t     lost;        /* written off on that day, where it is below 0 and `paid` is not */
} given_invoice;

typedef struct given_invoices given_invoices;

given_invoices *given_invoices_new(const char *as_of);
void            given_invoice_add(given_invoices *ledger, const given_invoice *invoice);

/* The book of what was added; the ledger is gone. */
dc_book *given_invoices_book(given_invoices *ledger);

#endif
