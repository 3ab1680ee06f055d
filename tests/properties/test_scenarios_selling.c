/* What levers on sales and on customers that leave must do on every single path. */
#include "support/expect.h"
#include "support/futures.h"

#include <string.h>

#include "duecast/metrics.h"

static dc_policy sells(double change, int32_t from, int32_t to, int32_t ramp)
{
    return (dc_policy){.sales_count = 1,
                       .sales = {{.change = change, .from = from, .to = to, .ramp = ramp}}};
}

static dc_policy keeps(double kept, int32_t from)
{
    return (dc_policy){.retention_count = 1, .retentions = {{.kept = kept, .from = from}}};
}

/* Cash and invoices summed up: never more in `less`. */
static void assert_sells_never_more(const futures *f, size_t less, size_t more)
{
    for (size_t currency = 0; currency < f->book->currency_count; currency++)
        for (uint32_t path = 0; path < f->options.path_count; path++) {
            int64_t cash = 0, invoiced = 0;
            for (int32_t day = 1; day <= HORIZON; day++) {
                cash += run_cash(f->all, more, currency, day, path) -
                        run_cash(f->all, less, currency, day, path);
                invoiced += run_flow(f->all, more, currency, DC_FLOW_INVOICED, day, path) -
                            run_flow(f->all, less, currency, DC_FLOW_INVOICED, day, path);
                assert_true(cash >= 0);
                assert_true(invoiced >= 0);
            }
        }
}

static const dc_together ties[] = {{.run_share = 0.0},
                                   {.run_share = 0.6, .lasting = 0.15, .weekly = 0.2}};

static void more_sales_never_bring_less(void **state)
{
    (void)state;
    dc_policy none = {0}, nothing = sells(-1.0, 1, INT32_MAX, 0),
              less = sells(-0.3, 1, INT32_MAX, 0), by_and_by = sells(-0.3, 1, INT32_MAX, 90),
              more = sells(0.25, 30, INT32_MAX, 20), much_more = sells(1.5, 30, 160, 0);
    const dc_policy *const policies[] = {&nothing, &less, &by_and_by, &none, &more, &much_more};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures f = futures_of(seed, policies, 6, given_lively_model, ties[seed - 1]);
        for (size_t scenario = 1; scenario < 5; scenario++) {
            assert_sells_never_more(&f, scenario - 1, scenario);
            assert_true(futures_differ(&f, scenario, scenario - 1));
        }
        assert_sells_never_more(&f, 3, 5);
        futures_free(&f);
    }
}

static void nothing_is_invoiced_where_nothing_is_sold(void **state)
{
    (void)state;
    dc_policy              nothing = sells(-1.0, 1, INT32_MAX, 0);
    const dc_policy *const policies[] = {&nothing};
    futures                f = futures_of(3, policies, 1, given_lively_model, ties[0]);
    for (size_t currency = 0; currency < f.book->currency_count; currency++)
        for (uint32_t path = 0; path < f.options.path_count; path++)
            assert_int_equal(run_sum(f.all, 0, currency, DC_FLOW_INVOICED, HORIZON, path), 0);
    futures_free(&f);
}

static void customers_that_stay_at_a_lower_share_stay_at_a_higher(void **state)
{
    (void)state;
    dc_policy none = {0}, gone = keeps(0.0, 1), few = keeps(0.4, 1), most = keeps(0.8, 1),
              later = keeps(0.8, 60);
    const dc_policy *const policies[] = {&gone, &few, &most, &later, &none};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures f = futures_of(seed, policies, 5, given_failing_model, ties[seed - 1]);
        for (size_t scenario = 1; scenario < 5; scenario++) {
            assert_sells_never_more(&f, scenario - 1, scenario);
            assert_true(futures_differ(&f, scenario, scenario - 1));
        }
        futures_free(&f);
    }
}

/* What is invoiced and what is not ordered are together what would have been invoiced. */
static void what_is_not_ordered_is_what_is_missing(void **state)
{
    (void)state;
    dc_policy              none = {0}, some = keeps(0.6, 40);
    const dc_policy *const policies[] = {&none, &some};
    futures                f = futures_of(4, policies, 2, given_failing_model, ties[0]);
    int64_t                missing = 0;
    for (size_t currency = 0; currency < f.book->currency_count; currency++)
        for (uint32_t path = 0; path < f.options.path_count; path++)
            for (int32_t day = 1; day <= HORIZON; day++) {
                int64_t lost = run_flow(f.all, 1, currency, DC_FLOW_NOT_ORDERED, day, path);
                assert_int_equal(run_flow(f.all, 0, currency, DC_FLOW_INVOICED, day, path),
                                 run_flow(f.all, 1, currency, DC_FLOW_INVOICED, day, path) + lost);
                assert_true(lost >= 0 && (lost == 0 || day >= 40));
                missing += lost;
            }
    assert_true(missing > 0);
    futures_free(&f);
}

/* With limits no more is ordered on any path, what is missing is told, and all of it is as a second
 * telling has it. */
static void limits_let_no_more_through(void **state)
{
    (void)state;
    dc_policy none = {0}, tight = {.limit_count = 1}, slack;
    tight.limits[0] = (dc_credit_limit_row){
        .limit = INT64_MAX, .days = 20, .factor = 1.0, .lost = 0.8, .from = 10};
    slack = tight;
    slack.limits[0].days = 40;
    const dc_policy *const policies[] = {&none, &tight, &slack};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures   f = futures_of(seed, policies, 3, given_failing_model, ties[seed - 1]);
        dc_checks checks = {0};
        for (size_t scenario = 1; scenario < 3; scenario++) {
            assert_sells_never_more(&f, scenario, 0);
            assert_true(futures_differ(&f, scenario, 0));
        }
        assert_int_equal(
            dc_verify(&checks, f.arena, f.book, f.model, f.items, policies, 3, &f.options), DC_OK);
        for (size_t i = 0; i < checks.count; i++)
            assert_true(checks.check[i].passed);
        futures_free(&f);
    }
}

/* With one customer a path has all of its invoices or, from day 40 on, none. */
static void a_customer_leaves_with_all_its_orders(void **state)
{
    (void)state;
    dc_book            *book = given_company(5, 1, 0);
    dc_model           *model = given_lively_model(book);
    dc_policy           some = keeps(0.5, 40);
    dc_simulate_options options = {
        .horizon_days = HORIZON, .path_count = given_paths(400), .seed = 5};
    run     *all = run_policy(book, model, &some, &options);
    uint32_t left = 0;
    for (uint32_t path = 0; path < options.path_count; path++) {
        int64_t lost = 0, later = 0;
        for (size_t currency = 0; currency < book->currency_count; currency++)
            for (int32_t day = 40; day <= HORIZON; day++) {
                lost += run_flow(all, 0, currency, DC_FLOW_NOT_ORDERED, day, path);
                later += run_flow(all, 0, currency, DC_FLOW_INVOICED, day, path);
            }
        assert_true(lost == 0 || later == 0);
        left += lost > 0;
    }
    /* Half of them: five standard deviations. */
    assert_double_close(left, 0.5 * options.path_count, 2.5 * 20.0 * options.path_count / 400.0);
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
}

static void settings_without_effect_are_the_baseline_bit_for_bit(void **state)
{
    (void)state;
    dc_scope  nobody = DC_SCOPE_INIT;
    dc_policy none = {0}, same = sells(0.0, 1, INT32_MAX, 9), over = sells(-0.5, 9, 8, 0),
              out_of_scope = sells(0.5, 1, INT32_MAX, 0), all_stay = keeps(1.0, 1),
              too_late = keeps(0.0, HORIZON + 1), nobody_leaves = keeps(0.0, 1);
    nobody.customer = "nobody at all";
    out_of_scope.sales[0].scopes = nobody_leaves.retentions[0].scopes = (dc_scopes){1, &nobody};
    const dc_policy *const policies[] = {&none,     &same,     &over,         &out_of_scope,
                                         &all_stay, &too_late, &nobody_leaves};
    for (int failing = 0; failing <= 1; failing++) {
        futures f = futures_of(1, policies, 7, failing ? given_failing_model : given_lively_model,
                               ties[failing]);
        for (size_t scenario = 1; scenario < 7; scenario++)
            assert_false(futures_differ(&f, scenario, 0));
        futures_free(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_sales_never_bring_less),
        cmocka_unit_test(nothing_is_invoiced_where_nothing_is_sold),
        cmocka_unit_test(customers_that_stay_at_a_lower_share_stay_at_a_higher),
        cmocka_unit_test(what_is_not_ordered_is_what_is_missing),
        cmocka_unit_test(limits_let_no_more_through),
        cmocka_unit_test(a_customer_leaves_with_all_its_orders),
        cmocka_unit_test(settings_without_effect_are_the_baseline_bit_for_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
