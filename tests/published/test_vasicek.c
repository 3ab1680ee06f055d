/* The common factor of defaults against Hull, Risk Management and Financial Institutions (second
 * edition), table 11.4: the default rate that is exceeded in one year of a thousand, by the chance
 * of default and the correlation with one factor. */
#include "support/expect.h"
#include "support/given.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>

#include "forecast/simulate/failures.h"

enum { CHANCES = 5, CORRELATIONS = 4 };
static const double chance[CHANCES] = {0.001, 0.005, 0.010, 0.015, 0.020};
static const double correlation[CORRELATIONS] = {0.2, 0.4, 0.6, 0.8};
static const double worst[CORRELATIONS][CHANCES] = {{2.8, 9.1, 14.6, 18.9, 22.6},
                                                    {7.1, 21.1, 31.6, 39.0, 44.9},
                                                    {13.5, 38.7, 54.2, 63.8, 70.5},
                                                    {23.3, 66.3, 83.6, 90.8, 94.4}};

static void the_worst_year_of_a_thousand_is_that_of_hull(void **state)
{
    (void)state;
    double factor = gsl_cdf_ugaussian_Pinv(0.001);
    for (int r = 0; r < CORRELATIONS; r++)
        for (int c = 0; c < CHANCES; c++)
            assert_double_close(100.0 * dc_failure_chance_given(chance[c], factor, correlation[r]),
                                worst[r][c], 0.0501);
    /* The example in the text: 2 %, correlation .1; 40 % of 100 million are lost: 5.13 million. */
    assert_double_close(40.0 * dc_failure_chance_given(0.02, factor, 0.1), 5.13, 0.005);
}

/* How often two customers fail is the bivariate normal's: .000687984 for 2 % and .1. */
static void two_customers_fail_together_as_often_as_one_factor_makes_them(void **state)
{
    (void)state;
    const double step = 0.001;
    double       both = 0.0, one = 0.0;
    for (double z = -9.0; z < 9.0; z += step) {
        double p = dc_failure_chance_given(0.02, z + step / 2.0, 0.1);
        double weight = gsl_cdf_ugaussian_P(z + step) - gsl_cdf_ugaussian_P(z);
        one += weight * p;
        both += weight * p * p;
    }
    assert_double_close(one, 0.02, 1e-9);
    assert_double_close(both, 0.000687984, 1e-9);
    assert_double_close((both - 0.0004) / (0.02 * 0.98), 0.014693, 1e-6);
}

/* On the paths: each customer as often as its chance says, and the common factor moves all. */
static void paths_fail_as_often_as_the_chances_say(void **state)
{
    (void)state;
    enum { BLOCKS = 200, HORIZON = 180 };
    dc_arena        *arena = dc_arena_new();
    dc_book         *book = given_company(1, 8, 0);
    dc_model        *model = given_failing_model(book);
    dc_items        *items = dc_items_make(arena, book, model, HORIZON);
    dc_failures      failures;
    dc_failure_block block;
    double           n = BLOCKS * DC_PATH_BLOCK;
    dc_failures_make(&failures, arena, model, items, HORIZON);
    dc_failure_block_allocate(&block, &failures, 7);
    for (uint32_t item = 0; item < items->claim_count; item += 5) {
        double half = 0.0, whole = 0.0, low = 0.0;
        if (dc_failures_since(&failures, item) != DC_DEFAULT_NEVER)
            continue;
        for (uint32_t b = 0; b < BLOCKS; b++) {
            dc_failed failed;
            dc_failure_block_turn(&block, b);
            dc_failures_draw(&failed, &block, item);
            for (size_t i = 0; i < failed.count; i++) {
                assert_in_range(failed.day[i], 1, HORIZON);
                half += failed.day[i] <= HORIZON / 2;
                low += block.factor[failed.path[i]] < 0.0;
            }
            whole += (double)failed.count;
        }
        const double *by = dc_failures_chance(&failures, item);
        assert_double_close(half / n, by[HORIZON / 2],
                            5.0 * sqrt(by[HORIZON / 2] * (1.0 - by[HORIZON / 2]) / n));
        assert_double_close(whole / n, by[HORIZON],
                            5.0 * sqrt(by[HORIZON] * (1.0 - by[HORIZON]) / n));
        assert_true(low > 0.55 * whole); /* more fail where the factor is low */
    }
    dc_failure_block_free(&block);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* A portfolio on the paths: the number of customers that fail by the horizon has the variance
 * N p (1 - p) + N (N - 1) (Phi2 - p^2), and the worst year of a thousand is Hull's. */
static void a_portfolio_fails_as_vasicek_says(void **state)
{
    (void)state;
    enum { BLOCKS = 400, HORIZON = 365, CUSTOMERS = 60 };
    const double pd = 0.02, rho = 0.2, hull = 0.226, n = BLOCKS * DC_PATH_BLOCK;
    dc_arena    *arena = dc_arena_new();
    char         table[80 + CUSTOMERS * 64], *to = table;
    to += sprintf(to, "customer invoice issued due amount\n");
    for (int c = 0; c < CUSTOMERS; c++)
        to += sprintf(to, "customer-%02d A-%02d 2024-06-01 2024-07-01 100.00\n", c, c);
    dc_book  *book = given_book("2024-06-30", table);
    dc_model *model = given_failing_model(book);
    dc_items *items = dc_items_make(arena, book, model, HORIZON);
    for (size_t c = 0; c < model->customer_count; c++)
        model->defaults.day[c] = DC_DEFAULT_NEVER;
    model->defaults.correlation = rho;
    dc_failures      failures;
    dc_failure_block block;
    double           sum = 0.0, squares = 0.0, fourth = 0.0, beyond = 0.0;
    dc_failures_make(&failures, arena, model, items, HORIZON);
    for (size_t i = 0; i < failures.row_count * (HORIZON + 1); i++)
        failures.chance[i] = pd * (double)(i % (HORIZON + 1)) / HORIZON;
    dc_failure_block_allocate(&block, &failures, 11);
    for (uint32_t b = 0; b < BLOCKS; b++) {
        double count[DC_PATH_BLOCK] = {0.0};
        dc_failure_block_turn(&block, b);
        for (uint32_t item = 0; item < items->claim_count; item++) {
            dc_failed failed;
            dc_failures_draw(&failed, &block, item);
            for (size_t i = 0; i < failed.count; i++)
                count[failed.path[i]] += 1.0;
        }
        for (size_t i = 0; i < DC_PATH_BLOCK; i++) {
            double off = count[i] - pd * CUSTOMERS;
            sum += count[i] / n;
            squares += off * off / n;
            fourth += off * off * off * off / n;
            beyond += dc_failure_chance_given(pd, block.factor[i], rho) > hull;
        }
    }
    double both = 0.0, step = 0.001;
    for (double z = -9.0; z < 9.0; z += step) {
        double p = dc_failure_chance_given(pd, z + step / 2.0, rho);
        both += p * p * (gsl_cdf_ugaussian_P(z + step) - gsl_cdf_ugaussian_P(z));
    }
    double variance =
        CUSTOMERS * pd * (1.0 - pd) + CUSTOMERS * (CUSTOMERS - 1.0) * (both - pd * pd);
    assert_double_close(sum, CUSTOMERS * pd, 4.0 * sqrt(variance / n));
    assert_double_close(squares, variance, 4.0 * sqrt((fourth - squares * squares) / n));
    assert_double_close(beyond, 0.001 * n, 4.0 * sqrt(0.001 * n));
    dc_failure_block_free(&block);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_year_of_a_thousand_is_that_of_hull),
        cmocka_unit_test(two_customers_fail_together_as_often_as_one_factor_makes_them),
        cmocka_unit_test(paths_fail_as_often_as_the_chances_say),
        cmocka_unit_test(a_portfolio_fails_as_vasicek_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
