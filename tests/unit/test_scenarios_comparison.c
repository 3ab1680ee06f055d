#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_future.h"
#include "support/given_scenarios.h"

#include <math.h>

#include "duecast/scenario.h"

enum { HORIZON = 120 };

static given_future company_make(uint32_t paths)
{
    dc_book     *book = given_company(3, 8, 0);
    given_future c = given_future_of(book, given_lively_model(book), HORIZON);
    c.options.path_count = paths;
    c.options.threads = 2;
    return c;
}

static dc_scenarios read_lever(given_future *c, const char *lever)
{
    return given_scenarios(c->arena, c->book, &lever, 1);
}

static dc_comparison compare(given_future *c, const char *lever)
{
    dc_scenarios  scenarios = read_lever(c, lever);
    dc_comparison out;
    assert_int_equal(dc_comparison_make(&out, c->arena, c->book, c->model, c->items, &c->today,
                                        &scenarios, &c->options),
                     DC_OK);
    return out;
}

/* Cash collected by the last week, with the lever set so, beyond the baseline: no paths. */
static double expected_change(given_future *c, const char *lever)
{
    dc_scenarios           scenarios = read_lever(c, lever);
    const dc_policy *const policies[] = {&scenarios.scenario[0].policy[DC_BASE],
                                         &scenarios.scenario[1].policy[DC_BASE]};
    dc_simulate_options    exact = c->options;
    dc_outcome             outcome[2];
    exact.expected_only = true;
    exact.path_count = 1;
    assert_int_equal(dc_outcomes_measure(outcome, c->arena, c->book, c->model, c->items, &c->today,
                                         policies, 2, &exact),
                     DC_OK);
    int32_t week = outcome[0].week_count;
    return outcome[1].series[DC_CASH_COLLECTED][week].mean -
           outcome[0].series[DC_CASH_COLLECTED][week].mean;
}

/* Full pass-through without more sales is worst for cash, a low end beside a high one. */
static void the_range_of_a_difference_is_that_of_the_whole_box(void **state)
{
    static const char *const corners[] = {
        "credit_terms:pass_through=60%,sales=0%", "credit_terms:pass_through=60%,sales=8%",
        "credit_terms:pass_through=100%,sales=0%", "credit_terms:pass_through=100%,sales=8%"};
    (void)state;
    given_future  c = company_make(500);
    dc_comparison comparison = compare(&c, "credit_terms");
    dc_difference range = comparison.difference[1][DC_CASH_COLLECTED][DC_PAIRED_WEEKS - 1];
    double        change[4], low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < 4; i++) {
        change[i] = expected_change(&c, corners[i]);
        low = fmin(low, change[i]);
        high = fmax(high, change[i]);
    }
    assert_double_close(range.low, low, 1e-6);
    assert_double_close(range.high, high, 1e-6);
    assert_double_close(range.low, change[2], 1e-6);
    assert_double_close(range.high, change[1], 1e-6);
    assert_true(range.low < range.mean && range.mean < range.high);
    given_future_free(&c);
}

static void what_changes_nothing_differs_by_exactly_nothing(void **state)
{
    static const char *const levers[] = {
        "late_payment:days=0",
        "late_payment:days=0,share=30%",
        "late_payment:days=0,share=10%..30%..70%", /* shares of nothing, for the corners too */
        "late_payment:share=0",
        "instalments:share=0",
    };
    (void)state;
    given_future c = company_make(200);
    for (size_t i = 0; i < sizeof levers / sizeof levers[0]; i++) {
        dc_comparison comparison = compare(&c, levers[i]);
        for (int m = 0; m < DC_METRIC_COUNT; m++)
            for (int w = 0; w < DC_PAIRED_WEEKS; w++) {
                dc_difference d = comparison.difference[1][m][w];
                assert_true(d.mean == 0.0 && d.low == 0.0 && d.high == 0.0);
                assert_true(d.standard_error == 0.0);
                assert_true(isnan(d.chance_better) || d.chance_better == 0.0);
            }
    }
    given_future_free(&c);
}

static void without_a_range_there_is_nothing_beside_the_difference(void **state)
{
    (void)state;
    given_future  c = company_make(200);
    dc_comparison comparison = compare(&c, "late_payment:days=15");
    dc_difference d = comparison.difference[1][DC_CASH_COLLECTED][0];
    assert_true(d.mean < 0.0);
    assert_true(d.low == d.mean && d.high == d.mean);
    given_future_free(&c);
}

/* What comes back after the horizon moves nothing: the range is one value, also where a line is
 * drawn on some paths alone: its interest is not that of the expected cash. */
static void the_range_of_net_cash_flow_holds_the_interest_of_the_paths(void **state)
{
    (void)state;
    given_future c = company_make(200);
    given_cash(c.book, "100", "0", "1000000", 0.9, "0");
    given_line(c.book, "payroll", "2024-07-10", "2024-07-10", "-40000");
    dc_comparison comparison = compare(&c, "insolvency:recovered=5%..15%..40%");
    for (int reach = 0; reach < DC_REACHES; reach++) {
        dc_difference d = comparison.cash[1][DC_FIGURE_NET_CASH_FLOW][reach];
        assert_true(d.applicable && d.mean < 0.0);
        assert_double_close(d.low, d.mean, 1e-9);
        assert_double_close(d.high, d.mean, 1e-9);
    }
    given_future_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_of_a_difference_is_that_of_the_whole_box),
        cmocka_unit_test(what_changes_nothing_differs_by_exactly_nothing),
        cmocka_unit_test(without_a_range_there_is_nothing_beside_the_difference),
        cmocka_unit_test(the_range_of_net_cash_flow_holds_the_interest_of_the_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
