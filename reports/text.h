/*
 * text.h - figures and names as text: scaled money, dates, clean UTF-8, columns of a terminal.
 */
#ifndef DUECAST_REPORTS_TEXT_H
#define DUECAST_REPORTS_TEXT_H

#include "duecast/report.h"

/* How large amounts are shortened: 11,234,567.89 EUR is "11.23" with unit "EUR m". */
typedef struct {
    double      divisor;  /* of major units: 1, 1e3, 1e4, 1e6 or 1e8 */
    int         decimals; /* after dividing */
    const char *suffix;   /* " m", "" */
    const char *label;    /* "EUR m", "万元"; without a currency "m", "万" or "" */
    double      from;     /* used where the largest amount shown is at least this, major units */
} money_scale;

/* The scale that fits the largest amount shown; labels in the arena. */
money_scale money_scale_of(dc_arena *arena, const dc_answer *answer);

/* The usual scale, or a finer one where it would leave a single digit: 95.20 is not "0.1 k". */
money_scale money_scale_for(dc_arena *arena, const dc_answer *answer, const money_scale *usual,
                            double minor);

/* Every scale of a language, largest last, NULL-terminated by divisor 0. */
const money_scale *money_scales(dc_language language);
const char *money_scale_label(dc_arena *arena, const money_scale *scale, const char *currency,
                              dc_language language);

/* Minor units of the book currency to major units. */
double money_major(const dc_answer *answer, double minor);

/* The template with {0} {1} ... replaced by the arguments, closed by NULL. */
const char *text_fill(dc_arena *arena, const char *template, ...) __attribute__((sentinel));

const char *text_number(dc_arena *arena, double value, int decimals); /* "−1,234.50" */
const char *text_signed(dc_arena *arena, double value, int decimals); /* "+1.10", "−0.52" */
const char *text_count(dc_arena *arena, size_t count);                /* "8,214" */
const char *text_share(dc_arena *arena, double share, int decimals);  /* "11 %" */
const char *text_date(dc_arena *arena, dc_date date);                 /* "" for none */
const char *text_money(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                       double minor); /* "11.23" */
const char *text_money_words(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                             double minor); /* "11.23 m", small ones finer: "EUR 95.20"; "0" */

/* A number on a scale of its own beside others on the usual one: one without a word for its
 * thousands has the currency. */
const char *text_unit_words(dc_arena *arena, const dc_answer *answer, const money_scale *usual,
                            const money_scale *own, const char *number);

/* With its currency: "EUR 11.23 m", "1,123.0 万元", "11.23 m" where no currency was given. */
const char *text_amount(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                        double minor);

/* An amount of any currency on a scale of its own: "CAD 44.47 m". */
const char *text_amount_in(dc_arena *arena, dc_language language, const dc_currency *currency,
                           int64_t minor);

/* Is the book in a currency, or in amounts of which nobody said the currency? */
bool has_currency(const dc_answer *answer);

/* "Customers pay sooner | later by 7 days". */
const char *say_driver(dc_arena *arena, dc_language language, dc_driver driver);

/* "1 week", "13 weeks" of a word with {0} and {0:week|weeks}. */
const char *text_counted(dc_arena *arena, dc_language language, dc_word word, size_t count);

/* The expected engine has one "path": no errors, no bands, no chances. */
bool has_bands(const dc_answer *answer);

/* Bands in headlines and charts are for habits that were learnt, not for assumed ones. */
bool shows_bands(const dc_answer *answer);

/* Valid UTF-8 that XML 1.0 may hold: what is not becomes U+FFFD, marks that turn the direction of
 * writing round are left out; cut after `most` letters. */
const char *text_clean(dc_arena *arena, const char *text, size_t most);

/* Clean, and cut to so many columns of a terminal. */
const char *text_narrow(dc_arena *arena, const char *text, int most);

/* Columns a text takes in a terminal: 2 for each Chinese letter. */
int  text_columns(const char *text);
void text_pad(FILE *out, const char *text, int columns); /* at least; negative: to the left edge */
void text_wrap(FILE *out, const char *text, int columns, const char *indent);

/* How many lines text_wrap would write. */
int text_wrap_lines(const char *text, int columns);

#endif
