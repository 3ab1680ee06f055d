/* How much faster or slower than the law customers pay at present. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/learn/effects.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_chances.h"

enum { BLOCKS = 26, BLOCK_DAYS = 28 };

/* As many settled in each block of four weeks as expected, but for these; 1 is expected a day. */
static double log_now(const int more[BLOCKS], int slower)
{
    static const int late[8] = {8, 10, 11, 13, 14, 14, 14, 14};
    double           actual[DC_SEEN_DAYS] = {0}, expected[DC_SEEN_DAYS];
    dc_actuals       actuals = {.day_count = DC_SEEN_DAYS, .actual = actual, .expected = expected};
    dc_model         model = {0};
    dc_drift         drift = {0};
    for (int day = 0; day < DC_SEEN_DAYS; day++)
        expected[day] = 1.0;
    for (int i = 0; i < BLOCKS; i++) {
        int missing = slower && i >= BLOCKS - 8 ? late[i - (BLOCKS - 8)] : 0;
        actual[DC_SEEN_DAYS - (BLOCKS - i) * BLOCK_DAYS + 3] = BLOCK_DAYS + more[i] - missing;
    }
    dc_pace_now_learn(&drift, &model, &actuals);
    return drift.log_now;
}

static const int wiggle[BLOCKS] = {2, -3, 1, 4, -2, 0, 3,  -4, 1, 2,  -1, -3, 5,
                                   0, -2, 1, 3, -4, 1, -1, 2,  0, -2, 1,  0,  -1};

/* By the likelihood of the differences and generalised least squares, solved as matrices with
 * numpy 1.24: variance of steps .3 of the noise, gain 13.2, level at the end -.6817298862. */
static void the_level_is_that_of_the_matrices(void **state)
{
    (void)state;
    assert_double_close(log_now(wiggle, 1), -0.6817298862107062, 1e-12);
}

static void noise_is_no_pace(void **state)
{
    (void)state;
    int one_bad_month[BLOCKS];
    assert_true(log_now(wiggle, 0) == 0.0);
    memcpy(one_bad_month, wiggle, sizeof one_bad_month);
    one_bad_month[BLOCKS - 2] = -20; /* as of a holiday */
    assert_true(fabs(log_now(one_bad_month, 0)) < 0.1);
    memcpy(one_bad_month, wiggle, sizeof one_bad_month);
    one_bad_month[BLOCKS - 1] = -BLOCK_DAYS; /* the ledger was not kept on */
    assert_true(log_now(one_bad_month, 0) == 0.0);
    for (uint32_t seed = 1; seed <= 5; seed++) {
        dc_book  *book = given_chances_ledger(given_plain_chance, seed, 0);
        dc_model *model = given_chances_model(book);
        assert_true(model->drift.log_now == 0.0);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Ever slower: half as fast at the end as two years before. */
static double slower_and_slower(int customer, int amount, dc_date day, int days_late)
{
    double years = fmax(0.0, 2.0 + dc_date_days_between(date("2024-06-30"), day) / 365.0);
    return given_plain_chance(customer, amount, day, days_late) * exp2(-0.8 * years);
}

/* The law alone, and with the pace, of a claim that is due today. */
static void who_slows_down_is_followed(void **state)
{
    (void)state;
    enum { DAYS = 14 };
    dc_book  *book = given_chances_ledger(slower_and_slower, 3, 0);
    dc_model *model = given_chances_model(book);
    double    paid[DAYS + 1], lost[DAYS + 1], truth = 1.0, pace;
    dc_law    law = {DAYS, paid, lost};
    for (int day = 1; day <= DAYS; day++)
        truth *= 1.0 - slower_and_slower(0, 100, dc_date_add_days(book->as_of, day), day);
    pace = dc_model_pace_ahead(model, book, SIZE_MAX, DC_PACE_AGAIN);
    assert_true(model->drift.log_now < -0.05);
    assert_double_close(log(pace), model->drift.log_now, log(2.0) / 128.0 + 1e-12);
    dc_law_fill(&law, model, &(dc_law_ask){UINT32_MAX, 0, 1, 1.0, 1.0}, NULL, book->as_of);
    double behind = paid[DAYS];
    dc_law_fill(&law, model, &(dc_law_ask){UINT32_MAX, 0, 1, pace, 1.0}, NULL, book->as_of);
    assert_true(behind > 1.0 - truth + 0.03);
    assert_true(fabs(paid[DAYS] - (1.0 - truth)) < 0.5 * (behind - (1.0 - truth)));
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_level_is_that_of_the_matrices),
        cmocka_unit_test(noise_is_no_pace),
        cmocka_unit_test(who_slows_down_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
