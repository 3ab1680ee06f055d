#include "support/expect.h"
#include "support/given_invoices.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forecast/learn/atoms.h"
#include "forecast/learn/log_beta.h"
#include "forecast/learn/select.h"

static void the_logarithm_of_beta_is_made_of_the_librarys_gammas(void **state)
{
    (void)state;
    for (double a = 1e-6; a < 1e7; a *= 3.1)
        for (double b = 1e-6; b < 1e7; b *= 2.7) {
            double got, wanted = lgamma(a) + lgamma(b) - lgamma(a + b);
            dc_log_beta(&got, &a, &b, 1);
            assert_double_close(got, wanted, 1e-12 * (1.0 + a + b));
        }
    double a = 0.5, pi;
    dc_log_beta(&pi, &a, &a, 1); /* B(1/2, 1/2) = pi */
    assert_double_close(pi, 1.14472988584940017414, 1e-12);
}

static void widths_are_those_of_the_bins_at_most_a_month(void **state)
{
    (void)state;
    assert_double_close(dc_bin_width(0), 30.0, 0.0);
    assert_double_close(dc_bin_width(dc_bin_of(-45)), 15.0, 0.0);
    assert_double_close(dc_bin_width(dc_bin_of(0)), 1.0, 0.0);
    assert_double_close(dc_bin_width(dc_bin_of(4)), 4.0, 0.0);
    assert_double_close(dc_bin_width(dc_bin_of(121)), 30.0, 0.0);
    assert_double_close(dc_bin_width(DC_BINS - 1), 30.0, 0.0);
}

/* --- against another implementation --- */

/*
 * A synthetic ledger of 480 claims of 30 customers, written by a formula.  The numbers below were
 * computed from the same formula by an independent program (Python, scipy's betaln) with the same
 * 22 bins, start, weights and grid of 14 concentrations.
 */
static dc_book *formula_ledger(void)
{
    static const int32_t habits[] = {0, 0, 12, 25, -6};
    given_invoices      *ledger = given_invoices_new("2024-06-30");
    for (int32_t i = 0; i < 480; i++) {
        int32_t customer = i * 7 % 30, issued = -(10 + i * 37 % 300);
        int32_t due = issued + 14 + 16 * (customer % 3);
        int32_t paid = due + habits[customer % 5] + i * 11 % (customer % 2 ? 3 : 21) +
                       (i % 23 == 0 ? i * 13 % 97 : 0);
        char name[] = {'c', (char)('0' + customer / 10), (char)('0' + customer % 10), '\0'};
        given_invoice_add(
            ledger, &(given_invoice){name, issued, due, paid < issued ? issued : paid, 100.0, 0});
    }
    return given_invoices_book(ledger);
}

enum { DAYS = 121, LAWS = 4, LOOKS = 6 };

/* Whose law, from which days late on; UINT32_MAX: a customer never seen. */
static const struct {
    uint32_t customer;
    int32_t  late;
} laws[LAWS] = {{3, -20}, {7, 5}, {UINT32_MAX, 0}, {12, 40}};
static const int32_t looks[LOOKS] = {1, 7, 14, 28, 60, 121}; /* days on */

typedef struct {
    dc_learn_options options;
    double           log_marginal, m, type_share[DC_TYPES_MAX]; /* shares in any order */
    double           paid[LAWS][LOOKS];
} golden;

static const golden goldens[] = {
    {{.half_life_days = 0, .type_count = 2, .shift_step_days = 4},
     -916.494865787,
     1.67083562086,
     {0.289948084, 0.710051916},
     {{0.000000164, 0.000001124, 0.000002200, 0.000003539, 0.937440051, 0.994537152},
      {0.000000100, 0.001468503, 0.898481841, 0.952984610, 0.976837636, 0.999608856},
      {0.052050356, 0.289515179, 0.494849821, 0.760175188, 0.954857307, 0.998468842},
      {0.186248129, 0.601174751, 0.756111858, 0.856309261, 0.944766421, 0.998723359}}},
    {{.half_life_days = 0, .type_count = 1, .shift_step_days = 4},
     -939.538678543,
     1.08147350157,
     {1.000000000},
     {{0.000000112, 0.000000771, 0.000001508, 0.000002405, 0.934445767, 0.995638146},
      {0.000000067, 0.000143174, 0.910523308, 0.950882377, 0.980444440, 0.999506271},
      {0.053489925, 0.272775605, 0.473402877, 0.751524857, 0.951355097, 0.997892574},
      {0.044193247, 0.170303477, 0.260106213, 0.520526660, 0.869125450, 0.995079101}}},
};

static bool holds_share(const dc_mixture *mixture, double share)
{
    for (int g = 0; g < mixture->type_count; g++)
        if (fabs(mixture->type_share[g] - share) < 1e-5)
            return true;
    return false;
}

static void an_independent_program_learns_the_same_mixture(void **state)
{
    (void)state;
    dc_book *book = formula_ledger();
    double   paid[DAYS + 1], lost[DAYS + 1];
    dc_law   law = {DAYS, paid, lost};
    for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++) {
        const golden *wanted = &goldens[i];
        dc_model     *model;
        dc_model_learn(&model, book, &wanted->options);
        assert_double_close(model->log_likelihood, wanted->log_marginal,
                            1e-6 * fabs(wanted->log_marginal));
        assert_double_close(model->concentration, wanted->m, 1e-8);
        for (int g = 0; g < wanted->options.type_count; g++)
            assert_true(holds_share(&model->mixture, wanted->type_share[g]));
        for (int k = 0; k < LAWS; k++) {
            dc_law_fill(&law, model, &(dc_law_ask){laws[k].customer, 1 - laws[k].late, 1, 1.0, 1.0},
                        NULL, book->as_of);
            for (int look = 0; look < LOOKS; look++)
                assert_double_close(paid[looks[look]], wanted->paid[k][look], 1e-5);
        }
        dc_model_free(model);
    }
    given_book_free(book);
}

/* With parameters set by hand nothing is left to the path of the estimation; every day weighs by
 * its own age.  Numbers by the reference of test_learn_reference.c. */
static dc_mixture given_mixture(void)
{
    dc_mixture mixture = {
        .type_count = 2,
        .type_share = {0.35, 0.65},
        .hazard = {{0.001, 0.002, 0.003, 0.004, 0.006, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12,
                    0.12,  0.10,  0.09,  0.08,  0.07,  0.06, 0.05, 0.04, 0.03, 0.02, 0.01},
                   {0.0005, 0.001, 0.002, 0.003, 0.004, 0.006, 0.008, 0.01, 0.02, 0.03,  0.04,
                    0.05,   0.05,  0.05,  0.05,  0.045, 0.04,  0.035, 0.03, 0.02, 0.015, 0.012}},
        .concentration = 7.0};
    for (int32_t shift = DC_SHIFT_LEAST; shift <= DC_SHIFT_MOST; shift += 4) {
        mixture.shift[mixture.shift_count++] = shift;
        mixture.shift_share[mixture.shift_count - 1] = mixture.shift_count / 190.0;
    }
    return mixture;
}

static void for_given_parameters_likelihood_and_laws_are_the_independent_programs(void **state)
{
    (void)state;
    static const double wanted[LAWS][LOOKS] = {
        {0.000785807, 0.005406812, 0.010604360, 0.025014335, 0.853445086, 0.988342454},
        {0.001773879, 0.015780840, 0.669676052, 0.836382198, 0.955335087, 0.991463388},
        {0.011047763, 0.076356161, 0.156133480, 0.340302172, 0.820684752, 0.977665021},
        {0.061069189, 0.335449928, 0.534253362, 0.749883624, 0.916858485, 0.975576482}};
    dc_book   *book = formula_ledger();
    dc_arena  *arena = dc_arena_new();
    dc_view    view = {.as_of = book->as_of, .half_life_days = 365.0};
    dc_model   model = {.arena = arena, .customer_count = 30, .mixture = given_mixture()};
    dc_history history;
    double     paid[DAYS + 1], lost[DAYS + 1];
    dc_law     law = {DAYS, paid, lost};
    model.own_share = dc_arena_alloc(arena, 30, sizeof *model.own_share);
    dc_history_gather(&history, arena, book, &view, 30, 4);
    assert_double_close(dc_log_marginal(&history, &model.mixture), -923.1129673, 1e-7);
    dc_atoms_make(&model, book, &view, NULL);
    for (int with_curves = 1; with_curves >= 0; with_curves--) {
        for (int k = 0; k < LAWS; k++) {
            dc_law_fill(&law, &model,
                        &(dc_law_ask){laws[k].customer, 1 - laws[k].late, 1, 1.0, 1.0}, NULL,
                        book->as_of);
            for (int look = 0; look < LOOKS; look++)
                assert_double_close(paid[looks[look]], wanted[k][look], 2e-7);
        }
        model.curve = NULL; /* the same by the longer way */
    }
    given_book_free(book);
    dc_arena_free(arena);
}

static void the_assumed_table_is_a_table_of_chances(void **state)
{
    (void)state;
    double q[DC_BINS];
    dc_prior_life_table(q);
    for (int bin = 0; bin < DC_BINS; bin++)
        assert_true(q[bin] > 0.0 && q[bin] < 0.1);
}

/* Quartiles -4, 10 and 25 days, a tenth 39 days or more: the survey it was made from. */
static void the_assumed_table_gives_back_the_survey(void **state)
{
    (void)state;
    static const struct {
        int32_t days_late;
        double  paid;
    } cases[] = {{-17, 0.10}, {-5, 0.25}, {9, 0.50}, {24, 0.75}, {38, 0.90}};
    double q[DC_BINS], open = 1.0;
    size_t next = 0;
    dc_prior_life_table(q);
    for (int32_t late = -46; late <= 38; late++) {
        open *= 1.0 - q[dc_bin_of(late)];
        if (late == cases[next].days_late)
            assert_double_close(1.0 - open, cases[next++].paid, 0.04); /* bins are wide */
    }
    assert_int_equal(next, sizeof cases / sizeof cases[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_logarithm_of_beta_is_made_of_the_librarys_gammas),
        cmocka_unit_test(widths_are_those_of_the_bins_at_most_a_month),
        cmocka_unit_test(an_independent_program_learns_the_same_mixture),
        cmocka_unit_test(for_given_parameters_likelihood_and_laws_are_the_independent_programs),
        cmocka_unit_test(the_assumed_table_is_a_table_of_chances),
        cmocka_unit_test(the_assumed_table_gives_back_the_survey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
