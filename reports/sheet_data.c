/*
 * Data: the claims one by one, as they were read and what is expected of them.  Rows are made when
 * they are written, so that a large ledger takes no memory for it.
 */
#include <math.h>
#include <string.h>

#include "findings.h"
#include "sheets.h"

/* clang-format off */
#define DATA_COLUMNS(X)                                                                            \
    X(COL_CUSTOMER, DC_WORD_CUSTOMER, COLUMN_PLAIN, 14)                                            \
    X(COL_NAME, DC_WORD_DATA_NAME, COLUMN_PLAIN, 32)                                               \
    X(COL_SEGMENT, DC_WORD_SEGMENT, COLUMN_PLAIN, 14)                                              \
    X(COL_INVOICE, DC_WORD_DATA_INVOICE, COLUMN_PLAIN, 18)                                         \
    X(COL_PART, DC_WORD_DATA_PART, COLUMN_PLAIN, 8)                                                \
    X(COL_CURRENCY, DC_WORD_CURRENCY, COLUMN_PLAIN, 9)                                             \
    X(COL_ISSUED, DC_WORD_DATA_ISSUED, COLUMN_PLAIN, 12)                                           \
    X(COL_DUE, DC_WORD_DATA_DUE, COLUMN_PLAIN, 12)                                                 \
    X(COL_CLOSED, DC_WORD_DATA_CLOSED, COLUMN_PLAIN, 12)                                           \
    X(COL_AMOUNT, DC_WORD_DATA_AMOUNT, COLUMN_PLAIN, 15)                                           \
    X(COL_OPEN, DC_WORD_DATA_OPEN, COLUMN_PLAIN, 15)                                               \
    X(COL_LATE, DC_WORD_DAYS_OVERDUE, COLUMN_DAYS, 10)                                             \
    X(COL_DISPUTED, DC_WORD_DATA_DISPUTED, COLUMN_PLAIN, 10)                                       \
    X(COL_EARLY, DC_WORD_DATA_EARLY, COLUMN_PLAIN, 12)                                             \
    X(COL_EXPECTED, DC_WORD_DATA_EXPECTED, COLUMN_PLAIN, 12)                                       \
    X(COL_LATEST, DC_WORD_DATA_LATE, COLUMN_PLAIN, 12)                                             \
    X(COL_CHANCE, DC_WORD_DATA_CHANCE, COLUMN_SHARE, 12)                                           \
    X(COL_LINE, DC_WORD_DATA_LINE, COLUMN_COUNT, 9)
/* clang-format on */

enum { DATA_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {DATA_COLUMNS(COLUMN_ROW)};

enum { NAME_MOST = 200, WEEK_13 = 13, NO_ITEM = -1 };

typedef struct {
    const report *r;
    uint32_t     *claim; /* per row */
    int32_t      *item;  /* per row: the item that a claim is simulated as; NO_ITEM */
    dc_law        law;
    int32_t       within; /* days: 13 weeks */
} listing;

static void put(grid_cell *cell, dc_arena *arena, const char *text)
{
    if (text && *text)
        *cell = (grid_cell){
            .kind = GRID_TEXT, .role = ROLE_PLAIN, .text = text_clean(arena, text, NAME_MOST)};
}

static void put_figure(grid_cell *cell, grid_show show, double value)
{
    *cell = (grid_cell){.kind = GRID_NUMBER, .role = ROLE_FIGURE, .show = show, .number = value};
}

static void put_day(grid_cell *cell, dc_date date)
{
    if (dc_date_is_set(date))
        put_figure(cell, SHOW_DATE, grid_date_number(date));
}

static double major(const listing *l, size_t claim, dc_money money)
{
    const dc_book *book = l->r->answer->book;
    return (double)money.minor / pow(10.0, book->currencies[book->claims.currency[claim]].decimals);
}

/* The first day by which the claim is paid with the chance; none within the law. */
static dc_date day_of(const listing *l, double chance)
{
    for (int32_t day = 1; day <= l->law.day_count; day++)
        if (l->law.paid[day] >= chance)
            return dc_date_add_days(l->r->answer->book->as_of, day);
    return DC_DATE_NONE;
}

static void put_expected(listing *l, size_t row, grid_cell *cells)
{
    if (l->item[row] == NO_ITEM ||
        !dc_items_law(&l->law, l->r->answer->items, (size_t)l->item[row]))
        return;
    put_day(&cells[COL_EARLY], day_of(l, 0.1));
    put_day(&cells[COL_EXPECTED], day_of(l, 0.5));
    put_day(&cells[COL_LATEST], day_of(l, 0.9));
    put_figure(&cells[COL_CHANCE], SHOW_SHARE, l->law.paid[l->within]);
}

static void make_row(void *context, dc_arena *arena, size_t row, grid_cell *cells)
{
    listing         *l = context;
    const dc_book   *book = l->r->answer->book;
    const dc_claims *claims = &book->claims;
    size_t           claim = l->claim[row];
    uint32_t         customer = claims->customer[claim];
    bool             is_open = claims->open[claim].minor != 0;
    put(&cells[COL_CUSTOMER], arena, book->customers.id[customer]);
    put(&cells[COL_NAME], arena, book->customers.name[customer]);
    put(&cells[COL_SEGMENT], arena, dc_claim_segment(claims, claim));
    put(&cells[COL_INVOICE], arena, claims->invoice[claim]);
    put(&cells[COL_PART], arena, dc_claim_part(claims, claim));
    put(&cells[COL_CURRENCY], arena, book->currencies[claims->currency[claim]].code);
    put_day(&cells[COL_ISSUED], claims->issued[claim]);
    put_day(&cells[COL_DUE], claims->due[claim]);
    put_day(&cells[COL_CLOSED], claims->closed[claim]);
    put_figure(&cells[COL_AMOUNT], SHOW_MONEY_2, major(l, claim, claims->amount[claim]));
    put_figure(&cells[COL_OPEN], SHOW_MONEY_2, major(l, claim, claims->open[claim]));
    if (is_open)
        put_figure(&cells[COL_LATE], SHOW_COUNT,
                   dc_date_days_between(claims->due[claim], book->as_of));
    if (claims->disputed[claim])
        put(&cells[COL_DISPUTED], arena, say(l->r, DC_WORD_YES));
    if (claims->line[claim] > 0)
        put_figure(&cells[COL_LINE], SHOW_COUNT, claims->line[claim]);
    put_expected(l, row, cells);
}

/* Items of claims come in the order of claims; one disputed in part is two of them. */
static size_t list_claims(listing *l)
{
    const dc_answer *a = l->r->answer;
    const dc_claims *claims = &a->book->claims;
    size_t           count = 0, item = 0;
    for (size_t claim = 0; claim < claims->count; claim++) {
        while (item < a->items->claim_count && a->items->claim[item] < claim)
            item++;
        if (a->detail != DC_DETAIL_ALL && claims->open[claim].minor == 0)
            continue;
        bool is_item = item < a->items->claim_count && a->items->claim[item] == claim;
        l->claim[count] = (uint32_t)claim;
        l->item[count++] = is_item ? (int32_t)item : NO_ITEM;
    }
    return count;
}

void fill_data(report *r, grid *sheet)
{
    const dc_answer *a = r->answer;
    size_t           claims = a->book->claims.count;
    int32_t          horizon = a->options->horizon_days;
    listing         *l = dc_arena_alloc(r->arena, 1, sizeof *l);
    *l = (listing){.r = r, .within = dc_week_end_day(a->options, WEEK_13)};
    if (l->within > horizon)
        l->within = horizon;
    l->claim = dc_arena_alloc(r->arena, claims + 1, sizeof *l->claim);
    l->item = dc_arena_alloc(r->arena, claims + 1, sizeof *l->item);
    l->law.day_count = horizon;
    l->law.paid = dc_arena_alloc(r->arena, (size_t)horizon + 1, sizeof *l->law.paid);
    l->law.lost = dc_arena_alloc(r->arena, (size_t)horizon + 1, sizeof *l->law.lost);
    sheet_begin(r, sheet, DC_WORD_TITLE_DATA, DC_WORD_NOTE_DATA);
    sheet_header(r, sheet, SHEET_FIRST_ROW, columns, COL_COUNT);
    sheet->freeze_row = SHEET_FIRST_ROW + 2;
    sheet->freeze_col = COL_SEGMENT;
    sheet->repeat_from = SHEET_FIRST_ROW;
    sheet->repeat_to = SHEET_FIRST_ROW + 1;
    sheet->stream = (grid_stream){.row_count = list_claims(l),
                                  .col_count = COL_COUNT,
                                  .filter_row = SHEET_FIRST_ROW + 1,
                                  .context = l,
                                  .make = make_row};
}
