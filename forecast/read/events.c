#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "reading.h"

/* Known at the close of the as-of date, and of a claim that is. */
static bool is_used(const dc_reading *reading, const event_draft *event)
{
    dc_date as_of = reading->book->as_of;

    return reading->claims[event->claim].final != DC_MAP_NONE &&
           (!dc_date_is_set(event->date) || event->date.day <= as_of.day);
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

/* Moves the used events together by claim; first_event says where those of each claim start. */
static event_draft *group_by_claim(dc_reading *reading, size_t *count)
{
    dc_claims   *claims = &reading->book->claims;
    event_draft *grouped;
    uint32_t    *next = dc_heap_alloc(claims->count + 1, sizeof next[0]);

    for (size_t i = 0; i < reading->event_count; i++) {
        const event_draft *event = &reading->events[i];

        if (is_used(reading, event))
            claims->first_event[reading->claims[event->claim].final + 1]++;
        else if (event->first_of_row)
            reading->book->files[reading->payments_file].rows_later++;
    }
    for (size_t i = 0; i < claims->count; i++)
        claims->first_event[i + 1] += claims->first_event[i];
    memcpy(next, claims->first_event, (claims->count + 1) * sizeof next[0]);
    *count = claims->first_event[claims->count];
    grouped = dc_heap_alloc(*count + 1, sizeof grouped[0]);
    for (size_t i = 0; i < reading->event_count; i++)
        if (is_used(reading, &reading->events[i]))
            grouped[next[reading->claims[reading->events[i].claim].final]++] = reading->events[i];
    free(next);
    return grouped;
}

static void fill_event(dc_reading *reading, size_t at, uint32_t claim, const event_draft *draft)
{
    dc_book *book = reading->book;
    bool     is_dated = dc_date_is_set(draft->date);
    dc_date  date = is_dated ? draft->date : book->as_of;

    reading->undated += !is_dated;
    book->events.claim[at] = claim;
    book->events.date[at] = date;
    book->events.amount[at] = draft->amount;
    book->events.kind[at] = draft->kind;
    book->events.undated[at] = !is_dated;
    book->events.maturity[at] = draft->kind == DC_EVENT_BILL ? draft->maturity : DC_DATE_NONE;
    reading->bills_ahead += draft->kind == DC_EVENT_BILL && dc_date_is_set(draft->maturity) &&
                            draft->maturity.day > book->as_of.day;
    if (draft->kind == DC_EVENT_RECOVERY)
        return;
    book->claims.open[claim] = dc_money_sub(book->claims.open[claim], draft->amount);
    if (book->claims.open[claim].minor == 0) {
        book->claims.closed[claim] = date;
        if (is_dated && dc_event_is_payment(draft->kind))
            book->has_history = true;
    }
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

void dc_read_events(dc_reading *reading)
{
    dc_claims   *claims = &reading->book->claims;
    size_t       count;
    event_draft *grouped = group_by_claim(reading, &count);

    dc_events_allocate(&reading->book->events, reading->arena, count);
    reading->book->events.count = count;
    for (uint32_t claim = 0; claim < claims->count; claim++) {
        uint32_t first = claims->first_event[claim], end = claims->first_event[claim + 1];

        if (end - first > 1)
            qsort(grouped + first, end - first, sizeof grouped[0], compare_events);
        for (uint32_t i = first; i < end; i++)
            fill_event(reading, i, claim, &grouped[i]);
    }
    free(grouped);
    note_undated(reading);
    warn_of_bills_ahead(reading);
}
