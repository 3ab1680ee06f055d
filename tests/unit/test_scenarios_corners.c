#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"
#include "support/given_ledger.h"

#include <string.h>

#include "scenarios/levers.h"

typedef struct {
    dc_book     *book;
    dc_issues   *issues;
    dc_scenarios scenarios;
} fixture;

/* Lever texts in one, cut at blanks. */
static fixture given_of(dc_book *book, const char *texts)
{
    fixture     read = {.book = book, .issues = dc_issues_new()};
    const char *levers[8];
    char        copy[256], *rest = NULL;
    size_t      count = 0;
    snprintf(copy, sizeof copy, "%s", texts);
    for (char *text = strtok_r(copy, " ", &rest); text; text = strtok_r(NULL, " ", &rest))
        levers[count++] = text;
    assert_int_equal(dc_scenarios_read(&read.scenarios, read.book->arena, read.book, NULL, 0,
                                       levers, count, NULL, 0, read.issues),
                     DC_OK);
    return read;
}

/* Of a ledger with something for every lever. */
static fixture given(const char *texts)
{
    dc_book *book = given_ledger("");
    given_bill(book, "steel", "materials", "2026-06-01", "2026-07-10", "100.00");
    given_line(book, "capex", "2026-08-15", "2026-08-15", "-500.00");
    book->company.inventory = (dc_figure){.known = true, .value = money("910.00")};
    return given_of(book, texts);
}

static const dc_scenario *what_if(const fixture *read)
{
    return &read->scenarios.scenario[1];
}

static void end(fixture *read)
{
    dc_issues_free(read->issues);
    given_ledger_free(read->book);
}

static size_t corners_of(const char *texts)
{
    fixture read = given(texts);
    size_t  count = what_if(&read)->corner_count;
    end(&read);
    return count;
}

static void up_to_four_ranges_are_combined_beyond_each_goes_alone(void **state)
{
    static const struct {
        const char *levers;
        size_t      corners;
    } cases[] = {
        {"late_payment:days=15", 0},
        {"late_payment:days=15..15..15", 0},
        {"late_payment", 2},
        {"credit_terms", 4},
        {"credit_terms late_payment", 8},
        {"credit_terms late_payment late_payment:days=1..2..3", 16},
        {"credit_terms late_payment:share=10%..20%..30% instalments", 2 + 2 * 5},
        {"late_payment:days=15,share=10%..20%..30%,power=0.7", 2}, /* one share, used twice */
        {"late_payment:days=15,share=10%..20%..30%,power=0.5..0.7..1", 4},
        {"late_payment:days=15,from=1..9..30,to=40..50..60,power=0.7", 4},
        {"agency:fee=25%,at_90=70%,at_180=50%,at_365=30%,from=1..9..30", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(corners_of(cases[i].levers), cases[i].corners);
}

static void every_combination_of_low_and_high_is_a_corner(void **state)
{
    static const double wanted[][2] = {{0.6, 0.0}, {0.6, 0.08}, {1.0, 0.0}, {1.0, 0.08}};
    (void)state;
    fixture            read = given("credit_terms:days=45");
    const dc_scenario *scenario = what_if(&read);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        size_t found = 0;
        for (size_t c = 0; c < scenario->corner_count; c++) {
            const dc_terms_change *terms = &scenario->corners[c].terms[0];
            found += terms->pass_through == wanted[i][0] && terms->sales == wanted[i][1];
            assert_int_equal(terms->days, 45);
        }
        assert_int_equal(found, 1);
    }
    end(&read);
}

/* Behind another lever of the same kind, in a sum of levers: the share of the later one, in both
 * places and in no other. */
static void what_one_setting_writes_has_one_value(void **state)
{
    (void)state;
    fixture read = given("late_payment:days=15,share=50%,power=0.9 forbearance:power=0.9 "
                         "late_payment:days=5,share=10%..20%..30%,power=0.7");
    const dc_scenario *scenario = what_if(&read);
    assert_int_equal(scenario->corner_count, 2);
    for (size_t c = 0; c < 2; c++) {
        const dc_policy *corner = &scenario->corners[c];
        assert_int_equal(corner->delay_count, 2);
        assert_int_equal(corner->forbearance_count, 3);
        assert_double_close(corner->delays[1].share, c == 0 ? 0.1 : 0.3, 0.0);
        assert_double_close(corner->forbearances[2].spared, 1.0 - corner->delays[1].share, 0.0);
        assert_double_close(corner->delays[0].share, 0.5, 0.0);
        assert_double_close(corner->forbearances[0].spared, 0.5, 0.0);
    }
    end(&read);
}

/* late_payment 7..15..30 days, 10..20..30 %, from 2..3..4, to 50..60..70, and a second range. */
static void beyond_four_ranges_the_others_stay_at_base(void **state)
{
    (void)state;
    fixture            read = given("late_payment:share=10%..20%..30%,from=2..3..4,to=50..60..70 "
                                               "late_payment:days=1..2..3");
    const dc_scenario *scenario = what_if(&read);
    size_t             base = 0, low = 0, high = 0;
    assert_int_equal(scenario->corner_count, 2 + 2 * 5);
    assert_memory_equal(&scenario->corners[0], &scenario->policy[DC_LOW], sizeof(dc_policy));
    assert_memory_equal(&scenario->corners[1], &scenario->policy[DC_HIGH], sizeof(dc_policy));
    for (size_t c = 2; c < scenario->corner_count; c++) {
        const dc_delay *delays = scenario->corners[c].delays;
        const int32_t   days[] = {delays[0].days, delays[0].from, delays[0].to, delays[1].days};
        static const int32_t lows[] = {7, 2, 50, 1}, bases[] = {15, 3, 60, 2},
                             highs[] = {30, 4, 70, 3};
        for (size_t i = 0; i < 4; i++) {
            base += days[i] == bases[i];
            low += days[i] == lows[i];
            high += days[i] == highs[i];
        }
    }
    assert_int_equal(low, 4);
    assert_int_equal(high, 4);
    assert_int_equal(base, 4 * (2 * 5 - 2));
    end(&read);
}

/* A parameter whose range found no place in the corners would be shown and not looked at. */
static void a_range_of_any_parameter_doubles_the_corners(void **state)
{
    static const char *const ranges[] = {
        [DC_VALUE_DAYS] = "10..20..30",     [DC_VALUE_COUNT] = "2..3..4",
        [DC_VALUE_SHARE] = "10%..20%..30%", [DC_VALUE_FACTOR] = "1.1..1.5..2",
        [DC_VALUE_DAY] = "10..20..30",      [DC_VALUE_MONEY] = "10..20.50..none",
    };
    static const char *const plain[] = {
        [DC_VALUE_DAYS] = "20",    [DC_VALUE_COUNT] = "3", [DC_VALUE_SHARE] = "20%",
        [DC_VALUE_FACTOR] = "1.5", [DC_VALUE_DAY] = "20",  [DC_VALUE_MONEY] = "20",
    };
    (void)state;
    for (size_t i = 0; i < dc_levers_count(); i++) {
        dc_lever_info info = dc_levers_at(i);
        for (size_t k = 0; k < info.parameter_count; k++) {
            char          ranged[80], fixed[80];
            dc_value_kind kind = info.parameters[k].kind;
            if (!dc_value_takes_range(kind))
                continue;
            snprintf(ranged, sizeof ranged, "%s:%s=%s", info.name, info.parameters[k].name,
                     ranges[kind]);
            snprintf(fixed, sizeof fixed, "%s:%s=%s", info.name, info.parameters[k].name,
                     plain[kind]);
            size_t without = corners_of(fixed);
            bool   alone = without == 1 << 4; /* a fifth range: each goes alone */
            assert_int_equal(corners_of(ranged),
                             alone ? 2 + 2 * 5 : 2 * (without > 0 ? without : 1));
        }
    }
}

static void settings_that_can_move_nothing_are_told(void **state)
{
    static const struct {
        const char *levers;
        bool        nothing;
    } cases[] = {
        {"late_payment:days=0", true},
        {"late_payment:share=0", true}, /* whatever the days */
        {"late_payment:days=15,to=2026-06-01", true},
        {"instalments:share=0%", true},
        {"late_payment:days=0 instalments:share=0", true},
        {"late_payment:days=1", false},
        {"late_payment:days=0,ramp=30 macro:severity=0,ramp=30", true},
        {"fx:change=0,ramp=9 costs:change=0,ramp=9 supplier_terms:days=0,ramp=9", true},
        {"late_payment:days=0..0..5", false}, /* it may, at an end of its range */
        {"late_payment:days=0 instalments", false},
        {"credit_terms:days=30,sales=0,pass_through=0", false}, /* due days move */
        {"credit_insurance:cover=0,premium=0", true},
        {"credit_insurance:cover=0", false},
        {"factoring:advance=0,fee=0", true}, /* with recourse, by default */
        {"factoring:advance=0,fee=0,recourse=0", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture read = given(cases[i].levers);
        assert_int_equal(what_if(&read)->changes_nothing, cases[i].nothing);
        assert_true(read.scenarios.scenario[0].changes_nothing);
        end(&read);
    }
}

/* Levers that nothing in a bare ledger is for, alone and beside one that acts. */
static void what_a_lever_finds_nothing_for_is_no_range(void **state)
{
    static const char *const levers[] = {"supplier_terms", "inventory", "costs", "capex"};
    (void)state;
    for (size_t i = 0; i < sizeof levers / sizeof levers[0]; i++) {
        char both[80];
        snprintf(both, sizeof both, "late_payment %s", levers[i]);
        dc_book *book = given_ledger("");
        book->company.gross_margin = -1.0;
        book->company.tail.purchase_share = -1.0;
        fixture bare = given_of(book, both);
        assert_int_equal(what_if(&bare)->corner_count, 2);
        assert_int_equal(what_if(&bare)->parts[0].meets_nothing, false);
        assert_int_equal(what_if(&bare)->parts[1].meets_nothing, true);
        end(&bare);
        fixture full = given(both);
        assert_true(strcmp(levers[i], "capex") == 0 || what_if(&full)->corner_count > 2);
        assert_int_equal(what_if(&full)->parts[1].meets_nothing, false);
        end(&full);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(up_to_four_ranges_are_combined_beyond_each_goes_alone),
        cmocka_unit_test(every_combination_of_low_and_high_is_a_corner),
        cmocka_unit_test(what_one_setting_writes_has_one_value),
        cmocka_unit_test(beyond_four_ranges_the_others_stay_at_base),
        cmocka_unit_test(a_range_of_any_parameter_doubles_the_corners),
        cmocka_unit_test(settings_that_can_move_nothing_are_told),
        cmocka_unit_test(what_a_lever_finds_nothing_for_is_no_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
