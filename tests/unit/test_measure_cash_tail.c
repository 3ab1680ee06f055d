/*
 * A company that sells, buys and pays the same every day: once its known bills end nothing may
 * change.  Then what happens when sales double, when the plan buys, when tax comes back.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"
#include "support/given_steady.h"

#include <string.h>

static const char one_invoice[] = "customer invoice issued due amount\n"
                                  "acme A-1 2022-06-01 2022-07-01 1.00\n";

static void what_went_on_steadily_goes_on_where_known_items_end(void **state)
{
    (void)state;
    int64_t sold[DAYS + 1];
    steadily(sold, SOLD);
    run            r = followed(given_steady_company(), sold);
    const dc_tail *tail = r.plan->tail;
    assert_double_close(tail->bought * tail->cost / tail->net, 0.5, 1e-12);
    assert_double_close(tail->terms_days, TERMS, 1e-12);
    for (int day = 1; day <= DAYS; day++) {
        /* the same leaves every day, whether for a bill that is known or one to come */
        int64_t paid = r.plan->certain[day] + at(flow_of(&r, "purchases_from_sales"), day);
        assert_int_equal(paid, -BILLED);
        assert_int_equal(at(r.days.inventory, day), 60 * COST);
        int known = day < TERMS ? TERMS - day : 0; /* open bills left */
        assert_int_equal(at(r.days.payables, day) + known * BILLED, TERMS * BILLED);
    }
    end(&r);
}

/* On Saturday 20 July the calendar of none is open; June is settled then, July in August. */
static void tax_is_settled_by_month_on_its_day(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int         booked_days; /* of the month before */
    } settled[] = {{"2024-07-20", 30}, {"2024-08-20", 31}, {"2024-09-20", 31}, {"2024-10-20", 30}};
    int64_t sold[DAYS + 1], sum = 0;
    steadily(sold, SOLD);
    run            r = followed(given_steady_company(), sold);
    const int64_t *flow = flow_of(&r, "vat_from_sales");
    for (size_t i = 0; i < sizeof settled / sizeof settled[0]; i++) {
        int day = dc_date_days_between(r.book->as_of, date(settled[i].day));
        assert_int_equal(at(flow, day), -settled[i].booked_days * (SOLD_TAX - BILLED_TAX));
        sum += at(flow, day);
    }
    for (int day = 1; day <= 112; day++)
        sum -= at(flow, day);
    assert_int_equal(sum, 0); /* and on no other day */
    /* What is owed is the month so far, and June until it is settled. */
    assert_int_equal(at(r.days.tax, 1), 31 * (SOLD_TAX - BILLED_TAX));
    assert_int_equal(at(r.days.tax, 20), 20 * (SOLD_TAX - BILLED_TAX));
    end(&r);
}

static void twice_the_sales_need_twice_the_inventory_a_quarter_later(void **state)
{
    (void)state;
    int64_t sold[DAYS + 1], paid = 0;
    steadily(sold, 2 * SOLD);
    run r = followed(given_steady_company(), sold);
    for (int day = 1; day <= DAYS; day++)
        paid -= at(flow_of(&r, "purchases_from_sales"), day);
    assert_int_equal(at(r.days.inventory, 45), 60 * COST + (60 * COST * 45 + 45) / 91);
    assert_int_equal(at(r.days.inventory, 91), 120 * COST);
    assert_int_equal(at(r.days.inventory, DAYS), 120 * COST);
    /* all that was sold and the rise of inventory, with tax, but what is not due yet */
    int64_t bought = (DAYS * 2 * COST + 60 * COST) * 119 / 100;
    assert_int_equal(paid, bought - at(r.days.payables, DAYS));
    assert_int_equal(at(r.days.payables, DAYS), TERMS * 2 * BILLED);
    end(&r);
}

static void nothing_is_bought_while_there_is_more_than_is_wanted(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1];
    dc_book *book = given_steady_company();
    steadily(sold, SOLD);
    book->company.tail.inventory_days = 30;
    book->company.tail.inventory_over = 20; /* 1.5 days of cost less a day, which sells 1 */
    run r = followed(book, sold);
    for (int day = 1; day <= 20 + TERMS; day++)
        assert_int_equal(at(flow_of(&r, "purchases_from_sales"), day), 0);
    assert_int_equal(at(r.days.inventory, 20), 40 * COST);
    assert_int_equal(at(r.days.inventory, 30), 30 * COST);
    assert_int_equal(at(r.days.inventory, DAYS), 30 * COST);
    end(&r);
}

static void the_plan_comes_first_and_sales_drive_what_is_paid_after_it(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1];
    dc_book *book = given_steady_company();
    steadily(sold, SOLD);
    given_line(book, "purchases", "2024-07-01", "2024-09-30", "-5474.00");
    run r = followed(book, sold);
    int last = dc_date_days_between(book->as_of, date("2024-09-30"));
    for (int day = 1; day <= last; day++)
        assert_int_equal(at(flow_of(&r, "purchases_from_sales"), day), 0);
    for (int day = last + 1; day <= DAYS; day++)
        assert_int_equal(at(flow_of(&r, "purchases_from_sales"), day), -BILLED);
    end(&r);
}

static void a_plan_of_tax_leaves_nothing_to_settle_before_it_ends(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1];
    dc_book *book = given_steady_company();
    steadily(sold, SOLD);
    given_line(book, "vat", "2024-07-20", "2024-07-20", "-300.00");
    given_line(book, "VAT", "2024-08-20", "2024-08-20", "-300.00");
    run            r = followed(book, sold);
    const int64_t *flow = flow_of(&r, "vat_from_sales");
    int            september = dc_date_days_between(book->as_of, date("2024-09-20"));
    for (int day = 1; day < september; day++)
        assert_int_equal(at(flow, day), 0);
    assert_int_equal(at(flow, september), -31 * (SOLD_TAX - BILLED_TAX));
    end(&r);
}

/* No sales: input tax alone.  It waits, or comes back at once. */
static void tax_in_our_favour_is_carried_or_paid(void **state)
{
    (void)state;
    static const char *const refunds[] = {"carried", "paid"};
    for (int i = 0; i < 2; i++) {
        int64_t  sold[DAYS + 1];
        dc_book *book = given_steady_company();
        steadily(sold, SOLD);
        book->company.tail.vat_refund = refunds[i];
        book->company.vat_owed = (dc_figure){true, DC_MONEY(-100000)};
        run            r = followed(book, sold);
        const int64_t *flow = flow_of(&r, "vat_from_sales");
        int            july = dc_date_days_between(book->as_of, date("2024-07-20"));
        int            august = dc_date_days_between(book->as_of, date("2024-08-20"));
        int            october = dc_date_days_between(book->as_of, date("2024-11-20"));
        assert_int_equal(at(flow, july), i == 0 ? 0 : 100000);
        assert_int_equal(at(flow, august), i == 0 ? 0 : -31 * 950);
        /* 1,000.00 less July, August, September and October: 123 days of 9.50 */
        assert_int_equal(at(flow, october), i == 0 ? 100000 - 123 * 950 : -31 * 950);
        end(&r);
    }
}

/* Fun Toys of Ross, Westerfield & Jordan, "Fundamentals of Corporate Finance": payables are 60 %
 * of the sales of a quarter, wages and other costs 20 %, sales 200, 300, 250 and 400. */
static void lines_that_follow_sales_are_those_of_fun_toys(void **state)
{
    (void)state;
    static const int64_t quarters[] = {20000, 30000, 25000, 40000};
    int64_t              sold[DAYS + 1] = {0};
    dc_book             *book = given_book("2023-12-31", one_invoice);
    for (int q = 0; q < 4; q++)
        sold[1 + 91 * q] = quarters[q];
    given_line(book, "goods", "2024-01-01", "2024-12-31", "0.00")->of_sales = -0.6;
    given_line(book, "payroll", "2024-01-01", "2024-12-31", "0.00")->of_sales = -0.2;
    run            r = followed(book, sold);
    const int64_t *goods = flow_of(&r, "goods_of_sales"), *pay = flow_of(&r, "payroll_of_sales");
    for (int q = 0; q < 4; q++) {
        assert_int_equal(at(goods, 1 + 91 * q), -quarters[q] * 60 / 100);
        assert_int_equal(at(pay, 1 + 91 * q), -quarters[q] * 20 / 100);
    }
    end(&r);
}

static void costs_with_sales_are_paid_after_their_delay(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1];
    dc_book *book = given_steady_company();
    steadily(sold, SOLD);
    dc_plan_line *line = given_line(book, "freight", "2024-07-01", "2024-07-31", "0.00");
    line->of_sales = -0.08;
    line->delay = 10;
    line->vat = 0.19;
    run            r = followed(book, sold);
    const int64_t *flow = flow_of(&r, "freight_of_sales");
    for (int day = 1; day <= DAYS; day++)
        assert_int_equal(at(flow, day), day > 10 && day <= 41 ? -(800 + 152) : 0);
    end(&r);
}

static void without_bills_payables_are_paid_over_the_days_they_stand_for(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1];
    dc_book *book = given_steady_company();
    steadily(sold, SOLD);
    book->bills.count = 0;
    book->company.payables = (dc_figure){true, DC_MONEY(TERMS * BILLED)};
    run r = followed(book, sold);
    assert_double_close(r.plan->tail->terms_days, TERMS, 1e-12);
    for (int day = 1; day <= DAYS; day++)
        assert_int_equal(r.plan->certain[day] + at(flow_of(&r, "purchases_from_sales"), day),
                         -BILLED);
    end(&r);
}

static void only_open_bills_do_not_make_terms_too_long(void **state)
{
    (void)state;
    /* As much is bought at 10 as at 50 days every day: among open bills the latter are five times
     * as many. */
    dc_book *book = given_book("2024-06-30", one_invoice);
    int64_t  sold[DAYS + 1] = {0};
    char     issued[11], due[11];
    for (int terms = 10; terms <= 50; terms += 40)
        for (int i = 0; i < terms; i++) {
            dc_date_format(issued, dc_date_add_days(book->as_of, -i));
            dc_date_format(due, dc_date_add_days(book->as_of, terms - i));
            given_bill(book, "mill", "materials", issued, due, "10.00");
        }
    book->company.gross_margin = 0.4;
    run r = followed(book, sold);
    assert_int_equal(r.plan->tail->group_count, 2);
    assert_double_close(r.plan->tail->terms_days, 30.0, 1e-12);
    end(&r);
}

static void a_book_that_tells_no_cost_buys_nothing_and_says_so(void **state)
{
    (void)state;
    int64_t  sold[DAYS + 1] = {0};
    dc_book *book = given_book("2024-06-30", one_invoice);
    bool     said = false;
    given_line(book, "rent", "2024-07-01", "2024-07-01", "-5.00");
    run            r = followed(book, sold);
    const dc_tail *tail = r.plan->tail;
    assert_int_equal(tail->driven_count, 0);
    for (size_t i = 0; i < tail->input_count; i++)
        said |= tail->input[i].source == DC_WORD_TAIL_MISSING_PURCHASES;
    assert_true(said);
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_went_on_steadily_goes_on_where_known_items_end),
        cmocka_unit_test(tax_is_settled_by_month_on_its_day),
        cmocka_unit_test(twice_the_sales_need_twice_the_inventory_a_quarter_later),
        cmocka_unit_test(nothing_is_bought_while_there_is_more_than_is_wanted),
        cmocka_unit_test(the_plan_comes_first_and_sales_drive_what_is_paid_after_it),
        cmocka_unit_test(a_plan_of_tax_leaves_nothing_to_settle_before_it_ends),
        cmocka_unit_test(tax_in_our_favour_is_carried_or_paid),
        cmocka_unit_test(lines_that_follow_sales_are_those_of_fun_toys),
        cmocka_unit_test(costs_with_sales_are_paid_after_their_delay),
        cmocka_unit_test(without_bills_payables_are_paid_over_the_days_they_stand_for),
        cmocka_unit_test(only_open_bills_do_not_make_terms_too_long),
        cmocka_unit_test(a_book_that_tells_no_cost_buys_nothing_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
