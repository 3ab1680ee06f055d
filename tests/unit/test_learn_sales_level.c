/* How far the level of all sales strays, from customers that come and go. */
#include "support/expect.h"
#include "support/given_invoices.h"

#include <math.h>
#include <stdio.h>

enum { CUSTOMERS = 20, INVOICES = 26, TERMS = 30 };

typedef enum { STAY, TAKE_TURNS, SHRINK_OR_GROW } what_they_do;

/* A fortnightly invoice of 100.00 in the year `back` years ago. */
static void add_year(given_invoices *ledger, const char *customer, int back, double amount)
{
    for (int i = 0; i < INVOICES; i++) {
        int32_t issued = -(364 * back + 14 * i + 2);
        int32_t due = issued + TERMS;
        given_invoice_add(
            ledger, &(given_invoice){customer, issued, due, due < 0 ? due : GIVEN_OPEN, amount, 0});
    }
}

static dc_sales_level learn(what_they_do does, int years)
{
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (int c = 0; c < CUSTOMERS; c++) {
        char customer[8];
        snprintf(customer, sizeof customer, "c%02d", c);
        for (int back = 0; back < years; back++) {
            bool odd = (c + back) % 2;
            if (does != TAKE_TURNS || !odd)
                add_year(ledger, customer, back,
                         does == SHRINK_OR_GROW ? (odd ? 80.0 : 120.0) : 100.0);
        }
    }
    dc_book       *book = given_invoices_book(ledger);
    dc_model      *model = given_learnt_model(book);
    dc_sales_level found = model->sales_level;
    dc_model_free(model);
    given_book_free(book);
    return found;
}

/* Of 20 equal customers each moves by +-1/10 of what all buy: m = .2 and, less what little chance
 * regular orders leave, v = .3; 20 customers beside 8 of .0075. */
static void customers_that_come_and_go_move_the_level(void **state)
{
    (void)state;
    dc_sales_level found = learn(TAKE_TURNS, 2);
    double         most = (20.0 * 0.3 + 8.0 * 0.0075) / 28.0 + 0.0025;
    assert_true(found.learnt);
    assert_true(found.drift < sqrt(most) && found.drift > 0.95 * sqrt(most));
    assert_true(found.today > found.drift * sqrt(84.0 / 364.0));
}

/* Each by 40 of 2,000: m = 20 (.02)^2 = .008, v = .012. */
static void so_do_those_that_grow_or_shrink(void **state)
{
    (void)state;
    dc_sales_level found = learn(SHRINK_OR_GROW, 2);
    double         most = (20.0 * 0.012 + 8.0 * 0.0075) / 28.0 + 0.0025;
    assert_true(found.learnt);
    assert_true(found.drift < sqrt(most) && found.drift > 0.9 * sqrt(most));
}

/* Nobody moves: what is assumed stays, 10 % of a year. */
static void it_is_assumed_where_nobody_moves_or_there_is_one_year(void **state)
{
    (void)state;
    for (int years = 1; years <= 2; years++) {
        dc_sales_level found = learn(STAY, years);
        assert_false(found.learnt);
        assert_double_close(found.drift, 0.1, 1e-12);
        assert_true(found.today > 0.04);
    }
}

/* The variance of a level that wanders grows with the days, by periods of four weeks. */
static void it_strays_further_the_further_ahead(void **state)
{
    (void)state;
    const dc_sales_level level = {.today = 0.03, .drift = 0.04};
    assert_double_close(dc_sales_level_ahead(&level, 1), sqrt(0.0009 + 0.0016 * 14 / 364), 1e-15);
    assert_true(dc_sales_level_ahead(&level, 28) == dc_sales_level_ahead(&level, 1));
    assert_double_close(dc_sales_level_ahead(&level, 29), sqrt(0.0009 + 0.0016 * 42 / 364), 1e-15);
    assert_double_close(dc_sales_level_ahead(&level, 364), sqrt(0.0009 + 0.0016 * 350 / 364),
                        1e-15);
    assert_true(dc_sales_level_ahead(&(dc_sales_level){0}, 100) == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(customers_that_come_and_go_move_the_level),
        cmocka_unit_test(so_do_those_that_grow_or_shrink),
        cmocka_unit_test(it_is_assumed_where_nobody_moves_or_there_is_one_year),
        cmocka_unit_test(it_strays_further_the_further_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
