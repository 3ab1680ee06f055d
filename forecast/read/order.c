/* order.c - the canonical order of claims: (customer, issued, invoice, part). */
#include "order.h"

#include <stdlib.h>
#include <string.h>

/* Day and draft in one number, so that the days of a customer are sorted as numbers. */
static uint64_t pack(dc_date issued, uint32_t draft)
{
    return (uint64_t)((uint32_t)issued.day ^ UINT32_C(0x80000000)) << 32 | draft;
}

typedef struct {
    const char *invoice, *part;
    uint64_t    packed;
} name;

static name name_of(const claim_drafts *claims, uint64_t packed)
{
    uint32_t at = dc_packed_draft(packed);

    return (name){claims->invoice[at], dc_draft_told(claims, at)->part, packed};
}

static int compare_names(const void *left, const void *right)
{
    const name *a = left, *b = right;
    int         order = strcmp(a->invoice, b->invoice);

    return order != 0 ? order : strcmp(a->part, b->part);
}

/* Numbers of invoices mostly grow with the file. */
static bool has_sorted_names(const claim_drafts *claims, const uint64_t *packed, size_t count)
{
    name before = name_of(claims, packed[0]);

    for (size_t i = 1; i < count; i++) {
        name here = name_of(claims, packed[i]);

        if (compare_names(&before, &here) > 0)
            return false;
        before = here;
    }
    return true;
}

/* Claims of one customer and day, by their names. */
static void sort_names(const claim_drafts *claims, uint64_t *packed, size_t count)
{
    name *names;

    if (has_sorted_names(claims, packed, count))
        return;
    names = dc_heap_alloc(count, sizeof names[0]);
    for (size_t i = 0; i < count; i++)
        names[i] = name_of(claims, packed[i]);
    qsort(names, count, sizeof names[0], compare_names);
    for (size_t i = 0; i < count; i++)
        packed[i] = names[i].packed;
    free(names);
}

/* Days as they are packed, of one customer. */
typedef struct {
    uint32_t first, last;
    bool     sorted;
} days;

static days days_of(const uint64_t *packed, size_t count)
{
    days found = {UINT32_MAX, 0, true};

    for (size_t i = 0; i < count; i++) {
        uint32_t day = (uint32_t)(packed[i] >> 32);

        found.sorted = found.sorted && day >= found.last;
        found.first = day < found.first ? day : found.first;
        found.last = day > found.last ? day : found.last;
    }
    return found;
}

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

/* One pass of a radix sort by a digit of the day; what is equal keeps its order. */
static void sort_by_digit(uint64_t *to, const uint64_t *from, size_t count, uint32_t first,
                          int shift)
{
    size_t start[DIGITS + 1] = {0};

    for (size_t i = 0; i < count; i++)
        start[(((uint32_t)(from[i] >> 32) - first) >> shift & (DIGITS - 1)) + 1]++;
    for (size_t d = 0; d < DIGITS; d++)
        start[d + 1] += start[d];
    for (size_t i = 0; i < count; i++)
        to[start[((uint32_t)(from[i] >> 32) - first) >> shift & (DIGITS - 1)]++] = from[i];
}

static void sort_days(uint64_t *packed, size_t count, uint64_t *spare)
{
    days      found = days_of(packed, count);
    uint64_t *from = packed, *to = spare;

    if (found.sorted)
        return;
    for (int shift = 0; shift < 32 && (found.last - found.first) >> shift > 0;
         shift += DIGIT_BITS) {
        uint64_t *done = to;

        sort_by_digit(to, from, count, found.first, shift);
        to = from;
        from = done;
    }
    if (from != packed)
        memcpy(packed, from, count * sizeof packed[0]);
}

static bool is_same_day(uint64_t a, uint64_t b)
{
    return a >> 32 == b >> 32;
}

/* Names lie far apart: those that will be compared are asked for beforehand. */
static void fetch_names(const claim_drafts *claims, const uint64_t *packed, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (!is_same_day(packed[i - 1], packed[i]))
            continue;
        __builtin_prefetch(claims->invoice[dc_packed_draft(packed[i - 1])]);
        __builtin_prefetch(claims->invoice[dc_packed_draft(packed[i])]);
    }
}

static void sort_customer(const dc_reading *reading, uint64_t *packed, size_t count,
                          uint64_t *spare)
{
    size_t from = 0;

    sort_days(packed, count, spare);
    if (reading->in_order) /* and drafts of one day stand in the order of the file */
        return;
    fetch_names(&reading->claims, packed, count);
    for (size_t i = 1; i <= count; i++) {
        if (i < count && is_same_day(packed[i], packed[from]))
            continue;
        if (i - from > 1)
            sort_names(&reading->claims, packed + from, i - from);
        from = i;
    }
}

/* Stripes of the drafts are counted and moved side by side. */
enum { STRIPES = 4 };

typedef struct {
    const claim_drafts *claims;
    const uint32_t     *rank; /* of each customer of the drafts */
    size_t              customers;
    uint32_t           *start; /* STRIPES x customers: where each stripe puts its claims */
} grouping;

static size_t stripe_begin(const grouping *by, size_t stripe)
{
    return by->claims->count / STRIPES * stripe +
           (stripe < by->claims->count % STRIPES ? stripe : by->claims->count % STRIPES);
}

static void count_stripe(const grouping *by, size_t stripe)
{
    uint32_t *start = by->start + stripe * by->customers;

    for (size_t i = stripe_begin(by, stripe); i < stripe_begin(by, stripe + 1); i++)
        if (!dc_draft_is(by->claims, i, DC_DRAFT_REJECTED))
            start[by->rank[by->claims->customer[i]]]++;
}

static void move_stripe(const grouping *by, size_t stripe, uint64_t *packed)
{
    uint32_t *start = by->start + stripe * by->customers;

    for (size_t i = stripe_begin(by, stripe); i < stripe_begin(by, stripe + 1); i++)
        if (!dc_draft_is(by->claims, i, DC_DRAFT_REJECTED))
            packed[start[by->rank[by->claims->customer[i]]]++] =
                pack(by->claims->issued[i], (uint32_t)i);
}

/* Moves the claims of each customer together, in the order of the file. */
static void group_by_customer(const grouping *by, claim_order *out)
{
    uint32_t at = 0;

#pragma omp parallel for schedule(static) if (by->claims->count > DC_MANY_ROWS)
    for (size_t s = 0; s < STRIPES; s++)
        count_stripe(by, s);
    for (size_t c = 0; c < by->customers; c++) {
        for (size_t s = 0; s < STRIPES; s++) {
            uint32_t here = by->start[s * by->customers + c];

            by->start[s * by->customers + c] = at;
            at += here;
        }
        out->end[c] = at;
    }
#pragma omp parallel for schedule(static) if (by->claims->count > DC_MANY_ROWS)
    for (size_t s = 0; s < STRIPES; s++)
        move_stripe(by, s, out->packed);
}

static void sort_customers(const dc_reading *reading, const claim_order *order, size_t customers)
{
    size_t most = 0;

    for (size_t c = 0; c < customers; c++) {
        size_t count = order->end[c] - (c == 0 ? 0 : order->end[c - 1]);

        most = count > most ? count : most;
    }
#pragma omp parallel if (reading->claims.count > DC_MANY_ROWS)
    {
        uint64_t *spare = dc_heap_alloc(most + 1, sizeof spare[0]);

#pragma omp for schedule(dynamic, 64)
        for (size_t c = 0; c < customers; c++) {
            size_t from = c == 0 ? 0 : order->end[c - 1];

            sort_customer(reading, order->packed + from, order->end[c] - from, spare);
        }
        free(spare);
    }
}

claim_order dc_canonical_order(const dc_reading *reading, size_t count)
{
    size_t      customers = reading->book->customers.count;
    uint32_t   *rank = dc_heap_alloc(reading->customer_count + 1, sizeof rank[0]);
    grouping    by = {&reading->claims, rank, customers,
                      dc_heap_alloc(STRIPES * customers + 1, sizeof(uint32_t))};
    claim_order order = {dc_arena_alloc(reading->arena, count + 2, sizeof(uint64_t)),
                         dc_heap_alloc(customers + 1, sizeof(size_t))};

    for (size_t i = 0; i < reading->customer_count; i++)
        rank[i] = reading->customers[i].rank;
    group_by_customer(&by, &order);
    sort_customers(reading, &order, customers);
    free(by.start);
    free(rank);
    return order;
}
