/* early_warning.c - signals of customers on a day, and warnings against what came. */
#include "duecast/early_warning.h"

#include <math.h>
#include <stdlib.h>

#include "worklist_parts.h"

enum {
    RECENT = 91,
    BEFORE = 364,
    STRUCK_DAYS = 60, /* past due: the event */
    RECENT_LEAST = 3,
    BEFORE_LEAST = 5,
    ORDERS_LEAST = 4,
    PARTS_LEAST = 2,
    EVERY = 28,
    ORIGINS_MOST = 26
};
static const double later_by = 7.0, limit_used = 0.9, orders_left = 0.5;

/* --- signals -------------------------------------------------------------------------------- */

typedef struct {
    double late[2], invoiced[2]; /* recent, before; days late and amounts summed up */
    int    closed[2], invoices[2];
} tally;

static int64_t home(const dc_book *book, size_t claim, int64_t minor)
{
    return dc_book_translate(book, book->claims.currency[claim], DC_MONEY(minor)).minor;
}

/* Which of the two spans an age of `days` lies in; 2: neither. */
static int span_of(int32_t days)
{
    return days < 0 || days >= RECENT + BEFORE ? 2 : days >= RECENT;
}

/* What was still open of a claim at the close of the day, and the part payments of late. */
static int64_t open_on(const dc_book *book, size_t claim, dc_date day, int *parts)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    int64_t          open = claims->amount[claim].minor;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        if (events->date[e].day > day.day || events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        open -= events->amount[e].minor;
        *parts += dc_event_is_payment(events->kind[e]) && open > 0 &&
                  20 * open > claims->amount[claim].minor && events->date[e].day > day.day - RECENT;
    }
    return open;
}

static void add_claim(tally *sum, dc_warning_row *out, const dc_book *book, size_t claim,
                      dc_date day)
{
    const dc_claims *claims = &book->claims;
    int32_t          issued = dc_date_days_between(claims->issued[claim], day);
    int32_t          late = dc_date_days_between(claims->due[claim], day);
    if (!dc_claim_is_invoice(claims, claim) || claims->entered[claim].day > day.day)
        return;
    int ordered = span_of(issued), paid = 2;
    if (ordered < 2) {
        sum->invoiced[ordered] += (double)home(book, claim, claims->amount[claim].minor);
        sum->invoices[ordered]++;
    }
    if (claims->closed[claim].day <= day.day) {
        paid = span_of(dc_date_days_between(claims->closed[claim], day));
        late = dc_date_days_between(claims->due[claim], claims->closed[claim]);
    } else {
        int64_t open = open_on(book, claim, day, &out->parts);
        out->exposure += home(book, claim, open);
        out->struck |= late >= STRUCK_DAYS && open > 0;
        paid = late > 0 ? 0 : 2; /* so late at least */
    }
    if (paid < 2) {
        sum->late[paid] += late;
        sum->closed[paid]++;
    }
}

static int broken_promises(const dc_book *book, const size_t *first_claim, uint32_t customer,
                           dc_date day)
{
    dc_customer_record record;
    dc_book            then = *book;
    dc_work_view       view = {.book = &then, .first_claim = (size_t *)first_claim};
    then.as_of = day;
    dc_customer_record_read(&record, &view, customer, dc_date_add_days(day, -RECENT));
    return record.broken;
}

static void set_signals(dc_warning_row *out, const tally *sum, int64_t limit)
{
    out->later = out->limit_use = out->orders = NAN;
    if (sum->closed[0] >= RECENT_LEAST && sum->closed[1] >= BEFORE_LEAST)
        out->later = sum->late[0] / sum->closed[0] - sum->late[1] / sum->closed[1];
    if (limit > 0)
        out->limit_use = (double)out->exposure / (double)limit;
    if (sum->invoices[1] >= ORDERS_LEAST)
        out->orders = sum->invoiced[0] / sum->invoiced[1] * BEFORE / RECENT;
    out->signal[DC_SIGNAL_TREND] = out->later >= later_by; /* false for NAN */
    out->signal[DC_SIGNAL_LIMIT] = out->limit_use >= limit_used;
    out->signal[DC_SIGNAL_PROMISES] = out->broken > 0;
    out->signal[DC_SIGNAL_PARTS] = out->parts >= PARTS_LEAST;
    out->signal[DC_SIGNAL_ORDERS] = out->orders < orders_left;
    for (int s = 0; s < DC_SIGNAL_COUNT; s++)
        out->signals += out->signal[s];
}

void dc_warning_look(dc_warning_row *out, const dc_book *book, const size_t *first_claim,
                     uint32_t customer, dc_date day)
{
    tally sum = {.closed = {0}};
    *out = (dc_warning_row){.customer = customer};
    for (size_t i = first_claim[customer]; i < first_claim[customer + 1]; i++)
        add_claim(&sum, out, book, i, day);
    if (book->actions.count > 0)
        out->broken = broken_promises(book, first_claim, customer, day);
    set_signals(out, &sum, book->customers.credit_limit[customer]);
}

/* --- what came ------------------------------------------------------------------------------ */

/* The first day after `day` on which the customer is struck, at most DC_WARNING_DAYS on;
 * DC_DATE_NONE: none. */
static dc_date struck_after(const dc_book *book, const size_t *first_claim, uint32_t customer,
                            dc_date day)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    int32_t          first = day.day + DC_WARNING_DAYS + 1;
    for (size_t i = first_claim[customer]; i < first_claim[customer + 1]; i++) {
        int32_t on = claims->due[i].day + STRUCK_DAYS;
        if (dc_claim_is_invoice(claims, i) && on > day.day && on < first &&
            claims->closed[i].day > on)
            first = on;
        for (uint32_t e = claims->first_event[i]; e < claims->first_event[i + 1]; e++)
            if (events->kind[e] == DC_EVENT_WRITE_OFF && events->date[e].day > day.day &&
                events->date[e].day < first)
                first = events->date[e].day;
    }
    return first > day.day + DC_WARNING_DAYS ? DC_DATE_NONE : DC_DATE(first);
}

static bool has_overdue(const dc_book *book, const size_t *first_claim, uint32_t customer,
                        dc_date day)
{
    const dc_claims *claims = &book->claims;
    for (size_t i = first_claim[customer]; i < first_claim[customer + 1]; i++)
        if (dc_claim_was_open(claims, i, day) && claims->due[i].day < day.day)
            return true;
    return false;
}

/* Customers that owe something on a past day; `last` is the event counted last of each. */
static void look_back(dc_warning_record *out, const dc_book *book, const size_t *first_claim,
                      dc_date day, int32_t *last)
{
    for (uint32_t c = 0; c < book->customers.count; c++) {
        dc_warning_row row;
        dc_warning_look(&row, book, first_claim, c, day);
        if (row.exposure <= 0 || row.struck)
            continue;
        dc_date event = struck_after(book, first_claim, c, day);
        bool    hit = dc_date_is_set(event), warned = row.signals >= DC_WARNING_SIGNALS;
        bool    overdue = has_overdue(book, first_claim, c, day);
        out->customer_days++;
        out->struck += hit;
        out->warned += warned;
        out->hits += warned && hit;
        out->overdue += overdue;
        out->overdue_hits += overdue && hit;
        if (warned && hit)
            out->lead_days += dc_date_days_between(day, event);
        if (hit && event.day != last[c]) {
            out->events++;
            last[c] = event.day;
        }
    }
}

static double ratio(double part, double whole)
{
    return whole > 0.0 ? part / whole : NAN;
}

/* Every four weeks, once there is a year and a quarter behind and a quarter ahead. */
static void measure_past(dc_warning_record *out, const dc_book *book, const size_t *first_claim)
{
    int32_t *last = dc_heap_alloc(book->customers.count + 1, sizeof *last);
    dc_date  first = book->as_of;
    for (size_t i = 0; i < book->claims.count; i++)
        first = book->claims.issued[i].day < first.day ? book->claims.issued[i] : first;
    for (size_t c = 0; c < book->customers.count; c++)
        last[c] = INT32_MIN;
    *out = (dc_warning_record){0};
    int32_t known = dc_date_days_between(first, book->as_of) - RECENT - BEFORE - DC_WARNING_DAYS;
    int32_t origins = known < 0 ? 0 : known / EVERY + 1;
    origins = origins < ORIGINS_MOST ? origins : ORIGINS_MOST;
    out->origins = (size_t)origins;
    for (int32_t k = origins - 1; k >= 0; k--)
        look_back(out, book, first_claim,
                  dc_date_add_days(book->as_of, -DC_WARNING_DAYS - k * EVERY), last);
    free(last);
    out->measurable = out->events >= DC_WARNING_EVENTS;
    out->precision = ratio((double)out->hits, (double)out->warned);
    out->recall = ratio((double)out->hits, (double)out->struck);
    out->lead_days = ratio(out->lead_days, (double)out->hits);
    out->lift = ratio(out->precision, ratio((double)out->struck, (double)out->customer_days));
    out->lift_over_overdue =
        ratio(out->precision, ratio((double)out->overdue_hits, (double)out->overdue));
}

/* --- today ---------------------------------------------------------------------------------- */

static int compare_rows(const void *left, const void *right)
{
    const dc_warning_row *a = left, *b = right;
    if (a->signals != b->signals)
        return b->signals - a->signals;
    if (a->exposure != b->exposure)
        return a->exposure > b->exposure ? -1 : 1;
    return (a->customer > b->customer) - (a->customer < b->customer);
}

void dc_warnings_make(dc_warnings *out, dc_arena *arena, const dc_book *book)
{
    const size_t *first_claim = dc_work_index(arena, book);
    *out = (dc_warnings){
        .rows = dc_arena_alloc(arena, book->customers.count + 1, sizeof(dc_warning_row))};
    for (uint32_t c = 0; c < book->customers.count; c++) {
        dc_warning_row *row = &out->rows[out->count];
        dc_warning_look(row, book, first_claim, c, book->as_of);
        out->count += row->exposure > 0 && !row->struck && row->signals >= DC_WARNING_SIGNALS;
    }
    if (out->count > 1)
        qsort(out->rows, out->count, sizeof *out->rows, compare_rows);
    measure_past(&out->past, book, first_claim);
}
