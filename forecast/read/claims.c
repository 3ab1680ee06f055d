#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "duecast/random.h"
#include "order.h"
#include "repeated.h"

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

/* What at least one claim tells of itself. */
typedef struct {
    bool part, segment, entered;
} told_columns;

static told_columns find_told(const dc_reading *reading)
{
    bool part = false, segment = false, entered = false;

    for (size_t i = 0; i < reading->customer_count; i++)
        segment = segment || *reading->customers[i].segment;
#pragma omp parallel for schedule(static) reduction(|| : part, segment, entered)
    for (size_t i = 0; i < reading->claim_count; i++) {
        const claim_draft *draft = &reading->claims[i];

        part = part || *draft->told->part;
        segment = segment || *draft->told->segment;
        entered = entered || draft->entered.day != draft->issued.day;
    }
    return (told_columns){part, segment, entered};
}

/* Columns that say the same are one column. */
static void share_columns(dc_claims *claims, told_columns told)
{
    if (!told.part && !told.segment)
        claims->segment = claims->part;
    if (!told.entered)
        claims->entered = claims->issued;
}

/* Drafts are large: they go once nothing more is asked of them. */
static void free_drafts(dc_reading *reading)
{
    if (reading->event_count > 0 || reading->invoice_map.count > 0)
        return;
    free(reading->claims);
    reading->claims = NULL;
    reading->claim_count = reading->claim_capacity = 0;
}

/*
 * Most ledgers have one currency, no tax and no disputes: zeros are not written, as a column nobody
 * has written to takes no memory (dc_arena_alloc gives zeros).  The payment that the row itself
 * tells stands in first_event, closed and open until the events are filled.
 */
static void fill_claim(const dc_reading *reading, size_t at, const claim_draft *draft)
{
    dc_claims            *claims = &reading->book->claims;
    const customer_draft *customer = &reading->customers[draft->customer];
    dc_money              settled = dc_settled_by_row(draft);

    claims->invoice[at] = draft->invoice;
    claims->entity[at] = draft->entity;
    claims->part[at] = draft->told->part;
    claims->customer[at] = customer->rank;
    if (draft->currency)
        claims->currency[at] = draft->currency;
    if (draft->kind)
        claims->kind[at] = draft->kind;
    if (draft->disputed)
        claims->disputed[at] = true;
    if (draft->told->disputed_part.minor != 0)
        claims->disputed_part[at] = draft->told->disputed_part;
    claims->segment[at] = either(draft->told->segment, customer->segment);
    for (size_t f = 0; f < reading->book->company.factor_count; f++)
        claims->factor[f][at] = draft->told->factor[f] ? draft->told->factor[f] : "";
    claims->issued[at] = draft->issued;
    claims->due[at] = draft->due;
    claims->entered[at] = draft->entered;
    claims->amount[at] = draft->amount;
    if (draft->told->tax.minor != 0)
        claims->tax[at] = draft->told->tax;
    claims->line[at] = draft->line;
    claims->closed[at] = DC_DATE_NONE;
    claims->open[at] = draft->amount;
    if (settled.minor != 0 &&
        (!dc_date_is_set(draft->paid) || draft->paid.day <= reading->book->as_of.day)) {
        claims->first_event[at + 1] = 1;
        claims->closed[at] = draft->paid;
        claims->open[at] = dc_money_sub(draft->amount, settled);
    }
}

/* Identities must be unique: the second of two that collide is named once more. */
static void name_again(dc_book *book, const dc_map *repeated)
{
    dc_map seen = {0};

    for (size_t i = 0; i < book->claims.count; i++) {
        uint64_t entity = book->claims.entity[i];
        size_t   cursor = 0, before = 0;

        if (dc_map_find(repeated, entity, &cursor) == DC_MAP_NONE)
            continue;
        if (dc_map_find(&seen, entity, &before) != DC_MAP_NONE)
            book->claims.entity[i] =
                dc_claim_entity(book->customers.id[book->claims.customer[i]],
                                book->claims.invoice[i], book->claims.part[i], true);
        else
            dc_map_add(&seen, entity, (uint32_t)i);
    }
    dc_map_free(&seen);
}

static void fill_claims(dc_reading *reading, size_t count)
{
    enum { AHEAD = 8 }; /* drafts are far apart: each is asked for a little before its turn */
    dc_book  *book = reading->book;
    uint32_t *order = dc_canonical_order(reading, count);
    dc_map    repeated;

    dc_claims_allocate(&book->claims, reading->arena, count);
    share_columns(&book->claims, find_told(reading));
    book->claims.count = count;
    for (size_t f = 0; f < book->company.factor_count; f++)
        book->claims.factor[f] = dc_arena_alloc(reading->arena, count, sizeof(const char *));
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++) {
        const claim_draft *ahead = &reading->claims[order[i + AHEAD < count ? i + AHEAD : i]];

        __builtin_prefetch(ahead);
        __builtin_prefetch((const char *)(ahead + 1) - 1);
        fill_claim(reading, i, &reading->claims[order[i]]);
    }
    for (size_t i = 0; i < count && reading->event_count > 0; i++)
        reading->claims[order[i]].final = (uint32_t)i;
    free(order);
    free_drafts(reading);
    repeated = dc_find_repeated(book->claims.entity, count);
    if (repeated.count > 0)
        name_again(book, &repeated);
    dc_map_free(&repeated);
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
    dc_read_far_dates(reading);
    fill_customers(reading);
    fill_claims(reading, count);
    dc_read_events(reading);
}
