/*
 * comparing.h - what is compared besides base cases: levers added one by one, and the ends of
 * ranges on paths.
 */
#ifndef DUECAST_SCENARIOS_COMPARING_H
#define DUECAST_SCENARIOS_COMPARING_H

#include "duecast/objective.h"

/* Policies whose expectations a bridge needs, none with fewer than two levers: the first levers
 * alone, the last levers alone, and all of them. */
size_t dc_lever_bridge_count(const dc_scenario *scenario);
void dc_lever_bridge_policies(const dc_policy **out, dc_arena *arena, const dc_scenario *scenario);

/* exact: the baseline by expectation; steps: outcomes of those policies in their order. */
void dc_lever_bridge_make(dc_lever_bridge *out, dc_arena *arena, const dc_scenario *scenario,
                          const dc_comparison *comparison, size_t at, const dc_outcome *exact,
                          const dc_outcome *steps);

/* All that is compared, of one run. */
typedef struct {
    dc_arena                  *arena;
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_today            *today;
    const dc_scenarios        *scenarios;
    const dc_simulate_options *options;
} dc_comparing;

/* The same luck on the first paths: for what is compared besides the base cases. */
dc_simulate_options dc_few_paths(const dc_simulate_options *options);

/* What a scenario assumes at its ends, and the baseline that they are compared with; the base case
 * of the same kind, by expectation or on paths, for what is not exact by itself. */
typedef struct {
    const dc_outcome *reference, *corners, *base_case;
    size_t            count;
} dc_range_of;

/* Cash figures of each scenario beside the baseline.  Lowest cash and chances have no expectation
 * that is exact, so the ends of a range are simulated: those corners where the expected cash is
 * lowest and highest, on fewer paths with the same luck. */
dc_status dc_compare_cash(dc_comparison *out, const dc_comparing *all, const dc_range_of *ranges);

#endif
