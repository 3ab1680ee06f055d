/*
 * words.h - every label and sentence of the output, in each language.
 *
 * One table, word_list.h, one row per text: name, English, Chinese.  A text may hold {0} {1} ...
 * for arguments, and {0:day|days} for the word that goes with the number {0}.  A language is added
 * by adding a column; the compiler then shows every row that lacks it.
 */
#ifndef DUECAST_WORDS_H
#define DUECAST_WORDS_H

#include <stdio.h>

#include "duecast/arena.h"

typedef enum { DC_ENGLISH, DC_CHINESE, DC_LANGUAGE_COUNT } dc_language;

#define DC_WORD_ROW(name, english, chinese) name,
typedef enum {
#include "duecast/word_list.h"
    DC_WORD_COUNT
} dc_word;
#undef DC_WORD_ROW

const char *dc_say(dc_language language, dc_word word);

/* Writes `template` with {0} {1} ... replaced by the arguments, {0:one|many} by "one" where the
 * argument is 1 and by "many" elsewhere; a missing argument stays as is. */
void dc_fill(FILE *out, const char *template, const char *const *arguments, size_t count);

/* The same as a text; in the arena. */
const char *dc_filled(dc_arena *arena, const char *template, const char *const *arguments,
                      size_t count);

/* Language by its ISO code ("en", "zh", "zh-CN"); DC_LANGUAGE_COUNT when unknown. */
dc_language dc_language_by_code(const char *code);
const char *dc_language_code(dc_language language);

#endif
