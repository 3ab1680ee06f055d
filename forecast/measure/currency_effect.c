/* currency_effect.c - see currency_effect.h. */
#include "duecast/currency_effect.h"

#include <math.h>

#include "formulas.h"
#include "ledger.h"

/* Rates of a day and of a period before it, by currency; has_rate as elsewhere decides what counts.
 */
typedef struct {
    dc_rate on_day[DC_CURRENCIES_MAX];
    double  mean[DC_CURRENCIES_MAX];
} day_rates;

static bool counts(const dc_book *book, uint16_t currency)
{
    return book->currencies[currency].has_rate && book->currencies[currency].claim_count > 0;
}

/* False where a currency in use has no rate so early. */
static bool rates_of(day_rates *out, const dc_book *book, dc_period period)
{
    bool known = true;
    for (uint16_t i = 0; i < book->currency_count; i++)
        if (counts(book, i))
            known &= dc_book_rate_on(&out->on_day[i], book, i, period.to) &&
                     dc_book_rate_mean(&out->mean[i], book, i, period);
    return known;
}

static dc_money at_rate(const dc_book *book, uint16_t currency, dc_money amount, dc_rate rate)
{
    return dc_money_translate(amount, book->currencies[currency].decimals, rate,
                              book->currencies[book->home].decimals);
}

/* Debit claims and credit notes open at the close of a day, document currency. */
static void open_by_currency(dc_money out[DC_CURRENCIES_MAX], const dc_book *book, dc_date date)
{
    for (size_t i = 0; i < book->claims.count; i++) {
        dc_money *sum = &out[book->claims.currency[i]];
        if (book->claims.kind[i] != DC_CLAIM_UNAPPLIED)
            *sum = dc_money_add(*sum, DC_MONEY(dc_claim_open_at(book, i, date)));
    }
}

static void sales_by_currency(dc_money out[DC_CURRENCIES_MAX], const dc_book *book,
                              dc_period period)
{
    const dc_claims *claims = &book->claims;
    for (size_t i = 0; i < claims->count; i++)
        if (claims->kind[i] == DC_CLAIM_INVOICE && claims->issued[i].day > period.from.day &&
            claims->issued[i].day <= period.to.day)
            out[claims->currency[i]] = dc_money_add(out[claims->currency[i]], claims->amount[i]);
}

void dc_currency_dso_at(dc_currency_dso *out, const dc_book *book, dc_date date)
{
    dc_period period = {dc_date_add_days(date, -DC_DSO_DAYS), date};
    dc_money  open[DC_CURRENCIES_MAX] = {{0}}, sales[DC_CURRENCIES_MAX] = {{0}};
    day_rates rates = {.mean = {0}};
    *out = (dc_currency_dso){.missing = DC_WORD_MISSING_RATES};
    if (!rates_of(&rates, book, period))
        return;
    open_by_currency(open, book, date);
    sales_by_currency(sales, book, period);
    for (uint16_t i = 0; i < book->currency_count; i++) {
        if (!counts(book, i))
            continue;
        double minor =
            pow(10.0, book->currencies[book->home].decimals - book->currencies[i].decimals);
        out->receivables_reported += (double)at_rate(book, i, open[i], rates.on_day[i]).minor;
        out->receivables_constant += (double)dc_book_translate(book, i, open[i]).minor;
        out->sales_reported += nearbyint((double)sales[i].minor * rates.mean[i] * minor);
        out->sales_constant += (double)dc_book_translate(book, i, sales[i]).minor;
    }
    out->missing = DC_WORD_MISSING_SALES;
    out->applicable = book->has_history && out->sales_reported > 0.0 && out->sales_constant > 0.0;
    if (!out->applicable)
        return;
    out->dso_reported =
        dc_days_of_sales(out->receivables_reported, out->sales_reported, DC_DSO_DAYS);
    out->dso_constant =
        dc_days_of_sales(out->receivables_constant, out->sales_constant, DC_DSO_DAYS);
}

/* --- revaluation ------------------------------------------------------------------------------ */

static int64_t at_day(const dc_book *book, uint16_t currency, int64_t amount, dc_date date)
{
    dc_rate rate;
    if (!dc_book_rate_on(&rate, book, currency, date))
        return 0;
    return at_rate(book, currency, DC_MONEY(amount), rate).minor;
}

static void add_events(dc_revaluation *out, const dc_book *book, size_t claim, dc_date from,
                       dc_date to)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    dc_date          entered = claims->entered[claim];
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        /* a prepayment settles on the day the claim enters the books */
        dc_date date = events->date[e].day > entered.day ? events->date[e] : entered;
        int     kind = events->kind[e];
        if (kind == DC_EVENT_RECOVERY || date.day <= from.day || date.day > to.day)
            continue;
        int64_t amount = at_day(book, claims->currency[claim], events->amount[e].minor, date);
        if (dc_event_is_payment(kind))
            out->collected += amount;
        else if (kind == DC_EVENT_WRITE_OFF)
            out->written_off += amount;
        else if (kind == DC_EVENT_SOLD)
            out->sold += amount;
        else
            out->without_cash += amount;
    }
}

static int64_t balance(const dc_book *book, dc_date date)
{
    dc_money open[DC_CURRENCIES_MAX] = {{0}};
    int64_t  sum = 0;
    open_by_currency(open, book, date);
    for (uint16_t i = 0; i < book->currency_count; i++)
        if (counts(book, i))
            sum += at_day(book, i, open[i].minor, date);
    return sum;
}

void dc_revaluation_between(dc_revaluation *out, const dc_book *book, dc_period period)
{
    const dc_claims *claims = &book->claims;
    day_rates        rates;
    dc_period        first = {dc_date_add_days(period.from, -1), period.from};
    /* a list of open items does not tell what was settled meanwhile */
    *out = (dc_revaluation){.missing =
                                book->has_history ? DC_WORD_MISSING_RATES : DC_WORD_MISSING_PAST};
    if (!book->has_history || !rates_of(&rates, book, first))
        return;
    out->applicable = true;
    out->opening = balance(book, period.from);
    out->closing = balance(book, period.to);
    for (size_t i = 0; i < claims->count; i++) {
        bool enters =
            claims->entered[i].day > period.from.day && claims->entered[i].day <= period.to.day;
        if (claims->kind[i] == DC_CLAIM_UNAPPLIED || !counts(book, claims->currency[i]))
            continue;
        if (enters)
            out->invoiced +=
                at_day(book, claims->currency[i], claims->amount[i].minor, claims->entered[i]);
        add_events(out, book, i, period.from, period.to);
    }
    out->revaluation = out->closing - out->opening - out->invoiced + out->collected +
                       out->without_cash + out->written_off + out->sold;
}
