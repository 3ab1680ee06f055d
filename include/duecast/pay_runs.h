/*
 * pay_runs.h - on which days a customer's pay runs come back, where it has runs of its own.
 */
#ifndef DUECAST_PAY_RUNS_H
#define DUECAST_PAY_RUNS_H

#include "duecast/month_days.h"

typedef enum {
    DC_RUNS_NONE,
    DC_RUNS_ON_DAYS,    /* of the month: the 10th, the 15th and 28th, the last */
    DC_RUNS_BY_WEEKS,   /* every second or fourth Friday */
    DC_RUNS_BY_WEEKDAY, /* the first Thursday of a month, the first and the third, the last */
} dc_runs_kind;

enum { DC_RUNS_LAST = 5 }; /* in `which`, beside the first to the fourth */

/* Zeroed: none. */
typedef struct {
    dc_runs_kind  kind;
    dc_adjustment moved;      /* from closed days */
    dc_month_days days;       /* DC_RUNS_ON_DAYS */
    dc_adjustment moved_turn; /* those of `days` that are counted from the turn of the month */
    int8_t        weekday;    /* of the other two: 0 Monday ... 6 Sunday */
    uint8_t       weeks;      /* DC_RUNS_BY_WEEKS: from one to the next, 2 or 4 */
    uint8_t       phase; /* and the runs' weeks, counted from that of 1970-01-01, modulo those */
    uint8_t       which; /* DC_RUNS_BY_WEEKDAY: bit k the k-th such day, DC_RUNS_LAST the last */
} dc_pay_runs;

/* How many there are in the mean month; 0 for DC_RUNS_NONE. */
double dc_pay_runs_a_month(const dc_pay_runs *runs);

/* The first day meant after `date`, before it is moved, and how such a day is; runs of a kind. */
dc_date       dc_pay_runs_next(const dc_pay_runs *runs, dc_date date);
dc_adjustment dc_pay_runs_moved(const dc_pay_runs *runs, dc_date date);

#endif
