/* What scenarios must do on every single path, because all scenarios share their luck. */
#include "support/expect.h"
#include "support/futures.h"

#include <string.h>

enum { SEEDS = 3 };

static futures simulate(uint64_t seed, const dc_policy *const *policies, size_t count, bool certain)
{
    return futures_of(seed, policies, count, certain ? given_certain_model : given_lively_model,
                      (dc_together){0});
}

/* Cumulative cash of scenario `later` is never above that of `sooner`, path by path, day by day. */
static void assert_never_sooner(const futures *f, size_t later, size_t sooner)
{
    for (size_t currency = 0; currency < f->book->currency_count; currency++)
        for (uint32_t path = 0; path < f->options.path_count; path++) {
            int64_t sum = 0;
            for (int32_t day = 1; day <= HORIZON; day++) {
                sum += run_cash(f->all, sooner, currency, day, path);
                sum -= run_cash(f->all, later, currency, day, path);
                assert_true(sum >= 0);
            }
        }
}

static dc_policy late(int32_t days, double share, int32_t from, int32_t to)
{
    return (dc_policy){.delay_count = 1,
                       .delays = {{.days = days, .share = share, .from = from, .to = to}}};
}

/* --- late payment --- */

static void a_delay_never_lets_anything_be_paid_earlier(void **state)
{
    (void)state;
    dc_policy none = {0}, all = late(15, 1.0, 1, INT32_MAX), window = late(40, 1.0, 20, 50);
    dc_policy some = late(15, 0.4, 1, INT32_MAX);
    const dc_policy *const policies[] = {&none, &all, &window, &some};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        futures f = simulate(seed, policies, 4, false);
        for (size_t scenario = 1; scenario < 4; scenario++) {
            assert_never_sooner(&f, scenario, 0);
            assert_true(futures_differ(&f, scenario, 0));
        }
        futures_free(&f);
    }
}

static void a_longer_delay_is_never_sooner_than_a_shorter(void **state)
{
    (void)state;
    dc_policy              short_delay = late(7, 1.0, 1, 60), long_delay = late(30, 1.0, 1, 60);
    const dc_policy *const policies[] = {&short_delay, &long_delay};
    futures                f = simulate(1, policies, 2, false);
    assert_never_sooner(&f, 1, 0);
    futures_free(&f);
}

static void a_larger_share_holds_the_smaller(void **state)
{
    (void)state;
    dc_policy none = {0}, few = late(21, 0.2, 1, INT32_MAX), many = late(21, 0.7, 1, INT32_MAX),
              everyone = late(21, 1.0, 1, INT32_MAX);
    const dc_policy *const policies[] = {&none, &few, &many, &everyone};
    futures                f = simulate(2, policies, 4, false);
    for (size_t scenario = 1; scenario < 4; scenario++)
        assert_never_sooner(&f, scenario, scenario - 1);
    futures_free(&f);
}

/* What is paid within the window comes later by whole days; the rest stays where it was. */
static void a_delay_moves_the_cash_of_its_window_by_its_days(void **state)
{
    (void)state;
    dc_policy              none = {0}, moved = late(15, 1.0, 1, INT32_MAX);
    const dc_policy *const policies[] = {&none, &moved};
    futures                f = simulate(3, policies, 2, false);
    for (size_t currency = 0; currency < f.book->currency_count; currency++)
        for (uint32_t path = 0; path < f.options.path_count; path++)
            for (int32_t day = 1; day <= HORIZON; day++) {
                int64_t before = day > 15 ? run_cash(f.all, 0, currency, day - 15, path) : 0;
                assert_int_equal(run_cash(f.all, 1, currency, day, path), before);
            }
    futures_free(&f);
}

static void a_delay_changes_neither_invoices_nor_write_offs(void **state)
{
    (void)state;
    dc_policy              none = {0}, moved = late(15, 0.6, 1, INT32_MAX);
    const dc_policy *const policies[] = {&none, &moved};
    futures                f = simulate(3, policies, 2, false);
    for (size_t currency = 0; currency < f.book->currency_count; currency++)
        for (uint32_t path = 0; path < f.options.path_count; path++)
            for (int32_t day = 1; day <= HORIZON; day++) {
                assert_int_equal(run_flow(f.all, 1, currency, DC_FLOW_INVOICED, day, path),
                                 run_flow(f.all, 0, currency, DC_FLOW_INVOICED, day, path));
                assert_int_equal(run_flow(f.all, 1, currency, DC_FLOW_WRITTEN_OFF, day, path),
                                 run_flow(f.all, 0, currency, DC_FLOW_WRITTEN_OFF, day, path));
            }
    futures_free(&f);
}

/* --- nothing --- */

static void a_policy_without_effect_is_the_baseline_bit_for_bit(void **state)
{
    (void)state;
    dc_scope  nobody = DC_SCOPE_INIT;
    dc_policy none = {0}, zero_days = late(0, 1.0, 1, INT32_MAX), zero_share = late(9, 0.0, 1, 99);
    dc_policy out_of_scope = late(30, 1.0, 1, INT32_MAX);
    dc_policy same_terms = {.terms_count = 1,
                            .terms = {{.days = 30, .from = HORIZON + 1, .pass_through = 1.0}}};
    nobody.customer = "nobody at all";
    out_of_scope.delays[0].scopes = (dc_scopes){1, &nobody};
    const dc_policy *const policies[] = {&none, &zero_days, &zero_share, &out_of_scope,
                                         &same_terms};
    futures                f = simulate(1, policies, 5, false);
    for (size_t scenario = 1; scenario < 5; scenario++)
        assert_false(futures_differ(&f, scenario, 0));
    futures_free(&f);
}

/* --- instalments --- */

static dc_policy plan(dc_instalments of)
{
    return (dc_policy){.plan_count = 1, .plans = {of}};
}

static int64_t open_claims(const futures *f, size_t currency)
{
    int64_t sum = 0;
    for (size_t i = 0; i < f->items->claim_count; i++)
        sum += f->items->currency[i] == currency ? f->items->amount[i] : 0;
    return sum;
}

/* Slots do not take part in plans, so what a plan changes is today's claims alone. */
static void a_plan_that_is_kept_pays_every_claim_on_its_days(void **state)
{
    (void)state;
    dc_policy              none = {0};
    dc_policy              kept = plan((dc_instalments){
                     .down_payment = 0.25,
                     .count = 3,
                     .every_days = 30,
                     .start = 4,
                     .miss = 0.0,
                     .share = 1.0,
    });
    const dc_policy *const policies[] = {&kept, &none};
    futures                f = simulate(1, policies, 2, true);
    for (size_t currency = 0; currency < f.book->currency_count; currency++) {
        int64_t wanted = open_claims(&f, currency);
        for (uint32_t path = 0; path < f.options.path_count; path++) {
            int64_t settled = 0;
            for (int32_t day = 1; day <= 94; day++)
                settled += run_flow(f.all, 0, currency, DC_FLOW_SETTLED_NOT_DUE, day, path) +
                           run_flow(f.all, 0, currency, DC_FLOW_SETTLED_OVERDUE, day, path) -
                           run_flow(f.all, 1, currency, DC_FLOW_SETTLED_NOT_DUE, day, path) -
                           run_flow(f.all, 1, currency, DC_FLOW_SETTLED_OVERDUE, day, path);
            assert_int_equal(settled, 0); /* by then both have paid today's claims in full */
            assert_true(wanted > 0);
        }
    }
    futures_free(&f);
}

static const char *const one_late_claim = "customer invoice issued due amount\n"
                                          "acme A-1 2023-01-10 2024-05-09 100.00\n";

/* The certain payer is late from day 1 on; with the first instalment missed the rest comes the day
 * after it, for a claim that was due before the as-of date. */
static void a_missed_instalment_sends_the_rest_back_to_the_old_habit(void **state)
{
    (void)state;
    dc_book            *book = given_book("2024-06-30", one_late_claim);
    dc_model           *model = given_certain_model(book);
    dc_simulate_options options = {.horizon_days = 60, .path_count = 100, .seed = 1};
    static const struct {
        double  miss;
        int32_t count, days[4];
        int64_t cash[4];
    } cases[] = {
        {1.0, 3, {5, 16}, {1000, 9000}}, /* down, then all on the day after the missed */
        {0.0, 3, {5, 15, 25, 35}, {1000, 3000, 3000, 3000}},
        {0.0, 1, {5, 15}, {1000, 9000}},
        {1.0, 1, {5, 16}, {1000, 9000}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_policy of = plan((dc_instalments){
            .down_payment = 0.1,
            .count = cases[i].count,
            .every_days = 10,
            .start = 5,
            .miss = cases[i].miss,
            .share = 1.0,
        });
        run      *all = run_policy(book, model, &of, &options);
        for (uint32_t path = 0; path < options.path_count; path++)
            for (int32_t day = 1, next = 0; day <= 60; day++) {
                int64_t wanted = 0;
                if (next < 4 && cases[i].days[next] == day)
                    wanted = cases[i].cash[next++];
                assert_int_equal(run_cash(all, 0, 0, day, path), wanted);
            }
        run_free(all);
    }
    dc_model_free(model);
    given_book_free(book);
}

static void a_plan_ages_by_the_original_due_date(void **state)
{
    (void)state;
    dc_book            *book = given_book("2024-06-30", one_late_claim);
    dc_model           *model = given_certain_model(book);
    dc_policy           of = plan((dc_instalments){
                  .down_payment = 0.1,
                  .count = 1,
                  .every_days = 50,
                  .start = 5,
                  .share = 1.0,
    });
    dc_simulate_options options = {.horizon_days = 60,
                                   .path_count = 100,
                                   .seed = 1,
                                   .report_count = 2,
                                   .report_days = {3, 30}};
    run                *all = run_policy(book, model, &of, &options);
    assert_int_equal(run_ageing(all, 0, 0, 0, 2, 7), 10000); /* 55 days past due */
    assert_int_equal(run_ageing(all, 0, 0, 1, 3, 7), 9000);  /* 82 */
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
}

/* --- terms --- */

/* One future invoice of day 10, due on day 40; the certain payer pays when it is due. */
static run *run_terms(dc_terms_change change, const dc_simulate_options *options)
{
    dc_book *book =
        given_book("2024-06-30", "customer invoice issued due amount\n"
                                 "acme A-0 2023-06-01 2023-07-01   1.00 paid=2023-07-01\n"
                                 "acme A-1 2023-07-12 2023-08-11 100.00 paid=2023-08-11\n");
    dc_model *model = given_certain_model(book);
    dc_policy policy = {.terms_count = 1, .terms = {change}};
    run      *all = run_policy(book, model, &policy, options);
    dc_model_free(model);
    given_book_free(book);
    return all;
}

static void new_terms_move_the_payment_by_what_is_passed_through(void **state)
{
    (void)state;
    static const struct {
        dc_terms_change change;
        int32_t         day, later_day; /* a second day where the days are not whole */
    } cases[] = {
        {{.days = 45, .from = 1, .pass_through = 0.6}, 49, 0}, /* 9 days later, 6 days early */
        {{.days = 45, .from = 1, .pass_through = 0.0}, 40, 0},
        {{.days = 45, .from = 1, .pass_through = 1.0}, 55, 0},
        {{.days = 45, .from = 10, .pass_through = 1.0}, 55, 0},
        {{.days = 45, .from = 11, .pass_through = 1.0}, 40, 0}, /* issued before they apply */
        {{.days = 45, .from = 1, .pass_through = 0.5}, 47, 48},
        {{.days = 0, .from = 1, .pass_through = 1.0}, 10, 0},
        {{.days = 14, .from = 1, .pass_through = 1.0}, 24, 0},
    };
    dc_simulate_options options = {.horizon_days = 60, .path_count = 256, .seed = 1};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        run     *all = run_terms(cases[i].change, &options);
        uint32_t sooner = 0, later = 0;
        for (uint32_t path = 0; path < options.path_count; path++) {
            int64_t invoiced = run_sum(all, 0, 0, DC_FLOW_INVOICED, 60, path);
            int64_t first = run_cash(all, 0, 0, cases[i].day, path);
            int64_t second = run_cash(all, 0, 0, cases[i].later_day, path);
            assert_int_equal(first + second, invoiced);
            sooner += first > 0;
            later += second > 0;
        }
        assert_true(sooner > 40);
        assert_true((later > 40) == (cases[i].later_day > 0));
        run_free(all);
    }
}

static void a_payment_is_never_before_its_invoice(void **state)
{
    (void)state;
    dc_policy none = {0};
    dc_policy at_once = {.terms_count = 1, .terms = {{.days = 0, .from = 1, .pass_through = 1.0}}};
    const dc_policy *const policies[] = {&none, &at_once};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        futures f = simulate(seed, policies, 2, false);
        assert_never_sooner(&f, 0, 1);
        for (size_t currency = 0; currency < f.book->currency_count; currency++)
            for (uint32_t path = 0; path < f.options.path_count; path++) {
                int64_t open = open_claims(&f, currency);
                for (int32_t day = 1; day <= HORIZON; day++) {
                    open += run_flow(f.all, 1, currency, DC_FLOW_INVOICED, day, path) -
                            run_flow(f.all, 1, currency, DC_FLOW_SETTLED_NOT_DUE, day, path) -
                            run_flow(f.all, 1, currency, DC_FLOW_SETTLED_OVERDUE, day, path);
                    assert_true(open >= 0);
                }
            }
        futures_free(&f);
    }
}

static void longer_terms_are_never_sooner(void **state)
{
    (void)state;
    dc_policy none = {0};
    dc_policy half = {.terms_count = 1, .terms = {{.days = 90, .from = 5, .pass_through = 0.55}}};
    dc_policy full = {.terms_count = 1, .terms = {{.days = 90, .from = 5, .pass_through = 1.0}}};
    const dc_policy *const policies[] = {&none, &half, &full};
    futures                f = simulate(2, policies, 3, false);
    assert_never_sooner(&f, 1, 0);
    assert_never_sooner(&f, 2, 1);
    futures_free(&f);
}

/* Half a cent for each invoice. */
static void assert_invoiced_times(const futures *f, size_t policy, double factor)
{
    for (size_t currency = 0; currency < f->book->currency_count; currency++)
        for (int32_t day = 1; day <= HORIZON; day++)
            for (uint32_t path = 0; path < f->options.path_count; path++) {
                double before = (double)run_sum(f->all, 0, currency, DC_FLOW_INVOICED, day, path);
                double after =
                    (double)run_sum(f->all, policy, currency, DC_FLOW_INVOICED, day, path);
                assert_double_close(after, factor * before, 200.0);
            }
}

static void a_change_of_sales_changes_each_invoice_on_every_path(void **state)
{
    (void)state;
    const dc_sales_change change = {.from = 1, .to = INT32_MAX};
    dc_policy             none = {0};
    dc_policy             strict = {.terms_count = 1,
                                    .terms = {{
                                        .days = 14,
                                        .from = 1,
                                        .pass_through = 0.0,
                                        .sales = -0.25,
                        }}};
    dc_policy             less = {.sales_count = 1, .sales = {change}}, more = less, little = less;
    less.sales[0].change = -0.05;
    more.sales[0].change = 0.05;
    little.sales[0].change = 0.001;
    const dc_policy *const policies[] = {&none, &strict, &less, &more, &little};
    futures                f = simulate(2, policies, 5, false);
    assert_invoiced_times(&f, 1, 0.75);
    assert_invoiced_times(&f, 2, 0.95);
    assert_invoiced_times(&f, 3, 1.05);
    assert_invoiced_times(&f, 4, 1.001);
    futures_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_delay_never_lets_anything_be_paid_earlier),
        cmocka_unit_test(a_longer_delay_is_never_sooner_than_a_shorter),
        cmocka_unit_test(a_larger_share_holds_the_smaller),
        cmocka_unit_test(a_delay_moves_the_cash_of_its_window_by_its_days),
        cmocka_unit_test(a_delay_changes_neither_invoices_nor_write_offs),
        cmocka_unit_test(a_policy_without_effect_is_the_baseline_bit_for_bit),
        cmocka_unit_test(a_plan_that_is_kept_pays_every_claim_on_its_days),
        cmocka_unit_test(a_missed_instalment_sends_the_rest_back_to_the_old_habit),
        cmocka_unit_test(a_plan_ages_by_the_original_due_date),
        cmocka_unit_test(new_terms_move_the_payment_by_what_is_passed_through),
        cmocka_unit_test(a_payment_is_never_before_its_invoice),
        cmocka_unit_test(longer_terms_are_never_sooner),
        cmocka_unit_test(a_change_of_sales_changes_each_invoice_on_every_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
