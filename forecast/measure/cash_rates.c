/*
 * cash_rates.c - what cash in another currency is worth on the day it comes or goes.
 *
 * The latest forward rate of rates.csv on or before the day, else the rate of the as-of date; what
 * is hedged on the day, in one share or several, is settled at its own rates:
 *
 *     change(d) = ((1 - sum of shares) x rate(d) + sum of share x agreed rate x own(d))
 *                 / rate of the as-of date - 1
 *
 * Rates are agreed in the book's own currency, which is worth own(d) = 1 where that is the book
 * currency.  Where another was asked for, its cash may be hedged like any other's: it is settled in
 * the own currency, and worth what that one is on the day.
 */
#include <math.h>
#include <string.h>

#include "cash_making.h"
#include "duecast/cash_tail.h"

static dc_rate rate_on(const dc_book *book, uint16_t currency, int32_t day)
{
    const dc_rate_history *ahead = &book->rates_ahead[currency];
    dc_rate                rate = book->currencies[currency].rate;
    for (size_t i = 0; i < ahead->count; i++)
        if (ahead->date[i].day <= book->as_of.day + day)
            rate = ahead->rate[i];
    return rate;
}

/* What is hedged of the cash of a day: shares, and shares times what their rates are worth. */
typedef struct {
    double share, rates;
} hedged;

/* Without a rate of the own currency what was agreed on cannot be told. */
static bool is_hedged(const dc_book *book, uint16_t currency)
{
    if (!dc_own_has_rate(book) || currency == book->own)
        return false;
    for (size_t i = 0; i < book->company.tail.hedge_count; i++)
        if (strcmp(book->company.tail.hedges[i].currency, book->currencies[currency].code) == 0)
            return true;
    return false;
}

static hedged hedged_on(const dc_book *book, uint16_t currency, int32_t day)
{
    dc_date date = dc_date_add_days(book->as_of, day);
    hedged  out = {0.0, 0.0};
    if (!is_hedged(book, currency))
        return out;
    for (size_t i = 0; i < book->company.tail.hedge_count; i++) {
        const dc_hedge *hedge = &book->company.tail.hedges[i];
        if (!dc_hedge_holds(hedge, book->currencies[currency].code, date))
            continue;
        out.share += hedge->share;
        out.rates += hedge->share * hedge->rate;
    }
    if (book->own != book->home)
        out.rates *= dc_rate_value(rate_on(book, book->own, day));
    return out;
}

/* Of a unit of the as-of date: what moves with the rate of the day. */
static double *exposure_of(dc_cash_making *m, uint16_t currency)
{
    double  today = dc_rate_value(m->book->currencies[currency].rate);
    double *out = dc_arena_alloc(m->arena, (size_t)m->plan->day_count + 1, sizeof *out);
    for (int32_t day = 1; day <= m->plan->day_count; day++) {
        hedged by = hedged_on(m->book, currency, day);
        double rate = (1.0 - by.share) * dc_rate_value(rate_on(m->book, currency, day));
        bool   moves = currency != m->book->home; /* the own currency's does, where it is another */
        out[day] =
            ((moves ? rate : 0.0) + (m->book->own != m->book->home ? by.rates : 0.0)) / today;
    }
    return out;
}

static double *changes_of(dc_cash_making *m, uint16_t currency)
{
    double  today = dc_rate_value(m->book->currencies[currency].rate);
    double *out = dc_arena_alloc(m->arena, (size_t)m->plan->day_count + 1, sizeof *out);
    for (int32_t day = 1; day <= m->plan->day_count; day++) {
        hedged by = hedged_on(m->book, currency, day);
        double rate = (1.0 - by.share) * dc_rate_value(rate_on(m->book, currency, day));
        out[day] = (rate + by.rates) / today - 1.0;
    }
    return out;
}

void dc_cash_find_rates(dc_cash_making *m)
{
    const dc_book *book = m->book;
    m->plan->foreign =
        dc_arena_alloc(m->arena, (size_t)m->plan->day_count + 1, sizeof *m->plan->foreign);
    for (uint16_t c = 0; c < book->currency_count; c++) {
        bool told = book->rates_ahead[c].count > 0 || is_hedged(book, c);
        if ((c == book->home && !is_hedged(book, c)) || !book->currencies[c].has_rate)
            continue;
        m->plan->exposure[c] = exposure_of(m, c);
        if (!told)
            continue;
        m->plan->rate_change[c] = changes_of(m, c);
        if (!m->plan->exchange)
            m->plan->exchange =
                dc_arena_alloc(m->arena, (size_t)m->plan->day_count + 1, sizeof(int64_t));
    }
}

static void blend(double *out, const dc_cash_making *m, const double *of_currency, double share)
{
    for (int32_t day = 1; of_currency && day <= m->plan->day_count; day++)
        out[day] += share * of_currency[day];
}

/* Of a unit paid for purchases to come: all currencies by their shares. */
void dc_cash_find_tail_rates(dc_cash_making *m, dc_tail *tail)
{
    size_t days = (size_t)m->plan->day_count + 1;
    bool   told = false, any = false;
    for (uint16_t c = 0; c < m->book->currency_count && tail->buys; c++) {
        any |= tail->in_currency[c] > 0.0 && m->plan->exposure[c];
        told |= tail->in_currency[c] > 0.0 && m->plan->rate_change[c];
    }
    if (!any)
        return;
    tail->exposure = dc_arena_alloc(m->arena, days, sizeof *tail->exposure);
    if (told)
        tail->rate_change = dc_arena_alloc(m->arena, days, sizeof *tail->rate_change);
    for (uint16_t c = 0; c < m->book->currency_count; c++) {
        blend(tail->exposure, m, m->plan->exposure[c], tail->in_currency[c]);
        if (told)
            blend(tail->rate_change, m, m->plan->rate_change[c], tail->in_currency[c]);
    }
}

/* --- rates that a policy changes -------------------------------------------------------------- */

/* To 14 digits. */
static dc_rate scaled(dc_rate rate, double by)
{
    while (rate.mantissa < DC_RATE_MANTISSA_END / 100 && rate.exponent < DC_RATE_EXPONENT_MAX) {
        rate.mantissa *= 10;
        rate.exponent++;
    }
    rate.mantissa = llround((double)rate.mantissa * by);
    rate.mantissa = rate.mantissa > 0 ? rate.mantissa : 1;
    return rate;
}

static bool fits(const dc_rate_change *change, const char *code)
{
    bool fits = change->scopes.count == 0;
    for (size_t i = 0; i < change->scopes.count; i++) {
        const char *wanted = change->scopes.scope[i].currency;
        fits |= !wanted || strcmp(wanted, code) == 0;
    }
    return fits;
}

/* The rate of a day goes on from it, changed while the window lasts. */
static void keep_day(dc_rate_history *out, const dc_book *book, uint16_t currency,
                     const dc_rate_change *change, int32_t day)
{
    dc_rate rate = rate_on(book, currency, day);
    bool    within = change->from <= day && day <= change->to;
    double  more = dc_ramped(change->change, change->from, change->to, change->ramp, day);
    if (out->count > 0 && out->date[out->count - 1].day == book->as_of.day + day)
        return;
    out->date[out->count] = dc_date_add_days(book->as_of, day);
    out->rate[out->count++] = within ? scaled(rate, 1.0 + more) : rate;
}

static dc_rate_history changed(dc_arena *arena, const dc_book *book, uint16_t currency,
                               const dc_rate_change *change)
{
    const dc_rate_history *ahead = &book->rates_ahead[currency];
    dc_rate_history        out = {.count = 0};
    size_t                 next = 0, end_count = 0, most = (size_t)change->ramp + 2;
    int32_t               *ends = dc_arena_alloc(arena, most, sizeof *ends);
    out.date = dc_arena_alloc(arena, ahead->count + most + 1, sizeof *out.date);
    out.rate = dc_arena_alloc(arena, ahead->count + most + 1, sizeof *out.rate);
    for (int32_t on = 0; on <= change->ramp && on <= change->to - change->from; on++)
        ends[end_count++] = change->from + on; /* all days on which the change grows */
    if (change->to < DC_HORIZON_DAYS_MAX)
        ends[end_count++] = change->to + 1; /* the first day after the window */
    for (size_t i = 0; i <= ahead->count; i++) {
        bool    told = i < ahead->count;
        int32_t day = told ? dc_date_days_between(book->as_of, ahead->date[i]) : INT32_MAX;
        for (; next < end_count && ends[next] <= day; next++)
            keep_day(&out, book, currency, change, ends[next]);
        if (told)
            keep_day(&out, book, currency, change, day);
    }
    return out;
}

void dc_cash_change_rates(dc_arena *arena, dc_book *book, const dc_rate_change *changes,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (uint16_t c = 0; c < book->currency_count; c++) {
            bool acts = changes[i].change != 0.0 && changes[i].from <= changes[i].to;
            if (acts && c != book->home && book->currencies[c].has_rate &&
                fits(&changes[i], book->currencies[c].code))
                book->rates_ahead[c] = changed(arena, book, c, &changes[i]);
        }
}
