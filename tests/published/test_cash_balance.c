/*
 * Fun Toys from collections to the surplus of cash: Ross, Westerfield & Jordan, Fundamentals of
 * Corporate Finance.  Collections of 220, 250, 275 and 325; payables of 60 % of a quarter's sales,
 * wages of 20 %, interest of 20, 100 of investment in the second quarter; cash of 20, of which 10
 * are to stay.  Net inflow +40, -110, +55, -15; surplus 50, -60, -5, -20.  (Thousands; the first
 * months of a year of calendar quarters stand for quarters.)
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include "duecast/cash.h"

#define INVOICES                                                                                   \
    "customer invoice issued due amount\n"                                                         \
    "acme A-1 2022-06-01 2022-07-01 1.00 paid=2022-07-01\n"

enum { QUARTERS = 4 };

static const char *const ends[QUARTERS] = {"2024-09-30", "2024-12-31", "2025-03-31", "2025-06-29"};
static const double      sales[QUARTERS] = {200, 300, 250, 400};

static void add(dc_book *book, const char *line, int quarter, double thousands)
{
    dc_plan_line *added = given_line(book, line, ends[quarter], ends[quarter], "0.00");
    added->amount = DC_MONEY((int64_t)(thousands * 100000.0));
}

/* Collections enter as other receipts: how they come about is the test beside this one. */
static dc_book *fun_toys(void)
{
    static const double collected[QUARTERS] = {220, 250, 275, 325};
    dc_book            *book = given_book("2024-06-30", INVOICES);
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        add(book, "collections", quarter, collected[quarter]);
        add(book, "purchases", quarter, -0.6 * sales[quarter]);
        add(book, "payroll", quarter, -0.2 * sales[quarter]);
        add(book, "interest", quarter, -20.0);
    }
    add(book, "capex", 1, -100.0);
    given_cash(book, "20000.00", "10000.00", "", 0.0, "");
    return book;
}

static void surplus_and_inflow_are_those_of_fun_toys(void **state)
{
    (void)state;
    static const double    inflow[QUARTERS] = {40, -110, 55, -15};
    static const double    surplus[QUARTERS] = {50, -60, -5, -20};
    static const dc_policy baseline;
    const dc_policy *const policies[] = {&baseline};
    dc_arena              *arena = dc_arena_new();
    dc_book               *book = fun_toys();
    dc_model              *model = given_certain_model(book);
    dc_simulate_options    options = DC_SIMULATE_OPTIONS_INIT;
    dc_items              *items = dc_items_make(arena, book, model, options.horizon_days);
    dc_outcome             outcome;
    dc_today               today;
    options.path_count = 100;
    dc_today_measure(&today, book, model);
    assert_int_equal(
        dc_outcomes_measure(&outcome, arena, book, model, items, &today, policies, 1, &options),
        DC_OK);
    const dc_liquidity *l = outcome.liquidity;
    const dc_cash_plan *plan = l->plan;
    double              net = 0.0;
    int                 quarter = 0;
    for (size_t p = plan->week_count; p < plan->period_count; p++) {
        net += l->net[p].mean / 100000.0;
        if (dc_date_add_days(book->as_of, plan->period[p].last_day).day < date(ends[quarter]).day)
            continue;
        assert_double_close(net, inflow[quarter], 1e-9);
        assert_double_close((l->cash[p].mean - (double)plan->minimum) / 100000.0, surplus[quarter],
                            1e-9);
        net = 0.0;
        quarter++;
    }
    assert_int_equal(quarter, QUARTERS);
    /* Short first at the end of the second quarter, by 60. */
    assert_double_close(l->reach[DC_REACH_FAR].line_95, 6000000.0, 1e-9);
    assert_double_close(l->reach[DC_REACH_FAR].needed, 1.0, 0.0);
    assert_double_close(l->first_short[(184 + 6) / 7], 1.0, 1e-9);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surplus_and_inflow_are_those_of_fun_toys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
