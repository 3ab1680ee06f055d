/*
 * Scenarios side by side: one row for each measure and week, one column for each scenario.  Small
 * below a figure: its simulation error, and the chance that the scenario is better.
 */
#include <math.h>

#include "compare.h"
#include "findings.h"

enum {
    ROW_HEADER = SHEET_FIRST_ROW,
    SCENARIO_FIGURES = 18,
    CHART_SHIFT = 540,
    CHART_GAP = 10,
    CHART_HEIGHT = 400,
    CHART_ROWS = 21,
    COLUMNS_LEAST = 6 /* room for why a figure does not apply */
};

/* Receipts and sales of a single week say little: their sums are compared. */
bool is_compared(const dc_answer *answer, dc_metric metric)
{
    return metric != DC_RECEIPTS && metric != DC_SALES && is_told(answer, metric);
}

bool has_compared_cash(const dc_answer *answer)
{
    return answer->comparison->cash && answer->comparison->outcome[0].liquidity;
}

size_t scenarios_shown(const dc_answer *answer)
{
    size_t most = GRID_COLUMNS_MAX - COL_SCENARIOS;
    return answer->comparison->count - 1 < most ? answer->comparison->count - 1 : most;
}

static void put_heads(report *r, grid *sheet)
{
    static const struct {
        uint32_t col;
        dc_word  word;
        double   width;
    } heads[] = {
        {COL_MEASURE, DC_WORD_MEASURE, 38}, {COL_UNIT, DC_WORD_UNIT, 7},
        {COL_WEEK, DC_WORD_WEEK, 6},        {COL_DATE, DC_WORD_WEEK_ENDING, 11},
        {COL_TODAY, DC_WORD_TODAY, 12},     {COL_MEAN, DC_WORD_BASELINE_MEAN, 12},
        {COL_P5, DC_WORD_BASELINE_P5, 12},  {COL_P95, DC_WORD_BASELINE_P95, 12},
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        grid_text(sheet, ROW_HEADER, heads[i].col, ROLE_HEADER, say(r, heads[i].word));
        grid_text(sheet, ROW_HEADER + 1, heads[i].col, ROLE_UNIT, "");
        sheet->width[heads[i].col] = heads[i].width;
    }
    for (size_t s = 1; s <= scenarios_shown(r->answer); s++) {
        uint32_t col = COL_SCENARIOS + (uint32_t)s - 1;
        grid_text(sheet, ROW_HEADER, col, ROLE_HEADER, scenario_title(r->answer, s));
        grid_text(sheet, ROW_HEADER + 1, col, ROLE_UNIT, say(r, DC_WORD_DIFFERENCE));
        sheet->width[col] = SCENARIO_FIGURES;
    }
    sheet->rows[ROW_HEADER].height = scenario_heads_height(r->answer, SCENARIO_FIGURES);
}

/* Links to Differences; without scenarios there is none, and all weeks stand on Metrics. */
static void put_baseline(report *r, grid *sheet, uint32_t row, dc_metric metric, int week)
{
    const dc_outcome  *baseline = &r->answer->comparison->outcome[0];
    const dc_estimate *today = &r->answer->today->value[metric];
    const dc_estimate *e = &baseline->series[metric][baseline->paired_week[week]];
    dc_unit            unit = dc_metric_unit(metric);
    bool               bands = e->applicable && has_bands(r->answer);
    if (r->sheet[SHEET_DIFFERENCES]) {
        for (int figure = FIGURE_TODAY; figure <= FIGURE_P95; figure++)
            link_level(r, sheet, row, baseline_col((baseline_figure)figure), metric, week,
                       (baseline_figure)figure);
        return;
    }
    grid_jump(sheet, row, COL_MEASURE, say(r, dc_metric_label(metric)), r->sheet[SHEET_METRICS]);
    put_value(r, sheet, row, COL_TODAY, unit, today->applicable, today->mean);
    put_value(r, sheet, row, COL_MEAN, unit, e->applicable, e->mean);
    put_value(r, sheet, row, COL_P5, unit, bands, e->quantile[DC_P5]);
    put_value(r, sheet, row, COL_P95, unit, bands, e->quantile[DC_P95]);
}

static void put_row(report *r, grid *sheet, uint32_t row, dc_metric metric, int week)
{
    const dc_outcome  *baseline = &r->answer->comparison->outcome[0];
    int32_t            at = baseline->paired_week[week];
    const dc_estimate *e = &baseline->series[metric][at];
    dc_unit            unit = dc_metric_unit(metric);

    r->compare_row[metric][week] = row;
    grid_text(sheet, row, COL_MEASURE, ROLE_LABEL, say(r, dc_metric_label(metric)));
    put_unit_name(r, sheet, row, COL_UNIT, ROLE_LABEL, unit);
    grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, at);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, at));
    put_baseline(r, sheet, row, metric, week);
    if (!e->applicable) {
        grid_text(sheet, row, COL_SCENARIOS, ROLE_NOTE, say(r, missing_ahead(r->answer, metric)));
        return;
    }
    for (size_t s = 1; s <= scenarios_shown(r->answer); s++)
        link_difference(r, sheet, row, COL_SCENARIOS + (uint32_t)s - 1, metric, week, s);
}

/* --- below a figure --------------------------------------------------------------------------- */

/* A figure as a formula that says it, in the unit of the Cover: a text of two decimals in
 * thousands, of four in millions. */
static const char *shown_formula(const report *r, const char *cell, dc_unit unit)
{
    const char *digits = "2", *by = "";
    if (unit == DC_UNIT_MONEY) {
        by = "/" NAME_SHOWN;
        digits = "IF(" NAME_SHOWN "=1,0,IF(" NAME_SHOWN "<1E5,2,4))";
    }
    return dc_arena_format(r->arena, "FIXED(ROUND(%s%s%s,%s),%s)%s",
                           unit == DC_UNIT_SHARE ? "100*" : "", cell, by, digits, digits,
                           unit == DC_UNIT_SHARE ? "&\" %\"" : "");
}

/* What it says as the book is written: FIXED groups thousands, and its minus is a hyphen. */
static const char *shown_text(const report *r, double value, dc_unit unit)
{
    bool        share = unit == DC_UNIT_SHARE;
    int         decimals = unit == DC_UNIT_MONEY ? 0 : 2;
    double      whole = sheet_rounded(share ? 100.0 * value : value, decimals);
    const char *digits = text_number(r->arena, fabs(whole), decimals);
    return dc_arena_format(r->arena, "%s%s%s", whole < 0.0 ? "-" : "", digits, share ? " %" : "");
}

static void put_range(report *r, grid *sheet, uint32_t row, uint32_t col, size_t objective,
                      int week, size_t scenario)
{
    const char *cells[2];
    double      values[2];
    dc_unit     unit = dc_objective_about(objective)->unit;
    difference_range(r, sheet, objective, week, scenario, cells, values);
    grid_formula_text(sheet, row, col, ROLE_NEAR,
                      dc_arena_format(r->arena, "[%s..%s]", shown_text(r, values[0], unit),
                                      shown_text(r, values[1], unit)),
                      "\"[\"&%s&\"..\"&%s&\"]\"", shown_formula(r, cells[0], unit),
                      shown_formula(r, cells[1], unit));
}

/* "–" where the scenario changes nothing. */
static void put_error(report *r, grid *sheet, uint32_t row, uint32_t col, size_t objective,
                      int week, size_t scenario)
{
    dc_unit          unit = dc_objective_about(objective)->unit;
    difference_cells cells = difference_error(r, sheet, objective, week, scenario);
    if (isnan(cells.error_value)) {
        grid_text(sheet, row, col, ROLE_RANGE, "–");
        return;
    }
    const char *value = dc_arena_format(r->arena, "± %s", shown_text(r, cells.error_value, unit));
    const char *formula =
        dc_arena_format(r->arena, "\"± \"&%s", shown_formula(r, cells.error, unit));
    if (!isnan(cells.better_value)) {
        value = dc_arena_format(r->arena, "%s · %.0f %%", value, round(100.0 * cells.better_value));
        formula =
            dc_arena_format(r->arena, "%s&\" · \"&FIXED(100*%s,0)&\" %%\"", formula, cells.better);
    }
    grid_formula_text(sheet, row, col, ROLE_RANGE, value, "%s", formula);
}

/* Whether a scenario changes the figure. */
static bool changes(const report *r, const grid *sheet, size_t objective, int week, size_t scenario)
{
    return has_difference_range(r, objective, week, scenario) ||
           !isnan(difference_error(r, sheet, objective, week, scenario).error_value);
}

uint32_t put_remarks(report *r, grid *sheet, uint32_t row, size_t objective, int week)
{
    bool   ranges = false, any = false;
    size_t count = scenarios_shown(r->answer);
    for (size_t s = 1; s <= count; s++) {
        any |= changes(r, sheet, objective, week, s);
        if (!has_difference_range(r, objective, week, s))
            continue;
        put_range(r, sheet, row, COL_SCENARIOS + (uint32_t)s - 1, objective, week, s);
        ranges = true;
    }
    row += ranges;
    if (!has_bands(r->answer) || !any)
        return row;
    for (size_t s = 1; s <= count; s++)
        put_error(r, sheet, row, COL_SCENARIOS + (uint32_t)s - 1, objective, week, s);
    return row + 1;
}

/* --- the sheet -------------------------------------------------------------------------------- */

static void put_rule(report *r, grid *sheet, uint32_t row, dc_metric metric)
{
    dc_better better = painted_better(metric);
    if (better == DC_NEITHER || scenarios_shown(r->answer) == 0)
        return;
    grid_rule_add(sheet,
                  better == DC_HIGHER_IS_BETTER ? RULE_HIGHER_IS_BETTER : RULE_LOWER_IS_BETTER,
                  grid_cols_of(sheet, row, COL_SCENARIOS,
                               COL_SCENARIOS + (uint32_t)scenarios_shown(r->answer) - 1));
}

void link_baseline(report *r, grid *sheet, uint32_t row, uint32_t col, dc_metric metric, int week,
                   baseline_figure figure)
{
    grid_link(sheet, row, col, r->sheet[SHEET_COMPARE], r->compare_row[metric][week],
              baseline_col(figure));
}

uint32_t baseline_col(baseline_figure figure)
{
    static const uint32_t cols[] = {[FIGURE_TODAY] = COL_TODAY,
                                    [FIGURE_MEAN] = COL_MEAN,
                                    [FIGURE_P5] = COL_P5,
                                    [FIGURE_P95] = COL_P95};
    return cols[figure];
}

/* The row after it and what stands below it. */
static uint32_t put_metric(report *r, grid *sheet, uint32_t row, dc_metric metric, int week)
{
    const dc_outcome *baseline = &r->answer->comparison->outcome[0];
    put_row(r, sheet, row, metric, week);
    put_rule(r, sheet, row, metric);
    grid_break_add(sheet, row);
    if (!baseline->series[metric][baseline->paired_week[week]].applicable)
        return row + 1;
    return put_remarks(r, sheet, row + 1, metric, week);
}

void fill_compare(report *r, grid *sheet)
{
    uint32_t     row = ROW_HEADER + 2;
    bridge_table tables[BRIDGE_TABLES];
    size_t       bridged = 0;
    sheet_begin(r, sheet, DC_WORD_TITLE_COMPARE, DC_WORD_NOTE_COMPARE);
    put_heads(r, sheet);
    for (int week = 0; week <= last_paired(&r->answer->comparison->outcome[0]); week++) {
        for (int metric = 0; metric < DC_METRIC_COUNT; metric++)
            if (is_compared(r->answer, (dc_metric)metric))
                row = put_metric(r, sheet, row, (dc_metric)metric, week);
        row++;
    }
    row = put_compared_cash(r, sheet, row);
    row = put_lever_bridges(r, sheet, row, tables, &bridged);
    row = put_ranking(r, sheet, row);
    row = put_retention(r, sheet, row);
    grid_text(sheet, row++, 0, ROLE_NOTE, say(r, DC_WORD_LEGEND_MARKS));
    grid_text(sheet, row++, 0, ROLE_NOTE, say(r, DC_WORD_PERCENTILES_DO_NOT_ADD));
    grid_break_add(sheet, row);
    if (r->answer->comparison->count > 1)
        difference_chart(r, sheet, row + 1, 0);
    if (r->lowest_row > 0) {
        lowest_chart(r, sheet, row + 1, 0);
        sheet->charts[sheet->chart_count - 1].shift = CHART_SHIFT;
    }

    for (size_t i = 0; i < sheet->chart_count; i++) {
        sheet->charts[i].width = CHART_SHIFT - CHART_GAP;
        sheet->charts[i].height = CHART_HEIGHT;
    }
    sheet->print_rows = row + 1 + CHART_ROWS * (bridged > 0 ? 2u : 1u);
    put_bridge_charts(r, sheet, sheet->print_rows + 1, row + 1 + CHART_ROWS, tables, bridged);

    size_t shown = scenarios_shown(r->answer);
    sheet->print_cols = COL_SCENARIOS + (uint32_t)(shown > COLUMNS_LEAST ? shown : COLUMNS_LEAST);
    sheet->freeze_row = ROW_HEADER + 2;
    sheet->freeze_col = 1;
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
