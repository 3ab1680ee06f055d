/*
 * Bad debt: the provision matrix with live balances, the true-up against the books, roll rates, the
 * allowance as a corkscrew - opening + expense - written off + recovered + tax relieved = closing -
 * for each scenario.
 */
#include <math.h>

#include "sheets.h"

enum { COL_LABEL, COL_BALANCE, COL_RATE, COL_ALLOWANCE, COL_MODEL };

/* clang-format off */
#define CORKSCREW_COLUMNS(X)                                                                       \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_FROM, DC_WORD_FROM, COLUMN_PLAIN, 16)                                                    \
    X(COL_TO, DC_WORD_TO, COLUMN_PLAIN, 16)                                                        \
    X(COL_OPENING, DC_WORD_OPENING_ALLOWANCE, COLUMN_MONEY, 16)                                    \
    X(COL_EXPENSE, DC_WORD_METRIC_BAD_DEBT_EXPENSE, COLUMN_MONEY, 16)                              \
    X(COL_WRITTEN_OFF, DC_WORD_METRIC_WRITTEN_OFF, COLUMN_MONEY, 16)                               \
    X(COL_RECOVERED, DC_WORD_METRIC_RECOVERED, COLUMN_MONEY, 16)                                   \
    X(COL_RELIEF, DC_WORD_TAX_RELIEF, COLUMN_MONEY, 16)                                            \
    X(COL_CLOSING, DC_WORD_CLOSING_ALLOWANCE, COLUMN_MONEY, 16)                                    \
    X(COL_SIMULATED, DC_WORD_SIMULATED_ALLOWANCE, COLUMN_MONEY, 16)                                \
    X(COL_CHECK, DC_WORD_CHECK, COLUMN_PLAIN, 10)                                                  \
    X(COL_EXPENSE_P5, DC_WORD_EXPENSE_P5, COLUMN_MONEY, 16)                                        \
    X(COL_EXPENSE_P95, DC_WORD_EXPENSE_P95, COLUMN_MONEY, 16)
/* clang-format on */

enum { CORKSCREW_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column corkscrew[COL_COUNT] = {CORKSCREW_COLUMNS(COLUMN_ROW)};

static const double money_tolerance = 1.0;

enum { MATRIX_COLUMNS = 5 };

static void put_heads(report *r, grid *sheet, uint32_t row, const dc_word heads[MATRIX_COLUMNS],
                      const column_unit units[MATRIX_COLUMNS])
{
    for (uint32_t i = 0; i < MATRIX_COLUMNS; i++) {
        grid_text(sheet, row, i, ROLE_HEADER, say(r, heads[i]));
        put_column_unit(r, sheet, row + 1, i, units[i]);
    }
    sheet->rows[row].height = 42;
}

static void put_matrix_heads(report *r, grid *sheet, uint32_t row)
{
    static const dc_word     heads[] = {DC_WORD_DAYS_OVERDUE, DC_WORD_BALANCE, DC_WORD_LOSS_RATE,
                                        DC_WORD_ALLOWANCE_LIVE, DC_WORD_ALLOWANCE_MODEL};
    static const column_unit units[] = {COLUMN_PLAIN, COLUMN_MONEY, COLUMN_SHARE, COLUMN_MONEY,
                                        COLUMN_MONEY};
    put_heads(r, sheet, row, heads, units);
}

static void put_bucket(report *r, grid *sheet, uint32_t row, uint32_t bucket)
{
    const dc_today *today = r->answer->today;
    double          rate = today->loss_rate[bucket];
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, bucket_name(r, (int)bucket));
    grid_link(sheet, row, COL_BALANCE, r->sheet[SHEET_AGEING], r->ageing_now_row,
              r->ageing_now_col + bucket);
    grid_at(sheet, row, COL_BALANCE)->show = SHOW_MONEY;
    grid_number(sheet, row, COL_RATE, ROLE_INPUT, SHOW_SHARE, rate);
    grid_formula(sheet, row, COL_ALLOWANCE, ROLE_FORMULA, SHOW_MONEY,
                 grid_number_at(sheet, row, COL_BALANCE) * rate, "%s*%s",
                 grid_ref(sheet, row, COL_BALANCE), grid_ref(sheet, row, COL_RATE));
    put_money(r, sheet, row, COL_MODEL, ROLE_FIGURE, (double)today->allowance[bucket]);
}

/* What specific allowances of named customers add. */
static void put_named(report *r, grid *sheet, uint32_t row)
{
    double named = (double)r->answer->today->named;
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_BAD_NAMED));
    put_money(r, sheet, row, COL_ALLOWANCE, ROLE_INPUT, named);
    put_money(r, sheet, row, COL_MODEL, ROLE_FIGURE, named);
}

/* Learnt allowance less the one in the books: a true-up, apart from the run-rate expense. */
static uint32_t put_true_up(report *r, grid *sheet, uint32_t row, uint32_t total_row)
{
    const dc_figure *booked = &r->answer->book->company.control_allowance;
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_ALLOWANCE_BOOKED));
    grid_text(sheet, row + 1, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_TRUE_UP));
    if (!booked->known) {
        put_missing(r, sheet, row, COL_MODEL);
        put_missing(r, sheet, row + 1, COL_MODEL);
        grid_text(sheet, row, COL_MODEL + 1, ROLE_NOTE, say(r, DC_WORD_MISSING_CONTROL_ALLOWANCE));
        return row + 3;
    }
    put_money(r, sheet, row, COL_MODEL, ROLE_INPUT, (double)booked->value.minor);
    double true_up =
        grid_number_at(sheet, total_row, COL_MODEL) - grid_number_at(sheet, row, COL_MODEL);
    grid_formula(sheet, row + 1, COL_MODEL, ROLE_FORMULA, SHOW_MONEY, true_up, "%s-%s",
                 grid_ref(sheet, total_row, COL_MODEL), grid_ref(sheet, row, COL_MODEL));
    return row + 3;
}

static uint32_t fill_matrix(report *r, grid *sheet, uint32_t row)
{
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_PROVISION_MATRIX));
    put_matrix_heads(r, sheet, row);
    row += 2;
    uint32_t first = row;
    for (uint32_t bucket = 0; bucket < DC_BUCKETS; bucket++)
        put_bucket(r, sheet, row++, bucket);

    if (r->answer->today->named != 0)
        put_named(r, sheet, row++);
    static const uint32_t summed[] = {COL_BALANCE, COL_ALLOWANCE, COL_MODEL};
    grid_text(sheet, row, COL_LABEL, ROLE_TOTAL, say(r, DC_WORD_TOTAL));
    for (size_t i = 0; i < sizeof summed / sizeof summed[0]; i++)
        grid_sum(sheet, row, summed[i], ROLE_TOTAL, SHOW_MONEY,
                 grid_rows_of(sheet, summed[i], first, row - 1));
    double      balance = grid_number_at(sheet, row, COL_BALANCE);
    const char *ref = grid_ref(sheet, row, COL_BALANCE);
    grid_formula(sheet, row, COL_RATE, ROLE_TOTAL, SHOW_SHARE,
                 balance != 0.0 ? grid_number_at(sheet, row, COL_ALLOWANCE) / balance : 0.0,
                 "IF(%s=0,0,%s/%s)", ref, grid_ref(sheet, row, COL_ALLOWANCE), ref);
    return put_true_up(r, sheet, row + 1, row);
}

static void put_roll_heads(report *r, grid *sheet, uint32_t row)
{
    static const dc_word     heads[] = {DC_WORD_DAYS_OVERDUE, DC_WORD_BALANCE, DC_WORD_ROLLS_ON,
                                        DC_WORD_LOST_AT_LAST, DC_WORD_ALLOWANCE_ROLL};
    static const column_unit units[] = {COLUMN_PLAIN, COLUMN_MONEY, COLUMN_SHARE, COLUMN_SHARE,
                                        COLUMN_MONEY};
    put_heads(r, sheet, row, heads, units);
}

/* What is lost of a bucket is what rolls out of it, times what is lost of the next one. */
static void put_roll(report *r, grid *sheet, uint32_t row, uint32_t bucket, uint32_t matrix)
{
    enum { COL_ROLL = COL_RATE, COL_LOST = COL_ALLOWANCE };
    const dc_roll_rates *roll = r->answer->roll;
    bool                 last = bucket + 1 == DC_BUCKETS;
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, bucket_name(r, (int)bucket));
    grid_formula(sheet, row, COL_BALANCE, ROLE_FORMULA, SHOW_MONEY,
                 grid_number_at(sheet, matrix + bucket, COL_BALANCE), "%s",
                 grid_ref(sheet, matrix + bucket, COL_BALANCE));
    grid_number(sheet, row, COL_ROLL, ROLE_INPUT, SHOW_SHARE, roll->roll[bucket]);
    grid_formula(sheet, row, COL_LOST, ROLE_FORMULA, SHOW_SHARE, roll->loss[bucket], "%s%s%s",
                 grid_ref(sheet, row, COL_ROLL), last ? "" : "*",
                 last ? "" : grid_ref(sheet, row + 1, COL_LOST));
    grid_formula(sheet, row, COL_MODEL, ROLE_FORMULA, SHOW_MONEY,
                 grid_number_at(sheet, row, COL_BALANCE) * roll->loss[bucket], "%s*%s",
                 grid_ref(sheet, row, COL_BALANCE), grid_ref(sheet, row, COL_LOST));
}

/* How much of a bucket went on to the next one, a month at a time: beside the matrix. */
static uint32_t fill_rolls(report *r, grid *sheet, uint32_t row)
{
    const dc_roll_rates *roll = r->answer->roll;
    if (!roll || !roll->applicable)
        return row;
    grid_break_add(sheet, row);
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_BAD_ROLL));
    put_roll_heads(r, sheet, row);
    row += 2;
    uint32_t first = row, matrix = SHEET_FIRST_ROW + 3; /* below its heading, heads and units */
    for (uint32_t bucket = 0; bucket < DC_BUCKETS; bucket++)
        put_roll(r, sheet, row++, bucket, matrix);
    grid_text(sheet, row, COL_LABEL, ROLE_TOTAL, say(r, DC_WORD_TOTAL));
    grid_sum(sheet, row, COL_BALANCE, ROLE_TOTAL, SHOW_MONEY,
             grid_rows_of(sheet, COL_BALANCE, first, row - 1));
    grid_sum(sheet, row, COL_MODEL, ROLE_TOTAL, SHOW_MONEY,
             grid_rows_of(sheet, COL_MODEL, first, row - 1));
    grid_text(sheet, row, COL_MODEL + 1, ROLE_NOTE, say(r, DC_WORD_NOTE_ROLL));
    return row + 2;
}

/* Where the corkscrew turns: the end of a month, or of a week. */
typedef struct {
    bool    is_month;
    int32_t index; /* of the outcome's months or weeks */
    int32_t day;   /* after the as-of date */
} turn;

static const dc_estimate *figure_at(const dc_outcome *outcome, dc_metric metric, turn at)
{
    return at.is_month ? &outcome->month[metric][at.index] : &outcome->series[metric][at.index];
}

/* What a sum since the as-of date gained; `from` NULL: from the beginning. */
static double gained(const dc_outcome *outcome, dc_metric metric, const turn *from, turn to)
{
    return figure_at(outcome, metric, to)->mean -
           (from ? figure_at(outcome, metric, *from)->mean : 0.0);
}

/* What is written off net of recoveries brings its tax back: that part is no expense. */
static double relief_by(const report *r, const dc_outcome *outcome, turn at)
{
    double net =
        figure_at(outcome, DC_WRITTEN_OFF, at)->mean - figure_at(outcome, DC_RECOVERED, at)->mean;
    return nearbyint(net * r->answer->today->relief);
}

/* The band of a month's own expense; a stub of weeks has none of its own. */
static void put_band(report *r, grid *sheet, uint32_t row, const dc_outcome *outcome, turn to)
{
    const dc_estimate *e = figure_at(outcome, DC_BAD_DEBT_EXPENSE_PERIOD, to);
    if (!to.is_month || !has_bands(r->answer))
        return;
    put_money(r, sheet, row, COL_EXPENSE_P5, ROLE_FIGURE, e->quantile[DC_P5]);
    put_money(r, sheet, row, COL_EXPENSE_P95, ROLE_FIGURE, e->quantile[DC_P95]);
}

static bool put_turn(report *r, grid *sheet, uint32_t row, size_t scenario, const turn *from,
                     turn to)
{
    const dc_outcome *outcome = &r->answer->comparison->outcome[scenario];
    dc_date           as_of = r->answer->book->as_of;
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_date(sheet, row, COL_FROM, ROLE_LABEL, dc_date_add_days(as_of, from ? from->day : 0));
    grid_date(sheet, row, COL_TO, ROLE_LABEL, dc_date_add_days(as_of, to.day));
    if (!from)
        put_money(r, sheet, row, COL_OPENING, ROLE_FIGURE,
                  r->answer->today->value[DC_ALLOWANCE].mean);
    else
        grid_formula(sheet, row, COL_OPENING, ROLE_FORMULA, SHOW_MONEY,
                     grid_number_at(sheet, row - 1, COL_CLOSING), "%s",
                     grid_ref(sheet, row - 1, COL_CLOSING));
    put_money(r, sheet, row, COL_EXPENSE, ROLE_FIGURE,
              gained(outcome, DC_BAD_DEBT_EXPENSE, from, to));
    put_money(r, sheet, row, COL_WRITTEN_OFF, ROLE_FIGURE,
              -gained(outcome, DC_WRITTEN_OFF, from, to));
    put_money(r, sheet, row, COL_RECOVERED, ROLE_FIGURE, gained(outcome, DC_RECOVERED, from, to));
    put_money(r, sheet, row, COL_RELIEF, ROLE_FIGURE,
              relief_by(r, outcome, to) - (from ? relief_by(r, outcome, *from) : 0.0));
    put_band(r, sheet, row, outcome, to);
    double closing = grid_sum(sheet, row, COL_CLOSING, ROLE_FORMULA, SHOW_MONEY,
                              grid_cols_of(sheet, row, COL_OPENING, COL_RELIEF));
    put_money(r, sheet, row, COL_SIMULATED, ROLE_FIGURE,
              figure_at(outcome, DC_ALLOWANCE, to)->mean);
    bool passed = fabs(closing - grid_number_at(sheet, row, COL_SIMULATED)) <= money_tolerance;
    put_check(r, SHEET_BAD_DEBT, row, COL_CHECK, passed, DC_WORD_COUNT,
              dc_arena_format(r->arena, "ABS(%s-%s)<=%g", grid_ref(sheet, row, COL_CLOSING),
                              grid_ref(sheet, row, COL_SIMULATED), money_tolerance));
    return passed;
}

/* Month by month, and what is left of the horizon. */
static size_t turns_of(turn out[DC_MONTHS_AHEAD_MAX + 1], const report *r,
                       const dc_outcome *outcome)
{
    size_t count = 0;
    turn   last = {.index = outcome->week_count,
                   .day = dc_week_end_day(r->answer->options, outcome->week_count)};
    for (size_t m = 0; m < outcome->month_count && outcome->month_day[m] < last.day; m++)
        out[count++] = (turn){true, (int32_t)m, outcome->month_day[m]};
    out[count++] = last;
    return count;
}

static uint32_t put_corkscrew(report *r, grid *sheet, uint32_t row, size_t scenario, bool *passed)
{
    turn   turns[DC_MONTHS_AHEAD_MAX + 1];
    size_t count = turns_of(turns, r, &r->answer->comparison->outcome[scenario]);
    for (size_t i = 0; i < count; i++)
        *passed &= put_turn(r, sheet, row++, scenario, i > 0 ? &turns[i - 1] : NULL, turns[i]);
    return row;
}

static void fill_corkscrews(report *r, grid *sheet, uint32_t row)
{
    const dc_comparison *comparison = r->answer->comparison;
    bool                 passed = true;
    grid_text(sheet, row, 0, ROLE_SECTION, say(r, DC_WORD_CORKSCREW));
    uint32_t verdict = row++;
    sheet_header(r, sheet, row, corkscrew, COL_COUNT);
    sheet->has_filter = true;
    uint32_t head = row + 1, first = row + 2;
    row = first;
    for (size_t s = 0; s < comparison->count; s++)
        if (comparison->outcome[s]
                .series[DC_ALLOWANCE][comparison->outcome[s].week_count]
                .applicable) {
            grid_break_add(sheet, s > 0 ? row : verdict);
            row = put_corkscrew(r, sheet, row, s, &passed);
        }
    if (row == first)
        put_missing(r, sheet, row++, COL_OPENING);
    sheet->filter = (grid_range){sheet, head, 0, row - 1, COL_COUNT - 1};
    sheet->repeat_from = head - 1;
    sheet->repeat_to = head;
    grid_text(sheet, verdict, COL_SIMULATED, ROLE_LABEL, say(r, DC_WORD_CHECK));
    put_column_check(r, SHEET_BAD_DEBT, verdict, COL_CHECK, passed, DC_WORD_CHECK_CORKSCREW,
                     grid_rows_of(sheet, COL_CHECK, first, row - 1));
}

static void put_chart(report *r, grid *sheet)
{
    const grid *from = r->sheet[SHEET_DIFFERENCES];
    if (!from)
        return;
    int         week = r->difference_row[DC_BAD_DEBT_EXPENSE][1] > 0 ? 1 : 0;
    uint32_t    first = r->difference_row[DC_BAD_DEBT_EXPENSE][week];
    grid_chart *chart = grid_chart_add(sheet, CHART_COLUMNS, SHEET_FIRST_ROW, COL_MODEL + 4);
    size_t      count = r->answer->comparison->count;
    chart->title = say(r, DC_WORD_CHART_EXPENSE);
    chart->across = say(r, DC_WORD_SCENARIO);
    chart->up = r->scale.label;
    chart->alternative_text = say(r, DC_WORD_CHART_EXPENSE_ALT);
    chart->divisor = r->scale.divisor;
    chart->width = 640;
    chart->height = 260;
    difference_levels(chart, from, first, first + (uint32_t)count - 1);

    uint32_t *colours = dc_arena_alloc(r->arena, count, sizeof *colours);
    for (size_t s = 0; s < count; s++)
        colours[s] = scenario_colour(s);
    chart->series[0].name = say(r, DC_WORD_METRIC_BAD_DEBT_EXPENSE);
    chart->series[0].unlisted = true;
    chart->series[0].point_count = count;
    chart->series[0].point_colours = colours;
}

void fill_bad_debt(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_SHEET_BAD_DEBT, DC_WORD_NOTE_BAD_DEBT);
    uint32_t row = fill_matrix(r, sheet, SHEET_FIRST_ROW);
    row = fill_rolls(r, sheet, row);
    fill_corkscrews(r, sheet, row);
    put_chart(r, sheet);
    sheet->freeze_col = 1;
}
