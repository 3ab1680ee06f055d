#include "option_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/money.h"

/* Digits only, below 2^64.  Returns the text after them, or NULL when there are none. */
static const char *parse_digits(uint64_t *out, const char *text)
{
    uint64_t value = 0;

    if (*text < '0' || *text > '9')
        return NULL;
    for (; *text >= '0' && *text <= '9'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return NULL;
        value = value * 10 + digit;
    }
    *out = value;
    return text;
}

static bool parse_count(uint32_t *out, const char *text, const dc_option *row)
{
    uint64_t    value;
    const char *rest = parse_digits(&value, text);

    if (!rest || *rest != '\0' || value < row->least || value > row->most)
        return false;
    *out = (uint32_t)value;
    return true;
}

/* "2GiB", "512MB", "1.5 GB" without the blank: bytes; least and most in MiB. */
static bool parse_size(uint64_t *out, const char *text, const dc_option *row)
{
    static const struct {
        const char *name;
        double      bytes;
    } units[] = {{"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"TiB", 0x1p40},
                 {"KB", 1e3},     {"MB", 1e6},     {"GB", 1e9},     {"TB", 1e12}};
    char  *rest;
    double value = strtod(text, &rest);
    if (rest == text || !isfinite(value))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(rest, units[i].name) == 0) {
            value *= units[i].bytes;
            *out = (uint64_t)fmax(value, 0.0);
            return value >= row->least * 0x1p20 && value <= row->most * 0x1p20;
        }
    return false;
}

/* "1%" or "0.01"; least and most in ten-thousandths. */
static bool parse_share(double *out, const char *text, const dc_option *row)
{
    char  *rest;
    double value = strtod(text, &rest);
    if (rest == text || !isfinite(value))
        return false;
    if (*rest == '%') {
        value /= 100.0;
        rest++;
    }
    *out = value;
    return *rest == '\0' && value >= row->least * 1e-4 && value <= row->most * 1e-4;
}

static bool parse_seed(uint64_t *out, const char *text)
{
    const char *rest = parse_digits(out, text);
    return rest && *rest == '\0';
}

/* "52w", "364d" or "364": days. */
static bool parse_horizon(int32_t *out, const char *text, const dc_option *row)
{
    uint64_t    value;
    const char *rest = parse_digits(&value, text);

    if (!rest || value > row->most)
        return false;
    if (*rest == 'w') {
        value *= 7;
        rest++;
    } else if (*rest == 'd') {
        rest++;
    }
    if (*rest != '\0' || value < row->least || value > row->most)
        return false;
    *out = (int32_t)value;
    return true;
}

/* Position of the text among "auto|always|never". */
static bool parse_choice(int *out, const char *text, const char *choices)
{
    size_t length = strlen(text);

    for (int position = 0;; position++) {
        size_t width = strcspn(choices, "|");
        if (width == length && strncmp(choices, text, width) == 0) {
            *out = position;
            return true;
        }
        if (choices[width] == '\0')
            return false;
        choices += width + 1;
    }
}

bool dc_option_language_read(int *out, const char *text)
{
    dc_language language = dc_language_by_code(text);
    if (language == DC_LANGUAGE_COUNT)
        return false;
    *out = (int)language;
    return true;
}

bool dc_option_value_read(void *field, const dc_option *row, const char *value)
{
    switch (row->kind) {
    case DC_OPTION_FLAG: *(bool *)field = true; return true;
    case DC_OPTION_TEXT:
    case DC_OPTION_FILE: *(const char **)field = value; return true;
    case DC_OPTION_CURRENCY: *(const char **)field = value; return dc_currency_decimals(value) >= 0;
    case DC_OPTION_NUMBER: return parse_count(field, value, row);
    case DC_OPTION_SEED: return parse_seed(field, value);
    case DC_OPTION_SIZE: return parse_size(field, value, row);
    case DC_OPTION_SHARE: return parse_share(field, value, row);
    case DC_OPTION_DATE: return dc_date_parse(field, value, 1u << DC_DATE_ISO) == DC_DATE_OK;
    case DC_OPTION_HORIZON: return parse_horizon(field, value, row);
    case DC_OPTION_CHOICE: return parse_choice(field, value, row->argument);
    case DC_OPTION_LANGUAGE: return dc_option_language_read(field, value);
    case DC_OPTION_LIST:
    case DC_OPTION_FILES: break;
    }
    return false;
}
