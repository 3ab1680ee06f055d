/* Customers that pay by the month, and what is taken for that and is not. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forecast/learn/pay_runs.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_chances.h"

enum { CUSTOMERS = CHANCES_CUSTOMERS, TERMS = CHANCES_TERMS };

static bool is_business_day(dc_date day)
{
    enum { SATURDAY = 5 };
    return dc_date_weekday(day) < SATURDAY;
}

/* The last day of the month, or the first business day after. */
static bool is_run_day(dc_date day)
{
    dc_date end = dc_date_add_days(dc_date_month_start(day), -1);
    if (!is_business_day(day))
        return false;
    if (day.day == dc_date_month_end(day).day)
        return true;
    for (; end.day < day.day; end = dc_date_add_days(end, 1))
        if (is_business_day(end))
            return false;
    return true;
}

/* Even customers pay once a month what others would have paid since the last time. */
static double even_ones_by_the_month(int customer, int amount, dc_date day, int late)
{
    double chance = given_plain_chance(customer, amount, day, late);
    if (customer % 2 == 0)
        return is_run_day(day) ? 1.0 - pow(1.0 - chance, 30.0) : 0.0;
    return is_business_day(day) ? 1.4 * chance : 0.0;
}

static void who_pays_by_the_month_is_known_to(void **state)
{
    (void)state;
    dc_book       *book = given_chances_ledger(even_ones_by_the_month, 17, 0);
    dc_model      *model = given_chances_model(book);
    const dc_days *days = &model->days;
    int            amiss = 0;
    assert_int_equal(days->day_payers, CUSTOMERS / 2);
    assert_false(days->by_turn); /* told by customer */
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        if (c % 2) {
            assert_null(habit);
            continue;
        }
        assert_int_equal(habit->runs.days.count, 1);
        assert_true(habit->runs.days.window[0].by_turn);
        assert_int_equal(habit->runs.days.window[0].day, -1);
        if (habit->on_days < 1.0) { /* closed days told too little of where they move */
            amiss++;
            continue;
        }
        assert_true(habit->power[DC_PAY_ON] > 15.0);
        assert_true(habit->power[DC_PAY_ELSEWHERE] < 0.01 && habit->power[DC_PAY_BESIDE] < 0.01);
        for (int i = -200; i < 200; i++) {
            dc_date day = dc_date_add_days(book->as_of, i);
            int32_t at = dc_date_days_between(days->kind_first, day);
            assert_int_equal(habit->kind_of[at] >= DC_PAY_ON, is_run_day(day));
        }
    }
    assert_in_range(amiss, 0, 1);
    dc_model_free(model);
    given_book_free(book);
}

/* Even customers pay most in such runs, the rest on any day. */
static double even_ones_mostly_by_the_month(int customer, int amount, dc_date day, int late)
{
    double chance = given_plain_chance(customer, amount, day, late);
    if (customer % 2 == 0 && is_run_day(day))
        return 1.0 - pow(1.0 - chance, 15.0);
    return is_business_day(day) ? (customer % 2 ? 1.4 : 0.5) * chance : 0.0;
}

static void who_pays_most_by_the_month_is_known_to(void **state)
{
    (void)state;
    dc_book       *book = given_chances_ledger(even_ones_mostly_by_the_month, 17, 0);
    dc_model      *model = given_chances_model(book);
    const dc_days *days = &model->days;
    assert_in_range(days->day_payers, 0, CUSTOMERS / 20);
    assert_in_range(days->month_payers + days->day_payers, CUSTOMERS * 9 / 20, CUSTOMERS / 2);
    assert_double_close(days->month_share, 0.5, 0.05);
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        double                mean = 0.0;
        if (!habit || habit->runs.kind != DC_RUNS_NONE || c % 2)
            continue;
        for (int k = 0; k < DC_TURN_COUNT; k++)
            mean += days->usual_turn[k] * habit->power[k];
        assert_double_close(mean, 1.0, 1e-9);
        assert_true(habit->power[DC_TURN_LAST] > 4.0 * habit->power[DC_TURN_BETWEEN]);
        assert_true(habit->power[DC_TURN_AFTER] > 4.0 * habit->power[DC_TURN_BETWEEN]);
    }
    dc_model_free(model);
    given_book_free(book);
}

/* Every third customer pays on the 10th or the last open day before, the next on the 15th and 28th,
 * what has become ready since; the others on any business day. */
static bool is_own_day(int customer, dc_date day)
{
    dc_date meant = dc_date_add_days(dc_date_month_start(day), 9);
    int     of_month = dc_date_to_civil(day).day;
    while (!is_business_day(meant))
        meant = dc_date_add_days(meant, -1);
    return customer % 3 == 0 ? day.day == meant.day : of_month == 15 || of_month == 28;
}

static double on_days_of_their_own(int customer, int amount, dc_date day, int late)
{
    double chance = given_plain_chance(customer, amount, day, late), days = 30.5;
    if (customer % 3 == 2)
        return is_business_day(day) ? 1.4 * chance : 0.0;
    if (customer % 3 == 1)
        days = dc_date_to_civil(day).day == 28 ? 13.0 : 17.5;
    return is_own_day(customer, day) ? 1.0 - pow(1.0 - chance, days) : 0.0;
}

static bool has_its_days(const dc_days *days, const dc_month_habit *habit, int customer,
                         dc_date as_of)
{
    for (int i = -200; i < 200; i++) {
        dc_date day = dc_date_add_days(as_of, i);
        int32_t at = dc_date_days_between(days->kind_first, day);
        if ((habit->kind_of[at] >= DC_PAY_ON) != is_own_day(customer, day))
            return false;
    }
    return true;
}

static void own_days_of_the_month_are_known_to(void **state)
{
    (void)state;
    dc_book       *book = given_chances_ledger(on_days_of_their_own, 23, 0);
    dc_model      *model = given_chances_model(book);
    const dc_days *days = &model->days;
    int            amiss = 0;
    assert_in_range(days->day_payers, 53, 54);
    assert_int_equal(days->month_payers, 0);
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        if (c % 3 == 2)
            assert_null(habit);
        if (!habit)
            continue;
        assert_null(dc_model_week(model, c)); /* weekdays are those days' alone */
        amiss += !has_its_days(days, habit, (int)c, book->as_of);
    }
    assert_in_range(amiss, 0,
                    3); /* of 54, by chance: no day was closed, or nearly all on one of two */
    dc_model_free(model);
    given_book_free(book);
}

/* Every other customer on the 30th or the next open day, the others on the 5th, 15th and 25th. */
static bool is_thirtieth_or_third(int customer, dc_date day)
{
    int of_month = dc_date_to_civil(day).day;
    if (customer % 2)
        return of_month == 5 || of_month == 15 || of_month == 25;
    for (int back = 0; back < 4; back++) { /* the last of February stands for its 30th */
        dc_date meant = dc_date_add_days(day, -back), end = dc_date_month_end(meant);
        int     nominal = dc_date_to_civil(end).day < 30 ? dc_date_to_civil(end).day : 30;
        if (back > 0 && is_business_day(dc_date_add_days(day, -back)))
            return false;
        if (dc_date_to_civil(meant).day == nominal)
            return is_business_day(day);
    }
    return false;
}

static double on_the_thirtieth_or_three_days(int customer, int amount, dc_date day, int late)
{
    double chance = given_plain_chance(customer, amount, day, late);
    return is_thirtieth_or_third(customer, day) ? 1.0 - pow(1.0 - chance, customer % 2 ? 10 : 30)
                                                : 0.0;
}

static void the_thirtieth_and_three_days_a_month_are_told(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(on_the_thirtieth_or_three_days, 31, 0);
    dc_model *model = given_chances_model(book);
    int       right[2] = {0}, wrong = 0; /* three days a month take many payments to tell */
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        if (habit && habit->runs.days.count == (c % 2 ? 3 : 1) && habit->on_days == 1.0)
            right[c % 2] += c % 2 || (habit->runs.days.window[0].day == 30);
        else
            wrong += habit && habit->runs.kind != DC_RUNS_NONE;
    }
    assert_in_range(right[0], 34, CUSTOMERS / 2);
    assert_in_range(right[1], 12, CUSTOMERS / 2);
    assert_in_range(wrong, 0, 8);
    dc_model_free(model);
    given_book_free(book);
}

/* The 28th has what became ready in 13 days to pay, the 15th that of 17 or 18. */
static void laws_fall_on_own_days_by_what_is_ready(void **state)
{
    (void)state;
    enum { DAYS = 250 };
    dc_book  *book = given_chances_ledger(on_days_of_their_own, 23, 0);
    dc_model *model = given_chances_model(book);
    double    paid[DAYS + 1], lost[DAYS + 1], on[2] = {0}, all = 0.0;
    dc_law    law = {DAYS, paid, lost};
    for (int issued = 1; issued <= 61; issued++) {
        dc_law_fill(&law, model, &(dc_law_ask){1, issued + TERMS, issued, 1.0, 1.0}, NULL,
                    book->as_of);
        for (int day = issued; day <= DAYS; day++) {
            double comes = paid[day] - paid[day - 1];
            int    of_month = dc_date_to_civil(dc_date_add_days(book->as_of, day)).day;
            all += comes;
            if (of_month == 15 || of_month == 28)
                on[of_month == 28] += comes;
        }
    }
    assert_true(on[0] + on[1] > 0.99 * all);
    assert_double_close(on[1] / (on[0] + on[1]), 13.0 / 30.5, 0.02);
    dc_model_free(model);
    given_book_free(book);
}

/* Invoices of the 5th and the 20th paid 33 to 37 days later are on days of the month as well; their
 * days late tell so. */
static void what_days_late_explain_is_no_day_of_the_month(void **state)
{
    (void)state;
    char    *text = NULL;
    size_t   size = 0;
    uint32_t word = 5;
    FILE    *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int c = 0; c < 12; c++)
        for (int i = 0; i < 48; i++) {
            char    issued[11], due[11], paid[11];
            dc_date month = dc_date_add_months(date("2022-05-01"), i / 2);
            dc_date day = dc_date_add_days(month, i % 2 ? 19 : 4);
            dc_date_format(issued, day);
            dc_date_format(due, dc_date_add_days(day, TERMS));
            dc_date_format(paid,
                           dc_date_add_days(day, TERMS + 3 + (int)(given_chances_next(&word) % 5)));
            fprintf(out, "c%02d i%d-%d %s %s 100.00 paid=%s\n", c, c, i, issued, due, paid);
        }
    fclose(out);
    dc_book  *book = given_book("2024-06-30", text);
    dc_model *model = given_chances_model(book);
    assert_int_equal(model->days.day_payers, 0);
    dc_model_free(model);
    given_book_free(book);
    free(text);
}

/* What the 30 days from each day of a month on bring of a claim: as much as without the habit in
 * the mean, on the days of the runs alone; by week twice as near to what comes. */
static void laws_fall_on_month_ends_and_no_later(void **state)
{
    (void)state;
    enum { DAYS = 150 };
    dc_book  *book = given_chances_ledger(even_ones_by_the_month, 17, 0);
    dc_model *model = given_chances_model(book);
    double    paid[DAYS + 1], lost[DAYS + 1], open[2] = {0}, missed[2] = {0}, runs = 0.0;
    double    truly_open = 0.0;
    dc_law    law = {DAYS, paid, lost};
    for (int issued = 1; issued <= 30; issued++)
        for (int named = 0; named < 2; named++) {
            dc_law_fill(&law, model, &(dc_law_ask){0, issued + TERMS, issued, 1.0, 1.0}, NULL,
                        named ? book->as_of : DC_DATE_NONE);
            double left = 1.0, week = 0.0;
            for (int day = issued; day <= DAYS; day++) {
                dc_date date = dc_date_add_days(book->as_of, day);
                double  comes = left * even_ones_by_the_month(0, 100, date, day - issued - TERMS);
                left -= comes;
                week += paid[day] - paid[day - 1] - comes;
                open[named] += (1.0 - paid[day]) / 30.0;
                truly_open += left / 60.0;
                if (day % 7 == 0) {
                    missed[named] += fabs(week) / 30.0;
                    week = 0.0;
                }
                if (named && is_run_day(date))
                    runs += (paid[day] - paid[day - 1]) / 30.0;
            }
        }
    double part[DAYS / 2 + 1]; /* the same law, asked for less far */
    dc_law less = {DAYS / 2, part, lost};
    dc_law_fill(&less, model, &(dc_law_ask){0, 30 + TERMS, 30, 1.0, 1.0}, NULL, book->as_of);
    dc_law_fill(&law, model, &(dc_law_ask){0, 30 + TERMS, 30, 1.0, 1.0}, NULL, book->as_of);
    assert_memory_equal(part, paid, sizeof part);
    assert_true(runs > 0.9);
    assert_double_close(open[1], truly_open, 1.0);
    assert_true(missed[1] < 0.3 * missed[0]);
    dc_model_free(model);
    given_book_free(book);
}

static void the_order_of_rows_changes_no_monthly_habit(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(even_ones_mostly_by_the_month, 17, 0);
    dc_book  *other = given_chances_ledger(even_ones_mostly_by_the_month, 17, 99);
    dc_model *model = given_chances_model(book), *again = given_chances_model(other);
    assert_int_equal(model->days.habit_count, again->days.habit_count);
    for (size_t i = 0; i < model->days.habit_count; i++) {
        const dc_month_habit *one = &model->days.habit[i], *two = &again->days.habit[i];
        assert_memory_equal(one->power, two->power, sizeof one->power);
        assert_true(one->chance == two->chance && one->on_days == two->on_days);
        assert_true(dc_pay_runs_are_same(&one->runs, &two->runs));
    }
    assert_memory_equal(model->days.habit_of, again->days.habit_of, CUSTOMERS * sizeof(uint32_t));
    dc_model_free(model);
    dc_model_free(again);
    given_book_free(book);
    given_book_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_pays_by_the_month_is_known_to),
        cmocka_unit_test(who_pays_most_by_the_month_is_known_to),
        cmocka_unit_test(own_days_of_the_month_are_known_to),
        cmocka_unit_test(laws_fall_on_own_days_by_what_is_ready),
        cmocka_unit_test(the_thirtieth_and_three_days_a_month_are_told),
        cmocka_unit_test(what_days_late_explain_is_no_day_of_the_month),
        cmocka_unit_test(laws_fall_on_month_ends_and_no_later),
        cmocka_unit_test(the_order_of_rows_changes_no_monthly_habit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
