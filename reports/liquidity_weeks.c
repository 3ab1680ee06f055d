/*
 * Cash by week on the Liquidity sheet: a block and a chart of the scenario that is chosen on the
 * Summary, looked up in the weeks of all scenarios, which stand at the end of the sheet.
 */
#include "cash_view.h"
#include "sheets.h"

enum { CHART_WIDTH = 760, CHART_HEIGHT = 340, HEAD_HEIGHT = 42 };

enum {
    COL_NAME,
    COL_DATE,
    WEEK_MEAN,
    WEEK_P5,
    WEEK_P25,
    WEEK_P75,
    WEEK_P95,
    WEEK_MINIMUM,
    WEEK_LINE_END
};

/* Whether there is a scenario to choose. */
static bool chooses(const report *r)
{
    return r->lowest_row > 0;
}

void sheet_cash_lines(const report *r, grid_chart *chart)
{
    static const struct {
        uint32_t col;
        dc_word  name;
        uint32_t colour;
    } lines[] = {{WEEK_P95, DC_WORD_P95, 0xBBD8EE},
                 {WEEK_P75, DC_WORD_P75, 0x56B4E9},
                 {WEEK_MEAN, DC_WORD_WEEK_MEAN, 0x003F66},
                 {WEEK_P25, DC_WORD_P25, 0xE69F00},
                 {WEEK_P5, DC_WORD_CASH_P5, 0xD55E00},
                 {WEEK_MINIMUM, DC_WORD_CASH_MINIMUM, 0x444444},
                 {WEEK_LINE_END, DC_WORD_CASH_LINE_END, 0xCC79A7}};
    const grid *sheet = r->sheet[SHEET_LIQUIDITY];
    uint32_t    first = r->cash_weeks_row, last = first + r->cash_weeks - 1;
    chart->title = say(r, chooses(r) ? DC_WORD_CASH_CHART_CHOSEN : DC_WORD_CASH_CHART);
    chart->across = say(r, DC_WORD_WEEK);
    chart->up = r->scale.label;
    chart->divisor = r->scale.divisor;
    chart->alternative_text = say(r, DC_WORD_CASH_CHART_ALT);
    chart->categories = grid_rows_of(sheet, COL_NAME, first, last);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (grid_look(sheet, first, lines[i].col).kind == GRID_NUMBER)
            grid_series_add(chart, say(r, lines[i].name),
                            grid_rows_of(sheet, lines[i].col, first, last), lines[i].colour);
}

static const struct {
    uint32_t col;
    int      quantile; /* DC_QUANTILE_COUNT: the mean */
} told[] = {{WEEK_MEAN, DC_QUANTILE_COUNT},
            {WEEK_P5, DC_P5},
            {WEEK_P25, DC_P25},
            {WEEK_P75, DC_P75},
            {WEEK_P95, DC_P95}};
enum { TOLD = sizeof told / sizeof told[0] };

static void put_told(report *r, grid *sheet, uint32_t row, const dc_estimate *cash)
{
    for (size_t i = 0; i < TOLD; i++)
        if (told[i].quantile == DC_QUANTILE_COUNT)
            put_value(r, sheet, row, told[i].col, DC_UNIT_MONEY, true, cash->mean);
        else
            put_value(r, sheet, row, told[i].col, DC_UNIT_MONEY, has_bands(r->answer),
                      cash->quantile[told[i].quantile]);
}

static void put_week(report *r, grid *sheet, uint32_t row, const dc_liquidity *l, size_t p)
{
    const dc_cash_plan *plan = l->plan;
    grid_number(sheet, row, 0, ROLE_LABEL, SHOW_COUNT, plan->period[p].number);
    grid_date(sheet, row, 1, ROLE_LABEL, cash_period_end(r->answer, &plan->period[p]));
    put_told(r, sheet, row, &l->before_line[p]);
    put_money(r, sheet, row, WEEK_MINIMUM, ROLE_FIGURE, (double)plan->minimum);
    if (plan->has_line)
        put_money(r, sheet, row, WEEK_LINE_END, ROLE_FIGURE,
                  (double)(plan->minimum - plan->limit + plan->drawn));
}

void put_cash_weeks(report *r, grid *sheet, uint32_t row, uint32_t chart_col)
{
    const dc_liquidity  *l = cash_known(r->answer, 0);
    static const dc_word heads[] = {DC_WORD_WEEK,    DC_WORD_TO,           DC_WORD_WEEK_MEAN,
                                    DC_WORD_CASH_P5, DC_WORD_P25,          DC_WORD_P75,
                                    DC_WORD_P95,     DC_WORD_CASH_MINIMUM, DC_WORD_CASH_LINE_END};
    grid_text(sheet, row++, COL_NAME, ROLE_SECTION, say(r, DC_WORD_CASH_BY_WEEK));
    for (uint32_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        grid_text(sheet, row, i, ROLE_HEADER, say(r, heads[i]));
    sheet->rows[row].height = HEAD_HEIGHT;
    r->cash_weeks_row = ++row;
    r->cash_weeks = (uint32_t)l->plan->week_count;
    for (size_t p = 0; p < l->plan->week_count; p++)
        put_week(r, sheet, row++, l, p);
    if (l->plan->week_count < 2)
        return;
    grid_chart *chart = grid_chart_add(sheet, CHART_LINES, r->cash_weeks_row - 1, chart_col);
    sheet_cash_lines(r, chart);
    chart->width = CHART_WIDTH;
    chart->height = CHART_HEIGHT;
}

/* --- the scenario chosen ---------------------------------------------------------------------- */

static void put_scenario_week(report *r, grid *sheet, uint32_t row, size_t scenario, size_t p)
{
    const dc_liquidity *l = cash_known(r->answer, scenario);
    grid_text(sheet, row, COL_NAME, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, cash_period_end(r->answer, &l->plan->period[p]));
    put_told(r, sheet, row, &l->before_line[p]);
}

/* The block above looks its weeks up: scenarios stand below each other, each with all weeks. */
static void look_up(report *r, grid *sheet, uint32_t first, uint32_t last)
{
    uint32_t    end = r->lowest_row + (uint32_t)r->answer->comparison->count - 1;
    const char *names = grid_range_text(grid_rows_of(sheet, LIQUIDITY_KEY_COL, r->lowest_row, end));
    for (uint32_t week = 0; week < r->cash_weeks; week++)
        for (size_t i = 0; i < TOLD; i++) {
            uint32_t   row = r->cash_weeks_row + week;
            grid_cell *cell = grid_at(sheet, row, told[i].col);
            if (cell->kind != GRID_NUMBER)
                continue;
            grid_range all = grid_rows_of(sheet, told[i].col, first, last);
            grid_formula(sheet, row, told[i].col, ROLE_FORMULA, cell->show, cell->number,
                         "INDEX(%s,(MATCH(" NAME_CHOSEN ",%s,0)-1)*%u+%u)", grid_range_text(all),
                         names, r->cash_weeks, week + 1);
        }
}

void put_chosen_weeks(report *r, grid *sheet, uint32_t row)
{
    if (!chooses(r))
        return;
    grid_formula_text(sheet, r->cash_weeks_row - 2, COL_NAME, ROLE_SECTION,
                      text_fill(r->arena, say(r, DC_WORD_CASH_BY_WEEK_OF), scenario_key(r, 0),
                                (const char *)NULL),
                      "\"%s\"",
                      text_fill(r->arena, say(r, DC_WORD_CASH_BY_WEEK_OF), "\"&" NAME_CHOSEN "&\"",
                                (const char *)NULL));
    grid_text(sheet, row++, COL_NAME, ROLE_SECTION, say(r, DC_WORD_CASH_BY_WEEK_ALL));
    uint32_t first = row;
    for (size_t s = 0; s < r->answer->comparison->count; s++)
        for (size_t p = 0; p < r->cash_weeks; p++)
            put_scenario_week(r, sheet, row++, s, p);
    look_up(r, sheet, first, row - 1);
}
