#include "support/expect.h"

#include "support/book_files.h"

#include <stdio.h>

#define INVOICES                                                                                   \
    "invoice,customer,issued,due,amount\n"                                                         \
    "A-1,acme,2024-01-10,,100.00\n"

static dc_book *given(const char *yaml, dc_issues *issues)
{
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "book.yaml", yaml);
    book_files_write(files, "invoices.csv", INVOICES);
    book = book_files_read(files, "", issues);
    book_files_free(files);
    return book;
}

static void figures_are_exact_and_what_is_missing_is_not_known(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("company: {name: Example Trading}\n"
                              "currency: KWD\n"
                              "as_of: 2024-02-10\n"
                              "cash:\n"
                              "  - {name: bank, balance: 1000.125}\n"
                              "  - {name: till, balance: -0.125}\n"
                              "credit_line: {limit: 5000, rate: 7%}\n"
                              "default_terms: net 30\n",
                            issues);

    assert_no_issues(issues, DC_WARNING);
    assert_non_null(book);
    assert_string_equal(book->company.name, "Example Trading");
    assert_string_equal(book->currencies[book->home].code, "KWD");
    assert_int_equal(book->company.cash.value.minor, 1000000);
    assert_int_equal(book->company.line_limit.value.minor, 5000000);
    assert_double_close(book->company.line_rate, .07, 1e-15);
    assert_false(book->company.line_drawn.known);
    assert_false(book->company.inventory.known);
    assert_true(book->company.gross_margin < 0);
    assert_string_equal(book->company.allowance_method, "model");
    assert_string_equal(book->as_of_source, "book.yaml");
    assert_date_equal(book->claims.due[0], "2024-02-09");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void working_capital_is_told_as_amounts_or_lists(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("currency: EUR\n"
                              "as_of: 2024-02-10\n"
                              "default_terms: net 30\n"
                              "working_capital:\n"
                              "  cost_of_sales: 500000\n"
                              "  other_receivables:\n"
                              "    - {name: VAT, balance: 1200.50}\n"
                              "    - {name: factor, balance: 800}\n"
                              "  other_payables: 3000\n"
                              "  days_in_year: 360\n",
                            issues);

    assert_no_issues(issues, DC_WARNING);
    assert_non_null(book);
    assert_money_equal(book->company.cost_of_sales.value, "500000.00");
    assert_money_equal(book->company.other_receivables.value, "2000.50");
    assert_money_equal(book->company.other_payables.value, "3000.00");
    assert_false(book->company.purchases.known);
    assert_string_equal(book->company.days_in_year, "360");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void ageing_buckets_are_four_increasing_days(void **state)
{
    (void)state;
    static const char *const wrong[] = {"[30, 60, 90]",       "[30, 60, 60, 90]", "[0, 30, 60, 90]",
                                        "[30, 60, 90, 4000]", "[30, 60, x, 90]",  "30"};
    dc_issues               *issues = dc_issues_new();
    dc_book                 *book =
        given("currency: EUR\ndefault_terms: net 30\nageing_buckets: [10, 45, 90, 365]\n", issues);
    assert_no_issues(issues, DC_WARNING);
    const dc_ageing_edges *edges = dc_company_edges(&book->company);
    static const int32_t   first[DC_BUCKETS] = {INT32_MIN, 1, 11, 46, 91, 366};
    for (int b = 0; b < DC_BUCKETS; b++) {
        assert_int_equal(dc_bucket_first_day(edges, b), first[b]);
        assert_int_equal(dc_bucket_of(edges, first[b]), b);
        assert_int_equal(dc_bucket_of(edges, b > 0 ? first[b] - 1 : -1), b > 0 ? b - 1 : 0);
    }
    dc_book_free(book);
    dc_issues_free(issues);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char yaml[120];
        snprintf(yaml, sizeof yaml, "currency: EUR\ndefault_terms: net 30\nageing_buckets: %s\n",
                 wrong[i]);
        issues = dc_issues_new();
        assert_null(given(yaml, issues));
        assert_issue(issues, DC_ISSUE_EDGES, 3);
        dc_issues_free(issues);
    }
}

static void errors_in_working_capital_have_their_place(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("currency: EUR\n"
                              "default_terms: net 30\n"
                              "working_capital:\n"
                              "  cost_of_sales: -1\n"
                              "  purchase: 5\n"
                              "  other_receivables:\n"
                              "    - {name: VAT, balance: -7}\n"
                              "  other_payables: [{name: payroll}]\n"
                              "  days_in_year: 366\n",
                            issues);

    assert_null(book);
    assert_issue(issues, DC_ISSUE_BELOW_ZERO, 4);
    assert_issue(issues, DC_ISSUE_YAML_KEY_MISSPELT, 5);
    assert_issue(issues, DC_ISSUE_BELOW_ZERO, 7); /* the sum of the list, which begins there */
    assert_issue(issues, DC_ISSUE_YAML_KEY_MISSING, 8);
    assert_issue(issues, DC_ISSUE_BAD_CHOICE, 9);
    dc_issues_free(issues);
}

static void columns_named_as_factors_are_read_beside_the_others(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    book_files_write(files, "book.yaml", "currency: EUR\nfactors: [Sales Channel, mood]\n");
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount,sales channel\n"
                     "A-2,acme,2024-01-11,2024-02-10,100.00,shop\n"
                     "A-1,acme,2024-01-10,2024-02-09,100.00,web\n");
    dc_book *book = book_files_read(files, "", issues);
    book_files_free(files);
    assert_non_null(book);
    assert_int_equal(book->company.factor_count, 2);
    assert_string_equal(book->claims.factor[0][0], "web");
    assert_string_equal(book->claims.factor[0][1], "shop");
    assert_string_equal(book->claims.factor[1][0], "");
    assert_null(book->claims.factor[2]);
    assert_int_equal(dc_issues_count(issues, DC_WARNING), 1); /* there is no column 'mood' */
    dc_book *past = dc_book_as_of(book, date("2024-01-10"));
    assert_int_equal(past->claims.count, 1);
    assert_string_equal(past->claims.factor[0][0], "web");
    dc_book_free(past);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_list_of_factors_has_at_most_four_columns(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    assert_null(given("currency: EUR\ndefault_terms: net 30\nfactors: [a, b, c, d, e]\n", issues));
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
    dc_issues_free(issues);
}

static void every_error_of_the_file_is_found_in_one_run(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("currency: EUR\n"
                              "minimum_cash: -5\n"
                              "gross_margin: 150%\n"
                              "default_terms: whenever\n"
                              "allowance_method: guess\n"
                              "control: 7\n"
                              "company: {nam: x}\n"
                              "inventory: many\n"
                              "as_of: 2024-02-30\n",
                            issues);

    assert_null(book);
    assert_issue(issues, DC_ISSUE_BELOW_ZERO, 2);
    assert_issue(issues, DC_ISSUE_NOT_BETWEEN, 3);
    assert_issue(issues, DC_ISSUE_BAD_TERMS, 4);
    assert_issue(issues, DC_ISSUE_BAD_CHOICE, 5);
    assert_issue(issues, DC_ISSUE_YAML_NOT_MAPPING, 6);
    assert_issue(issues, DC_ISSUE_YAML_KEY_MISSPELT, 7);
    assert_issue(issues, DC_ISSUE_BAD_AMOUNT, 8);
    assert_issue(issues, DC_ISSUE_BAD_DATE, 9);
    dc_issues_free(issues);
}

static void a_difference_to_the_general_ledger_is_a_warning(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book =
        given("currency: EUR\ndefault_terms: 30\ncontrol: {receivables: 90.00}\n", issues);

    assert_non_null(book);
    assert_issue(issues, DC_ISSUE_CONTROL_DIFFERS, 0);
    dc_book_free(book);
    dc_issues_free(issues);
}

#define BALANCES                                                                                   \
    "as_of: 2024-01-31\ncurrency: EUR\ndefault_terms: 30\ncash: 5\nminimum_cash: 3\n"              \
    "inventory: 7\ncredit_line: {limit: 9, rate: 7%, drawn: 2}\ncontrol: {receivables: 90}\n"      \
    "vat: {every: quarter, rate: 20%, owed: 4}\n"

/* 90.00 is not the ledger: on its own day that is a warning, on another day it means nothing. */
static void balances_of_another_day_are_not_known(void **state)
{
    (void)state;
    static const char *const days[] = {"2024-01-31", "2024-01-20"};
    book_files              *files = book_files_new();

    book_files_write(files, "book.yaml", BALANCES);
    book_files_write(files, "invoices.csv", INVOICES);
    for (size_t i = 0; i < 2; i++) {
        dc_issues        *issues = dc_issues_new();
        dc_book          *book = book_files_read(files, days[i], issues);
        const dc_company *company = &book->company;
        bool              own = i == 0;

        assert_int_equal(company->figures_left_out, !own);
        assert_int_equal(company->cash.known, own);
        assert_int_equal(company->inventory.known, own);
        assert_int_equal(company->line_drawn.known, own);
        assert_int_equal(company->vat_owed.known, own);
        assert_int_equal(company->control_receivables.known, own);
        assert_true(company->minimum_cash.known && company->line_limit.known);
        assert_double_close(company->line_rate, .07, 1e-15);
        assert_int_equal(dc_issues_count(issues, DC_WARNING), own);
        if (!own)
            assert_issue_text(
                issues, 0,
                "book.yaml: note: book.yaml tells of 2024-01-31, not of the as-of "
                "date 2024-01-20; left out: cash, credit_line.drawn, vat.owed, inventory, "
                "control.receivables\n"
                "leave out --as-of, or give a book.yaml of that day\n");
        dc_book_free(book);
        dc_issues_free(issues);
    }
    book_files_free(files);
}

/* Without its book.yaml neither the terms nor the currency of a book is known: no guess is told. */
static void a_broken_file_is_the_only_thing_told(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *invoices; /* invoices "": none */
    } cases[] = {
        {"currency: [EUR\n", "invoice,customer,issued,due,amount,currency\n"
                             "A-1,acme,2024-01-10,,5.00,EUR\nA-2,acme,2024-03-10,,1.00,USD\n"},
        {"curency: EUR\n", "invoice,customer,issued,due,amount,currency\n"
                           "A-1,acme,2024-01-10,2024-02-09,5.00,EUR\n"
                           "A-2,acme,2024-03-10,2024-04-09,1.00,USD\n"},
        {"currency: [EUR\n", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues  *issues = dc_issues_new();
        book_files *files = book_files_new();

        book_files_write(files, "book.yaml", cases[i].yaml);
        if (*cases[i].invoices)
            book_files_write(files, "invoices.csv", cases[i].invoices);
        assert_null(book_files_read(files, "", issues));
        assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
        assert_int_equal(dc_issues_total(issues), 1);
        book_files_free(files);
        dc_issues_free(issues);
    }
}

static void holidays_may_come_from_a_file(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "book.yaml", "calendar: closed.csv\ndefault_terms: 30\n");
    book_files_write(files, "closed.csv", "date\n2024-05-01\n");
    book_files_write(files, "invoices.csv", INVOICES);
    book = book_files_read(files, "", issues);
    assert_non_null(book);
    assert_false(dc_calendar_is_open(book->calendar, date("2024-05-01")));
    assert_false(dc_calendar_is_open(book->calendar, date("2024-05-04")));
    assert_true(dc_calendar_is_open(book->calendar, date("2024-05-02")));
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_exact_and_what_is_missing_is_not_known),
        cmocka_unit_test(working_capital_is_told_as_amounts_or_lists),
        cmocka_unit_test(ageing_buckets_are_four_increasing_days),
        cmocka_unit_test(errors_in_working_capital_have_their_place),
        cmocka_unit_test(columns_named_as_factors_are_read_beside_the_others),
        cmocka_unit_test(a_list_of_factors_has_at_most_four_columns),
        cmocka_unit_test(every_error_of_the_file_is_found_in_one_run),
        cmocka_unit_test(a_difference_to_the_general_ledger_is_a_warning),
        cmocka_unit_test(balances_of_another_day_are_not_known),
        cmocka_unit_test(a_broken_file_is_the_only_thing_told),
        cmocka_unit_test(holidays_may_come_from_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
