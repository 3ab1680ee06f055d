/*
 * measure.c - how long every figure of 24 month ends takes, once a ledger is read.
 *
 *     bench_measure LEDGER
 *
 * Prints one line a measurement: name, seconds of the clock and of the processor.
 */
#include <stdio.h>
#include <time.h>

#include "duecast/measures.h"

static double seconds_of(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static void show(const char *name, double start, double processor)
{
    printf("%s %.3f %.3f\n", name, seconds_of(CLOCK_MONOTONIC) - start,
           seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processor);
}

int main(int argc, char **argv)
{
    enum { MONTHS = 24, REPEATS = 5 };
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_ageing_edges edges = DC_AGEING_EDGES_INIT;
    dc_issues      *issues = dc_issues_new();
    dc_date         dates[DC_MEASURE_DATES_MAX];
    dc_book        *book;
    if (argc != 2) {
        fputs("usage: bench_measure LEDGER\n", stderr);
        return 2;
    }
    if (dc_book_read(&book, argv[1], &options, issues) != DC_OK) {
        fprintf(stderr, "bench_measure: %s cannot be read\n", argv[1]);
        return 1;
    }
    printf("claims %zu events %zu\n", book->claims.count, book->events.count);
    size_t count = dc_measure_month_ends(dates, book->as_of, MONTHS);
    for (int i = 0; i < REPEATS; i++) {
        dc_arena *arena = dc_arena_new();
        double    start = seconds_of(CLOCK_MONOTONIC);
        double    processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        dc_measures_make(arena, book, dates, count, &edges);
        show("measured", start, processor);
        start = seconds_of(CLOCK_MONOTONIC);
        processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        dc_ageing_split(arena, &count, book, book->as_of, DC_SPLIT_CUSTOMER, &edges);
        show("by_customer", start, processor);
        count = dc_measure_month_ends(dates, book->as_of, MONTHS);
        dc_arena_free(arena);
    }
    dc_book_free(book);
    dc_issues_free(issues);
    return 0;
}
