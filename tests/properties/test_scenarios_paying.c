/* What levers on how claims are paid must do on every single path, and their published figures. */
#include "support/expect.h"
#include "support/futures.h"

#include <math.h>
#include <string.h>

#include "forecast/simulate/day_law.h"

static const dc_together ties[] = {{.run_share = 0.0},
                                   {.run_share = 0.6, .lasting = 0.15, .weekly = 0.2}};

static dc_policy disputed(double rate, int32_t whole, double concession)
{
    return (dc_policy){.dispute_count = 1,
                       .disputes = {{.rate = rate,
                                     .share = 0.4,
                                     .settled = 0.6,
                                     .within = 21,
                                     .concession = concession,
                                     .whole = whole,
                                     .from = 1}}};
}

static dc_policy stopped(int32_t from, int32_t to, double lost)
{
    return (dc_policy){.stop_count = 1, .stops = {{.from = from, .to = to, .lost = lost}}};
}

static dc_policy discounted(double discount, double take_up, double early)
{
    return (dc_policy){
        .discount_count = 1,
        .discounts = {
            {.discount = discount, .days = 10, .take_up = take_up, .early = early, .from = 1}}};
}

/* More disputes, more blocked, more conceded; a longer stop, more lost. */
static void worse_never_brings_more(void **state)
{
    (void)state;
    dc_policy none = {0}, few = disputed(0.2, 0, 0.0), many = disputed(0.6, 0, 0.0),
              blocking = disputed(0.6, 1, 0.0), conceding = disputed(0.6, 1, 0.3);
    dc_policy short_stop = stopped(30, 40, 0.0), long_stop = stopped(30, 60, 0.0),
              losing = stopped(30, 60, 0.3), lost = stopped(30, INT32_MAX, 1.0);
    const dc_policy *const policies[] = {&none,       &few,       &many,   &blocking, &conceding,
                                         &short_stop, &long_stop, &losing, &lost};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures f =
            futures_of(seed, policies, 9, seed == 1 ? given_lively_model : given_failing_model,
                       ties[seed - 1]);
        for (size_t scenario = 1; scenario < 9; scenario++) {
            size_t better = scenario == 5 ? 0 : scenario - 1;
            assert_never_more(&f, scenario, better);
            assert_true(futures_differ(&f, scenario, better));
        }
        futures_free(&f);
    }
}

/* Nothing at all is paid while a stop of everybody lasts. */
static void nothing_is_paid_while_payments_are_stopped(void **state)
{
    (void)state;
    dc_policy              stop = stopped(20, 60, 0.2);
    const dc_policy *const policies[] = {&stop};
    futures                f = futures_of(3, policies, 1, given_lively_model, ties[1]);
    for (size_t currency = 0; currency < f.book->currency_count; currency++)
        for (uint32_t path = 0; path < f.options.path_count; path++)
            for (int32_t day = 20; day <= 60; day++)
                assert_int_equal(run_cash(f.all, 0, currency, day, path), 0);
    futures_free(&f);
}

/* What is settled by a day: never less where a discount is taken, whatever the cash. */
static void a_discount_settles_invoices_sooner(void **state)
{
    (void)state;
    dc_policy none = {0}, few = discounted(0.02, 0.3, 1.0), most = discounted(0.02, 0.9, 1.0);
    const dc_policy *const policies[] = {&none, &few, &most};
    futures                f = futures_of(4, policies, 3, given_lively_model, ties[0]);
    for (size_t scenario = 1; scenario < 3; scenario++) {
        for (size_t currency = 0; currency < f.book->currency_count; currency++)
            for (uint32_t path = 0; path < f.options.path_count; path++) {
                int64_t sum = 0;
                for (int32_t day = 1; day <= HORIZON; day++) {
                    for (size_t s = scenario - 1; s <= scenario; s++)
                        sum += (s == scenario ? 1 : -1) *
                               (run_flow(f.all, s, currency, DC_FLOW_SETTLED_NOT_DUE, day, path) +
                                run_flow(f.all, s, currency, DC_FLOW_SETTLED_OVERDUE, day, path));
                    assert_true(sum >= 0);
                }
            }
        assert_true(futures_differ(&f, scenario, scenario - 1));
    }
    futures_free(&f);
}

static void settings_without_effect_are_the_baseline_bit_for_bit(void **state)
{
    (void)state;
    dc_scope  nobody = DC_SCOPE_INIT;
    dc_policy none = {0}, no_rate = disputed(0.0, 1, 0.5), out_of_scope = disputed(0.5, 1, 0.5),
              over = stopped(9, 8, 0.5), no_discount = discounted(0.0, 0.5, 1.0),
              not_taken = discounted(0.02, 0.0, 0.0), too_late = discounted(0.02, 0.5, 1.0);
    nobody.customer = "nobody at all";
    out_of_scope.disputes[0].scopes = (dc_scopes){1, &nobody};
    too_late.discounts[0].from = HORIZON + 1;
    const dc_policy *const policies[] = {&none,        &no_rate,   &out_of_scope, &over,
                                         &no_discount, &not_taken, &too_late};
    assert_all_alike(policies, 7, ties);
}

/* --- worked figures --------------------------------------------------------------------------- */

/* One invoice of 1,000.00, paid on day 42 of its issue on day 10: 2 % within 10 days, taken by
 * three customers in ten, leave 99.4 of 100 and 32.4 days. */
static void two_ten_leaves_994_in_thousand_and_comes_ten_days_sooner(void **state)
{
    (void)state;
    enum { REACH = 100 };
    dc_arena   *arena = dc_arena_new();
    dc_day_law  now = dc_day_law_new(arena, REACH), taken = dc_day_law_new(arena, REACH);
    dc_discount by = {.discount = 0.02, .days = 10, .take_up = 0.3, .early = 1.0, .from = 1};
    double      cash = 0.0, days = 0.0;
    now.paid[10 + 42] = 1.0;
    double chance = dc_day_law_discount(&taken, &now, &by, dc_discount_day(&by, 10, 40),
                                        (dc_takers){NAN, 0.0, REACH}, 1.0);
    for (int day = 1; day <= REACH; day++) {
        cash += now.paid[day] + 0.98 * taken.paid[day];
        days += (now.paid[day] + taken.paid[day]) * (day - 10);
    }
    assert_double_close(chance, 0.3, 1e-12);
    assert_double_close(100.0 * cash, 99.4, 1e-9);
    assert_double_close(days, 32.4, 1e-9);
    dc_arena_free(arena);
}

/* Who pays within the ten days anyway takes it too. */
static void early_payers_cost_the_discount(void **state)
{
    (void)state;
    enum { REACH = 60 };
    dc_arena   *arena = dc_arena_new();
    dc_day_law  now = dc_day_law_new(arena, REACH), taken = dc_day_law_new(arena, REACH);
    dc_discount by = {.discount = 0.02, .days = 10, .take_up = 0.3, .early = 1.0, .from = 1};
    now.paid[5] = 0.4;
    now.paid[45] = 0.5;
    now.lost[50] = 0.1;
    double chance = dc_day_law_discount(&taken, &now, &by, 11, (dc_takers){NAN, 0.0, REACH}, 1.0);
    assert_double_close(taken.paid[5], 0.4, 1e-12);
    assert_double_close(taken.paid[11], 0.3 * 0.5, 1e-12); /* what is lost takes none */
    assert_double_close(chance, 0.55, 1e-12);
    dc_arena_free(arena);
}

/* 60 % of disputes are settled within 21 days: in the mean 1 / q, q = 1 - 0.4^(1/21) = 4.27 %. */
static void three_disputes_in_five_are_settled_in_time(void **state)
{
    (void)state;
    enum { REACH = 2000 };
    dc_arena  *arena = dc_arena_new();
    dc_day_law now = dc_day_law_new(arena, REACH), next = dc_day_law_new(arena, REACH);
    dc_dispute by = {.rate = 1.0, .share = 1.0, .settled = 0.6, .within = 21};
    double     mean = 0.0, in_time = 0.0;
    now.paid[30] = 1.0;
    dc_day_law_wait(&now, &next, &by, 1, INT32_MAX);
    for (int day = 1; day <= REACH; day++) {
        mean += now.paid[day] * (day - 30);
        in_time += day <= 51 ? now.paid[day] : 0.0;
    }
    assert_double_close(in_time, 0.6, 1e-12);
    assert_double_close(mean, 1.0 / (1.0 - pow(0.4, 1.0 / 21.0)), 1e-9);
    dc_arena_free(arena);
}

/* Those settled on the days 1 .. 9, 10 .. 30 and later are all, each on its own days. */
static void disputes_settled_on_some_days_are_parts_of_all(void **state)
{
    (void)state;
    enum { REACH = 200, PARTS = 3 };
    static const int32_t first[PARTS] = {1, 10, 31}, last[PARTS] = {9, 30, INT32_MAX};
    dc_arena            *arena = dc_arena_new();
    dc_day_law           all = dc_day_law_new(arena, REACH), next = dc_day_law_new(arena, REACH);
    dc_dispute           by = {.rate = 1.0, .share = 1.0, .settled = 0.6, .within = 21};
    double               chance = 0.0;
    all.paid[30] = 0.7;
    all.lost[50] = 0.3;
    dc_day_law_wait(&all, &next, &by, 1, INT32_MAX);
    for (int part = 0; part < PARTS; part++) {
        dc_day_law now = dc_day_law_new(arena, REACH), room = dc_day_law_new(arena, REACH);
        now.paid[30] = 0.7;
        now.lost[50] = 0.3;
        dc_day_law_wait(&now, &room, &by, first[part], last[part]);
        chance += dc_dispute_chance(&by, first[part], last[part]);
        for (int day = 0; day <= REACH; day++) {
            bool within = day - 30 >= first[part] && day - 30 <= last[part];
            assert_double_close(now.paid[day], within ? all.paid[day] : 0.0, 1e-12);
            within = day - 50 >= first[part] && day - 50 <= last[part];
            assert_double_close(now.lost[day], within ? all.lost[day] : 0.0, 1e-12);
        }
    }
    assert_double_close(chance, 1.0, 1e-12);
    dc_arena_free(arena);
}

/* Of 1,000.00, 10 % disputed and 8 % of that conceded: 8.00 less; where it blocks the part alone,
 * 900.00 come as usual. */
static void a_concession_is_of_what_was_disputed(void **state)
{
    (void)state;
    dc_terms_of terms = {
        .issue = -9, .due = 3, .amount = 100000, .not_cash = 95000, .credits = 95000};
    dc_dispute  by = {.rate = 1.0, .share = 0.1, .concession = 0.08, .whole = 1};
    dc_disputed parts = dc_dispute_apply(&by, &terms);
    assert_int_equal(parts.usual.amount, 0);
    assert_int_equal(parts.waits.not_cash, 95800);
    by.whole = 0;
    parts = dc_dispute_apply(&by, &terms);
    assert_int_equal(parts.usual.amount, 90000);
    assert_int_equal(parts.usual.credits, 90000);
    assert_int_equal(parts.waits.amount, 10000);
    assert_int_equal(parts.waits.credits, 5000);
    assert_int_equal(parts.waits.not_cash, 5800);
}

/* A certain payer of two claims: due on day 10 and on day 40; stopped on the days 5 to 24. */
static void payments_come_as_much_later_as_the_stop_lasts(void **state)
{
    (void)state;
    static const char   claims[] = "customer invoice issued due amount\n"
                                   "acme  A-1 2023-01-10 2024-07-10 100.00\n"
                                   "birch B-1 2023-01-10 2024-07-03  70.00\n";
    dc_book            *book = given_book("2024-06-30", claims);
    dc_model           *model = given_certain_model(book);
    dc_policy           stop = stopped(5, 24, 0.0);
    dc_simulate_options options = {.horizon_days = 90, .path_count = 100, .seed = 1};
    run                *all = run_policy(book, model, &stop, &options);
    for (int32_t day = 1; day <= 90; day++)
        assert_int_equal(run_cash(all, 0, 0, day, 7), day == 3 ? 7000 : day == 30 ? 10000 : 0);
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worse_never_brings_more),
        cmocka_unit_test(nothing_is_paid_while_payments_are_stopped),
        cmocka_unit_test(a_discount_settles_invoices_sooner),
        cmocka_unit_test(settings_without_effect_are_the_baseline_bit_for_bit),
        cmocka_unit_test(two_ten_leaves_994_in_thousand_and_comes_ten_days_sooner),
        cmocka_unit_test(early_payers_cost_the_discount),
        cmocka_unit_test(three_disputes_in_five_are_settled_in_time),
        cmocka_unit_test(disputes_settled_on_some_days_are_parts_of_all),
        cmocka_unit_test(a_concession_is_of_what_was_disputed),
        cmocka_unit_test(payments_come_as_much_later_as_the_stop_lasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
