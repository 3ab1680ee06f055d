/* given_invoices.c - see given_invoices.h. */
#include "support/given_invoices.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/expect.h"

enum { DATE_TEXT = 11 };

struct given_invoices {
    FILE  *out;
    char  *table, as_of[DATE_TEXT];
    size_t size;
    int    count;
};

given_invoices *given_invoices_new(const char *as_of)
{
    given_invoices *ledger = dc_heap_alloc(1, sizeof *ledger);
    snprintf(ledger->as_of, sizeof ledger->as_of, "%s", as_of);
    ledger->out = open_memstream(&ledger->table, &ledger->size);
    fprintf(ledger->out, "customer invoice issued due amount\n");
    return ledger;
}

static void put_day(const given_invoices *ledger, const char *before, int32_t day)
{
    char text[DATE_TEXT];
    dc_date_format(text, dc_date_add_days(date(ledger->as_of), day));
    fprintf(ledger->out, "%s%s", before, text);
}

void given_invoice_add(given_invoices *ledger, const given_invoice *invoice)
{
    fprintf(ledger->out, "%s %s-%05d", invoice->customer, invoice->customer, ledger->count++);
    put_day(ledger, " ", invoice->issued);
    put_day(ledger, " ", invoice->due);
    fprintf(ledger->out, " %.2f", invoice->amount);
    if (invoice->paid <= 0)
        put_day(ledger, " paid=", invoice->paid);
    else if (invoice->lost < 0)
        put_day(ledger, " lost=", invoice->lost);
    fputc('\n', ledger->out);
}

dc_book *given_invoices_book(given_invoices *ledger)
{
    fclose(ledger->out);
    dc_book *book = given_book(ledger->as_of, ledger->table);
    free(ledger->table);
    free(ledger);
    return book;
}
