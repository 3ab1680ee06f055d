/* What levers by which customers fail or pay slower must do on every single path. */
#include "support/expect.h"
#include "support/futures.h"

#include <math.h>
#include <string.h>

#include "forecast/simulate/failures.h"

static dc_policy fails(double multiplier, int32_t from, int32_t to)
{
    return (dc_policy){.default_count = 1,
                       .defaults = {{.multiplier = multiplier, .from = from, .to = to}}};
}

static dc_policy insolvent(int32_t largest, int32_t day, double contagion)
{
    return (dc_policy){.insolvency_count = 1,
                       .insolvencies = {{.largest = largest,
                                         .day = day,
                                         .recovered = 0.2,
                                         .recovery_days = 30,
                                         .contagion = contagion}}};
}

static dc_policy patient(double power, int32_t from, int32_t to)
{
    return (dc_policy){.forbearance_count = 1,
                       .forbearances = {{.power = power, .from = from, .to = to}}};
}

static dc_policy downturn(double severity)
{
    return (dc_policy){
        .downturn_count = 1,
        .downturns = {
            {.severity = severity, .payments = 0.7, .defaults = 2.0, .from = 1, .to = 120}}};
}

static const dc_together ties[] = {{.run_share = 0.0},
                                   {.run_share = 0.6, .lasting = 0.15, .weekly = 0.2}};

static void who_fails_more_often_never_pays_more(void **state)
{
    (void)state;
    dc_policy none = {0}, half = fails(0.5, 1, INT32_MAX), more = fails(2.0, 30, 90),
              most = fails(5.0, 1, INT32_MAX);
    const dc_policy *const policies[] = {&half, &none, &more, &most};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures f = futures_of(seed, policies, 4, given_failing_model, ties[seed - 1]);
        for (size_t scenario = 1; scenario < 4; scenario++) {
            assert_never_more(&f, scenario, scenario - 1);
            assert_true(futures_differ(&f, scenario, scenario - 1));
        }
        futures_free(&f);
    }
}

static void more_insolvencies_hold_fewer(void **state)
{
    (void)state;
    dc_policy none = {0}, one = insolvent(1, 60, 1.0), sooner = insolvent(1, 20, 1.0),
              three = insolvent(3, 20, 1.0), catching = insolvent(3, 20, 4.0);
    const dc_policy *const policies[] = {&none, &one, &sooner, &three, &catching};
    futures                f = futures_of(3, policies, 5, given_failing_model, ties[0]);
    for (size_t scenario = 1; scenario < 5; scenario++) {
        assert_never_more(&f, scenario, scenario - 1);
        assert_true(futures_differ(&f, scenario, scenario - 1));
    }
    futures_free(&f);
}

static void slower_payment_is_never_sooner(void **state)
{
    (void)state;
    dc_policy quick = patient(1.4, 1, INT32_MAX), none = {0}, window = patient(0.6, 10, 60),
              all = patient(0.6, 1, INT32_MAX), slowest = patient(0.3, 1, INT32_MAX), some = window;
    some.forbearances[0].spared = 0.5;
    const dc_policy *const policies[] = {&quick, &none, &some, &window, &all, &slowest};
    for (uint64_t seed = 1; seed <= 4; seed++) {
        futures f = futures_of(seed, policies, 6,
                               seed % 2 ? given_lively_model : given_failing_model, ties[seed / 3]);
        for (size_t scenario = 1; scenario < 6; scenario++) {
            assert_never_more(&f, scenario, scenario - 1);
            assert_true(futures_differ(&f, scenario, scenario - 1));
        }
        futures_free(&f);
    }
}

static void a_worse_downturn_never_brings_more(void **state)
{
    (void)state;
    dc_policy              none = {0}, mild = downturn(0.5), bad = downturn(1.5);
    const dc_policy *const policies[] = {&none, &mild, &bad};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures f = futures_of(seed, policies, 3, given_failing_model, ties[seed - 1]);
        assert_never_more(&f, 1, 0);
        assert_never_more(&f, 2, 1);
        assert_true(futures_differ(&f, 1, 0) && futures_differ(&f, 2, 1));
        futures_free(&f);
    }
}

static void settings_without_effect_are_the_baseline_bit_for_bit(void **state)
{
    (void)state;
    dc_scope  nobody = DC_SCOPE_INIT;
    dc_policy none = {0}, once = fails(1.0, 1, INT32_MAX), out_of_scope = insolvent(3, 10, 5.0);
    dc_policy nobody_fails = insolvent(0, 10, 5.0), usual = patient(1.0, 1, INT32_MAX),
              calm = downturn(0.0), over = patient(0.5, 1, 0);
    nobody.customer = "nobody at all";
    out_of_scope.insolvencies[0].scopes = (dc_scopes){1, &nobody};
    const dc_policy *const policies[] = {&none,  &once, &out_of_scope, &nobody_fails,
                                         &usual, &calm, &over};
    assert_all_alike(policies, 7, ties);
}

/* A twentieth fails each month: times m, the chance of having lived is 0.95^(m t). */
static void the_chance_of_living_is_raised_to_the_multiplier(void **state)
{
    (void)state;
    static const double multiplier[] = {0.0, 0.5, 2.0, 3.0};
    dc_arena           *arena = dc_arena_new();
    dc_book            *book = given_company(1, 8, 0);
    dc_model           *model = given_failing_model(book);
    dc_items           *items = dc_items_make(arena, book, model, HORIZON);
    uint32_t            item = 0;
    while (items->customer[item] != 4) /* of the group with a twentieth */
        item++;
    for (int learnt = 1; learnt >= 0; learnt--)
        for (size_t i = 0; i < sizeof multiplier / sizeof multiplier[0]; i++) {
            dc_policy     policy = fails(multiplier[i], 1, INT32_MAX);
            dc_failures   failures;
            dc_treatment *treatments = dc_treatments_make(arena, book, model, items, &policy);
            model->defaults.learnt = learnt;
            dc_failures_make_under(&failures, arena, model, items, &policy, treatments, HORIZON);
            double power = learnt ? multiplier[i] : fmax(multiplier[i] - 1.0, 0.0);
            double months = HORIZON / (365.25 / 12.0);
            assert_double_close(dc_failures_chance(&failures, item)[HORIZON],
                                1.0 - pow(0.95, power * months), 1e-12);
        }
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* Owed on day 20: frozen on day 10, written off on day 100, 15 % of it back on day 130. */
static void what_an_insolvent_customer_owes_is_lost_but_for_its_share(void **state)
{
    (void)state;
    dc_book  *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                               "acme  A-1 2024-06-20 2024-07-20 1000.01\n"
                                               "birch B-1 2024-06-20 2024-07-20  900.00\n");
    dc_model *model = given_certain_model(book);
    dc_policy policy = {
        .insolvency_count = 1,
        .insolvencies = {
            {.largest = 1, .day = 10, .recovered = 0.15, .recovery_days = 30, .contagion = 1.0}}};
    dc_simulate_options options = {.horizon_days = HORIZON, .path_count = 100, .seed = 1};
    run                *all = run_policy(book, model, &policy, &options);
    for (uint32_t path = 0; path < options.path_count; path++)
        for (int32_t day = 1; day <= HORIZON; day++) {
            assert_int_equal(run_cash(all, 0, 0, day, path), day == 20    ? 90000
                                                             : day == 130 ? 15000
                                                                          : 0);
            assert_int_equal(run_flow(all, 0, 0, DC_FLOW_WRITTEN_OFF, day, path),
                             day == 100 ? 100001 : 0);
        }
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
}

/* Figures by customer leave the others' amounts out: who fails is still who owes most of all. */
static void what_is_expected_of_each_customer_adds_up(void **state)
{
    (void)state;
    dc_arena           *arena = dc_arena_new();
    dc_book            *book = given_company(1, 8, 0);
    dc_model           *model = given_failing_model(book);
    dc_items           *items = dc_items_make(arena, book, model, HORIZON), some = *items;
    dc_policy           policy = insolvent(2, 20, 3.0);
    dc_simulate_options options = {.horizon_days = HORIZON, .path_count = 1, .seed = 1};
    uint16_t            home = book->home;
    dc_expected        *all = dc_expected_make(arena, book, model, items, &policy, home, &options);
    double              whole[DC_FLOW_COUNT] = {0.0}, sum[DC_FLOW_COUNT] = {0.0};
    for (int f = 0; f < DC_FLOW_COUNT; f++)
        for (int32_t day = 1; day <= HORIZON; day++)
            whole[f] += all->flow[f][day];
    for (uint32_t c = 0; c < book->customers.count; c++) {
        some.amount = dc_arena_alloc(arena, items->count, sizeof *some.amount);
        for (size_t i = 0; i < items->count; i++)
            some.amount[i] = items->customer[i] == c ? items->amount[i] : 0;
        dc_expected *e = dc_expected_make(arena, book, model, &some, &policy, home, &options);
        for (int f = 0; f < DC_FLOW_COUNT; f++)
            for (int32_t day = 1; day <= HORIZON; day++)
                sum[f] += e->flow[f][day];
    }
    assert_true(whole[DC_FLOW_WRITTEN_OFF] > 0.0);
    assert_double_close(sum[DC_FLOW_WRITTEN_OFF], whole[DC_FLOW_WRITTEN_OFF], 1e-3);
    assert_double_close(sum[DC_FLOW_SETTLED_OVERDUE], whole[DC_FLOW_SETTLED_OVERDUE], 1e-3);
    assert_double_close(sum[DC_FLOW_INVOICED], whole[DC_FLOW_INVOICED], 1e-3);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* A daily hazard of 5 % for 10 days leaves .598737 open; to the power 0.7
 * .698337; to the power 2 from the sixth day on .463291; where four of ten are spared from 0.7,
 * .6 x .698337 + .4 x .598737 = .658497. */
static void hazards_are_raised_to_the_power(void **state)
{
    (void)state;
    static const struct {
        dc_forbearance of;
        double         open;
    } cases[] = {{{.power = 0.7, .from = 1, .to = 10}, 0.698337296094},
                 {{.power = 2.0, .from = 6, .to = 10}, 0.463291230160},
                 {{.power = 2.0, .from = 11, .to = 99}, 0.598736939238},
                 {{.power = 0.7, .from = 1, .to = 10, .spared = 0.4}, 0.658497153352}};
    dc_treatment treatment = DC_UNTREATED;
    treatment.forbearances = 1;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double    paid[11] = {0.0}, lost[11] = {0.0};
        dc_law    law = {10, paid, lost};
        dc_policy policy = {.forbearance_count = 1, .forbearances = {cases[i].of}};
        for (int day = 1; day <= 10; day++)
            paid[day] = 1.0 - pow(0.95, day);
        dc_law_pace(&law, &policy, treatment, 0);
        assert_double_close(1.0 - paid[10], cases[i].open, 1e-12);
    }
}

static dc_policy dunned(double effect, double decay)
{
    return (dc_policy){
        .dunning_count = 2,
        .dunnings = {{.at = 3, .effect = effect, .decay = decay, .from = 1},
                     {.at = 15, .effect = effect, .decay = decay, .from = 1, .late_too = 1}}};
}

static void more_pressure_brings_money_sooner_or_later_where_it_harms(void **state)
{
    (void)state;
    dc_policy harm = dunned(0.5, 30.0), none = {0}, some = dunned(1.3, 30.0),
              more = dunned(2.0, 30.0), lasting = dunned(2.0, 300.0);
    const dc_policy *const policies[] = {&lasting, &more, &some, &none, &harm};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        futures f =
            futures_of(seed, policies, 5, seed == 1 ? given_lively_model : given_failing_model,
                       ties[seed - 1]);
        for (size_t scenario = 1; scenario < 5; scenario++) {
            assert_never_more(&f, scenario, scenario - 1);
            assert_true(futures_differ(&f, scenario, scenario - 1));
        }
        futures_free(&f);
    }
}

/* Due on day 10, pressed 3 days before with power 2, and 5 after with 3 that fades in 4 days. */
static double pace_on(const dc_policy *policy, dc_treatment treatment, int32_t due, int32_t day)
{
    double power;
    dc_paces_on(&power, policy, treatment, due, day, 1);
    return power;
}

static void a_stage_presses_until_the_next_and_fades(void **state)
{
    (void)state;
    static const struct {
        int32_t day;
        double  power;
    } cases[] = {{6, 1.0},
                 {7, 2.0},
                 {14, 2.0 - (1.0 - 0.99302444253)},
                 {15, 3.0},
                 {19, 1.0 + 2.0 * 0.36787944117144233},
                 {27, 1.0 + 2.0 * 0.049787068367863944}};
    dc_policy    policy = {.dunning_count = 2,
                           .dunnings = {{.at = -3, .effect = 2.0, .decay = 1000.0, .from = 1},
                                        {.at = 5, .effect = 3.0, .decay = 4.0, .from = 1}}};
    dc_treatment treatment = DC_UNTREATED;
    treatment.dunnings = 3;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_double_close(pace_on(&policy, treatment, 10, cases[i].day), cases[i].power, 1e-9);
    /* 40 days late: past both, so that neither reaches it unless told to. */
    assert_double_close(pace_on(&policy, treatment, -40, 1), 1.0, 1e-12);
    policy.dunnings[1].late_too = 1;
    assert_double_close(pace_on(&policy, treatment, -40, 1), 3.0, 1e-12);
    assert_double_close(pace_on(&policy, treatment, -40, 5), 1.0 + 2.0 * exp(-1.0), 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_fails_more_often_never_pays_more),
        cmocka_unit_test(more_insolvencies_hold_fewer),
        cmocka_unit_test(slower_payment_is_never_sooner),
        cmocka_unit_test(a_worse_downturn_never_brings_more),
        cmocka_unit_test(settings_without_effect_are_the_baseline_bit_for_bit),
        cmocka_unit_test(the_chance_of_living_is_raised_to_the_multiplier),
        cmocka_unit_test(what_an_insolvent_customer_owes_is_lost_but_for_its_share),
        cmocka_unit_test(what_is_expected_of_each_customer_adds_up),
        cmocka_unit_test(hazards_are_raised_to_the_power),
        cmocka_unit_test(more_pressure_brings_money_sooner_or_later_where_it_harms),
        cmocka_unit_test(a_stage_presses_until_the_next_and_fades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
