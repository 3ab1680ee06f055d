/*
 * futures.h - a given company of eight customers under several policies: 400 paths of half a year.
 */
#ifndef DUECAST_TESTS_FUTURES_H
#define DUECAST_TESTS_FUTURES_H

#include "support/given.h"
#include "support/run.h"

enum { HORIZON = 180 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_simulate_options options;
    run                *all;
} futures;

typedef dc_model *model_of(const dc_book *book);

futures futures_of(uint64_t seed, const dc_policy *const *policies, size_t count, model_of *given,
                   dc_together together);
void    futures_free(futures *f);

/* Whether the flows of two policies differ by a bit. */
bool futures_differ(const futures *f, size_t a, size_t b);

/* Cash that does not come from failed customers, summed up: never more in `less`, on any path. */
void assert_never_more(const futures *f, size_t less, size_t more);

/* Policies that change nothing, whether customers can fail (with the second ties) or not. */
void assert_all_alike(const dc_policy *const *policies, size_t count, const dc_together ties[2]);

#endif
