#include "support/expect.h"
#include "support/given_ledger.h"

#include "duecast/scenario.h"

/* Issues of one lever text against the small ledger. */
static dc_issues *issues_of(const char *lever)
{
    dc_book     *book = given_ledger("");
    dc_issues   *issues = dc_issues_new();
    dc_scenarios scenarios;
    dc_scenarios_read(&scenarios, book->arena, book, NULL, 0, &lever, 1, NULL, 0, issues);
    given_ledger_free(book);
    return issues;
}

static void a_scope_that_fits_is_silent(void **state)
{
    static const char *const fitting[] = {
        "late_payment:scope=segment:retail",
        "late_payment:scope=customer:birch",
        "late_payment:scope=country:US",
        "late_payment:scope=currency:USD",
        "late_payment:scope=grade:A",
        "instalments:scope=min_days_late:90",
        "instalments:scope=max_days_late:-10",
        "instalments:scope=min_amount:20000",
        "credit_terms:scope=max_terms:14",
        "late_payment:scope=segment:industrial&currency:USD&max_amount:450",
    };
    (void)state;
    for (size_t i = 0; i < sizeof fitting / sizeof fitting[0]; i++) {
        dc_issues *issues = issues_of(fitting[i]);
        assert_no_issues(issues, DC_NOTE);
        dc_issues_free(issues);
    }
}

static void a_name_the_book_does_not_know_warns_with_the_nearest(void **state)
{
    static const struct {
        const char *lever, *text;
    } cases[] = {
        {"late_payment:scope=segment:retial",
         "warning: no segment 'retial' in the book: the scope matches nothing\n"
         " | late_payment:scope=segment:retial\n"
         " |                            ^^^^^^\n"
         "did you mean 'retail'?\n"},
        {"late_payment:scope=customer:cedar ldt",
         "warning: no customer 'cedar ldt' in the book: the scope matches nothing\n"
         " | late_payment:scope=customer:cedar ldt\n"
         " |                             ^^^^^^^^^\n"
         "did you mean 'Cedar Ltd'?\n"},
        {"late_payment:scope=currency:JPY",
         "warning: no currency 'JPY' in the book: the scope matches nothing\n"
         " | late_payment:scope=currency:JPY\n"
         " |                             ^^^\n"
         "name one of the book, or remove the condition\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = issues_of(cases[i].lever);
        assert_int_equal(dc_issues_total(issues), 1);
        assert_issue_text(issues, 0, cases[i].text);
        dc_issues_free(issues);
    }
}

static void conditions_that_never_meet_warn(void **state)
{
    static const char *const empty[] = {
        "late_payment:scope=segment:retail&country:US",
        "late_payment:scope=min_amount:20000.01",
        "instalments:scope=min_days_late:91",
        "credit_terms:scope=max_terms:13",
    };
    (void)state;
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        dc_issues *issues = issues_of(empty[i]);
        assert_int_equal(dc_issues_total(issues), 1);
        assert_issue(issues, DC_ISSUE_SCOPE_EMPTY, 0);
        dc_issues_free(issues);
    }
}

/* INV-5 is paid and was issued 100 days ago: only an invoice like it can come again. */
static void a_paid_invoice_stands_for_future_ones_but_gets_no_plan(void **state)
{
    (void)state;
    dc_issues *issues = issues_of("credit_terms:scope=customer:cedar&min_terms:30");
    assert_no_issues(issues, DC_NOTE);
    dc_issues_free(issues);
    issues = issues_of("instalments:scope=customer:cedar&min_terms:30");
    assert_issue(issues, DC_ISSUE_SCOPE_EMPTY, 0);
    dc_issues_free(issues);
}

static void amounts_have_the_decimals_of_the_book_currency(void **state)
{
    (void)state;
    dc_issues *issues = issues_of("late_payment:scope=min_amount:10.001");
    assert_issue(issues, DC_ISSUE_BAD_AMOUNT, 0);
    dc_issues_free(issues);
    issues = issues_of("late_payment:scope=min_days_late:1.5");
    assert_issue(issues, DC_ISSUE_LEVER_BAD_WHOLE, 0);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scope_that_fits_is_silent),
        cmocka_unit_test(a_name_the_book_does_not_know_warns_with_the_nearest),
        cmocka_unit_test(conditions_that_never_meet_warn),
        cmocka_unit_test(a_paid_invoice_stands_for_future_ones_but_gets_no_plan),
        cmocka_unit_test(amounts_have_the_decimals_of_the_book_currency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
