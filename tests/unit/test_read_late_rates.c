/* What letters need of a book: contacts, confirmations, reference rates. */
#include "support/expect.h"

#include "support/book_files.h"

static dc_book *given(const char *yaml, const char *customers, dc_issues *issues)
{
    book_files *files = book_files_new();
    dc_book    *book;

    book_files_write(files, "book.yaml", yaml);
    book_files_write(files, "invoices.csv",
                     "invoice,customer,issued,due,amount,delivered,received\n"
                     "A-1,acme,2024-01-10,2024-02-09,1.00,2024-01-09,2024-01-12\n"
                     "A-2,acme,2024-01-10,2024-02-09,1.00,,\n");
    if (customers)
        book_files_write(files, "customers.csv", customers);
    book = book_files_read(files, "2024-01-31", issues);
    book_files_free(files);
    return book;
}

static void reference_rates_are_read_as_written(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("late_interest:\n"
                              "  law: uk\n"
                              "  rate: 12.5%\n"
                              "  reference_rates:\n"
                              "    - {reference: ecb, from: 2026-07-01, rate: 2.15%}\n"
                              "    - {reference: bbk, from: 2026-07-01, rate: -0.12%,\n"
                              "       source: Bundesanzeiger}\n",
                            NULL, issues);
    assert_no_issues(issues, DC_WARNING);
    const dc_company *company = &book->company;
    assert_string_equal(company->late_law, "uk");
    assert_double_close(company->late_rate, 0.125, 1e-15);
    assert_int_equal(company->reference_rate_count, 2);
    assert_int_equal(company->reference_rates[0].millionths, 21500);
    assert_string_equal(company->reference_rates[0].source, "book.yaml");
    assert_int_equal(company->reference_rates[1].millionths, -1200);
    assert_string_equal(company->reference_rates[1].source, "Bundesanzeiger");
    dc_book_free(book);
    dc_issues_free(issues);
}

static void what_is_no_rate_is_told_with_its_place(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    assert_null(given("late_interest:\n"
                      "  reference_rates:\n"
                      "    - {reference: fed, from: 2026-07-01, rate: 2%}\n"
                      "    - {reference: ecb, from: 2026-06-11, rate: 2%}\n"
                      "    - {reference: ecb, from: 2026-07-01, rate: 215%}\n"
                      "    - {reference: ecb, from: 2026-07-01}\n",
                      NULL, issues));
    assert_issue(issues, DC_ISSUE_BAD_CHOICE, 3);
    assert_issue(issues, DC_ISSUE_NOT_HALF_YEAR, 4);
    assert_issue(issues, DC_ISSUE_NOT_BETWEEN, 5);
    assert_issue(issues, DC_ISSUE_YAML_KEY_MISSING, 6);
    dc_issues_free(issues);
}

static void contacts_and_confirmations_are_kept(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_book   *book = given("company: {signatory: A. Bell, size: sme}\n",
                            "customer,address,contact,phone,email,language,late_clause,type\n"
                              "acme,1 Lane,Jo,12,a@b.example,zh,5% a month,Public\n",
                            issues);
    assert_no_issues(issues, DC_WARNING);
    const dc_contact *contact = &book->customers.contact[0];
    assert_string_equal(book->company.signatory, "A. Bell");
    assert_string_equal(book->company.size, "sme");
    assert_string_equal(contact->address, "1 Lane");
    assert_string_equal(contact->contact, "Jo");
    assert_string_equal(contact->phone, "12");
    assert_string_equal(contact->email, "a@b.example");
    assert_string_equal(contact->language, "zh");
    assert_string_equal(contact->late_clause, "5% a month");
    assert_int_equal(contact->party, DC_PARTY_PUBLIC);
    assert_date_equal(dc_claim_delivered(&book->claims, 0), "2024-01-09");
    assert_date_equal(dc_claim_received(&book->claims, 0), "2024-01-12");
    assert_date_equal(dc_claim_received(&book->claims, 1), "");
    dc_book *earlier = dc_book_as_of(book, date("2024-01-20"));
    assert_date_equal(dc_claim_received(&earlier->claims, 0), "2024-01-12");
    dc_book_free(earlier);
    dc_book_free(book);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_rates_are_read_as_written),
        cmocka_unit_test(what_is_no_rate_is_told_with_its_place),
        cmocka_unit_test(contacts_and_confirmations_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
