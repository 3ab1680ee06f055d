/*
 * simulation.h - what a run of paths needs beforehand: items in order, policies worked out.
 */
#ifndef DC_SIMULATE_SIMULATION_H
#define DC_SIMULATE_SIMULATION_H

#include "beside.h"
#include "failures.h"
#include "laws.h"

enum { DC_EXTRA_LAWS_MAX = DC_POLICY_TERMS_MAX };

/* Prepared once, read by all threads. */
typedef struct {
    const dc_book             *book;
    const dc_items            *items;
    const dc_simulate_options *options;
    const dc_laws             *laws;
    const dc_together         *together;
    dc_failures                failures; /* the baseline's */
    uint32_t                  *order;    /* items by currency, then customer */
    uint64_t               *meets; /* per item: identity of its customer; 0: nobody's, or alone */
    size_t                  first_of[DC_CURRENCIES_MAX + 1];
    int64_t                 not_due[DC_CURRENCIES_MAX], overdue[DC_CURRENCIES_MAX]; /* of claims */
    size_t                  policy_count;
    const dc_policy *const *policies;
    dc_treatment          **treatment;     /* [policy][item] */
    dc_failures            *failures_of;   /* [policy]; row_count 0: the baseline's */
    bool                   *by_difference; /* [policy]: post only what differs from what is kept,
                                            * else from policy 0 */
    bool                    keeps;         /* what policy 0 posts is worth keeping */
    bool                    knows;         /* all blocks of what it would post are kept */
    int64_t               **extra_sales;   /* [policy][item] */
    dc_laws                *paced;         /* [policy]: laws of items that are paced */
    dc_laws (*extra)[DC_EXTRA_LAWS_MAX];   /* [policy][terms]: laws of extra sales */
    dc_contracting *contracting;           /* [policy] */
} dc_simulation;

/* Fills what follows from book, items, together, policies and options, which are set. */
void dc_simulation_prepare(dc_simulation *sim, dc_arena *arena, const dc_model *model);

#endif
