/* pay_days.c - customers that pay in runs of their own. */
#include "pay_days.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counts.h"
#include "pay_runs.h"

enum { MONTHS = 12, YEAR_DAYS = 366, DAYS_MOST = 2 * YEAR_DAYS, PAYMENTS_MOST = 400 };

static const double gain_least = 10.0;
static const double gain_each = 3.5; /* ln of the windows, or ways, to choose from */

const double dc_pay_usual_unknown[DC_PAY_PLACES] = {0.5, 0.25, 0.25};

/* --- the days of a customer ------------------------------------------------------------------- */

/* Rare runs take more than a year to tell; habits are those of the last one. */
typedef struct {
    dc_date  start, since;         /* of two years, and of the last; days after them count */
    bool     paid[DAYS_MOST];      /* by days after `start` */
    dc_date  all_dates[DAYS_MOST]; /* those, in order */
    size_t   older;                /* of them, not of the last year */
    dc_date *date;                 /* of the last year */
    size_t   count;
    dc_date  due[PAYMENTS_MOST]; /* of its payments, and how late they were */
    int32_t  days_late[PAYMENTS_MOST];
    size_t   payments;
} year;

static void add_payment(year *out, dc_date due, dc_date date)
{
    out->paid[dc_date_days_between(out->start, date)] = true;
    if (out->payments == PAYMENTS_MOST || date.day <= out->since.day)
        return;
    out->due[out->payments] = due;
    out->days_late[out->payments++] = dc_date_days_between(due, date);
}

static void see_claim(year *out, const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        dc_date date = dc_event_counts_on(book, (uint32_t)claim, e);
        if (dc_event_is_payment(book->events.kind[e]) && date.day > out->start.day &&
            date.day <= book->as_of.day)
            add_payment(out, claims->due[claim], date);
    }
}

/* The days on which the customer of claim `first` paid; returns the next customer's first claim. */
static size_t list_days(year *out, const dc_book *book, size_t first)
{
    const dc_claims *claims = &book->claims;
    size_t           claim = first;
    memset(out->paid, 0, sizeof out->paid);
    out->older = out->count = out->payments = 0;
    for (; claim < claims->count && claims->customer[claim] == claims->customer[first]; claim++)
        if (!dc_date_is_set(claims->closed[claim]) || claims->closed[claim].day > out->start.day)
            see_claim(out, book, claim);
    for (int32_t after = 1; after < DAYS_MOST; after++) {
        dc_date date = dc_date_add_days(out->start, after);
        if (!out->paid[after])
            continue;
        out->all_dates[out->older + out->count] = date;
        *(date.day > out->since.day ? &out->count : &out->older) += 1;
    }
    out->date = out->all_dates + out->older;
    return claim;
}

/* --- where days lie --------------------------------------------------------------------------- */

/* Days from `first` on. */
typedef struct {
    dc_date  first;
    int32_t  count;
    uint8_t *place;
} stretch;

static void put(const stretch *out, dc_date date, dc_pay_place place)
{
    int32_t at = dc_date_days_between(out->first, date);
    if (at >= 0 && at < out->count && out->place[at] < DC_PAY_ON)
        out->place[at] = (uint8_t)place;
}

/* From one such day to the next; the first is as far from one as the next is. */
static void add_days_since(const stretch *out)
{
    int32_t first = -1, before = -1;
    for (int32_t at = 0; at < out->count; at++) {
        if (out->place[at] < DC_PAY_ON)
            continue;
        if (before >= 0)
            out->place[at] = (uint8_t)(DC_PAY_ON + at - before - 1);
        if (before >= 0 && before == first)
            out->place[first] = out->place[at];
        first = first < 0 ? at : first;
        before = at;
    }
}

static void look_up(const stretch *out, const dc_calendar *calendar, const dc_pay_runs *runs)
{
    enum { MOVED_MOST = 15 };
    dc_date end = dc_date_add_days(out->first, out->count + MOVED_MOST);
    dc_date date = dc_pay_runs_next(runs, dc_date_add_days(out->first, -MOVED_MOST));
    memset(out->place, DC_PAY_ELSEWHERE, (size_t)out->count);
    for (; date.day <= end.day; date = dc_pay_runs_next(runs, date)) {
        dc_date on = dc_calendar_adjust(calendar, date, dc_pay_runs_moved(runs, date));
        put(out, on, DC_PAY_ON);
        put(out, dc_calendar_adjust(calendar, dc_date_add_days(on, -1), DC_ADJUST_PRECEDING),
            DC_PAY_BESIDE);
        put(out, dc_calendar_adjust(calendar, dc_date_add_days(on, 1), DC_ADJUST_FOLLOWING),
            DC_PAY_BESIDE);
    }
    add_days_since(out);
}

static size_t count_met(const stretch *seen, const dc_calendar *calendar, const dc_pay_runs *runs,
                        const year *from)
{
    size_t met = 0;
    look_up(seen, calendar, runs);
    for (size_t i = 0; i < from->count; i++)
        met += seen->place[dc_date_days_between(seen->first, from->date[i])] >= DC_PAY_ON;
    return met;
}

/* An end of the month may be meant as the 28th to 30th: the 30th is the last day of four months,
 * the last but one of seven, and weekends push it over the turn. */
static dc_month_days from_the_begin(const dc_month_days *days, int day)
{
    dc_month_days out = *days;
    for (int i = 0; i < out.count; i++) {
        dc_month_window *window = &out.window[i];
        if (!window->by_turn || window->day >= 0)
            continue;
        window->by_turn = false;
        window->day = (int8_t)day;
        window->first = (int8_t)(day - 2);
    }
    return out;
}

/* The way of moving from closed days that meets most payments; of the first of `runs` on ties. */
typedef struct {
    const dc_calendar *calendar;
    const year        *from;
    dc_pay_runs       *best;
    size_t             met;
} settling;

static void try_way(settling *at, dc_pay_runs as, dc_adjustment moved, dc_adjustment moved_turn)
{
    uint8_t place[YEAR_DAYS + 1];
    stretch seen = {at->from->since, YEAR_DAYS + 1, place};
    as.moved = moved;
    as.moved_turn = moved_turn;
    size_t met = count_met(&seen, at->calendar, &as, at->from);
    if (met <= at->met)
        return;
    *at->best = as;
    at->met = met;
}

static bool has_both(const dc_month_days *days)
{
    bool has[2] = {false, false};
    for (int i = 0; i < days->count; i++)
        has[days->window[i].by_turn] = true;
    return has[0] && has[1];
}

/* Days that are closed are moved, and ends of months counted, the way that meets most payments; all
 * of them alike unless the 15th and the last day are moved each its own way. */
static void settle(dc_pay_runs *runs, const dc_calendar *calendar, const year *from)
{
    enum { MOVES = 3 };
    bool                earlier = runs->days.window[0].earlier;
    const dc_adjustment moves[MOVES] = {earlier ? DC_ADJUST_PRECEDING : DC_ADJUST_FOLLOWING,
                                        earlier ? DC_ADJUST_FOLLOWING : DC_ADJUST_PRECEDING,
                                        DC_ADJUST_NONE};
    const dc_month_days counted[] = {runs->days, from_the_begin(&runs->days, 28),
                                     from_the_begin(&runs->days, 29),
                                     from_the_begin(&runs->days, 30)};
    dc_pay_runs         as = *runs;
    settling            at = {calendar, from, runs, 0};
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        as.days = counted[i];
        for (int way = 0; way < MOVES; way++)
            try_way(&at, as, moves[way], moves[way]);
        if (as.days.count == 0)
            return;
    }
    as.days = counted[0];
    for (int way = 0; has_both(&as.days) && way < MOVES * MOVES; way++)
        try_way(&at, as, moves[way / MOVES], moves[way % MOVES]);
}

/* --- habit or chance -------------------------------------------------------------------------- */

bool dc_pay_days_powers(double power[DC_PAY_PLACES], const double usual[DC_PAY_PLACES],
                        const uint32_t paid[DC_PAY_PLACES], const double due[DC_PAY_PLACES],
                        const dc_pay_runs *runs)
{
    double sum = 0.0, all = 1.0, gain = 0.0;
    for (int k = 0; k < DC_PAY_PLACES; k++) {
        sum += due[k];
        all += paid[k];
    }
    for (int k = 0; k < DC_PAY_PLACES; k++) {
        power[k] = (paid[k] + usual[k]) / all * sum / due[k];
        gain += paid[k] * log(power[k]);
    }
    int choices = runs->kind == DC_RUNS_ON_DAYS ? runs->days.count : 1;
    return gain >= gain_least + gain_each * choices;
}

/* Where payments would lie with the days late of the others, each of them; the places' sum is 1. */
static void shares_by_days_late(double share[DC_PAY_PLACES], const year *of,
                                const dc_pay_days_of *out, const uint8_t *place)
{
    static const double one[DC_PAY_PLACES] = {0.85, 0.10, 0.05}; /* of a payment, on any day */
    double              all = 1.0;
    memcpy(share, one, sizeof one);
    for (size_t i = 0; i < of->payments; i++)
        for (size_t j = 0; j < of->payments; j++) {
            int32_t at = dc_date_days_between(out->first, of->due[i]) + of->days_late[j];
            if (i == j || at < 0 || at >= out->day_count)
                continue;
            share[dc_pay_place_of(place[at])] += 1.0;
            all += 1.0;
        }
    for (int k = 0; k < DC_PAY_PLACES; k++)
        share[k] /= all;
}

/* Who is invoiced every fifteen days and always as late pays on days of the month as well, for a
 * year; but so it would with those days late, and then the law of its own tells better. */
static bool is_no_rhythm(const year *of, const dc_pay_days_of *out, const dc_pay_days *row)
{
    uint32_t paid[DC_PAY_PLACES] = {0};
    double   share[DC_PAY_PLACES], power[DC_PAY_PLACES];
    for (size_t i = 0; i < of->count; i++)
        paid[dc_pay_place_of(row->place[dc_date_days_between(out->first, of->date[i])])]++;
    shares_by_days_late(share, of, out, row->place);
    return dc_pay_days_powers(power, dc_pay_usual_unknown, paid, share, &row->runs);
}

/* --- all customers ---------------------------------------------------------------------------- */

typedef struct {
    dc_pay_days_of    *out;
    dc_arena          *arena;
    const dc_calendar *calendar;
    size_t             capacity;
} finder;

static uint32_t keep(finder *at, const dc_pay_runs *runs)
{
    dc_pay_days_of *out = at->out;
    for (size_t i = 0; i < out->count; i++)
        if (dc_pay_runs_are_same(&out->row[i].runs, runs))
            return (uint32_t)i;
    stretch all = {out->first, out->day_count,
                   dc_arena_alloc(at->arena, (size_t)out->day_count, sizeof *all.place)};
    out->row = dc_heap_grow(out->row, &at->capacity, out->count + 1, sizeof *out->row);
    look_up(&all, at->calendar, runs);
    out->row[out->count] = (dc_pay_days){.runs = *runs, .place = all.place};
    return (uint32_t)out->count++;
}

void dc_pay_days_find(dc_pay_days_of *out, dc_arena *arena, const dc_book *book, const bool *wanted,
                      dc_date first, int32_t day_count)
{
    finder at = {.out = out,
                 .arena = arena,
                 .calendar = book->calendar ? book->calendar : dc_calendar_weekends(arena)};
    year  *of = dc_heap_alloc(1, sizeof *of);
    *out = (dc_pay_days_of){.first = first, .day_count = day_count};
    out->of = dc_arena_alloc(arena, book->customers.count + 1, sizeof *out->of);
    of->since = dc_date_add_months(book->as_of, -MONTHS);
    of->start = dc_date_add_months(book->as_of, -2 * MONTHS);
    for (size_t claim = 0; claim < book->claims.count;) {
        uint32_t customer = book->claims.customer[claim];
        out->of[customer] = UINT32_MAX;
        if (!wanted[customer]) {
            claim = dc_skip_customer(book, claim);
            continue;
        }
        claim = list_days(of, book, claim);
        dc_pay_runs runs = dc_pay_runs_find(of->all_dates, of->older, of->count, at.calendar);
        if (runs.kind == DC_RUNS_NONE)
            continue;
        settle(&runs, at.calendar, of);
        uint32_t kept = keep(&at, &runs);
        if (is_no_rhythm(of, out, &out->row[kept]))
            out->of[customer] = kept;
    }
    free(of);
}

void dc_pay_days_free(dc_pay_days_of *of)
{
    free(of->row);
}
