/* waves.c - how many scenarios are simulated at once, and what memory that takes. */
#include <omp.h>

#include "control.h"
#include "samples.h"

enum { WAVE_MOST = 8 };
static const size_t wave_bytes_most = (size_t)96 << 20;

size_t dc_outcomes_wave(const dc_simulate_options *options)
{
    size_t wave = wave_bytes_most / dc_samples_bytes(options);
    return wave < 1 ? 1 : wave > WAVE_MOST ? WAVE_MOST : wave;
}

size_t dc_outcomes_bytes(const dc_items *items, const dc_policy *const *policies,
                         size_t policy_count, const dc_simulate_options *options)
{
    size_t wave = dc_outcomes_wave(options), paths = options->path_count;
    size_t threads = (size_t)(options->threads > 0 ? options->threads : omp_get_num_procs());
    size_t weeks = (size_t)dc_week_count(options) + 1;
    size_t columns = DC_METRIC_COUNT;
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        columns += dc_is_ratio((dc_metric)m);
    size_t stays = columns * DC_PAIRED_WEEKS * paths * sizeof(double) +
                   DC_METRIC_COUNT * (weeks + DC_MONTHS_AHEAD_MAX) * sizeof(dc_estimate);
    wave = wave < policy_count ? wave : policy_count;
    return policy_count * stays + wave * dc_samples_bytes(options) +
           threads * 2 * paths * sizeof(double) + dc_paths_bytes(items, policies, wave, options);
}
