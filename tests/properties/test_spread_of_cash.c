/*
 * The spread of cash worked out without paths, against closed forms and against the paths.
 *
 * On paths the standard errors are those of the closed form: a test of this file fails by chance
 * once in some 2,000 runs.
 */
#include "support/expect.h"
#include "support/given_spread.h"
#include "support/run.h"

#include <math.h>

static double cash_of(const given_futures *f, size_t item)
{
    return (double)(f->items->amount[item] - f->items->not_cash[item]);
}

/* Chance of being paid by the end of each week. */
static void chances_of(double by[GIVEN_WEEKS + 1], const given_futures *f, size_t item)
{
    double paid[GIVEN_HORIZON + 1], lost[GIVEN_HORIZON + 1];
    dc_law law = {GIVEN_HORIZON, paid, lost};
    assert_true(dc_items_law(&law, f->items, item));
    for (int w = 0; w <= GIVEN_WEEKS; w++)
        by[w] = paid[7 * w];
}

/* --- closed forms ----------------------------------------------------------------------------- */

/* Var = sum A^2 F (1 - F); Cov(C_s, C_t) = sum A^2 F(s) (1 - F(t)) for s <= t, on the paths. */
static void independent_claims_add_up(void **state)
{
    (void)state;
    given_futures f = given_futures_of(4, 6, 9, (dc_together){.run_share = 0.0});
    dc_spread    *spread = given_spread_of(&f);
    double        variance[GIVEN_WEEKS + 1] = {0.0}, covariance = 0.0, by[GIVEN_WEEKS + 1],
                                  mean[2] = {0.0};
    for (size_t i = 0; i < f.items->claim_count; i++) {
        double cash = cash_of(&f, i);
        chances_of(by, &f, i);
        for (int w = 1; w <= GIVEN_WEEKS; w++)
            variance[w] += cash * cash * by[w] * (1.0 - by[w]);
        covariance += cash * cash * by[3] * (1.0 - by[8]);
        mean[0] += cash * by[3];
        mean[1] += cash * by[8];
    }
    assert_int_equal(spread->quality, DC_SPREAD_EXACT);
    for (int w = 1; w <= GIVEN_WEEKS; w++)
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
    given_futures_drop(&f);
}

/* Who always pays in runs settles claims of one law on one day: they are one claim. */
static void equal_claims_of_one_run_are_one_claim(void **state)
{
    (void)state;
    given_futures f = given_futures_of(1, 5, 0, (dc_together){.run_share = 1.0});
    dc_spread    *spread = given_spread_of(&f);
    double        cash = 0.0, by[GIVEN_WEEKS + 1];
    for (size_t i = 0; i < f.items->claim_count; i++)
        cash += cash_of(&f, i);
    chances_of(by, &f, 0);
    for (int w = 1; w <= GIVEN_WEEKS; w++)
        assert_double_close(spread->variance[w] / (cash * cash), by[w] * (1.0 - by[w]), 2e-6);
    given_futures_drop(&f);
}

/* docs/FORMULAS.md, "What moves together", written down once more from chances by week: both paid
 * = 1 - open - open + both open. */
static double pair_covariance(const double a[GIVEN_WEEKS + 1], const double b[GIVEN_WEEKS + 1],
                              int week, double pi)
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
    dc_spread *spread = given_spread_of(f);
    double     by[14][GIVEN_WEEKS + 1];
    assert_int_equal(f->items->claim_count, 14);
    assert_int_equal(spread->quality, DC_SPREAD_EXACT);
    for (size_t i = 0; i < f->items->claim_count; i++) {
        chances_of(by[i], f, i);
        for (int w = 0; w <= GIVEN_WEEKS; w++)
            by[i][w] = 1.0 - pow(1.0 - by[i][w], power);
    }
    for (int w = 1; w <= GIVEN_WEEKS; w++) {
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

static void pay_runs_follow_the_pair_law(void **state)
{
    (void)state;
    given_futures f = given_futures_of(2, 7, 17, (dc_together){.run_share = 0.6});
    assert_pair_law(&f, 0.6, 1.0);
    f.policy = given_patience(0.5); /* the chance S of being unpaid becomes S^0.5 */
    assert_pair_law(&f, 0.6, 0.5);
    given_futures_drop(&f);
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
    given_futures f = given_futures_of(n, 1, 0, (dc_together){.lasting = lasting});
    for (uint32_t c = 0; c < (uint32_t)n; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(f.model, c, bin, 0.04);
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    for (size_t i = 0; i < f.items->count; i++) {
        f.items->amount[i] = i < f.items->claim_count ? 1000 : 0;
        f.items->not_cash[i] = 0;
    }
    double variance = given_spread_of(&f)->variance[4] / 1e6;
    given_futures_drop(&f);
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

/* Shocks as strong as are learnt at most, and runs every week. */
static void the_strongest_ties_are_known_to_first_order(void **state)
{
    (void)state;
    given_futures f =
        given_futures_of(40, 3, 13, (dc_together){.run_share = 1.0, .lasting = 0.5, .weekly = 0.5});
    assert_int_equal(given_spread_of(&f)->quality, DC_SPREAD_CLOSE);
    assert_paths_agree(&f, 10000, 0.05);
    given_futures_drop(&f);
}

/* Without shocks, and where few enough laws are looked at in pairs, nothing is left out. */
static void laws_of_a_large_customer_are_looked_at_in_pairs(void **state)
{
    (void)state;
    given_futures f = given_futures_of(1, 110, 1, (dc_together){.run_share = 0.8, .lasting = 0.1});
    assert_int_equal(given_spread_of(&f)->quality, DC_SPREAD_EXACT);
    assert_paths_agree(&f, 10000, 0.01);
    given_futures_drop(&f);
}

/* Too many laws to look at all pairs, and every other claim is paid much later than its neighbours:
 * they share how they go with others, not how far they stray. */
static void neighbours_that_pay_otherwise_stray_otherwise(void **state)
{
    (void)state;
    given_futures f = given_futures_of(120, 110, 1, (dc_together){.run_share = 1.0});
    dc_scope      large = DC_SCOPE_INIT;
    for (size_t i = 0; i < f.items->claim_count; i++) {
        f.items->amount[i] = f.items->customer[i] > 0 ? 1 : i % 3 == 0 ? 90000 : 50000;
        f.items->not_cash[i] = 0;
    }
    large.min_amount = 70000;
    f.policy = given_patience(0.2);
    f.policy.forbearances[0].scopes = (dc_scopes){1, &large};
    assert_int_equal(given_spread_of(&f)->quality, DC_SPREAD_CLOSE);
    assert_paths_agree(&f, 4000, 0.1);
    given_futures_drop(&f);
}

/* Weeks that begin on Monday end in the middle of the weeks of the walk. */
static void weeks_may_begin_on_any_day(void **state)
{
    (void)state;
    given_futures f =
        given_futures_of(6, 8, 13, (dc_together){.run_share = 0.9, .lasting = 0.2, .weekly = 0.2});
    f.options.first_week_days = 3;
    assert_paths_agree(&f, 10000, 0.02);
    given_futures_drop(&f);
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
    f->items = dc_items_make(f->arena, f->book, f->model, GIVEN_HORIZON);
    for (size_t i = 0; i < f->items->count; i++)
        f->items->amount[i] = i < f->items->claim_count ? f->items->amount[i] : 0;
}

/* A^2 F (1 - F) (1 - p + p (s^2 + (1 - s)^2)); what is settled without cash goes with the first. */
static void parts_of_an_invoice_spread_less(void **state)
{
    (void)state;
    given_futures f = given_futures_of(3, 4, 9, (dc_together){.run_share = 0.0});
    double        variance[GIVEN_WEEKS + 1] = {0.0}, by[GIVEN_WEEKS + 1];
    pay_in_parts(&f);
    for (size_t i = 0; i < f.items->claim_count; i++) {
        double cash = cash_of(&f, i), rest = 0.4 * (double)f.items->amount[i], first = cash - rest;
        chances_of(by, &f, i);
        for (int w = 1; w <= GIVEN_WEEKS; w++)
            variance[w] +=
                (0.5 * cash * cash + 0.5 * (first * first + rest * rest)) * by[w] * (1.0 - by[w]);
    }
    dc_spread *spread = given_spread_of(&f);
    for (int w = 1; w <= GIVEN_WEEKS; w++)
        assert_double_close(spread->variance[w], variance[w], 1e-4 * variance[w]); /* cents */
    given_futures_drop(&f);
    f = given_futures_of(5, 4, 9, (dc_together){.run_share = 0.8, .lasting = 0.2, .weekly = 0.2});
    pay_in_parts(&f);
    assert_paths_agree(&f, 10000, 0.02);
    given_futures_drop(&f);
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    given_futures f =
        given_futures_of(30, 4, 13, (dc_together){.run_share = 0.9, .lasting = 0.2, .weekly = 0.2});
    f.options.threads = 1;
    dc_spread *one = given_spread_of(&f);
    f.options.threads = 8;
    assert_memory_equal(one->variance, given_spread_of(&f)->variance, GIVEN_WEEKS * sizeof(double));
    assert_true(one->variance[GIVEN_WEEKS] > 0.0);
    given_futures_drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_claims_add_up),
        cmocka_unit_test(equal_claims_of_one_run_are_one_claim),
        cmocka_unit_test(pay_runs_follow_the_pair_law),
        cmocka_unit_test(a_lasting_shock_leaves_a_floor),
        cmocka_unit_test(the_strongest_ties_are_known_to_first_order),
        cmocka_unit_test(laws_of_a_large_customer_are_looked_at_in_pairs),
        cmocka_unit_test(neighbours_that_pay_otherwise_stray_otherwise),
        cmocka_unit_test(weeks_may_begin_on_any_day),
        cmocka_unit_test(parts_of_an_invoice_spread_less),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
