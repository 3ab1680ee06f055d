/*
 * compare_bridge.c - from the baseline to a scenario, lever by lever, as floating columns.
 *
 * A column that floats is one that stands on an invisible one.  Spreadsheets stack what is above 0
 * and what is below it apart, so a step that crosses 0 is drawn as two parts that meet there.  The
 * parts are formulas of the steps, which are links to the table of levers.
 */
#include <math.h>

#include "compare.h"

enum {
    COL_STEP,
    COL_CHANGE,
    COL_FROM,
    COL_TO,
    COL_BASE, /* what is not seen */
    COL_RISE_ABOVE,
    COL_RISE_BELOW,
    COL_FALL_ABOVE,
    COL_FALL_BELOW,
    COL_TOTAL_ABOVE,
    COL_TOTAL_BELOW,
    BRIDGE_COLUMNS
};
enum { RISE_COLOUR = 0x56B4E9, FALL_COLOUR = 0xD55E00, TOTAL_COLOUR = 0x003F66 };
enum { BRIDGE_WIDTH = 530, BRIDGE_HEIGHT = 300 };

/* Both parts of a column between two levels, seen only where `when` holds. */
static void put_parts(grid *sheet, uint32_t row, uint32_t col, bool seen, const char *when)
{
    double      from = grid_number_at(sheet, row, COL_FROM);
    double      to = grid_number_at(sheet, row, COL_TO);
    double      high = fmax(from, to), low = fmin(from, to);
    const char *ends = grid_range_text(grid_cols_of(sheet, row, COL_FROM, COL_TO));
    grid_formula(sheet, row, col, ROLE_FORMULA, SHOW_MONEY,
                 seen ? fmax(high, 0.0) - fmax(low, 0.0) : 0.0, "IF(%s,MAX(%s,0)-MAX(MIN(%s),0),0)",
                 when, ends, ends);
    grid_formula(sheet, row, col + 1, ROLE_FORMULA, SHOW_MONEY,
                 seen ? fmin(low, 0.0) - fmin(high, 0.0) : 0.0, "IF(%s,MIN(%s,0)-MIN(MAX(%s),0),0)",
                 when, ends, ends);
}

static void put_step(grid *sheet, uint32_t row, bool is_total)
{
    double      from = grid_number_at(sheet, row, COL_FROM);
    double      to = grid_number_at(sheet, row, COL_TO);
    const char *ends = grid_range_text(grid_cols_of(sheet, row, COL_FROM, COL_TO));
    const char *a = grid_ref(sheet, row, COL_FROM), *b = grid_ref(sheet, row, COL_TO);
    grid_formula(sheet, row, COL_BASE, ROLE_FORMULA, SHOW_MONEY,
                 fmin(from, to) > 0.0   ? fmin(from, to)
                 : fmax(from, to) < 0.0 ? fmax(from, to)
                                        : 0.0,
                 "IF(MIN(%s)>0,MIN(%s),IF(MAX(%s)<0,MAX(%s),0))", ends, ends, ends, ends);
    if (is_total) {
        put_parts(sheet, row, COL_TOTAL_ABOVE, true, "TRUE");
        return;
    }
    put_parts(sheet, row, COL_RISE_ABOVE, to >= from,
              dc_arena_format(sheet->arena, "%s>=%s", b, a));
    put_parts(sheet, row, COL_FALL_ABOVE, to < from, dc_arena_format(sheet->arena, "%s<%s", b, a));
}

/* The steps, each beginning where the one before ends; then all of them.  The row after. */
static uint32_t put_steps(report *r, grid *sheet, uint32_t row, const bridge_table *table)
{
    uint32_t steps = table->last_col - table->first_col + 1;
    for (uint32_t i = 0; i < steps; i++, row++) {
        grid_text(sheet, row, COL_STEP, ROLE_LABEL,
                  grid_look(sheet, table->head_row, table->first_col + i).text);
        grid_link(sheet, row, COL_CHANGE, sheet, table->row, table->first_col + i);
        double before = i > 0 ? grid_number_at(sheet, row - 1, COL_TO) : 0.0;
        grid_formula(sheet, row, COL_FROM, ROLE_FORMULA, SHOW_MONEY, before, "%s",
                     i > 0 ? grid_ref(sheet, row - 1, COL_TO) : "0");
        grid_formula(sheet, row, COL_TO, ROLE_FORMULA, SHOW_MONEY,
                     before + grid_number_at(sheet, row, COL_CHANGE), "%s+%s",
                     grid_ref(sheet, row, COL_FROM), grid_ref(sheet, row, COL_CHANGE));
        put_step(sheet, row, false);
    }
    double all = grid_number_at(sheet, row - 1, COL_TO);
    grid_text(sheet, row, COL_STEP, ROLE_LABEL, say(r, DC_WORD_TOTAL));
    grid_number(sheet, row, COL_FROM, ROLE_FORMULA, SHOW_MONEY, 0.0);
    grid_formula(sheet, row, COL_TO, ROLE_FORMULA, SHOW_MONEY, all, "%s",
                 grid_ref(sheet, row - 1, COL_TO));
    put_step(sheet, row, true);
    return row + 1;
}

static void put_chart(report *r, grid *sheet, uint32_t first, uint32_t last,
                      const bridge_table *table, uint32_t row, uint32_t shift)
{
    static const struct {
        uint32_t col, colour;
        dc_word  name;
    } parts[] = {{COL_BASE, 0xFFFFFF, DC_WORD_EMPTY},
                 {COL_RISE_ABOVE, RISE_COLOUR, DC_WORD_BRIDGE_RISE},
                 {COL_RISE_BELOW, RISE_COLOUR, DC_WORD_EMPTY},
                 {COL_FALL_ABOVE, FALL_COLOUR, DC_WORD_EMPTY},
                 {COL_FALL_BELOW, FALL_COLOUR, DC_WORD_BRIDGE_FALL},
                 {COL_TOTAL_ABOVE, TOTAL_COLOUR, DC_WORD_TOTAL},
                 {COL_TOTAL_BELOW, TOTAL_COLOUR, DC_WORD_EMPTY}};
    double most = 0.0;
    for (uint32_t i = first; i <= last; i++)
        most = fmax(most, fabs(grid_number_at(sheet, i, COL_TO)));
    double      minor = most / fmax(money_major(r->answer, 1.0), 1e-9);
    money_scale scale = money_scale_for(r->arena, r->answer, &r->scale, minor / 10.0);
    grid_chart *chart = grid_chart_add(sheet, CHART_STACKED_COLUMNS, row, 0);
    chart->title = text_fill(
        r->arena, say(r, DC_WORD_BRIDGE_CHART), scenario_label(r->answer, table->scenario),
        text_number(r->arena, r->answer->comparison->outcome[0].paired_week[0], 0),
        (const char *)NULL);
    chart->across = say(r, DC_WORD_EMPTY);
    chart->up = scale.label;
    chart->divisor = scale.divisor;
    chart->alternative_text = say(r, DC_WORD_BRIDGE_CHART_ALT);
    chart->categories = grid_rows_of(sheet, COL_STEP, first, last);
    chart->width = BRIDGE_WIDTH;
    chart->height = BRIDGE_HEIGHT;
    chart->shift = shift;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        grid_series *series =
            grid_series_add(chart, say(r, parts[i].name),
                            grid_rows_of(sheet, parts[i].col, first, last), parts[i].colour);
        series->invisible = parts[i].col == COL_BASE;
        series->unlisted = parts[i].name == DC_WORD_EMPTY;
    }
}

uint32_t put_bridge_charts(report *r, grid *sheet, uint32_t row, uint32_t chart_row,
                           const bridge_table *tables, size_t count)
{
    if (count == 0)
        return row;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_BRIDGE_DATA));
    for (size_t i = 0; i < count; i++) {
        uint32_t first = row;
        row = put_steps(r, sheet, row, &tables[i]);
        put_chart(r, sheet, first, row - 1, &tables[i], chart_row,
                  (uint32_t)i * (BRIDGE_WIDTH + 10));
    }
    return row;
}
