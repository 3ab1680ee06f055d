/*
 * quantiles.c - exact order statistics without sorting everything.
 *
 * A histogram finds the few bins that hold the wanted ranks; only their values are sorted.  The
 * quantile at level p of n values is the ceil(p n)-th smallest: a value that occurred, never an
 * interpolation.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/clones.h"
#include "duecast/metrics.h"

enum { HISTOGRAM = 2048 };

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static size_t rank_of(double level, size_t count)
{
    size_t rank = (size_t)ceil(level * (double)count - 1e-9);
    return rank > 0 ? rank - 1 : 0;
}

static int bin_of(double value, double least, double scale)
{
    int bin = (int)((value - least) * scale);
    return bin < HISTOGRAM ? bin : HISTOGRAM - 1;
}

/* below[b]: values in bins before b that are not gathered; wanted[b]: holds a wanted rank. */
static void mark_bins(bool wanted[HISTOGRAM], const uint32_t seen[HISTOGRAM], size_t count)
{
    memset(wanted, 0, HISTOGRAM * sizeof *wanted);
    for (int q = 0, bin = 0; q < DC_QUANTILE_COUNT; q++) {
        size_t rank = rank_of(dc_quantile_levels[q], count), before = 0;
        for (bin = 0; before + seen[bin] <= rank; bin++)
            before += seen[bin];
        wanted[bin] = true;
    }
}

static void pick(double out[DC_QUANTILE_COUNT], const double *gathered, const bool *wanted,
                 const uint32_t *seen, size_t count)
{
    for (int q = 0; q < DC_QUANTILE_COUNT; q++) {
        size_t rank = rank_of(dc_quantile_levels[q], count), before = 0, skipped = 0;
        for (int bin = 0; before + seen[bin] <= rank; bin++) {
            before += seen[bin];
            skipped += wanted[bin] ? 0 : seen[bin];
        }
        out[q] = gathered[rank - skipped];
    }
}

DC_CLONES void dc_quantiles(double out[DC_QUANTILE_COUNT], const double *values, double *scratch,
                            size_t count)
{
    uint32_t seen[HISTOGRAM] = {0};
    bool     wanted[HISTOGRAM];
    double   least = values[0], most = values[0];
    for (size_t i = 1; i < count; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    double scale = HISTOGRAM / (most - least);
    if (!(most > least) || !isfinite(scale)) {
        for (int q = 0; q < DC_QUANTILE_COUNT; q++)
            out[q] = least;
        return;
    }
    for (size_t i = 0; i < count; i++)
        seen[bin_of(values[i], least, scale)]++;
    mark_bins(wanted, seen, count);
    size_t gathered = 0;
    for (size_t i = 0; i < count; i++)
        if (wanted[bin_of(values[i], least, scale)])
            scratch[gathered++] = values[i];
    qsort(scratch, gathered, sizeof *scratch, compare_doubles);
    pick(out, scratch, wanted, seen, count);
}
