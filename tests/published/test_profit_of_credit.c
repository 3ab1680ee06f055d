/*
 * Net effects of credit policies as textbooks print them, of levers on a ledger that invoices the
 * same amount every day and is paid on the due day.  The second year is looked at: by then
 * receivables have reached what the new terms make of them.
 */
#include "support/credit_policy.h"
#include "support/expect.h"

enum { WEEKS = 52 };

static credit_policy measured(dc_book *book, const char *lever, const double losses[2])
{
    return credit_policy_of(book, &lever, 1, losses);
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
    credit_policy c =
        measured(book, "credit_terms:days=45,pass_through=100%,sales=5%,loss_multiplier=1",
                 (const double[2]){0.01, 0.02});
    double carrying = 2587.50 * 360 / 365;
    assert_double_close(credit_policy_effect(&c, DC_SALES_MARGIN), 12000.0, 2.0);
    assert_double_close(credit_policy_effect(&c, DC_FINANCING_COST), carrying, 3.0);
    assert_double_close(credit_policy_effect(&c, DC_MEASURE_COSTS), 6600.0, 4.0);
    assert_double_close(credit_policy_effect(&c, DC_PROFIT), 12000.0 - carrying - 6600.0, 8.0);
    credit_policy_drop(&c);
}

/* The same where others of its sales earn 30 %, and 2 % of the extra ones are never paid: 10 points
 * more of 30,000, and 600 a year written off. */
static void extra_sales_have_a_margin_and_losses_of_their_own(void **state)
{
    const double none[2] = {0.0, 0.0};
    double       effect[3][2];
    const char  *levers[] = {
         "credit_terms:days=30,pass_through=100%,sales=5%,loss_multiplier=1",
         "credit_terms:days=30,pass_through=100%,sales=5%,loss_multiplier=1,margin=10%",
         "credit_terms:days=30,pass_through=100%,sales=5%,loss_multiplier=1,margin=10%,loss=2%"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        dc_book *book = given_daily_invoices(600000.0, 30);
        book->company.gross_margin = 0.3;
        book->company.line_rate = 0.0;
        credit_policy c = measured(book, levers[i], none);
        effect[i][0] = credit_policy_effect(&c, DC_SALES_MARGIN);
        effect[i][1] = credit_policy_effect(&c, DC_PROFIT);
        credit_policy_drop(&c);
    }
    assert_double_close(effect[0][0], 9000.0, 2.0);
    assert_double_close(effect[1][0], 12000.0, 2.0);
    assert_double_close(effect[1][1] - effect[0][1], 3000.0, 1.0);
    assert_double_close(effect[2][0], 12000.0, 2.0);
    assert_double_close(effect[2][1] - effect[1][1], -600.0, 3.0);
}

/* The same at price, as the ACCA values receivables: 630,000 x 45 - 600,000 x 30 days at 15 %. */
static void at_price_receivables_tie_up_their_margin(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(600000.0, 30);
    book->company.gross_margin = 0.4;
    book->company.line_rate = 0.15;
    credit_policy c =
        measured(book, "credit_terms:days=45,pass_through=100%,sales=5%,loss_multiplier=1",
                 (const double[2]){0.0, 0.0});
    double carrying = 0.15 * (630000.0 * 45 - 600000.0 * 30) / 365;
    assert_double_close(credit_policy_effect(&c, DC_FINANCING_COST), carrying, 4.0);
    assert_double_close(credit_policy_effect(&c, DC_PROFIT), 12000.0 - carrying, 6.0);
    credit_policy_drop(&c);
}

/* Bold Co (ACCA F9, December 2011): 21.3 m of sales, receivables of 3.5 m, 60 days of them, come
 * down to 35 days; at 7 % that saves 102,027. */
static void faster_payment_saves_what_the_acca_says(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(21300000.0, 60);
    book->company.gross_margin = 0.3;
    book->company.line_rate = 0.07;
    credit_policy c = measured(book, "credit_terms:days=35,pass_through=100%,sales=0%",
                               (const double[2]){0.0, 0.0});
    assert_double_close(-credit_policy_effect(&c, DC_FINANCING_COST), 102027.0,
                        150.0); /* 3.5 m is rounded */
    assert_double_close(-credit_policy_effect(&c, DC_FINANCING_COST), 0.07 * 21300000.0 * 25 / 365,
                        20.0);
    assert_double_close(credit_policy_effect(&c, DC_PROFIT),
                        -credit_policy_effect(&c, DC_FINANCING_COST), 1e-6);
    credit_policy_drop(&c);
}

/* A customer base of which a tenth leaves: its margin is lost, and told. */
static void customers_that_leave_cost_their_margin(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(364000.0, 30);
    book->company.gross_margin = 0.25;
    book->company.line_rate = 0.0;
    credit_policy c = measured(book, "retention:kept=90%,from=1", (const double[2]){0.0, 0.0});
    assert_double_close(credit_policy_effect(&c, DC_LOST_MARGIN), 0.1 * 0.25 * 364000.0, 1.0);
    assert_double_close(credit_policy_effect(&c, DC_PROFIT), -0.1 * 0.25 * 364000.0, 1.0);
    credit_policy_drop(&c);
}

/* An advance is not financed twice: its interest is a cost of the factor, the rest is saved. */
static void an_advance_saves_the_financing_of_what_it_pays(void **state)
{
    (void)state;
    dc_book *book = given_daily_invoices(3640000.0, 50);
    book->company.gross_margin = 0.25;
    book->company.line_rate = 0.08;
    credit_policy c = measured(book, "factoring:advance=80%,fee=0%,interest=9%,lag=0",
                               (const double[2]){0.0, 0.0});
    double        advanced = 0.8 * 3640000.0 * 50 / 365;
    assert_double_close(credit_policy_effect(&c, DC_FINANCING_COST), -0.08 * advanced, 5.0);
    assert_double_close(credit_policy_effect(&c, DC_MEASURE_COSTS), 0.09 * advanced, 5.0);
    assert_double_close(credit_policy_effect(&c, DC_PROFIT), -0.01 * advanced, 10.0);
    credit_policy_drop(&c);
}

static void without_margin_and_rate_nothing_is_told(void **state)
{
    (void)state;
    dc_book        *book = given_daily_invoices(364000.0, 30);
    credit_policy   c = measured(book, "retention:kept=90%,from=1", (const double[2]){0.0, 0.0});
    const dc_metric metrics[] = {DC_SALES_MARGIN, DC_FINANCING_COST, DC_PROFIT};
    for (size_t m = 0; m < 3; m++)
        assert_false(c.outcome[1].series[metrics[m]][WEEKS].applicable);
    credit_policy_drop(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easier_credit_earns_what_gitman_says),
        cmocka_unit_test(extra_sales_have_a_margin_and_losses_of_their_own),
        cmocka_unit_test(at_price_receivables_tie_up_their_margin),
        cmocka_unit_test(faster_payment_saves_what_the_acca_says),
        cmocka_unit_test(customers_that_leave_cost_their_margin),
        cmocka_unit_test(an_advance_saves_the_financing_of_what_it_pays),
        cmocka_unit_test(without_margin_and_rate_nothing_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
