#include "support/expect.h"

#include <string.h>

typedef struct {
    const char      *text;
    int              decimals;
    dc_number_result result;
    int64_t          minor;
} number_case;

static void assert_cases(const number_case *cases, size_t count, dc_number_style style)
{
    for (size_t i = 0; i < count; i++) {
        dc_money         amount = DC_MONEY(-77);
        dc_number_result result = dc_money_parse(&amount, cases[i].text, cases[i].decimals, style);
        bool             written = result == DC_NUMBER_OK || result == DC_NUMBER_ROUNDED;
        if (result != cases[i].result || amount.minor != (written ? cases[i].minor : -77))
            fail_msg("'%s' gives %d, %lld; expected %d, %lld", cases[i].text, (int)result,
                     (long long)amount.minor, (int)cases[i].result, (long long)cases[i].minor);
    }
}

#define ASSERT_CASES(cases, style) assert_cases((cases), sizeof(cases) / sizeof(cases)[0], (style))

static void plain_amounts_are_read_digit_by_digit(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"1200.00", 2, DC_NUMBER_OK, 120000},
        {"1200", 2, DC_NUMBER_OK, 120000},
        {"1200.5", 2, DC_NUMBER_OK, 120050},
        {"0.07", 2, DC_NUMBER_OK, 7},
        {".5", 2, DC_NUMBER_OK, 50},
        {"5.", 2, DC_NUMBER_OK, 500},
        {"000012.30", 2, DC_NUMBER_OK, 1230},
        {"1200.000000", 2, DC_NUMBER_OK, 120000},
        {"1234", 0, DC_NUMBER_OK, 1234},
        {"1234.0", 0, DC_NUMBER_OK, 1234},
        {"20.400", 3, DC_NUMBER_OK, 20400},
        {"0.0001", 4, DC_NUMBER_OK, 1},
        {"0", 2, DC_NUMBER_OK, 0},
        {"-0.00", 2, DC_NUMBER_OK, 0},
        {"9999999999999.99", 2, DC_NUMBER_OK, INT64_C(999999999999999)},
        {"0.10", 2, DC_NUMBER_OK, 10},
        {"1.15", 2, DC_NUMBER_OK, 115}, /* 114.99.. as a double */
    };
    ASSERT_CASES(cases, DC_NUMBER_STYLE_PLAIN);
}

static void signs_stand_before_behind_or_as_brackets(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"-1.50", 2, DC_NUMBER_OK, -150},          {"1.50-", 2, DC_NUMBER_OK, -150},
        {"1.50 -", 2, DC_NUMBER_OK, -150},         {"- 1.50", 2, DC_NUMBER_OK, -150},
        {"(1.50)", 2, DC_NUMBER_OK, -150},         {" (1,234.50) ", 2, DC_NUMBER_OK, -123450},
        {"\u22121.50", 2, DC_NUMBER_OK, -150},     {"+1.50", 2, DC_NUMBER_OK, 150},
        {"\t1.50\u00A0", 2, DC_NUMBER_OK, 150},    {"\u30001.50", 2, DC_NUMBER_OK, 150},
        {"--1.50", 2, DC_NUMBER_NOT_A_NUMBER, 0},  {"-1.50-", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"(-1.50)", 2, DC_NUMBER_NOT_A_NUMBER, 0}, {"(1.50", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1.50)", 2, DC_NUMBER_NOT_A_NUMBER, 0},   {"+-1", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    ASSERT_CASES(cases, DC_NUMBER_STYLE_PLAIN);
}

static void signs_of_currencies_stand_where_somebody_looks_at_them(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"$1,234.50", 2, DC_NUMBER_OK, 123450}, {"-$1.50", 2, DC_NUMBER_OK, -150},
        {"$-1.50", 2, DC_NUMBER_OK, -150},      {"($1.50)", 2, DC_NUMBER_OK, -150},
        {"$(1.50)", 2, DC_NUMBER_OK, -150},     {"1.50 \u20AC", 2, DC_NUMBER_OK, 150},
        {"\u00A3 1.50", 2, DC_NUMBER_OK, 150},  {"\uFFE51.50", 2, DC_NUMBER_OK, 150},
        {"1$50", 2, DC_NUMBER_NOT_A_NUMBER, 0}, {"$", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    static const number_case bare[] = {
        {"$1.50", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"-\u20AC1.50", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1.50 \u00A3", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    dc_rate rate;
    ASSERT_CASES(cases, ((dc_number_style){'.', ','}));
    ASSERT_CASES(bare, DC_NUMBER_STYLE_PLAIN);
    assert_false(dc_rate_parse(&rate, "$1.50", ((dc_number_style){'.', ','})));
}

static void thousands_stand_in_groups(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"1,234.56", 2, DC_NUMBER_OK, 123456},
        {"1,234,567.89", 2, DC_NUMBER_OK, 123456789},
        {"12,34,567.89", 2, DC_NUMBER_OK, 123456789}, /* India */
        {"1,23,45,678.00", 2, DC_NUMBER_OK, 1234567800},
        {"1,23", 2, DC_NUMBER_NOT_A_NUMBER, 0}, /* a decimal comma */
        {"1,2345", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1234,567", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1,234,56", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1,234567", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {",234", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1,,234", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1,234.567,8", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1 234", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    ASSERT_CASES(cases, DC_NUMBER_STYLE_PLAIN);
}

static void other_countries_write_other_separators(void **state)
{
    (void)state;
    static const number_case german[] = {
        {"1.234,56", 2, DC_NUMBER_OK, 123456},
        {"1234,5-", 2, DC_NUMBER_OK, -123450},
        {"1.234", 2, DC_NUMBER_OK, 123400},
        {"1.23", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    static const number_case french[] = {
        {"1 234,56", 2, DC_NUMBER_OK, 123456},
        {"1\u202F234\u00A0567,89", 2, DC_NUMBER_OK, 123456789},
        {"1 234 -", 2, DC_NUMBER_OK, -123400},
        {"1.234,56", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    static const number_case swiss[] = {
        {"1'234.56", 2, DC_NUMBER_OK, 123456},
        {"1\u2019234.56", 2, DC_NUMBER_OK, 123456},
    };
    static const number_case bare[] = {
        {"1234.56", 2, DC_NUMBER_OK, 123456},
        {"1,234.56", 2, DC_NUMBER_NOT_A_NUMBER, 0},
    };
    ASSERT_CASES(german, ((dc_number_style){',', '.'}));
    ASSERT_CASES(french, ((dc_number_style){',', ' '}));
    ASSERT_CASES(swiss, ((dc_number_style){'.', '\''}));
    ASSERT_CASES(bare, ((dc_number_style){'.', 0}));
}

static void floating_point_noise_is_rounded_and_a_real_surplus_is_not(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"2309.7899999999995", 2, DC_NUMBER_ROUNDED, 230979},
        {"-2309.7899999999995", 2, DC_NUMBER_ROUNDED, -230979},
        {"20.400000000000002", 2, DC_NUMBER_ROUNDED, 2040},
        {"0.99999999999", 0, DC_NUMBER_ROUNDED, 1},
        {"0.005", 2, DC_NUMBER_SURPLUS_DECIMALS, 0},
        {"1.2300001", 2, DC_NUMBER_SURPLUS_DECIMALS, 0},
        {"1.2399999", 2, DC_NUMBER_SURPLUS_DECIMALS, 0},
        {"1.239", 2, DC_NUMBER_SURPLUS_DECIMALS, 0},
        {"0.5", 0, DC_NUMBER_SURPLUS_DECIMALS, 0},
        {"1.239999999", 2, DC_NUMBER_ROUNDED, 124},
        {"1.230000001", 2, DC_NUMBER_ROUNDED, 123},
    };
    ASSERT_CASES(cases, DC_NUMBER_STYLE_PLAIN);
}

static void what_is_no_amount_is_refused(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"", 2, DC_NUMBER_EMPTY, 0},
        {"  \t\u00A0", 2, DC_NUMBER_EMPTY, 0},
        {"-", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {".", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"()", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1e5", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"0x10", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"inf", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"nan", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"12a", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1.2.3", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"1 2", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"\xFF", 2, DC_NUMBER_NOT_A_NUMBER, 0},
        {"10000000000000.00", 2, DC_NUMBER_TOO_LARGE, 0},
        {"9999999999999.999999999", 2, DC_NUMBER_TOO_LARGE, 0},
        {"1000000000000000", 0, DC_NUMBER_TOO_LARGE, 0},
        {"99999999999999999999999999999999999999999999999999999999999999", 2, DC_NUMBER_TOO_LARGE,
         0},
    };
    ASSERT_CASES(cases, DC_NUMBER_STYLE_PLAIN);
}

static void sixty_decimals_are_read_like_six(void **state)
{
    (void)state;
    static const number_case cases[] = {
        {"1.500000000000000000000000000000000000000000000000000000000000", 2, DC_NUMBER_OK, 150},
        {"0.333333333333333333333333333333333333333333333333333333333333", 2,
         DC_NUMBER_SURPLUS_DECIMALS, 0},
        {"0.299999999999999999999999999999999999999999999999999999999999", 2, DC_NUMBER_ROUNDED,
         30},
    };
    ASSERT_CASES(cases, DC_NUMBER_STYLE_PLAIN);
}

static void formatting_is_the_inverse_of_reading(void **state)
{
    (void)state;
    static const struct {
        int64_t     minor;
        int         decimals;
        const char *text;
    } cases[] = {
        {-123450, 2, "-1234.50"},
        {7, 2, "0.07"},
        {-7, 2, "-0.07"},
        {0, 2, "0.00"},
        {1234, 0, "1234"},
        {20400, 3, "20.400"},
        {-1, 4, "-0.0001"},
        {INT64_MIN, 2, "-92233720368547758.08"},
        {INT64_MAX, 0, "9223372036854775807"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[32];
        dc_money_format(text, sizeof text, DC_MONEY(cases[i].minor), cases[i].decimals);
        assert_string_equal(text, cases[i].text);
    }
    for (int64_t minor = -100000; minor <= 100000; minor += 37)
        for (int decimals = 0; decimals <= 4; decimals++) {
            char     text[32];
            dc_money back;
            dc_money_format(text, sizeof text, DC_MONEY(minor), decimals);
            assert_int_equal(dc_money_parse(&back, text, decimals, DC_NUMBER_STYLE_PLAIN),
                             DC_NUMBER_OK);
            assert_int_equal(back.minor, minor);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_amounts_are_read_digit_by_digit),
        cmocka_unit_test(signs_stand_before_behind_or_as_brackets),
        cmocka_unit_test(signs_of_currencies_stand_where_somebody_looks_at_them),
        cmocka_unit_test(thousands_stand_in_groups),
        cmocka_unit_test(other_countries_write_other_separators),
        cmocka_unit_test(floating_point_noise_is_rounded_and_a_real_surplus_is_not),
        cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(sixty_decimals_are_read_like_six),
        cmocka_unit_test(formatting_is_the_inverse_of_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
