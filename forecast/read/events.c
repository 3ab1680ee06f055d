#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "reading.h"

/* Known at the close of the as-of date, and of a claim that is. */
static bool is_used(const dc_reading *reading, const event_draft *event)
{
    return reading->final[event->claim] != DC_MAP_NONE &&
           event->date.day <= reading->book->as_of.day;
}

static int compare_events(const void *left, const void *right)
{
    const event_draft *a = left, *b = right;
    int                order = (a->date.day > b->date.day) - (a->date.day < b->date.day);

    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    if (order == 0)
        order = (a->amount.minor > b->amount.minor) - (a->amount.minor < b->amount.minor);
    return order != 0 ? order
                      : (a->maturity.day > b->maturity.day) - (a->maturity.day < b->maturity.day);
}

/* Counts the used events of payments.csv to those that rows of invoices tell (at most one each, of
 * claims without payments); first_event then says where the events of each claim start. */
static size_t count_events(dc_reading *reading)
{
    dc_claims *claims = &reading->book->claims;

    for (size_t i = 0; i < reading->event_count; i++) {
        const event_draft *event = &reading->events[i];

        if (is_used(reading, event))
            claims->first_event[reading->final[event->claim] + 1]++;
        else if (event->first_of_row)
            reading->book->files[reading->payments_file].rows_later++;
    }
    for (size_t i = 0; i < claims->count; i++)
        claims->first_event[i + 1] += claims->first_event[i];
    return claims->first_event[claims->count];
}

/* Moves the used events of payments.csv to their places; of other places `claim` is DC_MAP_NONE. */
static event_draft *group_by_claim(const dc_reading *reading, size_t count)
{
    const dc_claims *claims = &reading->book->claims;
    event_draft     *grouped;
    uint32_t        *next;

    if (reading->event_count == 0)
        return NULL;
    grouped = dc_heap_alloc(count + 1, sizeof grouped[0]);
    for (size_t i = 0; i < count; i++)
        grouped[i].claim = DC_MAP_NONE;
    next = dc_heap_alloc(claims->count + 1, sizeof next[0]);
    memcpy(next, claims->first_event, (claims->count + 1) * sizeof next[0]);
    for (size_t i = 0; i < reading->event_count; i++)
        if (is_used(reading, &reading->events[i]))
            grouped[next[reading->final[reading->events[i].claim]]++] = reading->events[i];
    free(next);
    return grouped;
}

static void close_claim(dc_book *book, uint32_t claim, dc_date date, bool by_payment)
{
    book->claims.closed[claim] = date;
    book->has_history |= by_payment;
}

/* What was sold is owed to the buyer until its due day, where nobody tells another. */
static dc_date maturity_of(const dc_book *book, uint32_t claim, const event_draft *draft)
{
    dc_date due = book->claims.due[claim];
    if (dc_date_is_set(draft->maturity))
        return draft->maturity;
    return due.day > draft->date.day ? due : draft->date;
}

static void fill_event(dc_reading *reading, size_t at, uint32_t claim, const event_draft *draft)
{
    dc_book *book = reading->book;

    book->events.claim[at] = claim;
    book->events.date[at] = draft->date;
    book->events.amount[at] = draft->amount;
    if (draft->kind != DC_EVENT_PAYMENT) /* 0, and often never anything else */
        book->events.kind[at] = draft->kind;
    if (dc_event_has_maturity(draft->kind))
        book->events.maturity[at] = maturity_of(book, claim, draft);
    reading->bills_ahead += draft->kind == DC_EVENT_BILL && dc_date_is_set(draft->maturity) &&
                            draft->maturity.day > book->as_of.day;
    if (draft->kind == DC_EVENT_RECOVERY)
        return;
    book->claims.open[claim] = dc_money_sub(book->claims.open[claim], draft->amount);
    if (book->claims.open[claim].minor == 0)
        close_claim(book, claim, draft->date, dc_event_is_payment(draft->kind));
}

/* The one payment that the row of the invoice tells. */
static void fill_told_event(dc_reading *reading, size_t at, uint32_t claim)
{
    dc_book *book = reading->book;
    bool     is_dated = dc_date_is_set(book->claims.closed[claim]);
    dc_date  date = is_dated ? book->claims.closed[claim] : book->as_of;

    book->events.claim[at] = claim;
    book->events.date[at] = date;
    book->events.amount[at] = dc_money_sub(book->claims.amount[claim], book->claims.open[claim]);
    if (!is_dated) {
        reading->undated++;
        book->events.undated[at] = true;
    }
    book->claims.closed[claim] = DC_DATE_NONE;
    if (book->claims.open[claim].minor == 0)
        close_claim(book, claim, date, is_dated);
}

static void warn_of_bills_ahead(const dc_reading *reading)
{
    char count[24], as_of[11];
    if (reading->bills_ahead == 0)
        return;
    snprintf(count, sizeof count, "%zu", reading->bills_ahead);
    dc_date_format(as_of, reading->book->as_of);
    dc_issues_add(reading->issues, DC_ISSUE_BILLS_AHEAD, &(dc_place){0}, count, as_of, NULL);
}

static void note_undated(const dc_reading *reading)
{
    dc_place place = {.file = reading->book->files[reading->invoices_file].file};
    char     count[24], as_of[11];

    if (reading->undated == 0)
        return;
    snprintf(count, sizeof count, "%zu", reading->undated);
    dc_date_format(as_of, reading->book->as_of);
    dc_issues_add(reading->issues, DC_ISSUE_UNDATED_PAYMENTS, &place, count, as_of, NULL);
}

static void fill_events_of(dc_reading *reading, event_draft *grouped, uint32_t claim)
{
    uint32_t first = reading->book->claims.first_event[claim];
    uint32_t end = reading->book->claims.first_event[claim + 1];

    if (first == end)
        return;
    if (!grouped || grouped[first].claim == DC_MAP_NONE) {
        fill_told_event(reading, first, claim);
        return;
    }
    if (end - first > 1)
        qsort(grouped + first, end - first, sizeof grouped[0], compare_events);
    for (uint32_t i = first; i < end; i++)
        fill_event(reading, i, claim, &grouped[i]);
}

void dc_read_events(dc_reading *reading)
{
    size_t       count = count_events(reading);
    event_draft *grouped = group_by_claim(reading, count);

    if (count <= reading->book->claims.count)
        reading->book->events.amount = reading->spare;
    dc_events_allocate(&reading->book->events, reading->arena, count);
    reading->book->events.count = count;
    for (uint32_t claim = 0; claim < reading->book->claims.count; claim++)
        fill_events_of(reading, grouped, claim);
    free(grouped);
    note_undated(reading);
    warn_of_bills_ahead(reading);
}
