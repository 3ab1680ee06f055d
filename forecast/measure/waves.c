/* waves.c - how many scenarios are simulated at once, and what memory that takes. */
#include <omp.h>

#include "control.h"
#include "samples.h"

enum { WAVE_MOST = 8 };
static const size_t wave_bytes_most = (size_t)288 << 20;

bool dc_policies_are_costed(const dc_policy *const *policies, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dc_policy_is_costed(policies[i]))
            return true;
    return false;
}

size_t dc_outcomes_wave(const dc_simulate_options *options, bool costed)
{
    size_t wave = wave_bytes_most / dc_samples_bytes(options, costed);
    return wave < 1 ? 1 : wave > WAVE_MOST ? WAVE_MOST : wave;
}

/* Waves are smaller where money is moved beside the receivables. */
size_t dc_cash_bytes(const dc_book *book, size_t scenario_count, const dc_simulate_options *options)
{
    size_t wave = dc_outcomes_wave(options, false), paths = options->path_count;
    size_t threads = (size_t)(options->threads > 0 ? options->threads : omp_get_num_procs());
    size_t days = ((size_t)options->horizon_days + 1) * DC_PATH_BLOCK * sizeof(double);
    size_t table = DC_CASH_PERIODS * paths * sizeof(double);
    if (!book->company.cash.known && book->bills.count == 0 && book->plan_count == 0)
        return 0;
    wave = wave < scenario_count ? wave : scenario_count;
    return wave * (dc_cash_samples_bytes(book, options) + threads * days) + threads * days + table +
           scenario_count * DC_REACHES * paths * (2 * sizeof(double) + sizeof(bool));
}

size_t dc_outcomes_bytes(const dc_items *items, const dc_policy *const *policies,
                         size_t policy_count, const dc_simulate_options *options)
{
    dc_simulate_options aged = *options; /* an allowance is reckoned at all ends of weeks, months */
    bool                costed = dc_policies_are_costed(policies, policy_count);
    size_t              wave = dc_outcomes_wave(options, costed), paths = options->path_count;
    size_t threads = (size_t)(options->threads > 0 ? options->threads : omp_get_num_procs());
    size_t weeks = (size_t)dc_week_count(options) + 1;
    size_t columns = DC_METRIC_COUNT;
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        columns += dc_is_ratio((dc_metric)m) || dc_is_capital((dc_metric)m);
    size_t stays = columns * DC_PAIRED_WEEKS * paths * sizeof(double) +
                   DC_METRIC_COUNT * (weeks + DC_MONTHS_AHEAD_MAX) * sizeof(dc_estimate);
    wave = wave < policy_count ? wave : policy_count;
    aged.aged_count = weeks + DC_MONTHS_AHEAD_MAX / 2 + options->report_count;
    return policy_count * stays + wave * dc_samples_bytes(options, costed) +
           threads * 2 * paths * sizeof(double) + dc_paths_bytes(items, policies, wave, &aged);
}
