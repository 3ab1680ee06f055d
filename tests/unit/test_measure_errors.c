#include "support/expect.h"

#include <stdlib.h>
#include <string.h>

#include "duecast/metrics.h"
#include "duecast/random.h"

enum { COUNT = 600, SETS = 2000, FIGURES = DC_RANKS_OF * DC_QUANTILE_COUNT };

/* Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3. */
static void intervals_of_shares_are_those_of_newcombe(void **state)
{
    static const struct {
        uint64_t hits, count;
        double   low, high;
    } cases[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {1, 29, 0.0061, 0.1718}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double low, high;
        dc_share_interval(&low, &high, cases[i].hits, cases[i].count);
        assert_double_close(low, cases[i].low, 5e-5);
        assert_double_close(high, cases[i].high, 5e-5);
        dc_share_interval(&low, &high, cases[i].count - cases[i].hits, cases[i].count);
        assert_double_close(1.0 - high, cases[i].low, 5e-5);
    }
}

/* Where the paper has [0, 0.1611] for none of 20, the rule of three has 0.15. */
static void none_of_all_paths_is_at_most_three_of_them(void **state)
{
    double low, high;
    (void)state;
    dc_share_interval(&low, &high, 0, 10000);
    assert_double_close(low, 0.0, 0.0);
    assert_double_close(high, 3e-4, 1e-15);
    dc_share_interval(&low, &high, 10000, 10000);
    assert_double_close(low, 1.0 - 3e-4, 1e-15);
    assert_double_close(high, 1.0, 0.0);
    dc_share_interval(&low, &high, 0, 2);
    assert_double_close(high, 1.0, 0.0);
}

static size_t rank_of(const dc_ranks *ranks, unsigned figure)
{
    for (size_t i = 0; i < ranks->count; i++)
        if (ranks->wanted[i].figure == figure)
            return ranks->wanted[i].rank;
    return SIZE_MAX;
}

/* qbinom(.025, n, p) and qbinom(.975, n, p) + 1 of R, as ranks from 1. */
static void ranks_are_quantiles_of_the_binomial_law(void **state)
{
    static const struct {
        size_t   count;
        unsigned quantile;
        size_t   low, high;
    } cases[] = {{2000, DC_P5, 81, 121},   {10000, DC_P50, 4902, 5099},
                 {1000, DC_P95, 936, 964}, {1000000, DC_P99, 989805, 990196},
                 {100, DC_P1, 1, 4},       {20, DC_P99, 19, 20}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_ranks ranks;
        unsigned at = DC_RANKS_OF * cases[i].quantile;
        dc_ranks_make(&ranks, cases[i].count, true);
        assert_int_equal(ranks.count, FIGURES);
        assert_int_equal(rank_of(&ranks, at + DC_RANK_LOW) + 1, cases[i].low);
        assert_int_equal(rank_of(&ranks, at + DC_RANK_HIGH) + 1, cases[i].high);
        for (size_t k = 1; k < ranks.count; k++)
            assert_true(ranks.wanted[k].rank >= ranks.wanted[k - 1].rank);
    }
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void every_figure_is_the_value_at_its_rank(void **state)
{
    (void)state;
    for (uint64_t set = 0; set < 40; set++) {
        double   values[COUNT], sorted[COUNT], scratch[COUNT], out[FIGURES];
        size_t   count = 1 + (size_t)set * (COUNT - 1) / 39;
        dc_ranks ranks;
        for (size_t i = 0; i < count; i++) {
            double u = dc_uniform((dc_luck){2, set, DC_PURPOSE_TEST}, (uint32_t)i, 0);
            values[i] = set % 3 == 0 ? (double)(int)(5.0 * u) : u * u * u * 1e6;
        }
        memcpy(sorted, values, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, compare);
        dc_ranks_make(&ranks, count, true);
        dc_order_statistics(out, values, scratch, &ranks);
        for (size_t i = 0; i < ranks.count; i++)
            assert_double_close(out[ranks.wanted[i].figure], sorted[ranks.wanted[i].rank], 0.0);
    }
}

/* Of 2,000 sets of uniform values 95 % or more have the true quantile in their interval: the ranks
 * are whole numbers, so a little more. */
static void intervals_hold_the_true_quantile_as_often_as_they_say(void **state)
{
    int      held[DC_QUANTILE_COUNT] = {0};
    dc_ranks ranks;
    (void)state;
    dc_ranks_make(&ranks, COUNT, true);
    for (uint64_t set = 0; set < SETS; set++) {
        double values[COUNT], scratch[COUNT], out[FIGURES];
        for (size_t i = 0; i < COUNT; i++)
            values[i] = dc_uniform((dc_luck){3, set, DC_PURPOSE_TEST}, (uint32_t)i, 0);
        dc_order_statistics(out, values, scratch, &ranks);
        for (int q = 0; q < DC_QUANTILE_COUNT; q++)
            held[q] += out[DC_RANKS_OF * q + DC_RANK_LOW] <= dc_quantile_levels[q] &&
                       dc_quantile_levels[q] <= out[DC_RANKS_OF * q + DC_RANK_HIGH];
    }
    for (int q = 0; q < DC_QUANTILE_COUNT; q++) {
        assert_true(held[q] >= 0.935 * SETS); /* three standard errors below 95 % */
        assert_true(held[q] <= 0.995 * SETS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_shares_are_those_of_newcombe),
        cmocka_unit_test(none_of_all_paths_is_at_most_three_of_them),
        cmocka_unit_test(ranks_are_quantiles_of_the_binomial_law),
        cmocka_unit_test(every_figure_is_the_value_at_its_rank),
        cmocka_unit_test(intervals_hold_the_true_quantile_as_often_as_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
