#include "repeated.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * One table of ten million keys would miss every cache at every key.  So keys are first moved
 * together by their leading bits (one pass of a radix sort), into shares small enough that a table
 * of one share fits the second-level cache.
 */
enum { SHARE_KEYS = 1 << 14, SHARE_BITS_MAX = 12, STRIPES = 64 };

typedef struct {
    const uint64_t *keys;
    size_t          count;
    int             bits;
    size_t          shares;
    size_t         *start; /* STRIPES x shares: where each stripe writes its part of a share */
    uint64_t       *moved;
} shares;

static size_t share_of(const shares *all, uint64_t key)
{
    return all->bits == 0 ? 0 : (size_t)(key >> (64 - all->bits));
}

static size_t stripe_begin(const shares *all, size_t stripe)
{
    return all->count / STRIPES * stripe +
           (stripe < all->count % STRIPES ? stripe : all->count % STRIPES);
}

/* Stripes of the keys count and move on their own, so that any number of threads does the same. */
static void move_keys(shares *all)
{
    size_t at = 0;

#pragma omp parallel for schedule(static) if (all->bits > 0)
    for (size_t s = 0; s < STRIPES; s++)
        for (size_t i = stripe_begin(all, s); i < stripe_begin(all, s + 1); i++)
            all->start[s * all->shares + share_of(all, all->keys[i])]++;
    for (size_t share = 0; share < all->shares; share++) {
        for (size_t s = 0; s < STRIPES; s++) {
            size_t here = all->start[s * all->shares + share];

            all->start[s * all->shares + share] = at;
            at += here;
        }
    }
#pragma omp parallel for schedule(static) if (all->bits > 0)
    for (size_t s = 0; s < STRIPES; s++)
        for (size_t i = stripe_begin(all, s); i < stripe_begin(all, s + 1); i++)
            all->moved[all->start[s * all->shares + share_of(all, all->keys[i])]++] = all->keys[i];
}

static bool is_in(const dc_map *map, uint64_t key)
{
    size_t cursor = 0;

    return dc_map_find(map, key, &cursor) != DC_MAP_NONE;
}

/* Adds the keys of one share that stand more than once; `table` has at least twice as many slots
 * as keys, a power of two.  A slot of 0 is free, so key 0 counts as any other that is not 0. */
static void find_in_share(dc_map *repeated, const uint64_t *keys, size_t count, uint64_t *table,
                          size_t slots)
{
    memset(table, 0, slots * sizeof table[0]);
    for (size_t i = 0; i < count; i++) {
        uint64_t key = keys[i] ? keys[i] : 1;
        size_t   slot = (size_t)key & (slots - 1);

        while (table[slot] != 0 && table[slot] != key)
            slot = (slot + 1) & (slots - 1);
        if (table[slot] == 0) {
            table[slot] = key;
            continue;
        }
#pragma omp critical(duecast_repeated)
        {
            if (!is_in(repeated, keys[i]))
                dc_map_add(repeated, keys[i], 0);
        }
    }
}

static void find_in_shares(dc_map *repeated, const shares *all)
{
    const size_t *end = all->start + (STRIPES - 1) * all->shares; /* of each share, once moved */

#pragma omp parallel if (all->bits > 0)
    {
        uint64_t *table = NULL;
        size_t    room = 0;

#pragma omp for schedule(dynamic, 1)
        for (size_t share = 0; share < all->shares; share++) {
            size_t from = share == 0 ? 0 : end[share - 1], slots = 16;

            while (slots < 2 * (end[share] - from))
                slots *= 2;
            table = dc_heap_grow(table, &room, slots, sizeof table[0]);
            find_in_share(repeated, all->moved + from, end[share] - from, table, slots);
        }
        free(table);
    }
}

dc_map dc_find_repeated(const uint64_t *keys, size_t count)
{
    dc_map repeated = {0};
    shares all = {.keys = keys, .count = count};

    while (count >> all.bits > SHARE_KEYS && all.bits < SHARE_BITS_MAX)
        all.bits++;
    all.shares = (size_t)1 << all.bits;
    all.start = dc_heap_alloc(STRIPES * all.shares, sizeof all.start[0]);
    all.moved = dc_heap_alloc(count + 1, sizeof all.moved[0]);
    move_keys(&all);
    find_in_shares(&repeated, &all);
    free(all.start);
    free(all.moved);
    return repeated;
}
