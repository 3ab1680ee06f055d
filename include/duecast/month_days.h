/*
 * month_days.h - days of the month on which something comes back: invoices, or payments.
 *
 * One to three windows of three days, as weekends move what comes on one of them.
 */
#ifndef DUECAST_MONTH_DAYS_H
#define DUECAST_MONTH_DAYS_H

#include "duecast/date.h"

enum { DC_MONTH_DAYS_MOST = 3 };

/* Three neighbouring days of a month. */
typedef struct {
    bool by_turn; /* counted from the turn of the month: 0 the first day, -1 the last; else 1-31 */
    int8_t first; /* of the three */
    int8_t day;   /* the one that is meant */
    bool   earlier; /* an open day before rather than after it, where it is closed */
} dc_month_window;

typedef struct {
    int             count;        /* of windows; 0: no days of the month */
    bool            never_closed; /* moves to open days */
    dc_month_window window[DC_MONTH_DAYS_MOST];
} dc_month_days;

#endif
