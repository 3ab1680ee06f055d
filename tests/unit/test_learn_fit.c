#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forecast/learn/fit.h"

static void the_logarithm_of_gamma_is_the_librarys(void **state)
{
    (void)state;
    for (double x = 1e-4; x < 1e7; x *= 1.37)
        assert_double_close(dc_log_gamma(x), lgamma(x), 1e-12 * fmax(1.0, fabs(lgamma(x))));
    assert_double_close(dc_log_gamma(1.0), 0.0, 1e-12);
    assert_double_close(dc_log_gamma(0.5), 0.57236494292470008707, 1e-12); /* ln sqrt(pi) */
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

/* Worked by hand for bins of 2, 3 and 5 days and m = 4; here m times the bin's width is the same.
 * */
static void the_marginal_likelihood_of_a_cell_is_the_worked_one(void **state)
{
    (void)state;
    static const struct {
        double width, q, at_risk, settled, log_marginal;
    } cases[] = {
        {2.0, 0.1, 6.0, 1.0, -3.214425880434},
        {3.0, 0.3, 5.0, 1.0, -2.744257858072},
        {5.0, 0.2, 2.0, 1.0, -1.881371627918},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double  q[DC_BINS];
        int     bin = dc_bin_of(22);
        dc_cell cell = {0, (uint8_t)bin, cases[i].at_risk, cases[i].settled};
        for (int b = 0; b < DC_BINS; b++)
            q[b] = cases[i].q;
        dc_counts counts = {.cell_count = 1, .cells = &cell};
        double    m = 4.0 * cases[i].width / dc_bin_width(bin);
        assert_double_close(dc_log_marginal(&counts, q, m), cases[i].log_marginal, 1e-11);
    }
}

/* --- against another implementation --- */

/*
 * A synthetic ledger of 120 claims of 9 customers, written by a formula.  The numbers below were
 * computed from the same formula by an independent program (Python, scipy's gammaln, pooled and
 * reweighted tables as in docs/FORMULAS.md) with 22 bins and the grid of 24 concentrations.
 */
static dc_book *formula_ledger(void)
{
    char   *text = NULL;
    size_t  size = 0;
    FILE   *out = open_memstream(&text, &size);
    dc_date as_of = date("2024-06-30");
    fprintf(out, "customer invoice issued due amount\n");
    for (int32_t i = 0; i < 120; i++) {
        int32_t customer = i * 7 % 9, issued = -(10 + i * 37 % 200);
        int32_t due = issued + 14 + 16 * (customer % 3);
        int32_t paid = due + 3 * customer - 5 + i * 11 % 19;
        char    texts[3][11];
        paid = paid < issued ? issued : paid;
        dc_date_format(texts[0], dc_date_add_days(as_of, issued));
        dc_date_format(texts[1], dc_date_add_days(as_of, due));
        dc_date_format(texts[2], dc_date_add_days(as_of, paid));
        fprintf(out, "c%d i%03d %s %s 100.00", (int)customer, (int)i, texts[0], texts[1]);
        fprintf(out, paid <= 0 ? " paid=%s\n" : "\n", texts[2]);
    }
    fclose(out);
    dc_book *book = given_book("2024-06-30", text);
    free(text);
    return book;
}

typedef struct {
    double half_life, m, log_likelihood;
    double exposure, settled; /* sums */
    double q[DC_BINS], third_customer[DC_BINS];
} golden;

static const golden goldens[] = {
    {.half_life = 0.0,
     .m = 5.113761092947704,
     .log_likelihood = -347.87011565779545,
     .exposure = 5129.0,
     .settled = 95.0,
     .q = {0.000125479080121,
           1.82912973916e-06,
           1e-06,
           1.11148658887e-06,
           1e-06,
           0.00279014481962,
           0.009134650593,
           3.37539722923e-06,
           0.00999784405519,
           0.010673351292,
           0.02289566335,
           0.0187066311989,
           0.0372112251413,
           0.0642002450815,
           0.0970217469613,
           0.150726376859,
           0.332352908365,
           0.0185292976329,
           0.0185292976329,
           0.0185292976329,
           0.0185292976329,
           0.0185292976329},
     .third_customer = {0.000125479080121, 1.82912973916e-06, 1e-06,
                        1.11148658887e-06, 2.82313599407e-07, 0.000787695826893,
                        0.00257883608823,  9.52920541212e-07, 0.00282252734153,
                        0.00301323222097,  0.00646375713116,  0.00528113638654,
                        0.055757983653,    0.0701379797256,   0.139367336332,
                        0.168786863741,    0.332352908365,    0.0185292976329,
                        0.0185292976329,   0.0185292976329,   0.0185292976329,
                        0.0185292976329}},
    {.half_life = 365.0,
     .m = 9.144985941130129,
     .log_likelihood = -300.6207327993305,
     .exposure = 4532.007732572748,
     .settled = 81.02850106652838,
     .q = {0.00013513504266,
           1.42132246792e-06,
           1e-06,
           1e-06,
           1e-06,
           0.00340398040464,
           0.00929736463562,
           3.02091405331e-06,
           0.00936605557401,
           0.00870860304919,
           0.0232773191433,
           0.0171940135855,
           0.032729562885,
           0.0571934167786,
           0.0916637212113,
           0.146472332938,
           0.328087965117,
           0.0178907971746,
           0.0178907971746,
           0.0178907971746,
           0.0178907971746,
           0.0178907971746},
     .third_customer = {0.00013513504266,
                        1.42132246792e-06,
                        1e-06,
                        1e-06,
                        4.54634258682e-07,
                        0.00154756610783,
                        0.00422690047881,
                        1.37341102117e-06,
                        0.00425812973266,
                        0.00395922929142,
                        0.0105826667328,
                        0.00781698762019,
                        0.0455207941551,
                        0.0632310555986,
                        0.118465596811,
                        0.156377849034,
                        0.328087965117,
                        0.0178907971746,
                        0.0178907971746,
                        0.0178907971746,
                        0.0178907971746,
                        0.0178907971746}},
};

static double sum(const double values[DC_BINS])
{
    double total = 0.0;
    for (int bin = 0; bin < DC_BINS; bin++)
        total += values[bin];
    return total;
}

static void an_independent_program_learns_the_same_life_table(void **state)
{
    (void)state;
    dc_book *book = formula_ledger();
    for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++) {
        const golden    *wanted = &goldens[i];
        dc_model        *model;
        dc_learn_options options = {.half_life_days = wanted->half_life};
        dc_model_learn(&model, book, &options);
        assert_double_close(sum(model->exposure), wanted->exposure, 1e-8);
        assert_double_close(sum(model->settled), wanted->settled, 1e-9);
        assert_double_close(model->concentration, wanted->m, 1e-9);
        assert_double_close(model->log_likelihood, wanted->log_likelihood, 1e-7);
        for (int bin = 0; bin < DC_BINS; bin++) {
            assert_double_close(model->portfolio[bin], wanted->q[bin], 1e-9);
            assert_double_close(model->hazard[3 * DC_BINS + bin], wanted->third_customer[bin],
                                1e-9);
        }
        dc_model_free(model);
    }
    given_book_free(book);
}

static void the_estimate_is_a_fixed_point_of_likelihood_over_the_grid(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    dc_book  *book = formula_ledger();
    dc_counts counts;
    double    q[DC_BINS], m, likelihood;
    dc_counts_make(&counts, arena, book, 365.0);
    dc_fit_life_table(q, &m, &likelihood, &counts);
    double step = pow(400.0 / 0.5, 1.0 / 23.0);
    assert_double_close(dc_log_marginal(&counts, q, m), likelihood, 1e-12 * fabs(likelihood));
    assert_true(dc_log_marginal(&counts, q, m * step) <= likelihood);
    assert_true(dc_log_marginal(&counts, q, m / step) <= likelihood);
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
        cmocka_unit_test(the_logarithm_of_gamma_is_the_librarys),
        cmocka_unit_test(widths_are_those_of_the_bins_at_most_a_month),
        cmocka_unit_test(the_marginal_likelihood_of_a_cell_is_the_worked_one),
        cmocka_unit_test(an_independent_program_learns_the_same_life_table),
        cmocka_unit_test(the_estimate_is_a_fixed_point_of_likelihood_over_the_grid),
        cmocka_unit_test(the_assumed_table_is_a_table_of_chances),
        cmocka_unit_test(the_assumed_table_gives_back_the_survey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
