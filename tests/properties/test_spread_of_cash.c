/*
 * The spread of cash worked out without paths, against closed forms and against the paths.
 *
 * On paths the standard errors are those of the closed form: a test of this file fails by chance
 * once in some 2,000 runs.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "duecast/spread.h"

enum { HORIZON = 91, WEEKS = 13 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_policy           policy;
    dc_simulate_options options;
} given_futures;

/* Claims only: everything was issued on one day and nothing comes again within the horizon. */
static given_futures futures_of(int customers, int claims, int step, dc_together together)
{
    given_futures f = {.arena = dc_arena_new()};
    char         *table = malloc(60 + (size_t)(customers * claims) * 80), *to = table;
    to += sprintf(to, "customer invoice issued due amount\n");
    for (int c = 0; c < customers; c++)
        for (int i = 0; i < claims; i++) {
            char due[11];
            dc_date_format(due, dc_date_add_days(date("2024-06-20"), i * step % 120));
            to += sprintf(to, "customer-%04d A-%04d-%04d 2024-05-01 %s %d.00\n", c, c, i, due,
                          100 + 37 * ((c + i) % 5));
        }
    f.book = given_book("2024-06-30", table);
    free(table);
    f.model = given_lively_model(f.book);
    f.model->together = together;
    for (int bin = 0; bin < DC_BINS; bin++)
        f.model->write_off[bin] = 0.0;
    f.options = (dc_simulate_options){.horizon_days = HORIZON, .seed = 5};
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0; /* the claims alone */
    return f;
}

static void drop(given_futures *f)
{
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

static dc_spread *spread_of(const given_futures *f)
{
    const double weight[DC_CURRENCIES_MAX] = {1.0, 1.0, 1.0};
    return dc_spread_make(f->arena, f->book, f->model, f->items, &f->policy, weight, &f->options);
}

static double cash_of(const given_futures *f, size_t item)
{
    return (double)(f->items->amount[item] - f->items->not_cash[item]);
}

/* Chance of being paid by the end of each week. */
static void chances_of(double by[WEEKS + 1], const given_futures *f, size_t item)
{
    double paid[HORIZON + 1], lost[HORIZON + 1];
    dc_law law = {HORIZON, paid, lost};
    assert_true(dc_items_law(&law, f->items, item));
    for (int w = 0; w <= WEEKS; w++)
        by[w] = paid[7 * w];
}

/* --- closed forms ----------------------------------------------------------------------------- */

/* Var = sum A^2 F (1 - F); Cov(C_s, C_t) = sum A^2 F(s) (1 - F(t)) for s <= t, on the paths. */
static void independent_claims_add_up(void **state)
{
    (void)state;
    given_futures f = futures_of(4, 6, 9, (dc_together){.run_share = 0.0});
    dc_spread    *spread = spread_of(&f);
    double        variance[WEEKS + 1] = {0.0}, covariance = 0.0, by[WEEKS + 1], mean[2] = {0.0};
    for (size_t i = 0; i < f.items->claim_count; i++) {
        double cash = cash_of(&f, i);
        chances_of(by, &f, i);
        for (int w = 1; w <= WEEKS; w++)
            variance[w] += cash * cash * by[w] * (1.0 - by[w]);
        covariance += cash * cash * by[3] * (1.0 - by[8]);
        mean[0] += cash * by[3];
        mean[1] += cash * by[8];
    }
    assert_int_equal(spread->quality, DC_SPREAD_EXACT);
    for (int w = 1; w <= WEEKS; w++)
        assert_double_close(spread->variance[w], variance[w], 1e-9 * variance[w]);

    const dc_policy *policies[] = {&f.policy};
    double           product = 0.0, n = f.options.path_count = given_paths(20000);
    run             *all = run_paths(f.book, f.model, f.items, policies, 1, &f.options);
    for (uint32_t p = 0; p < f.options.path_count; p++)
        product += ((double)run_cash_by(all, 0, 0, 21, p) - mean[0]) *
                   ((double)run_cash_by(all, 0, 0, 56, p) - mean[1]) / n;
    double error = sqrt((variance[3] * variance[8] + covariance * covariance) / n);
    assert_double_close(product, covariance, 4.0 * error);
    run_free(all);
    drop(&f);
}

/* Who always pays in runs settles claims of one law on one day: they are one claim. */
static void equal_claims_of_one_run_are_one_claim(void **state)
{
    (void)state;
    given_futures f = futures_of(1, 5, 0, (dc_together){.run_share = 1.0});
    dc_spread    *spread = spread_of(&f);
    double        cash = 0.0, by[WEEKS + 1];
    for (size_t i = 0; i < f.items->claim_count; i++)
        cash += cash_of(&f, i);
    chances_of(by, &f, 0);
    for (int w = 1; w <= WEEKS; w++)
        assert_double_close(spread->variance[w] / (cash * cash), by[w] * (1.0 - by[w]), 2e-6);
    drop(&f);
}

/* docs/FORMULAS.md, "What moves together", written down once more from chances by week: both paid
 * = 1 - open - open + both open. */
static double pair_covariance(const double a[WEEKS + 1], const double b[WEEKS + 1], int week,
                              double pi)
{
    double both = 1.0;
    for (int w = 1; w <= week; w++) {
        double p = (a[w] - a[w - 1]) / (1.0 - a[w - 1]), q = (b[w] - b[w - 1]) / (1.0 - b[w - 1]);
        both *= pi * (1.0 - fmax(p, q)) + (1.0 - pi) * (1.0 - p) * (1.0 - q);
    }
    return both - (1.0 - a[week]) * (1.0 - b[week]);
}

static void assert_pair_law(const given_futures *f, double pi, double power)
{
    dc_spread *spread = spread_of(f);
    double     by[14][WEEKS + 1];
    assert_int_equal(f->items->claim_count, 14);
    assert_int_equal(spread->quality, DC_SPREAD_EXACT);
    for (size_t i = 0; i < f->items->claim_count; i++) {
        chances_of(by[i], f, i);
        for (int w = 0; w <= WEEKS; w++)
            by[i][w] = 1.0 - pow(1.0 - by[i][w], power);
    }
    for (int w = 1; w <= WEEKS; w++) {
        double variance = 0.0;
        for (size_t i = 0; i < 14; i++)
            for (size_t j = 0; j < 14; j++)
                if (i == j)
                    variance += cash_of(f, i) * cash_of(f, i) * by[i][w] * (1.0 - by[i][w]);
                else if (f->items->customer[i] == f->items->customer[j])
                    variance +=
                        cash_of(f, i) * cash_of(f, j) * pair_covariance(by[i], by[j], w, pi);
        assert_double_close(spread->variance[w], variance, 1e-4 * variance);
    }
}

static dc_policy patience(double power)
{
    return (dc_policy){.forbearance_count = 1,
                       .forbearances = {{.power = power, .from = 1, .to = INT32_MAX}}};
}

static void pay_runs_follow_the_pair_law(void **state)
{
    (void)state;
    given_futures f = futures_of(2, 7, 17, (dc_together){.run_share = 0.6});
    assert_pair_law(&f, 0.6, 1.0);
    f.policy = patience(0.5); /* the chance S of being unpaid becomes S^0.5 */
    assert_pair_law(&f, 0.6, 0.5);
    drop(&f);
}

/* With the hazard .04 a day and the lasting shock .35: mean and square of the chance of being paid
 * within 28 days, over the shock, by the trapezium rule. */
typedef struct {
    double chance, square;
} shocked;

static double normal_step(double z)
{
    return 0.01 * exp(-0.5 * z * z) / sqrt(8.0 * atan(1.0));
}

static shocked over_the_shock(void)
{
    double  low = 0.0, high = 8.0;
    shocked out = {0.0, 0.0};
    while (high - low > 1e-12) { /* E exp(-pace x) = .96^28 */
        double x = 0.5 * (low + high), open = 0.0;
        for (double z = -8.0; z <= 8.0; z += 0.01)
            open += normal_step(z) * exp(-exp(0.35 * z - 0.06125) * x);
        if (open > pow(0.96, 28.0))
            low = x;
        else
            high = x;
    }
    for (double z = -8.0; z <= 8.0; z += 0.01) {
        double p = -expm1(-exp(0.35 * z - 0.06125) * low);
        out.chance += normal_step(z) * p;
        out.square += normal_step(z) * p * p;
    }
    return out;
}

/* Variance of what n equal claims of n customers bring in 4 weeks, in claims. */
static double variance_of_equal(int n, double lasting)
{
    given_futures f = futures_of(n, 1, 0, (dc_together){.lasting = lasting});
    for (uint32_t c = 0; c < (uint32_t)n; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, 0.04);
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    for (size_t i = 0; i < f.items->count; i++) {
        f.items->amount[i] = i < f.items->claim_count ? 1000 : 0;
        f.items->not_cash[i] = 0;
    }
    double variance = spread_of(&f)->variance[4] / 1e6;
    drop(&f);
    return variance;
}

/* Given the lasting shock claims are independent: n E p(1 - p) + n^2 Var p.  Relative to the mean
 * it falls to what the shock does to all; without a shock, as the root of their number. */
static void a_lasting_shock_leaves_a_floor(void **state)
{
    (void)state;
    const shocked over = over_the_shock();
    double        shock = over.square - over.chance * over.chance;
    for (int n = 10; n <= 1000; n *= 10) {
        double variance = n * (over.chance - over.square) + (double)n * n * shock;
        assert_double_close(variance_of_equal(n, 0.35), variance, 2e-3 * variance);
        variance = n * over.chance * (1.0 - over.chance);
        assert_double_close(variance_of_equal(n, 0.0), variance, 1e-6 * variance);
    }
}

/* --- paths ------------------------------------------------------------------------------------ */

/* Variance of cumulative cash at the end of each week: within 4.5 of its standard errors, and
 * `lacks` of itself where it is known to first order. */
static void assert_paths_agree(given_futures *f, uint32_t paths, double lacks)
{
    const dc_policy *policies[] = {&f->policy};
    f->options.path_count = given_paths(paths);
    dc_spread *spread = spread_of(f);
    run       *all = run_paths(f->book, f->model, f->items, policies, 1, &f->options);
    double     n = f->options.path_count;
    for (int32_t week = 1; week <= spread->week_count; week += 2) {
        int32_t day = dc_week_end_day(&f->options, week);
        double  mean = 0.0, second = 0.0, fourth = 0.0;
        for (uint32_t p = 0; p < f->options.path_count; p++)
            mean += (double)run_cash_by(all, 0, 0, day, p) / n;
        for (uint32_t p = 0; p < f->options.path_count; p++) {
            double off = (double)run_cash_by(all, 0, 0, day, p) - mean;
            second += off * off / n;
            fourth += off * off * off * off / n;
        }
        double error = sqrt(fmax(fourth - second * second, 0.0) / n);
        assert_double_close(spread->variance[week], second, 4.5 * error + lacks * second);
    }
    run_free(all);
}

/* Shocks as strong as are learnt at most, and runs every week. */
static void the_strongest_ties_are_known_to_first_order(void **state)
{
    (void)state;
    given_futures f =
        futures_of(40, 3, 13, (dc_together){.run_share = 1.0, .lasting = 0.5, .weekly = 0.5});
    assert_int_equal(spread_of(&f)->quality, DC_SPREAD_CLOSE);
    assert_paths_agree(&f, 10000, 0.05);
    drop(&f);
}

/* A customer with more laws than are looked at in pairs. */
static void neighbours_of_a_large_customer_stand_for_each_other(void **state)
{
    (void)state;
    given_futures f = futures_of(1, 110, 1, (dc_together){.run_share = 0.8, .lasting = 0.1});
    assert_int_equal(spread_of(&f)->quality, DC_SPREAD_CLOSE);
    assert_paths_agree(&f, 10000, 0.01);
    drop(&f);
}

/* Weeks that begin on Monday end in the middle of the weeks of the walk. */
static void weeks_may_begin_on_any_day(void **state)
{
    (void)state;
    given_futures f =
        futures_of(6, 8, 13, (dc_together){.run_share = 0.9, .lasting = 0.2, .weekly = 0.2});
    f.options.first_week_days = 3;
    assert_paths_agree(&f, 10000, 0.02);
    drop(&f);
}

/* Half of the invoices come in two parts, 60 % first. */
static void pay_in_parts(given_futures *f)
{
    size_t customers = f->book->customers.count;
    f->model->parts.chance = 0.5;
    f->model->parts.first_share = 0.6;
    f->model->parts.chance_of = dc_arena_alloc(f->model->arena, customers, sizeof(double));
    for (size_t c = 0; c < customers; c++)
        f->model->parts.chance_of[c] = 0.5;
    f->items = dc_items_make(f->arena, f->book, f->model, HORIZON);
    for (size_t i = 0; i < f->items->count; i++)
        f->items->amount[i] = i < f->items->claim_count ? f->items->amount[i] : 0;
}

/* A^2 F (1 - F) (1 - p + p (s^2 + (1 - s)^2)); what is settled without cash goes with the first. */
static void parts_of_an_invoice_spread_less(void **state)
{
    (void)state;
    given_futures f = futures_of(3, 4, 9, (dc_together){.run_share = 0.0});
    double        variance[WEEKS + 1] = {0.0}, by[WEEKS + 1];
    pay_in_parts(&f);
    for (size_t i = 0; i < f.items->claim_count; i++) {
        double cash = cash_of(&f, i), rest = 0.4 * (double)f.items->amount[i], first = cash - rest;
        chances_of(by, &f, i);
        for (int w = 1; w <= WEEKS; w++)
            variance[w] +=
                (0.5 * cash * cash + 0.5 * (first * first + rest * rest)) * by[w] * (1.0 - by[w]);
    }
    dc_spread *spread = spread_of(&f);
    for (int w = 1; w <= WEEKS; w++)
        assert_double_close(spread->variance[w], variance[w], 1e-4 * variance[w]); /* cents */
    drop(&f);
    f = futures_of(5, 4, 9, (dc_together){.run_share = 0.8, .lasting = 0.2, .weekly = 0.2});
    pay_in_parts(&f);
    assert_paths_agree(&f, 10000, 0.02);
    drop(&f);
}

/* Who takes a discount pays all of its invoices in time, even those that would be paid after the
 * horizon: what one customer brings is all or little. */
static void discounts_are_taken_of_what_would_be_paid_after_the_horizon(void **state)
{
    (void)state;
    given_futures f = {.arena = dc_arena_new(), .book = given_company(21, 3, 0)};
    f.model = given_lively_model(f.book);
    f.model->together = (dc_together){.run_share = 0.9};
    for (int bin = 0; bin < DC_BINS; bin++) {
        f.model->write_off[bin] = 0.0;
        for (uint32_t c = 0; c < f.book->customers.count; c++)
            given_hazard(f.model, c, bin, 0.004);
    }
    given_plan(f.book, "2024-07-01", "2024-12-31", "90000.00");
    f.book->plan[0].certain = true;
    f.options = (dc_simulate_options){.horizon_days = HORIZON, .seed = 5};
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    f.policy = (dc_policy){
        .discount_count = 1,
        .discounts = {{.discount = 0.02, .days = 5, .take_up = 0.4, .early = 1.0, .from = 1}}};
    assert_paths_agree(&f, 10000, 0.03);
    drop(&f);
}

/* Claims that would be paid together are not disputed together. */
static void each_claim_is_disputed_by_itself(void **state)
{
    (void)state;
    given_futures f = futures_of(3, 8, 9, (dc_together){.run_share = 0.9});
    for (uint32_t c = 0; c < 3; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, 0.3);
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0;
    f.policy = (dc_policy){.dispute_count = 1,
                           .disputes = {{.rate = 0.3,
                                         .share = 0.2,
                                         .whole = true,
                                         .settled = 0.6,
                                         .within = 30,
                                         .concession = 0.1,
                                         .from = 1}}};
    assert_paths_agree(&f, 10000, 0.03);
    drop(&f);
}

/* Nobody pays before the tenth day late, and hardly anybody leaves it a week more: claims that are
 * given time go on meeting each other, long after the week in which all would have been paid. */
static void strict_payers_that_are_given_time_go_on_paying_together(void **state)
{
    (void)state;
    given_futures f =
        futures_of(4, 9, 14, (dc_together){.run_share = 0.9, .lasting = 0.1, .weekly = 0.1});
    for (uint32_t c = 0; c < 4; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, bin < dc_bin_of(10) ? 0.0 : 0.5);
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0;
    f.policy = patience(0.2);
    assert_paths_agree(&f, 20000, 0.01);
    drop(&f);
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    given_futures f =
        futures_of(30, 4, 13, (dc_together){.run_share = 0.9, .lasting = 0.2, .weekly = 0.2});
    f.options.threads = 1;
    dc_spread *one = spread_of(&f);
    f.options.threads = 8;
    assert_memory_equal(one->variance, spread_of(&f)->variance, WEEKS * sizeof(double));
    assert_true(one->variance[WEEKS] > 0.0);
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_claims_add_up),
        cmocka_unit_test(equal_claims_of_one_run_are_one_claim),
        cmocka_unit_test(pay_runs_follow_the_pair_law),
        cmocka_unit_test(a_lasting_shock_leaves_a_floor),
        cmocka_unit_test(the_strongest_ties_are_known_to_first_order),
        cmocka_unit_test(neighbours_of_a_large_customer_stand_for_each_other),
        cmocka_unit_test(weeks_may_begin_on_any_day),
        cmocka_unit_test(parts_of_an_invoice_spread_less),
        cmocka_unit_test(discounts_are_taken_of_what_would_be_paid_after_the_horizon),
        cmocka_unit_test(each_claim_is_disputed_by_itself),
        cmocka_unit_test(strict_payers_that_are_given_time_go_on_paying_together),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
