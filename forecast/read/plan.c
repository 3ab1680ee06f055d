#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "duecast/nearest.h"

#include "reading.h"

enum { DELAY_MOST = 366 };
static const double SALES_SPREAD_MOST = 0.5;
enum { PLAN_MONTHS = 24 }; /* a line repeats at most this long past the as-of date */

typedef enum { EVERY_NONE, EVERY_WEEK, EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR } plan_step;

/* What is said once for the whole plan, gathered from its rows. */
typedef struct {
    const char **names; /* lines of other names already noted; length count */
    size_t       count, capacity;
} plan_notes;

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

/* Lines other than sales are cash under any name; a name like one of these may be a slip. */
static const char *const line_names[] = {
    "sales",    "purchases", "payroll", "rent",  "utilities", "freight",
    "services", "insurance", "vat",     "tax",   "capex",     "interest",
    "debt",     "dividend",  "equity",  "other", "销售"};

enum {
    LINE_NAMES = sizeof line_names / sizeof line_names[0],
    SALES = 0,
    PURCHASES = 1,
    VAT = 8,
    SALES_CHINESE = LINE_NAMES - 1
};

/* Position of the name, LINE_NAMES when it is none of them. */
static size_t find_name(const char *line)
{
    size_t at = 0;

    while (at < LINE_NAMES && strcasecmp(line, line_names[at]) != 0)
        at++;
    return at;
}

static bool is_sales(const char *line)
{
    size_t name = find_name(line);
    return name == SALES || name == SALES_CHINESE;
}

static void note_name(const dc_reading *reading, const dc_table *table, const char *line)
{
    size_t nearest = dc_nearest(line, line_names, LINE_NAMES);

    if (nearest < LINE_NAMES)
        dc_table_issue(table, dc_table_row(table), "line", reading->issues, DC_ISSUE_PLAN_LINE_NEAR,
                       line, line_names[nearest], NULL);
    else
        dc_table_issue(table, dc_table_row(table), "line", reading->issues, DC_ISSUE_PLAN_LINE_OWN,
                       line, NULL, NULL);
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
    if (line->amount.minor < 0 && is_sales(row->line))
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
    if (line->amount.minor != 0 || row->uncertainty > 0.0 || is_sales(row->line) ||
        *row->customer || *row->segment)
        return dc_reading_refuse_cell(reading, table, "of_sales", DC_ISSUE_PLAN_OF_SALES,
                                      row->line);
    if (dc_date_is_set(row->date))
        return dc_reading_refuse_cell(reading, table, "date", DC_ISSUE_PLAN_OF_SALES_DAY,
                                      row->line);
    line->of_sales = -row->of_sales;
    return true;
}

/* Money that goes out is below 0; a slip turns the line of cash round. */
static void note_sign(const dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                      const dc_plan_line *line)
{
    static const char *const paid[] = {"purchases", "payroll",   "rent",  "utilities", "freight",
                                       "services",  "insurance", "capex", "dividend"};
    for (size_t i = 0; i < sizeof paid / sizeof paid[0]; i++)
        if (line->amount.minor > 0 && strcasecmp(row->line, paid[i]) == 0)
            dc_table_issue(table, dc_table_row(table), "amount", reading->issues,
                           DC_ISSUE_PLAN_SIGN, row->line, row->amount.text, NULL);
}

/* Five in a hundred written as 5 is five times all. */
static void note_share(const dc_reading *reading, const dc_table *table, const char *column,
                       double share, const char *line)
{
    char text[24];

    if (share <= 1.0)
        return;
    snprintf(text, sizeof text, "%g%%", share * 100);
    dc_table_issue(table, dc_table_row(table), column, reading->issues, DC_ISSUE_PLAN_MORE_THAN_ALL,
                   column, text, line);
}

static void note_shares(const dc_reading *reading, const dc_table *table, const dc_plan_row *row)
{
    char text[24];
    bool has_delay = row->delay != DC_INT_NONE && row->delay != 0;

    note_share(reading, table, "uncertainty", row->uncertainty, row->line);
    note_share(reading, table, "of_sales", fabs(row->of_sales), row->line);
    if (!is_sales(row->line)) {
        note_share(reading, table, "vat", row->vat, row->line);
        return;
    }
    snprintf(text, sizeof text, "%g%%", row->vat * 100);
    if (row->vat != 0.0)
        dc_table_issue(table, dc_table_row(table), "vat", reading->issues,
                       DC_ISSUE_PLAN_SALES_UNUSED, "vat", text, NULL);
    snprintf(text, sizeof text, "%d", (int)row->delay);
    if (has_delay)
        dc_table_issue(table, dc_table_row(table), "delay", reading->issues,
                       DC_ISSUE_PLAN_SALES_UNUSED, "delay", text, NULL);
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
    bool sales = is_sales(row->line);
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
                           .uncertainty = row->uncertainty,
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

static void expand(dc_reading *reading, size_t *capacity, const dc_plan_line *first,
                   plan_step every, dc_date until)
{
    dc_date last = dc_date_add_months(reading->book->as_of, PLAN_MONTHS);

    add_line(reading, capacity, *first);
    if (until.day < last.day)
        last = until;
    for (int32_t i = 1; every != EVERY_NONE; i++) {
        dc_plan_line line = repeat(first, every, i);

        if (line.from.day > last.day)
            break;
        add_line(reading, capacity, line);
    }
}

static void add_name(plan_notes *notes, const char *name)
{
    if (notes->count == notes->capacity)
        notes->names =
            dc_heap_grow(notes->names, &notes->capacity, notes->count + 1, sizeof notes->names[0]);
    notes->names[notes->count++] = name;
}

static bool is_among(const plan_notes *notes, const char *name)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(notes->names[i], name) == 0)
            return true;
    return false;
}

/* A note for each line of another name, once. */
static void note_line(plan_notes *notes, const dc_reading *reading, const dc_table *table,
                      const dc_plan_row *row)
{
    if (find_name(row->line) < LINE_NAMES || is_among(notes, row->line))
        return;
    add_name(notes, row->line);
    note_name(reading, table, row->line);
}

/* The segments that invoices are of. */
static plan_notes segments_of(const dc_book *book)
{
    plan_notes  out = {0};
    const char *last = "";
    for (size_t i = 0; i < book->claims.count; i++) {
        const char *segment = dc_claim_segment(&book->claims, i);
        if (segment != last && *segment && !is_among(&out, segment))
            add_name(&out, segment);
        last = segment;
    }
    return out;
}

/* Sales of a segment that nobody has are on top of those of all others; said once for each. */
static void note_segment(plan_notes *known, const dc_reading *reading, const dc_table *table,
                         const dc_plan_row *row)
{
    if (!*row->segment || known->count == 0 || is_among(known, row->segment))
        return;
    size_t nearest = dc_nearest(row->segment, known->names, known->count);
    dc_table_issue(table, dc_table_row(table), "segment", reading->issues, DC_ISSUE_PLAN_SEGMENT,
                   row->segment, known->names[nearest < known->count ? nearest : 0], NULL);
    add_name(known, row->segment);
}

/* Lines of the plan stand in for what sales would drive: said where book.yaml asks for both. */
static void note_both(const dc_reading *reading, const char *file, size_t name, bool asked,
                      const char *key)
{
    const dc_book *book = reading->book;
    dc_date        last = book->as_of;
    char           day[11];

    for (size_t i = 0; i < book->plan_count; i++)
        if (find_name(book->plan[i].line) == name && book->plan[i].of_sales == 0.0 &&
            book->plan[i].to.day > last.day)
            last = book->plan[i].to;
    if (!asked || last.day == book->as_of.day)
        return;
    dc_date_format(day, last);
    dc_issues_add(reading->issues, DC_ISSUE_PLAN_COMES_FIRST, &(dc_place){.file = file},
                  line_names[name], day, key, NULL);
}

static void note_driven(const dc_reading *reading, const char *file)
{
    const dc_tail_told *rules = &reading->book->company.tail;
    bool                buys = rules->purchase_share >= 0.0 || rules->purchase_terms >= 0 ||
                rules->purchase_vat >= 0.0 || rules->inventory_days >= 0;

    note_both(reading, file, PURCHASES, buys, "purchases");
    note_both(reading, file, VAT, rules->vat_every[0] != '\0', "vat");
}

/* What the plan as a whole leaves to say. */
static void note_plan(const dc_reading *reading, const char *file)
{
    const dc_book *book = reading->book;
    dc_place       place = {.file = file};
    dc_date        last = {INT32_MIN};
    char           day[11], as_of[11];

    for (size_t i = 0; i < book->plan_count; i++)
        if (book->plan[i].to.day > last.day)
            last = book->plan[i].to;
    if (book->plan_count == 0 || last.day > book->as_of.day)
        return;
    dc_date_format(day, last);
    dc_date_format(as_of, book->as_of);
    dc_issues_add(reading->issues, DC_ISSUE_PLAN_OVER, &place, day, as_of, NULL);
}

static void read_rows(dc_reading *reading, dc_table *table, size_t file)
{
    plan_notes   notes = {0}, known = segments_of(reading->book);
    size_t       every, capacity = 0;
    dc_plan_row  row;
    dc_plan_line line;

    while (dc_reading_next(reading, table, file, &row, &row.amount)) {
        if (read_line(reading, table, file, &row, &line, &every)) {
            note_line(&notes, reading, table, &row);
            note_sign(reading, table, &row, &line);
            note_shares(reading, table, &row);
            note_segment(&known, reading, table, &row);
            expand(reading, &capacity, &line, (plan_step)every, row.until);
        } else {
            dc_reading_reject_row(reading, table, file);
        }
    }
    note_plan(reading, dc_table_name(table));
    note_driven(reading, dc_table_name(table));
    free(notes.names);
    free(known.names);
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
