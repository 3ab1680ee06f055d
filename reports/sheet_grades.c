/* sheet_grades.c - credit grades by behaviour, limits that follow, orders to hold. */
#include "sheets.h"

#include <math.h>

/* clang-format off */
#define GRADE_COLUMNS(X)                                                                           \
    X(G_NAME, DC_WORD_CUSTOMER, COLUMN_PLAIN, 32)                                                  \
    X(G_ID, DC_WORD_CUSTOMER_ID, COLUMN_PLAIN, 12)                                                 \
    X(G_GRADE, DC_WORD_GRADES_HEAD_GRADE, COLUMN_PLAIN, 8)                                         \
    X(G_WHY, DC_WORD_GRADES_WHY, COLUMN_PLAIN, 24)                                                 \
    X(G_DEFAULT, DC_WORD_CHANCE_DEFAULT, COLUMN_SHARE, 11)                                         \
    X(G_LATE, DC_WORD_USUAL_DAYS_LATE, COLUMN_DAYS, 10)                                            \
    X(G_BROKEN, DC_WORD_WORK_BROKEN, COLUMN_COUNT, 10)                                             \
    X(G_OLDEST, DC_WORD_OLDEST_DAYS_LATE, COLUMN_DAYS, 10)                                         \
    X(G_EXPOSURE, DC_WORD_GRADES_EXPOSURE, COLUMN_MONEY, 14)                                       \
    X(G_LIMIT, DC_WORD_GRADES_HEAD_LIMIT, COLUMN_MONEY, 14)                                        \
    X(G_SUGGESTED, DC_WORD_GRADES_HEAD_SUGGESTED, COLUMN_MONEY, 14)                                \
    X(G_OVER, DC_WORD_GRADES_HEAD_OVER, COLUMN_MONEY, 13)                                          \
    X(G_HOLD, DC_WORD_GRADES_HOLD, COLUMN_PLAIN, 9)                                                \
    X(G_MARGIN, DC_WORD_GRADES_HEAD_MARGIN, COLUMN_MONEY, 13)
/* clang-format on */

enum { GRADE_COLUMNS(COLUMN_NAME) G_COUNT };
static const sheet_column columns[G_COUNT] = {GRADE_COLUMNS(COLUMN_ROW)};

enum {
    ROW_HEADER = SHEET_FIRST_ROW,
    ROW_FIRST = ROW_HEADER + 2,
    NAME_MOST = 200,
    ROWS_MOST = 20000
};

static void put_row(report *r, grid *sheet, uint32_t row, const dc_credit_row *credit)
{
    static const dc_word reasons[] = {DC_WORD_GRADED_DEFAULT, DC_WORD_GRADED_LATENESS,
                                      DC_WORD_GRADED_TREND,   DC_WORD_GRADED_PROMISES,
                                      DC_WORD_GRADED_OVERDUE, DC_WORD_GRADED_THIN};
    const dc_customers  *all = &r->answer->book->customers;
    grid_text(sheet, row, G_NAME, ROLE_LABEL,
              text_clean(r->arena, all->name[credit->customer], NAME_MOST));
    grid_text(sheet, row, G_ID, ROLE_LABEL,
              text_clean(r->arena, all->id[credit->customer], NAME_MOST));
    grid_text(sheet, row, G_GRADE, ROLE_LABEL, dc_grade_about(credit->grade)->name);
    grid_text(sheet, row, G_WHY, ROLE_LABEL, say(r, reasons[credit->by]));
    put_value(r, sheet, row, G_DEFAULT, DC_UNIT_SHARE, true, credit->chance_default);
    put_value(r, sheet, row, G_LATE, DC_UNIT_DAYS, true, credit->days_late);
    grid_number(sheet, row, G_BROKEN, ROLE_FIGURE, SHOW_COUNT, credit->broken);
    grid_number(sheet, row, G_OLDEST, ROLE_FIGURE, SHOW_COUNT, credit->days_late_most);
    put_money(r, sheet, row, G_EXPOSURE, ROLE_FIGURE, (double)credit->exposure);
    put_value(r, sheet, row, G_LIMIT, DC_UNIT_MONEY, credit->limit >= 0, (double)credit->limit);
    put_money(r, sheet, row, G_SUGGESTED, ROLE_FIGURE, (double)credit->suggested);
    put_money(r, sheet, row, G_OVER, ROLE_FIGURE, (double)credit->over);
    grid_text(sheet, row, G_HOLD, ROLE_LABEL,
              say(r, credit->hold ? DC_WORD_WORK_YES : DC_WORD_WORK_NO));
    put_value(r, sheet, row, G_MARGIN, DC_UNIT_MONEY, true, credit->month_margin);
}

void fill_grades(report *r, grid *sheet)
{
    const dc_credit_review *credit = r->answer->credit;
    uint32_t                rows = credit->count > ROWS_MOST ? ROWS_MOST : (uint32_t)credit->count;
    sheet_begin(r, sheet, DC_WORD_SHEET_GRADES, DC_WORD_NOTE_GRADES);
    sheet_header(r, sheet, ROW_HEADER, columns, G_COUNT);
    for (uint32_t i = 0; i < rows; i++)
        put_row(r, sheet, ROW_FIRST + i, &credit->rows[i]);
    if (rows == 0)
        return;
    sheet->freeze_row = ROW_FIRST;
    sheet->freeze_col = G_ID;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, ROW_FIRST + rows - 1, G_COUNT - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
