/* given_scenarios.h - the baseline and one scenario of some levers, read without a problem. */
#ifndef DUECAST_TESTS_GIVEN_SCENARIOS_H
#define DUECAST_TESTS_GIVEN_SCENARIOS_H

#include "duecast/scenario.h"

dc_scenarios given_scenarios(dc_arena *arena, const dc_book *book, const char *const *levers,
                             size_t count);

#endif
