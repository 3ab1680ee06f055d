/* Identities under random combinations of all levers there are, drawn from their table, as its
 * examples say and with values anywhere in their ranges; and what common luck saves. */
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

static const dc_policy none;

static void identities_hold_under_any_combination_of_levers(void **state)
{
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

/* --- values anywhere in their ranges, ends included --- */

/* A stream of draws of its own. */
typedef struct {
    uint64_t seed;
    uint32_t number;
} stream;

static uint32_t next(stream *luck, uint32_t below)
{
    return draw(luck->seed, luck->number++) % below;
}

/* An end of the range, or what lies between; days and amounts within what the book is about. */
static double value_of(stream *luck, const dc_lever_parameter *row)
{
    bool   counted = row->kind <= DC_VALUE_COUNT || row->kind == DC_VALUE_DAY;
    double reach = counted ? 1.5 * HORIZON : row->kind == DC_VALUE_MONEY ? 1e5 : 2.0;
    double least = fmax(row->least, row->kind == DC_VALUE_DAY ? 1.0 : -reach);
    double most = fmin(row->most, reach);
    double value = least + (most - least) * next(luck, 5) / 4.0;
    return counted ? nearbyint(value) : value;
}

static const char *text_of(stream *luck, dc_arena *arena, const dc_lever_parameter *row)
{
    const char *told[] = {row->low, row->base, row->high};
    uint32_t    which = next(luck, 6);
    if (row->kind == DC_VALUE_PERIOD || row->kind >= DC_VALUE_SWITCH || which < 3)
        return told[which % 3];
    return dc_arena_format(arena, "%.4g", value_of(luck, row));
}

/* Parameters that must be told are; of the others half, with "" for what has no such text. */
static const char *drawn_lever(stream *luck, dc_arena *arena)
{
    static const char *const scopes[] = {"",
                                         "",
                                         "scope=min_days_late:20",
                                         "scope=max_days_late:40",
                                         "scope=min_amount:300",
                                         "scope=currency:USD",
                                         "scope=customer:customer002"};
    dc_lever_info            lever = dc_levers_at(next(luck, (uint32_t)dc_levers_count()));
    const char              *text = dc_arena_format(arena, "%s:", lever.name);
    for (size_t i = 0; i < lever.parameter_count; i++) {
        const dc_lever_parameter *row = &lever.parameters[i];
        const char               *value = text_of(luck, arena, row);
        if (*value && (row->required || next(luck, 2)))
            text = dc_arena_format(arena, "%s%s=%s,", text, row->name, value);
    }
    text =
        dc_arena_format(arena, "%s%s", text, scopes[next(luck, sizeof scopes / sizeof scopes[0])]);
    size_t length = strlen(text) - (strchr(",:", text[strlen(text) - 1]) != NULL);
    return dc_arena_copy_bytes(arena, text, length);
}

/* NULL where the values contradict each other: no reader lets them pass. */
static dc_policy *drawn_policy(given_future *c, stream *luck)
{
    dc_scenarios scenarios;
    const char  *levers[LEVERS_MOST];
    size_t       count = 1 + next(luck, LEVERS_MOST - 1);
    dc_issues   *issues = dc_issues_new();
    for (size_t i = 0; i < count; i++)
        levers[i] = drawn_lever(luck, c->arena);
    dc_status status =
        dc_scenarios_read(&scenarios, c->arena, c->book, NULL, 0, levers, count, NULL, 0, issues);
    dc_issues_free(issues);
    return status == DC_OK ? &scenarios.scenario[1].policy[DC_BASE] : NULL;
}

static void identities_hold_for_values_anywhere_in_their_ranges(void **state)
{
    size_t read = 0;
    (void)state;
    for (uint32_t first = 0; first < COMBINATIONS; first += EACH_TIME) {
        given_future     c = company(128);
        const dc_policy *policies[EACH_TIME + 1] = {&none};
        size_t           count = 1;
        for (uint32_t i = 0; i < EACH_TIME; i++) {
            stream     luck = {1000 + first + i, 0};
            dc_policy *policy = drawn_policy(&c, &luck);
            if (policy)
                policies[count++] = policy;
        }
        verify(&c, policies, count);
        read += count - 1;
        given_future_free(&c);
    }
    assert_true(2 * read >= COMBINATIONS);
}

/* Beside each lever of the table, orders that are stopped: slots without any amount. */
static void identities_hold_where_nothing_is_sold(void **state)
{
    static const char *const nothing = "country:from=1,to=60,orders=-100%";
    (void)state;
    for (size_t first = 0; first < dc_levers_count(); first += EACH_TIME) {
        given_future     c = company(128);
        const dc_policy *policies[EACH_TIME + 1] = {&none};
        size_t           count = 1;
        for (size_t i = first; i < dc_levers_count() && count <= EACH_TIME; i++) {
            const char *levers[] = {nothing, dc_arena_format(c.arena, "%s", dc_levers_at(i).name)};
            policies[count++] = read_policy(&c, levers, 2);
        }
        verify(&c, policies, count);
        given_future_free(&c);
    }
}

/* The spread of a difference of lowest cash on the same paths, and on those of another seed. */
static void common_luck_pays(void **state)
{
    static const char *const lever = "late_payment:days=3";
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
        cmocka_unit_test(identities_hold_for_values_anywhere_in_their_ranges),
        cmocka_unit_test(identities_hold_where_nothing_is_sold),
        cmocka_unit_test(common_luck_pays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
