/* letters.c - from the bookings of a journal to claims and what became of them. */
#include "letters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table_parts.h"

static void drop_equal(invoice_reader *reader, bookings *all, size_t at)
{
    dc_reading *reading = reader->reading;
    claim_draft draft = dc_draft_at(&reading->claims, at);

    if (!all->is_equal[at])
        return;
    reading->book->files[reader->file].rows_duplicate++;
    reader->counts.worth_duplicate += dc_reading_worth(reading, draft.amount, draft.currency);
    if (reading->options->drop_duplicates)
        all->items[at].left = all->items[at].kept = 0;
}

/* What stays of a booking as a claim. */
static void keep(dc_reading *reading, size_t to, const booking *item)
{
    claim_draft draft = dc_draft_at(&reading->claims, item->draft);

    bool paid = item->touches & (DC_BOOKED_MONEY | DC_BOOKED_ADVANCE);

    draft.amount.minor = item->is_debit ? item->kept : -item->kept;
    draft.kind = DC_CLAIM_INVOICE;
    if (!item->is_debit)
        draft.kind = item->touches & DC_BOOKED_SALE && !paid ? DC_CLAIM_CREDIT : DC_CLAIM_UNAPPLIED;
    dc_draft_put(&reading->claims, to, &draft);
}

/* Closes the gaps of bookings that are no claims; events go with their claims. */
static void keep_claims(invoice_reader *reader, const bookings *all)
{
    dc_reading   *reading = reader->reading;
    claim_drafts *claims = &reading->claims;
    uint32_t     *moved_to = dc_heap_alloc(all->count + 1, sizeof moved_to[0]);
    size_t        kept = 0;

    for (size_t i = 0; i < all->count; i++) {
        const booking *item = &all->items[i];
        claim_draft    draft = dc_draft_at(claims, i);

        moved_to[i] = (uint32_t)kept;
        if (item->is_moved)
            dc_leave_out_row(reader, &draft);
        else if (item->kept > 0)
            keep(reading, kept++, item);
        if (item->first_event > 0 && item->kept > 0) /* its row is told by its claim */
            reading->events[item->first_event - 1].first_of_row = false;
    }
    claims->count = kept;
    for (size_t i = 0; i < reading->event_count; i++)
        reading->events[i].claim = moved_to[reading->events[i].claim];
    free(moved_to);
}

static void tell(const invoice_reader *reader, const bookings *all)
{
    dc_place place = {.file = reader->reading->book->files[reader->file].file};
    size_t   matched = 0, alone = 0;
    char     texts[2][24];

    for (size_t i = 0; i < all->count; i++) {
        const booking *item = &all->items[i];

        if (item->is_debit || item->is_moved)
            continue;
        matched += item->first_event > 0;
        alone += item->left > 0;
    }
    snprintf(texts[0], sizeof texts[0], "%zu", matched);
    snprintf(texts[1], sizeof texts[1], "%zu", alone);
    if (matched + alone > 0)
        dc_issues_add(reader->reading->issues, DC_ISSUE_LETTERED, &place, texts[0], texts[1], NULL);
}

/* All invoices on one account and no auxiliary one: a ledger of several customers, most likely. */
static void tell_one_customer(const invoice_reader *reader, const bookings *all)
{
    enum { INVOICES = 20 };
    const dc_reading *reading = reader->reading;
    dc_place          place = {.file = reading->book->files[reader->file].file};
    const char       *account = NULL;
    size_t            invoices = 0;
    char              count[24];

    for (size_t i = 0; i < all->count; i++) {
        const booking *item = &all->items[i];
        const char    *customer = reading->customers[item->customer].id;

        if (!item->is_debit || item->is_moved)
            continue;
        if (invoices++ > 0 && strcmp(customer, account) != 0)
            return;
        account = customer;
    }
    snprintf(count, sizeof count, "%zu", invoices);
    if (invoices >= INVOICES && dc_table_begins_with_one(account, "411|416"))
        dc_issues_add(reading->issues, DC_ISSUE_LEDGER_OF_ONE, &place, count, account, NULL);
}

void dc_match_letters(invoice_reader *reader)
{
    dc_reading *reading = reader->reading;
    bookings    all = dc_bookings_read(reader);

    reading->in_order = false;
    reading->payments_file = reader->file;
    dc_bookings_group(&all, reading->issues, reading->book->files[reader->file].file);
    for (size_t i = 0; i < all.count; i++)
        drop_equal(reader, &all, i);
    dc_bookings_settle(reader, &all);
    tell(reader, &all);
    tell_one_customer(reader, &all);
    keep_claims(reader, &all);
    dc_bookings_free(&all);
    dc_bookings_name(reading);
}
