/* Sheets on paper: A4 on its side, as wide as a page, ending pages where a block ends. */
#include <math.h>
#include <string.h>

#include "xlsx.h"

enum { PAPER_A4 = 9, FOOTER_MOST = 255, ZOOM = 90 };

/* Within the margins, in points; a character of a column is 5.25 points wide, a pixel 0.75. */
static const double page_width = 784.0, page_height = 523.0, character = 5.25, usual_row = 15.0;
static const double pixel = 0.75;

/* Readers differ a little in how tall rows are. */
static const double slack = 0.96;

/* A last page that holds this share of a page or less is not worth turning to. */
static const double orphan_share = 0.15;

/* Large letters need room: not every reader fits rows by itself. */
double xlsx_row_height(const grid_row *row)
{
    static const double heights[ROLE_COUNT] = {
        [ROLE_TITLE] = 27, [ROLE_SUBTITLE] = 17, [ROLE_HEADLINE] = 19, [ROLE_SECTION] = 20};
    double height = row->height;
    for (size_t c = 0; height == 0 && c < row->count; c++)
        if (row->cell[c].kind != GRID_EMPTY)
            height = heights[row->cell[c].role];
    return height;
}

static double height_of(const grid *from, uint32_t row)
{
    double own = row < from->row_count ? xlsx_row_height(&from->rows[row]) : 0.0;
    return own > 0.0 ? own : usual_row;
}

static double height_between(const grid *from, uint32_t first, uint32_t end)
{
    double height = 0.0;
    for (uint32_t row = first; row < end; row++)
        height += height_of(from, row);
    return height;
}

/* The row below a chart. */
static uint32_t chart_end(const grid *from, const grid_chart *chart)
{
    double   left = chart->height * pixel;
    uint32_t row = chart->row;
    for (; left > 0.0; row++)
        left -= height_of(from, row);
    return row;
}

static double width_of(const grid *from, uint32_t col)
{
    double own = col < GRID_COLUMNS_MAX ? from->width[col] : 0.0;
    return character * (own > 0.0 ? own + 0.7 : 9.1);
}

/* The column to the right of a chart. */
static uint32_t chart_right(const grid *from, const grid_chart *chart)
{
    double   left = (chart->shift + chart->width) * pixel;
    uint32_t col = chart->col;
    for (; left > 0.0; col++)
        left -= width_of(from, col);
    return col;
}

/* Of a narrow sheet so many columns that its longest notes are not cut; empty ones only. */
static uint32_t widened(const grid *from, uint32_t last)
{
    double width = 0.0;
    for (size_t r = 0; r < from->row_count; r++)
        if (from->rows[r].count > last)
            return last;
    for (uint32_t col = 0; col < last; col++)
        width += width_of(from, col);
    for (; width + width_of(from, last) <= page_width; last++)
        width += width_of(from, last);
    return last;
}

static uint32_t printed_columns(const grid *from)
{
    uint32_t last = from->print_cols;
    for (size_t r = 0; from->print_cols == 0 && r < from->row_count; r++)
        last = from->rows[r].count > last ? (uint32_t)from->rows[r].count : last;
    for (size_t i = 0; from->print_cols == 0 && i < from->chart_count; i++) {
        uint32_t right = chart_right(from, &from->charts[i]);
        last = right > last ? right : last;
    }
    return widened(from, last);
}

static uint32_t printed_rows(const grid *from)
{
    uint32_t all = (uint32_t)(from->row_count + from->stream.row_count);
    for (size_t i = 0; i < from->chart_count; i++) {
        uint32_t end = chart_end(from, &from->charts[i]);
        all = from->charts[i].col < printed_columns(from) && end > all ? end : all;
    }
    return from->print_rows == 0 || from->print_rows > all ? all : from->print_rows;
}

static double printed_width(const grid *from)
{
    double   width = 0.0;
    uint32_t last = printed_columns(from);
    for (uint32_t col = 0; col < last; col++)
        width += width_of(from, col);
    return width;
}

/* Charts to the right of what is printed: a page of their own. */
static bool has_aside(const grid *from, grid_range *aside)
{
    *aside = (grid_range){.sheet = from, .row = UINT32_MAX, .col = UINT32_MAX};
    for (size_t i = 0; i < from->chart_count && from->print_cols > 0; i++) {
        const grid_chart *chart = &from->charts[i];
        if (chart->col < from->print_cols)
            continue;
        uint32_t end = chart_end(from, chart), right = chart_right(from, chart);
        aside->row = chart->row < aside->row ? chart->row : aside->row;
        aside->col = chart->col < aside->col ? chart->col : aside->col;
        aside->last_row = end > aside->last_row ? end : aside->last_row;
        aside->last_col = right > aside->last_col ? right : aside->last_col;
    }
    return aside->row != UINT32_MAX;
}

/* The library knows one range a sheet; the file knows a list of them. */
static void set_two_areas(xlsx *x, const grid *from, grid_range aside)
{
    dc_arena   *arena = x->report->arena;
    const char *first = grid_ref_fixed(from, 0, 0);
    const char *last = grid_ref_fixed(from, printed_rows(from) - 1, printed_columns(from) - 1);
    const char *areas = dc_arena_format(arena, "='%s'!%s:%s,'%s'!%s:%s", from->title, first, last,
                                        from->title, grid_ref_fixed(from, aside.row, aside.col),
                                        grid_ref_fixed(from, aside.last_row, aside.last_col));
    xlsx_note(x, workbook_define_name(x->workbook,
                                      dc_arena_format(arena, "'%s'!_xlnm.Print_Area", from->title),
                                      areas));
}

/* How many pages tall: 0 lets them come as they do; a few rows over are drawn into the last one. */
static uint16_t pages_tall(const grid *from)
{
    double height = height_between(from, 0, (uint32_t)from->row_count);
    if (from->one_page)
        return 1;
    double pages = height * fmin(1.0, page_width / printed_width(from)) / page_height;
    double whole = floor(pages);
    return whole >= 1.0 && pages - whole <= orphan_share * whole ? (uint16_t)whole : 0;
}

/* A page that ends here would cut a chart in two. */
static bool is_beside_chart(const grid *from, uint32_t row)
{
    for (size_t i = 0; i < from->chart_count; i++)
        if (from->charts[i].row < row && row < chart_end(from, &from->charts[i]) &&
            from->charts[i].col < printed_columns(from))
            return true;
    return false;
}

static size_t next_break(const grid *from, size_t i)
{
    while (i < from->break_count && is_beside_chart(from, from->breaks[i]))
        i++;
    return i;
}

/* Pages are filled with whole blocks.  The sheet is fitted to the width of a page, and to no number
 * of pages, which would have spreadsheets ignore breaks; how many rows that leaves room for follows
 * from the width. */
static void set_breaks(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    double    scale = fmin(page_width / printed_width(from), 1.0);
    double    room = slack * page_height / scale, head = 0.0;
    uint32_t  begin = 0, last = printed_rows(from);
    size_t    count = 0;
    lxw_row_t rows[GRID_BREAKS_MAX + 1] = {0};
    if (from->repeat_to > from->repeat_from)
        head = height_between(from, from->repeat_from, from->repeat_to + 1);
    for (size_t i = 0; i < from->break_count && from->breaks[i] < last; i++) {
        size_t   after = next_break(from, i + 1);
        uint32_t next = after < from->break_count ? from->breaks[after] : last;
        if (is_beside_chart(from, from->breaks[i]))
            continue;
        double height = height_between(from, begin, next < last ? next : last);
        if (height + (begin > 0 ? head : 0.0) > room)
            rows[count++] = begin = from->breaks[i];
    }
    worksheet_fit_to_pages(sheet, 1, 0);
    if (count > 0)
        xlsx_note(x, worksheet_set_h_pagebreaks(sheet, rows));
}

/* An ampersand is a command in headers and footers: doubled it is itself. */
static const char *footer_text(dc_arena *arena, const char *text)
{
    char  *out = dc_arena_alloc(arena, 2 * strlen(text) + 1, 1);
    size_t at = 0;
    for (; *text; text++) {
        if (*text == '&')
            out[at++] = '&';
        out[at++] = *text;
    }
    return out;
}

static void set_footer(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    const report *r = x->report;
    const char   *page = text_fill(r->arena, say(r, DC_WORD_PAGE), "&P", "&N", (const char *)NULL);
    /* a blank ends the size: a title may begin with a digit */
    const char *footer =
        dc_arena_format(r->arena, "&L&8duecast %s · %.12s&C&8 %s&R&8 %s", r->answer->version,
                        r->answer->run_id, footer_text(r->arena, from->title), page);
    if (strlen(footer) < FOOTER_MOST)
        xlsx_note(x, worksheet_set_footer(sheet, footer));
}

void xlsx_pages(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    grid_range aside;
    bool       is_aside = has_aside(from, &aside);
    uint16_t   tall = pages_tall(from);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.4, 0.6);
    if (from->break_count > 0)
        set_breaks(x, sheet, from);
    else
        worksheet_fit_to_pages(sheet, 1, tall > 0 ? tall + is_aside : 0);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_zoom(sheet, ZOOM);
    set_footer(x, sheet, from);
    if (from->repeat_to > from->repeat_from)
        xlsx_note(x, worksheet_repeat_rows(sheet, from->repeat_from, from->repeat_to));
    bool is_part = from->print_cols > 0 || from->print_rows > 0 || from->break_count > 0;
    if (is_aside)
        set_two_areas(x, from, aside);
    else if (is_part && from->row_count > 0)
        xlsx_note(x, worksheet_print_area(sheet, 0, 0, printed_rows(from) - 1,
                                          (lxw_col_t)(printed_columns(from) - 1)));
}
