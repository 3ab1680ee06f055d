/* The headline and the sentences beside it: what they say, and what they leave unsaid. */
#include <string.h>

#include "support/expect.h"
#include "support/given_answer.h"

#include "reports/findings.h"

static void expect_headline(given_report *g, const char *wanted)
{
    const char *headline = dc_headline(g->arena, &g->answer);
    if (!strstr(headline, wanted))
        fail_msg("no '%s' in '%s'", wanted, headline);
}

static void expect_silent(given_report *g, const char *unwanted)
{
    const char *headline = dc_headline(g->arena, &g->answer);
    if (strstr(headline, unwanted))
        fail_msg("'%s' in '%s'", unwanted, headline);
}

static void assumed_habits_get_no_band(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    g->model.learnt = false;
    expect_headline(g, "NOT LEARNT FROM YOUR DATA: with assumed habits customers pay EUR 1,300.0 k "
                       "in 13 weeks. Overdue is");
    expect_silent(g, "band");
    g->answer.language = DC_CHINESE;
    expect_silent(g, "预测区间");
    given_answer_free(g);
}

static void weeks_that_are_not_the_usual_ones_are_named_by_their_end(void **state)
{
    (void)state;
    static const struct {
        int32_t     weeks, first_week_days;
        const char *wanted;
    } cases[] = {{52, 0, "in 13 weeks (80 % band"},
                 {52, 7, "in 13 weeks (80 % band"},
                 {52, 3, "in 13 weeks (to 2026-09-23; 80 % band"},
                 {6, 0, "in 6 weeks (to 2026-08-09; 80 % band"},
                 {1, 0, "in 1 week (to 2026-07-05; 80 % band"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(cases[i].weeks);
        g->options.first_week_days = cases[i].first_week_days;
        expect_headline(g, cases[i].wanted);
        given_answer_free(g);
    }
}

static void a_mean_outside_the_band_gives_way_to_the_median(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    dc_estimate  *cash = &g->comparison.outcome[0].series[DC_CASH_COLLECTED][13];
    expect_silent(g, "median");
    for (int q = 0; q < DC_QUANTILE_COUNT; q++)
        cash->quantile[q] = 10000000.0 * (q + 1);
    expect_headline(g, "Customers will pay EUR 500.0 k in 13 weeks (median; 80 % band 300.0 to "
                       "700.0 k)");
    given_answer_free(g);
}

static void what_has_no_rate_is_named_with_its_amount(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    expect_silent(g, "Excludes");
    memcpy(g->book.currencies[1].code, "CAD", 4);
    g->book.currencies[1].has_rate = false;
    g->today.by_currency[1].ledger = INT64_C(4447000000);
    expect_headline(g, "Excludes CAD 44.47 m: no rate.");
    g->today.by_currency[1].ledger = 0;
    expect_silent(g, "Excludes");
    given_answer_free(g);
}

static void without_a_currency_no_code_stands_before_amounts(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    memcpy(g->book.currencies[0].code, "XXX", 4);
    expect_headline(g, "Customers will pay 1,300.0 k in 13 weeks");
    assert_string_equal(say_unit(g->arena, &g->answer, "k"),
                        "k incl. VAT · no currency: --currency");
    g->book.company.tax_rate = -1;
    assert_string_equal(say_unit(g->arena, &g->answer, ""), "no currency: --currency");
    given_answer_free(g);
}

static void small_amounts_keep_their_digits(void **state)
{
    (void)state;
    static const struct {
        int64_t     minor;
        const char *wanted;
    } cases[] = {{123456, "1.2 k"},
                 {98000, "EUR 980"},
                 {9520, "EUR 95.20"},
                 {0, "0"},
                 {-9520, "EUR −95.20"}};
    given_report *g = given_answer(52);
    money_scale   scale = money_scale_of(g->arena, &g->answer);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_money_words(g->arena, &g->answer, &scale, (double)cases[i].minor),
                            cases[i].wanted);
    given_answer_free(g);
}

static void the_title_is_the_name_of_the_book_without_its_folders(void **state)
{
    (void)state;
    static const struct {
        const char *name, *path, *wanted;
    } cases[] = {{"Meridian", "a/b", "Meridian"},
                 {NULL, "data/2026/invoices.csv", "invoices.csv"},
                 {"", "data/company/", "company"},
                 {NULL, ".", "invoices.csv"}};
    given_report *g = given_answer(13);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        g->book.company.name = cases[i].name;
        g->book.path = cases[i].path;
        assert_string_equal(company_title(g->arena, &g->answer), cases[i].wanted);
    }
    given_answer_free(g);
}

static void rows_are_those_of_the_invoices_and_unknown_worth_is_told(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    assert_string_equal(say_rows_read(g->arena, &g->answer),
                        "invoices.csv: read 20 · used 19 · rejected 1 (0.5 % of value)");
    g->book.files[0].rows_later = 3;
    g->book.files[0].rows_worth_unknown = 1;
    g->book.files[1].rows_rejected = 2;
    assert_string_equal(say_rows_read(g->arena, &g->answer),
                        "invoices.csv: read 20 · used 19 · later 3 · rejected 1 (0.5 % of value) · "
                        "worth of 1 row unknown · 2 rejected in other files");
    given_answer_free(g);
}

static void few_claims_are_called_few(void **state)
{
    (void)state;
    static const struct {
        size_t      claims;
        const char *wanted;
    } cases[] = {{1, "Learnt on few (1) settled claims; "},
                 {29, "Learnt on few (29) settled claims; "},
                 {30, "Learnt on 30 settled claims; "}};
    given_report *g = given_answer(13);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        g->model.claims_learnt_from = cases[i].claims;
        const char *learnt = say_learnt(g->arena, &g->answer);
        assert_ptr_equal(strstr(learnt, cases[i].wanted), learnt);
    }
    given_answer_free(g);
}

static void the_ledger_is_the_book_s_to_the_cent(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    money_scale   scale = money_scale_of(g->arena, &g->answer);
    g->book.currencies[0].receivables.minor += 1; /* a rounding that buckets do not show */
    assert_int_equal(ledger_today(&g->answer), dc_book_ledger(&g->book).minor);
    const char *ledger = say_ledger(g->arena, &g->answer, &scale);
    assert_non_null(strstr(ledger, "difference 0.01"));
    given_answer_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assumed_habits_get_no_band),
        cmocka_unit_test(weeks_that_are_not_the_usual_ones_are_named_by_their_end),
        cmocka_unit_test(a_mean_outside_the_band_gives_way_to_the_median),
        cmocka_unit_test(what_has_no_rate_is_named_with_its_amount),
        cmocka_unit_test(without_a_currency_no_code_stands_before_amounts),
        cmocka_unit_test(small_amounts_keep_their_digits),
        cmocka_unit_test(the_title_is_the_name_of_the_book_without_its_folders),
        cmocka_unit_test(rows_are_those_of_the_invoices_and_unknown_worth_is_told),
        cmocka_unit_test(few_claims_are_called_few),
        cmocka_unit_test(the_ledger_is_the_book_s_to_the_cent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
