/* csv_text.c - a text as a cell of CSV. */
#include "duecast/report.h"

#include <string.h>

/* A spreadsheet runs what begins like a formula: an apostrophe in front keeps a name a name. */
static const char *guard_of(const char *text)
{
    return text[0] && strchr("=+-@\t\r", text[0]) ? "'" : "";
}

void dc_csv_text(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fprintf(out, "%s%s", guard_of(text), text);
        return;
    }
    fprintf(out, "\"%s", guard_of(text));
    for (; *text; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}
