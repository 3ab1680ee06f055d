/* The terminal: the summary, the headline, what-if, and the marks of differences. */
#include <stdlib.h>
#include <string.h>

#include "support/expect.h"
#include "support/given_answer.h"

#include "reports/marks.h"
#include "reports/text.h"
#include "reports/verdicts.h"

static void summary_of(char **text, const dc_answer *answer, int width, int colour)
{
    static const char *const written[] = {"report.xlsx"};
    size_t                   size = 0;
    FILE                    *out = open_memstream(text, &size);
    assert_non_null(out);
    dc_summary_write(out, answer, written, 1, width, colour);
    fclose(out);
}

static size_t lines_of(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* The line that starts with this text; in a buffer of the caller. */
static void line_of(char *out, size_t size, const char *text, const char *start)
{
    for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, start, strlen(start)) == 0) {
            snprintf(out, size, "%.*s", (int)strcspn(at, "\n"), at);
            return;
        }
    fail_msg("no line starts with '%s' in:\n%s", start, text);
}

static void the_summary_shows_the_answer_first(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char         *text = NULL;
    summary_of(&text, &g->answer, 110, 0);
    assert_string_equal(
        text, "Meridian & Sons · EUR k incl. VAT · as of 2026-06-28 (book.yaml) · run dddddd\n"
              "invoices.csv: read 20 · used 19 · rejected 1 (0.5 % of value) · ledger 380.0 k = GL "
              "380.0 k\n"
              "Learnt on 95 settled claims; 49 % of open value relies on portfolio habits\n"
              "\n"
              "Customers will pay EUR 1,300.0 k in 13 weeks (80 % band 1,222.0 to 1,326.0 k). "
              "Overdue is 86.0 k today and\n"
              "86.0 k then. Largest change: Pay later, −10.0 k [−20.0..−5.0] of cash in 13 weeks.\n"
              "\n"
              "            lowest cash   line  line at              cash 13 wk     DSO   trade  "
              "bad debt   profit\n"
              "                        needed     95 %             [low..high]    wk13     WCR     "
              "  12m      12m\n"
              "baseline            n/a    n/a      n/a                 1,300.0    50.0   432.0     "
              "  1.4  1,532.6\n"
              "late                n/a    n/a      n/a     −10.0 [−20.0..−5.0]    +5.0   +10.0     "
              " +0.5     −1.0\n"
              "terms               n/a    n/a      n/a                    −4.0   +8.0†   +4.0†     "
              "  0.0     −0.2\n"
              "[low..high] range of the assumption   * written off, not collected   † decided, not "
              "worse\n"
              "\n"
              "Do first:  Krüger, \"Die Werkstatt\" 50.0 k, 40 days late · =SUM(A1:A9) 32.0 k, 130 "
              "days late\n"
              "n/a:       lowest cash and line: add cash to book.yaml\n"
              "Trust:     in the last 26 weekly forecasts of 4 weeks 80 % "
              "bands of open claims' weekly cash held 78 % of\n"
              "           weeks: as promised; a week was off by 21 % "
              "(chance alone: 19 %) · checks 1/1\n"
              "Assumed:   the effect of late_payment, credit_terms (not learnt from your data)\n"
              "Paths:     10,000 futures; simulation error only (95 %): P5 of 13 weeks of cash "
              "1,192.8 to 1,202.5 k; means\n"
              "           are exact\n"
              "Bands:     hold what claims did together in the past year, not a shock never "
              "seen\n"
              "Wrote report.xlsx   Next: duecast whatif company late_payment:days=20\n");
    free(text);
    given_answer_free(g);
}

static void the_summary_never_has_more_than_25_lines(void **state)
{
    (void)state;
    static const int widths[] = {0, 40, 60, 80, 100, 200};
    given_report    *g = given_answer(52);
    enum { MANY = 40 };
    dc_scenario *scenarios = dc_arena_alloc(g->arena, MANY, sizeof *scenarios);
    dc_outcome  *outcomes = dc_arena_alloc(g->arena, MANY, sizeof *outcomes);
    dc_difference(*differences)[DC_METRIC_COUNT][DC_PAIRED_WEEKS] =
        dc_arena_alloc(g->arena, MANY, sizeof *differences);
    for (size_t s = 0; s < MANY; s++) {
        size_t like = s == 0 ? 0 : 1 + s % 2;
        scenarios[s] = g->scenarios.scenario[like];
        outcomes[s] = g->comparison.outcome[like];
        memcpy(differences[s], g->comparison.difference[like], sizeof differences[s]);
    }
    g->comparison = (dc_comparison){MANY, outcomes, differences};
    g->scenarios = (dc_scenarios){MANY, scenarios};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        for (dc_language language = 0; language < DC_LANGUAGE_COUNT; language++) {
            g->answer.language = language;
            char *text = NULL;
            summary_of(&text, &g->answer, widths[i], 0);
            if (lines_of(text) > 25)
                fail_msg("%zu lines at width %d:\n%s", lines_of(text), widths[i], text);
            free(text);
        }
    given_answer_free(g);
}

/* By rank with the baseline first, wherever it ranks itself; as they came without a ranking. */
static void scenarios_stand_in_the_order_of_their_rank(void **state)
{
    (void)state;
    static const dc_rank_by by = {.objective = DC_DSO, .week = 1};
    static const dc_ranked  ranking[] = {{.scenario = 2, .applicable = true, .above_floor = true},
                                         {.scenario = 0, .applicable = true, .above_floor = true},
                                         {.scenario = 1, .applicable = true, .above_floor = true}};
    given_report           *g = given_answer(52);
    for (int ranked = 0; ranked < 2; ranked++) {
        char *text = NULL;
        g->answer.rank = ranked ? &by : NULL;
        g->answer.ranking = ranked ? ranking : NULL;
        summary_of(&text, &g->answer, 110, 0);
        const char *baseline = strstr(text, "\nbaseline "), *late = strstr(text, "\nlate ");
        const char *terms = strstr(text, "\nterms ");
        assert_true(baseline && late && terms && baseline < late && baseline < terms);
        assert_int_equal(terms < late, ranked);
        free(text);
    }
    given_answer_free(g);
}

static void figures_stand_below_each_other_in_chinese_too(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char          first[400], second[400], third[400];
    g->answer.language = DC_CHINESE;
    char *text = NULL;
    summary_of(&text, &g->answer, 120, 0);
    line_of(first, sizeof first, text, "baseline");
    line_of(second, sizeof second, text, "late");
    line_of(third, sizeof third, text, "terms");
    assert_int_equal(text_columns(first), text_columns(second));
    assert_int_equal(text_columns(first), text_columns(third));
    free(text);
    given_answer_free(g);
}

static void a_narrow_terminal_gets_only_what_was_measured(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char          line[400];
    char         *text = NULL;
    summary_of(&text, &g->answer, 80, 0);
    line_of(line, sizeof line, text, "late ");
    assert_true(text_columns(line) <= 80);
    assert_null(strstr(line, "n/a"));
    line_of(line, sizeof line, text, "n/a:");
    free(text);
    given_answer_free(g);
}

static void only_cash_and_losses_are_coloured(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char          line[400];
    char         *text = NULL;
    summary_of(&text, &g->answer, 120, 1);
    line_of(line, sizeof line, text, "terms");
    assert_non_null(strstr(line, "\033[33m"));                    /* less cash */
    const char *next = strstr(strstr(line, "\033[0m"), "\033[3"); /* DSO and WCR: decided */
    assert_non_null(strstr(next, "−0.2"));                        /* less profit */
    assert_null(strstr(next + 1, "\033[3"));
    free(text);
    given_answer_free(g);
}

static void without_history_the_headline_begins_with_the_warning(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    assert_non_null(strstr(dc_headline(g->arena, &g->answer), "Customers will pay"));
    assert_ptr_equal(strstr(dc_headline(g->arena, &g->answer), "NOT LEARNT"), NULL);
    g->model.learnt = false;
    const char *headline = dc_headline(g->arena, &g->answer);
    assert_ptr_equal(strstr(headline, "NOT LEARNT FROM YOUR DATA"), headline);
    given_answer_free(g);
}

static void a_failed_check_is_named_with_its_figures(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char          line[400];
    dc_check_found(dc_checks_add(&g->checks, "dso", DC_WORD_CHECK_DSO_ADDS_UP, false),
                   "50.0, 38.0 + 11.0");
    for (int i = 0; i < 4; i++)
        dc_check_found(dc_checks_add(&g->checks, "x", DC_WORD_CHECK_QUANTILES, false), "");
    char *text = NULL;
    summary_of(&text, &g->answer, 120, 0);
    line_of(line, sizeof line, text, "Trust:     checks 1/6");
    line_of(line, sizeof line, text,
            "           FAILED: DSO = not due + overdue: 50.0, 38.0 + 11.0");
    line_of(line, sizeof line, text, "           2 more failed");
    assert_true(lines_of(text) <= 25);
    free(text);
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    dc_whatif_write(out, &g->answer, 100, 0);
    fclose(out);
    line_of(line, sizeof line, text, "FAILED: DSO = not due + overdue: 50.0, 38.0 + 11.0");
    free(text);
    given_answer_free(g);
}

static void trust_is_told_as_it_is(void **state)
{
    (void)state;
    static const struct {
        dc_language language;
        double      held, low, high;
        double      lately, level80, floor;
        size_t      origins;
        const char *text;
    } cases[] = {
        {DC_ENGLISH, 0.55, 0.48, 0.63, 0.59, 0.93, 0.19, 26,
         "in the last 26 weekly forecasts of 4 weeks 80 % bands of open claims' "
         "weekly cash held 55 % of weeks: too narrow, read the 93 % band where you want "
         "80 %; a week was off by 21 % (chance alone: 19 %)"},
        {DC_ENGLISH, 0.95, 0.90, 0.98, 0.95, 0.64, 0.21, 26,
         "in the last 26 weekly forecasts of 4 weeks 80 % bands of open claims' "
         "weekly cash held 95 % of weeks: too wide, read the 64 % band where you want 80 "
         "%; a week was off by 21 %, no more than chance alone brings"},
        {DC_ENGLISH, 0.20, 0.15, 0.25, 0.20, 0.999, 0.30, 6,
         "in 6 of the last 26 weekly forecasts of 4 weeks 80 % bands of open claims' "
         "weekly cash held 20 % of weeks: too narrow, even the widest band holds less "
         "than 80 %; a week was off by 21 %, no more than chance alone brings"},
        {DC_CHINESE, 0.78, 0.70, 0.86, 0.78, 0.82, 0.19, 26,
         "最近26次每周预测（各4周）中，当时未结债权每周回款的80%区间命中78 %的周：符合承诺；每周回款误差21 "
         "%（仅偶然性：19 %）"},
        {DC_CHINESE, 0.78, 0.70, 0.86, 0.59, 0.93, 0.30, 26,
         "最近26次每周预测（各4周）中，当时未结债权每周回款的80%区间命中78 %的周：近来偏窄（最近12次预测仅59 "
         "%），需要80%把握时请看93 %区间；每周回款误差21 %，不超过偶然性本身所致"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(52);
        g->answer.language = cases[i].language;
        g->backtest.origins = cases[i].origins;
        dc_scored *own = g->backtest.rule[DC_RULE_DUECAST].score;
        own[DC_SCORE_COVERAGE_80] = (dc_scored){true, cases[i].held, cases[i].low, cases[i].high};
        own[DC_SCORE_FLOOR].value = cases[i].floor;
        g->backtest.cash.coverage80 = cases[i].lately;
        g->backtest.cash.is_alarm = cases[i].lately < 0.72 || cases[i].lately > 0.88;
        g->backtest.cash.level80 = cases[i].level80;
        assert_string_equal(say_trust(g->arena, &g->answer, true), cases[i].text);
        given_answer_free(g);
    }
}

static void total_cash_that_did_badly_is_told(void **state)
{
    (void)state;
    static const struct {
        dc_language language;
        double      held, bias;
        const char *end; /* NULL: nothing is told */
    } cases[] = {
        {DC_ENGLISH, 0.61, -0.19, NULL},
        {DC_ENGLISH, 0.95, 0.19, NULL},
        {DC_ENGLISH, 0.40, -0.45,
         "; total cash with new sales was off by 48 %, mostly too low: look at sales in plan.csv"},
        {DC_ENGLISH, 0.80, 0.21,
         "; total cash with new sales was off by 48 %, mostly too high: look at sales in plan.csv"},
        {DC_ENGLISH, 0.59, 0.05,
         "; total cash with new sales was off by 48 %, its 80 % band held only 59 % of weeks: look "
         "at sales in plan.csv"},
        {DC_CHINESE, 0.40, -0.45, "；含新销售的全部回款误差48 %，多为偏低：请核对plan.csv中的销售"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(52);
        dc_scored    *total = g->backtest.total[DC_TOTAL_DUECAST].score;
        g->answer.language = cases[i].language;
        g->backtest.has_total = true;
        total[DC_SCORE_WAPE] = (dc_scored){.applicable = true, .value = 0.48};
        total[DC_SCORE_BIAS] = (dc_scored){.applicable = true, .value = cases[i].bias};
        total[DC_SCORE_COVERAGE_80] = (dc_scored){.applicable = true, .value = cases[i].held};
        const char *text = say_trust(g->arena, &g->answer, true);
        const char *end = strstr(text, cases[i].language == DC_ENGLISH ? "; total" : "；含新销售");
        if (cases[i].end)
            assert_string_equal(end, cases[i].end);
        else
            assert_null(end);
        given_answer_free(g);
    }
}

static void days_without_sales_are_told_as_the_reason(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char          line[400];
    char         *text = NULL;
    g->answer.comparison->outcome[0].series[DC_DSO][13].applicable = false;
    summary_of(&text, &g->answer, 120, 0);
    line_of(line, sizeof line, text, "n/a:");
    assert_non_null(strstr(line, "add cash to book.yaml · DSO: on some futures nothing is sold"));
    free(text);
    given_answer_free(g);
}

static void where_nothing_was_tested_the_reason_is_told(void **state)
{
    (void)state;
    static const struct {
        dc_backtest_absence absence;
        const char         *start;
    } cases[] = {{DC_BACKTEST_NOT_ASKED, "bands not tested on your ledger (--no-backtest)"},
                 {DC_BACKTEST_NO_BANDS, "n/a: the engine 'expected'"},
                 {DC_BACKTEST_TOO_LITTLE, "n/a: too little history"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(52);
        g->answer.backtest = NULL;
        g->answer.no_backtest = cases[i].absence;
        assert_ptr_equal(strstr(say_trust(g->arena, &g->answer, true), cases[i].start),
                         say_trust(g->arena, &g->answer, true));
        given_answer_free(g);
    }
}

static void a_folder_of_tables_is_called_by_its_folder(void **state)
{
    (void)state;
    static const char *const written[] = {"all.csv", "all/"};
    given_report            *g = given_answer(52);
    char                    *text = NULL;
    size_t                   size = 0;
    FILE                    *out = open_memstream(&text, &size);
    g->book.path = "my company";
    dc_summary_write(out, &g->answer, written, 2, 100, 0);
    fclose(out);
    assert_non_null(strstr(text, "\nWrote all/   Next: duecast whatif 'my company' late_payment"));
    free(text);
    given_answer_free(g);
}

static void a_scenario_that_changes_nothing_has_no_chance_of_being_better(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char         *text = NULL, line[400];
    size_t        size = 0;
    FILE         *out = open_memstream(&text, &size);
    for (int k = 0; k < DC_PAIRED_WEEKS; k++)
        g->comparison.difference[1][DC_CASH_COLLECTED][k] =
            (dc_difference){.applicable = true, .chance_better = 0};
    dc_whatif_write(out, &g->answer, 100, 0);
    fclose(out);
    line_of(line, sizeof line, text, "Cash collected, EUR k");
    assert_null(strstr(line, "0 %"));
    assert_non_null(strstr(line, "–"));
    free(text);
    given_answer_free(g);
}

static void losses_that_may_only_have_moved_are_not_painted(void **state)
{
    (void)state;
    assert_int_equal(painted_better(DC_WRITTEN_OFF), DC_NEITHER);
    assert_int_equal(painted_better(DC_ALLOWANCE), DC_NEITHER);
    assert_int_equal(painted_better(DC_BAD_DEBT_EXPENSE), DC_LOWER_IS_BETTER);
    assert_int_equal(painted_better(DC_CASH_COLLECTED), DC_HIGHER_IS_BETTER);
}

/* Without paths the band is a normal law's and says so; without a spread there is none. */
static void the_expected_engine_says_what_its_band_is(void **state)
{
    (void)state;
    given_report *g = given_answer(26);
    g->options.expected_only = true;
    const char *headline = dc_headline(g->arena, &g->answer);
    assert_non_null(strstr(headline, "expected value, 80 % band"));
    assert_non_null(strstr(headline, "by normal approximation"));
    g->comparison.outcome[0].expected_cash_sd = NULL;
    headline = dc_headline(g->arena, &g->answer);
    assert_null(strstr(headline, "80 %"));
    assert_non_null(strstr(headline, "expected value, without a band"));
    given_answer_free(g);
}

static void a_horizon_that_is_no_year_is_named_by_its_week(void **state)
{
    (void)state;
    static const struct {
        int32_t     weeks;
        const char *end;
    } cases[] = {{26, "wk26"}, {52, "12m"}, {104, "wk104"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(cases[i].weeks);
        char         *text = NULL;
        summary_of(&text, &g->answer, 100, 0);
        assert_non_null(strstr(strstr(text, "wk13"), cases[i].end));
        free(text);
        given_answer_free(g);
    }
}

static void cells_of_the_table_never_touch(void **state)
{
    (void)state;
    given_report  *g = given_answer(52);
    char          *text = NULL, line[200];
    dc_difference *cash = &g->comparison.difference[1][DC_CASH_COLLECTED][0];
    g->scenarios.scenario[1].name = "customers-that-pay-later-x"; /* as wide as its column */
    cash->mean = cash->low = -1234567890;
    cash->high = -1234567889;
    summary_of(&text, &g->answer, 120, 0);
    line_of(line, sizeof line, text, "customers-that-pay-later-x");
    assert_non_null(strstr(line, " −12,345.7 [−12,345.7..−12,345.7] "));
    free(text);
    given_answer_free(g);
}

static void a_fall_that_was_mostly_written_off_is_marked(void **state)
{
    (void)state;
    given_report  *g = given_answer(52);
    dc_difference *change = g->comparison.difference[1][DC_RECEIVABLES];
    dc_difference *loss = g->comparison.difference[1][DC_WRITTEN_OFF];
    g->comparison.difference[1][DC_DSO][0].mean = -5;
    change[0].mean = -1000;
    loss[0].mean = 400;
    assert_int_equal(mark_of(&g->answer, 1, DC_DSO, 0), MARK_NONE);
    loss[0].mean = 600;
    assert_int_equal(mark_of(&g->answer, 1, DC_DSO, 0), MARK_WRITTEN_OFF);
    assert_int_equal(mark_of(&g->answer, 1, DC_CASH_COLLECTED, 0), MARK_NONE);
    dc_difference(*all)[DC_PAIRED_WEEKS] = g->comparison.difference[1];
    all[DC_INVENTORY][0] = all[DC_PAYABLES][0] = all[DC_DPO][0] = change[0];
    assert_int_equal(mark_of(&g->answer, 1, DC_INVENTORY, 0), MARK_NONE);
    assert_int_equal(mark_of(&g->answer, 1, DC_PAYABLES, 0), MARK_NONE);
    assert_int_equal(mark_of(&g->answer, 1, DC_DPO, 0), MARK_NONE);
    all[DC_TRADE_WCR][0] = all[DC_WCR_CASH][0] = change[0];
    all[DC_WCR_CASH][0].mean = 1000; /* no cash: it will never come */
    assert_int_equal(mark_of(&g->answer, 1, DC_TRADE_WCR, 0), MARK_WRITTEN_OFF);
    assert_int_equal(mark_of(&g->answer, 1, DC_WCR_CASH, 0), MARK_WRITTEN_OFF);
    g->comparison.difference[2][DC_DSO_UNSOLD][0] = g->comparison.difference[2][DC_DSO][0];
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO_UNSOLD, 0), MARK_DECIDED);
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO, 0), MARK_DECIDED);
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO_OVERDUE, 0), MARK_NONE);
    assert_int_equal(mark_of(&g->answer, 0, DC_DSO, 0), MARK_NONE);
    given_answer_free(g);
}

static void what_befalls_or_moves_other_balances_is_not_decided(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    dc_scenario  *row = &g->scenarios.scenario[2];
    g->comparison.difference[2][DC_DSO][0].mean = 5;
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO, 0), MARK_DECIDED);
    row->befalls = true;
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO, 0), MARK_NONE);
    row->befalls = false;
    row->decides = DC_DECIDES_STOCKS;
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO, 0), MARK_NONE);
    row->decides = 0; /* a credit line moves no balance */
    assert_int_equal(mark_of(&g->answer, 2, DC_DSO, 0), MARK_NONE);
    given_answer_free(g);
}

static void what_if_shows_the_range_before_the_simulation_error(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char         *text = NULL, line[400];
    size_t        size = 0;
    FILE         *out = open_memstream(&text, &size);
    dc_whatif_write(out, &g->answer, 100, 0);
    fclose(out);
    line_of(line, sizeof line, text, "Cash collected, EUR k");
    const char *range = strstr(line, "[−20.0..−5.0]"), *error = strstr(line, "±0.10");
    assert_non_null(range);
    assert_non_null(error);
    assert_true(range < error);
    assert_non_null(strstr(line, "25 %"));
    assert_non_null(strstr(text, "± simulation error only"));
    free(text);
    given_answer_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_summary_shows_the_answer_first),
        cmocka_unit_test(the_summary_never_has_more_than_25_lines),
        cmocka_unit_test(scenarios_stand_in_the_order_of_their_rank),
        cmocka_unit_test(figures_stand_below_each_other_in_chinese_too),
        cmocka_unit_test(a_narrow_terminal_gets_only_what_was_measured),
        cmocka_unit_test(only_cash_and_losses_are_coloured),
        cmocka_unit_test(without_history_the_headline_begins_with_the_warning),
        cmocka_unit_test(a_failed_check_is_named_with_its_figures),
        cmocka_unit_test(trust_is_told_as_it_is),
        cmocka_unit_test(total_cash_that_did_badly_is_told),
        cmocka_unit_test(days_without_sales_are_told_as_the_reason),
        cmocka_unit_test(where_nothing_was_tested_the_reason_is_told),
        cmocka_unit_test(a_folder_of_tables_is_called_by_its_folder),
        cmocka_unit_test(a_scenario_that_changes_nothing_has_no_chance_of_being_better),
        cmocka_unit_test(losses_that_may_only_have_moved_are_not_painted),
        cmocka_unit_test(the_expected_engine_says_what_its_band_is),
        cmocka_unit_test(a_horizon_that_is_no_year_is_named_by_its_week),
        cmocka_unit_test(cells_of_the_table_never_touch),
        cmocka_unit_test(a_fall_that_was_mostly_written_off_is_marked),
        cmocka_unit_test(what_befalls_or_moves_other_balances_is_not_decided),
        cmocka_unit_test(what_if_shows_the_range_before_the_simulation_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
