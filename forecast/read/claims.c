#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "duecast/random.h"
#include "reading.h"
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

/* A limit was kept as text until the book's own currency was known; its cell was checked then. */
static int64_t limit_of(const dc_reading *reading, const char *text)
{
    dc_money         limit;
    int              decimals = dc_reading_decimals(reading, reading->book->own);
    dc_number_result result = dc_money_parse(&limit, text, decimals, DC_NUMBER_STYLE_PLAIN);

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
    customers->provision[at] = draft->provision;
    customers->has_terms[at] = draft->terms.set;
    customers->terms[at] = draft->terms.terms;
    customers->credit_limit[at] = limit_of(reading, draft->credit_limit);
    customers->insured_limit[at] = limit_of(reading, draft->insured_limit);
    customers->contact[at] = draft->contact;
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

/* Marks the customers of the claims known on the as-of date, counts the later rows and keeps the
 * day the first of them was known. */
static size_t select_claims(dc_reading *reading, dc_date *later)
{
    claim_drafts   *claims = &reading->claims;
    dc_file_totals *files = reading->book->files;
    bool           *used = dc_heap_alloc(reading->customer_count + 1, sizeof used[0]);
    int32_t         as_of = reading->book->as_of.day;
    size_t          count = 0;

    for (size_t i = 0; i < claims->count; i++) {
        dc_date known = {claims->issued[i].day + claims->wait[i]};

        if (dc_draft_is(claims, i, DC_DRAFT_REJECTED))
            continue;
        if (known.day <= as_of) {
            used[claims->customer[i]] = true;
            count++;
            continue;
        }
        claims->flags[i] |= DC_DRAFT_REJECTED;
        if (!dc_date_is_set(*later) || known.day < later->day)
            *later = known;
        files[claims->line[i] > 0 ? reading->invoices_file : reading->payments_file].rows_later++;
    }
    for (size_t i = 0; i < reading->customer_count; i++)
        reading->customers[i].used = used[i];
    free(used);
    return count;
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
                                book->claims.invoice[i], dc_claim_part(&book->claims, i), true);
        else
            dc_map_add(&seen, entity, (uint32_t)i);
    }
    dc_map_free(&seen);
}

static void name_repeated(dc_book *book)
{
    dc_map repeated = dc_find_repeated(book->claims.entity, book->claims.count);

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

/* Learning passes over what was settled before anybody could have forecast it; but a prepayment
 * tells what the day of issue brings. */
static bool was_unseen(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;

    return claims->closed[claim].day < claims->entered[claim].day &&
           book->events.date[claims->first_event[claim]].day > claims->issued[claim].day;
}

static void note_paid_unseen(const dc_reading *reading)
{
    const dc_claims *claims = &reading->book->claims;
    size_t           settled = 0, unseen = 0;
    char             count[24], of[24];

    for (size_t i = 0; i < claims->count; i++) {
        if (!dc_claim_is_invoice(claims, i) || !dc_date_is_set(claims->closed[i]))
            continue;
        settled++;
        unseen += was_unseen(reading->book, i);
    }
    if (unseen == 0)
        return;
    snprintf(count, sizeof count, "%zu", unseen);
    snprintf(of, sizeof of, "%zu", settled);
    dc_issues_add(reading->issues, DC_ISSUE_PAID_UNSEEN, NULL, count, of, NULL);
}

/* A ledger written with the sign turned reads as one of credit notes alone: nothing to collect. */
static void note_only_credits(const dc_reading *reading)
{
    const dc_claims *claims = &reading->book->claims;
    dc_place         place = {.file = reading->book->files[reading->invoices_file].file};
    size_t           credits = 0;
    char             count[24];

    for (size_t i = 0; i < claims->count; i++) {
        if (dc_claim_is_invoice(claims, i))
            return;
        credits += claims->kind[i] != DC_CLAIM_UNAPPLIED && claims->amount[i].minor < 0;
    }
    if (credits == 0)
        return;
    snprintf(count, sizeof count, "%zu", credits);
    dc_issues_add(reading->issues, DC_ISSUE_ONLY_CREDITS, &place, count, NULL);
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
    dc_fill_claims(reading, count);
    name_repeated(reading->book);
    dc_read_events(reading);
    note_only_credits(reading);
    note_paid_unseen(reading);
    dc_read_note_retentions(reading);
    dc_read_note_alike(reading);
}
