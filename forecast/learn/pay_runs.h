/*
 * pay_runs.h - pay runs told from the days on which a customer paid.
 */
#ifndef DC_LEARN_PAY_RUNS_H
#define DC_LEARN_PAY_RUNS_H

#include "duecast/pay_runs.h"

/* Of twelve months or so, `recent`, and of as many before, `older`: each day once and in order.
 * DC_RUNS_NONE where they lie anywhere, or are too few to tell. */
dc_pay_runs dc_pay_runs_find(const dc_date *date, size_t older, size_t recent,
                             const dc_calendar *calendar);

bool dc_pay_runs_are_same(const dc_pay_runs *a, const dc_pay_runs *b);

#endif
