/* Metrics: every figure ahead, by week and by month, for each scenario: mean, error, quantiles. */
#include "sheets.h"

enum {
    COL_SCENARIO,
    COL_METRIC,
    COL_UNIT,
    COL_PERIOD,
    COL_NUMBER,
    COL_DATE,
    COL_MEAN,
    COL_ERROR,
    COL_QUANTILE,
    COL_COUNT = COL_QUANTILE + DC_QUANTILE_COUNT
};
enum { WIDTH_NAME = 26, WIDTH_PLAIN = 10, WIDTH_FIGURE = 13 };

static void put_heads(report *r, grid *sheet, uint32_t row)
{
    static const struct {
        dc_word word;
        double  width;
    } heads[COL_QUANTILE] = {
        [COL_SCENARIO] = {DC_WORD_SCENARIO, WIDTH_NAME},
        [COL_METRIC] = {DC_WORD_METRICS_FIGURE, WIDTH_NAME},
        [COL_UNIT] = {DC_WORD_UNIT, WIDTH_PLAIN},
        [COL_PERIOD] = {DC_WORD_METRICS_PERIOD, WIDTH_PLAIN},
        [COL_NUMBER] = {DC_WORD_METRICS_NUMBER, WIDTH_PLAIN},
        [COL_DATE] = {DC_WORD_DATE, WIDTH_PLAIN + 2},
        [COL_MEAN] = {DC_WORD_MEAN, WIDTH_FIGURE},
        [COL_ERROR] = {DC_WORD_SIMULATION_ERROR, WIDTH_FIGURE},
    };
    for (uint32_t col = 0; col < COL_QUANTILE; col++) {
        grid_text(sheet, row, col, ROLE_HEADER, say(r, heads[col].word));
        sheet->width[col] = heads[col].width;
    }
    for (uint32_t q = 0; q < DC_QUANTILE_COUNT; q++) {
        grid_text(sheet, row, COL_QUANTILE + q, ROLE_HEADER,
                  dc_arena_format(r->arena, "P%.0f", dc_quantile_levels[q] * 100.0));
        sheet->width[COL_QUANTILE + q] = WIDTH_FIGURE;
    }
    sheet->rows[row].height = 30;
}

/* Which figure a row tells. */
typedef struct {
    size_t    scenario;
    dc_metric metric;
    dc_word   period;
    int32_t   number, day; /* of the week or month; days after the as-of date */
} spot;

/* False where it does not apply: no row then. */
static bool put_row(report *r, grid *sheet, uint32_t row, spot at, const dc_estimate *e)
{
    dc_unit unit = dc_metric_unit(at.metric);
    if (!e->applicable)
        return false;
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, at.scenario));
    grid_text(sheet, row, COL_METRIC, ROLE_LABEL, say(r, dc_metric_label(at.metric)));
    grid_text(sheet, row, COL_UNIT, ROLE_LABEL, unit_name(r, unit));
    grid_text(sheet, row, COL_PERIOD, ROLE_LABEL, say(r, at.period));
    grid_number(sheet, row, COL_NUMBER, ROLE_LABEL, SHOW_COUNT, at.number);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, dc_date_add_days(r->answer->book->as_of, at.day));
    put_value(r, sheet, row, COL_MEAN, unit, true, e->mean);
    if (!has_bands(r->answer))
        return true;
    put_value(r, sheet, row, COL_ERROR, unit, true, e->standard_error);
    for (uint32_t q = 0; q < DC_QUANTILE_COUNT; q++)
        put_value(r, sheet, row, COL_QUANTILE + q, unit, true, e->quantile[q]);
    return true;
}

static uint32_t put_metric(report *r, grid *sheet, uint32_t row, size_t scenario, dc_metric metric)
{
    const dc_outcome *outcome = &r->answer->comparison->outcome[scenario];
    spot              at = {.scenario = scenario, .metric = metric, .period = DC_WORD_WEEK};
    for (at.number = 1; at.number <= outcome->week_count; at.number++) {
        at.day = dc_week_end_day(r->answer->options, at.number);
        row += put_row(r, sheet, row, at, &outcome->series[metric][at.number]);
    }
    at.period = DC_WORD_METRICS_MONTH;
    for (size_t m = 0; m < outcome->month_count; m++) {
        at.number = (int32_t)m + 1;
        at.day = outcome->month_day[m];
        row += put_row(r, sheet, row, at, &outcome->month[metric][m]);
    }
    return row;
}

void fill_metrics(report *r, grid *sheet)
{
    uint32_t row = SHEET_FIRST_ROW;
    sheet_begin(r, sheet, DC_WORD_TITLE_METRICS, DC_WORD_NOTE_METRICS);
    put_heads(r, sheet, row++);
    for (size_t s = 0; s < r->answer->comparison->count; s++)
        for (int metric = 0; metric < DC_METRIC_COUNT; metric++)
            row = put_metric(r, sheet, row, s, (dc_metric)metric);
    sheet->freeze_row = SHEET_FIRST_ROW + 1;
    sheet->freeze_col = COL_METRIC + 1;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, SHEET_FIRST_ROW, 0, row - 1, COL_COUNT - 1};
    sheet->repeat_from = SHEET_FIRST_ROW - 1;
    sheet->repeat_to = SHEET_FIRST_ROW;
}
