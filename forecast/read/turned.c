/* turned.c - credits and payments whose amounts are written above 0. */
#include <stdio.h>

#include "invoices.h"

static bool is_open(const claim_draft *draft)
{
    return draft->has_open ? draft->told->open.minor != 0 : !dc_date_is_set(draft->paid);
}

/* Amounts as they were written, of what is owed. */
static void turn(invoice_reader *reader, size_t at)
{
    dc_reading *reading = reader->reading;
    claim_draft draft = dc_draft_at(&reading->claims, at);
    claim_told *told;

    if (!is_open(&draft))
        return;
    told = dc_arena_alloc(reading->arena, 1, sizeof *told);
    *told = *draft.told;
    told->tax.minor = -told->tax.minor;
    told->open.minor = -told->open.minor;
    draft.told = told;
    draft.amount.minor = -draft.amount.minor;
    draft.kind = DC_CLAIM_INVOICE;
    dc_draft_put(&reading->claims, at, &draft);
}

static size_t count_turned(const claim_drafts *claims)
{
    size_t count = 0;

    for (size_t i = 0; i < claims->count; i++)
        count += dc_draft_is(claims, i, DC_DRAFT_TURNED);
    return count;
}

void dc_turn_back(invoice_reader *reader)
{
    dc_reading   *reading = reader->reading;
    claim_drafts *claims = &reading->claims;
    size_t        count = count_turned(claims);
    bool          is_usual = count > reader->counts.below_zero;
    dc_place      place = {.file = reading->book->files[reader->file].file};
    char          text[24];

    if (count == 0)
        return;
    for (size_t i = 0; i < claims->count; i++) {
        if (!dc_draft_is(claims, i, DC_DRAFT_TURNED))
            continue;
        place.line = place.line == 0 ? claims->line[i] : place.line;
        if (!is_usual)
            turn(reader, i);
    }
    snprintf(text, sizeof text, "%zu", count);
    dc_issues_add(reading->issues, is_usual ? DC_ISSUE_CREDITS_TURNED : DC_ISSUE_CREDITS_ABOVE,
                  &place, text, NULL);
}
