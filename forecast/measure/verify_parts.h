/*
 * verify_parts.h - what the checks of identities have in common: verify_identities.c,
 * verify_reported.c.
 */
#ifndef DC_MEASURE_VERIFY_PARTS_H
#define DC_MEASURE_VERIFY_PARTS_H

#include "duecast/metrics.h"

typedef struct {
    dc_checks                 *checks;
    dc_arena                  *arena;
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_today            *today;
    const dc_policy *const    *policies;
    const dc_outcome          *outcomes; /* of the policies */
    size_t                     policy_count;
    const dc_simulate_options *options;
} dc_verifying;

/* I5: the allowance rolls forward on every path. */
void dc_verify_allowance(const dc_verifying *v);

/* The expected credit loss of today's claims is their mean loss on paths (bad_debt.h). */
dc_status dc_verify_lifetime(const dc_verifying *v);

/* I3 by currency and I6: what is reported of a path is the sum of its days, over all currencies. */
dc_status dc_verify_reported(const dc_verifying *v);

/* I6 of all cash, I7 to I9: cash, line and balance sheet of paths worked out again by hand. */
dc_status dc_verify_cash(const dc_verifying *v);

/* I15: levers that do nothing, and other numbers of threads, change no flow. */
dc_status dc_verify_neutral(const dc_verifying *v);

#endif
