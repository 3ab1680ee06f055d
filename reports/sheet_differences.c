/*
 * Paired differences: each scenario against the baseline on the same paths, one row for each
 * measure, week and scenario.  The range of the assumption stands before the simulation error:
 * what is not known about the assumption is usually larger.
 */
#include <math.h>
#include <string.h>

#include "marks.h"
#include "sheets.h"

/* clang-format off */
#define DIFFERENCE_COLUMNS(X)                                                                      \
    X(COL_MEASURE, DC_WORD_MEASURE, COLUMN_PLAIN, 30)                                              \
    X(COL_UNIT, DC_WORD_UNIT, COLUMN_PLAIN, 6)                                                     \
    X(COL_WEEK, DC_WORD_WEEK, COLUMN_PLAIN, 6)                                                     \
    X(COL_DATE, DC_WORD_WEEK_ENDING, COLUMN_PLAIN, 11)                                             \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_CHANGE, DC_WORD_DIFFERENCE, COLUMN_PLAIN, 13)                                            \
    X(COL_LOW, DC_WORD_RANGE_LOW, COLUMN_PLAIN, 13)                                                \
    X(COL_HIGH, DC_WORD_RANGE_HIGH, COLUMN_PLAIN, 13)                                              \
    X(COL_ERROR, DC_WORD_SIMULATION_ERROR, COLUMN_PLAIN, 12)                                       \
    X(COL_BETTER, DC_WORD_CHANCE_BETTER, COLUMN_SHARE, 11)                                         \
    X(COL_MEAN, DC_WORD_MEAN, COLUMN_PLAIN, 13)                                                    \
    X(COL_MEAN_ERROR, DC_WORD_SIMULATION_ERROR, COLUMN_PLAIN, 12)                                  \
    X(COL_P5, DC_WORD_P5, COLUMN_PLAIN, 13)                                                        \
    X(COL_P50, DC_WORD_P50, COLUMN_PLAIN, 13)                                                      \
    X(COL_P95, DC_WORD_P95, COLUMN_PLAIN, 13)                                                      \
    X(COL_P5_LOW, DC_WORD_P5_LOW, COLUMN_PLAIN, 12)                                                \
    X(COL_P5_HIGH, DC_WORD_P5_HIGH, COLUMN_PLAIN, 12)                                              \
    X(COL_P50_LOW, DC_WORD_P50_LOW, COLUMN_PLAIN, 12)                                              \
    X(COL_P50_HIGH, DC_WORD_P50_HIGH, COLUMN_PLAIN, 12)                                            \
    X(COL_P95_LOW, DC_WORD_P95_LOW, COLUMN_PLAIN, 12)                                              \
    X(COL_P95_HIGH, DC_WORD_P95_HIGH, COLUMN_PLAIN, 12)                                            \
    X(COL_BETTER_LOW, DC_WORD_BETTER_LOW, COLUMN_SHARE, 11)                                        \
    X(COL_BETTER_HIGH, DC_WORD_BETTER_HIGH, COLUMN_SHARE, 11)                                      \
    X(COL_TODAY, DC_WORD_TODAY, COLUMN_PLAIN, 13)                                                  \
    X(COL_REMARK, DC_WORD_REMARK, COLUMN_PLAIN, 24)
/* clang-format on */

enum { DIFFERENCE_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {DIFFERENCE_COLUMNS(COLUMN_ROW)};

enum { ROW_HEADER = SHEET_FIRST_ROW };

static void put_name(report *r, grid *sheet, uint32_t row, size_t objective, int32_t week,
                     size_t scenario)
{
    const dc_measure_info *about = dc_objective_about(objective);
    grid_role role = scenario == 0 ? ROLE_TOTAL : ROLE_LABEL; /* a line above each measure */
    grid_text(sheet, row, COL_MEASURE, role, say(r, about->label));
    put_unit_name(r, sheet, row, COL_UNIT, ROLE_LABEL, about->unit);
    grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, week);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, week));
    grid_text(sheet, row, COL_SCENARIO, role, scenario_label(r->answer, scenario));
}

/* Errors of days are small: two decimals more. */
static void put_error(report *r, grid *sheet, uint32_t row, uint32_t col, dc_unit unit,
                      bool applicable, double value)
{
    put_value(r, sheet, row, col, unit, applicable, value);
    if (unit == DC_UNIT_DAYS && applicable)
        grid_at(sheet, row, col)->show = SHOW_MONEY_3;
}

/* What simulation error alone leaves open, in two columns. */
static void put_interval(report *r, grid *sheet, uint32_t row, uint32_t col, dc_unit unit,
                         bool applicable, double low, double high)
{
    put_value(r, sheet, row, col, unit, applicable, low);
    put_value(r, sheet, row, col + 1, unit, applicable, high);
}

static void put_level(report *r, grid *sheet, uint32_t row, dc_metric metric, const dc_estimate *e)
{
    dc_unit unit = dc_metric_unit(metric);
    put_value(r, sheet, row, COL_MEAN, unit, e->applicable, e->mean);
    bool bands = e->applicable && has_bands(r->answer);
    put_error(r, sheet, row, COL_MEAN_ERROR, unit, bands, e->standard_error);
    put_value(r, sheet, row, COL_P5, unit, bands, e->quantile[DC_P5]);
    put_value(r, sheet, row, COL_P50, unit, bands, e->quantile[DC_P50]);
    put_value(r, sheet, row, COL_P95, unit, bands, e->quantile[DC_P95]);
    put_interval(r, sheet, row, COL_P5_LOW, unit, bands, e->low[DC_P5], e->high[DC_P5]);
    put_interval(r, sheet, row, COL_P50_LOW, unit, bands, e->low[DC_P50], e->high[DC_P50]);
    put_interval(r, sheet, row, COL_P95_LOW, unit, bands, e->low[DC_P95], e->high[DC_P95]);
}

static void put_remark(report *r, grid *sheet, uint32_t row, difference_mark mark)
{
    if (mark == MARK_DECIDED)
        grid_text(sheet, row, COL_REMARK, ROLE_NOTE, say(r, DC_WORD_MARK_DECIDED));
    if (mark == MARK_WRITTEN_OFF)
        grid_text(sheet, row, COL_REMARK, ROLE_NOTE, say(r, DC_WORD_MARK_WRITTEN_OFF));
    if (mark != MARK_NONE)
        grid_at(sheet, row, COL_CHANGE)->mark = mark_sign(mark);
}

static void put_change(report *r, grid *sheet, uint32_t row, dc_unit unit, size_t scenario,
                       const dc_difference *d)
{
    const dc_scenario *s = &r->answer->scenarios->scenario[scenario];
    bool               bands = d->applicable && has_bands(r->answer);
    put_value(r, sheet, row, COL_CHANGE, unit, d->applicable, d->mean);
    put_error(r, sheet, row, COL_ERROR, unit, bands, d->standard_error);
    put_value(r, sheet, row, COL_LOW, unit, d->applicable && s->has_range, d->low);
    put_value(r, sheet, row, COL_HIGH, unit, d->applicable && s->has_range, d->high);
    if (bands && !differs(d))
        grid_text(sheet, row, COL_BETTER, ROLE_FIGURE, "–");
    else
        put_value(r, sheet, row, COL_BETTER, DC_UNIT_SHARE, bands, d->chance_better);
    if (bands && differs(d) && !isnan(d->chance_better))
        put_interval(r, sheet, row, COL_BETTER_LOW, DC_UNIT_SHARE, !isnan(d->chance_low),
                     d->chance_low, d->chance_high);
}

/* Only measures with a better direction are coloured: DSO and WCR may move by decision. */
static void put_rule(grid *sheet, dc_metric metric, uint32_t first, uint32_t last)
{
    if (painted_better(metric) == DC_NEITHER || sheet->rule_count == GRID_RULES_MAX)
        return;
    grid_rule_add(sheet,
                  painted_better(metric) == DC_HIGHER_IS_BETTER ? RULE_HIGHER_IS_BETTER
                                                                : RULE_LOWER_IS_BETTER,
                  grid_rows_of(sheet, COL_CHANGE, first, last));
}

static void put_today(report *r, grid *sheet, uint32_t row, dc_metric metric)
{
    const dc_estimate *today = &r->answer->today->value[metric];
    put_value(r, sheet, row, COL_TODAY, dc_metric_unit(metric), today->applicable, today->mean);
}

static uint32_t put_metric(report *r, grid *sheet, uint32_t row, dc_metric metric, int week)
{
    const dc_comparison *comparison = r->answer->comparison;
    r->difference_row[metric][week] = row;
    for (size_t s = 0; s < comparison->count; s++, row++) {
        const dc_outcome *outcome = &comparison->outcome[s];
        int32_t           at = outcome->paired_week[week];
        put_name(r, sheet, row, metric, at, s);
        put_level(r, sheet, row, metric, &outcome->series[metric][at]);
        if (s == 0) {
            put_today(r, sheet, row, metric);
            continue;
        }
        put_change(r, sheet, row, dc_metric_unit(metric), s,
                   &comparison->difference[s][metric][week]);
        put_remark(r, sheet, row, mark_of(r->answer, s, metric, week));
    }
    put_rule(sheet, metric, r->difference_row[metric][week] + 1, row - 1);
    return row;
}

/* A figure of cash: its level, and the change as it is compared. */
static uint32_t put_cash(report *r, grid *sheet, uint32_t row, size_t objective, int week)
{
    const dc_comparison *comparison = r->answer->comparison;
    dc_unit              unit = dc_objective_about(objective)->unit;
    r->difference_row[objective][week] = row;
    for (size_t s = 0; s < comparison->count; s++, row++) {
        const dc_outcome *outcome = &comparison->outcome[s];
        double            level = 0.0;
        bool              known = dc_objective_value(&level, outcome, objective, week);
        put_name(r, sheet, row, objective, outcome->paired_week[week], s);
        put_value(r, sheet, row, COL_MEAN, unit, known, level);
        if (s == 0)
            continue;
        dc_difference change = dc_objective_difference(comparison, s, objective, week);
        put_change(r, sheet, row, unit, s, &change);
    }
    return row;
}

void fill_differences(report *r, grid *sheet)
{
    uint32_t row = ROW_HEADER + 2;
    sheet_begin(r, sheet, DC_WORD_TITLE_DIFFERENCES, DC_WORD_NOTE_DIFFERENCES);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    for (int week = 0; week <= last_paired(&r->answer->comparison->outcome[0]); week++) {
        for (int metric = 0; metric < DC_METRIC_COUNT; metric++)
            if (is_compared(r->answer, (dc_metric)metric))
                row = put_metric(r, sheet, row, (dc_metric)metric, week);
        for (size_t o = DC_METRIC_COUNT; o < DC_OBJECTIVES && has_compared_cash(r->answer); o++)
            row = put_cash(r, sheet, row, o, week);
    }

    sheet->freeze_row = ROW_HEADER + 2;
    sheet->freeze_col = 1;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, row - 1, COL_COUNT - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}

void link_level(report *r, grid *sheet, uint32_t row, uint32_t col, size_t objective, int week,
                baseline_figure figure)
{
    static const uint32_t cols[] = {[FIGURE_TODAY] = COL_TODAY,
                                    [FIGURE_MEAN] = COL_MEAN,
                                    [FIGURE_P5] = COL_P5,
                                    [FIGURE_P95] = COL_P95};
    grid_link(sheet, row, col, r->sheet[SHEET_DIFFERENCES], r->difference_row[objective][week],
              cols[figure]);
}

void link_difference(report *r, grid *sheet, uint32_t row, uint32_t col, size_t objective, int week,
                     size_t scenario)
{
    grid_link(sheet, row, col, r->sheet[SHEET_DIFFERENCES],
              r->difference_row[objective][week] + (uint32_t)scenario, COL_CHANGE);
}

bool has_difference_range(const report *r, size_t objective, int week, size_t scenario)
{
    const grid *sheet = r->sheet[SHEET_DIFFERENCES];
    uint32_t    row = r->difference_row[objective][week] + (uint32_t)scenario;
    return grid_look(sheet, row, COL_LOW).kind == GRID_NUMBER &&
           (grid_number_at(sheet, row, COL_LOW) != 0.0 ||
            grid_number_at(sheet, row, COL_HIGH) != 0.0);
}

void difference_range(const report *r, const grid *user, size_t objective, int week,
                      size_t scenario, const char *cells[2], double values[2])
{
    const grid *sheet = r->sheet[SHEET_DIFFERENCES];
    uint32_t    row = r->difference_row[objective][week] + (uint32_t)scenario;
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t col = i == 0 ? COL_LOW : COL_HIGH;
        cells[i] = grid_ref_from(user, sheet, row, col);
        values[i] = grid_number_at(sheet, row, col);
    }
}

static double number_or_nan(const grid *sheet, uint32_t row, uint32_t col)
{
    grid_cell cell = grid_look(sheet, row, col);
    return cell.kind == GRID_NUMBER ? cell.number : NAN;
}

difference_cells difference_error(const report *r, const grid *user, size_t objective, int week,
                                  size_t scenario)
{
    const grid *sheet = r->sheet[SHEET_DIFFERENCES];
    uint32_t    row = r->difference_row[objective][week] + (uint32_t)scenario;
    bool        differs_there = grid_look(sheet, row, COL_BETTER).text == NULL ||
                         strcmp(grid_look(sheet, row, COL_BETTER).text, "–") != 0;
    return (difference_cells){grid_ref_from(user, sheet, row, COL_ERROR),
                              grid_ref_from(user, sheet, row, COL_BETTER),
                              differs_there ? number_or_nan(sheet, row, COL_ERROR) : NAN,
                              number_or_nan(sheet, row, COL_BETTER)};
}

void difference_levels(grid_chart *chart, const grid *differences, uint32_t first, uint32_t last)
{
    chart->categories = grid_rows_of(differences, COL_SCENARIO, first, last);
    grid_series_add(chart, "", grid_rows_of(differences, COL_MEAN, first, last), 0);
}

void difference_chart(report *r, grid *sheet, uint32_t row, uint32_t col)
{
    static const struct {
        uint32_t col;
        dc_word  name;
        uint32_t colour;
    } cases[] = {{COL_LOW, DC_WORD_RANGE_LOW, 0xBBD9EE},
                 {COL_CHANGE, DC_WORD_DIFFERENCE, 0x0072B2},
                 {COL_HIGH, DC_WORD_RANGE_HIGH, 0x56B4E9}};
    const grid *from = r->sheet[SHEET_DIFFERENCES];
    uint32_t    first = r->difference_row[DC_CASH_COLLECTED][0] + 1;
    uint32_t    last = first + (uint32_t)r->answer->comparison->count - 2;
    grid_chart *chart = grid_chart_add(sheet, CHART_COLUMNS, row, col);

    chart->title =
        text_fill(r->arena, say(r, DC_WORD_CHART_CHANGE),
                  text_count(r->arena, (size_t)r->answer->comparison->outcome[0].paired_week[0]),
                  (const char *)NULL);
    chart->across = say(r, DC_WORD_SCENARIO);
    chart->up = r->scale.label;
    chart->alternative_text = say(r, DC_WORD_CHART_CHANGE_ALT);
    chart->divisor = r->scale.divisor;
    chart->categories = grid_rows_of(from, COL_SCENARIO, first, last);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        grid_series_add(chart, say(r, cases[i].name), grid_rows_of(from, cases[i].col, first, last),
                        cases[i].colour);
}
