#include "support/expect.h"
#include "support/given_ledger.h"

#include <string.h>

#include "duecast/scenario.h"

/* The id of a run with these lever texts; `change` spoils one thing before it is taken. */
typedef void change_fn(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options);

static void id_of(char out[65], const char *lever, const char *version, change_fn *change)
{
    dc_book            *book = given_ledger("");
    dc_issues          *issues = dc_issues_new();
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    dc_scenarios        scenarios;
    options.report_days[0] = 28;
    options.report_count = 1;
    assert_int_equal(
        dc_scenarios_read(&scenarios, book->arena, book, NULL, 0, &lever, 1, NULL, 0, issues),
        DC_OK);
    if (change)
        change(book, &scenarios, &options);
    dc_learn_options learn = DC_LEARN_OPTIONS_INIT;
    dc_run_id(out, book, &learn, &scenarios, &options, version);
    dc_issues_free(issues);
    given_ledger_free(book);
}

static void more_threads(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->threads = 8;
}

static void another_place(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)options;
    book->path = "/elsewhere";
    scenarios->scenario[1].title[DC_ENGLISH] = "another title";
}

static void a_week_of_seven_days(dc_book *book, dc_scenarios *scenarios,
                                 dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->first_week_days = 7; /* as 0 */
}

static void what_changes_no_figure_changes_no_id(void **state)
{
    static change_fn *const changes[] = {NULL, more_threads, another_place, a_week_of_seven_days};
    char                    id[65], other[65];
    (void)state;
    id_of(id, "late_payment:days=15,share=50%", "0.1.0", NULL);
    assert_int_equal(strlen(id), 64);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        id_of(other, "late_payment:share=0.5,days=15", "0.1.0", changes[i]);
        assert_string_equal(id, other);
    }
}

/* Of all levers that have one. */
static void a_ramp_counts_where_there_is_one(void **state)
{
    static const char *const levers[] = {
        "late_payment:days=15", "credit_terms",   "default_rate", "macro",
        "forbearance",          "supplier_terms", "costs",        "fx"};
    (void)state;
    for (size_t i = 0; i < sizeof levers / sizeof levers[0]; i++) {
        char id[65], zero[65], ramped[65], text[80];
        id_of(id, levers[i], "0.1.0", NULL);
        snprintf(text, sizeof text, "%s%cramp=0", levers[i], strchr(levers[i], ':') ? ',' : ':');
        id_of(zero, text, "0.1.0", NULL);
        text[strlen(text) - 1] = '9';
        id_of(ramped, text, "0.1.0", NULL);
        assert_string_equal(id, zero);
        assert_string_not_equal(id, ramped);
    }
}

static void another_content(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)scenarios;
    (void)options;
    book->content_sha256[0] ^= 1;
}

static void another_name(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)options;
    scenarios->scenario[1].name = "what-else";
}

static void another_seed(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->seed++;
}

static void more_paths(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->path_count++;
}

static void another_horizon(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->horizon_days--;
}

static void another_report_day(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->report_days[0]++;
}

static void another_week(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->first_week_days = 1;
}

static void another_engine(dc_book *book, dc_scenarios *scenarios, dc_simulate_options *options)
{
    (void)book;
    (void)scenarios;
    options->expected_only = true;
}

static void what_may_change_a_figure_changes_the_id(void **state)
{
    static change_fn *const changes[] = {another_content, another_name,    another_seed,
                                         more_paths,      another_horizon, another_report_day,
                                         another_week,    another_engine};
    char                    id[65], other[65];
    (void)state;
    id_of(id, "late_payment", "0.1.0", NULL);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        id_of(other, "late_payment", "0.1.0", changes[i]);
        assert_string_not_equal(id, other);
    }
    id_of(other, "late_payment", "0.1.1", NULL);
    assert_string_not_equal(id, other);
}

static void every_parameter_and_condition_is_in_the_id(void **state)
{
    static const char *const levers[] = {
        "late_payment",
        "late_payment:days=15",
        "late_payment:days=7..15..31",
        "late_payment:share=99%",
        "late_payment:from=2",
        "late_payment:to=90",
        "late_payment:scope=segment:retail",
        "late_payment:scope=segment:industrial",
        "late_payment:scope=customer:acme",
        "late_payment:scope=country:DE",
        "late_payment:scope=currency:EUR",
        "late_payment:scope=grade:A",
        "late_payment:scope=min_amount:1",
        "late_payment:scope=max_amount:99999",
        "late_payment:scope=min_days_late:1",
        "late_payment:scope=max_days_late:1",
        "late_payment:scope=min_terms:1",
        "late_payment:scope=max_terms:99",
        "instalments",
        "instalments:down_payment=0",
        "instalments:count=4",
        "instalments:every=2w",
        "instalments:every=1d",
        "instalments:start=8",
        "instalments:miss=15%",
        "instalments:share=1%",
        "credit_terms",
        "credit_terms:days=61",
        "credit_terms:from=2",
        "credit_terms:pass_through=1",
        "credit_terms:sales=0",
        "credit_terms:loss_multiplier=1",
    };
    enum { LEVERS = sizeof levers / sizeof levers[0] };
    char id[LEVERS][65];
    (void)state;
    for (size_t i = 0; i < LEVERS; i++) {
        id_of(id[i], levers[i], "0.1.0", NULL);
        for (size_t k = 0; k < i; k++)
            if (strcmp(id[i], id[k]) == 0)
                fail_msg("%s and %s have the same id", levers[i], levers[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_changes_no_figure_changes_no_id),
        cmocka_unit_test(a_ramp_counts_where_there_is_one),
        cmocka_unit_test(what_may_change_a_figure_changes_the_id),
        cmocka_unit_test(every_parameter_and_condition_is_in_the_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
