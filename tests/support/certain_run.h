/* certain_run.h - a book whose customers pay on known days, measured under some policies. */
#ifndef DUECAST_TESTS_CERTAIN_RUN_H
#define DUECAST_TESTS_CERTAIN_RUN_H

#include "duecast/metrics.h"

enum { CERTAIN_POLICIES_MAX = 3 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book; /* its own from then on */
    dc_model           *model;
    dc_simulate_options options; /* 300 paths */
    dc_outcome          outcome[CERTAIN_POLICIES_MAX];
} certain_run;

certain_run certain_run_of(dc_book *book, const dc_policy *const *policies, size_t count,
                           int32_t horizon);
void        certain_run_free(certain_run *r);

#endif
