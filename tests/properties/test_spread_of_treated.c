/*
 * The spread of cash worked out without paths under measures, against the paths.
 *
 * As in test_spread_of_cash.c a test of this file fails by chance once in some 2,000 runs.
 */
#include "support/expect.h"
#include "support/given_spread.h"

/* Sales to come of some customers, for certain, all with a discount; their claims are old ones. */
static given_futures discounted(int customers, dc_together together, double hazard, double lost,
                                dc_discount discount)
{
    given_futures f = {.arena = dc_arena_new(), .book = given_company(21, customers, 0)};
    f.model = given_lively_model(f.book);
    f.model->together = together;
    for (int bin = 0; bin < DC_BINS; bin++) {
        f.model->write_off[bin] = lost;
        for (uint32_t c = 0; c < f.book->customers.count; c++)
            given_hazard(f.model, c, bin, hazard);
    }
    given_plan(f.book, "2024-07-01", "2024-12-31", "90000.00");
    f.book->plan[0].certain = true;
    f.options = (dc_simulate_options){.horizon_days = GIVEN_HORIZON, .seed = 5};
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    f.policy = (dc_policy){.discount_count = 1, .discounts = {discount}};
    return f;
}

static void leave_claims_out(given_futures *f)
{
    for (size_t i = 0; i < f->items->claim_count; i++)
        f->items->amount[i] = f->items->not_cash[i] = 0;
}

/* Who takes a discount pays all of its invoices in time, even those that would be paid after the
 * horizon: what one customer brings is all or little. */
static void discounts_are_taken_of_what_would_be_paid_after_the_horizon(void **state)
{
    (void)state;
    given_futures f = discounted(
        3, (dc_together){.run_share = 0.9}, 0.004, 0.0,
        (dc_discount){.discount = 0.02, .days = 5, .take_up = 0.4, .early = 1.0, .from = 1});
    assert_paths_agree(&f, 10000, 0.03);
    given_futures_drop(&f);
}

/* What all take is paid on its day, in good weeks and in bad ones; but not what is written off, and
 * that is less where customers would have paid sooner. */
static void what_all_take_hangs_on_write_offs_alone(void **state)
{
    (void)state;
    const dc_discount all = {.discount = 0.02, .days = 5, .take_up = 1.0, .early = 1.0, .from = 1};
    given_futures     f = discounted(60, (dc_together){.weekly = 0.4}, 0.01, 0.0, all);
    leave_claims_out(&f);
    assert_paths_agree(&f, 10000, 0.03);
    given_futures_drop(&f);
    f = discounted(60, (dc_together){.weekly = 0.4}, 0.01, 0.01, all);
    leave_claims_out(&f);
    assert_paths_agree(&f, 10000, 0.03);
    given_futures_drop(&f);
    f = discounted(3, (dc_together){.run_share = 0.9, .lasting = 0.3}, 0.02, 0.01, all);
    assert_paths_agree(&f, 10000, 0.02);
    given_futures_drop(&f);
}

/* A tenth less cash is a tenth less that good and bad weeks move: a fifth of the variance. */
static void good_and_bad_weeks_move_cash_less_the_discount(void **state)
{
    (void)state;
    given_futures f = discounted(
        60, (dc_together){.weekly = 0.4}, 0.1, 0.0,
        (dc_discount){.discount = 0.1, .days = 25, .take_up = 0.0, .early = 1.0, .from = 1});
    leave_claims_out(&f);
    assert_paths_agree(&f, 20000, 0.01);
    given_futures_drop(&f);
}

static given_futures disputed(int customers, int claims, dc_together together, double hazard,
                              dc_dispute dispute)
{
    given_futures f = given_futures_of(customers, claims, 9, together);
    for (uint32_t c = 0; c < (uint32_t)customers; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, hazard);
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0;
    f.policy = (dc_policy){.dispute_count = 1, .disputes = {dispute}};
    return f;
}

/* Claims that would be paid together are not disputed together. */
static void each_claim_is_disputed_by_itself(void **state)
{
    (void)state;
    given_futures f = disputed(3, 8, (dc_together){.run_share = 0.9}, 0.3,
                               (dc_dispute){.rate = 0.3,
                                            .share = 0.2,
                                            .whole = true,
                                            .settled = 0.6,
                                            .within = 30,
                                            .concession = 0.1,
                                            .from = 1});
    assert_paths_agree(&f, 10000, 0.03);
    given_futures_drop(&f);
}

/* Disputes end each by itself, but those of claims that would have been paid together began
 * together: long after all would have been paid, cash still hangs on when that was. */
static void disputes_of_one_pay_run_begin_together(void **state)
{
    (void)state;
    for (int32_t whole = 0; whole <= 1; whole++)
        for (int32_t first = 0; first <= 3; first += 3) {
            given_futures f = disputed(1, 25, (dc_together){.run_share = 1.0}, 0.05,
                                       (dc_dispute){.rate = 0.98,
                                                    .share = 0.7,
                                                    .whole = whole,
                                                    .settled = 0.4,
                                                    .within = 30,
                                                    .concession = 0.1,
                                                    .from = 1});
            f.options.first_week_days = first;
            assert_paths_agree(&f, 10000, 0.02);
            given_futures_drop(&f);
        }
}

/* A good week in which more is settled brings more of what is disputed later on. */
static void good_weeks_begin_more_disputes(void **state)
{
    (void)state;
    given_futures f =
        disputed(60, 8, (dc_together){.run_share = 0.5, .lasting = 0.2, .weekly = 0.4}, 0.05,
                 (dc_dispute){.rate = 0.9,
                              .share = 0.5,
                              .whole = true,
                              .settled = 0.5,
                              .within = 14,
                              .concession = 0.05,
                              .from = 1});
    assert_paths_agree(&f, 10000, 0.03);
    given_futures_drop(&f);
}

/* Nobody pays before the tenth day late, and hardly anybody leaves it a week more: claims that are
 * given time go on meeting each other, long after the week in which all would have been paid. */
static void strict_payers_that_are_given_time_go_on_paying_together(void **state)
{
    (void)state;
    given_futures f =
        given_futures_of(4, 9, 14, (dc_together){.run_share = 0.9, .lasting = 0.1, .weekly = 0.1});
    for (uint32_t c = 0; c < 4; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, bin < dc_bin_of(10) ? 0.0 : 0.5);
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0;
    f.policy = given_patience(0.2);
    assert_paths_agree(&f, 20000, 0.01);
    given_futures_drop(&f);
}

/* Misses are each claim's own, but what plans then leave is paid in runs again, in good weeks and
 * in bad ones: hardly anybody pays before 20 days, then most pay within a month. */
static given_futures missed_plans(int customers, int claims, dc_together together, double share)
{
    given_futures f = given_futures_of(customers, claims, 9, together);
    for (uint32_t c = 0; c < (uint32_t)customers; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, bin < dc_bin_of(20) ? 0.001 : 0.08);
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0;
    f.policy = (dc_policy){.plan_count = 1,
                           .plans = {{.down_payment = 0.1,
                                      .count = 3,
                                      .every_days = 14,
                                      .start = 7,
                                      .miss = 0.5,
                                      .share = share}}};
    return f;
}

static void what_missed_plans_leave_is_paid_together(void **state)
{
    (void)state;
    given_futures f = missed_plans(2, 12, (dc_together){.run_share = 1.0, .lasting = 0.3}, 1.0);
    assert_paths_agree(&f, 20000, 0.02);
    given_futures_drop(&f);
    f = missed_plans(40, 3, (dc_together){.weekly = 0.5, .lasting = 0.5}, 0.7);
    assert_paths_agree(&f, 20000, 0.03);
    given_futures_drop(&f);
}

/* A part of the claims is under a plan, and some customers delay what they pay of all. */
static void what_missed_plans_leave_meets_other_claims(void **state)
{
    (void)state;
    given_futures f = missed_plans(3, 9, (dc_together){.run_share = 0.9, .lasting = 0.1}, 1.0);
    dc_scope      soon = DC_SCOPE_INIT;
    soon.min_days_late = -35;
    f.policy.plans[0].scopes = (dc_scopes){1, &soon};
    f.policy.delay_count = 1;
    f.policy.delays[0] = (dc_delay){.days = 10, .share = 0.5, .from = 1, .to = INT32_MAX};
    assert_paths_agree(&f, 20000, 0.02);
    given_futures_drop(&f);
}

/* All are known to fail on one day, and what they would have paid of that week before it counts:
 * on the first day of a week nothing, on the last one nearly all. */
static void a_known_day_of_failing_ends_what_is_paid(void **state)
{
    (void)state;
    for (int32_t day = 8; day <= 14; day += 6) {
        given_futures f = given_futures_of(1, 6, 2, (dc_together){.run_share = 1.0});
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, 0, bin, 0.03);
        f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
        for (size_t i = f.items->claim_count; i < f.items->count; i++)
            f.items->amount[i] = 0;
        f.policy = (dc_policy){
            .insolvency_count = 1,
            .insolvencies = {{.largest = 1, .day = day, .recovered = 0.0, .contagion = 1.0}}};
        assert_paths_agree(&f, 10000, 0.02);
        given_futures_drop(&f);
    }
}

/* All is due at once and most is paid in two days; then the customer fails: by the week's
 * end nearly all would be paid, and by its beginning nothing. */
static void strict_payers_have_paid_before_they_fail(void **state)
{
    (void)state;
    given_futures f = given_futures_of(1, 6, 0, (dc_together){.run_share = 1.0});
    for (int bin = 0; bin < DC_BINS; bin++)
        given_hazard(f.model, 0, bin, bin < dc_bin_of(21) ? 0.0 : 0.6);
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0;
    f.policy = (dc_policy){
        .insolvency_count = 1,
        .insolvencies = {{.largest = 1, .day = 13, .recovered = 0.5, .contagion = 1.0}}};
    assert_paths_agree(&f, 10000, 0.02);
    given_futures_drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(discounts_are_taken_of_what_would_be_paid_after_the_horizon),
        cmocka_unit_test(what_all_take_hangs_on_write_offs_alone),
        cmocka_unit_test(good_and_bad_weeks_move_cash_less_the_discount),
        cmocka_unit_test(each_claim_is_disputed_by_itself),
        cmocka_unit_test(disputes_of_one_pay_run_begin_together),
        cmocka_unit_test(good_weeks_begin_more_disputes),
        cmocka_unit_test(strict_payers_that_are_given_time_go_on_paying_together),
        cmocka_unit_test(what_missed_plans_leave_is_paid_together),
        cmocka_unit_test(what_missed_plans_leave_meets_other_claims),
        cmocka_unit_test(a_known_day_of_failing_ends_what_is_paid),
        cmocka_unit_test(strict_payers_have_paid_before_they_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
