/* measure_sections.c - the sections in their order, and what they share. */
#include "measure_sections.h"

#include <math.h>

#include "terminal.h"

const dc_measure_section dc_measure_sections[] = {
    {"history", DC_WORD_MEASURE_HISTORY, dc_measure_write_history, NULL},
    {"measures", DC_WORD_MEASURE_FIGURES, dc_measure_write_figures, dc_measure_json_figures},
    {"ageing", DC_WORD_COUNT, dc_measure_write_ageing, dc_measure_json_ageing},
    {"split", DC_WORD_COUNT, dc_measure_write_split, dc_measure_json_split},
    {"uncollected", DC_WORD_MEASURE_UNCOLLECTED, dc_measure_write_uncollected,
     dc_measure_json_uncollected},
    {"working_capital", DC_WORD_COUNT, dc_measure_write_capital, dc_measure_json_capital},
    {"why", DC_WORD_COUNT, dc_measure_write_bridge, dc_measure_json_bridge},
    {"bad_debts", DC_WORD_COUNT, dc_measure_write_bad_debts, dc_measure_json_bad_debts},
};
const size_t dc_measure_section_count = sizeof dc_measure_sections / sizeof dc_measure_sections[0];

const dc_model *dc_measure_view_model(dc_measure_view *view)
{
    dc_learn_options learn = dc_run_forecast_learning();
    if (!view->run->model && view->status == DC_OK)
        view->status = dc_run_learn_model(view->run, view->options, &learn);
    return view->run->model;
}

const char *dc_measure_owner(const dc_measure_view *view)
{
    return dc_book_title(view->run->arena, view->run->book);
}

const char *dc_measure_currency(const dc_measure_view *view)
{
    const char *label = view->scale.label;
    return *label ? label : dc_say(view->language, DC_WORD_NO_CURRENCY);
}

/* --- text --- */

const char *dc_measure_text(const dc_measure_view *view, dc_unit unit, double value)
{
    dc_arena *arena = view->run->arena;
    switch (unit) {
    case DC_UNIT_MONEY:
        return dc_number_text(arena, value / view->scale.divisor, view->scale.decimals);
    case DC_UNIT_SHARE:
        return dc_arena_format(arena, "%s %%", dc_number_text(arena, value * 100, 1));
    case DC_UNIT_COUNT: return dc_number_text(arena, value, value == floor(value) ? 0 : 2);
    case DC_UNIT_DAYS: break;
    }
    return dc_number_text(arena, value, 1);
}

const char *dc_measure_value_text(const dc_measure_view *view, const dc_measure_info *about,
                                  const dc_measure_value *value)
{
    if (!value->applicable)
        return dc_say(view->language, DC_WORD_NOT_AVAILABLE);
    const char *text = dc_measure_text(view, about->unit, value->value);
    return value->at_least ? dc_arena_format(view->run->arena, "≥ %s", text) : text;
}

const char *dc_measure_amount(const dc_measure_view *view, int64_t minor)
{
    return dc_measure_text(view, DC_UNIT_MONEY, (double)minor);
}

const char *dc_measure_bucket(const dc_measure_view *view, dc_aged_by by, size_t bucket)
{
    const dc_ageing_edges *edges = &view->measures->edges;
    if (by == DC_AGED_BY_DUE && bucket == 0)
        return dc_say(view->language, DC_WORD_NOT_DUE);
    int first = bucket == 0 ? 0 : dc_ageing_first_day(edges, by, bucket);
    if (bucket + 1 == dc_ageing_bucket_count(edges, by))
        return dc_arena_format(view->run->arena, "> %d", first - 1);
    return dc_arena_format(view->run->arena, "%d–%d", first,
                           (int)dc_ageing_first_day(edges, by, bucket + 1) - 1);
}

void dc_measure_right(FILE *out, const char *text, size_t width)
{
    size_t taken = dc_terminal_width(text);
    fprintf(out, "%*s%s", taken < width ? (int)(width - taken) : 0, "", text);
}

const char *dc_sparkline(dc_arena *arena, const double *value, const bool *known, size_t count)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    enum { LEVELS = sizeof blocks / sizeof blocks[0], MIDDLE = 3 };
    double      low = INFINITY, high = -INFINITY;
    const char *line = "";
    for (size_t i = 0; i < count; i++)
        if (known[i]) {
            low = fmin(low, value[i]);
            high = fmax(high, value[i]);
        }
    for (size_t i = 0; i < count; i++) {
        int level = MIDDLE;
        if (known[i] && high > low)
            level = (int)fmin((value[i] - low) / (high - low) * LEVELS, LEVELS - 1);
        line = dc_arena_format(arena, "%s%s", line, known[i] ? blocks[level] : " ");
    }
    return line;
}

/* --- JSON --- */

json_t *dc_measure_json_date(dc_date date)
{
    char text[11];
    dc_date_format(text, date);
    return json_string(text);
}

json_t *dc_measure_json_money(const dc_measure_view *view, int64_t minor)
{
    return dc_measure_json_number(view, DC_UNIT_MONEY, (double)minor);
}

json_t *dc_measure_json_number(const dc_measure_view *view, dc_unit unit, double value)
{
    const dc_book *book = view->run->book;
    int            decimals = book->currencies[book->home].decimals;
    return json_real(unit == DC_UNIT_MONEY ? value / pow(10.0, decimals) : value);
}
