#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/simulate/kernel.h"
#include "forecast/simulate/orders.h"

enum { B = DC_PATH_BLOCK, SLOTS_MOST = 12 };

typedef struct {
    dc_arena        *arena;
    dc_items         items;
    uint64_t         market[SLOTS_MOST];
    double           noise[SLOTS_MOST];
    double           dispersion[SLOTS_MOST]; /* 0, as it stands: 1 */
    double           lasting[SLOTS_MOST];
    bool             certain[SLOTS_MOST];
    const dc_orders *orders;
} made;

/* Two claims, then slots of these markets; `certain` and `dispersion` as they stand. */
static void make(made *out, const uint64_t *market, const double *noise, size_t slots)
{
    out->arena = dc_arena_new();
    memcpy(out->market + 2, market, slots * sizeof *market);
    memcpy(out->noise + 2, noise, slots * sizeof *noise);
    for (size_t i = 0; i < SLOTS_MOST; i++)
        out->dispersion[i] = out->dispersion[i] > 0.0 ? out->dispersion[i] : 1.0;
    out->items = (dc_items){.count = slots + 2,
                            .claim_count = 2,
                            .market = out->market,
                            .noise = out->noise,
                            .dispersion = out->dispersion,
                            .lasting = out->lasting,
                            .certain = out->certain};
    out->orders = dc_orders_make(out->arena, &out->items);
}

static void draw(uint8_t times[B], dc_order_luck *luck, uint32_t item, uint64_t seed,
                 uint32_t block)
{
    dc_orders_draw(times, luck, item, (dc_luck){seed, 1000 + item, DC_PURPOSE_ORDERS}, block);
}

static void without_noise_a_slot_occurs_as_before(void **state)
{
    (void)state;
    made     all = {0};
    uint8_t  times[B], plain[B];
    uint32_t words[B];
    make(&all, (const uint64_t[]){5}, (const double[]){0.0}, 1);
    dc_order_luck *luck = dc_order_luck_new(all.orders);
    draw(times, luck, 2, 9, 4);
    dc_uniform_block(words, (dc_luck){9, 1002, DC_PURPOSE_ORDERS}, 4, 0);
    dc_kernel_orders(plain, words);
    assert_memory_equal(times, plain, B);
    assert_double_close(dc_orders_second_moment(all.orders, 2), 2.0, 1e-12);
    for (int level = 0; level < DC_MARKET_LEVELS; level++) {
        assert_int_equal(all.orders->law[0].once[level], 1610612736u);
        assert_int_equal(all.orders->law[0].twice[level], 3042268501u);
        assert_int_equal(all.orders->law[0].four[level], 4116010325u);
    }
    dc_order_luck_free(luck);
    dc_arena_free(all.arena);
}

/* Mean number of times at a level, from the words. */
static double mean_at(const dc_order_law *law, int level)
{
    double once = law->once[level], twice = law->twice[level], four = law->four[level];
    return ((0x1p32 - once) + (0x1p32 - twice) + 2.0 * (0x1p32 - four)) * 0x1p-32;
}

static void a_slot_occurs_once_on_average_whatever_the_noise(void **state)
{
    (void)state;
    static const double noises[] = {0.01, 0.1, 0.25, DC_SALES_NOISE_MOST};
    for (size_t i = 0; i < sizeof noises / sizeof noises[0]; i++) {
        made   all = {0};
        double mean = 0.0, variance = 0.0;
        make(&all, (const uint64_t[]){5}, &noises[i], 1);
        const dc_order_law *law = &all.orders->law[0];
        for (int level = 0; level < DC_MARKET_LEVELS; level++) {
            double factor = mean_at(law, level);
            assert_true(level == 0 || factor > mean_at(law, level - 1));
            mean += factor / DC_MARKET_LEVELS;
            variance += (factor - 1.0) * (factor - 1.0) / DC_MARKET_LEVELS;
        }
        assert_double_close(mean, 1.0, 1e-9);
        assert_double_close(sqrt(variance), noises[i], 1e-8);
        dc_arena_free(all.arena);
    }
}

/* The largest factor asks for more than 3 of at most 4 times. */
static void good_months_are_bounded(void **state)
{
    (void)state;
    made all = {0};
    make(&all, (const uint64_t[]){5}, (const double[]){DC_SALES_NOISE_MOST}, 1);
    assert_true(mean_at(&all.orders->law[0], DC_MARKET_LEVELS - 1) < 3.9);
    assert_true(mean_at(&all.orders->law[0], 0) > 0.05);
    dc_arena_free(all.arena);
}

typedef struct {
    double mean, variance, covariance; /* of the first slot; with the second */
} sample;

static sample sample_of(const made *all, uint32_t first, uint32_t second, uint32_t blocks)
{
    double         a = 0.0, aa = 0.0, b = 0.0, ab = 0.0, n = (double)blocks * B;
    dc_order_luck *luck = dc_order_luck_new(all->orders);
    for (uint32_t block = 0; block < blocks; block++) {
        uint8_t x[B], y[B];
        draw(x, luck, first, 3, block);
        draw(y, luck, second, 3, block);
        for (int i = 0; i < B; i++) {
            a += x[i];
            aa += x[i] * x[i];
            b += y[i];
            ab += x[i] * y[i];
        }
    }
    dc_order_luck_free(luck);
    return (sample){a / n, aa / n - a / n * (a / n), ab / n - a / n * (b / n)};
}

/* Standard errors: sqrt(1.1 / n) = 0.002 of the mean, about 0.006 of variance and covariance. */
static void slots_of_a_market_move_together(void **state)
{
    (void)state;
    made         all = {0};
    const double noise = 0.3, square = noise * noise;
    make(&all, (const uint64_t[]){5, 5, 6}, (const double[]){noise, noise, noise}, 3);
    sample together = sample_of(&all, 2, 3, 1000), apart = sample_of(&all, 2, 4, 1000);
    double second = dc_orders_second_moment(all.orders, 2);
    assert_double_close(together.mean, 1.0, 0.01);
    assert_double_close(together.variance, second - 1.0, 0.03);
    assert_double_close(together.covariance, square, 0.015);
    assert_double_close(apart.covariance, 0.0, 0.015);
    dc_arena_free(all.arena);
}

/* Of two markets only what both have of the level that lasts. */
static void markets_move_with_the_level_that_lasts(void **state)
{
    (void)state;
    made         all = {.lasting = {[2] = 0.8, [3] = 0.8, [4] = 0.5}};
    const double noise = 0.4, square = noise * noise;
    make(&all, (const uint64_t[]){5, 5, 6, 7}, (const double[]){noise, noise, noise, noise}, 4);
    sample one = sample_of(&all, 2, 3, 1000), two = sample_of(&all, 2, 4, 1000);
    sample alone = sample_of(&all, 2, 5, 1000);
    assert_double_close(one.mean, 1.0, 0.01);
    assert_double_close(one.variance, dc_orders_second_moment(all.orders, 2) - 1.0, 0.03);
    assert_double_close(one.covariance, square, 0.015);
    assert_double_close(two.covariance, 0.8 * 0.5 * square, 0.015);
    assert_double_close(alone.covariance, 0.0, 0.015);
    dc_arena_free(all.arena);
}

static void a_slot_that_is_certain_occurs_once_beside_others(void **state)
{
    (void)state;
    made    all = {0};
    uint8_t times[B], once[B];
    memset(once, 1, B);
    make(&all, (const uint64_t[]){5, 5, 6}, (const double[]){0.3, 0.0, 0.0}, 3);
    sample before = sample_of(&all, 2, 4, 20);
    dc_arena_free(all.arena);
    all.certain[3] = true;
    make(&all, (const uint64_t[]){5, 5, 6}, (const double[]){0.3, 0.0, 0.0}, 3);
    dc_order_luck *luck = dc_order_luck_new(all.orders);
    draw(times, luck, 3, 9, 4);
    assert_memory_equal(times, once, B);
    assert_double_close(dc_orders_second_moment(all.orders, 3), 1.0, 0.0);
    sample after = sample_of(&all, 2, 4, 20);
    assert_true(after.variance == before.variance && after.covariance == before.covariance);
    dc_order_luck_free(luck);
    dc_arena_free(all.arena);
}

static void luck_is_that_of_the_seed_the_market_and_the_block(void **state)
{
    (void)state;
    made     all = {0};
    uint8_t  once[B], again[B], other[B];
    uint64_t markets[] = {5, 6};
    make(&all, markets, (const double[]){0.5, 0.5}, 2);
    dc_order_luck *luck = dc_order_luck_new(all.orders), *fresh = dc_order_luck_new(all.orders);
    draw(once, luck, 2, 1, 0);
    draw(other, luck, 3, 1, 7);
    draw(other, luck, 2, 1, 1);
    assert_memory_not_equal(once, other, B);
    draw(again, luck, 2, 1, 0); /* back to the first block, after another one */
    assert_memory_equal(once, again, B);
    draw(again, fresh, 2, 1, 0);
    assert_memory_equal(once, again, B);
    dc_order_luck_free(luck);
    dc_order_luck_free(fresh);
    dc_arena_free(all.arena);
}

static void shares_hold_every_item_once_and_divide_no_market(void **state)
{
    (void)state;
    made           all = {0};
    const uint64_t market[] = {9, 5, 7, 5, 9, 9, 7, 5, 9, 5};
    double         noise[10] = {0.0};
    bool           seen[SLOTS_MOST] = {false};
    make(&all, market, noise, 10);
    for (size_t shares = 1; shares <= 32; shares++) {
        size_t before = 0;
        memset(seen, 0, sizeof seen);
        for (size_t share = 0; share < shares; share++) {
            size_t from = dc_orders_share(all.orders, share, shares);
            size_t to = dc_orders_share(all.orders, share + 1, shares);
            assert_int_equal(from, before);
            assert_true(from <= 2 || from == 12 || dc_orders_market_ends(all.orders, from - 1));
            for (size_t i = from; i < to; i++)
                seen[all.orders->order[i]] = true;
            before = to;
        }
        assert_int_equal(before, 12);
        for (size_t i = 0; i < 12; i++)
            assert_true(seen[i]);
    }
    dc_arena_free(all.arena);
}

/* Without noise the variance is the dispersion, above 1, too; with it the mean and what the
 * market moves stay. */
static void a_regular_slot_strays_by_its_dispersion(void **state)
{
    (void)state;
    static const double sizes[] = {0.05, 0.3, 0.7, 1.4, 2.0}, noise = 0.2;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        made all = {.dispersion = {[2] = sizes[i], [3] = sizes[i]}};
        make(&all, (const uint64_t[]){5, 5}, (const double[]){0.0, noise}, 2);
        assert_double_close(dc_orders_second_moment(all.orders, 2) - 1.0, sizes[i], 1e-12);
        sample calm = sample_of(&all, 2, 3, 1000);
        assert_double_close(calm.mean, 1.0, 0.01);
        assert_double_close(calm.variance, sizes[i], 0.03);
        const dc_order_law *law = &all.orders->law[all.orders->law_of[1]];
        double              mean = 0.0, variance = 0.0;
        for (int level = 0; level < DC_MARKET_LEVELS; level++) {
            double factor = mean_at(law, level);
            assert_true(level == 0 || factor > mean_at(law, level - 1));
            mean += factor / DC_MARKET_LEVELS;
            variance += (factor - 1.0) * (factor - 1.0) / DC_MARKET_LEVELS;
        }
        assert_double_close(mean, 1.0, 1e-8);
        assert_double_close(sqrt(variance), noise, 1e-7);
        sample moved = sample_of(&all, 3, 2, 1000);
        assert_double_close(moved.variance, dc_orders_second_moment(all.orders, 3) - 1.0, 0.03);
        dc_arena_free(all.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_noise_a_slot_occurs_as_before),
        cmocka_unit_test(a_slot_occurs_once_on_average_whatever_the_noise),
        cmocka_unit_test(good_months_are_bounded),
        cmocka_unit_test(slots_of_a_market_move_together),
        cmocka_unit_test(markets_move_with_the_level_that_lasts),
        cmocka_unit_test(a_regular_slot_strays_by_its_dispersion),
        cmocka_unit_test(a_slot_that_is_certain_occurs_once_beside_others),
        cmocka_unit_test(luck_is_that_of_the_seed_the_market_and_the_block),
        cmocka_unit_test(shares_hold_every_item_once_and_divide_no_market),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
