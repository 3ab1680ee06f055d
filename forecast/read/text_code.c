#include "text_code.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/arena.h"

/* Of a hundred bytes beyond ASCII so many pair up as common characters where text is Chinese: rare
 * ones have a second byte that Western text has behind an umlaut. */
enum { PAIRED_PERCENT = 90 };

static bool is_common(unsigned char lead, unsigned char trail)
{
    return lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1 && trail <= 0xFE;
}

static bool is_letter(unsigned char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Two accented letters within a word, as in Größe or Construções. */
static bool is_in_word(const unsigned char *bytes, size_t size, size_t at)
{
    return at > 0 && at + 2 < size && is_letter(bytes[at - 1]) && is_letter(bytes[at + 2]);
}

/* GB 2312 in the form of EUC: the common characters are pairs of bytes from A1 on, and most of a
 * text are of its first level, which Western small letters are not. */
static bool is_chinese(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t               beyond = 0, pairs = 0, first_level = 0;

    for (size_t i = 0; i < size; i++) {
        if (bytes[i] < 0x80)
            continue;
        beyond++;
        if (i + 1 == size || !is_common(bytes[i], bytes[i + 1]))
            continue;
        beyond++;
        if (!is_in_word(bytes, size, i)) {
            pairs++;
            first_level += bytes[i] >= 0xB0 && bytes[i] <= 0xD7;
        }
        i++;
    }
    return 2 * pairs * 100 >= beyond * PAIRED_PERCENT && 2 * first_level >= pairs;
}

const char *dc_text_code_by_mark(const char *bytes, size_t size)
{
    if (size >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
        return "UTF-16LE";
    return size >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0 ? "UTF-16BE" : NULL;
}

const char *dc_text_code_of(const char *bytes, size_t size)
{
    if (dc_text_code_by_mark(bytes, size))
        return dc_text_code_by_mark(bytes, size);
    if (memchr(bytes, '\0', size))
        return NULL;
    return is_chinese(bytes, size) ? "GB18030" : "WINDOWS-1252";
}

char *dc_text_code_convert(const char *code, const char *bytes, size_t size, size_t *converted)
{
    iconv_t turn = iconv_open("UTF-8", code);
    size_t  room = size * 3 + 1, left = room - 1; /* no character takes more than 3 for 1 */
    char   *text, *to, *from = (char *)bytes;     /* iconv does not write to what it reads */
    bool    is_good;

    if (turn == (iconv_t)-1)
        return NULL;
    text = to = dc_heap_alloc(room, 1);
    is_good = iconv(turn, &from, &size, &to, &left) != (size_t)-1;
    iconv_close(turn);
    *converted = (size_t)(to - text);
    if (is_good && !memchr(text, '\0', *converted))
        return text;
    free(text);
    return NULL;
}
