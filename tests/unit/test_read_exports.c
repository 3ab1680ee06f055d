/* What exports of other programs hold beside invoices, and what their columns mean. */
#include "support/expect.h"

#include <stdio.h>
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

/* The sign of another currency than the row's is a slip that nobody would see. */
static void signs_must_be_those_of_the_currency(void **state)
{
    (void)state;
    static const struct {
        const char *text, *currency; /* NULL: refused */
    } cases[] = {
        {"invoice,customer,issued,due,amount,currency\n1,a,2024-01-31,2024-03-01,$92.00,EUR\n",
         NULL},
        {"invoice,customer,issued,due,amount,currency\n1,a,2024-01-31,2024-03-01,$92.00,CHF\n",
         NULL},
        {"invoice,customer,issued,due,amount,open\n1,a,2024-01-31,2024-03-01,$92.00,€2.00\n", NULL},
        {"invoice,customer,issued,due,amount,currency\n1,a,2024-01-31,2024-03-01,$92.00,COP\n",
         "COP"},
        {"invoice,customer,issued,due,amount,currency\n1,a,2024-01-31,2024-03-01,¥92,JPY\n", "JPY"},
        {"invoice,customer,issued,due,debit,credit\n1,a,2024-01-31,2024-03-01,£92.00,\n", "GBP"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = book_of_invoices(cases[i].text, "2024-02-10", issues);

        if (!cases[i].currency) {
            assert_issue(issues, DC_ISSUE_SIGN_OF_OTHER, 2);
        } else {
            assert_int_equal(book->claims.count, 1);
            assert_string_equal(book->currencies[book->claims.currency[0]].code, cases[i].currency);
        }
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static dc_issues *issues_of(const char *name, const char *text)
{
    book_files *files = book_files_new();
    dc_issues  *issues = dc_issues_new();

    book_files_write(files, "book.yaml", "currency: USD\n");
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount\n1,a,2024-01-31,2024-03-01,92.00\n");
    book_files_write(files, name, text);
    dc_book_free(book_files_read(files, "2024-02-10", issues));
    book_files_free(files);
    return issues;
}

static void signs_beside_invoices_are_looked_at_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char   *name, *text;
        dc_issue_kind kind;
        uint32_t      line;
    } cases[] = {
        {"payments.csv", "date,amount,invoice\n2024-02-01,€50.00,1\n", DC_ISSUE_SIGN_OF_OTHER, 2},
        {"bills.csv", "bill,supplier,issued,due,amount\nB,S,2024-02-01,2024-03-15,€70.00\n",
         DC_ISSUE_SIGN_OF_OTHER, 2},
        {"book.yaml", "currency: USD\ncash: \"€5000\"\n", DC_ISSUE_BAD_AMOUNT, 2},
        {"customers.csv", "customer,credit_limit\na,€5000\n", DC_ISSUE_BAD_AMOUNT, 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = issues_of(cases[i].name, cases[i].text);

        assert_issue(issues, cases[i].kind, cases[i].line);
        dc_issues_free(issues);
    }
    dc_issues *issues = issues_of("payments.csv", "date,amount,invoice\n2024-02-01,$50.00,1\n");
    assert_no_issues(issues, DC_WARNING);
    dc_issues_free(issues);
}

static void what_was_voided_is_no_invoice(void **state)
{
    (void)state;
    book_files *files = book_files_new();
    dc_issues  *issues = dc_issues_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv",
                     "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,"
                     "LineAmount,Currency,Type,Status\n"
                     "a,1,2024-01-31,2024-03-01,100.00,60.00,50.00,GBP,Sales invoice,Authorised\n"
                     "a,1,2024-01-31,2024-03-01,100.00,60.00,50.00,GBP,Sales invoice,Authorised\n"
                     "b,2,2024-01-31,2024-03-01,70.00,0.00,70.00,GBP,Sales invoice,Voided\n"
                     "b,3,2024-01-31,2024-03-01,0.00,0.00,0.00,GBP,Sales invoice,DELETED\n"
                     "b,4,2024-01-31,2024-03-01,70.00,70.00,70.00,GBP,Sales invoice,Draft\n");
    book = book_files_read(files, "2024-02-10", issues);
    assert_issue(issues, DC_ISSUE_VOID_ROWS, 0);
    assert_issue(issues, DC_ISSUE_ITEM_ROWS, 0);
    assert_int_equal(book->files[0].rows_read, 1);
    assert_int_equal(book->files[0].rows_used, 1);
    assert_int_equal(book->claims.count, 1);
    assert_true(book->files[0].worth_read == 100.0);
    assert_money_equal(dc_book_ledger(book), "60.00");
    dc_book_free(book);
    dc_issues_free(issues);
    book_files_free(files);
}

/* A receipt on account in Sage, a posting of the ledger of either sign in SAP. */
static void sa_is_what_its_program_means(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *ledger, *unapplied;
    } cases[] = {{"Belegart", "120.00", "0.00"}, {"Type", "80.00", "-20.00"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200];
        dc_book   *book;

        snprintf(text, sizeof text,
                 "invoice,customer,issued,due,amount,%s\n1,a,2024-01-31,2024-03-01,100,\n"
                 "2,a,2024-01-31,2024-03-01,20,SA\n",
                 cases[i].heading);
        book = book_of_invoices(text, "2024-02-10", issues);
        assert_money_equal(dc_book_ledger(book), cases[i].ledger);
        assert_money_equal(dc_book_unapplied(book), cases[i].unapplied);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

/* In English; "" where there is none. */
static const char *message_of(const dc_issues *issues, dc_issue_kind kind, char message[200])
{
    FILE *out = fmemopen(message, 200, "w");

    assert_non_null(out);
    message[0] = '\0';
    for (size_t i = 0; i < dc_issues_total(issues); i++)
        if (dc_issues_kind(issues, i) == kind)
            dc_issues_write_message(out, issues, i, DC_ENGLISH);
    fclose(out);
    return message;
}

static void rows_are_counted_once_in_pieces_too(void **state)
{
    (void)state;
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_issues      *issues = dc_issues_new();
    book_files     *files = book_files_new();
    char            path[512], message[200];
    dc_book        *book;

    options.piece_bytes = 1; /* a row each; two credits are written below 0, three above */
    book_files_write(files, "ledger.csv",
                     "invoice,customer,issued,due,amount,kind,terms\n"
                     "1,acme,2024-01-02,2024-02-01,-10.00,credit,odd\n"
                     "2,acme,2024-01-02,2024-02-01,-10.00,credit,\n"
                     "3,acme,2024-01-03,2024-02-01,10.00,credit,\n"
                     "4,acme,2024-01-03,2024-02-01,10.00,credit,\n"
                     "5,acme,2024-01-03,2024-02-01,10.00,credit,\n"
                     "6,acme,2024-01-03,2024-02-01,100.00,,odd\n");
    snprintf(path, sizeof path, "%s/ledger.csv", book_files_directory(files));
    assert_int_equal(dc_book_read(&book, path, &options, issues), DC_OK);
    assert_money_equal(dc_book_ledger(book), "50.00");
    assert_issue(issues, DC_ISSUE_TERMS_IGNORED, 2);
    assert_string_equal(message_of(issues, DC_ISSUE_TERMS_IGNORED, message),
                        "terms 'odd' are not understood, the due date is used; rows like this "
                        "one: 2");
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_running_balance_is_not_what_is_open),
        cmocka_unit_test(signs_must_be_those_of_the_currency),
        cmocka_unit_test(signs_beside_invoices_are_looked_at_or_refused),
        cmocka_unit_test(what_was_voided_is_no_invoice),
        cmocka_unit_test(sa_is_what_its_program_means),
        cmocka_unit_test(customers_are_no_accounts_of_the_ledger),
        cmocka_unit_test(rows_are_counted_once_in_pieces_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
