/* The neutral sheet: references as a spreadsheet writes them, and formulas with their result. */
#include <math.h>
#include <string.h>

#include "support/expect.h"

#include "reports/grid.h"

static void cells_are_named_as_in_a_spreadsheet(void **state)
{
    (void)state;
    static const struct {
        uint32_t    row, col;
        const char *name;
    } cases[] = {{0, 0, "A1"},
                 {11, 2, "C12"},
                 {0, 25, "Z1"},
                 {9, 26, "AA10"},
                 {1, 51, "AZ2"},
                 {1, 52, "BA2"},
                 {1048575, 63, "BL1048576"}};
    dc_arena *arena = dc_arena_new();
    grid     *sheet = grid_new(arena, "Bad debt");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(grid_ref(sheet, cases[i].row, cases[i].col), cases[i].name);
    assert_string_equal(grid_ref_fixed(sheet, 11, 2), "$C$12");
    assert_string_equal(grid_ref_from(grid_new(arena, "Cover"), sheet, 11, 2), "'Bad debt'!C12");
    assert_string_equal(grid_range_text(grid_rows_of(sheet, 1, 2, 4)), "B3:B5");
    dc_arena_free(arena);
}

static void a_sum_carries_its_result_and_skips_text(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    grid     *sheet = grid_new(arena, "Sums");
    grid_number(sheet, 0, 0, ROLE_FIGURE, SHOW_MONEY, 1.5);
    grid_text(sheet, 1, 0, ROLE_FIGURE, "n/a");
    grid_number(sheet, 3, 0, ROLE_FIGURE, SHOW_MONEY, -0.5); /* row 2 stays empty */
    assert_double_close(grid_sum(sheet, 4, 0, ROLE_TOTAL, SHOW_MONEY, grid_rows_of(sheet, 0, 0, 3)),
                        1.0, 0);
    grid_cell cell = grid_look(sheet, 4, 0);
    assert_string_equal(cell.formula, "=SUM(A1:A4)");
    assert_double_close(cell.number, 1.0, 0);
    dc_arena_free(arena);
}

static void a_link_takes_value_kind_and_format_but_looks_like_a_link(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    grid     *from = grid_new(arena, "From"), *to = grid_new(arena, "To");
    grid_number(from, 2, 1, ROLE_FIGURE, SHOW_DAYS, 42.5);
    grid_link(to, 0, 0, from, 2, 1);
    grid_link(to, 0, 1, from, 9, 9); /* nothing there: nothing here */
    grid_cell cell = grid_look(to, 0, 0);
    assert_string_equal(cell.formula, "='From'!B3");
    assert_double_close(cell.number, 42.5, 0);
    assert_int_equal(cell.show, SHOW_DAYS);
    assert_int_equal(cell.role, ROLE_LINK);
    assert_int_equal(grid_look(to, 0, 1).kind, GRID_EMPTY);
    dc_arena_free(arena);
}

static void a_number_that_is_not_finite_is_left_out(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    grid     *sheet = grid_new(arena, "Numbers");
    grid_number(sheet, 0, 0, ROLE_FIGURE, SHOW_MONEY, NAN);
    grid_number(sheet, 0, 1, ROLE_FIGURE, SHOW_MONEY, INFINITY);
    grid_number(sheet, 0, 2, ROLE_FIGURE, SHOW_MONEY, -0.0);
    assert_int_equal(grid_look(sheet, 0, 0).kind, GRID_EMPTY);
    assert_int_equal(grid_look(sheet, 0, 1).kind, GRID_EMPTY);
    assert_false(signbit(grid_number_at(sheet, 0, 2)));
    dc_arena_free(arena);
}

static void a_date_is_a_serial_of_days(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    grid     *sheet = grid_new(arena, "Dates");
    grid_date(sheet, 0, 0, ROLE_LABEL, date("2024-02-29"));
    grid_date(sheet, 1, 0, ROLE_LABEL, DC_DATE_NONE);
    assert_double_close(grid_number_at(sheet, 0, 0), 45351, 0); /* as Excel counts it */
    assert_int_equal(grid_look(sheet, 1, 0).kind, GRID_EMPTY);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_named_as_in_a_spreadsheet),
        cmocka_unit_test(a_sum_carries_its_result_and_skips_text),
        cmocka_unit_test(a_link_takes_value_kind_and_format_but_looks_like_a_link),
        cmocka_unit_test(a_number_that_is_not_finite_is_left_out),
        cmocka_unit_test(a_date_is_a_serial_of_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
