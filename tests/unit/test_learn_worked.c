/* Numbers worked by hand for three bins of 2, 3 and 5 days (days 0-1, 2-4, 5-9), q = .1, .3, .2,
 * m = 4, a customer with n = 6, 5, 2 days at risk and one settlement in each. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "forecast/learn/fit.h"
#include "forecast/learn/log_beta.h"

enum { BINS = 3, DAYS = 10 };

static const double width[BINS] = {2, 3, 5}, at_risk[BINS] = {6, 5, 2};
static const double q[2][BINS] = {{0.1, 0.3, 0.2}, {0.02, 0.05, 0.10}};
static const double m = 4.0;

/* The first bins of the program stand for the bins of the example. */
static dc_prior example_prior(const dc_mixture *mixture)
{
    dc_prior prior = {0};
    for (int g = 0; g < 2; g++) {
        for (int k = 0; k < BINS; k++) {
            prior.alpha[g][k] = m * width[k] * q[g][k];
            prior.beta[g][k] = m * width[k] * (1.0 - q[g][k]);
        }
        dc_log_beta(prior.log_beta[g], prior.alpha[g], prior.beta[g], BINS);
    }
    dc_prior_list_atoms(&prior, mixture);
    return prior;
}

static void marginal_likelihoods_and_type_weights_are_the_worked_ones(void **state)
{
    (void)state;
    const dc_mixture alone = {
        .type_count = 1, .shift_count = 1, .type_share = {1}, .shift_share = {1}};
    const dc_mixture both = {
        .type_count = 2, .shift_count = 1, .type_share = {0.6, 0.4}, .shift_share = {1}};
    static const double  per_bin[BINS] = {-3.214425880434, -2.744257858072, -1.881371627918};
    static const uint8_t atom[] = {0, 1};
    dc_prior             prior = example_prior(&alone);
    dc_own_bin           cell[BINS];
    double               value[2];
    for (int k = 0; k < BINS; k++) {
        cell[k] = (dc_own_bin){at_risk[k], 1.0, (uint8_t)k};
        dc_atoms_log_weight(value, atom, 1, &prior, cell,
                            (const size_t[]){(size_t)k, (size_t)k + 1});
        assert_double_close(value[0], per_bin[k], 1e-11);
    }
    prior = example_prior(&both);
    dc_atoms_log_weight(value, atom, 2, &prior, cell, (const size_t[]){0, BINS});
    assert_double_close(value[0] - log(0.6), -7.840055366423, 1e-11);
    assert_double_close(value[1] - log(0.4), -10.403196823507, 1e-11);
    double total = dc_normalise(value, 2);
    assert_double_close(value[0], 0.951135555431, 1e-11);
    assert_double_close(value[1], 0.048864444569, 1e-11);
    assert_double_close(total, log(0.6 * exp(-7.840055366423) + 0.4 * exp(-10.403196823507)), 1e-9);
}

/* Three invoices at risk from day 0: paid day 4, paid day 7, open through 5; bins [-5,2), [2,5),
 * [5,21) of the days less the shift. */
static void the_weights_of_shifts_are_the_worked_ones(void **state)
{
    (void)state;
    const dc_mixture mixture = {
        .type_count = 1, .shift_count = 2, .type_share = {1}, .shift_share = {0.7, 0.3}};
    static const dc_own_bin cell[] = {{6, 0, 0},  {9, 1, 1}, {4, 1, 2},
                                      {12, 0, 0}, {6, 1, 1}, {1, 1, 2}};
    static const uint8_t    atom[] = {0, 1};
    dc_prior                prior = example_prior(&mixture);
    double                  value[2];
    dc_atoms_log_weight(value, atom, 2, &prior, cell, (const size_t[]){0, 3, 6});
    assert_double_close(value[0] - log(0.7), -6.767636889808, 1e-11);
    assert_double_close(value[1] - log(0.3), -5.460682911215, 1e-11);
    dc_normalise(value, 2);
    assert_double_close(value[0], 0.387067, 1e-6);
    assert_double_close(value[1], 0.612933, 1e-6);
}

/* The chance of being settled on each day of bin k, entered at its first day. */
static void law_of_bin(double pmf[], int type, int k)
{
    static const int32_t first[BINS] = {2, 4, 8}; /* bins of the program at least as wide */
    int                  bin = dc_bin_of(first[k]);
    double               paid[DAYS + 1], lost[DAYS + 1];
    dc_own_bin           own = {at_risk[k], 1.0, (uint8_t)bin};
    dc_atom              atom[2] = {{.weight = 1.0, .own_count = 1}, {.weight = 1.0}};
    uint32_t             first_atom[] = {0, 1, 2};
    dc_model             model = {.customer_count = 1,
                                  .first_atom = first_atom,
                                  .atom = atom,
                                  .own = &own,
                                  .mixture = {.type_count = 1, .shift_count = 1}};
    dc_law               law = {DAYS, paid, lost};
    model.mixture.concentration = m * width[k] / dc_bin_width(bin);
    model.mixture.hazard[0][bin] = q[type][k];
    dc_law_fill(&law, &model, &(dc_law_ask){0, 1 - first[k], 1, 1.0, 1.0}, NULL,
                date("2024-01-01"));
    for (int day = 0; day < (int)width[k]; day++)
        pmf[day] = paid[day + 1] - paid[day];
}

/* Settled on day 0 .. 9; open[day] at its close. */
static void law_of_type(double pmf[DAYS], double open[DAYS], int type)
{
    double left = 1.0;
    for (int k = 0, day = 0; k < BINS; k++) {
        double of_bin[DAYS], entered = left;
        law_of_bin(of_bin, type, k);
        for (int i = 0; i < (int)width[k]; i++, day++) {
            pmf[day] = entered * of_bin[i];
            open[day] = left -= pmf[day];
        }
    }
}

static void the_law_of_an_item_is_the_worked_one(void **state)
{
    (void)state;
    static const double wanted[DAYS] = {
        0.128571428571, 0.104571428571, 0.207502521008, 0.142946181139, 0.100814675119,
        0.071725855816, 0.053014762994, 0.039761072246, 0.030218414907, 0.023244934544};
    double pmf[2][DAYS], open[2][DAYS], mean = 0.0, tail;
    for (int type = 0; type < 2; type++)
        law_of_type(pmf[type], open[type], type);
    for (int day = 0; day < DAYS; day++)
        assert_double_close(pmf[0][day], wanted[day], 1e-11);
    assert_double_close(open[0][DAYS - 1], 0.097628725084, 1e-11);
    tail = 0.951135555431 * open[0][DAYS - 1] + 0.048864444569 * open[1][DAYS - 1];
    for (int day = 0; day < DAYS; day++)
        mean += 0.951135555431 * open[0][day] + 0.048864444569 * open[1][day];
    assert_double_close(tail, 0.108846068050, 1e-11);
    assert_double_close(mean, 3.845570632265, 1e-10);
}

/* P(first open after day 1 and second open after day 4) of two invoices that share hazards. */
static void two_invoices_of_one_customer_move_together_as_worked(void **state)
{
    (void)state;
    static const double weight[2] = {0.951135555431, 0.048864444569};
    static const double one[BINS] = {2, 0, 0}, four[BINS] = {2, 3, 0};
    const dc_mixture    types = {.type_count = 2, .shift_count = 1, .type_share = {0.6, 0.4}};
    dc_prior            prior = example_prior(&types);
    double              both = 0.0, first = 0.0, second = 0.0;
    for (int g = 0; g < 2; g++) {
        double sum[3] = {0};
        for (int k = 0; k < BINS; k++) {
            double a = prior.alpha[g][k] + 1.0, b = prior.beta[g][k] + at_risk[k] - 1.0;
            double as[4] = {a, a, a, a}, value[4];
            double bs[4] = {b, b + one[k], b + four[k], b + one[k] + four[k]};
            dc_log_beta(value, as, bs, 4);
            for (int i = 0; i < 3; i++)
                sum[i] += value[i + 1] - value[0];
        }
        first += weight[g] * exp(sum[0]);
        second += weight[g] * exp(sum[1]);
        both += weight[g] * exp(sum[2]);
    }
    assert_double_close(both, 0.265206238917, 1e-11);
    assert_double_close(first, 0.770735025178, 1e-11);
    assert_double_close(second, 0.331427024922, 1e-11);
    assert_double_close(both - first * second, 0.009763822519, 1e-11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marginal_likelihoods_and_type_weights_are_the_worked_ones),
        cmocka_unit_test(the_weights_of_shifts_are_the_worked_ones),
        cmocka_unit_test(the_law_of_an_item_is_the_worked_one),
        cmocka_unit_test(two_invoices_of_one_customer_move_together_as_worked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
