/* The one-bin special case of the life table, against Fader & Hardie, "How to project customer
 * retention", Journal of Interactive Marketing 21 (2007) 76-90: survival of 1,000 customers over
 * seven years in two segments, the maximum-likelihood estimates and their log likelihood. */
#include "support/expect.h"

#include <math.h>

#include "duecast/model.h"
#include "forecast/learn/log_beta.h"

enum { YEARS = 7 };

static const struct {
    double survived[YEARS + 1]; /* % */
    double alpha, beta, log_likelihood;
} segments[] = {
    {{100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1}, 0.668, 3.806, -1611.158},
    {{100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1}, 0.704, 1.182, -1680.265},
};

static double log_likelihood(const double survived[], double alpha, double beta)
{
    double total = 0.0;
    for (int year = 1; year <= YEARS + 1; year++) {
        bool   still = year == YEARS + 1;
        double lost = still ? survived[YEARS] : survived[year - 1] - survived[year];
        double a[2] = {alpha, still ? alpha : alpha + 1.0};
        double b[2] = {beta, beta + year - 1.0}, value[2];
        dc_log_beta(value, a, b, 2);
        total += 10.0 * lost * (value[1] - value[0]);
    }
    return total;
}

static void the_published_estimates_maximise_the_published_likelihood(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof segments / sizeof segments[0]; i++) {
        double a = segments[i].alpha, b = segments[i].beta;
        double most = log_likelihood(segments[i].survived, a, b);
        assert_double_close(most, segments[i].log_likelihood, 1e-3);
        for (int way = -1; way <= 1; way += 2) {
            assert_true(log_likelihood(segments[i].survived, a + 0.02 * way, b) < most);
            assert_true(log_likelihood(segments[i].survived, a, b + 0.06 * way) < most);
        }
    }
}

/* P(1) = a / (a + b), P(t) = P(t - 1) (b + t - 2) / (a + b + t - 1): the paper's recursion. */
static void the_law_inside_a_bin_is_the_papers_recursion(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof segments / sizeof segments[0]; i++) {
        double   a = segments[i].alpha, b = segments[i].beta, chance = a / (a + b), sum = 0.0;
        double   paid[13], lost[13];
        dc_law   law = {12, paid, lost};
        dc_atom  atom = {.weight = 1.0};
        uint32_t first_atom[] = {0, 1};
        dc_model model = {.first_atom = first_atom, .atom = &atom};
        model.mixture = (dc_mixture){.type_count = 1,
                                     .shift_count = 1,
                                     .concentration = (a + b) / dc_bin_width(DC_BINS - 1)};
        model.mixture.hazard[0][DC_BINS - 1] = a / (a + b);
        dc_law_fill(&law, &model, &(dc_law_ask){UINT32_MAX, -200, 1, 1.0, 1.0}, NULL,
                    date("2024-01-01"));
        for (int t = 1; t <= 12; t++) {
            sum += chance;
            assert_double_close(paid[t], sum, 1e-12);
            chance *= (b + t - 1.0) / (a + b + t);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_estimates_maximise_the_published_likelihood),
        cmocka_unit_test(the_law_inside_a_bin_is_the_papers_recursion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
