#include "support/expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/metrics.h"
#include "duecast/random.h"

enum { COUNT_MAX = 5000 };

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The ceil(p n)-th smallest, levels in percent so that p n is exact. */
static void assert_order_statistics(const double *values, size_t count)
{
    static const size_t percents[] = {1, 5, 10, 25, 50, 75, 90, 95, 99};
    double              sorted[COUNT_MAX], scratch[COUNT_MAX], out[DC_QUANTILE_COUNT];
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare);
    dc_quantiles(out, values, scratch, count);
    for (size_t q = 0; q < DC_QUANTILE_COUNT; q++) {
        size_t rank = (percents[q] * count + 99) / 100;
        assert_double_close(out[q], sorted[rank - 1], 0.0);
    }
}

static double uniform_at(uint64_t entity, size_t i)
{
    return dc_uniform((dc_luck){1, entity, DC_PURPOSE_TEST}, (uint32_t)i, 0);
}

typedef double shape(size_t i);

static double flat(size_t i)
{
    return uniform_at(1, i);
}

static double skewed(size_t i)
{
    return exp(9.0 * uniform_at(2, i));
}

static double tied(size_t i)
{
    return floor(4.0 * uniform_at(3, i));
}

static double mostly_zero(size_t i)
{
    return uniform_at(4, i) < 0.97 ? 0.0 : 1e9 * uniform_at(5, i);
}

static double one_giant(size_t i)
{
    return i == 3 ? 1e15 : -uniform_at(6, i);
}

static double falling(size_t i)
{
    return -(double)i;
}

static double constant(size_t i)
{
    (void)i;
    return -12.5;
}

static void quantiles_are_order_statistics_of_any_data(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 10, 99, 100, 101, 257, 1000, COUNT_MAX};
    shape *const        shapes[] = {flat, skewed, tied, mostly_zero, one_giant, falling, constant};
    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++)
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            double values[COUNT_MAX];
            for (size_t i = 0; i < counts[c]; i++)
                values[i] = shapes[s](i);
            assert_order_statistics(values, counts[c]);
        }
}

static void a_quantile_is_never_a_value_that_did_not_occur(void **state)
{
    (void)state;
    const double values[] = {1.0, 100.0};
    double       scratch[2], out[DC_QUANTILE_COUNT];
    dc_quantiles(out, values, scratch, 2);
    assert_double_close(out[DC_P50], 1.0, 0.0);
    assert_double_close(out[DC_P75], 100.0, 0.0);
}

static void levels_rise_and_are_symmetric(void **state)
{
    (void)state;
    for (int q = 0; q < DC_QUANTILE_COUNT; q++) {
        double mirrored = dc_quantile_levels[DC_QUANTILE_COUNT - 1 - q];
        assert_double_close(dc_quantile_levels[q] + mirrored, 1.0, 1e-12);
        if (q > 0)
            assert_true(dc_quantile_levels[q] > dc_quantile_levels[q - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_order_statistics_of_any_data),
        cmocka_unit_test(a_quantile_is_never_a_value_that_did_not_occur),
        cmocka_unit_test(levels_rise_and_are_symmetric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
