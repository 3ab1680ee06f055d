/* rate_history.c - see rate_history.h; and what is asked of the rates of past days. */
#include "rate_history.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const dc_rate one = {.mantissa = 1, .exponent = 0};

void dc_day_rates_add(dc_day_rates *rates, uint16_t currency, dc_date date, dc_rate rate)
{
    if (rates->count == rates->capacity)
        rates->rows =
            dc_heap_grow(rates->rows, &rates->capacity, rates->count + 1, sizeof rates->rows[0]);
    rates->rows[rates->count++] = (dc_day_rate){date, currency, rate};
}

static int compare_rates(const void *left, const void *right)
{
    const dc_day_rate *a = left, *b = right;
    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    if (a->date.day != b->date.day)
        return a->date.day < b->date.day ? -1 : 1;
    double x = dc_rate_value(a->rate), y = dc_rate_value(b->rate);
    return (x > y) - (x < y);
}

__extension__ typedef __int128 wide;

static wide power_of_ten(int exponent)
{
    wide power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

dc_rate dc_cross_rate(dc_rate home, dc_rate foreign)
{
    double value = dc_rate_value(home) / dc_rate_value(foreign);
    int    exponent = 11 - (int)floor(log10(value));
    int    shift;
    wide   over, under;

    if (exponent < 0)
        exponent = 0;
    shift = exponent + foreign.exponent - home.exponent;
    over = home.mantissa * power_of_ten(shift > 0 ? shift : 0);
    under = foreign.mantissa * power_of_ten(shift < 0 ? -shift : 0);
    return (dc_rate){.mantissa = (int64_t)((2 * over + under) / (2 * under)), .exponent = exponent};
}

/* Rows of one currency, each day once. */
static void keep_currency(dc_rate_history *out, dc_book *book, const dc_day_rate *rows,
                          size_t count)
{
    out->date = dc_arena_alloc(book->arena, count + 1, sizeof *out->date);
    out->rate = dc_arena_alloc(book->arena, count + 1, sizeof *out->rate);
    for (size_t i = 0; i < count; i++) {
        if (out->count > 0 && out->date[out->count - 1].day == rows[i].date.day)
            continue;
        out->date[out->count] = rows[i].date;
        out->rate[out->count++] = rows[i].rate;
    }
}

/* The last rate on or before a day; count when there is none. */
static size_t held_on(const dc_rate_history *rates, dc_date date)
{
    size_t low = 0, high = rates->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rates->date[middle].day <= date.day)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : rates->count;
}

/* Told per another currency: divided by the book currency's own rate of the day. */
static void rebase_currency(dc_rate_history *rates, const dc_rate_history *home)
{
    size_t kept = 0;
    for (size_t i = 0; i < rates->count; i++) {
        size_t at = held_on(home, rates->date[i]);
        if (at == home->count)
            continue;
        rates->date[kept] = rates->date[i];
        rates->rate[kept++] = dc_cross_rate(rates->rate[i], home->rate[at]);
    }
    rates->count = kept;
}

static void rebase(dc_book *book, uint16_t per)
{
    const dc_rate_history home = book->rates[book->home];
    dc_rate_history      *own = &book->rates[per];
    for (uint16_t i = 0; i < book->currency_count; i++)
        if (i != book->home && i != per)
            rebase_currency(&book->rates[i], &home);
    own->count = home.count;
    own->date = dc_arena_alloc(book->arena, home.count + 1, sizeof *own->date);
    own->rate = dc_arena_alloc(book->arena, home.count + 1, sizeof *own->rate);
    for (size_t i = 0; i < home.count; i++) {
        own->date[i] = home.date[i];
        own->rate[i] = dc_cross_rate(one, home.rate[i]);
    }
}

/* out[currency]; the rows are freed. */
static void keep_rows(dc_rate_history *out, dc_book *book, dc_day_rates *rates)
{
    if (rates->count > 0)
        qsort(rates->rows, rates->count, sizeof rates->rows[0], compare_rates);
    for (size_t i = 0, next; i < rates->count; i = next) {
        for (next = i; next < rates->count && rates->rows[next].currency == rates->rows[i].currency;
             next++)
            ;
        keep_currency(&out[rates->rows[i].currency], book, rates->rows + i, next - i);
    }
    free(rates->rows);
    *rates = (dc_day_rates){0};
}

/* The rate ahead that holds on a day, else that of the as-of date. */
static dc_rate ahead_on(const dc_rate_history *ahead, dc_rate spot, dc_date date)
{
    size_t at = held_on(ahead, date);
    return at == ahead->count ? spot : ahead->rate[at];
}

/* Told per another currency: a rate changes on the days of its own and on those of the book
 * currency's, by whose rate of the day it is divided. */
static dc_rate_history cross_ahead(dc_book *book, const dc_rate_history *own,
                                   const dc_rate_history *home, const dc_rate spot[2])
{
    size_t          most = own->count + home->count + 1, i = 0, j = 0;
    dc_rate_history out = {.date = dc_arena_alloc(book->arena, most, sizeof *out.date),
                           .rate = dc_arena_alloc(book->arena, most, sizeof *out.rate)};
    while (i < own->count || j < home->count) {
        bool    mine = j == home->count || (i < own->count && own->date[i].day < home->date[j].day);
        dc_date date = mine ? own->date[i] : home->date[j];
        i += i < own->count && own->date[i].day == date.day;
        j += j < home->count && home->date[j].day == date.day;
        out.date[out.count] = date;
        out.rate[out.count++] =
            dc_cross_rate(ahead_on(own, spot[0], date), ahead_on(home, spot[1], date));
    }
    return out;
}

void dc_day_rates_keep_ahead(dc_day_rates *rates, dc_book *book, int32_t per,
                             const dc_rate told[DC_CURRENCIES_MAX])
{
    keep_rows(book->rates_ahead, book, rates);
    const dc_rate_history home = book->rates_ahead[book->home];
    for (size_t i = 0; per != DC_NONE && i < book->currency_count; i++) {
        const dc_rate         spot[] = {(int32_t)i == per ? one : told[i], told[book->home]};
        const dc_rate_history none = {0};
        if (i != book->home && book->currencies[i].has_rate)
            book->rates_ahead[i] =
                cross_ahead(book, (int32_t)i == per ? &none : &book->rates_ahead[i], &home, spot);
    }
    book->rates_ahead[book->home] = (dc_rate_history){0};
}

void dc_day_rates_keep(dc_day_rates *rates, dc_book *book, int32_t per)
{
    keep_rows(book->rates, book, rates);
    if (per != DC_NONE && per != book->home)
        rebase(book, (uint16_t)per);
    book->rates[book->home] = (dc_rate_history){0};
}

/* --- what is asked of past days --------------------------------------------------------------- */

bool dc_book_rate_on(dc_rate *out, const dc_book *book, uint16_t currency, dc_date date)
{
    const dc_rate_history *rates = &book->rates[currency];
    size_t                 at = held_on(rates, date);
    *out = one;
    if (currency == book->home)
        return true;
    if (at == rates->count)
        return false;
    *out = rates->rate[at];
    return true;
}

bool dc_book_rate_mean(double *out, const dc_book *book, uint16_t currency, dc_period period)
{
    const dc_rate_history *rates = &book->rates[currency];
    dc_date                first = dc_date_add_days(period.from, 1);
    size_t                 at = held_on(rates, first);
    double                 sum = 0.0;
    *out = 1.0;
    if (currency == book->home)
        return true;
    if (at == rates->count || period.to.day < first.day)
        return false;
    for (int32_t day = first.day; day <= period.to.day; day++) {
        while (at + 1 < rates->count && rates->date[at + 1].day <= day)
            at++;
        sum += dc_rate_value(rates->rate[at]);
    }
    *out = sum / dc_date_days_between(period.from, period.to);
    return true;
}
