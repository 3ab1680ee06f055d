/*
 * A company whose customers pay on a known day: its whole 13-week table, as it is and with everyone
 * paying 15 days later, beside a calculation by hand that shares nothing with it but the dates.
 */
#include "support/certain_run.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include <string.h>

#include "duecast/cash.h"

enum { WEEKS = 13, DAYS = 7 * WEEKS, DELAY = 15, LIMIT = 4000000 };

/* Monday 1 July 2024 is day 1. */
static const struct {
    const char *text;
    int         due; /* day */
    int64_t     cents;
} invoices[] = {
    {"acme A-1 2024-06-03 2024-07-03 41000.00\n", 3, 4100000},
    {"acme A-2 2024-06-12 2024-07-12 28500.50\n", 12, 2850050},
    {"acme A-3 2024-06-28 2024-08-27 93000.00\n", 58, 9300000},
    {"birch B-1 2024-06-20 2024-07-20 17000.00\n", 20, 1700000},
    {"birch B-2 2024-06-21 2024-08-05 36250.25\n", 36, 3625025},
    {"cedar C-1 2024-06-25 2024-09-23 51000.75\n", 85, 5100075},
    {"cedar C-2 2024-06-26 2024-07-26 12000.00\n", 26, 1200000},
};

/* What is paid on which day, worked out from a calendar. */
static const struct {
    const char *row;
    int         day;
    int64_t     cents;
} payments[] = {
    {"bills", 4, -1500000},  /* due on the 2nd: the Thursday run of the 4th */
    {"bills", 4, -250000},   /* overdue since May: the first run */
    {"bills", 5, -75000},    /* energy, which is paid when due: the 5th */
    {"bills", 39, -2000000}, /* steel, stretched from 1 August to the 8th, a run */
    {"payroll", 31, -3000000},  {"payroll", 62, -3000000}, {"payroll", 91, -3000000},
    {"rent", 1, -900000},       {"rent", 32, -900000},     {"rent", 63, -900000},
    {"tax", 10, -410000},       {"capex", 44, -7500000},   {"grant", 50, 1250000},
    {"dividend", 65, -2500000},
};
enum { COUNT = sizeof payments / sizeof payments[0] };

static const int month_ends[] = {31, 62};

static dc_book *given_company_of_known_days(void)
{
    char               table[1024] = "customer invoice issued due amount\n"
                                     "acme A-0 2022-05-03 2022-06-02 1.00 paid=2022-06-02\n";
    static dc_pay_rule rules[] = {
        {.supplier = "", .category = "", .weekdays = 1u << 3},
        {.supplier = "", .category = "energy"},
        {.supplier = "steel", .category = "", .weekdays = 1u << 3, .stretch_days = 7}};
    for (size_t i = 0; i < sizeof invoices / sizeof invoices[0]; i++)
        strcat(table, invoices[i].text);
    dc_book *book = given_book("2024-06-30", table);
    book->company.pay_rules = rules;
    book->company.pay_rule_count = 3;
    given_bill(book, "tools", "materials", "2024-06-02", "2024-07-02", "15000.00");
    given_bill(book, "paper", "office", "2024-05-01", "2024-05-31", "2500.00");
    given_bill(book, "grid", "energy", "2024-06-21", "2024-07-05", "750.00");
    given_bill(book, "steel", "materials", "2024-06-02", "2024-08-01", "20000.00");
    given_line(book, "payroll", "2024-07-31", "2024-07-31", "-30000.00");
    given_line(book, "payroll", "2024-08-31", "2024-08-31", "-30000.00");
    given_line(book, "payroll", "2024-09-29", "2024-09-29", "-30000.00");
    given_line(book, "rent", "2024-07-01", "2024-07-01", "-9000.00");
    given_line(book, "rent", "2024-08-01", "2024-08-01", "-9000.00");
    given_line(book, "rent", "2024-09-01", "2024-09-01", "-9000.00");
    given_line(book, "tax", "2024-07-10", "2024-07-10", "-4100.00");
    given_line(book, "capex", "2024-08-13", "2024-08-13", "-75000.00");
    given_line(book, "grant", "2024-08-19", "2024-08-19", "12500.00");
    given_line(book, "dividend", "2024-09-03", "2024-09-03", "-25000.00");
    given_cash(book, "38000.00", "10000.00", "40000.00", 0.08, "5000.00");
    book->company.restricted_cash = (dc_figure){.known = true, .value = money("3000.00")};
    return book;
}

/* --- by hand ---------------------------------------------------------------------------------- */

typedef struct {
    int64_t receipts[WEEKS + 1], net[WEEKS + 1], interest[WEEKS + 1], line[WEEKS + 1];
    int64_t cash[WEEKS + 1], drawn[WEEKS + 1], measures[WEEKS + 1];
    int64_t lowest;
    int     first_short, first_gap; /* day; 0: never */
} by_hand;

static bool is_month_end(int day)
{
    for (size_t i = 0; i < sizeof month_ends / sizeof month_ends[0]; i++)
        if (month_ends[i] == day)
            return true;
    return false;
}

static int64_t received_on(int day, int delay)
{
    int64_t sum = 0;
    for (size_t i = 0; i < sizeof invoices / sizeof invoices[0]; i++)
        sum += invoices[i].due + delay == day ? invoices[i].cents : 0;
    return sum;
}

static int64_t paid_on(int day)
{
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT; i++)
        sum += payments[i].day == day ? payments[i].cents : 0;
    return sum;
}

/* A fixed sum each 30 days from day 10, and letters to what is open five days after due, 0.2 % of
 * it and 50.00 each: all of it is, as it is paid ten days later. */
static const dc_charge charges[] = {
    {.on = DC_CHARGE_FIXED, .each = 100000, .from = 10, .to = 80, .every = 30},
    {.on = DC_CHARGE_OPEN, .rate = 0.002, .each = 5000, .after = 5, .from = 1, .to = INT32_MAX}};

static int64_t charged_on(int day)
{
    int64_t sum = day == 10 || day == 40 || day == 70 ? 100000 : 0;
    for (size_t i = 0; i < sizeof invoices / sizeof invoices[0]; i++)
        if (invoices[i].due + 5 == day)
            sum += 5000 + (invoices[i].cents + 250) / 500;
    return sum;
}

static by_hand calculate(int delay, bool charged)
{
    by_hand out = {.lowest = INT64_MAX};
    int64_t cash = 3500000, drawn = 500000, cents_days = 0, own = cash;
    for (int day = 1; day <= DAYS; day++) {
        int     week = (day + 6) / 7;
        int64_t in = received_on(day, delay), interest = 0, move = 0;
        int64_t out_more = charged ? charged_on(day) : 0;
        cents_days += drawn;
        if (is_month_end(day)) {
            /* cents x days x 8 % / 365, to the nearest cent */
            interest = (cents_days * 16 + 365 * 100) / (365 * 200);
            cents_days = 0;
        }
        cash += in + paid_on(day) - interest - out_more;
        own += in + paid_on(day) - interest - out_more;
        if (cash < 1000000)
            move = 1000000 - cash < LIMIT - drawn ? 1000000 - cash : LIMIT - drawn;
        else
            move = cash - 1000000 < drawn ? 1000000 - cash : -drawn;
        cash += move;
        drawn += move;
        out.receipts[week] += in;
        out.interest[week] += interest;
        out.measures[week] -= out_more;
        out.net[week] += in + paid_on(day) - interest - out_more;
        out.line[week] += move;
        out.cash[week] = cash;
        out.drawn[week] = drawn;
        out.lowest = own < out.lowest ? own : out.lowest;
        if (own < 1000000 && out.first_short == 0)
            out.first_short = day;
        if (cash < 1000000 && out.first_gap == 0)
            out.first_gap = day;
    }
    return out;
}

/* --- beside it -------------------------------------------------------------------------------- */

static void assert_certain(const dc_estimate *e, int64_t cents)
{
    assert_true(e->applicable);
    assert_double_close(e->mean, (double)cents, 1e-6);
    for (int q = 0; q < DC_QUANTILE_COUNT; q++)
        assert_double_close(e->quantile[q], (double)cents, 1e-6);
}

static void assert_rows(const dc_liquidity *l)
{
    static const char *const names[] = {"grant", "bills", "payroll", "rent",
                                        "tax",   "capex", "dividend"};
    assert_int_equal(l->plan->row_count, sizeof names / sizeof names[0]);
    for (size_t row = 0; row < l->plan->row_count; row++) {
        assert_string_equal(l->plan->rows[row].name, names[row]);
        for (int week = 1; week <= WEEKS; week++) {
            int64_t sum = 0;
            for (size_t i = 0; i < COUNT; i++)
                if (strcmp(payments[i].row, names[row]) == 0 && (payments[i].day + 6) / 7 == week)
                    sum += payments[i].cents;
            assert_certain(&l->rows[row * l->plan->period_count + (size_t)week - 1], sum);
        }
    }
}

static void assert_table(const dc_liquidity *l, const by_hand *hand)
{
    assert_rows(l);
    for (int week = 1; week <= WEEKS; week++) {
        size_t p = (size_t)week - 1;
        assert_certain(&l->receipts[p], hand->receipts[week]);
        assert_certain(&l->interest[p], hand->interest[week]);
        assert_certain(&l->measures[p], hand->measures[week]);
        assert_certain(&l->net[p], hand->net[week]);
        assert_certain(&l->line[p], hand->line[week]);
        assert_certain(&l->cash[p], hand->cash[week]);
        assert_certain(&l->drawn[p], hand->drawn[week]);
    }
    const dc_cash_reach *near = &l->reach[DC_REACH_NEAR];
    assert_certain(&near->lowest, hand->lowest);
    assert_double_close(near->needed, hand->first_short > 0, 0.0);
    assert_double_close(near->exhausted, hand->first_gap > 0, 0.0);
    double lack = (double)(1000000 - hand->lowest);
    assert_double_close(near->line_95, lack > 0 ? lack : 0.0, 1e-6);
    assert_double_close(near->at_risk, 0.0, 1e-6);
    assert_double_close(near->shortfall, 0.0, 1e-6);
    for (int week = 1; week <= WEEKS; week++)
        assert_double_close(l->first_short[week],
                            hand->first_short > 0 && (hand->first_short + 6) / 7 == week, 1e-12);
}

static certain_run measured(dc_book *book, int32_t horizon)
{
    static const dc_policy baseline;
    static const dc_policy late = {
        .delay_count = 1, .delays = {{.days = DELAY, .share = 1, .from = 1, .to = INT32_MAX}}};
    dc_policy              charged = late;
    const dc_policy *const policies[] = {&baseline, &late, &charged};
    for (size_t i = 0; i < sizeof charges / sizeof charges[0]; i++)
        assert_true(dc_policy_charge(&charged, &charges[i]));
    return certain_run_of(book, policies, 3, horizon);
}

static void the_13_week_table_is_that_of_a_calculation_by_hand(void **state)
{
    (void)state;
    certain_run r = measured(given_company_of_known_days(), DAYS);
    by_hand     as_is = calculate(0, false), late = calculate(DELAY, false);
    by_hand     charged = calculate(DELAY, true);
    assert_table(r.outcome[0].liquidity, &as_is);
    assert_table(r.outcome[1].liquidity, &late);
    assert_table(r.outcome[2].liquidity, &charged);
    assert_true(charged.measures[2] < 0 && charged.lowest < late.lowest);
    /* The case is worth its while: the line moves, and 15 days later it does not suffice. */
    assert_true(as_is.first_short > 0 && as_is.first_gap == 0);
    assert_true(late.first_gap > 0);
    certain_run_free(&r);
}

static void the_line_bears_as_many_days_as_by_hand(void **state)
{
    (void)state;
    int days = 0;
    while (calculate(days, false).first_gap == 0)
        days++;
    certain_run              r = measured(given_company_of_known_days(), DAYS);
    const dc_reverse_stress *stress = &r.outcome[0].liquidity->reach[DC_REACH_NEAR].stress;
    assert_true(stress->known && stress->reached);
    assert_true(0 < days && days <= DELAY);
    assert_int_equal(stress->days, days);
    assert_double_close(stress->chance, 1.0, 0.0);
    assert_false(r.outcome[1].liquidity->reach[DC_REACH_NEAR].stress.known);
    certain_run_free(&r);
}

static void weeks_and_months_add_up_to_the_same_cash(void **state)
{
    (void)state;
    certain_run         r = measured(given_company_of_known_days(), DAYS);
    const dc_liquidity *l = r.outcome[1].liquidity;
    const dc_cash_plan *plan = l->plan;
    double              sum[2][4] = {{0.0}};
    for (size_t p = 0; p < plan->period_count; p++) {
        double *to = sum[plan->period[p].is_month];
        to[0] += l->receipts[p].mean;
        to[1] += l->net[p].mean;
        to[2] += l->line[p].mean;
        to[3] += l->interest[p].mean;
    }
    for (int i = 0; i < 4; i++)
        assert_double_close(sum[0][i], sum[1][i], 1e-6);
    assert_int_equal(plan->period[plan->period_count - 1].last_day, DAYS);
    assert_double_close(l->cash[plan->week_count - 1].mean, l->cash[plan->period_count - 1].mean,
                        1e-6);
    certain_run_free(&r);
}

static void without_cash_flows_are_told_and_balances_are_not(void **state)
{
    (void)state;
    dc_book *book = given_company_of_known_days();
    book->company.cash.known = false;
    certain_run         r = measured(book, DAYS);
    const dc_liquidity *l = r.outcome[0].liquidity;
    assert_rows(l);
    assert_false(l->plan->has_cash);
    assert_true(l->net[0].applicable);
    assert_false(l->cash[0].applicable);
    assert_false(l->reach[DC_REACH_NEAR].lowest.applicable);
    certain_run_free(&r);
}

static void a_book_of_invoices_alone_has_no_liquidity(void **state)
{
    (void)state;
    certain_run r = measured(given_book("2024-06-30", "customer invoice issued due amount\n"
                                                      "acme A-1 2024-06-03 2024-07-03 41000.00\n"),
                             DAYS);
    assert_null(r.outcome[0].liquidity);
    assert_null(r.outcome[1].liquidity);
    certain_run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_13_week_table_is_that_of_a_calculation_by_hand),
        cmocka_unit_test(the_line_bears_as_many_days_as_by_hand),
        cmocka_unit_test(weeks_and_months_add_up_to_the_same_cash),
        cmocka_unit_test(without_cash_flows_are_told_and_balances_are_not),
        cmocka_unit_test(a_book_of_invoices_alone_has_no_liquidity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
