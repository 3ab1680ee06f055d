#include <stdlib.h>
#include <string.h>

#include "table_parts.h"

/*
 * How the dates of a column are written is decided from all of its values, never from one:
 * 3/4/2024 says nothing, 3/14/2024 anywhere in the column says month first.  Days with the name
 * of their month and ISO dates are certain by themselves and may stand in any column.
 */
typedef struct {
    size_t month_only, day_only,
        either; /* values that fit month-first only, day-first only, both */
    dc_row month_row, day_row, either_row; /* first of each */
} date_votes;

/* Of a hundred dates up to five may be typing errors; more of the other order is a mixture. */
enum { MINORITY_FACTOR = 20 };

static const dc_number_style number_styles[] = {{'.', ','}, {',', '.'}, {',', ' '}, {'.', '\''}};
enum { NUMBER_STYLE_COUNT = sizeof number_styles / sizeof number_styles[0] };

static bool fits(const char *text, dc_date_style style, dc_date *day)
{
    return dc_date_parse(day, text, 1u << style) == DC_DATE_OK;
}

static void vote_date(date_votes *votes, const char *text, dc_row row)
{
    dc_date by_month, by_day;
    bool    month, day;

    if (strlen(text) >= 8 && strspn(text, "0123456789") >= 4)
        return; /* the year stands first */
    month = fits(text, DC_DATE_MONTH_FIRST, &by_month);
    day = fits(text, DC_DATE_DAY_FIRST, &by_day);
    if (month && day && by_month.day != by_day.day && votes->either++ == 0)
        votes->either_row = row;
    if (month && !day && votes->month_only++ == 0)
        votes->month_row = row;
    if (day && !month && votes->day_only++ == 0)
        votes->day_row = row;
}

static void vote_number(size_t votes[NUMBER_STYLE_COUNT], const char *text)
{
    dc_money amount;

    if (text[strcspn(text, ",' ")] == '\0' && strchr(text, '.') == strrchr(text, '.'))
        return; /* plain, or a group of three that other cells must tell */
    for (size_t i = 0; i < NUMBER_STYLE_COUNT; i++)
        votes[i] += dc_money_parse(&amount, text, 4, number_styles[i]) == DC_NUMBER_OK;
}

static void count_votes(dc_table *table, date_votes *dates, size_t *numbers)
{
    dc_row row;

    while (dc_csv_next(table->file, &row)) {
        for (size_t i = 0; i < table->column_count; i++) {
            dc_field    type = table->columns[i].type;
            const char *text =
                type == DC_FIELD_DATE || type == DC_FIELD_MONEY ? dc_table_cell(table, i) : "";
            if (*text && type == DC_FIELD_DATE)
                vote_date(&dates[i], text, row);
            else if (*text)
                vote_number(numbers, text);
        }
    }
}

/* The cell of a column in a row read before, copied to the heap. */
static char *cell_at(dc_table *table, dc_row row, size_t column)
{
    char       *copy;
    const char *text;
    size_t      length;

    dc_csv_seek(table->file, row);
    dc_csv_next(table->file, &row);
    text = dc_table_cell(table, column);
    length = strlen(text);
    copy = dc_heap_alloc(length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

static dc_status refuse(dc_table *table, size_t column, dc_issue_kind kind, dc_row row,
                        dc_row other, dc_issues *issues)
{
    size_t      field = (size_t)table->field[column];
    char       *a = cell_at(table, row, column), *b = cell_at(table, other, column);
    const char *arguments[4] = {table->header[field], a, b};

    dc_csv_issue(table->file, row, field + 1, issues, kind, arguments);
    free(a);
    free(b);
    return DC_ERR_INPUT;
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

static dc_status decide_column(dc_table *table, const date_votes *votes, size_t column,
                               dc_issues *issues)
{
    const date_votes *own = &votes[column];
    int               order = order_of(own);

    if (is_mixed(own))
        return refuse(table, column, DC_ISSUE_MIXED_DATES, own->month_row, own->day_row, issues);
    if (order == 0 && own->either > 0 && (order = order_of_all(table, votes)) == 0)
        return refuse(table, column, DC_ISSUE_AMBIGUOUS_DATES, own->either_row, own->either_row,
                      issues);
    table->styles[column] = 1u << DC_DATE_ISO | 1u << DC_DATE_DAY_MONTH_NAME |
                            1u << (order > 0 ? DC_DATE_MONTH_FIRST : DC_DATE_DAY_FIRST);
    return DC_OK;
}

static dc_number_style decide_numbers(const size_t votes[NUMBER_STYLE_COUNT])
{
    size_t best = 0;

    for (size_t i = 1; i < NUMBER_STYLE_COUNT; i++)
        if (votes[i] > votes[best])
            best = i;
    return number_styles[best];
}

dc_status dc_table_learn_styles(dc_table *table, unsigned declared, dc_issues *issues)
{
    date_votes *dates = dc_heap_alloc(table->column_count, sizeof dates[0]);
    size_t      numbers[NUMBER_STYLE_COUNT] = {0};
    dc_status   status = DC_OK;
    dc_row      header;

    count_votes(table, dates, numbers);
    table->numbers = decide_numbers(numbers);
    for (size_t i = 0; i < table->column_count; i++) {
        table->styles[i] = declared;
        if (!declared && table->columns[i].type == DC_FIELD_DATE &&
            decide_column(table, dates, i, issues) != DC_OK)
            status = DC_ERR_INPUT;
    }
    free(dates);
    dc_csv_seek(table->file, table->header_row);
    dc_csv_next(table->file, &header);
    return status;
}
