#include "texts.h"

#include <stdlib.h>
#include <string.h>

#include "duecast/random.h"

struct dc_texts {
    dc_arena    *arena;
    dc_map       map;
    const char **text; /* length count */
    size_t       count, capacity;
    char        *at;   /* where the next text goes: texts lie side by side, without gaps */
    size_t       left; /* bytes free there */
};

enum { TEXTS_BYTES = 16 << 10 };

/* Finalizer of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): every bit of the key reaches every
 * bit of the slot. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint64_t dc_map_key(const void *a, const void *b)
{
    return mix((uint64_t)(uintptr_t)a + UINT64_C(0x9E3779B97F4A7C15) * mix((uint64_t)(uintptr_t)b));
}

static void place(dc_map *map, uint64_t key, uint32_t row)
{
    size_t slot = mix(key) & (map->capacity - 1);

    while (map->rows[slot] != DC_MAP_NONE)
        slot = (slot + 1) & (map->capacity - 1);
    map->keys[slot] = key;
    map->rows[slot] = row;
}

static void enlarge(dc_map *map)
{
    dc_map old = *map;

    map->capacity = old.capacity ? old.capacity * 2 : 1024;
    map->keys = dc_heap_alloc(map->capacity, sizeof map->keys[0]);
    map->rows = dc_heap_alloc(map->capacity, sizeof map->rows[0]);
    memset(map->rows, 0xFF, map->capacity * sizeof map->rows[0]);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.rows[i] != DC_MAP_NONE)
            place(map, old.keys[i], old.rows[i]);
    free(old.keys);
    free(old.rows);
}

void dc_map_add(dc_map *map, uint64_t key, uint32_t row)
{
    if (2 * (map->count + 1) > map->capacity)
        enlarge(map);
    place(map, key, row);
    map->count++;
}

uint32_t dc_map_find(const dc_map *map, uint64_t key, size_t *cursor)
{
    while (map->capacity > 0) {
        size_t slot = (mix(key) + (*cursor)++) & (map->capacity - 1);

        if (map->rows[slot] == DC_MAP_NONE)
            break;
        if (map->keys[slot] == key)
            return map->rows[slot];
    }
    return DC_MAP_NONE;
}

void dc_map_free(dc_map *map)
{
    free(map->keys);
    free(map->rows);
    *map = (dc_map){0};
}

dc_texts *dc_texts_new(dc_arena *arena)
{
    dc_texts *texts = dc_heap_alloc(1, sizeof *texts);

    texts->arena = arena;
    return texts;
}

void dc_texts_free(dc_texts *texts)
{
    if (!texts)
        return;
    dc_map_free(&texts->map);
    free(texts->text);
    free(texts);
}

const char *dc_texts_keep(dc_texts *texts, const char *text)
{
    uint64_t key;
    size_t   cursor = 0;
    uint32_t row;

    if (!*text)
        return "";
    key = dc_text_hash(text);
    while ((row = dc_map_find(&texts->map, key, &cursor)) != DC_MAP_NONE)
        if (strcmp(texts->text[row], text) == 0)
            return texts->text[row];
    if (texts->count == texts->capacity)
        texts->text =
            dc_heap_grow(texts->text, &texts->capacity, texts->count + 1, sizeof texts->text[0]);
    texts->text[texts->count] = dc_texts_copy(texts, text);
    dc_map_add(&texts->map, key, (uint32_t)texts->count);
    return texts->text[texts->count++];
}

const char *dc_texts_copy(dc_texts *texts, const char *text)
{
    size_t size = strlen(text) + 1;
    char  *copy;

    if (size == 1)
        return "";
    if (size > texts->left) {
        texts->left = size > TEXTS_BYTES ? size : TEXTS_BYTES;
        texts->at = dc_arena_alloc(texts->arena, texts->left, 1);
    }
    copy = memcpy(texts->at, text, size);
    texts->at += size;
    texts->left -= size;
    return copy;
}
