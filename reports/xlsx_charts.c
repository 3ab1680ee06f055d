/* Charts from data.  The library has no combined charts: a fan is stacked areas on an invisible
 * base. */
#include "xlsx.h"

#include <string.h>

enum { FONT_TITLE = 11, FONT_AXIS = 8, GRID_LINE = 0xE0E0E0, INK = 0x444444, POINTS_MAX = 64 };

static const uint8_t types[] = {[CHART_LINES] = LXW_CHART_LINE,
                                [CHART_FAN] = LXW_CHART_AREA_STACKED,
                                [CHART_COLUMNS] = LXW_CHART_COLUMN,
                                [CHART_STACKED_COLUMNS] = LXW_CHART_COLUMN_STACKED,
                                [CHART_TORNADO] = LXW_CHART_BAR};

/* A comma divides by a thousand; ten thousands and hundred millions set their point as a letter. */
static const char *axis_format(double divisor)
{
    if (divisor >= 1e8)
        return "0\\.00,,";
    if (divisor >= 1e6)
        return "#,##0.0,,";
    if (divisor >= 1e4)
        return "0\\.0,";
    if (divisor >= 1e3)
        return "#,##0,";
    return "#,##0";
}

static void set_range(lxw_chart_series *series, grid_range range, bool categories)
{
    void (*set)(lxw_chart_series *, const char *, lxw_row_t, lxw_col_t, lxw_row_t, lxw_col_t) =
        categories ? chart_series_set_categories : chart_series_set_values;
    set(series, range.sheet->title, range.row, (lxw_col_t)range.col, range.last_row,
        (lxw_col_t)range.last_col);
}

static void colour_points(xlsx *x, lxw_chart_series *series, const grid_series *data)
{
    lxw_chart_fill   fills[POINTS_MAX] = {0};
    lxw_chart_point  points[POINTS_MAX] = {0};
    lxw_chart_point *list[POINTS_MAX + 1] = {0};
    for (size_t i = 0; i < data->point_count && i < POINTS_MAX; i++) {
        fills[i].color = data->point_colours[i];
        points[i].fill = &fills[i];
        list[i] = &points[i];
    }
    xlsx_note(x, chart_series_set_points(series, list));
}

static void add_series(xlsx *x, lxw_chart *target, const grid_chart *chart, const grid_series *data)
{
    lxw_chart_series *series = chart_add_series(target, NULL, NULL);
    if (!series) {
        xlsx_note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    set_range(series, chart->categories, true);
    set_range(series, data->values, false);
    chart_series_set_name(series, data->name);

    lxw_chart_line line = {.color = data->colour, .width = 2.0F};
    lxw_chart_fill fill = {.color = data->colour};
    lxw_chart_line no_line = {.none = LXW_TRUE};
    lxw_chart_fill no_fill = {.none = LXW_TRUE};
    if (chart->kind == CHART_LINES) {
        chart_series_set_line(series, &line);
        return;
    }
    chart_series_set_line(series, &no_line);
    chart_series_set_fill(series, data->invisible ? &no_fill : &fill);
    if (data->point_count > 0)
        colour_points(x, series, data);
}

static lxw_chart_font axis_font(dc_language language, double size, bool bold)
{
    lxw_chart_font font = {.name = (char *)(uintptr_t)xlsx_font(language),
                           .size = size,
                           .bold = bold ? LXW_TRUE : LXW_EXPLICIT_FALSE,
                           .color = INK};
    return font;
}

static bool has_dates(const grid_chart *chart)
{
    grid_range range = chart->categories;
    return grid_look(range.sheet, range.row, range.col).show == SHOW_DATE;
}

/* Month ends are told by their months: an axis of dates puts them on the first day. */
static bool has_months(const grid_chart *chart)
{
    enum { MONTH_LEAST = 28 };
    grid_range range = chart->categories;
    bool       down = range.last_row > range.row;
    grid_cell  first = grid_look(range.sheet, range.row, range.col);
    grid_cell  next = grid_look(range.sheet, range.row + down, range.col + !down);
    return has_dates(chart) && next.show == SHOW_DATE && next.number - first.number >= MONTH_LEAST;
}

/* Columns whose names are too long to stand side by side lie down: names would be slanted and take
 * the room of what they name. */
static bool lies_down(const grid_chart *chart)
{
    enum { NAMES_WIDTH = 60 }; /* of all of them, side by side */
    grid_range range = chart->categories;
    int        columns = 0;
    for (uint32_t row = range.row; row <= range.last_row; row++)
        for (uint32_t col = range.col; col <= range.last_col; col++) {
            grid_cell cell = grid_look(range.sheet, row, col);
            columns += cell.kind == GRID_TEXT ? text_columns(cell.text) : 0;
        }
    return chart->kind == CHART_TORNADO || (chart->kind == CHART_COLUMNS && columns > NAMES_WIDTH);
}

/* lies: the library's x axis is the lower one. */
static void set_axes(xlsx *x, lxw_chart *target, const grid_chart *chart, bool lies)
{
    lxw_chart_font  small = axis_font(x->language, FONT_AXIS, false);
    lxw_chart_line  pale = {.color = GRID_LINE, .width = 0.5F};
    lxw_chart_axis *across = lies ? target->y_axis : target->x_axis;
    lxw_chart_axis *up = lies ? target->x_axis : target->y_axis;

    chart_axis_set_name(across, chart->across);
    chart_axis_set_name(up, chart->up);
    chart_axis_set_name_font(across, &small);
    chart_axis_set_name_font(up, &small);
    lxw_chart_font slanted = small;
    slanted.rotation = has_dates(chart) ? -45 : 0; /* dates are too long to stand side by side */
    chart_axis_set_num_font(across, &slanted);
    chart_axis_set_num_font(up, &small);
    chart_axis_set_num_format(up, chart->is_share ? "0%" : axis_format(chart->divisor));
    if (chart->is_share) {
        chart_axis_set_min(up, 0.0);
        chart_axis_set_max(up, 1.0);
    }
    chart_axis_set_label_position(across, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_major_gridlines_set_visible(up, LXW_TRUE);
    chart_axis_major_gridlines_set_line(up, &pale);
    if (has_dates(chart))
        chart_axis_set_num_format(across, has_months(chart) ? "yyyy-mm" : "mm-dd");
    if (chart->label_every > 1)
        chart_axis_set_interval_unit(across, (uint16_t)chart->label_every);
}

static void set_legend(xlsx *x, lxw_chart *target, const grid_chart *chart)
{
    lxw_chart_font small = axis_font(x->language, FONT_AXIS, false);
    int16_t        hidden[GRID_SERIES_MAX + 1];
    size_t         count = 0;
    for (size_t i = 0; i < chart->series_count; i++)
        if (chart->series[i].unlisted)
            hidden[count++] = (int16_t)i;
    if (count == chart->series_count) {
        chart_legend_set_position(target, LXW_CHART_LEGEND_NONE);
        return;
    }
    hidden[count] = -1;
    chart_legend_set_position(target, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(target, &small);
    if (count > 0)
        xlsx_note(x, chart_legend_delete_series(target, hidden));
}

void xlsx_chart(xlsx *x, lxw_worksheet *worksheet, const grid_chart *chart)
{
    enum { USUAL_WIDTH = 480, USUAL_HEIGHT = 288 };
    bool       lies = lies_down(chart);
    lxw_chart *target = workbook_add_chart(x->workbook, lies ? LXW_CHART_BAR : types[chart->kind]);
    if (!target) {
        xlsx_note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    lxw_chart_font bold = axis_font(x->language, FONT_TITLE, true);
    chart_title_set_name(target, chart->title);
    chart_title_set_name_font(target, &bold);
    for (size_t i = 0; i < chart->series_count; i++)
        add_series(x, target, chart, &chart->series[i]);
    set_axes(x, target, chart, lies);
    set_legend(x, target, chart);
    if (chart->kind != CHART_LINES && chart->kind != CHART_FAN)
        chart_set_series_gap(target, 60);
    if (chart->kind == CHART_TORNADO)
        chart_set_series_overlap(target, 100); /* both ends on one bar */
    if (lies) {                                /* from the top */
        chart_axis_set_reverse(target->y_axis);
        chart_axis_set_crossing_max(target->y_axis);
    }

    lxw_chart_options options = {.x_offset = (int32_t)chart->shift,
                                 .x_scale = (double)chart->width / USUAL_WIDTH,
                                 .y_scale = (double)chart->height / USUAL_HEIGHT,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = (char *)(uintptr_t)chart->alternative_text};
    xlsx_note(x, worksheet_insert_chart_opt(worksheet, chart->row, (lxw_col_t)chart->col, target,
                                            &options));
}
