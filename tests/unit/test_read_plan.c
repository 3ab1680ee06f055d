/* What is said of a plan besides its rows. */
#include "support/expect.h"

#include "support/book_files.h"

#include <stdio.h>

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

static void a_plan_that_is_over_is_told(void **state)
{
    (void)state;
    static const struct {
        const char   *plan;
        bool          told;
        dc_issue_kind kind;
        uint32_t      line;
    } cases[] = {
        {"line,date,amount\nrent,2024-01-31,-5.00\nrent,2024-01-01,-5.00\n", true,
         DC_ISSUE_PLAN_OVER, 0},
        {"line,date,amount\nrent,2024-02-01,-5.00\nrent,2024-01-01,-5.00\n", true,
         DC_ISSUE_PLAN_PAST, 3},
        {"line,date,amount,delay\nrent,2024-02-01,-5.00,\nrent,2024-01-01,-5.00,90\n", false,
         DC_ISSUE_PLAN_PAST, 0},
        {"line,date,amount,every\nrent,2023-01-31,-5.00,month\n", false, DC_ISSUE_PLAN_PAST, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();

        dc_book_free(given(cases[i].plan, issues));
        assert_int_equal(dc_issues_count(issues, DC_WARNING) + dc_issues_count(issues, DC_NOTE),
                         cases[i].told);
        if (cases[i].told)
            assert_issue(issues, cases[i].kind, cases[i].line);
        dc_issues_free(issues);
    }
}

static void a_rule_that_never_ends_is_refused(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("line,date,amount,every,until\n"
                              "rent,2024-02-01,-5.00,month,\n"
                              "rent,2024-02-01,-5.00,,\n"
                              "rent,2024-02-29,-5.00,year,2026-03-01\n",
                            issues);

    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
    assert_issue_text(issues, 0,
                      "plan.csv:2:4: error: plan line 'rent' repeats every month and never ends\n"
                      "2 | rent,2024-02-01,-5.00,month,\n"
                      "  |                       ^^^^^\n"
                      "fill in until: the last day of the repetition\n");
    assert_int_equal(book->plan_count, 3); /* nothing is read beyond 24 months */
    assert_date_equal(book->plan[1].from, "2024-02-29");
    assert_date_equal(book->plan[2].from, "2025-02-28");
    dc_book_free(book);
    dc_issues_free(issues);
}

/* A row that repeats is about all days until it comes again, `until` at most. */
static void a_row_reaches_to_where_it_repeats(void **state)
{
    (void)state;
    dc_issues        *issues = dc_issues_new();
    dc_book          *book = given("line,date,month,amount,every,until\n"
                                            "sales,2024-02-20,,5.00,month,2024-04-30\n"
                                            "sales,,2024-02,5.00,quarter,2024-06-15\n"
                                            "sales,,2024-02,5.00,,\n",
                                   issues);
    const char *const reach[] = {"2024-03-19", "2024-04-19", "2024-04-30"};

    assert_int_equal(book->plan_count, 6);
    assert_date_equal(book->plan[0].reach, "2024-04-30");
    assert_int_equal(book->plan[1].reach.day, 0);
    for (size_t i = 0; i < 3; i++)
        assert_date_equal(book->plan[i < 2 ? i + 2 : 4].reach, reach[i]);
    assert_date_equal(book->plan[5].reach, "2024-06-15");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void how_a_line_strays_is_read_and_checked(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("line,month,amount,uncertainty,law,vat,delay\n"
                              "rent,2024-02,-5.00,10%,,20%,30\n"
                              "tax,2024-02,-5.00,150%,,,\n"
                              "vat,2024-02,-5.00,5%,triangular,,\n"
                              "capex,2024-02,-5.00,150%,even,,\n"
                              "capex,2024-02,-5.00,5%,normal,,\n"
                              "capex,2024-02,-5.00,5%,,,-3\n",
                            issues);

    assert_int_equal(dc_issues_count(issues, DC_ERROR), 3);
    assert_issue(issues, DC_ISSUE_PLAN_BAD_SPREAD, 5);
    assert_issue(issues, DC_ISSUE_BAD_CHOICE, 6);
    assert_issue(issues, DC_ISSUE_NOT_BETWEEN, 7);
    assert_int_equal(book->plan_count, 3);
    assert_double_close(book->plan[0].vat, 0.2, 1e-15);
    assert_int_equal(book->plan[0].delay, 30);
    assert_int_equal(book->plan[1].law, DC_LAW_LOGNORMAL);
    assert_int_equal(book->plan[2].law, DC_LAW_TRIANGULAR);
    dc_book_free(book);
    dc_issues_free(issues);
}

/* Sales that do not stray at all are told apart from those of which nothing is told. */
static void an_uncertainty_of_none_is_told_from_an_empty_one(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("line,month,amount,uncertainty\n"
                              "sales,2024-02,5.00,0%\n"
                              "sales,2024-03,5.00,\n"
                              "sales,2024-04,5.00,0\n"
                              "sales,2024-05,5.00,±10%\n"
                              "rent,2024-05,-5.00,0%\n",
                            issues);

    assert_int_equal(dc_issues_total(issues), 0);
    assert_false(book->plan[0].certain); /* the rent: it is what it is */
    assert_true(book->plan[1].certain);
    assert_false(book->plan[2].certain);
    assert_true(book->plan[3].certain);
    assert_false(book->plan[4].certain);
    for (size_t i = 0; i < 5; i++)
        assert_double_close(book->plan[i].uncertainty, i == 4 ? 0.1 : 0.0, 1e-15);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void parts_that_plan_more_than_the_whole_are_a_warning(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        uint32_t    line; /* 0: nothing to warn of */
    } cases[] = {
        {"sales,,2024-02,10.00,,,,\nsales,,2024-02,10.00,acme,,,\n", 0},
        {"sales,,2024-02,10.00,,,,\nsales,,2024-02,10.01,acme,,,\n", 2},
        {"sales,,2024-02,9.00,,,,\nsales,,2024-02,3.00,,,,\nsales,,2024-02,12.00,acme,,,\n", 0},
        {"sales,,2024-02,10.00,,,,\nsales,2024-02-09,,90.00,acme,,,\n", 0},
        {"sales,,2024-02,10.00,,,,\nsales,,2024-03,90.00,acme,,,\n", 0},
        {"sales,,2024-02,10.00,,,,\nsales,,2024-02,5.00,,a,,\nsales,,2024-02,6.00,,b,,\n", 2},
        {"sales,,2024-02,10.00,,,,\nsales,,2024-02,6.00,acme,,,\nsales,,2024-02,6.00,,b,,\n", 0},
        {"sales,,2024-02,5.00,,a,,\nsales,,2024-02,6.00,acme,a,,\n", 2},
        {"sales,,2024-02,5.00,,a,,\nsales,,2024-02,6.00,acme,b,,\n", 0},
        {"sales,,2024-02,5.00,acme,,month,2024-12-31\n"
         "sales,,2024-02,4.00,,,month,2024-12-31\nsales,2024-02-09,,1.00,,,,\n",
         3},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       plan[300];

        snprintf(plan, sizeof plan, "line,date,month,amount,customer,segment,every,until\n%s",
                 cases[i].rows);
        dc_book_free(given(plan, issues));
        assert_int_equal(dc_issues_count(issues, DC_WARNING), cases[i].line > 0);
        if (cases[i].line > 0)
            assert_issue(issues, DC_ISSUE_PLAN_PARTS_EXCEED, cases[i].line);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_another_name_is_noted_once),
        cmocka_unit_test(sales_below_zero_are_refused),
        cmocka_unit_test(a_plan_that_is_over_is_told),
        cmocka_unit_test(a_rule_that_never_ends_is_refused),
        cmocka_unit_test(a_row_reaches_to_where_it_repeats),
        cmocka_unit_test(how_a_line_strays_is_read_and_checked),
        cmocka_unit_test(an_uncertainty_of_none_is_told_from_an_empty_one),
        cmocka_unit_test(parts_that_plan_more_than_the_whole_are_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
