/*
 * Calculations: the expected case by week, live.  Receipts and receivables from opening to closing
 * follow by formula from the chances by day and the inputs; beside them the expectation of the run.
 */
#include "live.h"

#include <math.h>
#include <string.h>

/* clang-format off */
#define CALCULATION_COLUMNS(X)                                                                     \
    X(COL_WEEK, DC_WORD_WEEK, COLUMN_PLAIN, 8)                                                     \
    X(COL_DATE, DC_WORD_WEEK_ENDING, COLUMN_PLAIN, 13)                                             \
    X(COL_OPENING, DC_WORD_OPENING_RECEIVABLES, COLUMN_MONEY, 17)                                  \
    X(COL_INVOICED, DC_WORD_SALES_INVOICED, COLUMN_MONEY, 17)                                      \
    X(COL_PAID, DC_WORD_LIVE_LEFT_PAID, COLUMN_MONEY, 17)                                          \
    X(COL_WRITTEN_OFF, DC_WORD_METRIC_WRITTEN_OFF, COLUMN_MONEY, 17)                               \
    X(COL_CLOSING, DC_WORD_CLOSING_RECEIVABLES, COLUMN_MONEY, 17)                                  \
    X(COL_CASH, DC_WORD_LIVE_RECEIPTS, COLUMN_MONEY, 17)                                           \
    X(COL_SUM, DC_WORD_LIVE_RECEIPTS_SUM, COLUMN_MONEY, 17)                                        \
    X(COL_STORED, DC_WORD_LIVE_STORED, COLUMN_MONEY, 17)                                           \
    X(COL_CHANGE, DC_WORD_LIVE_CHANGE, COLUMN_MONEY, 17)                                           \
    X(COL_CHECK, DC_WORD_CHECK, COLUMN_PLAIN, 10)
/* clang-format on */

enum { CALCULATION_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {CALCULATION_COLUMNS(COLUMN_ROW)};

enum { ROW_STATE = SHEET_FIRST_ROW, ROW_COMMAND, ROW_HEADER = ROW_COMMAND + 2, CHART_GAP = 2 };

/* Relative to what was received; sums of many products come in another order. */
static const double tolerance = 1e-9;

static int32_t weeks_told(const dc_answer *answer)
{
    int32_t week = 0;
    while (week < answer->comparison->outcome[0].week_count &&
           dc_week_end_day(answer->options, week + 1) <= answer->daily->day_count)
        week++;
    return week;
}

static const char *days_range(const report *r, uint32_t row)
{
    const grid *by_day = r->sheet[SHEET_BY_DAY];
    return dc_arena_format(r->arena, "'%s'!%s:%s", by_day->title,
                           grid_ref_fixed(by_day, row, live_col(1)),
                           grid_ref_fixed(by_day, row, live_col(r->answer->daily->day_count)));
}

static double sum_of_week(const report *r, live_sum sum, int32_t week)
{
    double  value = 0.0;
    int32_t from = dc_week_end_day(r->answer->options, week - 1) + 1;
    for (int32_t day = from; day <= dc_week_end_day(r->answer->options, week); day++)
        value += r->live_map->sum_value[sum][day];
    return value;
}

static const char *sum_formula(const report *r, const grid *sheet, uint32_t row, live_sum sum)
{
    return dc_arena_format(r->arena, "SUMIF(%s,$%s,%s)", days_range(r, LIVE_ROW_WEEK),
                           grid_ref(sheet, row, COL_WEEK), days_range(r, r->live_map->sum[sum]));
}

static double put_week_sum(report *r, grid *sheet, uint32_t row, uint32_t col, live_sum sum,
                           int32_t week, double sign)
{
    double value = sign * sum_of_week(r, sum, week);
    grid_formula(sheet, row, col, ROLE_FORMULA, SHOW_MONEY, value, "%s%s", sign < 0.0 ? "-" : "",
                 sum_formula(r, sheet, row, sum));
    return value;
}

static void put_balances(report *r, grid *sheet, uint32_t row, int32_t week, bool first)
{
    if (first)
        grid_formula(sheet, row, COL_OPENING, ROLE_LINK, SHOW_MONEY,
                     r->live_map->sum_value[LIVE_SUM_CLOSING][0], "%s",
                     grid_ref_from(sheet, r->sheet[SHEET_BY_DAY],
                                   r->live_map->sum[LIVE_SUM_CLOSING], live_col(0)));
    else
        grid_formula(sheet, row, COL_OPENING, ROLE_FORMULA, SHOW_MONEY,
                     grid_number_at(sheet, row - 1, COL_CLOSING), "%s",
                     grid_ref(sheet, row - 1, COL_CLOSING));
    put_week_sum(r, sheet, row, COL_INVOICED, LIVE_SUM_INVOICED, week, 1.0);
    put_week_sum(r, sheet, row, COL_PAID, LIVE_SUM_PAID, week, -1.0);
    put_week_sum(r, sheet, row, COL_WRITTEN_OFF, LIVE_SUM_WRITTEN_OFF, week, -1.0);
    grid_sum(sheet, row, COL_CLOSING, ROLE_FORMULA, SHOW_MONEY,
             grid_cols_of(sheet, row, COL_OPENING, COL_WRITTEN_OFF));
}

static void put_receipts(report *r, grid *sheet, uint32_t row, int32_t week, bool first)
{
    double cash = sum_of_week(r, LIVE_SUM_CASH, week) + sum_of_week(r, LIVE_SUM_RECOVERED, week);
    double before = first ? 0.0 : grid_number_at(sheet, row - 1, COL_SUM);
    double stored = money_major(r->answer, r->answer->comparison->outcome[0].expected_cash[week]);
    grid_formula(sheet, row, COL_CASH, ROLE_FORMULA, SHOW_MONEY, cash, "%s+%s",
                 sum_formula(r, sheet, row, LIVE_SUM_CASH),
                 sum_formula(r, sheet, row, LIVE_SUM_RECOVERED));
    grid_formula(sheet, row, COL_SUM, ROLE_FORMULA, SHOW_MONEY, before + cash, "%s%s%s",
                 first ? "" : grid_ref(sheet, row - 1, COL_SUM), first ? "" : "+",
                 grid_ref(sheet, row, COL_CASH));
    grid_number(sheet, row, COL_STORED, ROLE_FIGURE, SHOW_MONEY, stored);
    const char *gap = dc_arena_format(r->arena, "%s-%s", grid_ref(sheet, row, COL_SUM),
                                      grid_ref(sheet, row, COL_STORED));
    grid_formula(sheet, row, COL_CHANGE, ROLE_FORMULA, SHOW_MONEY,
                 round((before + cash - stored) * 100.0) / 100.0 + 0.0, "ROUND(%s,2)", gap);
    put_check(r, SHEET_CALCULATIONS, row, COL_CHECK,
              fabs(before + cash - stored) <= tolerance * fmax(1.0, fabs(stored)), DC_WORD_COUNT,
              dc_arena_format(r->arena, "OR(%s,ABS(%s)<=%g*MAX(1,ABS(%s)))", NAME_EDITED, gap,
                              tolerance, grid_ref(sheet, row, COL_STORED)));
}

static void put_totals(report *r, grid *sheet, uint32_t row, uint32_t first)
{
    static const uint32_t summed[] = {COL_INVOICED, COL_PAID, COL_WRITTEN_OFF, COL_CASH};
    grid_text(sheet, row, COL_WEEK, ROLE_TOTAL, say(r, DC_WORD_TOTAL));
    for (size_t i = 0; i < sizeof summed / sizeof summed[0]; i++)
        grid_sum(sheet, row, summed[i], ROLE_TOTAL, SHOW_MONEY,
                 grid_rows_of(sheet, summed[i], first, row - 1));
}

static void put_chart(report *r, grid *sheet, uint32_t row, uint32_t first, uint32_t last)
{
    grid_chart *chart = grid_chart_add(sheet, CHART_LINES, row, COL_WEEK);
    chart->title = say(r, DC_WORD_CHART_LIVE);
    chart->across = say(r, DC_WORD_WEEK);
    chart->up = r->scale.label;
    chart->divisor = r->scale.divisor;
    chart->alternative_text = say(r, DC_WORD_CHART_LIVE_ALT);
    chart->width = 900;
    chart->categories = grid_rows_of(sheet, COL_WEEK, first, last);
    grid_series_add(chart, say(r, DC_WORD_LIVE_STORED),
                    grid_rows_of(sheet, COL_STORED, first, last), 0x999999);
    grid_series_add(chart, say(r, DC_WORD_LIVE_RECEIPTS_SUM),
                    grid_rows_of(sheet, COL_SUM, first, last), scenario_colour(0));
}

/* The same question for the program; decimals are points whatever the reader's country. */
static void put_command(report *r, grid *sheet)
{
    grid_text(sheet, ROW_COMMAND, COL_WEEK, ROLE_LABEL, say(r, DC_WORD_LIVE_COMMAND));
    grid_formula_text(
        sheet, ROW_COMMAND, COL_OPENING, ROLE_PLAIN, "duecast whatif .",
        "\"duecast whatif .\"&IF(%s*%s>0,\" late_payment:days=\"&%s&\",share=\"&SUBSTITUTE(%s,\","
        "\",\".\"),\"\")&IF(%s>0,\" credit_terms:days=\"&%s&\",pass_through=\"&SUBSTITUTE(%s,\",\","
        "\".\")&\",sales=0,scope=max_terms:\"&%s,\"\")&IF(%s>0,\" instalments:share=\"&SUBSTITUTE("
        "%s,\",\",\".\")&\"%s\",\"\")",
        NAME_DELAY_DAYS, NAME_DELAY_SHARE, NAME_DELAY_DAYS, NAME_DELAY_SHARE, NAME_TERMS_DAYS,
        NAME_TERMS_DAYS, NAME_PASS_THROUGH, NAME_TERMS_DAYS, NAME_PLAN_SHARE, NAME_PLAN_SHARE,
        r->answer->daily_plan);
}

void fill_calculations(report *r, grid *sheet)
{
    uint32_t first = ROW_HEADER + 2, row = first;
    int32_t  weeks = weeks_told(r->answer);
    bool     passed = true;
    sheet_begin(r, sheet, DC_WORD_TITLE_CALCULATIONS, DC_WORD_NOTE_CALCULATIONS);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    put_command(r, sheet);
    for (int32_t week = 1; week <= weeks; week++, row++) {
        grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, week);
        grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, week));
        put_balances(r, sheet, row, week, row == first);
        put_receipts(r, sheet, row, week, row == first);
        passed &= strcmp(grid_look(sheet, row, COL_CHECK).text, say(r, DC_WORD_OK)) == 0;
    }
    if (row == first)
        return;
    put_totals(r, sheet, row, first);
    grid_name_range(sheet, NAME_LIVE_WEEKS, grid_rows_of(sheet, COL_DATE, first, row - 1));
    grid_text(sheet, ROW_STATE, COL_WEEK, ROLE_LABEL, say(r, DC_WORD_LIVE_CHECK));
    put_column_check(r, SHEET_CALCULATIONS, ROW_STATE, COL_CHECK, passed, DC_WORD_LIVE_CHECK,
                     grid_rows_of(sheet, COL_CHECK, first, row - 1));
    put_chart(r, sheet, row + CHART_GAP, first, row - 1);
    sheet->freeze_row = first;
    sheet->freeze_col = COL_OPENING;
    sheet->is_protected = true;
}

/* --- what may be edited --------------------------------------------------------------------------
 * */

/* Future invoices whose terms are too rare to be told apart. */
static void put_other_terms(report *r, grid *sheet, uint32_t row)
{
    const dc_daily *daily = r->answer->daily;
    double          all = 0.0, other = 0.0;
    for (size_t g = 0; g < daily->group_count; g++) {
        if (daily->group[g].kind != DC_DAILY_SALES)
            continue;
        all += daily->group[g].exposure;
        if (daily->group[g].terms == DC_DAILY_OTHER_TERMS)
            other += daily->group[g].exposure;
    }
    grid_text(sheet, row, 0, ROLE_LABEL, say(r, DC_WORD_LIVE_OTHER_TERMS));
    grid_number(sheet, row, 1, ROLE_FIGURE, SHOW_SHARE, all > 0.0 ? other / all : 0.0);
}

uint32_t put_live_inputs(report *r, grid *sheet, uint32_t row)
{
    enum { LABEL, VALUE, AS_RUN, UNIT, MEANING };
    static const struct {
        const char *name;
        dc_word     label, unit, meaning;
        double      as_run, least, most;
        grid_show   show;
    } inputs[] = {
        {NAME_DELAY_DAYS, DC_WORD_LIVE_DELAY_DAYS, DC_WORD_UNIT_DAYS, DC_WORD_LIVE_DELAY_DAYS_NOTE,
         0, 0, 365, SHOW_COUNT},
        {NAME_DELAY_SHARE, DC_WORD_LIVE_DELAY_SHARE, DC_WORD_UNIT_SHARE,
         DC_WORD_LIVE_DELAY_SHARE_NOTE, 1, 0, 1, SHOW_SHARE},
        {NAME_TERMS_DAYS, DC_WORD_LIVE_TERMS_DAYS, DC_WORD_UNIT_DAYS, DC_WORD_LIVE_TERMS_DAYS_NOTE,
         0, 0, 365, SHOW_COUNT},
        {NAME_PASS_THROUGH, DC_WORD_LIVE_PASS_THROUGH, DC_WORD_UNIT_SHARE,
         DC_WORD_LIVE_PASS_THROUGH_NOTE, 1, 0, 1, SHOW_SHARE},
        {NAME_PLAN_SHARE, DC_WORD_LIVE_PLAN_SHARE, DC_WORD_UNIT_SHARE, DC_WORD_LIVE_PLAN_SHARE_NOTE,
         0, 0, 1, SHOW_SHARE},
    };
    static const dc_word heads[] = {DC_WORD_PARAMETER, DC_WORD_LIVE_VALUE, DC_WORD_LIVE_AS_RUN,
                                    DC_WORD_UNIT, DC_WORD_LIVE_MEANING};
    enum { COUNT = sizeof inputs / sizeof inputs[0] };
    grid_text(sheet, row, LABEL, ROLE_SECTION, say(r, DC_WORD_LIVE_INPUTS));
    grid_jump(sheet, row++, MEANING, say(r, DC_WORD_SHEET_CALCULATIONS),
              r->sheet[SHEET_CALCULATIONS]);
    for (uint32_t col = LABEL; col <= MEANING; col++)
        grid_text(sheet, row, col, ROLE_HEADER, say(r, heads[col]));
    uint32_t first = ++row;
    for (size_t i = 0; i < COUNT; i++, row++) {
        grid_text(sheet, row, LABEL, ROLE_LABEL, say(r, inputs[i].label));
        grid_number(sheet, row, VALUE, ROLE_EDIT, inputs[i].show, inputs[i].as_run);
        grid_number(sheet, row, AS_RUN, ROLE_FIGURE, inputs[i].show, inputs[i].as_run);
        grid_text(sheet, row, UNIT, ROLE_LABEL, say(r, inputs[i].unit));
        grid_text(sheet, row, MEANING, ROLE_NOTE, say(r, inputs[i].meaning));
        grid_name_add(sheet, inputs[i].name, row, VALUE);
        grid_limit_add(sheet, row, VALUE, inputs[i].show == SHOW_COUNT, inputs[i].least,
                       inputs[i].most);
    }
    grid_text(sheet, row, LABEL, ROLE_LABEL, say(r, DC_WORD_LIVE_IS_EDITED));
    grid_formula(sheet, row, VALUE, ROLE_FORMULA, SHOW_COUNT, 0.0, "SUMPRODUCT(--(%s<>%s))",
                 grid_range_text(grid_rows_of(sheet, VALUE, first, row - 1)),
                 grid_range_text(grid_rows_of(sheet, AS_RUN, first, row - 1)));
    grid_name_add(sheet, NAME_EDITED, row, VALUE);
    put_other_terms(r, sheet, ++row);
    return row + 2;
}
