/*
 * billing.c - customers invoiced by the calendar month, told from chance by their own days.
 *
 * Several invoices on a day count once; who has too few days does as all of those do together.
 */
#include "duecast/billing.h"

#include <stdlib.h>

#include "month_days.h"

enum { MONTHS = 12, DAYS_LEAST = 5 };

typedef struct {
    size_t   count, capacity;
    dc_date *date;
} day_list;

static void add_day(day_list *days, dc_date date)
{
    days->date = dc_heap_grow(days->date, &days->capacity, days->count + 1, sizeof *days->date);
    days->date[days->count++] = date;
}

static int compare_days(const void *left, const void *right)
{
    const dc_date *a = left, *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

/* The days of the customer of claim `first`, each once; returns the next customer's first claim. */
static size_t list_days(day_list *days, const dc_book *book, size_t first)
{
    const dc_claims *claims = &book->claims;
    dc_date          since = dc_date_add_months(book->as_of, -MONTHS);
    size_t           claim = first, count = 0;
    days->count = 0;
    for (; claim < claims->count && claims->customer[claim] == claims->customer[first]; claim++)
        if (dc_claim_is_invoice(claims, claim) && claims->issued[claim].day > since.day &&
            claims->issued[claim].day <= book->as_of.day)
            add_day(days, claims->issued[claim]);
    if (days->count > 0)
        qsort(days->date, days->count, sizeof *days->date, compare_days);
    for (size_t i = 0; i < days->count; i++)
        if (i == 0 || days->date[i].day != days->date[count - 1].day)
            days->date[count++] = days->date[i];
    days->count = count;
    return claim;
}

const dc_billing *dc_billing_learn(dc_arena *arena, const dc_book *book)
{
    dc_billing   *out = dc_arena_alloc(arena, 1, sizeof *out);
    size_t        customers = book->customers.count;
    bool         *is_small = dc_heap_alloc(customers + 1, sizeof *is_small);
    day_list      days = {0}, small = {0};
    dc_month_days shared = {0};
    out->calendar = book->calendar ? book->calendar : dc_calendar_weekends(arena);
    out->of = dc_arena_alloc(arena, customers + 1, sizeof *out->of);
    for (size_t claim = 0; claim < book->claims.count;) {
        uint32_t customer = book->claims.customer[claim];
        claim = list_days(&days, book, claim);
        out->of[customer] = dc_month_days_find(days.date, days.count, out->calendar, false);
        is_small[customer] = days.count < DAYS_LEAST && out->of[customer].count == 0;
        for (size_t i = 0; is_small[customer] && i < days.count; i++)
            add_day(&small, days.date[i]);
    }
    if (small.count > 0)
        shared = dc_month_days_find(small.date, small.count, out->calendar, true);
    for (size_t c = 0; c < customers; c++)
        if (is_small[c])
            out->of[c] = shared;
    free(days.date);
    free(small.date);
    free(is_small);
    return out;
}

/* --- when it comes again ---------------------------------------------------------------------- */

dc_billing_past dc_billing_past_since(dc_date first, dc_date as_of)
{
    enum { WEEK = 7, YEAR = 52 * WEEK };
    dc_billing_past out = {0};
    dc_date         tomorrow = dc_date_add_days(as_of, 1);
    int32_t         days = dc_date_days_between(first, tomorrow);
    out.days = (int16_t)((days < YEAR ? days : YEAR) / WEEK * WEEK);
    while (out.months < MONTHS && dc_date_add_months(first, out.months + 1).day <= tomorrow.day)
        out.months++;
    return out;
}

dc_date dc_billing_again(const dc_billing *billing, uint32_t customer, dc_date issued,
                         int32_t months)
{
    const dc_month_days *habit = &billing->of[customer];
    for (int i = 0; i < habit->count; i++) {
        const dc_month_window *window = &habit->window[i];
        if (!dc_month_window_holds(window, issued))
            continue;
        dc_date date = dc_month_day_again(window, issued, months);
        if (!habit->never_closed)
            return date;
        return dc_calendar_adjust(billing->calendar, date,
                                  window->earlier ? DC_ADJUST_PRECEDING
                                                  : DC_ADJUST_MODIFIED_FOLLOWING);
    }
    return dc_date_add_months(issued, months);
}
