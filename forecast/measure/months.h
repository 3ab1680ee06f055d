/*
 * months.h - sales by calendar month, counted back from a date.
 *
 * cumulative sales are measured from the as-of date: a past month end has a negative value, a
 * future one the sales simulated by then.
 */
#ifndef DC_MEASURE_MONTHS_H
#define DC_MEASURE_MONTHS_H

#include "duecast/metrics.h"

enum { DC_MONTHS_BACK_MAX = 60 };

typedef struct {
    size_t  past; /* month ends before or on the as-of date, newest first */
    dc_date past_end[DC_MONTHS_BACK_MAX];
    double  past_sales[DC_MONTHS_BACK_MAX]; /* <= 0: cumulative from as-of, book currency */
} dc_month_history;

void dc_month_history_make(dc_month_history *out, const dc_book *book);

/*
 * Countback (exhaustion) DSO at `date`: days of the newest months' sales that use up `receivables`.
 *
 *     while receivables >= sales of the month: add its days, subtract its sales;
 *     the last month adds days x receivables / sales
 *
 * The current month counts its elapsed days, sold or not.  A month without sales stops the count;
 * so does the end of history, and then *open_ended is set: "more than N days".  0 when
 * receivables <= 0.
 * `ends`, `cumulative`: month ends before `date`, newest first; cumulative_now: sales up to `date`.
 * Source: Oracle Hyperion Financial Management, "DSO"; docs/FORMULAS.md.
 */
double dc_countback(double receivables, dc_date date, double cumulative_now, const dc_date *ends,
                    const double *cumulative, size_t count, bool *open_ended);

#endif
