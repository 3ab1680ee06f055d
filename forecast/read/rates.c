#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rate_history.h"
#include "reading.h"

/* Rates of the book's currencies: the latest on or before the as-of date of each. */
typedef struct {
    dc_reading  *reading;
    dc_table    *table;
    size_t       file;
    dc_row       second[DC_CURRENCIES_MAX]; /* another rate for the same day; line 0: none */
    dc_day_rates days;                      /* all of them */
    dc_day_rates ahead;                     /* forward rates of days after the as-of date */
    int32_t      per;                     /* currency the rates are told in; DC_NONE: the book's */
    dc_rate      told[DC_CURRENCIES_MAX]; /* of the as-of date, in that one */
} rate_reader;

static size_t find_currency(const dc_book *book, const char *code)
{
    size_t at = 0;

    while (at < book->currency_count && strcmp(book->currencies[at].code, code) != 0)
        at++;
    return at;
}

/* Of two rates for one day the smaller is used, and the later row refused at the end: which day
 * counts is known only then. */
static void use_rate(rate_reader *reader, size_t index, const dc_rate_row *row)
{
    dc_currency *currency = &reader->reading->book->currencies[index];
    double       value = dc_rate_value(row->rate);
    bool         is_newer = !currency->has_rate || row->date.day > currency->rate_date.day;
    bool         is_same_day = !is_newer && row->date.day == currency->rate_date.day;

    if (is_newer)
        reader->second[index] = (dc_row){0};
    if (is_same_day && value != dc_rate_value(currency->rate))
        reader->second[index] = dc_table_row(reader->table);
    if (!is_newer && (!is_same_day || value >= dc_rate_value(currency->rate)))
        return;
    currency->has_rate = true;
    currency->rate = row->rate;
    currency->rate_date = row->date;
}

static void refuse_second_rates(const rate_reader *reader)
{
    dc_reading *reading = reader->reading;

    for (size_t i = 0; i < reading->book->currency_count; i++) {
        const dc_currency *currency = &reading->book->currencies[i];
        size_t             first_issue = dc_issues_total(reading->issues);
        char               date[11];

        if (reader->second[i].line == 0)
            continue;
        dc_date_format(date, currency->rate_date);
        dc_table_issue(reader->table, reader->second[i], "rate", reading->issues,
                       DC_ISSUE_RATE_TWICE, currency->code, date, NULL);
        dc_reading_reject(reading, reader->table, reader->file, reader->second[i], first_issue, 0,
                          reading->default_currency);
    }
}

/* The currency that rates are told in is worth 1: a file that says another is told in another. */
static bool check_own(const rate_reader *reader, size_t index, const dc_rate_row *row)
{
    const dc_book *book = reader->reading->book;
    char           value[32];

    if (index != book->own || dc_rate_value(row->rate) == 1.0)
        return true;
    snprintf(value, sizeof value, "%.12g", dc_rate_value(row->rate));
    dc_table_issue(reader->table, dc_table_row(reader->table), "rate", reader->reading->issues,
                   DC_ISSUE_RATE_OF_OWN, row->currency, value, NULL);
    return false;
}

/* One row of the program's own layout; false after an issue. */
static bool use_row(rate_reader *reader, const dc_rate_row *row)
{
    dc_book *book = reader->reading->book;
    size_t   index = find_currency(book, row->currency), kind;

    if (!dc_read_choice(reader->table, "kind", row->kind, "spot|forward", &kind,
                        reader->reading->issues) ||
        !check_own(reader, index, row))
        return false;
    if (kind == 0 && index < book->currency_count && row->date.day <= book->as_of.day) {
        use_rate(reader, index, row);
        dc_day_rates_add(&reader->days, (uint16_t)index, row->date, row->rate);
    }
    if (kind == 1 && index < book->currency_count && row->date.day > book->as_of.day)
        dc_day_rates_add(&reader->ahead, (uint16_t)index, row->date, row->rate);
    return true;
}

static void read_own_layout(rate_reader *reader)
{
    dc_reading *reading = reader->reading;
    dc_rate_row row;

    while (dc_reading_next(reading, reader->table, reader->file, &row, NULL, NULL)) {
        if (!use_row(reader, &row))
            dc_reading_reject_row(reading, reader->table, reader->file);
    }
    refuse_second_rates(reader);
}

/*
 * The European Central Bank's history: one column for each currency, units of it for 1 EUR.
 * A cell is empty or N/A where no rate was set.
 */
typedef struct {
    dc_date     date;
    const char *cell[DC_CURRENCIES_MAX]; /* by index of the book's currencies; "" for none */
} ecb_row;

static bool read_quote(const rate_reader *reader, const ecb_row *row, size_t currency,
                       dc_rate *quote, bool *good)
{
    const char *code = reader->reading->book->currencies[currency].code;
    const char *text = row->cell[currency];

    if (strcmp(code, "EUR") == 0) {
        *quote = (dc_rate){.mantissa = 1, .exponent = 0};
        return true;
    }
    if (!text || !*text || strcmp(text, "N/A") == 0 || strcmp(text, "-") == 0)
        return false;
    if (dc_rate_parse(quote, text, dc_table_numbers(reader->table)))
        return true;
    dc_table_issue(reader->table, dc_table_row(reader->table), code, reader->reading->issues,
                   DC_ISSUE_BAD_RATE, code, text, NULL);
    *good = false;
    return false;
}

static bool use_ecb_row(rate_reader *reader, const ecb_row *row)
{
    dc_book *book = reader->reading->book;
    dc_rate  home, foreign;
    bool     good = true;

    if (row->date.day > book->as_of.day || !read_quote(reader, row, book->home, &home, &good))
        return good;
    for (size_t i = 0; i < book->currency_count; i++) {
        dc_currency *currency = &book->currencies[i];
        dc_rate      rate;

        if (!read_quote(reader, row, i, &foreign, &good))
            continue;
        rate = dc_cross_rate(home, foreign);
        dc_day_rates_add(&reader->days, (uint16_t)i, row->date, rate);
        if (currency->has_rate && currency->rate_date.day >= row->date.day)
            continue;
        currency->has_rate = true;
        currency->rate = rate;
        currency->rate_date = row->date;
    }
    return good;
}

static void read_ecb_layout(rate_reader *reader)
{
    dc_reading *reading = reader->reading;
    ecb_row     row;

    while (dc_reading_next(reading, reader->table, reader->file, &row, NULL, NULL)) {
        if (!use_ecb_row(reader, &row))
            dc_reading_reject_row(reading, reader->table, reader->file);
    }
}

/* Rates of the program's own layout are in the currency of book.yaml.  Where another book currency
 * was asked for, each is divided by that currency's own rate. */
static void rebase(rate_reader *reader)
{
    dc_reading        *reading = reader->reading;
    dc_book           *book = reading->book;
    size_t             company = book->own;
    const dc_currency *home = &book->currencies[book->home];
    for (size_t i = 0; i < book->currency_count; i++)
        reader->told[i] = book->currencies[i].rate;
    if (company == book->home)
        return;
    reader->per = (int32_t)company;
    book->currencies[company].has_rate = true;
    book->currencies[company].rate = (dc_rate){.mantissa = 1, .exponent = 0};
    book->currencies[company].rate_date = book->as_of;
    for (size_t i = 0; i < book->currency_count; i++) {
        dc_currency *currency = &book->currencies[i];
        currency->has_rate = currency->has_rate && home->has_rate;
        if (i != book->home && currency->has_rate)
            currency->rate = dc_cross_rate(currency->rate, home->rate);
    }
}

/* Columns of the currencies the book needs; the rest of the file is not looked at. */
static size_t make_ecb_columns(const dc_book *book, const dc_table *table, dc_column *columns)
{
    size_t count = 0;

    columns[count++] = (dc_column){"Date", DC_FIELD_DATE, true, offsetof(ecb_row, date), "", ""};
    for (size_t i = 0; i < book->currency_count; i++)
        if (dc_table_has(table, book->currencies[i].code))
            columns[count++] = (dc_column){book->currencies[i].code,
                                           DC_FIELD_TEXT,
                                           false,
                                           offsetof(ecb_row, cell) + i * sizeof(const char *),
                                           "",
                                           ""};
    return count;
}

static void read_table(rate_reader *reader)
{
    dc_reading          *reading = reader->reading;
    const dc_input_file *own = dc_input_file_of(DC_INPUT_RATES);
    dc_column            ecb[DC_CURRENCIES_MAX + 1];
    bool is_ecb = !dc_table_has(reader->table, "rate") && !dc_table_has(reader->table, "currency");
    size_t    count = is_ecb ? make_ecb_columns(reading->book, reader->table, ecb) : own->count;
    size_t    row_size = is_ecb ? sizeof(ecb_row) : own->row_size;
    dc_status status = dc_table_bind(reader->table, is_ecb ? ecb : own->columns, count, row_size, 0,
                                     reading->issues);

    if (is_ecb)
        reading->book->files[reader->file].format = "ecb";
    if (status != DC_OK)
        reading->unusable = true;
    else if (is_ecb)
        read_ecb_layout(reader);
    else {
        read_own_layout(reader);
        rebase(reader);
    }
}

static void warn_of_missing(const dc_reading *reading)
{
    const dc_book *book = reading->book;
    char           as_of[11];

    if (reading->company_broken)
        return; /* the book currency is a guess */
    dc_date_format(as_of, book->as_of);
    for (size_t i = 0; i < book->currency_count; i++)
        if (!book->currencies[i].has_rate)
            dc_issues_add(reading->issues, DC_ISSUE_NO_RATE, &(dc_place){0},
                          book->currencies[i].code, as_of, NULL);
}

static void read_file(dc_reading *reading)
{
    const char *given = reading->options->rates_file;
    rate_reader reader = {.reading = reading, .per = DC_NONE};

    if (given) {
        reader.table = dc_reading_open(reading, given, given, &reader.file);
    } else if (dc_reading_has_file(reading, reading->rates_name)) {
        char *path = dc_reading_path(reading, reading->rates_name);

        reader.table = dc_reading_open(reading, path, reading->rates_name, &reader.file);
        free(path);
    }
    if (reader.table) {
        dc_table_digest(reader.table, reading->book->files[reader.file].sha256);
        read_table(&reader);
        dc_table_close(reader.table);
    }
    dc_day_rates_keep(&reader.days, reading->book, reader.per);
    dc_day_rates_keep_ahead(&reader.ahead, reading->book, reader.per, reader.told);
}

/* Rates are downloaded: what is wrong with one row is wrong with hundreds. */
void dc_read_rates(dc_reading *reading)
{
    dc_currency *home = &reading->book->currencies[reading->book->home];
    dc_issues   *issues = reading->issues, *rows = dc_issues_new();

    reading->issues = rows;
    read_file(reading);
    reading->issues = issues;
    dc_reading_tell_grouped(issues, rows);
    dc_issues_free(rows);
    home->has_rate = true;
    home->rate = (dc_rate){.mantissa = 1, .exponent = 0};
    home->rate_date = reading->book->as_of;
    warn_of_missing(reading);
}
