/* Working capital against published examples; where a book rounds on the way or errs, the exact
 * figure is the test and the printed one stands beside it. */
#include "support/expect.h"

#include <math.h>

#include "duecast/date.h"
#include "duecast/working_capital.h"

static dc_figure cents(double major)
{
    return (dc_figure){true, DC_MONEY(llround(major * 100.0))};
}

typedef struct {
    const char *source;
    double      inventory, receivables, payables, sales, cost;
    int32_t     days;
    double      dio, dso, dpo, ccc; /* exact */
    double      printed;            /* cycle as the source prints it */
} cycle;

static const cycle cycles[] = {
    /* Ross, Westerfield & Jaffe, Corporate Finance, chapter 19: averages; prints 111, 57, 39, 129,
     * each term rounded. */
    {"RWJ 19", 2.5e6, 1.8e6, .875e6, 11.5e6, 8.2e6, 365, 111.2805, 57.1304, 38.9482, 129.4628,
     129.0},
    /* Slowpay: averages of 5,000 and 7,000, 1,600 and 2,400, 2,700 and 4,800. */
    {"Slowpay", 6000, 2000, 3750, 50000, 30000, 365, 73.0, 14.6, 45.625, 41.975, 42.0},
    /* RWJ 18.1: averages of 1,273 and 1,401, 3,782 and 3,368, 1,795 and 2,025; the book rounds the
     * turnovers first and prints 42.89, 88.38, 61.24 and 70. */
    {"RWJ 18.1", 1337, 3575, 1910, 14750, 11375, 365, 42.9015, 88.4661, 61.2879, 70.0797, 70.0},
    /* ACCA F9, Bold Co, December 2011: closing balances; prints 100 + 60 - 67 = 93. */
    {"Bold", 4500, 3500, 3000, 21300, 16400, 365, 100.1524, 59.9765, 66.7683, 93.3607, 93.0},
};

static void the_cash_conversion_cycle_is_the_published_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cycles / sizeof cycles[0]; i++) {
        const cycle        *c = &cycles[i];
        dc_capital_balances balances = {.receivables = cents(c->receivables),
                                        .inventory = cents(c->inventory),
                                        .payables = cents(c->payables),
                                        .unapplied = cents(0)};
        dc_capital_flows    flows = {
               .days = c->days, .sales = cents(c->sales), .cost = cents(c->cost)};
        dc_capital_value value[DC_CAPITAL_COUNT];
        dc_capital_of(value, &balances, &flows);
        assert_double_close(value[DC_CAPITAL_DIO].value, c->dio, 5e-5);
        assert_double_close(value[DC_CAPITAL_RECEIVABLES_DAYS].value, c->dso, 5e-5);
        assert_double_close(value[DC_CAPITAL_DPO].value, c->dpo, 5e-5);
        assert_double_close(value[DC_CAPITAL_OPERATING_CYCLE].value, c->dio + c->dso, 1e-4);
        assert_double_close(value[DC_CAPITAL_CCC].value, c->ccc, 5e-5);
        assert_double_close(value[DC_CAPITAL_CCC].value, c->printed, 0.5);
    }
}

/* Allianz Trade, Working capital requirement, 2023: receivables of 59, inventories of 52 and
 * payables of 35 days of turnover make 76. */
static void days_of_turnover_add_up_as_those_of_allianz(void **state)
{
    (void)state;
    dc_capital_balances balances = {.receivables = cents(59),
                                    .inventory = cents(52),
                                    .payables = cents(35),
                                    .unapplied = cents(0)};
    dc_capital_flows    flows = {.days = 365, .sales = cents(365)};
    dc_capital_value    value[DC_CAPITAL_COUNT];
    dc_capital_of(value, &balances, &flows);
    assert_double_close(value[DC_CAPITAL_TRADE_WCR_DAYS].value, 76.0, 1e-9);
    assert_double_close(value[DC_CAPITAL_DAY_OF_SALES].value, 100.0, 1e-9); /* 1.00 a day */
    assert_false(value[DC_CAPITAL_DIO].applicable); /* turnover is not cost */
}

/* gea-compta: sales 7,000, purchases 2,800, cost 2,820, stock 400, customers 750, suppliers 600,
 * VAT of 18.6 % due after 35 days.  Prints 24.39 days and 474.25 for rounded terms. */
static void the_normative_requirement_is_that_of_the_balance_sheet(void **state)
{
    (void)state;
    const double sales = 7000, vat = .186, purchases = 2800 * (1 + vat);
    const double vat_collected = sales * vat, vat_paid = 2800 * vat;
    const double days[] = {400.0 / 2820 * 360, 750 / (sales * (1 + vat)) * 360, 35,
                           600 / purchases * 360, 35};
    const double weight[] = {2820 / sales, 1 + vat, vat_paid / sales, -purchases / sales,
                             -vat_collected / sales};
    double       sum = dc_normative_days(days, weight, 5);
    assert_double_close(sum, 24.3797, 5e-5);
    assert_double_close(sum * sales / 360, 400 + 750 - 600 + 35 * (vat_paid - vat_collected) / 360,
                        1e-9);
    assert_double_close(sum * sales / 360, 474.05, 5e-3);
}

/* "Quods Menage": 97.5 - 54.84 = 42.66 days; 1,463.475 at a turnover of 12,350 (360 days). */
static void the_normative_requirement_weighs_turnover_times(void **state)
{
    (void)state;
    static const double days[] = {30, 45, 60, 75, 50, 45, 30, 15, 30};
    static const double weight[] = {.7, .4, .8, .14, -.84, -.2, -.043, -.15, -.01};
    double              sum = dc_normative_days(days, weight, 9);
    assert_double_close(dc_normative_days(days, weight, 4), 97.5, 1e-9);
    assert_double_close(sum, 42.66, 1e-9);
    assert_double_close(sum * 12350 / 360, 1463.475, 1e-9);
    assert_double_close(34.9758 * 7000 / 360, 680.08, 5e-3); /* DA test: in proportion to sales */
}

/* What terms come to on sales spread evenly: 30 days, end of month: 30 + 15; the 10th after it: 55.
 * Months of 30 days in the source, real ones here. */
static void terms_turn_into_the_published_days(void **state)
{
    (void)state;
    static const struct {
        const char *terms;
        double      published;
    } cases[] = {{"30 EOM", 45.0}, {"30 EOM the 10", 55.0}, {"net 30", 30.0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_terms terms;
        double   sum = 0.0;
        assert_true(dc_terms_parse(&terms, cases[i].terms));
        for (int32_t day = 0; day < 365; day++) {
            dc_date issued = dc_date_add_days(date("2025-01-01"), day);
            sum += dc_date_days_between(issued, dc_terms_due(terms, issued));
        }
        assert_double_close(sum / 365, cases[i].published, 0.5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cash_conversion_cycle_is_the_published_one),
        cmocka_unit_test(days_of_turnover_add_up_as_those_of_allianz),
        cmocka_unit_test(the_normative_requirement_is_that_of_the_balance_sheet),
        cmocka_unit_test(the_normative_requirement_weighs_turnover_times),
        cmocka_unit_test(terms_turn_into_the_published_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
