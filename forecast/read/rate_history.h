/* rate_history.h - every rate of a file on or before the as-of date, kept by day. */
#ifndef DUECAST_READ_RATE_HISTORY_H
#define DUECAST_READ_RATE_HISTORY_H

#include "duecast/book.h"

typedef struct {
    dc_date  date;
    uint16_t currency;
    dc_rate  rate;
} dc_day_rate;

typedef struct {
    size_t       count, capacity;
    dc_day_rate *rows; /* of the heap */
} dc_day_rates;

void dc_day_rates_add(dc_day_rates *rates, uint16_t currency, dc_date date, dc_rate rate);

/* By currency and day into the book's arena; of several rates for a day the smallest.  `per`: the
 * currency the rates are told in, where it is not the book's; then each is divided by the rate of
 * the book currency that held that day, and `per` itself is worth one over it.  Frees the rows. */
void dc_day_rates_keep(dc_day_rates *rates, dc_book *book, int32_t per);

/* Likewise of days after the as-of date; `told`: the rates of the as-of date per `per`, which hold
 * until then. */
void dc_day_rates_keep_ahead(dc_day_rates *rates, dc_book *book, int32_t per,
                             const dc_rate told[DC_CURRENCIES_MAX]);

/* home / foreign with 12 significant digits, half up: the quotient of two rates is no finite
 * decimal. */
dc_rate dc_cross_rate(dc_rate home, dc_rate foreign);

#endif
