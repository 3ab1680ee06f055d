/* Customers that pay by acceptance bill: their cash by hand, 1 July 2024 being day 1, a Monday. */
#include "support/certain_run.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include <string.h>

#include "duecast/cash_tail.h"

enum { WEEKS = 13, DAYS = 7 * WEEKS };

static dc_book *given_payers(double share, int32_t tenor, double discount)
{
    dc_book *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                             "acme A-0 2022-05-03 2022-06-02 1.00 paid=2022-06-02\n"
                                             "acme A-1 2024-06-03 2024-07-03 1000.00\n"
                                             "acme A-2 2024-06-12 2024-07-12 250.01\n");
    given_cash(book, "5000.00", "100.00", "2000.00", 0.07, "0.00");
    book->calendar = dc_calendar_weekends(book->arena);
    book->company.tail.bill_share = share;
    book->company.tail.bill_tenor = tenor;
    book->company.tail.bill_discount = discount;
    return book;
}

/* The baseline, and with everyone a week later. */
static certain_run measured(dc_book *book)
{
    static const dc_policy baseline;
    static const dc_policy late = {.delay_count = 1,
                                   .delays = {{.days = 7, .share = 1, .from = 1, .to = INT32_MAX}}};
    const dc_policy *const policies[] = {&baseline, &late};
    return certain_run_of(book, policies, 2, DAYS);
}

/* Of a row, cents by week; the others 0. */
static void assert_row(const dc_liquidity *l, const char *name, const int64_t by_week[WEEKS])
{
    size_t row = 0;
    while (row < l->plan->row_count && strcmp(l->plan->rows[row].name, name) != 0)
        row++;
    assert_true(row < l->plan->row_count);
    for (size_t week = 0; week < WEEKS; week++) {
        const dc_estimate *e = &l->rows[row * l->plan->period_count + week];
        assert_double_close(e->mean, (double)by_week[week], 1e-9);
        assert_double_close(e->quantile[DC_P95], (double)by_week[week], 1e-9);
    }
}

static bool has_row(const dc_liquidity *l, const char *name)
{
    for (size_t row = 0; row < l->plan->row_count; row++)
        if (strcmp(l->plan->rows[row].name, name) == 0)
            return true;
    return false;
}

static void bills_are_cash_when_they_mature(void **state)
{
    /* 40 % of 1,000.00 on the 3rd; of 1,250.01 in all 500.00 by the 12th.  60 days later are Sunday
     * 1 September, so Monday the 2nd, and the 10th. */
    static const int64_t by_week[WEEKS] = {-40000, -10000, [9] = 40000, [10] = 10000};
    (void)state;
    certain_run         r = measured(given_payers(0.4, 60, -1.0));
    const dc_liquidity *l = r.outcome[0].liquidity;
    assert_row(l, "bills_ahead", by_week);
    assert_double_close(l->receipts[0].mean, 100000.0, 1e-9); /* collected, as ever */
    assert_double_close(l->cash[1].mean, 500000.0 + 125001.0 - 50000.0, 1e-9);
    assert_double_close(l->cash[WEEKS - 1].mean, 500000.0 + 125001.0, 1e-9);
    assert_false(has_row(l, "bills_ahead_discount"));
    certain_run_free(&r);
}

static void who_pays_later_hands_over_the_bill_later(void **state)
{
    static const int64_t by_week[WEEKS] = {[1] = -40000, -10000, [10] = 40000, [11] = 10000};
    (void)state;
    certain_run r = measured(given_payers(0.4, 60, -1.0));
    assert_row(r.outcome[1].liquidity, "bills_ahead", by_week);
    certain_run_free(&r);
}

static void bills_sold_are_cash_on_the_next_open_day_less_the_discount(void **state)
{
    /* From Thursday the 4th to 2 September are 60 days: 400.00 x 3 % x 60 / 360 = 2.00; from Monday
     * the 15th to the 10th 57: 100.00 x 3 % x 57 / 360 = 0.475, half to even. */
    static const int64_t taken[WEEKS] = {0, -10000, 10000}, cost[WEEKS] = {-200, 0, -48};
    (void)state;
    certain_run r = measured(given_payers(0.4, 60, 0.03));
    assert_row(r.outcome[0].liquidity, "bills_ahead", taken);
    assert_row(r.outcome[0].liquidity, "bills_ahead_discount", cost);
    certain_run_free(&r);
}

static void what_nobody_told_is_the_habit_of_a_year(void **state)
{
    dc_book *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                             "acme A-1 2024-02-03 2024-03-04 300.00 "
                                             "paid=2024-03-04\n"
                                             "acme A-2 2024-02-04 2024-03-05 100.00 "
                                             "paid=2024-03-05\n");
    (void)state;
    assert_double_close(dc_bill_habit_measure(book).share, 0.0, 0.0);
    for (size_t e = 0; e < book->events.count; e++)
        if (book->events.amount[e].minor == 10000) {
            book->events.kind[e] = DC_EVENT_BILL;
            book->events.maturity[e] = date("2024-09-01");
        }
    dc_bill_habit habit = dc_bill_habit_measure(book);
    assert_double_close(habit.share, 0.25, 1e-12);
    assert_double_close(habit.days, 180.0, 1e-12);
    assert_false(habit.told_share || habit.told_days);
    book->company.tail.bill_share = 0.1;
    habit = dc_bill_habit_measure(book);
    assert_double_close(habit.share, 0.1, 0.0);
    assert_double_close(habit.days, 180.0, 1e-12);
    given_book_free(book);
}

static void nobody_pays_by_bill_where_the_share_or_the_days_are_none(void **state)
{
    (void)state;
    const struct {
        double  share;
        int32_t tenor;
    } none[] = {{0.0, 90}, {0.4, 0}, {-1.0, 90}};
    for (size_t i = 0; i < 3; i++) {
        certain_run r = measured(given_payers(none[i].share, none[i].tenor, 0.03));
        assert_false(has_row(r.outcome[0].liquidity, "bills_ahead"));
        assert_double_close(r.outcome[0].liquidity->cash[1].mean, 625001.0, 1e-9);
        certain_run_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bills_are_cash_when_they_mature),
        cmocka_unit_test(who_pays_later_hands_over_the_bill_later),
        cmocka_unit_test(bills_sold_are_cash_on_the_next_open_day_less_the_discount),
        cmocka_unit_test(what_nobody_told_is_the_habit_of_a_year),
        cmocka_unit_test(nobody_pays_by_bill_where_the_share_or_the_days_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
