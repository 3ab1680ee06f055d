/*
 * money.h - exact amounts.
 *
 * An amount is a whole number of minor units (cents, yen, fils) of a currency that is known from
 * the context.  Sums are checked; whoever multiplies or divides names the rounding.
 */
#ifndef DUECAST_MONEY_H
#define DUECAST_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/arena.h"

typedef struct {
    int64_t minor;
} dc_money;
_Static_assert(sizeof(dc_money) == 8, "a column of money is a column of int64");

#define DC_MONEY(minor_units) ((dc_money){(minor_units)})

/* Largest amount of one row: 10^15 - 1 minor units, Excel's 15 digits. */
#define DC_MONEY_ROW_MAX INT64_C(999999999999999)

/* Symmetric about zero: half up is away from zero, down is towards it. */
typedef enum { DC_ROUND_HALF_EVEN, DC_ROUND_HALF_UP, DC_ROUND_DOWN } dc_rounding;

/* Number of decimals of an ISO 4217 currency: 0 JPY, 2 EUR, 3 KWD, 4 CLF; -1 for an unknown code.
 * "XXX" (no currency) has 2.  Source: ISO 4217 list one, see docs/FORMULAS.md. */
int dc_currency_decimals(const char *code);

dc_money dc_money_add(dc_money a, dc_money b); /* asserts that nothing overflows */
dc_money dc_money_sub(dc_money a, dc_money b);
bool     dc_money_add_checked(dc_money *out, dc_money a, dc_money b); /* false: would overflow */

/* amount * factor; |amount| below 2^53 minor units, where a double still holds every cent. */
dc_money dc_money_scale(dc_money amount, double factor, dc_rounding rounding);

/* amount * numerator / denominator in exact integer arithmetic; denominator > 0. */
dc_money dc_money_ratio(dc_money amount, int64_t numerator, int64_t denominator,
                        dc_rounding rounding);

/* The sum of amount * weight over the rows, divided by denominator > 0: exact, rounded once. */
dc_money dc_money_weigh(const dc_money *amounts, const int64_t *weights, size_t count,
                        int64_t denominator, dc_rounding rounding);

/* Splits total by weights >= 0 (their sum > 0) by largest remainder, ties to the lowest index; the
 * parts sum to total exactly.  10000 by 1,1,1 -> 3334,3333,3333. */
void dc_money_allocate(dc_money *parts, dc_money total, const int64_t *weights, size_t count);

/* How amounts are written in a file. */
typedef struct {
    char decimal;   /* '.' or ',' */
    char thousands; /* ',' '.' ' ' '\'' or 0 when none may stand */
    bool is_bare;   /* no sign of a currency may stand with it: nobody would look at that */
} dc_number_style;
#define DC_NUMBER_STYLE_PLAIN ((dc_number_style){'.', ',', true})

typedef enum {
    DC_NUMBER_OK,
    DC_NUMBER_EMPTY,
    DC_NUMBER_NOT_A_NUMBER,
    DC_NUMBER_SURPLUS_DECIMALS, /* more decimals than the currency has; nothing written */
    DC_NUMBER_ROUNDED,          /* surplus decimals within 1e-6 of a minor unit: rounded, counted */
    DC_NUMBER_TOO_LARGE
} dc_number_result;

/* Decimal text to minor units, digit by digit (no floating point).  Accepts a leading or trailing
 * minus, parentheses for negative, thousands separators in groups of three (or as in India,
 * 12,34,567), and blanks around; a thousands blank may be a no-break or thin one, an apostrophe
 * may be curly; unless the style is bare, so may the sign of a currency, which says nothing.
 * Nothing is written unless the result is DC_NUMBER_OK or DC_NUMBER_ROUNDED. */
dc_number_result dc_money_parse(dc_money *out, const char *text, int decimals,
                                dc_number_style style);

/* Whether "50.000" was perhaps meant as fifty thousand: one point before its last three digits, in
 * a currency of fewer decimals.  `whole` gets it without the point. */
bool dc_money_may_be_thousands(char *whole, size_t size, const char *text, int decimals);

/* "-1234.50": plain, no thousands; exact inverse of dc_money_parse. Buffer of 32 suffices. */
void dc_money_format(char *buffer, size_t size, dc_money amount, int decimals);

/* "-1,234,567.89" of "-1234567.89"; a text of n letters needs a buffer of n + n / 3 + 2. */
void dc_group_thousands(char *buffer, size_t size, const char *plain);

/* An exchange rate as an exact decimal: units of the book currency per 1 unit of the currency. */
typedef struct {
    int64_t mantissa; /* > 0 */
    int32_t exponent; /* rate = mantissa * 10^-exponent; 0..DC_RATE_EXPONENT_MAX */
} dc_rate;

#define DC_RATE_MANTISSA_END INT64_C(1000000000000001) /* 15 digits, and 10^15 after rounding */
enum { DC_RATE_EXPONENT_MAX = 30 };

/* Rates of more than 15 significant digits are rounded to 15.  False: not a number > 0. */
bool   dc_rate_parse(dc_rate *out, const char *text, dc_number_style style);
double dc_rate_value(dc_rate rate);

/* Translates between currencies with different decimals; one rounding, half even.
 * 1,234.56 EUR at 161.235 -> 199,054 JPY. */
dc_money dc_money_translate(dc_money amount, int decimals_from, dc_rate rate, int decimals_to);

/* The same for an amount and a rate of the user's: false, and nothing written, on overflow. */
bool dc_money_translate_checked(dc_money *out, dc_money amount, int decimals_from, dc_rate rate,
                                int decimals_to);

#endif
