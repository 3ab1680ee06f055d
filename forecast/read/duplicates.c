/* duplicates.c - rows with one number, and rows that are no claims. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/random.h"
#include "invoices.h"
#include "repeated.h"

/* Which of two rows with one number is used: a rule that does not look at their places. */
static int compare_drafts(const dc_reading *reading, const claim_draft *a, const claim_draft *b)
{
    int order = strcmp(reading->customers[a->customer].id, reading->customers[b->customer].id);

    if (order == 0)
        order = (a->issued.day > b->issued.day) - (a->issued.day < b->issued.day);
    if (order == 0)
        order = (a->due.day > b->due.day) - (a->due.day < b->due.day);
    if (order == 0)
        order = (a->amount.minor > b->amount.minor) - (a->amount.minor < b->amount.minor);
    if (order == 0)
        order = (a->paid.day > b->paid.day) - (a->paid.day < b->paid.day);
    if (order == 0)
        order = (a->told->open.minor > b->told->open.minor) -
                (a->told->open.minor < b->told->open.minor);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* Whether another item of the invoice: all that is read of it is the same. */
static bool is_item(const invoice_reader *reader, const claim_draft *a, const claim_draft *b)
{
    claim_draft other = *b;

    other.line = a->line;
    return reader->format->item_rows && compare_drafts(reader->reading, a, &other) == 0 &&
           a->kind == b->kind && a->currency == b->currency &&
           a->told->tax.minor == b->told->tax.minor;
}

/* It was no row of its own. */
void dc_leave_out_row(invoice_reader *reader, const claim_draft *draft)
{
    dc_file_totals *totals = &reader->reading->book->files[reader->file];

    totals->rows_read--;
    dc_worth_unread(totals, dc_worth_code(reader->reading, draft->currency),
                    dc_reading_worth(reader->reading, draft->amount, draft->currency));
}

void dc_leave_out_void(invoice_reader *reader)
{
    claim_drafts *claims = &reader->reading->claims;
    dc_place      place = {.file = reader->reading->book->files[reader->file].file};
    size_t        kept = 0, count = claims->count;
    char          text[24];

    for (size_t i = 0; i < count; i++) {
        claim_draft draft;

        if (!dc_draft_is(claims, i, DC_DRAFT_VOID)) {
            dc_drafts_move(claims, kept++, i, 1);
            continue;
        }
        draft = dc_draft_at(claims, i);
        dc_leave_out_row(reader, &draft);
    }
    claims->count = kept;
    if (kept == count)
        return;
    snprintf(text, sizeof text, "%zu", count - kept);
    dc_issues_add(reader->reading->issues, DC_ISSUE_VOID_ROWS, &place, text, NULL);
}

/* The second row of one invoice and part: byte-equal rows may be dropped, others are refused. */
static void refuse_duplicate(invoice_reader *reader, size_t kept_at, size_t at)
{
    dc_reading *reading = reader->reading;
    claim_draft kept = dc_draft_at(&reading->claims, kept_at);
    claim_draft draft = dc_draft_at(&reading->claims, at);
    size_t      first_issue = dc_issues_total(reading->issues);
    dc_row      row = dc_claim_row(reading, &draft);
    double      worth;
    char        line[16];

    if (is_item(reader, &kept, &draft)) {
        reader->items++;
        dc_leave_out_row(reader, &draft);
        return;
    }
    if (reading->options->drop_duplicates &&
        dc_table_compare_bytes(reader->table, dc_claim_row(reading, &kept), row) == 0) {
        reading->book->files[reader->file].rows_duplicate++;
        reader->counts.worth_duplicate += dc_reading_worth(reading, draft.amount, draft.currency);
        return;
    }
    if (compare_drafts(reading, &draft, &kept) < 0) {
        claim_draft other = kept;

        kept = draft;
        draft = other;
        dc_draft_put(&reading->claims, kept_at, &kept);
        row = dc_claim_row(reading, &draft);
    }
    worth = dc_reading_worth(reading, draft.amount, draft.currency);
    snprintf(line, sizeof line, "%u", (unsigned)kept.line);
    dc_table_issue(reader->table, row, reader->format->columns[0].name, reading->issues,
                   DC_ISSUE_DUPLICATE_CLAIM, draft.invoice, line, NULL);
    dc_reading_reject(reading, reader->table, reader->file, row, first_issue, worth,
                      draft.currency);
}

static uint64_t key_of(const claim_drafts *claims, size_t at)
{
    uint64_t    key = dc_text_hash(claims->invoice[at]);
    const char *part = dc_draft_told(claims, at)->part;

    return *part ? key ^ dc_text_hash(part) * UINT64_C(0x9E3779B97F4A7C15) : key;
}

/* The row met before with the number of this one; DC_MAP_NONE: none. */
static uint32_t find_same(const claim_drafts *claims, const dc_map *seen, uint64_t key, size_t at)
{
    size_t   cursor = 0;
    uint32_t row;

    while ((row = dc_map_find(seen, key, &cursor)) != DC_MAP_NONE)
        if (strcmp(claims->invoice[row], claims->invoice[at]) == 0 &&
            strcmp(dc_draft_told(claims, row)->part, dc_draft_told(claims, at)->part) == 0)
            break;
    return row;
}

/* Goes through the rows whose key stands more than once, in the order of the file, and closes the
 * gaps of those left out. */
static void refuse_rows(invoice_reader *reader, const uint64_t *keys, const dc_map *repeated)
{
    claim_drafts *claims = &reader->reading->claims;
    dc_map        seen = {0};
    size_t        kept = 0;

    for (size_t i = 0; i < claims->count; i++) {
        size_t   cursor = 0;
        uint32_t same = DC_MAP_NONE;

        if (dc_map_find(repeated, keys[i], &cursor) != DC_MAP_NONE) {
            same = find_same(claims, &seen, keys[i], i);
            if (same == DC_MAP_NONE)
                dc_map_add(&seen, keys[i], (uint32_t)kept);
            else
                refuse_duplicate(reader, same, i);
        }
        if (same == DC_MAP_NONE)
            dc_drafts_move(claims, kept++, i, 1);
    }
    claims->count = kept;
    dc_map_free(&seen);
}

void dc_refuse_duplicates(invoice_reader *reader)
{
    const claim_drafts *claims = &reader->reading->claims;
    size_t              count = claims->count;
    uint64_t           *keys;
    dc_map              repeated;

    if (reader->reading->in_order)
        return;
    keys = dc_heap_alloc(count + 1, sizeof keys[0]);
#pragma omp parallel for schedule(static) if (count > DC_MANY_ROWS)
    for (size_t i = 0; i < count; i++)
        keys[i] = key_of(claims, i);
    repeated = dc_find_repeated(keys, count);
    if (repeated.count > 0)
        refuse_rows(reader, keys, &repeated);
    dc_map_free(&repeated);
    free(keys);
}
