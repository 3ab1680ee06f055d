/*
 * What a policy makes of purchases, inventory and costs that follow sales, of a company that sells,
 * buys and pays the same every day: by hand.
 */
#include "support/certain_run.h"
#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_steady.h"

#include <string.h>

static int64_t out_on(const run *r, int day)
{
    return r->plan->certain[day] + at(flow_of(r, "purchases_from_sales"), day);
}

/* What the runs differ by on their flow of a row, on each day. */
static void assert_same_flow(const run *a, const run *b, const char *row)
{
    for (int day = 1; day <= DAYS; day++)
        assert_int_equal(at(flow_of(a, row), day), at(flow_of(b, row), day));
}

/* Open bills and those to come are a day late: nothing is paid tomorrow, then as before. */
static void a_day_later_is_a_day_of_purchases_once(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_policy policy = {.supplier_count = 1};
    policy.suppliers[0] = (dc_supplier_change){.days = 1, .pass_through = 1.0, .from = 1};
    steadily(sold, SOLD);
    run as_is = followed(given_steady_company(), sold);
    run r = followed_under(given_steady_company(), &policy, sold);
    assert_int_equal(out_on(&r, 1), 0);
    for (int day = 2; day <= DAYS; day++)
        assert_int_equal(out_on(&r, day), -BILLED);
    assert_same_flow(&r, &as_is, "vat_from_sales");
    assert_double_close(r.plan->tail->terms_days, TERMS, 1e-12); /* those that were learnt */
    assert_int_equal(at(r.days.payables, DAYS), (TERMS + 1) * BILLED);
    assert_int_equal(at(r.days.inventory, DAYS), 60 * COST);
    end(&r);
    end(&as_is);
}

/* Ten days sooner with 2 % off: ten days of purchases more, all but tomorrow's own at 98 %. */
static void sooner_brings_the_discount_on_bills_to_come(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_policy policy = {.supplier_count = 1};
    policy.suppliers[0] =
        (dc_supplier_change){.days = -10, .pass_through = 1.0, .discount = 0.02, .from = 1};
    steadily(sold, SOLD);
    run r = followed_under(given_steady_company(), &policy, sold);
    assert_int_equal(out_on(&r, 1), -BILLED - 10 * BILLED * 98 / 100);
    for (int day = 2; day <= DAYS; day++)
        assert_int_equal(out_on(&r, day), -BILLED * 98 / 100);
    end(&r);
}

/* The same of payables of which only the sum is told. */
static void sooner_brings_no_discount_on_what_is_due_tomorrow(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_book  *book = given_steady_company();
    dc_policy policy = {.supplier_count = 1};
    book->bills.count = 0;
    book->company.payables = (dc_figure){true, DC_MONEY(TERMS * BILLED)};
    policy.suppliers[0] =
        (dc_supplier_change){.days = -10, .pass_through = 1.0, .discount = 0.02, .from = 1};
    steadily(sold, SOLD);
    run r = followed_under(book, &policy, sold);
    assert_int_equal(out_on(&r, 1), -BILLED - 10 * BILLED * 98 / 100);
    for (int day = 2; day <= DAYS; day++)
        assert_int_equal(out_on(&r, day), -BILLED * 98 / 100);
    end(&r);
}

/* Paid on the last days of months, a bill is paid sooner where the ten days reach an earlier one:
 * of 30 days' terms what is bought on the 2nd to the 11th of a month of 31 days. */
static void bills_to_come_of_one_run_stay_in_full(void **state)
{
    (void)state;
    static dc_pay_rule at_month_ends = {.supplier = "", .category = "", .month_days = 1u << 31};
    int64_t            sold[DAYS + 1];
    dc_policy          policy = {.supplier_count = 1};
    dc_book           *book = given_steady_company();
    book->company.pay_rules = &at_month_ends;
    book->company.pay_rule_count = 1;
    policy.suppliers[0] =
        (dc_supplier_change){.days = -10, .pass_through = 1.0, .discount = 0.02, .from = 1};
    steadily(sold, SOLD);
    run    r = followed_under(book, &policy, sold);
    size_t less = 0;
    for (int day = 1; day <= DAYS; day++) {
        const dc_tail_group *group = &r.plan->tail->group[0];
        dc_date              bought = dc_date_add_days(r.book->as_of, day);
        dc_date              due = dc_date_month_end(dc_date_add_days(bought, group->terms_days));
        dc_date sooner = dc_date_month_end(dc_date_add_days(bought, group->terms_days - 10));
        bool    is_less = sooner.day < due.day && sooner.day >= bought.day;
        assert_double_close(group->off[day], is_less ? 0.02 : 0.0, 1e-12);
        less += is_less;
    }
    assert_true(less > 0 && less < DAYS);
    end(&r);
}

/* The steady company with two bills instead: 200.00 in dollars of 0.90 and 60.00 in euros, so that
 * 180 / (180 + 60), three quarters, of what it will buy is in dollars. */
static dc_book *given_importer(void)
{
    dc_book *book = given_steady_company();
    uint16_t usd = (uint16_t)book->currency_count++;
    book->currencies[usd] =
        (dc_currency){.code = "USD", .decimals = 2, .has_rate = true, .rate = {9, 1}};
    book->bills.count = 2;
    book->bills.currency[0] = usd;
    book->bills.amount[0] = DC_MONEY(20000);
    book->bills.amount[1] = DC_MONEY(6000);
    book->company.tail.purchase_share = 0.5; /* as ever: 59.50 a day with tax */
    return book;
}

/* A dollar a tenth dearer makes what is bought 7.5 % dearer: 75 % of it by 10 %.  With three fifths
 * of dollars hedged at today's rate 75 % of two fifths, 3 %. */
static void purchases_to_come_move_with_the_currencies_of_the_bills(void **state)
{
    (void)state;
    static const double more[] = {0.075, 0.03}, exposed[] = {0.75 * 1.1, 0.75 * 0.4 * 1.1};
    int64_t             sold[DAYS + 1];
    dc_hedge            hedge = {"USD", 0.6, 0.90, DC_DATE_NONE, DC_DATE_NONE};
    dc_policy           policy = {.rate_count = 1};
    policy.rates[0] = (dc_rate_change){.change = 0.1, .from = 41, .to = 60};
    steadily(sold, SOLD);
    for (int with_hedge = 0; with_hedge < 2; with_hedge++) {
        dc_book *book = given_importer();
        book->company.tail.hedges = &hedge;
        book->company.tail.hedge_count = (size_t)with_hedge;
        run            r = followed_under(book, &policy, sold);
        const dc_tail *tail = r.plan->tail;
        assert_double_close(tail->in_currency[book->home], 0.25, 1e-12);
        assert_double_close(tail->in_currency[book->currency_count - 1], 0.75, 1e-12);
        for (int day = 1; day <= DAYS; day++) {
            bool dearer = day >= 41 && day <= 60;
            assert_double_close(tail->rate_change[day], dearer ? more[with_hedge] : 0.0, 1e-12);
            assert_double_close(tail->exposure[day], exposed[with_hedge] / (dearer ? 1.0 : 1.1),
                                1e-12);
        }
        /* In euros of today nothing else is bought. */
        assert_int_equal(at(flow_of(&r, "purchases_from_sales"), 50), -BILLED);
        end(&r);
    }
}

/* Index of a row of the plan. */
static size_t row_called(const dc_liquidity *l, const char *name)
{
    size_t row = 0;
    while (row < l->plan->row_count && strcmp(l->plan->rows[row].name, name) != 0)
        row++;
    assert_true(row < l->plan->row_count);
    return row;
}

/* Week by week 7.5 % of what purchases cost, but for the half cent by which each day is rounded. */
static void what_they_cost_more_is_an_exchange_difference_on_every_path(void **state)
{
    (void)state;
    static const dc_policy none;
    dc_policy              dearer = {.rate_count = 1};
    const dc_policy *const policies[] = {&none, &dearer};
    dearer.rates[0] = (dc_rate_change){.change = 0.1, .from = 1, .to = INT32_MAX};
    dc_book *book = given_importer();
    book->bills.paid[0] = book->bills.paid[1] = book->as_of; /* nothing but purchases to come */
    certain_run         r = certain_run_of(book, policies, 2, 91);
    const dc_liquidity *l = r.outcome[1].liquidity, *base = r.outcome[0].liquidity;
    size_t bought = row_called(l, "purchases_from_sales"), periods = l->plan->period_count;
    size_t exchange = row_called(l, "exchange_differences"), paid_weeks = 0;
    for (size_t week = 0; week < 13; week++) {
        double cost = l->rows[bought * periods + week].mean;
        double more = l->rows[exchange * periods + week].mean;
        paid_weeks += cost < 0.0;
        assert_double_close(more, 0.075 * cost, 7 * 0.5);
        assert_double_close(
            cost,
            base->rows[row_called(base, "purchases_from_sales") * base->plan->period_count + week]
                .mean,
            1e-9);
    }
    assert_true(paid_weeks >= 8); /* after 30 days */
    certain_run_free(&r);
}

/* Each second bill comes from another supplier, which is paid 20 days later. */
static void one_supplier_moves_its_share_of_bills_to_come(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_scope  mine = DC_SCOPE_INIT;
    dc_policy policy = {.supplier_count = 1};
    dc_book  *book = given_steady_company();
    mine.supplier = "other";
    policy.suppliers[0] = (dc_supplier_change){
        .scopes = {1, &mine}, .days = 20, .pass_through = 1.0, .from = TERMS + 1};
    for (size_t i = 0; i < book->bills.count; i += 2)
        book->bills.supplier[i] = "other";
    steadily(sold, SOLD);
    run r = followed_under(book, &policy, sold);
    assert_int_equal(r.plan->tail->group_count, 2);
    for (int day = 1; day <= TERMS; day++)
        assert_int_equal(out_on(&r, day), -BILLED); /* bills that are due before the first day */
    for (int day = TERMS + 1; day <= TERMS + 20; day++)
        assert_int_equal(out_on(&r, day), -2967); /* of the year, 182 bills of 365 */
    for (int day = TERMS + 21; day <= DAYS; day++)
        assert_int_equal(out_on(&r, day), -BILLED);
    end(&r);
}

/* All of it at once: nothing is bought for 60 days, which is paid for 30 days later; its input tax
 * lacks from the next return on. */
static void inventory_falls_by_what_is_not_bought(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_policy policy = {.inventory_count = 1};
    policy.inventories[0] = (dc_inventory_change){.change = -1.0, .from = 1, .over = 1};
    steadily(sold, SOLD);
    run            r = followed_under(given_steady_company(), &policy, sold);
    const int64_t *tax = flow_of(&r, "vat_from_sales");
    for (int day = 1; day <= DAYS; day++) {
        bool saved = day > TERMS && day <= TERMS + 60;
        assert_int_equal(out_on(&r, day), saved ? 0 : -BILLED);
        assert_int_equal(at(r.days.inventory, day), day < 60 ? (60 - day) * COST : 0);
    }
    assert_int_equal(at(tax, dc_date_days_between(r.book->as_of, date("2024-07-20"))),
                     -30 * (SOLD_TAX - BILLED_TAX));
    assert_int_equal(at(tax, dc_date_days_between(r.book->as_of, date("2024-08-20"))),
                     -31 * SOLD_TAX);
    end(&r);
}

/* A tenth more over 10 days: 0.6 days of cost on each, on top. */
static void inventory_is_built_up_and_paid_by_the_terms(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_policy policy = {.inventory_count = 1};
    policy.inventories[0] = (dc_inventory_change){.change = 0.1, .from = 5, .over = 10};
    steadily(sold, SOLD);
    run r = followed_under(given_steady_company(), &policy, sold);
    for (int day = 1; day <= DAYS; day++) {
        bool more = day >= 5 + TERMS && day < 15 + TERMS;
        assert_int_equal(out_on(&r, day), more ? -BILLED * 16 / 10 : -BILLED);
    }
    assert_int_equal(at(r.days.inventory, 9), 63 * COST);
    assert_int_equal(at(r.days.inventory, DAYS), 66 * COST);
    end(&r);
}

/* Where the plan buys until September, less can be bought only then. */
static void what_the_plan_buys_is_bought(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_policy policy = {.inventory_count = 1};
    dc_book  *book = given_steady_company();
    policy.inventories[0] = (dc_inventory_change){.change = -0.5, .from = 1, .over = 1};
    given_line(book, "purchases", "2024-07-01", "2024-09-30", "-5474.00");
    steadily(sold, SOLD);
    run r = followed_under(book, &policy, sold);
    int last = dc_date_days_between(book->as_of, date("2024-09-30"));
    for (int day = last + 1; day <= DAYS; day++)
        assert_int_equal(at(flow_of(&r, "purchases_from_sales"), day),
                         day <= last + 30 ? 0 : -BILLED);
    assert_int_equal(at(r.days.inventory, DAYS), 30 * COST);
    end(&r);
}

static dc_plan_line *given_commission(dc_book *book, const char *from, int32_t delay)
{
    dc_plan_line *line = given_line(book, "commission", from, "2025-12-31", "0.00");
    line->of_sales = -0.1;
    line->delay = delay;
    return line;
}

/* 60 days after the sales of May and June, which are in the ledger. */
static void what_was_sold_already_is_paid_for_after_the_delay(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1];
    dc_book *book = given_steady_company();
    given_commission(book, "2024-05-01", 60)->vat = 0.2;
    steadily(sold, 2 * SOLD);
    run            r = followed(book, sold);
    const int64_t *flow = flow_of(&r, "commission_of_sales");
    for (int day = 1; day <= DAYS; day++)
        assert_int_equal(at(flow, day), day <= 60 ? -1200 : -2400);
    assert_true(r.plan->tail->driven_tax != DC_NONE);
    end(&r);
    book = given_steady_company();
    given_commission(book, "2024-06-21", 60); /* of ten days of June */
    r = followed(book, sold);
    flow = flow_of(&r, "commission_of_sales");
    for (int day = 1; day <= DAYS; day++)
        assert_int_equal(at(flow, day), day <= 50 ? 0 : day <= 60 ? -1000 : -2000);
    end(&r);
}

/* A third more on sales of the days 11 .. 40, little by little at first; then ended. */
static void costs_change_lines_that_follow_sales(void **state)
{
    (void)state;
    int64_t   sold[DAYS + 1];
    dc_policy policy = {.line_count = 1};
    dc_book  *book = given_steady_company();
    policy.lines[0] = (dc_plan_change){.change = 0.3, .from = 11, .to = 40, .ramp = 2};
    given_commission(book, "2024-01-01", 5);
    steadily(sold, SOLD);
    run            r = followed_under(book, &policy, sold);
    const int64_t *flow = flow_of(&r, "commission_of_sales");
    for (int day = 1; day <= DAYS; day++) {
        int of = day - 5, more = of < 11 || of > 40 ? 0 : of < 13 ? 100 * (of - 10) : 300;
        assert_int_equal(at(flow, day), -1000 - more);
    }
    end(&r);
    policy.lines[0] = (dc_plan_change){.change = -1.0, .from = 1, .to = INT32_MAX};
    book = given_steady_company();
    given_commission(book, "2024-01-01", 5);
    r = followed_under(book, &policy, sold);
    flow = flow_of(&r, "commission_of_sales");
    for (int day = 1; day <= DAYS; day++)
        assert_int_equal(at(flow, day), day <= 5 ? -1000 : 0); /* of what is sold already */
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_later_is_a_day_of_purchases_once),
        cmocka_unit_test(sooner_brings_the_discount_on_bills_to_come),
        cmocka_unit_test(sooner_brings_no_discount_on_what_is_due_tomorrow),
        cmocka_unit_test(bills_to_come_of_one_run_stay_in_full),
        cmocka_unit_test(purchases_to_come_move_with_the_currencies_of_the_bills),
        cmocka_unit_test(what_they_cost_more_is_an_exchange_difference_on_every_path),
        cmocka_unit_test(one_supplier_moves_its_share_of_bills_to_come),
        cmocka_unit_test(inventory_falls_by_what_is_not_bought),
        cmocka_unit_test(inventory_is_built_up_and_paid_by_the_terms),
        cmocka_unit_test(what_the_plan_buys_is_bought),
        cmocka_unit_test(what_was_sold_already_is_paid_for_after_the_delay),
        cmocka_unit_test(costs_change_lines_that_follow_sales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
