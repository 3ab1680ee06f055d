/* log_beta.c - elementary steps only, so that the compiler does several at once. */
#include "log_beta.h"

#include "duecast/clones.h"
#include "series.h"

/* ln x for x > 0, normal, to 2 units in the last place. */
static inline double log_of(double x)
{
    double f, e = dc_exponent_split(&f, x), s = (f - 1.0) / (f + 1.0);
    return e * DC_LN2_HIGH + (e * DC_LN2_LOW + dc_artanh_rest(s) + 2.0 * s);
}

/* 1/12 x - 1/360 x^3 + ..., x >= 8: ln Gamma(x) less (x - 1/2) ln x - x + ln sqrt(2 pi). */
static inline double correction(double inverse)
{
    double square = inverse * inverse, series = 1.0 / 1188.0;
    series = 1.0 / 1680.0 - square * series;
    series = 1.0 / 1260.0 - square * series;
    series = 1.0 / 360.0 - square * series;
    series = 1.0 / 12.0 - square * series;
    return inverse * series;
}

/* x (x + 1) ... (x + 7) */
static inline double rising(double x)
{
    double outer = x * (x + 7.0); /* then (x+1)(x+6), (x+2)(x+5), (x+3)(x+4) differ by 6, 10, 12 */
    return (outer * (outer + 6.0)) * ((outer + 10.0) * (outer + 12.0));
}

/* With A = a + 8, B = b + 8, C = a + b + 8 the logarithms of Stirling's series are
 * (A - 1/2) ln(A/C) + (B - 1/2) ln(B/C) + 7.5 ln C: a logarithm and four divisions less.
 * Without a square root: it would set errno, and so keep the loop from doing several at once. */
DC_WIDE_CLONES void dc_log_beta(double *restrict out, const double *restrict a,
                                const double *restrict b, size_t count)
{
    const double half_log_two_pi = 0.91893853320467274178;
    for (size_t i = 0; i < count; i++) {
        double sum = a[i] + b[i], as = a[i] + 8.0, bs = b[i] + 8.0, cs = sum + 8.0;
        double both = 1.0 / ((as * bs) * cs);
        double of_a = both * (bs * cs), of_b = both * (as * cs), of_c = both * (as * bs);
        double shifted = (as - 0.5) * log_of(as * of_c) + (bs - 0.5) * log_of(bs * of_c);
        double rest = correction(of_a) + correction(of_b) - correction(of_c) - 8.0;
        double ratio = rising(sum) / (rising(a[i]) * rising(b[i]));
        double rest_of_c = ratio * ((cs * cs) * (cs * cs) * ((cs * cs) * cs));
        out[i] = shifted + 0.5 * log_of((rest_of_c * rest_of_c) * cs) + (rest + half_log_two_pi);
    }
}
