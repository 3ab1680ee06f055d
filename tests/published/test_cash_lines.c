/*
 * A month of a profit and loss budget as cash: Agicap, "Plan your cash from a profit and loss
 * budget": 4,167 net of 20 % VAT in January 2024 are 5,000.40 gross, 161.30 a day for 31 days; paid
 * 30 days later, one day of it falls into January, 29 days into February and one into March.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include "duecast/cash.h"

#define INVOICES                                                                                   \
    "customer invoice issued due amount\n"                                                         \
    "acme A-1 2022-06-01 2022-07-01 1.00 paid=2022-07-01\n"

static int64_t sum_between(const dc_cash_plan *plan, const dc_book *book, const char *from,
                           const char *to)
{
    int64_t sum = 0;
    for (size_t i = 0; i < plan->flow_count; i++) {
        dc_date day = dc_date_add_days(book->as_of, plan->flows[i].day);
        if (day.day >= date(from).day && day.day <= date(to).day)
            sum += plan->flows[i].amount;
    }
    return sum;
}

static void a_month_with_vat_and_delay_is_cash_as_agicap_has_it(void **state)
{
    (void)state;
    dc_arena           *arena = dc_arena_new();
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    dc_book            *book = given_book("2023-12-31", INVOICES);
    dc_plan_line *line = given_line(book, "purchases", "2024-01-01", "2024-01-31", "-4167.00");
    line->vat = 0.2;
    line->delay = 30;
    const dc_cash_plan *plan = dc_cash_plan_make(arena, book, &options);
    /* Largest remainder: 500,040 cents by 31 are 16,130 and ten times one cent more. */
    assert_int_equal(sum_between(plan, book, "2024-01-01", "2024-01-31"), -16131);
    assert_int_equal(sum_between(plan, book, "2024-02-01", "2024-02-29"), -(29 * 16130 + 9));
    assert_int_equal(sum_between(plan, book, "2024-03-01", "2024-03-31"), -16130);
    assert_int_equal(sum_between(plan, book, "2023-12-31", "2024-12-31"), -500040);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_with_vat_and_delay_is_cash_as_agicap_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
