/*
 * cash_keep.h - what is kept of the days of a tile once they are rolled forward.
 */
#ifndef DC_MEASURE_CASH_KEEP_H
#define DC_MEASURE_CASH_KEEP_H

#include "cash_samples.h"

/* What comes from customers, in cash and by bill, and that with what measures bring and cost:
 * [day][path] of a tile. */
typedef struct {
    const double  *receipts;
    const int64_t *notes; /* what bills move of it; NULL: nothing */
    double        *all;
} dc_cash_incoming;

/* The paths of a tile among those of a column of samples. */
typedef struct {
    size_t path_count, first, lanes;
} dc_cash_lanes;

/* Cumulative flows at the ends of periods; weeks and months overlap, so a day may end two. */
void dc_cash_keep_periods(dc_cash_samples *samples, const dc_cash_plan *plan,
                          const dc_cash_days *days, const dc_cash_incoming *in,
                          dc_cash_lanes where);

/* The lowest cash, its day, the first day below the minimum, the first that the line leaves so. */
void dc_cash_keep_extremes(dc_cash_samples *samples, const dc_cash_plan *plan,
                           const dc_cash_days *days, dc_cash_lanes where);

#endif
