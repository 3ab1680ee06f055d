#include "check.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

enum { GAP = 2, COLUMNS_MAX = 9, CELL_MAX = 128, ROWS_MAX = DC_CURRENCIES_MAX + 2 };

/* A small table of texts; the first columns are flush left, figures flush right. */
typedef struct {
    size_t columns, left_columns, rows;
    char   cell[ROWS_MAX][COLUMNS_MAX][CELL_MAX];
} text_table;

static void set(text_table *table, size_t row, size_t column, const char *text)
{
    snprintf(table->cell[row][column], CELL_MAX, "%s", text);
    if (row >= table->rows)
        table->rows = row + 1;
}

static void set_count(text_table *table, size_t row, size_t column, size_t count)
{
    char text[DC_COUNT_TEXT_MAX];

    dc_terminal_count(text, count);
    set(table, row, column, text);
}

static size_t column_width(const text_table *table, size_t column)
{
    size_t width = 0;

    for (size_t row = 0; row < table->rows; row++) {
        size_t own = dc_terminal_width(table->cell[row][column]);
        width = own > width ? own : width;
    }
    return width;
}

static void write_row(FILE *out, const text_table *table, size_t row)
{
    size_t last = table->columns, owed = 0; /* blanks are written only in front of a text */

    while (last > 0 && !*table->cell[row][last - 1])
        last--;
    for (size_t column = 0; column < last; column++) {
        const char *text = table->cell[row][column];
        size_t      blank = column_width(table, column) - dc_terminal_width(text);
        bool        is_left = column < table->left_columns;

        fprintf(out, "%*s%s", (int)(owed + (is_left ? 0 : blank)), "", text);
        owed = GAP + (is_left ? blank : 0);
    }
    fputc('\n', out);
}

static void write_table(FILE *out, const text_table *table)
{
    for (size_t row = 0; row < table->rows; row++)
        write_row(out, table, row);
}

static void format_money(char out[CELL_MAX], dc_money amount, int decimals)
{
    char plain[32];

    dc_money_format(plain, sizeof plain, amount, decimals);
    dc_group_thousands(out, CELL_MAX, plain);
}

static void set_money(text_table *table, size_t row, size_t column, dc_money amount, int decimals)
{
    char text[CELL_MAX];

    format_money(text, amount, decimals);
    set(table, row, column, text);
}

/* Worth is counted in hundredths, whatever the currency. */
static void format_worth(char out[CELL_MAX], double worth, const char *currency)
{
    char plain[CELL_MAX / 2];
    int  own = dc_currency_decimals(currency), decimals = own >= 0 && own < 2 ? own : 2;

    snprintf(plain, sizeof plain, "%.*f", decimals, worth);
    dc_group_thousands(out, CELL_MAX, plain);
}

/* "1,200.00 + 300.00 XAU": in the book currency, and what has no rate in its own. */
static void format_worths(char out[CELL_MAX], const dc_file_totals *file, const char *home,
                          bool rejected)
{
    char   own[CELL_MAX];
    size_t used;

    format_worth(out, rejected ? file->worth_rejected : file->worth_read, home);
    used = strlen(out);
    for (size_t i = 0; i < file->worth_count && used < CELL_MAX; i++) {
        double worth = rejected ? file->worth[i].rejected : file->worth[i].read;
        if (!(worth > 0))
            continue;
        format_worth(own, worth, file->worth[i].code);
        used +=
            (size_t)snprintf(out + used, CELL_MAX - used, " + %.40s %s", own, file->worth[i].code);
    }
}

static void set_heads(text_table *table, const dc_word *words, dc_language language)
{
    for (size_t i = 0; i < table->columns; i++)
        set(table, 0, i, dc_say(language, words[i]));
}

/* "1,200.00", and how many rows more are of unknown worth. */
static void set_rejected(text_table *table, size_t row, size_t column, const dc_file_totals *file,
                         const char *home, dc_language language)
{
    char        worth[CELL_MAX], count[DC_COUNT_TEXT_MAX];
    const char *arguments[] = {worth, count};
    char       *text = NULL;
    size_t      size;
    FILE       *out;

    format_worths(worth, file, home, true);
    dc_terminal_count(count, file->rows_worth_unknown);
    if (file->rows_worth_unknown == 0 || !(out = open_memstream(&text, &size))) {
        set(table, row, column, worth);
        return;
    }
    dc_fill(out, dc_say(language, DC_WORD_CHECK_WORTH_UNKNOWN), arguments, 2);
    fclose(out);
    set(table, row, column, text);
    free(text);
}

/* Dropped rows have a column only where there are any. */
static bool has_dropped(const dc_book *book)
{
    size_t dropped = 0;

    for (size_t i = 0; i < book->file_count; i++)
        dropped += book->files[i].rows_dropped;
    return dropped > 0;
}

static void set_file(text_table *table, size_t row, const dc_file_totals *file, bool dropped,
                     const char *home, dc_language language)
{
    size_t column = 0;
    char   worth[CELL_MAX];

    set(table, row, column++, file->file);
    set(table, row, column++, file->format);
    set_count(table, row, column++, file->rows_read);
    set_count(table, row, column++, file->rows_used);
    set_count(table, row, column++, file->rows_rejected);
    set_count(table, row, column++, file->rows_later);
    if (dropped)
        set_count(table, row, column++, file->rows_dropped);
    if (!(file->worth_read > 0) && file->worth_count == 0 && file->rows_worth_unknown == 0)
        return;
    format_worths(worth, file, home, false);
    set(table, row, column++, worth);
    set_rejected(table, row, column, file, home, language);
}

/* Where there are several currencies, worth says in which it is. */
static void set_head(text_table *table, size_t column, dc_word word, const dc_book *book,
                     dc_language language)
{
    const char *code = book->currencies[book->home].code;
    char       *text = NULL;
    size_t      size;
    FILE       *out;

    if (word != DC_WORD_CHECK_WORTH || book->currency_count < 2 ||
        !(out = open_memstream(&text, &size))) {
        set(table, 0, column, dc_say(language, word));
        return;
    }
    dc_fill(out, dc_say(language, DC_WORD_CHECK_WORTH_IN), &code, 1);
    fclose(out);
    set(table, 0, column, text);
    free(text);
}

static void write_files(FILE *out, const dc_book *book, dc_language language)
{
    static const dc_word words[] = {
        DC_WORD_CHECK_FILE,    DC_WORD_CHECK_FORMAT,   DC_WORD_CHECK_READ,
        DC_WORD_CHECK_USED,    DC_WORD_CHECK_REJECTED, DC_WORD_CHECK_LATER,
        DC_WORD_CHECK_DROPPED, DC_WORD_CHECK_WORTH,    DC_WORD_CHECK_WORTH_REJECTED};
    bool       dropped = has_dropped(book);
    text_table table = {.columns = dropped ? 9 : 8, .left_columns = 2};
    size_t     column = 0;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (dropped || words[i] != DC_WORD_CHECK_DROPPED)
            set_head(&table, column++, words[i], book, language);
    for (size_t i = 0; i < book->file_count && i + 1 < ROWS_MAX; i++)
        set_file(&table, i + 1, &book->files[i], dropped, book->currencies[book->home].code,
                 language);
    write_table(out, &table);
}

static void set_ledger(text_table *table, size_t row, const dc_currency *currency)
{
    int decimals = currency->decimals;

    set_money(table, row, 1, currency->receivables, decimals);
    set_money(table, row, 2, currency->credits, decimals);
    set_money(table, row, 3, currency->unapplied, decimals);
    set_money(table, row, 4, dc_money_add(currency->receivables, currency->unapplied), decimals);
}

static void set_rate(text_table *table, size_t row, const dc_book *book, size_t index,
                     dc_language language)
{
    const dc_currency *currency = &book->currencies[index];
    char               text[CELL_MAX], date[11];

    if (index == book->home)
        return;
    if (!currency->has_rate) {
        set(table, row, 5, dc_say(language, DC_WORD_CHECK_NO_RATE));
        return;
    }
    dc_date_format(date, currency->rate_date);
    snprintf(text, sizeof text, "%.8g", dc_rate_value(currency->rate));
    set(table, row, 5, text);
    set(table, row, 6, date);
}

/* The sum over all currencies, where there is more than one. */
static void set_total(text_table *table, const dc_book *book, dc_language language)
{
    const dc_currency *home = &book->currencies[book->home];
    size_t             row = table->rows;
    const char        *code = home->code;
    char              *text = NULL;
    size_t             size;
    FILE              *label = open_memstream(&text, &size);
    dc_currency        total = {.decimals = home->decimals,
                                .receivables = dc_book_receivables(book),
                                .credits = dc_book_credits(book),
                                .unapplied = dc_book_unapplied(book)};

    if (!label)
        return;
    dc_fill(label, dc_say(language, DC_WORD_CHECK_TOTAL), &code, 1);
    fclose(label);
    set(table, row, 0, text);
    free(text);
    set_ledger(table, row, &total);
}

static void write_currencies(FILE *out, const dc_book *book, dc_language language)
{
    static const dc_word words[] = {DC_WORD_CHECK_CURRENCY, DC_WORD_CHECK_RECEIVABLES,
                                    DC_WORD_CHECK_CREDITS,  DC_WORD_CHECK_UNAPPLIED,
                                    DC_WORD_CHECK_LEDGER,   DC_WORD_CHECK_RATE};
    text_table           table = {.columns = book->currency_count > 1 ? 6 : 5, .left_columns = 1};

    set_heads(&table, words, language);
    if (book->currency_count > 1)
        table.columns = 7; /* the day of a rate has no heading */
    for (size_t i = 0; i < book->currency_count; i++) {
        set(&table, i + 1, 0, book->currencies[i].code);
        set_ledger(&table, i + 1, &book->currencies[i]);
        set_rate(&table, i + 1, book, i, language);
    }
    if (book->currency_count > 1)
        set_total(&table, book, language);
    write_table(out, &table);
}

static dc_word why_no_control(const dc_company *company)
{
    if (company->figures_left_out)
        return DC_WORD_CHECK_CONTROL_OF_OTHER_DAY;
    return company->control_left_out ? DC_WORD_CHECK_CONTROL_OF_OTHER_CURRENCY
                                     : DC_WORD_CHECK_NO_CONTROL;
}

static void write_control(FILE *out, const dc_book *book, dc_language language)
{
    const dc_currency *home = &book->currencies[book->home];
    dc_figure          control = book->company.control_receivables;
    dc_money           ledger = dc_book_ledger(book);
    char               have[CELL_MAX], want[CELL_MAX], difference[CELL_MAX];
    const char        *arguments[] = {have, want, difference, home->code};

    if (!control.known) {
        fprintf(out, "%s\n", dc_say(language, why_no_control(&book->company)));
        return;
    }
    format_money(have, ledger, home->decimals);
    format_money(want, control.value, home->decimals);
    format_money(difference, dc_money_sub(ledger, control.value), home->decimals);
    dc_fill(out, dc_say(language, DC_WORD_CHECK_GENERAL_LEDGER), arguments, 4);
    fputc('\n', out);
}

int dc_check_write(FILE *out, const dc_book *book, const dc_issues *issues, dc_language language)
{
    size_t      errors = dc_issues_count(issues, DC_ERROR);
    char        date[11];
    const char *arguments[] = {date, book->as_of_source};

    dc_date_format(date, book->as_of);
    dc_fill(out, dc_say(language, DC_WORD_CHECK_AS_OF), arguments, 2);
    fputs("\n\n", out);
    write_files(out, book, language);
    fputc('\n', out);
    write_currencies(out, book, language);
    fputc('\n', out);
    write_control(out, book, language);
    dc_terminal_issue_counts(out, issues, language, DC_NOTE);
    return errors > INT_MAX ? INT_MAX : (int)errors;
}
