/* sheet_warnings.c - customers whose behaviour worsens, and how such warnings did in the past. */
#include "sheets.h"

/* clang-format off */
#define WARNING_COLUMNS(X)                                                                         \
    X(W_NAME, DC_WORD_CUSTOMER, COLUMN_PLAIN, 32)                                                  \
    X(W_ID, DC_WORD_CUSTOMER_ID, COLUMN_PLAIN, 12)                                                 \
    X(W_OPEN, DC_WORD_OPEN_AMOUNT, COLUMN_MONEY, 14)                                               \
    X(W_SIGNALS, DC_WORD_WARN_SIGNALS, COLUMN_COUNT, 9)                                            \
    X(W_LATER, DC_WORD_WARN_LATER, COLUMN_DAYS, 11)                                                \
    X(W_LIMIT, DC_WORD_WARN_LIMIT_USE, COLUMN_SHARE, 11)                                           \
    X(W_BROKEN, DC_WORD_WORK_BROKEN, COLUMN_COUNT, 9)                                              \
    X(W_PARTS, DC_WORD_WARN_PART_COUNT, COLUMN_COUNT, 10)                                          \
    X(W_ORDERS, DC_WORD_WARN_ORDER_SHARE, COLUMN_SHARE, 11)                                        \
    X(W_WHY, DC_WORD_WORK_REASON, COLUMN_PLAIN, 80)
/* clang-format on */

enum { WARNING_COLUMNS(COLUMN_NAME) W_COUNT };
static const sheet_column columns[W_COUNT] = {WARNING_COLUMNS(COLUMN_ROW)};

enum {
    ROW_RECORD = SHEET_FIRST_ROW,
    ROW_HEADER = ROW_RECORD + 2,
    ROW_FIRST = ROW_HEADER + 2,
    NAME_MOST = 200,
    ROWS_MOST = 20000
};

static void put_row(report *r, grid *sheet, uint32_t row, const dc_warning_row *warning)
{
    const dc_customers *all = &r->answer->book->customers;
    grid_text(sheet, row, W_NAME, ROLE_LABEL,
              text_clean(r->arena, all->name[warning->customer], NAME_MOST));
    grid_text(sheet, row, W_ID, ROLE_LABEL,
              text_clean(r->arena, all->id[warning->customer], NAME_MOST));
    put_money(r, sheet, row, W_OPEN, ROLE_FIGURE, (double)warning->exposure);
    grid_number(sheet, row, W_SIGNALS, ROLE_FIGURE, SHOW_COUNT, warning->signals);
    put_value(r, sheet, row, W_LATER, DC_UNIT_DAYS, true, warning->later);
    put_value(r, sheet, row, W_LIMIT, DC_UNIT_SHARE, true, warning->limit_use);
    grid_number(sheet, row, W_BROKEN, ROLE_FIGURE, SHOW_COUNT, warning->broken);
    grid_number(sheet, row, W_PARTS, ROLE_FIGURE, SHOW_COUNT, warning->parts);
    put_value(r, sheet, row, W_ORDERS, DC_UNIT_SHARE, true, warning->orders);
    grid_text(sheet, row, W_WHY, ROLE_LABEL,
              dc_warning_say(r->arena, r->answer->language, warning));
}

void fill_warnings(report *r, grid *sheet)
{
    const dc_warnings *warnings = r->answer->warnings;
    uint32_t           rows = warnings->count > ROWS_MOST ? ROWS_MOST : (uint32_t)warnings->count;
    sheet_begin(r, sheet, DC_WORD_SHEET_WARNINGS, DC_WORD_WARN_TITLE);
    grid_text(sheet, ROW_RECORD, W_NAME, ROLE_NOTE,
              dc_warning_record_say(r->arena, r->answer->language, &warnings->past));
    if (rows == 0)
        grid_text(sheet, ROW_RECORD + 1, W_NAME, ROLE_NOTE, say(r, DC_WORD_WARN_NONE));
    sheet_header(r, sheet, ROW_HEADER, columns, W_COUNT);
    for (uint32_t i = 0; i < rows; i++)
        put_row(r, sheet, ROW_FIRST + i, &warnings->rows[i]);
    if (rows == 0)
        return;
    sheet->freeze_row = ROW_FIRST;
    sheet->freeze_col = W_ID;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, ROW_FIRST + rows - 1, W_COUNT - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
