#include "duecast/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef DUECAST_ARENA_MALLOC
#define DUECAST_ARENA_MALLOC 0
#endif

enum { PIECE_ALIGNMENT = 16, CAPACITY_LEAST = 16 };

/* Blocks double from the first size to the last: a small book costs one page run, a large one few
 * calls.  A piece of more than a quarter of a block gets a block of its own. */
static const size_t block_size_first = (size_t)64 << 10;
static const size_t block_size_last = (size_t)4 << 20;

typedef struct block {
    struct block *next;
    alignas(PIECE_ALIGNMENT) unsigned char bytes[];
} block;

struct dc_arena {
    block         *blocks;
    unsigned char *at;         /* next free byte of the current block, aligned */
    size_t         left;       /* bytes free at `at` */
    size_t         block_size; /* of the next block */
    size_t         size;       /* bytes handed out */
};

/* Set once by main before any thread starts; the one variable of the library. */
static void (*out_of_memory_handler)(size_t wanted);

void dc_arena_on_out_of_memory(void (*handler)(size_t wanted))
{
    out_of_memory_handler = handler;
}

static _Noreturn void out_of_memory(size_t wanted)
{
    if (out_of_memory_handler)
        out_of_memory_handler(wanted);
    abort();
}

static size_t bytes_of(size_t count, size_t size)
{
    size_t bytes;
    assert(size > 0);
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX / 2)
        out_of_memory(SIZE_MAX);
    return bytes;
}

void *dc_heap_alloc(size_t count, size_t size)
{
    size_t bytes = bytes_of(count, size);
    void  *memory = calloc(bytes ? bytes : 1, 1);
    if (!memory)
        out_of_memory(bytes);
    return memory;
}

static size_t grown_capacity(size_t capacity, size_t wanted)
{
    size_t doubled = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
    size_t least = wanted > CAPACITY_LEAST ? wanted : CAPACITY_LEAST;
    return doubled > least ? doubled : least;
}

void *dc_heap_grow(void *old, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity && old)
        return old;
    size_t         kept = bytes_of(*capacity, size);
    size_t         capacity_new = grown_capacity(*capacity, wanted);
    size_t         bytes = bytes_of(capacity_new, size);
    unsigned char *memory = realloc(old, bytes);
    if (!memory)
        out_of_memory(bytes);
    memset(memory + kept, 0, bytes - kept);
    *capacity = capacity_new;
    return memory;
}

dc_arena *dc_arena_new(void)
{
    dc_arena *arena = dc_heap_alloc(1, sizeof *arena);
    arena->block_size = block_size_first;
    return arena;
}

void dc_arena_free(dc_arena *arena)
{
    if (!arena)
        return;
    for (block *each = arena->blocks, *next; each; each = next) {
        next = each->next;
        free(each);
    }
    free(arena);
}

void dc_arena_adopt(dc_arena *arena, dc_arena *from)
{
    block **end = &from->blocks;
    while (*end)
        end = &(*end)->next;
    *end = arena->blocks;
    arena->blocks = from->blocks;
    arena->size += from->size;
    free(from);
}

static unsigned char *add_block(dc_arena *arena, size_t bytes)
{
    block *fresh = dc_heap_alloc(1, sizeof *fresh + bytes);
    fresh->next = arena->blocks;
    arena->blocks = fresh;
    return fresh->bytes;
}

static void start_block(dc_arena *arena)
{
    arena->at = add_block(arena, arena->block_size);
    arena->left = arena->block_size;
    if (arena->block_size < block_size_last)
        arena->block_size *= 2;
}

void *dc_arena_alloc(dc_arena *arena, size_t count, size_t size)
{
    size_t bytes = bytes_of(count, size);
    arena->size += bytes;
    if (DUECAST_ARENA_MALLOC)
        return add_block(arena, bytes);

    size_t padded = (bytes + PIECE_ALIGNMENT - 1) & ~(size_t)(PIECE_ALIGNMENT - 1);
    if (padded > arena->left) {
        if (padded > arena->block_size / 4)
            return add_block(arena, padded);
        start_block(arena);
    }
    unsigned char *piece = arena->at;
    arena->at += padded;
    arena->left -= padded;
    return piece;
}

void *dc_arena_grow(dc_arena *arena, void *old, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity && old)
        return old;
    size_t capacity_new = grown_capacity(*capacity, wanted);
    void  *piece = dc_arena_alloc(arena, capacity_new, size);
    if (old)
        memcpy(piece, old, *capacity * size);
    *capacity = capacity_new;
    return piece;
}

char *dc_arena_copy_bytes(dc_arena *arena, const char *bytes, size_t count)
{
    char *copy = dc_arena_alloc(arena, count + 1, 1);
    if (count > 0)
        memcpy(copy, bytes, count);
    return copy;
}

char *dc_arena_copy_text(dc_arena *arena, const char *text)
{
    return dc_arena_copy_bytes(arena, text, text ? strlen(text) : 0);
}

char *dc_arena_format(dc_arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(length >= 0);

    char *text = dc_arena_alloc(arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

size_t dc_arena_size(const dc_arena *arena)
{
    return arena->size;
}
