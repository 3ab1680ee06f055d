/*
 * control.h - reported means take the exact expectation as their control variate.
 *
 * What adds up - receipts, balances, ageing, what is lost - has the exact expectation itself, free
 * of simulation error.  What does not - a ratio of two balances - is corrected on each path by a
 * linear function of figures whose expectation is known: receivables, overdue, and sales so far
 * and 13 weeks before.  Its coefficients come from the first paths, its mean from the others, so
 * that the mean is not biased; as they are linear in the figure corrected, parts still add up.
 * Source: Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 4.1.
 */
#ifndef DC_MEASURE_CONTROL_H
#define DC_MEASURE_CONTROL_H

#include "duecast/metrics.h"
#include "samples.h"

enum { DC_CONTROLS_MAX = 4, DC_CONTROL_PILOT = 1024, DC_CONTROL_PILOT_LEAST = 100 };

/* Figures of a moment on each path, and what is expected of them. */
typedef struct {
    size_t        count;
    uint32_t      path_count;
    const double *path[DC_CONTROLS_MAX];
    double        expected[DC_CONTROLS_MAX];
} dc_controls;

/* A metric that does not add up. */
bool dc_is_ratio(dc_metric metric);

/* Indemnities are part of it, which need not be exact. */
bool dc_has_indemnities(dc_metric metric);

/* What sales may move by purchases: no more exact than its paths where they do. */
bool dc_is_capital(dc_metric metric);

/* How receivables enter such a metric: 1, -1, or 0. */
double dc_capital_owed(dc_metric metric);

/* Paths that coefficients are taken from; 0: too few paths to spare. */
uint32_t dc_control_pilot(uint32_t path_count);

/* adjusted[p] = values[p] less what the controls explain of it. */
void dc_control_adjust(double *adjusted, const double *values, const dc_controls *controls);

/* Of the paths after the pilot: mean and its standard error. */
void dc_control_mean(dc_estimate *out, const double *adjusted, uint32_t path_count);

#endif
