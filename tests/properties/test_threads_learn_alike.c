/*
 * Learning shares its customers out among threads; what is learnt must not tell how many there
 * were: every figure, to the last bit.
 */
#include "support/expect.h"

#include <omp.h>
#include <string.h>

#include "duecast/model.h"
#include "support/given.h"
#include "support/given_truth.h"

enum { DAYS = 120 };

static const int threads[] = {2, 3, 8};
enum { THREADS = sizeof threads / sizeof threads[0] };

static dc_model *learn(const dc_book *book, const dc_learn_options *options, int count)
{
    dc_model *model;
    int       before = omp_get_max_threads();
    omp_set_num_threads(count);
    assert_int_equal(dc_model_learn(&model, book, options), DC_OK);
    omp_set_num_threads(before);
    return model;
}

static void same_numbers(const double *a, const double *b, size_t count)
{
    assert_int_equal(memcmp(a, b, count * sizeof *a), 0);
}

static void same_common(const dc_model *a, const dc_model *b)
{
    same_numbers(&a->log_likelihood, &b->log_likelihood, 1);
    same_numbers(&a->concentration, &b->concentration, 1);
    same_numbers(a->portfolio, b->portfolio, DC_BINS);
    same_numbers(a->write_off, b->write_off, DC_BINS);
    same_numbers(a->exposure, b->exposure, DC_BINS);
    same_numbers(a->settled, b->settled, DC_BINS);
    same_numbers(&a->dilution, &b->dilution, 1);
    same_numbers(&a->credit_note_share, &b->credit_note_share, 1);
    same_numbers(a->mixture.hazard[0], b->mixture.hazard[0], DC_BINS);
    same_numbers(a->mixture.shift_share, b->mixture.shift_share, DC_SHIFTS_MAX);
    same_numbers(&a->together.run_share, &b->together.run_share, 1);
    same_numbers(&a->together.lasting, &b->together.lasting, 1);
    same_numbers(&a->together.weekly, &b->together.weekly, 1);
    same_numbers(&a->drift.sigmas, &b->drift.sigmas, 1);
    same_numbers(&a->defaults.year_chance, &b->defaults.year_chance, 1);
    same_numbers(a->defaults.month_chance, b->defaults.month_chance, DC_OVERDUE_STATES);
    same_numbers(&a->defaults.recovered_share, &b->defaults.recovered_share, 1);
}

static void same_effects(const dc_model *a, const dc_model *b)
{
    assert_int_equal(a->days.week_count, b->days.week_count);
    assert_int_equal(a->days.habit_count, b->days.habit_count);
    assert_int_equal(a->factor_count, b->factor_count);
    for (size_t i = 0; i < a->factor_count; i++) {
        same_numbers(&a->factor[i].sureness, &b->factor[i].sureness, 1);
        assert_int_equal(a->factor[i].class_count, b->factor[i].class_count);
        for (int k = 0; k < a->factor[i].class_count; k++) {
            same_numbers(&a->factor[i].of[k].actual, &b->factor[i].of[k].actual, 1);
            same_numbers(&a->factor[i].of[k].expected, &b->factor[i].of[k].expected, 1);
            same_numbers(&a->factor[i].of[k].pace, &b->factor[i].of[k].pace, 1);
        }
    }
    assert_int_equal(a->sales_count, b->sales_count);
    for (size_t i = 0; i < a->sales_count; i++) {
        same_numbers(&a->sales[i].growth, &b->sales[i].growth, 1);
        same_numbers(&a->sales[i].noise, &b->sales[i].noise, 1);
    }
}

/* Atoms, own counts, weeks and habits all show in a customer's law. */
static void same_laws(const dc_model *a, const dc_model *b, const dc_book *book)
{
    double paid[2][DAYS + 1], lost[2][DAYS + 1];
    dc_law one = {DAYS, paid[0], lost[0]}, other = {DAYS, paid[1], lost[1]};
    same_numbers(a->own_share, b->own_share, a->customer_count);
    same_numbers(a->days_late_mean, b->days_late_mean, a->customer_count);
    for (uint32_t c = 0; c < a->customer_count; c++) {
        dc_law_ask ask = {c, 30, 1, 1.0, 1.0};
        dc_law_fill(&one, a, &ask, NULL, book->as_of);
        dc_law_fill(&other, b, &ask, NULL, book->as_of);
        same_numbers(paid[0], paid[1], DAYS + 1);
        same_numbers(lost[0], lost[1], DAYS + 1);
    }
}

static void learn_on_all(const truth *what, const dc_learn_options *options)
{
    dc_book  *book = given_truth(what);
    dc_model *alone = learn(book, options, 1);
    assert_true(alone->learnt && alone->factor_count > 0);
    for (int i = 0; i < THREADS; i++) {
        dc_model *shared = learn(book, options, threads[i]);
        same_common(alone, shared);
        same_effects(alone, shared);
        same_laws(alone, shared, book);
        dc_model_free(shared);
    }
    dc_model_free(alone);
    given_book_free(book);
}

static void what_is_learnt_does_not_tell_how_many_threads_there_were(void **state)
{
    (void)state;
    const truth what = {.seed = 7,
                        .customers = 300,
                        .claims = 6000,
                        .days = 900,
                        .location = true,
                        .speed = 0.4,
                        .one_weekday = 0.3,
                        .run_share = 0.5,
                        .weekly = 0.2};
    learn_on_all(&what, &(dc_learn_options){.half_life_days = 365.0, .type_count = 2});
}

static void nor_where_settings_are_chosen(void **state)
{
    (void)state;
    const truth what = {.seed = 8, .customers = 120, .claims = 4000, .days = 900, .speed = 0.8};
    learn_on_all(&what, &DC_LEARN_OPTIONS_INIT);
}

/* So many that the rounds of estimation are shared, too. */
static void nor_with_many_customers(void **state)
{
    (void)state;
    const truth what = {
        .seed = 9, .customers = 1000, .claims = 9000, .days = 700, .location = true};
    learn_on_all(&what, &(dc_learn_options){.half_life_days = 0.0, .type_count = 2});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_learnt_does_not_tell_how_many_threads_there_were),
        cmocka_unit_test(nor_where_settings_are_chosen),
        cmocka_unit_test(nor_with_many_customers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
