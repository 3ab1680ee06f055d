#include "support/expect.h"
#include "support/given.h"

#include <string.h>

#include "forecast/simulate/treat.h"

/* --- instalment plans --- */

static dc_plan_steps steps_of(dc_instalments plan, const char *as_of, int64_t amount,
                              int64_t not_cash)
{
    dc_plan_steps steps;
    dc_plan_make(&steps, &plan, date(as_of), amount, not_cash);
    return steps;
}

static void the_steps_of_a_plan_add_up_to_the_claim(void **state)
{
    (void)state;
    for (int32_t count = 1; count <= 36; count++)
        for (int64_t amount = 1; amount < 100000; amount = amount * 3 + 7) {
            dc_instalments plan = {
                .down_payment = 0.2, .count = count, .every_days = 7, .start = 3};
            dc_plan_steps steps = steps_of(plan, "2024-06-30", amount, amount / 5);
            int64_t       sum = 0;
            assert_int_equal(steps.count, count + 1);
            for (int32_t i = 0; i < steps.count; i++) {
                assert_true(steps.amount[i] >= 0);
                sum += steps.amount[i];
            }
            assert_int_equal(sum, amount);
        }
}

static void a_plan_pays_down_first_and_then_in_equal_parts(void **state)
{
    (void)state;
    static const int64_t amounts[] = {2800, 2400, 2400, 2400};
    static const int32_t days[] = {5, 15, 25, 35};
    dc_instalments       plan = {.down_payment = 0.2, .count = 3, .every_days = 10, .start = 5};
    dc_plan_steps        steps = steps_of(plan, "2024-06-30", 10000, 1000);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(steps.amount[i], amounts[i]); /* 1000 without cash go with the first */
        assert_int_equal(steps.day[i], days[i]);
    }
}

/* From 31 January: 29 February, 31 March, 30 April; nothing is chained. */
static void monthly_instalments_count_from_the_first_day_of_the_plan(void **state)
{
    (void)state;
    static const int32_t days[] = {1, 30, 61, 91};
    dc_instalments       plan = {.down_payment = 0.0, .count = 3, .every_months = 1, .start = 1};
    dc_plan_steps        steps = steps_of(plan, "2024-01-30", 300, 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(steps.day[i], days[i]);
    assert_int_equal(steps.amount[0], 0);
}

/* --- terms --- */

/* 15 days more and 0.6 of it passed through: 9 days later, 6 days less late. */
static void a_payment_moves_by_the_share_that_is_passed_through(void **state)
{
    (void)state;
    static const struct {
        int32_t days;
        double  pass_through;
        int32_t shift;
        double  more;
    } cases[] = {
        {45, 0.6, 9, 0.0},   {45, 0.0, 0, 0.0},  {45, 1.0, 15, 0.0}, {45, 0.5, 7, 0.5},
        {15, 1.0, -15, 0.0}, {15, 0.5, -8, 0.5}, {30, 0.7, 0, 0.0},  {31, 0.25, 0, 0.25},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_terms_change change = {.days = cases[i].days, .pass_through = cases[i].pass_through};
        dc_new_terms    terms = dc_terms_apply(&change, 10, 40);
        assert_int_equal(terms.due, 10 + cases[i].days);
        assert_int_equal(terms.shift, cases[i].shift);
        assert_double_close(terms.shift_more, cases[i].more, 1e-12);
    }
}

/* Of 10.00, of which 1.00 without cash and 3.00 as a second part. */
static dc_terms_of resized(double change)
{
    dc_terms_of terms = {.amount = 1000, .not_cash = 100, .rest = 300};
    dc_terms_resize(&terms, change);
    return terms;
}

static void a_change_of_sales_resizes_an_item_with_its_parts(void **state)
{
    (void)state;
    assert_int_equal(resized(-0.1).amount, 900);
    assert_int_equal(resized(-0.1).not_cash, 90);
    assert_int_equal(resized(-0.1).rest, 270);
    assert_int_equal(resized(0.1).amount, 1100);
    assert_int_equal(resized(0.1).not_cash, 110);
    assert_int_equal(resized(0.1).rest, 330);
    assert_int_equal(resized(0.0).amount, 1000);
    assert_int_equal(resized(-1.0).amount, 0);
}

/* 20 % less, reached over 4 days from day 10 on. */
static void a_change_of_sales_is_reached_evenly(void **state)
{
    (void)state;
    static const struct {
        int32_t issue;
        double  reached;
    } cases[] = {{9, 0.0}, {10, -0.04}, {12, -0.12}, {14, -0.2}, {50, -0.2}, {51, 0.0}};
    dc_sales_change change = {.change = -0.2, .from = 10, .to = 50, .ramp = 4};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_double_close(dc_sales_reach(&change, cases[i].issue), cases[i].reached, 1e-12);
}

/* Whole days, halves up: 10 days, two more a day; 5 days, half a day more a day. */
static void a_delay_grows_by_whole_days(void **state)
{
    (void)state;
    static const dc_delay delays[] = {
        {.days = 10, .share = 1.0, .from = 5, .to = 20, .ramp = 4},
        {.days = 5, .share = 1.0, .from = 1, .to = INT32_MAX, .ramp = 9},
        {.days = 10, .share = 1.0, .from = 5, .to = 20},
    };
    static const struct {
        size_t  delay;
        int32_t day, later;
    } cases[] = {{0, 4, 0}, {0, 5, 2}, {0, 7, 6}, {0, 9, 10}, {0, 20, 10}, {0, 21, 0}, {1, 1, 1},
                 {1, 2, 1}, {1, 3, 2}, {1, 9, 5}, {1, 10, 5}, {2, 4, 0},   {2, 5, 10}, {2, 21, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dc_delay_days(&delays[cases[i].delay], cases[i].day), cases[i].later);
}

/* From 30 to 60 days, half of it passed on: a tenth of that on the first day. */
static void new_terms_are_used_little_by_little(void **state)
{
    (void)state;
    const dc_terms_change change = {.days = 60, .from = 10, .pass_through = 0.5, .ramp = 9};
    dc_new_terms          first = dc_terms_apply(&change, 10, 40);
    assert_int_equal(first.due, 70);
    assert_int_equal(first.shift, 1);
    assert_double_close(first.shift_more, 0.5, 1e-12);
    dc_new_terms last = dc_terms_apply(&change, 19, 49);
    assert_int_equal(last.shift, 15);
    assert_double_close(last.shift_more, 0.0, 1e-12);
}

/* 10 % more by new terms, half as much again, a fifth less: 1.1 x 1.5 x 0.8 = 1.32. */
static void changes_of_sales_multiply(void **state)
{
    (void)state;
    dc_policy    policy = {.terms_count = 1,
                           .terms = {{.days = 30, .sales = 0.1}},
                           .sales_count = 2,
                           .sales = {{.change = 0.5, .from = 1, .to = INT32_MAX},
                                     {.change = -0.2, .from = 1, .to = INT32_MAX}}};
    dc_treatment treatment = DC_UNTREATED;
    treatment.terms = 0;
    treatment.sales = 3;
    assert_double_close(dc_sales_change_of(&policy, treatment, 7), 0.32, 1e-12);
    assert_double_close(dc_slot_change_of(&policy, treatment, 7), 0.2, 1e-12);
    assert_double_close(dc_extra_share_of(&policy, treatment, 7), 0.12, 1e-12);
    policy.terms[0].sales = -0.1;
    assert_double_close(dc_slot_change_of(&policy, treatment, 7), 0.08, 1e-12);
    assert_double_close(dc_extra_share_of(&policy, treatment, 7), 0.0, 0.0);
}

/* --- who is touched --- */

typedef struct {
    dc_arena     *arena;
    dc_book      *book;
    dc_model     *model;
    dc_items     *items;
    dc_treatment *treatments;
} made;

static made treat(const dc_policy *policy)
{
    made all = {.arena = dc_arena_new(), .book = given_company(2, 15, 0)};
    all.model = given_model(all.book, 0.05, 0.0);
    all.items = dc_items_make(all.arena, all.book, all.model, 364);
    all.treatments = dc_treatments_make(all.arena, all.book, all.model, all.items, policy);
    return all;
}

static void drop(made *all)
{
    dc_model_free(all->model);
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static void an_empty_policy_touches_nothing(void **state)
{
    (void)state;
    dc_policy nothing = {.delay_count = 2,
                         .delays = {{.days = 0, .share = 1.0, .from = 0, .to = INT32_MAX},
                                    {.days = 9, .share = 0.0, .from = 0, .to = INT32_MAX}},
                         .plan_count = 1,
                         .plans = {{.count = 1, .every_days = 1, .start = 1, .share = 0.0}}};
    made      all = treat(&nothing);
    for (size_t i = 0; i < all.items->count; i++)
        assert_false(dc_is_treated(all.treatments[i]));
    drop(&all);
}

static void plans_are_for_open_claims_and_terms_for_future_invoices(void **state)
{
    (void)state;
    dc_policy both = {.plan_count = 1,
                      .plans = {{.count = 1, .every_days = 1, .start = 1, .share = 1.0}},
                      .terms_count = 1,
                      .terms = {{.days = 10, .from = 50, .pass_through = 1.0}}};
    made      all = treat(&both);
    for (size_t i = 0; i < all.items->count; i++) {
        bool is_claim = i < all.items->claim_count;
        assert_int_equal(all.treatments[i].plan, is_claim ? 0 : DC_NONE);
        assert_int_equal(all.treatments[i].terms,
                         !is_claim && all.items->issue[i] >= 50 ? 0 : DC_NONE);
    }
    drop(&all);
}

static void the_first_plan_that_fits_counts_and_all_delays_that_fit(void **state)
{
    (void)state;
    dc_scope retail = DC_SCOPE_INIT, late = DC_SCOPE_INIT;
    retail.segment = "retail";
    late.min_days_late = 1;
    dc_policy policy = {
        .plan_count = 2,
        .plans = {{.scopes = {1, &retail}, .count = 1, .every_days = 1, .start = 1, .share = 1.0},
                  {.count = 2, .every_days = 1, .start = 1, .share = 1.0}},
        .delay_count = 2,
        .delays = {{.scopes = {1, &retail}, .days = 5, .share = 1.0, .from = 0, .to = 99},
                   {.scopes = {1, &late}, .days = 5, .share = 1.0, .from = 0, .to = 99}}};
    made all = treat(&policy);
    for (size_t i = 0; i < all.items->claim_count; i++) {
        bool is_retail = strcmp(all.items->segment[i], "retail") == 0;
        bool is_late = all.items->due[i] < 0;
        assert_int_equal(all.treatments[i].plan, is_retail ? 0 : 1);
        assert_int_equal(all.treatments[i].delays, (is_retail ? 1 : 0) | (is_late ? 2 : 0));
    }
    drop(&all);
}

/* --- sales that terms win --- */

/* Of one slot as of a thousand: half a minor unit off at most, and never less for more. */
static void terms_win_their_share_of_each_slot(void **state)
{
    (void)state;
    int64_t before = 0;
    for (double sales = 0.0005; sales <= 1.0; sales *= 1.7) {
        dc_policy policy = {
            .terms_count = 1,
            .terms = {{.days = 60, .from = 1, .pass_through = 1.0, .sales = sales}}};
        made     all = treat(&policy);
        int64_t *extra = dc_extra_sales(all.arena, all.items, all.treatments, &policy), won = 0;
        for (size_t i = 0; i < all.items->count; i++) {
            double share = i < all.items->claim_count ? 0.0 : sales;
            assert_double_close((double)extra[i], share * (double)all.items->amount[i], 0.5);
            won += extra[i];
        }
        assert_true(won > before);
        before = won;
        drop(&all);
    }
}

static void an_extra_item_is_nobody_else(void **state)
{
    (void)state;
    made all = treat(&(dc_policy){0});
    for (size_t i = 0; i < all.items->count; i++)
        for (size_t j = 0; j < all.items->count; j++)
            assert_true(dc_extra_entity(all.items->entity[i]) != all.items->entity[j]);
    drop(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_of_a_plan_add_up_to_the_claim),
        cmocka_unit_test(a_plan_pays_down_first_and_then_in_equal_parts),
        cmocka_unit_test(monthly_instalments_count_from_the_first_day_of_the_plan),
        cmocka_unit_test(a_payment_moves_by_the_share_that_is_passed_through),
        cmocka_unit_test(a_change_of_sales_resizes_an_item_with_its_parts),
        cmocka_unit_test(a_change_of_sales_is_reached_evenly),
        cmocka_unit_test(a_delay_grows_by_whole_days),
        cmocka_unit_test(new_terms_are_used_little_by_little),
        cmocka_unit_test(changes_of_sales_multiply),
        cmocka_unit_test(an_empty_policy_touches_nothing),
        cmocka_unit_test(plans_are_for_open_claims_and_terms_for_future_invoices),
        cmocka_unit_test(the_first_plan_that_fits_counts_and_all_delays_that_fit),
        cmocka_unit_test(terms_win_their_share_of_each_slot),
        cmocka_unit_test(an_extra_item_is_nobody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
