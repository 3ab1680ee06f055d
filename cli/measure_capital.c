/* measure_capital.c - working capital of the as-of date: money, and days on bases told apart. */
#include <string.h>

#include "duecast/working_capital.h"
#include "measure_sections.h"
#include "terminal.h"

enum { LABEL_WIDTH = 50, CELL_WIDTH = 12, NOTES_MAX = DC_CAPITAL_COUNT };

/* A line of the text: a balance and its days, either may be missing; sign of both. */
typedef struct {
    dc_word       block; /* heading before it, or DC_WORD_COUNT */
    dc_capital_id money, days;
    double        sign;
} capital_line;

#define NONE DC_CAPITAL_COUNT /* no such figure on the line */

static const capital_line lines[] = {
    {DC_WORD_CAPITAL_ON_TURNOVER, DC_CAPITAL_RECEIVABLES, DC_CAPITAL_RECEIVABLES_DAYS, 1.0},
    {DC_WORD_COUNT, DC_CAPITAL_INVENTORY, DC_CAPITAL_INVENTORY_DAYS, 1.0},
    {DC_WORD_COUNT, DC_CAPITAL_PAYABLES, DC_CAPITAL_PAYABLES_DAYS, -1.0},
    {DC_WORD_COUNT, DC_CAPITAL_TRADE_WCR, DC_CAPITAL_TRADE_WCR_DAYS, 1.0},
    {DC_WORD_COUNT, DC_CAPITAL_OTHER_RECEIVABLES, NONE, 1.0},
    {DC_WORD_COUNT, DC_CAPITAL_OTHER_PAYABLES, NONE, -1.0},
    {DC_WORD_COUNT, DC_CAPITAL_UNAPPLIED, NONE, 1.0},
    {DC_WORD_COUNT, DC_CAPITAL_OPERATING_WCR, DC_CAPITAL_OPERATING_WCR_DAYS, 1.0},
    {DC_WORD_CAPITAL_ON_COST, NONE, DC_CAPITAL_DIO, 1.0},
    {DC_WORD_COUNT, NONE, DC_CAPITAL_DPO, 1.0},
    {DC_WORD_COUNT, NONE, DC_CAPITAL_DPO_PURCHASES, 1.0},
    {DC_WORD_COUNT, NONE, DC_CAPITAL_OPERATING_CYCLE, 1.0},
    {DC_WORD_COUNT, NONE, DC_CAPITAL_CCC, 1.0},
    {DC_WORD_COUNT, NONE, DC_CAPITAL_CCC_PURCHASES, 1.0},
    {DC_WORD_CAPITAL_IN_CASH, NONE, DC_CAPITAL_DAY_OF_SALES, 1.0},
};

/* Reasons are told once each, below the figures. */
typedef struct {
    size_t  count;
    dc_word reason[NOTES_MAX];
} notes;

static void note(notes *to, dc_word reason)
{
    for (size_t i = 0; i < to->count; i++)
        if (to->reason[i] == reason)
            return;
    to->reason[to->count++] = reason;
}

static void write_cell(FILE *out, const dc_measure_view *view, notes *to, dc_capital_id id,
                       const dc_capital_value *value, double sign)
{
    dc_unit unit = dc_capital_is_money(id) ? DC_UNIT_MONEY : DC_UNIT_DAYS;
    if (value->applicable) {
        dc_measure_right(out, dc_measure_text(view, unit, sign * value->value), CELL_WIDTH);
        return;
    }
    dc_measure_right(out, dc_say(view->language, DC_WORD_NOT_AVAILABLE), CELL_WIDTH);
    note(to, value->missing);
}

static void write_line(FILE *out, const dc_measure_view *view, notes *to, const capital_line *line,
                       const dc_working_capital *capital)
{
    dc_capital_id named = line->money != NONE ? line->money : line->days;
    dc_terminal_pad(out, dc_say(view->language, dc_capital_label(named)), LABEL_WIDTH);
    if (line->money != NONE)
        write_cell(out, view, to, line->money, &capital->value[line->money][0], line->sign);
    else
        dc_measure_right(out, "", CELL_WIDTH);
    for (int period = 0; period < DC_CAPITAL_PERIODS && line->days != NONE; period++)
        write_cell(out, view, to, line->days, &capital->value[line->days][period], line->sign);
    fputc('\n', out);
}

static void write_heads(FILE *out, const dc_measure_view *view, dc_word block)
{
    fputc('\n', out);
    dc_terminal_wrap(out, dc_say(view->language, block), 0, 0, (size_t)view->columns);
    dc_terminal_pad(out, "", LABEL_WIDTH);
    dc_measure_right(out, block == DC_WORD_CAPITAL_ON_TURNOVER ? view->scale.label : "",
                     CELL_WIDTH);
    dc_measure_right(out, dc_say(view->language, DC_WORD_CAPITAL_91_DAYS), CELL_WIDTH);
    dc_measure_right(out, dc_say(view->language, DC_WORD_CAPITAL_12_MONTHS), CELL_WIDTH);
    fputc('\n', out);
}

/* Inventory and payables of book.yaml are of the as-of date: of an earlier day nothing is told. */
static bool measure(dc_working_capital *out, const dc_measure_view *view)
{
    const dc_measures *measures = view->measures;
    const dc_book     *book = view->run->book;
    if (measures->date[measures->count - 1].day != book->as_of.day)
        return false;
    double receivables = dc_measured(measures, measures->count - 1, DC_MEASURE_RECEIVABLES)->value;
    dc_working_capital_measure(out, book, DC_MONEY((int64_t)receivables),
                               dc_payables_at(book, book->as_of));
    return true;
}

void dc_measure_write_capital(FILE *out, dc_measure_view *view)
{
    dc_working_capital capital;
    notes              to = {0};
    char               date[11];
    if (!measure(&capital, view))
        return;
    dc_date_format(date, view->run->book->as_of);
    dc_fill(out, dc_say(view->language, DC_WORD_CAPITAL_TITLE),
            (const char *const[]){date, view->scale.label}, 2);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (lines[i].block != DC_WORD_COUNT)
            write_heads(out, view, lines[i].block);
        write_line(out, view, &to, &lines[i], &capital);
    }
    for (size_t i = 0; i < to.count; i++)
        dc_terminal_wrap(out, dc_say(view->language, to.reason[i]), 0, 2, (size_t)view->columns);
}

static json_t *value_json(const dc_measure_view *view, dc_capital_id id, const char *period,
                          const dc_capital_value *value)
{
    dc_unit unit = dc_capital_is_money(id) ? DC_UNIT_MONEY : DC_UNIT_DAYS;
    json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s}", "figure", dc_capital_key(id), "label",
                               dc_say(view->language, dc_capital_label(id)), "definition",
                               dc_say(view->language, dc_capital_definition(id)), "unit",
                               dc_unit_key(unit), "period", period);
    json_object_set_new(object, "value",
                        value->applicable ? dc_measure_json_number(view, unit, value->value)
                                          : json_null());
    if (!value->applicable)
        json_object_set_new(object, "reason", json_string(dc_say(view->language, value->missing)));
    return object;
}

json_t *dc_measure_json_capital(dc_measure_view *view)
{
    dc_working_capital capital;
    if (!measure(&capital, view))
        return NULL;
    json_t *list = json_array();
    for (int i = 0; i < DC_CAPITAL_COUNT; i++) {
        dc_capital_id id = (dc_capital_id)i;
        bool          once = dc_capital_is_balance(id);
        for (int p = 0; p < (once ? 1 : DC_CAPITAL_PERIODS); p++)
            json_array_append_new(list,
                                  value_json(view, id, once ? "as_of" : dc_capital_period_key(p),
                                             &capital.value[i][p]));
    }
    return list;
}
