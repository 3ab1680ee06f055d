/* allowance.h - the allowance that is booked: the method's rates, relief, named customers. */
#ifndef DC_MEASURE_ALLOWANCE_H
#define DC_MEASURE_ALLOWANCE_H

#include "duecast/bad_debt.h"

/* An allowance is reckoned: a method is chosen, and there are losses to go by. */
bool dc_allowance_applies(const dc_today *today, const dc_book *book);

/* Fills loss rates, relief, allowance and named of what is aged already. */
void dc_allowance_today(dc_today *out, const dc_book *book, const dc_model *model);

/* What specific allowances add to loss_rate on each aged day of a policy, in expectation, minor
 * units; all 0 without any. */
void dc_allowance_named(double excess[DC_AGED_DAYS_MAX], const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_today *today, const dc_policy *policy,
                        const dc_simulate_options *options);

/* Allowance of balances by bucket; never below 0. */
double dc_allowance_of(const dc_today *today, const double balance[DC_BUCKETS], double named);

/* Of net write-offs, what is an expense: relief taken off, a whole number. */
double dc_allowance_net(const dc_today *today, double written_off, double recovered);

#endif
