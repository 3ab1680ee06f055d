/*
 * arena.h - memory with one owner and one free.
 *
 * Each noun of the program (book, model, outcomes ...) owns one arena; everything inside lives
 * until the arena is freed.  There is no free of a single piece.  Built with
 * -DDUECAST_ARENA_MALLOC=1 (preset sanitize) every piece is a malloc of its own, so that address
 * sanitizer and valgrind see each overrun.
 *
 * Running out of memory is an accident no caller can mend half-way: it calls the handler set by
 * dc_arena_on_out_of_memory (the program reports it and exits with DC_ERR_MEMORY's code), and
 * aborts when there is none or when it returns.  No function here returns NULL.
 */
#ifndef DUECAST_ARENA_H
#define DUECAST_ARENA_H

#include <stddef.h>

typedef struct dc_arena dc_arena;

void dc_arena_on_out_of_memory(void (*handler)(size_t wanted));

dc_arena *dc_arena_new(void);
void      dc_arena_free(dc_arena *arena); /* accepts NULL */

void *dc_arena_alloc(dc_arena *arena, size_t count, size_t size); /* zeroed, 16-byte aligned */

/* Grows a column to at least `wanted` elements (doubling); old contents are kept, the rest zeroed.
 * *capacity is updated.  The old piece stays in the arena until it is freed. */
void *dc_arena_grow(dc_arena *arena, void *old, size_t *capacity, size_t wanted, size_t size);

char *dc_arena_copy_text(dc_arena *arena, const char *text);                 /* NULL gives "" */
char *dc_arena_copy_bytes(dc_arena *arena, const char *bytes, size_t count); /* 0-terminated */
char *dc_arena_format(dc_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Moves everything `from` holds to `arena` and frees `from`: pieces stay where they are. */
void dc_arena_adopt(dc_arena *arena, dc_arena *from);

/* Bytes handed out so far: for tests and the memory line of the log. */
size_t dc_arena_size(const dc_arena *arena);

/* Plain heap under the same out-of-memory rule, for buffers that are freed early (free()). */
void *dc_heap_alloc(size_t count, size_t size); /* zeroed */
void *dc_heap_grow(void *old, size_t *capacity, size_t wanted, size_t size);

#endif
