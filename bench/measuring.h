/*
 * measuring.h - what the programs of this folder share.
 */
#ifndef DC_BENCH_MEASURING_H
#define DC_BENCH_MEASURING_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "duecast/book.h"

static inline double seconds_of(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

/* The book of a ledger; ends the program where it cannot be read. */
static inline dc_book *read_ledger(const char *path)
{
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_issues      *issues = dc_issues_new();
    dc_book        *book = NULL;
    if (dc_book_read(&book, path, &options, issues) != DC_OK) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    dc_issues_free(issues);
    return book;
}

#endif
