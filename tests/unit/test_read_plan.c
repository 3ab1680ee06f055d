/* What is said of a plan besides its rows. */
#include "support/expect.h"

#include "support/book_files.h"

static dc_book *given(const char *plan, dc_issues *issues)
{
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n");
    book_files_write(files, "plan.csv", plan);
    book = book_files_read(files, "2024-01-31", issues);
    book_files_free(files);
    assert_non_null(book);
    return book;
}

static void a_line_of_another_name_is_noted_once(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("line,month,amount\n"
                              "Sales,2024-02,5.00\n"
                              "销售,2024-02,5.00\n"
                              "payroll,2024-02,-5.00\n"
                              "sale,2024-02,5.00\n"
                              "sale,2024-03,5.00\n"
                              "exhibition,2024-03,-5.00\n",
                            issues);

    assert_no_issues(issues, DC_WARNING);
    assert_int_equal(dc_issues_total(issues), 2);
    assert_issue(issues, DC_ISSUE_PLAN_LINE_OWN, 7);
    assert_issue_text(issues, 0,
                      "plan.csv:5:1: note: plan line 'sale' is not a name the program knows\n"
                      "5 | sale,2024-02,5.00\n"
                      "  | ^^^^\n"
                      "did you mean 'sales'? only sales become invoices\n");
    assert_int_equal(book->plan_count, 6);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void sales_below_zero_are_refused(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("line,month,amount\n"
                              "sales,2024-02,-5.00\n"
                              "销售,2024-02,-5.00\n"
                              "rent,2024-02,-5.00\n",
                            issues);

    assert_int_equal(dc_issues_count(issues, DC_ERROR), 2);
    assert_issue(issues, DC_ISSUE_PLAN_SALES_NEGATIVE, 2);
    assert_issue(issues, DC_ISSUE_PLAN_SALES_NEGATIVE, 3);
    assert_int_equal(book->plan_count, 1);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_plan_that_is_over_is_a_warning(void **state)
{
    (void)state;
    static const struct {
        const char *plan;
        bool        warned;
    } cases[] = {
        {"line,date,amount\nrent,2024-01-31,-5.00\nrent,2024-01-01,-5.00\n", true},
        {"line,date,amount\nrent,2024-02-01,-5.00\nrent,2024-01-01,-5.00\n", false},
        {"line,date,amount,every\nrent,2023-01-31,-5.00,month\n", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();

        dc_book_free(given(cases[i].plan, issues));
        assert_int_equal(dc_issues_count(issues, DC_WARNING), cases[i].warned);
        if (cases[i].warned)
            assert_issue(issues, DC_ISSUE_PLAN_OVER, 0);
        dc_issues_free(issues);
    }
}

static void uncertainty_is_noted_where_it_is_not_used(void **state)
{
    (void)state;
    static const char *const cells[] = {"line,month,amount,uncertainty\nrent,2024-02,-5.00,0\n",
                                        "line,month,amount,uncertainty\nrent,2024-02,-5.00,5%\n",
                                        "line,month,amount,uncertainty\nsales,2024-02,5.00,5%\n"};

    for (size_t i = 0; i < 3; i++) {
        dc_issues *issues = dc_issues_new();

        dc_book_free(given(cells[i], issues));
        assert_int_equal(dc_issues_count(issues, DC_NOTE), i == 1);
        if (i == 1)
            assert_issue(issues, DC_ISSUE_PLAN_UNCERTAINTY, 0);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_another_name_is_noted_once),
        cmocka_unit_test(sales_below_zero_are_refused),
        cmocka_unit_test(a_plan_that_is_over_is_a_warning),
        cmocka_unit_test(uncertainty_is_noted_where_it_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
