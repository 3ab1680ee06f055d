/* order.c - the canonical order of claims: (customer, issued, invoice, part). */
#include "order.h"

#include <stdlib.h>
#include <string.h>

/* Day and draft in one number, so that the days of a customer are sorted as numbers. */
static uint64_t pack(dc_date issued, uint32_t draft)
{
    return (uint64_t)((uint32_t)issued.day ^ UINT32_C(0x80000000)) << 32 | draft;
}

static uint32_t draft_of(uint64_t packed)
{
    return (uint32_t)packed;
}

static int compare_packed(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static int compare_drafts(const claim_draft *a, const claim_draft *b)
{
    int order = strcmp(a->invoice, b->invoice);

    return order != 0 ? order : strcmp(a->told->part, b->told->part);
}

typedef struct {
    const claim_draft *draft;
    uint64_t           packed;
} name;

static int compare_names(const void *left, const void *right)
{
    const name *a = left, *b = right;

    return compare_drafts(a->draft, b->draft);
}

/* Numbers of invoices mostly grow with the file. */
static bool has_sorted_names(const dc_reading *reading, const uint64_t *packed, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare_drafts(&reading->claims[draft_of(packed[i - 1])],
                           &reading->claims[draft_of(packed[i])]) > 0)
            return false;
    return true;
}

/* Claims of one customer and day, by their names. */
static void sort_names(const dc_reading *reading, uint64_t *packed, size_t count)
{
    name *names;

    if (has_sorted_names(reading, packed, count))
        return;
    names = dc_heap_alloc(count, sizeof names[0]);
    for (size_t i = 0; i < count; i++)
        names[i] = (name){&reading->claims[draft_of(packed[i])], packed[i]};
    qsort(names, count, sizeof names[0], compare_names);
    for (size_t i = 0; i < count; i++)
        packed[i] = names[i].packed;
    free(names);
}

static bool is_sorted(const uint64_t *packed, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (packed[i - 1] > packed[i])
            return false;
    return true;
}

static bool is_same_day(uint64_t a, uint64_t b)
{
    return a >> 32 == b >> 32;
}

/* Drafts and their names lie far apart: those that will be compared are asked for beforehand. */
static void fetch_names(const dc_reading *reading, const uint64_t *packed, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (!is_same_day(packed[i - 1], packed[i]))
            continue;
        __builtin_prefetch(&reading->claims[draft_of(packed[i - 1])]);
        __builtin_prefetch(&reading->claims[draft_of(packed[i])]);
    }
    for (size_t i = 1; i < count; i++) {
        if (!is_same_day(packed[i - 1], packed[i]))
            continue;
        __builtin_prefetch(reading->claims[draft_of(packed[i - 1])].invoice);
        __builtin_prefetch(reading->claims[draft_of(packed[i])].invoice);
    }
}

static void sort_customer(const dc_reading *reading, uint64_t *packed, size_t count)
{
    size_t from = 0;

    if (!is_sorted(packed, count))
        qsort(packed, count, sizeof packed[0], compare_packed);
    fetch_names(reading, packed, count);
    for (size_t i = 1; i <= count; i++) {
        if (i < count && is_same_day(packed[i], packed[from]))
            continue;
        if (i - from > 1)
            sort_names(reading, packed + from, i - from);
        from = i;
    }
}

/* Moves the claims of each customer together; `end` is then where those of each end. */
static void group_by_customer(const dc_reading *reading, uint64_t *packed, size_t *end)
{
    size_t at = 0;

    for (size_t i = 0; i < reading->claim_count; i++)
        if (!reading->claims[i].rejected)
            end[reading->customers[reading->claims[i].customer].rank]++;
    for (size_t c = 0; c < reading->book->customers.count; c++) {
        size_t here = end[c];

        end[c] = at;
        at += here;
    }
    for (uint32_t i = 0; i < reading->claim_count; i++) {
        const claim_draft *draft = &reading->claims[i];

        if (!draft->rejected)
            packed[end[reading->customers[draft->customer].rank]++] = pack(draft->issued, i);
    }
}

uint32_t *dc_canonical_order(const dc_reading *reading, size_t count)
{
    size_t    customers = reading->book->customers.count;
    size_t   *end = dc_heap_alloc(customers + 1, sizeof end[0]);
    uint64_t *packed = dc_heap_alloc(count + 1, sizeof packed[0]);
    uint32_t *order = dc_heap_alloc(count + 1, sizeof order[0]);

    group_by_customer(reading, packed, end);
#pragma omp parallel for schedule(dynamic, 64)
    for (size_t c = 0; c < customers; c++) {
        size_t from = c == 0 ? 0 : end[c - 1];

        sort_customer(reading, packed + from, end[c] - from);
    }
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++)
        order[i] = draft_of(packed[i]);
    free(packed);
    free(end);
    return order;
}
