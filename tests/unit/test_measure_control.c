/* Reported means with the exact expectation as their control variate. */
#include "support/expect.h"
#include "support/given.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "duecast/random.h"
#include "forecast/measure/control.h"

enum { PATHS = 4000 };

/* Two figures with known expectations on each path, and a third that moves as the first does. */
typedef struct {
    double first[PATHS], second[PATHS], third[PATHS], value[PATHS], adjusted[PATHS];
} figures;

static double normal(uint32_t path, uint32_t draw)
{
    double u = dc_uniform((dc_luck){3, 7, DC_PURPOSE_TEST}, path, draw);
    return gsl_cdf_ugaussian_Pinv(u);
}

static dc_controls give(figures *f)
{
    for (uint32_t p = 0; p < PATHS; p++) {
        f->first[p] = 1000.0 + 50.0 * normal(p, 0);
        f->second[p] = 500.0 + 20.0 * normal(p, 1);
        f->third[p] = 2.0 * f->first[p];
    }
    return (dc_controls){.count = 3,
                         .path_count = PATHS,
                         .path = {f->first, f->second, f->third},
                         .expected = {1000.0, 500.0, 2000.0}};
}

static void what_adds_up_becomes_its_expectation_on_every_path(void **state)
{
    (void)state;
    figures     f;
    dc_controls controls = give(&f);
    for (uint32_t p = 0; p < PATHS; p++)
        f.value[p] = 3.0 * f.first[p] - 2.0 * f.second[p] + 5.0;
    dc_control_adjust(f.adjusted, f.value, &controls);
    for (uint32_t p = 0; p < PATHS; p++)
        assert_double_close(f.adjusted[p], 2005.0, 1e-5);
}

/* E of a ratio of independent normals by its series: m/k (1 + s^2 + 3 s^4), s = 20/500. */
static void a_ratio_keeps_its_mean_with_a_smaller_error(void **state)
{
    (void)state;
    figures     f;
    dc_controls controls = give(&f);
    dc_estimate plain = {.applicable = true}, with = {.applicable = true};
    double      s = 20.0 / 500.0, squares = 0.0, truth = 2.0 * (1.0 + s * s + 3.0 * pow(s, 4.0));
    for (uint32_t p = 0; p < PATHS; p++) {
        f.value[p] = f.first[p] / f.second[p];
        plain.mean += f.value[p] / PATHS;
    }
    for (uint32_t p = 0; p < PATHS; p++)
        squares += (f.value[p] - plain.mean) * (f.value[p] - plain.mean);
    plain.standard_error = sqrt(squares / PATHS / PATHS);
    dc_control_adjust(f.adjusted, f.value, &controls);
    dc_control_mean(&with, f.adjusted, PATHS);
    assert_true(with.standard_error > 0.0 && with.standard_error < plain.standard_error / 8.0);
    assert_double_close(with.mean, truth, 4.0 * with.standard_error);
}

static void parts_still_add_up(void **state)
{
    (void)state;
    figures     f;
    dc_controls controls = give(&f);
    double      part[PATHS], rest[PATHS];
    for (uint32_t p = 0; p < PATHS; p++) {
        f.value[p] = f.first[p] / f.second[p];
        part[p] = 0.3 * f.value[p] * f.value[p];
        rest[p] = f.value[p] - part[p];
    }
    dc_control_adjust(f.adjusted, f.value, &controls);
    dc_control_adjust(part, part, &controls);
    dc_control_adjust(rest, rest, &controls);
    for (uint32_t p = 0; p < PATHS; p++)
        assert_double_close(part[p] + rest[p], f.adjusted[p], 1e-9);
}

/* What does not move explains nothing, and does no harm. */
static void a_control_that_stands_still_is_left_out(void **state)
{
    (void)state;
    figures     f;
    dc_controls controls = give(&f);
    for (uint32_t p = 0; p < PATHS; p++) {
        f.second[p] = 500.0;
        f.value[p] = 4.0 * f.first[p];
    }
    dc_control_adjust(f.adjusted, f.value, &controls);
    for (uint32_t p = 0; p < PATHS; p++)
        assert_double_close(f.adjusted[p], 4000.0, 1e-5);
}

static void few_paths_spare_no_pilot(void **state)
{
    (void)state;
    assert_int_equal(dc_control_pilot(100), 0);
    assert_int_equal(dc_control_pilot(399), 0);
    assert_int_equal(dc_control_pilot(400), 100);
    assert_int_equal(dc_control_pilot(10000), DC_CONTROL_PILOT);
}

/* On a whole forecast: differences are those of the means that are reported. */
static void differences_are_those_of_reported_means(void **state)
{
    (void)state;
    static const dc_policy late = {
        .delay_count = 1, .delays = {{.days = 15, .share = 0.7, .from = 1, .to = INT32_MAX}}};
    static const dc_policy    none = {0};
    const dc_policy *const    policies[] = {&none, &late};
    dc_arena                 *arena = dc_arena_new();
    dc_book                  *book = given_company(2, 8, 0);
    dc_model                 *model = given_lively_model(book);
    const dc_simulate_options options = {.horizon_days = 182, .path_count = 1000, .seed = 4};
    dc_items                 *items = dc_items_make(arena, book, model, options.horizon_days);
    dc_today                  today;
    dc_outcome                outcome[2];
    dc_today_measure(&today, book, model);
    assert_int_equal(
        dc_outcomes_measure(outcome, arena, book, model, items, &today, policies, 2, &options),
        DC_OK);
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        for (int i = 0; i < DC_PAIRED_WEEKS; i++) {
            int32_t week = outcome[0].paired_week[i];
            double  mean, error;
            if (!outcome[0].paired[m][i])
                continue;
            dc_outcome_difference(&mean, &error, &outcome[1], &outcome[0], (dc_metric)m, i);
            double means = outcome[1].series[m][week].mean - outcome[0].series[m][week].mean;
            assert_double_close(mean, means, 1e-9 * fabs(means) + 1e-9);
            assert_true(dc_is_ratio((dc_metric)m) ? error > 0.0 : error == 0.0);
        }
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_adds_up_becomes_its_expectation_on_every_path),
        cmocka_unit_test(a_ratio_keeps_its_mean_with_a_smaller_error),
        cmocka_unit_test(parts_still_add_up),
        cmocka_unit_test(a_control_that_stands_still_is_left_out),
        cmocka_unit_test(few_paths_spare_no_pilot),
        cmocka_unit_test(differences_are_those_of_reported_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
