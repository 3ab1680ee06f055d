#include "duecast/words.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DC_WORD_ROW(name, english, chinese) {english, chinese},
static const char *const words[DC_WORD_COUNT][DC_LANGUAGE_COUNT] = {
#include "duecast/word_list.h"
};
#undef DC_WORD_ROW

static const char *const codes[DC_LANGUAGE_COUNT] = {"en", "zh"};

const char *dc_say(dc_language language, dc_word word)
{
    assert((unsigned)language < DC_LANGUAGE_COUNT);
    assert((unsigned)word < DC_WORD_COUNT);
    return words[word][language];
}

/* The number of the argument in "{0}" to "{9}" or "{0:one|many}", or -1 when none is at `text`. */
static int placeholder_at(const char *text)
{
    if (text[0] == '{' && text[1] >= '0' && text[1] <= '9' && (text[2] == '}' || text[2] == ':'))
        return text[1] - '0';
    return -1;
}

/* Writes the argument, or "one" of "{0:one|many}" where it is 1, else "many"; the end of the
 * placeholder, or NULL when it is none. */
static const char *fill_one(FILE *out, const char *text, const char *argument)
{
    if (text[2] == '}') {
        fputs(argument, out);
        return text + strlen("{0}");
    }
    const char *one = text + strlen("{0:"), *end = strchr(one, '}'), *bar = strchr(one, '|');
    if (!end || !bar || bar > end)
        return NULL;
    const char *chosen = strcmp(argument, "1") == 0 ? one : bar + 1;
    fwrite(chosen, 1, (size_t)((chosen == one ? bar : end) - chosen), out);
    return end + 1;
}

void dc_fill(FILE *out, const char *template, const char *const *arguments, size_t count)
{
    for (const char *at = template; *at;) {
        int         number = placeholder_at(at);
        bool        given = number >= 0 && (size_t)number < count && arguments[number];
        const char *after = given ? fill_one(out, at, arguments[number]) : NULL;
        if (!after)
            putc(*at++, out);
        else
            at = after;
    }
}

const char *dc_filled(dc_arena *arena, const char *template, const char *const *arguments,
                      size_t count)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    if (!out)
        return template;
    dc_fill(out, template, arguments, count);
    fclose(out);
    const char *copy = dc_arena_copy_text(arena, text);
    free(text);
    return copy;
}

dc_language dc_language_by_code(const char *code)
{
    assert(code);
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        size_t length = strlen(codes[language]);
        if (strncmp(code, codes[language], length) != 0)
            continue;
        if (code[length] == '\0' || strchr("-_.", code[length])) /* zh-CN, zh_CN.UTF-8 */
            return (dc_language)language;
    }
    return DC_LANGUAGE_COUNT;
}

const char *dc_language_code(dc_language language)
{
    assert((unsigned)language < DC_LANGUAGE_COUNT);
    return codes[language];
}
