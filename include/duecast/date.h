/*
 * date.h - days, periods, payment terms and business-day calendars.
 *
 * A date is a count of days since 1970-01-01 (proleptic Gregorian); only date.c knows years and
 * months.  An impossible date is an error, never corrected.  There are no time zones and no clock.
 * Excel's serial of a date after 1900-02-28 is day + DC_SPREADSHEET_1970.
 */
#ifndef DUECAST_DATE_H
#define DUECAST_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/arena.h"

typedef struct {
    int32_t day;
} dc_date;

#define DC_DATE_NONE        ((dc_date){INT32_MAX}) /* no date: an open invoice's payment day */
#define DC_DATE(day_number) ((dc_date){(day_number)})

enum { DC_SPREADSHEET_1970 = 25569 };

typedef struct {
    dc_date from, to; /* from <= to; flows of (from, to] belong to the period */
} dc_period;

typedef struct {
    int32_t year, month, day; /* month 1..12, day 1..31 */
} dc_civil;

static inline bool dc_date_is_set(dc_date date)
{
    return date.day != INT32_MAX;
}

/* False, and nothing written, for a day that does not exist (2024-02-30); year 1..9999. */
bool     dc_date_from_civil(dc_date *out, int32_t year, int32_t month, int32_t day);
dc_civil dc_date_to_civil(dc_date date);
int32_t  dc_date_days_between(dc_date from, dc_date to); /* to - from */
dc_date  dc_date_add_days(dc_date date, int32_t days);
dc_date  dc_date_add_months(dc_date anchor, int32_t months); /* clipped: 31 Jan + 1 = 29 Feb 2024 */
dc_date  dc_date_month_end(dc_date date);
dc_date  dc_date_month_start(dc_date date);
int32_t  dc_date_days_in_month(int32_t year, int32_t month);
int32_t  dc_date_weekday(dc_date date); /* 0 = Monday ... 6 = Sunday */

/* How a column of dates is written.  The order is decided per column, never per cell.  A time may
 * follow (12:34, 12:34:56.789, 1:05 PM, T12:34Z) and is checked but not used: no time zones. */
typedef enum {
    DC_DATE_ISO,            /* year first: 2024-02-29, also 20240229, 20240229.0, 2024/2/29, and
                             * 2024年2月29日 */
    DC_DATE_MONTH_FIRST,    /* 2/29/2024, 02-29-2024 */
    DC_DATE_DAY_FIRST,      /* 29/2/2024, 29-02-2024, 29.02.2024 */
    DC_DATE_DAY_MONTH_NAME, /* 29-Feb-24, 29 Feb 2024; two-digit years are 2000-2099 */
    DC_DATE_EXCEL_SERIAL,   /* 45351, five digits (1927-05-18 to 2173-10-13), also 45351.5 */
    DC_DATE_STYLE_COUNT
} dc_date_style;

typedef enum { DC_DATE_OK, DC_DATE_EMPTY, DC_DATE_NOT_A_DATE, DC_DATE_IMPOSSIBLE } dc_date_result;

/* `styles` is a set: bit (1u << style).  The first style in enum order that fits decides.
 * DC_DATE_IMPOSSIBLE: right in form, but no such day (2024-02-30).  Years are 1 to 9999. */
dc_date_result dc_date_parse(dc_date *out, const char *text, unsigned styles);

/* Only YYYY-MM-DD and nothing else; false, and nothing written, for any other text. */
bool dc_date_parse_plain(dc_date *out, const char *text);

void dc_date_format(char buffer[static 11], dc_date date); /* "2024-02-29"; "" when not set */

/* Business days.  A calendar knows weekends and holidays; NULL means every day is open. */
typedef struct dc_calendar dc_calendar;

typedef enum {
    DC_ADJUST_NONE,
    DC_ADJUST_FOLLOWING,          /* the next open day */
    DC_ADJUST_MODIFIED_FOLLOWING, /* the same, but the last open day where that leaves the month */
    DC_ADJUST_PRECEDING           /* the last open day before */
} dc_adjustment;

dc_calendar *dc_calendar_weekends(dc_arena *arena); /* Saturdays and Sundays closed */
/* TARGET: weekends, 1 Jan, Good Friday, Easter Monday, 1 May, 25-26 Dec closed. */
dc_calendar *dc_calendar_target(dc_arena *arena);
void         dc_calendar_add_holiday(dc_calendar *calendar, dc_date holiday);
bool         dc_calendar_is_open(const dc_calendar *calendar, dc_date date);
dc_date dc_calendar_adjust(const dc_calendar *calendar, dc_date date, dc_adjustment adjustment);
dc_date dc_date_easter_sunday(int32_t year); /* Gregorian */

/* Payment terms: net N; N EOM (add N days, then month end); EOM N (month end, then N days); an
 * optional "the D" (then the next D-th of a month, its last day when the month is shorter; from a
 * month end that is a day of the next month); prox D (the D-th of the month after issue); COD,
 * CIA (at once).  "net 30 EOM" is read as 30 EOM.  A discount in front, 2/10 net 30, leaves the
 * due date as it is. */
typedef enum { DC_TERMS_NET, DC_TERMS_DAYS_THEN_EOM, DC_TERMS_EOM_THEN_DAYS } dc_terms_kind;

typedef struct {
    dc_terms_kind kind;
    int32_t       days;         /* 0..365 */
    int32_t       day_of_month; /* 0: none; 1..31 */
} dc_terms;

/* "net 30", "30", "n/30", "30 days", "45 EOM", "45 jours fin de mois", "EOM 10", "30 EOM the 10",
 * "prox 15", "COD", "due on receipt", "月结30天"; false: not understood. */
bool    dc_terms_parse(dc_terms *out, const char *text);
dc_date dc_terms_due(dc_terms terms, dc_date issued);

#endif
