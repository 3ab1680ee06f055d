/* What comes as acceptance bills: held until they mature, discounted, dishonoured; on a ledger that
 * is paid on the due day. */
#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

static const char claims[] = "customer invoice issued    due        amount    events\n"
                             "acme     A-1     2024-06-01 2024-07-10 100000.00\n"
                             "birch    B-1     2024-06-01 2024-07-20  40000.00\n";

typedef struct {
    double cash, held, costs, indemnities;
} moved;

/* Of the first path, by the close of a day, in major units. */
static moved by(const dc_policy *policy, int32_t day)
{
    dc_book            *book = given_book("2024-06-30", claims);
    dc_model           *model = given_certain_model(book);
    dc_simulate_options options = {.horizon_days = 200, .path_count = 100, .seed = 1};
    run                *all = run_policy(book, model, policy, &options);
    dc_beside           of[] = {DC_BESIDE_BILLS, DC_BESIDE_COSTS, DC_BESIDE_INDEMNITIES};
    double              sum[3];
    for (size_t i = 0; i < 3; i++)
        sum[i] = (double)run_beside_by(all, 0, of[i], day, 0) / 100.0;
    moved out = {(double)run_cash_by(all, 0, 0, day, 0) / 100.0, sum[0], sum[1], sum[2]};
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
    return out;
}

static dc_policy of(dc_bill_use use)
{
    return (dc_policy){.bill_count = 1, .bills = {use}};
}

static void a_bill_is_held_until_it_matures(void **state)
{
    (void)state;
    dc_policy policy = of((dc_bill_use){.share = 0.5, .tenor = 90, .from = 1});
    assert_double_close(by(&policy, 9).held, 0.0, 0.0);
    assert_double_close(by(&policy, 10).held, 50000.0, 1e-9); /* 10 July is day 10 */
    assert_double_close(by(&policy, 20).held, 70000.0, 1e-9);
    assert_double_close(by(&policy, 99).held, 70000.0, 1e-9);
    assert_double_close(by(&policy, 100).held, 20000.0, 1e-9);
    assert_double_close(by(&policy, 110).held, 0.0, 1e-9);
    assert_double_close(by(&policy, 200).cash, 140000.0, 1e-9);
    assert_double_close(by(&policy, 200).costs, 0.0, 0.0);
}

/* The textbook's bank discount: 100,000 for 90 days at 6 %, a year of 360 days: 1,500. */
static void a_bank_takes_off_its_discount_at_once(void **state)
{
    (void)state;
    dc_bill_use use = {.share = 1.0, .discounted = 1.0, .rate = 0.06, .tenor = 90, .from = 1};
    dc_policy   policy = of(use);
    assert_double_close(by(&policy, 10).costs, 1500.0, 1e-9);
    assert_double_close(by(&policy, 20).costs, 1500.0 + 600.0, 1e-9);
    assert_double_close(by(&policy, 200).held, 0.0, 0.0);
    use.discounted = 0.25;
    policy = of(use);
    assert_double_close(by(&policy, 10).costs, 375.0, 1e-9);
    assert_double_close(by(&policy, 10).held, 75000.0, 1e-9);
}

/* Held or discounted, its holder loses it. */
static void what_is_dishonoured_is_lost_when_it_matures(void **state)
{
    (void)state;
    for (int discounted = 0; discounted <= 1; discounted++) {
        dc_policy policy = of((dc_bill_use){
            .share = 0.5, .discounted = discounted, .dishonoured = 0.1, .tenor = 60, .from = 1});
        assert_double_close(by(&policy, 69).indemnities, 0.0, 0.0);
        assert_double_close(by(&policy, 70).indemnities, -5000.0, 1e-9);
        assert_double_close(by(&policy, 200).indemnities, -7000.0, 1e-9);
    }
}

static void only_payments_from_the_day_on_come_as_bills(void **state)
{
    (void)state;
    dc_policy policy = of((dc_bill_use){.share = 0.5, .tenor = 90, .from = 11});
    assert_double_close(by(&policy, 50).held, 20000.0, 1e-9);
}

/* The factor is paid in cash; what it has not bought may come as a bill. */
static void what_is_sold_to_a_factor_is_paid_in_cash(void **state)
{
    (void)state;
    dc_policy policy = of((dc_bill_use){.share = 0.5, .tenor = 90, .from = 1});
    policy.factoring_count = 1;
    policy.factorings[0] =
        (dc_factoring){.advance = 0.8, .recourse = 1.0, .recourse_days = 90, .from = 16};
    assert_double_close(by(&policy, 50).held, 50000.0, 1e-9); /* due before day 16 */
}

static void a_use_that_moves_nothing_is_idle(void **state)
{
    static const dc_bill_use idle[] = {
        {.share = 0.0, .tenor = 90, .rate = 0.05, .dishonoured = 0.1, .from = 1},
        {.share = 1.0, .tenor = 0, .rate = 0.05, .discounted = 0.5, .from = 1},
        {.share = 1.0, .tenor = 90, .rate = 0.0, .discounted = 1.0, .from = 1}};
    (void)state;
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++) {
        dc_policy policy = of(idle[i]);
        assert_true(dc_bill_use_is_idle(&idle[i]));
        assert_true(dc_policy_is_empty(&policy));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bill_is_held_until_it_matures),
        cmocka_unit_test(a_bank_takes_off_its_discount_at_once),
        cmocka_unit_test(what_is_dishonoured_is_lost_when_it_matures),
        cmocka_unit_test(only_payments_from_the_day_on_come_as_bills),
        cmocka_unit_test(what_is_sold_to_a_factor_is_paid_in_cash),
        cmocka_unit_test(a_use_that_moves_nothing_is_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
