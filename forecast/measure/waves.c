/* waves.c - how many scenarios are simulated at once, and what memory that takes. */
#include <omp.h>

#include "control.h"
#include "samples.h"

enum { WAVE_MOST = 8 };
static const size_t wave_bytes_most = (size_t)224 << 20;

bool dc_policies_are_costed(const dc_policy *const *policies, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dc_policy_is_costed(policies[i]))
            return true;
    return false;
}

/* Samples of a policy that moves no money beside receivables are never written where that would
 * be, so they take no memory there. */
size_t dc_outcomes_wave(const dc_policy *const *policies, size_t count,
                        const dc_simulate_options *options)
{
    size_t wave = 0, bytes = 0;
    for (; wave < count && wave < WAVE_MOST; wave++) {
        bytes += dc_samples_bytes(options, dc_policy_is_costed(policies[wave]));
        if (bytes > wave_bytes_most && wave > 0)
            break;
    }
    return wave;
}

/* Of the wave that takes most. */
static size_t samples_bytes(const dc_policy *const *policies, size_t count,
                            const dc_simulate_options *options)
{
    size_t most = 0;
    for (size_t i = 0, wave; i < count; i += wave) {
        size_t bytes = 0;
        wave = dc_outcomes_wave(policies + i, count - i, options);
        for (size_t w = 0; w < wave; w++)
            bytes += dc_samples_bytes(options, dc_policy_is_costed(policies[i + w]));
        most = bytes > most ? bytes : most;
    }
    return most;
}

/* Waves are smaller where money is moved beside the receivables. */
size_t dc_cash_bytes(const dc_book *book, size_t scenario_count, const dc_simulate_options *options)
{
    size_t wave = wave_bytes_most / dc_samples_bytes(options, false), paths = options->path_count;
    size_t threads = (size_t)(options->threads > 0 ? options->threads : omp_get_num_procs());
    size_t days = ((size_t)options->horizon_days + 1) * DC_PATH_BLOCK * sizeof(double);
    size_t table = DC_CASH_PERIODS * paths * sizeof(double);
    if (!book->company.cash.known && book->bills.count == 0 && book->plan_count == 0)
        return 0;
    wave = wave < 1 ? 1 : wave > WAVE_MOST ? WAVE_MOST : wave;
    wave = wave < scenario_count ? wave : scenario_count;
    return wave * (dc_cash_samples_bytes(book, options) + threads * days) + threads * days + table +
           scenario_count * DC_REACHES * paths * (2 * sizeof(double) + sizeof(bool));
}

size_t dc_outcomes_bytes(const dc_items *items, const dc_policy *const *policies,
                         size_t policy_count, const dc_simulate_options *options)
{
    dc_simulate_options aged = *options; /* an allowance is reckoned at all ends of weeks, months */
    size_t              wave = dc_outcomes_wave(policies, policy_count, options);
    size_t              paths = options->path_count;
    size_t threads = (size_t)(options->threads > 0 ? options->threads : omp_get_num_procs());
    size_t weeks = (size_t)dc_week_count(options) + 1;
    size_t columns = DC_METRIC_COUNT;
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        columns += dc_is_ratio((dc_metric)m) || dc_is_capital((dc_metric)m);
    size_t stays = columns * DC_PAIRED_WEEKS * paths * sizeof(double) +
                   DC_METRIC_COUNT * (weeks + DC_MONTHS_AHEAD_MAX) * sizeof(dc_estimate);
    aged.aged_count = weeks + DC_MONTHS_AHEAD_MAX / 2 + options->report_count;
    return policy_count * stays + samples_bytes(policies, policy_count, options) +
           threads * 2 * paths * sizeof(double) + dc_paths_bytes(items, policies, wave, &aged);
}
