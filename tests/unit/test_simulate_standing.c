/* Who has stopped ordering, who is new, and whose sales tell growth. */
#include "support/expect.h"
#include "support/given_invoices.h"

#include <math.h>

#include "forecast/simulate/slots.h"

/* Invoices of 1,000.00 every `every` days, from `from` to `to` days before the as-of date. */
typedef struct {
    const char *name;
    int32_t     from, to, every;
} buyer;

/* Paid on the due day. */
static void add_invoice(given_invoices *ledger, const char *customer, int32_t age, double amount)
{
    enum { TERMS = 14 };
    int32_t due = TERMS - age;
    given_invoice_add(ledger,
                      &(given_invoice){customer, -age, due, due < 0 ? due : GIVEN_OPEN, amount, 0});
}

static dc_book *ledger_of(const buyer *buyers, size_t count)
{
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (size_t b = 0; b < count; b++)
        for (int32_t age = buyers[b].from; age >= buyers[b].to; age -= buyers[b].every)
            add_invoice(ledger, buyers[b].name, age, 1000.0);
    return given_invoices_book(ledger);
}

/* In the order of the names. */
static void expect_standings(const buyer *buyers, size_t count, const dc_standing *wanted,
                             size_t customers)
{
    dc_book  *book = ledger_of(buyers, count);
    dc_model *model = given_learnt_model(book);
    size_t    stopped = 0;
    for (size_t c = 0; c < customers; c++) {
        assert_int_equal(model->orders[c].standing, wanted[c]);
        stopped += wanted[c] == DC_ORDERS_STOPPED;
    }
    assert_int_equal(model->stopped_customers, stopped);
    dc_model_free(model);
    given_book_free(book);
}

static void who_is_silent_too_long_has_stopped(void **state)
{
    (void)state;
    static const buyer buyers[] = {
        {"acme", 700, 1, 7}, {"birch", 700, 130, 7}, {"cedar", 700, 20, 7}, {"dune", 690, 60, 30}};
    static const dc_standing wanted[] = {DC_ORDERS_GO_ON, DC_ORDERS_STOPPED, DC_ORDERS_GO_ON,
                                         DC_ORDERS_GO_ON};
    expect_standings(buyers, 4, wanted, 4);
}

/* birch orders from July to February only; acme all the year. */
static void a_season_is_no_stop(void **state)
{
    (void)state;
    static const buyer buyers[] = {
        {"acme", 720, 1, 7}, {"birch", 720, 480, 7}, {"birch", 356, 120, 7}};
    static const dc_standing wanted[] = {DC_ORDERS_GO_ON, DC_ORDERS_GO_ON};
    expect_standings(buyers, 3, wanted, 2);
}

/* In its first year nobody can tell a season; where all are silent it is one. */
static void where_all_are_silent_nobody_has_stopped(void **state)
{
    (void)state;
    static const buyer       buyers[] = {{"acme", 300, 120, 7}, {"birch", 300, 120, 7}};
    static const dc_standing wanted[] = {DC_ORDERS_GO_ON, DC_ORDERS_GO_ON};
    expect_standings(buyers, 2, wanted, 2);
}

static void who_began_within_the_year_is_new(void **state)
{
    (void)state;
    static const buyer       buyers[] = {{"acme", 700, 1, 7},   /* from the beginning */
                                         {"birch", 140, 0, 7},  /* 20 weeks */
                                         {"cedar", 40, 5, 5},   /* too short */
                                         {"dune", 300, 1, 60}}; /* too seldom */
    static const dc_standing wanted[] = {DC_ORDERS_GO_ON, DC_ORDERS_NEW, DC_ORDERS_GO_ON,
                                         DC_ORDERS_GO_ON};
    expect_standings(buyers, 4, wanted, 4);
}

/* Of 13 weeks: one invoice a week of acme and of birch, none of cedar; nothing grows. */
static void sales_to_come_are_those_of_who_is_there(void **state)
{
    (void)state;
    static const buyer buyers[] = {
        {"acme", 721, 0, 7}, {"birch", 139, 0, 7}, {"cedar", 721, 140, 7}};
    dc_book  *book = ledger_of(buyers, 3);
    dc_model *model = given_learnt_model(book);
    dc_arena *arena = dc_arena_new();
    dc_slots  slots;
    int64_t   sold[3] = {0};
    dc_slots_make(&slots, arena, book, model, 91);
    for (size_t i = 0; i < slots.count; i++)
        sold[slots.slot[i].customer] += slots.slot[i].amount;
    assert_int_equal(sold[0], 13 * 100000);
    assert_int_equal(sold[1], 13 * 100000);
    assert_int_equal(sold[2], 0);
    assert_double_close(model->sales_portfolio.growth, 0.0, 1e-9);
    dc_arena_free(arena);
    dc_model_free(model);
    given_book_free(book);
}

/* A customer written off tells nothing of the others: they had seemed to shrink. */
static void who_failed_is_no_decline_of_the_others(void **state)
{
    (void)state;
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (int32_t age = 700; age >= 0; age -= 7) {
        add_invoice(ledger, "acme", age, 1000.0);
        if (age > 60)
            add_invoice(ledger, "birch", age, 3000.0);
        else if (age >= 20)
            given_invoice_add(ledger,
                              &(given_invoice){"birch", -age, 14 - age, GIVEN_OPEN, 3000.0, -5});
    }
    dc_book  *book = given_invoices_book(ledger);
    dc_model *model = given_learnt_model(book);
    assert_double_close(model->sales_portfolio.growth, 0.0, 1e-9);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_silent_too_long_has_stopped),
        cmocka_unit_test(a_season_is_no_stop),
        cmocka_unit_test(where_all_are_silent_nobody_has_stopped),
        cmocka_unit_test(who_began_within_the_year_is_new),
        cmocka_unit_test(sales_to_come_are_those_of_who_is_there),
        cmocka_unit_test(who_failed_is_no_decline_of_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
