/* worker.c - see worker.h. */
#include "worker.h"

#include <stdlib.h>
#include <string.h>

enum { B = DC_PATH_BLOCK };

static void draw_day(const dc_simulation *sim, dc_worker *own, dc_fate *fate, const dc_laws *laws,
                     uint32_t item, uint64_t entity, uint32_t block, uint32_t groups)
{
    const dc_table *table = &laws->table[laws->of_item[item]];
    if (laws->tied) {
        dc_tide_draw(own->drawn, &own->tide, table, laws->origin[item], entity, sim->meets[item],
                     groups);
    } else {
        dc_uniform_block(own->word, dc_luck_of(sim, entity, DC_PURPOSE_SETTLEMENT), block, 0);
        dc_table_draw(own->drawn, own->word, table);
    }
    fate->any_lost = dc_kernel_place(fate->day, fate->lost, own->drawn, laws->origin[item],
                                     (uint16_t)(table->day_count + 1));
    fate->any_failed = false;
    fate->rest = NULL;
}

void dc_worker_draw(const dc_simulation *sim, dc_worker *own, dc_fate *fate, const dc_laws *laws,
                    uint32_t item, uint64_t entity, uint32_t block)
{
    draw_day(sim, own, fate, laws, item, entity, block, DC_ALL_GROUPS);
    fate->once = item < sim->items->claim_count;
    if (fate->once) {
        memset(fate->times, 1, B);
    } else {
        dc_orders_draw(fate->times, own->orders, item, dc_luck_of(sim, entity, DC_PURPOSE_ORDERS),
                       block);
    }
}

void dc_worker_draw_rest(const dc_simulation *sim, dc_worker *own, dc_fate *fate, dc_fate *rest,
                         const dc_laws *laws, uint32_t item, uint32_t block)
{
    const double limit = sim->items->parted[item] * 0x1p32;
    uint64_t     entity = sim->items->entity[item];
    uint32_t     groups = 0;
    if (limit <= 0.0)
        return;
    dc_uniform_block(own->word, dc_luck_of(sim, entity, DC_PURPOSE_PART), block, 0);
    for (int i = 0; i < B; i++) {
        rest->times[i] = own->word[i] + 0.5 < limit ? fate->times[i] : 0;
        groups |= (uint32_t)(rest->times[i] != 0) << i / DC_LANES;
    }
    if (groups == 0)
        return;
    draw_day(sim, own, rest, laws, item, dc_rest_entity(entity), block, groups);
    rest->once = false;
    fate->rest = rest;
}

void dc_worker_post(dc_worker *own, dc_fate *fate, dc_terms_of terms)
{
    dc_fate_recovers(fate, &terms);
    dc_kernel_latest(fate->latest, fate->day);
    own->list[own->list_count++] = (dc_posting){fate, terms};
}

dc_worker *dc_worker_new(const dc_simulation *sim)
{
    dc_worker *own = dc_heap_alloc(1, sizeof *own);
    own->orders = dc_order_luck_new(sim->items->orders);
    own->flows = dc_heap_alloc(sim->policy_count, sizeof *own->flows);
    dc_tide_allocate(&own->tide, sim->together, sim->options->seed, sim->laws->day_count);
    dc_failure_block_allocate(&own->failing, &sim->failures, sim->options->seed);
    own->failing_under = dc_heap_alloc(sim->policy_count, sizeof *own->failing_under);
    own->beside = dc_heap_alloc(sim->policy_count, sizeof *own->beside);
    own->leavings = dc_heap_alloc(B, sizeof *own->leavings);
    for (size_t p = 0; p < sim->policy_count; p++) {
        own->beside[p] = dc_beside_new(&sim->contracting[p]);
        dc_flows_allocate(&own->flows[p], sim->options->horizon_days,
                          dc_company_edges(&sim->book->company), sim->options);
        dc_failure_block_allocate(&own->failing_under[p], &sim->failures_of[p], sim->options->seed);
    }
    return own;
}

void dc_worker_free(const dc_simulation *sim, dc_worker *own)
{
    for (size_t p = 0; p < sim->policy_count; p++) {
        dc_flows_free(&own->flows[p]);
        dc_failure_block_free(&own->failing_under[p]);
        dc_beside_free(own->beside[p]);
    }
    free(own->failing_under);
    free(own->beside);
    free(own->leavings);
    dc_tide_free(&own->tide);
    dc_failure_block_free(&own->failing);
    dc_order_luck_free(own->orders);
    free(own->flows);
    free(own);
}
