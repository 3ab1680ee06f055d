/* What exports of other programs hold beside invoices, and what their columns mean. */
#include "support/expect.h"

#include <string.h>

#include "support/book_files.h"

static void customers_are_no_accounts_of_the_ledger(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t      customers;
        bool        is_told;
    } cases[] = {
        {"Type,Date,Num,Name,Account,Due Date,Amount\n"
         "Invoice,2024-01-20,1,Acme,Accounts Receivable,2024-02-14,500.00\n"
         "Invoice,2024-01-20,2,Beta,Accounts Receivable,2024-02-19,700.00\n",
         2, false},
        {"Belegnr;Konto;Kundenname;Belegdatum;Fälligkeit;Betrag\n"
         "1;1400;Acme;20.01.2024;15.02.2024;100,00\n"
         "2;1400;Beta;20.01.2024;15.02.2024;200,00\n",
         2, true},
        /* one customer whose name is written in two ways, and another */
        {"Belegnr;Konto;Name;Belegdatum;Fälligkeit;Betrag\n"
         "1;10001;Acme;20.01.2024;15.02.2024;100,00\n"
         "2;10001;ACME;20.01.2024;15.02.2024;100,00\n"
         "3;10002;Beta;20.01.2024;15.02.2024;200,00\n",
         2, false},
        {"Belegnr;Konto;Name;Belegdatum;Fälligkeit;Betrag\n"
         "1;10001;Acme;20.01.2024;15.02.2024;100,00\n"
         "2;10001;Acme;20.01.2024;15.02.2024;200,00\n",
         1, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(cases[i].text, "2024-02-10", issues);

        assert_no_issues(issues, DC_WARNING);
        assert_int_equal(book->customers.count, cases[i].customers);
        if (cases[i].is_told)
            assert_issue(issues, DC_ISSUE_LEDGER_ACCOUNTS, 1);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void a_running_balance_is_not_what_is_open(void **state)
{
    (void)state;
    static const struct {
        const char *text, *ledger;
        bool        is_running;
    } cases[] = {
        {"invoice,customer,issued,due,amount,Balance\n"
         "1,A,2024-01-05,2024-02-05,1000.00,1000.00\n"
         "2,A,2024-01-06,2024-02-05,500.00,1500.00\n"
         "3,B,2024-01-07,2024-02-05,200.00,1700.00\n",
         "1700.00", true},
        {"invoice;customer;issued;due;amount;Saldo\n"
         "1;A;2024-01-05;2024-02-05;1.000,00;400,00\n"
         "2;A;2024-01-06;2024-02-05;500,00;0,00\n",
         "400.00", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(cases[i].text, "2024-01-31", issues);

        assert_no_issues(issues, DC_WARNING);
        assert_money_equal(dc_book_ledger(book), cases[i].ledger);
        if (cases[i].is_running)
            assert_issue(issues, DC_ISSUE_RUNNING_BALANCE, 1);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_running_balance_is_not_what_is_open),
        cmocka_unit_test(customers_are_no_accounts_of_the_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
