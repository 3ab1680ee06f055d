/* worth.c - what the rows of a file are worth, by currency until the rates are known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

enum { DIGITS_MAX = 24 }; /* of an amount whose worth is still counted */

/* Worth is kept in whole hundredths, so that its sum does not depend on the order of rows. */
static double to_hundredths(double major)
{
    return rint(fabs(major) * 100);
}

/* The size of an amount that is no exact one, by all its digits; NaN: too many for an amount. */
static double size_of_digits(const char *text, dc_number_style style)
{
    double value = 0, unit = 1;
    int    digits = 0;
    bool   is_fraction = false;

    for (; *text; text++) {
        if (*text == style.decimal) {
            is_fraction = true;
        } else if (*text >= '0' && *text <= '9') {
            value = value * 10 + (*text - '0');
            unit *= is_fraction ? 10 : 1;
            digits++;
        }
    }
    return digits <= DIGITS_MAX ? value / unit : NAN;
}

double dc_worth_of_text(const dc_raw_amount *raw, dc_number_style style)
{
    static const int64_t plain_end = INT64_C(1000000000000000);
    dc_money             amount;

    if (!raw)
        return 0; /* a file without amounts */
    switch (dc_money_parse(&amount, raw->text, 4, style)) {
    case DC_NUMBER_OK:
        if (amount.minor % 100 == 0 && llabs(amount.minor) < plain_end)
            return (double)(llabs(amount.minor) / 100); /* the same, without rounding */
        /* fall through */
    case DC_NUMBER_ROUNDED: return to_hundredths((double)amount.minor / 1e4);
    case DC_NUMBER_SURPLUS_DECIMALS:
    case DC_NUMBER_TOO_LARGE: return to_hundredths(size_of_digits(raw->text, style));
    case DC_NUMBER_EMPTY:
    case DC_NUMBER_NOT_A_NUMBER: break;
    }
    return NAN;
}

double dc_reading_worth(const dc_reading *reading, dc_money amount, uint16_t currency)
{
    static const double unit[] = {1, 10, 100, 1e3, 1e4};

    return to_hundredths((double)amount.minor / unit[dc_reading_decimals(reading, currency)]);
}

static dc_worth *worth_of(dc_file_totals *totals, const char *code)
{
    dc_worth *worth = totals->worth;

    for (size_t i = 0; i < totals->worth_count; i++)
        if (strcmp(worth[i].code, code) == 0)
            return &worth[i];
    if (totals->worth_count == DC_CURRENCIES_MAX) /* such a book is refused */
        return &worth[0];
    worth = &worth[totals->worth_count++];
    *worth = (dc_worth){.read = 0};
    memcpy(worth->code, code, strnlen(code, sizeof worth->code - 1));
    return worth;
}

void dc_worth_read(dc_file_totals *totals, const char *code, double worth)
{
    if (worth > 0)
        worth_of(totals, code)->read += worth;
}

void dc_worth_unread(dc_file_totals *totals, const char *code, double worth)
{
    worth_of(totals, code)->read -= worth;
}

void dc_worth_reject(dc_file_totals *totals, const char *code, double worth)
{
    if (worth > 0)
        worth_of(totals, code)->rejected += worth;
}

void dc_worth_join(dc_file_totals *to, const dc_file_totals *from)
{
    for (size_t i = 0; i < from->worth_count; i++) {
        dc_worth_read(to, from->worth[i].code, from->worth[i].read);
        dc_worth_reject(to, from->worth[i].code, from->worth[i].rejected);
    }
}

const char *dc_worth_code(const dc_reading *reading, uint16_t currency)
{
    return currency == reading->default_currency ? "" : reading->book->currencies[currency].code;
}

void dc_worth_is_in(dc_reading *reading, size_t file, uint16_t currency)
{
    dc_file_totals *totals = &reading->book->files[file];
    const char     *code = dc_worth_code(reading, currency);

    if (reading->row_code[0] || !code[0] || !(reading->row_worth > 0))
        return;
    worth_of(totals, "")->read -= reading->row_worth;
    dc_worth_read(totals, code, reading->row_worth);
    memcpy(reading->row_code, code, strnlen(code, sizeof reading->row_code - 1));
}

/* NULL: the book has none of this code, or no rate for it. */
static const dc_currency *rate_of(const dc_reading *reading, const char *code)
{
    const dc_book *book = reading->book;

    if (!code[0] && !reading->company_code)
        return &book->currencies[book->home];
    for (size_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, code[0] ? code : reading->company_code) == 0)
            return i == book->home || book->currencies[i].has_rate ? &book->currencies[i] : NULL;
    return code[0] ? NULL : &book->currencies[book->home];
}

static void sort_by_code(dc_worth *worth, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && strcmp(worth[j - 1].code, worth[j].code) > 0; j--) {
            dc_worth other = worth[j];
            worth[j] = worth[j - 1];
            worth[j - 1] = other;
        }
}

void dc_worth_translate(dc_file_totals *totals, const dc_reading *reading)
{
    const dc_currency *home = &reading->book->currencies[reading->book->home];
    size_t             apart = 0;

    for (size_t i = 0; i < totals->worth_count; i++) {
        dc_worth           worth = totals->worth[i];
        const dc_currency *from = rate_of(reading, worth.code);
        double             rate = from && from != home ? dc_rate_value(from->rate) : 1;

        if (from) { /* whole hundredths: no sum depends on the order of rows */
            totals->worth_read += rint(worth.read * rate);
            totals->worth_rejected += rint(worth.rejected * rate);
        } else {
            totals->worth[apart++] =
                (dc_worth){.read = worth.read / 100, .rejected = worth.rejected / 100};
            memcpy(totals->worth[apart - 1].code, worth.code, sizeof worth.code);
        }
    }
    totals->worth_count = apart;
    sort_by_code(totals->worth, apart);
    totals->worth_read /= 100;
    totals->worth_rejected /= 100;
}
