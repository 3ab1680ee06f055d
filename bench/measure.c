/*
 * measure.c - how long every figure of 24 month ends takes, once a ledger is read.
 *
 *     bench_measure LEDGER
 *
 * Prints one line a measurement: name, seconds of the clock and of the processor.
 */
#include "duecast/measures.h"
#include "measuring.h"

static void show(const char *name, double start, double processor)
{
    printf("%s %.3f %.3f\n", name, seconds_of(CLOCK_MONOTONIC) - start,
           seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processor);
}

static void measure(const dc_book *book)
{
    enum { MONTHS = 24 };
    dc_ageing_edges edges = DC_AGEING_EDGES_INIT;
    dc_date         dates[DC_MEASURE_DATES_MAX];
    dc_arena       *arena = dc_arena_new();
    size_t          rows, count = dc_measure_month_ends(dates, book->as_of, MONTHS);
    double          start = seconds_of(CLOCK_MONOTONIC);
    double          processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    dc_measures_make(arena, book, dates, count, &edges);
    show("measured", start, processor);
    start = seconds_of(CLOCK_MONOTONIC);
    processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    dc_ageing_split(arena, &rows, book, book->as_of, DC_SPLIT_CUSTOMER, &edges);
    show("by_customer", start, processor);
    dc_arena_free(arena);
}

int main(int argc, char **argv)
{
    enum { REPEATS = 5 };
    if (argc != 2) {
        fputs("usage: bench_measure LEDGER\n", stderr);
        return 2;
    }
    dc_book *book = read_ledger(argv[1]);
    printf("claims %zu events %zu\n", book->claims.count, book->events.count);
    for (int i = 0; i < REPEATS; i++)
        measure(book);
    dc_book_free(book);
    return 0;
}
