#include "support/expect.h"

#include <math.h>
#include <stdlib.h>

#include "forecast/measure/backtest_parts.h"

#include "duecast/random.h"

/* Chances on days as a distribution function. */
static void fill(double *cdf, int32_t days, const double *chance, const int32_t *day, int count)
{
    for (int32_t t = 0; t <= days; t++) {
        cdf[t] = 0.0;
        for (int i = 0; i < count; i++)
            cdf[t] += day[i] <= t ? chance[i] : 0.0;
    }
}

static void the_score_of_chances_on_days_is_the_published_one(void **state)
{
    (void)state;
    static const double  chance[] = {0.1, 0.5, 0.3, 0.1};
    static const int32_t day[] = {0, 10, 20, 45};
    double               cdf[61];
    fill(cdf, 60, chance, day, 4);
    assert_double_close(dc_cdf_crps(cdf, 60, 12), 2.35, 1e-12);
    assert_int_equal(dc_cdf_median(cdf, 60), 10);
}

/* E|X - y| - E|X - X'| / 2, worked out pair by pair. */
static void the_score_of_chances_equals_its_other_formula(void **state)
{
    (void)state;
    static const double  chance[] = {0.25, 0.05, 0.4, 0.3};
    static const int32_t day[] = {3, 7, 8, 30};
    double               cdf[41];
    fill(cdf, 40, chance, day, 4);
    for (int32_t y = 1; y <= 40; y++) {
        double expected = 0.0;
        for (int i = 0; i < 4; i++) {
            expected += chance[i] * abs(day[i] - y);
            for (int j = 0; j < 4; j++)
                expected -= chance[i] * chance[j] * abs(day[i] - day[j]) / 2.0;
        }
        assert_double_close(dc_cdf_crps(cdf, 40, y), expected, 1e-12);
    }
}

static void a_day_behind_the_last_costs_one_each(void **state)
{
    (void)state;
    static const double chance = 1.0;
    double              cdf[11];
    int32_t             day = 4;
    fill(cdf, 10, &chance, &day, 1);
    assert_double_close(dc_cdf_crps(cdf, 10, 4), 0.0, 0.0);
    assert_double_close(dc_cdf_crps(cdf, 10, 10), 6.0, 1e-12);
    assert_double_close(dc_cdf_crps(cdf, 10, 25), 21.0, 1e-12);
}

static void the_score_of_an_ensemble_is_the_published_one(void **state)
{
    (void)state;
    static const double ensemble[] = {1.0, 2.0, 4.0, 7.0};
    assert_double_close(dc_sorted_crps(ensemble, 4, 3.0), 0.75, 1e-12);
}

/* CRPS of the standard normal: y (2 Phi(y) - 1) + 2 phi(y) - 1/sqrt(pi). */
static void an_ensemble_of_normal_quantiles_scores_as_the_normal(void **state)
{
    (void)state;
    static const struct {
        double value, score;
    } cases[] = {{0.0, 0.233694977}, {1.0, 0.602441358}, {-2.0, 1.452791822}};
    enum { COUNT = 20000 };
    static double sorted[COUNT];
    for (int i = 0; i < COUNT; i++) { /* inverse by bisection: independent of any library */
        double low = -9.0, high = 9.0, level = (i + 0.5) / COUNT;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2.0;
            if (erfc(-middle / sqrt(2.0)) / 2.0 < level)
                low = middle;
            else
                high = middle;
        }
        sorted[i] = low;
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_double_close(dc_sorted_crps(sorted, COUNT, cases[i].value), cases[i].score, 1e-4);
}

static void pinball_weighs_the_two_sides_by_the_level(void **state)
{
    (void)state;
    assert_double_close(dc_pinball(10.0, 14.0, 0.9), 3.6, 1e-12);
    assert_double_close(dc_pinball(10.0, 6.0, 0.9), 0.4, 1e-12);
    assert_double_close(dc_pinball(10.0, 10.0, 0.9), 0.0, 0.0);
}

static void luck_decides_where_ties_fall(void **state)
{
    (void)state;
    static const double sorted[] = {0.0, 0.0, 0.0, 5.0};
    assert_double_close(dc_sorted_pit(sorted, 4, 0.0, 0.0), 0.0, 1e-12);
    assert_double_close(dc_sorted_pit(sorted, 4, 0.0, 0.5), 0.4, 1e-12);
    assert_double_close(dc_sorted_pit(sorted, 4, 1.0, 0.5), 0.7, 1e-12);
    assert_double_close(dc_sorted_pit(sorted, 4, 9.0, 1.0), 1.0, 1e-12);
}

/* Values drawn from the same few numbers as the futures: uniform all the same. */
static void the_place_among_right_futures_is_uniform(void **state)
{
    (void)state;
    enum { TRIALS = 4000, FUTURES = 64 };
    dc_luck luck = {11, 5, DC_PURPOSE_TEST};
    double  sum = 0.0, squares = 0.0;
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        double sorted[FUTURES], value = floor(4.0 * dc_uniform(luck, trial, 1));
        int    filled = 0;
        for (int step = 0; step < 4; step++) {
            for (int i = 0; i < FUTURES / 4; i++)
                sorted[filled++] = step;
        }
        double pit = dc_sorted_pit(sorted, FUTURES, value, dc_uniform(luck, trial, 2));
        sum += pit;
        squares += (pit - 0.5) * (pit - 0.5);
    }
    assert_double_close(sum / TRIALS, 0.5, 0.02);
    assert_double_close(12.0 * squares / TRIALS, 1.0, 0.06);
}

static void the_test_of_two_methods_is_the_published_one(void **state)
{
    (void)state;
    static const double       d[] = {1.0, -0.5, 2.0, 0.3, -0.2, 1.1, 0.9, -0.4, 0.6, 1.5};
    dc_diebold_mariano_result test = dc_diebold_mariano(d, 10, 1);
    assert_double_close(test.statistic, 2.529937, 1e-6);
    assert_double_close(test.corrected, 2.400109, 1e-6);
    assert_double_close(test.p, 0.039891, 1e-6);
}

static void equal_methods_cannot_be_told_apart(void **state)
{
    (void)state;
    static const double none[12] = {0};
    assert_true(isnan(dc_diebold_mariano(none, 12, 3).p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_of_chances_on_days_is_the_published_one),
        cmocka_unit_test(the_score_of_chances_equals_its_other_formula),
        cmocka_unit_test(a_day_behind_the_last_costs_one_each),
        cmocka_unit_test(the_score_of_an_ensemble_is_the_published_one),
        cmocka_unit_test(an_ensemble_of_normal_quantiles_scores_as_the_normal),
        cmocka_unit_test(pinball_weighs_the_two_sides_by_the_level),
        cmocka_unit_test(luck_decides_where_ties_fall),
        cmocka_unit_test(the_place_among_right_futures_is_uniform),
        cmocka_unit_test(the_test_of_two_methods_is_the_published_one),
        cmocka_unit_test(equal_methods_cannot_be_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
