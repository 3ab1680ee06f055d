/* Ledgers whose effects are known, and ledgers without any. */
#include "forecast/learn/effects.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_chances.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS = CHANCES_CUSTOMERS, TERMS = CHANCES_TERMS };

static const dc_factor *factor_of(const dc_model *model, dc_factor_kind kind)
{
    for (size_t f = 0; f < model->factor_count; f++)
        if (model->factor[f].kind == kind)
            return &model->factor[f];
    return NULL;
}

static void where_there_is_no_effect_none_is_found(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        dc_book  *book = given_chances_ledger(given_plain_chance, seed, 0);
        dc_model *model = given_chances_model(book);
        assert_true(model->days.payments > 500);
        assert_int_equal(model->days.week_count, 0);
        assert_int_equal(model->days.season_days, 0);
        assert_int_equal(model->days.habit_count, 0);
        assert_null(dc_model_month_habit(model, 0));
        assert_null(dc_model_week(model, 0));
        assert_false(model->drift.found);
        assert_non_null(factor_of(model, DC_FACTOR_AMOUNT));
        for (size_t f = 0; f < model->factor_count; f++)
            assert_false(model->factor[f].used);
        for (size_t i = 0; i < book->claims.count; i++)
            assert_true(dc_model_pace(model, book, i, DC_PACE_OF_CLAIM) == 1.0);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Even customers pay on Thursdays alone, odd ones on any business day. */
static double on_thursdays(int customer, int amount, dc_date day, int late)
{
    enum { THURSDAY = 3, SATURDAY = 5 };
    int weekday = dc_date_weekday(day);
    if (customer % 2 == 0)
        return weekday == THURSDAY ? 5.0 * given_plain_chance(customer, amount, day, late) : 0.0;
    return weekday < SATURDAY ? 1.4 * given_plain_chance(customer, amount, day, late) : 0.0;
}

static void who_pays_on_thursdays_is_known_to(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(on_thursdays, 7, 0);
    dc_model *model = given_chances_model(book);
    assert_true(model->days.concentration < 20.0);
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_week *week = dc_model_week(model, c);
        double         sum = 0.0;
        for (int j = 0; j < 7; j++)
            sum += week->power[j];
        assert_double_close(sum, 7.0, 1e-9);
        assert_true(week->power[5] + week->power[6] < 0.3);
        assert_true(c % 2 ? week->power[3] < 3.2 : week->power[3] > 5.5);
    }
    assert_double_close(model->days.week[0].power[3], 7.0 * 0.6, 1.0); /* of all payments 60 % */
    assert_int_equal(model->days.habit_count, 0);
    dc_model_free(model);
    given_book_free(book);
}

/* What is forecast of a Thursday payer falls on Thursdays, and no later in the mean. */
static void laws_fall_on_the_days_learnt(void **state)
{
    (void)state;
    enum { DAYS = 200 };
    dc_book  *book = given_chances_ledger(on_thursdays, 7, 0);
    dc_model *model = given_chances_model(book);
    double    paid[DAYS + 1], lost[DAYS + 1], mean[2] = {0}, thursdays = 0.0;
    dc_law    law = {DAYS, paid, lost};
    for (int named = 0; named < 2; named++) {
        dc_law_fill(&law, model, &(dc_law_ask){0, TERMS, 1, 1.0, 1.0}, NULL,
                    named ? book->as_of : DC_DATE_NONE);
        for (int day = 1; day <= DAYS; day++) {
            mean[named] += 1.0 - paid[day];
            if (named && dc_date_weekday(dc_date_add_days(book->as_of, day)) == 3)
                thursdays += paid[day] - paid[day - 1];
        }
    }
    assert_true(thursdays > 0.8);
    assert_double_close(mean[1], mean[0], 2.0);
    dc_model_free(model);
    given_book_free(book);
}

/* Large invoices are paid at half the speed. */
static double large_are_slow(int customer, int amount, dc_date day, int late)
{
    return given_plain_chance(customer, amount, day, late) * (amount > 500 ? 0.5 : 1.0);
}

static void an_effect_of_the_amount_is_recovered(void **state)
{
    (void)state;
    dc_book         *book = given_chances_ledger(large_are_slow, 3, 0);
    dc_model        *model = given_chances_model(book);
    const dc_factor *amount = factor_of(model, DC_FACTOR_AMOUNT);
    assert_true(amount->used);
    assert_int_equal(amount->class_count, 2);
    assert_double_close(amount->of[1].pace / amount->of[0].pace, 0.5, 0.08);
    for (size_t i = 0; i < book->claims.count; i++) {
        double pace = dc_model_pace(model, book, i, DC_PACE_AGAIN);
        assert_double_close(pace, amount->of[book->claims.amount[i].minor > 50000].pace,
                            0.006 * pace);
        assert_double_close(log2(pace) * 64.0, nearbyint(log2(pace) * 64.0), 1e-9);
    }
    assert_false(factor_of(model, DC_FACTOR_TERMS)->used);
    dc_model_free(model);
    given_book_free(book);
}

/* The same effect, told by a column that book.yaml names. */
static void an_effect_of_a_column_is_recovered(void **state)
{
    (void)state;
    dc_book     *book = given_chances_ledger(large_are_slow, 3, 0);
    const char **channel = dc_arena_alloc(book->arena, book->claims.count, sizeof *channel);
    for (size_t i = 0; i < book->claims.count; i++)
        channel[i] = book->claims.amount[i].minor > 50000 ? "post" : "web";
    book->company.factor[0] = "channel";
    book->company.factor_count = 1;
    book->claims.factor[0] = channel;
    for (size_t i = 0; i < book->claims.count; i++)
        book->claims.amount[i] = DC_MONEY(10000);
    for (size_t e = 0; e < book->events.count; e++)
        book->events.amount[e] = DC_MONEY(10000);
    dc_model        *model = given_chances_model(book);
    const dc_factor *column = factor_of(model, DC_FACTOR_COLUMN);
    assert_true(column->used);
    assert_int_equal(column->class_count, 2);
    assert_string_equal(column->of[0].text, "post");
    assert_double_close(column->of[0].pace / column->of[1].pace, 0.5, 0.08);
    dc_model_free(model);
    given_book_free(book);
}

/* Payments come on the last two business days three times as often. */
static double at_month_end(int customer, int amount, dc_date day, int late)
{
    enum { SATURDAY = 5 };
    int left = dc_date_days_between(day, dc_date_month_end(day)), business = 0;
    for (int i = 0; i <= left; i++)
        business += dc_date_weekday(dc_date_add_days(day, i)) < SATURDAY;
    bool is_last = business <= 2 && dc_date_weekday(day) < SATURDAY;
    return given_plain_chance(customer, amount, day, late) * (is_last ? 3.0 : 0.8);
}

static void the_turn_of_the_month_is_recovered(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(at_month_end, 5, 0);
    dc_model *model = given_chances_model(book);
    assert_true(model->days.by_turn);
    assert_double_close(model->days.turn[2] / model->days.turn[0], 3.0 / 0.8, 1.0);
    assert_double_close(model->days.turn[1] / model->days.turn[0], 1.0, 0.3);
    dc_model_free(model);
    given_book_free(book);
}

/* In August everybody is away. */
static double not_in_august(int customer, int amount, dc_date day, int late)
{
    return given_plain_chance(customer, amount, day, late) *
           (dc_date_to_civil(day).month == 8 ? 0.25 : 1.0);
}

static void a_slow_month_is_recovered_from_two_years_on(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(not_in_august, 11, 0);
    dc_model *model = given_chances_model(book);
    assert_true(model->days.by_month);
    for (int month = 0; month < 12; month++)
        if (month != 7) { /* four times as slow */
            assert_true(model->days.month[month] > 2.8 * model->days.month[7]);
            assert_true(model->days.month[month] < 6.0 * model->days.month[7]);
        }
    dc_model_free(model);
    given_book_free(book);
}

/* Works are closed from 23 December to 2 January. */
static double closed_at_new_year(int customer, int amount, dc_date day, int late)
{
    dc_civil civil = dc_date_to_civil(day);
    bool     shut = (civil.month == 12 && civil.day >= 23) || (civil.month == 1 && civil.day <= 2);
    return shut ? 0.0 : given_plain_chance(customer, amount, day, late);
}

static void the_turn_of_the_year_is_recovered(void **state)
{
    (void)state;
    dc_book       *book = given_chances_ledger(closed_at_new_year, 29, 0);
    dc_model      *model = given_chances_model(book);
    const dc_days *days = &model->days;
    assert_true(days->by_year_turn);
    assert_int_equal(days->year_turn_from, 23);
    assert_int_equal(days->year_turn_to, 2);
    assert_true(days->year_turn < 0.1);
    assert_double_close(dc_year_turn_power(days, date("2030-12-23")), days->year_turn, 0.0);
    assert_double_close(dc_year_turn_power(days, date("2031-01-02")), days->year_turn, 0.0);
    assert_double_close(dc_year_turn_power(days, date("2030-12-22")), 1.0, 0.0);
    assert_double_close(dc_year_turn_power(days, date("2031-01-03")), 1.0, 0.0);
    int32_t at = dc_date_days_between(days->season_first, date("2024-12-27"));
    assert_double_close(days->season[at], days->year_turn, 1e-12);
    assert_false(days->by_month); /* neither a slow December nor a slow January */
    dc_model_free(model);
    given_book_free(book);
}

/* From January 2024 on all pay half as fast again. */
static double faster_now(int customer, int amount, dc_date day, int late)
{
    return given_plain_chance(customer, amount, day, late) *
           (dc_date_to_civil(day).year == 2024 ? 1.6 : 1.0);
}

static void a_drift_is_found_where_it_began(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(faster_now, 13, 0);
    dc_model *model = given_chances_model(book);
    dc_date   january = date("2024-01-01");
    assert_true(model->drift.found && model->drift.pace > 1.2);
    assert_in_range(dc_date_days_between(january, model->drift.since) + 62, 0, 124);
    dc_model_free(model);
    given_book_free(book);
}

static void the_order_of_rows_changes_no_effect(void **state)
{
    (void)state;
    dc_book *book = given_chances_ledger(on_thursdays, 7, 0),
            *other = given_chances_ledger(on_thursdays, 7, 99);
    dc_model *model = given_chances_model(book), *again = given_chances_model(other);
    assert_int_equal(model->days.week_count, again->days.week_count);
    assert_memory_equal(model->days.week, again->days.week,
                        model->days.week_count * sizeof *model->days.week);
    assert_memory_equal(&model->days.concentration, &again->days.concentration, sizeof(double));
    assert_int_equal(model->factor_count, again->factor_count);
    for (size_t f = 0; f < model->factor_count; f++)
        for (int k = 0; k < model->factor[f].class_count; k++)
            assert_true(model->factor[f].of[k].pace == again->factor[f].of[k].pace);
    assert_true(model->drift.sigmas == again->drift.sigmas);
    dc_model_free(model);
    dc_model_free(again);
    given_book_free(book);
    given_book_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_there_is_no_effect_none_is_found),
        cmocka_unit_test(who_pays_on_thursdays_is_known_to),
        cmocka_unit_test(laws_fall_on_the_days_learnt),
        cmocka_unit_test(an_effect_of_the_amount_is_recovered),
        cmocka_unit_test(an_effect_of_a_column_is_recovered),
        cmocka_unit_test(the_turn_of_the_month_is_recovered),
        cmocka_unit_test(a_slow_month_is_recovered_from_two_years_on),
        cmocka_unit_test(the_turn_of_the_year_is_recovered),
        cmocka_unit_test(a_drift_is_found_where_it_began),
        cmocka_unit_test(the_order_of_rows_changes_no_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
