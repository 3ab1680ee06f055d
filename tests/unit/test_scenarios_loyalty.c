/* The share of customers that must stay for pressure to be worth it. */
#include "support/expect.h"
#include "support/given_future.h"
#include "support/given_scenarios.h"

#include <math.h>

#include "duecast/loyalty.h"

enum { HORIZON = 182 };

static given_future company(bool with_margin)
{
    dc_book *book = given_company(5, 8, 0);
    if (with_margin)
        book->company.gross_margin = 0.3;
    book->company.line_rate = 0.08;
    given_future c = given_future_of(book, given_lively_model(book), HORIZON);
    c.options.expected_only = true;
    c.options.path_count = 1;
    return c;
}

static dc_scenarios scenarios_of(given_future *c, const char *lever)
{
    return given_scenarios(c->arena, c->book, &lever, 1);
}

static const dc_loyalty *loyalty_of(given_future *c, const dc_scenarios *scenarios)
{
    const dc_loyalty *of =
        dc_loyalty_make(c->arena, c->book, c->model, c->items, &c->today, scenarios, &c->options);
    assert_non_null(of);
    assert_false(of[0].presses);
    return &of[1];
}

/* Profit of the scenario less that of the baseline at the horizon, in minor units. */
static double gain(given_future *c, const char *lever)
{
    dc_scenarios           scenarios = scenarios_of(c, lever);
    const dc_policy *const policies[] = {&scenarios.scenario[0].policy[DC_BASE],
                                         &scenarios.scenario[1].policy[DC_BASE]};
    dc_outcome             outcome[2];
    assert_int_equal(dc_outcomes_measure(outcome, c->arena, c->book, c->model, c->items, &c->today,
                                         policies, 2, &c->options),
                     DC_OK);
    int32_t week = outcome[0].paired_week[1];
    return outcome[1].series[DC_PROFIT][week].mean - outcome[0].series[DC_PROFIT][week].mean;
}

static void at_the_break_even_profit_is_the_baselines(void **state)
{
    static const char *const levers[] = {
        "dunning:at=15,effect=1.6,cost=1,retention=%.9f",
        "agency:after=60,fee=10%%,at_90=0.9,at_180=0.9,at_365=0.9,at_730=0.9,kept=%.9f"};
    (void)state;
    for (size_t i = 0; i < sizeof levers / sizeof *levers; i++) {
        given_future      c = company(true);
        dc_scenarios      scenarios = scenarios_of(&c, dc_arena_format(c.arena, levers[i], 0.9));
        const dc_loyalty *of = loyalty_of(&c, &scenarios);
        double            all = gain(&c, dc_arena_format(c.arena, levers[i], 1.0));
        assert_true(of->presses && of->known[1]);
        assert_double_close(of->assumed[1], 0.9, 1e-12);
        assert_true((of->kept[1] < 1.0) == (all > 0.0));
        if (of->kept[1] >= 0.0 && of->kept[1] <= 1.0)
            assert_double_close(gain(&c, dc_arena_format(c.arena, levers[i], of->kept[1])), 0.0,
                                1e-3 * fabs(all));
        given_future_free(&c);
    }
}

/* A cost without an effect is not worth it even if all stay. */
static void what_only_costs_never_breaks_even(void **state)
{
    (void)state;
    given_future      c = company(true);
    dc_scenarios      scenarios = scenarios_of(&c, "dunning:at=15,effect=1,cost=50,retention=99%");
    const dc_loyalty *of = loyalty_of(&c, &scenarios);
    assert_true(of->known[1]);
    assert_true(of->kept[1] > 1.0);
    given_future_free(&c);
}

static void without_a_margin_nothing_is_known(void **state)
{
    (void)state;
    given_future      c = company(false);
    dc_scenarios      scenarios = scenarios_of(&c, "dunning:at=15,retention=99%");
    const dc_loyalty *of = loyalty_of(&c, &scenarios);
    assert_true(of->presses);
    assert_false(of->known[0] || of->known[1]);
    given_future_free(&c);
}

static void levers_that_press_nobody_have_no_break_even(void **state)
{
    (void)state;
    given_future c = company(true);
    dc_scenarios scenarios = scenarios_of(&c, "late_payment:days=15");
    assert_false(loyalty_of(&c, &scenarios)->presses);
    scenarios = scenarios_of(&c, "retention:kept=90%");
    assert_false(loyalty_of(&c, &scenarios)->presses);
    given_future_free(&c);
}

static dc_loyalty of_levers(given_future *c, const char *const levers[2])
{
    dc_scenarios scenarios = given_scenarios(c->arena, c->book, levers, 2);
    return *loyalty_of(c, &scenarios);
}

/* No customer is in both scopes, so 90 % of either are 90 % of all, however many each has; and the
 * two shares tell whether the scenario is worth it. */
static void retentions_of_different_customers_do_not_multiply(void **state)
{
    static const char *const same[] = {
        "dunning:at=15,effect=1.2,retention=90%,scope=customer:customer000",
        "dunning:at=15,effect=1.2,retention=90%,scope=customer:customer001"};
    static const char *const one[] = {
        "dunning:at=15,effect=1.2,retention=80%,scope=customer:customer000",
        "dunning:at=15,effect=1.2,scope=customer:customer001,retention=100%"};
    static const char *const both[] = {"dunning:at=15,effect=1.2,retention=90%",
                                       "dunning:at=30,effect=1.2,retention=90%"};
    (void)state;
    given_future c = company(true);
    dc_loyalty   of = of_levers(&c, same);
    assert_true(of.known[1]);
    assert_double_close(of.assumed[1], 0.9, 1e-4);
    of = of_levers(&c, one);
    assert_true(of.assumed[1] > 0.8 && of.assumed[1] < 1.0);
    assert_double_close(of_levers(&c, both).assumed[1], 0.81, 1e-12);
    given_future_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_break_even_profit_is_the_baselines),
        cmocka_unit_test(what_only_costs_never_breaks_even),
        cmocka_unit_test(without_a_margin_nothing_is_known),
        cmocka_unit_test(levers_that_press_nobody_have_no_break_even),
        cmocka_unit_test(retentions_of_different_customers_do_not_multiply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
