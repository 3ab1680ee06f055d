/*
 * log_beta.h - logarithms of the Beta function, many at a time: the whole cost of learning.
 */
#ifndef DC_LEARN_LOG_BETA_H
#define DC_LEARN_LOG_BETA_H

#include <stddef.h>

/* out[i] = ln B(a[i], b[i]) for 0 < a, b < 1e15; absolute error below 1e-11 (1 + |a + b|).
 * Stirling's series after shifting each argument up by 8. */
void dc_log_beta(double *out, const double *a, const double *b, size_t count);

#endif
