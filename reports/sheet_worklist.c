/* sheet_worklist.c - the worklist as two sheets: customers, and the claims to act on. */
#include "sheets.h"

#include <string.h>

/* clang-format off */
#define CUSTOMER_COLUMNS(X)                                                                        \
    X(C_RANK, DC_WORD_WORK_RANK, COLUMN_COUNT, 7)                                                  \
    X(C_NAME, DC_WORD_CUSTOMER, COLUMN_PLAIN, 32)                                                  \
    X(C_ID, DC_WORD_CUSTOMER_ID, COLUMN_PLAIN, 12)                                                 \
    X(C_OPEN, DC_WORD_OPEN_AMOUNT, COLUMN_MONEY, 14)                                               \
    X(C_OVERDUE, DC_WORD_OVERDUE_AMOUNT, COLUMN_MONEY, 14)                                         \
    X(C_CLAIMS, DC_WORD_OPEN_CLAIMS, COLUMN_COUNT, 8)                                              \
    X(C_LATE, DC_WORD_OLDEST_DAYS_LATE, COLUMN_DAYS, 10)                                           \
    X(C_DO, DC_WORD_WORK_DO, COLUMN_PLAIN, 24)                                                     \
    X(C_WORTH, DC_WORD_WORK_WORTH, COLUMN_MONEY, 12)                                               \
    X(C_CASH, DC_WORD_WORK_CASH, COLUMN_MONEY, 14)                                                 \
    X(C_SPREAD, DC_WORD_WORK_SPREAD, COLUMN_MONEY, 12)                                             \
    X(C_LOSS, DC_WORD_WORK_LOSS, COLUMN_MONEY, 13)                                                 \
    X(C_CONTACTS, DC_WORD_WORK_CONTACTS, COLUMN_COUNT, 10)                                         \
    X(C_LAST, DC_WORD_WORK_LAST_CONTACT, COLUMN_PLAIN, 12)                                         \
    X(C_PROMISED, DC_WORD_WORK_PROMISED_ON, COLUMN_PLAIN, 12)                                      \
    X(C_BROKEN, DC_WORD_WORK_BROKEN, COLUMN_COUNT, 9)                                              \
    X(C_MARGIN, DC_WORD_WORK_MARGIN, COLUMN_MONEY, 14)                                             \
    X(C_WHY, DC_WORD_WORK_REASON, COLUMN_PLAIN, 80)

#define CLAIM_COLUMNS(X)                                                                           \
    X(K_RANK, DC_WORD_WORK_RANK, COLUMN_COUNT, 7)                                                  \
    X(K_NAME, DC_WORD_CUSTOMER, COLUMN_PLAIN, 32)                                                  \
    X(K_INVOICE, DC_WORD_WORK_INVOICE, COLUMN_PLAIN, 18)                                           \
    X(K_DUE, DC_WORD_WORK_DUE, COLUMN_PLAIN, 12)                                                   \
    X(K_LATE, DC_WORD_DAYS_LATE, COLUMN_DAYS, 9)                                                   \
    X(K_OPEN, DC_WORD_OPEN_AMOUNT, COLUMN_MONEY, 14)                                               \
    X(K_BLOCKED, DC_WORD_WORK_BLOCKED, COLUMN_MONEY, 12)                                           \
    X(K_DO, DC_WORD_WORK_DO, COLUMN_PLAIN, 24)                                                     \
    X(K_WORTH, DC_WORD_WORK_WORTH, COLUMN_MONEY, 12)                                               \
    X(K_CASH, DC_WORD_WORK_CASH, COLUMN_MONEY, 14)                                                 \
    X(K_LOSS, DC_WORD_WORK_LOSS, COLUMN_MONEY, 13)                                                 \
    X(K_EARLY, DC_WORD_WORK_EARLY, COLUMN_PLAIN, 12)                                               \
    X(K_MIDDLE, DC_WORD_WORK_MIDDLE, COLUMN_PLAIN, 12)                                             \
    X(K_LATEST, DC_WORD_WORK_LATEST, COLUMN_PLAIN, 12)                                             \
    X(K_STAGE, DC_WORD_WORK_NEXT_STAGE, COLUMN_PLAIN, 14)                                          \
    X(K_ON, DC_WORD_WORK_NEXT_ON, COLUMN_PLAIN, 12)                                                \
    X(K_PROMISED, DC_WORD_WORK_PROMISED_ON, COLUMN_PLAIN, 12)                                      \
    X(K_BROKEN, DC_WORD_WORK_BROKEN, COLUMN_COUNT, 9)                                              \
    X(K_RECEIPT, DC_WORD_WORK_RECEIPT, COLUMN_PLAIN, 10)                                           \
    X(K_BARRED, DC_WORD_WORK_BARRED, COLUMN_PLAIN, 12)                                             \
    X(K_SOURCE, DC_WORD_WORK_BAR_SOURCE, COLUMN_PLAIN, 26)                                         \
    X(K_WHY, DC_WORD_WORK_REASON, COLUMN_PLAIN, 80)
/* clang-format on */

enum { CUSTOMER_COLUMNS(COLUMN_NAME) C_COUNT };
enum { CLAIM_COLUMNS(COLUMN_NAME) K_COUNT };
static const sheet_column customer_columns[C_COUNT] = {CUSTOMER_COLUMNS(COLUMN_ROW)};
static const sheet_column claim_columns[K_COUNT] = {CLAIM_COLUMNS(COLUMN_ROW)};

enum {
    ROW_TOTAL = SHEET_FIRST_ROW,
    ROW_HEADER = ROW_TOTAL + 2,
    ROW_FIRST = ROW_HEADER + 2,
    NAME_MOST = 200,
    ROWS_MOST = 100000
};

static void put_name(report *r, grid *sheet, uint32_t row, uint32_t col, const char *text)
{
    grid_text(sheet, row, col, ROLE_LABEL, text_clean(r->arena, text, NAME_MOST));
}

static void put_day(grid *sheet, uint32_t row, uint32_t col, dc_date date)
{
    if (dc_date_is_set(date))
        grid_date(sheet, row, col, ROLE_FIGURE, date);
}

static void put_count(grid *sheet, uint32_t row, uint32_t col, double count)
{
    grid_number(sheet, row, col, ROLE_FIGURE, SHOW_COUNT, count);
}

/* SUBTOTAL follows the filter; 9 is its number for a sum. */
static void put_totals(report *r, grid *sheet, const uint32_t *cols, size_t count, uint32_t rows)
{
    grid_text(sheet, ROW_TOTAL, 1, ROLE_TOTAL, say(r, DC_WORD_TOTAL_OF_FILTER));
    for (size_t i = 0; i < count; i++) {
        grid_range range = grid_rows_of(sheet, cols[i], ROW_FIRST, ROW_FIRST + rows - 1);
        double     sum = grid_sum(sheet, ROW_TOTAL, cols[i], ROLE_TOTAL, SHOW_MONEY, range);
        grid_formula(sheet, ROW_TOTAL, cols[i], ROLE_TOTAL, SHOW_MONEY, sum, "SUBTOTAL(9,%s)",
                     grid_range_text(range));
    }
}

static void end_sheet(grid *sheet, uint32_t rows, uint32_t columns, uint32_t fixed)
{
    sheet->freeze_row = ROW_FIRST;
    sheet->freeze_col = fixed;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, ROW_FIRST + rows - 1, columns - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}

/* --- customers ------------------------------------------------------------------------------ */

static void put_customer(report *r, grid *sheet, uint32_t row, size_t rank)
{
    const dc_worklist      *list = r->answer->worklist;
    const dc_work_customer *c = &list->customers[rank];
    const dc_customers     *all = &r->answer->book->customers;
    put_count(sheet, row, C_RANK, (double)rank + 1);
    put_name(r, sheet, row, C_NAME, all->name[c->customer]);
    put_name(r, sheet, row, C_ID, all->id[c->customer]);
    put_money(r, sheet, row, C_OPEN, ROLE_FIGURE, (double)c->open);
    put_money(r, sheet, row, C_OVERDUE, ROLE_FIGURE, (double)c->overdue);
    put_count(sheet, row, C_CLAIMS, (double)c->count);
    put_count(sheet, row, C_LATE, c->days_late_most > 0 ? c->days_late_most : 0);
    grid_text(sheet, row, C_DO, ROLE_LABEL, say(r, dc_step_about(c->suggested)->name));
    put_money(r, sheet, row, C_WORTH, ROLE_FIGURE, c->gain);
    put_money(r, sheet, row, C_CASH, ROLE_FIGURE, c->cash_13_weeks);
    put_money(r, sheet, row, C_SPREAD, ROLE_FIGURE, c->spread_13_weeks);
    put_money(r, sheet, row, C_LOSS, ROLE_FIGURE, c->expected_loss);
    put_count(sheet, row, C_CONTACTS, c->contacts);
    put_day(sheet, row, C_LAST, c->last_contact);
    put_day(sheet, row, C_PROMISED, c->promised);
    put_count(sheet, row, C_BROKEN, c->broken);
    put_value(r, sheet, row, C_MARGIN, DC_UNIT_MONEY, list->settings.margin_known,
              c->yearly_margin);
    grid_text(sheet, row, C_WHY, ROLE_LABEL,
              dc_worklist_reason(r->arena, r->answer, &list->claims[c->lead]));
}

void fill_worklist(report *r, grid *sheet)
{
    static const uint32_t summed[] = {C_OPEN, C_OVERDUE, C_WORTH, C_CASH, C_LOSS};
    size_t                count = r->answer->worklist->customer_count;
    uint32_t              rows = count > ROWS_MOST ? ROWS_MOST : (uint32_t)count;
    sheet_begin(r, sheet, DC_WORD_SHEET_WORKLIST, DC_WORD_NOTE_WORKLIST);
    sheet_header(r, sheet, ROW_HEADER, customer_columns, C_COUNT);
    for (uint32_t i = 0; i < rows; i++)
        put_customer(r, sheet, ROW_FIRST + i, i);
    if (rows == 0)
        return;
    put_totals(r, sheet, summed, sizeof summed / sizeof summed[0], rows);
    end_sheet(sheet, rows, C_COUNT, C_ID);
    sheet->print_cols = C_CONTACTS;
}

/* --- claims --------------------------------------------------------------------------------- */

static void put_plight(report *r, grid *sheet, uint32_t row, const dc_work_claim *claim)
{
    static const dc_word stages[] = {DC_WORD_ACTION_REMINDER, DC_WORD_ACTION_CALL,
                                     DC_WORD_ACTION_NOTICE,   DC_WORD_STEP_THIRD_PARTY,
                                     DC_WORD_ACTION_LEGAL,    DC_WORD_ACTION_PLAN,
                                     DC_WORD_ACTION_PROMISE};
    const dc_worklist   *list = r->answer->worklist;
    put_day(sheet, row, K_EARLY, claim->early);
    put_day(sheet, row, K_MIDDLE, claim->paid_by);
    put_day(sheet, row, K_LATEST, claim->late);
    if (claim->next_stage >= 0) {
        grid_text(sheet, row, K_STAGE, ROLE_LABEL,
                  say(r, stages[list->settings.stages[claim->next_stage].action]));
        put_day(sheet, row, K_ON, claim->next_date);
    }
    put_day(sheet, row, K_PROMISED, claim->promised);
    put_count(sheet, row, K_BROKEN, claim->broken);
    if (list->tells_receipt)
        grid_text(sheet, row, K_RECEIPT, ROLE_LABEL,
                  say(r, claim->confirmed ? DC_WORD_WORK_YES : DC_WORD_WORK_NO));
    put_day(sheet, row, K_BARRED, claim->bar.on);
    grid_text(sheet, row, K_SOURCE, ROLE_LABEL, claim->bar.source);
}

static void put_claim(report *r, grid *sheet, uint32_t row, size_t rank, const dc_work_claim *claim)
{
    const dc_book *book = r->answer->book;
    put_count(sheet, row, K_RANK, (double)rank + 1);
    put_name(r, sheet, row, K_NAME, book->customers.name[claim->customer]);
    put_name(r, sheet, row, K_INVOICE,
             dc_part_name(r->arena, book->claims.invoice[claim->claim],
                          dc_claim_part(&book->claims, claim->claim)));
    put_day(sheet, row, K_DUE, book->claims.due[claim->claim]);
    put_count(sheet, row, K_LATE, claim->days_late);
    put_money(r, sheet, row, K_OPEN, ROLE_FIGURE, (double)claim->open);
    put_money(r, sheet, row, K_BLOCKED, ROLE_FIGURE, (double)claim->blocked);
    grid_text(sheet, row, K_DO, ROLE_LABEL, say(r, dc_step_about(claim->suggested)->name));
    put_money(r, sheet, row, K_WORTH, ROLE_FIGURE, claim->gain);
    put_money(r, sheet, row, K_CASH, ROLE_FIGURE, claim->cash_13_weeks);
    put_money(r, sheet, row, K_LOSS, ROLE_FIGURE, claim->expected_loss);
    put_plight(r, sheet, row, claim);
    grid_text(sheet, row, K_WHY, ROLE_LABEL, dc_worklist_reason(r->arena, r->answer, claim));
}

void fill_work_claims(report *r, grid *sheet)
{
    static const uint32_t summed[] = {K_OPEN, K_BLOCKED, K_WORTH, K_CASH, K_LOSS};
    const dc_worklist    *list = r->answer->worklist;
    uint32_t              row = ROW_FIRST;
    sheet_begin(r, sheet, DC_WORD_SHEET_WORK_CLAIMS, DC_WORD_NOTE_WORK_CLAIMS);
    sheet_header(r, sheet, ROW_HEADER, claim_columns, K_COUNT);
    for (size_t c = 0; c < list->customer_count; c++)
        for (size_t i = 0; i < list->customers[c].count && row < ROW_FIRST + ROWS_MOST; i++)
            put_claim(r, sheet, row++, c, &list->claims[list->customers[c].first + i]);
    if (row == ROW_FIRST)
        return;
    put_totals(r, sheet, summed, sizeof summed / sizeof summed[0], row - ROW_FIRST);
    end_sheet(sheet, row - ROW_FIRST, K_COUNT, K_INVOICE);
}
