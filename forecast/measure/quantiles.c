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
#include "duecast/doubles.h"
#include "duecast/metrics.h"

enum {
    HISTOGRAM = 2048,
    CHUNK = 256,
    LANES = 4,
    UNMARKED = -1,
    INSERTION_MOST = 24,
    BIN_MOST = 512
};

/* Where the values of a bin go, and how many there are. */
typedef struct {
    int32_t  place[HISTOGRAM]; /* of the next value, or UNMARKED */
    uint32_t seen[HISTOGRAM];
} histogram;

DC_CLONES static void find_range(double *least, double *most, const double *values, size_t count)
{
    double low[LANES], high[LANES];
    for (size_t k = 0; k < LANES; k++)
        low[k] = high[k] = values[0];
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            low[k] = values[i + k] < low[k] ? values[i + k] : low[k];
            high[k] = values[i + k] > high[k] ? values[i + k] : high[k];
        }
    for (; i < count; i++) {
        low[0] = values[i] < low[0] ? values[i] : low[0];
        high[0] = values[i] > high[0] ? values[i] : high[0];
    }
    *least = low[0];
    *most = high[0];
    for (size_t k = 1; k < LANES; k++) {
        *least = low[k] < *least ? low[k] : *least;
        *most = high[k] > *most ? high[k] : *most;
    }
}

static size_t bucket_of(double value, double least, double scale, size_t count)
{
    size_t at = (size_t)((value - least) * scale);
    return at < count ? at : count - 1;
}

static void sort_few(double *values, size_t count)
{
    if (count > INSERTION_MOST) {
        dc_doubles_sort(values, count);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        double value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

/* As many buckets as values: about one in each where they lie evenly, as within a bin they do. */
static void sort_by_buckets(double *values, double *sorted, uint32_t *end, size_t count)
{
    double least, most;
    find_range(&least, &most, values, count);
    double scale = (double)count / (most - least);
    if (!(most > least) || !isfinite(scale))
        return;
    memset(end, 0, (count + 1) * sizeof *end);
    for (size_t i = 0; i < count; i++)
        end[bucket_of(values[i], least, scale, count)]++;
    for (size_t b = 1; b < count; b++)
        end[b] += end[b - 1];
    for (size_t i = count; i-- > 0;)
        sorted[--end[bucket_of(values[i], least, scale, count)]] = values[i];
    end[count] = (uint32_t)count; /* where buckets ended they now begin */
    for (size_t b = 0; b < count; b++)
        sort_few(sorted + end[b], end[b + 1] - end[b]);
    memcpy(values, sorted, count * sizeof *values);
}

static void sort_bin(double *values, size_t count)
{
    double   few_sorted[BIN_MOST], *sorted = few_sorted;
    uint32_t few_ends[BIN_MOST + 1], *end = few_ends;
    if (count <= INSERTION_MOST) {
        sort_few(values, count);
        return;
    }
    if (count > BIN_MOST) {
        sorted = dc_heap_alloc(count, sizeof *sorted);
        end = dc_heap_alloc(count + 1, sizeof *end);
    }
    sort_by_buckets(values, sorted, end, count);
    if (count > BIN_MOST) {
        free(sorted);
        free(end);
    }
}

/* Bins of a chunk: a loop of its own, which compilers turn into vectors. */
DC_CLONES static void find_bins(int32_t bin[CHUNK], const double *values, size_t count,
                                double least, double scale)
{
    for (size_t i = 0; i < count; i++) {
        int32_t at = (int32_t)((values[i] - least) * scale);
        bin[i] = at < HISTOGRAM ? at : HISTOGRAM - 1;
    }
}

static size_t chunk_of(size_t from, size_t count)
{
    return count - from < CHUNK ? count - from : CHUNK;
}

static void count_bins(histogram *h, const double *values, size_t count, double least, double scale)
{
    int32_t bin[CHUNK];
    memset(h->seen, 0, sizeof h->seen);
    for (size_t from = 0; from < count; from += CHUNK) {
        size_t size = chunk_of(from, count);
        find_bins(bin, values + from, size, least, scale);
        for (size_t i = 0; i < size; i++)
            h->seen[bin[i]]++;
    }
}

/* Marks the bins that hold a wanted rank; gathered[i]: where the value of the i-th wanted rank
 * will stand among the values of all marked bins. */
static void mark_bins(histogram *h, size_t *gathered, const dc_ranks *ranks)
{
    size_t before = 0, skipped = 0, next = 0;
    for (int bin = 0; bin < HISTOGRAM; bin++) {
        h->place[bin] = UNMARKED;
        for (; next < ranks->count && ranks->wanted[next].rank < before + h->seen[bin]; next++) {
            h->place[bin] = (int32_t)(before - skipped);
            gathered[next] = ranks->wanted[next].rank - skipped;
        }
        before += h->seen[bin];
        skipped += h->place[bin] == UNMARKED ? h->seen[bin] : 0;
    }
}

/* The values of marked bins, bin by bin, each in order. */
static void gather(double *out, histogram *h, const double *values, size_t count, double least,
                   double scale)
{
    int32_t  bin[CHUNK];
    uint16_t hit[CHUNK];
    for (size_t from = 0; from < count; from += CHUNK) {
        size_t size = chunk_of(from, count);
        find_bins(bin, values + from, size, least, scale);
        size_t hits = 0; /* without a branch: which values are wanted cannot be foreseen */
        for (size_t i = 0; i < size; i++) {
            hit[hits] = (uint16_t)i;
            hits += h->place[bin[i]] != UNMARKED;
        }
        for (size_t k = 0; k < hits; k++)
            out[h->place[bin[hit[k]]]++] = values[from + hit[k]];
    }
    for (int b = 0; b < HISTOGRAM; b++)
        if (h->place[b] != UNMARKED)
            sort_bin(out + h->place[b] - h->seen[b], h->seen[b]);
}

void dc_order_statistics(double out[DC_RANKS_OF * DC_QUANTILE_COUNT], const double *values,
                         double *scratch, const dc_ranks *ranks)
{
    size_t    gathered[DC_RANKS_OF * DC_QUANTILE_COUNT];
    double    least, most;
    histogram h;
    find_range(&least, &most, values, ranks->path_count);
    double scale = HISTOGRAM / (most - least);
    if (!(most > least) || !isfinite(scale)) {
        for (size_t i = 0; i < ranks->count; i++)
            out[ranks->wanted[i].figure] = least;
        return;
    }
    count_bins(&h, values, ranks->path_count, least, scale);
    mark_bins(&h, gathered, ranks);
    gather(scratch, &h, values, ranks->path_count, least, scale);
    for (size_t i = 0; i < ranks->count; i++)
        out[ranks->wanted[i].figure] = scratch[gathered[i]];
}

void dc_quantiles(double out[DC_QUANTILE_COUNT], const double *values, double *scratch,
                  size_t count)
{
    double   figures[DC_RANKS_OF * DC_QUANTILE_COUNT];
    dc_ranks ranks;
    dc_ranks_make(&ranks, count, false);
    dc_order_statistics(figures, values, scratch, &ranks);
    for (size_t q = 0; q < DC_QUANTILE_COUNT; q++)
        out[q] = figures[DC_RANKS_OF * q + DC_RANK_AT];
}
