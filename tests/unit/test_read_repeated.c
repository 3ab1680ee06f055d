#include "support/expect.h"

#include <stdlib.h>

#include "forecast/read/repeated.h"

/* Finalizer of splitmix64: different numbers give different keys that look like hashes. */
static uint64_t hash_of(uint64_t x)
{
    x += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static bool has(const dc_map *map, uint64_t key)
{
    size_t cursor = 0;

    return dc_map_find(map, key, &cursor) != DC_MAP_NONE;
}

static void keys_that_stand_twice_are_found_each_once(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 100, 16384, 16385, 200000};

    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        size_t    count = counts[c], again = 0;
        uint64_t *keys = malloc((count + 1) * sizeof *keys);
        dc_map    repeated;

        /* every 1,000th key stands again 77 places on, every 3,000th a third time */
        for (size_t i = 0; i < count; i++)
            keys[i] = hash_of(i);
        for (size_t i = 0; i + 154 < count; i += 1000, again++) {
            keys[i + 77] = keys[i];
            if (i % 3000 == 0)
                keys[i + 154] = keys[i];
        }
        repeated = dc_find_repeated(keys, count);
        assert_int_equal(repeated.count, again);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(has(&repeated, hash_of(i)), i % 1000 == 0 && i + 154 < count);
        dc_map_free(&repeated);
        free(keys);
    }
}

static void equal_keys_of_any_value_are_found(void **state)
{
    (void)state;
    const uint64_t keys[] = {0, 5, UINT64_MAX, 0, UINT64_MAX, 7};
    dc_map         repeated = dc_find_repeated(keys, sizeof keys / sizeof keys[0]);

    assert_int_equal(repeated.count, 2);
    assert_true(has(&repeated, 0));
    assert_true(has(&repeated, UINT64_MAX));
    dc_map_free(&repeated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_that_stand_twice_are_found_each_once),
        cmocka_unit_test(equal_keys_of_any_value_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
