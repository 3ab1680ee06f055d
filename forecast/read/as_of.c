/* as_of.c - the book as it stood at the close of an earlier day. */
#include <assert.h>
#include <string.h>

#include "book_columns.h"
#include "reading.h"

/* The rows of the later book that were known, in order. */
typedef struct {
    dc_arena *arena;
    size_t    count, of; /* rows kept, rows there were */
    uint32_t *row;
} kept_rows;

static void keep(kept_rows *kept, size_t row)
{
    kept->row[kept->count++] = (uint32_t)row;
}

/* The column without the rows left out; the same column where there are none. */
static void *column_of(const kept_rows *kept, const void *column, size_t size)
{
    if (kept->count == kept->of)
        return (void *)(uintptr_t)column;
    char *out = dc_arena_alloc(kept->arena, kept->count + 1, size);
    for (size_t i = 0; i < kept->count; i++)
        memcpy(out + i * size, (const char *)column + kept->row[i] * size, size);
    return out;
}

#define KEEP_COLUMN(kept, table, column)                                                           \
    (table)->column = column_of((kept), (table)->column, sizeof *(table)->column)

static kept_rows known_claims(const dc_claims *claims, dc_date origin, dc_arena *arena)
{
    kept_rows kept = {arena, 0, claims->count, NULL};
    kept.row = dc_arena_alloc(arena, claims->count + 1, sizeof *kept.row);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->issued[i].day <= origin.day && claims->entered[i].day <= origin.day)
            keep(&kept, i);
    return kept;
}

static void keep_claims(dc_claims *claims, const kept_rows *kept)
{
    KEEP_COLUMN(kept, claims, invoice);
    if (claims->parts)
        KEEP_COLUMN(kept, claims, parts);
    KEEP_COLUMN(kept, claims, entity);
    KEEP_COLUMN(kept, claims, customer);
    KEEP_COLUMN(kept, claims, currency);
    KEEP_COLUMN(kept, claims, kind);
    if (claims->segments)
        KEEP_COLUMN(kept, claims, segments);
    if (claims->delivered)
        KEEP_COLUMN(kept, claims, delivered);
    if (claims->received)
        KEEP_COLUMN(kept, claims, received);
    for (size_t f = 0; f < DC_COLUMN_FACTORS_MAX && claims->factor[f]; f++)
        KEEP_COLUMN(kept, claims, factor[f]);
    KEEP_COLUMN(kept, claims, issued);
    KEEP_COLUMN(kept, claims, due);
    KEEP_COLUMN(kept, claims, entered);
    KEEP_COLUMN(kept, claims, amount);
    KEEP_COLUMN(kept, claims, tax);
    KEEP_COLUMN(kept, claims, line);
    claims->count = kept->count;
    claims->disputed = dc_arena_alloc(kept->arena, kept->count + 1, sizeof *claims->disputed);
    claims->disputed_part =
        dc_arena_alloc(kept->arena, kept->count + 1, sizeof *claims->disputed_part);
    claims->closed = dc_arena_alloc(kept->arena, kept->count + 1, sizeof *claims->closed);
    claims->open = dc_arena_alloc(kept->arena, kept->count + 1, sizeof *claims->open);
    claims->first_event = dc_arena_alloc(kept->arena, kept->count + 1, sizeof *claims->first_event);
}

static void take_event(dc_book *past, const dc_events *from, uint32_t event, uint32_t claim)
{
    dc_events    *events = &past->events;
    dc_claims    *claims = &past->claims;
    size_t        at = events->count++;
    dc_event_kind kind = (dc_event_kind)from->kind[event];

    events->claim[at] = claim;
    events->date[at] = from->date[event];
    events->amount[at] = from->amount[event];
    events->kind[at] = from->kind[event];
    events->undated[at] = from->undated[event];
    events->maturity[at] = from->maturity[event];
    if (kind == DC_EVENT_RECOVERY)
        return;
    claims->open[claim] = dc_money_sub(claims->open[claim], from->amount[event]);
    if (claims->open[claim].minor != 0)
        return;
    claims->closed[claim] = from->date[event];
    past->has_history |= dc_event_is_payment(kind);
}

static void keep_events(dc_book *past, const dc_book *book, const kept_rows *kept)
{
    past->events = (dc_events){0};
    dc_events_allocate(&past->events, past->arena, book->events.count);
    past->events.count = 0;
    past->has_history = false;
    for (uint32_t claim = 0; claim < kept->count; claim++) {
        uint32_t row = kept->row[claim];
        past->claims.first_event[claim] = (uint32_t)past->events.count;
        past->claims.open[claim] = past->claims.amount[claim];
        past->claims.closed[claim] = DC_DATE_NONE;
        for (uint32_t e = book->claims.first_event[row]; e < book->claims.first_event[row + 1]; e++)
            if (book->events.date[e].day <= past->as_of.day)
                take_event(past, &book->events, e, claim);
    }
    past->claims.first_event[kept->count] = (uint32_t)past->events.count;
}

static kept_rows rows_by(dc_date origin, const dc_date *date, size_t count, dc_arena *arena)
{
    kept_rows kept = {arena, 0, count, NULL};
    kept.row = dc_arena_alloc(arena, count + 1, sizeof *kept.row);
    for (size_t i = 0; i < count; i++)
        if (date[i].day <= origin.day)
            keep(&kept, i);
    return kept;
}

static void keep_bills(dc_bills *bills, dc_date origin, dc_arena *arena)
{
    kept_rows kept = rows_by(origin, bills->issued, bills->count, arena);
    KEEP_COLUMN(&kept, bills, bill);
    KEEP_COLUMN(&kept, bills, supplier);
    KEEP_COLUMN(&kept, bills, category);
    KEEP_COLUMN(&kept, bills, currency);
    KEEP_COLUMN(&kept, bills, issued);
    KEEP_COLUMN(&kept, bills, due);
    KEEP_COLUMN(&kept, bills, amount);

    const dc_date *paid = bills->paid;
    bills->count = kept.count;
    bills->paid = dc_arena_alloc(arena, kept.count + 1, sizeof *bills->paid);
    for (size_t i = 0; i < kept.count; i++)
        bills->paid[i] = paid[kept.row[i]].day <= origin.day ? paid[kept.row[i]] : DC_DATE_NONE;
}

static void keep_actions(dc_actions *actions, dc_date origin, dc_arena *arena)
{
    kept_rows kept = rows_by(origin, actions->date, actions->count, arena);
    KEEP_COLUMN(&kept, actions, customer);
    KEEP_COLUMN(&kept, actions, invoice);
    KEEP_COLUMN(&kept, actions, date);
    KEEP_COLUMN(&kept, actions, promised);
    KEEP_COLUMN(&kept, actions, kind);
    actions->count = kept.count;
}

static void sum_currencies(dc_book *past)
{
    for (size_t i = 0; i < past->currency_count; i++) {
        dc_currency *currency = &past->currencies[i];
        currency->claim_count = 0;
        currency->receivables = currency->credits = currency->unapplied = DC_MONEY(0);
    }
    dc_book_add_up(past);
}

dc_book *dc_book_as_of(const dc_book *book, dc_date origin)
{
    assert(origin.day <= book->as_of.day);
    dc_arena *arena = dc_arena_new();
    dc_book  *past = dc_arena_alloc(arena, 1, sizeof *past);
    kept_rows kept = known_claims(&book->claims, origin, arena);

    *past = *book;
    past->arena = arena;
    past->as_of = origin;
    keep_claims(&past->claims, &kept);
    keep_events(past, book, &kept);
    keep_bills(&past->bills, origin, arena);
    keep_actions(&past->actions, origin, arena);
    sum_currencies(past);
    return past;
}
