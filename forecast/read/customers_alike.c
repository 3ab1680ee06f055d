/* customers_alike.c - customers whose names differ only in case or blanks: one, or two? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

typedef struct {
    const char *key, *id;
} spelling;

/* Bytes of a blank at the text: of ASCII, or the no-break, narrow and ideographic one of UTF-8. */
static size_t blank_bytes(const char *text)
{
    static const char *const wide[] = {"\xc2\xa0", "\xe2\x80\xaf", "\xe3\x80\x80"};

    if (*text == ' ' || *text == '\t')
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return 0;
}

/* Without blanks, in small letters. */
static char *fold(dc_arena *arena, const char *id)
{
    char *key = dc_arena_alloc(arena, strlen(id) + 1, 1), *end = key;

    while (*id) {
        size_t blank = blank_bytes(id);

        if (blank == 0)
            *end++ = *id >= 'A' && *id <= 'Z' ? (char)(*id + ('a' - 'A')) : *id;
        id += blank == 0 ? 1 : blank;
    }
    *end = '\0';
    return key;
}

static int compare_spellings(const void *left, const void *right)
{
    const spelling *a = left, *b = right;
    int             order = strcmp(a->key, b->key);

    return order != 0 ? order : strcmp(a->id, b->id);
}

void dc_read_note_alike(const dc_reading *reading)
{
    const dc_customers *customers = &reading->book->customers;
    dc_arena           *arena = dc_arena_new();
    spelling           *all = dc_arena_alloc(arena, customers->count + 1, sizeof *all);
    const spelling     *first = NULL;
    size_t              more = 0;
    char                count[24];

    for (size_t i = 0; i < customers->count; i++)
        all[i] = (spelling){fold(arena, customers->id[i]), customers->id[i]};
    qsort(all, customers->count, sizeof *all, compare_spellings);
    for (size_t i = 1; i < customers->count; i++)
        if (strcmp(all[i].key, all[i - 1].key) == 0) {
            first = first ? first : &all[i];
            more++;
        }
    snprintf(count, sizeof count, "%zu", more);
    if (first)
        dc_issues_add(reading->issues, DC_ISSUE_CUSTOMERS_ALIKE, NULL, first[-1].id, first->id,
                      count, NULL);
    dc_arena_free(arena);
}
