#include "support/expect.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cli/backtest.h"
#include "cli/terminal.h"
#include "support/given.h"

static dc_backtest *given_backtest(dc_book *book)
{
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    dc_backtest        *backtest;
    options.every_days = 28;
    options.path_count = DC_PATH_BLOCK;
    options.from = date("2023-10-01");
    options.to = date("2024-03-17");
    assert_int_equal(dc_backtest_run(&backtest, book, &options), DC_OK);
    return backtest;
}

static void every_method_has_every_promised_key(void **state)
{
    (void)state;
    static const char *const methods[] = {
        "duecast",         "due_date",          "due_plus_average", "due_plus_customer_average",
        "pooled_survival", "customer_survival", "shrunken_shift"};
    static const char *const keys[] = {"date_mae_days",     "date_crps_days",   "weekly_wape",
                                       "weekly_crps_ratio", "coverage80",       "coverage95",
                                       "count_coverage80",  "count_coverage95", "bias",
                                       "noise_floor_wape",  "origins",          "claims"};
    dc_book                 *book = given_company(4, 12, 0);
    dc_backtest             *backtest = given_backtest(book);
    char                    *text = NULL;
    size_t                   size = 0;
    FILE                    *out = open_memstream(&text, &size);

    dc_backtest_write_json(out, backtest, book);
    fclose(out);
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
        json_t *method = json_object_get(json_object_get(root, "methods"), methods[m]);
        assert_non_null(method);
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
            assert_non_null(json_object_get(method, keys[k]));
    }
    assert_double_close(
        json_real_value(json_object_get(
            json_object_get(json_object_get(root, "methods"), "duecast"), "weekly_wape")),
        backtest->rule[DC_RULE_DUECAST].score[DC_SCORE_WAPE].value, 1e-9);
    assert_true(json_is_null(json_object_get(
        json_object_get(json_object_get(root, "methods"), "due_date"), "coverage80")));
    json_t *total = json_object_get(json_object_get(root, "total_cash"), "methods");
    assert_non_null(json_object_get(json_object_get(total, "mean_13_weeks"), "weekly_wape"));
    assert_null(json_object_get(json_object_get(total, "duecast"), "count_coverage80"));
    json_t *sums = json_object_get(json_object_get(root, "total_cash"), "sums");
    assert_int_equal(json_array_size(sums), DC_BACKTEST_SUMS);
    for (size_t i = 0; i < DC_BACKTEST_SUMS; i++) {
        json_t *sum = json_array_get(sums, i);
        assert_int_equal(json_integer_value(json_object_get(sum, "weeks")),
                         dc_backtest_sum_weeks((int)i));
        assert_int_equal(json_array_size(json_object_get(sum, "windows")),
                         backtest->sum[i].origins);
        assert_true(json_is_null(json_object_get(sum, "reason")));
        assert_double_close(json_real_value(json_object_get(sum, "coverage80")),
                            backtest->sum[i].coverage80.value, 1e-9);
        assert_non_null(json_object_get(json_object_get(sum, "wape"), "mean_13_weeks"));
    }
    json_t *recalibration = json_object_get(root, "recalibration");
    assert_int_equal(json_integer_value(json_object_get(recalibration, "origins")),
                     backtest->recent);
    assert_double_close(
        json_real_value(json_object_get(json_object_get(recalibration, "cash"), "level_for_80")),
        backtest->cash.level80, 1e-9);
    json_decref(root);
    free(text);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void the_page_is_at_most_eighty_columns_wide(void **state)
{
    (void)state;
    dc_book     *book = given_company(4, 12, 0);
    dc_backtest *backtest = given_backtest(book);

    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        char  *text = NULL;
        size_t size = 0, lines = 0;
        FILE  *out = open_memstream(&text, &size);
        dc_backtest_write(out, backtest, book, (dc_language)language);
        fclose(out);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++)
            if (dc_terminal_width(line) > 80)
                fail_msg("%zu columns: %s", dc_terminal_width(line), line);
        assert_true(lines > 30);
        free(text);
    }
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void limits_are_a_score_a_sign_and_a_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        valid, is_above;
        dc_score    score;
        double      limit;
    } cases[] = {
        {"coverage80<0.72", true, false, DC_SCORE_COVERAGE_80, 0.72},
        {"date_mae_days>9", true, true, DC_SCORE_DATE_MAE, 9.0},
        {"bias<-0.1", true, false, DC_SCORE_BIAS, -0.1},
        {"coverage80=0.7", false, false, DC_SCORE_COUNT, 0.0},
        {"coverage80<", false, false, DC_SCORE_COUNT, 0.0},
        {"coverage80<0.7x", false, false, DC_SCORE_COUNT, 0.0},
        {"coverage80<nan", false, false, DC_SCORE_COUNT, 0.0},
        {"accuracy<0.7", false, false, DC_SCORE_COUNT, 0.0},
        {"<0.7", false, false, DC_SCORE_COUNT, 0.0},
        {"", false, false, DC_SCORE_COUNT, 0.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_gate gate;
        assert_int_equal(dc_gate_parse(&gate, cases[i].text), cases[i].valid);
        if (!cases[i].valid)
            continue;
        assert_int_equal(gate.score, cases[i].score);
        assert_int_equal(gate.is_above, cases[i].is_above);
        assert_double_close(gate.limit, cases[i].limit, 1e-12);
    }
}

static void a_limit_in_per_cent_is_told_from_a_share(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        is_percent;
    } cases[] = {{"coverage80<72", true},    {"coverage80<1", false},    {"brier_late>20", true},
                 {"weekly_wape>30", true},   {"weekly_wape>1.2", false}, {"bias<-10", true},
                 {"date_mae_days>9", false}, {"weekly_mase>9", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_gate gate;
        assert_true(dc_gate_parse(&gate, cases[i].text));
        assert_int_equal(dc_gate_is_percent(&gate), cases[i].is_percent);
    }
}

static void of_one_origin_no_interval_is_shown(void **state)
{
    (void)state;
    dc_book            *book = given_company(4, 12, 0);
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    dc_backtest        *backtest;
    char               *text = NULL;
    size_t              size = 0;
    options.path_count = DC_PATH_BLOCK;
    options.from = options.to = date("2023-10-01");
    assert_int_equal(dc_backtest_run(&backtest, book, &options), DC_OK);
    FILE *out = open_memstream(&text, &size);
    dc_backtest_write(out, backtest, book, DC_ENGLISH);
    fclose(out);
    assert_non_null(strstr(text, "  uncertain, 95 %               n/a      n/a"));
    assert_null(strstr(text, "95 % interval"));
    assert_non_null(strstr(text, "one forecast\ncannot tell"));
    free(text);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void a_limit_is_broken_beyond_it_and_where_nothing_can_be_measured(void **state)
{
    (void)state;
    dc_backtest backtest = {0};
    backtest.rule[DC_RULE_DUECAST].score[DC_SCORE_COVERAGE_80] = (dc_scored){true, 0.7, 0.6, 0.8};
    static const struct {
        dc_gate gate;
        bool    fails;
    } cases[] = {
        {{DC_SCORE_COVERAGE_80, false, 0.72}, true}, {{DC_SCORE_COVERAGE_80, false, 0.70}, false},
        {{DC_SCORE_COVERAGE_80, true, 0.68}, true},  {{DC_SCORE_COVERAGE_80, true, 0.70}, false},
        {{DC_SCORE_WAPE, true, 1e9}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dc_gate_fails(&cases[i].gate, &backtest), cases[i].fails);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_has_every_promised_key),
        cmocka_unit_test(the_page_is_at_most_eighty_columns_wide),
        cmocka_unit_test(limits_are_a_score_a_sign_and_a_number),
        cmocka_unit_test(a_limit_in_per_cent_is_told_from_a_share),
        cmocka_unit_test(of_one_origin_no_interval_is_shown),
        cmocka_unit_test(a_limit_is_broken_beyond_it_and_where_nothing_can_be_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
