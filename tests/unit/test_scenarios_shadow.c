/* Levers to which others of the scenario leave nothing are told, all others are not. */
#include "support/expect.h"
#include "support/given.h"

#include <string.h>

#include "duecast/scenario.h"

/* How many; `said` takes the message and remedy of the last, in English. */
static size_t warnings_of(const char *const *levers, size_t count, FILE *said)
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
    for (size_t i = 0; i < dc_issues_total(issues); i++) {
        if (dc_issues_kind(issues, i) != DC_ISSUE_LEVER_SHADOWED)
            continue;
        found++;
        if (!said)
            continue;
        dc_issues_write_message(said, issues, i, DC_ENGLISH);
        dc_issues_write_remedy(said, issues, i, DC_ENGLISH);
    }
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
        {{"agency:scope=min_days_late:60", "instalments:share=90%"}, 2, 0}, /* some refuse */
        {{"agency:scope=min_days_late:60", "instalments:after_miss=third_party"}, 2, 0},
        {{"agency", "dispute:rate=100%"}, 2, 0}, /* disputes are settled */
        {{"agency", "early_discount:take_up=100%"}, 2, 0},
        {{"late_payment", "late_payment"}, 2, 0}, /* they add up */
        {{"credit_insurance", "credit_insurance:scope=segment:retail"}, 2, 1},
        {{"factoring:scope=segment:trade", "factoring:scope=segment:retail"}, 2, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (warnings_of(cases[i].levers, cases[i].count, NULL) != cases[i].warnings)
            fail_msg("%s and others: %zu warnings", cases[i].levers[0],
                     warnings_of(cases[i].levers, cases[i].count, NULL));
}

/* All that take something stand in the warning; and customers that a plan costs leave although it
 * is offered for no claim, so that it does not claim that nothing changes. */
static void the_warning_names_all_and_claims_no_more_than_is_so(void **state)
{
    static const struct {
        const char *levers[3];
        size_t      count;
        const char *told;
    } cases[] = {
        {{"credit_terms:scope=segment:retail", "credit_terms:scope=segment:trade", "credit_terms"},
         3,
         "goes first to credit_terms (segment: retail) + credit_terms (segment: trade)"},
        {{"instalments", "instalments:count=6,retention=50%"},
         2,
         "reaches nothing: all that it could touch goes first to instalments ("},
        {{"instalments", "instalments:count=6,retention=50%"}, 2, "customers that it costs leave"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char   text[1000] = "";
        FILE  *said = fmemopen(text, sizeof text, "w");
        size_t count = warnings_of(cases[i].levers, cases[i].count, said);
        fclose(said);
        assert_int_equal(count, 1);
        if (!strstr(text, cases[i].told))
            fail_msg("%s", text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lever_that_another_leaves_nothing_is_told),
        cmocka_unit_test(the_warning_names_all_and_claims_no_more_than_is_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
