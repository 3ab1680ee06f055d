/*
 * The Summary: the answer on one printed page, whose shape never changes.
 *
 * Every figure is a link to Compare or Differences, divided by the unit chosen on the Cover.  Below
 * a figure stands its range: for the baseline P5 to P95 of the futures, for a scenario the range of
 * its assumption.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cash_view.h"
#include "findings.h"
#include "marks.h"
#include "sheets.h"
#include "verdicts.h"

enum {
    COL_LABEL,
    COL_UNIT,
    COL_TODAY,
    COL_BASELINE,
    COL_SCENARIOS,
    SLOTS = 7, /* scenarios with a column of their own; the others are on Compare */
    ROW_HEADLINE = SHEET_HEADLINE_ROW,
    HEADLINE_COLUMNS = 185,
    HEADLINE_LINES = 3,
    TRUST_COLUMNS = 190,                        /* from the second column to the edge of the page */
    ROW_BANNER = ROW_HEADLINE + HEADLINE_LINES, /* empty while the sheets are as run */
    ROW_HEADER,
    CHART_ROWS = 17,
    CALLS = 3
};

/* What the page shows.  A row without a metric is of cash. */
typedef struct {
    dc_metric metric; /* DC_METRIC_COUNT: not measured yet */
    int       week;   /* 0: week 13, 1: the end */
    bool      indent;
    dc_word   label;
} summary_row;

static const summary_row rows[] = {
    {DC_METRIC_COUNT, 0, false, DC_WORD_LOWEST_CASH},
    {DC_METRIC_COUNT, 0, false, DC_WORD_LINE_NEEDED},
    {DC_METRIC_COUNT, 0, false, DC_WORD_LINE_AT_95},
    {DC_CASH_COLLECTED, 0, false, DC_WORD_COUNT},
    {DC_CASH_COLLECTED, 1, false, DC_WORD_COUNT},
    {DC_OVERDUE, 0, false, DC_WORD_COUNT},
    {DC_DSO, 0, false, DC_WORD_COUNT},
    {DC_DSO_NOT_DUE, 0, true, DC_WORD_COUNT},
    {DC_DSO_OVERDUE, 0, true, DC_WORD_COUNT},
    {DC_TRADE_WCR, 0, false, DC_WORD_COUNT},
    {DC_BAD_DEBT_EXPENSE, 1, false, DC_WORD_COUNT},
    {DC_PROFIT, 1, false, DC_WORD_COUNT},
};

static size_t slots_used(const report *r)
{
    size_t count = scenarios_shown(r->answer);
    return count < SLOTS ? count : SLOTS;
}

static uint32_t last_col(const report *r)
{
    size_t slots = slots_used(r);
    return COL_SCENARIOS + (slots > 0 ? (uint32_t)slots - 1 : 0);
}

_Static_assert((int)ROW_BANNER == (int)SHEET_FIRST_ROW, "what is greyed leaves the banner out");

static void put_top(report *r, grid *sheet)
{
    const dc_answer  *a = r->answer;
    const dc_outcome *baseline = &a->comparison->outcome[0];
    grid_text(sheet, 0, COL_LABEL, ROLE_TITLE, company_title(r->arena, a));
    grid_text(sheet, 1, COL_LABEL, ROLE_SUBTITLE,
              text_fill(r->arena, say(r, DC_WORD_SUMMARY_LINE),
                        say_unit(r->arena, a, has_currency(a) ? r->currency : ""),
                        text_date(r->arena, a->book->as_of),
                        say_weeks(r->arena, a, baseline->paired_week[0]),
                        text_date(r->arena, week_date(a, baseline->paired_week[0])),
                        say_weeks(r->arena, a, baseline->week_count),
                        text_date(r->arena, week_date(a, baseline->week_count)),
                        dc_arena_format(r->arena, "%.8s", a->run_id), (const char *)NULL));

    uint32_t col = last_col(r) - 1;
    grid_text(
        sheet, 0, col, ROLE_FIGURE,
        text_fill(r->arena, say(r, DC_WORD_CHECKS_PASSED), text_count(r->arena, checks_passed(r)),
                  text_count(r->arena, a->checks->count + r->live_count), (const char *)NULL));
    grid_formula_text(sheet, 0, col + 1, ROLE_CHECK,
                      grid_look(r->sheet[SHEET_CHECKS], r->master_row, r->master_col).text, "%s",
                      NAME_MASTER);
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, col + 1, 0, 1));
    if (!r->live_map)
        return;
    const grid *cover = r->sheet[SHEET_COVER];
    grid_formula_text(sheet, 1, col + 1, ROLE_CHECK,
                      grid_look(cover, r->state_row, r->state_col).text, "%s", NAME_STATE);
    grid_formula_text(sheet, ROW_BANNER, COL_LABEL, ROLE_WARNING, " ", "IF(%s=\"%s\",%s,\" \")",
                      NAME_STATE, say(r, DC_WORD_STATE_EDITED), NAME_STATE_NOTE);
}

/* The headline in lines: merged cells would hide it from a screen reader. */
static void put_headline(report *r, grid *sheet)
{
    const char *text = dc_headline(r->arena, r->answer);
    char       *lines = NULL;
    size_t      size = 0;
    FILE       *out = open_memstream(&lines, &size);
    if (!out)
        return;
    text_wrap(out, text, HEADLINE_COLUMNS, "");
    fclose(out);
    const char *at = dc_arena_copy_text(r->arena, lines);
    free(lines);
    for (uint32_t i = 0; i < HEADLINE_LINES && *at; i++) {
        const char *end = at;
        while (*end && *end != '\n')
            end++;
        grid_text(sheet, ROW_HEADLINE + i, COL_LABEL, ROLE_HEADLINE,
                  dc_arena_copy_bytes(r->arena, at, (size_t)(end - at)));
        at = *end ? end + 1 : end;
    }
}

enum { ALL_SLOTS = 150, WIDEST_SLOT = 44 };

static double slot_width(const report *r)
{
    double slots = last_col(r) - COL_SCENARIOS + 1;
    return fmin(ALL_SLOTS / slots, WIDEST_SLOT);
}

static void put_heads(report *r, grid *sheet)
{
    const dc_word heads[] = {DC_WORD_MEASURE, DC_WORD_UNIT, DC_WORD_TODAY, DC_WORD_BASELINE_TITLE};
    const dc_word below[] = {DC_WORD_COUNT, DC_WORD_COUNT, DC_WORD_COUNT, DC_WORD_RANGE_P5_P95};
    for (uint32_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        grid_text(sheet, ROW_HEADER, i, ROLE_HEADER, say(r, heads[i]));
        grid_text(sheet, ROW_HEADER + 1, i, ROLE_UNIT,
                  below[i] == DC_WORD_COUNT ? "" : say(r, below[i]));
    }
    for (uint32_t slot = 0; slot < slots_used(r); slot++) {
        grid_text(sheet, ROW_HEADER, COL_SCENARIOS + slot, ROLE_HEADER,
                  scenario_title(r->answer, slot + 1));
        grid_text(sheet, ROW_HEADER + 1, COL_SCENARIOS + slot, ROLE_UNIT,
                  say(r, DC_WORD_RANGE_OF_ASSUMPTION));
    }
    sheet->rows[ROW_HEADER].height = scenario_heads_height(r->answer, slot_width(r));
}

/* A linked money figure is divided by the unit of the Cover. */
static void scale_cell(report *r, grid *sheet, uint32_t row, uint32_t col)
{
    grid_cell *cell = grid_at(sheet, row, col);
    if (cell->kind != GRID_NUMBER)
        return;
    cell->formula = dc_arena_format(r->arena, "%s/%s", cell->formula, NAME_UNIT);
    cell->number /= r->scale.divisor;
    cell->show = (grid_show)(SHOW_MONEY + r->scale.decimals);
}

static void put_range(report *r, grid *sheet, uint32_t row, uint32_t col, dc_unit unit,
                      const char *const cells[2], const double values[2])
{
    bool        money = unit == DC_UNIT_MONEY;
    int         decimals = money ? r->scale.decimals : 1;
    double      divisor = money ? r->scale.divisor : 1.0;
    const char *by = money ? "/" NAME_UNIT : "";
    const char *value = dc_arena_format(r->arena, "[%.*f .. %.*f]", decimals,
                                        sheet_rounded(values[0] / divisor, decimals), decimals,
                                        sheet_rounded(values[1] / divisor, decimals));
    grid_formula_text(sheet, row, col, ROLE_RANGE, value,
                      "\"[\"&FIXED(ROUND(%s%s,%d),%d,TRUE)&\" .. \"&FIXED(ROUND(%s%s,%d),%d,TRUE)&"
                      "\"]\"",
                      cells[0], by, decimals, decimals, cells[1], by, decimals, decimals);
}

static void put_baseline(report *r, grid *sheet, uint32_t row, const summary_row *kpi, int week)
{
    const grid *compare = r->sheet[SHEET_COMPARE];
    dc_unit     unit = dc_metric_unit(kpi->metric);
    uint32_t    from = r->compare_row[kpi->metric][week];
    link_baseline(r, sheet, row, COL_TODAY, kpi->metric, week, FIGURE_TODAY);
    link_baseline(r, sheet, row, COL_BASELINE, kpi->metric, week, FIGURE_MEAN);
    if (!r->answer->model->learnt)
        return; /* a band around assumed habits would look like knowledge */
    if (grid_look(compare, from, baseline_col(FIGURE_P5)).kind != GRID_NUMBER)
        return;
    const char *cells[2] = {grid_ref_from(sheet, compare, from, baseline_col(FIGURE_P5)),
                            grid_ref_from(sheet, compare, from, baseline_col(FIGURE_P95))};
    double      values[2] = {grid_number_at(compare, from, baseline_col(FIGURE_P5)),
                             grid_number_at(compare, from, baseline_col(FIGURE_P95))};
    put_range(r, sheet, row + 1, COL_BASELINE, unit, cells, values);
}

static void put_scenario(report *r, grid *sheet, uint32_t row, const summary_row *kpi, int week,
                         uint32_t slot)
{
    uint32_t col = COL_SCENARIOS + slot;
    link_difference(r, sheet, row, col, kpi->metric, week, slot + 1);
    if (!has_difference_range(r, kpi->metric, week, slot + 1))
        return;
    const char *cells[2];
    double      values[2];
    difference_range(r, sheet, kpi->metric, week, slot + 1, cells, values);
    put_range(r, sheet, row + 1, col, dc_metric_unit(kpi->metric), cells, values);
}

static const char *kpi_label(report *r, const summary_row *kpi, int week)
{
    int32_t at = r->answer->comparison->outcome[0].paired_week[week];
    return text_fill(r->arena, say(r, kpi->indent ? DC_WORD_OF_WHICH_WEEK : DC_WORD_MEASURE_WEEK),
                     say(r, dc_metric_label(kpi->metric)), text_number(r->arena, at, 0),
                     (const char *)NULL);
}

static void put_kpi_unit(report *r, grid *sheet, uint32_t row, dc_unit unit)
{
    if (unit == DC_UNIT_MONEY)
        grid_formula_text(sheet, row, COL_UNIT, ROLE_LABEL, r->scale.label, "%s", NAME_UNIT_LABEL);
    else
        grid_text(sheet, row, COL_UNIT, ROLE_LABEL, unit_name(r, unit));
}

static uint32_t put_kpi(report *r, grid *sheet, uint32_t row, const summary_row *kpi)
{
    int     week = kpi->week < last_paired(&r->answer->comparison->outcome[0])
                       ? kpi->week
                       : last_paired(&r->answer->comparison->outcome[0]);
    dc_unit unit = dc_metric_unit(kpi->metric);

    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, kpi_label(r, kpi, week));
    put_kpi_unit(r, sheet, row, unit);
    put_baseline(r, sheet, row, kpi, week);
    for (uint32_t slot = 0; slot < slots_used(r); slot++)
        put_scenario(r, sheet, row, kpi, week, slot);
    if (unit == DC_UNIT_MONEY)
        for (uint32_t col = COL_TODAY; col < COL_SCENARIOS + slots_used(r); col++)
            scale_cell(r, sheet, row, col);

    bool missing = grid_look(sheet, row, COL_BASELINE).kind != GRID_NUMBER;
    if (missing) {
        grid_text(sheet, row, COL_SCENARIOS, ROLE_NOTE,
                  say(r, missing_ahead(r->answer, kpi->metric)));
        return row + 1;
    }
    dc_better better = painted_better(kpi->metric);
    if (better != DC_NEITHER && slots_used(r) > 0)
        grid_rule_add(
            sheet, better == DC_HIGHER_IS_BETTER ? RULE_HIGHER_IS_BETTER : RULE_LOWER_IS_BETTER,
            grid_cols_of(sheet, row, COL_SCENARIOS, COL_SCENARIOS + (uint32_t)slots_used(r) - 1));
    return row + 2;
}

/* To week 13, in the row of a scenario on Liquidity. */
static void put_cash_cell(report *r, grid *sheet, uint32_t row, dc_word label, size_t scenario)
{
    uint32_t col = COL_BASELINE + (uint32_t)scenario;
    if (label == DC_WORD_LINE_NEEDED) {
        link_line_chances(r, sheet, row, col, scenario);
        return;
    }
    link_liquidity(r, sheet, row, col, scenario,
                   label == DC_WORD_LINE_AT_95 ? LIQUIDITY_LINE_95
                   : scenario == 0             ? LIQUIDITY_LOWEST
                                               : LIQUIDITY_DIFFERENCE);
    scale_cell(r, sheet, row, col);
}

static uint32_t put_rows(report *r, grid *sheet)
{
    uint32_t row = ROW_HEADER + 2;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].metric != DC_METRIC_COUNT) {
            row = put_kpi(r, sheet, row, &rows[i]);
            continue;
        }
        grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, rows[i].label));
        if (r->sheet[SHEET_LIQUIDITY]) {
            if (rows[i].label != DC_WORD_LINE_NEEDED)
                put_kpi_unit(r, sheet, row, DC_UNIT_MONEY);
            for (size_t s = 0; s <= slots_used(r); s++)
                put_cash_cell(r, sheet, row, rows[i].label, s);
            row++;
            continue;
        }
        put_missing(r, sheet, row, COL_TODAY);
        put_missing(r, sheet, row, COL_BASELINE);
        grid_text(sheet, row++, COL_SCENARIOS, ROLE_NOTE, cash_missing(r->answer));
    }
    return row;
}

static void put_line(report *r, grid *sheet, uint32_t row, dc_word label, const char *text,
                     sheet_id to)
{
    if (to < SHEET_COUNT && r->sheet[to])
        grid_jump(sheet, row, COL_LABEL, say(r, label), r->sheet[to]);
    else
        grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, label));
    grid_text(sheet, row, COL_UNIT, ROLE_PLAIN, text);
}

/* Longer than the page is wide: the rest stands in the next row, as merged cells would hide it from
 * a screen reader and a cell on its own wraps at its column. */
static uint32_t put_trust(report *r, grid *sheet, uint32_t row)
{
    char  *lines = NULL, *rest = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&lines, &size);
    if (!out)
        return row;
    text_wrap(out, say_trust(r->arena, r->answer, true), TRUST_COLUMNS, "");
    fclose(out);
    char *copy = dc_arena_copy_text(r->arena, lines);
    free(lines);
    put_line(r, sheet, row++, DC_WORD_TRUST_BACKTEST, strtok_r(copy, "\n", &rest), SHEET_ACCURACY);
    for (char *at; (at = strtok_r(NULL, "\n", &rest)); row++)
        grid_text(sheet, row, COL_UNIT, ROLE_PLAIN, at);
    return row;
}

static void put_findings(report *r, grid *sheet, uint32_t row)
{
    dc_arena          *arena = r->arena;
    const dc_answer   *a = r->answer;
    const money_scale *scale = &r->scale;
    const char        *change = say_largest_change(arena, a, scale);

    put_line(r, sheet, row++, DC_WORD_FINDING_CALL, say_call_first(arena, a, scale, CALLS),
             SHEET_CUSTOMERS);
    put_line(r, sheet, row++, DC_WORD_FINDING_CHANGE,
             change[0] ? change : say(r, DC_WORD_NO_SCENARIOS), SHEET_COMPARE);
    put_line(r, sheet, row++, DC_WORD_FINDING_ALLOWANCE, say_true_up(arena, a, scale),
             SHEET_BAD_DEBT);
    put_line(r, sheet, row++, DC_WORD_TRUST_LEDGER, say_ledger(arena, a, scale), SHEET_AGEING);
    put_line(r, sheet, row++, DC_WORD_TRUST_ROWS, say_rows_read(arena, a),
             r->sheet[SHEET_REJECTS] ? SHEET_REJECTS : SHEET_LOG);
    put_line(r, sheet, row++, DC_WORD_TRUST_LEARNT, say_learnt(arena, a), SHEET_ASSUMPTIONS);
    row = put_trust(r, sheet, row);
    put_line(r, sheet, row++, DC_WORD_ASSUMED, say_assumed(arena, a, false), SHEET_ASSUMPTIONS);
    put_line(r, sheet, row++, DC_WORD_LIMITS, say(r, limit_of_bands(a)), SHEET_ASSUMPTIONS);
    put_line(r, sheet, row++, DC_WORD_EMPTY, say(r, DC_WORD_LIMIT_ERROR), SHEET_COUNT);
}

/* The page is as wide as A4 is for its height, whatever the number of scenarios: they share what
 * the first columns leave, and few of them leave some to the others. */
static void set_widths(const report *r, grid *sheet)
{
    static const double widths[COL_SCENARIOS] = {52, 10, 16, 22};
    static const double parts[COL_SCENARIOS] = {0.4, 0.1, 0.25, 0.25}; /* of what is left over */
    double              slots = last_col(r) - COL_SCENARIOS + 1;
    double              slot = slot_width(r);
    for (uint32_t col = 0; col < COL_SCENARIOS; col++)
        sheet->width[col] = widths[col] + parts[col] * (ALL_SLOTS - slots * slot);
    for (uint32_t col = COL_SCENARIOS; col <= last_col(r); col++)
        sheet->width[col] = slot;
}

void fill_summary(report *r, grid *sheet)
{
    put_top(r, sheet);
    put_headline(r, sheet);
    put_heads(r, sheet);
    uint32_t row = put_rows(r, sheet);
    grid_text(sheet, row++, COL_LABEL, ROLE_NOTE, say(r, DC_WORD_LEGEND_MARKS));
    if (scenarios_shown(r->answer) > SLOTS)
        grid_text(sheet, row++, COL_LABEL, ROLE_NOTE, say(r, DC_WORD_MORE_SCENARIOS));
    put_summary_charts(r, sheet, row);
    put_findings(r, sheet, row + 1 + CHART_ROWS);

    set_widths(r, sheet);
    sheet->one_page = true;
}
