/* Instalment plans beside sums done by hand, on claims that would not be paid otherwise. */
#include "support/expect.h"
#include "support/expected_lever.h"

static const double cent = 0.01;

static expected_lever expect_plan(const char *amount, const char *lever)
{
    char table[200];
    expected_table(table, "2024-05-31", amount);
    return expect_lever(table, lever);
}

/* Three instalments of 1,000, each missed with 4 %: 960 + 921.60 + 884.736 = 2,766.34. */
static void instalments_come_as_long_as_none_is_missed(void **state)
{
    (void)state;
    expected_lever e = expect_plan(
        "3000.00", "instalments:down_payment=0%,count=3,every=30d,start=1,miss=4%,after_miss=never,"
                   "collect_days=10");
    assert_double_close(expected_by(e.of->cash, 30), 0.0, 1e-9);
    assert_double_close(expected_by(e.of->cash, 31), 960.0, cent);
    assert_double_close(expected_by(e.of->cash, 61), 960.0 + 921.6, cent);
    assert_double_close(expected_by(e.of->cash, EXPECTED_LAST), 2766.336, cent);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 40), 0.0, 1e-9);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 41), 120.0, cent);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], EXPECTED_LAST), 233.664, cent);
    assert_null(e.of->beside[DC_BESIDE_COSTS]);
    expected_drop(&e);
}

/* 12 % a year on 3,000, 2,000 and 1,000 for 30 days each: 29.59 + 19.73 + 9.86; where one in ten is
 * missed, the interest goes with the instalment. */
static void interest_is_paid_on_what_the_plan_has_left(void **state)
{
    static const struct {
        const char *lever;
        double      first, all;
    } cases[] = {
        {"instalments:down_payment=0%,count=3,every=30d,start=1,miss=0%,interest=12%", 29.59,
         59.18},
        {"instalments:down_payment=0%,count=3,every=30d,start=1,miss=10%,interest=12%", 26.63,
         0.9 * 29.59 + 0.81 * 19.73 + 0.729 * 9.86},
        {"instalments:down_payment=0%,count=3,every=30d,start=1,miss=20%,mediated=50%,"
         "interest=12%",
         26.63, 0.9 * 29.59 + 0.81 * 19.73 + 0.729 * 9.86},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expected_lever e = expect_plan("3000.00", cases[i].lever);
        const double  *costs = e.of->beside[DC_BESIDE_COSTS];
        assert_double_close(expected_by(costs, 30), 0.0, 1e-9);
        assert_double_close(expected_by(costs, 31), -cases[i].first, cent);
        assert_double_close(expected_by(costs, EXPECTED_LAST), -cases[i].all, cent);
        expected_drop(&e);
    }
}

/* A mediator's 5 % of 200 down and of 800 later. */
static void a_mediator_is_paid_of_what_comes(void **state)
{
    (void)state;
    expected_lever e = expect_plan("1000.00", "instalments:count=1,every=30d,miss=0%,fee=5%");
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 7), 10.0, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 37), 50.0, cent);
    expected_drop(&e);
}

/* 800 missed on day 37: 56 % collected evenly on the 120 days after it, less 25 %; the others
 * written off on day 157. */
static void a_third_party_collects_after_a_miss(void **state)
{
    (void)state;
    expected_lever e =
        expect_plan("1000.00", "instalments:count=1,every=30d,miss=100%,after_miss=third_party");
    assert_double_close(expected_by(e.of->cash, 37), 200.0, cent);
    assert_double_close(expected_by(e.of->cash, 97), 200.0 + 224.0, cent);
    assert_double_close(expected_by(e.of->cash, EXPECTED_LAST), 648.0, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], EXPECTED_LAST), 112.0, cent);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 156), 0.0, 1e-9);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 157), 352.0, cent);
    expected_drop(&e);
}

/* With an agency for the claim that one takes over, by its own record at the age on the day of the
 * miss: 67 days after due 73 % of 800, 181 days after due 56 - 27 / 185 %, evenly within 120 days;
 * the others are written off 60 days later, 217 - 37 days after the miss. */
static void an_agency_of_the_scenario_takes_over_after_a_miss(void **state)
{
    static const struct {
        const char *due, *agency;
        double      collected;
        int32_t     from;
    } cases[] = {
        {"2024-05-31", "agency:after=500,fee=25%,days=120,write_off=60", 584.0, 37},
        {"2024-02-07", "agency:after=500,fee=25%,days=120,write_off=60",
         8.0 * (56.0 - 27.0 / 185.0), 37},
        {"2024-05-31", "agency:after=500,from=50,fee=25%,days=120,write_off=60", 584.0, 50},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char        table[200];
        const char *both[] = {
            "instalments:count=1,every=30d,miss=100%,after_miss=third_party,collected=5%,"
            "collect_fee=1%",
            cases[i].agency};
        int32_t from = cases[i].from;
        expected_table(table, cases[i].due, "1000.00");
        expected_lever e = expect_levers(table, both, 2);
        assert_double_close(expected_by(e.of->cash, from), 200.0, cent);
        assert_double_close(expected_by(e.of->cash, from + 60), 200.0 + cases[i].collected / 2,
                            cent);
        assert_double_close(expected_by(e.of->cash, EXPECTED_LAST), 200.0 + cases[i].collected,
                            cent);
        assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], EXPECTED_LAST),
                            0.25 * cases[i].collected, cent);
        assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], from + 179), 0.0, 1e-9);
        assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], from + 180),
                            800.0 - cases[i].collected, cent);
        expected_drop(&e);
    }
}

/* A court has its cost on the day of the miss: 15 % of 800 and 100 for the claim, of which four
 * fifths are still meant. */
static void a_court_that_takes_over_has_its_cost_at_once(void **state)
{
    char        table[200];
    const char *both[] = {"instalments:count=1,every=30d,miss=100%,after_miss=third_party",
                          "litigation:after=500,win=100%,collect=50%,days=200,cost=100,"
                          "cost_share=15%,fee=10%"};
    (void)state;
    expected_table(table, "2024-05-31", "1000.00");
    expected_lever e = expect_levers(table, both, 2);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 36), 0.0, 1e-9);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 37), 120.0 + 80.0, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 237), 200.0 + 0.1 * 400.0, cent);
    assert_double_close(expected_by(e.of->cash, 237), 200.0 + 400.0, cent);
    expected_drop(&e);
}

/* 800 that are never paid are a loss 60 days after due: the insurer pays 90 % of them if it has
 * agreed to the plan, be it in the one lever or the other. */
static void cover_lapses_unless_the_insurer_agrees(void **state)
{
    static const struct {
        const char *plan, *cover;
        double      paid;
    } cases[] = {
        {"instalments:count=1,every=30d,miss=100%", "credit_insurance:waiting=60,from=-1000", 0.0},
        {"instalments:count=1,every=30d,miss=100%,insurer_consent=yes",
         "credit_insurance:waiting=60,from=-1000", 720.0},
        {"instalments:count=1,every=30d,miss=100%",
         "credit_insurance:waiting=60,from=-1000,plans_agreed=yes", 720.0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char        table[200];
        const char *both[] = {cases[i].plan, cases[i].cover};
        expected_table(table, "2024-05-31", "1000.00");
        expected_lever e = expect_levers(table, both, 2);
        assert_double_close(expected_by(e.of->beside[DC_BESIDE_INDEMNITIES], EXPECTED_LAST),
                            cases[i].paid, cent);
        expected_drop(&e);
    }
}

/* Customers with a claim under a plan: nine of ten go on ordering from its first day on. */
static void plans_may_cost_customers(void **state)
{
    (void)state;
    expected_lever e = expect_plan("1000.00", "instalments:start=9,retention=90%");
    assert_int_equal(e.policy.retention_count, 1);
    assert_double_close(e.policy.retentions[0].kept, 0.9, 0.0);
    assert_int_equal(e.policy.retentions[0].from, 9);
    assert_int_equal(e.policy.retentions[0].by_claims, 1);
    expected_drop(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instalments_come_as_long_as_none_is_missed),
        cmocka_unit_test(interest_is_paid_on_what_the_plan_has_left),
        cmocka_unit_test(a_mediator_is_paid_of_what_comes),
        cmocka_unit_test(a_third_party_collects_after_a_miss),
        cmocka_unit_test(an_agency_of_the_scenario_takes_over_after_a_miss),
        cmocka_unit_test(a_court_that_takes_over_has_its_cost_at_once),
        cmocka_unit_test(cover_lapses_unless_the_insurer_agrees),
        cmocka_unit_test(plans_may_cost_customers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
