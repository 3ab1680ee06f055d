#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

/* Currencies that nothing uses any more (of rejected rows, the placeholder XXX) are dropped, the
 * others sorted by code, so that their numbers do not depend on the order of rows. */
static size_t sort_codes(const dc_book *book, const bool *used, uint16_t *order)
{
    size_t count = 0;

    for (uint16_t i = 0; i < book->currency_count; i++) {
        size_t at = count;

        if (!used[i])
            continue;
        while (at > 0 &&
               strcmp(book->currencies[order[at - 1]].code, book->currencies[i].code) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
        count++;
    }
    return count;
}

static void mark_used(const dc_book *book, bool *used)
{
    used[book->home] = true;
    used[book->own] = true;
    for (size_t i = 0; i < book->claims.count; i++)
        used[book->claims.currency[i]] = true;
    for (size_t i = 0; i < book->bills.count; i++)
        used[book->bills.currency[i]] = true;
    for (size_t i = 0; i < book->plan_count; i++)
        used[book->plan[i].currency] = true;
}

void dc_read_sort_currencies(dc_reading *reading)
{
    dc_book    *book = reading->book;
    bool        used[DC_CURRENCIES_MAX] = {false};
    uint16_t    order[DC_CURRENCIES_MAX], rank[DC_CURRENCIES_MAX] = {0};
    dc_currency sorted[DC_CURRENCIES_MAX];
    size_t      count;

    mark_used(book, used);
    count = sort_codes(book, used, order);
    for (uint16_t i = 0; i < count; i++) {
        sorted[i] = book->currencies[order[i]];
        rank[order[i]] = i;
    }
    memcpy(book->currencies, sorted, count * sizeof sorted[0]);
    book->currency_count = count;
    book->home = rank[book->home];
    book->own = rank[book->own];
    reading->default_currency = book->home;
    for (size_t i = 0; i < book->claims.count; i++)
        book->claims.currency[i] = rank[book->claims.currency[i]];
    for (size_t i = 0; i < book->bills.count; i++)
        book->bills.currency[i] = rank[book->bills.currency[i]];
    for (size_t i = 0; i < book->plan_count; i++)
        book->plan[i].currency = rank[book->plan[i].currency];
}

/* Sums of absolute amounts; `at` is the currency that one of them is too large in. */
typedef struct {
    dc_money by_currency[DC_CURRENCIES_MAX], total;
    size_t   at;
} gross_sums;

static bool add_gross(gross_sums *sums, size_t currency, dc_money amount)
{
    dc_money *sum = &sums->by_currency[currency];

    sums->at = currency;
    return dc_money_add_checked(sum, *sum, DC_MONEY(llabs(amount.minor)));
}

static bool add_all_gross(gross_sums *sums, const dc_book *book)
{
    bool fits = true;

    for (size_t i = 0; i < book->claims.count && fits; i++)
        fits = add_gross(sums, book->claims.currency[i], book->claims.amount[i]);
    for (size_t i = 0; i < book->bills.count && fits; i++)
        fits = add_gross(sums, book->bills.currency[i], book->bills.amount[i]);
    for (size_t i = 0; i < book->plan_count && fits; i++)
        fits = add_gross(sums, book->plan[i].currency, book->plan[i].amount);
    return fits;
}

static bool translate_gross(gross_sums *sums, const dc_book *book)
{
    dc_money translated;
    bool     fits = true;

    for (size_t i = 0; i < book->currency_count && fits; i++) {
        const dc_currency *currency = &book->currencies[i];

        sums->at = i;
        fits = !currency->has_rate ||
               (dc_money_translate_checked(&translated, sums->by_currency[i], currency->decimals,
                                           currency->rate, book->currencies[book->home].decimals) &&
                dc_money_add_checked(&sums->total, sums->total, translated));
    }
    return fits;
}

/* Figures of JSON and workbooks are doubles: beyond 2^53 they skip whole numbers. */
static bool find_inexact(gross_sums *sums, const dc_book *book)
{
    static const int64_t exact = INT64_C(1) << 53;

    for (sums->at = 0; sums->at < book->currency_count; sums->at++)
        if (sums->by_currency[sums->at].minor > exact)
            return true;
    sums->at = book->home;
    return sums->total.minor > exact;
}

/* Everything any later stage adds up is a part of the sum of all absolute amounts, so that one
 * check here is enough: no total can overflow, nor its translation. */
static void check_size(dc_reading *reading)
{
    const dc_book *book = reading->book;
    bool           is_alone = book->bills.count == 0 && book->plan_count == 0;
    dc_place       place = {.file = is_alone ? book->files[reading->invoices_file].file : NULL};
    gross_sums     sums = {.total = DC_MONEY(0)};
    bool           fits = add_all_gross(&sums, book) && translate_gross(&sums, book);

    reading->unusable |= !fits;
    if (!fits || find_inexact(&sums, book))
        dc_issues_add(reading->issues, fits ? DC_ISSUE_TOTAL_INEXACT : DC_ISSUE_TOTAL_TOO_LARGE,
                      &place, book->currencies[sums.at].code, NULL);
}

static void add(dc_money *total, dc_money amount)
{
    *total = dc_money_add(*total, amount);
}

void dc_book_add_up(dc_book *book)
{
    const dc_claims *claims = &book->claims;

    for (size_t i = 0; i < claims->count; i++) {
        dc_currency *currency = &book->currencies[claims->currency[i]];

        currency->claim_count++;
        if (claims->kind[i] == DC_CLAIM_UNAPPLIED)
            add(&currency->unapplied, claims->open[i]);
        else
            add(&currency->receivables, claims->open[i]);
        if (claims->kind[i] == DC_CLAIM_CREDIT)
            add(&currency->credits, claims->open[i]);
    }
}

void dc_read_totals(dc_reading *reading)
{
    check_size(reading);
    if (!reading->unusable)
        dc_book_add_up(reading->book);
}

size_t dc_claims_from(const dc_claims *claims, uint32_t customer)
{
    size_t from = 0, to = claims->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (claims->customer[middle] < customer)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool dc_claim_was_lost(const dc_book *book, size_t claim)
{
    for (uint32_t e = book->claims.first_event[claim + 1]; e > book->claims.first_event[claim]; e--)
        if (book->events.kind[e - 1] != DC_EVENT_RECOVERY)
            return book->events.kind[e - 1] == DC_EVENT_WRITE_OFF;
    return false;
}

double dc_minor_rate(const dc_book *book, uint16_t currency)
{
    if (currency == book->home)
        return 1.0;
    const dc_currency *from = &book->currencies[currency];
    const dc_currency *to = &book->currencies[book->home];
    return dc_rate_value(from->rate) * pow(10.0, to->decimals - from->decimals);
}

bool dc_own_has_rate(const dc_book *book)
{
    return book->own == book->home || book->currencies[book->own].has_rate;
}

double dc_own_amount(const dc_book *book, double major)
{
    return major * pow(10.0, book->currencies[book->own].decimals) * dc_minor_rate(book, book->own);
}

bool dc_claim_was_sold(const dc_book *book, size_t claim)
{
    for (uint32_t e = book->claims.first_event[claim]; e < book->claims.first_event[claim + 1]; e++)
        if (book->events.kind[e] == DC_EVENT_SOLD)
            return true;
    return false;
}

dc_money dc_book_translate(const dc_book *book, uint16_t currency, dc_money amount)
{
    const dc_currency *from = &book->currencies[currency];

    if (currency == book->home)
        return amount;
    if (!from->has_rate)
        return DC_MONEY(0);
    return dc_money_translate(amount, from->decimals, from->rate,
                              book->currencies[book->home].decimals);
}

dc_money dc_book_receivables(const dc_book *book)
{
    dc_money total = DC_MONEY(0);

    for (uint16_t i = 0; i < book->currency_count; i++)
        total = dc_money_add(total, dc_book_translate(book, i, book->currencies[i].receivables));
    return total;
}

dc_money dc_book_credits(const dc_book *book)
{
    dc_money total = DC_MONEY(0);

    for (uint16_t i = 0; i < book->currency_count; i++)
        total = dc_money_add(total, dc_book_translate(book, i, book->currencies[i].credits));
    return total;
}

dc_money dc_book_unapplied(const dc_book *book)
{
    dc_money total = DC_MONEY(0);

    for (uint16_t i = 0; i < book->currency_count; i++)
        total = dc_money_add(total, dc_book_translate(book, i, book->currencies[i].unapplied));
    return total;
}

dc_money dc_open_bills(const dc_book *book, dc_date date)
{
    const dc_bills *bills = &book->bills;
    dc_money        sum = DC_MONEY(0);
    for (size_t i = 0; i < bills->count; i++)
        if (bills->issued[i].day <= date.day && bills->paid[i].day > date.day)
            sum = dc_money_add(sum, dc_book_translate(book, bills->currency[i], bills->amount[i]));
    return sum;
}

dc_money dc_book_ledger(const dc_book *book)
{
    return dc_money_add(dc_book_receivables(book), dc_book_unapplied(book));
}

dc_money dc_book_sales(const dc_book *book, dc_period period)
{
    const dc_claims *claims = &book->claims;
    dc_money         by_currency[DC_CURRENCIES_MAX] = {{0}};
    dc_money         total = DC_MONEY(0);

    for (size_t i = 0; i < claims->count; i++) {
        dc_money *sum = &by_currency[claims->currency[i]];

        if (claims->kind[i] == DC_CLAIM_INVOICE && claims->issued[i].day > period.from.day &&
            claims->issued[i].day <= period.to.day)
            *sum = dc_money_add(*sum, claims->amount[i]);
    }
    for (uint16_t i = 0; i < book->currency_count; i++)
        total = dc_money_add(total, dc_book_translate(book, i, by_currency[i]));
    return total;
}
