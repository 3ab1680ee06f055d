#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "duecast/metrics.h"

typedef struct {
    dc_book  *book;
    dc_model *model;
    dc_today  today;
} measured;

static measured measure(const char *table)
{
    measured all = {.book = given_book("2024-06-30", table)};
    all.model = given_model(all.book, 0.02, 0.001);
    dc_today_measure(&all.today, all.book, all.model);
    return all;
}

static void drop(measured *all)
{
    dc_model_free(all->model);
    given_book_free(all->book);
}

static const char *const two_currencies =
    "customer invoice issued due amount\n"
    "acme A-1 2024-06-10 2024-07-10 1000.00\n"
    "acme A-2 2024-05-10 2024-06-30  200.00\n" /* due today */
    "acme A-3 2024-05-01 2024-06-10  300.00 paid=2024-06-20:100.00\n"
    "birch B-1 2024-01-10 2024-02-10 500.00 currency=USD\n"
    "birch B-2 2024-06-24 2024-07-24 100.00 currency=USD\n"
    "acme C-1 2024-06-01 2024-06-01 -50.00 kind=credit\n"
    "birch U-1 2024-06-28 2024-06-28 -40.00 kind=unapplied currency=USD\n";

static void ageing_credits_and_unapplied_cash_make_the_ledger(void **state)
{
    (void)state;
    static const int64_t wanted[DC_BUCKETS] = {120000 + 9000, 20000, 0, 0, 0, 45000};
    measured             all = measure(two_currencies);
    for (int b = 0; b < DC_BUCKETS; b++)
        assert_int_equal(all.today.ageing[b], wanted[b]);
    assert_int_equal(all.today.credits, -5000);
    assert_int_equal(all.today.unapplied, -3600);
    assert_int_equal(all.today.ledger, 129000 + 20000 + 45000 - 5000 - 3600);
    assert_int_equal(all.today.ledger, dc_book_ledger(all.book).minor);
    assert_double_close(all.today.value[DC_RECEIVABLES].mean, 194000.0 - 5000.0, 0.0);
    assert_double_close(all.today.value[DC_OVERDUE].mean, 65000.0, 0.0);
    drop(&all);
}

static void each_currency_ties_by_itself(void **state)
{
    (void)state;
    measured all = measure(two_currencies);
    assert_int_equal(all.today.by_currency[0].ledger, 140000 - 5000);
    assert_int_equal(all.today.by_currency[1].ageing[5], 50000);
    assert_int_equal(all.today.by_currency[1].unapplied, -4000);
    assert_int_equal(all.today.by_currency[1].ledger, 60000 - 4000);
    drop(&all);
}

static void a_currency_without_a_rate_stays_out_of_translated_totals(void **state)
{
    (void)state;
    measured all = measure("customer invoice issued due amount\n"
                           "acme A-1 2024-06-10 2024-07-10 1000.00\n"
                           "acme A-2 2024-06-10 2024-07-10 9999.00 currency=XTS\n");
    assert_int_equal(all.today.ledger, 100000);
    assert_int_equal(all.today.by_currency[1].ledger, 999900);
    drop(&all);
}

static void sales_count_the_days_after_the_start_of_their_period(void **state)
{
    (void)state;
    measured all = measure("customer invoice issued due amount\n"
                           "acme A-1 2024-06-24 2024-07-10 1.00\n"  /* 6 days ago */
                           "acme A-2 2024-06-23 2024-07-10 2.00\n"  /* 7 */
                           "acme A-3 2024-04-01 2024-07-10 4.00\n"  /* 90 */
                           "acme A-4 2024-03-31 2024-07-10 8.00\n"  /* 91 */
                           "acme A-5 2023-07-03 2024-07-10 16.00\n" /* 363 */
                           "acme A-6 2023-07-02 2024-07-10 32.00\n" /* 364 */
                           "acme C-1 2024-06-25 2024-06-25 -0.50 kind=credit\n"
                           "acme U-1 2024-06-25 2024-06-25 -0.25 kind=unapplied\n");
    assert_double_close(all.today.value[DC_SALES].mean, 100.0, 0.0);
    assert_int_equal(all.today.sales_91_days, 700);
    assert_int_equal(all.today.sales_364_days, 3100);
    drop(&all);
}

static void receipts_are_the_cash_of_the_last_seven_days(void **state)
{
    (void)state;
    measured all = measure("customer invoice issued due amount\n"
                           "acme A-1 2024-06-01 2024-06-10 10.00 paid=2024-06-24:1.00 "
                           "paid=2024-06-30:2.00 credit=2024-06-30:3.00\n"
                           "acme A-2 2024-06-01 2024-06-10 10.00 paid=2024-06-23:4.00 "
                           "bill=2024-06-25:5.00\n"
                           "acme A-3 2024-06-01 2024-06-10 10.00 lost=2024-06-26\n"
                           "acme A-4 2024-06-01 2024-06-10 10.00 paid=2024-06-25 currency=USD\n"
                           "acme C-1 2024-06-25 2024-06-25 -0.50 kind=credit\n"
                           "acme U-0 2024-06-23 2024-06-23 -8.00 kind=unapplied\n"
                           "acme U-1 2024-06-24 2024-06-24 -0.25 kind=unapplied\n");
    assert_double_close(all.today.value[DC_RECEIPTS].mean, 100.0 + 200.0 + 500.0 + 900.0 + 25.0,
                        0.0);
    drop(&all);
}

static void dso_is_not_due_plus_overdue(void **state)
{
    (void)state;
    measured     all = measure(two_currencies);
    const double sales = 100000 + 20000 + 30000 + 9000; /* invoices, without the credit note */
    assert_double_close(all.today.value[DC_DSO].mean, 189000.0 / sales * 91.0, 1e-9);
    assert_double_close(all.today.value[DC_DSO_OVERDUE].mean, 65000.0 / sales * 91.0, 1e-9);
    assert_double_close(all.today.value[DC_DSO_NOT_DUE].mean + all.today.value[DC_DSO_OVERDUE].mean,
                        all.today.value[DC_DSO].mean, 1e-9);
    drop(&all);
}

static void without_sales_there_is_no_dso(void **state)
{
    (void)state;
    measured all = measure("customer invoice issued due amount\n"
                           "acme A-1 2023-06-10 2024-07-10 1000.00\n");
    assert_false(all.today.value[DC_DSO].applicable);
    assert_false(all.today.value[DC_DSO_COUNTBACK].applicable);
    assert_true(all.today.value[DC_RECEIVABLES].applicable);
    drop(&all);
}

/* Each bucket: balance x the mean chance of loss of what lies in it, rounded on its own. */
static void the_allowance_is_balance_times_learnt_chance_of_loss(void **state)
{
    (void)state;
    measured all = measure(two_currencies);
    double   total = 0.0;
    for (int b = 0; b < DC_BUCKETS; b++) {
        double wanted = nearbyint((double)all.today.ageing[b] * all.today.loss_rate[b]);
        assert_double_close((double)all.today.allowance[b], wanted, 0.0);
        total += wanted;
    }
    assert_double_close(all.today.value[DC_ALLOWANCE].mean, total, 0.0);
    double chance = dc_model_loss_chance(all.model, 0, 20);
    assert_double_close(all.today.loss_rate[1], chance, 1e-12);
    assert_true(all.today.loss_rate[2] > 0.0); /* an empty bucket has the portfolio's */
    drop(&all);
}

static void loss_rates_weigh_customers_by_what_they_owe(void **state)
{
    (void)state;
    measured all = {.book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                                     "acme A-1 2024-05-10 2024-06-15 300.00\n"
                                                     "birch B-1 2024-05-10 2024-06-15 100.00\n")};
    all.model = given_model(all.book, 0.01, 0.001);
    for (int bin = 0; bin < DC_BINS; bin++)
        given_hazard(all.model, 1, bin, 0.0);
    dc_today_measure(&all.today, all.book, all.model);
    assert_double_close(dc_model_loss_chance(all.model, 1, 15), 1.0, 1e-12);
    assert_double_close(all.today.loss_rate[1],
                        0.75 * dc_model_loss_chance(all.model, 0, 15) + 0.25, 1e-12);
    drop(&all);
}

static void working_capital_needs_inventory_and_payables(void **state)
{
    (void)state;
    measured all = measure(two_currencies);
    assert_false(all.today.value[DC_TRADE_WCR].applicable);
    all.book->company.inventory = (dc_figure){true, money("700.00")};
    dc_today_measure(&all.today, all.book, all.model);
    assert_false(all.today.value[DC_TRADE_WCR].applicable);
    all.book->company.payables = (dc_figure){true, money("300.00")};
    dc_today_measure(&all.today, all.book, all.model);
    assert_double_close(all.today.value[DC_TRADE_WCR].mean, 189000.0 + 70000.0 - 30000.0, 0.0);
    drop(&all);
}

static void payables_are_the_open_bills_where_nobody_says_otherwise(void **state)
{
    (void)state;
    measured all = measure(two_currencies);
    uint16_t currencies[] = {0, 0, 0, 1};
    dc_date  issued[] = {date("2024-06-01"), date("2024-06-01"), date("2024-07-01"),
                         date("2024-06-30")};
    dc_date  paid[] = {DC_DATE_NONE, date("2024-06-30"), DC_DATE_NONE, date("2024-07-15")};
    dc_money amounts[] = {money("10.00"), money("20.00"), money("40.00"), money("100.00")};
    all.book->bills = (dc_bills){
        .count = 4, .currency = currencies, .issued = issued, .paid = paid, .amount = amounts};
    dc_today_measure(&all.today, all.book, all.model);
    assert_true(all.today.payables.known);
    assert_money_equal(all.today.payables.value, "100.00"); /* 10 + 100 dollars at 0.9 */
    drop(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ageing_credits_and_unapplied_cash_make_the_ledger),
        cmocka_unit_test(each_currency_ties_by_itself),
        cmocka_unit_test(a_currency_without_a_rate_stays_out_of_translated_totals),
        cmocka_unit_test(sales_count_the_days_after_the_start_of_their_period),
        cmocka_unit_test(receipts_are_the_cash_of_the_last_seven_days),
        cmocka_unit_test(dso_is_not_due_plus_overdue),
        cmocka_unit_test(without_sales_there_is_no_dso),
        cmocka_unit_test(the_allowance_is_balance_times_learnt_chance_of_loss),
        cmocka_unit_test(loss_rates_weigh_customers_by_what_they_owe),
        cmocka_unit_test(working_capital_needs_inventory_and_payables),
        cmocka_unit_test(payables_are_the_open_bills_where_nobody_says_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
