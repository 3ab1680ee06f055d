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
        char customer[16];
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

/* What is learnt of 20 equal customers whose variance is v, c of which may be chance. */
static double drift_of(double v, double c)
{
    double weight = 20.0 / (20.0 + 8.0 * (1.0 + c / 0.0075) * (1.0 + c / 0.0075));
    return sqrt(weight * (v - c) + (1.0 - weight) * 0.0075 + 0.0025);
}

/* Years of 26 equal invoices: Q = 26 100^2, of who is regular a tenth of that, over A^2 2/3. */
static const double chance_of_turns = 20 * 0.1 * 26.0 / 260.0 / 260.0 / (2.0 / 3.0);
static const double chance_of_all = 40 * 0.1 * 26.0 / 520.0 / 520.0 / (2.0 / 3.0);

/* Each moves by +-1/10 of what all buy: 20 (1/10)^2 = .2, over 2/3. */
static void customers_that_come_and_go_move_the_level(void **state)
{
    (void)state;
    dc_sales_level found = learn(TAKE_TURNS, 2);
    assert_true(found.learnt);
    assert_double_close(found.drift, drift_of(0.3, chance_of_turns), 0.02);
}

/* Each by 40 of 2,000: 20 (.02)^2 = .008, over 2/3. */
static void so_do_those_that_grow_or_shrink(void **state)
{
    (void)state;
    dc_sales_level found = learn(SHRINK_OR_GROW, 2);
    assert_true(found.learnt);
    assert_double_close(found.drift, drift_of(0.012, chance_of_all), 0.005);
}

static void it_is_small_where_nobody_moves(void **state)
{
    (void)state;
    dc_sales_level found = learn(STAY, 2);
    assert_true(found.learnt);
    assert_double_close(found.drift, drift_of(0.0, chance_of_all), 0.005);
    assert_true(found.drift < 0.08);
}

static void it_is_assumed_where_there_is_one_year(void **state)
{
    (void)state;
    dc_sales_level found = learn(STAY, 1);
    assert_false(found.learnt);
    assert_double_close(found.drift, 0.1, 1e-12);
    assert_true(found.trust == 0.0);
}

/* Walks of a level by days, as FORMULAS has it: what a slot repeats, and growth seen over the last
 * 24 weeks. */
static double strays(double trust, int32_t day)
{
    enum { YEAR = 364, SEEN = 168 };
    int32_t lag = (day + YEAR - 1) / YEAR * YEAR;
    double  years = (double)day / YEAR, sum = 0.0;
    double  applied = trust * ((double)lag / YEAR - years + (1.0 - exp2(-years)) / log(2.0));
    for (int32_t at = -3 * YEAR; at < day; at++) { /* the step of the level on that day */
        double moves = at >= day - lag ? 1.0 : 0.0, growth = 0.0;
        for (int32_t s = -SEEN; s < 0; s++)
            growth += at < s && at >= s - YEAR ? 1.0 / SEEN : 0.0;
        sum += (moves - applied * growth) * (moves - applied * growth) / YEAR;
    }
    return sqrt(sum);
}

static void it_strays_by_what_was_not_seen(void **state)
{
    (void)state;
    static const double trusts[] = {0.0, 0.4, 1.0};
    for (size_t i = 0; i < sizeof trusts / sizeof trusts[0]; i++)
        for (int32_t day = 14; day < 728; day += 28) {
            const dc_sales_level level = {.drift = 0.04, .trust = trusts[i]};
            assert_double_close(dc_sales_level_ahead(&level, day), 0.04 * strays(trusts[i], day),
                                0.04 * 0.06);
        }
    const dc_sales_level error = {.error = 0.05, .trust = 0.5};
    assert_double_close(dc_sales_level_ahead(&error, 1), 0.05 * 0.5, 0.001);
    assert_true(dc_sales_level_ahead(&(dc_sales_level){0}, 100) == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(customers_that_come_and_go_move_the_level),
        cmocka_unit_test(so_do_those_that_grow_or_shrink),
        cmocka_unit_test(it_is_small_where_nobody_moves),
        cmocka_unit_test(it_is_assumed_where_there_is_one_year),
        cmocka_unit_test(it_strays_by_what_was_not_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
