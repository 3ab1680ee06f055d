/*
 * Accuracy: how past forecasts did on this ledger.  What it means and its pictures come first, then
 * the scores beside those of the naive rules and the limits, then the figures behind them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "accuracy.h"
#include "findings.h"

/* clang-format off */
#define SCORE_COLUMNS(X)                                                                           \
    X(COL_METHOD, DC_WORD_ACCURACY_METHOD, COLUMN_PLAIN, 34)                                       \
    X(COL_DAYS_OFF, DC_WORD_ACCURACY_DAYS_OFF, COLUMN_DAYS, 13)                                    \
    X(COL_DAYS_CRPS, DC_WORD_ACCURACY_DAYS_CRPS, COLUMN_DAYS, 13)                                  \
    X(COL_WAPE, DC_WORD_ACCURACY_WAPE, COLUMN_SHARE, 13)                                           \
    X(COL_FLOOR, DC_WORD_ACCURACY_FLOOR, COLUMN_SHARE, 13)                                         \
    X(COL_CRPS, DC_WORD_ACCURACY_CRPS, COLUMN_SHARE, 13)                                           \
    X(COL_BIAS, DC_WORD_ACCURACY_BIAS, COLUMN_SHARE, 13)                                           \
    X(COL_CASH_80, DC_WORD_ACCURACY_CASH_80, COLUMN_SHARE, 13)                                     \
    X(COL_CASH_95, DC_WORD_ACCURACY_CASH_95, COLUMN_SHARE, 13)                                     \
    X(COL_COUNT_80, DC_WORD_ACCURACY_COUNT_80, COLUMN_SHARE, 13)                                   \
    X(COL_COUNT_95, DC_WORD_ACCURACY_COUNT_95, COLUMN_SHARE, 13)
/* clang-format on */

enum { SCORE_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column score_columns[COL_COUNT] = {SCORE_COLUMNS(COLUMN_ROW)};

/* What stands in each column. */
static const dc_score column_scores[COL_COUNT] = {
    [COL_DAYS_OFF] = DC_SCORE_DATE_MAE,
    [COL_DAYS_CRPS] = DC_SCORE_DATE_CRPS,
    [COL_WAPE] = DC_SCORE_WAPE,
    [COL_FLOOR] = DC_SCORE_FLOOR,
    [COL_CRPS] = DC_SCORE_CRPS_RATIO,
    [COL_BIAS] = DC_SCORE_BIAS,
    [COL_CASH_80] = DC_SCORE_COVERAGE_80,
    [COL_CASH_95] = DC_SCORE_COVERAGE_95,
    [COL_COUNT_80] = DC_SCORE_COUNT_COVERAGE_80,
    [COL_COUNT_95] = DC_SCORE_COUNT_COVERAGE_95,
};

enum { CHART_ROWS = 14, TEXT_COLUMNS = 165 };

static const dc_backtest *backtest_of(const report *r)
{
    return r->answer->backtest;
}

/* ---- in words ---- */

/* Long sentences go on in the next row: nothing is lost behind the edge of the page. */
static uint32_t put_sentence(report *r, grid *sheet, uint32_t row, const char *text)
{
    char  *lines = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&lines, &size);
    if (!out)
        return row;
    text_wrap(out, text, TEXT_COLUMNS, "");
    fclose(out);
    char *rest = NULL, *copy = dc_arena_copy_text(r->arena, lines);
    for (char *at = strtok_r(copy, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest))
        grid_text(sheet, row++, 0, ROLE_PLAIN, at);
    free(lines);
    return row;
}

static uint32_t put_top(report *r, grid *sheet, uint32_t row)
{
    const dc_backtest *b = backtest_of(r);
    int32_t covered = b->weeks < DC_BACKTEST_COVERAGE_WEEKS ? b->weeks : DC_BACKTEST_COVERAGE_WEEKS;
    grid_text(sheet, row++, 0, ROLE_PLAIN,
              text_fill(r->arena, say(r, DC_WORD_ACCURACY_ORIGINS),
                        text_count(r->arena, b->origins), text_date(r->arena, b->first),
                        text_date(r->arena, b->last), text_count(r->arena, (size_t)b->weeks),
                        text_count(r->arena, (size_t)covered), (const char *)NULL));
    if (b->origins < b->origins_planned)
        grid_text(sheet, row++, 0, ROLE_PLAIN,
                  text_fill(r->arena, say(r, DC_WORD_ACCURACY_OF_PLANNED),
                            text_count(r->arena, b->origins),
                            text_count(r->arena, b->origins_planned), (const char *)NULL));
    if (!b->has_dates)
        grid_text(
            sheet, row++, 0, ROLE_NOTE,
            text_fill(r->arena, say(r, DC_WORD_ACCURACY_FULL),
                      dc_shell_word(r->arena, r->answer->book->path ? r->answer->book->path : "."),
                      (const char *)NULL));
    return row + 1;
}

static uint32_t put_verdict(report *r, grid *sheet, uint32_t row)
{
    dc_sentences list;
    dc_backtest_say(&list, r->arena, backtest_of(r), r->answer->language);
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_ACCURACY_VERDICT));
    for (size_t i = 0; i < list.count; i++)
        row = put_sentence(r, sheet, row, list.text[i]);
    return row + 1;
}

static uint32_t put_limits(report *r, grid *sheet, uint32_t row)
{
    static const dc_word limits[] = {DC_WORD_LIMIT_CHANGE, DC_WORD_LIMIT_FIRST_INVOICE,
                                     DC_WORD_LIMIT_SEASON, DC_WORD_LIMIT_TOGETHER,
                                     DC_WORD_LIMIT_LEVERS, DC_WORD_LIMIT_RECEIPTS};
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_ACCURACY_LIMITS));
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        row = put_sentence(r, sheet, row, say(r, limits[i]));
    return row + 1;
}

/* ---- scores ---- */

static void put_scores(report *r, grid *sheet, uint32_t row, dc_word name,
                       const dc_backtest_result *result)
{
    grid_text(sheet, row, COL_METHOD, ROLE_LABEL, say(r, name));
    for (uint32_t col = COL_METHOD + 1; col < COL_COUNT; col++) {
        const dc_scored *score = &result->score[column_scores[col]];
        if (!score->applicable || !isfinite(score->value))
            put_missing(r, sheet, row, col);
        else
            grid_number(sheet, row, col, ROLE_FIGURE,
                        score_columns[col].unit == COLUMN_DAYS ? SHOW_DAYS : SHOW_SHARE,
                        score->value);
    }
}

static uint32_t put_open_book(report *r, grid *sheet, uint32_t row)
{
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_ACCURACY_SCORES));
    sheet_header(r, sheet, row, score_columns, COL_COUNT);
    row += 2;
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        put_scores(r, sheet, row++, dc_rule_word((dc_rule)rule), &backtest_of(r)->rule[rule]);
    return row + 1;
}

/* In the columns of the table above it. */
static uint32_t put_total(report *r, grid *sheet, uint32_t row)
{
    const dc_backtest *b = backtest_of(r);
    if (!b->has_total)
        return row;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_ACCURACY_TOTAL));
    for (int total = 0; total < DC_TOTAL_COUNT; total++)
        if (b->total[total].origins > 0)
            put_scores(r, sheet, row++, dc_total_word((dc_total)total), &b->total[total]);
    return row + 1;
}

/* ---- pictures of the tables below ---- */

enum { CHART_WIDTH = 392, CHART_GAP = 10, CHART_HEIGHT = 252 };

static grid_chart *add_chart(report *r, grid *sheet, grid_chart_kind kind, uint32_t row,
                             dc_word title, dc_word alternative)
{
    uint32_t    before = (uint32_t)sheet->chart_count;
    grid_chart *chart = grid_chart_add(sheet, kind, row, 0);
    chart->title = say(r, title);
    chart->alternative_text = say(r, alternative);
    chart->width = CHART_WIDTH;
    chart->height = CHART_HEIGHT;
    chart->shift = before * (CHART_WIDTH + CHART_GAP);
    return chart;
}

static void put_calibration_chart(report *r, grid *sheet, uint32_t row, uint32_t first)
{
    uint32_t    last = first + ACCURACY_BANDS - 1;
    grid_chart *chart = add_chart(r, sheet, CHART_COLUMNS, row, DC_WORD_CHART_CALIBRATION,
                                  DC_WORD_CHART_CALIBRATION_ALT);
    chart->across = say(r, DC_WORD_ACCURACY_BAND);
    chart->up = "%";
    chart->is_share = true;
    chart->categories = grid_rows_of(sheet, CALIBRATION_BAND, first, last);
    grid_series_add(chart, say(r, DC_WORD_ACCURACY_PROMISED),
                    grid_rows_of(sheet, CALIBRATION_PROMISED, first, last), 0xBBBBBB);
    grid_series_add(chart, say(r, DC_WORD_ACCURACY_HELD_CASH),
                    grid_rows_of(sheet, CALIBRATION_CASH, first, last), 0x0072B2);
    grid_series_add(chart, say(r, DC_WORD_ACCURACY_HELD_COUNTS),
                    grid_rows_of(sheet, CALIBRATION_COUNTS, first, last), 0xE69F00);
}

static void put_pit_chart(report *r, grid *sheet, uint32_t row, uint32_t first)
{
    uint32_t    last = first + DC_BACKTEST_PIT_BINS - 1;
    grid_chart *chart =
        add_chart(r, sheet, CHART_COLUMNS, row, DC_WORD_CHART_PIT, DC_WORD_CHART_PIT_ALT);
    chart->across = say(r, DC_WORD_ACCURACY_TENTH);
    chart->up = say(r, DC_WORD_UNIT_COUNT);
    chart->divisor = 1;
    chart->categories = grid_rows_of(sheet, PIT_TENTH, first, last);
    grid_series_add(chart, say(r, DC_WORD_ACCURACY_WEEKS_RIGHT),
                    grid_rows_of(sheet, PIT_RIGHT, first, last), 0xBBBBBB);
    grid_series_add(chart, say(r, DC_WORD_ACCURACY_WEEKS_CASH),
                    grid_rows_of(sheet, PIT_CASH, first, last), 0x0072B2);
    grid_series_add(chart, say(r, DC_WORD_ACCURACY_WEEKS_COUNTS),
                    grid_rows_of(sheet, PIT_COUNTS, first, last), 0xE69F00);
}

static void put_weeks_chart(report *r, grid *sheet, uint32_t row, uint32_t first)
{
    static const struct {
        dc_word  name;
        uint32_t col, colour;
    } lines[] = {{DC_WORD_ACCURACY_WEEK_LOW, FIRST_LOW, 0x9CC9E6},
                 {DC_WORD_ACCURACY_WEEK_HIGH, FIRST_HIGH, 0x9CC9E6},
                 {DC_WORD_ACCURACY_WEEK_FORECAST, FIRST_FORECAST, 0x0072B2},
                 {DC_WORD_ACCURACY_WEEK_ACTUAL, FIRST_ACTUAL, 0xD55E00}};
    uint32_t    last = first + (uint32_t)backtest_of(r)->week_count - 1;
    grid_chart *chart = add_chart(r, sheet, CHART_LINES, row, DC_WORD_CHART_FIRST_WEEKS,
                                  DC_WORD_CHART_FIRST_WEEKS_ALT);
    chart->across = say(r, DC_WORD_ACCURACY_ORIGIN);
    chart->up = r->scale.label;
    chart->divisor = r->scale.divisor;
    chart->label_every = (last - first) / 4 + 1;
    chart->categories = grid_rows_of(sheet, FIRST_ORIGIN, first, last);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        grid_series_add(chart, say(r, lines[i].name),
                        grid_rows_of(sheet, lines[i].col, first, last), lines[i].colour);
}

void fill_accuracy(report *r, grid *sheet)
{
    accuracy_rows rows;
    sheet_begin(r, sheet, DC_WORD_TITLE_ACCURACY, DC_WORD_NOTE_ACCURACY);
    uint32_t row = put_top(r, sheet, SHEET_FIRST_ROW - (r->sheet[SHEET_COVER] ? 0 : 1));
    row = put_verdict(r, sheet, row);
    uint32_t charts = row;
    row = put_open_book(r, sheet, row + CHART_ROWS) - 1;
    row = accuracy_sums(r, sheet, put_total(r, sheet, row));
    row = put_limits(r, sheet, row + (backtest_of(r)->has_total ? 0 : 1));
    accuracy_tables(r, sheet, row, &rows);
    put_calibration_chart(r, sheet, charts, rows.calibration);
    put_weeks_chart(r, sheet, charts, rows.first_weeks);
    put_pit_chart(r, sheet, charts, rows.pit);
    sheet->print_cols = COL_COUNT;
}
