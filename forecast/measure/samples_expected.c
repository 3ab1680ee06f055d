/* samples_expected.c - the expectation becomes values as the only path. */
#include <math.h>
#include <stdlib.h>

#include "samples.h"

enum { B = DC_PATH_BLOCK, T = DC_PATH_TILE };

/* The expectation as flows of one path, T apart: sums by each day are rounded, not the days,
 * so that no balance is ever further off than half a minor unit. */
static void fill_flow(int64_t *flow, const double *expected, int32_t days)
{
    double sum = 0.0, before = 0.0;
    for (int32_t day = 1; day <= days; day++) {
        sum += expected[day];
        flow[(size_t)day * T] = (int64_t)(nearbyint(sum) - before);
        before = nearbyint(sum);
    }
}

/* Of all currencies. */
static void fill_beside(int64_t *flow, const dc_sampling *sampling,
                        const dc_expectation *expectation, dc_beside which)
{
    int32_t days = sampling->options->horizon_days;
    double *sum = dc_heap_alloc((size_t)days + 1, sizeof *sum);
    for (uint16_t currency = 0; currency < sampling->book->currency_count; currency++)
        for (int32_t day = 1; day <= days && expectation->of[currency]; day++)
            if (expectation->of[currency]->beside[which])
                sum[day] += expectation->of[currency]->beside[which][day];
    fill_flow(flow, sum, days);
    free(sum);
}

static void take_expected_together(const dc_sampling *sampling, size_t scenario,
                                   const dc_expectation *expectation)
{
    size_t   size = ((size_t)sampling->options->horizon_days + 2) * T;
    bool     costed = sampling->samples[scenario].beside[0] != NULL;
    int64_t *flows = dc_heap_alloc(size * DC_BESIDE_COUNT, sizeof *flows);
    dc_block block = {
        .scenario = scenario, .path_count = 1, .day_count = sampling->options->horizon_days};
    for (size_t f = 0; f < DC_BESIDE_COUNT && costed; f++) {
        fill_beside(flows + f * size, sampling, expectation, (dc_beside)f);
        block.beside[f] = flows + f * size;
        block.beside_used[f] = true;
    }
    dc_sampling_take_together(sampling, &block);
    free(flows);
}

void dc_sampling_take_expected(dc_sampling *sampling, size_t scenario,
                               const dc_expectation *expectation)
{
    const dc_simulate_options *options = sampling->options;
    size_t                     rows = (size_t)options->horizon_days + 2;
    int64_t                   *flows = dc_heap_alloc(rows * B * DC_FLOW_COUNT, sizeof *flows);
    dc_aged_days               aged = dc_days_aged(options);
    int64_t *ageing = dc_heap_alloc(aged.count * DC_BUCKETS * B + 1, sizeof *ageing);
    for (uint16_t currency = 0; currency < sampling->book->currency_count; currency++) {
        const dc_expected *expected = expectation->of[currency];
        if (!expected)
            continue;
        dc_block block = {.scenario = scenario,
                          .currency = currency,
                          .path_count = 1,
                          .day_count = options->horizon_days,
                          .ageing = ageing,
                          .report_count = aged.count,
                          .report_days = aged.day};
        for (size_t f = 0; f < DC_FLOW_COUNT; f++) {
            int64_t *flow = flows + f * rows * B;
            fill_flow(flow, expected->flow[f], options->horizon_days);
            block.flow[f] = flow;
        }
        for (size_t i = 0; i < aged.count * DC_BUCKETS; i++)
            ageing[i * T] = llround(expected->ageing[i]);
        dc_sampling_take_receivables(sampling, &block);
    }
    take_expected_together(sampling, scenario, expectation);
    free(flows);
    free(ageing);
}
