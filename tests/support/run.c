#include "support/run.h"

#include <stdlib.h>

#include "support/expect.h"

static size_t flow_at(const run *all, size_t scenario, size_t currency, size_t flow, int32_t day,
                      uint32_t path)
{
    size_t column = (scenario * all->currency_count + currency) * DC_FLOW_COUNT + flow;
    return (column * ((size_t)all->day_count + 1) + (size_t)day) * all->path_count + path;
}

static size_t ageing_at(const run *all, size_t scenario, size_t currency, size_t report, int bucket,
                        uint32_t path)
{
    size_t column = (scenario * all->currency_count + currency) * all->report_count + report;
    return (column * DC_BUCKETS + (size_t)bucket) * all->path_count + path;
}

static size_t beside_at(const run *all, size_t scenario, size_t which, int32_t day, uint32_t path)
{
    size_t column = scenario * DC_BESIDE_COUNT + which;
    return (column * ((size_t)all->day_count + 1) + (size_t)day) * all->path_count + path;
}

static void keep_beside(run *all, const dc_block *block, dc_beside which)
{
    for (uint32_t i = 0; i < block->path_count; i++)
        for (int32_t day = 0; day <= block->day_count; day++)
            all->beside[beside_at(all, block->scenario, which, day,
                                  block->block * DC_PATH_BLOCK + i)] =
                dc_block_beside_at(block, which, day, i);
}

static void keep(void *context, const dc_block *block)
{
    run *all = context;
    for (int f = 0; f < DC_BESIDE_COUNT && block->beside[f]; f++)
        keep_beside(all, block, (dc_beside)f);
    for (uint32_t i = 0; i < block->path_count; i++) {
        uint32_t path = block->block * DC_PATH_BLOCK + i;
        for (int32_t day = 0; day <= block->day_count; day++)
            for (int f = 0; f < DC_FLOW_COUNT; f++)
                all->flow[flow_at(all, block->scenario, block->currency, (size_t)f, day, path)] =
                    dc_block_at(block, (dc_flow)f, day, i);
        for (size_t r = 0; r < block->report_count; r++)
            for (int b = 0; b < DC_BUCKETS; b++)
                all->ageing[ageing_at(all, block->scenario, block->currency, r, b, path)] =
                    dc_block_ageing_at(block, r, b, i);
    }
}

run *run_paths(const dc_book *book, const dc_model *model, const dc_items *items,
               const dc_policy *const *policies, size_t policy_count,
               const dc_simulate_options *options)
{
    run   *all = dc_heap_alloc(1, sizeof *all);
    size_t columns = policy_count * book->currency_count;
    all->scenario_count = policy_count;
    all->currency_count = book->currency_count;
    all->report_count = options->report_count;
    all->day_count = options->horizon_days;
    all->path_count = options->path_count;
    all->size = columns * DC_FLOW_COUNT * ((size_t)all->day_count + 1) * all->path_count;
    all->flow = dc_heap_alloc(all->size, sizeof *all->flow);
    all->ageing = dc_heap_alloc(columns * all->report_count * DC_BUCKETS * all->path_count + 1,
                                sizeof *all->ageing);
    size_t days = ((size_t)all->day_count + 1) * all->path_count;
    all->beside = dc_heap_alloc(policy_count * DC_BESIDE_COUNT * days, sizeof *all->beside);
    assert_int_equal(
        dc_paths_simulate(book, model, items, policies, policy_count, options, keep, all), DC_OK);
    return all;
}

run *run_policy(const dc_book *book, const dc_model *model, const dc_policy *policy,
                const dc_simulate_options *options)
{
    static const dc_policy baseline;
    const dc_policy *const policies[] = {policy ? policy : &baseline};
    dc_arena              *arena = dc_arena_new();
    dc_items              *items = dc_items_make(arena, book, model, options->horizon_days);
    run                   *all = run_paths(book, model, items, policies, 1, options);
    dc_arena_free(arena);
    return all;
}

void run_free(run *all)
{
    free(all->flow);
    free(all->ageing);
    free(all->beside);
    free(all);
}

int64_t run_flow(const run *all, size_t scenario, size_t currency, dc_flow flow, int32_t day,
                 uint32_t path)
{
    return all->flow[flow_at(all, scenario, currency, flow, day, path)];
}

int64_t run_ageing(const run *all, size_t scenario, size_t currency, size_t report, int bucket,
                   uint32_t path)
{
    return all->ageing[ageing_at(all, scenario, currency, report, bucket, path)];
}

int64_t run_cash(const run *all, size_t scenario, size_t currency, int32_t day, uint32_t path)
{
    return run_flow(all, scenario, currency, DC_FLOW_SETTLED_NOT_DUE, day, path) +
           run_flow(all, scenario, currency, DC_FLOW_SETTLED_OVERDUE, day, path) -
           run_flow(all, scenario, currency, DC_FLOW_NOT_CASH, day, path) -
           run_flow(all, scenario, currency, DC_FLOW_WRITTEN_OFF, day, path) +
           run_flow(all, scenario, currency, DC_FLOW_RECOVERED, day, path);
}

int64_t run_cash_by(const run *all, size_t scenario, size_t currency, int32_t day, uint32_t path)
{
    int64_t sum = 0;
    for (int32_t d = 1; d <= day; d++)
        sum += run_cash(all, scenario, currency, d, path);
    return sum;
}

int64_t run_sum(const run *all, size_t scenario, size_t currency, dc_flow flow, int32_t day,
                uint32_t path)
{
    int64_t sum = 0;
    for (int32_t d = 1; d <= day; d++)
        sum += run_flow(all, scenario, currency, flow, d, path);
    return sum;
}

int64_t run_beside(const run *all, size_t scenario, dc_beside which, int32_t day, uint32_t path)
{
    return all->beside[beside_at(all, scenario, which, day, path)];
}

int64_t run_beside_by(const run *all, size_t scenario, dc_beside which, int32_t day, uint32_t path)
{
    int64_t sum = 0;
    for (int32_t d = 1; d <= day; d++)
        sum += run_beside(all, scenario, which, d, path);
    return sum;
}
