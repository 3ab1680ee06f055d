#include "support/expect.h"

#include "cli/measure_sections.h"

static void a_sparkline_goes_from_the_least_to_the_largest(void **state)
{
    (void)state;
    dc_arena    *arena = dc_arena_new();
    const double rising[] = {10, 11, 12, 13, 14, 15, 16, 17, 18};
    const double same[] = {5, 5, 5}, one[] = {-3, 99, 3};
    const bool   all[] = {true, true, true, true, true, true, true, true, true};
    const bool   gap[] = {true, false, true};
    assert_string_equal(dc_sparkline(arena, rising, all, 9), "▁▂▃▄▅▆▇██");
    assert_string_equal(dc_sparkline(arena, same, all, 3), "▄▄▄");
    assert_string_equal(dc_sparkline(arena, one, gap, 3), "▁ █");
    assert_string_equal(dc_sparkline(arena, one, gap, 0), "");
    dc_arena_free(arena);
}

static void every_section_fills_text_and_has_a_key_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < dc_measure_section_count; i++) {
        assert_non_null(dc_measure_sections[i].write);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(dc_measure_sections[i].key, dc_measure_sections[k].key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sparkline_goes_from_the_least_to_the_largest),
        cmocka_unit_test(every_section_fills_text_and_has_a_key_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
