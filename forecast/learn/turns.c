/* turns.c - where in its month a day lies. */
#include "turns.h"

#include <string.h>

enum { DAYS_MAX = 31 };

static bool is_business_day(const dc_book *book, dc_date date)
{
    enum { SATURDAY = 5 };
    return dc_date_weekday(date) < SATURDAY && dc_calendar_is_open(book->calendar, date);
}

static void turns_of_start(uint8_t turn[DAYS_MAX], const dc_book *book, dc_date first,
                           int32_t count)
{
    enum { START_DAYS = 2 };
    bool late = !is_business_day(book, dc_date_add_days(first, -1));
    for (int32_t i = 0, seen = 0; i < count && seen < START_DAYS; i++) {
        if (!is_business_day(book, dc_date_add_days(first, i)))
            continue;
        turn[i] = late && seen == 0 ? DC_TURN_AFTER : DC_TURN_START;
        seen++;
    }
}

static void turns_of_end(uint8_t turn[DAYS_MAX], const dc_book *book, dc_date first, int32_t count)
{
    int32_t last = count - 1;
    while (last > 0 && !is_business_day(book, dc_date_add_days(first, last)))
        turn[last--] = DC_TURN_LAST_EARLY;
    turn[last] = last < count - 1 ? DC_TURN_LAST_EARLY : DC_TURN_LAST;
    for (last--; last > 0 && !is_business_day(book, dc_date_add_days(first, last));)
        last--;
    if (last >= 0)
        turn[last] = DC_TURN_NEXT_TO;
}

void dc_turns_look_up(uint8_t *turn, const dc_book *book, dc_date first, int32_t count)
{
    for (int32_t at = 0; at < count;) {
        uint8_t of_month[DAYS_MAX] = {DC_TURN_BETWEEN};
        dc_date day = dc_date_add_days(first, at), start = dc_date_month_start(day);
        int32_t days = dc_date_days_between(start, dc_date_month_end(start)) + 1;
        turns_of_start(of_month, book, start, days);
        turns_of_end(of_month, book, start, days);
        for (int32_t i = dc_date_days_between(start, day); i < days && at < count; i++)
            turn[at++] = of_month[i];
    }
}
