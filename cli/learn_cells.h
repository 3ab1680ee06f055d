/* learn_cells.h - numbers and words of what was learnt, as short texts. */
#ifndef DC_CLI_LEARN_CELLS_H
#define DC_CLI_LEARN_CELLS_H

#include "terminal.h"

enum { CELL_MAX = 48 };

typedef char cell[CELL_MAX];

static inline void put_count(cell out, size_t count)
{
    char text[DC_COUNT_TEXT_MAX];
    dc_terminal_count(text, count);
    snprintf(out, CELL_MAX, "%s", text);
}

static inline void put_share(cell out, double share)
{
    snprintf(out, CELL_MAX, share < 0.0995 && share > 0.0 ? "%.1f %%" : "%.0f %%", 100.0 * share);
}

static inline void say_count(FILE *out, dc_language language, dc_word word, size_t number)
{
    cell text;
    put_count(text, number);
    dc_terminal_say(out, language, word, (const char *[]){text}, 1);
}

/* A text to stand within another. */
static inline void put_words(char *out, size_t size, dc_language language, dc_word word,
                             const char *const *arguments, size_t count)
{
    FILE *text = fmemopen(out, size, "w");
    out[0] = '\0';
    if (text) {
        dc_fill(text, dc_say(language, word), arguments, count);
        fclose(text);
    }
}

#endif
