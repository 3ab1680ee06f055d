/*
 * What follows for the forecast when the ledger is changed in a way whose effect is known: ten
 * times the amounts, other names, all of it a year later, all of it twice, somebody else beside it.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/spread.h"

enum { HORIZON = 154, CUSTOMERS = 6, INVOICES = 12, PATHS = 300 };

/* How a ledger differs from the plain one. */
typedef struct {
    int         scale; /* of amounts; 0: 1 */
    int         days;  /* later */
    int         copies;
    const char *name;     /* of customers and invoices, before their numbers */
    const char *more;     /* rows besides */
    dc_together together; /* what is settled together */
} ledger;

typedef struct {
    dc_book  *book;
    dc_model *model;
} company;

static int number(int customer, int invoice, int modulus)
{
    return (customer * 7919 + invoice * 104729 + customer * invoice * 31 + 11) % modulus;
}

static void write_day(FILE *out, const char *before, dc_date day)
{
    char text[11];
    dc_date_format(text, day);
    fprintf(out, "%s%s", before, text);
}

static void write_invoice(FILE *out, const ledger *l, int copy, int customer, int invoice,
                          dc_date as_of)
{
    dc_date issued = dc_date_add_days(as_of, -number(customer, invoice, 400));
    dc_date due = dc_date_add_days(issued, 30);
    dc_date paid = dc_date_add_days(due, number(customer, invoice, 70) - 10);
    int     amount = (100 + number(customer, invoice, 9000)) * (l->scale ? l->scale : 1);
    fprintf(out, "%s%d%d %s%d%d-%d", l->name, copy, customer, l->name, copy, customer, invoice);
    write_day(out, " ", issued);
    write_day(out, " ", due);
    fprintf(out, " %d.00 segment=%s", amount, customer % 2 ? "retail" : "trade");
    if (paid.day <= as_of.day)
        write_day(out, " paid=", paid);
    fputc('\n', out);
}

static company company_make(const ledger *l)
{
    dc_date as_of = dc_date_add_days(DC_DATE(19902), l->days); /* 2024-06-28, a Friday */
    char    text[11], *table = NULL;
    size_t  size;
    FILE   *out = open_memstream(&table, &size);
    assert_non_null(out);
    fputs("customer invoice issued due amount events\n", out);
    for (int copy = 1; copy <= (l->copies ? l->copies : 1); copy++)
        for (int customer = 0; customer < CUSTOMERS; customer++)
            for (int invoice = 0; invoice < INVOICES; invoice++)
                write_invoice(out, l, copy, customer, invoice, as_of);
    fputs(l->more ? l->more : "", out);
    fclose(out);
    dc_date_format(text, as_of);
    company c = {.book = given_book(text, table)};
    c.model = given_model(c.book, 0.03, 0.001);
    c.model->together = l->together;
    free(table);
    return c;
}

static void drop(company *c)
{
    dc_model_free(c->model);
    given_book_free(c->book);
}

static dc_simulate_options options_of(void)
{
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    options.horizon_days = HORIZON;
    options.path_count = given_paths(PATHS);
    return options;
}

static run *simulated(const company *c)
{
    dc_simulate_options options = options_of();
    return run_policy(c->book, c->model, NULL, &options);
}

static const dc_expected *expected(dc_arena *arena, const company *c)
{
    static const dc_policy none = {.delay_count = 0};
    dc_simulate_options    options = options_of();
    dc_items              *items = dc_items_make(arena, c->book, c->model, HORIZON);
    return dc_expected_make(arena, c->book, c->model, items, &none, c->book->home, &options);
}

static const dc_spread *spread(dc_arena *arena, const company *c)
{
    static const dc_policy none = {.delay_count = 0};
    dc_simulate_options    options = options_of();
    dc_items              *items = dc_items_make(arena, c->book, c->model, HORIZON);
    double                 weight[DC_CURRENCIES_MAX] = {0.0};
    weight[c->book->home] = 1.0;
    return dc_spread_make(arena, c->book, c->model, items, &none, weight, &options);
}

static const dc_together ties[] = {{.run_share = 0.0}, {.run_share = 0.7, .weekly = 0.2}};

/* Every flow of every path and day of the first currency: `factor` times what it was. */
static void assert_flows(const ledger *plain, const ledger *changed, int64_t factor)
{
    company a = company_make(plain), b = company_make(changed);
    run    *before = simulated(&a), *after = simulated(&b);
    int64_t all = 0;
    for (int f = 0; f < DC_FLOW_COUNT; f++)
        for (int32_t day = 1; day <= HORIZON; day++)
            for (uint32_t path = 0; path < before->path_count; path++) {
                int64_t flow = run_flow(before, 0, 0, (dc_flow)f, day, path);
                assert_int_equal(run_flow(after, 0, 0, (dc_flow)f, day, path), factor * flow);
                all += flow;
            }
    assert_true(all > 0);
    run_free(before);
    run_free(after);
    drop(&a);
    drop(&b);
}

static void ten_times_the_amounts_are_ten_times_the_flows(void **state)
{
    (void)state;
    for (size_t t = 0; t < 2; t++)
        assert_flows(&(ledger){.name = "n", .together = ties[t]},
                     &(ledger){.name = "n", .scale = 10, .together = ties[t]}, 10);
}

static void fifty_two_weeks_later_nothing_is_different(void **state)
{
    (void)state;
    for (size_t t = 0; t < 2; t++)
        assert_flows(&(ledger){.name = "n", .together = ties[t]},
                     &(ledger){.name = "n", .days = 364, .together = ties[t]}, 1);
}

/* EUR comes first of the currencies; somebody who is invoiced in yen has paths of his own. */
static void somebody_else_leaves_every_draw_as_it_was(void **state)
{
    static const char other[] = "zebra Z-1 2024-05-02 2024-06-01 70000 currency=JPY\n"
                                "zebra Z-2 2024-06-02 2024-07-02 90000 currency=JPY\n"
                                "aardvark A-1 2024-06-03 2024-07-03 40000 currency=JPY\n";
    (void)state;
    for (size_t t = 0; t < 2; t++)
        assert_flows(&(ledger){.name = "n", .together = ties[t]},
                     &(ledger){.name = "n", .more = other, .together = ties[t]}, 1);
}

/* Names are where luck starts, so paths differ; what is expected does not. */
static void assert_expected(const ledger *plain, const ledger *changed, double factor)
{
    company            a = company_make(plain), b = company_make(changed);
    dc_arena          *arena = dc_arena_new();
    const dc_expected *before = expected(arena, &a), *after = expected(arena, &b);
    for (int f = 0; f < DC_FLOW_COUNT; f++)
        for (int32_t day = 1; day <= HORIZON; day++)
            assert_double_close(after->flow[f][day], factor * before->flow[f][day],
                                1e-9 * (1.0 + fabs(factor * before->flow[f][day])));
    const dc_spread *narrow = spread(arena, &a), *wide = spread(arena, &b);
    assert_true(narrow->quality == DC_SPREAD_EXACT && wide->quality == DC_SPREAD_EXACT);
    for (int32_t week = 1; week <= narrow->week_count; week++)
        assert_double_close(wide->variance[week], factor * narrow->variance[week],
                            1e-9 * factor * narrow->variance[week]);
    assert_true(before->cash[30] > 0.0);
    dc_arena_free(arena);
    drop(&a);
    drop(&b);
}

static void other_names_change_no_expectation(void **state)
{
    (void)state;
    assert_expected(&(ledger){.name = "n"}, &(ledger){.name = "other"}, 1.0);
}

/* Independent copies: the mean doubles, and so does the variance. */
static void twice_the_ledger_is_twice_the_mean_and_the_variance(void **state)
{
    (void)state;
    assert_expected(&(ledger){.name = "n"}, &(ledger){.name = "n", .copies = 2}, 2.0);
}

/* Of open claims alone: what is sold anew is drawn invoice by invoice. */
static run *claims_simulated(const char *table, const dc_simulate_options *options)
{
    static const dc_policy none = {.delay_count = 0};
    const dc_policy *const policies[] = {&none};
    dc_book               *book = given_book("2024-06-28", table);
    dc_model              *model = given_model(book, 0.03, 0.0);
    dc_arena              *arena = dc_arena_new();
    model->together = (dc_together){.run_share = 1.0};
    dc_items *items = dc_items_make(arena, book, model, options->horizon_days);
    items->count = items->claim_count;
    run *all = run_paths(book, model, items, policies, 1, options);
    dc_arena_free(arena);
    dc_model_free(model);
    given_book_free(book);
    return all;
}

/* Where a customer always pays in runs both parts meet the same luck: no total changes. */
static void an_invoice_in_two_parts_is_paid_as_one(void **state)
{
    static const char   rest[] = "customer invoice issued due amount events\n"
                                 "acme A-1 2024-06-01 2024-07-01 100.00\n"
                                 "acme A-2 2024-06-10 2024-07-10 250.01\n";
    static const char   whole[] = "acme A-3 2024-06-15 2024-07-15 1000.01\n";
    static const char   parts[] = "acme A-3 2024-06-15 2024-07-15 333.34 part=1\n"
                                  "acme A-3 2024-06-15 2024-07-15 666.67 part=2\n";
    dc_simulate_options options = options_of();
    run                *all[2];
    (void)state;
    for (int split = 0; split < 2; split++) {
        char table[600];
        snprintf(table, sizeof table, "%s%s", rest, split ? parts : whole);
        all[split] = claims_simulated(table, &options);
    }
    for (int32_t day = 1; day <= options.horizon_days; day++)
        for (uint32_t path = 0; path < all[0]->path_count; path++)
            assert_int_equal(run_cash(all[1], 0, 0, day, path), run_cash(all[0], 0, 0, day, path));
    assert_true(run_cash_by(all[0], 0, 0, options.horizon_days, 0) > 0);
    run_free(all[0]);
    run_free(all[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_times_the_amounts_are_ten_times_the_flows),
        cmocka_unit_test(fifty_two_weeks_later_nothing_is_different),
        cmocka_unit_test(somebody_else_leaves_every_draw_as_it_was),
        cmocka_unit_test(other_names_change_no_expectation),
        cmocka_unit_test(twice_the_ledger_is_twice_the_mean_and_the_variance),
        cmocka_unit_test(an_invoice_in_two_parts_is_paid_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
