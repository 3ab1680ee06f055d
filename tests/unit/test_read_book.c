#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/book_files.h"

static void the_as_of_date_is_the_newest_date_that_happened(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices("invoice,customer,issued,due,amount,entered,paid,hope\n"
                                         "A-1,acme,2024-01-10,2025-02-09,1,2024-01-12,,2026-01-01\n"
                                         "A-2,acme,2024-01-09,2024-02-09,1.00,,2024-01-11,\n",
                                       "", issues);

    assert_date_equal(book->as_of, "2024-01-12");
    assert_string_equal(book->as_of_source, "invoices.csv: entered");
    assert_no_issues(issues, DC_WARNING);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_lonely_newest_date_is_a_warning(void **state)
{
    (void)state;
    static const struct {
        const char *newest;
        bool        warned;
    } cases[] = {{"2024-01-17", false}, {"2024-01-18", true}};

    for (size_t i = 0; i < 2; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];

        snprintf(text, sizeof text,
                 "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n"
                 "A-2,acme,%s,2024-02-09,1.00\n",
                 cases[i].newest);
        dc_book_free(book_of_invoices(text, "", issues));
        assert_int_equal(dc_issues_count(issues, DC_WARNING), cases[i].warned ? 1 : 0);
        dc_issues_free(issues);
    }
}

static void a_book_says_what_was_known_on_the_day(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount,entered\n"
                     "A-1,acme,2024-01-10,2024-02-09,10.00,\n"
                     "A-2,acme,2024-01-11,2024-02-09,20.00,2024-02-05\n"
                     "B-1,birch,2024-02-02,2024-02-09,40.00,\n");
    book_files_write(files, "payments.csv",
                     "date,amount,invoice,customer\n"
                     "2024-01-20,4.00,A-1,\n2024-02-02,6.00,A-1,\n2024-02-03,1.00,,birch\n");
    book = book_files_read(files, "2024-01-31", issues);
    assert_int_equal(book->claims.count, 1);
    assert_int_equal(book->customers.count, 1);
    assert_money_equal(book->claims.open[0], "6.00");
    assert_int_equal(book->files[0].rows_later, 2);
    assert_int_equal(book->files[1].rows_later, 2);
    assert_int_equal(book->files[1].rows_used, 1);
    dc_book_free(book);

    book = book_files_read(files, "2024-02-05", issues);
    assert_int_equal(book->claims.count, 4);
    assert_date_equal(book->claims.closed[0], "2024-02-02");
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

static void claims_stand_in_canonical_order_with_unique_identities(void **state)
{
    (void)state;
    static const char        text[] = "invoice,part,customer,issued,due,amount\n"
                                      "B-1,,birch,2024-01-01,2024-02-09,1.00\n"
                                      "A-2,2,acme,2024-01-02,2024-02-09,1.00\n"
                                      "A-2,1,acme,2024-01-02,2024-02-09,1.00\n"
                                      "A-9,,acme,2024-01-01,2024-02-09,1.00\n";
    static const char *const order[] = {"A-9", "A-2", "A-2", "B-1"};
    dc_issues               *issues = dc_issues_new();
    dc_book                 *book = book_of_invoices(text, "", issues);

    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(book->claims.invoice[i], order[i]);
        for (size_t j = 0; j < i; j++)
            assert_true(book->claims.entity[i] != book->claims.entity[j]);
    }
    assert_string_equal(dc_claim_part(&book->claims, 1), "1");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void sales_are_what_was_invoiced_in_the_period(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_of_invoices("invoice,customer,issued,due,amount,kind\n"
                                         "A-1,acme,2024-01-31,2024-02-09,1.00,\n"
                                         "A-2,acme,2024-02-01,2024-02-09,20.00,\n"
                                         "A-3,acme,2024-02-29,2024-02-29,-5.00,\n"
                                         "A-4,acme,2024-02-20,2024-02-20,7.00,unapplied\n"
                                         "A-5,acme,2024-03-01,2024-03-09,400.00,\n",
                                       "", issues);
    dc_period  february = {date("2024-01-31"), date("2024-02-29")};

    assert_money_equal(dc_book_sales(book, february), "20.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void bills_and_plan_and_actions_are_read(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n");
    book_files_write(files, "bills.csv",
                     "bill,supplier,issued,due,amount,paid\n"
                     "2,steel,2024-01-02,2024-03-01,50.00,2024-02-20\n"
                     "1,steel,2024-01-02,2024-03-01,60.00,2024-01-20\n"
                     "3,steel,2024-02-02,2024-03-01,60.00,\n");
    book_files_write(files, "plan.csv",
                     "line,date,month,amount,customer,every,until,uncertainty\n"
                     "sales,,2024-02,1000.00,acme,month,2024-04-30,±10%\n"
                     "rent,2024-01-31,,-500.00,,quarter,2024-08-01,\n"
                     "payroll,2024-02-07,,-10.00,,week,2024-02-21,\n");
    book_files_write(files, "actions.csv",
                     "customer,date,action,invoice,promised\n"
                     "acme,2024-01-20,promise,A-1,2024-02-20\nacme,2024-03-20,call,,\n");
    book = book_files_read(files, "2024-01-31", issues);
    assert_no_issues(issues, DC_WARNING);

    assert_int_equal(book->bills.count, 2);
    assert_string_equal(book->bills.bill[0], "1");
    assert_date_equal(book->bills.paid[0], "2024-01-20");
    assert_date_equal(book->bills.paid[1], ""); /* paid later than the as-of date */

    assert_int_equal(book->plan_count, 9);
    assert_date_equal(book->plan[3].from, "2024-01-31");
    assert_date_equal(book->plan[4].from, "2024-04-30");
    assert_date_equal(book->plan[5].from, "2024-07-31");
    assert_date_equal(book->plan[8].from, "2024-04-01");
    assert_date_equal(book->plan[8].to, "2024-04-30");
    assert_double_close(book->plan[8].uncertainty, .1, 1e-15);
    assert_int_equal(book->plan[8].customer, 0);
    assert_int_equal(book->actions.count, 1);
    assert_string_equal(book->actions.invoice[0], "A-1");
    assert_int_equal(book->actions.kind[0], DC_ACTION_PROMISE);
    assert_date_equal(book->actions.date[0], "2024-01-20");
    assert_date_equal(book->actions.promised[0], "2024-02-20");
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

static dc_book *book_with_actions(const char *actions, dc_issues *issues)
{
    book_files *files = book_files_new();
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n"
                     "B-1,birch,2024-01-10,2024-02-09,1.00\n");
    book_files_write(files, "actions.csv", actions);
    dc_book *book = book_files_read(files, "2024-01-31", issues);
    book_files_free(files);
    return book;
}

static void the_order_of_actions_does_not_matter_and_their_content_does(void **state)
{
    (void)state;
    static const char *const files[] = {
        "customer,date,action,invoice\nacme,2024-01-20,call,A-1\nacme,2024-01-12,call,\n"
        "birch,2024-01-20,legal,B-1\nacme,2024-01-20,reminder,A-1\n",
        "customer,date,action,invoice\nacme,2024-01-20,reminder,A-1\nbirch,2024-01-20,legal,B-1\n"
        "acme,2024-01-20,call,A-1\nacme,2024-01-12,call,\n",
        "customer,date,action,invoice\nacme,2024-01-20,reminder,A-1\nbirch,2024-01-20,legal,B-1\n"
        "acme,2024-01-20,call,A-1\nacme,2024-01-13,call,\n"};
    dc_issues *issues = dc_issues_new();
    dc_book   *book[3];

    for (size_t i = 0; i < 3; i++) {
        book[i] = book_with_actions(files[i], issues);
        assert_int_equal(book[i]->actions.count, 4);
        assert_string_equal(book[i]->actions.invoice[0], "");
        assert_int_equal(book[i]->actions.kind[1], DC_ACTION_REMINDER);
        assert_int_equal(book[i]->actions.customer[3], 1);
    }
    assert_no_issues(issues, DC_WARNING);
    assert_string_equal(book[0]->content_sha256, book[1]->content_sha256);
    assert_string_not_equal(book[0]->content_sha256, book[2]->content_sha256);
    for (size_t i = 0; i < 3; i++)
        dc_book_free(book[i]);
    dc_issues_free(issues);
}

static void an_action_about_another_customers_invoice_is_an_error(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = book_with_actions("customer,date,action,invoice\nacme,2024-01-20,call,B-1\n"
                                          "acme,2024-01-20,call,A-1\n",
                                        issues);

    assert_issue(issues, DC_ISSUE_ACTION_OTHER_CUSTOMER, 2);
    assert_int_equal(book->actions.count, 1);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_line_of_the_plan_ends_two_years_after_the_as_of_date(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n");
    book_files_write(files, "plan.csv",
                     "line,date,amount,every,until\n"
                     "rent,2024-02-10,-5.00,month,2099-12-31\n");
    book = book_files_read(files, "", issues);
    assert_int_equal(book->plan_count, 24);
    assert_date_equal(book->plan[23].from, "2026-01-10");
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

static void content_is_the_same_whatever_the_files_look_like(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1234.50\n",
        "\xEF\xBB\xBF"
        "Amount;Due Date;Issued;Customer;Invoice\r\n"
        "\"1.234,50\";09.02.2024;25.01.2024;zinc;X-1\r\n"
        "1.234,50;09.02.2024;10.01.2024;acme;A-1\r\n",
        "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1234.51\n"};
    char hash[3][65];

    for (size_t i = 0; i < 3; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(texts[i], "2024-01-15", issues);

        assert_no_issues(issues, DC_WARNING);
        memcpy(hash[i], book->content_sha256, sizeof hash[i]);
        dc_book_free(book);
        dc_issues_free(issues);
    }
    assert_string_equal(hash[0], hash[1]);
    assert_string_not_equal(hash[0], hash[2]);
}

static void problems_of_all_files_are_told_in_one_run(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();

    book_files_write(files, "book.yaml", "curency: EUR\n");
    book_files_write(files, "invoices.csv", "invoice,customer\n1,acme\n");
    book_files_write(files, "payments.csv", "when,amount\n2024-01-01,1\n");
    book_files_write(files, "bills.csv", "");
    assert_null(book_files_read(files, "", issues));
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 4);
    book_files_free(files);
    dc_issues_free(issues);
}

static void with_strict_any_error_makes_the_book_unusable(void **state)
{
    (void)state;
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_issues      *issues = dc_issues_new();
    book_files     *files = book_files_new();
    dc_book        *book;

    options.strict = true;
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\nA-1,acme,2024-01-10,2024-02-09,1.00\n"
                     "A-2,acme,2024-01-10,2024-02-30,1.00\n");
    assert_int_equal(dc_book_read(&book, book_files_directory(files), &options, issues),
                     DC_ERR_INPUT);
    assert_null(book);
    options.strict = false;
    assert_int_equal(dc_book_read(&book, book_files_directory(files), &options, issues), DC_OK);
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

/* A file of so many of the largest amounts. */
static void write_largest(book_files *files, const char *name, const char *header, int count)
{
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);

    assert_non_null(out);
    fputs(header, out);
    for (int i = 0; i < count; i++)
        fprintf(out, "A-%d,acme,2024-01-10,2024-02-09,9999999999999.99\n", i);
    fclose(out);
    book_files_write(files, name, text);
    free(text);
}

static void totals_that_no_integer_holds_are_refused(void **state)
{
    (void)state;
    for (int bills = 0; bills < 2; bills++) {
        dc_issues  *issues = dc_issues_new();
        book_files *files = book_files_new();

        write_largest(files, "invoices.csv", "invoice,customer,issued,due,amount\n",
                      bills ? 1 : 9300);
        write_largest(files, "bills.csv", "bill,supplier,issued,due,amount\n", bills ? 9300 : 1);
        assert_null(book_files_read(files, "", issues));
        assert_issue(issues, DC_ISSUE_TOTAL_TOO_LARGE, 0);
        book_files_free(files);
        dc_issues_free(issues);
    }
}

static void totals_beyond_what_a_double_holds_are_a_warning(void **state)
{
    (void)state;
    for (int rows = 9; rows <= 10; rows++) {
        dc_issues  *issues = dc_issues_new();
        book_files *files = book_files_new();
        dc_book    *book;

        write_largest(files, "invoices.csv", "invoice,customer,issued,due,amount\n", rows);
        book = book_files_read(files, "", issues);
        assert_non_null(book);
        if (rows == 9)
            assert_no_issues(issues, DC_WARNING);
        else
            assert_issue(issues, DC_ISSUE_TOTAL_INEXACT, 0);
        dc_book_free(book);
        book_files_free(files);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_as_of_date_is_the_newest_date_that_happened),
        cmocka_unit_test(a_lonely_newest_date_is_a_warning),
        cmocka_unit_test(a_book_says_what_was_known_on_the_day),
        cmocka_unit_test(claims_stand_in_canonical_order_with_unique_identities),
        cmocka_unit_test(sales_are_what_was_invoiced_in_the_period),
        cmocka_unit_test(bills_and_plan_and_actions_are_read),
        cmocka_unit_test(the_order_of_actions_does_not_matter_and_their_content_does),
        cmocka_unit_test(an_action_about_another_customers_invoice_is_an_error),
        cmocka_unit_test(a_line_of_the_plan_ends_two_years_after_the_as_of_date),
        cmocka_unit_test(content_is_the_same_whatever_the_files_look_like),
        cmocka_unit_test(problems_of_all_files_are_told_in_one_run),
        cmocka_unit_test(with_strict_any_error_makes_the_book_unusable),
        cmocka_unit_test(totals_that_no_integer_holds_are_refused),
        cmocka_unit_test(totals_beyond_what_a_double_holds_are_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
