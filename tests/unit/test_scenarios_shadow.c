/* Levers to which others of the scenario leave nothing are told, all others are not. */
#include "support/expect.h"
#include "support/given.h"

#include "duecast/scenario.h"

static size_t warnings_of(const char *const *levers, size_t count)
{
    dc_arena *arena = dc_arena_new();
    dc_book  *book =
        given_book("2024-06-30", "customer invoice issued due amount events and options\n"
                                 "acme  A-1 2024-03-01 2024-03-31 1000.00 segment=trade\n"
                                 "acme  A-2 2024-06-01 2024-07-01 1500.00 segment=trade\n"
                                 "birch B-1 2024-06-10 2024-07-10 2000.00 segment=retail\n");
    dc_issues   *issues = dc_issues_new();
    dc_scenarios scenarios;
    size_t       found = 0;
    assert_int_equal(
        dc_scenarios_read(&scenarios, arena, book, NULL, 0, levers, count, NULL, 0, issues), DC_OK);
    for (size_t i = 0; i < dc_issues_total(issues); i++)
        found += dc_issues_kind(issues, i) == DC_ISSUE_LEVER_SHADOWED;
    dc_issues_free(issues);
    given_book_free(book);
    dc_arena_free(arena);
    return found;
}

static void a_lever_that_another_leaves_nothing_is_told(void **state)
{
    static const struct {
        const char *levers[3];
        size_t      count, warnings;
    } cases[] = {
        {{"credit_terms:days=60", "credit_terms:days=45,scope=segment:retail"}, 2, 1},
        {{"credit_terms:days=45,scope=segment:retail", "credit_terms:days=60"}, 2, 0},
        {{"credit_terms:days=60,from=40", "credit_terms:days=45,scope=segment:retail"}, 2, 0},
        {{"credit_terms:scope=segment:retail", "credit_terms:scope=segment:trade", "credit_terms"},
         3,
         1},
        {{"instalments", "instalments:scope=min_days_late:60"}, 2, 1},
        {{"instalments:share=0%", "instalments:scope=min_days_late:60"}, 2, 0},
        {{"instalments:scope=min_days_late:60", "instalments"}, 2, 0},
        {{"agency:scope=min_days_late:60", "instalments"},
         2,
         1},                               /* old claims are all under plans */
        {{"agency", "instalments"}, 2, 0}, /* invoices to come are not */
        {{"agency", "dispute"}, 2, 1},
        {{"late_payment", "late_payment"}, 2, 0}, /* they add up */
        {{"credit_insurance", "credit_insurance:scope=segment:retail"}, 2, 1},
        {{"factoring:scope=segment:trade", "factoring:scope=segment:retail"}, 2, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (warnings_of(cases[i].levers, cases[i].count) != cases[i].warnings)
            fail_msg("%s and others: %zu warnings", cases[i].levers[0],
                     warnings_of(cases[i].levers, cases[i].count));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lever_that_another_leaves_nothing_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
