#include "duecast/date.h"

#include <assert.h>

/*
 * Days and civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".  The year
 * begins on 1 March, so that the leap day is its last; an era is 400 years of 146,097 days.
 */
enum {
    DAYS_PER_ERA = 146097,
    DAYS_PER_4_YEARS = 1460,
    DAYS_PER_CENTURY = 36524,
    DAYS_TO_1970 = 719468, /* from 0000-03-01 to 1970-01-01 */
    YEAR_MAX = 9999
};

static int32_t floor_div(int32_t value, int32_t divisor)
{
    return value / divisor - (value % divisor < 0);
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t dc_date_days_in_month(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap(year));
}

static dc_date date_of(int32_t year, int32_t month, int32_t day)
{
    int32_t year_from_march = year - (month <= 2);
    int32_t era = floor_div(year_from_march, 400);
    int32_t year_of_era = year_from_march - era * 400;
    int32_t month_from_march = month > 2 ? month - 3 : month + 9;
    int32_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return DC_DATE(era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970);
}

bool dc_date_from_civil(dc_date *out, int32_t year, int32_t month, int32_t day)
{
    if (year < 1 || year > YEAR_MAX || month < 1 || month > 12)
        return false;
    if (day < 1 || day > dc_date_days_in_month(year, month))
        return false;
    *out = date_of(year, month, day);
    return true;
}

dc_civil dc_date_to_civil(dc_date date)
{
    assert(dc_date_is_set(date));
    int32_t shifted = date.day + DAYS_TO_1970;
    int32_t era = floor_div(shifted, DAYS_PER_ERA);
    int32_t day_of_era = shifted - era * DAYS_PER_ERA;
    int32_t year_of_era = (day_of_era - day_of_era / DAYS_PER_4_YEARS +
                           day_of_era / DAYS_PER_CENTURY - day_of_era / (DAYS_PER_ERA - 1)) /
                          365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (dc_civil){.year = year_of_era + era * 400 + (month <= 2),
                      .month = month,
                      .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

int32_t dc_date_days_between(dc_date from, dc_date to)
{
    int32_t days;
    bool    overflow = __builtin_sub_overflow(to.day, from.day, &days);
    assert(dc_date_is_set(from) && dc_date_is_set(to));
    assert(!overflow);
    return days;
}

dc_date dc_date_add_days(dc_date date, int32_t days)
{
    int32_t sum;
    bool    overflow = __builtin_add_overflow(date.day, days, &sum);
    assert(dc_date_is_set(date));
    assert(!overflow && sum != INT32_MAX);
    return DC_DATE(sum);
}

dc_date dc_date_add_months(dc_date anchor, int32_t months)
{
    dc_civil civil = dc_date_to_civil(anchor);
    int32_t  month_count = civil.year * 12 + civil.month - 1 + months;
    int32_t  year = floor_div(month_count, 12);
    int32_t  month = month_count - year * 12 + 1;
    int32_t  last = dc_date_days_in_month(year, month);
    return date_of(year, month, civil.day < last ? civil.day : last);
}

dc_date dc_date_month_end(dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    return date_of(civil.year, civil.month, dc_date_days_in_month(civil.year, civil.month));
}

dc_date dc_date_month_start(dc_date date)
{
    return dc_date_add_days(date, 1 - dc_date_to_civil(date).day);
}

int32_t dc_date_weekday(dc_date date)
{
    assert(dc_date_is_set(date));
    int32_t thursday_first = date.day - 7 * floor_div(date.day, 7); /* 1970-01-01: a Thursday */
    return (thursday_first + 3) % 7;
}

static char digit_of(int32_t value, int32_t unit)
{
    return (char)('0' + value / unit % 10);
}

void dc_date_format(char buffer[static 11], dc_date date)
{
    buffer[0] = '\0';
    if (!dc_date_is_set(date))
        return;
    dc_civil civil = dc_date_to_civil(date);
    assert(civil.year >= 0 && civil.year <= YEAR_MAX);
    const char text[11] = {digit_of(civil.year, 1000),
                           digit_of(civil.year, 100),
                           digit_of(civil.year, 10),
                           digit_of(civil.year, 1),
                           '-',
                           digit_of(civil.month, 10),
                           digit_of(civil.month, 1),
                           '-',
                           digit_of(civil.day, 10),
                           digit_of(civil.day, 1),
                           '\0'};
    for (size_t i = 0; i < sizeof text; i++)
        buffer[i] = text[i];
}
