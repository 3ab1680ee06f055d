#include "support/expect.h"
#include "support/given_ledger.h"

#include <string.h>

#include "duecast/scenario.h"

/* A book with scenarios of its own and a library beside it.
 *
 *     BOOK/scenarios   b (late 10 days)  a (late 5 days)  mine (set: a, b)
 *     library          b (late 99 days)  c (terms 45)  other (is called "a")
 *                      round (set: c, trip)  trip (set: round)  broken (set: c, nobody)
 *                      sum (set: [a+c])
 */
typedef struct {
    char         folder[64], library[64];
    dc_book     *book;
    dc_issues   *issues;
    dc_scenarios scenarios;
    dc_status    status;
} fixture;

static fixture given_book(void)
{
    fixture read = {.issues = dc_issues_new()};
    given_folder(read.folder);
    given_file(read.folder, "scenarios/b.yaml", "levers: [{lever: late_payment, days: 10}]\n");
    given_file(read.folder, "scenarios/a.yaml",
               "levers: [{lever: late_payment, days: 5}]\ntitle: A\nsource: us\n");
    given_file(read.folder, "scenarios/mine.yaml", "set: [a, b]\n");
    given_file(read.folder, "scenarios/notes.txt", "not a scenario\n");
    given_folder(read.library);
    given_file(read.library, "b.yaml", "levers: [{lever: late_payment, days: 99}]\n");
    given_file(read.library, "c.yaml",
               "levers: [{lever: credit_terms, days: 45}]\ntitle: C\nsource: them\n");
    given_file(read.library, "other.yaml", "scenario: a\n");
    given_file(read.library, "round.yaml", "set: [c, trip]\n");
    given_file(read.library, "trip.yaml", "set: [round]\n");
    given_file(read.library, "broken.yaml", "set:\n  - c\n  - nobody\n");
    given_file(read.library, "sum.yaml", "set: [a+c]\n");
    read.book = given_ledger(read.folder);
    return read;
}

/* Names in one text, cut at blanks. */
static fixture given(const char *text)
{
    fixture     read = given_book();
    const char *names[8], *folders[] = {read.library};
    char        copy[256], *rest = NULL;
    size_t      count = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        names[count++] = name;
    read.status = dc_scenarios_read(&read.scenarios, read.book->arena, read.book, names, count,
                                    NULL, 0, folders, 1, read.issues);
    return read;
}

static void end(fixture *read)
{
    dc_issues_free(read->issues);
    given_ledger_free(read->book);
    given_folder_free(read->folder);
    given_folder_free(read->library);
}

static void names_lead_to_scenarios_in_the_order_asked_for(void **state)
{
    static const struct {
        const char *asked, *read;
    } cases[] =
        {
            {"", "baseline"},
            {"b a", "baseline b a"},
            {"baseline a baseline", "baseline a"},
            {"all", "baseline a b"}, /* byte order; the set adds nothing new */
            {"mine", "baseline a b"},
            {"b mine", "baseline b a"}, /* the same file again is meant once */
            {"c b", "baseline c b"},
            {"a+c", "baseline a+c"},
            {"a a+c c", "baseline a a+c c"},
            {"sum", "baseline a+c"},
        };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture read = given(cases[i].asked);
        char    names[256] = "";
        assert_no_issues(read.issues, DC_NOTE);
        assert_int_equal(read.status, DC_OK);
        for (size_t k = 0; k < read.scenarios.count; k++) {
            strcat(names, k > 0 ? " " : "");
            strcat(names, read.scenarios.scenario[k].name);
        }
        assert_string_equal(names, cases[i].read);
        end(&read);
    }
}

static void the_baseline_has_no_levers(void **state)
{
    (void)state;
    fixture            read = given("");
    const dc_scenario *baseline = &read.scenarios.scenario[0];
    for (int which = DC_LOW; which < DC_CASES; which++) {
        const dc_policy *policy = &baseline->policy[which];
        assert_int_equal(policy->delay_count + policy->plan_count + policy->terms_count, 0);
    }
    assert_string_equal(baseline->title[DC_ENGLISH], "Baseline");
    assert_string_equal(baseline->title[DC_CHINESE], "基准");
    assert_int_equal(baseline->assumption_count, 0);
    end(&read);
}

static void the_book_goes_before_the_library(void **state)
{
    (void)state;
    fixture read = given("b");
    assert_int_equal(read.scenarios.scenario[1].policy[DC_BASE].delays[0].days, 10);
    end(&read);
}

static void a_path_goes_before_names(void **state)
{
    (void)state;
    fixture     read = given_book();
    char        path[80];
    const char *names[] = {path};
    snprintf(path, sizeof path, "%s/b.yaml", read.library);
    read.status = dc_scenarios_read(&read.scenarios, read.book->arena, read.book, names, 1, NULL, 0,
                                    NULL, 0, read.issues);
    assert_int_equal(read.scenarios.scenario[1].policy[DC_BASE].delays[0].days, 99);
    assert_string_equal(read.scenarios.scenario[1].name, "b");
    end(&read);
}

static void a_sum_has_the_levers_of_its_parts(void **state)
{
    (void)state;
    fixture            read = given("a+c");
    const dc_scenario *sum = &read.scenarios.scenario[1];
    assert_int_equal(sum->policy[DC_HIGH].delays[0].days, 5);
    assert_int_equal(sum->policy[DC_HIGH].terms[0].days, 45);
    assert_string_equal(sum->title[DC_ENGLISH], "A + C");
    assert_string_equal(sum->source[DC_ENGLISH], "us; them");
    assert_int_equal(sum->assumption_count, 1 + 6 + 1 + 8);
    assert_string_equal(sum->assumptions[7].lever, "credit_terms");
    assert_true(sum->has_range && sum->decided && sum->assumed);
    end(&read);
}

static void a_sum_of_one_part_twice_has_its_levers_twice(void **state)
{
    (void)state;
    fixture read = given("a+a");
    assert_int_equal(read.scenarios.scenario[1].policy[DC_BASE].delay_count, 2);
    end(&read);
}

static void a_name_that_leads_nowhere_tells_where_it_was_looked_for(void **state)
{
    (void)state;
    fixture read = given("aa");
    char    expected[600];
    assert_int_equal(read.status, DC_ERR_INPUT);
    snprintf(expected, sizeof expected,
             "error: no scenario 'aa'\n"
             " | aa\n"
             " | ^^\n"
             "looked for: ./aa, %s/scenarios/aa.yaml, %s/aa.yaml; scenarios found: "
             "a, b, mine, broken, c, other, round, sum, trip\n",
             read.folder, read.library);
    assert_issue_text(read.issues, 0, expected);
    end(&read);
}

/* Whether what is wrong with the name "aa" shows the folder. */
static bool is_shown(const fixture *read, const char *const *folders, size_t count,
                     const char *folder)
{
    static const char *const name = "aa";
    dc_issues               *issues = dc_issues_new();
    dc_scenarios             scenarios;
    dc_scenarios_read(&scenarios, read->book->arena, read->book, &name, 1, NULL, 0, folders, count,
                      issues);
    assert_issue(issues, DC_ISSUE_SCENARIO_MISSING, 0);
    char  text[1000] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    dc_issues_write(out, issues, 0, DC_ENGLISH, 0);
    fclose(out);
    bool shown = strstr(text, folder) != NULL;
    dc_issues_free(issues);
    return shown;
}

static void a_further_library_is_looked_at_only_for_what_the_first_has_not(void **state)
{
    (void)state;
    char    more[64];
    fixture read = given_book();
    given_folder(more);
    const char *folders[] = {read.library, more, "/nowhere/scenarios"};
    assert_true(is_shown(&read, folders, 3, read.library));
    assert_false(is_shown(&read, folders, 3, more));
    assert_false(is_shown(&read, folders, 3, "/nowhere"));
    assert_true(is_shown(&read, folders + 2, 1, "/nowhere")); /* where it should be installed */

    given_file(more, "c.yaml", "levers: []\n");
    assert_false(is_shown(&read, folders, 3, more));
    given_file(more, "new.yaml", "levers: []\n");
    assert_true(is_shown(&read, folders, 3, more));
    given_folder_free(more);
    end(&read);
}

static void what_is_wrong_with_names_is_an_error(void **state)
{
    static const struct {
        const char   *asked;
        dc_issue_kind kind;
        uint32_t      line;
    } cases[] = {
        {"nobody", DC_ISSUE_SCENARIO_MISSING, 0},  {"a+nobody", DC_ISSUE_SCENARIO_MISSING, 0},
        {"a+", DC_ISSUE_SCENARIO_MISSING, 0},      {"a other", DC_ISSUE_SCENARIO_TWICE, 0},
        {"round", DC_ISSUE_SCENARIO_SET_CYCLE, 1}, {"broken", DC_ISSUE_SCENARIO_MISSING, 3},
        {"mine+c", DC_ISSUE_SCENARIO_SET_SUM, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture read = given(cases[i].asked);
        assert_int_equal(read.status, DC_ERR_INPUT);
        assert_int_equal(dc_issues_total(read.issues), 1);
        assert_issue(read.issues, cases[i].kind, cases[i].line);
        end(&read);
    }
}

static void every_scenario_of_the_library_can_be_read(void **state)
{
    (void)state;
    static const char *const library = DUECAST_SOURCE_DIR "/scenarios/library";
    static const char *const board = "board";
    dc_book                 *book = given_ledger("/nowhere/invoices.csv");
    dc_issues               *issues = dc_issues_new();
    dc_scenarios             scenarios;
    dc_status                status =
        dc_scenarios_read(&scenarios, book->arena, book, &board, 1, NULL, 0, &library, 1, issues);
    assert_no_issues(issues, DC_ERROR);
    assert_int_equal(status, DC_OK);
    assert_int_equal(scenarios.count, 1 + 6);
    for (size_t i = 1; i < scenarios.count; i++) {
        assert_true(scenarios.scenario[i].has_range);
        assert_true(*scenarios.scenario[i].source[DC_ENGLISH] != '\0');
        assert_string_not_equal(scenarios.scenario[i].source[DC_CHINESE],
                                scenarios.scenario[i].source[DC_ENGLISH]);
    }
    dc_issues_free(issues);
    given_ledger_free(book);
}

static void all_of_a_book_without_scenarios_is_an_error(void **state)
{
    (void)state;
    static const char *const all = "all";
    dc_book                 *book = given_ledger("/nowhere/invoices.csv");
    dc_issues               *issues = dc_issues_new();
    dc_scenarios             scenarios;
    assert_int_equal(
        dc_scenarios_read(&scenarios, book->arena, book, &all, 1, NULL, 0, NULL, 0, issues),
        DC_ERR_INPUT);
    assert_issue(issues, DC_ISSUE_SCENARIO_NONE, 0);
    dc_issues_free(issues);
    given_ledger_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_to_scenarios_in_the_order_asked_for),
        cmocka_unit_test(the_baseline_has_no_levers),
        cmocka_unit_test(the_book_goes_before_the_library),
        cmocka_unit_test(a_path_goes_before_names),
        cmocka_unit_test(a_sum_has_the_levers_of_its_parts),
        cmocka_unit_test(a_sum_of_one_part_twice_has_its_levers_twice),
        cmocka_unit_test(a_name_that_leads_nowhere_tells_where_it_was_looked_for),
        cmocka_unit_test(a_further_library_is_looked_at_only_for_what_the_first_has_not),
        cmocka_unit_test(what_is_wrong_with_names_is_an_error),
        cmocka_unit_test(every_scenario_of_the_library_can_be_read),
        cmocka_unit_test(all_of_a_book_without_scenarios_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
