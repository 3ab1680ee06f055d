#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "duecast/nearest.h"

static const char *const names[] = {"--paths", "--seed", "--as-of", "--horizon", "late_payment"};
enum { NAMES = sizeof names / sizeof names[0] };

static void a_misspelt_name_finds_the_one_meant(void **state)
{
    static const struct {
        const char *wanted;
        size_t      meant;
    } cases[] = {
        {"--path", 0},        {"--paths", 0},   {"--sede", 1}, /* neighbours swapped count once */
        {"--asof", 2},        {"--HORIZON", 3}, {"late-payment", 4},
        {"--verbose", NAMES}, {"x", NAMES},     {"", NAMES},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dc_nearest(cases[i].wanted, names, NAMES), cases[i].meant);
}

static void names_too_long_to_compare_get_no_suggestion(void **state)
{
    static const char long_name[] =
        "a name of more than sixty-three bytes is nobody's misspelling of an option";
    const char *const only[] = {long_name};

    (void)state;
    assert_int_equal(dc_nearest(long_name, names, NAMES), NAMES);
    assert_int_equal(dc_nearest("a name", only, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_misspelt_name_finds_the_one_meant),
        cmocka_unit_test(names_too_long_to_compare_get_no_suggestion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
