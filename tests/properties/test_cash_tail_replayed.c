/*
 * What sales drive, on every path of a lively company, is what a second program books bill by bill:
 * whatever the rules of payment, the returns of sales tax, and what the plan says itself.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"
#include "support/given_future.h"

#include <string.h>

#include "duecast/cash_tail.h"

enum { HORIZON = 200, PATHS = 300 };

typedef struct {
    const char *name;
    void (*change)(dc_book *book);
} variant;

static void usual(dc_book *book)
{
    book->company.tail.vat_every = "month";
    book->company.tail.vat_rate = 0.2;
}

static void runs_and_discounts(dc_book *book)
{
    static dc_pay_rule rules[] = {
        {.supplier = "", .category = "", .weekdays = 1u << 3, .stretch_days = 4},
        {.supplier = "",
         .category = "energy",
         .month_days = 1u << 15 | 1u << 31,
         .discount = 0.02,
         .discount_days = 16}};
    usual(book);
    book->company.pay_rules = rules;
    book->company.pay_rule_count = 2;
}

static void by_quarter_and_paid_back(dc_book *book)
{
    usual(book);
    book->company.tail.vat_every = "quarter";
    book->company.tail.vat_refund = "paid";
    book->company.tail.vat_months = 2;
    book->company.tail.vat_day = 7;
    book->company.tail.purchase_share = 1.4;
    book->company.vat_owed = (dc_figure){true, money("-1234.56")};
}

static void less_inventory(dc_book *book)
{
    usual(book);
    book->company.tail.inventory_days = 5;
    book->company.tail.inventory_over = 40;
}

static void planned_at_first(dc_book *book)
{
    usual(book);
    given_line(book, "purchases", "2024-07-01", "2024-08-31", "-9000.00");
    given_line(book, "vat", "2024-08-20", "2024-08-20", "-700.00");
}

static void neither_tax_nor_inventory(dc_book *book)
{
    book->company.inventory = (dc_figure){0};
}

static void payables_alone(dc_book *book)
{
    usual(book);
    book->bills.count = 0;
    book->company.payables = (dc_figure){true, money("31000.00")};
}

static const variant variants[] = {
    {"usual", usual},
    {"runs and discounts", runs_and_discounts},
    {"by quarter and paid back", by_quarter_and_paid_back},
    {"less inventory", less_inventory},
    {"planned at first", planned_at_first},
    {"neither tax nor inventory", neither_tax_nor_inventory},
    {"payables alone", payables_alone},
};

static dc_book *given_trading_company(const variant *v)
{
    dc_book *book = given_company(11, 6, 0);
    given_bill(book, "mill", "materials", "2024-06-03", "2024-07-03", "4100.00");
    given_bill(book, "mill", "materials", "2024-06-20", "2024-07-20", "3900.00");
    given_bill(book, "grid", "energy", "2024-06-25", "2024-07-09", "800.40");
    given_bill(book, "till", "office", "2024-05-02", "2024-06-01", "99.99");
    given_line(book, "freight", "2024-07-01", "2024-12-31", "0.00")->of_sales = -0.07;
    dc_plan_line *line = given_line(book, "agents", "2024-08-01", "2024-08-31", "0.00");
    line->of_sales = -0.031;
    line->delay = 12;
    line->vat = 0.2;
    line = given_line(book, "rent", "2024-07-01", "2024-07-31", "-3000.00");
    line->vat = 0.2;
    line->uncertainty = 0.1;
    line = given_line(book, "agents", "2024-04-15", "2024-06-30", "0.00");
    line->of_sales = -0.013;
    line->delay = 45;
    line->vat = 0.07;
    given_cash(book, "50000.00", "20000.00", "90000.00", 0.08, "1000.00");
    book->company.gross_margin = 0.35;
    book->company.inventory = (dc_figure){true, money("60000.00")};
    v->change(book);
    return book;
}

static const dc_check *find(const dc_checks *checks, const char *name)
{
    for (size_t i = 0; i < checks->count; i++)
        if (strcmp(checks->check[i].name, name) == 0)
            return &checks->check[i];
    return NULL;
}

enum { POLICIES = 5 };

typedef struct {
    given_future     given;
    dc_outcome       outcome[POLICIES];
    const dc_policy *policies[POLICIES];
} run;

static dc_checks verified(run *r)
{
    dc_checks checks = {0};
    assert_int_equal(dc_verify_identities(&checks, r->given.arena, r->given.book, r->given.model,
                                          r->given.items, &r->given.today, r->policies, r->outcome,
                                          POLICIES, &r->given.options),
                     DC_OK);
    return checks;
}

static void start(run *r, const variant *v)
{
    static const dc_policy baseline;
    static const dc_policy late = {
        .delay_count = 1, .delays = {{.days = 20, .share = 0.5, .from = 1, .to = INT32_MAX}}};
    static dc_scope        mill, agents;
    static const dc_policy terms = {
        .supplier_count = 2,
        .suppliers = {
            {.scopes = {1, &mill}, .days = 13, .pass_through = 0.8, .from = 9, .ramp = 30},
            {.days = -6, .pass_through = 1.0, .discount = 0.015, .from = 1}}};
    static const dc_policy less = {.inventory_count = 2,
                                   .inventories = {{.change = -0.7, .from = 3, .over = 11},
                                                   {.change = 0.25, .from = 60, .over = 40}}};
    static const dc_policy costs = {
        .line_count = 2,
        .lines = {{.scopes = {1, &agents}, .change = 0.4, .from = 40, .to = 55, .ramp = 7},
                  {.change = -0.2, .from = 20, .to = 90}}};
    mill = agents = DC_SCOPE_INIT;
    mill.supplier = "mill";
    agents.line = "agents";
    dc_book *book = given_trading_company(v);
    r->given = given_future_of(book, given_lively_model(book), HORIZON);
    r->given.options.path_count = given_paths(PATHS);
    r->policies[0] = &baseline;
    r->policies[1] = &late;
    r->policies[2] = &terms;
    r->policies[3] = &less;
    r->policies[4] = &costs;
    assert_int_equal(dc_outcomes_measure(r->outcome, r->given.arena, book, r->given.model,
                                         r->given.items, &r->given.today, r->policies, POLICIES,
                                         &r->given.options),
                     DC_OK);
}

static void all_that_sales_drive_is_booked_again(void **state)
{
    (void)state;
    static const char *const names[] = {"identity_i6_cash", "identity_i7_cash", "identity_i8",
                                        "identity_i9"};
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        run r;
        start(&r, &variants[i]);
        dc_checks checks = verified(&r);
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            const dc_check *check = find(&checks, names[n]);
            assert_non_null(check);
            if (!check->passed)
                fail_msg("%s: %s, %s", variants[i].name, names[n], check->detail[DC_ENGLISH]);
        }
        const dc_tail *tail = r.outcome[0].liquidity->plan->tail;
        assert_true(tail->buys);
        const dc_check *capital = find(&checks, "working_capital_moves");
        assert_true((capital != NULL) == (tail->first_day == 1));
        if (capital && !capital->passed)
            fail_msg("%s: %s", variants[i].name, capital->detail[DC_ENGLISH]);
        given_future_free(&r.given);
    }
}

static void a_wrong_balance_would_be_seen(void **state)
{
    (void)state;
    run r;
    start(&r, &variants[0]);
    r.outcome[1].paired[DC_TRADE_WCR][0][7] += 1e4;
    dc_checks checks = verified(&r);
    assert_false(find(&checks, "working_capital_moves")->passed);
    r.outcome[1].paired[DC_TRADE_WCR][0][7] -= 1e4;
    r.outcome[0].liquidity->reach[DC_REACH_FAR].lowest_of[3] -= 1e4;
    checks = verified(&r);
    assert_true(find(&checks, "working_capital_moves")->passed);
    assert_false(find(&checks, "identity_i6_cash")->passed);
    given_future_free(&r.given);
}

/* Rows add up to their section and sections to the cash flow, on the mean and by period. */
static void rows_that_are_driven_add_up(void **state)
{
    (void)state;
    run r;
    start(&r, &variants[1]);
    const dc_liquidity *l = r.outcome[1].liquidity;
    for (size_t p = 0; p < l->plan->period_count; p++) {
        double sum[DC_CASH_SECTIONS] = {0.0};
        for (size_t row = 0; row < l->plan->row_count; row++)
            sum[l->plan->rows[row].section] += l->rows[row * l->plan->period_count + p].mean;
        double flow = l->receipts[p].mean + sum[DC_CASH_RECEIPTS] + sum[DC_CASH_OPERATING];
        assert_double_close(l->operating_cash_flow[p].mean, flow, 1e-3);
        assert_double_close(l->net[p].mean, flow + sum[DC_CASH_NON_OPERATING] - l->interest[p].mean,
                            1e-3);
    }
    given_future_free(&r.given);
}

static void more_late_payers_do_not_change_what_is_bought(void **state)
{
    (void)state;
    run r;
    start(&r, &variants[0]);
    const dc_cash_plan *plan = r.outcome[0].liquidity->plan;
    for (size_t row = 0; row < plan->row_count; row++)
        for (size_t p = 0; p < plan->period_count; p++)
            assert_double_close(r.outcome[0].liquidity->rows[row * plan->period_count + p].mean,
                                r.outcome[1].liquidity->rows[row * plan->period_count + p].mean,
                                0.0);
    given_future_free(&r.given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_sales_drive_is_booked_again),
        cmocka_unit_test(a_wrong_balance_would_be_seen),
        cmocka_unit_test(rows_that_are_driven_add_up),
        cmocka_unit_test(more_late_payers_do_not_change_what_is_bought),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
