#include "support/expect.h"
#include "support/given_ledger.h"

#include "duecast/scenario.h"

/* A book of which the folder `scenarios` holds one file, "given.yaml". */
typedef struct {
    char         folder[64];
    dc_book     *book;
    dc_issues   *issues;
    dc_scenarios scenarios;
    dc_status    status;
} fixture;

static fixture given(const char *text)
{
    static const char *const name = "given";
    fixture                  read = {.issues = dc_issues_new()};
    given_folder(read.folder);
    given_file(read.folder, "scenarios/given.yaml", text);
    read.book = given_ledger(read.folder);
    read.status = dc_scenarios_read(&read.scenarios, read.book->arena, read.book, &name, 1, NULL, 0,
                                    NULL, 0, read.issues);
    return read;
}

static void end(fixture *read)
{
    dc_issues_free(read->issues);
    given_ledger_free(read->book);
    given_folder_free(read->folder);
}

static void a_scenario_is_read_with_its_title_source_and_levers(void **state)
{
    (void)state;
    fixture read = given("scenario: retail-pays-later\n"
                         "title: {en: Retail pays 15 days later, zh: 零售客户延迟15天付款}\n"
                         "source: planner\n"
                         "levers:\n"
                         "  - lever: late_payment\n"
                         "    scope: {segment: retail}\n"
                         "    days: 15\n"
                         "    share: 0.6\n"
                         "    from: 2026-07-01\n"
                         "  - lever: instalments\n"
                         "    source: agency\n"
                         "    scope: [{min_days_late: 30, min_amount: 100}, {customer: cedar}]\n"
                         "    down_payment: 25%\n"
                         "    every: 1m\n"
                         "    miss: {low: 10%, base: 12%, high: 25%}\n");
    assert_no_issues(read.issues, DC_NOTE);
    assert_int_equal(read.status, DC_OK);
    const dc_scenario *scenario = &read.scenarios.scenario[1];
    assert_string_equal(scenario->name, "retail-pays-later");
    assert_string_equal(scenario->title[DC_ENGLISH], "Retail pays 15 days later");
    assert_string_equal(scenario->title[DC_CHINESE], "零售客户延迟15天付款");
    assert_string_equal(scenario->source[DC_ENGLISH], "planner");
    assert_true(scenario->has_range);

    const dc_policy *policy = &scenario->policy[DC_BASE];
    assert_int_equal(policy->delays[0].days, 15);
    assert_double_close(policy->delays[0].share, 0.6, 1e-15);
    assert_int_equal(policy->delays[0].from, 3);
    assert_string_equal(policy->delays[0].scopes.scope[0].segment, "retail");
    assert_double_close(policy->plans[0].down_payment, 0.25, 1e-15);
    assert_int_equal(policy->plans[0].every_months, 1);
    assert_int_equal(policy->plans[0].scopes.count, 2);
    assert_int_equal(policy->plans[0].scopes.scope[0].min_days_late, 30);
    assert_int_equal(policy->plans[0].scopes.scope[0].min_amount, 10000);
    assert_string_equal(policy->plans[0].scopes.scope[1].customer, "cedar");
    assert_double_close(policy->plans[0].miss, 0.12, 1e-15);
    assert_double_close(scenario->policy[DC_LOW].plans[0].miss, 0.10, 1e-15);
    assert_double_close(scenario->policy[DC_HIGH].plans[0].miss, 0.25, 1e-15);

    /* days of late_payment, then down_payment */
    assert_string_equal(scenario->assumptions[1].source[DC_ENGLISH], "planner");
    assert_string_equal(scenario->assumptions[8].source[DC_ENGLISH], "agency");
    end(&read);
}

static void an_empty_scenario_is_the_baseline_under_another_name(void **state)
{
    static const char *const texts[] = {"scenario: nothing\n", "levers: []\ntitle: Nothing\n"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        fixture read = given(texts[i]);
        assert_no_issues(read.issues, DC_NOTE);
        const dc_scenario *scenario = &read.scenarios.scenario[1];
        assert_false(scenario->has_range || scenario->decided || scenario->assumed);
        for (int which = DC_LOW; which < DC_CASES; which++) {
            const dc_policy *policy = &scenario->policy[which];
            assert_int_equal(policy->delay_count + policy->plan_count + policy->terms_count, 0);
        }
        end(&read);
    }
}

static void a_name_and_a_title_that_are_not_given_come_from_the_file(void **state)
{
    (void)state;
    fixture read = given("levers: []\n");
    assert_string_equal(read.scenarios.scenario[1].name, "given");
    assert_string_equal(read.scenarios.scenario[1].title[DC_CHINESE], "given");
    end(&read);
    read = given("title: {zh: 空}\n");
    assert_string_equal(read.scenarios.scenario[1].title[DC_ENGLISH], "空");
    end(&read);
}

static void low_and_high_that_are_not_given_are_the_base(void **state)
{
    (void)state;
    fixture read = given("levers: [{lever: late_payment, days: {base: 10, high: 20}}]\n");
    assert_no_issues(read.issues, DC_NOTE);
    assert_int_equal(read.scenarios.scenario[1].policy[DC_LOW].delays[0].days, 10);
    assert_int_equal(read.scenarios.scenario[1].policy[DC_HIGH].delays[0].days, 20);
    end(&read);
}

static void each_mistake_has_its_line(void **state)
{
    static const struct {
        dc_issue_kind kind;
        uint32_t      line;
        const char   *text;
    } cases[] = {
        {DC_ISSUE_YAML_KEY_MISSPELT, 2, "scenario: x\nleverz: []\n"},
        {DC_ISSUE_YAML_KEY_TWICE, 2, "levers: []\nlevers: []\n"},
        {DC_ISSUE_YAML_KEY_UNKNOWN, 1, "title: {fr: Retard}\n"},
        {DC_ISSUE_SCENARIO_NAME, 1, "scenario: a+b\n"},
        {DC_ISSUE_SCENARIO_BOTH, 2, "levers: []\nset: []\n"},
        {DC_ISSUE_YAML_NOT_LIST, 1, "levers: late_payment\n"},
        {DC_ISSUE_YAML_NOT_MAPPING, 2, "levers:\n- late_payment\n"},
        {DC_ISSUE_YAML_KEY_MISSING, 2, "levers:\n- days: 3\n"},
        {DC_ISSUE_LEVER_UNKNOWN, 2, "levers:\n- lever: late-payments\n"},
        {DC_ISSUE_LEVER_PARAMETER, 3, "levers:\n- lever: late_payment\n  day: 3\n"},
        {DC_ISSUE_LEVER_TWICE, 4, "levers:\n- lever: late_payment\n  days: 3\n  days: 4\n"},
        {DC_ISSUE_LEVER_TWICE, 3, "levers:\n- lever: late_payment\n  lever: instalments\n"},
        {DC_ISSUE_LEVER_BAD_WHOLE, 3, "levers:\n- lever: late_payment\n  days: 15%\n"},
        {DC_ISSUE_LEVER_BAD_SHARE, 3, "levers:\n- lever: late_payment\n  share: most\n"},
        {DC_ISSUE_LEVER_BAD_DAY, 3, "levers:\n- lever: late_payment\n  from: 2026-02-30\n"},
        {DC_ISSUE_LEVER_BAD_PERIOD, 3, "levers:\n- lever: instalments\n  every: monthly\n"},
        {DC_ISSUE_LEVER_BAD_FACTOR, 3, "levers:\n- lever: credit_terms\n  loss_multiplier: 2x\n"},
        {DC_ISSUE_LEVER_LIMITS, 3, "levers:\n- lever: late_payment\n  days: 366\n"},
        {DC_ISSUE_LEVER_LIMITS, 3, "levers:\n- lever: late_payment\n  days: -1\n"},
        {DC_ISSUE_LEVER_LIMITS, 4,
         "levers:\n- lever: instalments\n  miss:\n    low: 120%\n"
         "    base: 15%\n"},
        {DC_ISSUE_LEVER_ORDER, 3, "levers:\n- lever: late_payment\n  days: {low: 9, base: 3}\n"},
        {DC_ISSUE_YAML_KEY_MISSING, 3, "levers:\n- lever: late_payment\n  days: {low: 9}\n"},
        {DC_ISSUE_YAML_KEY_MISSPELT, 3,
         "levers:\n- lever: late_payment\n"
         "  days: {lo: 9, base: 10}\n"},
        {DC_ISSUE_YAML_NOT_VALUE, 3, "levers:\n- lever: late_payment\n  days: [1, 2, 3]\n"},
        {DC_ISSUE_YAML_NOT_MAPPING, 3, "levers:\n- lever: late_payment\n  scope: retail\n"},
        {DC_ISSUE_SCOPE_KEY_UNLIKE, 3,
         "levers:\n- lever: late_payment\n  scope: {sector: retail}\n"},
        {DC_ISSUE_SCOPE_NEAR, 3, "levers:\n- lever: late_payment\n  scope: {segment: retale}\n"},
        {DC_ISSUE_SCOPE_EMPTY, 3,
         "levers:\n- lever: late_payment\n  scope: {min_amount: 999999}\n"},
        {DC_ISSUE_BAD_AMOUNT, 3, "levers:\n- lever: late_payment\n  scope: {min_amount: much}\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture read = given(cases[i].text);
        assert_issue(read.issues, cases[i].kind, cases[i].line);
        assert_int_equal(dc_issues_total(read.issues), 1);
        assert_int_equal(read.status,
                         dc_issues_count(read.issues, DC_ERROR) ? DC_ERR_INPUT : DC_OK);
        assert_string_equal(dc_issues_place(read.issues, 0).file, "scenarios/given.yaml");
        end(&read);
    }
}

static void all_mistakes_of_a_file_are_shown_in_one_run(void **state)
{
    (void)state;
    fixture               read = given("scenario: x\n"
                                                     "titel: X\n"
                                                     "levers:\n"
                                                     "  - lever: late_payment\n"
                                                     "    days: soon\n"
                                                     "    share: 2\n"
                                                     "  - lever: instalment\n"
                                                     "  - lever: credit_terms\n"
                                                     "    scope: {min_terms: x}\n");
    static const uint32_t lines[] = {2, 5, 6, 7, 9};
    dc_issues_sort(read.issues);
    assert_int_equal(dc_issues_total(read.issues), 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(dc_issues_place(read.issues, i).line, lines[i]);
    end(&read);
}

static void a_mistake_is_marked_in_its_line(void **state)
{
    (void)state;
    fixture read = given("levers:\n- lever: late_payment\n  days: 400\n");
    assert_issue_text(read.issues, 0,
                      "scenarios/given.yaml:3:9: error: days '400' is out of range\n"
                      "3 |   days: 400\n"
                      "  |         ^^^\n"
                      "allowed is 0..365\n");
    end(&read);
}

static void a_file_that_is_not_yaml_or_no_mapping_is_an_error(void **state)
{
    static const char *const texts[] = {"levers: [\n", "- late_payment\n", "late_payment\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        fixture read = given(texts[i]);
        assert_int_equal(read.status, DC_ERR_INPUT);
        assert_int_equal(dc_issues_count(read.issues, DC_ERROR), 1);
        end(&read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_is_read_with_its_title_source_and_levers),
        cmocka_unit_test(an_empty_scenario_is_the_baseline_under_another_name),
        cmocka_unit_test(a_name_and_a_title_that_are_not_given_come_from_the_file),
        cmocka_unit_test(low_and_high_that_are_not_given_are_the_base),
        cmocka_unit_test(each_mistake_has_its_line),
        cmocka_unit_test(all_mistakes_of_a_file_are_shown_in_one_run),
        cmocka_unit_test(a_mistake_is_marked_in_its_line),
        cmocka_unit_test(a_file_that_is_not_yaml_or_no_mapping_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
