/* measure_figures.c - every figure: the last month ends as a table, and all with a sparkline. */
#include <math.h>
#include <string.h>

#include "measure_sections.h"
#include "terminal.h"

enum { DATE_WIDTH = 10, COLUMN_WIDTH = 11, LABEL_WIDTH = 38, VALUE_WIDTH = 12, UNIT_WIDTH = 6 };

/* --- history --- */

static const struct {
    dc_measure measure;
    dc_word    head;
} columns[] = {
    {DC_MEASURE_RECEIVABLES, DC_WORD_HEAD_RECEIVABLES},
    {DC_MEASURE_OVERDUE_SHARE, DC_WORD_HEAD_OVERDUE},
    {DC_MEASURE_DSO_3_MONTHS, DC_WORD_HEAD_DSO},
    {DC_MEASURE_DSO_COUNTBACK, DC_WORD_HEAD_COUNTBACK},
    {DC_MEASURE_SALES_MONTH, DC_WORD_HEAD_SALES},
    {DC_MEASURE_DSO_OVERDUE, DC_WORD_HEAD_DELINQUENT},
    {DC_MEASURE_DAYS_TO_PAY_SURVIVAL, DC_WORD_HEAD_DAYS_TO_PAY},
    {DC_MEASURE_CEI_3_MONTHS, DC_WORD_HEAD_CEI},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

void dc_measure_write_history(FILE *out, dc_measure_view *view)
{
    const dc_measures *measures = view->measures;
    size_t             shown = (size_t)(view->columns - DATE_WIDTH) / COLUMN_WIDTH;
    shown = shown < COLUMNS ? shown : COLUMNS;
    fprintf(out, "%*s", DATE_WIDTH, "");
    for (size_t c = 0; c < shown; c++)
        dc_measure_right(out, dc_say(view->language, columns[c].head), COLUMN_WIDTH);
    fputc('\n', out);
    for (size_t d = dc_measures_first_known(measures); d < measures->count; d++) {
        char date[11];
        dc_date_format(date, measures->date[d]);
        fputs(date, out);
        for (size_t c = 0; c < shown; c++)
            dc_measure_right(out,
                             dc_measure_value_text(view, dc_measure_about(columns[c].measure),
                                                   dc_measured(measures, d, columns[c].measure)),
                             COLUMN_WIDTH);
        fputc('\n', out);
    }
}

/* --- all figures --- */

static const char *unit_text(const dc_measure_view *view, dc_unit unit)
{
    switch (unit) {
    case DC_UNIT_MONEY: return view->scale.label;
    case DC_UNIT_DAYS: return dc_say(view->language, DC_WORD_UNIT_DAYS);
    case DC_UNIT_SHARE:
    case DC_UNIT_COUNT: break;
    }
    return "";
}

/* The unit, and where there are some: the last values as blocks, the least and the largest. */
static void write_past(FILE *out, const dc_measure_view *view, dc_measure measure, size_t room)
{
    const dc_measures *measures = view->measures;
    size_t             count = measures->count < room ? measures->count : room;
    size_t             known_count = 0;
    double             value[DC_MEASURE_DATES_MAX] = {0}, low = INFINITY, high = -INFINITY;
    bool               known[DC_MEASURE_DATES_MAX] = {false};
    for (size_t i = 0; i < count; i++) {
        const dc_measure_value *at = dc_measured(measures, measures->count - count + i, measure);
        value[i] = at->value;
        known[i] = at->applicable;
        low = known[i] ? fmin(low, value[i]) : low;
        high = known[i] ? fmax(high, value[i]) : high;
        known_count += known[i];
    }
    const char *unit_name = unit_text(view, dc_measure_about(measure)->unit);
    if (known_count < 2) {
        fprintf(out, "%s%s", *unit_name ? " " : "", unit_name);
        return;
    }
    fputc(' ', out);
    dc_terminal_pad(out, unit_name, UNIT_WIDTH + 1);
    fputs(dc_sparkline(view->run->arena, value, known, count), out);
    dc_unit     unit = dc_measure_about(measure)->unit;
    const char *range =
        dc_arena_format(view->run->arena, "  %s .. %s", dc_measure_text(view, unit, low),
                        dc_measure_text(view, unit, high));
    if (count + dc_terminal_width(range) <= room)
        fputs(range, out);
}

static void write_figure(FILE *out, const dc_measure_view *view, dc_measure measure)
{
    const dc_measures      *measures = view->measures;
    const dc_measure_info  *about = dc_measure_about(measure);
    const dc_measure_value *now = dc_measured(measures, measures->count - 1, measure);
    size_t                  taken = LABEL_WIDTH + VALUE_WIDTH + UNIT_WIDTH + 2;
    dc_terminal_pad(out, dc_say(view->language, about->label), LABEL_WIDTH);
    if (!now->applicable) {
        fputs("  ", out);
        dc_terminal_wrap(out, dc_say(view->language, now->reason), LABEL_WIDTH + 2, LABEL_WIDTH + 2,
                         (size_t)view->columns);
        return;
    }
    dc_measure_right(out, dc_measure_value_text(view, about, now), VALUE_WIDTH);
    write_past(out, view, measure, (size_t)view->columns - taken);
    fputc('\n', out);
}

void dc_measure_write_figures(FILE *out, dc_measure_view *view)
{
    for (dc_measure measure = 0; measure < DC_MEASURE_COUNT; measure++)
        if (dc_measured(view->measures, 0, measure)->told)
            write_figure(out, view, measure);
}

/* --- JSON --- */

static json_t *value_json(const dc_measure_view *view, size_t date, dc_measure measure)
{
    const dc_measure_info  *about = dc_measure_about(measure);
    const dc_measure_value *value = dc_measured(view->measures, date, measure);
    json_t                 *object = json_object();
    json_object_set_new(object, "date", dc_measure_json_date(view->measures->date[date]));
    json_object_set_new(object, "value",
                        value->applicable ? dc_measure_json_number(view, about->unit, value->value)
                                          : json_null());
    if (value->at_least)
        json_object_set_new(object, "at_least", json_true());
    if (!value->applicable)
        json_object_set_new(object, "reason", json_string(dc_say(view->language, value->reason)));
    return object;
}

static json_t *measure_json(const dc_measure_view *view, dc_measure measure)
{
    const dc_measure_info *about = dc_measure_about(measure);
    json_t                *values = json_array();
    for (size_t d = 0; d < view->measures->count; d++)
        json_array_append_new(values, value_json(view, d, measure));
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "measure", about->key, "label",
                     dc_say(view->language, about->label), "unit", dc_unit_key(about->unit),
                     "better", dc_better_key(about->better), "values", values);
}

json_t *dc_measure_json_figures(dc_measure_view *view)
{
    json_t *list = json_array();
    for (dc_measure measure = 0; measure < DC_MEASURE_COUNT; measure++)
        if (dc_measured(view->measures, 0, measure)->told)
            json_array_append_new(list, measure_json(view, measure));
    return list;
}
