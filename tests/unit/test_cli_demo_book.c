/* The sample company as a book: every row is accepted, its totals tie, and what was promised of it
 * is in it. */
#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/demo.h"
#include "duecast/book.h"

enum { LARGE = 20000, FILES = 7 }; /* book.yaml is not one of rows */

typedef struct {
    char       directory[64];
    dc_issues *issues;
    dc_book   *book;
} fixture;

static fixture *given_company(size_t invoices)
{
    fixture        *made = calloc(1, sizeof *made);
    dc_read_options reading = DC_READ_OPTIONS_INIT;

    strcpy(made->directory, "/tmp/duecast-book-XXXXXX");
    assert_non_null(mkdtemp(made->directory));
    made->issues = dc_issues_new();
    dc_demo_options options = {made->directory, invoices, 1};
    assert_int_equal(dc_demo_write(&options, made->issues), DC_OK);
    assert_int_equal(dc_book_read(&made->book, made->directory, &reading, made->issues), DC_OK);
    return made;
}

static void remove_company(fixture *made)
{
    static const char *const names[] = {"book.yaml",     "invoices.csv", "payments.csv",
                                        "customers.csv", "bills.csv",    "plan.csv",
                                        "rates.csv",     "actions.csv"};
    char                     path[256];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", made->directory, names[i]);
        remove(path);
    }
    for (size_t i = 0; dc_demo_scenario_file(i); i++) {
        snprintf(path, sizeof path, "%s/%s", made->directory, dc_demo_scenario_file(i));
        remove(path);
    }
    snprintf(path, sizeof path, "%s/scenarios", made->directory);
    remove(path);
    rmdir(made->directory);
    dc_book_free(made->book);
    dc_issues_free(made->issues);
    free(made);
}

static int set_up(void **state)
{
    *state = given_company(0);
    return 0;
}

static int tear_down(void **state)
{
    remove_company(*state);
    return 0;
}

static size_t open_claims(const dc_book *book)
{
    size_t count = 0;
    for (size_t i = 0; i < book->claims.count; i++)
        count += book->claims.open[i].minor != 0;
    return count;
}

static size_t events_of(const dc_book *book, dc_event_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < book->events.count; i++)
        count += book->events.kind[i] == kind;
    return count;
}

static dc_money open_bills(const dc_book *book)
{
    dc_money sum = DC_MONEY(0);
    for (size_t i = 0; i < book->bills.count; i++)
        if (!dc_date_is_set(book->bills.paid[i]))
            sum = dc_money_add(sum, book->bills.amount[i]);
    return sum;
}

static void assert_accepted(const fixture *made)
{
    assert_no_issues(made->issues, DC_WARNING);
    assert_int_equal(made->book->file_count, FILES);
    for (size_t i = 0; i < made->book->file_count; i++) {
        const dc_file_totals *file = &made->book->files[i];
        assert_int_equal(file->rows_rejected, 0);
        assert_int_equal(file->rows_later, 0);
        assert_int_equal(file->rows_duplicate, 0);
        assert_int_equal(file->rounded, 0);
        assert_int_equal(file->rows_read, file->rows_used);
    }
}

static void assert_ties(const dc_book *book)
{
    assert_true(book->company.control_receivables.known);
    assert_int_equal(dc_book_ledger(book).minor, book->company.control_receivables.value.minor);
    assert_true(book->company.control_payables.known);
    assert_int_equal(open_bills(book).minor, book->company.control_payables.value.minor);
    assert_true(book->company.cash.known);
    assert_int_equal(book->company.cash.value.minor, book->company.control_cash.value.minor);
}

static void every_row_is_accepted(void **state)
{
    assert_accepted(*state);
}

static void the_ledger_ties_to_the_control_totals(void **state)
{
    const fixture *made = *state;
    assert_ties(made->book);
}

static void a_larger_company_is_larger_in_everything_and_ties_too(void **state)
{
    const fixture *small = *state;
    fixture       *large = given_company(LARGE);
    double         ratio = (double)LARGE / DC_DEMO_INVOICES;

    assert_accepted(large);
    assert_ties(large->book);
    assert_int_equal(large->book->customers.count, LARGE / 50);
    assert_double_close((double)open_claims(large->book) / (double)open_claims(small->book), ratio,
                        0.25 * ratio);
    assert_double_close((double)dc_book_receivables(large->book).minor /
                            (double)dc_book_receivables(small->book).minor,
                        ratio, 0.25 * ratio);
    remove_company(large);
}

static void the_company_is_the_one_described(void **state)
{
    const fixture *made = *state;
    const dc_book *book = made->book;

    assert_string_equal(book->company.name, "Meridian Parts GmbH");
    assert_string_equal(book->currencies[book->home].code, "EUR");
    assert_date_equal(book->as_of, "2026-06-28");
    assert_string_equal(book->as_of_source, "book.yaml");
    assert_money_equal(book->company.cash.value, "2100000.00");
    assert_money_equal(book->company.minimum_cash.value, "500000.00");
    assert_money_equal(book->company.line_limit.value, "2500000.00");
    assert_true(book->customers.count >= 150);
    assert_true(book->claims.count >= 8000);
    assert_true(book->has_history);
}

static void receivables_sales_and_dso_are_those_of_a_real_company(void **state)
{
    const fixture *made = *state;
    const dc_book *book = made->book;
    dc_period      year = {dc_date_add_days(book->as_of, -365), book->as_of};

    double receivables = (double)dc_book_receivables(book).minor / 1e8; /* millions */
    double sales = (double)dc_book_sales(book, year).minor / 1e8;
    assert_double_close(receivables, 12.2, 0.5);
    assert_double_close(sales, 75, 1.5);
    assert_double_close(receivables / sales * 365, 59, 3);
    assert_double_close((double)open_claims(book) / (double)book->claims.count, 0.085, 0.02);
}

static void four_segments_three_countries_and_three_currencies_are_there(void **state)
{
    static const char *const segments[] = {"retail", "industrial", "public", "export"};
    static const char *const countries[] = {"DE", "US", "CN"};
    static const char *const currencies[] = {"EUR", "USD", "CNY"};
    const fixture           *made = *state;
    const dc_customers      *customers = &made->book->customers;
    int                      bought[4] = {0}, from[3] = {0};

    for (size_t i = 0; i < customers->count; i++) {
        for (int k = 0; k < 4; k++)
            bought[k] += strcmp(customers->segment[i], segments[k]) == 0;
        for (int k = 0; k < 3; k++)
            from[k] += strcmp(customers->country[i], countries[k]) == 0;
    }
    for (int k = 0; k < 4; k++)
        assert_true(bought[k] >= 10);
    for (int k = 0; k < 3; k++)
        assert_true(from[k] >= 5);
    assert_int_equal(made->book->currency_count, 3);
    for (int k = 0; k < 3; k++) {
        size_t i = 0;
        while (i < 3 && strcmp(made->book->currencies[i].code, currencies[k]) != 0)
            i++;
        assert_true(i < 3);
        assert_true(made->book->currencies[i].has_rate);
        assert_true(made->book->currencies[i].receivables.minor > 0);
    }
}

static void one_customer_holds_about_15_percent_of_what_is_open(void **state)
{
    const fixture *made = *state;
    const dc_book *book = made->book;
    int64_t        held = 0;

    for (size_t i = 0; i < book->claims.count; i++)
        if (strcmp(book->customers.id[book->claims.customer[i]], "C00001") == 0)
            held += book->claims.open[i].minor;
    assert_double_close((double)held / (double)dc_book_receivables(book).minor, 0.155, 0.025);
}

static void every_kind_of_event_is_there_in_number(void **state)
{
    const fixture *made = *state;

    assert_true(events_of(made->book, DC_EVENT_PAYMENT) > 7000);
    assert_true(events_of(made->book, DC_EVENT_WRITE_OFF) >= 30);
    assert_true(events_of(made->book, DC_EVENT_CREDIT) >= 50);
    assert_true(events_of(made->book, DC_EVENT_DISCOUNT) >= 100);
    assert_true(events_of(made->book, DC_EVENT_RECOVERY) >= 2);
}

static void open_claims_hold_disputes_credits_part_payments_and_unapplied_cash(void **state)
{
    const fixture   *made = *state;
    const dc_claims *claims = &made->book->claims;
    int              disputed = 0, credits = 0, part_paid = 0, unapplied = 0, late = 0;

    for (size_t i = 0; i < claims->count; i++) {
        bool open = claims->open[i].minor != 0;
        disputed += open && claims->disputed[i];
        credits += open && claims->kind[i] == DC_CLAIM_CREDIT;
        unapplied += open && claims->kind[i] == DC_CLAIM_UNAPPLIED;
        part_paid += open && claims->open[i].minor != claims->amount[i].minor;
        late += open && dc_date_days_between(claims->due[i], made->book->as_of) > 90;
    }
    assert_true(disputed >= 10);
    assert_true(credits >= 3);
    assert_true(unapplied >= 3);
    assert_true(part_paid >= 3);
    assert_true(late >= 10);
}

static void two_invoices_are_due_in_three_parts(void **state)
{
    const fixture   *made = *state;
    const dc_claims *claims = &made->book->claims;
    int              parts = 0;

    for (size_t i = 0; i < claims->count; i++)
        parts += dc_claim_part(claims, i)[0] != '\0';
    assert_int_equal(parts, 6);
}

static void sales_are_planned_for_a_year_and_each_segment(void **state)
{
    const fixture *made = *state;
    size_t         lines = 0;
    double         sum = 0;

    for (size_t i = 0; i < made->book->plan_count; i++) {
        const dc_plan_line *line = &made->book->plan[i];
        if (strcmp(line->line, "sales") != 0)
            continue;
        lines++;
        sum += (double)line->amount.minor / 1e8;
        assert_true(line->segment[0] != '\0');
        assert_true(dc_date_days_between(made->book->as_of, line->from) > 0);
    }
    assert_int_equal(lines, 12 * 4);
    assert_double_close(sum, 77.5, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_accepted),
        cmocka_unit_test(the_ledger_ties_to_the_control_totals),
        cmocka_unit_test(a_larger_company_is_larger_in_everything_and_ties_too),
        cmocka_unit_test(the_company_is_the_one_described),
        cmocka_unit_test(receivables_sales_and_dso_are_those_of_a_real_company),
        cmocka_unit_test(four_segments_three_countries_and_three_currencies_are_there),
        cmocka_unit_test(one_customer_holds_about_15_percent_of_what_is_open),
        cmocka_unit_test(every_kind_of_event_is_there_in_number),
        cmocka_unit_test(open_claims_hold_disputes_credits_part_payments_and_unapplied_cash),
        cmocka_unit_test(two_invoices_are_due_in_three_parts),
        cmocka_unit_test(sales_are_planned_for_a_year_and_each_segment),
    };
    return cmocka_run_group_tests_name("cli/demo as a book", tests, set_up, tear_down);
}
