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

static void place(dc_map *map, uint64_t key, uint32_t row)
{
    size_t at = mix(key) & (map->capacity - 1);

    while (map->slots[at].row != DC_MAP_NONE)
        at = (at + 1) & (map->capacity - 1);
    map->slots[at] = (dc_map_slot){key, row};
}

static void enlarge(dc_map *map)
{
    dc_map old = *map;

    map->capacity = old.capacity ? old.capacity * 2 : 1024;
    map->slots = dc_heap_alloc(map->capacity, sizeof map->slots[0]);
    memset(map->slots, 0xFF, map->capacity * sizeof map->slots[0]);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].row != DC_MAP_NONE)
            place(map, old.slots[i].key, old.slots[i].row);
    free(old.slots);
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
        const dc_map_slot *slot = &map->slots[(mix(key) + (*cursor)++) & (map->capacity - 1)];

        if (slot->row == DC_MAP_NONE)
            break;
        if (slot->key == key)
            return slot->row;
    }
    return DC_MAP_NONE;
}

void dc_map_free(dc_map *map)
{
    free(map->slots);
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
