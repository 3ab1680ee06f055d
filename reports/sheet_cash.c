/*
 * Cash by week and by month: the lines of a budget from top to bottom, periods from left to right,
 * as lenders ask for it.  Expectations add up by formulas; below them stand P5 and P95 of every
 * line, which do not.  A filter on scenario and figure shows one of them.
 */
#include <math.h>
#include <string.h>

#include "cash_view.h"
#include "sheets.h"

enum {
    COL_SCENARIO,
    COL_LINE,
    COL_FIGURE,
    COL_LAST_WEEK,
    COL_FIRST, /* of the periods */
    ROW_VERDICT = SHEET_FIRST_ROW,
    ROW_HEADER = ROW_VERDICT + 2,
    HEADER_ROWS = 3
};

/* One block: the view of a scenario as rows of the sheet. */
typedef struct {
    report          *r;
    grid            *sheet;
    const cash_view *view;
    size_t           scenario;
    bool             months;
    size_t           from, count; /* periods of the plan */
    uint32_t         first;       /* row of the first line */
    uint32_t         opening;     /* row of opening cash; 0: none */
} block;

static uint32_t total_col(const block *b)
{
    return COL_FIRST + (uint32_t)b->count;
}

/* Rows of the cash itself stand below the row of opening cash. */
static uint32_t row_of(const block *b, size_t position)
{
    uint32_t row = b->first + (uint32_t)position;
    return b->opening > 0 && row >= b->opening ? row + 1 : row;
}

static uint32_t row_of_key(const block *b, const char *key)
{
    return row_of(b, cash_view_find(b->view, key));
}

static void put_names(const block *b, uint32_t row, const char *label, dc_word figure,
                      grid_role role)
{
    grid_text(b->sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(b->r->answer, b->scenario));
    grid_text(b->sheet, row, COL_LINE, role, text_clean(b->r->arena, label, 80));
    grid_text(b->sheet, row, COL_FIGURE, ROLE_LABEL, say(b->r, figure));
}

/* The lines of the section that ends with this total, all above it up to the total before. */
static void put_sum(const block *b, size_t position, uint32_t col, const char *add)
{
    uint32_t row = row_of(b, position), from = row;
    double   sum = 0.0;
    while (from > b->first && b->view->rows[from - 1 - b->first].kind == CASH_VIEW_LINE)
        sum += grid_number_at(b->sheet, --from, col);
    if (!add && from < row) {
        grid_sum(b->sheet, row, col, ROLE_TOTAL, SHOW_MONEY,
                 grid_rows_of(b->sheet, col, from, row - 1));
        return;
    }
    if (!add) {
        grid_number(b->sheet, row, col, ROLE_TOTAL, SHOW_MONEY, 0.0);
        return;
    }
    uint32_t other = row_of_key(b, add);
    sum += grid_number_at(b->sheet, other, col);
    if (from < row)
        grid_formula(b->sheet, row, col, ROLE_TOTAL, SHOW_MONEY, sum, "%s+SUM(%s)",
                     grid_ref(b->sheet, other, col),
                     grid_range_text(grid_rows_of(b->sheet, col, from, row - 1)));
    else
        grid_formula(b->sheet, row, col, ROLE_TOTAL, SHOW_MONEY, sum, "%s",
                     grid_ref(b->sheet, other, col));
}

static void put_operating_flow(const block *b, uint32_t row, uint32_t col)
{
    uint32_t in = row_of_key(b, "total_receipts"), out = row_of_key(b, "total_operating");
    grid_formula(b->sheet, row, col, ROLE_TOTAL, SHOW_MONEY,
                 grid_number_at(b->sheet, in, col) + grid_number_at(b->sheet, out, col), "%s+%s",
                 grid_ref(b->sheet, in, col), grid_ref(b->sheet, out, col));
}

/* A balance before, and what moves it. */
static void put_roll(const block *b, uint32_t row, uint32_t col, uint32_t before,
                     uint32_t before_col, const char *const moves[2])
{
    double      value = grid_number_at(b->sheet, before, before_col);
    const char *text = grid_ref(b->sheet, before, before_col);
    for (int i = 0; i < 2 && moves[i]; i++) {
        if (cash_view_find(b->view, moves[i]) == b->view->count)
            continue;
        uint32_t at = row_of_key(b, moves[i]);
        value += grid_number_at(b->sheet, at, col);
        text = dc_arena_format(b->r->arena, "%s+%s", text, grid_ref(b->sheet, at, col));
    }
    grid_formula(b->sheet, row, col, ROLE_TOTAL, SHOW_MONEY, value, "%s", text);
}

static void put_expected_cell(const block *b, size_t position, size_t period)
{
    const cash_view_row *line = &b->view->rows[position];
    uint32_t             row = row_of(b, position), col = COL_FIRST + (uint32_t)period;
    if (strcmp(line->key, "operating_cash_flow") == 0)
        put_operating_flow(b, row, col);
    else if (strcmp(line->key, "net_cash_flow") == 0)
        put_sum(b, position, col, "operating_cash_flow");
    else if (line->kind == CASH_VIEW_TOTAL)
        put_sum(b, position, col, NULL);
    else if (strcmp(line->key, "before_line") == 0 && period > 0)
        put_roll(b, row, col, row, col - 1, (const char *const[2]){"net_cash_flow", NULL});
    else if (strcmp(line->key, "closing_cash") == 0)
        put_roll(b, row, col, b->opening, col,
                 (const char *const[2]){"net_cash_flow", "line_drawn_or_repaid"});
    else
        put_money(b->r, b->sheet, row, col, ROLE_FIGURE, line->by_period[b->from + period].mean);
}

/* Opening cash is the closing cash of the period before. */
static void put_opening(const block *b, size_t period)
{
    uint32_t col = COL_FIRST + (uint32_t)period, closing = row_of_key(b, "closing_cash");
    if (period == 0)
        put_money(b->r, b->sheet, b->opening, col, ROLE_INPUT,
                  (double)b->view->liquidity->plan->opening);
    else
        grid_formula(b->sheet, b->opening, col, ROLE_FORMULA, SHOW_MONEY,
                     grid_number_at(b->sheet, closing, col - 1), "%s",
                     grid_ref(b->sheet, closing, col - 1));
}

static void put_row_end(const block *b, size_t position)
{
    const cash_view_row *line = &b->view->rows[position];
    uint32_t             row = row_of(b, position), last = total_col(b) - 1;
    grid_role            role = line->kind == CASH_VIEW_LINE ? ROLE_FORMULA : ROLE_TOTAL;
    if (line->kind == CASH_VIEW_BALANCE)
        grid_formula(b->sheet, row, last + 1, role, SHOW_MONEY, grid_number_at(b->sheet, row, last),
                     "%s", grid_ref(b->sheet, row, last));
    else
        grid_sum(b->sheet, row, last + 1, role, SHOW_MONEY,
                 grid_cols_of(b->sheet, row, COL_FIRST, last));
    if (b->months)
        return;
    if (line->has_last_week)
        put_money(b->r, b->sheet, row, COL_LAST_WEEK, ROLE_FIGURE, line->last_week);
    else
        grid_text(b->sheet, row, COL_LAST_WEEK, ROLE_NOTE, say(b->r, DC_WORD_NOT_AVAILABLE));
}

/* The closing cash of formulas is that of the paths. */
static bool put_block_check(const block *b)
{
    uint32_t            row = row_of_key(b, "closing_cash"), col = total_col(b);
    const dc_liquidity *l = b->view->liquidity;
    double              simulated = l->cash[b->from + b->count - 1].mean;
    put_money(b->r, b->sheet, row, col + 1, ROLE_FIGURE, simulated);
    double gap = grid_number_at(b->sheet, row, col) - grid_number_at(b->sheet, row, col + 1);
    bool   passed = fabs(gap) <= 1.0;
    put_check(b->r, b->months ? SHEET_CASH_MONTHS : SHEET_CASH, row, col + 2, passed, DC_WORD_COUNT,
              dc_arena_format(b->r->arena, "ABS(%s-%s)<=1", grid_ref(b->sheet, row, col),
                              grid_ref(b->sheet, row, col + 1)));
    return passed;
}

static bool put_expected(block *b)
{
    for (size_t i = 0; i < b->view->count; i++) {
        bool is_line = b->view->rows[i].kind == CASH_VIEW_LINE;
        put_names(b, row_of(b, i), b->view->rows[i].label, DC_WORD_CASH_EXPECTED,
                  is_line ? ROLE_LABEL : ROLE_TOTAL);
    }
    if (b->opening > 0)
        put_names(b, b->opening, say(b->r, DC_WORD_CASH_OPENING), DC_WORD_CASH_EXPECTED,
                  ROLE_LABEL);
    for (size_t period = 0; period < b->count; period++) {
        for (size_t i = 0; i < b->view->count; i++) {
            if (b->opening > 0 && row_of(b, i) == b->opening + 1)
                put_opening(b, period);
            put_expected_cell(b, i, period);
        }
    }
    for (size_t i = 0; i < b->view->count; i++)
        put_row_end(b, i);
    return b->opening == 0 || put_block_check(b);
}

static uint32_t put_bands(const block *b, uint32_t row, int level, dc_word figure)
{
    for (size_t i = 0; i < b->view->count; i++) {
        const cash_view_row *line = &b->view->rows[i];
        if (!line->has_band)
            continue;
        put_names(b, row, line->label, figure, ROLE_LABEL);
        for (size_t p = 0; p < b->count; p++)
            put_money(b->r, b->sheet, row, COL_FIRST + (uint32_t)p, ROLE_FIGURE,
                      line->by_period[b->from + p].quantile[level]);
        row++;
    }
    return row;
}

static void put_header(const block *b)
{
    static const struct {
        dc_word head;
        double  width;
    } fixed[COL_FIRST] = {{DC_WORD_SCENARIO, SCENARIO_WIDTH + 1},
                          {DC_WORD_CASH_LINE_HEAD, 42},
                          {DC_WORD_CASH_FIGURE, 10},
                          {DC_WORD_CASH_LAST_WEEK, 12}};
    const dc_cash_plan *plan = b->view->liquidity->plan;
    grid               *sheet = b->sheet;
    for (uint32_t col = 0; col < COL_FIRST; col++) {
        grid_text(sheet, ROW_HEADER, col, ROLE_HEADER, say(b->r, fixed[col].head));
        sheet->width[col] = fixed[col].width;
    }
    grid_text(sheet, ROW_HEADER + 2, COL_LAST_WEEK, ROLE_UNIT, b->months ? "" : "A");
    for (size_t p = 0; p < b->count; p++) {
        const dc_cash_period *period = &plan->period[b->from + p];
        uint32_t              col = COL_FIRST + (uint32_t)p;
        grid_text(sheet, ROW_HEADER, col, ROLE_HEADER,
                  text_fill(b->r->arena,
                            say(b->r, b->months ? DC_WORD_CASH_MONTH_N : DC_WORD_CASH_WEEK_N),
                            text_number(b->r->arena, period->number, 0), (const char *)NULL));
        grid_date(sheet, ROW_HEADER + 1, col, ROLE_HEADER, cash_period_end(b->r->answer, period));
        grid_text(sheet, ROW_HEADER + 2, col, ROLE_UNIT, "F");
        sheet->width[col] = 12;
    }
    const dc_word ends[] = {DC_WORD_CASH_TOTAL, DC_WORD_CASH_ON_PATHS, DC_WORD_CHECK};
    for (uint32_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        grid_text(sheet, ROW_HEADER, total_col(b) + i, ROLE_HEADER, say(b->r, ends[i]));
        sheet->width[total_col(b) + i] = 14;
    }
    sheet->rows[ROW_HEADER].height = 30;
    if (b->count > 0)
        grid_name_range(sheet, b->months ? NAME_MONTH_ENDS : NAME_WEEK_ENDS,
                        grid_cols_of(sheet, ROW_HEADER + 1, COL_FIRST, total_col(b) - 1));
}

/* The row before the balances, where opening cash stands. */
static uint32_t opening_row(const block *b)
{
    size_t line = cash_view_find(b->view, "line_drawn_or_repaid");
    size_t balance = cash_view_find(b->view, "before_line");
    size_t at = line < balance ? line : balance;
    return at < b->view->count ? b->first + (uint32_t)at : 0;
}

static void put_verdict(report *r, grid *sheet, uint32_t col, bool passed, bool months,
                        uint32_t first, uint32_t last)
{
    if (r->answer->book->company.cash.known) {
        grid_text(sheet, ROW_VERDICT, 0, ROLE_LABEL, say(r, DC_WORD_CHECK_CASH));
        put_column_check(r, months ? SHEET_CASH_MONTHS : SHEET_CASH, ROW_VERDICT, col, passed,
                         DC_WORD_CHECK_CASH, grid_rows_of(sheet, col, first, last));
    } else {
        grid_text(sheet, ROW_VERDICT, 0, ROLE_NOTE, cash_missing(r->answer));
    }
    if (!months)
        grid_text(sheet, ROW_VERDICT + 1, 0, ROLE_NOTE, say(r, DC_WORD_CASH_ACTUAL_NOTE));
}

static block make_block(report *r, grid *sheet, cash_view *view, size_t scenario, bool months,
                        uint32_t row)
{
    block b = {.r = r, .sheet = sheet, .view = view, .scenario = scenario, .months = months};
    cash_view_make(view, r->arena, r->answer, scenario);
    const dc_cash_plan *plan = view->liquidity->plan;
    b.from = months ? plan->week_count : 0;
    b.count = months ? plan->period_count - plan->week_count : plan->week_count;
    b.first = row;
    b.opening = opening_row(&b);
    return b;
}

/* What is expected in each scenario is for paper, whole scenarios on a page; the bands of their
 * lines stand below it. */
static void fill(report *r, grid *sheet, bool months)
{
    uint32_t  row = ROW_HEADER + HEADER_ROWS, first = row, check_col = 0;
    bool      passed = true;
    cash_view view;
    for (size_t s = 0; s < r->answer->comparison->count; s++) {
        block b = make_block(r, sheet, &view, s, months, row);
        if (s == 0)
            put_header(&b);
        check_col = total_col(&b) + 2;
        passed &= put_expected(&b);
        grid_break_add(sheet, s > 0 ? row : 0);
        row += (uint32_t)view.count + (b.opening > 0);
    }
    sheet->print_rows = row;
    sheet->print_cols = check_col - 1;
    for (size_t s = 0; s < r->answer->comparison->count; s++) {
        block b = make_block(r, sheet, &view, s, months, row);
        row = put_bands(&b, row, DC_P5, DC_WORD_CASH_P5);
        row = put_bands(&b, row, DC_P95, DC_WORD_P95);
    }
    put_verdict(r, sheet, check_col, passed, months, first, row - 1);
    sheet->freeze_row = first;
    sheet->freeze_col = COL_FIRST;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 2, 0, row - 1, check_col};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 2;
}

void fill_cash(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_TITLE_CASH, DC_WORD_NOTE_CASH);
    fill(r, sheet, false);
}

void fill_cash_months(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_TITLE_CASH_MONTHS, DC_WORD_NOTE_CASH);
    fill(r, sheet, true);
}
