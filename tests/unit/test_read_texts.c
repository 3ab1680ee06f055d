#include "support/expect.h"

#include <stdio.h>

#include "forecast/read/texts.h"

static void equal_texts_are_one_text(void **state)
{
    (void)state;
    dc_arena   *arena = dc_arena_new();
    dc_texts   *texts = dc_texts_new(arena);
    char        copy[] = "acme";
    const char *first = dc_texts_keep(texts, "acme");

    assert_ptr_equal(dc_texts_keep(texts, copy), first);
    assert_ptr_not_equal(dc_texts_keep(texts, "birch"), first);
    for (int i = 0; i < 10000; i++) {
        char name[16];

        snprintf(name, sizeof name, "c%d", i);
        assert_string_equal(dc_texts_keep(texts, name), name);
    }
    assert_ptr_equal(dc_texts_keep(texts, "acme"), first);
    dc_texts_free(texts);
    dc_arena_free(arena);
}

static void a_map_gives_all_rows_of_a_key(void **state)
{
    (void)state;
    dc_map map = {0};
    size_t cursor = 0, found = 0;

    assert_int_equal(dc_map_find(&map, 7, &cursor), DC_MAP_NONE);
    for (uint32_t i = 0; i < 3000; i++)
        dc_map_add(&map, i % 1000, i);
    cursor = 0;
    for (uint32_t row; (row = dc_map_find(&map, 7, &cursor)) != DC_MAP_NONE; found++)
        assert_int_equal(row % 1000, 7);
    assert_int_equal(found, 3);
    dc_map_free(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_are_one_text),
        cmocka_unit_test(a_map_gives_all_rows_of_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
