/* A cap on contacts with a customer, on claims that nobody would pay. */
#include "support/expect.h"
#include "support/expected_lever.h"

/* A letter seven days after due: to acme on days 8 (two claims, one letter), 10, 36 and 40, to
 * birch on day 10. */
static const char *const claims = "customer invoice issued due amount\n"
                                  "acme A-1 2024-05-01 2024-07-01 100.00\n"
                                  "acme A-2 2024-05-02 2024-07-01 200.00\n"
                                  "acme A-3 2024-05-03 2024-07-03 300.00\n"
                                  "acme A-4 2024-05-04 2024-07-29 400.00\n"
                                  "acme A-5 2024-05-05 2024-08-02 500.00\n"
                                  "birch B-1 2024-05-01 2024-07-03 600.00\n";

static void a_customer_has_no_more_contacts_than_the_cap(void **state)
{
    static const struct {
        const char *lever;
        double      by_day_8, by_day_10, by_day_36, by_day_40;
    } cases[] = {
        {"dunning:at=7,cost=25", 50, 100, 125, 150},
        {"dunning:at=7,cost=25,contacts=0", 50, 100, 125, 150},
        {"dunning:at=7,cost=25,contacts=1", 50, 75, 100, 100}, /* 28 days after day 8 is day 36 */
        {"dunning:at=7,cost=25,contacts=2", 50, 100, 125, 150},
        {"dunning:at=7,cost=25,contacts=1,scope=min_amount:300", 0, 50, 50, 75},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expected_lever e = expect_lever(claims, cases[i].lever);
        const double  *costs = e.of->beside[DC_BESIDE_COSTS];
        assert_double_close(expected_by(costs, 8), cases[i].by_day_8, 1e-9);
        assert_double_close(expected_by(costs, 10), cases[i].by_day_10, 1e-9);
        assert_double_close(expected_by(costs, 36), cases[i].by_day_36, 1e-9);
        assert_double_close(expected_by(costs, EXPECTED_LAST), cases[i].by_day_40, 1e-9);
        expected_drop(&e);
    }
}

/* The second stage finds the customer contacted by the first, and leaves it alone. */
static void contacts_of_all_stages_count(void **state)
{
    const char *both[] = {"dunning:at=-3,cost=1", "dunning:at=7,cost=25,contacts=1"};
    (void)state;
    expected_lever e = expect_levers("customer invoice issued due amount\n"
                                     "acme A-1 2024-05-01 2024-07-10 100.00\n",
                                     both, 2);
    assert_double_close(expected_by(e.of->beside[DC_BESIDE_COSTS], EXPECTED_LAST), 1.0, 1e-9);
    expected_drop(&e);
}

/* One day is one contact: a stage that is at its cap goes with one that is not, and the order of
 * levers is no matter.  Day 15 is that of A-1 for the second stage and of A-2 for the first. */
static void stages_of_one_day_share_their_contact(void **state)
{
    const char *const capped = "dunning:at=7,cost=100,contacts=1,effect=1";
    const char *const free_of_cap = "dunning:at=14,cost=1,effect=1";
    const char       *orders[2][2] = {{capped, free_of_cap}, {free_of_cap, capped}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        expected_lever e = expect_levers("customer invoice issued due amount\n"
                                         "acme A-1 2024-05-01 2024-07-01 100.00\n"
                                         "acme A-2 2024-05-02 2024-07-08 200.00\n"
                                         "acme A-3 2024-05-02 2024-07-09 300.00\n",
                                         orders[i], 2);
        const double  *costs = e.of->beside[DC_BESIDE_COSTS];
        assert_double_close(expected_by(costs, 8), 100.0, 1e-9);
        assert_double_close(expected_by(costs, 15), 100.0 + 1.0 + 100.0, 1e-9);
        /* On day 16 the capped stage is alone, and the customer has been contacted. */
        assert_double_close(expected_by(costs, 16), 201.0, 1e-9);
        assert_double_close(expected_by(costs, EXPECTED_LAST), 203.0, 1e-9);
        expected_drop(&e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customer_has_no_more_contacts_than_the_cap),
        cmocka_unit_test(contacts_of_all_stages_count),
        cmocka_unit_test(stages_of_one_day_share_their_contact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
