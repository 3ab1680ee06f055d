/*
 * texts.h - each text once, and maps from a hash to rows.
 *
 * While a book is read every text cell is kept once, so that equal texts are equal pointers and
 * later comparisons are cheap.  The bytes live in the arena; the table that finds
 * them lives on the heap and is freed when reading is done.
 */
#ifndef DUECAST_READ_TEXTS_H
#define DUECAST_READ_TEXTS_H

#include <stddef.h>
#include <stdint.h>

#include "duecast/arena.h"
#include "duecast/table.h"

/* Open addressing from a 64-bit key to a row.  Different things may have one key: the caller walks
 * all rows of a key and compares.  A cursor starts at 0. */
typedef struct {
    uint64_t key;
    uint32_t row; /* DC_MAP_NONE: the slot is free */
} dc_map_slot;

typedef struct {
    dc_map_slot *slots;
    size_t       count, capacity;
} dc_map;

#define DC_MAP_NONE UINT32_MAX

void     dc_map_add(dc_map *map, uint64_t key, uint32_t row);
uint32_t dc_map_find(const dc_map *map, uint64_t key, size_t *cursor); /* next row or NONE */
void     dc_map_free(dc_map *map);

dc_texts   *dc_texts_new(dc_arena *arena);
void        dc_texts_free(dc_texts *texts); /* accepts NULL; the texts themselves stay */
const char *dc_texts_keep(dc_texts *texts, const char *text);

/* A copy of its own, for texts that hardly ever come again. */
const char *dc_texts_copy(dc_texts *texts, const char *text);

#endif
