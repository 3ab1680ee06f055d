#include "support/expect.h"

#include <stdio.h>
#include <string.h>

#include "support/book_files.h"

#define INVOICES                                                                                   \
    "invoice,customer,issued,due,amount,currency\n"                                                \
    "A-1,acme,2024-01-10,2024-02-09,100.00,USD\n"                                                  \
    "A-2,acme,2024-01-10,2024-02-09,20000,JPY\n"                                                   \
    "A-3,acme,2024-01-10,2024-02-09,100.00,EUR\n"

static dc_book *given(const char *home, const char *rates, dc_issues *issues)
{
    book_files     *files = book_files_new();
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_book        *book;

    options.as_of = date("2024-01-31");
    options.currency = home;
    book_files_write(files, "invoices.csv", INVOICES);
    if (rates)
        book_files_write(files, "rates.csv", rates);
    dc_book_read(&book, book_files_directory(files), &options, issues);
    book_files_free(files);
    return book;
}

static const dc_currency *currency(const dc_book *book, const char *code)
{
    for (size_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, code) == 0)
            return &book->currencies[i];
    fail_msg("no currency %s", code);
    return NULL;
}

static void the_latest_spot_rate_on_or_before_the_as_of_date_counts(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("EUR",
                            "date,currency,rate,kind\n"
                              "2024-02-01,USD,0.99,\n"
                              "2024-01-30,USD,0.92,\n"
                              "2024-01-31,USD,0.77,forward\n"
                              "2024-01-02,USD,0.91,spot\n"
                              "2024-01-31,JPY,0.0062,\n",
                            issues);

    assert_no_issues(issues, DC_WARNING);
    assert_double_close(dc_rate_value(currency(book, "USD")->rate), .92, 1e-15);
    assert_date_equal(currency(book, "USD")->rate_date, "2024-01-30");
    assert_money_equal(dc_book_receivables(book), "316.00"); /* 92 + 124 + 100 */
    dc_book_free(book);
    dc_issues_free(issues);
}

static void forward_rates_of_days_ahead_are_kept_by_day(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("EUR",
                            "date,currency,rate,kind\n"
                              "2024-06-30,USD,0.80,forward\n"
                              "2024-01-30,JPY,0.0061,\n"
                              "2024-01-30,USD,0.92,\n"
                              "2024-01-31,USD,0.77,forward\n"
                              "2024-03-31,USD,0.90,forward\n"
                              "2024-03-31,USD,0.70,spot\n",
                            issues);
    size_t     usd = (size_t)(currency(book, "USD") - book->currencies);

    assert_no_issues(issues, DC_WARNING);
    const dc_rate_history *ahead = &book->rates_ahead[usd];
    assert_int_equal(ahead->count, 2);
    assert_date_equal(ahead->date[0], "2024-03-31");
    assert_double_close(dc_rate_value(ahead->rate[0]), .90, 1e-15);
    assert_double_close(dc_rate_value(ahead->rate[1]), .80, 1e-15);
    dc_book_free(book);
    dc_issues_free(issues);
}

/* By day, whatever the order of rows; forwards and what comes later are not rates of a day. */
static void rates_of_past_days_are_kept(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("EUR",
                            "date,currency,rate,kind\n"
                              "2024-01-21,USD,0.90,\n"
                              "2024-02-01,USD,0.99,\n"
                              "2024-01-11,USD,0.80,spot\n"
                              "2024-01-15,USD,0.77,forward\n",
                            issues);
    uint16_t   usd = (uint16_t)(currency(book, "USD") - book->currencies);
    dc_rate    rate;
    double     mean;

    assert_int_equal(book->rates[usd].count, 2);
    assert_false(dc_book_rate_on(&rate, book, usd, date("2024-01-10")));
    assert_true(dc_book_rate_on(&rate, book, usd, date("2024-01-20")));
    assert_double_close(dc_rate_value(rate), .80, 1e-15);
    assert_true(dc_book_rate_on(&rate, book, usd, date("2024-01-31")));
    assert_double_close(dc_rate_value(rate), .90, 1e-15);
    /* (11, 31] January: 9 days at 0.80, 11 at 0.90 */
    assert_true(
        dc_book_rate_mean(&mean, book, usd, (dc_period){date("2024-01-11"), date("2024-01-31")}));
    assert_double_close(mean, (9 * .80 + 11 * .90) / 20.0, 1e-12);
    assert_false(
        dc_book_rate_mean(&mean, book, usd, (dc_period){date("2024-01-09"), date("2024-01-31")}));
    assert_true(dc_book_rate_on(&rate, book, book->home, date("1999-01-01")));
    assert_double_close(dc_rate_value(rate), 1.0, 0.0);
    dc_book_free(book);
    dc_issues_free(issues);
}

/* The bank's file has units for 1 EUR: past days are turned round like the latest. */
static void past_rates_of_the_central_bank_are_turned_round(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("EUR",
                            "Date,USD,JPY\n"
                              "2024-01-31,1.25,160\n"
                              "2024-01-02,1.60,N/A\n",
                            issues);
    uint16_t   usd = (uint16_t)(currency(book, "USD") - book->currencies);
    uint16_t   jpy = (uint16_t)(currency(book, "JPY") - book->currencies);
    dc_rate    rate;

    assert_true(dc_book_rate_on(&rate, book, usd, date("2024-01-30")));
    assert_double_close(dc_rate_value(rate), .625, 1e-12);
    assert_true(dc_book_rate_on(&rate, book, usd, date("2024-01-31")));
    assert_double_close(dc_rate_value(rate), .8, 1e-12);
    assert_int_equal(book->rates[jpy].count, 1);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void the_layout_of_the_central_bank_is_turned_round(void **state)
{
    (void)state;
    static const char rates[] = "Date,USD,JPY,GBP\n"
                                "2024-02-01,9,9,9\n"
                                "2024-01-31,1.25,N/A,0.85\n"
                                "2024-01-30,1.20,160,0.85\n";
    dc_issues        *issues = dc_issues_new();
    dc_book          *book = given("EUR", rates, issues);

    assert_no_issues(issues, DC_WARNING);
    assert_double_close(dc_rate_value(currency(book, "USD")->rate), 1 / 1.25, 1e-12);
    assert_double_close(dc_rate_value(currency(book, "JPY")->rate), 1 / 160., 1e-13);
    dc_book_free(book);
    book = given("USD", rates, issues);
    assert_double_close(dc_rate_value(currency(book, "EUR")->rate), 1.25, 1e-12);
    assert_double_close(dc_rate_value(currency(book, "JPY")->rate), 1.20 / 160, 1e-13);
    assert_date_equal(currency(book, "JPY")->rate_date, "2024-01-30");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_currency_without_rate_is_left_out_of_totals(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("EUR", "date,currency,rate\n2024-01-02,USD,0.90\n", issues);

    assert_issue(issues, DC_ISSUE_NO_RATE, 0);
    assert_false(currency(book, "JPY")->has_rate);
    assert_int_equal(currency(book, "JPY")->receivables.minor, 20000);
    assert_money_equal(dc_book_receivables(book), "190.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void bad_rates_are_told(void **state)
{
    (void)state;
    static const struct {
        const char   *rows;
        dc_issue_kind kind;
        uint32_t      line;
    } cases[] = {
        {"2024-01-02,USD,0\n", DC_ISSUE_BAD_RATE, 2},
        {"2024-01-02,USD,-1\n", DC_ISSUE_BAD_RATE, 2},
        {"2024-01-02,USDX,1\n", DC_ISSUE_BAD_CURRENCY, 2},
        {"2024-01-02,USD,0.9\n2024-01-02,USD,0.8\n", DC_ISSUE_RATE_TWICE, 3},
        {"2024-01-02,USD,0.9\n2024-01-02,EUR,1.09\n", DC_ISSUE_RATE_OF_OWN, 3},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[120];

        snprintf(text, sizeof text, "date,currency,rate\n%s", cases[i].rows);
        dc_book_free(given("EUR", text, issues));
        assert_issue(issues, cases[i].kind, cases[i].line);
        dc_issues_free(issues);
    }
}

static void an_error_of_hundreds_of_rows_is_told_three_times(void **state)
{
    (void)state;
    enum { ROWS = 208 };
    dc_issues *issues = dc_issues_new();
    char       text[32 * ROWS] = "date,currency,rate\n2024-01-02,USDX,1\n";
    size_t     used = strlen(text);
    dc_book   *book;

    for (int i = 0; i < ROWS; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "2024-01-02,USD,0\n");
    book = given("EUR", text, issues);
    dc_issues_sort(issues);
    assert_int_equal(book->files[1].rows_rejected, ROWS + 1);
    assert_int_equal(book->reject_count, ROWS + 1);
    assert_string_equal(book->rejects[ROWS].reason[DC_ENGLISH], "rate '0' is not a rate above 0");
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1 + 3 + 1);
    assert_issue(issues, DC_ISSUE_BAD_CURRENCY, 2);
    for (uint32_t line = 3; line < 6; line++)
        assert_issue(issues, DC_ISSUE_BAD_RATE, line);
    assert_issue_text(issues, dc_issues_total(issues) - 1,
                      "rates.csv:6: error: 205 more errors like that of line 5, the last on line "
                      "210\ncorrect them at the source\n");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void the_book_currency_is_the_most_used_when_nothing_tells(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given(NULL, NULL, issues);

    assert_string_equal(book->currencies[book->home].code, "JPY");
    assert_issue(issues, DC_ISSUE_HOME_GUESSED, 0);
    dc_book_free(book);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_spot_rate_on_or_before_the_as_of_date_counts),
        cmocka_unit_test(forward_rates_of_days_ahead_are_kept_by_day),
        cmocka_unit_test(rates_of_past_days_are_kept),
        cmocka_unit_test(past_rates_of_the_central_bank_are_turned_round),
        cmocka_unit_test(the_layout_of_the_central_bank_is_turned_round),
        cmocka_unit_test(a_currency_without_rate_is_left_out_of_totals),
        cmocka_unit_test(bad_rates_are_told),
        cmocka_unit_test(an_error_of_hundreds_of_rows_is_told_three_times),
        cmocka_unit_test(the_book_currency_is_the_most_used_when_nothing_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
