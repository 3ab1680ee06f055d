/* Dates as files hold them.  What a style is, is in duecast/date.h. */
#include "duecast/date.h"

#include <assert.h>
#include <string.h>

enum { CENTURY_OF_SHORT_YEARS = 2000 };

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Up to `most` digits at *at; how many there were. */
static int take_number(const char **at, int32_t *value, int most)
{
    int taken = 0;
    for (*value = 0; taken < most && is_digit(**at); taken++)
        *value = *value * 10 + (*(*at)++ - '0');
    return taken;
}

static bool take_text(const char **at, const char *text)
{
    size_t length = strlen(text);
    if (strncmp(*at, text, length) != 0)
        return false;
    *at += length;
    return true;
}

static void skip_blanks(const char **at)
{
    while (**at == ' ' || **at == '\t')
        (*at)++;
}

static bool skip_half(const char **at, int32_t *hour)
{
    char letter = lower(**at);
    if ((letter != 'a' && letter != 'p') || lower((*at)[1]) != 'm')
        return false;
    *at += 2;
    return *hour >= 1 && *hour <= 12;
}

static bool skip_zone(const char **at)
{
    int32_t hour, minute;
    if (**at != '+' && **at != '-')
        return take_text(at, "Z");
    (*at)++;
    if (take_number(at, &hour, 2) != 2)
        return false;
    take_text(at, ":");
    return take_number(at, &minute, 2) == 2;
}

/* What follows a date: nothing, or a time of day that exists. */
static bool only_a_time_follows(const char *at)
{
    int32_t hour, minute, second = 0, fraction;
    bool    t_stands = take_text(&at, "T"), blank_stands = *at == ' ';
    skip_blanks(&at);
    if (*at == '\0')
        return !t_stands;
    if (!(t_stands || blank_stands) || take_number(&at, &hour, 2) == 0 || *at++ != ':')
        return false;
    if (take_number(&at, &minute, 2) != 2)
        return false;
    if (take_text(&at, ":") && take_number(&at, &second, 2) != 2)
        return false;
    while (*at == '.' && is_digit(at[1]))
        for (at++; is_digit(*at);)
            take_number(&at, &fraction, 1);
    skip_blanks(&at);
    if (*at != '\0' && !skip_half(&at, &hour) && !skip_zone(&at))
        return false;
    skip_blanks(&at);
    return *at == '\0' && hour <= 24 && minute <= 59 && second <= 60;
}

static dc_date_result finish(dc_date *out, int32_t year, int32_t month, int32_t day,
                             const char *rest)
{
    if (!only_a_time_follows(rest))
        return DC_DATE_NOT_A_DATE;
    return dc_date_from_civil(out, year, month, day) ? DC_DATE_OK : DC_DATE_IMPOSSIBLE;
}

/* 20240229, and 20240229.0 of programs that keep it as a number. */
static dc_date_result parse_compact(dc_date *out, const char *text)
{
    int32_t all;
    if (take_number(&text, &all, 8) != 8 || is_digit(*text))
        return DC_DATE_NOT_A_DATE;
    if (take_text(&text, ".0"))
        while (*text == '0')
            text++;
    return finish(out, all / 10000, all / 100 % 100, all % 100, text);
}

typedef struct {
    const char *after_year, *after_month, *after_day;
} year_first_form;

static const year_first_form year_first_forms[] = {
    {"-", "-", ""},
    {"/", "/", ""},
    {".", ".", ""},
    {"年", "月", "日"},
};

static dc_date_result parse_year_first(dc_date *out, const char *text)
{
    int32_t year, month, day;
    if (take_number(&text, &year, 4) != 4)
        return DC_DATE_NOT_A_DATE;
    for (size_t i = 0; i < sizeof year_first_forms / sizeof year_first_forms[0]; i++) {
        const year_first_form *form = &year_first_forms[i];
        if (!take_text(&text, form->after_year))
            continue;
        if (take_number(&text, &month, 2) == 0 || !take_text(&text, form->after_month) ||
            take_number(&text, &day, 2) == 0 || !take_text(&text, form->after_day))
            return DC_DATE_NOT_A_DATE;
        return finish(out, year, month, day, text);
    }
    return DC_DATE_NOT_A_DATE;
}

static dc_date_result parse_iso(dc_date *out, const char *text)
{
    dc_date_result result = parse_year_first(out, text);
    return result == DC_DATE_NOT_A_DATE ? parse_compact(out, text) : result;
}

/* Two short numbers and a year of four digits, with twice the same separator. */
static bool take_numbers(const char **text, const char *separators, int32_t number[3])
{
    if (take_number(text, &number[0], 2) == 0 || **text == '\0' || !strchr(separators, **text))
        return false;
    const char separator[2] = {*(*text)++, '\0'};
    return take_number(text, &number[1], 2) > 0 && take_text(text, separator) &&
           take_number(text, &number[2], 4) == 4;
}

static dc_date_result parse_month_first(dc_date *out, const char *text)
{
    int32_t number[3];
    if (!take_numbers(&text, "/-", number))
        return DC_DATE_NOT_A_DATE;
    return finish(out, number[2], number[0], number[1], text);
}

static dc_date_result parse_day_first(dc_date *out, const char *text)
{
    int32_t number[3];
    if (!take_numbers(&text, "/-.", number))
        return DC_DATE_NOT_A_DATE;
    return finish(out, number[2], number[1], number[0], text);
}

/* "Feb", "Sept", "February": a beginning of three letters or more; 0 when it is no month. */
static int32_t take_month_name(const char **at)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (int32_t month = 0; month < 12; month++) {
        size_t same = 0;
        while (names[month][same] && lower((*at)[same]) == names[month][same])
            same++;
        if (same < 3)
            continue;
        *at += same;
        return month + 1;
    }
    return 0;
}

static dc_date_result parse_month_name(dc_date *out, const char *text)
{
    int32_t day, year;
    if (take_number(&text, &day, 2) == 0)
        return DC_DATE_NOT_A_DATE;
    text += *text && strchr("- ./", *text);
    int32_t month = take_month_name(&text);
    if (month == 0)
        return DC_DATE_NOT_A_DATE;
    text += *text && strchr("- ./", *text);
    int digits = take_number(&text, &year, 4);
    if (digits != 2 && digits != 4)
        return DC_DATE_NOT_A_DATE;
    return finish(out, digits == 2 ? CENTURY_OF_SHORT_YEARS + year : year, month, day, text);
}

static dc_date_result parse_serial(dc_date *out, const char *text)
{
    int32_t serial, fraction;
    if (take_number(&text, &serial, 5) != 5 || serial < 10000)
        return DC_DATE_NOT_A_DATE;
    if (*text == '.')
        for (text++; is_digit(*text);)
            take_number(&text, &fraction, 1);
    skip_blanks(&text);
    if (*text != '\0')
        return DC_DATE_NOT_A_DATE;
    *out = DC_DATE(serial - DC_SPREADSHEET_1970);
    return DC_DATE_OK;
}

typedef dc_date_result parse_function(dc_date *out, const char *text);

static parse_function *const parsers[DC_DATE_STYLE_COUNT] = {
    [DC_DATE_ISO] = parse_iso,
    [DC_DATE_MONTH_FIRST] = parse_month_first,
    [DC_DATE_DAY_FIRST] = parse_day_first,
    [DC_DATE_DAY_MONTH_NAME] = parse_month_name,
    [DC_DATE_EXCEL_SERIAL] = parse_serial,
};

/* As nearly every date of a large ledger is written: looked at letter by letter, so that nothing
 * behind the end of a shorter text is touched. */
bool dc_date_parse_plain(dc_date *out, const char *text)
{
    static const int8_t place[] = {0, 1, 2, 3, 5, 6, 8, 9};
    int32_t             all = 0;
    for (size_t i = 0; i < sizeof place; i++) {
        if ((place[i] == 5 && text[4] != '-') || (place[i] == 8 && text[7] != '-') ||
            !is_digit(text[place[i]]))
            return false;
        all = all * 10 + (text[place[i]] - '0');
    }
    return text[10] == '\0' && dc_date_from_civil(out, all / 10000, all / 100 % 100, all % 100);
}

dc_date_result dc_date_parse(dc_date *out, const char *text, unsigned styles)
{
    assert(styles > 0 && styles < 1u << DC_DATE_STYLE_COUNT);
    if (styles & 1u << DC_DATE_ISO && dc_date_parse_plain(out, text))
        return DC_DATE_OK;
    skip_blanks(&text);
    if (*text == '\0')
        return DC_DATE_EMPTY;

    dc_date_result worst = DC_DATE_NOT_A_DATE;
    for (int style = 0; style < DC_DATE_STYLE_COUNT; style++) {
        if (!(styles & (1u << style)))
            continue;
        dc_date_result result = parsers[style](out, text);
        if (result == DC_DATE_OK)
            return result;
        if (result == DC_DATE_IMPOSSIBLE)
            worst = result;
    }
    return worst;
}
