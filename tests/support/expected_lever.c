#include "support/expected_lever.h"

#include "support/given.h"
#include "support/given_scenarios.h"

#include <stdio.h>

expected_lever expect_levers(const char *table, const char *const *levers, size_t count)
{
    expected_lever      e = {.arena = dc_arena_new(), .book = given_book("2024-06-30", table)};
    dc_simulate_options options = {.horizon_days = EXPECTED_LAST, .path_count = 100, .seed = 1};
    e.model = given_model(e.book, 0.0, 0.0);
    dc_scenarios scenarios = given_scenarios(e.arena, e.book, levers, count);
    e.policy = scenarios.scenario[1].policy[DC_BASE];
    e.items = dc_items_make(e.arena, e.book, e.model, EXPECTED_LAST);
    e.of = dc_expected_make(e.arena, e.book, e.model, e.items, &e.policy, e.book->home, &options);
    return e;
}

expected_lever expect_lever(const char *table, const char *lever)
{
    return expect_levers(table, &lever, 1);
}

void expected_drop(expected_lever *e)
{
    dc_model_free(e->model);
    given_book_free(e->book);
    dc_arena_free(e->arena);
}

double expected_by(const double *flow, int32_t day)
{
    double sum = 0.0;
    for (int32_t d = 1; d <= day; d++)
        sum += flow[d];
    return sum / 100.0;
}

void expected_table(char out[200], const char *due, const char *amount)
{
    snprintf(out, 200, "customer invoice issued due amount\nacme A-1 2022-01-01 %s %s\n", due,
             amount);
}
