/*
 * worker.h - one thread's chunk of items: drawn once, then treated by each scenario (paths.c).
 */
#ifndef DC_SIMULATE_WORKER_H
#define DC_SIMULATE_WORKER_H

#include "moves.h"
#include "orders.h"
#include "runs.h"
#include "simulation.h"

enum { DC_CHUNK = 512 };

/* What is to be posted of a chunk: filled item by item, posted tile by tile. */
typedef struct {
    const dc_fate *fate;
    dc_terms_of    terms;
} dc_posting;

/* One thread's own. */
typedef struct {
    dc_order_luck    *orders;
    dc_flows         *flows;    /* per policy */
    dc_beside_flows **beside;   /* likewise; NULL where it moves no money beside receivables */
    dc_leavings      *leavings; /* of an item under a plan, by path */
    dc_fate           fate[DC_CHUNK];    /* as drawn */
    dc_fate           treated[DC_CHUNK]; /* as one scenario changes them */
    dc_fate           extra[DC_CHUNK];
    dc_fate           rest[DC_CHUNK], treated_rest[DC_CHUNK]; /* of those in two parts */
    dc_posting        list[3 * DC_CHUNK]; /* an item, its extra sales, its withdrawal */
    size_t            list_count;
    dc_tide           tide;
    uint16_t          drawn[DC_PATH_BLOCK];
    uint32_t          word[DC_PATH_BLOCK];
    /* where customers fail */
    dc_failure_block failing;
    dc_failed        failed[DC_CHUNK];
    const dc_failed *failed_of[DC_CHUNK]; /* per item; NULL: its customer does not fail */
    dc_fate          failing_fate[DC_CHUNK], failing_rest[DC_CHUNK];
    dc_fate         *base[DC_CHUNK]; /* per item: its fate where nothing is treated */
    /* where a scenario makes customers fail otherwise */
    dc_failure_block *failing_under; /* per policy */
    bool              knows_failed;  /* the next is of that customer, policy and block */
    uint64_t          failed_customer;
    dc_failed         failed_under;
} dc_worker;

dc_worker *dc_worker_new(const dc_simulation *sim);
void       dc_worker_free(const dc_simulation *sim, dc_worker *own);

static inline dc_luck dc_luck_of(const dc_simulation *sim, uint64_t entity, dc_purpose purpose)
{
    return (dc_luck){sim->options->seed, entity, (uint32_t)purpose};
}

/* The uniform of an item's customer that shares of customers are compared with. */
static inline dc_luck dc_share_luck_of(const dc_simulation *sim, uint32_t item)
{
    return dc_luck_of(sim, sim->items->customer_entity[item], DC_PURPOSE_SHARE);
}

/* --- drawing: worker.c ------------------------------------------------------------------------ */

void dc_worker_draw(const dc_simulation *sim, dc_worker *own, dc_fate *fate, const dc_laws *laws,
                    uint32_t item, uint64_t entity, uint32_t block);

/* Where the item is paid in two parts the second has a luck of its own. */
void dc_worker_draw_rest(const dc_simulation *sim, dc_worker *own, dc_fate *fate, dc_fate *rest,
                         const dc_laws *laws, uint32_t item, uint32_t block);

/* Puts a fate on the list of what is to be posted. */
void dc_worker_post(dc_worker *own, dc_fate *fate, dc_terms_of terms);

/* --- treating: treating.c --------------------------------------------------------------------- */

/* Works out what one scenario makes of the i-th item of the chunk. */
void dc_worker_treat(const dc_simulation *sim, dc_worker *own, size_t p, uint32_t item, size_t i,
                     uint32_t block);

/* The terms of an item with what comes back should its customer fail in the baseline. */
dc_terms_of dc_terms_untreated(const dc_simulation *sim, uint32_t item);

/* --- ending: ending.c ------------------------------------------------------------------------- */

/* The end of a treatment of an item that is not under a plan: disputes and discounts of some of its
 * paths, agencies and courts on the others, failures, then who leaves.  `entity`: that of the item
 * or of the extra one beside it. */
void dc_worker_end(const dc_simulation *sim, dc_worker *own, size_t p, dc_fate *fate, uint32_t item,
                   uint64_t entity, const dc_terms_of *terms, const dc_failed *failed,
                   uint32_t block);

/* Money beside the receivables, of an item that is not under a plan. */
void dc_worker_beside(const dc_simulation *sim, dc_worker *own, size_t p, uint32_t item,
                      const dc_fate *fate, dc_terms_of terms, dc_way way);

#endif
