/*
 * cash_rates.c - what cash in another currency is worth on the day it comes or goes.
 *
 * The latest forward rate of rates.csv on or before the day, else the rate of the as-of date; a
 * hedged share is settled at its own rate:
 *
 *     change(d) = ((1 - hedged) x rate(d) + hedged x agreed rate) / rate of the as-of date - 1
 */
#include <string.h>

#include "cash_making.h"

static double rate_on(const dc_book *book, uint16_t currency, int32_t day)
{
    const dc_rate_history *ahead = &book->rates_ahead[currency];
    double                 rate = dc_rate_value(book->currencies[currency].rate);
    for (size_t i = 0; i < ahead->count; i++)
        if (ahead->date[i].day <= book->as_of.day + day)
            rate = dc_rate_value(ahead->rate[i]);
    return rate;
}

static const dc_hedge *hedge_of(const dc_book *book, uint16_t currency)
{
    for (size_t i = 0; i < book->company.hedge_count; i++)
        if (strcmp(book->company.hedges[i].currency, book->currencies[currency].code) == 0)
            return &book->company.hedges[i];
    return NULL;
}

static double *changes_of(dc_cash_making *m, uint16_t currency)
{
    const dc_hedge *hedge = hedge_of(m->book, currency);
    double          share = hedge ? hedge->share : 0.0;
    double          today = dc_rate_value(m->book->currencies[currency].rate);
    double         *out = dc_arena_alloc(m->arena, (size_t)m->plan->day_count + 1, sizeof *out);
    for (int32_t day = 1; day <= m->plan->day_count; day++) {
        double rate = (1.0 - share) * rate_on(m->book, currency, day);
        out[day] = (rate + (hedge ? share * hedge->rate : 0.0)) / today - 1.0;
    }
    return out;
}

void dc_cash_find_rates(dc_cash_making *m)
{
    const dc_book *book = m->book;
    for (uint16_t c = 0; c < book->currency_count; c++) {
        bool told = book->rates_ahead[c].count > 0 || hedge_of(book, c);
        if (c == book->home || !told || !book->currencies[c].has_rate)
            continue;
        m->plan->rate_change[c] = changes_of(m, c);
        if (!m->plan->exchange)
            m->plan->exchange =
                dc_arena_alloc(m->arena, (size_t)m->plan->day_count + 1, sizeof(int64_t));
    }
}
