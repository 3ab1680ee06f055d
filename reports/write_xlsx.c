/* Grids to a workbook file. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write.h"
#include "xlsx_rows.h"

enum { SECONDS_OF_DAY = 86400 };

void xlsx_note(xlsx *x, lxw_error error)
{
    if (x->error == LXW_NO_ERROR)
        x->error = error;
}

/* The library escapes what XML has no sign for, not what looks escaped already. */
static lxw_error put_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text,
                          lxw_format *format)
{
    const char *at = text;
    while (*at && !xlsx_is_escape(at))
        at++;
    if (!*at)
        return worksheet_write_string(sheet, row, col, text, format);
    char  *escaped = NULL;
    size_t size;
    FILE  *out = open_memstream(&escaped, &size);
    for (at = text; out && *at; at++)
        fputs(xlsx_is_escape(at) ? "_x005F_" : (const char[]){*at, '\0'}, out);
    if (!out || fclose(out) != 0)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    lxw_error error = worksheet_write_string(sheet, row, col, escaped, format);
    free(escaped);
    return error;
}

/* write_string, never write_formula, for text: a name such as "=1+1" stays a name. */
static lxw_error put_cell(xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col,
                          const grid_cell *cell)
{
    lxw_format *format = xlsx_format(x, cell);
    if (cell->jump)
        return worksheet_write_url_opt(sheet, row, col, cell->jump, format, cell->text, NULL);
    if (cell->formula && cell->kind == GRID_TEXT)
        return worksheet_write_formula_str(sheet, row, col, cell->formula, format, cell->text);
    if (cell->formula)
        return worksheet_write_formula_num(sheet, row, col, cell->formula, format, cell->number);
    if (cell->kind == GRID_TEXT)
        return put_text(sheet, row, col, cell->text, format);
    return worksheet_write_number(sheet, row, col, cell->number, format);
}

static void put_row(xlsx *x, lxw_worksheet *sheet, size_t row, const grid_cell *cells, size_t count)
{
    for (size_t c = 0; c < count; c++)
        if (cells[c].kind != GRID_EMPTY)
            xlsx_note(x, put_cell(x, sheet, (lxw_row_t)row, (lxw_col_t)c, &cells[c]));
}

/* Rows that may be written apart: neither links nor heights of their own. */
static bool is_plain(const grid_row *row)
{
    for (size_t c = 0; c < row->count; c++)
        if (row->cell[c].jump)
            return false;
    return !(xlsx_row_height(row) > 0);
}

/* From which row on the others are written apart; the last one never is. */
static size_t first_apart(const grid *from)
{
    enum { ROWS_LEAST = 64 }; /* fewer are no trouble */
    size_t first = from->row_count;
    while (first > 0 && is_plain(&from->rows[first - 1]))
        first--;
    return from->row_count - first > ROWS_LEAST ? first : from->row_count;
}

static void put_cells(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    size_t apart = first_apart(from);
    for (size_t r = 0; r < apart; r++) {
        double height = xlsx_row_height(&from->rows[r]);
        if (height > 0)
            xlsx_note(x, worksheet_set_row(sheet, (lxw_row_t)r, height, NULL));
        put_row(x, sheet, r, from->rows[r].cell, from->rows[r].count);
    }
    if (apart == from->row_count)
        return;
    size_t     last = from->row_count - 1;
    xlsx_rows *rows = xlsx_rows_begin(x, sheet);
    for (size_t r = apart; r < last; r++)
        xlsx_rows_put(rows, (uint32_t)r, from->rows[r].cell, from->rows[r].count);
    xlsx_rows_end(rows);
    put_row(x, sheet, last, from->rows[last].cell, from->rows[last].count);
}

/* `count` rows that are made as they are written, from `from` on. */
static void put_stream(xlsx *x, lxw_worksheet *sheet, const grid *above, size_t from, size_t count)
{
    enum { ROWS_AT_ONCE = 4096 }; /* texts of so many rows are held */
    const grid_stream *stream = &above->stream;
    grid_cell          cells[GRID_COLUMNS_MAX];
    dc_arena          *arena = dc_arena_new();
    xlsx_rows         *rows = xlsx_rows_begin(x, sheet);
    for (size_t i = 0; i < count && x->error == LXW_NO_ERROR; i++) {
        if (i % ROWS_AT_ONCE == ROWS_AT_ONCE - 1) {
            dc_arena_free(arena);
            arena = dc_arena_new();
        }
        memset(cells, 0, stream->col_count * sizeof *cells);
        stream->make(stream->context, arena, from + i, cells);
        if (i + 1 < count)
            xlsx_rows_put(rows, (uint32_t)(above->row_count + i), cells, stream->col_count);
        else
            put_row(x, sheet, above->row_count + i, cells, stream->col_count);
    }
    xlsx_rows_end(rows);
    dc_arena_free(arena);
}

static void set_columns(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    for (lxw_col_t col = 0; col < GRID_COLUMNS_MAX; col++)
        if (from->width[col] > 0)
            xlsx_note(x, worksheet_set_column(sheet, col, col, from->width[col], NULL));
}

static void set_view(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    if (from->freeze_row > 0 || from->freeze_col > 0)
        worksheet_freeze_panes(sheet, from->freeze_row, (lxw_col_t)from->freeze_col);
    if (from->has_filter)
        xlsx_note(x, worksheet_autofilter(sheet, from->filter.row, (lxw_col_t)from->filter.col,
                                          from->filter.last_row, (lxw_col_t)from->filter.last_col));
    worksheet_set_tab_color(sheet, from->tab_colour);
}

static void add_condition(xlsx *x, lxw_worksheet *sheet, grid_range range, uint8_t criteria,
                          const char *text, xlsx_verdict verdict)
{
    lxw_conditional_format condition = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                        .criteria = criteria,
                                        .value_string = (char *)(uintptr_t)text,
                                        .format = xlsx_verdict_format(x, verdict)};
    xlsx_note(x, worksheet_conditional_format_range(sheet, range.row, (lxw_col_t)range.col,
                                                    range.last_row, (lxw_col_t)range.last_col,
                                                    &condition));
}

static void put_stale(xlsx *x, lxw_worksheet *sheet, grid_range range)
{
    const report *r = x->report;
    const char   *when =
        dc_arena_format(r->arena, "=%s=\"%s\"", NAME_STATE, say(r, DC_WORD_STATE_EDITED));
    lxw_conditional_format condition = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                        .value_string = (char *)(uintptr_t)when,
                                        .format = xlsx_verdict_format(x, VERDICT_STALE)};
    xlsx_note(x, worksheet_conditional_format_range(sheet, range.row, (lxw_col_t)range.col,
                                                    range.last_row, (lxw_col_t)range.last_col,
                                                    &condition));
}

/* One hue from pale to dark: told apart without seeing colours, and on paper. */
static void put_heat(xlsx *x, lxw_worksheet *sheet, grid_range range)
{
    lxw_conditional_format condition = {
        .type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = 0xFFFFFF, .max_color = 0xE69F00};
    xlsx_note(x, worksheet_conditional_format_range(sheet, range.row, (lxw_col_t)range.col,
                                                    range.last_row, (lxw_col_t)range.last_col,
                                                    &condition));
}

static void put_bars(xlsx *x, lxw_worksheet *sheet, grid_range range)
{
    /* bars of 2010 would be an extension, which other readers drop with a warning */
    lxw_conditional_format condition = {.type = LXW_CONDITIONAL_DATA_BAR, .bar_color = 0x9CC7E5};
    xlsx_note(x, worksheet_conditional_format_range(sheet, range.row, (lxw_col_t)range.col,
                                                    range.last_row, (lxw_col_t)range.last_col,
                                                    &condition));
}

static void put_rule(xlsx *x, lxw_worksheet *sheet, const grid_rule *rule)
{
    const report *r = x->report;
    if (rule->kind == RULE_CHECK) {
        const char *good = dc_arena_format(r->arena, "\"%s\"", say(r, DC_WORD_OK));
        const char *bad = dc_arena_format(r->arena, "\"%s\"", say(r, DC_WORD_FAIL));
        add_condition(x, sheet, rule->range, LXW_CONDITIONAL_CRITERIA_EQUAL_TO, good, VERDICT_OK);
        add_condition(x, sheet, rule->range, LXW_CONDITIONAL_CRITERIA_EQUAL_TO, bad, VERDICT_FAIL);
        add_condition(x, sheet, rule->range, LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
                      dc_arena_format(r->arena, "\"%s\"", say(r, DC_WORD_STATE_EDITED)),
                      VERDICT_WORSE);
        return;
    }
    if (rule->kind == RULE_HEAT) {
        put_heat(x, sheet, rule->range);
        return;
    }
    if (rule->kind == RULE_BAR) {
        put_bars(x, sheet, rule->range);
        return;
    }
    if (rule->kind == RULE_STALE) {
        put_stale(x, sheet, rule->range);
        return;
    }
    bool higher = rule->kind == RULE_HIGHER_IS_BETTER;
    add_condition(x, sheet, rule->range, LXW_CONDITIONAL_CRITERIA_GREATER_THAN, NULL,
                  higher ? VERDICT_BETTER : VERDICT_WORSE);
    add_condition(x, sheet, rule->range, LXW_CONDITIONAL_CRITERIA_LESS_THAN, NULL,
                  higher ? VERDICT_WORSE : VERDICT_BETTER);
}

static void put_limit(xlsx *x, lxw_worksheet *sheet, const grid_limit *limit)
{
    /* By way of void *: later versions of libxlsxwriter take const char **, others char **. */
    lxw_data_validation allowed = {.validate = LXW_VALIDATION_TYPE_LIST,
                                   .value_list = (void *)(uintptr_t)limit->choices};
    if (!limit->choices)
        allowed = (lxw_data_validation){.validate = limit->whole ? LXW_VALIDATION_TYPE_INTEGER
                                                                 : LXW_VALIDATION_TYPE_DECIMAL,
                                        .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                        .minimum_number = limit->least,
                                        .maximum_number = limit->most};
    xlsx_note(x,
              worksheet_data_validation_cell(sheet, limit->row, (lxw_col_t)limit->col, &allowed));
}

/* Against slips, not against the owner: no password. */
static void protect(lxw_worksheet *sheet)
{
    lxw_protection may = {
        .format_columns = true, .format_rows = true, .autofilter = true, .sort = true};
    worksheet_protect(sheet, NULL, &may);
}

static void define_name(xlsx *x, const grid *from, const grid_name *name)
{
    grid_range  range = name->range;
    const char *first = grid_ref_fixed(from, range.row, range.col);
    const char *last = grid_ref_fixed(from, range.last_row, range.last_col);
    bool        one = strcmp(first, last) == 0;
    xlsx_note(x, workbook_define_name(x->workbook, name->name,
                                      dc_arena_format(from->arena, "='%s'!%s%s%s", from->title,
                                                      first, one ? "" : ":", one ? "" : last)));
}

static void put_sheet(xlsx *x, lxw_worksheet *sheet, const grid *from)
{
    set_columns(x, sheet, from);
    xlsx_pages(x, sheet, from);
    set_view(x, sheet, from);
    for (size_t i = 0; i < from->rule_count; i++)
        put_rule(x, sheet, &from->rules[i]);
    if (from->in_unit)
        xlsx_units(x, sheet, from);
    for (size_t i = 0; i < from->chart_count; i++)
        xlsx_chart(x, sheet, &from->charts[i]);
    for (size_t i = 0; i < from->limit_count; i++)
        put_limit(x, sheet, &from->limits[i]);
    if (from->is_protected)
        protect(sheet);
    for (size_t i = 0; i < from->name_count; i++)
        define_name(x, from, &from->names[i]);
    put_cells(x, sheet, from);
}

/* The creation time is the as-of date: the same answer gives the same bytes on every day. */
static void set_properties(xlsx *x)
{
    const report      *r = x->report;
    lxw_doc_properties properties = {
        .title = (char *)(uintptr_t)say(r, DC_WORD_REPORT_TITLE),
        .subject = (char *)(uintptr_t)text_date(r->arena, r->answer->book->as_of),
        .author = (char *)(uintptr_t) "duecast",
        .comments = (char *)(uintptr_t)dc_arena_format(r->arena, "run %s", r->answer->run_id),
        .created = (time_t)r->answer->book->as_of.day * SECONDS_OF_DAY};
    xlsx_note(x, workbook_set_properties(x->workbook, &properties));
}

/* What the format has room for below the heading. */
static size_t stream_most(const grid *from)
{
    return LXW_ROW_MAX - from->row_count;
}

static void put_streamed(xlsx *x, lxw_worksheet *sheet, const grid *from, size_t first)
{
    const grid_stream *stream = &from->stream;
    size_t             left = stream->row_count - first;
    size_t             rows = left < stream_most(from) ? left : stream_most(from);
    xlsx_note(x, worksheet_autofilter(sheet, stream->filter_row, 0,
                                      (lxw_row_t)(from->row_count + rows - 1),
                                      (lxw_col_t)(stream->col_count - 1)));
    put_sheet(x, sheet, from);
    put_stream(x, sheet, from, first, rows);
}

/* More rows than a sheet holds go on on further sheets: "Data 2". */
static void put_further(xlsx *x, const grid *from)
{
    size_t done = stream_most(from);
    for (int number = 2; done < from->stream.row_count && x->error == LXW_NO_ERROR; number++) {
        lxw_worksheet *sheet = workbook_add_worksheet(
            x->workbook, dc_arena_format(x->report->arena, "%s %d", from->title, number));
        if (!sheet) {
            xlsx_note(x, LXW_ERROR_PARAMETER_VALIDATION);
            return;
        }
        put_streamed(x, sheet, from, done);
        done += stream_most(from);
    }
}

static void put_sheets(xlsx *x)
{
    lxw_worksheet *made[SHEET_COUNT] = {0};
    for (size_t i = 0; i < SHEET_COUNT; i++) {
        if (!x->report->sheet[i])
            continue;
        made[i] = workbook_add_worksheet(x->workbook, x->report->sheet[i]->title);
        if (!made[i])
            xlsx_note(x, LXW_ERROR_PARAMETER_VALIDATION);
    }
    for (size_t i = 0; i < SHEET_COUNT && x->error == LXW_NO_ERROR; i++)
        if (made[i] && x->report->sheet[i]->stream.row_count > 0)
            put_streamed(x, made[i], x->report->sheet[i], 0);
        else if (made[i])
            put_sheet(x, made[i], x->report->sheet[i]);
    for (size_t i = 0; i < SHEET_COUNT && x->error == LXW_NO_ERROR; i++)
        if (made[i])
            put_further(x, x->report->sheet[i]);
    if (made[SHEET_SUMMARY])
        worksheet_activate(made[SHEET_SUMMARY]);
}

static void make_workbook(xlsx *x, const char *path)
{
    x->workbook = workbook_new(path);
    if (!x->workbook) {
        x->error = LXW_ERROR_MEMORY_MALLOC_FAILED;
        return;
    }
    set_properties(x);
    put_sheets(x);
    if (x->error == LXW_NO_ERROR)
        x->error = workbook_close(x->workbook);
    else
        lxw_workbook_free(x->workbook);
}

/* The library tells its troubles on the terminal: the usual one is found before it is asked. */
static bool can_write(const char *path)
{
    FILE *file = fopen(path, "wb");
    return file && fclose(file) == 0;
}

/* The library's book, and then with the rows that were written apart. */
static dc_status write_report(const report *r, const char *unfinished, const char *path,
                              dc_issues *issues)
{
    if (!can_write(unfinished))
        return cannot_write(path, strerror(errno), issues);
    xlsx      x = {.report = r, .language = r->answer->language};
    char     *first = xlsx_rows_name(unfinished);
    dc_status status = DC_OK;
    make_workbook(&x, first);
    if (x.error != LXW_NO_ERROR)
        status = cannot_write(path, lxw_strerror(x.error), issues);
    else if (!xlsx_rows_insert(x.apart, first, unfinished))
        status = cannot_write(path, strerror(errno), issues);
    remove(first);
    xlsx_rows_free(x.apart);
    free(first);
    if (status == DC_OK)
        return take_place(unfinished, path, issues);
    remove(unfinished);
    return status;
}

dc_status write_xlsx(const dc_answer *answer, const char *path, dc_issues *issues)
{
    dc_arena *arena = dc_arena_new();
    char     *unfinished = beside(path);
    report    r;
    report_fill(&r, arena, answer);
    dc_status status = write_report(&r, unfinished, path, issues);
    free(unfinished);
    dc_arena_free(arena);
    return status;
}
