/* spread_lots.c - see spread_lots.h. */
#include "spread_lots.h"

#include <stdlib.h>

static void make_room(dc_lots *all, size_t count)
{
    if (count <= all->lot_room)
        return;
    free(all->lot);
    all->lot_room = 2 * count;
    all->lot = dc_heap_alloc(all->lot_room, sizeof *all->lot);
}

static void place_columns(dc_lots *all, size_t days)
{
    enum { COLUMNS = 8 };
    if (all->count > all->column_room) {
        free(all->place);
        free(all->column);
        all->column_room = 2 * all->count;
        all->place = dc_heap_alloc(all->column_room * days, sizeof *all->place);
        all->column = dc_heap_alloc(all->column_room * days * COLUMNS, sizeof *all->column);
    }
    for (size_t i = 0; i < all->count; i++) {
        double *column = all->column + COLUMNS * i * days;
        all->lot[i].place = all->place + i * days;
        all->lot[i].chance = column;
        all->lot[i].open = column + days;
        all->lot[i].variance = column + 2 * days;
        all->lot[i].worth = column + 3 * days;
        all->lot[i].square = column + 4 * days;
        all->lot[i].beyond = column + 5 * days;
        all->lot[i].less = column + 6 * days;
        all->lot[i].less_square = column + 7 * days;
    }
}

static int compare(const void *a, const void *b)
{
    const dc_lot *left = a, *right = b;
    int           order = dc_lot_compare(left, right);
    return order != 0 ? order : (left->item > right->item) - (left->item < right->item);
}

static size_t merge(dc_lot *lot, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || dc_lot_compare(&lot[kept - 1], &lot[i]) != 0) {
            lot[kept++] = lot[i];
            continue;
        }
        lot[kept - 1].amount += lot[i].amount;
        lot[kept - 1].cash += lot[i].cash;
        lot[kept - 1].squares += lot[i].squares;
        lot[kept - 1].own += lot[i].own;
        lot[kept - 1].pieces += lot[i].pieces;
    }
    return kept;
}

void dc_lots_gather(dc_lots *out, const dc_lot_ask *ask, const uint32_t *item, size_t items)
{
    out->count = 0;
    make_room(out, 2 * items);
    for (size_t i = 0; i < items; i++) {
        if (ask->items->amount[item[i]] == 0 || ask->weight[ask->items->currency[item[i]]] == 0.0)
            continue;
        for (int extra = 0; extra <= (ask->extra_sales[item[i]] > 0); extra++) {
            out->lot[out->count] = (dc_lot){0};
            dc_lot_add(&out->lot[out->count++], ask, item[i], extra);
        }
    }
    if (out->count > 0)
        qsort(out->lot, out->count, sizeof *out->lot, compare);
    out->count = merge(out->lot, out->count);
    place_columns(out, ask->day_count);
}

void dc_lots_free(dc_lots *lots)
{
    free(lots->lot);
    free(lots->place);
    free(lots->column);
}
