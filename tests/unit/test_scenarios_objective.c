/* Scenarios told lever by lever, ranked, compared in cash, and how they differ. */
#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_future.h"
#include "support/given_scenarios.h"

#include <math.h>
#include <string.h>

#include "duecast/objective.h"

enum { HORIZON = 120 };

typedef struct {
    given_future  of;
    dc_scenarios  scenarios;
    dc_comparison comparison;
} compared;

static given_future company(uint32_t paths)
{
    dc_book *book = given_company(5, 8, 0);
    given_line(book, "payroll", "2024-07-31", "2024-07-31", "-30000.00");
    given_cash(book, "38000.00", "10000.00", "40000.00", 0.08, "0.00");
    given_future c = given_future_of(book, given_lively_model(book), HORIZON);
    c.options.path_count = given_paths(paths);
    c.options.threads = 2;
    return c;
}

static dc_scenarios scenarios_of(given_future *c, const char *const *levers, size_t count)
{
    return given_scenarios(c->arena, c->book, levers, count);
}

static compared compare(uint32_t paths, const char *const *levers, size_t count)
{
    compared out = {.of = company(paths)};
    out.scenarios = scenarios_of(&out.of, levers, count);
    assert_int_equal(dc_comparison_make(&out.comparison, out.of.arena, out.of.book, out.of.model,
                                        out.of.items, &out.of.today, &out.scenarios,
                                        &out.of.options),
                     DC_OK);
    return out;
}

static void the_parts_of_a_bridge_and_the_rest_are_the_difference(void **state)
{
    static const char *const levers[] = {"forbearance", "late_payment:days=20",
                                         "default_rate:multiplier=3"};
    compared                 c = compare(600, levers, 3);
    const dc_lever_bridge   *bridge = &c.comparison.bridge[1];
    (void)state;
    assert_int_equal(bridge->part_count, 3);
    assert_int_equal(c.comparison.bridge[0].part_count, 0);
    assert_string_equal(c.scenarios.scenario[1].parts[0].lever, "late_payment");
    for (size_t o = 0; o < DC_OBJECTIVES; o++)
        for (int k = 0; k < DC_PAIRED_WEEKS; k++) {
            dc_difference d = dc_objective_difference(&c.comparison, 1, o, k);
            double        sum = 0.0;
            for (size_t i = 0; i <= 3; i++)
                sum += bridge->change[i][o][k];
            if (!isnan(sum))
                assert_double_close(sum, d.mean, 1e-6 * (1.0 + fabs(d.mean)));
        }
    /* Cash collected has an exact expectation: nothing is left over. */
    assert_double_close(bridge->change[3][DC_CASH_COLLECTED][0], 0.0, 1e-3);
    assert_true(bridge->change[0][DC_CASH_COLLECTED][0] < 0.0);
    given_future_free(&c.of);
}

/* Two equal levers share their joint effect evenly, whichever stands first. */
static void levers_alike_get_alike_parts(void **state)
{
    static const char *const levers[] = {"forbearance:power=0.5", "forbearance:power=0.5"};
    compared                 c = compare(200, levers, 2);
    const dc_lever_bridge   *bridge = &c.comparison.bridge[1];
    (void)state;
    assert_double_close(bridge->change[0][DC_CASH_COLLECTED][1],
                        bridge->change[1][DC_CASH_COLLECTED][1], 1e-6);
    given_future_free(&c.of);
}

static void cash_figures_are_compared_path_by_path(void **state)
{
    static const char *const lever = "late_payment:days=10..20..30";
    compared                 c = compare(1200, &lever, 1);
    const dc_liquidity      *base = c.comparison.outcome[0].liquidity;
    const dc_liquidity      *late = c.comparison.outcome[1].liquidity;
    dc_difference            lowest = c.comparison.cash[1][DC_FIGURE_LOWEST_CASH][DC_REACH_NEAR];
    dc_difference            needed = c.comparison.cash[1][DC_FIGURE_LINE_NEEDED][DC_REACH_NEAR];
    dc_difference            at_95 = c.comparison.cash[1][DC_FIGURE_LINE_AT_95][DC_REACH_NEAR];
    (void)state;
    assert_double_close(lowest.mean,
                        late->reach[DC_REACH_NEAR].lowest.mean -
                            base->reach[DC_REACH_NEAR].lowest.mean,
                        1e-6 * fabs(lowest.mean));
    assert_double_close(
        needed.mean, late->reach[DC_REACH_NEAR].needed - base->reach[DC_REACH_NEAR].needed, 1e-12);
    assert_double_close(
        at_95.mean, late->reach[DC_REACH_NEAR].line_95 - base->reach[DC_REACH_NEAR].line_95, 1e-6);
    assert_true(lowest.mean < 0.0 && lowest.low < lowest.mean && lowest.mean < lowest.high);
    assert_true(lowest.chance_better == 0.0);
    assert_true(isnan(at_95.chance_better));
    assert_true(needed.mean >= 0.0 && needed.chance_same > 0.0);
    given_future_free(&c.of);
}

/* Ends of a range come from few paths: no chance they tell is below 0 or above 1, no line needed
 * below 0, and where no path of an end needs the line none does. */
static void assert_can_be(const compared *c, dc_cash_figure figure, int reach)
{
    double        before;
    dc_difference d = c->comparison.cash[1][figure][reach];
    const double  most =
        figure == DC_FIGURE_LINE_NEEDED || figure == DC_FIGURE_LINE_EXHAUSTED ? 1.0 : INFINITY;
    assert_true(dc_cash_figure_value(&before, c->comparison.outcome[0].liquidity, figure, reach));
    assert_true(d.low <= d.mean && d.mean <= d.high);
    assert_true(before + d.low >= 0.0 && before + d.high <= most);
}

static void ends_of_ranges_stay_where_figures_can_be(void **state)
{
    static const char *const levers[] = {
        "late_payment:days=0..20..60", "late_payment:days=0..25..60", "late_payment:days=0..30..60",
        "late_payment:days=0..10..60"};
    (void)state;
    for (size_t i = 0; i < sizeof levers / sizeof levers[0]; i++) {
        compared c = compare(3000, &levers[i], 1);
        for (int f = DC_FIGURE_LINE_NEEDED; f <= DC_FIGURE_LINE_AT_99; f++)
            for (int reach = 0; reach < DC_REACHES; reach++)
                assert_can_be(&c, (dc_cash_figure)f, reach);
        given_future_free(&c.of);
    }
}

static void what_changes_nothing_is_the_same_in_every_future(void **state)
{
    static const char *const lever = "late_payment:days=0";
    compared                 c = compare(200, &lever, 1);
    (void)state;
    for (size_t o = 0; o < DC_OBJECTIVES; o++) {
        dc_difference d = dc_objective_difference(&c.comparison, 1, o, 0);
        if (!d.applicable)
            continue;
        assert_true(d.mean == 0.0 && d.low == 0.0 && d.high == 0.0);
        assert_true(isnan(d.chance_same) || d.chance_same == 1.0);
    }
    given_future_free(&c.of);
}

/* --- ranking ---------------------------------------------------------------------------------- */

static void objectives_are_read_with_their_week(void **state)
{
    static const struct {
        const char *text;
        size_t      objective;
        int         week;
    } rows[] = {{"dso", DC_DSO, 1},
                {"dso@13w", DC_DSO, 0},
                {"lowest_cash@end", DC_METRIC_COUNT + DC_FIGURE_LOWEST_CASH, 1},
                {"dso@14w", DC_DSO, DC_NONE},
                {"ds", DC_OBJECTIVES, 1},
                {"", DC_OBJECTIVES, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dc_objective_at at = dc_objective_read(rows[i].text, strlen(rows[i].text));
        assert_int_equal(at.objective, rows[i].objective);
        assert_int_equal(at.week, rows[i].week);
    }
    for (size_t o = 0; o < DC_OBJECTIVES; o++)
        assert_int_equal(dc_objective_by_key(dc_objective_about(o)->key), o);
}

static void scenarios_are_ranked_and_those_below_the_floor_come_last(void **state)
{
    static const char *const lever = "late_payment:days=30";
    compared                 c = compare(400, &lever, 1);
    dc_ranked                rows[2];
    dc_rank_by               by = {.objective = DC_RECEIVABLES, .week = 0};
    (void)state;
    dc_comparison_rank(rows, &c.comparison, &by); /* who pays late owes more */
    assert_int_equal(rows[0].scenario, 0);
    assert_true(rows[0].value < rows[1].value);
    by.objective = DC_CASH_COLLECTED;
    dc_comparison_rank(rows, &c.comparison, &by);
    assert_int_equal(rows[0].scenario, 0);
    assert_true(rows[0].value > rows[1].value);
    by.has_floor = true;
    by.objective = DC_SALES; /* equal in both: the floor decides, then the order they came in */
    by.floor = (rows[0].lowest_95 + rows[1].lowest_95) / 2.0;
    dc_comparison_rank(rows, &c.comparison, &by);
    assert_true(rows[0].scenario == 0 && rows[0].above_floor && !rows[1].above_floor);
    by.floor = rows[0].lowest_95 + 1.0;
    dc_comparison_rank(rows, &c.comparison, &by);
    assert_true(!rows[0].above_floor && !rows[1].above_floor);
    given_future_free(&c.of);
}

/* --- assumptions ------------------------------------------------------------------------------ */

static const dc_assumption_change *find(const dc_assumption_change *changes, size_t count,
                                        const char *lever, const char *parameter)
{
    for (size_t i = 0; i < count; i++) {
        const dc_assumption *any = changes[i].after ? changes[i].after : changes[i].before;
        if (strcmp(any->lever, lever) == 0 && strcmp(any->parameter, parameter) == 0)
            return &changes[i];
    }
    return NULL;
}

static void assumptions_are_paired_by_lever_and_scope(void **state)
{
    static const char *const old[] = {"late_payment:days=15,scope=min_days_late:10",
                                      "late_payment:days=5,scope=min_days_late:60", "macro"};
    static const char *const new[] = {"late_payment:days=5..8..9,scope=min_days_late:60",
                                      "late_payment:days=15,scope=min_days_late:20", "forbearance"};
    given_future          c = company(100);
    dc_scenarios          a = scenarios_of(&c, old, 3), b = scenarios_of(&c, new, 3);
    size_t                count;
    dc_assumption_change *changes =
        dc_scenarios_differ(c.arena, &count, &a.scenario[1], &b.scenario[1]);
    (void)state;
    const dc_assumption_change *days = find(changes, count, "late_payment", "days");
    assert_string_equal(dc_assumption_text(c.arena, days->before), "5");
    assert_string_equal(dc_assumption_text(c.arena, days->after), "8 [5..9]");
    const dc_assumption_change *scope = find(changes, count, "late_payment", "scope");
    assert_string_equal(scope->before->base, "min_days_late: 10");
    assert_string_equal(scope->after->base, "min_days_late: 20");
    assert_null(find(changes, count, "macro", "severity")->after);
    assert_null(find(changes, count, "forbearance", "power")->before);
    assert_int_equal(count, 2 + 7 + 5); /* macro: scope and 6 parameters; forbearance: and 4 */
    dc_scenarios_differ(c.arena, &count, &a.scenario[1], &a.scenario[1]);
    assert_int_equal(count, 0);
    given_future_free(&c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_a_bridge_and_the_rest_are_the_difference),
        cmocka_unit_test(levers_alike_get_alike_parts),
        cmocka_unit_test(cash_figures_are_compared_path_by_path),
        cmocka_unit_test(ends_of_ranges_stay_where_figures_can_be),
        cmocka_unit_test(what_changes_nothing_is_the_same_in_every_future),
        cmocka_unit_test(objectives_are_read_with_their_week),
        cmocka_unit_test(scenarios_are_ranked_and_those_below_the_floor_come_last),
        cmocka_unit_test(assumptions_are_paired_by_lever_and_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
