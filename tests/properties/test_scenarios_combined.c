/* Identities under random combinations of all levers there are, drawn from their table; and what
 * common luck saves. */
#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_future.h"
#include "support/given_scenarios.h"

#include <math.h>
#include <string.h>

#include "duecast/objective.h"
#include "duecast/random.h"

enum { HORIZON = 91, COMBINATIONS = 200, EACH_TIME = 20, LEVERS_MOST = 5 };

static given_future company(uint32_t paths)
{
    dc_book *book = given_company(7, 4, 0);
    given_bill(book, "steel", "materials", "2024-06-10", "2024-07-10", "1000.00");
    given_line(book, "payroll", "2024-07-01", "2024-07-31", "-30000.00");
    given_line(book, "capex", "2024-08-15", "2024-08-15", "-5000.00");
    given_cash(book, "38000.00", "10000.00", "40000.00", 0.08, "0.00");
    book->company.inventory = (dc_figure){.known = true, .value = money("910.00")};
    given_future c = given_future_of(book, given_failing_model(book), HORIZON);
    c.options.path_count = paths;
    c.options.threads = 2;
    return c;
}

static uint32_t draw(uint64_t seed, uint32_t number)
{
    uint32_t words[DC_PATH_BLOCK];
    dc_uniform_block(words, (dc_luck){seed, 4711, DC_PURPOSE_CASH_LINE}, number / DC_PATH_BLOCK, 0);
    return words[number % DC_PATH_BLOCK];
}

static dc_policy *read_policy(given_future *c, const char *const *levers, size_t count)
{
    dc_scenarios scenarios = given_scenarios(c->arena, c->book, levers, count);
    return &scenarios.scenario[1].policy[DC_BASE];
}

/* Up to five examples of the table. */
static dc_policy *some_levers(given_future *c, uint32_t combination)
{
    const char *levers[LEVERS_MOST];
    size_t      count = 1 + draw(1, combination) % LEVERS_MOST;
    for (size_t i = 0; i < count; i++)
        levers[i] = dc_levers_at(draw(2 + i, combination) % dc_levers_count()).example;
    return read_policy(c, levers, count);
}

static void verify(given_future *c, const dc_policy *const *policies, size_t count)
{
    dc_checks   checks = {0};
    dc_outcome *outcomes = dc_arena_alloc(c->arena, count, sizeof *outcomes);
    assert_int_equal(dc_outcomes_measure(outcomes, c->arena, c->book, c->model, c->items, &c->today,
                                         policies, count, &c->options),
                     DC_OK);
    assert_int_equal(
        dc_verify(&checks, c->arena, c->book, c->model, c->items, policies, count, &c->options),
        DC_OK);
    assert_int_equal(dc_verify_identities(&checks, c->arena, c->book, c->model, c->items, &c->today,
                                          policies, outcomes, count, &c->options),
                     DC_OK);
    for (size_t i = 0; i < checks.count; i++)
        if (!checks.check[i].passed)
            fail_msg("%s: %s", checks.check[i].name, checks.check[i].detail[DC_ENGLISH]);
}

static void identities_hold_under_any_combination_of_levers(void **state)
{
    static const dc_policy none;
    (void)state;
    for (uint32_t first = 0; first < COMBINATIONS; first += EACH_TIME) {
        given_future     c = company(128);
        const dc_policy *policies[EACH_TIME + 1] = {&none};
        for (uint32_t i = 0; i < EACH_TIME; i++)
            policies[i + 1] = some_levers(&c, first + i);
        verify(&c, policies, EACH_TIME + 1);
        given_future_free(&c);
    }
}

/* The spread of a difference of lowest cash on the same paths, and on those of another seed. */
static void common_luck_pays(void **state)
{
    static const char *const lever = "late_payment:days=3";
    static const dc_policy   none;
    given_future             c = company(400);
    const dc_policy         *policies[] = {&none, read_policy(&c, &lever, 1)};
    dc_outcome               same[2], other[2];
    dc_cash_change           paired, apart;
    (void)state;
    assert_int_equal(dc_outcomes_measure(same, c.arena, c.book, c.model, c.items, &c.today,
                                         policies, 2, &c.options),
                     DC_OK);
    c.options.seed = 2;
    assert_int_equal(dc_outcomes_measure(other, c.arena, c.book, c.model, c.items, &c.today,
                                         policies, 2, &c.options),
                     DC_OK);
    dc_cash_figure_change(&paired, same[1].liquidity, same[0].liquidity, DC_FIGURE_NET_CASH_FLOW,
                          DC_REACH_NEAR, 400);
    dc_cash_figure_change(&apart, other[1].liquidity, same[0].liquidity, DC_FIGURE_NET_CASH_FLOW,
                          DC_REACH_NEAR, 400);
    assert_true(4.0 * paired.standard_error * paired.standard_error <=
                apart.standard_error * apart.standard_error);
    given_future_free(&c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(identities_hold_under_any_combination_of_levers),
        cmocka_unit_test(common_luck_pays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
