/*
 * DSO and working capital by week: one row for each scenario and week.
 *
 * Two identities are live: DSO = not due + overdue, and trade WCR = receivables + inventory -
 * payables of the same week.
 */
#include <math.h>

#include "sheets.h"

/* clang-format off */
#define DSO_COLUMNS(X)                                                                             \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_WEEK, DC_WORD_WEEK, COLUMN_PLAIN, 8)                                                     \
    X(COL_DATE, DC_WORD_WEEK_ENDING, COLUMN_PLAIN, 12)                                             \
    X(COL_DSO, DC_WORD_METRIC_DSO, COLUMN_DAYS, 12)                                                \
    X(COL_DSO_P5, DC_WORD_P5, COLUMN_DAYS, 9)                                                      \
    X(COL_DSO_P95, DC_WORD_P95, COLUMN_DAYS, 9)                                                    \
    X(COL_NOT_DUE, DC_WORD_METRIC_DSO_NOT_DUE, COLUMN_DAYS, 12)                                    \
    X(COL_OVERDUE, DC_WORD_METRIC_DSO_OVERDUE, COLUMN_DAYS, 12)                                    \
    X(COL_COUNTBACK, DC_WORD_METRIC_DSO_COUNTBACK, COLUMN_DAYS, 12)                                \
    X(COL_SALES, DC_WORD_METRIC_SALES, COLUMN_MONEY, 12)                                           \
    X(COL_RECEIVABLES, DC_WORD_METRIC_RECEIVABLES, COLUMN_MONEY, 12)                               \
    X(COL_RECEIVABLES_P5, DC_WORD_P5, COLUMN_MONEY, 12)                                            \
    X(COL_RECEIVABLES_P95, DC_WORD_P95, COLUMN_MONEY, 12)                                          \
    X(COL_LATE, DC_WORD_METRIC_OVERDUE, COLUMN_MONEY, 12)                                          \
    X(COL_LATE_SHARE, DC_WORD_SHARE_OVERDUE, COLUMN_SHARE, 10)                                     \
    X(COL_INVENTORY, DC_WORD_METRIC_INVENTORY, COLUMN_MONEY, 12)                                   \
    X(COL_PAYABLES, DC_WORD_METRIC_PAYABLES, COLUMN_MONEY, 12)                                     \
    X(COL_WCR, DC_WORD_METRIC_TRADE_WCR, COLUMN_MONEY, 15)                                         \
    X(COL_WCR_P5, DC_WORD_P5, COLUMN_MONEY, 12)                                                    \
    X(COL_WCR_P95, DC_WORD_P95, COLUMN_MONEY, 12)                                                  \
    X(COL_SUM, DC_WORD_NOT_DUE_PLUS_OVERDUE, COLUMN_DAYS, 12)                                      \
    X(COL_SUM_CHECK, DC_WORD_CHECK, COLUMN_PLAIN, 9)                                               \
    X(COL_WCR_LIVE, DC_WORD_WCR_LIVE, COLUMN_MONEY, 12)                                            \
    X(COL_WCR_CHECK, DC_WORD_CHECK, COLUMN_PLAIN, 9)
/* clang-format on */

enum { DSO_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {DSO_COLUMNS(COLUMN_ROW)};

enum {
    ROW_INVENTORY = SHEET_FIRST_ROW,
    ROW_PAYABLES,
    ROW_DSO_VERDICT,
    ROW_WCR_VERDICT,
    ROW_HEADER = ROW_WCR_VERDICT + 2,
    COL_GIVEN = COL_DSO
};

/* Means of identities agree but for the rounding of floating point. */
static const double days_tolerance = 0.01, money_tolerance = 1.0;

/* Which figure of which metric stands in which column. */
typedef struct {
    uint32_t  col;
    dc_metric metric;
    int       level; /* quantile, or -1: the mean */
} figure_column;

static const figure_column figures[] = {
    {COL_DSO, DC_DSO, -1},
    {COL_DSO_P5, DC_DSO, DC_P5},
    {COL_DSO_P95, DC_DSO, DC_P95},
    {COL_NOT_DUE, DC_DSO_NOT_DUE, -1},
    {COL_OVERDUE, DC_DSO_OVERDUE, -1},
    {COL_COUNTBACK, DC_DSO_COUNTBACK, -1},
    {COL_SALES, DC_SALES, -1},
    {COL_RECEIVABLES, DC_RECEIVABLES, -1},
    {COL_RECEIVABLES_P5, DC_RECEIVABLES, DC_P5},
    {COL_RECEIVABLES_P95, DC_RECEIVABLES, DC_P95},
    {COL_LATE, DC_OVERDUE, -1},
    {COL_INVENTORY, DC_INVENTORY, -1},
    {COL_PAYABLES, DC_PAYABLES, -1},
    {COL_WCR, DC_TRADE_WCR, -1},
    {COL_WCR_P5, DC_TRADE_WCR, DC_P5},
    {COL_WCR_P95, DC_TRADE_WCR, DC_P95},
};

static void put_figures(report *r, grid *sheet, uint32_t row, const dc_outcome *outcome,
                        int32_t week)
{
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        const figure_column *column = &figures[i];
        const dc_estimate   *e = &outcome->series[column->metric][week];
        if (column->level >= 0 && (week == 0 || !has_bands(r->answer)))
            continue; /* what is known has no band */
        put_value(r, sheet, row, column->col, dc_metric_unit(column->metric), e->applicable,
                  column->level < 0 ? e->mean : e->quantile[column->level]);
    }
}

static bool has_number(const grid *sheet, uint32_t row, uint32_t col)
{
    return grid_look(sheet, row, col).kind == GRID_NUMBER;
}

static bool put_dso_identity(report *r, grid *sheet, uint32_t row)
{
    if (!has_number(sheet, row, COL_DSO) || !has_number(sheet, row, COL_NOT_DUE) ||
        !has_number(sheet, row, COL_OVERDUE))
        return true;
    double sum = grid_number_at(sheet, row, COL_NOT_DUE) + grid_number_at(sheet, row, COL_OVERDUE);
    bool   passed = fabs(sum - grid_number_at(sheet, row, COL_DSO)) <= days_tolerance;
    grid_formula(sheet, row, COL_SUM, ROLE_FORMULA, SHOW_DAYS, sum, "%s+%s",
                 grid_ref(sheet, row, COL_NOT_DUE), grid_ref(sheet, row, COL_OVERDUE));
    put_check(r, SHEET_DSO, row, COL_SUM_CHECK, passed, DC_WORD_COUNT,
              dc_arena_format(r->arena, "ABS(%s-%s)<=%g", grid_ref(sheet, row, COL_SUM),
                              grid_ref(sheet, row, COL_DSO), days_tolerance));
    return passed;
}

static bool put_wcr_identity(report *r, grid *sheet, uint32_t row)
{
    if (!has_number(sheet, row, COL_RECEIVABLES) || !has_number(sheet, row, COL_INVENTORY) ||
        !has_number(sheet, row, COL_PAYABLES)) {
        put_missing(r, sheet, row, COL_WCR_LIVE);
        return true;
    }
    double live = grid_number_at(sheet, row, COL_RECEIVABLES) +
                  grid_number_at(sheet, row, COL_INVENTORY) -
                  grid_number_at(sheet, row, COL_PAYABLES);
    grid_formula(sheet, row, COL_WCR_LIVE, ROLE_FORMULA, SHOW_MONEY, live, "%s+%s-%s",
                 grid_ref(sheet, row, COL_RECEIVABLES), grid_ref(sheet, row, COL_INVENTORY),
                 grid_ref(sheet, row, COL_PAYABLES));
    if (!has_number(sheet, row, COL_WCR))
        return true;
    bool passed = fabs(live - grid_number_at(sheet, row, COL_WCR)) <= money_tolerance;
    put_check(r, SHEET_DSO, row, COL_WCR_CHECK, passed, DC_WORD_COUNT,
              dc_arena_format(r->arena, "ABS(%s-%s)<=%g", grid_ref(sheet, row, COL_WCR_LIVE),
                              grid_ref(sheet, row, COL_WCR), money_tolerance));
    return passed;
}

static void put_late_share(grid *sheet, uint32_t row)
{
    if (!has_number(sheet, row, COL_LATE) || !has_number(sheet, row, COL_RECEIVABLES))
        return;
    double      all = grid_number_at(sheet, row, COL_RECEIVABLES);
    double      late = grid_number_at(sheet, row, COL_LATE);
    const char *ref = grid_ref(sheet, row, COL_RECEIVABLES);
    grid_formula(sheet, row, COL_LATE_SHARE, ROLE_FORMULA, SHOW_SHARE,
                 all != 0.0 ? late / all : 0.0, "IF(%s=0,0,%s/%s)", ref,
                 grid_ref(sheet, row, COL_LATE), ref);
}

static void put_given(report *r, grid *sheet)
{
    const dc_company *company = &r->answer->book->company;
    const struct {
        uint32_t         row;
        dc_word          label, missing;
        const dc_figure *figure;
    } given[] = {
        {ROW_INVENTORY, DC_WORD_INVENTORY, DC_WORD_MISSING_INVENTORY, &company->inventory},
        {ROW_PAYABLES, DC_WORD_PAYABLES, DC_WORD_MISSING_PAYABLES, &r->answer->today->payables},
    };
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        grid_text(sheet, given[i].row, 0, ROLE_LABEL, say(r, given[i].label));
        if (given[i].figure->known)
            put_money(r, sheet, given[i].row, COL_GIVEN, ROLE_INPUT,
                      (double)given[i].figure->value.minor);
        else
            grid_text(sheet, given[i].row, COL_GIVEN, ROLE_NOTE, say(r, given[i].missing));
    }
}

static void put_verdict(report *r, grid *sheet, uint32_t row, bool passed, dc_word sentence,
                        grid_range checks)
{
    grid_text(sheet, row, 0, ROLE_LABEL, say(r, sentence));
    put_column_check(r, SHEET_DSO, row, COL_GIVEN, passed, sentence, checks);
}

/* Side by side, right of what is printed: a page of their own. */
static void put_chart(report *r, grid *sheet, uint32_t value_col, dc_word title,
                      dc_word alternative, const char *up, double divisor)
{
    enum { WIDTH = 760, GAP = 14, HEIGHT = 380 };
    const dc_comparison *comparison = r->answer->comparison;
    uint32_t             weeks = (uint32_t)comparison->outcome[0].week_count;
    grid_chart          *chart = grid_chart_add(sheet, CHART_LINES, ROW_HEADER + 2, COL_COUNT + 1);
    chart->title = say(r, title);
    chart->across = say(r, DC_WORD_WEEK);
    chart->up = up;
    chart->alternative_text = say(r, alternative);
    chart->divisor = divisor;
    chart->width = WIDTH;
    chart->height = HEIGHT;
    chart->shift = (uint32_t)(sheet->chart_count - 1) * (WIDTH + GAP);
    chart->label_every = 4;
    sheet_lines(r, chart, sheet, value_col, weeks);
}

void sheet_lines(const report *r, grid_chart *chart, const grid *dso, uint32_t value_col,
                 uint32_t weeks)
{
    uint32_t first = r->dso_row;
    chart->categories = grid_rows_of(dso, COL_WEEK, first, first + weeks);
    for (size_t s = 0; s < r->answer->comparison->count && s < GRID_SERIES_MAX; s++) {
        uint32_t from = first + (uint32_t)s * (weeks + 1);
        grid_series_add(chart, scenario_title(r->answer, s),
                        grid_rows_of(dso, value_col, from, from + weeks), scenario_colour(s));
    }
}

void sheet_dso_lines(const report *r, grid_chart *chart, uint32_t weeks)
{
    sheet_lines(r, chart, r->sheet[SHEET_DSO], COL_DSO, weeks);
}

static bool put_week(report *r, grid *sheet, uint32_t row, size_t scenario, int32_t week,
                     bool *wcr_passed)
{
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, week);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, week));
    put_figures(r, sheet, row, &r->answer->comparison->outcome[scenario], week);
    put_late_share(sheet, row);
    *wcr_passed &= put_wcr_identity(r, sheet, row);
    return put_dso_identity(r, sheet, row);
}

void fill_dso(report *r, grid *sheet)
{
    const dc_comparison *comparison = r->answer->comparison;
    uint32_t             row = ROW_HEADER + 2;
    bool                 dso_passed = true, wcr_passed = true;

    sheet_begin(r, sheet, DC_WORD_TITLE_DSO, DC_WORD_NOTE_DSO);
    put_given(r, sheet);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    r->dso_row = row;
    for (size_t s = 0; s < comparison->count; s++)
        for (int32_t week = 0; week <= comparison->outcome[s].week_count; week++)
            dso_passed &= put_week(r, sheet, row++, s, week, &wcr_passed);

    put_verdict(r, sheet, ROW_DSO_VERDICT, dso_passed, DC_WORD_CHECK_DSO_ADDS_UP,
                grid_rows_of(sheet, COL_SUM_CHECK, r->dso_row, row - 1));
    put_verdict(r, sheet, ROW_WCR_VERDICT, wcr_passed, DC_WORD_CHECK_WCR,
                grid_rows_of(sheet, COL_WCR_CHECK, r->dso_row, row - 1));
    put_chart(r, sheet, COL_DSO, DC_WORD_CHART_DSO, DC_WORD_CHART_DSO_ALT,
              say(r, DC_WORD_UNIT_DAYS), 1.0);
    put_chart(r, sheet, COL_LATE, DC_WORD_CHART_OVERDUE, DC_WORD_CHART_OVERDUE_ALT, r->scale.label,
              r->scale.divisor);

    sheet->print_cols = COL_SUM; /* the identities to the right are for the screen */
    sheet->print_rows = r->dso_row + (uint32_t)comparison->outcome[0].week_count + 1;
    sheet->freeze_row = ROW_HEADER + 2;
    sheet->freeze_col = COL_DATE + 1;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, row - 1, COL_COUNT - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
