/* text_numbers.c - open addressing by the bytes of a text. */
#include "text_numbers.h"

#include <stdlib.h>
#include <string.h>

#include "duecast/arena.h"

enum { SLOTS_FIRST = 64 };

/* FNV-1a.  Source: Fowler, Noll and Vo, draft-eastlake-fnv. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3U;
    return hash ^ (hash >> 32);
}

/* The slot of the text, or the free one where it belongs. */
static uint32_t *find_slot(const dc_text_numbers *numbers, const char *text)
{
    size_t at = hash_of(text) & (numbers->slot_count - 1);
    while (numbers->slot[at] != 0 && numbers->text[numbers->slot[at] - 1] != text &&
           strcmp(numbers->text[numbers->slot[at] - 1], text) != 0)
        at = (at + 1) & (numbers->slot_count - 1);
    return &numbers->slot[at];
}

static void make_room(dc_text_numbers *numbers)
{
    if (2 * (numbers->count + 1) <= numbers->slot_count)
        return;
    free(numbers->slot);
    numbers->slot_count = numbers->slot_count > 0 ? 2 * numbers->slot_count : SLOTS_FIRST;
    numbers->slot = dc_heap_alloc(numbers->slot_count, sizeof *numbers->slot);
    for (size_t i = 0; i < numbers->count; i++)
        *find_slot(numbers, numbers->text[i]) = (uint32_t)i + 1;
}

uint32_t dc_text_number(dc_text_numbers *numbers, const char *text)
{
    if (text == numbers->last)
        return numbers->last_number;
    make_room(numbers);
    uint32_t *slot = find_slot(numbers, text);
    if (*slot == 0) {
        numbers->text = dc_heap_grow(numbers->text, &numbers->text_capacity, numbers->count + 1,
                                     sizeof *numbers->text);
        numbers->text[numbers->count++] = text;
        *slot = (uint32_t)numbers->count;
    }
    numbers->last = text;
    numbers->last_number = *slot - 1;
    return numbers->last_number;
}

void dc_text_numbers_free(dc_text_numbers *numbers)
{
    free(numbers->text);
    free(numbers->slot);
    *numbers = (dc_text_numbers){0};
}
