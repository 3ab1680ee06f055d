/*
 * Ageing now, by currency, tied to the ledger and the general ledger; and projected.
 *
 * Percentiles of buckets do not add up to the percentile of the total, so rows of percentiles carry
 * no total.
 */
#include <math.h>

#include "findings.h"
#include "sheets.h"

enum {
    COL_LABEL,
    COL_STATISTIC, /* above: number of claims */
    COL_DATE,
    COL_RATE, /* below: the week */
    COL_BUCKET,
    COL_TOTAL = COL_BUCKET + DC_BUCKETS, /* debit claims */
    COL_CREDITS,                         /* below: the share that is overdue */
    COL_RECEIVABLES,
    COL_UNAPPLIED,
    COL_LEDGER,
    COL_VERDICT,
    COL_COUNT
};

enum { STATISTICS = 4 }; /* mean, expected, P5, P95 */

typedef struct {
    const int64_t *ageing;
    int64_t        credits, unapplied, ledger;
} balances;

static double power_of_ten(int decimals)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4};
    return powers[decimals];
}

/* In a unit, NULL: that of the sheet. */
static void put_heads(report *r, grid *sheet, uint32_t row, const char *unit)
{
    static const struct {
        uint32_t col;
        dc_word  word;
    } heads[] = {{COL_TOTAL, DC_WORD_DEBIT_TOTAL},
                 {COL_CREDITS, DC_WORD_CREDITS},
                 {COL_RECEIVABLES, DC_WORD_RECEIVABLES},
                 {COL_UNAPPLIED, DC_WORD_UNAPPLIED},
                 {COL_LEDGER, DC_WORD_LEDGER},
                 {COL_RATE, DC_WORD_RATE},
                 {COL_VERDICT, DC_WORD_CHECK}};

    grid_text(sheet, row, COL_LABEL, ROLE_HEADER, say(r, DC_WORD_CURRENCY));
    grid_text(sheet, row, COL_STATISTIC, ROLE_HEADER, say(r, DC_WORD_CLAIMS));
    grid_text(sheet, row, COL_DATE, ROLE_HEADER, say(r, DC_WORD_RATE_DATE));
    for (int b = 0; b < DC_BUCKETS; b++)
        grid_text(sheet, row, COL_BUCKET + (uint32_t)b, ROLE_HEADER, bucket_name(r, b));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        grid_text(sheet, row, heads[i].col, ROLE_HEADER, say(r, heads[i].word));
    for (uint32_t col = 0; col < COL_COUNT; col++)
        if (col < COL_BUCKET || col >= COL_VERDICT || unit)
            grid_text(sheet, row + 1, col, ROLE_UNIT,
                      col >= COL_BUCKET && col < COL_VERDICT ? unit : "");
        else
            put_unit_name(r, sheet, row + 1, col, ROLE_UNIT, DC_UNIT_MONEY);
    sheet->rows[row].height = 30;
}

/* One line of balances: totals by formula, so that a reader sees how they tie. */
static void put_balances(grid *sheet, uint32_t row, balances b, int decimals, grid_role role)
{
    grid_show show = decimals == 0 ? SHOW_EXACT : (grid_show)(SHOW_MONEY + decimals);
    double    unit = power_of_ten(decimals);
    for (uint32_t i = 0; i < DC_BUCKETS; i++)
        grid_number(sheet, row, COL_BUCKET + i, role, show, (double)b.ageing[i] / unit);
    double total = grid_sum(sheet, row, COL_TOTAL, ROLE_FORMULA, show,
                            grid_cols_of(sheet, row, COL_BUCKET, COL_TOTAL - 1));
    double credits = (double)b.credits / unit, unapplied = (double)b.unapplied / unit;
    grid_number(sheet, row, COL_CREDITS, role, show, credits);
    grid_formula(sheet, row, COL_RECEIVABLES, ROLE_FORMULA, show, total + credits, "%s+%s",
                 grid_ref(sheet, row, COL_TOTAL), grid_ref(sheet, row, COL_CREDITS));
    grid_number(sheet, row, COL_UNAPPLIED, role, show, unapplied);
    grid_formula(sheet, row, COL_LEDGER, ROLE_FORMULA, show, total + credits + unapplied, "%s+%s",
                 grid_ref(sheet, row, COL_RECEIVABLES), grid_ref(sheet, row, COL_UNAPPLIED));
}

static void put_currency(report *r, grid *sheet, uint32_t row, size_t index)
{
    const dc_currency *currency = &r->answer->book->currencies[index];
    balances           b = {r->answer->today->by_currency[index].ageing,
                            r->answer->today->by_currency[index].credits,
                            r->answer->today->by_currency[index].unapplied,
                            r->answer->today->by_currency[index].ledger};

    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, currency->code);
    grid_number(sheet, row, COL_STATISTIC, ROLE_FIGURE, SHOW_COUNT, (double)currency->claim_count);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, currency->rate_date);
    put_balances(sheet, row, b, currency->decimals, ROLE_FIGURE);
    if (currency->has_rate)
        grid_number(sheet, row, COL_RATE, ROLE_INPUT, SHOW_REAL, dc_rate_value(currency->rate));
    else if (index == r->answer->book->home)
        grid_number(sheet, row, COL_RATE, ROLE_INPUT, SHOW_REAL, 1.0);
    else
        put_missing(r, sheet, row, COL_RATE);
}

/* Each claim is translated and rounded on its own: half a minor unit for each is the tolerance. */
static void put_translation_check(report *r, grid *sheet, uint32_t first, uint32_t last,
                                  uint32_t row)
{
    const dc_currency *home = &r->answer->book->currencies[r->answer->book->home];
    double             half_unit = 0.5 / power_of_ten(home->decimals);
    double             claims = 0.0;
    for (uint32_t i = first; i <= last; i++)
        claims += grid_number_at(sheet, i, COL_STATISTIC);

    bool all_passed = true;
    for (uint32_t col = COL_BUCKET; col < COL_VERDICT; col++) {
        double translated = 0.0;
        for (uint32_t i = first; i <= last; i++)
            translated += grid_number_at(sheet, i, col) * grid_number_at(sheet, i, COL_RATE);
        bool passed =
            fabs(translated - grid_number_at(sheet, row, col)) <= half_unit * (claims + 1);
        all_passed &= passed;
        const char *condition = dc_arena_format(
            r->arena, "ABS(SUMPRODUCT(%s,%s)-%s)<=%g*(SUM(%s)+1)",
            grid_range_text(grid_rows_of(sheet, col, first, last)),
            grid_range_text(grid_rows_of(sheet, COL_RATE, first, last)), grid_ref(sheet, row, col),
            half_unit, grid_range_text(grid_rows_of(sheet, COL_STATISTIC, first, last)));
        put_check(r, SHEET_AGEING, row + 1, col, passed, DC_WORD_COUNT, condition);
    }
    grid_text(sheet, row + 1, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_CHECK_TRANSLATION));
    put_column_check(r, SHEET_AGEING, row + 1, COL_VERDICT, all_passed, DC_WORD_CHECK_TRANSLATION,
                     grid_cols_of(sheet, row + 1, COL_BUCKET, COL_VERDICT - 1));
}

static grid_show home_show(const report *r)
{
    return (grid_show)(SHOW_MONEY + r->answer->book->currencies[r->answer->book->home].decimals);
}

/* Buckets are translated one by one, the ledger of a currency at once: what is between them. */
static void put_rounding(report *r, grid *sheet, uint32_t row, uint32_t total_row)
{
    const dc_book *book = r->answer->book;
    double         receivables = money_major(r->answer, (double)dc_book_receivables(book).minor) -
                         grid_number_at(sheet, total_row, COL_RECEIVABLES);
    double unapplied = money_major(r->answer, (double)dc_book_unapplied(book).minor) -
                       grid_number_at(sheet, total_row, COL_UNAPPLIED);
    double minor = money_major(r->answer, 1.0);
    receivables = round(receivables / minor) * minor; /* no dust of floating point */
    unapplied = round(unapplied / minor) * minor;
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_ROUNDING));
    grid_number(sheet, row, COL_RECEIVABLES, ROLE_FIGURE, home_show(r), receivables);
    grid_number(sheet, row, COL_UNAPPLIED, ROLE_FIGURE, home_show(r), unapplied);
    grid_formula(sheet, row, COL_LEDGER, ROLE_FORMULA, home_show(r), receivables + unapplied,
                 "%s+%s", grid_ref(sheet, row, COL_RECEIVABLES),
                 grid_ref(sheet, row, COL_UNAPPLIED));
}

/* The ledger as the book counts it against the total above it: what is between them is rounding,
 * half a minor unit for each claim at most. */
static void put_ledger(report *r, grid *sheet, uint32_t row, uint32_t total_row, uint32_t first)
{
    uint32_t    rounding = row - 1, last = total_row - 1;
    double      claims = 0.0, half_unit = money_major(r->answer, 0.5);
    double      ledger = money_major(r->answer, (double)ledger_today(r->answer));
    double      gap = ledger - grid_number_at(sheet, total_row, COL_LEDGER);
    const char *between = grid_ref(sheet, rounding, COL_LEDGER);
    for (uint32_t i = first; i <= last; i++)
        claims += grid_number_at(sheet, i, COL_STATISTIC);
    bool passed = fabs(gap - grid_number_at(sheet, rounding, COL_LEDGER)) < half_unit &&
                  fabs(gap) <= half_unit * (claims + 1.0);

    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_CHECK_LEDGER_SUM));
    grid_number(sheet, row, COL_LEDGER, ROLE_FIGURE, home_show(r), ledger);
    put_check(r, SHEET_AGEING, row, COL_VERDICT, passed, DC_WORD_CHECK_LEDGER_SUM,
              dc_arena_format(r->arena, "AND(ABS(%s-%s-%s)<%g,ABS(%s)<=%g*(SUM(%s)+1))",
                              grid_ref(sheet, row, COL_LEDGER),
                              grid_ref(sheet, total_row, COL_LEDGER), between, half_unit, between,
                              half_unit,
                              grid_range_text(grid_rows_of(sheet, COL_STATISTIC, first, last))));
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, COL_VERDICT, row, row));
}

/* The ledger of the book against the total above it, and against the general ledger. */
static uint32_t put_ties(report *r, grid *sheet, uint32_t row, uint32_t total_row, uint32_t first)
{
    const dc_figure *control = &r->answer->book->company.control_receivables;
    put_rounding(r, sheet, row++, total_row);
    put_ledger(r, sheet, row, total_row, first);
    double ledger = grid_number_at(sheet, row, COL_LEDGER);

    grid_text(sheet, row + 1, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_GENERAL_LEDGER));
    if (!control->known) {
        grid_text(sheet, row + 1, COL_LEDGER, ROLE_FIGURE, say(r, DC_WORD_NOT_AVAILABLE));
        grid_text(sheet, row + 1, COL_VERDICT, ROLE_NOTE,
                  say(r, r->answer->book->company.control_left_out
                             ? DC_WORD_CONTROL_OF_OTHER_CURRENCY
                             : DC_WORD_MISSING_CONTROL_RECEIVABLES));
        return row + 2;
    }
    double booked = money_major(r->answer, (double)control->value.minor);
    grid_number(sheet, row + 1, COL_LEDGER, ROLE_INPUT, home_show(r), booked);
    grid_text(sheet, row + 2, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_LEDGER_LESS_GENERAL));
    grid_formula(sheet, row + 2, COL_LEDGER, ROLE_FORMULA, home_show(r), ledger - booked, "%s-%s",
                 grid_ref(sheet, row, COL_LEDGER), grid_ref(sheet, row + 1, COL_LEDGER));
    return row + 3;
}

static uint32_t fill_now(report *r, grid *sheet, uint32_t row)
{
    const dc_book  *book = r->answer->book;
    const dc_today *today = r->answer->today;
    balances        all = {today->ageing, today->credits, today->unapplied, today->ledger};

    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_AGEING_NOW));
    put_heads(r, sheet, row, say(r, DC_WORD_OWN_CURRENCY));
    row += 2;
    uint32_t first = row;
    for (size_t i = 0; i < book->currency_count; i++)
        put_currency(r, sheet, row++, i);
    uint32_t last = row - 1;

    grid_text(sheet, row, COL_LABEL, ROLE_TOTAL,
              has_currency(r->answer)
                  ? text_fill(r->arena, say(r, DC_WORD_TRANSLATED), r->currency, (const char *)NULL)
                  : say(r, DC_WORD_TOTAL));
    put_balances(sheet, row, all, book->currencies[book->home].decimals, ROLE_TOTAL);
    r->ageing_now_row = row;
    r->ageing_now_col = COL_BUCKET;
    put_translation_check(r, sheet, first, last, row);
    return put_ties(r, sheet, row + 2, row, first);
}

static void put_projected_heads(report *r, grid *sheet, uint32_t row)
{
    put_heads(r, sheet, row, NULL);
    grid_text(sheet, row, COL_LABEL, ROLE_HEADER, say(r, DC_WORD_SCENARIO));
    grid_text(sheet, row, COL_STATISTIC, ROLE_HEADER, say(r, DC_WORD_STATISTIC));
    grid_text(sheet, row, COL_DATE, ROLE_HEADER, say(r, DC_WORD_DATE));
    grid_text(sheet, row, COL_RATE, ROLE_HEADER, say(r, DC_WORD_WEEK));
    grid_text(sheet, row, COL_CREDITS, ROLE_HEADER, say(r, DC_WORD_SHARE_OVERDUE));
    grid_text(sheet, row + 1, COL_CREDITS, ROLE_UNIT, "%");
    for (uint32_t col = COL_RECEIVABLES; col < COL_COUNT; col++)
        for (uint32_t i = row; i <= row + 1; i++)
            *grid_at(sheet, i, col) = (grid_cell){0};
}

static void put_totals(grid *sheet, uint32_t row)
{
    grid_range  all = grid_cols_of(sheet, row, COL_BUCKET, COL_TOTAL - 1);
    grid_range  late = grid_cols_of(sheet, row, COL_BUCKET + 1, COL_TOTAL - 1);
    double      total = grid_sum(sheet, row, COL_TOTAL, ROLE_FORMULA, SHOW_MONEY, all);
    double      overdue = total - grid_number_at(sheet, row, COL_BUCKET);
    const char *ref = grid_ref(sheet, row, COL_TOTAL);
    grid_formula(sheet, row, COL_CREDITS, ROLE_FORMULA, SHOW_SHARE,
                 total != 0.0 ? overdue / total : 0.0, "IF(%s=0,0,SUM(%s)/%s)", ref,
                 grid_range_text(late), ref);
}

static const char *week_name(const report *r, int32_t week)
{
    return text_fill(r->arena, say(r, DC_WORD_WEEK_N), text_number(r->arena, week, 0),
                     (const char *)NULL);
}

static void put_projection(report *r, grid *sheet, uint32_t row, size_t scenario, int statistic,
                           size_t report_index)
{
    static const dc_word names[STATISTICS] = {DC_WORD_MEAN, DC_WORD_EXPECTED, DC_WORD_P5,
                                              DC_WORD_P95};
    const dc_outcome    *outcome = &r->answer->comparison->outcome[scenario];

    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_text(sheet, row, COL_STATISTIC, ROLE_LABEL, say(r, names[statistic]));
    grid_date(sheet, row, COL_DATE, ROLE_LABEL,
              dc_date_add_days(r->answer->book->as_of, outcome->report_days[report_index]));
    grid_text(sheet, row, COL_RATE, ROLE_LABEL, week_name(r, outcome->report_week[report_index]));
    for (uint32_t b = 0; b < DC_BUCKETS; b++) {
        const dc_estimate *e = &outcome->ageing[report_index][b];
        const double       values[STATISTICS] = {e->mean, outcome->expected_ageing[report_index][b],
                                                 e->quantile[DC_P5], e->quantile[DC_P95]};
        bool               band = statistic >= 2;
        put_value(r, sheet, row, COL_BUCKET + b, DC_UNIT_MONEY,
                  statistic == 1 || (e->applicable && (!band || has_bands(r->answer))),
                  values[statistic]);
    }
    if (statistic < 2)
        put_totals(sheet, row);
}

static uint32_t put_now(report *r, grid *sheet, uint32_t row)
{
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, scenario_label(r->answer, 0));
    grid_text(sheet, row, COL_STATISTIC, ROLE_LABEL, say(r, DC_WORD_TODAY));
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, r->answer->book->as_of);
    grid_text(sheet, row, COL_RATE, ROLE_LABEL, say(r, DC_WORD_TODAY));
    for (uint32_t b = 0; b < DC_BUCKETS; b++) {
        grid_link(sheet, row, COL_BUCKET + b, sheet, r->ageing_now_row, COL_BUCKET + b);
        grid_at(sheet, row, COL_BUCKET + b)->role = ROLE_FORMULA;
        grid_at(sheet, row, COL_BUCKET + b)->show = SHOW_MONEY;
    }
    put_totals(sheet, row);
    return row + 1;
}

static void fill_projected(report *r, grid *sheet, uint32_t row)
{
    const dc_comparison *comparison = r->answer->comparison;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_AGEING_PROJECTED));
    put_projected_heads(r, sheet, row);
    r->ageing_head_row = row;
    uint32_t filter_row = row + 1;
    row += 2;

    r->ageing_mean_row = row;
    r->ageing_mean_count = 1 + (uint32_t)comparison->outcome[0].report_count;
    row = put_now(r, sheet, row);
    for (size_t s = 0; s < comparison->count; s++) {
        grid_break_add(sheet, s > 0 ? row : 0);
        for (int statistic = 0; statistic < STATISTICS; statistic++)
            for (size_t i = 0; i < comparison->outcome[s].report_count; i++)
                put_projection(r, sheet, row++, s, statistic, i);
    }
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, filter_row, 0, row - 1, COL_CREDITS};
    sheet->repeat_from = filter_row - 1;
    sheet->repeat_to = filter_row;
}

/* Below the rows that are printed on every page. */
static void put_chart(report *r, grid *sheet)
{
    static const uint32_t shades[DC_BUCKETS] = {0x0072B2, 0x56B4E9, 0xF0E442,
                                                0xE69F00, 0xD55E00, 0x7A3300};
    grid_chart           *chart =
        grid_chart_add(sheet, CHART_STACKED_COLUMNS, r->ageing_head_row + 2, COL_RECEIVABLES);
    uint32_t first = r->ageing_mean_row, last = first + r->ageing_mean_count - 1;

    chart->title = say(r, DC_WORD_CHART_AGEING);
    chart->across = say(r, DC_WORD_EMPTY);
    chart->width = 400;
    chart->up = r->scale.label;
    chart->alternative_text = say(r, DC_WORD_CHART_AGEING_ALT);
    chart->divisor = r->scale.divisor;
    chart->categories = grid_rows_of(sheet, COL_RATE, first, last);
    for (int b = 0; b < DC_BUCKETS; b++)
        grid_series_add(chart, bucket_name(r, b),
                        grid_rows_of(sheet, COL_BUCKET + (uint32_t)b, first, last), shades[b]);
}

void fill_ageing(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_TITLE_AGEING, DC_WORD_NOTE_AGEING);
    for (uint32_t col = 0; col < COL_COUNT; col++)
        sheet->width[col] = 14;
    sheet->width[COL_LABEL] = SCENARIO_WIDTH + 1;
    uint32_t row = fill_now(r, sheet, SHEET_FIRST_ROW);
    grid_break_add(sheet, row + 1);
    row = put_uncollected(r, sheet, row + 1);
    grid_break_add(sheet, row);
    fill_projected(r, sheet, row);
    put_chart(r, sheet);
    sheet->freeze_col = COL_LABEL + 1;
}
