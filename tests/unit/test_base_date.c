#include "support/expect.h"

#include <string.h>

/* Serials of Hinnant's algorithms, checked against Python's datetime. */
static void days_are_counted_from_1970(void **state)
{
    (void)state;
    static const struct {
        int32_t year, month, day, serial, weekday; /* 0 = Monday */
    } cases[] = {
        {1970, 1, 1, 0, 3},      {1969, 12, 31, -1, 2},   {2000, 3, 1, 11017, 2},
        {2024, 2, 29, 19782, 3}, {2038, 1, 19, 24855, 1}, {9999, 12, 31, 2932896, 4},
        {1, 1, 1, -719162, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_date result;
        assert_true(dc_date_from_civil(&result, cases[i].year, cases[i].month, cases[i].day));
        assert_int_equal(result.day, cases[i].serial);
        assert_int_equal(dc_date_weekday(result), cases[i].weekday);
        dc_civil back = dc_date_to_civil(result);
        assert_int_equal(back.year, cases[i].year);
        assert_int_equal(back.month, cases[i].month);
        assert_int_equal(back.day, cases[i].day);
    }
}

static void every_day_of_ten_thousand_years_follows_the_one_before(void **state)
{
    (void)state;
    dc_civil before = dc_date_to_civil(DC_DATE(-719162));
    for (int32_t day = -719161; day <= 2932896; day++) {
        dc_civil civil = dc_date_to_civil(DC_DATE(day));
        bool     next_day = civil.day == before.day + 1 && civil.month == before.month;
        bool     next_month = civil.day == 1 &&
                          before.day == dc_date_days_in_month(before.year, before.month) &&
                          (civil.month == before.month + 1 ||
                           (civil.month == 1 && civil.year == before.year + 1));
        dc_date back;
        if (next_day == next_month ||
            !dc_date_from_civil(&back, civil.year, civil.month, civil.day) || back.day != day)
            fail_msg("day %d is %d-%d-%d", day, civil.year, civil.month, civil.day);
        before = civil;
    }
}

static void a_day_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    static const int32_t cases[][3] = {
        {2024, 2, 30}, {2023, 2, 29}, {1900, 2, 29}, {2024, 4, 31}, {2024, 13, 1},
        {2024, 0, 1},  {2024, 1, 0},  {2024, 1, 32}, {0, 1, 1},     {10000, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_date untouched = DC_DATE(5);
        assert_false(dc_date_from_civil(&untouched, cases[i][0], cases[i][1], cases[i][2]));
        assert_int_equal(untouched.day, 5);
    }
}

static void months_are_added_from_the_anchor_and_clipped(void **state)
{
    (void)state;
    static const struct {
        const char *anchor;
        int32_t     months;
        const char *result;
    } cases[] = {
        {"2024-01-31", 1, "2024-02-29"},  {"2024-01-31", 2, "2024-03-31"},
        {"2024-01-31", 13, "2025-02-28"}, {"2024-03-31", -1, "2024-02-29"},
        {"2024-01-15", -1, "2023-12-15"}, {"2024-01-15", -13, "2022-12-15"},
        {"2024-12-31", 12, "2025-12-31"}, {"2024-02-29", 0, "2024-02-29"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_date_equal(dc_date_add_months(date(cases[i].anchor), cases[i].months),
                          cases[i].result);
}

static void months_begin_and_end(void **state)
{
    (void)state;
    assert_date_equal(dc_date_month_end(date("2024-02-01")), "2024-02-29");
    assert_date_equal(dc_date_month_end(date("2024-12-31")), "2024-12-31");
    assert_date_equal(dc_date_month_start(date("2024-02-29")), "2024-02-01");
    assert_date_equal(dc_date_month_start(date("1969-12-31")), "1969-12-01");
    assert_int_equal(dc_date_days_between(date("2024-02-09"), date("2024-03-01")), 21);
    assert_int_equal(dc_date_days_between(date("2024-03-01"), date("2024-02-09")), -21);
    assert_date_equal(dc_date_add_days(date("2024-02-28"), 2), "2024-03-01");
    assert_int_equal(date("2024-02-29").day + 25569, 45351); /* Excel's serial */
}

static void a_date_is_written_as_iso_8601(void **state)
{
    (void)state;
    char text[11];
    dc_date_format(text, date("2024-02-09"));
    assert_string_equal(text, "2024-02-09");
    dc_date_format(text, DC_DATE(-719162));
    assert_string_equal(text, "0001-01-01");
    dc_date_format(text, DC_DATE_NONE);
    assert_string_equal(text, "");
    assert_false(dc_date_is_set(DC_DATE_NONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(every_day_of_ten_thousand_years_follows_the_one_before),
        cmocka_unit_test(a_day_that_does_not_exist_is_refused),
        cmocka_unit_test(months_are_added_from_the_anchor_and_clipped),
        cmocka_unit_test(months_begin_and_end),
        cmocka_unit_test(a_date_is_written_as_iso_8601),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
