/*
 * errors.c - how far chance alone, with so many paths, may have moved a figure: 95 % intervals.
 *
 * A quantile lies between two order statistics whose ranks are quantiles of a binomial law, which
 * holds whatever the law of the figure.  Source: Conover, Practical Nonparametric Statistics, 3rd
 * ed. (1999), 3.2.  A share of paths has Wilson's interval (Wilson, JASA 22 (1927) 209-212); where
 * no path or every path is among them, the rule of three (Hanley & Lippman-Hand, JAMA 249 (1983)
 * 1743-1745).
 */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "duecast/metrics.h"

static const double tail = 0.025, normal = 1.959963984540054;

/* The smallest k with P(B <= k) >= p, B binomial. */
static unsigned binomial_quantile(double p, double chance, unsigned count)
{
    unsigned low = 0, high = count;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (gsl_cdf_binomial_P(middle, chance, count) >= p)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static size_t bounded(size_t rank, size_t count)
{
    return rank < 1 ? 0 : rank > count ? count - 1 : rank - 1;
}

static int compare_ranks(const void *left, const void *right)
{
    const dc_rank *a = left, *b = right;
    return a->rank != b->rank ? (a->rank > b->rank) - (a->rank < b->rank)
                              : (a->figure > b->figure) - (a->figure < b->figure);
}

void dc_ranks_make(dc_ranks *out, size_t count, bool intervals)
{
    *out = (dc_ranks){.path_count = count};
    for (unsigned q = 0; q < DC_QUANTILE_COUNT; q++) {
        double   level = dc_quantile_levels[q];
        unsigned paths = (unsigned)count;
        size_t   rank = (size_t)ceil(level * (double)count - 1e-9);
        out->wanted[out->count++] = (dc_rank){bounded(rank, count), DC_RANKS_OF * q + DC_RANK_AT};
        if (!intervals)
            continue;
        size_t from = binomial_quantile(tail, level, paths);
        size_t to = (size_t)binomial_quantile(1.0 - tail, level, paths) + 1;
        out->wanted[out->count++] = (dc_rank){bounded(from, count), DC_RANKS_OF * q + DC_RANK_LOW};
        out->wanted[out->count++] = (dc_rank){bounded(to, count), DC_RANKS_OF * q + DC_RANK_HIGH};
    }
    qsort(out->wanted, out->count, sizeof *out->wanted, compare_ranks);
}

void dc_share_interval(double *low, double *high, uint64_t hits, uint64_t count)
{
    double n = (double)count, share = (double)hits / n, square = normal * normal;
    double middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    double half =
        normal / (1.0 + square / n) * sqrt(share * (1.0 - share) / n + square / (4.0 * n * n));
    *low = hits == 0 ? 0.0 : hits == count ? fmax(0.0, 1.0 - 3.0 / n) : middle - half;
    *high = hits == count ? 1.0 : hits == 0 ? fmin(1.0, 3.0 / n) : middle + half;
}

dc_estimate dc_estimate_of(const double *values, double *scratch, const dc_ranks *ranks)
{
    dc_estimate out = {.applicable = true};
    uint32_t    count = (uint32_t)ranks->path_count;
    double      sum = 0.0, squares = 0.0, figure[DC_RANKS_OF * DC_QUANTILE_COUNT];
    for (uint32_t i = 0; i < count; i++)
        sum += values[i];
    out.mean = sum / count;
    for (uint32_t i = 0; i < count; i++)
        squares += (values[i] - out.mean) * (values[i] - out.mean);
    out.standard_error = count > 1 ? sqrt(squares / (count - 1.0) / count) : 0.0;
    dc_order_statistics(figure, values, scratch, ranks);
    for (size_t q = 0; q < DC_QUANTILE_COUNT; q++) {
        out.quantile[q] = figure[DC_RANKS_OF * q + DC_RANK_AT];
        out.low[q] = figure[DC_RANKS_OF * q + DC_RANK_LOW];
        out.high[q] = figure[DC_RANKS_OF * q + DC_RANK_HIGH];
    }
    return out;
}
