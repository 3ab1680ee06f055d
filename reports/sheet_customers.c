/* Customers with something open, largest first, and how concentrated the receivables are. */
#include <math.h>

#include "sheets.h"

/* clang-format off */
#define CUSTOMER_COLUMNS(X)                                                                        \
    X(COL_NAME, DC_WORD_CUSTOMER, COLUMN_PLAIN, 30)                                                \
    X(COL_ID, DC_WORD_CUSTOMER_ID, COLUMN_PLAIN, 10)                                               \
    X(COL_SEGMENT, DC_WORD_SEGMENT, COLUMN_PLAIN, 12)                                              \
    X(COL_COUNTRY, DC_WORD_COUNTRY, COLUMN_PLAIN, 8)                                              \
    X(COL_OPEN, DC_WORD_OPEN_AMOUNT, COLUMN_MONEY, 12)                                             \
    X(COL_OVERDUE, DC_WORD_OVERDUE_AMOUNT, COLUMN_MONEY, 12)                                       \
    X(COL_LIMIT, DC_WORD_CUSTOMER_LIMIT, COLUMN_MONEY, 12)                                         \
    X(COL_CREDITS, DC_WORD_CREDITS_AND_UNAPPLIED, COLUMN_MONEY, 11)                                \
    X(COL_SHARE, DC_WORD_SHARE_OF_OPEN, COLUMN_SHARE, 8)                                          \
    X(COL_CUMULATIVE, DC_WORD_CUMULATIVE_SHARE, COLUMN_SHARE, 10)                                  \
    X(COL_CLAIMS, DC_WORD_OPEN_CLAIMS, COLUMN_COUNT, 8)                                            \
    X(COL_LATE_MAX, DC_WORD_OLDEST_DAYS_LATE, COLUMN_DAYS, 9)                                     \
    X(COL_SETTLED, DC_WORD_SETTLED_CLAIMS, COLUMN_COUNT, 9)                                       \
    X(COL_HABIT, DC_WORD_USUAL_DAYS_LATE, COLUMN_DAYS, 9)                                         \
    X(COL_OWN, DC_WORD_OWN_HISTORY, COLUMN_SHARE, 9)                                              \
    X(COL_WEEKS_4, DC_WORD_EXPECTED_4_WEEKS, COLUMN_MONEY, 12)                                     \
    X(COL_WEEKS_13, DC_WORD_EXPECTED_13_WEEKS, COLUMN_MONEY, 12)                                   \
    X(COL_DAYS, DC_WORD_EXPECTED_DAYS, COLUMN_DAYS, 9)                                            \
    X(COL_EARLY, DC_WORD_CUSTOMER_EARLY, COLUMN_PLAIN, 11)                                         \
    X(COL_HALF, DC_WORD_CUSTOMER_HALF, COLUMN_PLAIN, 11)                                           \
    X(COL_LATE, DC_WORD_CUSTOMER_LATE, COLUMN_PLAIN, 11)                                           \
    X(COL_CHANCE, DC_WORD_CHANCE_OPEN, COLUMN_SHARE, 10)                                           \
    X(COL_DEFAULT, DC_WORD_CHANCE_DEFAULT, COLUMN_SHARE, 10)                                       \
    X(COL_LOSS, DC_WORD_EXPECTED_LOSS, COLUMN_MONEY, 11)                                           \
    X(COL_DO, DC_WORD_WORK_DO, COLUMN_PLAIN, 15)
/* clang-format on */

enum { CUSTOMER_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {CUSTOMER_COLUMNS(COLUMN_ROW)};

enum {
    CUSTOMERS_MOST = 20000, /* on the sheet; the CSV holds all */
    TOP = 10,
    ROW_TOP = SHEET_FIRST_ROW,
    ROW_TIE,
    ROW_TOTAL,
    ROW_HEADER = ROW_TOTAL + 2,
    NAME_MOST = 200,
    HEAD_HEIGHT = 56
};

static void put_names(report *r, grid *sheet, uint32_t row, uint32_t customer)
{
    const dc_customers *all = &r->answer->book->customers;
    const struct {
        uint32_t    col;
        const char *text;
    } names[] = {{COL_NAME, all->name[customer]},
                 {COL_ID, all->id[customer]},
                 {COL_SEGMENT, all->segment[customer]},
                 {COL_COUNTRY, all->country[customer]}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        grid_text(sheet, row, names[i].col, ROLE_LABEL,
                  text_clean(r->arena, names[i].text, NAME_MOST));
}

static void put_share(grid *sheet, uint32_t row, uint32_t first)
{
    double      total = grid_number_at(sheet, ROW_TOTAL, COL_OPEN);
    double      open = grid_number_at(sheet, row, COL_OPEN);
    double      share = total != 0.0 ? open / total : 0.0;
    const char *ref = grid_ref_fixed(sheet, ROW_TOTAL, COL_OPEN);
    grid_formula(sheet, row, COL_SHARE, ROLE_FORMULA, SHOW_SHARE, share, "IF(%s=0,0,%s/%s)", ref,
                 grid_ref(sheet, row, COL_OPEN), ref);
    if (row == first)
        grid_formula(sheet, row, COL_CUMULATIVE, ROLE_FORMULA, SHOW_SHARE, share, "%s",
                     grid_ref(sheet, row, COL_SHARE));
    else
        grid_formula(sheet, row, COL_CUMULATIVE, ROLE_FORMULA, SHOW_SHARE,
                     share + grid_number_at(sheet, row - 1, COL_CUMULATIVE), "%s+%s",
                     grid_ref(sheet, row - 1, COL_CUMULATIVE), grid_ref(sheet, row, COL_SHARE));
}

/* What the worklist suggests, with a way there; empty where it does not list the customer. */
static void put_suggestion(report *r, grid *sheet, uint32_t row, uint32_t customer)
{
    const dc_worklist *list = r->answer->worklist;
    for (size_t i = 0; list && i < list->customer_count; i++)
        if (list->customers[i].customer == customer)
            grid_jump(sheet, row, COL_DO, say(r, dc_step_about(list->customers[i].suggested)->name),
                      r->sheet[SHEET_WORKLIST]);
}

/* When a tenth, half and nine tenths of it are expected; never, within a year, where it is n/a. */
static void put_days(report *r, grid *sheet, uint32_t row, const dc_customer_row *customer)
{
    static const uint32_t cols[DC_PAID_SHARES] = {
        [DC_PAID_EARLY] = COL_EARLY, [DC_PAID_HALF] = COL_HALF, [DC_PAID_LATE] = COL_LATE};
    for (int k = 0; k < DC_PAID_SHARES; k++)
        if (customer->paid_days[k] > 0)
            grid_date(sheet, row, cols[k], ROLE_FIGURE,
                      dc_date_add_days(r->answer->book->as_of, customer->paid_days[k]));
        else
            put_missing(r, sheet, row, cols[k]);
}

static void put_customer(report *r, grid *sheet, uint32_t row, const dc_customer_row *customer)
{
    int64_t limit = r->answer->book->customers.credit_limit[customer->customer];
    put_names(r, sheet, row, customer->customer);
    if (limit >= 0)
        put_money(r, sheet, row, COL_LIMIT, ROLE_INPUT, (double)limit);
    put_suggestion(r, sheet, row, customer->customer);
    put_money(r, sheet, row, COL_OPEN, ROLE_FIGURE, (double)customer->open);
    put_money(r, sheet, row, COL_OVERDUE, ROLE_FIGURE, (double)customer->overdue);
    put_money(r, sheet, row, COL_CREDITS, ROLE_FIGURE, (double)customer->credits);
    grid_number(sheet, row, COL_CLAIMS, ROLE_FIGURE, SHOW_COUNT, (double)customer->open_claims);
    grid_number(sheet, row, COL_LATE_MAX, ROLE_FIGURE, SHOW_COUNT,
                customer->days_late_max > 0 ? customer->days_late_max : 0);
    grid_number(sheet, row, COL_SETTLED, ROLE_FIGURE, SHOW_COUNT, customer->settled_claims);
    put_value(r, sheet, row, COL_HABIT, DC_UNIT_DAYS, true, customer->days_late_habit);
    put_value(r, sheet, row, COL_OWN, DC_UNIT_SHARE, true, customer->own_share);
    put_money(r, sheet, row, COL_WEEKS_4, ROLE_FIGURE, customer->expected_4_weeks);
    put_money(r, sheet, row, COL_WEEKS_13, ROLE_FIGURE, customer->expected_13_weeks);
    put_value(r, sheet, row, COL_DAYS, DC_UNIT_DAYS, true, customer->expected_days);
    put_days(r, sheet, row, customer);
    put_value(r, sheet, row, COL_CHANCE, DC_UNIT_SHARE, true, customer->chance_open_13_weeks);
    put_value(r, sheet, row, COL_DEFAULT, DC_UNIT_SHARE, true, customer->chance_default);
    put_money(r, sheet, row, COL_LOSS, ROLE_FIGURE, customer->expected_loss);
}

/* SUBTOTAL follows the filter; 9 is its number for a sum. */
static void put_totals(report *r, grid *sheet, uint32_t first, uint32_t last)
{
    static const uint32_t summed[] = {COL_OPEN,    COL_OVERDUE, COL_CREDITS,  COL_CLAIMS,
                                      COL_SETTLED, COL_WEEKS_4, COL_WEEKS_13, COL_LOSS};
    grid_text(sheet, ROW_TOTAL, COL_NAME, ROLE_TOTAL, say(r, DC_WORD_TOTAL_OF_FILTER));
    for (size_t i = 0; i < sizeof summed / sizeof summed[0]; i++) {
        grid_range range = grid_rows_of(sheet, summed[i], first, last);
        grid_show  show = grid_look(sheet, first, summed[i]).show;
        double     sum = grid_sum(sheet, ROW_TOTAL, summed[i], ROLE_TOTAL, show, range);
        grid_formula(sheet, ROW_TOTAL, summed[i], ROLE_TOTAL, show, sum, "SUBTOTAL(9,%s)",
                     grid_range_text(range));
    }
}

static void put_concentration(report *r, grid *sheet, uint32_t first, uint32_t last)
{
    uint32_t end = last - first + 1 > TOP ? first + TOP - 1 : last;
    double   share = 0.0;
    for (uint32_t row = first; row <= end; row++)
        share += grid_number_at(sheet, row, COL_SHARE);
    grid_text(sheet, ROW_TOP, COL_NAME, ROLE_LABEL, say(r, DC_WORD_TOP_TEN));
    grid_formula(sheet, ROW_TOP, COL_OPEN, ROLE_FORMULA, SHOW_SHARE, share, "SUM(%s)",
                 grid_range_text(grid_rows_of(sheet, COL_SHARE, first, end)));
}

/* Open amounts of all customers are the debit claims of the Ageing sheet. */
static void put_tie(report *r, grid *sheet, uint32_t first, uint32_t last)
{
    const grid *ageing = r->sheet[SHEET_AGEING];
    double      open = 0.0, claims = 0.0;
    for (uint32_t row = first; row <= last; row++)
        open += grid_number_at(sheet, row, COL_OPEN);
    for (size_t i = 0; i < r->answer->book->currency_count; i++)
        claims += (double)r->answer->book->currencies[i].claim_count;
    double debit = grid_number_at(ageing, r->ageing_now_row, r->ageing_now_col + DC_BUCKETS);
    double tolerance = money_major(r->answer, 0.5) * (claims + 1.0);

    grid_text(sheet, ROW_TIE, COL_NAME, ROLE_LABEL, say(r, DC_WORD_CHECK_CUSTOMERS));
    const char *condition = dc_arena_format(
        r->arena, "ABS(SUM(%s)-%s)<=%g",
        grid_range_text(grid_rows_of(sheet, COL_OPEN, first, last)),
        grid_ref_from(sheet, ageing, r->ageing_now_row, r->ageing_now_col + DC_BUCKETS), tolerance);
    put_check(r, SHEET_CUSTOMERS, ROW_TIE, COL_OPEN, fabs(open - debit) <= tolerance,
              DC_WORD_CHECK_CUSTOMERS, condition);
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, COL_OPEN, ROW_TIE, ROW_TIE));
}

void fill_customers(report *r, grid *sheet)
{
    size_t   count = r->answer->customer_count;
    uint32_t shown = count > CUSTOMERS_MOST ? CUSTOMERS_MOST : (uint32_t)count;
    uint32_t first = ROW_HEADER + 2, last = first + shown - 1;

    sheet_begin(r, sheet, DC_WORD_SHEET_CUSTOMERS, DC_WORD_NOTE_CUSTOMERS);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    sheet->rows[ROW_HEADER].height = HEAD_HEIGHT;
    for (uint32_t i = 0; i < shown; i++)
        put_customer(r, sheet, first + i, &r->answer->customers[i]);
    put_totals(r, sheet, first, last);
    for (uint32_t row = first; row <= last; row++)
        put_share(sheet, row, first);
    grid_rule_add(sheet, RULE_BAR, grid_rows_of(sheet, COL_OPEN, first, last));
    grid_rule_add(sheet, RULE_BAR, grid_rows_of(sheet, COL_OVERDUE, first, last));
    put_concentration(r, sheet, first, last);
    if (shown == count)
        put_tie(r, sheet, first, last);
    else
        grid_text(sheet, ROW_TIE, COL_NAME, ROLE_NOTE,
                  text_fill(r->arena, say(r, DC_WORD_MORE_IN_CSV), text_count(r->arena, shown),
                            text_count(r->arena, count), (const char *)NULL));

    sheet->freeze_row = first;
    sheet->freeze_col = 1;
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, ROW_HEADER + 1, 0, last, COL_COUNT - 1};
    sheet->repeat_from = ROW_HEADER;
    sheet->repeat_to = ROW_HEADER + 1;
}
