#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "duecast/random.h"
#include "reading.h"

/* What decides the canonical order: (customer, issued, invoice, part). */
typedef struct {
    uint32_t    customer; /* final index: customers are sorted by id */
    int32_t     issued;
    const char *invoice, *part;
    uint32_t    draft;
} claim_key;

static int compare_keys(const void *left, const void *right)
{
    const claim_key *a = left, *b = right;
    int              order = (a->customer > b->customer) - (a->customer < b->customer);

    if (order == 0)
        order = (a->issued > b->issued) - (a->issued < b->issued);
    if (order == 0)
        order = strcmp(a->invoice, b->invoice);
    return order != 0 ? order : strcmp(a->part, b->part);
}

static int compare_customers(const void *left, const void *right)
{
    const customer_draft *const *a = left, *const *b = right;

    return strcmp((*a)->id, (*b)->id);
}

static const char *either(const char *first, const char *second)
{
    return *first ? first : second;
}

/* A credit limit was kept as text until the book currency was known; its cell was checked then. */
static int64_t limit_of(const dc_reading *reading, const customer_draft *draft)
{
    dc_money         limit;
    int              decimals = dc_reading_decimals(reading, reading->book->home);
    dc_number_result result =
        dc_money_parse(&limit, draft->credit_limit, decimals, DC_NUMBER_STYLE_PLAIN);

    return result == DC_NUMBER_OK || result == DC_NUMBER_ROUNDED ? limit.minor : -1;
}

static void fill_customer(const dc_reading *reading, size_t at, customer_draft *draft)
{
    dc_customers *customers = &reading->book->customers;

    draft->rank = (uint32_t)at;
    customers->id[at] = draft->id;
    customers->name[at] = either(either(draft->name, draft->seen_name), draft->id);
    customers->segment[at] = draft->segment;
    customers->country[at] = either(draft->country, draft->seen_country);
    customers->grade[at] = draft->grade;
    customers->related[at] = draft->related;
    customers->has_terms[at] = draft->terms.set;
    customers->terms[at] = draft->terms.terms;
    customers->credit_limit[at] = limit_of(reading, draft);
}

/* Customers with a claim or a line of customers.csv, sorted by id. */
static void fill_customers(dc_reading *reading)
{
    customer_draft **used = dc_heap_alloc(reading->customer_count + 1, sizeof used[0]);
    size_t           count = 0;

    for (size_t i = 0; i < reading->customer_count; i++)
        if (reading->customers[i].used || reading->customers[i].line > 0)
            used[count++] = &reading->customers[i];
    qsort(used, count, sizeof used[0], compare_customers);
    dc_customers_allocate(&reading->book->customers, reading->arena, count);
    reading->book->customers.count = count;
    for (size_t i = 0; i < count; i++)
        fill_customer(reading, i, used[i]);
    free(used);
}

static bool is_known(const dc_reading *reading, const claim_draft *draft)
{
    return draft->issued.day <= reading->book->as_of.day &&
           draft->entered.day <= reading->book->as_of.day;
}

/* Marks the customers of the claims known on the as-of date, counts the later rows and keeps the
 * day the first of them was known. */
static size_t select_claims(dc_reading *reading, dc_date *later)
{
    dc_file_totals *files = reading->book->files;
    size_t          count = 0;

    for (size_t i = 0; i < reading->claim_count; i++) {
        claim_draft *draft = &reading->claims[i];

        if (draft->rejected)
            continue;
        if (is_known(reading, draft)) {
            reading->customers[draft->customer].used = true;
            count++;
        } else {
            dc_date known = {draft->issued.day > draft->entered.day ? draft->issued.day
                                                                    : draft->entered.day};

            draft->rejected = true;
            if (!dc_date_is_set(*later) || known.day < later->day)
                *later = known;
            files[draft->line > 0 ? reading->invoices_file : reading->payments_file].rows_later++;
        }
    }
    return count;
}

static void fill_claim(dc_reading *reading, size_t at, claim_draft *draft)
{
    dc_claims            *claims = &reading->book->claims;
    const customer_draft *customer = &reading->customers[draft->customer];

    draft->final = (uint32_t)at;
    claims->invoice[at] = draft->invoice;
    claims->part[at] = draft->part;
    claims->customer[at] = customer->rank;
    claims->currency[at] = draft->currency;
    claims->kind[at] = draft->kind;
    claims->disputed[at] = draft->disputed;
    claims->segment[at] = either(draft->segment, customer->segment);
    for (size_t f = 0; f < reading->book->company.factor_count; f++)
        claims->factor[f][at] = draft->factor[f] ? draft->factor[f] : "";
    claims->issued[at] = draft->issued;
    claims->due[at] = draft->due;
    claims->entered[at] = draft->entered;
    claims->closed[at] = DC_DATE_NONE;
    claims->amount[at] = draft->amount;
    claims->tax[at] = draft->tax;
    claims->open[at] = draft->amount;
    claims->line[at] = draft->line;
}

/* Identities must be unique: the second of two that collide is named once more. */
static void fill_entities(dc_reading *reading)
{
    dc_book *book = reading->book;
    dc_map   seen = {0};

    for (size_t i = 0; i < book->claims.count; i++) {
        const char *parts[] = {"claim", book->customers.id[book->claims.customer[i]],
                               book->claims.invoice[i], book->claims.part[i], "again"};
        uint64_t    entity = dc_identity(parts, 4);
        size_t      cursor = 0;

        if (dc_map_find(&seen, entity, &cursor) != DC_MAP_NONE)
            entity = dc_identity(parts, 5);
        dc_map_add(&seen, entity, (uint32_t)i);
        book->claims.entity[i] = entity;
    }
    dc_map_free(&seen);
}

static void fill_claims(dc_reading *reading, size_t count)
{
    claim_key *keys = dc_heap_alloc(count + 1, sizeof keys[0]);
    size_t     at = 0;

    for (uint32_t i = 0; i < reading->claim_count; i++) {
        const claim_draft *draft = &reading->claims[i];

        if (!draft->rejected)
            keys[at++] = (claim_key){.customer = reading->customers[draft->customer].rank,
                                     .issued = draft->issued.day,
                                     .invoice = draft->invoice,
                                     .part = draft->part,
                                     .draft = i};
    }
    qsort(keys, count, sizeof keys[0], compare_keys);
    dc_claims_allocate(&reading->book->claims, reading->arena, count);
    reading->book->claims.count = count;
    for (size_t f = 0; f < reading->book->company.factor_count; f++)
        reading->book->claims.factor[f] =
            dc_arena_alloc(reading->arena, count, sizeof(const char *));
    for (size_t i = 0; i < count; i++)
        fill_claim(reading, i, &reading->claims[keys[i].draft]);
    free(keys);
    fill_entities(reading);
}

static void refuse_book(dc_reading *reading, dc_date later)
{
    const char *file = reading->book->files[reading->invoices_file].file;
    dc_place    place = {.file = file};
    char        as_of[11], first[11];

    reading->unusable = true;
    if (!dc_date_is_set(later)) {
        dc_issues_add(reading->issues, DC_ISSUE_NO_CLAIMS, &place, file, NULL);
        return;
    }
    dc_date_format(as_of, reading->book->as_of);
    dc_date_format(first, later);
    dc_issues_add(reading->issues, DC_ISSUE_AS_OF_EARLY, &place, as_of, first, NULL);
}

void dc_read_claims(dc_reading *reading)
{
    dc_date later = DC_DATE_NONE;
    size_t  count = select_claims(reading, &later);

    if (count == 0 || !dc_date_is_set(reading->book->as_of)) {
        refuse_book(reading, later);
        return;
    }
    fill_customers(reading);
    fill_claims(reading, count);
    dc_read_events(reading);
}
