#include "support/expect.h"

#include "support/book_files.h"

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
                              "as_of: 2024-03-31\n"
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
        cmocka_unit_test(every_error_of_the_file_is_found_in_one_run),
        cmocka_unit_test(a_difference_to_the_general_ledger_is_a_warning),
        cmocka_unit_test(holidays_may_come_from_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
