/*
 * What factors and insurers move: never a receivable, always to the cent, and on average what is
 * expected.  Bounds of the last as in test_engines_agree.c.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HORIZON = 180, ALL = 6, HANDED_OVER = 7, SCENARIOS = 8 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_simulate_options options;
    dc_policy           policy[SCENARIOS];
    run                *all;
} futures;

static const dc_factoring sold = {.advance = 0.8,
                                  .fee = 0.0125,
                                  .interest = 0.09,
                                  .recourse = 1.0,
                                  .recourse_days = 20,
                                  .lag = 3,
                                  .from = 1};
static const dc_insurance covered = {.cover = 0.9,
                                     .premium = 0.0025,
                                     .limit = INT64_MAX,
                                     .maximum = INT64_MAX,
                                     .waiting = 25,
                                     .settlement = 7,
                                     .from = -90};

static const dc_bill_use billed = {
    .share = 0.4, .discounted = 0.3, .dishonoured = 0.02, .rate = 0.03, .tenor = 40, .from = 15};

/* Letters to claims ten days overdue, a fee on what comes later, and so on. */
static dc_policy charging(void)
{
    static const dc_charge rows[] = {
        {.on = DC_CHARGE_ISSUED, .rate = 0.002, .each = 40, .from = 1, .to = 120},
        {.on = DC_CHARGE_OPEN,
         .rate = 0.01,
         .each = 900,
         .after = 10,
         .from = 5,
         .to = INT32_MAX,
         .late_too = true},
        {.on = DC_CHARGE_PAID, .rate = 0.2, .after = 11, .until = 90, .from = 1, .to = INT32_MAX},
        {.on = DC_CHARGE_FIXED, .each = 250000, .from = 20, .to = 150, .every = 30}};
    dc_policy out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_true(dc_policy_charge(&out, &rows[i]));
    return out;
}

/* Baseline, sold with recourse and without, insured, charged, paid by bills; then all that moves
 * payments, and claims handed over. */
static futures simulate(uint64_t seed, uint32_t paths)
{
    futures   f = {.arena = dc_arena_new(), .book = given_company(seed, 8, 0)};
    dc_policy all = {.delay_count = 1,
                     .delays = {{.days = 12, .share = 0.5, .from = 1, .to = INT32_MAX}},
                     .plan_count = 1,
                     .plans = {{.down_payment = 0.2,
                                .count = 3,
                                .every_days = 9,
                                .start = 4,
                                .miss = 0.3,
                                .share = 0.6,
                                .interest = 0.12,
                                .fee = 0.04,
                                .after_miss = DC_MISS_THIRD_PARTY,
                                .collected = 0.4,
                                .collect_days = 30,
                                .collect_fee = 0.25,
                                .insurer_consent = true}},
                     .terms_count = 1,
                     .terms = {{.days = 45,
                                .from = 1,
                                .pass_through = 0.7,
                                .sales = 0.1,
                                .loss_multiplier = 2.0,
                                .loss = 0.1,
                                .margin = 0.15}},
                     .factoring_count = 1,
                     .factorings = {sold},
                     .insurance_count = 1,
                     .insurances = {covered},
                     .bill_count = 1,
                     .bills = {billed}};
    all.factorings[0].from = 30;
    for (size_t p = 1; p < 4; p++) {
        f.policy[p].factoring_count = p < 3;
        f.policy[p].factorings[0] = sold;
        f.policy[p].insurances[0] = covered;
    }
    f.policy[2].factorings[0].recourse = 0.0;
    f.policy[3].insurance_count = 1;
    f.policy[4] = charging();
    f.policy[5].bill_count = 1;
    f.policy[5].bills[0] = billed;
    memcpy(all.charges, f.policy[4].charges, sizeof all.charges);
    all.charge_count = f.policy[4].charge_count;
    f.policy[ALL] = all;
    f.policy[HANDED_OVER] = given_collectors(DC_MISS_THIRD_PARTY);
    f.model = given_failing_model(f.book);
    f.options = (dc_simulate_options){
        .horizon_days = HORIZON, .path_count = given_paths(paths), .seed = seed};
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    const dc_policy *policies[SCENARIOS];
    for (size_t p = 0; p < SCENARIOS; p++)
        policies[p] = &f.policy[p];
    f.all = run_paths(f.book, f.model, f.items, policies, SCENARIOS, &f.options);
    return f;
}

static void drop(futures *f)
{
    run_free(f->all);
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

static void contracts_change_no_receivable(void **state)
{
    (void)state;
    futures f = simulate(1, 300);
    size_t  size = f.all->size / SCENARIOS;
    for (size_t p = 1; p < ALL; p++)
        assert_memory_equal(f.all->flow + p * size, f.all->flow, size * sizeof *f.all->flow);
    for (int which = 0; which < DC_BESIDE_COUNT; which++)
        for (uint32_t path = 0; path < f.options.path_count; path++)
            assert_int_equal(run_beside_by(f.all, 0, (dc_beside)which, HORIZON, path), 0);
    drop(&f);
}

/* The factor holds no more than was sold and not settled, and has advanced 80 % of that, but for
 * half a minor unit an item and occurrence. */
static void the_advance_follows_what_is_sold(void **state)
{
    (void)state;
    futures f = simulate(2, 300);
    int64_t slack = 4 * (int64_t)f.items->count, most = 0;
    for (size_t p = 1; p < SCENARIOS; p++)
        for (uint32_t path = 0; path < f.options.path_count && (p < 3 || p == ALL); path++) {
            int64_t held = 0, advanced = 0;
            for (int32_t day = 1; day <= HORIZON; day++) {
                held += run_beside(f.all, p, DC_BESIDE_SOLD, day, path);
                advanced += run_beside(f.all, p, DC_BESIDE_ADVANCES, day, path);
                assert_true(held >= 0);
                assert_true(llabs(5 * advanced - 4 * held) <= slack);
                most = held > most ? held : most;
            }
        }
    assert_true(most > 100 * slack);
    drop(&f);
}

/* With recourse the factor bears nothing; without it pays for losses and takes back recoveries. */
static void only_without_recourse_does_the_factor_bear_losses(void **state)
{
    (void)state;
    futures f = simulate(3, 300);
    int64_t borne = 0;
    for (uint32_t path = 0; path < f.options.path_count; path++) {
        assert_int_equal(run_beside_by(f.all, 1, DC_BESIDE_INDEMNITIES, HORIZON, path), 0);
        borne += run_beside_by(f.all, 2, DC_BESIDE_INDEMNITIES, HORIZON, path);
    }
    assert_true(borne > 0);
    drop(&f);
}

/* Never less than none is held, and what was discounted tells how much is lost. */
static void bills_are_held_until_they_mature(void **state)
{
    (void)state;
    futures f = simulate(6, 300);
    int64_t slack = 4 * (int64_t)f.items->count, most = 0;
    for (uint32_t path = 0; path < f.options.path_count; path++) {
        int64_t held = 0, paid = 0;
        for (int32_t day = 1; day <= HORIZON; day++) {
            held += run_beside(f.all, 5, DC_BESIDE_BILLS, day, path);
            assert_true(held >= 0);
            most = held > most ? held : most;
            paid += day <= HORIZON - billed.tenor
                        ? -run_beside(f.all, 5, DC_BESIDE_INDEMNITIES, day + billed.tenor, path)
                        : 0;
        }
        /* discounts come from 30 % of the bills, what is lost from all of them */
        int64_t costs = run_beside_by(f.all, 5, DC_BESIDE_COSTS, HORIZON - billed.tenor, path);
        double  bills = (double)costs / (0.3 * 0.03 * 40 / 360.0);
        assert_double_close(0.02 * bills, (double)paid, 0.02 * (double)slack / (0.3 / 300.0));
    }
    assert_true(most > 100 * slack);
    drop(&f);
}

static double largest(const futures *f)
{
    double most = 0.0;
    for (size_t i = 0; i < f->items->count; i++) {
        dc_money home =
            dc_book_translate(f->book, f->items->currency[i], DC_MONEY(f->items->amount[i]));
        most = fmax(most, (i < f->items->claim_count ? 1.0 : 4.0) * (double)home.minor);
    }
    return most;
}

static void assert_agrees(const futures *f, size_t p, dc_beside which, double *expected)
{
    double n = f->options.path_count, mean = 0.0, x = log(2.0 * 500.0 / 0.0005);
    for (int32_t day = 1; day <= HORIZON; day++) {
        double sum = 0.0, squares = 0.0;
        mean += expected[day];
        for (uint32_t path = 0; path < f->options.path_count && day % 15 == 0; path++) {
            double value = (double)run_beside_by(f->all, p, which, day, path);
            sum += value;
            squares += value * value;
        }
        double variance = fmax(squares - sum * sum / n, 0.0);
        if (day % 15 == 0)
            assert_double_close(sum, n * mean, sqrt(2.0 * variance * x) + largest(f) * x / 3.0 + n);
    }
}

static void they_come_to_what_is_expected(void **state)
{
    (void)state;
    futures f = simulate(4, 2000);
    for (size_t p = 1; p < SCENARIOS; p++) {
        double *sum = dc_arena_alloc(f.arena, DC_BESIDE_COUNT * (HORIZON + 1), sizeof *sum);
        for (uint16_t currency = 0; currency < f.book->currency_count; currency++) {
            dc_expected *of = dc_expected_make(f.arena, f.book, f.model, f.items, &f.policy[p],
                                               currency, &f.options);
            for (int which = 0; which < DC_BESIDE_COUNT; which++)
                for (int32_t day = 1; day <= HORIZON; day++)
                    sum[which * (HORIZON + 1) + day] += of->beside[which][day];
        }
        for (int which = 0; which < DC_BESIDE_COUNT; which++)
            assert_agrees(&f, p, (dc_beside)which, sum + which * (HORIZON + 1));
    }
    drop(&f);
}

/* Threads and the scenarios beside it change nothing. */
static void a_scenario_alone_moves_the_same(void **state)
{
    (void)state;
    futures f = simulate(5, 600);
    size_t  size = DC_BESIDE_COUNT * (HORIZON + 1) * (size_t)f.options.path_count;
    f.options.threads = 3;
    for (size_t p = 1; p < SCENARIOS; p++) {
        const dc_policy *const policy = &f.policy[p];
        run                   *alone = run_paths(f.book, f.model, f.items, &policy, 1, &f.options);
        assert_memory_equal(alone->beside, f.all->beside + p * size, size * sizeof(int64_t));
        run_free(alone);
    }
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contracts_change_no_receivable),
        cmocka_unit_test(the_advance_follows_what_is_sold),
        cmocka_unit_test(only_without_recourse_does_the_factor_bear_losses),
        cmocka_unit_test(bills_are_held_until_they_mature),
        cmocka_unit_test(they_come_to_what_is_expected),
        cmocka_unit_test(a_scenario_alone_moves_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
