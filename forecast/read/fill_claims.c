/*
 * fill_claims.c - drafts become the columns of the book, in canonical order.
 *
 * Columns take turns: one is written in the new order to where another stood that is done with.  So
 * a ledger of ten million invoices needs one column more than it has, and no fresh memory, which
 * costs as much as reading.
 */
#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "order.h"

typedef struct {
    dc_reading *reading;
    dc_claims  *claims; /* of the book */
    size_t      count;
    uint32_t   *order;         /* the draft of each claim */
    void       *wide, *narrow; /* free columns: of 8 and of 4 bytes */
} filling;

/* `column` in the order of the book; where it stood is free then. */
static void *take_wide(filling *state, void *column)
{
    enum { SIZE = 8 };
    const char     *from = column;
    char           *to = state->wide;
    const uint32_t *order = state->order;

#pragma omp parallel for schedule(static) if (state->count > DC_MANY_ROWS)
    for (size_t i = 0; i < state->count; i++)
        memcpy(to + i * SIZE, from + order[i] * (size_t)SIZE, SIZE);
    state->wide = column;
    return to;
}

static void *take_narrow(filling *state, void *column)
{
    enum { SIZE = 4 };
    const char     *from = column;
    char           *to = state->narrow;
    const uint32_t *order = state->order;

#pragma omp parallel for schedule(static) if (state->count > DC_MANY_ROWS)
    for (size_t i = 0; i < state->count; i++)
        memcpy(to + i * SIZE, from + order[i] * (size_t)SIZE, SIZE);
    state->narrow = column;
    return to;
}

/* The day stands in the order itself. */
static void take_order(filling *state, claim_order order)
{
    dc_date *issued = state->narrow;

    state->order = dc_heap_alloc(state->count + 1, sizeof state->order[0]);
#pragma omp parallel for schedule(static) if (state->count > DC_MANY_ROWS)
    for (size_t i = 0; i < state->count; i++) {
        state->order[i] = dc_packed_draft(order.packed[i]);
        issued[i] = dc_packed_day(order.packed[i]);
    }
    state->claims->issued = issued;
    state->narrow = state->reading->claims.issued;
    state->wide = order.packed;
}

/* So does the customer. */
static void fill_customers(filling *state, const size_t *end)
{
    uint32_t *customer = state->narrow;
    size_t    at = 0;

    for (size_t c = 0; c < state->reading->book->customers.count; c++)
        while (at < end[c])
            customer[at++] = (uint32_t)c;
    state->claims->customer = customer;
    state->narrow = NULL;
}

/* What later files ask of the drafts stays: numbers and customers. */
static void take_columns(filling *state, const size_t *end)
{
    const claim_drafts *drafts = &state->reading->claims;
    dc_claims          *claims = state->claims;
    bool                keep = state->reading->invoice_map.count > 0;

    claims->due = take_narrow(state, drafts->due);
    claims->closed = take_narrow(state, drafts->paid);
    claims->line = take_narrow(state, drafts->line);
    fill_customers(state, end);
    state->narrow = keep ? NULL : drafts->customer;
    claims->amount = take_wide(state, drafts->amount);
    claims->entity = take_wide(state, drafts->entity);
    claims->invoice = take_wide(state, (void *)drafts->invoice);
    claims->open = (void *)drafts->offset;
    claims->first_event = state->narrow;
    if (!keep)
        state->reading->spare = state->wide;
}

/* What at least one claim tells of itself. */
typedef struct {
    bool told, part, segment, tax, dispute, entered, currency, kind, flags, delivered, received;
} told_columns;

static told_columns find_told(const dc_reading *reading)
{
    const claim_drafts *drafts = &reading->claims;
    bool                told = false, part = false, segment = false, tax = false, dispute = false;
    bool                entered = false, currency = false, kind = false, flags = false;
    bool                delivered = false, received = false;

    for (size_t i = 0; i < reading->customer_count; i++)
        segment = segment || *reading->customers[i].segment;
#pragma omp parallel for schedule(static) if (drafts->count > DC_MANY_ROWS) reduction(             \
    ||                                                                                             \
    : told, part, segment, tax, dispute, entered, currency, kind, flags, delivered, received)
    for (size_t i = 0; i < drafts->count; i++) {
        const claim_told *row = drafts->told[i];

        told = told || row;
        part = part || (row && *row->part);
        segment = segment || (row && *row->segment);
        tax = tax || (row && row->tax.minor != 0);
        dispute = dispute || (row && row->disputed_part.minor != 0);
        delivered = delivered || (row && dc_date_is_set(row->delivered));
        received = received || (row && dc_date_is_set(row->received));
        entered = entered || drafts->wait[i] != 0;
        currency = currency || drafts->currency[i] != 0;
        kind = kind || drafts->kind[i] != 0;
        flags = flags || drafts->flags[i] != 0;
    }
    return (told_columns){told,     part, segment, tax,       dispute, entered,
                          currency, kind, flags,   delivered, received};
}

static void fill_told(const filling *state, told_columns told)
{
    const dc_reading   *reading = state->reading;
    const claim_drafts *drafts = &reading->claims;
    dc_claims          *claims = state->claims;
    size_t              factors = reading->book->company.factor_count;

#pragma omp parallel for schedule(static) if (state->count > DC_MANY_ROWS)
    for (size_t i = 0; i < state->count; i++) {
        const claim_told *row =
            told.told ? dc_draft_told(drafts, state->order[i]) : &dc_told_nothing;

        if (told.part)
            claims->parts[i] = row->part;
        if (told.segment)
            claims->segments[i] = *row->segment
                                      ? row->segment
                                      : reading->book->customers.segment[claims->customer[i]];
        if (told.tax)
            claims->tax[i] = row->tax;
        if (told.dispute)
            claims->disputed_part[i] = row->disputed_part;
        if (told.delivered)
            claims->delivered[i] = row->delivered;
        if (told.received)
            claims->received[i] = row->received;
        for (size_t f = 0; f < factors; f++)
            claims->factor[f][i] = row->factor[f] ? row->factor[f] : "";
    }
}

static void fill_rare(const filling *state, told_columns told)
{
    const claim_drafts *drafts = &state->reading->claims;
    dc_claims          *claims = state->claims;

#pragma omp parallel for schedule(static) if (state->count > DC_MANY_ROWS)
    for (size_t i = 0; i < state->count; i++) {
        uint32_t at = state->order[i];

        if (told.entered)
            claims->entered[i] = DC_DATE(claims->issued[i].day + drafts->wait[at]);
        if (told.currency)
            claims->currency[i] = drafts->currency[at];
        if (told.kind)
            claims->kind[i] = drafts->kind[at];
        if (told.flags)
            claims->disputed[i] = dc_draft_is(drafts, at, DC_DRAFT_DISPUTED);
    }
}

/* What was settled by what the row of a claim tells, whose day stands in `closed`. */
static dc_money settled_by_row(const filling *state, size_t i, bool flags)
{
    const dc_claims *claims = state->claims;
    int              flag = flags ? state->reading->claims.flags[state->order[i]] : 0;

    if (flag & DC_DRAFT_HAS_EVENTS || claims->line[i] == 0)
        return DC_MONEY(0);
    if (flag & DC_DRAFT_HAS_OPEN)
        return dc_money_sub(claims->amount[i],
                            dc_draft_told(&state->reading->claims, state->order[i])->open);
    return dc_date_is_set(claims->closed[i]) ? claims->amount[i] : DC_MONEY(0);
}

/* The payment that the row itself tells stands in first_event, closed and open until the events are
 * filled. */
static void fill_settled(const filling *state, bool flags)
{
    dc_claims *claims = state->claims;
    int32_t    as_of = state->reading->book->as_of.day;

    claims->first_event[0] = 0;
#pragma omp parallel for schedule(static) if (state->count > DC_MANY_ROWS)
    for (size_t i = 0; i < state->count; i++) {
        dc_money settled = settled_by_row(state, i, flags);
        bool     is_paid = settled.minor != 0 &&
                       (!dc_date_is_set(claims->closed[i]) || claims->closed[i].day <= as_of);

        claims->first_event[i + 1] = is_paid;
        claims->open[i] = claims->amount[i];
        if (is_paid)
            claims->open[i].minor -= settled.minor;
        else
            claims->closed[i] = DC_DATE_NONE;
    }
}

/* For the events of payments.csv. */
static void note_final(dc_reading *reading, const filling *state)
{
    if (reading->event_count == 0)
        return;
    reading->final = dc_heap_alloc(reading->claims.count + 1, sizeof reading->final[0]);
    for (size_t i = 0; i < reading->claims.count; i++)
        reading->final[i] = DC_MAP_NONE;
    for (size_t i = 0; i < state->count; i++)
        reading->final[state->order[i]] = (uint32_t)i;
}

void dc_fill_claims(dc_reading *reading, size_t count)
{
    dc_book     *book = reading->book;
    filling      state = {.reading = reading, .claims = &book->claims, .count = count};
    claim_order  order = dc_canonical_order(reading, count);
    told_columns told = find_told(reading);

    book->claims.count = count;
    state.narrow = dc_arena_alloc(reading->arena, count + 1, sizeof(uint32_t));
    take_order(&state, order);
    take_columns(&state, order.end);
    if (!told.entered)
        book->claims.entered = book->claims.issued;
    dc_claims_allocate(&book->claims, reading->arena, count);
    if (told.part)
        book->claims.parts = dc_arena_alloc(reading->arena, count, sizeof(const char *));
    if (told.segment)
        book->claims.segments = dc_arena_alloc(reading->arena, count, sizeof(const char *));
    if (told.delivered)
        book->claims.delivered = dc_arena_alloc(reading->arena, count, sizeof(dc_date));
    if (told.received)
        book->claims.received = dc_arena_alloc(reading->arena, count, sizeof(dc_date));
    for (size_t f = 0; f < book->company.factor_count; f++)
        book->claims.factor[f] = dc_arena_alloc(reading->arena, count, sizeof(const char *));
    if (told.told || told.segment || book->company.factor_count > 0)
        fill_told(&state, told);
    if (told.entered || told.currency || told.kind || told.flags)
        fill_rare(&state, told);
    fill_settled(&state, told.flags);
    note_final(reading, &state);
    free(order.end);
    free(state.order);
}
