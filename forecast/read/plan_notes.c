/* plan_notes.c - see plan_notes.h. */
#include "plan_notes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "duecast/nearest.h"

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

bool dc_plan_is_sales(const char *line)
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

/* Sales stray as sales do, and only they are of somebody. */
static void note_unused(const dc_reading *reading, const dc_table *table, const dc_plan_row *row,
                        const dc_plan_line *line)
{
    bool sales = dc_plan_is_sales(row->line);

    if (sales && line->law != DC_LAW_LOGNORMAL)
        dc_table_issue(table, dc_table_row(table), "law", reading->issues,
                       DC_ISSUE_PLAN_SALES_UNUSED, "law", row->law, NULL);
    if (!sales && *row->customer)
        dc_table_issue(table, dc_table_row(table), "customer", reading->issues,
                       DC_ISSUE_PLAN_NOT_SALES, "customer", row->customer, row->line);
    if (!sales && *row->segment)
        dc_table_issue(table, dc_table_row(table), "segment", reading->issues,
                       DC_ISSUE_PLAN_NOT_SALES, "segment", row->segment, row->line);
}

static void note_shares(const dc_reading *reading, const dc_table *table, const dc_plan_row *row)
{
    char text[24];
    bool has_delay = row->delay != DC_INT_NONE && row->delay != 0;

    note_share(reading, table, "uncertainty", row->uncertainty, row->line);
    note_share(reading, table, "of_sales", fabs(row->of_sales), row->line);
    if (!dc_plan_is_sales(row->line)) {
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

static void add_name(dc_plan_names *notes, const char *name)
{
    if (notes->count == notes->capacity)
        notes->names =
            dc_heap_grow(notes->names, &notes->capacity, notes->count + 1, sizeof notes->names[0]);
    notes->names[notes->count++] = name;
}

static bool is_among(const dc_plan_names *notes, const char *name)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(notes->names[i], name) == 0)
            return true;
    return false;
}

/* A note for each line of another name, once. */
static void note_line(dc_plan_names *notes, const dc_reading *reading, const dc_table *table,
                      const dc_plan_row *row)
{
    if (find_name(row->line) < LINE_NAMES || is_among(notes, row->line))
        return;
    add_name(notes, row->line);
    note_name(reading, table, row->line);
}

/* The segments that invoices are of. */
static dc_plan_names segments_of(const dc_book *book)
{
    dc_plan_names out = {0};
    const char   *last = "";
    for (size_t i = 0; i < book->claims.count; i++) {
        const char *segment = dc_claim_segment(&book->claims, i);
        if (segment != last && *segment && !is_among(&out, segment))
            add_name(&out, segment);
        last = segment;
    }
    return out;
}

/* Sales of a segment that nobody has are on top of those of all others; said once for each. */
static void note_segment(dc_plan_names *known, const dc_reading *reading, const dc_table *table,
                         const dc_plan_row *row)
{
    if (!dc_plan_is_sales(row->line) || !*row->segment || known->count == 0 ||
        is_among(known, row->segment))
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
static bool note_plan(const dc_reading *reading, const char *file)
{
    const dc_book *book = reading->book;
    dc_place       place = {.file = file};
    dc_date        last = {INT32_MIN};
    char           day[11], as_of[11];

    for (size_t i = 0; i < book->plan_count; i++)
        if (book->plan[i].to.day > last.day)
            last = book->plan[i].to;
    if (book->plan_count == 0 || last.day > book->as_of.day)
        return false;
    dc_date_format(day, last);
    dc_date_format(as_of, book->as_of);
    dc_issues_add(reading->issues, DC_ISSUE_PLAN_OVER, &place, day, as_of, NULL);
    return true;
}

/* Sales of one day, which do not repeat, are on top of those that are learnt: said of the first;
 * contracts may have a hundred. */
static void note_single(dc_plan_notes *notes, const dc_reading *reading, const dc_table *table,
                        const dc_plan_line *line, bool repeats)
{
    char day[11];

    if (!dc_plan_is_sales(line->line) || repeats || line->from.day != line->to.day ||
        line->from.day <= reading->book->as_of.day || !reading->book->has_history)
        return;
    if (notes->singles == 0 || line->from.day > notes->last_single.day)
        notes->last_single = line->from;
    if (++notes->singles == 2)
        notes->second_single = dc_table_row(table).line;
    if (notes->singles > 1)
        return;
    dc_date_format(day, line->from);
    dc_table_issue(table, dc_table_row(table), "date", reading->issues, DC_ISSUE_PLAN_SALES_ADDED,
                   day, NULL, NULL);
}

static void note_more_singles(const dc_plan_notes *notes, const dc_reading *reading,
                              const char *file)
{
    dc_place place = {.file = file, .line = notes->second_single};
    char     count[24], day[11];

    if (notes->singles < 2)
        return;
    snprintf(count, sizeof count, "%zu", notes->singles - 1);
    dc_date_format(day, notes->last_single);
    dc_issues_add(reading->issues, DC_ISSUE_PLAN_SALES_ADDED_MORE, &place, count, day, NULL);
}

/* The last day of which it is cash, or on which it is invoiced. */
static dc_date ends(const dc_plan_row *row, const dc_plan_line *line, bool repeats)
{
    dc_date last = repeats && row->until.day > line->to.day ? row->until : line->to;
    return dc_date_add_days(last, line->delay);
}

static void count_past(dc_plan_notes *notes, const dc_reading *reading, const dc_table *table,
                       const dc_plan_row *row, dc_date last)
{
    if (last.day > reading->book->as_of.day || notes->past++ > 0)
        return;
    notes->past_line = row->line;
    notes->past_day = last;
    notes->past_row = dc_table_row(table).line;
}

/* Once for all: a plan of the year has months behind it. */
static void note_past(const dc_plan_notes *notes, const dc_reading *reading, const char *file)
{
    dc_place place = {.file = file, .line = notes->past_row};
    char     count[24], as_of[11], day[11];

    if (notes->past == 0)
        return;
    snprintf(count, sizeof count, "%zu", notes->past);
    dc_date_format(as_of, reading->book->as_of);
    dc_date_format(day, notes->past_day);
    dc_issues_add(reading->issues, DC_ISSUE_PLAN_PAST, &place, count, as_of, notes->past_line, day,
                  NULL);
}

void dc_plan_notes_start(dc_plan_notes *notes, const dc_book *book)
{
    *notes = (dc_plan_notes){.segments = segments_of(book)};
}

void dc_plan_note_row(dc_plan_notes *notes, const dc_reading *reading, const dc_table *table,
                      const dc_plan_row *row, const dc_plan_line *line, bool repeats)
{
    note_line(&notes->lines, reading, table, row);
    note_sign(reading, table, row, line);
    note_shares(reading, table, row);
    note_unused(reading, table, row, line);
    note_segment(&notes->segments, reading, table, row);
    note_single(notes, reading, table, line, repeats);
    count_past(notes, reading, table, row, ends(row, line, repeats));
}

void dc_plan_note_all(dc_plan_notes *notes, const dc_reading *reading, const char *file)
{
    if (!note_plan(reading, file))
        note_past(notes, reading, file);
    note_more_singles(notes, reading, file);
    note_driven(reading, file);
    free(notes->lines.names);
    free(notes->segments.names);
}
