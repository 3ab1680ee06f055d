#include "support/expect.h"

#include "duecast/arena.h"

static void easter_is_where_the_church_put_it(void **state)
{
    (void)state;
    static const struct {
        int32_t     year;
        const char *sunday;
    } cases[] = {
        {1961, "1961-04-02"}, {1981, "1981-04-19"}, {2000, "2000-04-23"}, {2008, "2008-03-23"},
        {2024, "2024-03-31"}, {2025, "2025-04-20"}, {2026, "2026-04-05"}, {2027, "2027-03-28"},
        {2030, "2030-04-21"}, {2038, "2038-04-25"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_date_equal(dc_date_easter_sunday(cases[i].year), cases[i].sunday);
}

static void target_closes_on_weekends_and_six_holidays(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        bool        open;
    } cases[] = {
        {"2024-01-01", false}, {"2024-03-29", false}, {"2024-03-30", false}, {"2024-03-31", false},
        {"2024-04-01", false}, {"2024-05-01", false}, {"2024-12-25", false}, {"2024-12-26", false},
        {"2024-04-02", true},  {"2024-03-28", true},  {"2024-12-24", true},  {"2024-12-27", true},
        {"2024-05-09", true},  {"2025-04-18", false}, {"2025-04-21", false},
    };
    dc_arena    *arena = dc_arena_new();
    dc_calendar *target = dc_calendar_target(arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (dc_calendar_is_open(target, date(cases[i].day)) != cases[i].open)
            fail_msg("%s should be %s", cases[i].day, cases[i].open ? "open" : "closed");
    dc_arena_free(arena);
}

static void a_closed_day_moves_as_agreed(void **state)
{
    (void)state;
    static const struct {
        const char *day, *following, *modified, *preceding;
    } cases[] = {
        {"2024-03-31", "2024-04-02", "2024-03-28", "2024-03-28"}, /* Easter Sunday, month end */
        {"2025-12-26", "2025-12-29", "2025-12-29", "2025-12-24"},
        {"2024-06-15", "2024-06-17", "2024-06-17", "2024-06-14"},
        {"2024-06-14", "2024-06-14", "2024-06-14", "2024-06-14"},
    };
    dc_arena    *arena = dc_arena_new();
    dc_calendar *target = dc_calendar_target(arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_date day = date(cases[i].day);
        assert_date_equal(dc_calendar_adjust(target, day, DC_ADJUST_NONE), cases[i].day);
        assert_date_equal(dc_calendar_adjust(target, day, DC_ADJUST_FOLLOWING), cases[i].following);
        assert_date_equal(dc_calendar_adjust(target, day, DC_ADJUST_MODIFIED_FOLLOWING),
                          cases[i].modified);
        assert_date_equal(dc_calendar_adjust(target, day, DC_ADJUST_PRECEDING), cases[i].preceding);
        assert_date_equal(dc_calendar_adjust(NULL, day, DC_ADJUST_FOLLOWING), cases[i].day);
    }
    dc_arena_free(arena);
}

static void holidays_may_be_added_in_any_order(void **state)
{
    (void)state;
    static const char *const holidays[] = {"2024-10-03", "2024-05-09", "2024-08-15", "2024-05-09",
                                           "2024-01-01"};
    dc_arena                *arena = dc_arena_new();
    dc_calendar             *calendar = dc_calendar_weekends(arena);
    assert_true(dc_calendar_is_open(calendar, date("2024-05-09")));
    for (size_t i = 0; i < 5; i++)
        dc_calendar_add_holiday(calendar, date(holidays[i]));
    for (size_t i = 0; i < 5; i++)
        assert_false(dc_calendar_is_open(calendar, date(holidays[i])));
    assert_true(dc_calendar_is_open(calendar, date("2024-05-10")));
    assert_false(dc_calendar_is_open(calendar, date("2024-05-11"))); /* a Saturday */
    assert_true(dc_calendar_is_open(calendar, date("2024-04-01")));  /* TARGET's, not ours */
    for (int32_t day = 0; day < 1000; day += 7)
        dc_calendar_add_holiday(calendar, DC_DATE(20000 - day));
    for (int32_t day = 0; day < 1000; day += 7)
        assert_false(dc_calendar_is_open(calendar, DC_DATE(20000 - day)));
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_where_the_church_put_it),
        cmocka_unit_test(target_closes_on_weekends_and_six_holidays),
        cmocka_unit_test(a_closed_day_moves_as_agreed),
        cmocka_unit_test(holidays_may_be_added_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
