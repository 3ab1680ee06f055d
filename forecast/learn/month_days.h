/*
 * month_days.h - whether days lie on a few days of the month, beyond chance.
 */
#ifndef DC_LEARN_MONTH_DAYS_H
#define DC_LEARN_MONTH_DAYS_H

#include "duecast/month_days.h"

/* Of twelve months or so, each day once and in order; or `together`, of many customers and in no
 * order, whose days are no independent witnesses.  A count of 0 where they lie anywhere, or are too
 * few to tell. */
dc_month_days dc_month_days_find(const dc_date *date, size_t count, const dc_calendar *calendar,
                                 bool together);

bool dc_month_window_holds(const dc_month_window *window, dc_date date);

/* The day meant by a window, before it moves to an open one: in the month that begins with `month`,
 * or at its turn; and so many months after one that `date` is in the window of. */
dc_date dc_month_day_of(const dc_month_window *window, dc_date month);
dc_date dc_month_day_again(const dc_month_window *window, dc_date date, int32_t months);

#endif
