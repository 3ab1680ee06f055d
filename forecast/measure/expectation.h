/* expectation.h - what is expected of a policy without paths, beside what its paths say. */
#ifndef DC_MEASURE_EXPECTATION_H
#define DC_MEASURE_EXPECTATION_H

#include "duecast/metrics.h"

/* Adds expected cash, its spread unless options->mean_only, and ageing to an outcome that has none
 * yet. */
void dc_outcome_expect(dc_outcome *out, const dc_book *book, const dc_model *model,
                       const dc_items *items, const dc_policy *policy,
                       const dc_simulate_options *options);

#endif
