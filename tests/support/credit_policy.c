#include "support/credit_policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/scenario.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_scenarios.h"

enum { WEEKS = 52, MORE = 40, ROW = 80 };

static char *add_invoice(char *next, char customer, int day, int terms, double amount)
{
    char     paid[32] = "";
    dc_date  as_of = date("2024-06-30"), issued = dc_date_add_days(as_of, -day);
    dc_date  due = dc_date_add_days(issued, terms);
    dc_civil i = dc_date_to_civil(issued), d = dc_date_to_civil(due);
    if (due.day <= as_of.day)
        sprintf(paid, " paid=%04d-%02d-%02d", d.year, d.month, d.day);
    return next + sprintf(next, "%c %c-%d %04d-%02d-%02d %04d-%02d-%02d %.2f%s\n", customer,
                          customer, day, i.year, i.month, i.day, d.year, d.month, d.day, amount,
                          paid);
}

dc_book *given_daily_shares(double sales, int terms, const double *shares, size_t count)
{
    char *table = dc_heap_alloc((POLICY_YEAR + 2) * count * (size_t)ROW, 1), *next = table;
    next += sprintf(next, "customer invoice issued due amount events\n");
    for (int day = POLICY_YEAR - 1; day >= 0; day--)
        for (size_t c = 0; c < count; c++)
            next = add_invoice(next, (char)('A' + c), day, terms, shares[c] * sales / POLICY_YEAR);
    dc_book *book = given_book("2024-06-30", table);
    free(table);
    return book;
}

dc_book *given_daily_invoices(double sales, int terms)
{
    return given_daily_shares(sales, terms, (const double[]){1.0}, 1);
}

credit_policy credit_policy_of(dc_book *book, const char *const *levers, size_t count,
                               const double losses[2])
{
    credit_policy       c = {.arena = dc_arena_new(), .book = book};
    dc_policy           policy[2] = {{0}};
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    dc_today            today;
    dc_scenarios        scenarios = given_scenarios(c.arena, book, levers, count);
    policy[1] = scenarios.scenario[1].policy[DC_BASE];
    for (int p = 0; p < 2; p++)
        assert_true(dc_policy_charge(
            &policy[p],
            &(dc_charge){.on = DC_CHARGE_ISSUED, .rate = losses[p], .from = 1, .to = INT32_MAX}));
    const dc_policy *const policies[] = {&policy[0], &policy[1]};
    options.horizon_days = 2 * POLICY_YEAR;
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

void credit_policy_drop(credit_policy *c)
{
    dc_model_free(c->model);
    given_book_free(c->book);
    dc_arena_free(c->arena);
}

double credit_policy_effect(const credit_policy *c, dc_metric metric)
{
    double of[2];
    for (int p = 0; p < 2; p++) {
        assert_true(c->outcome[p].series[metric][WEEKS + MORE].applicable);
        of[p] = c->outcome[p].series[metric][WEEKS + MORE].mean -
                c->outcome[p].series[metric][WEEKS].mean;
    }
    return (of[1] - of[0]) / 100.0 * WEEKS / MORE;
}

double credit_policy_receivables(const credit_policy *c, int policy)
{
    return c->outcome[policy].series[DC_RECEIVABLES][WEEKS + MORE].mean / 100.0;
}
