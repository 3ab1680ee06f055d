#include "duecast/date.h"

#include <assert.h>
#include <string.h>

/* Days whose answer is kept ready: laws ask for millions of them.  1990-01-01 to 2059-12-31. */
enum { READY_FIRST = 7305, READY_DAYS = 25567 };

struct dc_calendar {
    dc_arena *arena;
    bool      target;
    bool     *ready;    /* READY_DAYS: is it open? */
    dc_date  *holidays; /* length count; increasing */
    size_t    count, capacity;
};

/* Easter Sunday of the Gregorian calendar: the "anonymous" algorithm (Nature, 20 April 1876; in
 * Meeus, Astronomical Algorithms, chapter 8, under Butcher's name).  Letters as printed there. */
dc_date dc_date_easter_sunday(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100;
    int32_t d = b / 4, e = b % 4;
    int32_t f = (b + 8) / 25;
    int32_t g = (b - f + 1) / 3;
    int32_t h = (19 * a + b - d - g + 15) % 30;
    int32_t i = c / 4, k = c % 4;
    int32_t l = (32 + 2 * e + 2 * i - h - k) % 7;
    int32_t m = (a + 11 * h + 22 * l) / 451;
    int32_t month_and_day = h + l - 7 * m + 114;

    dc_date easter;
    bool    exists = dc_date_from_civil(&easter, year, month_and_day / 31, month_and_day % 31 + 1);
    assert(exists);
    return easter;
}

static bool is_target_holiday(dc_date date)
{
    enum { GOOD_FRIDAY = -2, EASTER_MONDAY = 1 };
    dc_civil civil = dc_date_to_civil(date);
    switch (civil.month * 100 + civil.day) {
    case 101:
    case 501:
    case 1225:
    case 1226: return true;
    default: break;
    }
    if (civil.month != 3 && civil.month != 4)
        return false;
    int32_t from_easter = dc_date_days_between(dc_date_easter_sunday(civil.year), date);
    return from_easter == GOOD_FRIDAY || from_easter == EASTER_MONDAY;
}

static bool is_open_by_rule(const dc_calendar *calendar, dc_date date)
{
    enum { SATURDAY = 5 };
    return dc_date_weekday(date) < SATURDAY && !(calendar->target && is_target_holiday(date));
}

static dc_calendar *new_calendar(dc_arena *arena, bool target)
{
    dc_calendar *calendar = dc_arena_alloc(arena, 1, sizeof *calendar);
    *calendar = (dc_calendar){.arena = arena, .target = target};
    calendar->ready = dc_arena_alloc(arena, READY_DAYS, sizeof *calendar->ready);
    for (int32_t i = 0; i < READY_DAYS; i++)
        calendar->ready[i] = is_open_by_rule(calendar, DC_DATE(READY_FIRST + i));
    return calendar;
}

dc_calendar *dc_calendar_weekends(dc_arena *arena)
{
    return new_calendar(arena, false);
}

dc_calendar *dc_calendar_target(dc_arena *arena)
{
    return new_calendar(arena, true);
}

/* The first holiday that is not before `date`. */
static size_t search(const dc_calendar *calendar, dc_date date)
{
    size_t low = 0, high = calendar->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->holidays[middle].day < date.day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_listed(const dc_calendar *calendar, dc_date date)
{
    size_t at = search(calendar, date);
    return at < calendar->count && calendar->holidays[at].day == date.day;
}

void dc_calendar_add_holiday(dc_calendar *calendar, dc_date holiday)
{
    assert(dc_date_is_set(holiday));
    if (is_listed(calendar, holiday))
        return;
    calendar->holidays = dc_arena_grow(calendar->arena, calendar->holidays, &calendar->capacity,
                                       calendar->count + 1, sizeof *calendar->holidays);
    size_t at = search(calendar, holiday);
    memmove(calendar->holidays + at + 1, calendar->holidays + at,
            (calendar->count - at) * sizeof *calendar->holidays);
    calendar->holidays[at] = holiday;
    if (holiday.day >= READY_FIRST && holiday.day < READY_FIRST + READY_DAYS)
        calendar->ready[holiday.day - READY_FIRST] = false;
    calendar->count++;
}

bool dc_calendar_is_open(const dc_calendar *calendar, dc_date date)
{
    if (!calendar)
        return true;
    if (date.day >= READY_FIRST && date.day < READY_FIRST + READY_DAYS)
        return calendar->ready[date.day - READY_FIRST];
    return is_open_by_rule(calendar, date) && !is_listed(calendar, date);
}

static dc_date next_open(const dc_calendar *calendar, dc_date date, int32_t step)
{
    while (!dc_calendar_is_open(calendar, date))
        date = dc_date_add_days(date, step);
    return date;
}

dc_date dc_calendar_adjust(const dc_calendar *calendar, dc_date date, dc_adjustment adjustment)
{
    switch (adjustment) {
    case DC_ADJUST_NONE: return date;
    case DC_ADJUST_PRECEDING: return next_open(calendar, date, -1);
    case DC_ADJUST_FOLLOWING:
    case DC_ADJUST_MODIFIED_FOLLOWING: break;
    }
    dc_date following = next_open(calendar, date, +1);
    bool    month_left = following.day > dc_date_month_end(date).day;
    if (adjustment == DC_ADJUST_MODIFIED_FOLLOWING && month_left)
        return next_open(calendar, date, -1);
    return following;
}
