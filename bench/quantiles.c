/*
 * quantiles.c - exact quantiles of the futures of many days, beside sorting with GSL.
 *
 *     bench_quantiles COLUMNS PATHS [REPEATS]
 *
 * Prints nanoseconds a value of dc_quantiles, of the processors and by the clock, and of gsl_sort
 * with gsl_stats_quantile, which knows one thread.  OMP_NUM_THREADS says how many ours has.
 */
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/metrics.h"
#include "duecast/random.h"
#include "measuring.h"

/* Sums of a few skewed amounts, as receipts of a day are. */
static void fill(double *values, size_t count, uint32_t column)
{
    uint32_t word[DC_PATH_BLOCK];
    for (size_t i = 0; i < count; i++) {
        if (i % DC_PATH_BLOCK == 0)
            dc_uniform_block(word, (dc_luck){1, column, DC_PURPOSE_TEST},
                             (uint32_t)(i / DC_PATH_BLOCK), 0);
        values[i] = exp(0.3 * (double)dc_exponential(word[i % DC_PATH_BLOCK]));
    }
}

/* As figures of weeks are taken: columns on all threads. */
static double take_all(const double *values, size_t columns, size_t paths)
{
    double sum = 0.0;
#pragma omp parallel reduction(+ : sum)
    {
        double  ours[DC_QUANTILE_COUNT];
        double *scratch = calloc(paths, sizeof *scratch);
        if (!scratch)
            exit(1);
#pragma omp for
        for (size_t c = 0; c < columns; c++) {
            dc_quantiles(ours, values + c * paths, scratch, paths);
            sum += ours[0];
        }
        free(scratch);
    }
    return sum;
}

int main(int argc, char **argv)
{
    size_t  columns = argc > 1 ? (size_t)atoi(argv[1]) : 365;
    size_t  paths = argc > 2 ? (size_t)atoi(argv[2]) : 10000;
    int     repeats = argc > 3 ? atoi(argv[3]) : 3;
    double *values = calloc(columns * paths, sizeof *values);
    double *scratch = calloc(paths, sizeof *scratch);
    double  sum = 0.0, best = INFINITY, clock = INFINITY, peer = INFINITY;
    if (!values || !scratch)
        return 1;
    for (size_t c = 0; c < columns; c++)
        fill(values + c * paths, paths, (uint32_t)c);
    for (int i = 0; i < repeats; i++) {
        double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        double begun = seconds_of(CLOCK_MONOTONIC);
        sum += take_all(values, columns, paths);
        best = fmin(best, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start);
        clock = fmin(clock, seconds_of(CLOCK_MONOTONIC) - begun);
    }
    for (int i = 0; i < repeats; i++) {
        double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        for (size_t c = 0; c < columns; c++) {
            memcpy(scratch, values + c * paths, paths * sizeof *scratch);
            gsl_sort(scratch, 1, paths);
            for (int q = 0; q < DC_QUANTILE_COUNT; q++)
                sum +=
                    gsl_stats_quantile_from_sorted_data(scratch, 1, paths, dc_quantile_levels[q]);
        }
        peer = fmin(peer, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start);
    }
    double all = (double)columns * (double)paths;
    printf("quantiles %.2f ns a value, %.2f by the clock, gsl_sort %.2f ns a value "
           "(%zu columns, %zu paths, %g)\n",
           best / all * 1e9, clock / all * 1e9, peer / all * 1e9, columns, paths, sum);
    free(values);
    free(scratch);
    return 0;
}
