/*
 * Claims handed over as the levers do, beside the figures that their sources print, on ledgers
 * where no customer would pay by itself.
 */
#include "support/expect.h"
#include "support/expected_lever.h"

#include <math.h>
#include <stdlib.h>

enum { LAST = EXPECTED_LAST };

static const double cent = 0.01;

/*
 * Collected of what is handed over at 3, 6 and 12 months and two years: 73, 56, 29 and 10 %
 * (Commercial Collection Agency Association), of 1,000; linear between.  Handed over on day 1.
 */
static void an_agency_collects_by_the_age_of_what_it_is_given(void **state)
{
    static const struct {
        const char *due;
        double      collected;
    } cases[] = {
        {"2024-04-02", 730},                   /* 90 days old on day 1 */
        {"2024-05-31", 730},                   /* 31 days: as at 90 */
        {"2024-02-17", 730 - 170 * 45.0 / 90}, /* 135 days */
        {"2024-01-03", 560},                   /* 180 days */
        {"2023-07-02", 290},                   /* 365 days */
        {"2022-07-02", 100},                   /* 730 days */
        {"2022-01-02", 100},                   /* older */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char table[200];
        expected_table(table, cases[i].due, "1000.00");
        expected_lever e = expect_lever(table, "agency:after=30,fee=25%,days=120,write_off=60");
        assert_double_close(expected_by(e.of->cash, LAST), cases[i].collected, cent);
        assert_double_close(expected_by(e.of->cash, 1), 0.0, 1e-9);
        assert_double_close(expected_by(e.of->cash, 61), cases[i].collected / 2, cent);
        assert_double_close(expected_by(e.of->cash, 121), cases[i].collected, cent);
        assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 180), 0.0, 1e-9);
        assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 181),
                            1000 - cases[i].collected, cent);
        assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], LAST),
                            0.25 * cases[i].collected, cent);
        expected_drop(&e);
    }
}

/* Less than 35 % beyond 180 days counted from the issue: the ceiling of the trade press article. */
static void ages_may_count_from_the_issue(void **state)
{
    (void)state;
    expected_lever e =
        expect_lever("customer invoice issued due amount\nacme A-1 2024-01-03 2024-06-30 1000.00\n",
                     "agency:after=180,since_issue=yes,at_180=35%,fee=10%");
    assert_double_close(expected_by(e.of->cash, LAST), 350.0, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], LAST), 35.0, cent);
    expected_drop(&e);
    e = expect_lever("customer invoice issued due amount\nacme A-1 2024-01-03 2024-06-30 1000.00\n",
                     "agency:after=180,at_180=35%,fee=10%");
    assert_double_close(expected_by(e.of->cash, 180), 0.0, 1e-9); /* 180 days past due is day 180 */
    assert_double_close(expected_by(e.of->cash, LAST), 350.0, cent);
    expected_drop(&e);
}

/*
 * A claim of 40,000, won with 70 %, collected with 60 %, the lawyer's share 10 %, 1.5 years, cost
 * 6,000: 40,000 x .7 x .6 x .9 / 1.08^1.5 - 6,000 = 7,471.51, less than the 9,000 that it brings
 * otherwise; the claim that breaks even is 44,538.45.
 */
static void a_suit_is_worth_what_the_sum_says(void **state)
{
    static const struct {
        const char *amount;
        double      worth;
    } cases[] = {{"40000.00", 7471.51}, {"44538.45", 9000.00}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char table[200];
        expected_table(table, "2023-12-01", cases[i].amount);
        expected_lever e = expect_lever(table, "litigation:after=180,win=70%,collect=60%,days=548,"
                                               "cost=6000,cost_share=0%,fee=10%");
        double         cash = expected_by(e.of->cash, LAST),
               costs = expected_by(e.of->beside[DC_BESIDE_COSTS], 1);
        double fee = expected_by(e.of->beside[DC_BESIDE_COSTS], LAST) - costs;
        assert_double_close(costs, 6000.0, cent);
        assert_double_close(expected_by(e.of->cash, 548), 0.0, 1e-9);
        assert_double_close(cash, 0.42 * atof(cases[i].amount), cent);
        assert_double_close(fee, 0.1 * cash, cent);
        assert_double_close((cash - fee) / pow(1.08, 1.5) - costs, cases[i].worth, 0.01);
        expected_drop(&e);
    }
}

static void costs_come_back_with_the_judgement(void **state)
{
    char table[200];
    (void)state;
    expected_table(table, "2023-12-01", "20000.00");
    expected_lever e = expect_lever(table, "litigation:win=100%,collect=50%,days=200,cost=1000,"
                                           "cost_share=5%,fee=0%,costs_back=80%");
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 200), 2000.0, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 201), 2000.0 - 0.5 * 1600.0,
                        cent);
    expected_drop(&e);
}

/* What the agency does not collect within its days is sued for, unless it is written off before. */
static void a_court_follows_an_agency(void **state)
{
    char        table[200];
    const char *both[] = {"agency:after=30,at_90=50%,days=50,write_off=100,fee=0%",
                          "litigation:after=140,win=100%,collect=40%,days=100,fee=0%,"
                          "cost_share=0%"};
    (void)state;
    expected_table(table, "2024-05-31", "1000.00"); /* 31 days late on day 1, 140 days on day 110 */
    expected_lever e = expect_levers(table, both, 2);
    assert_double_close(expected_by(e.of->cash, 51), 500.0, cent);
    assert_double_close(expected_by(e.of->cash, 210), 500.0 + 0.4 * 500.0, cent);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 209), 0.0, 1e-9);
    assert_double_close(expected_by(e.of->flow[DC_FLOW_WRITTEN_OFF], 210), 300.0, cent);
    expected_drop(&e);
}

/* Of 1,000, all disputed, those are handed over on day 41 whose dispute is settled by then: with
 * 60 % in 21 days 1 - 0.4^(41/21); of them 73 % are collected. */
static void what_is_settled_by_then_is_handed_over(void **state)
{
    double      settled = 1.0 - pow(0.4, 41.0 / 21.0);
    char        table[200];
    const char *both[] = {"agency:after=30,from=41,fee=25%,days=120",
                          "dispute:rate=100%,settled=60%,within=21,concession=0%"};
    const char *court[] = {"litigation:after=30,from=41,win=100%,collect=50%,days=100,cost=100,"
                           "cost_share=0%,fee=0%",
                           both[1]};
    (void)state;
    expected_table(table, "2024-05-31", "1000.00"); /* 71 days old on day 41 */
    expected_lever e = expect_levers(table, both, 2);
    assert_double_close(expected_by(e.of->cash, LAST), 730.0 * settled, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], LAST), 182.5 * settled, cent);
    expected_drop(&e);
    e = expect_levers(table, court, 2);
    assert_double_close(expected_by(e.of->cash, LAST), 500.0 * settled, cent);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 40), 0.0, 1e-9);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], 41), 100.0 * settled, cent);
    expected_drop(&e);
}

/* Of 1,000 a dispute that is hardly ever settled keeps 30 % from the agency and a plan those that
 * accept it, 40 %; the agency collects 73 % of the others and has its fee of that alone. */
static void what_is_kept_from_an_agency_is_no_more_than_that(void **state)
{
    static const char *const cases[][2] = {
        {"agency:after=30,fee=25%,days=120",
         "dispute:rate=30%,settled=1%,within=730,concession=0%"},
        {"agency:after=30,fee=25%,days=120",
         "instalments:share=40%,down_payment=0%,count=1,every=30d,miss=0%"}};
    static const double kept[] = {0.3, 0.4}, paid[] = {0.0, 1.0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char   table[200];
        double collected = 730.0 * (1.0 - kept[i]);
        expected_table(table, "2024-04-02", "1000.00"); /* 90 days old on day 1 */
        expected_lever e = expect_levers(table, cases[i], 2);
        assert_double_close(expected_by(e.of->cash, LAST), collected + 1000 * kept[i] * paid[i],
                            cent);
        assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], LAST), 0.25 * collected,
                            cent);
        expected_drop(&e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agency_collects_by_the_age_of_what_it_is_given),
        cmocka_unit_test(ages_may_count_from_the_issue),
        cmocka_unit_test(a_suit_is_worth_what_the_sum_says),
        cmocka_unit_test(costs_come_back_with_the_judgement),
        cmocka_unit_test(a_court_follows_an_agency),
        cmocka_unit_test(what_is_settled_by_then_is_handed_over),
        cmocka_unit_test(what_is_kept_from_an_agency_is_no_more_than_that),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
