/*
 * tail_notes.c - acceptance bills that customers will pay by.
 *
 * Of what is collected on a day the share beta comes as bills, which are cash tau days later, on an
 * open day; or on the next open day, less face x rate x days to maturity / 360, where the book says
 * that they are sold to a bank:
 *
 *     bills(d) = round(beta x collected by d) - round(beta x collected by d - 1)
 *     cash(d)  = - bills(d) + those that become cash on d
 *
 * so what is collected stays what it is, and its bills are on a line of their own.
 */
#include <math.h>

#include "tail_parts.h"

enum { T = DC_PATH_TILE, YEAR = 364 };

static void take_told(dc_bill_habit *out, const dc_tail_told *told)
{
    out->told_share = told->bill_share >= 0.0;
    out->told_days = told->bill_tenor >= 0;
    if (out->told_share)
        out->share = told->bill_share;
    if (out->told_days)
        out->days = told->bill_tenor;
}

dc_bill_habit dc_bill_habit_measure(const dc_book *book)
{
    const dc_events *events = &book->events;
    double           paid = 0.0, bills = 0.0, days = 0.0;
    for (size_t e = 0; e < events->count; e++) {
        if (!dc_event_is_payment(events->kind[e]) || events->undated[e] ||
            dc_date_days_between(events->date[e], book->as_of) >= YEAR)
            continue;
        uint16_t currency = book->claims.currency[events->claim[e]];
        double   amount = (double)dc_book_translate(book, currency, events->amount[e]).minor;
        paid += amount;
        if (events->kind[e] != DC_EVENT_BILL || !dc_date_is_set(events->maturity[e]))
            continue;
        bills += amount;
        days += amount * dc_date_days_between(events->date[e], events->maturity[e]);
    }
    dc_bill_habit out = {.share = paid > 0.0 ? bills / paid : 0.0,
                         .days = bills > 0.0 ? days / bills : 0.0};
    take_told(&out, &book->company.tail);
    return out;
}

/* Cash of a bill taken on a day. */
static void take_day(dc_tail_notes *out, const dc_book *book, int32_t day, int32_t last,
                     int32_t tenor)
{
    double  rate = book->company.tail.bill_discount;
    dc_date taken = dc_date_add_days(book->as_of, day);
    dc_date due =
        dc_calendar_adjust(book->calendar, dc_date_add_days(taken, tenor), DC_ADJUST_FOLLOWING);
    dc_date next =
        dc_calendar_adjust(book->calendar, dc_date_add_days(taken, 1), DC_ADJUST_FOLLOWING);
    bool    sells = rate >= 0.0 && next.day < due.day;
    int32_t on = dc_date_days_between(book->as_of, sells ? next : due);
    out->cash_on[day] = on < last + 1 ? on : last + 1;
    out->discount[day] = sells ? rate * dc_date_days_between(next, due) / 360.0 : 0.0;
}

void dc_tail_make_notes(dc_tail *tail, dc_arena *arena, const dc_book *book)
{
    dc_bill_habit habit = dc_bill_habit_measure(book);
    int32_t       tenor = (int32_t)nearbyint(habit.days);
    if (habit.share <= 0.0 || tenor <= 0)
        return;
    tail->notes.share = habit.share;
    tail->notes.cash_on =
        dc_arena_alloc(arena, (size_t)tail->day_count + 2, sizeof *tail->notes.cash_on);
    tail->notes.discount =
        dc_arena_alloc(arena, (size_t)tail->day_count + 2, sizeof *tail->notes.discount);
    for (int32_t day = 0; day <= tail->day_count; day++)
        take_day(&tail->notes, book, day, tail->day_count, tenor);
    tail->driven_notes = (int32_t)tail->driven_count++;
    if (book->company.tail.bill_discount >= 0.0)
        tail->driven_notes_cost = (int32_t)tail->driven_count++;
    dc_tail_tell(tail, "acceptance_bills", DC_WORD_TAIL_NOTES, DC_TAIL_SHARE, habit.share,
                 habit.told_share ? DC_WORD_TAIL_BY_BOOK : DC_WORD_TAIL_BY_PAYMENTS);
    dc_tail_tell(tail, "acceptance_bill_days", DC_WORD_TAIL_NOTES_DAYS, DC_TAIL_DAYS, tenor,
                 habit.told_days ? DC_WORD_TAIL_BY_BOOK : DC_WORD_TAIL_BY_PAYMENTS);
}

void dc_tail_defer(int64_t *flow, int64_t *cost, const dc_tail *tail, const double *receipts)
{
    const dc_tail_notes *notes = &tail->notes;
    double               collected[T] = {0.0}, taken[T] = {0.0};
    for (int32_t day = 1; day <= tail->day_count; day++) {
        size_t at = (size_t)day * T, to = (size_t)notes->cash_on[day] * T;
        for (size_t i = 0; i < T; i++) {
            collected[i] += receipts[at + i];
            double by_now = nearbyint(collected[i] * notes->share), bills = by_now - taken[i];
            taken[i] = by_now;
            flow[at + i] -= (int64_t)bills;
            flow[to + i] += (int64_t)bills;
            if (cost)
                cost[to + i] -= (int64_t)nearbyint(bills * notes->discount[day]);
        }
    }
}
