#include "support/expect.h"

#define STYLE(name) (1u << DC_DATE_##name)
#define ALL_STYLES  ((1u << DC_DATE_STYLE_COUNT) - 1)

typedef struct {
    const char    *text;
    unsigned       styles;
    dc_date_result result;
    const char    *date; /* when DC_DATE_OK */
} date_case;

static void assert_cases(const date_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        dc_date        parsed = DC_DATE_NONE;
        dc_date_result result = dc_date_parse(&parsed, cases[i].text, cases[i].styles);
        if (result != cases[i].result)
            fail_msg("'%s' gives %d, expected %d", cases[i].text, (int)result,
                     (int)cases[i].result);
        assert_date_equal(parsed, result == DC_DATE_OK ? cases[i].date : "");
    }
}

#define ASSERT_CASES(cases) assert_cases((cases), sizeof(cases) / sizeof(cases)[0])

static void year_first_is_never_ambiguous(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"2024-02-29", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {" 2024-02-29 ", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"20240229", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"20240229.0", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"2024/2/9", STYLE(ISO), DC_DATE_OK, "2024-02-09"},
        {"2024.02.29", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"2025年6月30日", STYLE(ISO), DC_DATE_OK, "2025-06-30"},
        {"2024-02-30", STYLE(ISO), DC_DATE_IMPOSSIBLE, NULL},
        {"2024-13-01", STYLE(ISO), DC_DATE_IMPOSSIBLE, NULL},
        {"20241301", STYLE(ISO), DC_DATE_IMPOSSIBLE, NULL},
        {"0000-01-01", STYLE(ISO), DC_DATE_IMPOSSIBLE, NULL},
        {"24-02-29", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02/29", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-299", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"202402290", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"20240229.5", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"29.02.2024", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
    };
    ASSERT_CASES(cases);
}

static void a_time_may_follow_and_must_exist(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"2024-02-29 12:34:56.0", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"2020-04-14 12:06:54.625000000", STYLE(ISO), DC_DATE_OK, "2020-04-14"},
        {"2024-02-29T12:34", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"2024-02-29T23:59:59Z", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"2024-02-29T23:59:59+08:00", STYLE(ISO), DC_DATE_OK, "2024-02-29"},
        {"26-04-2011 11:50", STYLE(DAY_FIRST), DC_DATE_OK, "2011-04-26"},
        {"2/29/2024 12:00:00 AM", STYLE(MONTH_FIRST), DC_DATE_OK, "2024-02-29"},
        {"2/29/2024 1:05 pm", STYLE(MONTH_FIRST), DC_DATE_OK, "2024-02-29"},
        {"2024-02-29 25:00", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-29 12:60", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-29 13:00 PM", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-29T", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-2912:00", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-29 noon", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-29,", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
    };
    ASSERT_CASES(cases);
}

static void the_order_of_day_and_month_is_the_callers(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"4/6/2013", STYLE(MONTH_FIRST), DC_DATE_OK, "2013-04-06"},
        {"4/6/2013", STYLE(DAY_FIRST), DC_DATE_OK, "2013-06-04"},
        {"4/6/2013", STYLE(MONTH_FIRST) | STYLE(DAY_FIRST), DC_DATE_OK, "2013-04-06"},
        {"13/2/2024", STYLE(MONTH_FIRST) | STYLE(DAY_FIRST), DC_DATE_OK, "2024-02-13"},
        {"13/2/2024", STYLE(MONTH_FIRST), DC_DATE_IMPOSSIBLE, NULL},
        {"02-29-2024", STYLE(MONTH_FIRST), DC_DATE_OK, "2024-02-29"},
        {"29.02.2024", STYLE(DAY_FIRST), DC_DATE_OK, "2024-02-29"},
        {"30.02.2024", STYLE(DAY_FIRST), DC_DATE_IMPOSSIBLE, NULL},
        {"29.02.2024", STYLE(MONTH_FIRST), DC_DATE_NOT_A_DATE, NULL},
        {"29/02.2024", STYLE(DAY_FIRST), DC_DATE_NOT_A_DATE, NULL},
        {"29/02/24", STYLE(DAY_FIRST), DC_DATE_NOT_A_DATE, NULL},
        {"29/02", STYLE(DAY_FIRST), DC_DATE_NOT_A_DATE, NULL},
        {"2024-02-29", STYLE(DAY_FIRST) | STYLE(MONTH_FIRST), DC_DATE_NOT_A_DATE, NULL},
    };
    ASSERT_CASES(cases);
}

static void months_may_have_names(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"26-Apr-11", STYLE(DAY_MONTH_NAME), DC_DATE_OK, "2011-04-26"},
        {"29 Feb 2024", STYLE(DAY_MONTH_NAME), DC_DATE_OK, "2024-02-29"},
        {"1 september 2024", STYLE(DAY_MONTH_NAME), DC_DATE_OK, "2024-09-01"},
        {"1-SEPT-24", STYLE(DAY_MONTH_NAME), DC_DATE_OK, "2024-09-01"},
        {"30JUN2025", STYLE(DAY_MONTH_NAME), DC_DATE_OK, "2025-06-30"},
        {"31-Apr-11", STYLE(DAY_MONTH_NAME), DC_DATE_IMPOSSIBLE, NULL},
        {"26-Apx-11", STYLE(DAY_MONTH_NAME), DC_DATE_NOT_A_DATE, NULL},
        {"26-Ap-11", STYLE(DAY_MONTH_NAME), DC_DATE_NOT_A_DATE, NULL},
        {"26-Apr-2", STYLE(DAY_MONTH_NAME), DC_DATE_NOT_A_DATE, NULL},
        {"26-Apr", STYLE(DAY_MONTH_NAME), DC_DATE_NOT_A_DATE, NULL},
    };
    ASSERT_CASES(cases);
}

static void spreadsheets_keep_dates_as_serials(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"45351", STYLE(EXCEL_SERIAL), DC_DATE_OK, "2024-02-29"},
        {"45351.5", STYLE(EXCEL_SERIAL), DC_DATE_OK, "2024-02-29"},
        {"10000", STYLE(EXCEL_SERIAL), DC_DATE_OK, "1927-05-18"},
        {"99999", STYLE(EXCEL_SERIAL), DC_DATE_OK, "2173-10-13"},
        {"4535", STYLE(EXCEL_SERIAL), DC_DATE_NOT_A_DATE, NULL},
        {"453510", STYLE(EXCEL_SERIAL), DC_DATE_NOT_A_DATE, NULL},
        {"00045", STYLE(EXCEL_SERIAL), DC_DATE_NOT_A_DATE, NULL},
        {"45351", STYLE(ISO), DC_DATE_NOT_A_DATE, NULL},
    };
    ASSERT_CASES(cases);
}

static void nothing_is_not_a_date(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"", ALL_STYLES, DC_DATE_EMPTY, NULL},
        {" \t", ALL_STYLES, DC_DATE_EMPTY, NULL},
        {"-", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
        {"NaT", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
        {"soon", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
        {"59:59.9", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
        {"1", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
        {"12/", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
        {"\xFF\xFE", ALL_STYLES, DC_DATE_NOT_A_DATE, NULL},
    };
    ASSERT_CASES(cases);
}

static void plain_dates_are_ten_letters_and_a_day_that_exists(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",           "2",          "2024",       "2024-",       "2024-02-2",   "2024-02-300",
        "2024-02-30", "2024-00-10", "2024-1-100", " 2024-01-10", "2024-01-10 ", "2024/01/10",
        "20240110",   "0000-01-01", "2024-01-1x", "x024-01-10",  "2024-01_10",  "2024-01-10T"};
    dc_date parsed = DC_DATE(77);

    assert_true(dc_date_parse_plain(&parsed, "2024-02-29"));
    assert_date_equal(parsed, "2024-02-29");
    assert_true(dc_date_parse_plain(&parsed, "9999-12-31"));
    assert_date_equal(parsed, "9999-12-31");
    parsed = DC_DATE(77);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (dc_date_parse_plain(&parsed, others[i]))
            fail_msg("'%s' is no plain date", others[i]);
        assert_int_equal(parsed.day, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_dates_are_ten_letters_and_a_day_that_exists),
        cmocka_unit_test(year_first_is_never_ambiguous),
        cmocka_unit_test(a_time_may_follow_and_must_exist),
        cmocka_unit_test(the_order_of_day_and_month_is_the_callers),
        cmocka_unit_test(months_may_have_names),
        cmocka_unit_test(spreadsheets_keep_dates_as_serials),
        cmocka_unit_test(nothing_is_not_a_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
