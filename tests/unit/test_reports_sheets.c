/* The sheets: what stands on them, without any file. */
#include <math.h>
#include <string.h>

#include "support/expect.h"
#include "support/given_answer.h"

#include "reports/data.h"
#include "reports/sheets.h"

typedef struct {
    uint32_t row, col;
    bool     found;
} spot;

/* The first cell with this text at or after `from_row`. */
static spot find(const grid *sheet, const char *text, uint32_t from_row)
{
    for (uint32_t r = from_row; r < sheet->row_count; r++)
        for (uint32_t c = 0; c < sheet->rows[r].count; c++) {
            grid_cell cell = grid_look(sheet, r, c);
            if (cell.kind == GRID_TEXT && strcmp(cell.text, text) == 0)
                return (spot){r, c, true};
        }
    return (spot){0};
}

static void every_sheet_has_a_short_title_of_its_own_in_both_languages(void **state)
{
    (void)state;
    for (dc_language language = 0; language < DC_LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < SHEET_COUNT; i++) {
            const char *title = dc_say(language, sheet_title((sheet_id)i));
            assert_true(text_columns(title) <= 31);
            assert_null(strpbrk(title, "[]:*?/\\'"));
            for (size_t j = 0; j < i; j++)
                assert_string_not_equal(title, dc_say(language, sheet_title((sheet_id)j)));
        }
    }
}

static void sheets_that_have_nothing_to_say_are_left_out(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    g->scenarios.count = g->comparison.count = 1;
    g->book.reject_count = 0;
    g->answer.customer_count = 0;
    report_fill(&r, g->arena, &g->answer);
    assert_null(r.sheet[SHEET_DIFFERENCES]);
    assert_null(r.sheet[SHEET_REJECTS]);
    assert_null(r.sheet[SHEET_CUSTOMERS]);
    assert_null(r.sheet[SHEET_CASH]);
    assert_null(r.sheet[SHEET_LIQUIDITY]);
    assert_non_null(r.sheet[SHEET_SUMMARY]);
    given_answer_free(g);
}

static void parts_of_dso_add_up_on_the_sheet(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_HISTORY];
    spot        sum = find(sheet, "Beginning and all parts", 0);
    assert_true(sum.found);
    for (uint32_t col = sum.col + 1; col <= sum.col + 2; col++) {
        assert_double_close(grid_number_at(sheet, sum.row, col), 54.0, 1e-9);
        assert_double_close(grid_number_at(sheet, sum.row + 1, col), 54.0, 1e-9);
        assert_string_equal(grid_look(sheet, sum.row + 2, col).text, "OK");
    }
    given_answer_free(g);
    g = given_answer(13);
    g->bridges[0].part[DC_BRIDGE_MIX] = 2; /* a part that is too much is seen */
    report_fill(&r, g->arena, &g->answer);
    assert_string_equal(grid_look(r.sheet[SHEET_HISTORY], sum.row + 2, sum.col + 1).text, "FAIL");
    given_answer_free(g);
}

static void every_horizon_fills_every_sheet(void **state)
{
    (void)state;
    static const int32_t weeks[] = {1, 4, 12, 13, 14, 52, 104};
    for (size_t i = 0; i < sizeof weeks / sizeof weeks[0]; i++) {
        given_report *g = given_answer(weeks[i]);
        report        r;
        report_fill(&r, g->arena, &g->answer);
        assert_true(master_passed(&r));
        given_answer_free(g);
    }
}

static void every_live_check_passes_and_the_master_check_says_so(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    assert_true(r.live_count >= 6);
    for (size_t i = 0; i < r.live_count; i++)
        assert_true(r.live[i].passed);
    assert_string_equal(grid_look(r.sheet[SHEET_CHECKS], r.master_row, r.master_col).text, "OK");
    given_answer_free(g);
}

static void a_broken_identity_fails_its_check_and_the_master_check(void **state)
{
    (void)state;
    static const char *const broken[] = {"ledger",   "dso",          "wcr", "allowance",
                                         "expected", "roll-forward", "run"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        given_report *g = given_answer(26);
        dc_outcome   *baseline = &g->comparison.outcome[0];
        report        r;
        switch (i) {
        case 0: g->book.currencies[0].receivables.minor += 1000; break;
        case 1: baseline->series[DC_DSO][5].mean += 1; break;
        case 2: baseline->series[DC_TRADE_WCR][5].mean += 1000; break;
        case 3: baseline->series[DC_ALLOWANCE][26].mean += 1000; break;
        case 4: baseline->expected_cash[7] *= 1.2; break;
        case 5: baseline->series[DC_SETTLED_WITHOUT_CASH][13].mean += 1000; break;
        default: dc_checks_add(&g->checks, "x", DC_WORD_CHECK_QUANTILES, false); break;
        }
        report_fill(&r, g->arena, &g->answer);
        if (master_passed(&r))
            fail_msg("a broken %s was not noticed", broken[i]);
        assert_string_equal(grid_look(r.sheet[SHEET_CHECKS], r.master_row, r.master_col).text,
                            "FAIL");
        given_answer_free(g);
    }
}

static void translation_leaves_a_visible_rounding_and_no_failure(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    g->book.currencies[1].receivables.minor += 2; /* 0.02 USD that no bucket shows */
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_AGEING];
    spot line = find(sheet, "Rounding of the translation", 0), ledger = find(sheet, "Ledger", 0);
    assert_true(line.found);
    assert_double_close(grid_number_at(sheet, line.row, ledger.col), 0.02, 1e-9);
    assert_double_close(grid_number_at(sheet, line.row + 1, ledger.col), 380000.02, 1e-9);
    assert_true(master_passed(&r));
    given_answer_free(g);
}

static void receivables_roll_from_report_date_to_report_date(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_ROLL_FORWARD];
    spot        opening = find(sheet, "Opening receivables", 0);
    spot        closing = find(sheet, "Closing receivables", 0);
    uint32_t    first = opening.row + 2;
    assert_double_close(grid_number_at(sheet, first, opening.col), 382000.00, 1e-9);
    assert_double_close(grid_number_at(sheet, first, opening.col + 1), 400000.00, 1e-6);
    for (uint32_t row = first; row < first + 4; row++)
        assert_double_close(grid_number_at(sheet, row, closing.col), 382000.00, 1e-6);
    assert_string_equal(grid_look(sheet, first + 1, opening.col).formula,
                        dc_arena_format(g->arena, "=%s", grid_ref(sheet, first, closing.col)));
    given_answer_free(g);
}

static void compare_tells_error_and_chance_below_a_difference(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    assert_true(find(r.sheet[SHEET_COMPARE], "± 100 · 25 %", 0).found);
    g->options.expected_only = true;
    report_fill(&r, g->arena, &g->answer);
    assert_false(find(r.sheet[SHEET_COMPARE], "± 100 · 25 %", 0).found);
    given_answer_free(g);
}

/* Of two scenarios the second presses customers: worth it from 97 % on after 13 weeks, and whatever
 * they do after 52. */
static void the_retention_that_breaks_even_stands_in_workbook_and_json(void **state)
{
    const dc_loyalty loyalty[] = {
        {.presses = false},
        {.presses = false, .known = {true, true}, .kept = {0.5, 0.5}},
        {.presses = true, .known = {true, true}, .kept = {0.97, -0.2}, .assumed = {0.99, 0.99}}};
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    data_table    table;
    report_fill(&r, g->arena, &g->answer);
    assert_false(find(r.sheet[SHEET_COMPARE], "Break-even retention", 0).found);
    g->answer.loyalty = loyalty;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_COMPARE];
    spot        at = find(sheet, "Break-even retention", 0);
    assert_true(at.found);
    spot assumed = find(sheet, "99.0 %", at.row);
    assert_true(assumed.found);
    assert_int_equal(assumed.row, at.row + 2);
    assert_double_close(grid_number_at(sheet, at.row + 1, assumed.col), 0.97, 1e-12);
    assert_double_close(grid_number_at(sheet, at.row + 3, assumed.col), -0.2, 1e-12);
    assert_int_equal(grid_look(sheet, at.row + 2, assumed.col - 1).kind, GRID_EMPTY);
    for (size_t i = 0; i < data_table_count(); i++) {
        if (strcmp(data_table_name(i), "break_even_retention") != 0)
            continue;
        data_table_fill(&table, g->arena, i, &g->answer);
        assert_int_equal(table.value_count, 2 * table.column_count);
        assert_string_equal(table.values[0].text, g->scenarios.scenario[2].name);
        assert_double_close(table.values[3].real, 0.97, 1e-12);
        assert_double_close(table.values[table.column_count + 3].real, -0.2, 1e-12);
        assert_double_close(table.values[4].real, 0.99, 1e-12);
    }
    given_answer_free(g);
}

static void the_ageing_ties_to_the_ledger_in_cents(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_AGEING];
    double      sum = 0;
    for (uint32_t b = 0; b < DC_BUCKETS; b++)
        sum += grid_number_at(sheet, r.ageing_now_row, r.ageing_now_col + b);
    assert_double_close(sum, 386000.00, 1e-9);
    spot ledger = find(sheet, "Ledger", 0);
    assert_double_close(grid_number_at(sheet, r.ageing_now_row, ledger.col), 380000.00, 1e-9);
    given_answer_free(g);
}

static void the_summary_shows_figures_in_the_unit_of_the_cover(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_SUMMARY];
    spot        row = find(sheet, "Cash collected, week 13", 0);
    assert_true(row.found);
    assert_double_close(grid_number_at(sheet, row.row, 3), 1300.0, 1e-9); /* EUR k */
    assert_double_close(grid_number_at(sheet, row.row, 4), -10.0, 1e-9);
    assert_non_null(strstr(grid_look(sheet, row.row, 4).formula, "/money_unit"));
    assert_string_equal(grid_look(sheet, row.row + 1, 3).text, "[1196.0 .. 1352.0]");
    assert_string_equal(grid_look(sheet, row.row + 1, 4).text, "[-20.0 .. -5.0]");
    assert_int_equal(grid_look(sheet, row.row + 1, 5).kind, GRID_EMPTY); /* no range was given */
    given_answer_free(g);
}

static void decided_changes_carry_their_mark_and_no_colour(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_SUMMARY];
    spot        row = find(sheet, "DSO (91 days), week 13", 0);
    assert_true(row.found);
    assert_null(grid_look(sheet, row.row, 4).mark); /* paid later: not decided */
    assert_string_equal(grid_look(sheet, row.row, 5).mark, "†");
    for (size_t i = 0; i < sheet->rule_count; i++)
        assert_true(sheet->rules[i].range.row != row.row);
    given_answer_free(g);
}

static void what_is_missing_says_what_to_add_and_is_never_zero(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    g->today.payables.known = g->book.company.control_receivables.known = false;
    g->book.company.control_allowance.known = false;
    g->today.value[DC_TRADE_WCR].applicable = false;
    for (size_t s = 0; s < g->comparison.count; s++) {
        for (int32_t week = 0; week <= 52; week++)
            g->comparison.outcome[s].series[DC_TRADE_WCR][week] = (dc_estimate){0};
        memset(g->comparison.difference[s][DC_TRADE_WCR], 0,
               sizeof g->comparison.difference[s][DC_TRADE_WCR]);
    }
    report_fill(&r, g->arena, &g->answer);
    const grid *summary = r.sheet[SHEET_SUMMARY];
    spot        row = find(summary, "Trade working-capital requirement, week 13", 0);
    assert_string_equal(grid_look(summary, row.row, 3).text, "n/a");
    assert_true(find(r.sheet[SHEET_AGEING], "n/a: add control: receivables to book.yaml", 0).found);
    assert_true(find(r.sheet[SHEET_BAD_DEBT], "n/a: add control: allowance to book.yaml", 0).found);
    assert_true(find(r.sheet[SHEET_DSO], "n/a: add payables to book.yaml or bills.csv", 0).found);
    given_answer_free(g);
}

static void the_provision_matrix_is_balance_times_rate(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_BAD_DEBT];
    spot        total = find(sheet, "Total", 0);
    /* 3000 + 1000 + 600 + 400 + 250 + 60 */
    assert_double_close(grid_number_at(sheet, total.row, 3), 5310.00, 1e-9);
    assert_double_close(grid_number_at(sheet, total.row + 2, 4), 310.00, 1e-9); /* true-up */
    given_answer_free(g);
}

/* Roll rates of a textbook's kind: 40 %, 50 %, ... go on; what is lost is their product. */
static void roll_rates_stand_beside_the_matrix(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    dc_roll_rates roll = {.applicable = true, .roll = {0.4, 0.5, 0.5, 0.8, 0.9, 1.0}};
    report        r;
    dc_roll_rates_multiply(roll.loss, roll.roll, DC_BUCKETS);
    g->answer.roll = &roll;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_BAD_DEBT];
    spot        head = find(sheet, dc_say(DC_ENGLISH, DC_WORD_ROLLS_ON), 0);
    assert_true(head.found);
    uint32_t first = head.row + 2;
    double   sum = 0.0;
    assert_double_close(grid_number_at(sheet, first, head.col + 1), 0.4 * 0.5 * 0.5 * 0.8 * 0.9,
                        1e-12);
    for (uint32_t b = 0; b < DC_BUCKETS; b++) {
        double balance = grid_number_at(sheet, first + b, head.col - 1);
        assert_double_close(
            balance, grid_number_at(r.sheet[SHEET_AGEING], r.ageing_now_row, r.ageing_now_col + b),
            1e-9);
        sum += balance * roll.loss[b];
    }
    assert_double_close(grid_number_at(sheet, first + DC_BUCKETS, head.col + 2), sum, 1e-6);
    given_answer_free(g);
}

static void no_band_stands_where_only_the_expectation_was_computed(void **state)
{
    (void)state;
    given_report *g = given_answer(26);
    report        r;
    g->options.expected_only = true;
    report_fill(&r, g->arena, &g->answer);
    const grid *summary = r.sheet[SHEET_SUMMARY], *compare = r.sheet[SHEET_COMPARE];
    spot        row = find(summary, "Cash collected, week 13", 0);
    assert_int_equal(grid_look(summary, row.row + 1, 3).kind, GRID_EMPTY);
    spot p5 = find(compare, "Baseline P5", 0);
    assert_string_equal(grid_look(compare, p5.row + 2, p5.col).text, "n/a");
    given_answer_free(g);
}

static void a_ledger_text_that_looks_like_a_formula_stays_text(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    spot at = find(r.sheet[SHEET_CUSTOMERS], "=SUM(A1:A9)", 0);
    assert_true(at.found);
    assert_null(grid_look(r.sheet[SHEET_CUSTOMERS], at.row, at.col).formula);
    given_answer_free(g);
}

static void accuracy_shows_scores_pictures_and_limits(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_ACCURACY];
    assert_int_equal(sheet->chart_count, 3);
    spot own = find(sheet, "Duecast", 0);
    assert_true(own.found);
    assert_double_close(grid_number_at(sheet, own.row, 3), 0.21, 1e-12);
    assert_string_equal(grid_look(sheet, own.row, 1).text, "n/a"); /* no days in a short one */
    assert_true(find(sheet, "customer survival", 0).found);
    assert_true(find(sheet, "Limits of the model", 0).found);
    assert_false(find(sheet,
                      "Total cash, sales to come included: Duecast beside rules without a "
                      "model",
                      0)
                     .found);
    spot inside = find(sheet, "Inside the band", 0);
    assert_string_equal(grid_look(sheet, inside.row + 2, inside.col).text, "no");
    assert_string_equal(grid_look(sheet, inside.row + 3, inside.col).text, "yes");
    assert_non_null(grid_look(sheet, inside.row + 3, inside.col).formula);
    given_answer_free(g);
}

/* Known over 13 weeks, not over 4; further than was looked there is no row. */
static void accuracy_shows_weeks_added_up_and_their_windows(void **state)
{
    (void)state;
    given_report      *g = given_answer(13);
    report             r;
    dc_backtest       *b = &g->backtest;
    dc_backtest_window window[] = {{date("2025-12-07"), 100.0, 80.0, 120.0, 130.0, 0.95},
                                   {date("2025-12-14"), 100.0, 80.0, 120.0, 110.0, 0.7}};
    b->has_total = true;
    b->sum_weeks = 13;
    b->sum[0].weeks = 4;
    b->sum[1] = (dc_backtest_sum){.weeks = 13,
                                  .origins = 2,
                                  .apart = 1,
                                  .window = window,
                                  .wape = {{true, 0.17, 0.17, 0.17}},
                                  .coverage80 = {true, 0.5, 0.01, 0.99}};
    b->sum[2].weeks = 26;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_ACCURACY];
    spot        head = find(sheet, "First weeks", 0), apart = find(sheet, "That do not overlap", 0);
    assert_true(head.found && apart.row == head.row);
    assert_double_close(grid_number_at(sheet, head.row + 2, 0), 4.0, 0.0);
    assert_string_equal(grid_look(sheet, head.row + 2, apart.col + 1).text, "n/a");
    assert_double_close(grid_number_at(sheet, head.row + 3, apart.col), 1.0, 0.0);
    assert_double_close(grid_number_at(sheet, head.row + 3, apart.col + 1), 0.17, 1e-12);
    assert_int_equal(grid_look(sheet, head.row + 4, 0).kind, GRID_EMPTY);
    spot windows =
        find(sheet, "All cash of the first 13 weeks after each origin, together", head.row);
    spot inside = find(sheet, "Inside the band", windows.row);
    assert_true(windows.found);
    assert_string_equal(grid_look(sheet, inside.row + 2, inside.col).text, "no");
    assert_string_equal(grid_look(sheet, inside.row + 3, inside.col).text, "yes");
    given_answer_free(g);
}

static void an_alarm_stands_on_the_accuracy_sheet_with_its_remedy(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    g->backtest.cash = (dc_recalibration){true, true, 0.59, 0.5, 0.5, 0.71, 0.951, 0.997};
    report_fill(&r, g->arena, &g->answer);
    spot first = find(r.sheet[SHEET_ACCURACY],
                      "The 80 % band of weekly cash held 78 % of the weeks (95 % interval: 70 % to "
                      "86 %): too narrow lately (in the last 12 forecasts only 59 %), read the "
                      "95 % band where",
                      0);
    assert_true(first.found);
    assert_string_equal(grid_look(r.sheet[SHEET_ACCURACY], first.row + 1, 0).text,
                        "you want 80 %.");
    given_answer_free(g);
}

static void without_a_backtest_there_is_no_accuracy_sheet(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    g->answer.backtest = NULL;
    report_fill(&r, g->arena, &g->answer);
    assert_null(r.sheet[SHEET_ACCURACY]);
    assert_non_null(r.sheet[SHEET_SUMMARY]);
    given_answer_free(g);
}

static void a_backtest_alone_is_a_workbook_of_one_sheet(void **state)
{
    (void)state;
    for (dc_language language = 0; language < DC_LANGUAGE_COUNT; language++) {
        given_report *g = given_answer(13);
        report        r;
        dc_answer     alone = {.version = "0.1.0",
                               .book = &g->book,
                               .issues = g->issues,
                               .backtest = &g->backtest,
                               .language = language};
        g->backtest.has_dates = g->backtest.has_total = true;
        g->backtest.total[DC_TOTAL_DUECAST] = g->backtest.rule[DC_RULE_DUECAST];
        report_fill(&r, g->arena, &alone);
        for (size_t i = 0; i < SHEET_COUNT; i++)
            assert_int_equal(r.sheet[i] != NULL, i == SHEET_ACCURACY);
        assert_true(
            find(r.sheet[SHEET_ACCURACY], dc_say(language, DC_WORD_ACCURACY_TOTAL), 0).found);
        given_answer_free(g);
    }
}

/* A month end before the first invoice is no row, and why a figure is missing stands below. */
static void history_has_a_row_for_each_month_end_of_the_ledger(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_HISTORY];
    spot        head = find(sheet, dc_say(DC_ENGLISH, DC_WORD_METRIC_DSO_3_MONTHS), 0);
    assert_true(head.found);
    assert_double_close(grid_number_at(sheet, head.row + 2, head.col),
                        100.0 + DC_MEASURE_COUNT + DC_MEASURE_DSO_3_MONTHS, 0.0);
    assert_double_close(grid_number_at(sheet, head.row + 3, head.col),
                        100.0 + 2 * DC_MEASURE_COUNT + DC_MEASURE_DSO_3_MONTHS, 0.0);
    assert_int_equal(grid_look(sheet, head.row + 4, head.col).kind, GRID_EMPTY);
    assert_true(find(sheet, dc_say(DC_ENGLISH, DC_WORD_NOT_AVAILABLE), head.row).found);
    assert_true(find(sheet,
                     "DSO, 12 months: n/a: the ledger does not reach back to the start of the "
                     "period",
                     head.row)
                    .found);
    assert_int_equal(sheet->chart_count, 8);
    assert_int_equal(sheet->charts[0].categories.row, head.row + 2);
    given_answer_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet_has_a_short_title_of_its_own_in_both_languages),
        cmocka_unit_test(sheets_that_have_nothing_to_say_are_left_out),
        cmocka_unit_test(parts_of_dso_add_up_on_the_sheet),
        cmocka_unit_test(every_horizon_fills_every_sheet),
        cmocka_unit_test(history_has_a_row_for_each_month_end_of_the_ledger),
        cmocka_unit_test(every_live_check_passes_and_the_master_check_says_so),
        cmocka_unit_test(a_broken_identity_fails_its_check_and_the_master_check),
        cmocka_unit_test(translation_leaves_a_visible_rounding_and_no_failure),
        cmocka_unit_test(receivables_roll_from_report_date_to_report_date),
        cmocka_unit_test(compare_tells_error_and_chance_below_a_difference),
        cmocka_unit_test(the_retention_that_breaks_even_stands_in_workbook_and_json),
        cmocka_unit_test(the_ageing_ties_to_the_ledger_in_cents),
        cmocka_unit_test(the_summary_shows_figures_in_the_unit_of_the_cover),
        cmocka_unit_test(decided_changes_carry_their_mark_and_no_colour),
        cmocka_unit_test(what_is_missing_says_what_to_add_and_is_never_zero),
        cmocka_unit_test(the_provision_matrix_is_balance_times_rate),
        cmocka_unit_test(roll_rates_stand_beside_the_matrix),
        cmocka_unit_test(no_band_stands_where_only_the_expectation_was_computed),
        cmocka_unit_test(accuracy_shows_scores_pictures_and_limits),
        cmocka_unit_test(accuracy_shows_weeks_added_up_and_their_windows),
        cmocka_unit_test(an_alarm_stands_on_the_accuracy_sheet_with_its_remedy),
        cmocka_unit_test(without_a_backtest_there_is_no_accuracy_sheet),
        cmocka_unit_test(a_backtest_alone_is_a_workbook_of_one_sheet),
        cmocka_unit_test(a_ledger_text_that_looks_like_a_formula_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
