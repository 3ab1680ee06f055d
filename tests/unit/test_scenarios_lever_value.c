#include "support/expect.h"
#include "support/given_ledger.h"

#include <math.h>

#include "scenarios/levers.h"

static void values_are_read_in_their_units(void **state)
{
    static const struct {
        dc_value_kind kind;
        const char   *text;
        double        value;
        bool          in_months;
    } cases[] = {
        {DC_VALUE_DAYS, "15", 15, false},
        {DC_VALUE_DAYS, "-3", -3, false},
        {DC_VALUE_COUNT, "36", 36, false},
        {DC_VALUE_SHARE, "15%", 0.15, false},
        {DC_VALUE_SHARE, "12.5 %", 0.125, false},
        {DC_VALUE_SHARE, "0.15", 0.15, false},
        {DC_VALUE_SHARE, ".5", 0.5, false},
        {DC_VALUE_SHARE, "-4%", -0.04, false},
        {DC_VALUE_FACTOR, "1.5", 1.5, false},
        {DC_VALUE_DAY, "1", 1, false},
        {DC_VALUE_DAY, "+30", 30, false},
        {DC_VALUE_DAY, "2026-07-01", 3, false},
        {DC_VALUE_DAY, "20260701", 3, false},
        {DC_VALUE_DAY, "2026-06-01", -27, false},
        {DC_VALUE_DAY, "forever", INT32_MAX, false},
        {DC_VALUE_PERIOD, "30d", 30, false},
        {DC_VALUE_PERIOD, "2w", 14, false},
        {DC_VALUE_PERIOD, "1m", 1, true},
        {DC_VALUE_MONEY, "1000.5", 1000.5, false},
        {DC_VALUE_SWITCH, "yes", 1, false},
        {DC_VALUE_SWITCH, "no", 0, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = -1;
        bool   in_months = true;
        if (!dc_value_read(&value, &in_months, cases[i].text, cases[i].kind, date(GIVEN_AS_OF)))
            fail_msg("'%s' was refused", cases[i].text);
        assert_double_close(value, cases[i].value, 1e-15);
        assert_int_equal(in_months, cases[i].in_months);
    }
}

static void what_is_not_of_the_unit_is_refused(void **state)
{
    static const struct {
        dc_value_kind kind;
        const char   *text;
    } cases[] = {
        {DC_VALUE_DAYS, ""},         {DC_VALUE_DAYS, "15%"},       {DC_VALUE_DAYS, "1.5"},
        {DC_VALUE_DAYS, "15d"},      {DC_VALUE_DAYS, "fifteen"},   {DC_VALUE_DAYS, "12345678901"},
        {DC_VALUE_SHARE, "%"},       {DC_VALUE_SHARE, "0,15"},     {DC_VALUE_SHARE, "15%%"},
        {DC_VALUE_SHARE, "15 days"}, {DC_VALUE_FACTOR, "1e3"},     {DC_VALUE_FACTOR, "0x10"},
        {DC_VALUE_FACTOR, "inf"},    {DC_VALUE_FACTOR, "nan"},     {DC_VALUE_FACTOR, "."},
        {DC_VALUE_FACTOR, "15%"},    {DC_VALUE_DAY, "2026-02-30"}, {DC_VALUE_DAY, "July"},
        {DC_VALUE_PERIOD, "30"},     {DC_VALUE_PERIOD, "m"},       {DC_VALUE_PERIOD, "1y"},
        {DC_VALUE_PERIOD, "-1m"},    {DC_VALUE_PERIOD, "1.5m"},    {DC_VALUE_PERIOD, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value;
        bool   in_months;
        if (dc_value_read(&value, &in_months, cases[i].text, cases[i].kind, date(GIVEN_AS_OF)))
            fail_msg("'%s' was taken", cases[i].text);
    }
}

static void values_are_written_as_they_may_be_read(void **state)
{
    static const struct {
        dc_value_kind kind;
        double        value;
        bool          in_months;
        const char   *text;
    } cases[] = {
        {DC_VALUE_DAYS, 15, false, "15"},
        {DC_VALUE_SHARE, 0.07, false, "7%"}, /* 0.07 x 100 is not 7 in binary */
        {DC_VALUE_SHARE, -0.125, false, "-12.5%"},
        {DC_VALUE_FACTOR, 1.5, false, "1.5"},
        {DC_VALUE_DAY, 3, false, "2026-07-01"},
        {DC_VALUE_DAY, INT32_MAX, false, "forever"},
        {DC_VALUE_PERIOD, 14, false, "14d"},
        {DC_VALUE_PERIOD, 1, true, "1m"},
    };
    (void)state;
    dc_arena *arena = dc_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(dc_value_write(arena, cases[i].value, cases[i].in_months, cases[i].kind,
                                           date(GIVEN_AS_OF)),
                            cases[i].text);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_in_their_units),
        cmocka_unit_test(what_is_not_of_the_unit_is_refused),
        cmocka_unit_test(values_are_written_as_they_may_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
