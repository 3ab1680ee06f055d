/* A cash budget by quarters: Ross, Westerfield & Jordan, Fundamentals of Corporate Finance, the
 * Fun Toys Corporation.  Receivables of 120 to begin with, sales of 200, 300, 250 and 400, half of
 * which is collected in the quarter and half in the next: collections of 220, 250, 275 and 325,
 * receivables of 100, 150, 125 and 200 (in thousands here). */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "duecast/spread.h"

enum { QUARTERS = 4, QUARTER = 92 }; /* of equal length, so that half is half */

static void collections_and_receivables_are_those_of_fun_toys(void **state)
{
    (void)state;
    static const double collected[] = {220.0, 250.0, 275.0, 325.0};
    static const double receivables[] = {100.0, 150.0, 125.0, 200.0};
    dc_arena           *arena = dc_arena_new();
    static const char   table[] = "customer invoice issued due amount\n"
                                  "toys A-1 2023-05-01 2024-08-15 120000.00\n";
    dc_book            *book = given_book("2024-06-30", table);
    book->company.has_default_terms = true;
    book->company.default_terms = (dc_terms){.days = QUARTER / 2};
    given_plan(book, "2024-07-01", "2024-09-30", "200000.00");
    given_plan(book, "2024-10-01", "2024-12-31", "300000.00");
    given_plan(book, "2025-01-01", "2025-04-02", "250000.00");
    given_plan(book, "2025-04-03", "2025-07-03", "400000.00");
    dc_model           *model = given_certain_model(book);
    dc_simulate_options options = {.horizon_days = QUARTERS * QUARTER};
    dc_items           *items = dc_items_make(arena, book, model, options.horizon_days);
    dc_expected        *expected =
        dc_expected_make(arena, book, model, items, &(dc_policy){0}, 0, &options);
    double open = 120000.00;
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        double cash = 0.0;
        for (int32_t day = quarter * QUARTER + 1; day <= (quarter + 1) * QUARTER; day++) {
            cash += expected->cash[day] / 100.0;
            open += (expected->flow[DC_FLOW_INVOICED][day] - expected->cash[day]) / 100.0;
        }
        assert_double_close(cash, 1000.0 * collected[quarter], 1.0); /* cents of 92 slots */
        assert_double_close(open, 1000.0 * receivables[quarter], 1.0);
    }
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collections_and_receivables_are_those_of_fun_toys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
