/*
 * text_file.h - a text file read whole, or one issue that says why it is none.
 */
#ifndef DUECAST_READ_TEXT_FILE_H
#define DUECAST_READ_TEXT_FILE_H

#include <stddef.h>

#include "duecast/issues.h"

/* The bytes with a 0 behind them, to be freed by free(); NULL after an issue: the file cannot be
 * opened, is empty, a workbook, UTF-16, binary, or not UTF-8. */
char *dc_text_file_read(const char *path, const char *shown_name, size_t *size, dc_issues *issues);

/* Length of the UTF-8 byte order mark at the start: 3 or 0. */
size_t dc_text_file_mark_length(const char *bytes, size_t size);

#endif
