/* expectation.h - what is expected of a policy without paths, beside what its paths say. */
#ifndef DC_MEASURE_EXPECTATION_H
#define DC_MEASURE_EXPECTATION_H

#include "duecast/metrics.h"

/* The expectation of a policy, by currency; NULL where one has no rate. */
typedef struct {
    dc_arena    *arena;
    dc_expected *of[DC_CURRENCIES_MAX];
} dc_expectation;

/* One for each policy. */
void dc_expectations_make(dc_expectation *out, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_policy *const *policies,
                          size_t policy_count, const dc_simulate_options *options);
void dc_expectation_free(dc_expectation *expectation);

/* Adds expected cash, its spread unless options->mean_only, and ageing to an outcome that has none
 * yet. */
void dc_outcome_expect(dc_outcome *out, const dc_expectation *expectation, const dc_book *book,
                       const dc_model *model, const dc_items *items, const dc_policy *policy,
                       const dc_simulate_options *options);

#endif
