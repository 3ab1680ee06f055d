/* Pay runs every second week, or on such a weekday of every month. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forecast/learn/pay_runs.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_chances.h"

enum { CUSTOMERS = CHANCES_CUSTOMERS, TERMS = CHANCES_TERMS, MONDAY = 0, THURSDAY = 3, FRIDAY = 4 };

/* --- which runs days tell of ------------------------------------------------------------------ */

typedef struct {
    dc_date date[64];
    size_t  count;
} dates;

static void add(dates *to, dc_date date)
{
    to->date[to->count++] = date;
}

static dates every_weeks(const char *first, int weeks, int count)
{
    dates out = {.count = 0};
    for (int i = 0; i < count; i++)
        add(&out, dc_date_add_days(date(first), 7 * weeks * i));
    return out;
}

/* 1 to 4, or 5 for the last, in twelve months from July 2023 on. */
static dates of_each_month(int weekday, const int *which, int count)
{
    dates out = {.count = 0};
    for (int month = 0; month < 12; month++)
        for (int i = 0; i < count; i++) {
            dc_date first = dc_date_add_months(date("2023-07-01"), month);
            dc_date end = dc_date_month_end(first);
            int     to = (weekday - dc_date_weekday(first) + 7) % 7 + 7 * (which[i] - 1);
            int     back = (dc_date_weekday(end) - weekday + 7) % 7;
            add(&out, which[i] < 5 ? dc_date_add_days(first, to) : dc_date_add_days(end, -back));
        }
    return out;
}

static dc_pay_runs found(const dates *of)
{
    dc_arena   *arena = dc_arena_new();
    dc_pay_runs runs = dc_pay_runs_find(of->date, 0, of->count, dc_calendar_weekends(arena));
    dc_arena_free(arena);
    return runs;
}

static void every_second_and_fourth_week_are_told(void **state)
{
    (void)state;
    dates       days = every_weeks("2023-07-07", 2, 20); /* Fridays */
    dc_pay_runs runs = found(&days);
    assert_int_equal(runs.kind, DC_RUNS_BY_WEEKS);
    assert_int_equal(runs.weekday, FRIDAY);
    assert_int_equal(runs.weeks, 2);
    assert_int_equal(dc_pay_runs_next(&runs, date("2023-07-07")).day, date("2023-07-21").day);
    assert_int_equal(dc_pay_runs_next(&runs, date("2024-06-30")).day, date("2024-07-05").day);
    assert_double_close(dc_pay_runs_a_month(&runs), 365.25 / 12.0 / 14.0, 1e-12);
    days = every_weeks("2023-07-03", 4, 12); /* Mondays */
    runs = found(&days);
    assert_int_equal(runs.weekday, MONDAY);
    assert_int_equal(runs.weeks, 4);
    assert_int_equal(dc_pay_runs_next(&runs, date("2024-06-02")).day, date("2024-06-03").day);
    assert_int_equal(dc_pay_runs_next(&runs, date("2024-06-03")).day, date("2024-07-01").day);
}

/* Golden: Thursdays of August and September 2024 from any calendar. */
static void weekdays_of_a_month_are_told(void **state)
{
    (void)state;
    static const struct {
        int         which[2], count;
        unsigned    bits;
        const char *next, *second;
    } cases[] = {
        {{1}, 1, 1u << 1, "2024-08-01", "2024-09-05"},
        {{2}, 1, 1u << 2, "2024-08-08", "2024-09-12"},
        {{5}, 1, 1u << DC_RUNS_LAST, "2024-08-29", "2024-09-26"},
        {{1, 3}, 2, 1u << 1 | 1u << 3, "2024-08-01", "2024-08-15"},
        {{2, 4}, 2, 1u << 2 | 1u << 4, "2024-08-08", "2024-08-22"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dates       days = of_each_month(THURSDAY, cases[i].which, cases[i].count);
        dc_pay_runs runs = found(&days);
        assert_int_equal(runs.kind, DC_RUNS_BY_WEEKDAY);
        assert_int_equal(runs.weekday, THURSDAY);
        assert_int_equal(runs.which, cases[i].bits);
        dc_date next = dc_pay_runs_next(&runs, date("2024-07-31"));
        assert_int_equal(next.day, date(cases[i].next).day);
        assert_int_equal(dc_pay_runs_next(&runs, next).day, date(cases[i].second).day);
        assert_double_close(dc_pay_runs_a_month(&runs), cases[i].count, 1e-12);
    }
}

/* Every week is no such run, nor is a payment a month in runs of every week. */
static void weekly_runs_are_none(void **state)
{
    (void)state;
    uint32_t word = 7;
    dates    weekly = every_weeks("2023-07-06", 1, 52), some = {.count = 0};
    assert_int_equal(found(&weekly).kind, DC_RUNS_NONE);
    for (int i = 0; i < 52; i++)
        if (given_chances_next(&word) % 3 == 0)
            add(&some, weekly.date[i]);
    assert_in_range(some.count, 10, 30);
    assert_int_equal(found(&some).kind, DC_RUNS_NONE);
    some = every_weeks("2023-07-06", 2, 8); /* too few to tell from weekly ones: 13/256 */
    assert_int_equal(found(&some).kind, DC_RUNS_NONE);
}

static void days_of_the_month_go_on_as_well(void **state)
{
    (void)state;
    dates days = {.count = 0};
    for (int month = 0; month < 12; month++) {
        dc_date first = dc_date_add_months(date("2023-07-01"), month);
        add(&days, dc_date_add_days(first, 9));
        add(&days, dc_date_month_end(first));
    }
    dc_pay_runs runs = found(&days);
    assert_int_equal(runs.kind, DC_RUNS_ON_DAYS);
    static const char *const next[] = {"2024-02-10", "2024-02-29", "2024-03-10", "2024-03-31",
                                       "2024-04-10"};
    dc_date                  at = date("2024-01-31");
    for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
        at = dc_pay_runs_next(&runs, at);
        assert_int_equal(at.day, date(next[i]).day);
    }
}

/* --- what customers are forecast to do -------------------------------------------------------- */

/* Customers 0, 4 ... pay every second Friday, 1, 5 ... on the first Thursday of a month, 2, 6 ...
 * on its last Monday, what has become ready since; the others on any business day. */
static bool is_own_run(int customer, dc_date day)
{
    dc_civil civil = dc_date_to_civil(day);
    int      weekday = dc_date_weekday(day);
    if (customer % 4 == 0)
        return dc_date_days_between(date("2020-01-03"), day) % 14 == 0;
    if (customer % 4 == 1)
        return weekday == THURSDAY && civil.day <= 7;
    return weekday == MONDAY && civil.day + 7 > dc_date_days_in_month(civil.year, civil.month);
}

static double in_runs(int customer, int amount, dc_date day, int late)
{
    double chance = given_plain_chance(customer, amount, day, late);
    if (customer % 4 == 3)
        return dc_date_weekday(day) > FRIDAY ? 0.0 : 1.4 * chance;
    return is_own_run(customer, day) ? 1.0 - pow(1.0 - chance, customer % 4 == 0 ? 14.0 : 30.5)
                                     : 0.0;
}

static void who_pays_in_such_runs_is_known_to(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(in_runs, 41, 0);
    dc_model *model = given_chances_model(book);
    int       told[3] = {0}, amiss = 0;
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        bool                  own = habit && habit->runs.kind != DC_RUNS_NONE;
        assert_false(own && c % 4 == 3);
        if (own && habit->on_days < 1.0) /* its few first Thursdays were the 5th to 7th */
            amiss++;
        if (!own || habit->on_days < 1.0)
            continue;
        told[c % 4]++;
        assert_null(dc_model_week(model, c));
        for (int i = -200; i < 200; i++) {
            dc_date day = dc_date_add_days(book->as_of, i);
            int32_t at = dc_date_days_between(model->days.kind_first, day);
            assert_int_equal(habit->kind_of[at] >= DC_PAY_ON, is_own_run((int)c, day));
        }
    }
    assert_in_range(amiss, 0, 1);
    for (int k = 0; k < 3; k++) /* of 20; some paid in too few runs */
        assert_in_range(told[k], k == 0 ? 10 : 18, CUSTOMERS / 4);
    dc_model_free(model);
    given_book_free(book);
}

static bool is_open(dc_date day)
{
    return dc_date_weekday(day) <= FRIDAY;
}

/* The 15th or the next open day, and the month's last open day. */
static bool is_15th_or_last(dc_date day)
{
    dc_date fifteenth = dc_date_add_days(dc_date_month_start(day), 14);
    dc_date last = dc_date_month_end(day);
    while (!is_open(fifteenth))
        fifteenth = dc_date_add_days(fifteenth, 1);
    while (!is_open(last))
        last = dc_date_add_days(last, -1);
    return day.day == fifteenth.day || day.day == last.day;
}

static double on_the_15th_and_last(int customer, int amount, dc_date day, int late)
{
    double chance = given_plain_chance(customer, amount, day, late);
    return is_15th_or_last(day) ? 1.0 - pow(1.0 - chance, 15.0) : 0.0;
}

/* One moves on from a weekend, the other back. */
static void each_day_moves_its_own_way(void **state)
{
    (void)state;
    dc_book  *book = given_chances_ledger(on_the_15th_and_last, 43, 0);
    dc_model *model = given_chances_model(book);
    int       told = 0, right = 0;
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        int                   missed = 0;
        if (!habit || habit->runs.days.count != 2)
            continue;
        for (int i = -200; i < 200; i++) {
            dc_date day = dc_date_add_days(book->as_of, i);
            int32_t at = dc_date_days_between(model->days.kind_first, day);
            missed += (habit->kind_of[at] >= DC_PAY_ON) != is_15th_or_last(day);
        }
        told++;
        right += missed == 0;
    }
    assert_in_range(told, CUSTOMERS / 2, CUSTOMERS);
    assert_in_range(right, told * 2 / 3, told); /* of some too few weekends are seen */
    dc_model_free(model);
    given_book_free(book);
}

/* A claim falls on the runs alone, and on the one it does as the chances say. */
static void laws_fall_on_the_runs(void **state)
{
    (void)state;
    enum { DAYS = 200 };
    dc_book  *book = given_chances_ledger(in_runs, 41, 0);
    dc_model *model = given_chances_model(book);
    double    paid[DAYS + 1], lost[DAYS + 1], missed = 0.0;
    dc_law    law = {DAYS, paid, lost};
    for (int issued = 1; issued <= 28; issued++) {
        double left = 1.0;
        dc_law_fill(&law, model, &(dc_law_ask){1, issued + TERMS, issued, 1.0, 1.0}, NULL,
                    book->as_of);
        for (int day = issued; day <= DAYS; day++) {
            dc_date on = dc_date_add_days(book->as_of, day);
            double  comes = left * in_runs(1, 100, on, day - issued - TERMS);
            left -= comes;
            missed += fabs(paid[day] - paid[day - 1] - comes) / 28.0;
        }
    }
    assert_true(missed < 0.2); /* weekly runs alone: 1.5 */
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_second_and_fourth_week_are_told),
        cmocka_unit_test(weekdays_of_a_month_are_told),
        cmocka_unit_test(weekly_runs_are_none),
        cmocka_unit_test(days_of_the_month_go_on_as_well),
        cmocka_unit_test(who_pays_in_such_runs_is_known_to),
        cmocka_unit_test(each_day_moves_its_own_way),
        cmocka_unit_test(laws_fall_on_the_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
