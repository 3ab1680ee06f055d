/* html_text.c - see html_text.h. */
#include "html_text.h"

void html_byte(FILE *out, char byte)
{
    static const char *const entities[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    const char *entity = entities[(unsigned char)byte];
    if (entity)
        fputs(entity, out);
    else
        putc(byte, out);
}

void html_text(FILE *out, const char *text)
{
    for (; *text; text++)
        html_byte(out, *text);
}
