#include "support/expect.h"

#include <string.h>

#include "duecast/random.h"

static const dc_luck luck = {.seed = UINT64_C(0x0123456789abcdef),
                             .entity = UINT64_C(0xfedcba9876543210),
                             .purpose = DC_PURPOSE_TEST};

/* The layout of the name of a draw is a promise: the same bytes in every version. */
static void a_draw_is_philox_of_its_name(void **state)
{
    (void)state;
    const uint32_t counter[4] = {0x76543210, 0xfedcba98, 7, DC_PURPOSE_TEST << 16 | 3};
    const uint32_t key[2] = {0x89abcdef, 0x01234567};
    uint32_t       bits[4];
    dc_philox(bits, counter, key);
    double expected =
        ((double)(bits[0] >> 5) * 67108864 + (double)(bits[1] >> 6) + 0.5) / 9007199254740992.0;
    assert_double_close(dc_uniform(luck, 7, 3), expected, 0);
}

static void every_part_of_the_name_matters(void **state)
{
    (void)state;
    dc_luck seed = luck, entity = luck, purpose = luck;
    seed.seed += UINT64_C(1) << 32;
    entity.entity += UINT64_C(1) << 32;
    purpose.purpose++;
    double first = dc_uniform(luck, 0, 0);
    assert_true(first == dc_uniform(luck, 0, 0));
    assert_true(first != dc_uniform(seed, 0, 0));
    assert_true(first != dc_uniform(entity, 0, 0));
    assert_true(first != dc_uniform(purpose, 0, 0));
    assert_true(first != dc_uniform(luck, 1, 0));
    assert_true(first != dc_uniform(luck, 0, 1));
}

/* Goal: the mean and variance of 100,000 uniforms are 1/2 and 1/12 within five standard errors. */
static void uniforms_are_uniform(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    double sum = 0, squares = 0;
    for (uint32_t block = 0; block < COUNT; block++) {
        double u = dc_uniform(luck, block, 0);
        assert_true(u > 0 && u < 1);
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
    }
    assert_double_close(sum / COUNT, 0.5, 5 * 0.288675 / 316.2278);
    assert_double_close(squares / COUNT, 1.0 / 12, 5 * 0.074536 / 316.2278);
}

/* xoshiro128++ written plainly, one lane at a time. */
static uint32_t rotated(uint32_t word, int bits)
{
    return word << bits | word >> (32 - bits);
}

static uint32_t xoshiro_next(uint32_t s[4])
{
    uint32_t result = rotated(s[0] + s[3], 7) + s[0], shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotated(s[3], 11);
    return result;
}

/* First words from the state 1, 2, 3, 4 by the authors' own C program. */
static void the_plain_lane_gives_the_published_words(void **state)
{
    (void)state;
    static const uint32_t expected[] = {641,        1573767,    3222811527, 3517856514, 836907274,
                                        4247214768, 3867114732, 1355841295, 495546011,  621204420};
    uint32_t              s[4] = {1, 2, 3, 4};
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(xoshiro_next(s), expected[i]);
}

static void a_block_is_sixteen_lanes_seeded_by_philox(void **state)
{
    (void)state;
    enum { BLOCK = 5, STREAM = 2 };
    uint32_t words[DC_PATH_BLOCK];
    dc_uniform_block(words, luck, BLOCK, STREAM);
    for (uint32_t lane = 0; lane < DC_RANDOM_LANES; lane++) {
        const uint32_t draw = STREAM * DC_RANDOM_LANES + lane;
        const uint32_t counter[4] = {0x76543210, 0xfedcba98, BLOCK, DC_PURPOSE_TEST << 16 | draw};
        const uint32_t key[2] = {0x89abcdef, 0x01234567};
        uint32_t       s[4];
        dc_philox(s, counter, key);
        for (uint32_t row = 0; row < DC_PATH_BLOCK / DC_RANDOM_LANES; row++)
            assert_int_equal(words[row * DC_RANDOM_LANES + lane], xoshiro_next(s));
    }
}

static void blocks_do_not_overlap(void **state)
{
    (void)state;
    uint32_t one[DC_PATH_BLOCK], other[DC_PATH_BLOCK];
    dc_uniform_block(one, luck, 0, 0);
    for (uint32_t block = 0; block < 2; block++)
        for (uint32_t stream = 0; stream < 2; stream++) {
            size_t same = 0;
            dc_uniform_block(other, luck, block, stream);
            for (size_t i = 0; i < DC_PATH_BLOCK; i++)
                same += one[i] == other[i];
            assert_int_equal(same, block + stream == 0 ? DC_PATH_BLOCK : 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draw_is_philox_of_its_name),
        cmocka_unit_test(every_part_of_the_name_matters),
        cmocka_unit_test(uniforms_are_uniform),
        cmocka_unit_test(the_plain_lane_gives_the_published_words),
        cmocka_unit_test(a_block_is_sixteen_lanes_seeded_by_philox),
        cmocka_unit_test(blocks_do_not_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
