/*
 * text_code.h - text in other codes than UTF-8, as spreadsheets and older systems export it.
 */
#ifndef DUECAST_READ_TEXT_CODE_H
#define DUECAST_READ_TEXT_CODE_H

#include <stddef.h>

/* "UTF-16LE" or "UTF-16BE" by the mark at the start; NULL without one. */
const char *dc_text_code_by_mark(const char *bytes, size_t size);

/* The code that bytes which are no UTF-8 are written in: "UTF-16LE" or "UTF-16BE" by their mark,
 * "GB18030" where they pair up as Chinese characters do, else "WINDOWS-1252".  NULL: no text. */
const char *dc_text_code_of(const char *bytes, size_t size);

/* The bytes as UTF-8 with a 0 behind them, to be freed by free(); NULL: they are not written so. */
char *dc_text_code_convert(const char *code, const char *bytes, size_t size, size_t *converted);

#endif
