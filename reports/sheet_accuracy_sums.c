/* Of the Accuracy sheet: total cash of the first weeks together. */
#include "accuracy.h"

/* Under the columns of the scores, whose widths these share. */
enum {
    SUM_WEEKS,
    SUM_ORIGINS,
    SUM_APART,
    SUM_WAPE,
    SUM_FLOOR,
    SUM_BIAS,
    SUM_HELD,
    SUM_LOW,
    SUM_HIGH,
    SUM_MEAN,
    SUM_LAST_YEAR,
    SUM_COLUMNS
};
static const sheet_column sum_columns[SUM_COLUMNS] = {
    [SUM_WEEKS] = {DC_WORD_ACCURACY_SUM_WEEKS, COLUMN_PLAIN, 0},
    [SUM_ORIGINS] = {DC_WORD_ACCURACY_SUM_ORIGINS, COLUMN_COUNT, 0},
    [SUM_APART] = {DC_WORD_ACCURACY_SUM_APART, COLUMN_COUNT, 0},
    [SUM_WAPE] = {DC_WORD_ACCURACY_SUM_WAPE, COLUMN_SHARE, 0},
    [SUM_FLOOR] = {DC_WORD_ACCURACY_FLOOR, COLUMN_SHARE, 0},
    [SUM_BIAS] = {DC_WORD_ACCURACY_BIAS, COLUMN_SHARE, 0},
    [SUM_HELD] = {DC_WORD_ACCURACY_CASH_80, COLUMN_SHARE, 0},
    [SUM_LOW] = {DC_WORD_ACCURACY_HELD_LOW, COLUMN_SHARE, 0},
    [SUM_HIGH] = {DC_WORD_ACCURACY_HELD_HIGH, COLUMN_SHARE, 0},
    [SUM_MEAN] = {DC_WORD_ACCURACY_SUM_MEAN, COLUMN_SHARE, 0},
    [SUM_LAST_YEAR] = {DC_WORD_ACCURACY_SUM_LAST_YEAR, COLUMN_SHARE, 0},
};

static void put_share(report *r, grid *sheet, uint32_t row, uint32_t col, bool known, double value)
{
    if (known)
        grid_number(sheet, row, col, ROLE_FIGURE, SHOW_SHARE, value);
    else
        put_missing(r, sheet, row, col);
}

static void put_scored(report *r, grid *sheet, uint32_t row, uint32_t col, const dc_scored *score)
{
    put_share(r, sheet, row, col, score->applicable, score->value);
}

static void put_sum(report *r, grid *sheet, uint32_t row, const dc_backtest_sum *sum)
{
    const dc_scored *held = &sum->coverage80;
    grid_number(sheet, row, SUM_WEEKS, ROLE_LABEL, SHOW_COUNT, sum->weeks);
    grid_number(sheet, row, SUM_ORIGINS, ROLE_FIGURE, SHOW_COUNT, (double)sum->origins);
    grid_number(sheet, row, SUM_APART, ROLE_FIGURE, SHOW_COUNT, (double)sum->apart);
    put_scored(r, sheet, row, SUM_WAPE, &sum->wape[DC_TOTAL_DUECAST]);
    put_scored(r, sheet, row, SUM_FLOOR, &sum->floor);
    put_scored(r, sheet, row, SUM_BIAS, &sum->bias);
    put_scored(r, sheet, row, SUM_HELD, held);
    put_share(r, sheet, row, SUM_LOW, held->applicable, held->low);
    put_share(r, sheet, row, SUM_HIGH, held->applicable, held->high);
    put_scored(r, sheet, row, SUM_MEAN, &sum->wape[DC_TOTAL_MEAN]);
    put_scored(r, sheet, row, SUM_LAST_YEAR, &sum->wape[DC_TOTAL_LAST_YEAR]);
}

uint32_t accuracy_sums(report *r, grid *sheet, uint32_t row)
{
    const dc_backtest *b = r->answer->backtest;
    if (!b->has_total)
        return row;
    grid_text(sheet, row, 0, ROLE_SECTION, say(r, DC_WORD_ACCURACY_SUMS));
    sheet_header(r, sheet, row + 1, sum_columns, SUM_COLUMNS);
    row += 3;
    for (int i = 0; i < DC_BACKTEST_SUMS; i++)
        if (b->sum[i].weeks <= b->sum_weeks)
            put_sum(r, sheet, row++, &b->sum[i]);
    return row + 1;
}
