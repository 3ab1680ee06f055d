/*
 * verify_orders.c - how often a future invoice comes, from the definition.
 *
 * On each path the market has one of 256 equally likely factors: quantiles of a lognormal law in
 * the middle of each 256th, moved and stretched to mean 1 and the standard deviation asked for.
 * Given the factor f an invoice comes 0, 1, 2 or 4 times with chances proportional to 9, 8 x, 6 x^2
 * and x^4, x such that it comes f times on average.  An invoice of dispersion D does so with chance
 * D; else it comes as often as one of the two numbers of times next to f, f on average.  With D
 * above 1 it does so with chance 2 - D; else chances are as 11, 4 x, 2 x^2 and 3 x^4.
 * Invoices that the plan is sure of come once: they never get here.
 */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "verify.h"

enum { LEVELS = 256, OFTEN = 4 };

static const double chance_of[2][OFTEN] = {{9.0, 8.0, 6.0, 1.0}, {11.0, 4.0, 2.0, 3.0}};
static const int    times_of[OFTEN] = {0, 1, 2, 4};

/* Newton's method in ln x; the derivative of the mean there is the variance. */
static double tilt_to(const double base[OFTEN], double mean, double start)
{
    double x = start;
    for (int round = 0; round < 60; round++) {
        double sum = 0.0, first = 0.0, second = 0.0;
        for (int i = 0; i < OFTEN; i++) {
            double chance = base[i] * pow(x, times_of[i]);
            sum += chance;
            first += chance * times_of[i];
            second += chance * times_of[i] * times_of[i];
        }
        first /= sum;
        double step = (mean - first) / (second / sum - first * first);
        x *= exp(fmax(-1.0, fmin(1.0, step)));
        if (fabs(step) < 1e-16)
            break;
    }
    return x;
}

static void fill_factors(double factor[LEVELS], double noise)
{
    double sum = 0.0, squares = 0.0, width = sqrt(log(1.0 + noise * noise));
    for (int level = 0; level < LEVELS; level++) {
        factor[level] = exp(width * gsl_cdf_ugaussian_Pinv((2 * level + 1) / (2.0 * LEVELS)));
        sum += factor[level];
    }
    for (int level = 0; level < LEVELS; level++) {
        factor[level] = factor[level] * LEVELS / sum - 1.0;
        squares += factor[level] * factor[level];
    }
    for (int level = 0; level < LEVELS; level++)
        factor[level] = 1.0 + factor[level] * noise / sqrt(squares / LEVELS);
}

/* Chance of coming so many times or fewer, of the law of the two next numbers. */
static double steady_up_to(double mean, int times)
{
    double next = times < 2 ? times + 1.0 : 4.0;
    return mean <= times ? 1.0 : mean >= next ? 0.0 : (next - mean) / (next - times);
}

/* Of one of the two laws: chances of coming so many times or fewer.  Returns its x. */
static double tilted_up_to(double up_to[OFTEN], const double base[OFTEN], double mean, double start)
{
    double x = mean == 1.0 ? 1.0 : tilt_to(base, mean, start), all = 0.0, sum = 0.0;
    for (int i = 0; i < OFTEN; i++)
        all += base[i] * pow(x, times_of[i]);
    for (int i = 0; i < OFTEN; i++)
        up_to[i] = (sum += base[i] * pow(x, times_of[i])) / all;
    return x;
}

void dc_replay_orders_fill(dc_replay_orders *out, double noise, double dispersion)
{
    double factor[LEVELS], x = 1.0, y = 1.0;
    if (out->filled && out->noise == noise && out->dispersion == dispersion)
        return;
    *out = (dc_replay_orders){.filled = true, .noise = noise, .dispersion = dispersion};
    if (noise > 0.0)
        fill_factors(factor, noise);
    for (int level = 0; level < LEVELS; level++) {
        double mean = noise > 0.0 ? factor[level] : 1.0, wider[OFTEN], *up_to = out->up_to[level];
        x = tilted_up_to(up_to, chance_of[0], mean, x);
        y = tilted_up_to(wider, chance_of[1], mean, y);
        for (int i = 0; i < OFTEN; i++) {
            if (dispersion < 1.0)
                up_to[i] =
                    dispersion * up_to[i] + (1.0 - dispersion) * steady_up_to(mean, times_of[i]);
            else
                up_to[i] = (2.0 - dispersion) * up_to[i] + (dispersion - 1.0) * wider[i];
        }
    }
}

uint32_t dc_replay_orders_word(uint32_t market, uint32_t lasting, double follows)
{
    double place = (market >> 8 & 0xffff) / 0x1p16;
    return place < nearbyint(follows * 0x1p16) / 0x1p16 ? lasting : market;
}

int32_t dc_replay_orders_times(const dc_replay_orders *own, double market, double luck)
{
    const double *up_to = own->up_to[(int)(market * LEVELS)];
    for (int i = 0; i < OFTEN - 1; i++)
        if (luck < up_to[i])
            return times_of[i];
    return times_of[OFTEN - 1];
}
