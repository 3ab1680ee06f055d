/* Bookings of a journal (FEC) become claims and what happened to them. */
#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/book_files.h"

#define HEAD                                                                                       \
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|"   \
    "PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|"     \
    "Idevise\n"
#define ROW(journal, entry, day, account, customer, reference, issued, debit, credit, letter)      \
    journal "||" entry "|" day "|" account "||" customer "||" reference "|" issued "||" debit      \
            "|" credit "|" letter "|20241231|||\n"
#define SALE(entry, day, customer, reference, amount, letter)                                      \
    ROW("VE", entry, day, "411000", customer, reference, day, amount, "0,00", letter)              \
    ROW("VE", entry, day, "707000", "", reference, day, "0,00", amount, "")
#define MONEY(entry, day, customer, reference, amount, letter)                                     \
    ROW("BQ", entry, day, "411000", customer, reference, day, "0,00", amount, letter)              \
    ROW("BQ", entry, day, "512000", "", reference, day, amount, "0,00", "")

static dc_book *read_journal(const char *text, dc_issues *issues)
{
    dc_book *book = book_of_invoices(text, "2024-12-31", issues);

    assert_non_null(book);
    return book;
}

/* "F1 100.00 open 40.00: 2024-03-01 0 60.00", a line for each claim. */
static void assert_claims(const char *text, const char *expected)
{
    dc_issues *issues = dc_issues_new();
    dc_book   *book = read_journal(text, issues);
    char      *found = NULL, amount[32], open[32], day[11];
    size_t     size;
    FILE      *out = open_memstream(&found, &size);

    assert_non_null(out);
    for (size_t i = 0; i < book->claims.count; i++) {
        dc_money_format(amount, sizeof amount, book->claims.amount[i], 2);
        dc_money_format(open, sizeof open, book->claims.open[i], 2);
        fprintf(out, "%s %s%s%s open %s", book->customers.id[book->claims.customer[i]],
                book->claims.invoice[i], *dc_claim_part(&book->claims, i) ? "/" : "",
                dc_claim_part(&book->claims, i), open);
        fprintf(out, " of %s", amount);
        for (uint32_t e = book->claims.first_event[i]; e < book->claims.first_event[i + 1]; e++) {
            dc_date_format(day, book->events.date[e]);
            dc_money_format(amount, sizeof amount, book->events.amount[e], 2);
            fprintf(out, ", %s %d %s", day, book->events.kind[e], amount);
        }
        fputc('\n', out);
    }
    fclose(out);
    assert_string_equal(found, expected);
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 0);
    free(found);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void a_payment_is_of_the_day_it_was_booked(void **state)
{
    (void)state;
    assert_claims(HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A")
                      MONEY("2", "20240301", "C1", "VIR", "100,00", "A")
                          SALE("3", "20240401", "C1", "F2", "50,00", ""),
                  "C1 F1 open 0.00 of 100.00, 2024-03-01 0 100.00\n"
                  "C1 F2 open 50.00 of 50.00\n");
}

static void letters_are_of_one_customer(void **state)
{
    (void)state;
    assert_claims(HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A")
                      SALE("2", "20240111", "C2", "F2", "100,00", "A")
                          MONEY("3", "20240301", "C2", "VIR", "100,00", "A"),
                  "C1 F1 open 100.00 of 100.00\n"
                  "C2 F2 open 0.00 of 100.00, 2024-03-01 0 100.00\n");
}

static void what_is_not_matched_is_on_account(void **state)
{
    (void)state;
    assert_claims(HEAD SALE("1", "20240110", "C1", "F1", "100,00", "")
                      MONEY("2", "20240301", "C1", "F1", "60,00", "")
                          MONEY("3", "20240302", "C1", "VIR", "70,00", ""),
                  "C1 F1 open 40.00 of 100.00, 2024-03-01 0 60.00\n"
                  "C1 VIR open -70.00 of -70.00\n");
}

static void an_entry_tells_what_a_credit_is(void **state)
{
    (void)state;
    assert_claims(
        HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A")
            ROW("OD", "2", "20240201", "411000", "C1", "A1", "20240201", "0,00", "30,00", "A")
                ROW("OD", "2", "20240201", "709000", "", "A1", "20240201", "30,00", "0,00", "")
                    ROW("OD", "3", "20240901", "411000", "C1", "P", "", "0,00", "70,00", "A")
                        ROW("OD", "3", "20240901", "654000", "", "P", "", "70,00", "0,00", ""),
        "C1 F1 open 0.00 of 100.00, 2024-02-01 1 30.00, 2024-09-01 2 70.00\n");
}

static void a_doubtful_debt_stays_the_invoice_it_was(void **state)
{
    (void)state;
    assert_claims(
        HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A")
            ROW("OD", "2", "20240601", "411000", "C1", "OD1", "20240601", "0,00", "100,00", "A")
                ROW("OD", "2", "20240601", "416000", "C1", "OD1", "20240601", "100,00", "0,00", "B")
                    ROW("BQ", "3", "20240801", "416000", "C1", "VIR", "", "0,00", "20,00", "B")
                        ROW("BQ", "3", "20240801", "512000", "", "VIR", "", "20,00", "0,00", ""),
        "C1 F1 open 80.00 of 100.00, 2024-08-01 0 20.00\n");
}

#define MOVED(side, account, debit, credit, letter)                                                \
    ROW("OD", "9", "20240601", account, "C1", "OD" side, "20240601", debit, credit, letter)

/* An entry may move several debts, row by row or in one sum, and book a loss beside them. */
static void several_debts_become_doubtful_at_once(void **state)
{
    (void)state;
    static const char *const moved[] = {
        MOVED("1", "411000", "0,00", "100,00", "A") MOVED("2", "411000", "0,00", "100,00", "B")
            MOVED("3", "416000", "100,00", "0,00", "") MOVED("4", "416000", "100,00", "0,00", ""),
        MOVED("1", "411000", "0,00", "100,00", "A") MOVED("2", "411000", "0,00", "100,00", "B")
            MOVED("3", "416000", "200,00", "0,00", ""),
    };

    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        char text[4000];

        snprintf(text, sizeof text, "%s%s",
                 HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A")
                     SALE("2", "20240210", "C1", "F2", "100,00", "B"),
                 moved[i]);
        assert_claims(text, "C1 F1 open 100.00 of 100.00\n"
                            "C1 F2 open 100.00 of 100.00\n");
    }
    assert_claims(
        HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A") SALE(
            "2", "20240210", "C1", "F2", "100,00", "B") MOVED("1", "411000", "0,00", "100,00", "A")
            MOVED("2", "411000", "0,00", "100,00", "B") MOVED("3", "416000", "100,00", "0,00", "C")
                MOVED("4", "416000", "100,00", "0,00", "")
                    MOVED("5", "416000", "0,00", "30,00", "C")
                        ROW("OD", "9", "20240601", "654000", "", "", "", "30,00", "0,00", ""),
        "C1 F1 open 70.00 of 100.00, 2024-06-01 2 30.00\n"
        "C1 F2 open 100.00 of 100.00\n");
}

static void a_payment_that_came_back_was_none(void **state)
{
    (void)state;
    assert_claims(HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A") MONEY("2", "20240209", "C1",
                                                                              "PRL", "100,00", "A")
                      ROW("BQ", "3", "20240213", "411000", "C1", "IMP", "", "100,00", "0,00", "A")
                          ROW("BQ", "3", "20240213", "512000", "", "IMP", "", "0,00", "100,00", "")
                              MONEY("4", "20240401", "C1", "VIR", "100,00", "A"),
                  "C1 F1 open 0.00 of 100.00, 2024-04-01 0 100.00\n");
}

static void claims_of_one_number_are_told_apart(void **state)
{
    (void)state;
    assert_claims(HEAD SALE("1", "20240110", "C1", "F1", "100,00", "")
                      SALE("1", "20240110", "C1", "F1", "50,00", "")
                          SALE("2", "20240111", "C2", "F1", "10,00", "")
                              SALE("3", "20240112", "C2", "", "5,00", ""),
                  "C1 F1 C1/1 open 100.00 of 100.00\n"
                  "C1 F1 C1/2 open 50.00 of 50.00\n"
                  "C2 F1 C2 open 10.00 of 10.00\n"
                  "C2 VE-3 open 5.00 of 5.00\n");
}

static void openings_of_later_years_are_told_twice(void **state)
{
    (void)state;
    assert_claims(HEAD ROW("AN", "1", "20230101", "411000", "C1", "F0", "20221201", "30,00", "0,00",
                           "") SALE("2", "20230610", "C1", "F1", "100,00", "")
                      ROW("AN", "1", "20240101", "411000", "C1", "F0", "20221201", "30,00", "0,00",
                          "") ROW("AN", "1", "20240101", "411000", "C1", "F1", "20230610", "100,00",
                                  "0,00", "A") MONEY("2", "20240210", "C1", "VIR", "100,00", "A"),
                  "C1 F0 open 30.00 of 30.00\n"
                  "C1 F1 open 0.00 of 100.00, 2024-02-10 0 100.00\n");
}

/* The name of a journal may hold the words of openings. */
static void what_is_sold_is_no_opening(void **state)
{
    (void)state;
    assert_claims(HEAD "VN|Ventes nouveau site|1|20240110|411000||C1||F1|20240110||9,00|0,00|||||\n"
                       "VN|Ventes nouveau site|1|20240110|707000||||F1|20240110||0,00|9,00|||||\n"
                       "VN|Ventes nouveau site|2|20240910|411000||C1||F2|20240910||9,00|0,00|||||\n"
                       "VN|Ventes nouveau site|2|20240910|707000||||F2|20240910||0,00|9,00|||||\n",
                  "C1 F1 open 9.00 of 9.00\n"
                  "C1 F2 open 9.00 of 9.00\n");
}

/* A deposit is invoiced against advances of customers, and used for the invoice of the whole. */
static void a_deposit_is_invoiced_paid_and_used(void **state)
{
    (void)state;
    assert_claims(
        HEAD MONEY("1", "20240105", "C1", "VIR1", "30,00", "A")
            ROW("VE", "2", "20240110", "411000", "C1", "FA1", "20240110", "30,00", "0,00", "A")
                ROW("VE", "2", "20240110", "419100", "", "FA1", "20240110", "0,00", "30,00", "")
                    SALE("3", "20240301", "C1", "F1", "100,00", "")
                        ROW("OD", "4", "20240301", "411000", "C1", "F1", "", "0,00", "30,00", "")
                            ROW("OD", "4", "20240301", "419100", "", "F1", "", "30,00", "0,00", ""),
        "C1 FA1 open 0.00 of 30.00, 2024-01-05 0 30.00\n"
        "C1 F1 open 70.00 of 100.00, 2024-03-01 0 30.00\n");
}

static void amounts_may_have_a_side(void **state)
{
    (void)state;
    assert_claims("JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t"
                  "CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tMontant\tSens\t"
                  "EcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
                  "VE\t\t1\t20240110\t411000\t\tC1\t\tF1\t20240110\t\t100,00\tD\tA\t\t\t\t\n"
                  "VE\t\t2\t20240110\t411C2\tBeta\t\t\tF2\t20240110\t\t9,00\t+1\t\t\t\t\t\n"
                  "BQ\t\t3\t20240301\t411000\t\tC1\t\tVIR\t20240301\t\t60,00\tC\tA\t\t\t\t\n"
                  "BQ\t\t4\t20240302\t411C2\tBeta\t\t\tF2\t20240302\t\t9,00\t-1\t\t\t\t\t\n",
                  "411C2 F2 open 0.00 of 9.00, 2024-03-02 0 9.00\n"
                  "C1 F1 open 40.00 of 100.00, 2024-03-01 0 60.00\n");
}

static void openings_are_entered_on_their_first_day(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book =
        read_journal(HEAD ROW("AN", "1", "20240101", "411000", "C1", "F0", "20231201", "30,00",
                              "0,00", "") SALE("2", "20240610", "C1", "F1", "100,00", ""),
                     issues);

    assert_date_equal(book->claims.issued[0], "2023-12-01");
    assert_date_equal(book->claims.entered[0], "2024-01-01");
    assert_date_equal(book->claims.due[0], "2023-12-31");
    assert_issue(issues, DC_ISSUE_TERMS_ASSUMED, 0);
    assert_issue(issues, DC_ISSUE_OTHER_ACCOUNTS, 0);
    dc_book_free(book);
    dc_issues_free(issues);
}

static void payments_of_the_book_come_on_top(void **state)
{
    (void)state;
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "invoices.csv",
                     HEAD SALE("1", "20240110", "C1", "F1", "100,00", "A")
                         MONEY("2", "20240301", "C1", "VIR", "60,00", "A"));
    book_files_write(files, "payments.csv",
                     "invoice,date,amount\nF1,2024-04-01,30.00\nF1,2024-05-01,20.00\n");
    book = book_files_read(files, "2024-12-31", issues);
    assert_money_equal(dc_book_ledger(book), "10.00");
    assert_issue(issues, DC_ISSUE_PAYMENT_BEYOND, 3);
    dc_book_free(book);
    book_files_free(files);
    dc_issues_free(issues);
}

#define FIVE(tens, customer)                                                                       \
    SALE("1", "20240110", customer, "F" tens "1", "100,00", "")                                    \
    SALE("2", "20240111", customer, "F" tens "2", "100,00", "")                                    \
    SALE("3", "20240112", customer, "F" tens "3", "100,00", "")                                    \
    SALE("4", "20240115", customer, "F" tens "4", "100,00", "")                                    \
    SALE("5", "20240116", customer, "F" tens "5", "100,00", "")

/* Bookings of 411000 alone tell nothing of who owes. */
static void customers_that_cannot_be_told_apart_are_warned_of(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        warned;
    } cases[] = {
        {HEAD FIVE("A", "") FIVE("B", "") FIVE("C", "") FIVE("D", ""), true},
        {HEAD FIVE("A", "") FIVE("B", "") FIVE("C", "") FIVE("D", "DUP"), false},
        {HEAD FIVE("A", "") FIVE("B", "") FIVE("C", ""), false},
        {HEAD FIVE("A", "DUP") FIVE("B", "DUP") FIVE("C", "DUP") FIVE("D", "DUP"), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_book   *book = read_journal(cases[i].text, issues);
        size_t     found = 0;
        for (size_t k = 0; k < dc_issues_total(issues); k++)
            found += dc_issues_kind(issues, k) == DC_ISSUE_LEDGER_OF_ONE;
        assert_int_equal(found, cases[i].warned);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_payment_is_of_the_day_it_was_booked),
        cmocka_unit_test(letters_are_of_one_customer),
        cmocka_unit_test(what_is_not_matched_is_on_account),
        cmocka_unit_test(an_entry_tells_what_a_credit_is),
        cmocka_unit_test(a_doubtful_debt_stays_the_invoice_it_was),
        cmocka_unit_test(several_debts_become_doubtful_at_once),
        cmocka_unit_test(a_payment_that_came_back_was_none),
        cmocka_unit_test(claims_of_one_number_are_told_apart),
        cmocka_unit_test(openings_of_later_years_are_told_twice),
        cmocka_unit_test(what_is_sold_is_no_opening),
        cmocka_unit_test(a_deposit_is_invoiced_paid_and_used),
        cmocka_unit_test(amounts_may_have_a_side),
        cmocka_unit_test(openings_are_entered_on_their_first_day),
        cmocka_unit_test(payments_of_the_book_come_on_top),
        cmocka_unit_test(customers_that_cannot_be_told_apart_are_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
