/* What moves cash most: percentiles of the lowest cash, one driver at a time, and whose payment
 * widens the band of receipts. */
#include <math.h>

#include "cash_view.h"
#include "sheets.h"

/* clang-format off */
#define RISK_COLUMNS(X)                                                                            \
    X(COL_DRIVER, DC_WORD_RISK_DRIVER, COLUMN_PLAIN, 46)                                           \
    X(COL_LOWEST_DOWN, DC_WORD_RISK_LOWEST_DOWN, COLUMN_MONEY, 15)                                 \
    X(COL_LOWEST_UP, DC_WORD_RISK_LOWEST_UP, COLUMN_MONEY, 15)                                     \
    X(COL_CLOSING_DOWN, DC_WORD_RISK_CLOSING_DOWN, COLUMN_MONEY, 15)                               \
    X(COL_CLOSING_UP, DC_WORD_RISK_CLOSING_UP, COLUMN_MONEY, 15)
/* clang-format on */

enum { RISK_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {RISK_COLUMNS(COLUMN_ROW)};
enum { CHART_WIDTH = 760, CHART_HEIGHT = 320, CHART_ROWS = 17, HEAD_HEIGHT = 56, WIDTH = 13 };

static void put_heads(const report *r, grid *sheet, uint32_t row, const dc_word *heads,
                      uint32_t count)
{
    for (uint32_t c = 0; c < count; c++)
        grid_text(sheet, row, c, ROLE_HEADER, say(r, heads[c]));
    sheet->rows[row].height = HEAD_HEIGHT;
}

static void put_chart(report *r, grid *sheet, uint32_t first, uint32_t last, uint32_t row)
{
    static const struct {
        uint32_t col, colour;
    } ends[] = {{COL_LOWEST_DOWN, 0x56B4E9}, {COL_LOWEST_UP, 0xD55E00}};
    grid_chart *chart = grid_chart_add(sheet, CHART_TORNADO, row, COL_DRIVER);
    chart->title = say(r, DC_WORD_RISK_CHART);
    chart->up = r->scale.label;
    chart->divisor = r->scale.divisor;
    chart->alternative_text = say(r, DC_WORD_RISK_CHART_ALT);
    chart->width = CHART_WIDTH;
    chart->height = CHART_HEIGHT;
    chart->categories = grid_rows_of(sheet, COL_DRIVER, first, last);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        grid_series_add(chart, say(r, columns[ends[i].col].head),
                        grid_rows_of(sheet, ends[i].col, first, last), ends[i].colour);
}

static uint32_t put_drivers(report *r, grid *sheet, uint32_t row)
{
    const dc_risk *risk = r->answer->risk;
    uint32_t       first = row;
    for (size_t i = 0; i < risk->driver_count; i++, row++) {
        const dc_driver_effect *effect = &risk->drivers[i];
        grid_text(sheet, row, COL_DRIVER, ROLE_LABEL,
                  say_driver(r->arena, r->answer->language, effect->driver));
        for (uint32_t end = 0; end < DC_DRIVER_ENDS; end++) {
            put_value(r, sheet, row, COL_LOWEST_DOWN + end, DC_UNIT_MONEY, risk->has_cash,
                      effect->lowest[end]);
            put_money(r, sheet, row, COL_CLOSING_DOWN + end, ROLE_FIGURE, effect->closing[end]);
        }
    }
    if (!risk->has_cash)
        grid_text(sheet, row++, COL_DRIVER, ROLE_NOTE, cash_missing(r->answer));
    if (!risk->has_cash || risk->driver_count < 2)
        return row + 1;
    put_chart(r, sheet, first, row - 1, row + 1);
    return row + CHART_ROWS + 1;
}

static uint32_t put_contributions(report *r, grid *sheet, uint32_t row)
{
    static const dc_word heads[] = {
        DC_WORD_CUSTOMER,       DC_WORD_RISK_EXPECTED,    DC_WORD_RISK_SD,
        DC_WORD_RISK_SHARE,     DC_WORD_SIMULATION_ERROR, DC_WORD_RISK_SHARE_LOWEST,
        DC_WORD_OVERDUE_AMOUNT, DC_WORD_RISK_KEPT_DIP,    DC_WORD_RISK_KEPT_END};
    const dc_risk *risk = r->answer->risk;
    const dc_book *book = r->answer->book;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_RISK_CONTRIBUTIONS));
    grid_text(sheet, row++, 0, ROLE_NOTE,
              text_fill(r->arena, say(r, DC_WORD_RISK_PROMISE),
                        text_date(r->arena, dc_date_add_days(book->as_of, DC_PROMISE_DAYS)),
                        text_date(r->arena, dc_date_add_days(book->as_of, risk->last_day)),
                        text_count(r->arena, risk->path_count), (const char *)NULL));
    put_heads(r, sheet, row++, heads, sizeof heads / sizeof heads[0]);
    for (size_t i = 0; i < risk->customer_count; i++, row++) {
        const dc_contribution *c = &risk->customers[i];
        grid_text(sheet, row, 0, ROLE_LABEL,
                  text_clean(r->arena, book->customers.name[c->customer], 60));
        put_money(r, sheet, row, 1, ROLE_FIGURE, c->expected);
        put_money(r, sheet, row, 2, ROLE_FIGURE, c->sd);
        grid_number(sheet, row, 3, ROLE_FIGURE, SHOW_SHARE_2, c->share);
        grid_number(sheet, row, 4, ROLE_FIGURE, SHOW_SHARE_2, c->share_error);
        put_value(r, sheet, row, 5, DC_UNIT_SHARE, !isnan(c->share_lowest), c->share_lowest);
        put_money(r, sheet, row, 6, ROLE_FIGURE, (double)c->overdue);
        put_money(r, sheet, row, 7, ROLE_FIGURE, c->kept_dip);
        put_money(r, sheet, row, 8, ROLE_FIGURE, c->kept_end);
    }
    grid_text(sheet, row, 0, ROLE_LABEL, say(r, DC_WORD_RISK_OTHERS));
    grid_number(sheet, row++, 3, ROLE_FIGURE, SHOW_SHARE_2, risk->others);
    return row + 1;
}

/* Scenarios below each other, to the end of week 13 and to the horizon. */
static uint32_t put_percentiles(report *r, grid *sheet, uint32_t row)
{
    if (!cash_known(r->answer, 0))
        return row;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_RISK_PERCENTILES));
    grid_text(sheet, row, 0, ROLE_HEADER, say(r, DC_WORD_SCENARIO));
    grid_text(sheet, row, 1, ROLE_HEADER, say(r, DC_WORD_TO));
    for (uint32_t q = 0; q < DC_QUANTILE_COUNT; q++)
        grid_text(sheet, row, 2 + q, ROLE_HEADER,
                  dc_arena_format(r->arena, "P%g", 100.0 * dc_quantile_levels[q]));
    row++;
    for (size_t s = 0; s < r->answer->comparison->count; s++)
        for (int which = 0; which < DC_REACHES; which++, row++) {
            const dc_cash_reach *reach = &cash_known(r->answer, s)->reach[which];
            grid_text(sheet, row, 0, ROLE_LABEL, scenario_label(r->answer, s));
            grid_date(sheet, row, 1, ROLE_LABEL,
                      dc_date_add_days(r->answer->book->as_of, reach->last_day));
            for (uint32_t q = 0; q < DC_QUANTILE_COUNT; q++)
                put_money(r, sheet, row, 2 + q, ROLE_FIGURE, reach->lowest.quantile[q]);
        }
    return row + 1;
}

static void put_first_weeks(report *r, grid *sheet, uint32_t row)
{
    const dc_liquidity *l = cash_known(r->answer, 0);
    if (!l)
        return;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_CASH_FIRST_SHORT));
    grid_text(sheet, row, 0, ROLE_HEADER, say(r, DC_WORD_WEEK));
    grid_text(sheet, row, 1, ROLE_HEADER, say(r, DC_WORD_TO));
    grid_text(sheet, row++, 2, ROLE_HEADER, scenario_title(r->answer, 0));
    uint32_t first = row;
    for (size_t w = 1; w <= l->short_weeks; w++) {
        if (l->first_short[w] <= 0.0)
            continue;
        grid_number(sheet, row, 0, ROLE_LABEL, SHOW_COUNT, (double)w);
        grid_date(sheet, row, 1, ROLE_LABEL, week_date(r->answer, (int32_t)w));
        grid_number(sheet, row++, 2, ROLE_FIGURE, SHOW_SHARE_2, l->first_short[w]);
    }
    if (row > first)
        grid_rule_add(sheet, RULE_HEAT, grid_rows_of(sheet, 2, first, row - 1));
}

void fill_risk(report *r, grid *sheet)
{
    uint32_t row = SHEET_FIRST_ROW + 2;
    sheet_begin(r, sheet, DC_WORD_TITLE_RISK, DC_WORD_NOTE_RISK);
    sheet_header(r, sheet, SHEET_FIRST_ROW, columns, COL_COUNT);
    for (uint32_t col = COL_COUNT; col < 2 + DC_QUANTILE_COUNT; col++)
        sheet->width[col] = WIDTH; /* of the tables below */
    row = put_drivers(r, sheet, row);
    row = put_contributions(r, sheet, row);
    row = put_percentiles(r, sheet, row);
    put_first_weeks(r, sheet, row);
    sheet->freeze_row = SHEET_FIRST_ROW + 2;
    sheet->freeze_col = 1;
}
