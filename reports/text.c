#include "text.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>
#include <uniwidth.h>

enum { ARGUMENTS_MAX = 9, DIGITS_MAX = 400 };

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define MINUS       "−"

static const money_scale scales[DC_LANGUAGE_COUNT][4] = {
    [DC_ENGLISH] = {{1, 0, "", ""}, {1e3, 1, " k", " k"}, {1e6, 2, " m", " m"}, {0}},
    [DC_CHINESE] = {{1, 0, "元", "元"}, {1e4, 1, "万", "万元"}, {1e8, 2, "亿", "亿元"}, {0}}};

/* A unit is used from five of it: 4.9 million reads 4,900.0 k. */
static const double scale_from = 5.0;

const money_scale *money_scales(dc_language language)
{
    return scales[language];
}

const char *money_scale_label(dc_arena *arena, const money_scale *scale, const char *currency,
                              dc_language language)
{
    if (language == DC_CHINESE && strcmp(currency, "CNY") == 0)
        return scale->label;
    if (language == DC_CHINESE)
        return dc_arena_format(arena, "%s%s", scale->divisor > 1 ? scale->suffix : "", currency);
    return dc_arena_format(arena, "%s%s", currency, scale->suffix);
}

/* Suffixes behind a number: "1,120.0 万元", "1,120.0 万". */
static const char *suffix_of(const money_scale *scale, const char *currency, dc_language language)
{
    if (language != DC_CHINESE)
        return scale->suffix;
    if (strcmp(currency, "CNY") == 0)
        return scale->label;
    return scale->divisor > 1 ? scale->suffix : "";
}

money_scale money_scale_of(dc_arena *arena, const dc_answer *answer)
{
    const char *currency = answer->book->currencies[answer->book->home].code;
    double      size = 0.0;
    for (int bucket = 0; bucket < DC_BUCKETS; bucket++)
        size += money_major(answer, (double)answer->today->ageing[bucket]);

    const money_scale *fits = scales[answer->language];
    while (fits[1].divisor > 0 && size >= scale_from * fits[1].divisor)
        fits++;

    money_scale scale = *fits;
    scale.suffix = suffix_of(fits, currency, answer->language);
    scale.label = money_scale_label(arena, fits, currency, answer->language);
    return scale;
}

double money_major(const dc_answer *answer, double minor)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4};
    int                 decimals = answer->book->currencies[answer->book->home].decimals;
    assert(decimals >= 0 && decimals <= 4);
    return minor / powers[decimals];
}

const char *text_fill(dc_arena *arena, const char *template, ...)
{
    const char *arguments[ARGUMENTS_MAX];
    size_t      count = 0;
    va_list     list;
    va_start(list, template);
    for (const char *next; count < ARGUMENTS_MAX && (next = va_arg(list, const char *));)
        arguments[count++] = next;
    va_end(list);

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

const char *text_number(dc_arena *arena, double value, int decimals)
{
    char plain[DIGITS_MAX], grouped[DIGITS_MAX + DIGITS_MAX / 3];
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    size_t whole = strcspn(plain, ".");
    size_t at = 0;
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            grouped[at++] = ',';
        grouped[at++] = plain[i];
    }
    grouped[at] = '\0';
    const char *sign = value < 0 && strspn(plain, "0.") < strlen(plain) ? MINUS : "";
    return dc_arena_format(arena, "%s%s%s", sign, grouped, plain + whole);
}

const char *text_signed(dc_arena *arena, double value, int decimals)
{
    const char *number = text_number(arena, value, decimals);
    if (strncmp(number, MINUS, strlen(MINUS)) == 0)
        return number;
    if (strspn(number, "0.") == strlen(number))
        return number;
    return dc_arena_format(arena, "+%s", number);
}

const char *text_count(dc_arena *arena, size_t count)
{
    return text_number(arena, (double)count, 0);
}

const char *text_share(dc_arena *arena, double share, int decimals)
{
    return dc_arena_format(arena, "%s %%", text_number(arena, share * 100.0, decimals));
}

const char *text_date(dc_arena *arena, dc_date date)
{
    char text[11] = "";
    if (dc_date_is_set(date))
        dc_date_format(text, date);
    return dc_arena_copy_text(arena, text);
}

const char *text_money(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                       double minor)
{
    return text_number(arena, money_major(answer, minor) / scale->divisor, scale->decimals);
}

const char *text_money_words(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                             double minor)
{
    return dc_arena_format(arena, "%s%s", text_money(arena, answer, scale, minor), scale->suffix);
}

bool has_bands(const dc_answer *answer)
{
    return !answer->options->expected_only;
}

static bool letter_is_allowed(ucs4_t letter)
{
    return letter == '\t' || letter == '\n' ||
           (letter >= 0x20 && letter != 0x7F && letter != 0xFFFE && letter != 0xFFFF);
}

const char *text_clean(dc_arena *arena, const char *text, size_t most)
{
    size_t length = strlen(text);
    char  *clean = dc_arena_alloc(arena, length * strlen(REPLACEMENT) + 1, 1);
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        ucs4_t letter = 0;
        int    step = u8_mbtoucr(&letter, (const uint8_t *)text + at, length - at);
        bool   good = step > 0 && letter_is_allowed(letter);
        size_t size = good ? (size_t)step : strlen(REPLACEMENT);
        if (written + size > most)
            break;
        memcpy(clean + written, good ? text + at : REPLACEMENT, size);
        written += size;
        at += step > 0 ? (size_t)step : 1;
    }
    return clean;
}
