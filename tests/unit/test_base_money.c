#include "support/expect.h"

#include <stdio.h>
#include <string.h>

/* The four roundings of the handbook's examples, as minor units of exact ratios: 2.345 is 2345/10
 * cents.  Negative amounts mirror positive ones. */
static void rounding_is_named_and_symmetric(void **state)
{
    (void)state;
    static const struct {
        int64_t thousandths, half_even, half_up, down;
    } cases[] = {
        {2345, 234, 235, 234},
        {2355, 236, 236, 235},
        {-2345, -234, -235, -234},
        {-2355, -236, -236, -235},
        {5, 0, 1, 0},
        {-5, 0, -1, 0},
        {1015, 102, 102, 101},
        {2344, 234, 234, 234},
        {2346, 235, 235, 234},
        {0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_money amount = DC_MONEY(cases[i].thousandths);
        assert_int_equal(dc_money_ratio(amount, 1, 10, DC_ROUND_HALF_EVEN).minor,
                         cases[i].half_even);
        assert_int_equal(dc_money_ratio(amount, 1, 10, DC_ROUND_HALF_UP).minor, cases[i].half_up);
        assert_int_equal(dc_money_ratio(amount, 1, 10, DC_ROUND_DOWN).minor, cases[i].down);
    }
}

static void a_ratio_is_exact_where_a_double_is_not(void **state)
{
    (void)state;
    int64_t large = INT64_C(9007199254740993); /* 2^53 + 1 */
    assert_int_equal(dc_money_ratio(DC_MONEY(large), 7, 7, DC_ROUND_DOWN).minor, large);
    assert_int_equal(dc_money_ratio(DC_MONEY(INT64_MAX), INT64_MAX, INT64_MAX, DC_ROUND_DOWN).minor,
                     INT64_MAX);
    assert_int_equal(
        dc_money_ratio(DC_MONEY(1), INT64_MAX - 1, INT64_MAX, DC_ROUND_HALF_EVEN).minor, 1);
}

static void scaling_rounds_as_named(void **state)
{
    (void)state;
    static const struct {
        int64_t     minor;
        double      factor;
        dc_rounding rounding;
        int64_t     result;
    } cases[] = {
        {5, 0.5, DC_ROUND_HALF_EVEN, 2},          {7, 0.5, DC_ROUND_HALF_EVEN, 4},
        {-5, 0.5, DC_ROUND_HALF_EVEN, -2},        {5, 0.5, DC_ROUND_HALF_UP, 3},
        {-5, 0.5, DC_ROUND_HALF_UP, -3},          {-5, 0.5, DC_ROUND_DOWN, -2},
        {120000, 0.02, DC_ROUND_HALF_EVEN, 2400}, {12345, -1.0, DC_ROUND_HALF_EVEN, -12345},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            dc_money_scale(DC_MONEY(cases[i].minor), cases[i].factor, cases[i].rounding).minor,
            cases[i].result);
}

static void amounts_beyond_what_a_double_holds_are_scaled_exactly(void **state)
{
    (void)state;
    const int64_t first = (INT64_C(1) << 53) + 1; /* the first that a double skips */
    static const struct {
        int64_t     beyond; /* of 2^53 + 1 */
        double      factor;
        dc_rounding rounding;
        int64_t     result;
    } cases[] = {
        {0, 1.0, DC_ROUND_HALF_EVEN, 9007199254740993},
        {0, 0.5, DC_ROUND_HALF_EVEN, 4503599627370496},
        {2, 0.5, DC_ROUND_HALF_EVEN, 4503599627370498},
        {0, 0.5, DC_ROUND_HALF_UP, 4503599627370497},
        {2, 0.5, DC_ROUND_DOWN, 4503599627370497},
        {0, -0.5, DC_ROUND_HALF_UP, -4503599627370497},
        {0, 3.0, DC_ROUND_HALF_EVEN, 27021597764222979},
        {0, 0.0, DC_ROUND_HALF_EVEN, 0},
        {0, 1e-40, DC_ROUND_HALF_UP, 0},
        {INT64_MAX - 9007199254740993, 1.0, DC_ROUND_HALF_EVEN, INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t amount = first + cases[i].beyond;
        assert_int_equal(dc_money_scale(DC_MONEY(amount), cases[i].factor, cases[i].rounding).minor,
                         cases[i].result);
        assert_int_equal(
            dc_money_scale(DC_MONEY(-amount), cases[i].factor, cases[i].rounding).minor,
            -cases[i].result);
    }
}

static void sums_notice_overflow(void **state)
{
    (void)state;
    dc_money sum = DC_MONEY(17);
    assert_money_equal(dc_money_add(money("1200.00"), money("-0.01")), "1199.99");
    assert_money_equal(dc_money_sub(money("1200.00"), money("1200.01")), "-0.01");
    assert_false(dc_money_add_checked(&sum, DC_MONEY(INT64_MAX), DC_MONEY(1)));
    assert_false(dc_money_add_checked(&sum, DC_MONEY(INT64_MIN), DC_MONEY(-1)));
    assert_int_equal(sum.minor, 17);
    assert_true(dc_money_add_checked(&sum, DC_MONEY(INT64_MAX), DC_MONEY(-1)));
    assert_int_equal(sum.minor, INT64_MAX - 1);
}

static void allocation_goes_by_largest_remainder(void **state)
{
    (void)state;
    static const struct {
        int64_t total, weights[4], parts[4];
        size_t  count;
    } cases[] = {
        {10000, {1, 1, 1}, {3334, 3333, 3333}, 3},
        {-10000, {1, 1, 1}, {-3334, -3333, -3333}, 3},
        {7, {50, 30, 20}, {4, 2, 1}, 3},
        {123457, {365, 30, 31, 28}, {99255, 8158, 8430, 7614}, 4},
        {1, {0, 0, 5, 5}, {0, 0, 1, 0}, 4},
        {0, {3, 4}, {0, 0}, 2},
        {99, {7}, {99}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_money parts[4], sum = DC_MONEY(0);
        dc_money_allocate(parts, DC_MONEY(cases[i].total), cases[i].weights, cases[i].count);
        for (size_t part = 0; part < cases[i].count; part++)
            sum = dc_money_add(sum, parts[part]);
        assert_int_equal(sum.minor, cases[i].total);
        for (size_t part = 0; part < cases[i].count; part++)
            assert_int_equal(parts[part].minor, cases[i].parts[part]);
    }
}

static void a_large_allocation_sums_exactly_and_stays_within_one_unit(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    static int64_t  weights[COUNT];
    static dc_money parts[COUNT];
    const int64_t   total = INT64_C(-999999999999999);
    int64_t         weight_sum = 0, sum = 0;
    for (int64_t i = 0; i < COUNT; i++)
        weight_sum += weights[i] = i * i % 997;
    dc_money_allocate(parts, DC_MONEY(total), weights, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        double exact = (double)total * (double)weights[i] / (double)weight_sum;
        assert_double_close((double)parts[i].minor, exact, 1.0);
        sum += parts[i].minor;
    }
    assert_int_equal(sum, total);
}

/* 1,234.56 EUR at 161.235 and 10,000 JPY at 0.00204 are the handbook's examples. */
static void translation_rounds_once_between_different_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t     minor;
        int         from;
        const char *rate;
        int         to;
        int64_t     result;
    } cases[] = {
        {123456, 2, "161.235", 0, 199054},
        {-123456, 2, "161.235", 0, -199054},
        {10000, 0, "0.00204", 3, 20400},
        {100, 2, "1", 2, 100},
        {5, 3, "1", 2, 0},
        {15, 3, "1", 2, 2},
        {25, 4, "1", 0, 0},
        {100, 2, "0.9312345678901234", 2, 93},
        {INT64_C(999999999999999), 2, "1.2345", 2, INT64_C(1234499999999999)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_rate rate;
        assert_true(dc_rate_parse(&rate, cases[i].rate, DC_NUMBER_STYLE_PLAIN));
        dc_money result =
            dc_money_translate(DC_MONEY(cases[i].minor), cases[i].from, rate, cases[i].to);
        assert_int_equal(result.minor, cases[i].result);
    }
}

static void an_impossible_translation_is_refused(void **state)
{
    (void)state;
    dc_rate  rate;
    dc_money result = DC_MONEY(3);
    assert_true(dc_rate_parse(&rate, "999999999999999", DC_NUMBER_STYLE_PLAIN));
    assert_false(dc_money_translate_checked(&result, DC_MONEY(DC_MONEY_ROW_MAX), 2, rate, 2));
    assert_int_equal(result.minor, 3);
}

static void a_rate_is_an_exact_positive_decimal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        accepted;
        int64_t     mantissa;
        int32_t     exponent;
    } cases[] = {
        {"161.235", true, 161235, 3},
        {"1.0850", true, 1085, 3},
        {"200", true, 200, 0},
        {"0.00204", true, 204, 5},
        {"0.12345678901234567", true, INT64_C(123456789012346), 15},
        {"0.99999999999999999", true, INT64_C(1000000000000000), 15},
        {"1,234.5", true, 12345, 1},
        {"0", false, 0, 0},
        {"0.000", false, 0, 0},
        {"-1.5", false, 0, 0},
        {"", false, 0, 0},
        {"N/A", false, 0, 0},
        {"1234567890123456789", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_rate rate = {0, 0};
        bool    accepted = dc_rate_parse(&rate, cases[i].text, DC_NUMBER_STYLE_PLAIN);
        if (accepted != cases[i].accepted || rate.mantissa != cases[i].mantissa ||
            rate.exponent != cases[i].exponent)
            fail_msg("rate '%s' gives %d, %lld, %d", cases[i].text, accepted,
                     (long long)rate.mantissa, rate.exponent);
    }
    assert_double_close(dc_rate_value((dc_rate){161235, 3}), 161.235, 0);
}

static void thousands_are_grouped_before_the_point_alone(void **state)
{
    (void)state;
    static const struct {
        const char *plain, *grouped;
    } cases[] = {
        {"", ""},
        {"0", "0"},
        {"-999", "-999"},
        {"1000", "1,000"},
        {"-1234567.8901", "-1,234,567.8901"},
        {"123456.00", "123,456.00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char grouped[32];
        dc_group_thousands(grouped, sizeof grouped, cases[i].plain);
        assert_string_equal(grouped, cases[i].grouped);
    }
}

static void points_of_thousands_are_seen_where_no_decimals_are_meant(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int         decimals;
        const char *whole; /* NULL: decimals */
    } cases[] = {
        {"50.000", 2, "50000"}, {"-1.500", 2, "-1500"}, {"999.999", 0, "999999"},
        {"50.000", 3, NULL},    {"0.500", 2, NULL},     {"50.00", 2, NULL},
        {"50.0000", 2, NULL},   {"5000.000", 2, NULL},  {"50000", 2, NULL},
        {"1.500.000", 2, NULL}, {".500", 2, NULL},      {"", 2, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char whole[16] = "";
        bool seen =
            dc_money_may_be_thousands(whole, sizeof whole, cases[i].text, cases[i].decimals);
        assert_int_equal(seen, cases[i].whole != NULL);
        assert_string_equal(whole, seen ? cases[i].whole : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounding_is_named_and_symmetric),
        cmocka_unit_test(a_ratio_is_exact_where_a_double_is_not),
        cmocka_unit_test(scaling_rounds_as_named),
        cmocka_unit_test(amounts_beyond_what_a_double_holds_are_scaled_exactly),
        cmocka_unit_test(sums_notice_overflow),
        cmocka_unit_test(allocation_goes_by_largest_remainder),
        cmocka_unit_test(a_large_allocation_sums_exactly_and_stays_within_one_unit),
        cmocka_unit_test(translation_rounds_once_between_different_decimals),
        cmocka_unit_test(an_impossible_translation_is_refused),
        cmocka_unit_test(a_rate_is_an_exact_positive_decimal),
        cmocka_unit_test(thousands_are_grouped_before_the_point_alone),
        cmocka_unit_test(points_of_thousands_are_seen_where_no_decimals_are_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
