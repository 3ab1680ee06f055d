/*
 * derive.h - a column of a metric's path values, from the samples of its paths.
 *
 * A moment is the end of a week or of a month.  Moments 0 .. weeks - 1 are the weeks from week 1
 * on, months follow.
 */
#ifndef DC_MEASURE_DERIVE_H
#define DC_MEASURE_DERIVE_H

#include "control.h"
#include "samples.h"

typedef struct {
    int32_t day;            /* after the as-of date */
    int32_t column, before; /* of the samples: its own, and that of the week or month before */
    int32_t aged;           /* of dc_days_aged, or DC_NONE */
    /* sales of the 91 days before it: those that fall before the as-of date, and the column of the
     * cumulative sales to take off, DC_NONE: none */
    double  past_sales;
    double  bills_left, sold_left; /* of the bills in hand, and of what was sold, by now */
    int32_t sales_from;
    bool    is_month; /* sales_from is a column of sales_before */
} dc_moment;

enum { DC_MOMENTS_MAX = DC_HORIZON_DAYS_MAX + 1 + DC_MONTHS_AHEAD_MAX };

typedef struct {
    size_t    count;
    dc_moment at[DC_MOMENTS_MAX];
} dc_moments;

void dc_moments_make(dc_moments *out, const dc_sampling *sampling);

/* Everything that turns samples into a column of one metric. */
typedef struct {
    const dc_book          *book;
    const dc_today         *today;
    const dc_sampling      *sampling;
    const dc_samples       *samples;
    const dc_month_history *history;
    const dc_ranks         *ranks;
    const dc_moments       *moments;
    const double           *named;             /* per aged day: dc_allowance_named */
    dc_moved                moved;             /* by some policy of the comparison */
    bool                    indemnities_drawn; /* limits cut them off: they have no expectation */
    double                  line_rate;         /* of the credit line, as the policy has it */
} dc_deriving;

/* Whether the metric is one that this book and run have. */
bool dc_derive_applies(const dc_deriving *d, dc_metric metric);

/* Fills path_count values; false when the metric does not apply then. */
bool dc_derive(double *out, const dc_deriving *d, dc_metric metric, size_t moment);

/* Adds a column of the samples. */
void dc_column_add(double *out, const dc_deriving *d, const double *values, const dc_moment *at,
                   double factor);

/* What credit earns: forecast/measure/profit.c.  `loss`: bad debts since the as-of date. */
bool dc_profit_applies(const dc_deriving *d, dc_metric metric);
/* Whether the book tells what it takes. */
bool dc_profit_told(const dc_today *today, const dc_company *company, dc_metric metric);
void dc_profit_take(double *out, const dc_deriving *d, dc_metric metric, const dc_moment *at,
                    const double *loss);

/* Figures whose expectation is known, of a moment; `exact` holds the expectation as its only path.
 */
void dc_derive_controls(dc_controls *out, const dc_deriving *d, const dc_deriving *exact,
                        size_t moment);

#endif
