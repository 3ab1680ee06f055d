#include "support/expect.h"

#include <stdio.h>
#include <string.h>

#include "support/book_files.h"

#define INVOICES                                                                                   \
    "invoice,part,customer,issued,due,amount,paid,open\n"                                          \
    "A-1,,acme,2024-01-10,2024-02-09,100.00,,\n"                                                   \
    "A-2,1,acme,2024-01-11,2024-02-09,50.00,,\n"                                                   \
    "A-2,2,acme,2024-01-11,2024-03-09,70.00,,\n"                                                   \
    "C-1,,acme,2024-01-12,2024-01-12,-30.00,,\n"

static dc_book *given(const char *invoices, const char *payments, dc_issues *issues)
{
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv", invoices);
    book_files_write(files, "payments.csv", payments);
    book = book_files_read(files, "2024-03-22", issues);
    book_files_free(files);
    assert_non_null(book);
    return book;
}

static void payments_settle_what_they_name(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given(INVOICES,
                            "date,amount,invoice,part,kind\n"
                              "2024-02-20,60.00,A-1,,\n"
                              "2024-03-01,40.00,A-1,,discount\n"
                              "2024-02-25,70.00,A-2,2,payment\n"
                              "2024-02-26,-30.00,C-1,,credit\n",
                            issues);

    assert_no_issues(issues, DC_NOTE);
    assert_date_equal(book->claims.closed[0], "2024-03-01");
    assert_int_equal(book->claims.first_event[1], 2);
    assert_int_equal(book->events.kind[1], DC_EVENT_DISCOUNT);
    assert_money_equal(book->claims.open[1], "50.00");
    assert_date_equal(book->claims.closed[2], "2024-02-25");
    assert_money_equal(book->claims.open[3], "0.00");
    assert_true(book->has_history);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_payment_without_part_settles_the_oldest_due_first(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given(INVOICES, "date,amount,invoice\n2024-02-20,65.00,A-2\n", issues);

    assert_no_issues(issues, DC_NOTE);
    assert_money_equal(book->claims.open[1], "0.00");
    assert_money_equal(book->claims.open[2], "55.00");
    assert_int_equal(book->events.count, 2);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void money_on_account_is_a_claim_of_its_own(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given(INVOICES,
                            "date,amount,invoice,customer\n"
                              "2024-02-20,25.00,,acme\n2024-02-20,25.00,,acme\n",
                            issues);

    assert_no_issues(issues, DC_NOTE);
    assert_int_equal(book->claims.count, 6);
    assert_string_equal(book->claims.invoice[4], "unapplied:2024-02-20:1");
    assert_string_equal(book->claims.invoice[5], "unapplied:2024-02-20:2");
    assert_int_equal(book->claims.line[4], 0);
    assert_money_equal(dc_book_unapplied(book), "-50.00");
    assert_money_equal(dc_book_receivables(book), "190.00");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_write_off_may_be_recovered_up_to_its_amount(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given(INVOICES,
                            "date,amount,invoice,kind\n"
                              "2024-03-15,100.00,A-1,write_off\n"
                              "2024-03-20,30.00,A-1,recovery\n"
                              "2024-03-21,80.00,A-1,recovery\n",
                            issues);

    assert_issue(issues, DC_ISSUE_RECOVERY_BEYOND, 4);
    assert_date_equal(book->claims.closed[0], "2024-03-15");
    assert_int_equal(book->events.count, 2);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void payments_that_fit_nothing_are_rejected(void **state)
{
    (void)state;
    static const struct {
        const char   *row;
        dc_issue_kind kind;
    } cases[] = {
        {"2024-02-20,100.01,A-1,,,,", DC_ISSUE_PAYMENT_BEYOND},
        {"2024-02-20,1.00,A-9,,,,", DC_ISSUE_PAYMENT_UNKNOWN},
        {"2024-02-20,1.00,A-2,3,,,", DC_ISSUE_PAYMENT_UNKNOWN_PART},
        {"2024-02-20,-1.00,A-1,,,,", DC_ISSUE_PAYMENT_SIGN},
        {"2024-02-20,1.00,,,,,", DC_ISSUE_PAYMENT_NO_OWNER},
        {"2024-02-20,1.00,,,birch,,", DC_ISSUE_UNKNOWN_CUSTOMER},
        {"2024-02-20,1.00,,,acme,write_off,", DC_ISSUE_PAYMENT_NEEDS_INVOICE},
        {"2024-02-20,1.00,A-1,,birch,,", DC_ISSUE_PAYMENT_OTHER_CUSTOMER},
        {"2024-02-20,1.00,A-1,,,bill,", DC_ISSUE_BILL_MATURITY},
        {"2024-02-20,1.00,A-1,,,gift,", DC_ISSUE_BAD_CHOICE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text, "date,amount,invoice,part,customer,kind,maturity\n%s\n",
                 cases[i].row);
        book = given(INVOICES, text, issues);
        assert_issue(issues, cases[i].kind, 2);
        assert_int_equal(book->events.count, 0);
        assert_int_equal(book->files[1].rows_rejected, 1);
        assert_int_equal(book->files[1].rows_used, 0);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void payments_win_and_the_invoice_must_agree(void **state)
{
    (void)state;
    static const struct {
        const char *paid, *open;
        int         kind; /* of the issue; -1 none */
    } cases[] = {
        {"2024-02-20", "", -1},
        {"2024-02-20", "0", -1},
        {"2024-02-21", "", DC_ISSUE_PAID_DISAGREES},
        {"", "60.00", DC_ISSUE_OPEN_DISAGREES},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text,
                 "invoice,customer,issued,due,amount,paid,open\n"
                 "A-1,acme,2024-01-10,2024-02-09,100.00,%s,%s\n",
                 cases[i].paid, cases[i].open);
        book = given(text, "date,amount,invoice\n2024-02-20,100.00,A-1\n", issues);
        if (cases[i].kind < 0)
            assert_no_issues(issues, DC_WARNING);
        else
            assert_issue(issues, (dc_issue_kind)cases[i].kind, 2);
        assert_date_equal(book->claims.closed[0], "2024-02-20");
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void an_acceptance_bill_keeps_its_maturity(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given(INVOICES,
                            "date,amount,invoice,kind,maturity\n"
                              "2024-02-20,100.00,A-1,bill,2024-08-20\n",
                            issues);

    assert_issue(issues, DC_ISSUE_BILLS_AHEAD, 0);
    assert_int_equal(book->events.kind[0], DC_EVENT_BILL);
    assert_date_equal(book->events.maturity[0], "2024-08-20");
    assert_date_equal(book->claims.closed[0], "2024-02-20");
    dc_book_free(book);
    dc_issues_free(issues);
}

/* A recovery is of what was written off: it pays nothing of what is held back. */
static void a_recovery_is_no_payment_of_what_is_held_back(void **state)
{
    (void)state;
    book_files *files = book_files_new();
    dc_issues  *issues = dc_issues_new();
    char        invoices[500] = "invoice,customer,issued,due,amount\n";
    char        payments[1000] = "date,amount,invoice,kind\n";

    for (int i = 1; i <= 4; i++) {
        char row[160];

        snprintf(row, sizeof row, "%d,a,2024-0%d-05,2024-0%d-25,100.00\n", i, i, i);
        strcat(invoices, row);
        snprintf(row, sizeof row,
                 "2024-0%d-25,90.00,%d,\n2024-0%d-26,5.00,%d,write_off\n"
                 "2024-0%d-27,5.00,%d,recovery\n",
                 i, i, i, i, i, i);
        strcat(payments, row);
    }
    book_files_write(files, "invoices.csv", invoices);
    book_files_write(files, "payments.csv", payments);
    dc_book_free(book_files_read(files, "2024-08-31", issues));
    assert_issue(issues, DC_ISSUE_HELD_BACK, 0);
    book_files_free(files);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recovery_is_no_payment_of_what_is_held_back),
        cmocka_unit_test(payments_settle_what_they_name),
        cmocka_unit_test(a_payment_without_part_settles_the_oldest_due_first),
        cmocka_unit_test(money_on_account_is_a_claim_of_its_own),
        cmocka_unit_test(a_write_off_may_be_recovered_up_to_its_amount),
        cmocka_unit_test(payments_that_fit_nothing_are_rejected),
        cmocka_unit_test(payments_win_and_the_invoice_must_agree),
        cmocka_unit_test(an_acceptance_bill_keeps_its_maturity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
