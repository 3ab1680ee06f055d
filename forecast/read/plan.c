#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_notes.h"

enum { DELAY_MOST = 366 };
static const double SALES_SPREAD_MOST = 0.5;
enum { PLAN_MONTHS = 24 }; /* a line repeats at most this long past the as-of date */

typedef enum { EVERY_NONE, EVERY_WEEK, EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR } plan_step;

static int compare_lines(const void *left, const void *right)
{
    const dc_plan_line *a = left, *b = right;
    int                 order = strcmp(a->line, b->line);

    if (order == 0)
        order = dc_order(a->from.day, b->from.day);
    if (order == 0)
        order = dc_order(a->to.day, b->to.day);
    if (order == 0)
        order = dc_order(a->customer, b->customer);
    if (order == 0)
        order = strcmp(a->segment, b->segment);
    if (order == 0)
        order = dc_order(a->amount.minor, b->amount.minor);
    if (order == 0)
        order = dc_order(a->delay, b->delay);
    if (order == 0)
        order = (a->of_sales > b->of_sales) - (a->of_sales < b->of_sales);
    return order != 0 ? order : dc_order(a->line_number, b->line_number);
}

/* "2026-07" to the first day of that month. */
static bool parse_month(const char *text, dc_date *out)
{
    return strlen(text) == 7 && strspn(text, "0123456789") == 4 && text[4] == '-' &&
           strspn(text + 5, "0123456789") == 2 &&
           dc_date_from_civil(out, (int32_t)strtol(text, NULL, 10),
                              (int32_t)strtol(text + 5, NULL, 10), 1);
}

static bool read_period(const dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                        dc_plan_line *line)
{
    if (dc_date_is_set(row->date) && *row->month)
        return dc_reading_refuse_cell(reading, table, "month", DC_ISSUE_PLAN_BOTH_DATES, row->line);
    if (dc_date_is_set(row->date)) {
        line->from = line->to = row->date;
        return true;
    }
    if (!*row->month)
        return dc_reading_refuse_cell(reading, table, "date", DC_ISSUE_PLAN_NO_DATE, row->line);
    if (!parse_month(row->month, &line->from))
        return dc_reading_refuse_cell(reading, table, "month", DC_ISSUE_BAD_MONTH, row->month);
    line->to = dc_date_month_end(line->from);
    return true;
}

static bool read_until(const dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                       const dc_plan_line *line, size_t every)
{
    char until[11];

    if (every != EVERY_NONE && !dc_date_is_set(row->until)) {
        dc_table_issue(table, dc_table_row(table), "every", reading->issues,
                       DC_ISSUE_PLAN_NEVER_ENDS, row->line, row->every, NULL);
        return false;
    }
    if (!dc_date_is_set(row->until) || (every != EVERY_NONE && row->until.day >= line->from.day))
        return true;
    dc_date_format(until, row->until);
    return dc_reading_refuse_cell(reading, table, "until", DC_ISSUE_UNTIL_ALONE, until);
}

/* Customers are known by now in their final order. */
static bool read_customer(dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                          dc_plan_line *line)
{
    uint32_t              draft;
    const customer_draft *customer;

    line->customer = DC_NONE;
    if (!*row->customer)
        return true;
    draft = dc_reading_customer(reading, row->customer);
    customer = draft == DC_MAP_NONE ? NULL : &reading->customers[draft];
    if (!customer || !(customer->used || customer->line > 0))
        return dc_reading_refuse_cell(reading, table, "customer", DC_ISSUE_UNKNOWN_CUSTOMER,
                                      row->customer);
    line->customer = (int32_t)customer->rank;
    return true;
}

static bool read_amount(dc_reading *reading, const dc_table *table, size_t file,
                        const dc_plan_row *row, dc_plan_line *line)
{
    if (!dc_reading_money(reading, table, file, "amount", row->amount, line->currency,
                          &line->amount))
        return false;
    if (line->amount.minor < 0 && dc_plan_is_sales(row->line))
        return dc_reading_refuse_cell(reading, table, "amount", DC_ISSUE_PLAN_SALES_NEGATIVE,
                                      row->amount.text);
    return true;
}

/* What follows sales has neither an amount nor a spread of its own: sales stray themselves. */
static bool read_of_sales(const dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                          dc_plan_line *line)
{
    if (row->of_sales == 0.0)
        return true;
    if (line->amount.minor != 0 || row->uncertainty > 0.0 || dc_plan_is_sales(row->line) ||
        *row->customer || *row->segment)
        return dc_reading_refuse_cell(reading, table, "of_sales", DC_ISSUE_PLAN_OF_SALES,
                                      row->line);
    if (dc_date_is_set(row->date))
        return dc_reading_refuse_cell(reading, table, "date", DC_ISSUE_PLAN_OF_SALES_DAY,
                                      row->line);
    line->of_sales = -row->of_sales;
    return true;
}

/* How far it may stray, and when it is cash. */
static bool read_spread(const dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                        dc_plan_line *line)
{
    size_t law;
    char   text[24];

    if (!dc_read_choice(table, "law", row->law, "lognormal|even|triangular", &law, reading->issues))
        return false;
    line->law = (uint8_t)law;
    if (row->delay != DC_INT_NONE && (row->delay < 0 || row->delay > DELAY_MOST)) {
        snprintf(text, sizeof text, "%d", (int)row->delay);
        dc_table_issue(table, dc_table_row(table), "delay", reading->issues, DC_ISSUE_NOT_BETWEEN,
                       "delay", text, "0..366");
        return false;
    }
    line->delay = row->delay == DC_INT_NONE ? 0 : row->delay;
    bool sales = dc_plan_is_sales(row->line);
    if (row->uncertainty <= (sales ? SALES_SPREAD_MOST : 1.0) ||
        (law == DC_LAW_LOGNORMAL && !sales))
        return true;
    snprintf(text, sizeof text, "%g%%", row->uncertainty * 100);
    return dc_reading_refuse_cell(reading, table, "uncertainty",
                                  sales ? DC_ISSUE_PLAN_SALES_SPREAD : DC_ISSUE_PLAN_BAD_SPREAD,
                                  text);
}

static bool read_line(dc_reading *reading, const dc_table *table, size_t file,
                      const dc_plan_row *row, dc_plan_line *line, size_t *every)
{
    *line = (dc_plan_line){.line = row->line,
                           .segment = row->segment,
                           .uncertainty = row->uncertainty > 0.0 ? row->uncertainty : 0.0,
                           .certain = row->uncertainty == 0.0 && dc_plan_is_sales(row->line),
                           .vat = row->vat,
                           .line_number = dc_table_row(table).line};
    line->currency =
        *row->currency ? dc_reading_currency(reading, row->currency) : reading->default_currency;
    return dc_read_choice(table, "every", row->every, "none|week|month|quarter|year", every,
                          reading->issues) &&
           read_period(reading, table, row, line) &&
           read_until(reading, table, row, line, *every) &&
           read_spread(reading, table, row, line) && read_customer(reading, table, row, line) &&
           read_amount(reading, table, file, row, line) && read_of_sales(reading, table, row, line);
}

/* The line moved on by `count` steps from its first period. */
static dc_plan_line repeat(const dc_plan_line *first, plan_step every, int32_t count)
{
    dc_plan_line line = *first;
    int32_t      months = every == EVERY_QUARTER ? 3 : every == EVERY_YEAR ? 12 : 1;

    if (every == EVERY_WEEK) {
        line.from = dc_date_add_days(first->from, 7 * count);
        line.to = dc_date_add_days(first->to, 7 * count);
    } else {
        bool is_day = first->from.day == first->to.day;

        line.from = dc_date_add_months(first->from, months * count);
        line.to = is_day ? line.from : dc_date_month_end(line.from);
    }
    return line;
}

static void add_line(dc_reading *reading, size_t *capacity, dc_plan_line line)
{
    dc_book *book = reading->book;

    book->plan = dc_arena_grow(reading->arena, book->plan, capacity, book->plan_count + 1,
                               sizeof book->plan[0]);
    book->plan[book->plan_count++] = line;
}

/* The last day that a row is about, where that is not plain from its own days. */
static dc_date reach_of(const dc_plan_line *line, const dc_plan_line *next, dc_date until)
{
    dc_date reach = dc_date_add_days(next->from, -1);

    if (reach.day > until.day)
        reach = until;
    if (reach.day < line->to.day)
        reach = line->to;
    bool plain = line->from.day < line->to.day && reach.day == line->to.day;
    return plain || !dc_plan_is_sales(line->line) ? (dc_date){0} : reach;
}

static void expand(dc_reading *reading, size_t *capacity, const dc_plan_line *first,
                   plan_step every, dc_date until)
{
    dc_date last = dc_date_add_months(reading->book->as_of, PLAN_MONTHS);

    dc_plan_line line = *first, next;

    if (until.day < last.day)
        last = until;
    for (int32_t i = 1; every != EVERY_NONE; i++, line = next) {
        next = repeat(first, every, i);
        line.reach = reach_of(&line, &next, until);
        if (next.from.day > last.day)
            break;
        add_line(reading, capacity, line);
    }
    add_line(reading, capacity, line);
}

static void read_rows(dc_reading *reading, dc_table *table, size_t file)
{
    dc_plan_notes notes;
    size_t        every, capacity = 0;
    dc_plan_row   row;
    dc_plan_line  line;

    dc_plan_notes_start(&notes, reading->book);
    while (dc_reading_next(reading, table, file, &row, &row.amount, &row.currency)) {
        if (read_line(reading, table, file, &row, &line, &every)) {
            dc_plan_note_row(&notes, reading, table, &row, &line, every != EVERY_NONE);
            expand(reading, &capacity, &line, (plan_step)every, row.until);
        } else {
            dc_reading_reject_row(reading, table, file);
        }
    }
    dc_plan_note_all(&notes, reading, dc_table_name(table));
}

void dc_read_plan(dc_reading *reading)
{
    size_t    file;
    dc_table *table = dc_reading_open_input(reading, DC_INPUT_PLAN, "plan.csv", &file);

    if (!table)
        return;
    read_rows(reading, table, file);
    if (reading->book->plan_count > 0)
        qsort(reading->book->plan, reading->book->plan_count, sizeof reading->book->plan[0],
              compare_lines);
    dc_table_close(table);
}
