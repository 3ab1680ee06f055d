/*
 * text_file.h - a text file as bytes in memory, or one issue that says why it is none.
 *
 * A large file is mapped, not copied: its pages belong to the system's cache, and those that have
 * been read can be given back while the rest is read.
 */
#ifndef DUECAST_READ_TEXT_FILE_H
#define DUECAST_READ_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/issues.h"

typedef struct {
    char     *bytes; /* a 0 stands behind them */
    size_t    size;
    size_t    first_quote; /* position of the first '"', `size` when there is none */
    uint32_t *line_ends;   /* how many stand in each block of the file */
    char     *raw;         /* what the file holds, where it is not UTF-8; else NULL */
    size_t    raw_size;
    bool      is_mapped; /* what the file holds */
} text_file;

/* Text that is not UTF-8 is converted, with a note.  False after an issue: the file cannot be
 * opened, is empty, a workbook, binary, or UTF-8 or UTF-16 that is damaged. */
bool dc_text_file_open(text_file *out, const char *path, const char *shown_name, dc_issues *issues);
void dc_text_file_close(text_file *file); /* accepts what was never opened, all zero */

/* How many lines end in [from, to): by LF, CR LF, or CR alone.  No CR LF may be cut by `to`. */
size_t dc_text_file_count_lines(const text_file *file, size_t from, size_t to);

/* The bytes between are not needed soon: a mapped file gives back their memory. */
void dc_text_file_release(const text_file *file, size_t from, size_t to);

/* The bytes as a piece of the heap, to be freed by free(); NULL after an issue as
 * above, or when it is not UTF-8. */
char *dc_text_file_read(const char *path, const char *shown_name, size_t *size, dc_issues *issues);

/* Length of the UTF-8 byte order mark at the start: 3 or 0. */
size_t dc_text_file_mark_length(const char *bytes, size_t size);

#endif
