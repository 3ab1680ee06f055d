/* verify_notes.c - see verify_notes.h. */
#include "verify_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

dc_note_replay dc_note_replay_make(const dc_book *book, int32_t day_count)
{
    size_t         days = (size_t)day_count + 1;
    dc_note_replay out = {
        .book = book, .habit = dc_bill_habit_measure(book), .day_count = day_count};
    out.cash = dc_heap_alloc(3 * days, sizeof *out.cash);
    out.cost = out.cash + days;
    out.held = out.cost + days;
    return out;
}

void dc_note_replay_free(dc_note_replay *replay)
{
    free(replay->cash);
}

static int32_t first_open(const dc_book *book, int32_t day)
{
    while (!dc_calendar_is_open(book->calendar, dc_date_add_days(book->as_of, day)))
        day++;
    return day;
}

/* Bills taken on a day: cash when they mature, or from the bank on the next open day. */
static void take(dc_note_replay *r, int32_t day, double face)
{
    double  rate = r->book->company.tail.bill_discount;
    int32_t matures = first_open(r->book, day + (int32_t)nearbyint(r->habit.days));
    int32_t bank = first_open(r->book, day + 1), on = matures;
    double  off = 0.0;
    if (rate >= 0.0 && bank < matures) {
        on = bank;
        off = nearbyint(face * (rate * (matures - bank) / 360.0));
    }
    r->cash[day] -= (int64_t)face;
    for (int32_t d = day; d < on && d <= r->day_count; d++)
        r->held[d] += (int64_t)face;
    if (on > r->day_count)
        return;
    r->cash[on] += (int64_t)face;
    r->cost[on] += (int64_t)off;
}

void dc_note_replay_path(dc_note_replay *r, const double *collected)
{
    double sum = 0.0, before = 0.0;
    memset(r->cash, 0, 3 * ((size_t)r->day_count + 1) * sizeof *r->cash);
    if (r->habit.share <= 0.0 || nearbyint(r->habit.days) <= 0.0)
        return;
    for (int32_t day = 1; day <= r->day_count; day++) {
        sum += collected[day];
        double now = nearbyint(sum * r->habit.share);
        take(r, day, now - before);
        before = now;
    }
}
