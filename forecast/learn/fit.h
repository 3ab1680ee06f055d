/*
 * fit.h - the portfolio's life table and how much customers differ from it.
 */
#ifndef DC_LEARN_FIT_H
#define DC_LEARN_FIT_H

#include "counts.h"

/* Natural width of bin k in days, at most 30: how fast a customer's own history counts there. */
double dc_bin_width(int bin);

/* ln Gamma(x) for x > 0, relative error below 1e-12 (Stirling's series after shifting x above 10).
 * */
double dc_log_gamma(double x);

/* Total log marginal likelihood of the cells for portfolio table q and concentration m. */
double dc_log_marginal(const dc_counts *counts, const double q[DC_BINS], double m);

/* Estimates q and m; deterministic.  *log_likelihood is the value at the estimates. */
void dc_fit_life_table(double q[DC_BINS], double *m, double *log_likelihood,
                       const dc_counts *counts);

/* The life table used where nothing was settled yet. */
void dc_prior_life_table(double q[DC_BINS]);

#endif
