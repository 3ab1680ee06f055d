/*
 * History: every figure of the past at the last month ends, and small charts of a few.
 *
 * A month end is a row, a figure a column: the table of measures decides which, and in what order.
 * Columns come in blocks below each other, as many as a printed page is wide.
 */
#include "sheets.h"

enum { ROW_FIRST = SHEET_FIRST_ROW, DATE_WIDTH = 28, WIDTH = 13, HEADER_ROWS = 2, BLOCK = 11 };
enum { CHART_WIDTH = 376, CHART_HEIGHT = 240, CHART_GAP = 10, CHART_DOWN = 13, CHARTS_A_ROW = 3 };

/* Where a measure stands: its column, and the first of its rows; no column: it is not told. */
typedef struct {
    uint32_t row, col;
} spot;

static column_unit column_unit_of(dc_unit unit)
{
    static const column_unit units[] = {[DC_UNIT_MONEY] = COLUMN_MONEY,
                                        [DC_UNIT_DAYS] = COLUMN_DAYS,
                                        [DC_UNIT_SHARE] = COLUMN_SHARE,
                                        [DC_UNIT_COUNT] = COLUMN_PLAIN};
    return units[unit];
}

static void put_dates(report *r, grid *sheet, uint32_t row, const dc_measure *told, size_t count)
{
    const dc_measures *measures = r->answer->measures;
    for (size_t d = dc_measures_first_known(measures); d < measures->count; d++, row++) {
        grid_date(sheet, row, 0, ROLE_LABEL, measures->date[d]);
        for (uint32_t i = 0; i < count; i++) {
            const dc_measure_value *value = dc_measured(measures, d, told[i]);
            put_value(r, sheet, row, i + 1, dc_measure_about(told[i])->unit, value->applicable,
                      value->value);
        }
    }
}

/* Headings and month ends of the measures told; the row below. */
static uint32_t put_block(report *r, grid *sheet, uint32_t row, const dc_measure *told,
                          size_t count, spot at[DC_MEASURE_COUNT])
{
    const dc_measures *measures = r->answer->measures;
    sheet_column       columns[BLOCK + 1] = {{DC_WORD_MONTH_END, COLUMN_PLAIN, DATE_WIDTH}};
    for (uint32_t i = 0; i < count; i++) {
        const dc_measure_info *about = dc_measure_about(told[i]);
        columns[i + 1] = (sheet_column){about->label, column_unit_of(about->unit), WIDTH};
        at[told[i]] = (spot){row + HEADER_ROWS, i + 1};
    }
    sheet_header(r, sheet, row, columns, count + 1);
    sheet->rows[row].height = 64;
    put_dates(r, sheet, row + HEADER_ROWS, told, count);
    return row + HEADER_ROWS + (uint32_t)(measures->count - dc_measures_first_known(measures)) + 1;
}

/* All measures the past has, block by block; the row below. */
static uint32_t put_blocks(report *r, grid *sheet, spot at[DC_MEASURE_COUNT])
{
    dc_measure told[DC_MEASURE_COUNT];
    size_t     count = 0;
    uint32_t   row = ROW_FIRST;
    for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++) {
        at[m] = (spot){0, 0};
        if (dc_measured(r->answer->measures, 0, m)->told)
            told[count++] = m;
    }
    for (size_t i = 0; i < count; i += BLOCK) {
        grid_break_add(sheet, i > 0 ? row : 0);
        row = put_block(r, sheet, row, told + i, count - i < BLOCK ? count - i : BLOCK, at);
    }
    grid_break_add(sheet, row);
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

/* How many month ends at the beginning lack one of its figures: a text would be drawn as 0. */
static uint32_t unknown_rows(const report *r, size_t chart)
{
    const dc_measures *measures = r->answer->measures;
    size_t             first = dc_measures_first_known(measures), from = first;
    for (size_t d = first; d < measures->count; d++)
        for (size_t k = 0; k < charts[chart].count; k++)
            if (!dc_measured(measures, d, charts[chart].measure[k])->applicable)
                from = d + 1;
    return (uint32_t)(from - first);
}

static void put_charts(report *r, grid *sheet, const spot at[DC_MEASURE_COUNT], uint32_t row)
{
    const dc_measures *measures = r->answer->measures;
    uint32_t           rows = (uint32_t)(measures->count - dc_measures_first_known(measures));
    for (uint32_t i = 0; i < CHARTS; i++) {
        dc_unit  unit = dc_measure_about(charts[i].measure[0])->unit;
        uint32_t skip = unknown_rows(r, i);
        if (skip + 2 > rows)
            continue; /* no line between fewer than two points */
        grid_chart *chart =
            grid_chart_add(sheet, CHART_LINES, row + i / CHARTS_A_ROW * CHART_DOWN, 0);
        chart->shift = i % CHARTS_A_ROW * (CHART_WIDTH + CHART_GAP);
        chart->title = say(r, charts[i].title);
        chart->alternative_text = chart->title;
        chart->across = say(r, DC_WORD_MONTH_END);
        chart->up = unit == DC_UNIT_MONEY ? r->scale.label : unit_name(r, unit);
        chart->divisor = unit == DC_UNIT_MONEY ? r->scale.divisor : 1.0;
        chart->is_share = unit == DC_UNIT_SHARE;
        chart->width = CHART_WIDTH;
        chart->height = CHART_HEIGHT;
        chart->label_every = 6;
        for (size_t k = 0; k < charts[i].count; k++) {
            dc_measure m = charts[i].measure[k];
            uint32_t   from = at[m].row + skip, last = at[m].row + rows - 1;
            if (k == 0)
                chart->categories = grid_rows_of(sheet, 0, from, last);
            grid_series_add(chart, say(r, dc_measure_about(m)->label),
                            grid_rows_of(sheet, at[m].col, from, last), scenario_colour(k));
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
    spot at[DC_MEASURE_COUNT];
    sheet_begin(r, sheet, DC_WORD_TITLE_HISTORY, DC_WORD_NOTE_HISTORY);
    uint32_t end = put_blocks(r, sheet, at);
    put_charts(r, sheet, at, end + 1);
    uint32_t row =
        put_reasons(r, sheet, end + 2 + (CHARTS + CHARTS_A_ROW - 1) / CHARTS_A_ROW * CHART_DOWN);
    grid_break_add(sheet, row + 1);
    if (r->answer->bridge_count > 0)
        put_bridges(r, sheet, row + 1);
    sheet->freeze_col = 1;
}
