/* What a backtest comes to: one verdict, the same in every report, and no loss unsaid. */
#include <string.h>

#include "support/expect.h"
#include "support/given_answer.h"

#include "duecast/report.h"
#include "reports/verdicts.h"

static bool says(const given_report *g, dc_language language, const char *text)
{
    dc_sentences list;
    dc_backtest_say(&list, g->arena, &g->backtest, language);
    for (size_t i = 0; i < list.count; i++)
        if (strstr(list.text[i], text))
            return true;
    return false;
}

static dc_scored *own_scores(given_report *g)
{
    return g->backtest.rule[DC_RULE_DUECAST].score;
}

static const struct {
    double      low, high;
    bool        measured, is_alarm;
    double      lately, level80;
    const char *text[DC_LANGUAGE_COUNT];
    bool        wants_room;
} verdicts[] = {
    {0.70, 0.86, true, false, 0.78, 0.82, {"as promised", "符合承诺"}, false},
    {0.70, 0.86, false, false, 0.0, 0.0, {"as promised", "符合承诺"}, false},
    {0.70, 0.797, true, false, 0.78, 0.82, {"as promised", "符合承诺"}, false},
    {0.70,
     0.86,
     true,
     true,
     0.71,
     0.88,
     {"too narrow lately (in the last 12 forecasts only 71 %), read the 88 % band where you "
      "want 80 %",
      "近来偏窄（最近12次预测仅71 %），需要80%把握时请看88 %区间"},
     false},
    {0.70,
     0.86,
     true,
     true,
     0.91,
     0.64,
     {"too wide lately (in the last 12 forecasts 91 %), read the 64 % band where you want 80 %",
      "近来偏宽（最近12次预测达91 %），需要80%把握时请看64 %区间"},
     false},
    /* a law that says the other way is not followed */
    {0.70,
     0.86,
     true,
     true,
     0.71,
     0.79,
     {"too narrow lately (in the last 12 forecasts only 71 %)", "近来偏窄（最近12次预测仅71 %）"},
     false},
    {0.60,
     0.77,
     true,
     true,
     0.60,
     0.94,
     {"too narrow, read the 94 % band where you want 80 %", "偏窄，需要80%把握时请看94 %区间"},
     true},
    {0.60,
     0.77,
     true,
     true,
     0.60,
     0.999,
     {"too narrow, even the widest band holds less than 80 %", "偏窄，即使最宽的区间也不足80%"},
     true},
    {0.60,
     0.77,
     true,
     false,
     0.80,
     0.80,
     {"too narrow (in the last 12 forecasts 80 %)", "偏窄（最近12次预测80 %）"},
     true},
    {0.83,
     0.95,
     true,
     true,
     0.60,
     0.94,
     {"too wide (in the last 12 forecasts 60 %)", "偏宽（最近12次预测60 %）"},
     false},
};

static void a_band_has_one_verdict_and_every_report_tells_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        given_report *g = given_answer(52);
        own_scores(g)[DC_SCORE_COVERAGE_80].low = verdicts[i].low;
        own_scores(g)[DC_SCORE_COVERAGE_80].high = verdicts[i].high;
        g->backtest.cash = (dc_recalibration){.measured = verdicts[i].measured,
                                              .is_alarm = verdicts[i].is_alarm,
                                              .coverage80 = verdicts[i].lately,
                                              .level80 = verdicts[i].level80};
        for (dc_language l = 0; l < DC_LANGUAGE_COUNT; l++) {
            const char *verdict = verdicts[i].text[l];
            g->answer.language = l;
            assert_true(says(g, l,
                             l == DC_ENGLISH ? dc_arena_format(g->arena, ": %s.", verdict)
                                             : dc_arena_format(g->arena, "：%s。", verdict)));
            assert_non_null(strstr(say_trust(g->arena, &g->answer, true),
                                   l == DC_ENGLISH
                                       ? dc_arena_format(g->arena, ": %s; a week", verdict)
                                       : dc_arena_format(g->arena, "：%s；每周", verdict)));
        }
        assert_int_equal(says(g, DC_ENGLISH, "plan with more room"), verdicts[i].wants_room);
        given_answer_free(g);
    }
}

/* ---- sums of total cash ---- */

static dc_backtest_sum *give_sum(given_report *g, size_t origins, size_t apart, double held,
                                 double low, double high)
{
    dc_backtest_sum *sum = &g->backtest.sum[1];
    g->backtest.has_total = true;
    g->backtest.sum_weeks = 13;
    g->backtest.sum[0].weeks = 4;
    g->backtest.sum[2].weeks = 26; /* further than was looked */
    *sum = (dc_backtest_sum){.weeks = 13,
                             .origins = origins,
                             .apart = apart,
                             .floor = {true, 0.05, 0.05, 0.05},
                             .bias = {true, -0.12, -0.12, -0.12},
                             .coverage80 = {true, held, low, high}};
    sum->wape[DC_TOTAL_DUECAST] = (dc_scored){true, 0.21, 0.21, 0.21};
    sum->wape[DC_TOTAL_MEAN] = (dc_scored){true, 0.25, 0.25, 0.25};
    return sum;
}

static void a_sum_is_told_by_the_windows_that_do_not_overlap(void **state)
{
    (void)state;
    static const struct {
        size_t      origins, apart;
        double      held, low, high;
        const char *text[DC_LANGUAGE_COUNT];
        bool        narrow;
    } cases[] = {
        {17,
         2,
         0.0,
         0.0,
         0.842,
         {"held 0 % of 17 forecasts, too few to tell: only 2 do not "
          "overlap.",
          "互不重叠的只有2次，太少，无法判断"},
         false},
        {1,
         1,
         1.0,
         0.025,
         1.0,
         {"held 100 % of 1 forecast, too few to tell: only 1 does not "
          "overlap.",
          "互不重叠的只有1次"},
         false},
        {20,
         6,
         0.4,
         0.07,
         0.793,
         {"tell no more than the 6 of them that do not overlap (95 % "
          "interval: 7 % to 79 %): too narrow.",
          "：偏窄。"},
         true},
        {20,
         6,
         0.5,
         0.12,
         0.88,
         {"(95 % interval: 12 % to 88 %): nothing speaks against the "
          "band.",
          "没有与区间相悖的迹象"},
         false},
        {30,
         30,
         1.0,
         0.88,
         1.0,
         {"none of which overlap (95 % interval: 88 % to 100 %): too "
          "wide.",
          "互不重叠（95%置信区间：88 %至100 %）：偏宽"},
         false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(52);
        give_sum(g, cases[i].origins, cases[i].apart, cases[i].held, cases[i].low, cases[i].high);
        for (dc_language l = 0; l < DC_LANGUAGE_COUNT; l++) {
            assert_true(says(g, l, cases[i].text[l]));
            g->answer.language = l;
            const char *narrow = l == DC_ENGLISH ? "its 80 % band held only" : "80%区间仅命中";
            const char *trust = say_trust(g->arena, &g->answer, true);
            assert_int_equal(strstr(trust, narrow) != NULL, cases[i].narrow);
            trust = say_trust(g->arena, &g->answer, false);
            assert_int_equal(strstr(trust, narrow) != NULL, cases[i].narrow);
        }
        assert_true(says(g, DC_ENGLISH, "first 13 weeks together was off by 21.0 % of what came"));
        assert_true(says(g, DC_ENGLISH, "better by 4.0 points (mean of the last 13 weeks: 25.0 %"));
        given_answer_free(g);
    }
}

static void a_sum_that_is_not_known_is_told_with_its_reason(void **state)
{
    (void)state;
    given_report    *g = given_answer(52);
    dc_backtest_sum *sum = give_sum(g, 17, 2, 0.5, 0.1, 0.9);
    assert_true(says(g, DC_ENGLISH, "first 4 weeks together: n/a, of no origin 4 whole weeks"));
    assert_false(says(g, DC_ENGLISH, "26 weeks"));
    assert_non_null(strstr(say_trust(g->arena, &g->answer, true),
                           "; all cash of 13 weeks together was off by 21 %"));
    assert_null(strstr(say_trust(g->arena, &g->answer, false), "together"));
    sum->wape[DC_TOTAL_DUECAST].applicable = false;
    assert_true(says(g, DC_ENGLISH, "first 13 weeks together: n/a, nothing came in."));
    assert_null(strstr(say_trust(g->arena, &g->answer, true), "together"));
    given_answer_free(g);
}

static void one_origin_gives_no_verdict(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    g->backtest.origins = 1;
    own_scores(g)[DC_SCORE_COVERAGE_80] = (dc_scored){true, 0.62, 0.62, 0.62};
    g->backtest.cash.measured = false;
    assert_true(says(g, DC_ENGLISH,
                     "The 80 % band of weekly cash held 62 % of the weeks: one forecast cannot "
                     "tell."));
    assert_false(says(g, DC_ENGLISH, "95 % interval: 62"));
    assert_true(says(g, DC_ENGLISH, "Only 1 origin:"));
    given_answer_free(g);
}

static void an_error_that_chance_explains_is_not_set_against_it(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    own_scores(g)[DC_SCORE_WAPE].value = 0.57;
    own_scores(g)[DC_SCORE_FLOOR].value = 0.68;
    assert_true(says(g, DC_ENGLISH, "off by 57.0 % of what came, no more than chance alone"));
    assert_false(says(g, DC_ENGLISH, "68.0 %"));
    own_scores(g)[DC_SCORE_FLOOR].value = 0.50;
    assert_true(says(g, DC_ENGLISH, "would still be off by 50.0 %"));
    given_answer_free(g);
}

static void the_other_bands_are_told_where_they_are_off(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    assert_false(says(g, DC_ENGLISH, "The 50 % band"));
    own_scores(g)[DC_SCORE_COVERAGE_50] = (dc_scored){true, 0.31, 0.24, 0.40};
    own_scores(g)[DC_SCORE_COVERAGE_95] = (dc_scored){true, 0.92, 0.85, 0.96};
    assert_true(says(g, DC_ENGLISH,
                     "The 50 % band of weekly cash held 31 % of the weeks (too narrow), the 95 % "
                     "band 92 % (as promised)."));
    assert_true(says(g, DC_CHINESE, "每周回款的50%区间命中31 %的周（偏窄），95%区间命中92 %"));
    given_answer_free(g);
}

static void give_total(given_report *g, dc_total total, double error, double score)
{
    dc_scored *scores = g->backtest.total[total].score;
    g->backtest.has_total = true;
    scores[DC_SCORE_WAPE] = (dc_scored){true, error, error, error};
    scores[DC_SCORE_CRPS_RATIO] = (dc_scored){true, score, score, score};
}

static void total_cash_is_judged_by_error_and_by_score(void **state)
{
    (void)state;
    static const struct {
        double      error, score;
        const char *text;
    } cases[] = {
        {0.285, 0.147,
         "model: worse by 8.5 points in error (mean of the last 13 weeks: 20.0 %), "
         "better by 2.0 % in score (CRPS; mean of the last 13 weeks)."},
        {0.150, 0.165,
         "model: better by 5.0 points in error (mean of the last 13 weeks: 20.0 %), "
         "worse by 10.0 % in score (CRPS; mean of the last 13 weeks)."},
        {0.2001, 0.15,
         "model: equal in error (mean of the last 13 weeks: 20.0 %), equal in "
         "score (CRPS; mean of the last 13 weeks)."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(52);
        give_total(g, DC_TOTAL_DUECAST, cases[i].error, cases[i].score);
        give_total(g, DC_TOTAL_MEAN, 0.20, 0.15);
        give_total(g, DC_TOTAL_LAST_YEAR, 0.30, 0.30);
        assert_true(says(g, DC_ENGLISH, cases[i].text));
        assert_true(says(g, DC_CHINESE, "与最好的无模型规则相比"));
        given_answer_free(g);
    }
}

static void the_best_rule_may_be_another_one_by_score(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    give_total(g, DC_TOTAL_DUECAST, 0.15, 0.15);
    give_total(g, DC_TOTAL_MEAN, 0.20, 0.12);
    give_total(g, DC_TOTAL_LAST_YEAR, 0.18, 0.18);
    assert_true(says(g, DC_ENGLISH,
                     "better by 3.0 points in error (same week of last year: 18.0 %), worse by "
                     "25.0 % in score (CRPS; mean of the last 13 weeks)."));
    given_answer_free(g);
}

static void a_small_p_is_not_nothing(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    dc_rule       best = dc_backtest_best_naive(&g->backtest, DC_SCORE_CRPS_RATIO);
    g->backtest.rule[best].cash = (dc_backtest_duel){0.1, true, 0.0004};
    assert_true(says(g, DC_ENGLISH, "(p < 0.01)"));
    g->backtest.rule[best].cash.p = 0.42;
    assert_true(says(g, DC_ENGLISH, "(p = 0.42)"));
    given_answer_free(g);
}

static void weeks_with_next_to_no_cash_tell_nothing(void **state)
{
    (void)state;
    given_report     *g = given_answer(52);
    dc_backtest_week *week = g->backtest.rule[DC_RULE_DUECAST].week;
    week[2].actual = 18000.0; /* of 2,018,000 */
    week[3].actual = 0.0;
    assert_true(dc_backtest_week_tells(&g->backtest, 0));
    assert_false(dc_backtest_week_tells(&g->backtest, 2));
    assert_false(dc_backtest_week_tells(&g->backtest, 3));
    given_answer_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_band_has_one_verdict_and_every_report_tells_it),
        cmocka_unit_test(a_sum_is_told_by_the_windows_that_do_not_overlap),
        cmocka_unit_test(a_sum_that_is_not_known_is_told_with_its_reason),
        cmocka_unit_test(one_origin_gives_no_verdict),
        cmocka_unit_test(an_error_that_chance_explains_is_not_set_against_it),
        cmocka_unit_test(the_other_bands_are_told_where_they_are_off),
        cmocka_unit_test(total_cash_is_judged_by_error_and_by_score),
        cmocka_unit_test(the_best_rule_may_be_another_one_by_score),
        cmocka_unit_test(a_small_p_is_not_nothing),
        cmocka_unit_test(weeks_with_next_to_no_cash_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
