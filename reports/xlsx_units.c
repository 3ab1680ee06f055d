/*
 * Amounts in the unit of the Cover.  The switch changes how a cell is shown and never what it
 * holds: a conditional number format, so that sums, filters, copies and formulas keep every digit.
 *
 * LibreOffice applies one conditional format to a cell, the first of the file; the library sorts
 * them by the text of their ranges.  The format of a figure matters more than its colour, so these
 * begin with the cell of the title, a text, and come before all others.
 */
#include <stdio.h>
#include <string.h>

#include "text.h"
#include "xlsx.h"

/* The library takes a little over 2,000 characters of ranges for one rule. */
enum { RANGES_MOST = 1900, RANGE_MOST = 32 };

/* Ranges with one mark, until there are enough of them for a rule. */
typedef struct {
    xlsx          *x;
    lxw_worksheet *worksheet;
    const grid    *from;
    size_t         mark, length;
    char           ranges[RANGES_MOST + 2 * RANGE_MOST];
    grid_range     first;
} gathered;

static void put_rules(gathered *g)
{
    const money_scale *scale = money_scales(g->x->language);
    for (; g->length > 0 && scale->divisor > 0; scale++) {
        if (scale->divisor == 1)
            continue;
        const char *when =
            dc_arena_format(g->x->report->arena, "=%s=%.0f", NAME_SHOWN, scale->divisor);
        lxw_conditional_format condition = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                            .value_string = (char *)(uintptr_t)when,
                                            .multi_range = g->ranges,
                                            .format =
                                                xlsx_unit_format(g->x, scale->divisor, g->mark)};
        xlsx_note(g->x, worksheet_conditional_format_range(
                            g->worksheet, g->first.row, (lxw_col_t)g->first.col, g->first.last_row,
                            (lxw_col_t)g->first.last_col, &condition));
    }
    g->length = 0;
}

static void add(gathered *g, grid_range range)
{
    if (g->length == 0) { /* the title comes first, see above */
        g->first = range;
        g->length = (size_t)snprintf(g->ranges, RANGE_MOST, "A1");
    }
    g->length += (size_t)snprintf(g->ranges + g->length, RANGE_MOST, " %s", grid_range_text(range));
    if (g->length > RANGES_MOST)
        put_rules(g);
}

static bool is_amount(const grid_cell *cell, size_t mark)
{
    return cell->kind == GRID_NUMBER && cell->show == SHOW_MONEY && xlsx_mark(cell->mark) == mark;
}

/* Amounts below each other are one range, whatever texts stand between them. */
static void gather_column(gathered *g, uint32_t col)
{
    uint32_t first = 0, last = 0;
    bool     open = false;
    for (uint32_t row = 0; row < g->from->row_count; row++) {
        grid_cell cell = grid_look(g->from, row, col);
        bool      is = is_amount(&cell, g->mark);
        if (open && !is && cell.kind == GRID_NUMBER) {
            add(g, grid_rows_of(g->from, col, first, last));
            open = false;
        }
        if (is && !open)
            first = row;
        if (is)
            last = row;
        open |= is;
    }
    if (open)
        add(g, grid_rows_of(g->from, col, first, last));
}

void xlsx_units(xlsx *x, lxw_worksheet *worksheet, const grid *from)
{
    gathered g = {.x = x, .worksheet = worksheet, .from = from};
    size_t   columns = 0;
    for (size_t row = 0; row < from->row_count; row++)
        columns = from->rows[row].count > columns ? from->rows[row].count : columns;
    for (g.mark = 0; g.mark < XLSX_MARKS; g.mark++) {
        for (uint32_t col = 0; col < columns; col++)
            gather_column(&g, col);
        put_rules(&g);
    }
}
