#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "duecast/metrics.h"

typedef struct {
    dc_arena        *arena;
    dc_book         *book;
    dc_model        *model;
    dc_items        *items;
    size_t           count;
    dc_customer_row *rows;
} measured;

static measured measure(const char *table, double hazard, double write_off)
{
    measured all = {.arena = dc_arena_new(), .book = given_book("2024-06-30", table)};
    all.model = given_model(all.book, hazard, write_off);
    all.items = dc_items_make(all.arena, all.book, all.model, 364);
    all.rows = dc_customers_measure(all.arena, &all.count, all.book, all.model, all.items);
    return all;
}

static void drop(measured *all)
{
    dc_model_free(all->model);
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static const char *const ledger = "customer invoice issued due amount\n"
                                  "acme A-1 2024-05-01 2024-06-10 100.00\n"
                                  "acme A-2 2024-06-01 2024-07-10 300.00\n"
                                  "birch B-1 2024-05-01 2024-06-29 1000.00 currency=USD\n"
                                  "birch C-1 2024-06-01 2024-06-01 -50.00 kind=credit\n"
                                  "birch U-1 2024-06-01 2024-06-01 -10.00 kind=unapplied\n"
                                  "cedar D-1 2024-01-01 2024-01-31 500.00 paid=2024-02-10\n"
                                  "dogwood E-1 2024-06-01 2024-07-10 400.00\n";

static void whoever_owes_most_comes_first(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        int64_t     open, overdue, credits;
        int32_t     days_late_max;
        size_t      claims;
    } wanted[] = {{"birch", 90000, 90000, -6000, 1, 1},
                  {"acme", 40000, 10000, 0, 20, 2},
                  {"dogwood", 40000, 0, 0, -10, 1}}; /* a tie goes by id; cedar owes nothing */
    measured all = measure(ledger, 0.05, 0.0);
    assert_int_equal(all.count, 3);
    for (size_t i = 0; i < all.count; i++) {
        assert_string_equal(all.book->customers.id[all.rows[i].customer], wanted[i].id);
        assert_int_equal(all.rows[i].open, wanted[i].open);
        assert_int_equal(all.rows[i].overdue, wanted[i].overdue);
        assert_int_equal(all.rows[i].credits, wanted[i].credits);
        assert_int_equal(all.rows[i].days_late_max, wanted[i].days_late_max);
        assert_int_equal(all.rows[i].open_claims, wanted[i].claims);
    }
    drop(&all);
}

/* With constant hazards every claim has the law 1 - 0.95^t. */
static void expectations_follow_from_the_law(void **state)
{
    (void)state;
    measured all = measure(ledger, 0.05, 0.0);
    double   days = 0.0, paid = 0.0;
    for (int day = 1; day <= 364; day++) {
        days += day * 0.05 * pow(0.95, day - 1);
        paid += 0.05 * pow(0.95, day - 1);
    }
    const dc_customer_row *acme = &all.rows[1];
    assert_double_close(acme->expected_4_weeks, 40000.0 * (1.0 - pow(0.95, 28)), 1e-4);
    assert_double_close(acme->expected_13_weeks, 40000.0 * (1.0 - pow(0.95, 91)), 1e-4);
    assert_double_close(acme->expected_days, days / paid, 1e-6);
    assert_double_close(acme->chance_open_13_weeks, pow(0.95, 91), 1e-9);
    assert_double_close(acme->expected_loss, 40000.0 * pow(0.95, 730), 1e-6);
    drop(&all);
}

/* 1 - 0.95^t reaches a tenth on day 3, half on day 14, nine tenths on day 45. */
static void shares_of_what_is_open_have_a_day(void **state)
{
    (void)state;
    measured all = measure(ledger, 0.05, 0.0);
    for (size_t i = 0; i < all.count; i++) {
        assert_int_equal(all.rows[i].paid_days[DC_PAID_EARLY], 3);
        assert_int_equal(all.rows[i].paid_days[DC_PAID_HALF], 14);
        assert_int_equal(all.rows[i].paid_days[DC_PAID_LATE], 45);
    }
    drop(&all);
}

/* Losses compete with payments: five sixths of it are ever paid. */
static void what_never_comes_has_no_day(void **state)
{
    (void)state;
    measured all = measure(ledger, 0.05, 0.01);
    assert_true(all.rows[0].paid_days[DC_PAID_HALF] > 14);
    assert_int_equal(all.rows[0].paid_days[DC_PAID_LATE], 0);
    drop(&all);
}

static void what_is_lost_is_neither_paid_nor_open(void **state)
{
    (void)state;
    measured     all = measure(ledger, 0.05, 0.01);
    const double stay = 0.95 * 0.99, gone = 1.0 - pow(stay, 91);
    assert_double_close(all.rows[1].chance_open_13_weeks, 1.0 - gone, 1e-9);
    assert_double_close(all.rows[1].expected_13_weeks, 40000.0 * 0.05 / (1.0 - stay) * gone, 1e-4);
    drop(&all);
}

/* Written off, 90 days after the default, is what it owes; nothing of it is expected. */
static void who_is_in_default_pays_nothing(void **state)
{
    (void)state;
    static const char rows_of[] = "customer invoice issued due amount\n"
                                  "acme A-1 2023-12-01 2023-12-31 900.00 lost=2024-06-10\n"
                                  "acme A-2 2024-05-01 2024-07-10 100.00\n";
    dc_arena         *arena = dc_arena_new();
    dc_book          *book = given_book("2024-06-30", rows_of);
    dc_model         *model = given_learnt_model(book);
    dc_items         *items = dc_items_make(arena, book, model, 364);
    size_t            count;
    dc_customer_row  *rows = dc_customers_measure(arena, &count, book, model, items);
    assert_int_equal(count, 1);
    assert_double_close(rows[0].chance_default, 1.0, 1e-12);
    assert_double_close(rows[0].expected_13_weeks, 0.0, 1e-12);
    assert_double_close(rows[0].chance_open_13_weeks, 0.0, 1e-12);
    assert_int_equal(rows[0].paid_days[DC_PAID_HALF], 0);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* One in a thousand fails each day: it pays while it lives, and is written off 90 days later. */
static void who_may_fail_pays_while_it_lives(void **state)
{
    (void)state;
    measured        all = measure(ledger, 0.05, 0.0);
    dc_defaults    *of = &all.model->defaults;
    static double   survival[DC_DEFAULT_MONTHS + 1];
    static uint32_t group[8];
    static int32_t  never[] = {DC_DEFAULT_NEVER, DC_DEFAULT_NEVER, DC_DEFAULT_NEVER,
                               DC_DEFAULT_NEVER};
    double          weeks_4 = 0.0, weeks_13 = 0.0;
    for (int month = 0; month <= DC_DEFAULT_MONTHS; month++)
        survival[month] = pow(0.999, month * 365.25 / 12.0);
    of->learnt = true;
    of->survival = survival;
    of->group = group;
    of->day = never;
    all.rows = dc_customers_measure(all.arena, &all.count, all.book, all.model, all.items);
    for (int day = 1; day <= 91; day++) {
        double paid = 40000.0 * pow(0.999, day) * 0.05 * pow(0.95, day - 1);
        weeks_4 += day <= 28 ? paid : 0.0;
        weeks_13 += paid;
    }
    assert_double_close(all.rows[1].expected_4_weeks, weeks_4, 1e-4);
    assert_double_close(all.rows[1].expected_13_weeks, weeks_13, 1e-4);
    assert_double_close(all.rows[1].chance_open_13_weeks, 1.0 - weeks_13 / 40000.0 - 0.001, 1e-9);
    drop(&all);
}

static void without_any_chance_of_payment_there_is_no_expected_day(void **state)
{
    (void)state;
    measured all = measure(ledger, 0.0, 0.0);
    assert_true(isnan(all.rows[0].expected_days));
    assert_double_close(all.rows[0].expected_loss, 90000.0, 1e-9);
    drop(&all);
}

static void the_rows_add_up_to_the_open_invoices(void **state)
{
    (void)state;
    dc_arena        *arena = dc_arena_new();
    dc_book         *book = given_company(1, 30, 0);
    dc_model        *model = given_learnt_model(book);
    dc_items        *items = dc_items_make(arena, book, model, 364);
    dc_today         today;
    size_t           count;
    int64_t          open = 0, debit = 0;
    dc_customer_row *rows = dc_customers_measure(arena, &count, book, model, items);
    dc_today_measure(&today, book, model);
    for (size_t i = 0; i < count; i++)
        open += rows[i].open;
    for (int b = 0; b < DC_BUCKETS; b++)
        debit += today.ageing[b];
    assert_double_close((double)open, (double)debit, (double)items->claim_count / 2.0);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_owes_most_comes_first),
        cmocka_unit_test(expectations_follow_from_the_law),
        cmocka_unit_test(shares_of_what_is_open_have_a_day),
        cmocka_unit_test(what_never_comes_has_no_day),
        cmocka_unit_test(what_is_lost_is_neither_paid_nor_open),
        cmocka_unit_test(who_is_in_default_pays_nothing),
        cmocka_unit_test(who_may_fail_pays_while_it_lives),
        cmocka_unit_test(without_any_chance_of_payment_there_is_no_expected_day),
        cmocka_unit_test(the_rows_add_up_to_the_open_invoices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
