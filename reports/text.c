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

/* Three digits at least: 49,900 is written out, 4.9 million reads 4,900.0 k. */
static const money_scale scales[DC_LANGUAGE_COUNT][4] = {
    [DC_ENGLISH] = {{1, 0, "", "", 0}, {1e3, 1, " k", " k", 5e4}, {1e6, 2, " m", " m", 5e6}, {0}},
    [DC_CHINESE] = {
        {1, 0, "元", "元", 0}, {1e4, 1, "万", "万元", 1e5}, {1e8, 2, "亿", "亿元", 5e8}, {0}}};

/* Below this, cents are worth showing. */
static const double cents_below = 100.0;

const money_scale *money_scales(dc_language language)
{
    return scales[language];
}

static bool is_currency(const char *code)
{
    return strcmp(code, "XXX") != 0;
}

const char *money_scale_label(dc_arena *arena, const money_scale *scale, const char *currency,
                              dc_language language)
{
    if (language == DC_CHINESE && strcmp(currency, "CNY") == 0)
        return scale->label;
    if (!is_currency(currency))
        currency = "";
    if (language == DC_CHINESE)
        return dc_arena_format(arena, "%s%s", scale->divisor > 1 ? scale->suffix : "", currency);
    return dc_arena_format(arena, "%s%s", currency,
                           scale->suffix + (currency[0] ? 0 : strspn(scale->suffix, " ")));
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

static const dc_currency *home_of(const dc_answer *answer)
{
    return &answer->book->currencies[answer->book->home];
}

bool has_currency(const dc_answer *answer)
{
    return is_currency(home_of(answer)->code);
}

static money_scale named(dc_arena *arena, const money_scale *row, const char *currency,
                         dc_language language)
{
    money_scale scale = *row;
    scale.suffix = suffix_of(row, currency, language);
    scale.label = money_scale_label(arena, row, currency, language);
    return scale;
}

static const money_scale *fitting(dc_language language, double largest)
{
    const money_scale *row = scales[language];
    while (row[1].divisor > 0 && largest >= row[1].from)
        row++;
    return row;
}

static double largest_shown(const dc_answer *answer)
{
    double open = 0.0;
    if (!answer->comparison)
        return money_major(answer, fabs((double)dc_book_ledger(answer->book).minor));
    const dc_outcome *baseline = &answer->comparison->outcome[0];
    for (int bucket = 0; bucket < DC_BUCKETS; bucket++)
        open += (double)answer->today->ageing[bucket];
    return money_major(
        answer, fmax(open, baseline->series[DC_CASH_COLLECTED][baseline->paired_week[0]].mean));
}

money_scale money_scale_of(dc_arena *arena, const dc_answer *answer)
{
    double      largest = largest_shown(answer);
    money_scale scale =
        named(arena, fitting(answer->language, largest), home_of(answer)->code, answer->language);
    if (largest < cents_below)
        scale.decimals = home_of(answer)->decimals;
    return scale;
}

money_scale money_scale_for(dc_arena *arena, const dc_answer *answer, const money_scale *usual,
                            double minor)
{
    const money_scale *row = scales[answer->language];
    double             size = fabs(money_major(answer, minor));
    money_scale        scale = *usual;
    while (row->divisor < usual->divisor)
        row++;
    while (size > 0.0 && row > scales[answer->language] &&
           size / row->divisor * pow(10.0, row->decimals) < 10.0)
        row--;
    if (row->divisor < usual->divisor)
        scale = named(arena, row, home_of(answer)->code, answer->language);
    if (scale.divisor == 1 && size > 0.0 && size < cents_below)
        scale.decimals = home_of(answer)->decimals;
    return scale;
}

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4};

double money_major(const dc_answer *answer, double minor)
{
    int decimals = home_of(answer)->decimals;
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
    return dc_filled(arena, template, arguments, count);
}

const char *text_number(dc_arena *arena, double value, int decimals)
{
    char plain[DIGITS_MAX], grouped[DIGITS_MAX + DIGITS_MAX / 3 + 2];
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    dc_group_thousands(grouped, sizeof grouped, plain);
    const char *sign = value < 0 && strspn(plain, "0.") < strlen(plain) ? MINUS : "";
    return dc_arena_format(arena, "%s%s", sign, grouped);
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

static const char *amount(dc_arena *arena, dc_language language, const char *currency,
                          const money_scale *scale, const char *number)
{
    if (language == DC_CHINESE)
        return dc_arena_format(arena, "%s%s", number, scale->label);
    bool given = is_currency(currency);
    return dc_arena_format(arena, "%s%s%s%s", given ? currency : "", given ? " " : "", number,
                           scale->suffix);
}

const char *text_unit_words(dc_arena *arena, const dc_answer *answer, const money_scale *usual,
                            const money_scale *own, const char *number)
{
    if (own->divisor == usual->divisor || own->divisor > 1)
        return dc_arena_format(arena, "%s%s", number, own->suffix);
    return amount(arena, answer->language, home_of(answer)->code, own, number);
}

const char *text_money_words(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                             double minor)
{
    money_scale own = money_scale_for(arena, answer, scale, minor);
    if (minor == 0.0 && scale->divisor > 1)
        return "0";
    return text_unit_words(arena, answer, scale, &own, text_money(arena, answer, &own, minor));
}

const char *text_amount(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                        double minor)
{
    money_scale own = money_scale_for(arena, answer, scale, minor);
    return amount(arena, answer->language, home_of(answer)->code, &own,
                  text_money(arena, answer, &own, minor));
}

const char *text_amount_in(dc_arena *arena, dc_language language, const dc_currency *currency,
                           int64_t minor)
{
    double      major = (double)minor / powers[currency->decimals];
    money_scale scale = named(arena, fitting(language, fabs(major)), currency->code, language);
    return amount(arena, language, currency->code, &scale,
                  text_number(arena, major / scale.divisor, scale.decimals));
}

dc_amount_scale dc_amount_scale_for(dc_arena *arena, dc_language language,
                                    const dc_currency *currency, double largest_minor)
{
    double      major = fabs(largest_minor) / powers[currency->decimals];
    money_scale scale = named(arena, fitting(language, major), currency->code, language);
    return (dc_amount_scale){.divisor = scale.divisor * powers[currency->decimals],
                             .decimals = major < cents_below ? currency->decimals : scale.decimals,
                             .label = scale.label};
}

const char *dc_number_text(dc_arena *arena, double value, int decimals)
{
    return text_number(arena, value, decimals);
}

const char *text_counted(dc_arena *arena, dc_language language, dc_word word, size_t count)
{
    return text_fill(arena, dc_say(language, word), text_count(arena, count), (const char *)NULL);
}

bool has_bands(const dc_answer *answer)
{
    return !answer->options->expected_only;
}

bool shows_bands(const dc_answer *answer)
{
    return has_bands(answer) && answer->model->learnt;
}

/* Embeddings, overrides and isolates could make a name read as another one. */
static bool letter_turns_direction(ucs4_t letter)
{
    return (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
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
    size_t written = 0, letters = 0;
    for (size_t at = 0; at < length;) {
        ucs4_t letter = 0;
        int    step = u8_mbtoucr(&letter, (const uint8_t *)text + at, length - at);
        bool   good = step > 0 && letter_is_allowed(letter);
        size_t size = good ? (size_t)step : strlen(REPLACEMENT);
        if (good && letter_turns_direction(letter))
            size = 0;
        if (size > 0 && letters++ == most)
            break;
        memcpy(clean + written, good ? text + at : REPLACEMENT, size);
        written += size;
        at += step > 0 ? (size_t)step : 1;
    }
    return clean;
}

const char *dc_clean_text(dc_arena *arena, const char *text)
{
    enum { SHOWN = 200 };
    return text_clean(arena, text, SHOWN);
}

const char *dc_part_name(dc_arena *arena, const char *invoice, const char *part)
{
    const char *name = part && *part ? dc_arena_format(arena, "%s/%s", invoice, part) : invoice;
    return dc_clean_text(arena, name);
}

const char *dc_amount_text(dc_arena *arena, dc_language language, const dc_currency *currency,
                           double minor)
{
    return text_amount_in(arena, language, currency, llround(minor));
}
