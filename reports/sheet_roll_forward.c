/*
 * Receivables from opening to closing: opening + sales - cash - settled without cash - written off
 * + recovered (cash, but not for what is open) = closing, from report date to report date, for each
 * scenario.  Means add up, percentiles do not.
 */
#include <math.h>

#include "sheets.h"

/* clang-format off */
#define ROLL_COLUMNS(X)                                                                            \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_FROM, DC_WORD_FROM, COLUMN_PLAIN, 13)                                                    \
    X(COL_TO, DC_WORD_TO, COLUMN_PLAIN, 13)                                                        \
    X(COL_OPENING, DC_WORD_OPENING_RECEIVABLES, COLUMN_MONEY, 17)                                  \
    X(COL_SALES, DC_WORD_SALES_INVOICED, COLUMN_MONEY, 17)                                         \
    X(COL_CASH, DC_WORD_METRIC_CASH_COLLECTED, COLUMN_MONEY, 17)                                   \
    X(COL_WITHOUT_CASH, DC_WORD_METRIC_SETTLED_WITHOUT_CASH, COLUMN_MONEY, 17)                     \
    X(COL_WRITTEN_OFF, DC_WORD_METRIC_WRITTEN_OFF, COLUMN_MONEY, 17)                               \
    X(COL_RECOVERED, DC_WORD_METRIC_RECOVERED, COLUMN_MONEY, 17)                                   \
    X(COL_CLOSING, DC_WORD_CLOSING_RECEIVABLES, COLUMN_MONEY, 17)                                  \
    X(COL_SIMULATED, DC_WORD_SIMULATED_RECEIVABLES, COLUMN_MONEY, 17)                              \
    X(COL_CHECK, DC_WORD_CHECK, COLUMN_PLAIN, 10)
/* clang-format on */

enum { ROLL_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {ROLL_COLUMNS(COLUMN_ROW)};

enum { ROW_VERDICT = SHEET_FIRST_ROW, ROW_HEADER = ROW_VERDICT + 2 };

/* Flows and balances of each currency are translated apart, each with its own rounding. */
static double tolerance(const report *r)
{
    return (double)r->answer->book->currency_count;
}

static double at_week(const dc_outcome *outcome, dc_metric metric, int32_t week)
{
    const dc_estimate *e = &outcome->series[metric][week];
    return e->applicable ? e->mean : 0.0;
}

/* Of a sum since the as-of date: what came between two weeks. */
static double between(const dc_outcome *outcome, dc_metric metric, int32_t from, int32_t to)
{
    return at_week(outcome, metric, to) - (from > 0 ? at_week(outcome, metric, from) : 0.0);
}

static double sales_between(const dc_outcome *outcome, int32_t from, int32_t to)
{
    double sales = 0.0;
    for (int32_t week = from + 1; week <= to; week++)
        sales += at_week(outcome, DC_SALES, week);
    return sales;
}

static void put_opening(report *r, grid *sheet, uint32_t row, int32_t from)
{
    if (from == 0)
        put_money(r, sheet, row, COL_OPENING, ROLE_FIGURE,
                  r->answer->today->value[DC_RECEIVABLES].mean);
    else
        grid_formula(sheet, row, COL_OPENING, ROLE_FORMULA, SHOW_MONEY,
                     grid_number_at(sheet, row - 1, COL_CLOSING), "%s",
                     grid_ref(sheet, row - 1, COL_CLOSING));
}

static bool put_turn(report *r, grid *sheet, uint32_t row, size_t scenario, int32_t from,
                     int32_t to)
{
    static const struct {
        uint32_t  col;
        dc_metric metric;
    } falls[] = {{COL_CASH, DC_CASH_COLLECTED},
                 {COL_WITHOUT_CASH, DC_SETTLED_WITHOUT_CASH},
                 {COL_WRITTEN_OFF, DC_WRITTEN_OFF}};
    const dc_outcome *outcome = &r->answer->comparison->outcome[scenario];
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_date(sheet, row, COL_FROM, ROLE_LABEL, week_date(r->answer, from));
    grid_date(sheet, row, COL_TO, ROLE_LABEL, week_date(r->answer, to));
    put_opening(r, sheet, row, from);
    put_money(r, sheet, row, COL_SALES, ROLE_FIGURE, sales_between(outcome, from, to));
    for (size_t i = 0; i < sizeof falls / sizeof falls[0]; i++)
        put_money(r, sheet, row, falls[i].col, ROLE_FIGURE,
                  -between(outcome, falls[i].metric, from, to));
    put_money(r, sheet, row, COL_RECOVERED, ROLE_FIGURE, between(outcome, DC_RECOVERED, from, to));
    double closing = grid_sum(sheet, row, COL_CLOSING, ROLE_FORMULA, SHOW_MONEY,
                              grid_cols_of(sheet, row, COL_OPENING, COL_RECOVERED));
    put_money(r, sheet, row, COL_SIMULATED, ROLE_FIGURE, at_week(outcome, DC_RECEIVABLES, to));
    bool passed = fabs(closing - grid_number_at(sheet, row, COL_SIMULATED)) <= tolerance(r);
    put_check(r, SHEET_ROLL_FORWARD, row, COL_CHECK, passed, DC_WORD_COUNT,
              dc_arena_format(r->arena, "ABS(%s-%s)<=%g", grid_ref(sheet, row, COL_CLOSING),
                              grid_ref(sheet, row, COL_SIMULATED), tolerance(r)));
    return passed;
}

void fill_roll_forward(report *r, grid *sheet)
{
    const dc_comparison *comparison = r->answer->comparison;
    uint32_t             first = ROW_HEADER + 2, row = first;
    bool                 passed = true;
    sheet_begin(r, sheet, DC_WORD_TITLE_ROLL_FORWARD, DC_WORD_NOTE_ROLL_FORWARD);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    for (size_t s = 0; s < comparison->count; s++) {
        const dc_outcome *outcome = &comparison->outcome[s];
        int32_t           from = 0;
        for (size_t i = 0; i < outcome->report_count; i++) {
            passed &= put_turn(r, sheet, row++, s, from, outcome->report_week[i]);
            from = outcome->report_week[i];
        }
    }
    grid_text(sheet, ROW_VERDICT, 0, ROLE_LABEL, say(r, DC_WORD_NOTE_ROLL_FORWARD));
    put_column_check(r, SHEET_ROLL_FORWARD, ROW_VERDICT, COL_CHECK, passed,
                     DC_WORD_NOTE_ROLL_FORWARD,
                     grid_rows_of(sheet, COL_CHECK, first, row > first ? row - 1 : first));
    sheet->freeze_row = first;
    sheet->freeze_col = 1;
    sheet->has_filter = true;
    sheet->filter =
        (grid_range){sheet, ROW_HEADER + 1, 0, row > first ? row - 1 : first, COL_COUNT - 1};
}
