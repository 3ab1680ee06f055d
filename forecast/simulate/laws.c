/* laws.c - building the tables, once for items that share a law. */
#include "laws.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* What makes two items share a law. */
typedef struct {
    uint32_t customer;
    int32_t  due, first; /* slots without a calendar: relative to the day before issue */
    uint32_t item;
} law_key;

static int compare_keys(const void *left, const void *right)
{
    const law_key *a = left, *b = right;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static uint32_t threshold_of(double probability)
{
    double scaled = nearbyint(probability * 0x1p32);
    return scaled >= 0x1p32 ? UINT32_MAX : scaled <= 0.0 ? 0 : (uint32_t)scaled;
}

static void fill_thresholds(dc_table *table, const dc_law *law, bool any_lost)
{
    int32_t n = law->day_count;
    for (int32_t day = 1; day <= n; day++)
        table->threshold[day - 1] = threshold_of(law->paid[day]);
    if (!any_lost) {
        table->threshold[n] = UINT32_MAX;
        return;
    }
    for (int32_t i = 0; i <= n; i++) /* i = 0: still open; then written off on days n .. 1 */
        table->threshold[n + i] = threshold_of(1.0 - law->lost[n - i]);
    table->threshold[2 * n] = UINT32_MAX;
    /* Rounding must not let the two halves cross. */
    if (table->threshold[n] < table->threshold[n - 1])
        table->threshold[n] = table->threshold[n - 1];
}

static void fill_guide(dc_table *table)
{
    uint16_t outcome = 0;
    for (uint32_t cell = 0; cell < DC_GUIDE_CELLS; cell++) {
        while (table->threshold[outcome] <= cell << DC_GUIDE_SHIFT &&
               table->threshold[outcome] != UINT32_MAX)
            outcome++;
        table->guide[cell] = outcome;
    }
}

static void make_table(dc_table *out, dc_arena *arena, const dc_law *law)
{
    assert(2 * law->day_count + 1 < UINT16_MAX && law->day_count < DC_DAY_NEVER / 2);
    bool   any_lost = threshold_of(law->lost[law->day_count]) > 0;
    size_t outcomes = (size_t)law->day_count * (any_lost ? 2 : 1) + 1;
    out->day_count = law->day_count;
    out->threshold = dc_arena_alloc(arena, outcomes + DC_GUIDE_STEPS, sizeof *out->threshold);
    for (size_t i = 0; i < DC_GUIDE_STEPS; i++)
        out->threshold[outcomes + i] = UINT32_MAX; /* the steps of a draw may look past the end */
    out->guide = dc_arena_alloc(arena, DC_GUIDE_CELLS, sizeof *out->guide);
    fill_thresholds(out, law, any_lost);
    fill_guide(out);
}

static law_key key_of(const dc_model *model, const dc_items *items, uint32_t item, bool relative)
{
    uint32_t customer = items->customer[item];
    /* Customers without any history of their own share the portfolio's law. */
    if (customer != UINT32_MAX && model->own_share[customer] == 0.0)
        customer = UINT32_MAX;
    if (item < items->claim_count)
        return (law_key){customer, items->due[item], 1, item};
    int32_t origin = relative ? items->issue[item] - 1 : 0;
    return (law_key){customer, items->due[item] - origin, items->issue[item] - origin, item};
}

void dc_laws_make(dc_laws *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                  const dc_items *items, size_t first_item, int32_t day_count,
                  double loss_multiplier)
{
    bool     relative = book->calendar == NULL;
    size_t   n = items->count - first_item;
    law_key *keys = dc_heap_alloc(n + 1, sizeof *keys);
    dc_law   law = {day_count, dc_heap_alloc((size_t)day_count + 1, sizeof(double)),
                    dc_heap_alloc((size_t)day_count + 1, sizeof(double))};
    *out = (dc_laws){0};
    out->table = dc_arena_alloc(arena, n + 1, sizeof *out->table);
    out->of_item = dc_arena_alloc(arena, items->count + 1, sizeof *out->of_item);
    out->origin = dc_arena_alloc(arena, items->count + 1, sizeof *out->origin);

    for (size_t i = first_item; i < items->count; i++) {
        keys[i - first_item] = key_of(model, items, (uint32_t)i, relative);
        if (i >= items->claim_count && relative)
            out->origin[i] = items->issue[i] - 1;
    }
    if (n > 0)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++) {
        const law_key *key = &keys[i], *before = i > 0 ? &keys[i - 1] : NULL;
        if (!before || key->customer != before->customer || key->due != before->due ||
            key->first != before->first) {
            dc_law_fill(&law, model, key->customer, key->due, key->first, loss_multiplier,
                        book->calendar, book->as_of);
            make_table(&out->table[out->count++], arena, &law);
        }
        out->of_item[key->item] = (uint32_t)out->count - 1;
    }
    free(keys);
    free(law.paid);
    free(law.lost);
}

void dc_table_prefetch(const dc_table *table)
{
    enum { LINE = 64, LIKELY_DAYS = 128 };
    const char *guide = (const char *)table->guide, *threshold = (const char *)table->threshold;
    for (size_t at = 0; at < DC_GUIDE_CELLS * sizeof *table->guide; at += LINE)
        __builtin_prefetch(guide + at);
    for (size_t at = 0; at < LIKELY_DAYS * sizeof *table->threshold; at += LINE)
        __builtin_prefetch(threshold + at);
}

void dc_table_draw(uint16_t out[DC_PATH_BLOCK], const uint32_t word[DC_PATH_BLOCK],
                   const dc_table *table)
{
    const uint32_t *threshold = table->threshold;
    uint32_t        open = (uint32_t)table->day_count;
    for (size_t i = 0; i < DC_PATH_BLOCK; i++) {
        uint32_t w = word[i] == UINT32_MAX ? UINT32_MAX - 1 : word[i];
        uint32_t outcome = table->guide[w >> DC_GUIDE_SHIFT];
        /* Nearly all words are done after two steps; without branches they cost little. */
        outcome += threshold[outcome] <= w;
        outcome += threshold[outcome] <= w;
        while (threshold[outcome] <= w)
            outcome++;
        /* Past "open" the days run backwards from the last. */
        out[i] = outcome <= open ? (uint16_t)(outcome + 1)
                                 : (uint16_t)((2 * open + 1 - outcome) | DC_DAY_LOST);
    }
}
