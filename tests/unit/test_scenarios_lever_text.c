#include "support/expect.h"
#include "support/given_ledger.h"

#include <string.h>

#include "duecast/scenario.h"

/* A book, and the scenario "what-if" of some lever texts. */
typedef struct {
    dc_book     *book;
    dc_issues   *issues;
    dc_scenarios scenarios;
    dc_status    status;
} fixture;

static fixture what_if(const char *const *levers, size_t count)
{
    fixture given = {.book = given_ledger("/nowhere/invoices.csv"), .issues = dc_issues_new()};
    given.status = dc_scenarios_read(&given.scenarios, given.book->arena, given.book, NULL, 0,
                                     levers, count, NULL, 0, given.issues);
    return given;
}

static fixture what_if_one(const char *lever)
{
    return what_if(&lever, 1);
}

static const dc_scenario *last(const fixture *given)
{
    return &given->scenarios.scenario[given->scenarios.count - 1];
}

static void end(fixture *given)
{
    dc_issues_free(given->issues);
    given_ledger_free(given->book);
}

static void a_lever_without_values_takes_its_defaults(void **state)
{
    (void)state;
    fixture given = what_if_one("late_payment");
    assert_int_equal(given.status, DC_OK);
    assert_no_issues(given.issues, DC_NOTE);
    const dc_scenario *scenario = last(&given);
    assert_string_equal(scenario->name, "what-if");
    assert_string_equal(scenario->title[DC_CHINESE], "late_payment");
    assert_true(scenario->has_range);
    static const int32_t days[DC_CASES] = {7, 15, 30};
    for (int which = DC_LOW; which < DC_CASES; which++) {
        const dc_policy *policy = &scenario->policy[which];
        assert_int_equal(policy->delay_count, 1);
        assert_int_equal(policy->plan_count + policy->terms_count, 0);
        assert_int_equal(policy->delays[0].days, days[which]);
        assert_true(policy->delays[0].share == 1.0);
        assert_int_equal(policy->delays[0].from, 1);
        assert_int_equal(policy->delays[0].to, INT32_MAX);
        assert_int_equal(policy->delays[0].scopes.count, 0);
    }
    end(&given);
}

static void a_plain_number_has_no_range(void **state)
{
    (void)state;
    fixture given = what_if_one("late_payment:days=15");
    assert_false(last(&given)->has_range);
    assert_int_equal(last(&given)->policy[DC_LOW].delays[0].days, 15);
    assert_int_equal(last(&given)->policy[DC_HIGH].delays[0].days, 15);
    end(&given);
}

static void two_dots_make_a_range(void **state)
{
    (void)state;
    fixture given = what_if_one("instalments: miss = 10%..0.2..30% , every=2w, count=6");
    assert_no_issues(given.issues, DC_NOTE);
    const dc_policy *policy = last(&given)->policy;
    assert_true(last(&given)->has_range);
    assert_double_close(policy[DC_LOW].plans[0].miss, 0.10, 1e-15);
    assert_double_close(policy[DC_BASE].plans[0].miss, 0.20, 1e-15);
    assert_double_close(policy[DC_HIGH].plans[0].miss, 0.30, 1e-15);
    assert_int_equal(policy[DC_BASE].plans[0].every_days, 14);
    assert_int_equal(policy[DC_BASE].plans[0].every_months, 0);
    assert_int_equal(policy[DC_BASE].plans[0].count, 6);
    assert_double_close(policy[DC_BASE].plans[0].down_payment, 0.20, 1e-15);
    assert_int_equal(policy[DC_BASE].plans[0].start, 7);
    end(&given);
}

static void terms_are_decided_and_delays_are_not(void **state)
{
    (void)state;
    fixture given = what_if_one("credit_terms:days=45,from=2026-08-01,scope=max_terms:30");
    assert_no_issues(given.issues, DC_NOTE);
    const dc_terms_change *terms = &last(&given)->policy[DC_BASE].terms[0];
    assert_int_equal(terms->days, 45);
    assert_int_equal(terms->from, 34);
    assert_double_close(terms->pass_through, 0.9, 1e-15);
    assert_double_close(terms->sales, 0.04, 1e-15);
    assert_double_close(terms->loss_multiplier, 1.5, 1e-15);
    assert_int_equal(terms->scopes.scope[0].max_terms, 30);
    assert_true(last(&given)->decided);
    assert_true(last(&given)->assumed);
    end(&given);
    given = what_if_one("late_payment");
    assert_false(last(&given)->decided);
    assert_true(last(&given)->assumed);
    end(&given);
}

static void conditions_join_and_scopes_add_up(void **state)
{
    (void)state;
    fixture given = what_if_one(
        "late_payment:scope=segment:retail&min_amount:1000.50,scope=customer:Cedar Ltd");
    assert_no_issues(given.issues, DC_WARNING + 1);
    const dc_scopes *scopes = &last(&given)->policy[DC_BASE].delays[0].scopes;
    assert_int_equal(scopes->count, 2);
    assert_string_equal(scopes->scope[0].segment, "retail");
    assert_int_equal(scopes->scope[0].min_amount, 100050);
    assert_null(scopes->scope[0].customer);
    assert_string_equal(scopes->scope[1].customer, "Cedar Ltd");
    assert_null(scopes->scope[1].segment);
    end(&given);
}

static void all_lever_texts_form_one_scenario(void **state)
{
    (void)state;
    const char *const texts[] = {"late_payment:days=5", "late_payment:days=10", "credit_terms"};
    fixture           given = what_if(texts, 3);
    assert_int_equal(given.scenarios.count, 2);
    assert_string_equal(given.scenarios.scenario[0].name, "baseline");
    assert_int_equal(last(&given)->policy[DC_BASE].delay_count, 2);
    assert_int_equal(last(&given)->policy[DC_BASE].delays[1].days, 10);
    assert_int_equal(last(&given)->policy[DC_BASE].terms_count, 1);
    assert_string_equal(last(&given)->title[DC_ENGLISH],
                        "late_payment:days=5 + late_payment:days=10 + credit_terms");
    end(&given);
}

static void every_assumption_is_told_with_where_it_comes_from(void **state)
{
    (void)state;
    fixture given = what_if_one("late_payment:days=7..15..30,scope=segment:retail");
    assert_int_equal(last(&given)->assumption_count, 7);
    const dc_assumption *rows = last(&given)->assumptions;
    assert_string_equal(rows[0].parameter, "scope");
    assert_string_equal(rows[0].base, "segment: retail");
    assert_string_equal(rows[1].parameter, "days");
    assert_string_equal(rows[1].low, "7");
    assert_string_equal(rows[1].base, "15");
    assert_string_equal(rows[1].high, "30");
    assert_false(rows[1].defaulted);
    assert_string_equal(rows[2].parameter, "share");
    assert_string_equal(rows[2].low, "");
    assert_string_equal(rows[2].base, "100%");
    assert_true(rows[2].defaulted);
    assert_string_equal(rows[3].base, "2026-06-29");
    assert_string_equal(rows[4].base, "forever");
    assert_string_equal(rows[5].parameter, "power");
    assert_string_equal(rows[5].base, "1");
    end(&given);
}

static void a_past_window_warns_and_changes_nothing(void **state)
{
    (void)state;
    fixture given = what_if_one("late_payment:to=2026-05-31");
    assert_int_equal(given.status, DC_OK);
    assert_issue(given.issues, DC_ISSUE_LEVER_OVER, 0);
    assert_true(last(&given)->policy[DC_BASE].delays[0].to < 1);
    end(&given);
}

static const struct {
    const char *lever, *text;
} mistakes[] = {
    {"late_paymnt:days=15", "error: unknown lever 'late_paymnt'\n"
                            " | late_paymnt:days=15\n"
                            " | ^^^^^^^^^^^\n"
                            "did you mean: late_payment\n"},
    {"credit_insurance:limit=lots", "error: limit 'lots' is not an amount\n"
                                    " | credit_insurance:limit=lots\n"
                                    " |                        ^^^^\n"
                                    "write a plain number in the book currency, or none\n"},
    {"credit_insurance:plans_agreed=maybe", "error: plans_agreed 'maybe' is neither yes nor no\n"
                                            " | credit_insurance:plans_agreed=maybe\n"
                                            " |                               ^^^^^\n"
                                            "write yes or no\n"},
    {"credit_insurance:plans_agreed=no..yes..yes",
     "error: plans_agreed takes one value, not a range\n"
     " | credit_insurance:plans_agreed=no..yes..yes\n"
     " |                                   ^^^\n"
     "write one value, without low and high\n"},
    {"factoring:advance=120%", "error: advance '120%' is out of range\n"
                               " | factoring:advance=120%\n"
                               " |                   ^^^^\n"
                               "allowed is 0%..100%\n"},
    {"late_payment:day=15", "error: late_payment has no parameter 'day'\n"
                            " | late_payment:day=15\n"
                            " |              ^^^\n"
                            "did you mean: days\n"},
    {"late_payment:days=15%", "error: days '15%' is not a whole number\n"
                              " | late_payment:days=15%\n"
                              " |                   ^^^\n"
                              "write a plain number, for example 15\n"},
    {"late_payment:share=15", "error: share '15' is out of range\n"
                              " | late_payment:share=15\n"
                              " |                    ^^\n"
                              "allowed is 0%..100%\n"},
    {"supplier_terms:ramp=800", "error: ramp '800' is out of range\n"
                                " | supplier_terms:ramp=800\n"
                                " |                     ^^^\n"
                                "allowed is 0..730\n"},
    {"late_payment:days=30..15..45",
     "error: the range of days does not rise: low / base / high are 30 / 15 / 45\n"
     " | late_payment:days=30..15..45\n"
     " |                       ^^\n"
     "write low <= base <= high\n"},
    {"late_payment:days=7..30", "error: '7..30' is not a range\n"
                                " | late_payment:days=7..30\n"
                                " |                   ^^^^^\n"
                                "write low..base..high, for example 7..15..30\n"},
    {"late_payment:days=1,days=2", "error: 'days' is given twice\n"
                                   " | late_payment:days=1,days=2\n"
                                   " |                     ^^^^\n"
                                   "remove one of the two\n"},
    {"late_payment:15", "error: '15' is not parameter=value\n"
                        " | late_payment:15\n"
                        " |              ^^\n"
                        "write for example: late_payment:days=15,scope=segment:retail\n"},
    {"days=15", "error: 'days=15' is not parameter=value\n"
                " | days=15\n"
                " | ^^^^^^^\n"
                "write for example: late_payment:days=15,scope=segment:retail\n"},
    {"late_payment:from=2026-09-01,to=2026-08-01",
     "error: 'to' 2026-08-01 lies before 'from' 2026-09-01\n"
     " | late_payment:from=2026-09-01,to=2026-08-01\n"
     " | ^^^^^^^^^^^^\n"
     "exchange the two\n"},
    {"late_payment:from=2026-08-01,to=2026-07-20..2026-09-01..2026-10-01",
     "error: 'to' 2026-07-20 lies before 'from' 2026-08-01\n"
     " | late_payment:from=2026-08-01,to=2026-07-20..2026-09-01..2026-10-01\n"
     " | ^^^^^^^^^^^^\n"
     "exchange the two\n"},
    {"instalments:every=1m..2m..3m", "error: every takes one value, not a range\n"
                                     " | instalments:every=1m..2m..3m\n"
                                     " |                       ^^\n"
                                     "write one value, without low and high\n"},
    {"instalments:every=14", "error: every '14' is not a period\n"
                             " | instalments:every=14\n"
                             " |                   ^^\n"
                             "write 30d, 2w or 1m\n"},
    {"late_payment:scope=retail", "error: 'retail' is not key:value\n"
                                  " | late_payment:scope=retail\n"
                                  " |                    ^^^^^^\n"
                                  "write scope=segment:retail; join conditions by '&', repeat "
                                  "scope= for another group\n"},
    {"late_payment:scope=segmnt:retail", "error: a scope has no 'segmnt'\n"
                                         " | late_payment:scope=segmnt:retail\n"
                                         " |                    ^^^^^^\n"
                                         "did you mean: segment\n"},
    {"late_payment:scope=min_days_late:60&max_days_late:30",
     "error: min_days_late 60 is more than 30\n"
     " | late_payment:scope=min_days_late:60&max_days_late:30\n"
     " |                                                   ^^\n"
     "exchange the two\n"},
};

static void each_mistake_is_shown_in_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        fixture given = what_if_one(mistakes[i].lever);
        assert_int_equal(given.status, DC_ERR_INPUT);
        assert_int_equal(dc_issues_total(given.issues), 1);
        assert_issue_text(given.issues, 0, mistakes[i].text);
        end(&given);
    }
}

static void a_lever_that_is_near_none_is_answered_with_how_to_list_them(void **state)
{
    (void)state;
    fixture given = what_if_one("zzz");
    assert_issue_text(given.issues, 0,
                      "error: unknown lever 'zzz'\n | zzz\n | ^^^\n"
                      "all are listed by: duecast levers\n");
    end(&given);
}

static void all_mistakes_of_a_text_are_shown_in_one_run(void **state)
{
    (void)state;
    fixture given = what_if_one("late_payment:days=x,share=2,until=5,scope=grade");
    assert_int_equal(given.status, DC_ERR_INPUT);
    assert_int_equal(dc_issues_count(given.issues, DC_ERROR), 4);
    end(&given);
}

static void more_levers_than_a_policy_holds_are_refused(void **state)
{
    const char *levers[DC_POLICY_DELAYS_MAX + 1];
    (void)state;
    for (size_t i = 0; i <= DC_POLICY_DELAYS_MAX; i++)
        levers[i] = "late_payment:days=1";
    fixture given = what_if(levers, DC_POLICY_DELAYS_MAX);
    assert_int_equal(given.status, DC_OK);
    end(&given);
    given = what_if(levers, DC_POLICY_DELAYS_MAX + 1);
    assert_int_equal(given.status, DC_ERR_INPUT);
    assert_issue(given.issues, DC_ISSUE_LEVER_TOO_MANY, 0);
    end(&given);
}

/* Each costs customers of its own, so that kinds with room of their own share one more. */
static void levers_that_press_take_no_room_of_each_other(void **state)
{
    enum { OF_EACH = 9, EACH = 4, ALONE = DC_POLICY_LEAVINGS_MAX };
    static const char *const names[EACH] = {"dunning", "instalments", "agency", "retention"};
    const char              *levers[OF_EACH * EACH];
    (void)state;
    for (size_t i = 0; i < OF_EACH * EACH; i++)
        levers[i] = names[i % EACH];
    fixture given = what_if(levers, OF_EACH * EACH);
    assert_int_equal(given.status, DC_OK);
    assert_int_equal(last(&given)->policy[DC_BASE].retention_count, OF_EACH * EACH);
    end(&given);
    for (size_t i = 0; i <= ALONE; i++)
        levers[i] = "retention";
    given = what_if(levers, ALONE);
    assert_int_equal(given.status, DC_OK);
    end(&given);
    given = what_if(levers, ALONE + 1);
    assert_issue(given.issues, DC_ISSUE_LEVER_TOO_MANY, 0);
    end(&given);
}

static void a_range_of_the_share_is_one_of_the_slower_payers(void **state)
{
    static const double spared[DC_CASES] = {0.8, 0.5, 0.2};
    (void)state;
    fixture given = what_if_one("late_payment:days=0,power=0.7,share=20%..50%..80%");
    for (int which = DC_LOW; which < DC_CASES; which++)
        assert_double_close(last(&given)->policy[which].forbearances[0].spared, spared[which],
                            1e-15);
    assert_int_equal(last(&given)->corner_count, 2);
    end(&given);
}

static const dc_assumption *assumption_of(const fixture *given, const char *parameter)
{
    const dc_scenario *scenario = last(given);
    size_t             i = 0;
    while (i < scenario->assumption_count &&
           strcmp(scenario->assumptions[i].parameter, parameter) != 0)
        i++;
    assert_true(i < scenario->assumption_count);
    return &scenario->assumptions[i];
}

static void a_default_range_that_nothing_takes_up_is_not_told(void **state)
{
    static const struct {
        const char *lever, *low, *high;
    } cases[] = {
        {"instalments", "", ""},
        {"instalments:after_miss=never", "", ""},
        {"instalments:after_miss=third_party", "35%", "57%"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture              given = what_if_one(cases[i].lever);
        const dc_assumption *of = assumption_of(&given, "collected");
        assert_string_equal(of->low, cases[i].low);
        assert_string_equal(of->base, "56%");
        assert_string_equal(of->high, cases[i].high);
        end(&given);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lever_without_values_takes_its_defaults),
        cmocka_unit_test(a_plain_number_has_no_range),
        cmocka_unit_test(two_dots_make_a_range),
        cmocka_unit_test(terms_are_decided_and_delays_are_not),
        cmocka_unit_test(conditions_join_and_scopes_add_up),
        cmocka_unit_test(all_lever_texts_form_one_scenario),
        cmocka_unit_test(every_assumption_is_told_with_where_it_comes_from),
        cmocka_unit_test(a_past_window_warns_and_changes_nothing),
        cmocka_unit_test(each_mistake_is_shown_in_its_place),
        cmocka_unit_test(a_lever_that_is_near_none_is_answered_with_how_to_list_them),
        cmocka_unit_test(all_mistakes_of_a_text_are_shown_in_one_run),
        cmocka_unit_test(more_levers_than_a_policy_holds_are_refused),
        cmocka_unit_test(levers_that_press_take_no_room_of_each_other),
        cmocka_unit_test(a_range_of_the_share_is_one_of_the_slower_payers),
        cmocka_unit_test(a_default_range_that_nothing_takes_up_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
