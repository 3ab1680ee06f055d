#include "support/expect.h"
#include "support/given.h"

#include <math.h>

static const char *const two_customers = "customer invoice issued due amount\n"
                                         "acme A-1 2023-01-01 2023-01-31 100.00 paid=2023-02-05\n"
                                         "acme A-2 2023-02-01 2023-03-03 100.00 paid=2023-03-08\n"
                                         "acme A-3 2023-03-01 2023-03-31 100.00 paid=2023-04-05\n"
                                         "acme A-4 2023-04-01 2023-05-01 100.00 paid=2023-05-06\n"
                                         "acme A-5 2023-05-01 2023-05-31 100.00 paid=2023-06-05\n"
                                         "acme A-6 2024-03-01 2024-03-31 100.00 paid=2024-04-14\n"
                                         "acme A-7 2024-03-01 2024-03-31 100.00 paid=2024-04-14\n"
                                         "acme A-8 2024-04-01 2024-05-01 100.00 paid=2024-05-15\n"
                                         "acme A-9 2024-04-01 2024-05-01 100.00 paid=2024-05-15\n"
                                         "acme B-1 2024-04-01 2024-05-01 100.00 paid=2024-05-15\n"
                                         "birch C-1 2024-05-01 2024-05-31 100.00\n";

static void whoever_always_pays_on_the_due_day_is_regular(void **state)
{
    (void)state;
    dc_book  *book = given_book("2024-06-30", two_customers);
    dc_model *model = given_certain_model(book);
    dc_habit  habit;
    dc_habit_describe(&habit, model, book, 0);
    assert_int_equal(habit.usual, 0);
    assert_int_equal(habit.low, 0);
    assert_int_equal(habit.high, 0);
    assert_int_equal(habit.manner, DC_MANNER_REGULAR);
    assert_double_close(habit.expected, 0.0, 1e-12);
    assert_double_close(habit.chance_late, 0.0, 1e-12);
    assert_double_close(habit.chance_lost, 0.0, 1e-12);
    dc_model_free(model);
    given_book_free(book);
}

/* With a hazard of .05 a day from the day of issue: half by the 14th day, 90 % by the 45th. */
static void without_memory_the_habit_is_that_of_a_geometric_law(void **state)
{
    (void)state;
    dc_book  *book = given_book("2024-06-30", two_customers);
    dc_model *model = given_model(book, 0.05, 0.0);
    dc_habit  habit;
    dc_habit_describe(&habit, model, book, UINT32_MAX);
    assert_int_equal(habit.usual, 14 - 31);
    assert_int_equal(habit.low, 3 - 31);
    assert_int_equal(habit.high, 45 - 31);
    assert_int_equal(habit.manner, DC_MANNER_IRREGULAR);
    assert_double_close(habit.expected, 20.0 - 31.0, 1e-5);
    assert_double_close(habit.chance_late, pow(0.95, 31), 1e-12);
    dc_model_free(model);
    given_book_free(book);
}

static void the_trend_compares_the_last_half_year_with_what_was_before(void **state)
{
    (void)state;
    dc_book  *book = given_book("2024-06-30", two_customers);
    dc_model *model = given_learnt_model(book);
    dc_habit  habit;
    dc_habit_describe(&habit, model, book, 0);
    assert_double_close(habit.trend, 14.0 - 5.0, 1e-12);
    assert_int_equal(habit.settled_claims, 10);
    assert_true(habit.own_share > 0.0);
    dc_habit_describe(&habit, model, book, 1);
    assert_true(isnan(habit.trend)); /* birch has settled nothing */
    assert_int_equal(habit.settled_claims, 0);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_always_pays_on_the_due_day_is_regular),
        cmocka_unit_test(without_memory_the_habit_is_that_of_a_geometric_law),
        cmocka_unit_test(the_trend_compares_the_last_half_year_with_what_was_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
