/* Columns of a terminal: padding and wrapping with letters one or two columns wide. */
#include "text.h"

#include <string.h>

#include <unistr.h>
#include <uniwidth.h>

int text_columns(const char *text)
{
    int columns = u8_strwidth((const uint8_t *)text, "UTF-8");
    return columns > 0 ? columns : 0;
}

const char *text_narrow(dc_arena *arena, const char *text, int most)
{
    const char *clean = text_clean(arena, text, (size_t)most);
    size_t      length = strlen(clean);
    while (text_columns(clean) > most) {
        do
            length--;
        while (((unsigned char)clean[length] & 0xC0) == 0x80); /* within a letter */
        clean = dc_arena_copy_bytes(arena, clean, length);
    }
    return clean;
}

static void put_blanks(FILE *out, int count)
{
    for (int i = 0; i < count; i++)
        putc(' ', out);
}

void text_pad(FILE *out, const char *text, int columns)
{
    int blanks = (columns < 0 ? -columns : columns) - text_columns(text);
    if (columns > 0)
        put_blanks(out, blanks);
    fputs(text, out);
    if (columns < 0)
        put_blanks(out, blanks);
}

/* May a line end before this letter?  At a blank, not between a number and its unit; and between
 * letters two columns wide, but never before a closing mark such as 。 or ）. */
static bool may_break(ucs4_t letter, char before)
{
    static const ucs4_t closing[] = {0x3002, 0xFF0C, 0xFF1B, 0xFF09, 0x3001, 0xFF1A, 0x201D};
    for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
        if (letter == closing[i])
            return false;
    if (letter == ' ')
        return before < '0' || before > '9';
    return uc_width(letter, "UTF-8") == 2;
}

/* Bytes of the next line, at least one letter, at most `columns` wide. */
static size_t line_length(const char *text, int columns)
{
    size_t length = strlen(text), fits = 0, at = 0;
    int    used = 0;
    while (at < length) {
        ucs4_t letter;
        int    step = u8_mbtouc(&letter, (const uint8_t *)text + at, length - at);
        int    width = uc_width(letter, "UTF-8");
        if (at > 0 && may_break(letter, text[at - 1]))
            fits = at;
        used += width > 0 ? width : 0;
        if (used > columns && at > 0)
            return fits > 0 ? fits : at;
        at += (size_t)step;
    }
    return length;
}

int text_wrap_lines(const char *text, int columns)
{
    int lines = 0;
    while (*text) {
        text += line_length(text, columns);
        text += strspn(text, " ");
        lines++;
    }
    return lines;
}

void text_wrap(FILE *out, const char *text, int columns, const char *indent)
{
    for (bool first = true; *text; first = false) {
        size_t length = line_length(text, columns);
        fprintf(out, "%s%.*s\n", first ? "" : indent, (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
}
