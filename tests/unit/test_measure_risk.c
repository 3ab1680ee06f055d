/* Drivers beside a calculation by hand, and shares of a variance that is known. */
#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_future.h"

#include <math.h>
#include <string.h>

#include "duecast/risk.h"

enum { HORIZON = 119, LAST_DAY = 91 };

static dc_risk measured(given_future *of)
{
    static const dc_policy none;
    const dc_policy *const policies[] = {&none};
    dc_outcome             outcome;
    dc_risk                out;
    of->options.path_count = given_paths(DC_RISK_PATHS);
    assert_int_equal(dc_outcomes_measure(&outcome, of->arena, of->book, of->model, of->items,
                                         &of->today, policies, 1, &of->options),
                     DC_OK);
    assert_int_equal(dc_risk_measure(&out, of->book, of->model, of->items, &outcome, &of->options),
                     DC_OK);
    return out;
}

/* So that a year's sales are known, and none of them comes again within reach. */
#define LONG_AGO "acme A-0 2022-05-03 2022-06-02 1.00 paid=2022-06-02\n"

/* --- drivers ---------------------------------------------------------------------------------- */

static const dc_driver_effect *effect_of(const dc_risk *risk, dc_driver driver)
{
    for (size_t i = 0; i < risk->driver_count; i++)
        if (risk->drivers[i].driver == driver)
            return &risk->drivers[i];
    return NULL;
}

static void assert_effect(const dc_risk *risk, dc_driver driver, double lowest_down,
                          double lowest_up, double closing_down, double closing_up)
{
    const dc_driver_effect *effect = effect_of(risk, driver);
    assert_non_null(effect);
    assert_double_close(effect->lowest[DC_DRIVER_DOWN], lowest_down, 1e-6);
    assert_double_close(effect->lowest[DC_DRIVER_UP], lowest_up, 1e-6);
    assert_double_close(effect->closing[DC_DRIVER_DOWN], closing_down, 1e-6);
    assert_double_close(effect->closing[DC_DRIVER_UP], closing_up, 1e-6);
}

/* 1000 on day 20; 400 of rent on day 10 and 900 on day 24; a bill of 300 on day 15; 500 in cash:
 * 100, -200, 800 and -100 after each. */
static given_future given_known_days(bool has_cash)
{
    dc_book *book = given_book("2024-06-30", "customer invoice issued due amount\n" LONG_AGO
                                             "acme A-1 2024-06-03 2024-07-20 1000.00\n");
    given_bill(book, "steel", "", "2024-06-01", "2024-07-15", "300.00");
    given_line(book, "rent", "2024-07-10", "2024-07-10", "-400.00");
    given_line(book, "rent", "2024-07-24", "2024-07-24", "-900.00");
    if (has_cash)
        given_cash(book, "500.00", "0.00", "5000.00", 0.0, "0.00");
    return given_future_of(book, given_certain_model(book), HORIZON);
}

static void each_driver_moves_cash_as_by_hand(void **state)
{
    (void)state;
    given_future of = given_known_days(true);
    dc_risk      risk = measured(&of);
    assert_int_equal(risk.last_day, LAST_DAY);
    assert_double_close(risk.lowest, -20000, 1e-6);
    assert_double_close(risk.closing, -10000, 1e-6);
    /* Paid on day 13 the dip is the last day's; on day 27 there are -1100 before. */
    assert_effect(&risk, DC_DRIVER_LATENESS, 10000, -90000, 0, 0);
    assert_effect(&risk, DC_DRIVER_COSTS, 4000, -4000, 13000, -13000);
    assert_effect(&risk, DC_DRIVER_SUPPLIERS, 0, 10000, 0, 0);
    /* Nothing is sold anew within reach, lost, foreign or planned besides. */
    assert_null(effect_of(&risk, DC_DRIVER_SALES));
    assert_null(effect_of(&risk, DC_DRIVER_LOSSES));
    assert_null(effect_of(&risk, DC_DRIVER_CURRENCY));
    assert_null(effect_of(&risk, DC_DRIVER_OTHER_PLAN));
    assert_int_equal(risk.drivers[0].driver, DC_DRIVER_LATENESS);
    assert_int_equal(risk.drivers[1].driver, DC_DRIVER_SUPPLIERS);
    given_future_free(&of);
}

static void without_cash_drivers_move_what_is_received(void **state)
{
    (void)state;
    given_future of = given_known_days(false);
    dc_risk      risk = measured(&of);
    assert_false(risk.has_cash);
    assert_int_equal(risk.drivers[0].driver, DC_DRIVER_COSTS);
    assert_double_close(risk.drivers[0].closing[DC_DRIVER_UP], -13000, 1e-6);
    assert_true(isnan(risk.customers[0].share_lowest) || risk.customer_count == 0);
    given_future_free(&of);
}

static void new_sales_and_rates_move_what_is_expected_of_them(void **state)
{
    (void)state;
    /* Half of the dollars are sold anew in August, as a year ago; a dollar is worth 0.9. */
    dc_book *book =
        given_book("2024-06-30", "customer invoice issued due amount\n" LONG_AGO
                                 "acme A-1 2024-06-03 2024-07-20 1000.00 currency=USD\n"
                                 "acme A-2 2023-08-07 2023-08-27 500.00 paid=2023-08-27 "
                                 "currency=USD\n");
    given_future            of = given_future_of(book, given_certain_model(book), HORIZON);
    dc_risk                 risk = measured(&of);
    const dc_driver_effect *currency = effect_of(&risk, DC_DRIVER_CURRENCY);
    const dc_driver_effect *sales = effect_of(&risk, DC_DRIVER_SALES);
    const double            known = 90000.0, fresh = 45000.0;
    assert_non_null(currency);
    assert_non_null(sales);
    assert_double_close(sales->closing[DC_DRIVER_UP], 0.1 * fresh, 1.0);
    assert_double_close(currency->closing[DC_DRIVER_DOWN], -0.1 * (known + fresh), 1.0);
    given_future_free(&of);
}

static void hedges_and_what_is_paid_in_the_currency_leave_less_at_risk(void **state)
{
    /* 1,000 dollars come at 0.9, 400 go out at it; three quarters of both are settled at 0.85. */
    dc_hedge hedge = {"USD", 0.75, 0.85, DC_DATE_NONE, DC_DATE_NONE};
    (void)state;
    dc_book *book =
        given_book("2024-06-30", "customer invoice issued due amount\n" LONG_AGO
                                 "acme A-1 2024-06-03 2024-07-20 1000.00 currency=USD\n");
    book->company.tail.hedges = &hedge;
    book->company.tail.hedge_count = 1;
    given_bill(book, "texas", "materials", "2024-06-10", "2024-07-18", "400.00");
    book->bills.currency[0] = book->claims.currency[book->claims.count - 1];
    given_future            of = given_future_of(book, given_certain_model(book), HORIZON);
    dc_risk                 risk = measured(&of);
    const dc_driver_effect *currency = effect_of(&risk, DC_DRIVER_CURRENCY);
    assert_non_null(currency);
    assert_double_close(currency->closing[DC_DRIVER_UP], 0.1 * 0.25 * (90000.0 - 36000.0), 1.0);
    given_future_free(&of);
}

/* --- customers -------------------------------------------------------------------------------- */

static const double hazard = 0.01;

static given_future given_gamblers(void)
{
    dc_book *book = given_book("2024-06-30", "customer invoice issued due amount\n" LONG_AGO
                                             "acme  A-1 2024-05-03 2024-06-02 1000.00\n"
                                             "birch B-1 2024-06-03 2024-07-03 500.00\n"
                                             "cedar C-1 2024-06-03 2024-07-03 10.00\n");
    given_cash(book, "100.00", "0.00", "5000.00", 0.0, "0.00");
    return given_future_of(book, given_model(book, hazard, 0.0), HORIZON);
}

/* Independent claims: shares are as the squares of their amounts. */
static void shares_are_those_of_the_variance(void **state)
{
    (void)state;
    static const double amounts[] = {100000, 50000, 1000};
    given_future        of = given_gamblers();
    dc_risk             risk = measured(&of);
    double              paid = 1.0 - pow(1.0 - hazard, LAST_DAY), squares = 0.0, sum = risk.others;
    for (size_t i = 0; i < 3; i++)
        squares += amounts[i] * amounts[i];
    assert_int_equal(risk.customer_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const dc_contribution *c = &risk.customers[i];
        double                 share = amounts[i] * amounts[i] / squares;
        assert_int_equal(c->customer, i);
        assert_double_close(c->share, share, 5.0 * c->share_error + 0.02);
        assert_double_close(c->expected, amounts[i] * paid, 0.06 * amounts[i]);
        sum += c->share;
    }
    assert_double_close(sum, 1.0, 1e-9);
    assert_double_close(risk.others, 0.0, 1e-9);
    given_future_free(&of);
}

static void a_promise_kept_adds_what_was_not_expected(void **state)
{
    (void)state;
    given_future           of = given_gamblers();
    dc_risk                risk = measured(&of);
    const dc_contribution *acme = &risk.customers[0], *birch = &risk.customers[1];
    assert_int_equal(acme->overdue, 100000);
    assert_double_close(acme->kept_end, 100000.0 * pow(1.0 - hazard, LAST_DAY), 0.01);
    assert_double_close(
        acme->kept_dip,
        risk.dip_day >= DC_PROMISE_DAYS ? 100000.0 * pow(1.0 - hazard, risk.dip_day) : 0.0, 0.01);
    assert_int_equal(birch->overdue, 0);
    assert_double_close(birch->kept_end, 0.0, 0.0);
    given_future_free(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_driver_moves_cash_as_by_hand),
        cmocka_unit_test(without_cash_drivers_move_what_is_received),
        cmocka_unit_test(new_sales_and_rates_move_what_is_expected_of_them),
        cmocka_unit_test(hedges_and_what_is_paid_in_the_currency_leave_less_at_risk),
        cmocka_unit_test(shares_are_those_of_the_variance),
        cmocka_unit_test(a_promise_kept_adds_what_was_not_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
