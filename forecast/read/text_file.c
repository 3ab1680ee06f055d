#include "text_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/arena.h"

size_t dc_text_file_mark_length(const char *bytes, size_t size)
{
    return size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* All bytes of an open file; NULL when reading fails (errno says why). */
static char *read_all(FILE *file, size_t *size)
{
    size_t capacity = 0, used = 0, got;
    char  *bytes = dc_heap_grow(NULL, &capacity, (size_t)1 << 16, 1);

    while ((got = fread(bytes + used, 1, capacity - used - 1, file)) > 0) {
        used += got;
        if (capacity - used < 2)
            bytes = dc_heap_grow(bytes, &capacity, capacity * 2, 1);
    }
    if (ferror(file)) {
        free(bytes);
        return NULL;
    }
    bytes[used] = '\0';
    *size = used;
    return bytes;
}

/* Bytes of the UTF-8 sequence at `at`, 0 when it is none.  Source: Unicode, table 3-7. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t        length;

    if (at[0] < 0x80)
        return 1;
    if (at[0] < 0xC2 || at[0] > 0xF4)
        return 0;
    length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (left < length)
        return 0;
    if (at[0] == 0xE0)
        low = 0xA0;
    if (at[0] == 0xED)
        high = 0x9F;
    if (at[0] == 0xF0)
        low = 0x90;
    if (at[0] == 0xF4)
        high = 0x8F;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

/* Position of the first byte that is not UTF-8, or `size`. */
static size_t find_bad_byte(const char *bytes, size_t size)
{
    size_t at = 0;

    while (at < size) {
        size_t length = sequence_length((const unsigned char *)bytes + at, size - at);
        if (length == 0)
            return at;
        at += length;
    }
    return size;
}

static uint32_t line_of(const char *bytes, size_t position)
{
    uint32_t line = 1;

    for (size_t i = 0; i < position; i++)
        line += bytes[i] == '\n';
    return line;
}

static void add(dc_issues *issues, dc_issue_kind kind, const char *name, uint32_t line)
{
    dc_place place = {.file = name, .line = line};
    char     number[16];

    snprintf(number, sizeof number, "%u", (unsigned)line);
    if (kind == DC_ISSUE_BAD_ENCODING)
        dc_issues_add(issues, kind, &place, "UTF-8", NULL);
    else
        dc_issues_add(issues, kind, &place, name, number, NULL);
}

/* Issues for everything that makes the bytes no text; true when they are text. */
static bool is_text(const char *bytes, size_t size, const char *name, dc_issues *issues)
{
    const char *zero = memchr(bytes, 0, size);
    size_t      bad;

    if (strspn(bytes + dc_text_file_mark_length(bytes, size), " \t\r\n") +
            dc_text_file_mark_length(bytes, size) ==
        size) {
        add(issues, DC_ISSUE_FILE_EMPTY, name, 0);
    } else if (size >= 4 &&
               (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0)) {
        add(issues, DC_ISSUE_FILE_WORKBOOK, name, 0);
    } else if (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0) {
        add(issues, DC_ISSUE_FILE_UTF16, name, 0);
    } else if (zero) {
        add(issues, DC_ISSUE_FILE_BINARY, name, line_of(bytes, (size_t)(zero - bytes)));
    } else if ((bad = find_bad_byte(bytes, size)) < size) {
        add(issues, DC_ISSUE_BAD_ENCODING, name, line_of(bytes, bad));
    } else {
        return true;
    }
    return false;
}

char *dc_text_file_read(const char *path, const char *shown_name, size_t *size, dc_issues *issues)
{
    FILE    *file = fopen(path, "rb");
    char    *bytes = file ? read_all(file, size) : NULL;
    dc_place place = {.file = shown_name};

    if (!bytes)
        dc_issues_add(issues, DC_ISSUE_FILE_MISSING, &place, shown_name, strerror(errno), NULL);
    if (file)
        fclose(file);
    if (bytes && !is_text(bytes, *size, shown_name, issues)) {
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}
