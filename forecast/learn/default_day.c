/* default_day.c - when a customer stopped paying for good. */
#include <string.h>

#include "counts.h"
#include "default.h"

static bool is_payment(uint8_t kind)
{
    return dc_event_is_payment(kind) || kind == DC_EVENT_DISCOUNT;
}

/* The latest day on which the customer paid or was invoiced. */
static int32_t last_seen_of(const dc_book *book, size_t from, size_t to)
{
    const dc_events *events = &book->events;
    int32_t          last = INT32_MIN;
    for (size_t i = from; i < to; i++) {
        if (dc_claim_is_invoice(&book->claims, i) && book->claims.issued[i].day > last)
            last = book->claims.issued[i].day;
        for (uint32_t e = book->claims.first_event[i]; e < book->claims.first_event[i + 1]; e++)
            if (is_payment(events->kind[e]) && events->date[e].day > last)
                last = events->date[e].day;
    }
    return last;
}

static double worth(const dc_book *book, size_t claim, dc_money amount)
{
    return (double)dc_book_translate(book, book->claims.currency[claim], amount).minor;
}

/* Half of what is overdue on a day or more is written off on it: less is the loss of an invoice. */
static bool is_failure(const dc_book *book, size_t from, size_t to, int32_t day)
{
    const dc_events *events = &book->events;
    double           overdue = 0.0, written = 0.0;
    for (size_t i = from; i < to; i++) {
        if (!dc_claim_is_invoice(&book->claims, i) || book->claims.due[i].day >= day)
            continue;
        overdue += worth(book, i, book->claims.amount[i]);
        for (uint32_t e = book->claims.first_event[i]; e < book->claims.first_event[i + 1]; e++) {
            double amount = worth(book, i, events->amount[e]);
            if (events->kind[e] == DC_EVENT_WRITE_OFF && events->date[e].day == day)
                written += amount;
            else if (events->kind[e] != DC_EVENT_RECOVERY && events->date[e].day < day)
                overdue -= amount;
        }
    }
    return written > 0.0 && 2.0 * written >= overdue;
}

static bool has_write_off(const dc_book *book, size_t from, size_t to)
{
    size_t first = book->claims.first_event[from], last = book->claims.first_event[to];
    return last > first && memchr(&book->events.kind[first], DC_EVENT_WRITE_OFF, last - first);
}

static bool still_owes(const dc_book *book, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (dc_claim_is_invoice(&book->claims, i) && book->claims.open[i].minor > 0)
            return true;
    return false;
}

int32_t dc_default_day(size_t *next, const dc_book *book, size_t claim)
{
    const dc_events *events = &book->events;
    size_t           end = *next = dc_skip_customer(book, claim);
    if (!has_write_off(book, claim, end))
        return DC_DEFAULT_NEVER;
    int32_t seen = last_seen_of(book, claim, end), tried = INT32_MIN, failed = INT32_MAX;
    for (size_t i = claim; i < end; i++)
        for (uint32_t e = book->claims.first_event[i]; e < book->claims.first_event[i + 1]; e++) {
            int32_t day = events->date[e].day;
            if (events->kind[e] != DC_EVENT_WRITE_OFF || events->undated[e] || day <= seen ||
                day >= failed || day == tried)
                continue;
            tried = day;
            failed = is_failure(book, claim, end, day) ? day : failed;
        }
    if (failed == INT32_MAX)
        return DC_DEFAULT_NEVER;
    int32_t day = failed - DC_WRITE_OFF_AFTER_DAYS;
    day = (day > seen ? day : seen + 1) - book->as_of.day;
    bool silent = day <= -DC_DEFAULT_SILENT_DAYS;
    return silent || !still_owes(book, claim, end) ? day : DC_DEFAULT_NEVER;
}
