/*
 * sheets.h - the workbook as a table of sheets, and what their fillers share.
 */
#ifndef DUECAST_REPORTS_SHEETS_H
#define DUECAST_REPORTS_SHEETS_H

#include "duecast/report.h"

#include "grid.h"
#include "text.h"

typedef enum {
    SHEET_COVER,
    SHEET_SUMMARY,
    SHEET_COMPARE,
    SHEET_CASH,
    SHEET_LIQUIDITY,
    SHEET_AGEING,
    SHEET_DSO,
    SHEET_BAD_DEBT,
    SHEET_CUSTOMERS,
    SHEET_WORKLIST,
    SHEET_WORK_CLAIMS,
    SHEET_GRADES,
    SHEET_WARNINGS,
    SHEET_CASH_MONTHS,
    SHEET_RISK,
    SHEET_DIFFERENCES,
    SHEET_RECEIPTS,
    SHEET_ROLL_FORWARD,
    SHEET_METRICS,
    SHEET_HISTORY,
    SHEET_ACCURACY,
    SHEET_VARIANCE,
    SHEET_ASSUMPTIONS,
    SHEET_CALCULATIONS,
    SHEET_BY_DAY,
    SHEET_CHANCES,
    SHEET_DEFINITIONS,
    SHEET_DATA,
    SHEET_REJECTS,
    SHEET_CHECKS,
    SHEET_LOG,
    SHEET_COUNT
} sheet_id;

enum { LIVE_CHECKS_MAX = 16, SCENARIO_COLOURS = 8 };

/* A check that stands on a sheet as a formula. */
typedef struct {
    sheet_id sheet;
    uint32_t row, col;
    dc_word  sentence;
    bool     passed;
} live_check;

/* The workbook while it is filled, and the cells one sheet points to on another. */
typedef struct {
    const dc_answer *answer;
    dc_arena        *arena;
    money_scale      scale;
    const char      *currency;           /* of the book; "amount" where nobody said which */
    grid            *sheet[SHEET_COUNT]; /* NULL: not wanted */
    size_t           live_count;
    live_check       live[LIVE_CHECKS_MAX];

    struct live_map *live_map; /* live.h; NULL: no live sheets */

    uint32_t compare_row[DC_METRIC_COUNT][DC_PAIRED_WEEKS]; /* 0: not on the sheet */
    /* of the baseline; scenarios follow */
    uint32_t difference_row[DC_OBJECTIVES][DC_PAIRED_WEEKS]; /* metrics first, then cash */
    uint32_t liquidity_row;  /* of the baseline to week 13; two rows a scenario */
    uint32_t cash_weeks_row; /* cash by week on Liquidity; 0 weeks: none */
    uint32_t cash_weeks;
    uint32_t lowest_row;     /* lowest cash by scenario on Liquidity, the baseline's; 0: none */
    uint32_t receipts_row;   /* of the baseline's week 0 */
    uint32_t ageing_now_row; /* book currency, first bucket in ageing_now_col */
    uint32_t ageing_now_col;
    uint32_t ageing_mean_row; /* the baseline's mean by date, "now" first */
    uint32_t ageing_mean_count;
    uint32_t ageing_head_row;        /* names of the buckets */
    uint32_t dso_row;                /* of the baseline's week 0 */
    uint32_t master_row, master_col; /* on Checks */
    uint32_t state_row, state_col;   /* on the Cover */
} report;

dc_word sheet_title(sheet_id id);
bool    is_page(sheet_id id); /* one of those for paper, which stand first */

/* Fills every sheet that is wanted. */
void report_fill(report *out, dc_arena *arena, const dc_answer *answer);

/* The bands of the receipts of a week as series of a fan chart; rows of the Receipts sheet. */
void sheet_fan(const report *r, grid_chart *chart, const grid *receipts, uint32_t first,
               uint32_t last);

/* A line for each scenario over the weeks of the DSO sheet, from week 0. */
void sheet_lines(const report *r, grid_chart *chart, const grid *dso, uint32_t value_col,
                 uint32_t weeks);
void sheet_dso_lines(const report *r, grid_chart *chart, uint32_t weeks); /* of DSO itself */

/* What the Summary takes from Compare and Differences.  `week` is an index of paired_week. */
typedef enum { FIGURE_TODAY, FIGURE_MEAN, FIGURE_P5, FIGURE_P95 } baseline_figure;
bool     is_compared(const dc_answer *answer, dc_metric metric);
bool     has_compared_cash(const dc_answer *answer); /* cash and line by scenario */
size_t   scenarios_shown(const dc_answer *answer);   /* besides the baseline */
uint32_t baseline_col(baseline_figure figure);
void link_baseline(report *r, grid *sheet, uint32_t row, uint32_t col, dc_metric metric, int week,
                   baseline_figure figure);
/* Figures of the baseline as Differences has them, for Compare. */
void link_level(report *r, grid *sheet, uint32_t row, uint32_t col, size_t objective, int week,
                baseline_figure figure);
void link_difference(report *r, grid *sheet, uint32_t row, uint32_t col, size_t objective, int week,
                     size_t scenario);
bool has_difference_range(const report *r, size_t objective, int week, size_t scenario);
void difference_range(const report *r, const grid *user, size_t objective, int week,
                      size_t scenario, const char *cells[2], double values[2]);

/* Cells of the simulation error and of the chance of being better, as `user` names them. */
typedef struct {
    const char *error, *better;
    double      error_value, better_value; /* NAN: there is none */
} difference_cells;
difference_cells difference_error(const report *r, const grid *user, size_t objective, int week,
                                  size_t scenario);
void difference_levels(grid_chart *chart, const grid *differences, uint32_t first, uint32_t last);
void difference_chart(report *r, grid *sheet, uint32_t row, uint32_t col);

/* Of the rows from r->lowest_row on: a scenario by its short name, which nothing cuts there. */
enum { LIQUIDITY_KEY_COL = 5 };

/* Lowest cash of each scenario with its band; where r->lowest_row is set. */
void lowest_chart(report *r, grid *sheet, uint32_t row, uint32_t col);

/* Cash before the line by week, with the minimum and where the line ends. */
void sheet_cash_lines(const report *r, grid_chart *chart);

/* The choice of a scenario in `row`, charts below it. */
void put_summary_charts(report *r, grid *sheet, uint32_t row);

/* Cash by week as a block of Liquidity; then, at its end, the weeks of all scenarios, in which the
 * block looks up the one chosen on the Summary.  */
void        put_cash_weeks(report *r, grid *sheet, uint32_t row, uint32_t chart_col);
void        put_chosen_weeks(report *r, grid *sheet, uint32_t row);
const char *scenario_key(const report *r,
                         size_t        scenario); /* what is chosen, and short for charts */
#define NAME_WEEK_ENDS  "week_ends"        /* the time axis: of cash, and of the live sheets */
#define NAME_MONTH_ENDS "month_ends"
#define NAME_LIVE_WEEKS "live_week_ends"
#define NAME_LIVE_DAYS  "live_days"
#define NAME_CHOSEN     "cash_scenario"

/* What is still open of each month's sales, as a block of the Ageing sheet; the row after it. */
uint32_t put_uncollected(report *r, grid *sheet, uint32_t row);

/* Why DSO moved, as a block of the History sheet; the row after it. */
uint32_t put_bridges(report *r, grid *sheet, uint32_t row);

/* What the Summary takes from Liquidity: to week 13, by scenario. */
typedef enum { LIQUIDITY_LOWEST, LIQUIDITY_DIFFERENCE, LIQUIDITY_LINE_95 } liquidity_figure;
void link_liquidity(report *r, grid *sheet, uint32_t row, uint32_t col, size_t scenario,
                    liquidity_figure figure);
void link_line_chances(report *r, grid *sheet, uint32_t row, uint32_t col, size_t scenario);

bool   master_passed(const report *r);
size_t checks_passed(const report *r); /* of the run's and the live ones together */

void fill_cover(report *r, grid *sheet);
void fill_summary(report *r, grid *sheet);
void fill_compare(report *r, grid *sheet);
void fill_differences(report *r, grid *sheet);
void fill_cash(report *r, grid *sheet);
void fill_cash_months(report *r, grid *sheet);
void fill_liquidity(report *r, grid *sheet);
void fill_risk(report *r, grid *sheet);
void fill_receipts(report *r, grid *sheet);
void fill_ageing(report *r, grid *sheet);
void fill_roll_forward(report *r, grid *sheet);
void fill_customers(report *r, grid *sheet);
void fill_dso(report *r, grid *sheet);
void fill_metrics(report *r, grid *sheet);
void fill_history(report *r, grid *sheet);
void fill_bad_debt(report *r, grid *sheet);
void fill_accuracy(report *r, grid *sheet);
void fill_variance(report *r, grid *sheet);
void fill_assumptions(report *r, grid *sheet);
void fill_calculations(report *r, grid *sheet);
void fill_by_day(report *r, grid *sheet);
void fill_chances(report *r, grid *sheet);
void fill_definitions(report *r, grid *sheet);
void fill_data(report *r, grid *sheet);
void fill_rejects(report *r, grid *sheet);
void fill_checks(report *r, grid *sheet);
void fill_log(report *r, grid *sheet);
void fill_worklist(report *r, grid *sheet);
void fill_work_claims(report *r, grid *sheet);
void fill_grades(report *r, grid *sheet);
void fill_warnings(report *r, grid *sheet);

/* --- what fillers use ------------------------------------------------------------------------ */

const char *say(const report *r, dc_word word);
const char *scenario_title(const dc_answer *answer, size_t scenario);
/* The same in a column: its name where the title is wider than the column. */
enum { SCENARIO_WIDTH = 36 };
const char *scenario_label(const dc_answer *answer, size_t scenario);
/* Of a row of headings with the titles of all scenarios in columns of this width; points. */
double      scenario_heads_height(const dc_answer *answer, double width);
const char *bucket_name(const report *r, int bucket); /* "31-60" */
dc_date     week_date(const dc_answer *answer, int32_t week);
uint32_t    scenario_colour(size_t scenario);
const char *unit_name(const report *r, dc_unit unit);
/* The same as a cell: amounts of a sheet in the unit of the Cover follow it. */
void      put_unit_name(const report *r, grid *sheet, uint32_t row, uint32_t col, grid_role role,
                        dc_unit unit);
grid_show unit_show(dc_unit unit);
double    unit_value(const dc_answer *answer, dc_unit unit, double value); /* minor to major */
double    book_open(const dc_answer *answer); /* debit claims at the as-of date, minor units */

/* Names of cells of the Cover, for formulas. */
#define NAME_AS_OF       "as_of"
#define NAME_CURRENCY    "book_currency"
#define NAME_RUN_ID      "run_id"
#define NAME_UNIT        "money_unit"
#define NAME_UNIT_LABEL  "money_unit_label"
#define NAME_SHOWN       "detail_unit"
#define NAME_SHOWN_LABEL "detail_unit_label"
#define NAME_MASTER      "master_check"
#define NAME_STATE       "run_state"
#define NAME_STATE_NOTE  "run_state_note"

/* A column of a table: its heading, the unit below it, its width in characters. */
typedef enum { COLUMN_PLAIN, COLUMN_MONEY, COLUMN_DAYS, COLUMN_SHARE, COLUMN_COUNT } column_unit;
typedef struct {
    dc_word     head;
    column_unit unit;
    double      width;
} sheet_column;

/* X(name, head, unit, width): one list gives the column numbers and their headings. */
#define COLUMN_NAME(name, head, unit, width) name,
#define COLUMN_ROW(name, head, unit, width)  {head, unit, width},

/* Where tables start below title, subtitle, note and way back; on the Summary the banner of edited
 * inputs stands there, below the headline. */
enum { SHEET_HEADLINE_ROW = 2, SHEET_FIRST_ROW = 5 };

void sheet_begin(report *r, grid *sheet, dc_word title, dc_word note);

void put_column_unit(const report *r, grid *sheet, uint32_t row, uint32_t col, column_unit unit);

/* Heading and unit rows at `row`; the first data row is row + 2. */
void sheet_header(const report *r, grid *sheet, uint32_t row, const sheet_column *columns,
                  size_t count);

/* A figure of the given metric, "n/a" where it does not apply. */
void put_value(const report *r, grid *sheet, uint32_t row, uint32_t col, dc_unit unit,
               bool applicable, double value);
void put_money(const report *r, grid *sheet, uint32_t row, uint32_t col, grid_role role,
               double minor);
/* A text of several lines in a column that has its width; the row grows. */
void put_paragraph(grid *sheet, uint32_t row, uint32_t col, const char *text);

double sheet_rounded(double value, int decimals);
void   put_missing(const report *r, grid *sheet, uint32_t row, uint32_t col);

/* A formula that says OK or FAIL; registered with the master check when `sentence` is not
 * DC_WORD_COUNT.  `condition` is formula text. */
void put_check(report *r, sheet_id id, uint32_t row, uint32_t col, bool passed, dc_word sentence,
               const char *condition);

/* One OK or FAIL for a column of checks. */
void put_column_check(report *r, sheet_id id, uint32_t row, uint32_t col, bool passed,
                      dc_word sentence, grid_range checks);

#endif
