/*
 * Receipts by week: one row for each scenario and week, so that a filter shows one scenario.
 *
 * The exact expectation of the same law stands beside the simulated mean, with a live check of
 * their gap.  To the right: the widths of the bands that the fan charts are made of.
 */
#include <math.h>

#include "sheets.h"

/* clang-format off */
#define RECEIPT_COLUMNS(X)                                                                         \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_WEEK, DC_WORD_WEEK, COLUMN_PLAIN, 8)                                                     \
    X(COL_DATE, DC_WORD_WEEK_ENDING, COLUMN_PLAIN, 12)                                             \
    X(COL_EXPECTED, DC_WORD_WEEK_EXPECTED, COLUMN_MONEY, 12)                                       \
    X(COL_MEAN, DC_WORD_WEEK_MEAN, COLUMN_MONEY, 12)                                               \
    X(COL_ERROR, DC_WORD_SIMULATION_ERROR, COLUMN_MONEY, 12)                                       \
    X(COL_P5, DC_WORD_WEEK_P5, COLUMN_MONEY, 12)                                                   \
    X(COL_P25, DC_WORD_P25, COLUMN_MONEY, 12)                                                      \
    X(COL_P50, DC_WORD_P50, COLUMN_MONEY, 12)                                                      \
    X(COL_P75, DC_WORD_P75, COLUMN_MONEY, 12)                                                      \
    X(COL_P95, DC_WORD_P95, COLUMN_MONEY, 12)                                                      \
    X(COL_SUM_EXPECTED, DC_WORD_SUM_EXPECTED, COLUMN_MONEY, 12)                                    \
    X(COL_SUM_MEAN, DC_WORD_SUM_MEAN, COLUMN_MONEY, 12)                                            \
    X(COL_SUM_ERROR, DC_WORD_SIMULATION_ERROR, COLUMN_MONEY, 12)                                   \
    X(COL_SUM_P5, DC_WORD_SUM_P5, COLUMN_MONEY, 12)                                                \
    X(COL_SUM_P25, DC_WORD_P25, COLUMN_MONEY, 12)                                                  \
    X(COL_SUM_P50, DC_WORD_P50, COLUMN_MONEY, 12)                                                  \
    X(COL_SUM_P75, DC_WORD_P75, COLUMN_MONEY, 12)                                                  \
    X(COL_SUM_P95, DC_WORD_P95, COLUMN_MONEY, 12)                                                  \
    X(COL_SPREAD, DC_WORD_SPREAD, COLUMN_MONEY, 12)                                                \
    X(COL_ALLOWED, DC_WORD_ALLOWED, COLUMN_MONEY, 12)                                              \
    X(COL_GAP, DC_WORD_GAP, COLUMN_MONEY, 12)                                                      \
    X(COL_CHECK, DC_WORD_CHECK, COLUMN_PLAIN, 10)                                                  \
    X(COL_BASE, DC_WORD_BAND_BASE, COLUMN_MONEY, 12)                                               \
    X(COL_LOW, DC_WORD_BAND_LOW, COLUMN_MONEY, 12)                                                 \
    X(COL_LOW_MIDDLE, DC_WORD_BAND_LOW_MIDDLE, COLUMN_MONEY, 12)                                   \
    X(COL_MEDIAN, DC_WORD_BAND_MEDIAN, COLUMN_MONEY, 12)                                           \
    X(COL_HIGH_MIDDLE, DC_WORD_BAND_HIGH_MIDDLE, COLUMN_MONEY, 12)                                 \
    X(COL_HIGH, DC_WORD_BAND_HIGH, COLUMN_MONEY, 12)
/* clang-format on */

enum { RECEIPT_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {RECEIPT_COLUMNS(COLUMN_ROW)};

static const int levels[] = {DC_P5, DC_P25, DC_P50, DC_P75, DC_P95};
enum { LEVELS = sizeof levels / sizeof levels[0] };

/*
 * The gap between mean and expectation is a sum of independent bounded terms: by Bernstein's
 * inequality it exceeds  s sqrt(2 x) + m x / (3 paths)  with chance below 2 exp(-x), where s is the
 * exact standard deviation of the mean and m the largest term.  x is chosen so that all weeks
 * together give a false alarm in one run of 2,000.  Where items are tied together s is that of the
 * paths.
 * Source: Boucheron, Lugosi & Massart, Concentration Inequalities (2013), theorem 2.10.
 */
static const double false_alarms = 0.0005;

/* The median of a fan is a band this share of the figure high: a chart of areas has no lines. */
static const double median_share = 0.012;

enum {
    ROW_STRICTNESS = SHEET_FIRST_ROW,
    ROW_PATHS,
    ROW_ITEM,
    ROW_ROUNDING,
    ROW_VERDICT,
    ROW_HEADER = ROW_VERDICT + 2,
    COL_LIMIT = COL_EXPECTED
};

static void put_limits(report *r, grid *sheet)
{
    const dc_comparison *comparison = r->answer->comparison;
    double               weeks = 0.0, item = 0.0;
    for (size_t s = 0; s < comparison->count; s++) {
        weeks += comparison->outcome[s].week_count;
        item = fmax(item, comparison->outcome[s].largest_item);
    }
    const struct {
        uint32_t  row;
        dc_word   label;
        grid_show show;
        double    value;
    } limits[] = {
        {ROW_STRICTNESS, DC_WORD_LIMIT_STRICTNESS, SHOW_DAYS, log(2.0 * weeks / false_alarms)},
        {ROW_PATHS, DC_WORD_LIMIT_PATHS, SHOW_COUNT, r->answer->options->path_count},
        {ROW_ITEM, DC_WORD_LIMIT_ITEM, SHOW_MONEY, money_major(r->answer, item)},
        {ROW_ROUNDING, DC_WORD_LIMIT_AMOUNT, SHOW_MONEY_2, 1.0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        grid_text(sheet, limits[i].row, 0, ROLE_LABEL, say(r, limits[i].label));
        grid_number(sheet, limits[i].row, COL_LIMIT, ROLE_INPUT, limits[i].show, limits[i].value);
    }
}

static void put_estimate(report *r, grid *sheet, uint32_t row, uint32_t col, const dc_estimate *e)
{
    put_value(r, sheet, row, col, DC_UNIT_MONEY, e->applicable, e->mean);
    bool bands = e->applicable && has_bands(r->answer);
    put_value(r, sheet, row, col + 1, DC_UNIT_MONEY, bands, e->standard_error);
    for (uint32_t i = 0; i < LEVELS; i++)
        put_value(r, sheet, row, col + 2 + i, DC_UNIT_MONEY, bands, e->quantile[levels[i]]);
}

/* The week's expectation follows from the cumulative one, live. */
static void put_expected(report *r, grid *sheet, uint32_t row, const dc_outcome *outcome,
                         int32_t week)
{
    if (!outcome->expected_cash) {
        put_missing(r, sheet, row, COL_SUM_EXPECTED);
        return;
    }
    put_money(r, sheet, row, COL_SUM_EXPECTED, ROLE_FIGURE, outcome->expected_cash[week]);
    if (week == 0)
        return;
    double now = grid_number_at(sheet, row, COL_SUM_EXPECTED);
    double before = grid_number_at(sheet, row - 1, COL_SUM_EXPECTED);
    grid_formula(sheet, row, COL_EXPECTED, ROLE_FORMULA, SHOW_MONEY, now - before, "%s-%s",
                 grid_ref(sheet, row, COL_SUM_EXPECTED),
                 grid_ref(sheet, row - 1, COL_SUM_EXPECTED));
}

static const char *limit(const grid *sheet, uint32_t row)
{
    return grid_ref_fixed(sheet, row, COL_LIMIT);
}

static void put_allowed(report *r, grid *sheet, uint32_t row, double sd)
{
    double x = grid_number_at(sheet, ROW_STRICTNESS, COL_LIMIT);
    double paths = grid_number_at(sheet, ROW_PATHS, COL_LIMIT);
    double item = grid_number_at(sheet, ROW_ITEM, COL_LIMIT);
    double spread = money_major(r->answer, sd) / sqrt(paths);
    double allowed = spread * sqrt(2.0 * x) + item * x / (3.0 * paths) +
                     grid_number_at(sheet, ROW_ROUNDING, COL_LIMIT);
    grid_number(sheet, row, COL_SPREAD, ROLE_FIGURE, SHOW_MONEY, spread);
    grid_formula(sheet, row, COL_ALLOWED, ROLE_FORMULA, SHOW_MONEY, allowed,
                 "%s*SQRT(2*%s)+%s*%s/(3*%s)+%s", grid_ref(sheet, row, COL_SPREAD),
                 limit(sheet, ROW_STRICTNESS), limit(sheet, ROW_ITEM), limit(sheet, ROW_STRICTNESS),
                 limit(sheet, ROW_PATHS), limit(sheet, ROW_ROUNDING));
}

/* Where the spread was not asked for there is no verdict. */
static bool put_gap(report *r, grid *sheet, uint32_t row, double sd)
{
    double gap =
        grid_number_at(sheet, row, COL_SUM_MEAN) - grid_number_at(sheet, row, COL_SUM_EXPECTED);
    grid_formula(sheet, row, COL_GAP, ROLE_FORMULA, SHOW_MONEY, gap, "%s-%s",
                 grid_ref(sheet, row, COL_SUM_MEAN), grid_ref(sheet, row, COL_SUM_EXPECTED));
    if (!isfinite(sd)) {
        put_missing(r, sheet, row, COL_SPREAD);
        return true;
    }
    put_allowed(r, sheet, row, sd);
    bool passed = fabs(gap) <= grid_number_at(sheet, row, COL_ALLOWED);
    put_check(r, SHEET_RECEIPTS, row, COL_CHECK, passed, DC_WORD_COUNT,
              dc_arena_format(r->arena, "ABS(%s)<=%s", grid_ref(sheet, row, COL_GAP),
                              grid_ref(sheet, row, COL_ALLOWED)));
    return passed;
}

/* Upper minus lower, less half the median's band, never below zero. */
static void put_half_band(grid *sheet, uint32_t row, uint32_t col, uint32_t lower, uint32_t upper)
{
    double band = grid_number_at(sheet, row, upper) - grid_number_at(sheet, row, lower) -
                  grid_number_at(sheet, row, COL_MEDIAN) / 2.0;
    grid_formula(sheet, row, col, ROLE_FORMULA, SHOW_MONEY, fmax(0.0, band), "MAX(0,%s-%s-%s/2)",
                 grid_ref(sheet, row, upper), grid_ref(sheet, row, lower),
                 grid_ref(sheet, row, COL_MEDIAN));
}

static void put_band(grid *sheet, uint32_t row, uint32_t col, uint32_t lower, uint32_t upper)
{
    grid_formula(sheet, row, col, ROLE_FORMULA, SHOW_MONEY,
                 grid_number_at(sheet, row, upper) - grid_number_at(sheet, row, lower), "%s-%s",
                 grid_ref(sheet, row, upper), grid_ref(sheet, row, lower));
}

static void put_bands(grid *sheet, uint32_t row)
{
    grid_formula(sheet, row, COL_BASE, ROLE_FORMULA, SHOW_MONEY, grid_number_at(sheet, row, COL_P5),
                 "%s", grid_ref(sheet, row, COL_P5));
    grid_formula(sheet, row, COL_MEDIAN, ROLE_FORMULA, SHOW_MONEY,
                 median_share * grid_number_at(sheet, row, COL_P95), "%g*%s", median_share,
                 grid_ref(sheet, row, COL_P95));
    put_band(sheet, row, COL_LOW, COL_P5, COL_P25);
    put_half_band(sheet, row, COL_LOW_MIDDLE, COL_P25, COL_P50);
    put_half_band(sheet, row, COL_HIGH_MIDDLE, COL_P50, COL_P75);
    put_band(sheet, row, COL_HIGH, COL_P75, COL_P95);
}

static bool put_week(report *r, grid *sheet, uint32_t row, size_t scenario, int32_t week)
{
    const dc_outcome  *outcome = &r->answer->comparison->outcome[scenario];
    const dc_estimate *cash = dc_outcome_path_cash(outcome, week);
    bool               passed = true;

    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, week);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, week));
    if (week > 0)
        put_estimate(r, sheet, row, COL_MEAN, dc_outcome_path_receipts(outcome, week));
    put_estimate(r, sheet, row, COL_SUM_MEAN, cash);
    put_expected(r, sheet, row, outcome, week);
    if (outcome->expected_cash && cash->applicable)
        passed = put_gap(r, sheet, row,
                         outcome->expected_cash_sd ? dc_outcome_cash_sd(outcome, week) : NAN);
    if (week > 0 && outcome->series[DC_RECEIPTS][week].applicable && has_bands(r->answer))
        put_bands(sheet, row);
    return passed;
}

void sheet_fan(const report *r, grid_chart *chart, const grid *receipts, uint32_t first,
               uint32_t last)
{
    static const struct {
        uint32_t col;
        dc_word  name;
        uint32_t colour;
    } bands[] = {{COL_LOW, DC_WORD_FAN_OUTER, 0xBBD9EE},
                 {COL_LOW_MIDDLE, DC_WORD_FAN_INNER, 0x6FB1DB},
                 {COL_MEDIAN, DC_WORD_FAN_MEDIAN, 0x003F66},
                 {COL_HIGH_MIDDLE, DC_WORD_FAN_INNER, 0x6FB1DB},
                 {COL_HIGH, DC_WORD_FAN_OUTER, 0xBBD9EE}};
    enum { MEDIAN = 2 };

    chart->categories = grid_rows_of(receipts, COL_WEEK, first, last);
    chart->divisor = r->scale.divisor;
    chart->up = r->scale.label;
    if (!shows_bands(r->answer)) {
        grid_series_add(chart, say(r, DC_WORD_MEAN), grid_rows_of(receipts, COL_MEAN, first, last),
                        scenario_colour(0));
        return;
    }
    grid_series *base = grid_series_add(chart, say(r, DC_WORD_BAND_BASE),
                                        grid_rows_of(receipts, COL_BASE, first, last), 0xFFFFFF);
    base->invisible = base->unlisted = true;
    for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++) {
        grid_series *series =
            grid_series_add(chart, say(r, bands[i].name),
                            grid_rows_of(receipts, bands[i].col, first, last), bands[i].colour);
        series->unlisted = i > MEDIAN;
    }
}

static void put_chart(report *r, grid *sheet, int32_t weeks)
{
    grid_chart *chart = grid_chart_add(sheet, CHART_FAN, ROW_HEADER + 2, COL_COUNT + 1);
    chart->title = say(r, DC_WORD_CHART_RECEIPTS);
    chart->across = say(r, DC_WORD_WEEK);
    chart->alternative_text = say(r, DC_WORD_CHART_RECEIPTS_ALT);
    chart->width = 760;
    chart->height = 380;
    sheet_fan(r, chart, sheet, r->receipts_row + 1, r->receipts_row + (uint32_t)weeks);
    chart->label_every = 4;
}

void fill_receipts(report *r, grid *sheet)
{
    const dc_comparison *comparison = r->answer->comparison;
    uint32_t             first = ROW_HEADER + 2, row = first;
    bool                 passed = true;

    sheet_begin(r, sheet, DC_WORD_TITLE_RECEIPTS, DC_WORD_NOTE_RECEIPTS);
    put_limits(r, sheet);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    r->receipts_row = first;
    for (size_t s = 0; s < comparison->count; s++)
        for (int32_t week = 0; week <= comparison->outcome[s].week_count; week++)
            passed &= put_week(r, sheet, row++, s, week);

    grid_text(sheet, ROW_VERDICT, 0, ROLE_LABEL, say(r, DC_WORD_CHECK_EXPECTED));
    put_column_check(r, SHEET_RECEIPTS, ROW_VERDICT, COL_LIMIT, passed, DC_WORD_CHECK_EXPECTED,
                     grid_rows_of(sheet, COL_CHECK, first, row - 1));
    put_chart(r, sheet, comparison->outcome[0].week_count);

    sheet->print_cols = COL_SUM_P95 + 1;
    sheet->freeze_row = first;
    sheet->freeze_col = COL_DATE + 1;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, row - 1, COL_COUNT - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
