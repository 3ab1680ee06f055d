#include "grid.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LETTERS = 26, FORMULA_LENGTH_MAX = 2048 };

grid *grid_new(dc_arena *arena, const char *title)
{
    grid *sheet = dc_arena_alloc(arena, 1, sizeof *sheet);
    sheet->arena = arena;
    sheet->title = title;
    return sheet;
}

grid_cell *grid_at(grid *sheet, uint32_t row, uint32_t col)
{
    assert(col < GRID_COLUMNS_MAX);
    if (row >= sheet->row_capacity)
        sheet->rows = dc_arena_grow(sheet->arena, sheet->rows, &sheet->row_capacity,
                                    (size_t)row + 1, sizeof *sheet->rows);
    if (row >= sheet->row_count)
        sheet->row_count = (size_t)row + 1;

    grid_row *line = &sheet->rows[row];
    if (col >= line->capacity)
        line->cell = dc_arena_grow(sheet->arena, line->cell, &line->capacity, (size_t)col + 1,
                                   sizeof *line->cell);
    if (col >= line->count)
        line->count = (size_t)col + 1;
    return &line->cell[col];
}

grid_cell grid_look(const grid *sheet, uint32_t row, uint32_t col)
{
    if (row >= sheet->row_count || col >= sheet->rows[row].count)
        return (grid_cell){0};
    return sheet->rows[row].cell[col];
}

double grid_number_at(const grid *sheet, uint32_t row, uint32_t col)
{
    grid_cell cell = grid_look(sheet, row, col);
    return cell.kind == GRID_NUMBER ? cell.number : 0.0;
}

void grid_text(grid *sheet, uint32_t row, uint32_t col, grid_role role, const char *text)
{
    assert(text);
    *grid_at(sheet, row, col) = (grid_cell){.kind = GRID_TEXT, .role = role, .text = text};
}

void grid_number(grid *sheet, uint32_t row, uint32_t col, grid_role role, grid_show show,
                 double value)
{
    if (!isfinite(value))
        return;
    *grid_at(sheet, row, col) = (grid_cell){
        .kind = GRID_NUMBER, .role = role, .show = show, .number = value == 0.0 ? 0.0 : value};
}

double grid_date_number(dc_date value)
{
    return (double)value.day + DC_SPREADSHEET_1970;
}

dc_date grid_number_date(double number)
{
    return (dc_date){(int32_t)number - DC_SPREADSHEET_1970};
}

void grid_date(grid *sheet, uint32_t row, uint32_t col, grid_role role, dc_date value)
{
    if (dc_date_is_set(value))
        grid_number(sheet, row, col, role, SHOW_DATE, grid_date_number(value));
}

void grid_jump(grid *sheet, uint32_t row, uint32_t col, const char *text, const grid *to)
{
    grid_text(sheet, row, col, ROLE_JUMP, text);
    if (to)
        grid_at(sheet, row, col)->jump =
            dc_arena_format(sheet->arena, "internal:'%s'!A1", to->title);
}

static const char *formula_text(dc_arena *arena, const char *format, va_list arguments)
{
    char text[FORMULA_LENGTH_MAX];
    int  length = vsnprintf(text, sizeof text, format, arguments);
    assert(length >= 0 && length < FORMULA_LENGTH_MAX);
    return dc_arena_format(arena, "=%s", text);
}

void grid_formula(grid *sheet, uint32_t row, uint32_t col, grid_role role, grid_show show,
                  double value, const char *format, ...)
{
    assert(isfinite(value));
    va_list arguments;
    va_start(arguments, format);
    grid_number(sheet, row, col, role, show, value);
    grid_at(sheet, row, col)->formula = formula_text(sheet->arena, format, arguments);
    va_end(arguments);
}

void grid_formula_text(grid *sheet, uint32_t row, uint32_t col, grid_role role, const char *value,
                       const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    grid_text(sheet, row, col, role, value);
    grid_at(sheet, row, col)->formula = formula_text(sheet->arena, format, arguments);
    va_end(arguments);
}

double grid_sum(grid *sheet, uint32_t row, uint32_t col, grid_role role, grid_show show,
                grid_range range)
{
    double sum = 0.0;
    for (uint32_t r = range.row; r <= range.last_row; r++)
        for (uint32_t c = range.col; c <= range.last_col; c++)
            sum += grid_number_at(sheet, r, c);
    grid_formula(sheet, row, col, role, show, sum, "SUM(%s)", grid_range_text(range));
    return sum;
}

void grid_link(grid *sheet, uint32_t row, uint32_t col, const grid *from, uint32_t from_row,
               uint32_t from_col)
{
    grid_cell cell = grid_look(from, from_row, from_col);
    if (cell.kind == GRID_EMPTY)
        return;
    cell.role = cell.role == ROLE_CHECK ? ROLE_CHECK : ROLE_LINK;
    cell.jump = NULL;
    cell.formula =
        dc_arena_format(sheet->arena, "=%s", grid_ref_from(sheet, from, from_row, from_col));
    *grid_at(sheet, row, col) = cell;
}

/* Spreadsheet letters of a column: A .. Z, AA .. ; buffer of 4. */
static void column_letters(char out[4], uint32_t col)
{
    assert(col < LETTERS * (LETTERS + 1));
    size_t at = 0;
    if (col >= LETTERS)
        out[at++] = (char)('A' + col / LETTERS - 1);
    out[at++] = (char)('A' + col % LETTERS);
    out[at] = '\0';
}

const char *grid_ref(const grid *sheet, uint32_t row, uint32_t col)
{
    char letters[4];
    column_letters(letters, col);
    return dc_arena_format(sheet->arena, "%s%u", letters, row + 1);
}

const char *grid_ref_fixed(const grid *sheet, uint32_t row, uint32_t col)
{
    char letters[4];
    column_letters(letters, col);
    return dc_arena_format(sheet->arena, "$%s$%u", letters, row + 1);
}

const char *grid_ref_from(const grid *user, const grid *sheet, uint32_t row, uint32_t col)
{
    const char *ref = grid_ref(sheet, row, col);
    if (user == sheet)
        return ref;
    return dc_arena_format(sheet->arena, "'%s'!%s", sheet->title, ref);
}

const char *grid_range_text(grid_range range)
{
    return dc_arena_format(range.sheet->arena, "%s:%s", grid_ref(range.sheet, range.row, range.col),
                           grid_ref(range.sheet, range.last_row, range.last_col));
}

grid_range grid_rows_of(const grid *sheet, uint32_t col, uint32_t first_row, uint32_t last_row)
{
    assert(first_row <= last_row);
    return (grid_range){sheet, first_row, col, last_row, col};
}

grid_range grid_cols_of(const grid *sheet, uint32_t row, uint32_t first_col, uint32_t last_col)
{
    assert(first_col <= last_col);
    return (grid_range){sheet, row, first_col, row, last_col};
}

void grid_name_add(grid *sheet, const char *name, uint32_t row, uint32_t col)
{
    grid_name_range(sheet, name, (grid_range){sheet, row, col, row, col});
}

void grid_name_range(grid *sheet, const char *name, grid_range range)
{
    assert(sheet->name_count < GRID_NAMES_MAX);
    sheet->names[sheet->name_count++] = (grid_name){name, range};
}

static grid_limit *limit_new(grid *sheet, uint32_t row, uint32_t col)
{
    assert(sheet->limit_count < GRID_LIMITS_MAX);
    grid_limit *limit = &sheet->limits[sheet->limit_count++];
    *limit = (grid_limit){.row = row, .col = col};
    return limit;
}

void grid_choice_add(grid *sheet, uint32_t row, uint32_t col, const char *const *choices)
{
    limit_new(sheet, row, col)->choices = choices;
}

void grid_limit_add(grid *sheet, uint32_t row, uint32_t col, bool whole, double least, double most)
{
    grid_limit *limit = limit_new(sheet, row, col);
    limit->whole = whole;
    limit->least = least;
    limit->most = most;
}

void grid_rule_add(grid *sheet, grid_rule_kind kind, grid_range range)
{
    assert(sheet->rule_count < GRID_RULES_MAX);
    sheet->rules[sheet->rule_count++] = (grid_rule){kind, range};
}

void grid_break_add(grid *sheet, uint32_t row)
{
    size_t count = sheet->break_count;
    bool   after = row > 0 && (count == 0 || row > sheet->breaks[count - 1]);
    if (after && count < GRID_BREAKS_MAX) /* further ones end where they must */
        sheet->breaks[sheet->break_count++] = row;
}

grid_chart *grid_chart_add(grid *sheet, grid_chart_kind kind, uint32_t row, uint32_t col)
{
    assert(sheet->chart_count < GRID_CHARTS_MAX);
    grid_chart *chart = &sheet->charts[sheet->chart_count++];
    *chart = (grid_chart){
        .kind = kind, .row = row, .col = col, .width = 520, .height = 300, .divisor = 1.0};
    return chart;
}

grid_series *grid_series_add(grid_chart *chart, const char *name, grid_range values,
                             uint32_t colour)
{
    assert(chart->series_count < GRID_SERIES_MAX);
    grid_series *series = &chart->series[chart->series_count++];
    *series = (grid_series){.name = name, .values = values, .colour = colour};
    return series;
}
