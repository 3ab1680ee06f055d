/* working_capital.c - see working_capital.h. */
#include "duecast/working_capital.h"

#include <stdlib.h>
#include <string.h>

#define LABELLED(name)              DC_WORD_CAPITAL_##name, DC_WORD_DEFINE_CAPITAL_##name
#define CAPITAL_ROW(id, key, money) [id] = {key, money},

static const struct {
    const char *key;
    bool        is_money;
} keys[DC_CAPITAL_COUNT] = {DC_CAPITAL_LIST(CAPITAL_ROW)};

static const struct {
    dc_word label, definition;
} words[DC_CAPITAL_COUNT] = {
    [DC_CAPITAL_RECEIVABLES] = {LABELLED(RECEIVABLES)},
    [DC_CAPITAL_INVENTORY] = {LABELLED(INVENTORY)},
    [DC_CAPITAL_PAYABLES] = {LABELLED(PAYABLES)},
    [DC_CAPITAL_TRADE_WCR] = {LABELLED(TRADE_WCR)},
    [DC_CAPITAL_OTHER_RECEIVABLES] = {LABELLED(OTHER_RECEIVABLES)},
    [DC_CAPITAL_OTHER_PAYABLES] = {LABELLED(OTHER_PAYABLES)},
    [DC_CAPITAL_UNAPPLIED] = {LABELLED(UNAPPLIED)},
    [DC_CAPITAL_OPERATING_WCR] = {LABELLED(OPERATING_WCR)},
    [DC_CAPITAL_RECEIVABLES_DAYS] = {LABELLED(RECEIVABLES_DAYS)},
    [DC_CAPITAL_INVENTORY_DAYS] = {LABELLED(INVENTORY_DAYS)},
    [DC_CAPITAL_PAYABLES_DAYS] = {LABELLED(PAYABLES_DAYS)},
    [DC_CAPITAL_TRADE_WCR_DAYS] = {LABELLED(TRADE_WCR_DAYS)},
    [DC_CAPITAL_OTHER_DAYS] = {LABELLED(OTHER_DAYS)},
    [DC_CAPITAL_OPERATING_WCR_DAYS] = {LABELLED(OPERATING_WCR_DAYS)},
    [DC_CAPITAL_DIO] = {LABELLED(DIO)},
    [DC_CAPITAL_DPO] = {LABELLED(DPO)},
    [DC_CAPITAL_DPO_PURCHASES] = {LABELLED(DPO_PURCHASES)},
    [DC_CAPITAL_OPERATING_CYCLE] = {LABELLED(OPERATING_CYCLE)},
    [DC_CAPITAL_CCC] = {LABELLED(CCC)},
    [DC_CAPITAL_CCC_PURCHASES] = {LABELLED(CCC_PURCHASES)},
    [DC_CAPITAL_DAY_OF_SALES] = {LABELLED(DAY_OF_SALES)},
};

const char *dc_capital_key(dc_capital_id id)
{
    return keys[id].key;
}

const char *dc_capital_period_key(int period)
{
    static const char *const periods[DC_CAPITAL_PERIODS] = {"91_days", "12_months"};
    return periods[period];
}

bool dc_capital_is_money(dc_capital_id id)
{
    return keys[id].is_money;
}

bool dc_capital_is_balance(dc_capital_id id)
{
    return id <= DC_CAPITAL_OPERATING_WCR;
}

dc_word dc_capital_label(dc_capital_id id)
{
    return words[id].label;
}

dc_word dc_capital_definition(dc_capital_id id)
{
    return words[id].definition;
}

/* --- values ----------------------------------------------------------------------------------- */

static dc_capital_value missing(dc_word reason)
{
    return (dc_capital_value){.missing = reason};
}

static dc_capital_value known(double value)
{
    return (dc_capital_value){.applicable = true, .value = value};
}

static dc_capital_value balance_of(dc_figure figure, dc_word reason)
{
    return figure.known ? known((double)figure.value.minor) : missing(reason);
}

/* a + sign x b; what is missing for the first is missing for the sum. */
static dc_capital_value plus(dc_capital_value a, double sign, dc_capital_value b)
{
    if (!a.applicable || !b.applicable)
        return a.applicable ? b : a;
    return known(a.value + sign * b.value);
}

static dc_capital_value days_of(dc_capital_value balance, const dc_capital_flows *flows,
                                dc_figure flow, dc_word reason)
{
    if (!balance.applicable)
        return balance;
    if (flows->too_short)
        return missing(DC_WORD_MISSING_12_MONTHS);
    if (!flow.known || flow.value.minor <= 0)
        return missing(reason);
    return known(balance.value / (double)flow.value.minor * flows->days);
}

static void take_balances(dc_capital_value out[DC_CAPITAL_COUNT], const dc_capital_balances *from)
{
    out[DC_CAPITAL_RECEIVABLES] = balance_of(from->receivables, DC_WORD_NOT_AVAILABLE);
    out[DC_CAPITAL_INVENTORY] = balance_of(from->inventory, DC_WORD_MISSING_INVENTORY);
    out[DC_CAPITAL_PAYABLES] = balance_of(from->payables, DC_WORD_MISSING_PAYABLES);
    out[DC_CAPITAL_OTHER_RECEIVABLES] =
        balance_of(from->other_receivables, DC_WORD_MISSING_OTHER_RECEIVABLES);
    out[DC_CAPITAL_OTHER_PAYABLES] =
        balance_of(from->other_payables, DC_WORD_MISSING_OTHER_PAYABLES);
    out[DC_CAPITAL_UNAPPLIED] = balance_of(from->unapplied, DC_WORD_NOT_AVAILABLE);
    out[DC_CAPITAL_TRADE_WCR] =
        plus(plus(out[DC_CAPITAL_RECEIVABLES], 1.0, out[DC_CAPITAL_INVENTORY]), -1.0,
             out[DC_CAPITAL_PAYABLES]);
    dc_capital_value other =
        plus(plus(out[DC_CAPITAL_OTHER_RECEIVABLES], -1.0, out[DC_CAPITAL_OTHER_PAYABLES]), 1.0,
             out[DC_CAPITAL_UNAPPLIED]);
    out[DC_CAPITAL_OPERATING_WCR] = plus(out[DC_CAPITAL_TRADE_WCR], 1.0, other);
}

static void take_days_of_turnover(dc_capital_value        out[DC_CAPITAL_COUNT],
                                  const dc_capital_flows *flows)
{
    static const dc_capital_id pairs[][2] = {
        {DC_CAPITAL_RECEIVABLES, DC_CAPITAL_RECEIVABLES_DAYS},
        {DC_CAPITAL_INVENTORY, DC_CAPITAL_INVENTORY_DAYS},
        {DC_CAPITAL_PAYABLES, DC_CAPITAL_PAYABLES_DAYS},
        {DC_CAPITAL_TRADE_WCR, DC_CAPITAL_TRADE_WCR_DAYS},
        {DC_CAPITAL_OPERATING_WCR, DC_CAPITAL_OPERATING_WCR_DAYS},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        out[pairs[i][1]] = days_of(out[pairs[i][0]], flows, flows->sales, DC_WORD_MISSING_SALES);
    dc_capital_value other = plus(out[DC_CAPITAL_OPERATING_WCR], -1.0, out[DC_CAPITAL_TRADE_WCR]);
    out[DC_CAPITAL_OTHER_DAYS] = days_of(other, flows, flows->sales, DC_WORD_MISSING_SALES);
    out[DC_CAPITAL_DAY_OF_SALES] = missing(DC_WORD_MISSING_SALES);
    if (flows->too_short)
        out[DC_CAPITAL_DAY_OF_SALES] = missing(DC_WORD_MISSING_12_MONTHS);
    else if (flows->sales.known && flows->sales.value.minor > 0)
        out[DC_CAPITAL_DAY_OF_SALES] = known((double)flows->sales.value.minor / flows->days);
}

void dc_capital_of(dc_capital_value out[DC_CAPITAL_COUNT], const dc_capital_balances *balances,
                   const dc_capital_flows *flows)
{
    take_balances(out, balances);
    take_days_of_turnover(out, flows);
    out[DC_CAPITAL_DIO] =
        days_of(out[DC_CAPITAL_INVENTORY], flows, flows->cost, DC_WORD_MISSING_COST);
    out[DC_CAPITAL_DPO] =
        days_of(out[DC_CAPITAL_PAYABLES], flows, flows->cost, DC_WORD_MISSING_COST);
    out[DC_CAPITAL_DPO_PURCHASES] =
        days_of(out[DC_CAPITAL_PAYABLES], flows, flows->purchases, DC_WORD_MISSING_PURCHASES);
    out[DC_CAPITAL_OPERATING_CYCLE] =
        plus(out[DC_CAPITAL_DIO], 1.0, out[DC_CAPITAL_RECEIVABLES_DAYS]);
    out[DC_CAPITAL_CCC] = plus(out[DC_CAPITAL_OPERATING_CYCLE], -1.0, out[DC_CAPITAL_DPO]);
    out[DC_CAPITAL_CCC_PURCHASES] =
        plus(out[DC_CAPITAL_OPERATING_CYCLE], -1.0, out[DC_CAPITAL_DPO_PURCHASES]);
}

double dc_normative_days(const double *turnover_days, const double *weight, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += turnover_days[i] * weight[i];
    return sum;
}

/* --- what a book tells ------------------------------------------------------------------------ */

enum { QUARTER_DAYS = 91, YEAR_DAYS = 365, GRACE_DAYS = 31 };

static dc_figure figure(dc_money value)
{
    return (dc_figure){true, value};
}

/* Tax of the invoices issued in the period; false where no invoice tells any. */
static bool tax_of(dc_money *out, const dc_book *book, dc_period period)
{
    const dc_claims *claims = &book->claims;
    dc_money         by_currency[DC_CURRENCIES_MAX] = {{0}};
    bool             told = false;
    for (size_t i = 0; i < claims->count; i++) {
        bool counts = claims->kind[i] == DC_CLAIM_INVOICE &&
                      claims->issued[i].day > period.from.day &&
                      claims->issued[i].day <= period.to.day;
        dc_money *sum = &by_currency[claims->currency[i]];
        if (counts)
            *sum = dc_money_add(*sum, claims->tax[i]);
        told |= counts && claims->tax[i].minor != 0;
    }
    *out = DC_MONEY(0);
    for (uint16_t i = 0; i < book->currency_count; i++)
        *out = dc_money_add(*out, dc_book_translate(book, i, by_currency[i]));
    return told;
}

static bool has_paid_bills(const dc_bills *bills)
{
    for (size_t i = 0; i < bills->count; i++)
        if (dc_date_is_set(bills->paid[i]))
            return true;
    return false;
}

/* A list of open bills tells nothing of the past. */
dc_figure dc_payables_at(const dc_book *book, dc_date date)
{
    const dc_company *company = &book->company;
    if (date.day == book->as_of.day && company->payables.known && book->bills.count == 0)
        return company->payables;
    if (book->bills.count == 0 || (date.day < book->as_of.day && !has_paid_bills(&book->bills)))
        return (dc_figure){0};
    return (dc_figure){true, dc_open_bills(book, date)};
}

dc_figure dc_purchases(const dc_book *book, dc_period period)
{
    const dc_bills *bills = &book->bills;
    dc_date         first = book->as_of;
    dc_money        sum = DC_MONEY(0);
    bool            any_paid = false;
    for (size_t i = 0; i < bills->count; i++) {
        first.day = bills->issued[i].day < first.day ? bills->issued[i].day : first.day;
        any_paid |= dc_date_is_set(bills->paid[i]);
        if (bills->issued[i].day > period.from.day && bills->issued[i].day <= period.to.day)
            sum = dc_money_add(sum, dc_book_translate(book, bills->currency[i], bills->amount[i]));
    }
    bool reaches = any_paid && first.day <= period.from.day + GRACE_DAYS;
    return reaches ? figure(sum) : (dc_figure){0};
}

static dc_date first_sale(const dc_book *book)
{
    dc_date first = book->as_of;
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.kind[i] == DC_CLAIM_INVOICE && book->claims.issued[i].day < first.day)
            first = book->claims.issued[i];
    return first;
}

static void measure_flows(dc_capital_flows *out, const dc_book *book, int32_t days)
{
    dc_period period = {dc_date_add_days(book->as_of, -days), book->as_of};
    dc_money  tax;
    *out = (dc_capital_flows){.days = days};
    out->too_short = days == YEAR_DAYS && first_sale(book).day > period.from.day + GRACE_DAYS;
    if (!book->has_history)
        return; /* a list of open items does not tell what was sold */
    out->sales = figure(dc_book_sales(book, period));
    tax_of(&tax, book, period);
    out->net_sales = figure(dc_money_sub(out->sales.value, tax));
    out->purchases = dc_purchases(book, period);
}

/* Cost as a share of net sales: the booked cost of 12 months tells it, else the gross margin. */
static void add_cost(dc_working_capital *out, const dc_company *company)
{
    const dc_capital_flows *year = &out->flows[DC_PERIOD_12_MONTHS];
    double                  share = 1.0 - company->gross_margin;
    bool                    told = company->gross_margin > -1.0;
    if (company->cost_of_sales.known && !year->too_short && year->net_sales.known &&
        year->net_sales.value.minor > 0) {
        share = (double)company->cost_of_sales.value.minor / (double)year->net_sales.value.minor;
        told = true;
    }
    for (int i = 0; i < DC_CAPITAL_PERIODS && told; i++)
        if (out->flows[i].net_sales.known)
            out->flows[i].cost =
                figure(dc_money_scale(out->flows[i].net_sales.value, share, DC_ROUND_HALF_EVEN));
}

void dc_working_capital_measure(dc_working_capital *out, const dc_book *book, dc_money receivables,
                                dc_figure payables)
{
    const dc_company *company = &book->company;
    *out = (dc_working_capital){.balances = {.receivables = figure(receivables),
                                             .inventory = company->inventory,
                                             .payables = payables,
                                             .other_receivables = company->other_receivables,
                                             .other_payables = company->other_payables,
                                             .unapplied = figure(dc_book_unapplied(book))}};
    measure_flows(&out->flows[DC_PERIOD_91_DAYS], book, QUARTER_DAYS);
    measure_flows(&out->flows[DC_PERIOD_12_MONTHS], book, YEAR_DAYS);
    add_cost(out, company);
    dc_capital_flows *year = &out->flows[DC_PERIOD_12_MONTHS];
    if (!year->purchases.known)
        year->purchases = company->purchases;
    year->days = strcmp(company->days_in_year, "360") == 0 ? 360 : YEAR_DAYS;
    for (int period = 0; period < DC_CAPITAL_PERIODS; period++) {
        dc_capital_value values[DC_CAPITAL_COUNT];
        dc_capital_of(values, &out->balances, &out->flows[period]);
        for (int id = 0; id < DC_CAPITAL_COUNT; id++)
            out->value[id][period] = values[id];
    }
}
