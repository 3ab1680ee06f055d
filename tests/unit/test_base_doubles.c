#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "duecast/doubles.h"

static void numbers_come_in_order(void **state)
{
    double       values[] = {3.0, -1e300, 0.1, INFINITY, 3.0, -0.5, 0.0, -INFINITY};
    const double wanted[] = {-INFINITY, -1e300, -0.5, 0.0, 0.1, 3.0, 3.0, INFINITY};
    enum { COUNT = sizeof values / sizeof values[0] };

    (void)state;
    dc_doubles_sort(values, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_true(values[i] == wanted[i]);
}

static void nothing_is_in_order(void **state)
{
    double one = 2.0;

    (void)state;
    dc_doubles_sort(NULL, 0);
    dc_doubles_sort(&one, 1);
    assert_true(one == 2.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_in_order),
        cmocka_unit_test(nothing_is_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
