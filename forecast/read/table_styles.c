#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table_parts.h"
#include "table_pieces.h"
#include "texts.h"

/* Of a hundred dates up to five may be typing errors; more of the other order is a mixture. */
enum { MINORITY_FACTOR = 20 };

static const dc_number_style number_styles[NUMBER_STYLE_COUNT] = {
    {'.', ','}, {',', '.'}, {',', ' '}, {'.', '\''}};

enum { ROWS_TO_ASSUME = 1000 };

static bool fits(const char *text, dc_date_style style, dc_date *day)
{
    return dc_date_parse(day, text, 1u << style) == DC_DATE_OK;
}

/* Four digits and as much behind them as a date needs. */
static bool has_year_first(const char *text)
{
    for (int i = 0; i < 4; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return text[4] && text[5] && text[6] && text[7];
}

static void vote_date(date_votes *votes, const char *text, dc_row row)
{
    dc_date by_month, by_day;
    bool    month, day;

    if (has_year_first(text))
        return;
    month = fits(text, DC_DATE_MONTH_FIRST, &by_month);
    day = fits(text, DC_DATE_DAY_FIRST, &by_day);
    if (month && day && by_month.day != by_day.day && votes->either++ == 0)
        votes->either_row = row;
    if (month && !day && votes->month_only++ == 0)
        votes->month_row = row;
    if (day && !month && votes->day_only++ == 0)
        votes->day_row = row;
}

/* No separator but one point: plain, or a group of three that other cells must tell. */
static bool is_plain(const char *text)
{
    int points = 0;

    for (; *text; text++) {
        points += *text == '.';
        if (*text == ',' || *text == '\'' || *text == ' ')
            return false;
    }
    return points <= 1;
}

/* Digits behind the one point of a plain cell; as many as three may be a group of thousands. */
static size_t digits_behind(const char *text)
{
    const char *point = strchr(text, '.');

    return point ? strspn(point + 1, "0123456789") : 0;
}

static void vote_number(size_t votes[NUMBER_STYLE_COUNT], const char *text)
{
    dc_money amount;

    if (is_plain(text)) {
        size_t digits = digits_behind(text);
        for (size_t i = 0; i < NUMBER_STYLE_COUNT && digits > 0 && digits != 3; i++)
            votes[i] += number_styles[i].decimal == '.';
        return;
    }
    for (size_t i = 0; i < NUMBER_STYLE_COUNT; i++)
        votes[i] += dc_money_parse(&amount, text, 4, number_styles[i]) == DC_NUMBER_OK;
}

void dc_table_vote(const dc_table *table, size_t column, table_votes *votes)
{
    dc_field    type = table->columns[column].type;
    const char *text = dc_table_cell(table, column);

    if (*text && type == DC_FIELD_DATE)
        vote_date(&votes->dates[column], text, table->row);
    else if (*text && type == DC_FIELD_MONEY)
        vote_number(votes->numbers, text);
}

table_votes *dc_table_votes_new(const dc_table *table)
{
    table_votes *votes = dc_heap_alloc(1, sizeof *votes);

    votes->dates = dc_heap_alloc(table->column_count, sizeof votes->dates[0]);
    return votes;
}

void dc_table_votes_free(table_votes *votes)
{
    if (votes)
        free(votes->dates);
    free(votes);
}

/* Adds to a count and keeps the first row of its kind. */
static void add_count(size_t *count, dc_row *row, size_t more, dc_row first)
{
    if (*count == 0)
        *row = first;
    *count += more;
}

void dc_table_add_votes(dc_table *table, const dc_table *piece)
{
    add_count(&table->apart->count, &table->apart->first, piece->apart->count, piece->apart->first);
    table->apart->others += piece->apart->others;
    table->apart->told_group = table->apart->told_group || piece->apart->told_group;
    if (!table->votes)
        return;
    for (size_t i = 0; i < table->column_count; i++) {
        date_votes       *to = &table->votes->dates[i];
        const date_votes *from = &piece->votes->dates[i];

        add_count(&to->month_only, &to->month_row, from->month_only, from->month_row);
        add_count(&to->day_only, &to->day_row, from->day_only, from->day_row);
        add_count(&to->either, &to->either_row, from->either, from->either_row);
    }
    for (size_t i = 0; i < NUMBER_STYLE_COUNT; i++)
        table->votes->numbers[i] += piece->votes->numbers[i];
}

static void count_votes(dc_table *table, table_votes *votes, size_t most)
{
    while (most-- > 0 && dc_table_next_row(table))
        for (size_t b = 0; b < table->bound_count; b++)
            dc_table_vote(table, table->bound[b], votes);
    table->apart->count = table->apart->others = 0; /* met again when the rows are read */
    table->has_groups = table->has_groups || table->apart->told_group;
}

/* The cell of a column in a row read before, copied to the heap. */
static char *cell_at(dc_table *table, dc_row row, size_t column)
{
    const char *text;

    dc_csv_seek(table->file, row);
    dc_csv_next(table->file, &row);
    text = dc_table_cell(table, column);
    return dc_table_copy_text(text, strlen(text));
}

static void refuse(dc_table *table, size_t column, dc_issue_kind kind, dc_row row, const char *a,
                   const char *b, dc_issues *issues)
{
    size_t      field = (size_t)table->field[column];
    const char *arguments[4] = {table->header[field], a, b};

    dc_csv_issue(table->file, row, field + 1, issues, kind, arguments);
}

static void refuse_mixed(dc_table *table, size_t column, const date_votes *votes, dc_issues *issues)
{
    char *month = cell_at(table, votes->month_row, column);
    char *day = cell_at(table, votes->day_row, column);

    refuse(table, column, DC_ISSUE_MIXED_DATES, votes->month_row, month, day, issues);
    free(month);
    free(day);
}

static void refuse_ambiguous(dc_table *table, size_t column, const date_votes *votes,
                             dc_issues *issues)
{
    char *first = cell_at(table, votes->either_row, column), count[24];

    snprintf(count, sizeof count, "%zu", votes->either);
    refuse(table, column, DC_ISSUE_AMBIGUOUS_DATES, votes->either_row, count, first, issues);
    free(first);
}

static bool is_mixed(const date_votes *votes)
{
    size_t less = votes->month_only < votes->day_only ? votes->month_only : votes->day_only;
    size_t more = votes->month_only + votes->day_only - less;

    return less * MINORITY_FACTOR > more;
}

/* +1 month first, -1 day first, 0 when the column itself does not tell. */
static int order_of(const date_votes *votes)
{
    return (votes->month_only > votes->day_only) - (votes->day_only > votes->month_only);
}

/* A column that does not tell follows the others of its file when these agree. */
static int order_of_all(const dc_table *table, const date_votes *votes)
{
    bool month = false, day = false;

    for (size_t i = 0; i < table->column_count; i++) {
        month = month || order_of(&votes[i]) > 0;
        day = day || order_of(&votes[i]) < 0;
    }
    return month - day;
}

static unsigned styles_of(int order)
{
    return 1u << DC_DATE_ISO | 1u << DC_DATE_DAY_MONTH_NAME |
           1u << (order > 0 ? DC_DATE_MONTH_FIRST : DC_DATE_DAY_FIRST);
}

static dc_status decide_column(dc_table *table, const date_votes *votes, size_t column,
                               dc_issues *issues)
{
    const date_votes *own = &votes[column];
    int               order = order_of(own);

    table->styles[column] = styles_of(1) | styles_of(-1);
    if (is_mixed(own)) {
        refuse_mixed(table, column, own, issues);
        return DC_ERR_INPUT;
    }
    if (order == 0 && own->either > 0 && (order = order_of_all(table, votes)) == 0) {
        refuse_ambiguous(table, column, own, issues);
        return DC_ERR_INPUT;
    }
    table->styles[column] = styles_of(order);
    return DC_OK;
}

dc_issue_kind dc_table_bad_amount(const dc_table *table, const char *text)
{
    dc_money amount;

    for (size_t i = 0; i < NUMBER_STYLE_COUNT; i++)
        if (number_styles[i].decimal != table->numbers.decimal &&
            strchr(text, number_styles[i].decimal) &&
            dc_money_parse(&amount, text, 4, number_styles[i]) == DC_NUMBER_OK)
            return table->numbers.decimal == '.' ? DC_ISSUE_DECIMAL_COMMA : DC_ISSUE_DECIMAL_POINT;
    return DC_ISSUE_BAD_AMOUNT;
}

static dc_number_style decide_numbers(const size_t votes[NUMBER_STYLE_COUNT])
{
    size_t best = 0;

    for (size_t i = 1; i < NUMBER_STYLE_COUNT; i++)
        if (votes[i] > votes[best])
            best = i;
    return number_styles[best];
}

static dc_status decide(dc_table *table, const table_votes *votes, dc_issues *issues)
{
    dc_status status = DC_OK;

    table->numbers = decide_numbers(votes->numbers);
    for (size_t i = 0; i < table->column_count; i++) {
        table->styles[i] = table->declared;
        if (!table->declared && table->columns[i].type == DC_FIELD_DATE &&
            decide_column(table, votes->dates, i, issues) != DC_OK)
            status = DC_ERR_INPUT;
    }
    return status;
}

static void go_behind_header(dc_table *table)
{
    dc_csv_seek(table->file, table->header_row);
    dc_csv_next(table->file, &table->row);
    dc_table_forget_heading(table);
}

void dc_table_check_cells(dc_table *table, dc_issues *issues)
{
    dc_arena    *arena = dc_arena_new();
    dc_texts    *texts = dc_texts_new(arena);
    void        *row = dc_arena_alloc(arena, table->row_size, 1);
    dc_row_state state;

    go_behind_header(table);
    while ((state = dc_table_next(table, texts, row, issues)) != DC_ROW_END)
        if (state == DC_ROW_GOOD)
            dc_table_check_amounts(table, issues);
    dc_texts_free(texts);
    dc_arena_free(arena);
}

dc_status dc_table_learn_styles(dc_table *table, dc_issues *issues)
{
    table_votes *votes = dc_table_votes_new(table);
    dc_status    status;

    count_votes(table, votes, SIZE_MAX);
    status = decide(table, votes, issues);
    dc_table_votes_free(votes);
    if (status != DC_OK)
        dc_table_check_cells(table, issues);
    go_behind_header(table);
    return status;
}

void dc_table_assume_styles(dc_table *table)
{
    table_votes *votes = dc_table_votes_new(table);

    count_votes(table, votes, ROWS_TO_ASSUME);
    table->numbers = decide_numbers(votes->numbers);
    for (size_t i = 0; i < table->column_count; i++) {
        int order = order_of(&votes->dates[i]);

        table->styles[i] = table->declared ? table->declared
                           : table->columns[i].type != DC_FIELD_DATE
                               ? 0
                               : styles_of(order ? order : order_of_all(table, votes->dates));
    }
    dc_table_votes_free(votes);
    go_behind_header(table);
}

dc_status dc_table_decide(dc_table *table, bool *agrees, dc_issues *issues)
{
    unsigned       *assumed = dc_heap_alloc(table->column_count, sizeof assumed[0]);
    size_t          size = table->column_count * sizeof assumed[0];
    dc_number_style numbers = table->numbers;
    dc_status       status;

    memcpy(assumed, table->styles, size);
    status = decide(table, table->votes, issues);
    *agrees = memcmp(assumed, table->styles, size) == 0 &&
              table->numbers.decimal == numbers.decimal &&
              table->numbers.thousands == numbers.thousands &&
              (table->has_groups || !table->apart->told_group);
    table->has_groups = table->has_groups || table->apart->told_group;
    free(assumed);
    dc_table_votes_free(table->votes);
    table->votes = NULL;
    if (!*agrees || status != DC_OK)
        table->apart->count = table->apart->others = 0; /* all rows are read again */
    if (status != DC_OK)
        dc_table_check_cells(table, issues);
    go_behind_header(table);
    if (status != DC_OK)
        table->columns = NULL;
    return status;
}
