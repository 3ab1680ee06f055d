/*
 * read.c - how long a ledger takes to be read, and to be read and learnt from with settings given.
 *
 *     bench_read LEDGER
 *
 * Prints one line a measurement: name, seconds of the clock and of the processor, and the most
 * memory so far in kilobytes.  OMP_NUM_THREADS says how many threads.
 */
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "duecast/model.h"
#include "measuring.h"

static void show(const char *name, double start)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s %.2f %.2f %ld\n", name, seconds_of(CLOCK_MONOTONIC) - start,
           seconds_of(CLOCK_PROCESS_CPUTIME_ID), usage.ru_maxrss);
}

int main(int argc, char **argv)
{
    static const dc_learn_options given = {.half_life_days = 365.0, .type_count = 2};
    dc_book                      *book;
    dc_model                     *model;
    double                        start = seconds_of(CLOCK_MONOTONIC);
    if (argc != 2) {
        fputs("usage: bench_read LEDGER\n", stderr);
        return 2;
    }
    gsl_set_error_handler_off();
    book = read_ledger(argv[1]);
    show("read", start);
    dc_model_learn(&model, book, &given);
    show("learnt", start);
    dc_model_free(model);
    dc_book_free(book);
    return 0;
}
