/*
 * default.h - chances of default and recoveries, learnt from months of customers.
 */
#ifndef DC_LEARN_DEFAULT_H
#define DC_LEARN_DEFAULT_H

#include "duecast/model.h"

/* Fills model->defaults. */
void dc_defaults_learn(dc_model *model, const dc_book *book, const dc_learn_options *options);

/* Day of default of the customer of `claim`, its first, as days after the book's as-of date (<= 0);
 * DC_DEFAULT_NEVER where there is none.  *next is the first claim of the next customer. */
int32_t dc_default_day(size_t *next, const dc_book *book, size_t claim);

/* Share of written-off amounts that comes back and the mean days until it does. */
void dc_recoveries_learn(dc_defaults *out, const dc_book *book);

#endif
