#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levers.h"

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static const char *after_sign(const char *text)
{
    return *text == '-' || *text == '+' ? text + 1 : text;
}

/* Digits only, with a sign: strtol alone would take blanks and stop at the first letter. */
static bool read_whole(double *out, const char *text)
{
    const char *digits = after_sign(text);
    size_t      count = strspn(digits, "0123456789");
    if (count == 0 || count > 9 || digits[count] != '\0')
        return false;
    *out = (double)strtol(text, NULL, 10);
    return true;
}

/* A plain decimal, none of strtod's other spellings (inf, nan, 0x1p4, 1e9).  *end is behind it. */
static bool read_decimal(double *out, const char *text, const char **end)
{
    const char *digits = after_sign(text);
    size_t      before = strspn(digits, "0123456789");
    size_t      dot = digits[before] == '.';
    size_t      after = dot ? strspn(digits + before + dot, "0123456789") : 0;
    size_t      length = before + dot + after;
    char        copy[32];
    if (before + after == 0 || length + 2 > sizeof copy)
        return false;
    size_t sign = (size_t)(digits - text);
    memcpy(copy, text, sign + length);
    copy[sign + length] = '\0';
    *out = strtod(copy, NULL) + 0.0; /* no negative zero: it would be another run id */
    *end = digits + length;
    return true;
}

static bool read_share(double *out, const char *text)
{
    const char *rest;
    if (!read_decimal(out, text, &rest))
        return false;
    if (*rest == '\0')
        return true;
    rest += strspn(rest, " ");
    *out /= 100.0;
    return strcmp(rest, "%") == 0;
}

static bool read_factor(double *out, const char *text)
{
    const char *rest;
    return read_decimal(out, text, &rest) && *rest == '\0';
}

/* "45" and "+45" are days after the as-of date; eight digits are a date. */
static bool read_day(double *out, const char *text, dc_date as_of)
{
    if (strcmp(text, "forever") == 0) {
        *out = INT32_MAX;
        return true;
    }
    if (strlen(text) <= 6 && read_whole(out, text))
        return true;
    dc_date date;
    if (dc_date_parse(&date, text, 1u << DC_DATE_ISO) != DC_DATE_OK)
        return false;
    *out = dc_date_days_between(as_of, date);
    return true;
}

static bool read_period(double *out, bool *in_months, const char *text)
{
    size_t length = strlen(text);
    char   number[8];
    if (length < 2 || length > sizeof number || !is_digit(text[0]))
        return false;
    memcpy(number, text, length - 1);
    number[length - 1] = '\0';
    if (!read_whole(out, number))
        return false;
    char unit = text[length - 1];
    *in_months = unit == 'm';
    if (unit == 'w')
        *out *= 7.0;
    return unit == 'd' || unit == 'w' || unit == 'm';
}

static bool read_amount(double *out, const char *text)
{
    if (strcmp(text, "none") != 0)
        return read_factor(out, text);
    *out = INFINITY;
    return true;
}

static bool read_switch(double *out, const char *text)
{
    *out = strcmp(text, "yes") == 0;
    return *out > 0.0 || strcmp(text, "no") == 0;
}

static const char *const after_miss[DC_MISS_COUNT] = {[DC_MISS_OWN_LAW] = "own_law",
                                                      [DC_MISS_THIRD_PARTY] = "third_party",
                                                      [DC_MISS_NEVER] = "never"};

static bool read_after_miss(double *out, const char *text)
{
    int at = 0;
    while (at < DC_MISS_COUNT && strcmp(after_miss[at], text) != 0)
        at++;
    *out = at;
    return at < DC_MISS_COUNT;
}

bool dc_value_takes_range(dc_value_kind kind)
{
    return kind != DC_VALUE_PERIOD && kind != DC_VALUE_SWITCH && kind != DC_VALUE_AFTER_MISS;
}

bool dc_value_read(double *out, bool *in_months, const char *text, dc_value_kind kind,
                   dc_date as_of)
{
    *in_months = false;
    switch (kind) {
    case DC_VALUE_DAYS:
    case DC_VALUE_COUNT: return read_whole(out, text);
    case DC_VALUE_SHARE: return read_share(out, text);
    case DC_VALUE_FACTOR: return read_factor(out, text);
    case DC_VALUE_DAY: return read_day(out, text, as_of);
    case DC_VALUE_PERIOD: return read_period(out, in_months, text);
    case DC_VALUE_MONEY: return read_amount(out, text);
    case DC_VALUE_SWITCH: return read_switch(out, text);
    case DC_VALUE_AFTER_MISS: return read_after_miss(out, text);
    }
    return false;
}

static const char *write_day(dc_arena *arena, double value, dc_date as_of)
{
    if (value >= INT32_MAX)
        return "forever";
    char text[11];
    dc_date_format(text, dc_date_add_days(as_of, (int32_t)value));
    return dc_arena_copy_text(arena, text);
}

const char *dc_value_write(dc_arena *arena, double value, bool in_months, dc_value_kind kind,
                           dc_date as_of)
{
    switch (kind) {
    case DC_VALUE_SHARE: return dc_arena_format(arena, "%.10g%%", 100.0 * value);
    case DC_VALUE_DAY: return write_day(arena, value, as_of);
    case DC_VALUE_PERIOD: return dc_arena_format(arena, "%.0f%c", value, in_months ? 'm' : 'd');
    case DC_VALUE_MONEY: return isinf(value) ? "none" : dc_arena_format(arena, "%.15g", value);
    case DC_VALUE_SWITCH: return value > 0.0 ? "yes" : "no";
    case DC_VALUE_AFTER_MISS: return after_miss[(int)value];
    case DC_VALUE_DAYS:
    case DC_VALUE_COUNT:
    case DC_VALUE_FACTOR: break;
    }
    return dc_arena_format(arena, "%.10g", value);
}

int64_t dc_setting_amount(const dc_lever_setting *setting, dc_case which)
{
    double value = setting->value[which];
    return isinf(value) ? INT64_MAX : llround(value * setting->unit);
}

const char *dc_limits_write(dc_arena *arena, const dc_lever_parameter *parameter, dc_date as_of)
{
    const char *least = dc_value_write(arena, parameter->least, false, parameter->kind, as_of);
    const char *most = dc_value_write(arena, parameter->most, false, parameter->kind, as_of);
    return dc_arena_format(arena, "%s..%s", least, most);
}
