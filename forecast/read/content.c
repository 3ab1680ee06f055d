#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collection_keys.h"
#include "duecast/random.h"
#include "reading.h"

/*
 * The content of a book as one SHA-256: everything that can change a result, in canonical order,
 * so that names of files, order of rows and ways to write a date or an amount do not matter.
 */

static void hash_customers(dc_digest *digest, const dc_customers *customers)
{
    dc_digest_int(digest, (int64_t)customers->count);
    for (size_t i = 0; i < customers->count; i++) {
        dc_digest_text(digest, customers->id[i]);
        dc_digest_text(digest, customers->name[i]);
        dc_digest_text(digest, customers->segment[i]);
        dc_digest_text(digest, customers->country[i]);
        dc_digest_text(digest, customers->grade[i]);
        dc_digest_int(digest, customers->related[i]);
        dc_digest_int(digest, customers->credit_limit[i]);
        if (customers->provision[i] > 0.0)
            dc_digest_bytes(digest, &customers->provision[i], sizeof customers->provision[i]);
        if (customers->insured_limit[i] >= 0) {
            dc_digest_text(digest, "insured");
            dc_digest_int(digest, customers->insured_limit[i]);
        }
    }
}

static void hash_claims(dc_digest *digest, const dc_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        dc_digest_text(digest, claims->invoice[i]);
        dc_digest_text(digest, dc_claim_part(claims, i));
        dc_digest_text(digest, dc_claim_segment(claims, i));
        for (size_t f = 0; f < DC_COLUMN_FACTORS_MAX && claims->factor[f]; f++)
            dc_digest_text(digest, claims->factor[f][i]);
        dc_digest_int(digest, claims->customer[i]);
        dc_digest_int(digest, claims->currency[i]);
        dc_digest_int(digest, claims->kind[i] * 2 + claims->disputed[i]);
        dc_digest_int(digest, claims->issued[i].day);
        dc_digest_int(digest, claims->due[i].day);
        dc_digest_int(digest, claims->entered[i].day);
        dc_digest_int(digest, claims->amount[i].minor);
        dc_digest_int(digest, claims->tax[i].minor);
    }
}

static dc_date maturity_of(const dc_events *events, size_t i)
{
    return dc_event_has_maturity(events->kind[i]) ? events->maturity[i] : DC_DATE_NONE;
}

static void hash_events(dc_digest *digest, const dc_events *events)
{
    dc_digest_int(digest, (int64_t)events->count);
    for (size_t i = 0; i < events->count; i++) {
        dc_digest_int(digest, events->claim[i]);
        dc_digest_int(digest, events->date[i].day);
        dc_digest_int(digest, events->amount[i].minor);
        dc_digest_int(digest, events->kind[i]);
        dc_digest_int(digest, maturity_of(events, i).day);
    }
}

/*
 * A large book's claims and events are hashed in blocks, side by side, and the blocks' hashes in
 * their order.  Names enter by the identity of the claim, which is a hash of them, and fields of a
 * few bytes as pairs: a ledger of ten million invoices is 0.5 GB of numbers then, not 1.5 GB.
 */
enum { BLOCK_CLAIMS = 1 << 16 };

static int64_t pair(int32_t high, int32_t low)
{
    return (int64_t)((uint64_t)(uint32_t)high << 32 | (uint32_t)low);
}

static void hash_claim(dc_digest *digest, const dc_claims *claims, size_t i)
{
    dc_digest_int(digest, (int64_t)claims->entity[i]);
    dc_digest_text(digest, dc_claim_segment(claims, i));
    for (size_t f = 0; f < DC_COLUMN_FACTORS_MAX && claims->factor[f]; f++)
        dc_digest_text(digest, claims->factor[f][i]);
    dc_digest_int(digest, pair(claims->currency[i], claims->kind[i] * 2 + claims->disputed[i]));
    dc_digest_int(digest, pair(claims->issued[i].day, claims->due[i].day));
    dc_digest_int(digest, pair(claims->entered[i].day,
                               (int32_t)(claims->first_event[i + 1] - claims->first_event[i])));
    dc_digest_int(digest, claims->amount[i].minor);
    dc_digest_int(digest, claims->tax[i].minor);
}

static void hash_block(char hex[65], const dc_book *book, size_t from, size_t to)
{
    const dc_events *events = &book->events;
    dc_digest       *digest = dc_digest_new();

    for (size_t i = from; i < to; i++) {
        hash_claim(digest, &book->claims, i);
        for (uint32_t e = book->claims.first_event[i]; e < book->claims.first_event[i + 1]; e++) {
            dc_digest_int(digest, pair(events->date[e].day, events->kind[e]));
            dc_digest_int(digest, events->amount[e].minor);
            dc_digest_int(digest, maturity_of(events, e).day);
        }
    }
    dc_digest_hex(digest, hex);
    dc_digest_free(digest);
}

static void hash_blocks(dc_digest *digest, const dc_book *book)
{
    size_t count = (book->claims.count + BLOCK_CLAIMS - 1) / BLOCK_CLAIMS;
    char(*hex)[65] = dc_heap_alloc(count, sizeof hex[0]);

#pragma omp parallel for schedule(dynamic, 1)
    for (size_t i = 0; i < count; i++) {
        size_t from = i * BLOCK_CLAIMS, left = book->claims.count - from;

        hash_block(hex[i], book, from, from + (left < BLOCK_CLAIMS ? left : BLOCK_CLAIMS));
    }
    for (size_t i = 0; i < count; i++)
        dc_digest_text(digest, hex[i]);
    free(hex);
}

/* Most ledgers have none. */
static void hash_disputed_parts(dc_digest *digest, const dc_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        if (claims->disputed_part[i].minor != 0) {
            dc_digest_int(digest, (int64_t)i);
            dc_digest_int(digest, claims->disputed_part[i].minor);
        }
}

static void hash_ledger(dc_digest *digest, const dc_book *book)
{
    dc_digest_int(digest, (int64_t)book->claims.count);
    hash_disputed_parts(digest, &book->claims);
    if (book->claims.count > BLOCK_CLAIMS) {
        hash_blocks(digest, book);
        return;
    }
    hash_claims(digest, &book->claims);
    hash_events(digest, &book->events);
}

static void hash_bills(dc_digest *digest, const dc_bills *bills)
{
    dc_digest_int(digest, (int64_t)bills->count);
    for (size_t i = 0; i < bills->count; i++) {
        dc_digest_text(digest, bills->bill[i]);
        dc_digest_text(digest, bills->supplier[i]);
        dc_digest_text(digest, bills->category[i]);
        dc_digest_int(digest, bills->currency[i]);
        dc_digest_int(digest, bills->issued[i].day);
        dc_digest_int(digest, bills->due[i].day);
        dc_digest_int(digest, bills->paid[i].day);
        dc_digest_int(digest, bills->amount[i].minor);
    }
}

static void hash_plan(dc_digest *digest, const dc_book *book)
{
    dc_digest_int(digest, (int64_t)book->plan_count);
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];

        dc_digest_text(digest, line->line);
        dc_digest_int(digest, line->from.day);
        dc_digest_int(digest, line->to.day);
        dc_digest_int(digest, line->amount.minor);
        dc_digest_int(digest, line->currency);
        dc_digest_int(digest, line->customer);
        dc_digest_text(digest, line->segment);
        dc_digest_bytes(digest, &line->uncertainty, sizeof line->uncertainty);
        dc_digest_bytes(digest, &line->vat, sizeof line->vat);
        dc_digest_int(digest, pair(line->delay, line->law));
        if (line->reach.day != 0)
            dc_digest_int(digest, line->reach.day);
        if (line->of_sales != 0.0)
            dc_digest_bytes(digest, &line->of_sales, sizeof line->of_sales);
        if (line->certain)
            dc_digest_text(digest, "certain");
    }
}

static void hash_pay_rules(dc_digest *digest, const dc_company *company)
{
    for (size_t i = 0; i < company->pay_rule_count; i++) {
        const dc_pay_rule *rule = &company->pay_rules[i];

        dc_digest_text(digest, rule->supplier);
        dc_digest_text(digest, rule->category);
        dc_digest_int(digest, pair((int32_t)rule->weekdays, rule->stretch_days));
        dc_digest_int(digest, pair(rule->discount_days, 0));
        dc_digest_int(digest, rule->month_days);
        dc_digest_bytes(digest, &rule->discount, sizeof rule->discount);
    }
}

/* A book without a collection record is what it was before there could be one. */
static void hash_actions(dc_digest *digest, const dc_actions *actions)
{
    for (size_t i = 0; i < actions->count; i++) {
        dc_digest_int(digest, actions->customer[i]);
        dc_digest_text(digest, actions->invoice[i]);
        dc_digest_int(digest, actions->date[i].day);
        dc_digest_int(digest, actions->promised[i].day);
        dc_digest_int(digest, actions->kind[i]);
    }
}

/* Only what is told, as above. */
static void hash_collection(dc_digest *digest, const dc_collection *of)
{
    for (size_t i = 0; i < dc_collection_key_count; i++) {
        const char *at = (const char *)of + dc_collection_keys[i].offset;
        if (isnan(*(const double *)at))
            continue;
        dc_digest_text(digest, dc_collection_keys[i].name);
        dc_digest_bytes(digest, at, sizeof(double));
    }
    for (size_t i = 0; i < of->stage_count; i++) {
        dc_digest_int(digest, pair(of->stages[i].day, of->stages[i].action));
        dc_digest_int(digest, isnan(of->stages[i].cost) ? -1 : llround(of->stages[i].cost * 1e3));
    }
    for (size_t i = 0; i < of->limitation_count; i++) {
        dc_digest_text(digest, of->limitations[i].country);
        dc_digest_bytes(digest, &of->limitations[i].years, sizeof of->limitations[i].years);
    }
}

static void hash_figures(dc_digest *digest, const dc_company *company)
{
    const dc_figure figures[] = {company->cash,
                                 company->restricted_cash,
                                 company->minimum_cash,
                                 company->line_limit,
                                 company->line_drawn,
                                 company->inventory,
                                 company->payables,
                                 company->control_receivables,
                                 company->control_payables,
                                 company->control_allowance,
                                 company->control_cash};
    const double    shares[] = {company->line_rate, company->gross_margin, company->tax_rate};

    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        dc_digest_int(digest, figures[i].known);
        dc_digest_int(digest, figures[i].value.minor);
    }
    dc_digest_bytes(digest, shares, sizeof shares);
}

/* Only what is told, so that a book without them has the content it always had. */
static void hash_working_capital(dc_digest *digest, const dc_company *company)
{
    const struct {
        const char *key;
        dc_figure   figure;
    } told[] = {{"other_receivables", company->other_receivables},
                {"other_payables", company->other_payables},
                {"cost_of_sales", company->cost_of_sales},
                {"purchases", company->purchases}};

    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        if (!told[i].figure.known)
            continue;
        dc_digest_text(digest, told[i].key);
        dc_digest_int(digest, told[i].figure.value.minor);
    }
    if (strcmp(company->days_in_year, "365") != 0)
        dc_digest_text(digest, company->days_in_year);
}

enum { TAIL_NUMBERS = 9 };

static void list_tail(double out[TAIL_NUMBERS], const dc_tail_told *told)
{
    const double numbers[TAIL_NUMBERS] = {
        told->purchase_share, told->purchase_vat,   told->vat_rate,
        told->bill_discount,  told->purchase_terms, told->inventory_days,
        told->inventory_over, told->vat_months,     told->vat_day};
    memcpy(out, numbers, sizeof numbers);
}

/* The rules as a whole, where any was told. */
static void hash_tail(dc_digest *digest, const dc_company *company)
{
    const dc_tail_told *rules = &company->tail, untold = DC_TAIL_TOLD_INIT;
    const char         *texts[] = {rules->purchases, rules->vat_every, rules->vat_refund};
    const char         *plain[] = {untold.purchases, untold.vat_every, untold.vat_refund};
    double              numbers[TAIL_NUMBERS], usual[TAIL_NUMBERS];
    list_tail(numbers, rules);
    list_tail(usual, &untold);
    bool told = company->vat_owed.known || memcmp(numbers, usual, sizeof usual) != 0;
    for (int i = 0; i < 3; i++)
        told |= strcmp(texts[i], plain[i]) != 0;
    if (!told)
        return;
    for (int i = 0; i < 3; i++)
        dc_digest_text(digest, texts[i]);
    dc_digest_bytes(digest, numbers, sizeof numbers);
    dc_digest_int(digest, company->vat_owed.known ? company->vat_owed.value.minor : INT64_MIN);
}

/* Settings that are not told leave the book what it was before there could be any. */
static void hash_bad_debts(dc_digest *digest, const dc_company *company)
{
    if (company->has_allowance_rates)
        dc_digest_bytes(digest, company->allowance_rates, sizeof company->allowance_rates);
    for (size_t i = 0; i < company->ageing_edges.count; i++)
        dc_digest_int(digest, company->ageing_edges.last_day[i]);
    if (company->loss_adjustment != 0.0)
        dc_digest_bytes(digest, &company->loss_adjustment, sizeof company->loss_adjustment);
    if (company->effective_rate != 0.0)
        dc_digest_bytes(digest, &company->effective_rate, sizeof company->effective_rate);
    if (strcmp(company->vat_relief, "yes") == 0)
        dc_digest_text(digest, "vat_relief");
    if (strcmp(company->receivables_at, "price") != 0)
        dc_digest_text(digest, company->receivables_at);
}

static void hash_company(dc_digest *digest, const dc_company *company)
{
    dc_digest_text(digest, company->name);
    dc_digest_text(digest, company->address);
    dc_digest_text(digest, company->contact);
    dc_digest_text(digest, company->bank);
    dc_digest_text(digest, company->country);
    dc_digest_text(digest, company->allowance_method);
    hash_bad_debts(digest, company);
    dc_digest_text(digest, company->late_payment_clause);
    for (size_t f = 0; f < company->factor_count; f++)
        dc_digest_text(digest, company->factor[f]);
    dc_digest_int(digest, company->has_default_terms);
    dc_digest_int(digest, company->default_terms.kind);
    dc_digest_int(digest, company->default_terms.days);
    dc_digest_int(digest, company->default_terms.day_of_month);
    hash_figures(digest, company);
    hash_working_capital(digest, company);
    hash_pay_rules(digest, company);
    hash_collection(digest, &company->collection);
    hash_tail(digest, company);
}

/* Rates ahead, what is settled at others, and how customers are said to pay by bill. */
static void hash_ahead(dc_digest *digest, const dc_book *book)
{
    if (book->company.tail.bill_share >= 0.0) {
        dc_digest_text(digest, "bill share");
        dc_digest_bytes(digest, &book->company.tail.bill_share, sizeof(double));
    }
    if (book->company.tail.bill_tenor >= 0) {
        dc_digest_text(digest, "bill tenor");
        dc_digest_int(digest, book->company.tail.bill_tenor);
    }
    for (size_t i = 0; i < book->currency_count; i++)
        for (size_t day = 0; day < book->rates_ahead[i].count; day++) {
            dc_digest_text(digest, book->currencies[i].code);
            dc_digest_int(digest, book->rates_ahead[i].date[day].day);
            dc_digest_int(digest, book->rates_ahead[i].rate[day].mantissa);
            dc_digest_int(digest, book->rates_ahead[i].rate[day].exponent);
        }
    for (size_t i = 0; i < book->company.tail.hedge_count; i++) {
        dc_digest_text(digest, book->company.tail.hedges[i].currency);
        dc_digest_bytes(digest, &book->company.tail.hedges[i].share, sizeof(double));
        dc_digest_bytes(digest, &book->company.tail.hedges[i].rate, sizeof(double));
        dc_digest_int(digest, book->company.tail.hedges[i].from.day);
        dc_digest_int(digest, book->company.tail.hedges[i].to.day);
    }
}

static void hash_currencies(dc_digest *digest, const dc_book *book)
{
    dc_digest_int(digest, (int64_t)book->currency_count);
    dc_digest_int(digest, book->home);
    if (book->own != book->home)
        dc_digest_text(digest, book->currencies[book->own].code);
    for (size_t i = 0; i < book->currency_count; i++) {
        dc_digest_text(digest, book->currencies[i].code);
        dc_digest_int(digest, book->currencies[i].has_rate);
        dc_digest_int(digest, book->currencies[i].rate.mantissa);
        dc_digest_int(digest, book->currencies[i].rate.exponent);
    }
    for (size_t i = 0; i < book->currency_count; i++)
        for (size_t day = 0; book->rates[i].count > 1 && day < book->rates[i].count; day++) {
            dc_digest_int(digest, book->rates[i].date[day].day);
            dc_digest_int(digest, book->rates[i].rate[day].mantissa);
            dc_digest_int(digest, book->rates[i].rate[day].exponent);
        }
}

static int compare_days(const void *left, const void *right)
{
    const dc_date *a = left, *b = right;

    return (a->day > b->day) - (a->day < b->day);
}

/* The kind of calendar, and the days of a holiday file whatever its name. */
static void hash_calendar(dc_digest *digest, dc_reading *reading)
{
    bool is_file = reading->holiday_count > 0;

    dc_digest_text(digest, is_file ? "file" : reading->book->company.calendar);
    if (!is_file)
        return;
    qsort(reading->holidays, reading->holiday_count, sizeof reading->holidays[0], compare_days);
    for (size_t i = 0; i < reading->holiday_count; i++)
        dc_digest_int(digest, reading->holidays[i].day);
}

void dc_read_content_hash(dc_reading *reading)
{
    dc_book   *book = reading->book;
    dc_digest *digest = dc_digest_new();

    dc_digest_int(digest, book->as_of.day);
    hash_currencies(digest, book);
    hash_company(digest, &book->company);
    hash_ahead(digest, book);
    hash_calendar(digest, reading);
    hash_customers(digest, &book->customers);
    hash_ledger(digest, book);
    hash_bills(digest, &book->bills);
    hash_plan(digest, book);
    hash_actions(digest, &book->actions);
    dc_digest_hex(digest, book->content_sha256);
    dc_digest_free(digest);
}
