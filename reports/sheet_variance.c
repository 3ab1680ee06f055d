/* Past forecasts against what happened: lines, weeks, customers, items. */
#include <math.h>

#include "sheets.h"
#include "text.h"

/* clang-format off */
#define VARIANCE_COLUMNS(X)                                                                        \
    X(COL_KIND, DC_WORD_VARIANCE_KIND, COLUMN_PLAIN, 28)                                           \
    X(COL_ID, DC_WORD_VARIANCE_ITEM, COLUMN_PLAIN, 18)                                             \
    X(COL_PARTY, DC_WORD_VARIANCE_PARTY, COLUMN_PLAIN, 30)                                         \
    X(COL_FORECAST, DC_WORD_VARIANCE_FORECAST, COLUMN_MONEY, 15)                                   \
    X(COL_ACTUAL, DC_WORD_VARIANCE_ACTUAL, COLUMN_MONEY, 15)                                       \
    X(COL_DIFFERENCE, DC_WORD_VARIANCE_DIFFERENCE, COLUMN_MONEY, 15)                               \
    X(COL_TIMING, DC_WORD_VARIANCE_TIMING, COLUMN_MONEY, 14)                                       \
    X(COL_AMOUNT, DC_WORD_VARIANCE_AMOUNT, COLUMN_MONEY, 14)                                       \
    X(COL_PERMANENT, DC_WORD_VARIANCE_PERMANENT, COLUMN_MONEY, 14)                                 \
    X(COL_NEW, DC_WORD_VARIANCE_NEW, COLUMN_MONEY, 14)                                             \
    X(COL_CURRENCY, DC_WORD_VARIANCE_CURRENCY, COLUMN_MONEY, 14)
/* clang-format on */

enum { VARIANCE_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {VARIANCE_COLUMNS(COLUMN_ROW)};

/* The difference is a formula of the row, and the parts add up to it. */
static void put_amounts(report *r, grid *sheet, uint32_t at, const dc_variance_row *row, bool split)
{
    int64_t off = row->actual - row->forecast;
    put_money(r, sheet, at, COL_FORECAST, ROLE_FIGURE, (double)row->forecast);
    put_money(r, sheet, at, COL_ACTUAL, ROLE_FIGURE, (double)row->actual);
    if (split)
        grid_formula(sheet, at, COL_DIFFERENCE, ROLE_FIGURE, SHOW_MONEY,
                     money_major(r->answer, (double)off), "SUM(%s)",
                     grid_range_text(grid_cols_of(sheet, at, COL_TIMING, COL_CURRENCY)));
    else
        grid_formula(sheet, at, COL_DIFFERENCE, ROLE_FIGURE, SHOW_MONEY,
                     money_major(r->answer, (double)off), "%s-%s", grid_ref(sheet, at, COL_ACTUAL),
                     grid_ref(sheet, at, COL_FORECAST));
    for (uint32_t p = 0; p < DC_VARIANCE_PARTS && split; p++)
        put_money(r, sheet, at, COL_TIMING + p, ROLE_FIGURE, (double)row->part[p]);
}

static void put_line(report *r, grid *sheet, uint32_t at, dc_word label, const dc_variance_row *row,
                     bool known, bool split, dc_word missing)
{
    grid_text(sheet, at, COL_KIND, ROLE_LABEL, say(r, label));
    if (known) {
        put_amounts(r, sheet, at, row, split);
        return;
    }
    put_money(r, sheet, at, COL_FORECAST, ROLE_FIGURE, (double)row->forecast);
    grid_text(sheet, at, COL_ACTUAL, ROLE_NOTE, say(r, missing));
}

static uint32_t put_weeks(report *r, grid *sheet, uint32_t at, const dc_variance *v)
{
    static const dc_word heads[] = {DC_WORD_WEEK, DC_WORD_TO};
    for (uint32_t c = 0; c < 2; c++)
        grid_text(sheet, at, c, ROLE_HEADER, say(r, heads[c]));
    grid_text(sheet, at, COL_TIMING, ROLE_HEADER, say(r, DC_WORD_VARIANCE_ACCURACY));
    for (uint32_t c = COL_FORECAST; c <= COL_DIFFERENCE; c++)
        grid_text(sheet, at, c, ROLE_HEADER, say(r, columns[c].head));
    at++;
    for (size_t w = 0; w < v->week_count; w++, at++) {
        dc_variance_row row = {.forecast = v->week[w].forecast, .actual = v->week[w].actual};
        grid_number(sheet, at, COL_KIND, ROLE_LABEL, SHOW_COUNT, (double)w + 1);
        grid_date(sheet, at, COL_ID, ROLE_LABEL, v->week[w].end);
        put_amounts(r, sheet, at, &row, false);
        grid_number(sheet, at, COL_TIMING, ROLE_FIGURE, SHOW_SHARE_2, v->week[w].accuracy);
    }
    return at + 1;
}

static uint32_t put_rows(report *r, grid *sheet, uint32_t at, const dc_variance_row *rows,
                         size_t count, bool is_items)
{
    static const dc_word kinds[DC_SAID_KINDS] = {[DC_SAID_CLAIM] = DC_WORD_CASH_CUSTOMERS,
                                                 [DC_SAID_SALES] = DC_WORD_VARIANCE_NEW_INVOICES,
                                                 [DC_SAID_BILL] = DC_WORD_CASH_BILLS,
                                                 [DC_SAID_REST] = DC_WORD_VARIANCE_REST,
                                                 [DC_SAID_BOUGHT] = DC_WORD_CASH_BOUGHT};
    for (size_t i = 0; i < count; i++, at++) {
        const char *who = rows[i].name && rows[i].name[0] ? rows[i].name : rows[i].party;
        if (!who[0] && rows[i].kind == DC_SAID_SALES)
            who = say(r, DC_WORD_VARIANCE_SEVERAL);
        else if (!who[0] && !is_items)
            who = say(r, kinds[rows[i].kind]);
        if (is_items)
            grid_text(sheet, at, COL_KIND, ROLE_LABEL, say(r, kinds[rows[i].kind]));
        grid_text(sheet, at, COL_ID, ROLE_LABEL,
                  dc_part_name(r->arena, rows[i].id, rows[i].part_id));
        grid_text(sheet, at, COL_PARTY, ROLE_LABEL, text_clean(r->arena, who, 60));
        put_amounts(r, sheet, at, &rows[i], true);
    }
    return at + 1;
}

void fill_variance(report *r, grid *sheet)
{
    const dc_variance *v = r->answer->variances[0];
    uint32_t           at = SHEET_FIRST_ROW + 2;
    sheet_begin(r, sheet, DC_WORD_TITLE_VARIANCE, DC_WORD_NOTE_VARIANCE);
    sheet_header(r, sheet, SHEET_FIRST_ROW, columns, COL_COUNT);
    put_line(r, sheet, at++, DC_WORD_CASH_CUSTOMERS, &v->receipts, true, true, DC_WORD_EMPTY);
    put_line(r, sheet, at++, DC_WORD_CASH_BILLS, &v->bills, v->bills_known, true,
             DC_WORD_VARIANCE_NO_BILLS);
    put_line(r, sheet, at++, DC_WORD_VARIANCE_OTHER, &v->other, v->other_known, false,
             DC_WORD_VARIANCE_NO_CASH);
    at = put_weeks(r, sheet, at + 1, v);
    grid_text(sheet, at++, COL_KIND, ROLE_SECTION, say(r, DC_WORD_VARIANCE_BY_CUSTOMER));
    at = put_rows(r, sheet, at, v->customers, v->customer_count, false);
    grid_text(sheet, at++, COL_KIND, ROLE_SECTION, say(r, DC_WORD_VARIANCE_BY_ITEM));
    put_rows(r, sheet, at, v->rows, v->row_count, true);
    sheet->freeze_row = SHEET_FIRST_ROW + 2;
}
