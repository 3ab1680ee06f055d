/*
 * paths.c - the two loops: blocks of paths over threads, items inside.
 *
 * A chunk of items is drawn once; then each scenario treats the chunk's outcomes and posts them to
 * its own accumulators.  Nothing written is shared between threads, and sums are integers, so the
 * number of threads cannot change a byte.
 */
#include <omp.h>
#include <stdlib.h>

#include "kept.h"
#include "worker.h"

enum { B = DC_PATH_BLOCK };

static void withdraw_item(const dc_simulation *sim, dc_worker *own, uint32_t item, size_t i)
{
    dc_terms_of terms = dc_terms_untreated(sim, item);
    terms.amount = -terms.amount;
    terms.not_cash = -terms.not_cash;
    terms.credits = -terms.credits;
    terms.unapplied = -terms.unapplied;
    terms.rest = -terms.rest;
    dc_worker_post(own, own->base[i], terms);
}

/* Failures of the chunk's customers, and the fates they lead to where nothing is treated. */
static void fail_chunk(const dc_simulation *sim, dc_worker *own, const uint32_t *item, size_t count)
{
    const dc_items *items = sim->items;
    for (size_t i = 0; i < count; i++) {
        own->base[i] = &own->fate[i];
        own->failed_of[i] = NULL;
        if (sim->failures.row_count == 0)
            continue;
        bool same = i > 0 && items->customer_entity[item[i]] == items->customer_entity[item[i - 1]];
        if (same) {
            own->failed_of[i] = own->failed_of[i - 1];
        } else {
            dc_failures_draw(&own->failed[i], &own->failing, item[i]);
            own->failed_of[i] = own->failed[i].count > 0 ? &own->failed[i] : NULL;
        }
        if (!own->failed_of[i])
            continue;
        own->base[i] = &own->failing_fate[i];
        dc_fate_copy(own->base[i], &own->failing_rest[i], &own->fate[i]);
        dc_fate_fail(own->base[i], own->failed_of[i], items->issue[item[i]]);
    }
}

static void run_chunk(const dc_simulation *sim, dc_worker *own, const uint32_t *item, size_t count,
                      uint32_t block)
{
    const dc_items *items = sim->items;
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && !sim->laws->tied)
            dc_table_prefetch(&sim->laws->table[sim->laws->of_item[item[i + 1]]]);
        dc_worker_draw(sim, own, &own->fate[i], sim->laws, item[i], items->entity[item[i]], block);
        dc_worker_draw_rest(sim, own, &own->fate[i], &own->rest[i], sim->laws, item[i], block);
    }
    fail_chunk(sim, own, item, count);
    for (size_t p = 0; p < sim->policy_count; p++) {
        own->list_count = 0;
        own->knows_failed = false;
        for (size_t i = 0; i < count; i++) {
            bool treated = dc_is_treated(sim->treatment[p][item[i]]);
            if (items->amount[item[i]] == 0)
                continue;
            if (treated && sim->by_difference[p])
                withdraw_item(sim, own, item[i], i);
            if (treated)
                dc_worker_treat(sim, own, p, item[i], i, block);
            else if (!sim->by_difference[p])
                dc_worker_post(own, own->base[i], dc_terms_untreated(sim, item[i]));
            if (!treated)
                dc_worker_beside(sim, own, p, item[i], own->base[i],
                                 dc_terms_untreated(sim, item[i]), DC_USUAL);
        }
        for (size_t tile = 0; tile < DC_TILES; tile++)
            for (size_t i = 0; i < own->list_count; i++)
                dc_post(&own->flows[p], own->list[i].fate, &own->list[i].terms, tile);
    }
}

static void hand_over(const dc_simulation *sim, const dc_worker *own, uint16_t currency,
                      uint32_t block, dc_block_fn *consume, void *context)
{
    uint32_t first = block * B, left = sim->options->path_count - first;
    for (size_t p = 0; p < sim->policy_count; p++) {
        const dc_flows *flows = &own->flows[p];
        dc_block        out = {.scenario = p,
                               .currency = currency,
                               .block = block,
                               .path_count = left < B ? left : B,
                               .day_count = flows->day_count,
                               .ageing = flows->ageing,
                               .report_count = flows->report_count,
                               .report_days = flows->report_days};
        for (int f = 0; f < DC_FLOW_COUNT; f++) {
            out.flow[f] = flows->flow[f];
            out.flow_idle[f] = !flows->used[f];
        }
        bool is_last = currency + 1u == sim->book->currency_count;
        if (is_last && own->beside[p])
            dc_beside_tell(&out, own->beside[p]);
        consume(context, &out);
    }
}

static bool is_stopped(const dc_simulation *sim)
{
    return sim->options->stop && *sim->options->stop;
}

static void run_block(const dc_simulation *sim, dc_worker *own, uint32_t block,
                      dc_block_fn *consume, void *context)
{
    dc_tide_turn(&own->tide, block);
    dc_failure_block_turn(&own->failing, block);
    for (size_t p = 0; p < sim->policy_count; p++) {
        dc_failure_block_turn(&own->failing_under[p], block);
        if (own->beside[p])
            dc_beside_clear(own->beside[p]);
    }
    for (uint16_t currency = 0; currency < sim->book->currency_count; currency++) {
        size_t from = sim->first_of[currency], to = sim->first_of[currency + 1];
        for (size_t p = 0; p < sim->policy_count; p++) {
            dc_flows_clear(&own->flows[p]);
            if (sim->knows && sim->by_difference[p])
                dc_kept_take(sim->options->kept, &own->flows[p], block, currency);
        }
        for (size_t i = from; i < to && !is_stopped(sim); i += DC_CHUNK)
            run_chunk(sim, own, &sim->order[i], to - i < DC_CHUNK ? to - i : DC_CHUNK, block);
        if (sim->keeps && !is_stopped(sim))
            dc_kept_put(sim->options->kept, &own->flows[0], block, currency);
        for (size_t p = 1; p < sim->policy_count && !sim->knows; p++)
            if (sim->by_difference[p])
                dc_flows_add(&own->flows[p], &own->flows[0]);
        for (size_t p = 0; p < sim->policy_count; p++)
            dc_flows_age(&own->flows[p], sim->not_due[currency], sim->overdue[currency]);
        if (is_stopped(sim))
            return;
        for (size_t p = 0; p < sim->policy_count; p++)
            if (own->beside[p] && currency + 1u == sim->book->currency_count)
                dc_beside_close(own->beside[p]);
        hand_over(sim, own, currency, block, consume, context);
    }
}

static void run(const dc_simulation *sim, dc_block_fn *consume, void *context)
{
    const dc_simulate_options *options = sim->options;
    int                        first = (int)options->first_block, done = 0;
    int blocks = (int)((options->path_count + B - 1) / B), count = blocks - first;
    int threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel num_threads(threads < count ? threads : count)
    {
        dc_worker *own = dc_worker_new(sim);
#pragma omp for schedule(dynamic)
        for (int block = first; block < blocks; block++) {
            run_block(sim, own, (uint32_t)block, consume, context);
#pragma omp critical(duecast_progress)
            {
                done++;
                if (options->progress)
                    options->progress(options->progress_context, (uint64_t)done, (uint64_t)count);
            }
        }
        dc_worker_free(sim, own);
    }
}

dc_status dc_paths_simulate(const dc_book *book, const dc_model *model, const dc_items *items,
                            const dc_policy *const *policies, size_t policy_count,
                            const dc_simulate_options *options, dc_block_fn *consume, void *context)
{
    dc_arena     *arena = dc_arena_new();
    dc_simulation sim = {.book = book,
                         .items = items,
                         .laws = items->laws,
                         .together = &model->together,
                         .options = options,
                         .policy_count = policy_count,
                         .policies = policies};
    dc_simulation_prepare(&sim, arena, model);
    run(&sim, consume, context);
    dc_arena_free(arena);
    return is_stopped(&sim) ? DC_ERR_STOPPED : DC_OK;
}
