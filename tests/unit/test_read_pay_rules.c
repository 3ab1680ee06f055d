/* pay_bills of book.yaml, and what a bill cannot be. */
#include "support/expect.h"

#include "support/book_files.h"

static dc_book *given(const char *yaml, const char *bills, dc_issues *issues)
{
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "book.yaml", yaml);
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n");
    if (bills)
        book_files_write(files, "bills.csv", bills);
    book = book_files_read(files, "2024-01-31", issues);
    book_files_free(files);
    return book;
}

#define BILLS                                                                                      \
    "bill,supplier,issued,due,amount,category\n"                                                   \
    "1,steel,2024-01-02,2024-03-01,50.00,materials\n"                                              \
    "2,grid,2024-02-02,2024-03-01,60.00,energy\n" /* after the as-of date */

static void rules_are_read_as_written(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("pay_bills:\n"
                              "  - {on: Thursday}\n"
                              "  - {category: energy}\n"
                              "  - {supplier: steel, on: [15, 31, monday], stretch: 7,\n"
                              "     discount: 2%, discount_days: 10}\n",
                            BILLS, issues);

    assert_no_issues(issues, DC_WARNING);
    const dc_pay_rule *rules = book->company.pay_rules;
    assert_int_equal(book->company.pay_rule_count, 3);
    assert_int_equal(rules[0].weekdays, 1u << 3);
    assert_int_equal(rules[0].month_days, 0);
    assert_string_equal(rules[1].category, "energy");
    assert_string_equal(rules[1].supplier, "");
    assert_int_equal(rules[2].weekdays, 1u << 0);
    assert_true(rules[2].month_days == (UINT32_C(1) << 15 | UINT32_C(1) << 31));
    assert_int_equal(rules[2].stretch_days, 7);
    assert_double_close(rules[2].discount, 0.02, 1e-15);
    assert_string_equal(book->bills.category[0], "materials");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void what_cannot_be_is_told_with_place_and_remedy(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    assert_null(given("pay_bills:\n"
                      "  - {category: materals}\n"
                      "  - {supplier: nobody}\n"
                      "  - {on: thursdays}\n"
                      "  - {on: 32}\n"
                      "  - {stretch: -1}\n"
                      "  - {discount: 60%, discount_days: 10}\n"
                      "  - {discount: 2%}\n"
                      "  - {stretched: 3}\n"
                      "  - weekly\n",
                      BILLS, issues));
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 9);
    assert_issue_text(issues, 0,
                      "book.yaml:2:16: error: no bill has the category 'materals'\n"
                      "2 |   - {category: materals}\n"
                      "  |                ^^^^^^^^\n"
                      "did you mean 'materials'?\n");
    assert_issue(issues, DC_ISSUE_PAY_RULE_UNKNOWN, 3);
    assert_issue(issues, DC_ISSUE_BAD_CHOICE, 4);
    assert_issue(issues, DC_ISSUE_BAD_CHOICE, 5);
    assert_issue(issues, DC_ISSUE_NOT_BETWEEN, 6);
    assert_issue(issues, DC_ISSUE_NOT_BETWEEN, 7);
    assert_issue(issues, DC_ISSUE_YAML_KEY_MISSING, 8);
    assert_issue(issues, DC_ISSUE_YAML_NOT_MAPPING, 10);
    dc_issues_free(issues);
}

static void without_bills_any_name_may_stand(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("pay_bills: [{category: energy, on: 5}]\n", NULL, issues);
    assert_non_null(book);
    assert_no_issues(issues, DC_ERROR);
    assert_int_equal(book->company.pay_rule_count, 1);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_bill_paid_before_its_issue_is_refused(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("currency: EUR\n",
                            "bill,supplier,issued,due,amount,paid\n"
                              "1,steel,2024-01-12,2024-03-01,50.00,2024-01-11\n"
                              "2,steel,2024-01-12,2024-03-01,50.00,2024-01-12\n",
                            issues);

    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
    assert_issue_text(issues, 0,
                      "bills.csv:2:6: error: bill '1' is paid on 2024-01-11, before it was issued "
                      "on 2024-01-12\n"
                      "2 | 1,steel,2024-01-12,2024-03-01,50.00,2024-01-11\n"
                      "  |                                     ^^^^^^^^^^\n"
                      "correct paid or issued\n");
    assert_int_equal(book->bills.count, 1);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_line_is_neither_negative_nor_drawn_beyond_its_limit(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    assert_null(given("credit_line: {limit: -5, drawn: 3}\n", NULL, issues));
    assert_issue(issues, DC_ISSUE_BELOW_ZERO, 1);
    dc_issues_free(issues);
    issues = dc_issues_new();
    assert_null(given("credit_line: {limit: 500, drawn: 500.01}\n", NULL, issues));
    assert_issue_text(issues, 0,
                      "book.yaml:1:34: error: drawn 500.01 is more than the limit 500\n"
                      "1 | credit_line: {limit: 500, drawn: 500.01}\n"
                      "  |                                  ^^^^^^\n"
                      "correct credit_line: drawn or limit\n");
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_read_as_written),
        cmocka_unit_test(what_cannot_be_is_told_with_place_and_remedy),
        cmocka_unit_test(without_bills_any_name_may_stand),
        cmocka_unit_test(a_bill_paid_before_its_issue_is_refused),
        cmocka_unit_test(a_line_is_neither_negative_nor_drawn_beyond_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
