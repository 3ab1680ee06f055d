/*
 * memory.c - what a simulation will need, counted beforehand from the sizes of what it allocates.
 *
 * Held against what runs really took by tests/properties/test_memory_is_foreseen.c.
 */
#include <omp.h>

#include "worker.h"

enum { B = DC_PATH_BLOCK, WEEK = 7, ROWS_OF_WEEKS = 3 };

/* The flows of one scenario on one thread. */
static size_t flow_bytes(const dc_simulate_options *options)
{
    size_t days = (size_t)options->horizon_days + 2;
    return (days * DC_FLOW_COUNT + dc_days_aged(options).count * DC_BUCKETS) * B * sizeof(int64_t);
}

/* What a thread has besides: fates of a chunk, weeks and pay runs of a block, markets. */
static size_t worker_bytes(const dc_items *items, const dc_simulate_options *options)
{
    size_t weeks = (size_t)options->horizon_days / WEEK + 2;
    size_t markets = (size_t)options->horizon_days / (4 * WEEK) + 1;
    return sizeof(dc_worker) + ROWS_OF_WEEKS * weeks * B * sizeof(float) +
           (items->count > items->claim_count ? markets * B : 0);
}

/* Tables of the laws that a policy needs anew. */
static size_t extra_law_bytes(const dc_items *items, const dc_policy *policy)
{
    size_t bytes = 0;
    for (size_t t = 0; t < policy->terms_count; t++)
        if (policy->terms[t].sales > 0.0)
            bytes += items->laws->count * 2 * ((size_t)items->laws->day_count + DC_GUIDE_CELLS) *
                     sizeof(uint32_t);
    /* Days of what is paced have names: slots share fewer laws. */
    if (dc_policy_paces(policy))
        bytes += (items->laws->count + items->count - items->claim_count) * 2 *
                 ((size_t)items->laws->day_count + DC_GUIDE_CELLS) * sizeof(uint32_t);
    return bytes;
}

size_t dc_paths_bytes(const dc_items *items, const dc_policy *const *policies, size_t policy_count,
                      const dc_simulate_options *options)
{
    enum { ORDER = 2 * sizeof(uint32_t) + sizeof(uint64_t) + sizeof(uint32_t) };
    size_t threads = (size_t)(options->threads > 0 ? options->threads : omp_get_num_procs());
    size_t blocks = ((size_t)options->path_count + B - 1) / B;
    threads = threads < blocks ? threads : blocks;
    size_t an_item = ORDER + policy_count * (sizeof(dc_treatment) + sizeof(int64_t));
    size_t a_thread = worker_bytes(items, options) + policy_count * flow_bytes(options);
    size_t bytes = items->count * an_item + threads * a_thread;
    for (size_t p = 0; p < policy_count; p++)
        bytes +=
            extra_law_bytes(items, policies[p]) + threads * dc_beside_bytes(policies[p], options);
    return bytes;
}
