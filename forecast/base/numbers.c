/* Decimal text to exact numbers and back, digit by digit: no strtod, no locale. */
#include "duecast/money.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS_MAX = 48, NOISE_DIGITS = 6, RATE_DIGITS = 15 };

/* A number taken apart.  Leading zeros are not kept: 0.00204 is "204" with 5 decimals. */
typedef struct {
    bool negative;
    bool too_long;           /* the whole part has more digits than are kept */
    int  digits[DIGITS_MAX]; /* 0..9, the most significant first */
    int  count;              /* digits kept */
    int  lost;               /* digits beyond DIGITS_MAX */
    int  decimals;           /* digits after the decimal sign, without lost ones */
} decimal;

/* What may stand in front of and behind a number: blanks of several widths, signs, and, unless the
 * style is bare, signs of currencies, which say nothing here. */
typedef struct {
    const char *text;
    char        meaning;
} symbol;

static const symbol symbols[] = {
    {" ", ' '},      {"\t", ' '},     {"\u00A0", ' '},                   /* no-break space */
    {"\u202F", ' '},                                                     /* narrow no-break space */
    {"\u2009", ' '},                                                     /* thin space */
    {"\u3000", ' '},                                                     /* ideographic space */
    {"-", '-'},      {"\u2212", '-'},                                    /* minus sign */
    {"+", '+'},      {"(", '('},      {")", ')'},      {"\u2019", '\''}, /* Swiss thousands */
    {"$", '$'},      {"\u20AC", '$'}, {"\u00A3", '$'}, {"\u00A5", '$'},  /* euro, pound, yen */
    {"\uFFE5", '$'},                                                     /* wide yen */
};

/* The meaning of the letter at *at, which moves behind it; 0 at the end. */
static char take(const char **at)
{
    if (**at == '\0')
        return '\0';
    if ((unsigned char)**at < 0x80 && **at > '-')
        return *(*at)++; /* digits, point: no need to search */
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        size_t length = strlen(symbols[i].text);
        if (strncmp(*at, symbols[i].text, length) == 0) {
            *at += length;
            return symbols[i].meaning;
        }
    }
    return *(*at)++;
}

static char peek(const char *at)
{
    return take(&at);
}

static bool skip(const char **at, char wanted)
{
    if (peek(*at) != wanted)
        return false;
    take(at);
    return true;
}

static void skip_blanks(const char **at)
{
    while (skip(at, ' '))
        continue;
}

/* "$ 12", "-$12", "(12 $)" */
static void skip_around(const char **at, dc_number_style style)
{
    skip_blanks(at);
    if (!style.is_bare && skip(at, '$'))
        skip_blanks(at);
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static void keep_digit(decimal *number, char letter)
{
    int digit = letter - '0';
    if (number->count == 0 && digit == 0)
        return;
    if (number->count < DIGITS_MAX)
        number->digits[number->count++] = digit;
    else
        number->lost++;
}

/* Digits up to anything else; how many. */
static int take_digits(const char **at, decimal *number)
{
    int taken = 0;
    for (; is_digit(**at); taken++)
        keep_digit(number, *(*at)++);
    return taken;
}

/* Whole part with its thousands: 1234567, 1,234,567 or, as in India, 12,34,567. */
static bool take_whole(const char **at, decimal *number, char thousands, int *taken)
{
    int group = take_digits(at, number), group_middle = 0;
    *taken = group;
    while (thousands && group > 0 && peek(*at) == thousands) {
        const char *behind = *at;
        take(&behind);
        if (!is_digit(*behind)) /* a blank before a trailing sign, not a separator */
            break;
        *at = behind;
        if (group_middle == 0 ? group > 3 : group != group_middle)
            return false;
        group = take_digits(at, number);
        *taken += group;
        if (group_middle == 0 && group == 2)
            group_middle = 2;
        else if (group_middle == 0)
            group_middle = 3;
        else if (group != group_middle && group != 3)
            return false;
    }
    return group_middle == 0 || group == 3;
}

static bool take_decimal(decimal *number, const char *text, dc_number_style style)
{
    const char *at = text;
    int         whole = 0;
    *number = (decimal){0};

    skip_around(&at, style);
    bool bracket = skip(&at, '(');
    bool leading = !bracket && skip(&at, '-');
    if (!bracket && !leading)
        skip(&at, '+');
    skip_around(&at, style);
    if (!take_whole(&at, number, style.thousands, &whole))
        return false;
    number->too_long = number->lost > 0;
    number->lost = 0;
    if (skip(&at, style.decimal))
        number->decimals = take_digits(&at, number) - number->lost;
    if (whole + number->decimals == 0)
        return false;
    skip_around(&at, style);
    if (bracket && !skip(&at, ')'))
        return false;
    bool trailing = !bracket && !leading && skip(&at, '-');
    skip_around(&at, style);
    number->negative = bracket || leading || trailing;
    return *at == '\0';
}

static bool is_blank(const char *text)
{
    skip_blanks(&text);
    return *text == '\0';
}

/* Digit `place` of the number, counted from the decimal sign: 0 is units, 1 tenths, -1 tens. */
static int digit_at(const decimal *number, int place)
{
    int index = number->count - 1 - number->decimals + place;
    return index >= 0 && index < number->count ? number->digits[index] : 0;
}

static bool all_digits_are(const decimal *number, int digit, int from, int to)
{
    for (int place = from; place <= to; place++)
        if (digit_at(number, place) != digit)
            return false;
    return true;
}

/* Digits behind the currency's own: none or zeros, floating-point noise that rounds to a whole
 * minor unit (within 1e-6 of it), or a real surplus. */
static dc_number_result judge_surplus(const decimal *number, int decimals, int64_t *carry)
{
    int last = number->decimals;
    *carry = 0;
    if (all_digits_are(number, 0, decimals + 1, last))
        return DC_NUMBER_OK;
    if (all_digits_are(number, 0, decimals + 1, decimals + NOISE_DIGITS))
        return DC_NUMBER_ROUNDED;
    *carry = 1;
    if (all_digits_are(number, 9, decimals + 1, decimals + NOISE_DIGITS))
        return DC_NUMBER_ROUNDED;
    return DC_NUMBER_SURPLUS_DECIMALS;
}

/* 1234.56 or -1234.56, short and without surplus decimals, as nearly every amount of a large ledger
 * is written; false for any other. */
static bool parse_plain(dc_money *out, const char *text, int decimals, char point)
{
    enum { PLAIN_DIGITS_MAX = 15 }; /* as DC_MONEY_ROW_MAX has */
    bool    negative = *text == '-';
    int     whole = 0, behind = 0;
    int64_t minor = 0;
    for (text += negative; is_digit(*text) && whole < PLAIN_DIGITS_MAX; whole++)
        minor = minor * 10 + (*text++ - '0');
    if (*text == point && whole > 0)
        for (text++; is_digit(*text) && behind < decimals; behind++)
            minor = minor * 10 + (*text++ - '0');
    if (*text || whole == 0 || whole + decimals > PLAIN_DIGITS_MAX)
        return false;
    for (; behind < decimals; behind++)
        minor *= 10;
    *out = DC_MONEY(negative ? -minor : minor);
    return true;
}

dc_number_result dc_money_parse(dc_money *out, const char *text, int decimals,
                                dc_number_style style)
{
    assert(decimals >= 0 && decimals <= 4);
    if (parse_plain(out, text, decimals, style.decimal))
        return DC_NUMBER_OK;
    decimal number;
    int64_t carry, minor = 0;
    if (is_blank(text))
        return DC_NUMBER_EMPTY;
    if (!take_decimal(&number, text, style))
        return DC_NUMBER_NOT_A_NUMBER;

    if (number.too_long)
        return DC_NUMBER_TOO_LARGE;

    for (int place = number.decimals - number.count + 1; place <= decimals; place++) {
        if (minor > DC_MONEY_ROW_MAX / 10)
            return DC_NUMBER_TOO_LARGE;
        minor = minor * 10 + digit_at(&number, place);
    }
    dc_number_result result = judge_surplus(&number, decimals, &carry);
    if (result == DC_NUMBER_SURPLUS_DECIMALS)
        return result;
    minor += carry;
    if (minor > DC_MONEY_ROW_MAX)
        return DC_NUMBER_TOO_LARGE;
    *out = DC_MONEY(number.negative ? -minor : minor);
    return result;
}

void dc_money_format(char *buffer, size_t size, dc_money amount, int decimals)
{
    assert(decimals >= 0 && decimals <= 4);
    bool     negative = amount.minor < 0;
    uint64_t minor = negative ? 0 - (uint64_t)amount.minor : (uint64_t)amount.minor;
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;

    int length = decimals == 0
                     ? snprintf(buffer, size, "%s%" PRIu64, negative ? "-" : "", minor)
                     : snprintf(buffer, size, "%s%" PRIu64 ".%0*" PRIu64, negative ? "-" : "",
                                minor / unit, decimals, minor % unit);
    assert(length > 0 && (size_t)length < size);
}

bool dc_rate_parse(dc_rate *out, const char *text, dc_number_style style)
{
    decimal number;
    style.is_bare = true;
    if (!take_decimal(&number, text, style) || number.negative || number.too_long)
        return false;
    while (number.decimals > 0 && number.count > 0 && number.digits[number.count - 1] == 0)
        number.count--, number.decimals--;

    /* Beyond 15 digits a rate is noise of the program that wrote it: rounded. */
    int     kept = number.count < RATE_DIGITS ? number.count : RATE_DIGITS;
    int64_t mantissa = 0;
    for (int i = 0; i < kept; i++)
        mantissa = mantissa * 10 + number.digits[i];
    int32_t exponent = number.decimals - (number.count - kept);
    if (kept < number.count && number.digits[kept] >= 5)
        mantissa++;
    if (mantissa == 0 || exponent < 0 || exponent > DC_RATE_EXPONENT_MAX)
        return false;
    *out = (dc_rate){mantissa, exponent};
    return true;
}

void dc_group_thousands(char *buffer, size_t size, const char *plain)
{
    size_t used = 0, whole;

    if (*plain == '-' && size > 1)
        buffer[used++] = *plain++;
    whole = strcspn(plain, ".");
    for (size_t i = 0; plain[i] && used + 2 < size; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            buffer[used++] = ',';
        buffer[used++] = plain[i];
    }
    buffer[used] = '\0';
}

bool dc_money_may_be_thousands(char *whole, size_t size, const char *text, int decimals)
{
    const char *first = *text == '-' ? text + 1 : text;
    size_t      before = strspn(first, "0123456789"), length = strlen(text);

    if (decimals >= 3 || before < 1 || before > 3 || *first == '0' || first[before] != '.' ||
        strspn(first + before + 1, "0123456789") != 3 || first[before + 4] != '\0' || length > size)
        return false;
    snprintf(whole, size, "%.*s%s", (int)(first - text) + (int)before, text, first + before + 1);
    return true;
}
