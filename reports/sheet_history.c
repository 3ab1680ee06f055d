/*
 * History: every figure of the past at the last month ends, and small charts of a few.
 *
 * A month end is a row, a figure a column: the table of measures decides which, and in what order.
 */
#include "sheets.h"

enum { ROW_HEADER = SHEET_FIRST_ROW, ROW_FIRST = ROW_HEADER + 2, DATE_WIDTH = 12, WIDTH = 13 };
enum { CHART_WIDTH = 460, CHART_HEIGHT = 260, CHART_ACROSS = 5, CHART_DOWN = 14, CHARTS_A_ROW = 3 };

static column_unit column_unit_of(dc_unit unit)
{
    static const column_unit units[] = {[DC_UNIT_MONEY] = COLUMN_MONEY,
                                        [DC_UNIT_DAYS] = COLUMN_DAYS,
                                        [DC_UNIT_SHARE] = COLUMN_SHARE,
                                        [DC_UNIT_COUNT] = COLUMN_PLAIN};
    return units[unit];
}

/* The column of each measure the past has; 0 for the others. */
static uint32_t put_columns(report *r, grid *sheet, uint32_t column_of[DC_MEASURE_COUNT])
{
    const dc_measures *measures = r->answer->measures;
    sheet_column columns[DC_MEASURE_COUNT + 1] = {{DC_WORD_MONTH_END, COLUMN_PLAIN, DATE_WIDTH}};
    uint32_t     count = 1;
    for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++) {
        const dc_measure_info *about = dc_measure_about(m);
        column_of[m] = 0;
        if (!dc_measured(measures, 0, m)->told)
            continue;
        column_of[m] = count;
        columns[count++] = (sheet_column){about->label, column_unit_of(about->unit), WIDTH};
    }
    sheet_header(r, sheet, ROW_HEADER, columns, count);
    sheet->rows[ROW_HEADER].height = 64;
    return count;
}

static uint32_t put_dates(report *r, grid *sheet, const uint32_t column_of[DC_MEASURE_COUNT])
{
    const dc_measures *measures = r->answer->measures;
    uint32_t           row = ROW_FIRST;
    for (size_t d = dc_measures_first_known(measures); d < measures->count; d++, row++) {
        grid_date(sheet, row, 0, ROLE_LABEL, measures->date[d]);
        for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++) {
            const dc_measure_value *value = dc_measured(measures, d, m);
            if (column_of[m] > 0)
                put_value(r, sheet, row, column_of[m], dc_measure_about(m)->unit, value->applicable,
                          value->value);
        }
    }
    return row;
}

/* Figures that belong on one chart. */
static const struct {
    dc_word    title;
    dc_measure measure[3];
    size_t     count;
} charts[] = {
    {DC_WORD_CHART_HISTORY_DSO,
     {DC_MEASURE_DSO_3_MONTHS, DC_MEASURE_DSO_COUNTBACK, DC_MEASURE_DAYS_TO_PAY_SURVIVAL},
     3},
    {DC_WORD_CHART_HISTORY_OPEN, {DC_MEASURE_RECEIVABLES, DC_MEASURE_OVERDUE}, 2},
    {DC_WORD_CHART_HISTORY_SHARES,
     {DC_MEASURE_OVERDUE_SHARE, DC_MEASURE_CEI_3_MONTHS, DC_MEASURE_TOP_10_SHARE},
     3},
    {DC_WORD_CHART_HISTORY_SALES, {DC_MEASURE_SALES_MONTH}, 1},
    {DC_WORD_CHART_HISTORY_PARTS, {DC_MEASURE_DSO_NOT_DUE, DC_MEASURE_DSO_OVERDUE}, 2},
    {DC_WORD_CHART_HISTORY_DAYS_TO_PAY,
     {DC_MEASURE_DAYS_TO_PAY, DC_MEASURE_DAYS_TO_PAY_SURVIVAL},
     2},
    {DC_WORD_METRIC_DAY_OF_SALES, {DC_MEASURE_DAY_OF_SALES}, 1},
    {DC_WORD_METRIC_DPO_PURCHASES, {DC_MEASURE_DPO_PURCHASES}, 1},
};
enum { CHARTS = sizeof charts / sizeof charts[0] };
_Static_assert((int)CHARTS <= (int)GRID_CHARTS_MAX, "a sheet has room for them");

/* The row from which on all its figures are known: a text would be drawn as 0. */
static uint32_t first_row(const report *r, size_t chart)
{
    const dc_measures *measures = r->answer->measures;
    size_t             first = dc_measures_first_known(measures), from = first;
    for (size_t d = first; d < measures->count; d++)
        for (size_t k = 0; k < charts[chart].count; k++)
            if (!dc_measured(measures, d, charts[chart].measure[k])->applicable)
                from = d + 1;
    return ROW_FIRST + (uint32_t)(from - first);
}

static void put_charts(report *r, grid *sheet, const uint32_t column_of[DC_MEASURE_COUNT],
                       uint32_t end)
{
    for (uint32_t i = 0; i < CHARTS; i++) {
        dc_unit  unit = dc_measure_about(charts[i].measure[0])->unit;
        uint32_t from = first_row(r, i);
        if (from + 2 > end)
            continue; /* no line between fewer than two points */
        grid_chart *chart =
            grid_chart_add(sheet, CHART_LINES, end + 1 + i / CHARTS_A_ROW * CHART_DOWN,
                           i % CHARTS_A_ROW * CHART_ACROSS);
        chart->title = say(r, charts[i].title);
        chart->alternative_text = chart->title;
        chart->across = say(r, DC_WORD_MONTH_END);
        chart->up = unit == DC_UNIT_MONEY ? r->scale.label : unit_name(r, unit);
        chart->divisor = unit == DC_UNIT_MONEY ? r->scale.divisor : 1.0;
        chart->is_share = unit == DC_UNIT_SHARE;
        chart->width = CHART_WIDTH;
        chart->height = CHART_HEIGHT;
        chart->label_every = 6;
        chart->categories = grid_rows_of(sheet, 0, from, end - 1);
        for (size_t k = 0; k < charts[i].count; k++) {
            dc_measure m = charts[i].measure[k];
            grid_series_add(chart, say(r, dc_measure_about(m)->label),
                            grid_rows_of(sheet, column_of[m], from, end - 1), scenario_colour(k));
        }
    }
}

/* Why a figure is not available on the last day. */
static uint32_t put_reasons(report *r, grid *sheet, uint32_t row)
{
    const dc_measures *measures = r->answer->measures;
    for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++) {
        const dc_measure_value *value = dc_measured(measures, measures->count - 1, m);
        if (!value->told || value->applicable)
            continue;
        grid_text(sheet, row, 0, ROLE_NOTE,
                  text_fill(r->arena, "{0}{1}{2}", say(r, dc_measure_about(m)->label),
                            say(r, DC_WORD_COLON), say(r, value->reason), (const char *)NULL));
        row++;
    }
    return row;
}

void fill_history(report *r, grid *sheet)
{
    uint32_t column_of[DC_MEASURE_COUNT];
    sheet_begin(r, sheet, DC_WORD_TITLE_HISTORY, DC_WORD_NOTE_HISTORY);
    uint32_t count = put_columns(r, sheet, column_of);
    uint32_t end = put_dates(r, sheet, column_of);
    put_charts(r, sheet, column_of, end);
    uint32_t row =
        put_reasons(r, sheet, end + 2 + (CHARTS + CHARTS_A_ROW - 1) / CHARTS_A_ROW * CHART_DOWN);
    if (r->answer->bridge_count > 0)
        put_bridges(r, sheet, row + 1);
    sheet->freeze_row = ROW_FIRST;
    sheet->freeze_col = 1;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, end - 1, count - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
