#include "support/expect.h"
#include "support/given.h"

static dc_arena *arena;

static dc_parts parts_of(const char *table)
{
    dc_book *book = given_book("2024-03-31", table);
    dc_parts parts;
    dc_parts_learn(&parts, arena, book);
    given_book_free(book);
    return parts;
}

static int open_arena(void **state)
{
    (void)state;
    arena = dc_arena_new();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    dc_arena_free(arena);
    return 0;
}

/* Of four invoices paid one came in parts, a quarter first.  Open ones do not count; a credit
 * before leaves less to be paid, a discount after nearly all was paid leaves nothing. */
static void a_first_payment_below_the_whole_is_a_part(void **state)
{
    (void)state;
    dc_parts parts =
        parts_of("customer invoice issued due amount\n"
                 "a A-1 2024-01-01 2024-01-31 100.00 paid=2024-02-05\n"
                 "a A-2 2024-01-01 2024-01-31 100.00 paid=2024-02-05:25.00 paid=2024-02-09\n"
                 "a A-3 2024-01-01 2024-01-31 100.00 paid=2024-02-05:98.00 discount=2024-02-05\n"
                 "a A-4 2024-01-01 2024-01-31 100.00 credit=2024-02-05:40.00 paid=2024-02-09\n"
                 "a A-5 2024-01-01 2024-01-31 100.00 paid=2024-02-05:50.00\n"
                 "a A-6 2024-01-01 2024-01-31 100.00 lost=2024-03-05\n");
    assert_int_equal(parts.claims, 1);
    assert_double_close(parts.chance, 1.0 / 4.0, 1e-12);
    assert_double_close(parts.first_share, 0.25, 1e-12);
}

/* Customer b has never paid in parts, c is known for nothing. */
static void a_customer_leans_on_the_portfolio(void **state)
{
    (void)state;
    dc_parts parts =
        parts_of("customer invoice issued due amount\n"
                 "a A-1 2024-01-01 2024-01-31 100.00 paid=2024-02-05:50.00 paid=2024-02-09\n"
                 "b B-1 2024-01-01 2024-01-31 100.00 paid=2024-02-05\n"
                 "b B-2 2024-01-01 2024-01-31 100.00 paid=2024-02-05\n"
                 "b B-3 2024-01-01 2024-01-31 100.00 paid=2024-02-05\n"
                 "c C-1 2024-01-01 2024-01-31 100.00\n");
    assert_double_close(parts.chance, 0.25, 1e-12);
    assert_double_close(parts.chance_of[0], (DC_PARTS_LEAN * 0.25 + 1.0) / (DC_PARTS_LEAN + 1.0),
                        1e-12);
    assert_double_close(parts.chance_of[1], DC_PARTS_LEAN * 0.25 / (DC_PARTS_LEAN + 3.0), 1e-12);
    assert_double_close(parts.chance_of[2], 0.25, 1e-12);
}

static void without_payments_nothing_comes_in_parts(void **state)
{
    (void)state;
    dc_parts parts = parts_of("customer invoice issued due amount\n"
                              "a A-1 2024-01-01 2024-01-31 100.00\n");
    assert_int_equal(parts.claims, 0);
    assert_double_close(parts.chance, 0.0, 0.0);
    assert_double_close(parts.first_share, 1.0, 0.0);
    assert_null(parts.chance_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_payment_below_the_whole_is_a_part),
        cmocka_unit_test(a_customer_leans_on_the_portfolio),
        cmocka_unit_test(without_payments_nothing_comes_in_parts),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
