/*
 * currency_effect.h - what exchange rates alone do to DSO and to receivables.
 *
 * As reported: balances at the rate of their day, the sales of a period at its mean rate.
 * Constant currency: both at the rate of the book's as-of date, as all other figures of Duecast.
 * Sources: IAS 21, paragraphs 23 and 40; docs/FORMULAS.md, "Currencies".
 */
#ifndef DUECAST_CURRENCY_EFFECT_H
#define DUECAST_CURRENCY_EFFECT_H

#include "duecast/book.h"
#include "duecast/words.h"

/* DSO over 91 days at the close of a day; money in minor units of the book currency. */
typedef struct {
    bool    applicable; /* false: n/a, for this reason */
    dc_word missing;
    double  receivables_reported, sales_reported, dso_reported;
    double  receivables_constant, sales_constant, dso_constant;
} dc_currency_dso;

/* date <= the as-of date.  Not applicable: no sales, or no rate is known so early. */
void dc_currency_dso_at(dc_currency_dso *out, const dc_book *book, dc_date date);

/*
 * Receivables from one day to another, everything at the rate of its own day:
 *
 *     opening + invoiced - collected - settled without cash - written off + revaluation = closing
 *
 * Revaluation is what the change of rates made of balances that were open meanwhile.
 */
typedef struct {
    bool    applicable;
    dc_word missing;
    int64_t opening, invoiced, collected, without_cash, written_off, sold, revaluation, closing;
} dc_revaluation;

void dc_revaluation_between(dc_revaluation *out, const dc_book *book, dc_period period);

#endif
