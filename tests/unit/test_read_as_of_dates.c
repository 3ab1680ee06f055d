/* The as-of date beside the dates of the data. */
#include "support/expect.h"

#include <stdio.h>

#include "support/book_files.h"

#define HEAD "invoice,customer,issued,due,amount\n"

static void an_as_of_date_long_after_the_data_is_a_warning(void **state)
{
    (void)state;
    static const struct {
        const char *as_of;
        bool        warned;
    } cases[] = {{"2024-01-10", false}, {"2024-02-10", false}, {"2024-02-11", true}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();

        dc_book_free(
            book_of_invoices(HEAD "A-1,acme,2024-01-10,2024-02-09,1.00\n", cases[i].as_of, issues));
        assert_int_equal(dc_issues_count(issues, DC_WARNING), cases[i].warned);
        if (cases[i].warned)
            assert_issue_text(issues, 0,
                              "warning: nothing is known of the last 32 days: the newest date of "
                              "the data is 2024-01-10, the as-of date 2024-02-11\n"
                              "add what happened since, or choose an as-of date near 2024-01-10\n");
        dc_issues_free(issues);
    }
}

/* The data go on: that nothing happened for two months is a fact, not ignorance. */
static void a_quiet_time_within_the_data_is_no_warning(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();

    dc_book_free(book_of_invoices(HEAD "A-1,acme,2024-01-10,2024-02-09,1.00\n"
                                       "A-2,acme,2024-04-10,2024-05-09,1.00\n",
                                  "2024-03-31", issues));
    assert_no_issues(issues, DC_WARNING);
    dc_issues_free(issues);
}

static void an_as_of_date_before_all_invoices_names_the_first(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();

    assert_null(book_of_invoices(HEAD "A-2,acme,2024-03-10,2024-05-09,1.00\n"
                                      "A-1,acme,2024-01-10,2024-02-09,1.00\n",
                                 "2023-12-31", issues));
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
    assert_issue_text(issues, 0,
                      "invoices.csv: error: no invoice is known on the as-of date 2023-12-31: the "
                      "first is of 2024-01-10\n"
                      "choose a later as-of date: --as-of, or as_of in book.yaml\n");
    dc_issues_free(issues);
}

static void far_dates_are_warnings_and_the_row_stays(void **state)
{
    (void)state;
    static const struct {
        const char *issued, *due, *years; /* years "": no warning */
    } cases[] = {
        {"2024-01-10", "2034-01-31", ""},      {"2024-01-10", "2034-02-01", "10"},
        {"2024-01-10", "9999-12-31", "7,975"}, {"1969-12-31", "2024-02-09", "54"},
        {"1970-01-01", "2024-02-09", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        char       text[200], message[120] = "";
        dc_book   *book;

        snprintf(text, sizeof text,
                 HEAD "A-1,acme,2024-01-10,2024-02-09,1.00\nA-2,acme,%s,%s,1.00\n", cases[i].issued,
                 cases[i].due);
        book = book_of_invoices(text, "2024-01-31", issues);
        assert_int_equal(book->claims.count, 2);
        assert_int_equal(dc_issues_count(issues, DC_WARNING), *cases[i].years ? 1 : 0);
        if (*cases[i].years) {
            FILE *out = fmemopen(message, sizeof message, "w");
            bool  is_due = cases[i].issued[0] == '2';

            dc_issues_write_message(out, issues, 0, DC_ENGLISH);
            fclose(out);
            snprintf(text, sizeof text, "%s %s is %s years away from the as-of date",
                     is_due ? "due" : "issued", is_due ? cases[i].due : cases[i].issued,
                     cases[i].years);
            assert_string_equal(message, text);
            assert_int_equal(dc_issues_place(issues, 0).line, 3);
            assert_int_equal(dc_issues_place(issues, 0).column, is_due ? 4 : 3);
        }
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_as_of_date_long_after_the_data_is_a_warning),
        cmocka_unit_test(a_quiet_time_within_the_data_is_no_warning),
        cmocka_unit_test(an_as_of_date_before_all_invoices_names_the_first),
        cmocka_unit_test(far_dates_are_warnings_and_the_row_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
