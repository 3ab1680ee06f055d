/*
 * Net effects of credit policies as textbooks print them, of levers on a ledger that invoices the
 * same amount every day and is paid on the due day.  The second year is looked at: by then
 * receivables have reached what the new terms make of them.
 */
#include "support/expect.h"
#include "support/given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/scenario.h"

enum { YEAR = 364, WEEKS = 52, MORE = 40, ROW = 80 };

typedef struct {
    dc_arena  *arena;
    dc_book   *book;
    dc_model  *model;
    dc_outcome outcome[2];
} company;

/* An invoice a day for a year, due after so many days, open where that lies ahead. */
static dc_book *given_daily_invoices(double sales, int terms)
{
    char   *table = dc_heap_alloc((YEAR + 2) * (size_t)ROW, 1), *next = table;
    dc_date as_of = date("2024-06-30");
    next += sprintf(next, "customer invoice issued due amount events\n");
    for (int day = YEAR - 1; day >= 0; day--) {
        char     paid[32] = "";
        dc_date  issued = dc_date_add_days(as_of, -day), due = dc_date_add_days(issued, terms);
        dc_civil i = dc_date_to_civil(issued), d = dc_date_to_civil(due);
        if (due.day <= as_of.day)
            sprintf(paid, " paid=%04d-%02d-%02d", d.year, d.month, d.day);
        next += sprintf(next, "acme A-%d %04d-%02d-%02d %04d-%02d-%02d %.2f%s\n", day, i.year,
                        i.month, i.day, d.year, d.month, d.day, sales / YEAR, paid);
    }
    dc_book *book = given_book("2024-06-30", table);
    free(table);
    return book;
}

static void add_lever(dc_policy *out, const dc_book *book, dc_arena *arena, const char *lever)
{
    dc_scenarios scenarios;
    dc_issues   *issues = dc_issues_new();
    assert_int_equal(
        dc_scenarios_read(&scenarios, arena, book, NULL, 0, &lever, 1, NULL, 0, issues), DC_OK);
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 0);
    dc_issues_free(issues);
    *out = scenarios.scenario[1].policy[DC_BASE];
}

/* `losses`: share of sales lost before and after, charged when they are invoiced. */
static company measured(dc_book *book, const char *lever, const double losses[2])
{
    company             c = {.arena = dc_arena_new(), .book = book};
    dc_policy           policy[2] = {{0}};
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    dc_today            today;
    add_lever(&policy[1], book, c.arena, lever);
    for (int p = 0; p < 2; p++)
        assert_true(dc_policy_charge(
            &policy[p],
            &(dc_charge){.on = DC_CHARGE_ISSUED, .rate = losses[p], .from = 1, .to = INT32_MAX}));
    const dc_policy *const policies[] = {&policy[0], &policy[1]};
    options.horizon_days = 2 * YEAR;
    options.expected_only = options.mean_only = true;
    options.path_count = 1;
    c.model = given_certain_model(book);
    dc_items *items = dc_items_make(c.arena, book, c.model, options.horizon_days);
    dc_today_measure(&today, book, c.model);
    assert_int_equal(dc_outcomes_measure(c.outcome, c.arena, book, c.model, items, &today, policies,
                                         2, &options),
                     DC_OK);
    return c;
}

static void drop(company *c)
{
    dc_model_free(c->model);
    given_book_free(c->book);
    dc_arena_free(c->arena);
}

/* Of the second year, policy less baseline, in major units a year: of 280 days of it, as sales that
 * are won by 5 % come as one invoice in 20. */
static double effect(const company *c, dc_metric metric)
{
    double of[2];
    for (int p = 0; p < 2; p++) {
        assert_true(c->outcome[p].series[metric][WEEKS + MORE].applicable);
        of[p] = c->outcome[p].series[metric][WEEKS + MORE].mean -
                c->outcome[p].series[metric][WEEKS].mean;
    }
    return (of[1] - of[0]) / 100.0 * WEEKS / MORE;
}

/*
 * Dodd Tool (Gitman): 60,000 to 63,000 units at 10, variable cost 6, collection period 30 to 45
 * days, bad debts 1 to 2 %, 15 %, receivables at cost: 12,000 - 2,587.50 - 6,600 = 2,812.50 on a
 * year of 360 days.  A path has days of 365.
 */
static void easier_credit_earns_what_gitman_says(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(600000.0, 30);
    book->company.gross_margin = 0.4;
    book->company.line_rate = 0.15;
    book->company.receivables_at = "cost";
    company c = measured(book, "credit_terms:days=45,pass_through=100%,sales=5%,loss_multiplier=1",
                         (const double[2]){0.01, 0.02});
    double  carrying = 2587.50 * 360 / 365;
    assert_double_close(effect(&c, DC_SALES_MARGIN), 12000.0, 2.0);
    assert_double_close(effect(&c, DC_FINANCING_COST), carrying, 3.0);
    assert_double_close(effect(&c, DC_MEASURE_COSTS), 6600.0, 4.0);
    assert_double_close(effect(&c, DC_PROFIT), 12000.0 - carrying - 6600.0, 8.0);
    drop(&c);
}

/* The same at price, as the ACCA values receivables: 630,000 x 45 - 600,000 x 30 days at 15 %. */
static void at_price_receivables_tie_up_their_margin(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(600000.0, 30);
    book->company.gross_margin = 0.4;
    book->company.line_rate = 0.15;
    company c = measured(book, "credit_terms:days=45,pass_through=100%,sales=5%,loss_multiplier=1",
                         (const double[2]){0.0, 0.0});
    double  carrying = 0.15 * (630000.0 * 45 - 600000.0 * 30) / 365;
    assert_double_close(effect(&c, DC_FINANCING_COST), carrying, 4.0);
    assert_double_close(effect(&c, DC_PROFIT), 12000.0 - carrying, 6.0);
    drop(&c);
}

/* Bold Co (ACCA F9, December 2011): 21.3 m of sales, receivables of 3.5 m, 60 days of them, come
 * down to 35 days; at 7 % that saves 102,027. */
static void faster_payment_saves_what_the_acca_says(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(21300000.0, 60);
    book->company.gross_margin = 0.3;
    book->company.line_rate = 0.07;
    company c = measured(book, "credit_terms:days=35,pass_through=100%,sales=0%",
                         (const double[2]){0.0, 0.0});
    assert_double_close(-effect(&c, DC_FINANCING_COST), 102027.0, 150.0); /* 3.5 m is rounded */
    assert_double_close(-effect(&c, DC_FINANCING_COST), 0.07 * 21300000.0 * 25 / 365, 20.0);
    assert_double_close(effect(&c, DC_PROFIT), -effect(&c, DC_FINANCING_COST), 1e-6);
    drop(&c);
}

/* A customer base of which a tenth leaves: its margin is lost, and told. */
static void customers_that_leave_cost_their_margin(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(364000.0, 30);
    book->company.gross_margin = 0.25;
    book->company.line_rate = 0.0;
    company c = measured(book, "retention:kept=90%,from=1", (const double[2]){0.0, 0.0});
    assert_double_close(effect(&c, DC_LOST_MARGIN), 0.1 * 0.25 * 364000.0, 1.0);
    assert_double_close(effect(&c, DC_PROFIT), -0.1 * 0.25 * 364000.0, 1.0);
    drop(&c);
}

/* An advance is not financed twice: its interest is a cost of the factor, the rest is saved. */
static void an_advance_saves_the_financing_of_what_it_pays(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(3640000.0, 50);
    book->company.gross_margin = 0.25;
    book->company.line_rate = 0.08;
    company c = measured(book, "factoring:advance=80%,fee=0%,interest=9%,lag=0",
                         (const double[2]){0.0, 0.0});
    double  advanced = 0.8 * 3640000.0 * 50 / 365;
    assert_double_close(effect(&c, DC_FINANCING_COST), -0.08 * advanced, 5.0);
    assert_double_close(effect(&c, DC_MEASURE_COSTS), 0.09 * advanced, 5.0);
    assert_double_close(effect(&c, DC_PROFIT), -0.01 * advanced, 10.0);
    drop(&c);
}

static void without_margin_and_rate_nothing_is_told(void **state)
{
    (void)state;
    dc_book        *book = given_daily_invoices(364000.0, 30);
    company         c = measured(book, "retention:kept=90%,from=1", (const double[2]){0.0, 0.0});
    const dc_metric metrics[] = {DC_SALES_MARGIN, DC_FINANCING_COST, DC_PROFIT};
    for (size_t m = 0; m < 3; m++)
        assert_false(c.outcome[1].series[metrics[m]][WEEKS].applicable);
    drop(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easier_credit_earns_what_gitman_says),
        cmocka_unit_test(at_price_receivables_tie_up_their_margin),
        cmocka_unit_test(faster_payment_saves_what_the_acca_says),
        cmocka_unit_test(customers_that_leave_cost_their_margin),
        cmocka_unit_test(an_advance_saves_the_financing_of_what_it_pays),
        cmocka_unit_test(without_margin_and_rate_nothing_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
