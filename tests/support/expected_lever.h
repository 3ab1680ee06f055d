/* expected_lever.h - what levers are expected to do to a small ledger whose customers never pay by
 * themselves, over two years. */
#ifndef DUECAST_TESTS_EXPECTED_LEVER_H
#define DUECAST_TESTS_EXPECTED_LEVER_H

#include "duecast/model.h"
#include "duecast/paths.h"

enum { EXPECTED_LAST = 730 };

typedef struct {
    dc_arena    *arena;
    dc_book     *book;
    dc_model    *model;
    dc_policy    policy;
    dc_items    *items;
    dc_expected *of;
} expected_lever;

/* A ledger as of 2024-06-30 (given.h) under the levers. */
expected_lever expect_levers(const char *table, const char *const *levers, size_t count);
expected_lever expect_lever(const char *table, const char *lever);
void           expected_drop(expected_lever *e);

/* Major units by the end of a day. */
double expected_by(const double *flow, int32_t day);

/* One claim, due so many days before the as-of date. */
void expected_table(char out[200], const char *due, const char *amount);

#endif
