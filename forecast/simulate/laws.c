/* laws.c - building the tables, once for items that share a law. */
#include "laws.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/clones.h"

/* What makes two items share a law. */
typedef struct {
    uint32_t customer;
    int32_t  due, first; /* slots without a calendar: relative to the day before issue */
    int32_t  start; /* days from as-of to the origin, whole weeks left out, where that matters */
    double   pace;
    dc_acted acted;
    dc_treatment paced; /* all but what acts on hazards left out */
    uint32_t     item;
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
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->pace != b->pace)
        return a->pace < b->pace ? -1 : 1;
    if (a->acted.row != b->acted.row)
        return a->acted.row < b->acted.row ? -1 : 1;
    if (a->acted.days != b->acted.days)
        return a->acted.days < b->acted.days ? -1 : 1;
    if (a->paced.downturns != b->paced.downturns)
        return a->paced.downturns < b->paced.downturns ? -1 : 1;
    if (a->paced.forbearances != b->paced.forbearances)
        return a->paced.forbearances < b->paced.forbearances ? -1 : 1;
    if (a->paced.dunnings != b->paced.dunnings)
        return a->paced.dunnings < b->paced.dunnings ? -1 : 1;
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

/* A cell: its first outcome above CELL_BITS bits that tell where in it the next one begins, to
 * WHERE_BITS bits.  Compared with the bits of a word below its cell's. */
enum {
    CELL_BITS = 20,
    WHERE_BITS = CELL_BITS - 1,
    NOWHERE = 1 << WHERE_BITS,   /* the cell has one outcome */
    DEEP = (1 << CELL_BITS) - 1, /* it has more than two */
    OUTCOMES_MAX = 1 << (32 - CELL_BITS)
};

/* Where in its cell a word lies. */
static inline uint32_t place_of(uint32_t word)
{
    return word << DC_GUIDE_BITS >> (32 - WHERE_BITS);
}

static void fill_guide(dc_table *table)
{
    const uint32_t *threshold = table->threshold;
    uint32_t        outcome = 0, width = UINT32_MAX >> DC_GUIDE_BITS;
    for (uint32_t cell = 0; cell < DC_GUIDE_CELLS; cell++) {
        uint32_t first = cell << (32 - DC_GUIDE_BITS), last = first + width, where = NOWHERE;
        while (threshold[outcome] <= first && threshold[outcome] != UINT32_MAX)
            outcome++;
        if (threshold[outcome] <= last && threshold[outcome] != UINT32_MAX)
            where = threshold[outcome + 1] <= last && threshold[outcome + 1] != UINT32_MAX
                        ? DEEP
                        : place_of(threshold[outcome]);
        table->guide[cell] = outcome << CELL_BITS | where;
    }
}

/* Room for outcomes: twice the days where anything is ever written off. */
static void allocate_table(dc_table *out, dc_arena *arena, int32_t day_count, bool any_lost,
                           bool tied)
{
    assert(2 * day_count + 1 < OUTCOMES_MAX);
    size_t outcomes = (size_t)day_count * (any_lost ? 2 : 1) + 1;
    out->day_count = day_count;
    out->any_lost = any_lost;
    out->threshold = dc_arena_alloc(arena, outcomes + DC_GUIDE_REACH, sizeof *out->threshold);
    for (size_t i = 0; i < DC_GUIDE_REACH; i++)
        out->threshold[outcomes + i] = UINT32_MAX; /* looks may go past the end */
    if (!tied)
        out->guide = dc_arena_alloc(arena, DC_GUIDE_CELLS, sizeof *out->guide);
}

/* Slots of customers that pay by the month know their days. */
static bool is_relative(const dc_model *model, const dc_items *items, uint32_t item)
{
    uint32_t customer = items->customer[item];
    if (customer != UINT32_MAX && model->own_share[customer] == 0.0)
        customer = UINT32_MAX;
    return !dc_model_month_habit(model, customer);
}

static law_key key_of(const dc_model *model, const dc_items *items, uint32_t item, bool relative)
{
    enum { WEEK = 7 };
    uint32_t customer = items->customer[item];
    /* Customers without any history of their own share the portfolio's law. */
    if (customer != UINT32_MAX && model->own_share[customer] == 0.0)
        customer = UINT32_MAX;
    if (item < items->claim_count)
        return (law_key){.customer = customer,
                         .due = items->due[item],
                         .first = 1,
                         .pace = items->pace[item],
                         .acted = items->acted[item],
                         .item = item};
    int32_t origin = relative ? items->issue[item] - 1 : 0;
    bool    by_week = dc_is_tied(&model->together) || dc_model_week(model, customer);
    int32_t start = by_week ? origin % WEEK : 0;
    return (law_key){.customer = customer,
                     .due = items->due[item] - origin,
                     .first = items->issue[item] - origin,
                     .start = start,
                     .pace = items->pace[item],
                     .item = item};
}

static bool same_law(const law_key *a, const law_key *b)
{
    return a->customer == b->customer && a->due == b->due && a->first == b->first &&
           a->start == b->start && a->pace == b->pace && a->acted.row == b->acted.row &&
           a->acted.days == b->acted.days && dc_same_pace(a->paced, b->paced);
}

/* Finds the laws there are; keys[i] of the first item of each. */
static void share_laws(dc_laws *out, law_key *keys, size_t count)
{
    if (count > 0)
        qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++) {
        uint32_t item = keys[i].item;
        if (i == 0 || !same_law(&keys[i], &keys[out->count - 1]))
            keys[out->count++] = keys[i];
        out->of_item[item] = (uint32_t)out->count - 1;
    }
}

static bool ever_lost(const dc_model *model, double loss_multiplier)
{
    for (int bin = 0; bin < DC_BINS; bin++)
        if (model->write_off[bin] * loss_multiplier > 0.0)
            return true;
    return false;
}

/* Each thread fills tables of its own with a law of its own. */
static void fill_tables(dc_laws *out, const law_key *keys, const dc_book *book,
                        const dc_model *model, const dc_laws_change *change)
{
    int32_t     days = out->day_count;
    dc_arena   *arena = dc_arena_new();
    dc_damping *damping = dc_damping_make(arena, &model->together);
#pragma omp parallel
    {
        dc_law law = {days, dc_heap_alloc((size_t)days + 1, sizeof(double)),
                      dc_heap_alloc((size_t)days + 1, sizeof(double))};
#pragma omp for schedule(dynamic, 64)
        for (size_t i = 0; i < out->count; i++) {
            dc_law_fill(&law, model,
                        &(dc_law_ask){keys[i].customer, keys[i].due, keys[i].first, keys[i].pace,
                                      change->loss_multiplier, keys[i].acted},
                        book->calendar, dc_date_add_days(book->as_of, keys[i].start));
            if (dc_is_paced(keys[i].paced))
                dc_law_pace(&law, change->policy, keys[i].paced, keys[i].due);
            fill_thresholds(&out->table[i], &law, out->table[i].any_lost);
            if (out->tied)
                dc_rises_fill(&out->table[i].rises, &law, damping);
            else
                fill_guide(&out->table[i]);
        }
        free(law.paid);
        free(law.lost);
    }
    dc_arena_free(arena);
}

static dc_treatment pace_of(const dc_laws_change *change, size_t item)
{
    dc_treatment pace = DC_UNTREATED;
    if (change->policy) {
        pace.downturns = change->treatments[item].downturns;
        pace.forbearances = change->treatments[item].forbearances;
        pace.dunnings = change->treatments[item].dunnings;
    }
    return pace;
}

void dc_laws_make_under(dc_laws *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_laws_change *change, int32_t day_count)
{
    bool     relative = book->calendar == NULL && model->days.season_days == 0;
    bool     any_lost = ever_lost(model, change->loss_multiplier);
    size_t   n = 0;
    law_key *keys = dc_heap_alloc(items->count - change->first_item + 1, sizeof *keys);
    *out = (dc_laws){.day_count = day_count, .tied = dc_is_tied(&model->together)};
    out->of_item = dc_arena_alloc(arena, items->count + 1, sizeof *out->of_item);
    out->origin = dc_arena_alloc(arena, items->count + 1, sizeof *out->origin);
    for (size_t i = change->first_item; i < items->count; i++) {
        dc_treatment pace = pace_of(change, i); /* its days have names */
        bool here = relative && !dc_is_paced(pace) && is_relative(model, items, (uint32_t)i);
        if (change->paced_only && !dc_is_paced(pace))
            continue;
        keys[n] = key_of(model, items, (uint32_t)i, here);
        keys[n++].paced = pace;
        if (i >= items->claim_count && here)
            out->origin[i] = items->issue[i] - 1;
    }
    share_laws(out, keys, n);
    out->table = dc_arena_alloc(arena, out->count + 1, sizeof *out->table);
    for (size_t i = 0; i < out->count; i++) {
        allocate_table(&out->table[i], arena, day_count, any_lost, out->tied);
        if (out->tied)
            dc_rises_allocate(&out->table[i].rises, arena, day_count, keys[i].start, any_lost);
    }
    fill_tables(out, keys, book, model, change);
    free(keys);
}

void dc_laws_make(dc_laws *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                  const dc_items *items, size_t first_item, int32_t day_count,
                  double loss_multiplier)
{
    dc_laws_change change = {.first_item = first_item, .loss_multiplier = loss_multiplier};
    dc_laws_make_under(out, arena, book, model, items, &change, day_count);
}

void dc_laws_read(dc_law *law, const dc_laws *laws, uint32_t item)
{
    const dc_table *table = &laws->table[laws->of_item[item]];
    int32_t         origin = laws->origin[item], n = table->day_count, last = law->day_count;
    double *restrict paid = law->paid, *restrict lost = law->lost;
    int32_t day = 0, end = origin + n < last ? origin + n : last; /* after it the chances stay */
    for (; day <= origin && day <= last; day++)
        paid[day] = lost[day] = 0.0;
    for (int32_t at = day; at <= end; at++)
        paid[at] = table->threshold[at - origin - 1] * 0x1p-32;
    for (int32_t at = day; at <= end; at++)
        lost[at] = table->any_lost ? 1.0 - table->threshold[2 * n - at + origin] * 0x1p-32 : 0.0;
    for (day = end >= day ? end + 1 : day; day <= last; day++) {
        paid[day] = table->threshold[n - 1] * 0x1p-32;
        lost[day] = table->any_lost ? 1.0 - table->threshold[n] * 0x1p-32 : 0.0;
    }
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

/* unsure[i]: the word lies in a deep cell, or too near the threshold in its own. */
DC_CLONES static void look(uint16_t *restrict outcome, uint8_t *restrict unsure,
                           const uint32_t *restrict word, const uint32_t *restrict guide)
{
    for (size_t i = 0; i < DC_PATH_BLOCK; i++) {
        uint32_t cell = guide[word[i] >> (32 - DC_GUIDE_BITS)];
        uint32_t where = cell & DEEP, place = place_of(word[i]);
        outcome[i] = (uint16_t)((cell >> CELL_BITS) + (place > where));
        unsure[i] = (place == where) | (where == DEEP);
    }
}

/* Their numbers, in order, and how many there are: without a branch, as none could be foreseen. */
static size_t list_unsure(uint16_t *restrict list, const uint8_t *restrict unsure)
{
    size_t count = 0;
#pragma GCC unroll 8
    for (size_t i = 0; i < DC_PATH_BLOCK; i++) {
        list[count] = (uint16_t)i;
        count += unsure[i];
    }
    return count;
}

static void search(uint16_t *outcome, const uint32_t *word, const uint32_t *threshold,
                   const uint16_t *list, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        uint32_t w = word[list[k]] == UINT32_MAX ? UINT32_MAX - 1 : word[list[k]];
        uint32_t at = outcome[list[k]];
        at += threshold[at + 3] <= w ? 4 : 0;
        at += threshold[at + 1] <= w ? 2 : 0;
        at += threshold[at] <= w ? 1 : 0;
        while (threshold[at] <= w)
            at++;
        outcome[list[k]] = (uint16_t)at;
    }
}

DC_CLONES static void turn_over(uint16_t *restrict out, const uint16_t *restrict outcome,
                                uint16_t open)
{
    for (size_t i = 0; i < DC_PATH_BLOCK; i++) {
        uint16_t lost = (uint16_t)((2 * open + 1 - outcome[i]) | DC_DAY_LOST);
        out[i] = outcome[i] <= open ? (uint16_t)(outcome[i] + 1) : lost;
    }
}

void dc_table_draw(uint16_t out[DC_PATH_BLOCK], const uint32_t word[DC_PATH_BLOCK],
                   const dc_table *table)
{
    uint16_t outcome[DC_PATH_BLOCK], list[DC_PATH_BLOCK + 1];
    uint8_t  unsure[DC_PATH_BLOCK];
    look(outcome, unsure, word, table->guide);
    search(outcome, word, table->threshold, list, list_unsure(list, unsure));
    turn_over(out, outcome, (uint16_t)table->day_count);
}
