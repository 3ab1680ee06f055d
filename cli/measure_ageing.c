/* measure_ageing.c - ageing by due date and by issue date, told apart; uncollected balances. */
#include <string.h>

#include "measure_sections.h"
#include "terminal.h"

enum { BUCKET_WIDTH = 14, AMOUNT_WIDTH = 13, SHARE_WIDTH = 9, NAME_WIDTH = 24, CELL_WIDTH = 10 };
enum { ROWS_SHOWN = 20, MONTH_WIDTH = 8, OPEN_WIDTH = 6 };

static const dc_ageing *latest(const dc_measure_view *view)
{
    return &view->measures->ageing[view->measures->count - 1];
}

static int64_t debit_of(const dc_ageing *ageing)
{
    return ageing->ledger - ageing->credits - ageing->unapplied;
}

/* --- ageing --- */

static void write_cell(FILE *out, const dc_measure_view *view, dc_aged_by by, size_t bucket)
{
    const dc_ageing *ageing = latest(view);
    int64_t          amount = ageing->bucket[by][bucket], all = debit_of(ageing);
    fputs("  ", out);
    dc_terminal_pad(out, dc_measure_bucket(view, by, bucket), BUCKET_WIDTH);
    dc_measure_right(out, dc_measure_amount(view, amount), AMOUNT_WIDTH);
    dc_measure_right(out,
                     all > 0 ? dc_measure_text(view, DC_UNIT_SHARE, (double)amount / (double)all)
                             : dc_say(view->language, DC_WORD_NOT_AVAILABLE),
                     SHARE_WIDTH);
}

static void write_sum(FILE *out, const dc_measure_view *view, dc_word what, int64_t amount)
{
    fputs("  ", out);
    dc_terminal_pad(out, dc_say(view->language, what), BUCKET_WIDTH);
    dc_measure_right(out, dc_measure_amount(view, amount), AMOUNT_WIDTH);
    fputc('\n', out);
}

/* Why the ageing of a date is unknown; NULL where it is known. */
static const char *unknown(const dc_measure_view *view, size_t date)
{
    const dc_measure_value *open = dc_measured(view->measures, date, DC_MEASURE_RECEIVABLES);
    return open->applicable ? NULL : dc_say(view->language, open->reason);
}

void dc_measure_write_ageing(FILE *out, dc_measure_view *view)
{
    const dc_ageing_edges *edges = &view->measures->edges;
    const dc_ageing       *ageing = latest(view);
    size_t                 half = 2 + BUCKET_WIDTH + AMOUNT_WIDTH + SHARE_WIDTH + 2;
    char                   date[11];
    if (unknown(view, view->measures->count - 1))
        return;
    dc_date_format(date, view->measures->date[view->measures->count - 1]);
    dc_fill(out, dc_say(view->language, DC_WORD_MEASURE_AGEING),
            (const char *const[]){date, dc_measure_currency(view)}, 2);
    fputc('\n', out);
    dc_terminal_pad(out, dc_say(view->language, DC_WORD_MEASURE_BY_DUE), half);
    fprintf(out, "  %s\n", dc_say(view->language, DC_WORD_MEASURE_BY_ISSUE));
    for (size_t b = 0; b < dc_ageing_bucket_count(edges, DC_AGED_BY_DUE); b++) {
        write_cell(out, view, DC_AGED_BY_DUE, b);
        if (b < dc_ageing_bucket_count(edges, DC_AGED_BY_ISSUE)) {
            fputs("  ", out);
            write_cell(out, view, DC_AGED_BY_ISSUE, b);
        }
        fputc('\n', out);
    }
    write_sum(out, view, DC_WORD_MEASURE_CREDITS, ageing->credits);
    write_sum(out, view, DC_WORD_METRIC_UNAPPLIED, ageing->unapplied);
    write_sum(out, view, DC_WORD_MEASURE_LEDGER, ageing->ledger);
}

static json_t *buckets_json(const dc_measure_view *view, const dc_ageing *ageing, dc_aged_by by)
{
    const dc_ageing_edges *edges = &view->measures->edges;
    json_t                *list = json_array();
    for (size_t b = 0; b < dc_ageing_bucket_count(edges, by); b++) {
        json_t *object = json_object();
        if (b > 0)
            json_object_set_new(object, "from_day",
                                json_integer(dc_ageing_first_day(edges, by, b)));
        if (b + 1 < dc_ageing_bucket_count(edges, by))
            json_object_set_new(object, "to_day",
                                json_integer(dc_ageing_first_day(edges, by, b + 1) - 1));
        json_object_set_new(object, "open", dc_measure_json_money(view, ageing->bucket[by][b]));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *ageing_json(const dc_measure_view *view, const dc_ageing *ageing)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "by_due",
                     buckets_json(view, ageing, DC_AGED_BY_DUE), "by_issue",
                     buckets_json(view, ageing, DC_AGED_BY_ISSUE), "credits",
                     dc_measure_json_money(view, ageing->credits), "unapplied",
                     dc_measure_json_money(view, ageing->unapplied), "ledger",
                     dc_measure_json_money(view, ageing->ledger));
}

json_t *dc_measure_json_ageing(dc_measure_view *view)
{
    json_t *list = json_array();
    for (size_t d = 0; d < view->measures->count; d++) {
        if (unknown(view, d))
            continue;
        json_t *object = ageing_json(view, &view->measures->ageing[d]);
        json_object_set_new(object, "date", dc_measure_json_date(view->measures->date[d]));
        json_array_append_new(list, object);
    }
    return list;
}

/* --- told apart --- */

static dc_ageing_row *rows_of(size_t *count, const dc_measure_view *view)
{
    const dc_measures *measures = view->measures;
    return dc_ageing_split(view->run->arena, count, view->run->book,
                           measures->date[measures->count - 1], (dc_split)(view->options->by - 1),
                           &measures->edges);
}

static void write_row(FILE *out, const dc_measure_view *view, const char *name,
                      const dc_ageing *ageing)
{
    dc_terminal_pad(out, name, NAME_WIDTH);
    dc_measure_right(out, dc_measure_amount(view, ageing->ledger), CELL_WIDTH);
    for (size_t b = 0; b < dc_ageing_bucket_count(&view->measures->edges, DC_AGED_BY_DUE); b++)
        dc_measure_right(out, dc_measure_amount(view, ageing->bucket[DC_AGED_BY_DUE][b]),
                         CELL_WIDTH);
    fputc('\n', out);
}

/* "Meridian Parts International (Hong Kong)..." is cut where a letter ends. */
static const char *short_name(dc_measure_view *view, const char *name)
{
    if (!*name)
        return dc_say(view->language, DC_WORD_MEASURE_UNKNOWN);
    size_t length = strlen(name);
    while (dc_terminal_width(name) >= NAME_WIDTH && length > 0) {
        length--;
        while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80)
            length--;
        name = dc_arena_copy_bytes(view->run->arena, name, length);
    }
    return name;
}

static void add_up(dc_ageing *to, const dc_ageing *from)
{
    for (int by = 0; by < DC_AGED_BY_COUNT; by++)
        for (size_t b = 0; b < DC_AGEING_BUCKETS_MAX; b++)
            to->bucket[by][b] += from->bucket[by][b];
    to->credits += from->credits;
    to->unapplied += from->unapplied;
    to->ledger += from->ledger;
}

static void write_heads(FILE *out, const dc_measure_view *view)
{
    char date[11];
    dc_date_format(date, view->measures->date[view->measures->count - 1]);
    dc_fill(out, dc_say(view->language, DC_WORD_MEASURE_SPLIT),
            (const char *const[]){date, dc_measure_currency(view)}, 2);
    fprintf(out, "\n%*s", NAME_WIDTH, "");
    dc_measure_right(out, dc_say(view->language, DC_WORD_MEASURE_LEDGER), CELL_WIDTH);
    for (size_t b = 0; b < dc_ageing_bucket_count(&view->measures->edges, DC_AGED_BY_DUE); b++)
        dc_measure_right(out, dc_measure_bucket(view, DC_AGED_BY_DUE, b), CELL_WIDTH);
    fputc('\n', out);
}

void dc_measure_write_split(FILE *out, dc_measure_view *view)
{
    size_t         count;
    dc_ageing      rest = {0}, all = {0};
    dc_ageing_row *row;
    if (view->options->by == 0 || unknown(view, view->measures->count - 1))
        return;
    row = rows_of(&count, view);
    write_heads(out, view);
    for (size_t i = 0; i < count; i++) {
        add_up(&all, &row[i].ageing);
        if (i < ROWS_SHOWN)
            write_row(out, view, short_name(view, row[i].name), &row[i].ageing);
        else
            add_up(&rest, &row[i].ageing);
    }
    if (count > ROWS_SHOWN)
        write_row(out, view, dc_say(view->language, DC_WORD_MEASURE_REST), &rest);
    write_row(out, view, dc_say(view->language, DC_WORD_MEASURE_ALL), &all);
}

json_t *dc_measure_json_split(dc_measure_view *view)
{
    size_t         count;
    dc_ageing_row *row;
    json_t        *list;
    if (view->options->by == 0 || unknown(view, view->measures->count - 1))
        return NULL;
    row = rows_of(&count, view);
    list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = ageing_json(view, &row[i].ageing);
        json_object_set_new(object, "id", json_string(row[i].id));
        json_object_set_new(object, "name", json_string(row[i].name));
        json_array_append_new(list, object);
    }
    return list;
}

/* --- uncollected --- */

void dc_measure_write_uncollected(FILE *out, dc_measure_view *view)
{
    const dc_measures *measures = view->measures;
    size_t             ages = (size_t)(view->columns - MONTH_WIDTH - AMOUNT_WIDTH) / OPEN_WIDTH;
    ages = ages < DC_UNCOLLECTED_AGES ? ages : DC_UNCOLLECTED_AGES;
    if (measures->uncollected_count == 0)
        return;
    fprintf(out, "%*s", MONTH_WIDTH, "");
    dc_measure_right(out, dc_say(view->language, DC_WORD_HEAD_SALES), AMOUNT_WIDTH);
    for (size_t age = 0; age < ages; age++)
        fprintf(out, "%*d", OPEN_WIDTH, (int)age);
    fputc('\n', out);
    for (size_t i = measures->uncollected_count; i-- > 0;) {
        const dc_uncollected *month = &measures->uncollected[i];
        char                  date[11];
        dc_date_format(date, month->month_end);
        fprintf(out, "%-*.7s", MONTH_WIDTH, date);
        dc_measure_right(out, dc_measure_amount(view, month->sales), AMOUNT_WIDTH);
        for (size_t age = 0; age < ages && age < month->age_count && month->sales > 0; age++)
            fprintf(out, "%*.0f", OPEN_WIDTH,
                    100.0 * (double)month->open[age] / (double)month->sales);
        fputc('\n', out);
    }
}

json_t *dc_measure_json_uncollected(dc_measure_view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->measures->uncollected_count; i++) {
        const dc_uncollected *month = &view->measures->uncollected[i];
        json_t               *open = json_array();
        for (size_t age = 0; age < month->age_count; age++)
            json_array_append_new(open, dc_measure_json_money(view, month->open[age]));
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "month_end",
                                              dc_measure_json_date(month->month_end), "sales",
                                              dc_measure_json_money(view, month->sales),
                                              "open_by_months_since", open));
    }
    return list;
}
