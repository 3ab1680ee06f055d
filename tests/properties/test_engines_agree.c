/*
 * The two engines follow one law: the mean over paths is the exact expectation within what chance
 * allows.  By Bernstein's inequality the sum of n independent paths strays from n E by more than
 * sqrt(2 V x) + M x / 3, V the variance of the sum and M the most one item adds, with a chance
 * below 2 exp(-x).  x is set so that a test of this file fails by chance once in 2,000 runs.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include "duecast/spread.h"

#include <math.h>
#include <stdio.h>

enum { HORIZON = 180 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_simulate_options options;
    dc_policy           policy;
    run                *all;
} futures;

/* What ties claims together in the tests that want it. */
static const dc_together ties = {.run_share = 0.7, .lasting = 0.15, .weekly = 0.25};

typedef dc_model *model_of(const dc_book *book);

/* `noise`: sales have good and bad months, grow, and one month is planned, not for certain, and
 * one for certain. */
static futures simulate_all(uint64_t seed, const dc_policy *policy, uint32_t paths, bool weekends,
                            dc_together together, double noise, model_of *given)
{
    futures f = {.arena = dc_arena_new(), .book = given_company(seed, 8, 0), .policy = *policy};
    if (weekends)
        f.book->calendar = dc_calendar_weekends(f.book->arena);
    f.model = given(f.book);
    f.model->together = together;
    f.model->sales_portfolio.noise = noise;
    f.model->sales_portfolio.growth = 0.3 * noise;
    if (noise > 0.0) {
        given_plan(f.book, "2024-08-01", "2024-08-31", "43210.98");
        f.book->plan[0].uncertainty = 0.5 * noise;
        given_plan(f.book, "2024-09-01", "2024-09-30", "54321.09");
        f.book->plan[1].certain = true;
    }
    f.options = (dc_simulate_options){.horizon_days = HORIZON,
                                      .path_count = given_paths(paths),
                                      .seed = seed,
                                      .report_count = 2,
                                      .report_days = {30, HORIZON}};
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    const dc_policy *const policies[] = {&f.policy};
    f.all = run_paths(f.book, f.model, f.items, policies, 1, &f.options);
    return f;
}

static futures simulate(uint64_t seed, const dc_policy *policy, uint32_t paths, bool weekends)
{
    return simulate_all(seed, policy, paths, weekends, (dc_together){.run_share = 0.0}, 0.0,
                        given_lively_model);
}

static void drop(futures *f)
{
    run_free(f->all);
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

static double largest(const futures *f, uint16_t currency)
{
    double most = 0.0;
    for (size_t i = 0; i < f->items->count; i++) {
        double times = i < f->items->claim_count ? 1.0 : 4.0;
        double amount = times * (double)f->items->amount[i];
        most = f->items->currency[i] == currency && amount > most ? amount : most;
    }
    return most;
}

static double allowed(double variance, double most, double comparisons)
{
    double x = log(2.0 * comparisons / 0.0005);
    return sqrt(2.0 * variance * x) + most * x / 3.0;
}

typedef struct {
    double sum, squares;
} moments;

static void add(moments *to, double value)
{
    to->sum += value;
    to->squares += value * value;
}

/* Variance of the sum of n values like these. */
static double variance_of_sum(moments of, double n)
{
    return fmax(0.0, of.squares - of.sum * of.sum / n) * n / (n - 1.0);
}

/* Cash of one currency alone. */
static dc_spread *spread_of(const futures *f, uint16_t currency)
{
    double weight[DC_CURRENCIES_MAX] = {0.0};
    weight[currency] = 1.0;
    return dc_spread_make(f->arena, f->book, f->model, f->items, &f->policy, weight, &f->options);
}

static void assert_cash_agrees(const futures *f, dc_spread_quality quality)
{
    double n = f->options.path_count;
    for (uint16_t currency = 0; currency < f->book->currency_count; currency++) {
        dc_expected *expected = dc_expected_make(f->arena, f->book, f->model, f->items, &f->policy,
                                                 currency, &f->options);
        dc_spread   *spread = spread_of(f, currency);
        double       mean = 0.0, most = largest(f, currency);
        assert_int_equal(spread->quality, quality);
        for (int32_t week = 1, day = 1; week <= spread->week_count; week++) {
            moments cash = {0.0, 0.0};
            int32_t end = dc_week_end_day(&f->options, week);
            for (; day <= end; day++)
                mean += expected->cash[day];
            for (uint32_t path = 0; path < f->options.path_count; path++)
                add(&cash, (double)run_cash_by(f->all, 0, currency, end, path));
            assert_double_close(cash.sum, n * mean,
                                allowed(n * spread->variance[week], most, 60.0));
        }
    }
}

/* The variance worked out without paths is the one the paths have: within five of its own standard
 * errors, and `slack` where it is known to first order only. */
static void assert_variance_agrees(const futures *f, double slack)
{
    double n = f->options.path_count;
    for (uint16_t currency = 0; currency < f->book->currency_count; currency++) {
        dc_spread *spread = spread_of(f, currency);
        for (int32_t week = 1; week <= spread->week_count; week += 4) {
            int32_t day = dc_week_end_day(&f->options, week);
            moments cash = {0.0, 0.0};
            double  fourth = 0.0, mean;
            for (uint32_t path = 0; path < f->options.path_count; path++)
                add(&cash, (double)run_cash_by(f->all, 0, currency, day, path));
            mean = cash.sum / n;
            for (uint32_t path = 0; path < f->options.path_count; path++)
                fourth += pow((double)run_cash_by(f->all, 0, currency, day, path) - mean, 4.0) / n;
            double variance = variance_of_sum(cash, n) / n;
            double error = sqrt(fmax(0.0, fourth - variance * variance) / n);
            assert_double_close(variance, spread->variance[week], 5.0 * error + slack * variance);
        }
    }
}

static void assert_flows_and_ageing_agree(const futures *f)
{
    double n = f->options.path_count;
    for (uint16_t currency = 0; currency < f->book->currency_count; currency++) {
        dc_expected *expected = dc_expected_make(f->arena, f->book, f->model, f->items, &f->policy,
                                                 currency, &f->options);
        double       most = largest(f, currency);
        for (int flow = 0; flow < DC_FLOW_COUNT; flow++) {
            double  mean = 0.0;
            moments sum = {0.0, 0.0};
            for (int32_t day = 1; day <= HORIZON; day++)
                mean += expected->flow[flow][day];
            for (uint32_t path = 0; path < f->options.path_count; path++)
                add(&sum, (double)run_sum(f->all, 0, currency, (dc_flow)flow, HORIZON, path));
            assert_double_close(sum.sum, n * mean,
                                allowed(1.3 * variance_of_sum(sum, n), most, 40.0) + n);
        }
        for (size_t report = 0; report < f->options.report_count; report++)
            for (int bucket = 0; bucket < DC_BUCKETS; bucket++) {
                double  mean = expected->ageing[report * DC_BUCKETS + (size_t)bucket];
                moments sum = {0.0, 0.0};
                for (uint32_t path = 0; path < f->options.path_count; path++)
                    add(&sum, (double)run_ageing(f->all, 0, currency, report, bucket, path));
                assert_double_close(sum.sum, n * mean,
                                    allowed(1.3 * variance_of_sum(sum, n), most, 40.0) + n);
            }
    }
}

static void check(const dc_policy *policy, uint64_t seed, dc_spread_quality quality)
{
    futures f = simulate(seed, policy, 3000, false);
    assert_cash_agrees(&f, quality);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.0);
    drop(&f);
}

static void they_agree_on_the_baseline(void **state)
{
    (void)state;
    check(&(dc_policy){0}, 1, DC_SPREAD_EXACT);
    check(&(dc_policy){0}, 2, DC_SPREAD_EXACT);
}

static void they_agree_where_months_are_good_and_bad(void **state)
{
    (void)state;
    const dc_policy policies[] = {{0},
                                  {.terms_count = 1,
                                   .terms = {{.days = 60,
                                              .from = 10,
                                              .pass_through = 0.63,
                                              .sales = 0.5,
                                              .loss_multiplier = 2.0}}}};
    for (size_t i = 0; i < 2; i++) {
        futures f = simulate_all(20 + i, &policies[i], 3000, false, (dc_together){.run_share = 0.0},
                                 0.4, given_lively_model);
        assert_cash_agrees(&f, DC_SPREAD_EXACT);
        assert_flows_and_ageing_agree(&f);
        assert_variance_agrees(&f, 0.0);
        drop(&f);
    }
}

static void they_agree_when_weekends_are_closed(void **state)
{
    (void)state;
    futures f = simulate(9, &(dc_policy){0}, 3000, true);
    assert_cash_agrees(&f, DC_SPREAD_EXACT);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.0);
    drop(&f);
}

/* Runs and shocks leave every expectation as it is. */
static void they_agree_when_claims_are_tied_together(void **state)
{
    (void)state;
    static const dc_policy policies[] = {
        {0},
        {.terms_count = 1,
         .terms = {{.days = 60, .from = 10, .pass_through = 0.63, .sales = 0.12}}},
        {.terms_count = 1, .terms = {{.days = 7, .from = 1, .pass_through = 0.85, .sales = -0.2}}}};
    for (size_t p = 0; p < sizeof policies / sizeof policies[0]; p++)
        for (int weekends = 0; weekends <= 1; weekends++) {
            futures f =
                simulate_all(20 + p, &policies[p], 3000, weekends, ties, 0.0, given_lively_model);
            assert_cash_agrees(&f, DC_SPREAD_CLOSE);
            assert_flows_and_ageing_agree(&f);
            assert_variance_agrees(&f, 0.02);
            drop(&f);
        }
}

/* What is handed over leaves the ties between claims behind. */
static void they_agree_when_late_claims_are_handed_over(void **state)
{
    (void)state;
    static const dc_policy policy = {.delay_count = 1,
                                     .delays = {{.days = 9, .share = 0.5, .from = 1, .to = 90}},
                                     .placement_count = 2,
                                     .placements = {{.after = 6,
                                                     .from = 2,
                                                     .at_90 = 0.7,
                                                     .at_180 = 0.5,
                                                     .at_365 = 0.3,
                                                     .at_730 = 0.1,
                                                     .win = 1.0,
                                                     .collect = 1.0,
                                                     .lag = 1,
                                                     .span = 30,
                                                     .rest = 9},
                                                    {.after = 25,
                                                     .from = 1,
                                                     .since_issue = true,
                                                     .at_90 = 1.0,
                                                     .at_180 = 1.0,
                                                     .at_365 = 1.0,
                                                     .at_730 = 1.0,
                                                     .win = 0.7,
                                                     .collect = 0.6,
                                                     .lag = 25}}};
    check(&policy, 12, DC_SPREAD_EXACT);
    futures f = simulate_all(13, &policy, 3000, false, ties, 0.0, given_lively_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
}

/* Beside delays, so that some of it is handed over later. */
static const dc_policy *handed_over_in_part(int32_t after_miss)
{
    static dc_policy policy;
    policy = given_collectors(after_miss);
    policy.delay_count = 1;
    policy.delays[0] = (dc_delay){.days = 9, .share = 0.5, .from = 1, .to = 90};
    return &policy;
}

static void they_agree_when_some_claims_are_kept_from_agencies(void **state)
{
    (void)state;
    futures f;
    for (int32_t after_miss = 0; after_miss < DC_MISS_COUNT; after_miss++) {
        f = simulate(31 + (uint64_t)after_miss, handed_over_in_part(after_miss), 3000, false);
        assert_cash_agrees(&f, DC_SPREAD_CLOSE);
        assert_flows_and_ageing_agree(&f);
        assert_variance_agrees(&f, 0.05);
        drop(&f);
    }
    f = simulate_all(32, handed_over_in_part(DC_MISS_OWN_LAW), 3000, false, ties, 0.0,
                     given_lively_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
    f = simulate_all(33, handed_over_in_part(DC_MISS_THIRD_PARTY), 3000, false,
                     (dc_together){.run_share = 0.0}, 0.0, given_failing_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
}

static void they_agree_when_everybody_is_late(void **state)
{
    (void)state;
    check(&(dc_policy){.delay_count = 2,
                       .delays = {{.days = 15, .share = 1.0, .from = 1, .to = INT32_MAX},
                                  {.days = 10, .share = 1.0, .from = 30, .to = 60}}},
          3, DC_SPREAD_EXACT);
}

static void they_agree_when_a_share_is_late(void **state)
{
    (void)state;
    check(&(dc_policy){.delay_count = 3,
                       .delays = {{.days = 15, .share = 0.6, .from = 1, .to = INT32_MAX},
                                  {.days = 10, .share = 0.25, .from = 30, .to = 60},
                                  {.days = 5, .share = 1.0, .from = 1, .to = 20}}},
          4, DC_SPREAD_EXACT);
}

static void they_agree_on_longer_terms_that_win_sales(void **state)
{
    (void)state;
    check(&(dc_policy){.terms_count = 1,
                       .terms = {{.days = 60,
                                  .from = 10,
                                  .pass_through = 0.63,
                                  .sales = 0.12,
                                  .loss_multiplier = 2.5}}},
          5, DC_SPREAD_EXACT);
}

static void they_agree_on_shorter_terms_that_lose_sales(void **state)
{
    (void)state;
    check(&(dc_policy){.terms_count = 1,
                       .terms = {{.days = 7, .from = 1, .pass_through = 0.85, .sales = -0.2}}},
          6, DC_SPREAD_EXACT);
}

static void they_agree_on_instalments(void **state)
{
    (void)state;
    check(&(dc_policy){.plan_count = 1,
                       .plans = {{.down_payment = 0.2,
                                  .count = 4,
                                  .every_days = 20,
                                  .start = 5,
                                  .miss = 0.3,
                                  .share = 0.7}}},
          7, DC_SPREAD_CLOSE);
}

static void they_agree_on_instalments_that_a_third_party_collects(void **state)
{
    (void)state;
    check(&(dc_policy){.plan_count = 1,
                       .plans = {{.down_payment = 0.1,
                                  .count = 3,
                                  .every_days = 15,
                                  .start = 5,
                                  .miss = 0.4,
                                  .share = 0.8,
                                  .after_miss = DC_MISS_THIRD_PARTY,
                                  .collected = 0.5,
                                  .collect_days = 40}}},
          9, DC_SPREAD_CLOSE);
}

/* Of the customers 30 % meet both delays, 30 % the second alone; windows overlap. */
static void they_agree_on_delays_that_overlap(void **state)
{
    (void)state;
    check(&(dc_policy){.delay_count = 2,
                       .delays = {{.days = 21, .share = 0.3, .from = 10, .to = 80},
                                  {.days = 9, .share = 0.6, .from = 40, .to = 120}}},
          10, DC_SPREAD_EXACT);
}

static void they_agree_on_new_terms_that_are_paid_late(void **state)
{
    (void)state;
    check(&(dc_policy){.delay_count = 1,
                       .delays = {{.days = 15, .share = 0.4, .from = 1, .to = INT32_MAX}},
                       .terms_count = 1,
                       .terms = {{.days = 52,
                                  .from = 5,
                                  .pass_through = 0.37,
                                  .sales = 0.15,
                                  .loss_multiplier = 2.0,
                                  .loss = 0.2}}},
          11, DC_SPREAD_EXACT);
}

static void they_agree_on_plans_of_half_the_customers_some_of_them_late(void **state)
{
    (void)state;
    check(&(dc_policy){.delay_count = 1,
                       .delays = {{.days = 14, .share = 0.6, .from = 5, .to = 100}},
                       .plan_count = 1,
                       .plans = {{.down_payment = 0.2,
                                  .count = 3,
                                  .every_months = 1,
                                  .start = 7,
                                  .miss = 0.25,
                                  .share = 0.5}}},
          12, DC_SPREAD_CLOSE);
}

static void they_agree_when_everything_happens_at_once(void **state)
{
    (void)state;
    check(&(dc_policy){.delay_count = 1,
                       .delays = {{.days = 12, .share = 0.5, .from = 1, .to = 90}},
                       .plan_count = 1,
                       .plans = {{.down_payment = 0.1,
                                  .count = 3,
                                  .every_months = 1,
                                  .start = 3,
                                  .miss = 0.15,
                                  .share = 1.0}},
                       .terms_count = 1,
                       .terms = {{.days = 45, .from = 1, .pass_through = 0.9, .sales = 0.04}}},
          8, DC_SPREAD_CLOSE);
}

static void check_failing(const dc_policy *policy, uint64_t seed, dc_together together)
{
    futures f = simulate_all(seed, policy, 3000, false, together, 0.0, given_failing_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.03);
    drop(&f);
}

/* One customer has defaulted already, the others do on many paths, not independently. */
static void they_agree_when_customers_default(void **state)
{
    (void)state;
    const dc_policy everything = {
        .delay_count = 1,
        .delays = {{.days = 9, .share = 0.5, .from = 1, .to = 90}},
        .plan_count = 1,
        .plans = {{.down_payment = 0.1,
                   .count = 3,
                   .every_months = 1,
                   .start = 3,
                   .miss = 0.15,
                   .share = 0.6}},
        .terms_count = 1,
        .terms = {
            {.days = 45, .from = 1, .pass_through = 0.9, .sales = 0.04, .loss_multiplier = 1.5}}};
    check_failing(&(dc_policy){0}, 3, (dc_together){.run_share = 0.0});
    check_failing(&everything, 4, (dc_together){.run_share = 0.0});
    check_failing(&(dc_policy){0}, 5, ties);
}

/* Sooner or slower, for all or for what is overdue, in a window. */
static const dc_policy *slowed(void)
{
    static dc_scope late;
    late = DC_SCOPE_INIT;
    static dc_policy policy;
    late.min_days_late = 1;
    policy = (dc_policy){
        .delay_count = 1,
        .delays = {{.days = 9, .share = 0.5, .from = 1, .to = 90}},
        .terms_count = 1,
        .terms =
            {{.days = 45, .from = 5, .pass_through = 0.6, .sales = 0.1, .loss_multiplier = 1.5}},
        .downturn_count = 1,
        .downturns = {{.severity = 1.0, .payments = 0.7, .defaults = 3.0, .from = 10, .to = 80}},
        .forbearance_count = 1,
        .forbearances = {{.scopes = {1, &late}, .power = 0.5, .from = 1, .to = INT32_MAX}},
        .dunning_count = 2,
        .dunnings = {{.at = -3, .effect = 1.5, .decay = 10.0, .from = 1},
                     {.at = 12, .effect = 2.5, .decay = 20.0, .from = 5, .late_too = 1}}};
    return &policy;
}

static void they_agree_on_downturns_and_patience(void **state)
{
    (void)state;
    futures f = simulate(13, slowed(), 3000, false);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.0);
    drop(&f);
    f = simulate_all(14, slowed(), 3000, false, ties, 0.0, given_lively_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.04);
    drop(&f);
    check_failing(slowed(), 15, (dc_together){.run_share = 0.0});
}

/* All that may come little by little, part of it over before it is reached. */
static const dc_policy *ramping(void)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    static dc_policy policy;
    large.min_amount = 100000;
    policy = (dc_policy){
        .delay_count = 2,
        .delays =
            {{.days = 20, .share = 0.5, .from = 5, .to = 120, .ramp = 60},
             {.scopes = {1, &large}, .days = 7, .share = 1.0, .from = 10, .to = 40, .ramp = 90}},
        .terms_count = 1,
        .terms = {{.days = 60,
                   .from = 5,
                   .pass_through = 0.8,
                   .sales = 0.2,
                   .loss_multiplier = 1.5,
                   .ramp = 50}},
        .downturn_count = 1,
        .downturns = {{.severity = 1.5,
                       .payments = 0.7,
                       .defaults = 2.0,
                       .from = 10,
                       .to = 150,
                       .ramp = 70}},
        .default_count = 1,
        .defaults = {{.multiplier = 3.0, .from = 20, .to = 140, .ramp = 45}},
        .forbearance_count = 1,
        .forbearances = {{.power = 0.6, .from = 3, .to = 100, .spared = 0.4, .ramp = 30}}};
    return &policy;
}

static void they_agree_on_what_comes_little_by_little(void **state)
{
    (void)state;
    futures f = simulate(51, ramping(), 3000, false);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.0);
    drop(&f);
    f = simulate_all(52, ramping(), 3000, false, ties, 0.0, given_lively_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
    check_failing(ramping(), 53, (dc_together){.run_share = 0.0});
}

/* Half of the customers may leave, some of them sooner; the others order more and more. */
static const dc_policy *selling(void)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    static dc_policy policy;
    large.min_amount = 100000;
    policy = (dc_policy){
        .delay_count = 1,
        .delays = {{.days = 9, .share = 0.5, .from = 1, .to = 90}},
        .terms_count = 1,
        .terms =
            {{.days = 45, .from = 5, .pass_through = 0.6, .sales = 0.1, .loss_multiplier = 1.5}},
        .sales_count = 2,
        .sales = {{.change = 0.6, .from = 10, .to = 150, .ramp = 60},
                  {.scopes = {1, &large}, .change = -0.5, .from = 1, .to = INT32_MAX}},
        .retention_count = 2,
        .retentions = {{.scopes = {1, &large}, .kept = 0.8, .from = 15, .by_claims = 1},
                       {.kept = 0.7, .from = 60}}};
    return &policy;
}

static void they_agree_on_sales_and_on_customers_that_leave(void **state)
{
    (void)state;
    dc_policy sold = *selling();
    sold.retention_count = 0;
    check(&sold, 21, DC_SPREAD_EXACT);
    check(selling(), 22, DC_SPREAD_CLOSE);
    futures f = simulate_all(23, selling(), 3000, false, ties, 0.3, given_lively_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    assert_variance_agrees(&f, 0.04);
    drop(&f);
    check_failing(selling(), 24, (dc_together){.run_share = 0.0});
}

/* Disputes of all or a part, discounts, payments that stop, among delays and new terms. */
static const dc_policy *going_ways(int32_t whole)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    static dc_policy policy;
    large.min_amount = 100000;
    policy = (dc_policy){
        .delay_count = 1,
        .delays = {{.days = 9, .share = 0.5, .from = 1, .to = 90}},
        .terms_count = 1,
        .terms =
            {{.days = 45, .from = 5, .pass_through = 0.6, .sales = 0.3, .loss_multiplier = 1.5}},
        .stop_count = 2,
        .stops = {{.scopes = {1, &large}, .from = 20, .to = 50, .lost = 0.4, .orders = -0.5},
                  {.from = 90, .to = 95, .lost = 0.05, .orders = 0.3}},
        .dispute_count = 2,
        .disputes = {{.scopes = {1, &large},
                      .rate = 0.3,
                      .share = 0.4,
                      .settled = 0.6,
                      .within = 21,
                      .concession = 0.2,
                      .whole = whole,
                      .from = 1},
                     {.rate = 0.1, .share = 1.0, .settled = 0.9, .within = 9, .concession = 0.5}},
        .discount_count = 1,
        .discounts = {{.discount = 0.1, .days = 10, .take_up = 0.5, .early = 0.8, .from = 3}}};
    return &policy;
}

static void they_agree_on_items_that_go_different_ways(void **state)
{
    (void)state;
    for (int32_t whole = 0; whole <= 1; whole++) {
        futures f = simulate(25 + (uint64_t)whole, going_ways(whole), 3000, false);
        assert_cash_agrees(&f, DC_SPREAD_CLOSE);
        assert_flows_and_ageing_agree(&f);
        assert_variance_agrees(&f, 0.05);
        drop(&f);
    }
    futures f = simulate_all(27, going_ways(0), 3000, false, ties, 0.3, given_lively_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
    f = simulate_all(28, going_ways(1), 3000, false, (dc_together){.run_share = 0.0}, 0.0,
                     given_failing_model);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
}

static void they_agree_on_failures_that_a_policy_brings(void **state)
{
    (void)state;
    const dc_policy often = {.default_count = 1,
                             .defaults = {{.multiplier = 2.5, .from = 15, .to = 120}}};
    const dc_policy certain = {
        .insolvency_count = 1,
        .insolvencies = {
            {.largest = 2, .day = 35, .recovered = 0.4, .recovery_days = 20, .contagion = 3.0}}};
    check_failing(&often, 16, (dc_together){.run_share = 0.0});
    check_failing(&certain, 17, (dc_together){.run_share = 0.0});
    futures f = simulate(18, &certain, 3000, false);
    assert_cash_agrees(&f, DC_SPREAD_CLOSE);
    assert_flows_and_ageing_agree(&f);
    drop(&f);
}

/* A scenario that touches few items is posted as its difference to the baseline: with defaults,
 * too, it is what it is alone, on one thread. */
static void a_default_is_the_same_in_each_scenario(void **state)
{
    (void)state;
    futures   f = simulate_all(6, &(dc_policy){0}, 300, false, (dc_together){.run_share = 0.0}, 0.0,
                               given_failing_model);
    dc_policy late = {.terms_count = 1,
                      .terms = {{.days = 45, .from = HORIZON - 40, .pass_through = 0.5}}};
    const dc_policy *both[] = {&f.policy, &late}, *alone[] = {&late};
    run             *beside = run_paths(f.book, f.model, f.items, both, 2, &f.options);
    f.options.threads = 1;
    run *apart = run_paths(f.book, f.model, f.items, alone, 1, &f.options);
    bool recovers = false;
    for (uint16_t currency = 0; currency < f.book->currency_count; currency++)
        for (int flow = 0; flow < DC_FLOW_COUNT; flow++)
            for (uint32_t path = 0; path < f.options.path_count; path++) {
                int64_t sum = run_sum(apart, 0, currency, (dc_flow)flow, HORIZON, path);
                assert_int_equal(run_sum(beside, 1, currency, (dc_flow)flow, HORIZON, path), sum);
                recovers |= flow == DC_FLOW_RECOVERED && sum > 0;
            }
    assert_true(recovers);
    run_free(beside);
    run_free(apart);
    drop(&f);
}

static void any_number_of_threads_expects_the_same(void **state)
{
    (void)state;
    futures      f = simulate(1, &(dc_policy){0}, 100, false);
    dc_expected *one, *eight;
    f.options.threads = 1;
    one = dc_expected_make(f.arena, f.book, f.model, f.items, &f.policy, 0, &f.options);
    f.options.threads = 8;
    eight = dc_expected_make(f.arena, f.book, f.model, f.items, &f.policy, 0, &f.options);
    for (int flow = 0; flow < DC_FLOW_COUNT; flow++)
        assert_memory_equal(one->flow[flow], eight->flow[flow], HORIZON * sizeof(double));
    drop(&f);
}

/* Receivables = sales a day x days until paid.  1,000 a day, settled with chance 1/20 a day from
 * the issue day on: 19 days at the close, 19,000. */
static void receivables_settle_at_sales_times_days_to_pay(void **state)
{
    (void)state;
    const double hazard = 0.05, days = (1.0 - hazard) / hazard;
    char         table[400 * 64], *to = table;
    dc_date      as_of = date("2024-06-30");
    to += sprintf(to, "customer invoice issued due amount\n");
    for (int32_t i = 0; i < 364; i++) {
        char issued[11], due[11];
        dc_date_format(issued, dc_date_add_days(as_of, -i));
        dc_date_format(due, dc_date_add_days(as_of, 30 - i));
        to += sprintf(to, "acme A-%03d %s %s 10.00 paid=%s\n", (int)i, issued, due, issued);
    }
    dc_book            *book = given_book("2024-06-30", table);
    dc_model           *model = given_model(book, hazard, 0.0);
    dc_simulate_options options = {.horizon_days = 300,
                                   .path_count = given_paths(2000),
                                   .seed = 1,
                                   .report_count = 1,
                                   .report_days = {300}};
    run                *all = run_policy(book, model, NULL, &options);
    double              sum = 0.0, n = options.path_count;
    for (uint32_t path = 0; path < options.path_count; path++)
        for (int bucket = 0; bucket < DC_BUCKETS; bucket++)
            sum += (double)run_ageing(all, 0, 0, 0, bucket, path);
    /* Open with chance p, twice in the mean square: variance of one path below sum of 2 p. */
    assert_double_close(sum / n, 1000.0 * days, 5.0 * 1000.0 * sqrt(2.0 * days / n));
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_agree_on_the_baseline),
        cmocka_unit_test(they_agree_where_months_are_good_and_bad),
        cmocka_unit_test(they_agree_when_weekends_are_closed),
        cmocka_unit_test(they_agree_when_claims_are_tied_together),
        cmocka_unit_test(they_agree_when_late_claims_are_handed_over),
        cmocka_unit_test(they_agree_when_some_claims_are_kept_from_agencies),
        cmocka_unit_test(they_agree_when_everybody_is_late),
        cmocka_unit_test(they_agree_when_a_share_is_late),
        cmocka_unit_test(they_agree_on_longer_terms_that_win_sales),
        cmocka_unit_test(they_agree_on_shorter_terms_that_lose_sales),
        cmocka_unit_test(they_agree_on_instalments),
        cmocka_unit_test(they_agree_on_instalments_that_a_third_party_collects),
        cmocka_unit_test(they_agree_on_delays_that_overlap),
        cmocka_unit_test(they_agree_on_new_terms_that_are_paid_late),
        cmocka_unit_test(they_agree_on_plans_of_half_the_customers_some_of_them_late),
        cmocka_unit_test(they_agree_when_everything_happens_at_once),
        cmocka_unit_test(they_agree_when_customers_default),
        cmocka_unit_test(they_agree_on_downturns_and_patience),
        cmocka_unit_test(they_agree_on_what_comes_little_by_little),
        cmocka_unit_test(they_agree_on_sales_and_on_customers_that_leave),
        cmocka_unit_test(they_agree_on_items_that_go_different_ways),
        cmocka_unit_test(they_agree_on_failures_that_a_policy_brings),
        cmocka_unit_test(a_default_is_the_same_in_each_scenario),
        cmocka_unit_test(any_number_of_threads_expects_the_same),
        cmocka_unit_test(receivables_settle_at_sales_times_days_to_pay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
