/* largest.c - see largest.h. */
#include "largest.h"

#include <math.h>
#include <stdlib.h>

enum { OFTEN = 4 };

/* The factor of a market lies within so many of its standard deviations, at most half of it. */
static const double deviations_most = 5.1;

typedef struct {
    uint64_t market;
    double   worth;
} part;

static int compare_parts(const void *left, const void *right)
{
    const part *a = left, *b = right;
    if (a->market != b->market)
        return a->market < b->market ? -1 : 1;
    return a->worth < b->worth ? -1 : a->worth > b->worth;
}

/* What is settled by credits is none; but of a failed customer a part of the whole comes back. */
static double worth_of(const dc_book *book, const dc_items *items, size_t i)
{
    dc_money whole = DC_MONEY(items->amount[i]);
    return (double)dc_book_translate(book, items->currency[i], whole).minor;
}

static double largest_market(part *parts, size_t count)
{
    double largest = 0.0, sum = 0.0;
    if (count > 0)
        qsort(parts, count, sizeof *parts, compare_parts);
    for (size_t i = 0; i < count; i++) {
        sum =
            i > 0 && parts[i].market == parts[i - 1].market ? sum + parts[i].worth : parts[i].worth;
        largest = sum > largest ? sum : largest;
    }
    return largest;
}

double dc_largest_item(const dc_book *book, const dc_items *items)
{
    double largest = 0.0;
    for (size_t i = 0; i < items->count; i++) {
        bool   once = i < items->claim_count || items->certain[i];
        double most = (once ? 1.0 : OFTEN) * worth_of(book, items, i);
        largest = most > largest ? most : largest;
    }
    return largest;
}

double dc_largest_part(const dc_book *book, const dc_items *items)
{
    part  *parts = dc_heap_alloc(items->count + 1, sizeof *parts);
    size_t count = 0;
    double level = 0.0;
    for (size_t i = items->claim_count; i < items->count; i++) {
        if (items->noise[i] <= 0.0)
            continue;
        double worth = worth_of(book, items, i);
        parts[count++] = (part){items->market[i], OFTEN * worth};
        level += deviations_most * items->noise[i] * items->lasting[i] * worth;
    }
    double market = largest_market(parts, count), item = dc_largest_item(book, items);
    free(parts);
    return fmax(level, fmax(market, item));
}
