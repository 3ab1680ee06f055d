/*
 * series.h - logarithms in elementary steps and without branches, so that a loop of them does
 * several at once, with the same bits on any processor.
 *
 * ln x = e ln 2 + 2 artanh((f - 1) / (f + 1)), x = 2^e f with f in [sqrt 1/2, sqrt 2).
 */
#ifndef DC_LEARN_SERIES_H
#define DC_LEARN_SERIES_H

#include <stdint.h>
#include <string.h>

/* ln 2 in two parts: a whole number of up to 20 bits times the first is exact. */
#define DC_LN2_HIGH 0x1.62e42feep-1
#define DC_LN2_LOW  0x1.a39ef35793c76p-33

/* e and f of x > 0, normal. */
static inline double dc_exponent_split(double *restrict fraction, double x)
{
    const uint64_t root_half = 0x3fe6a09e667f3bcdU, one = 0x3ff0000000000000U;
    const uint64_t fraction_bits = 0x000fffffffffffffU;
    uint64_t       bits, shifted;
    double         exponent;
    memcpy(&bits, &x, sizeof bits);
    bits += one - root_half;
    shifted = (bits >> 52) | 0x4330000000000000U; /* the number 2^52 + exponent, as a double */
    memcpy(&exponent, &shifted, sizeof exponent);
    bits = (bits & fraction_bits) + root_half;
    memcpy(fraction, &bits, sizeof *fraction);
    return exponent - (0x1p52 + 1023.0);
}

/* 2 artanh(s) - 2 s for |s| <= (sqrt 2 - 1) / (sqrt 2 + 1): 2/3 s^3 + 2/5 s^5 + ... */
static inline double dc_artanh_rest(double s)
{
    double t = s * s, series = 1.0 / 19.0;
    series = series * t + 1.0 / 17.0;
    series = series * t + 1.0 / 15.0;
    series = series * t + 1.0 / 13.0;
    series = series * t + 1.0 / 11.0;
    series = series * t + 1.0 / 9.0;
    series = series * t + 1.0 / 7.0;
    series = series * t + 1.0 / 5.0;
    series = series * t + 1.0 / 3.0;
    return 2.0 * s * t * series;
}

#endif
