/*
 * Cash in another currency at the rate of the day it comes or goes, by hand: USD at 0.90 today,
 * 0.80 from 15 July on; customers pay on the due day.
 */
#include "support/certain_run.h"
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include <string.h>

#include "duecast/cash.h"

enum { WEEKS = 13, DAYS = 7 * WEEKS };

static const char one_invoice[] = "customer invoice issued due amount\n"
                                  "acme A-1 2024-06-03 2024-07-03 1000.00\n";

static dc_book *given_exporter(bool told_ahead)
{
    static dc_date date_ahead[1];
    static dc_rate rate_ahead[] = {{80, 2}};
    dc_book       *book =
        given_book("2024-06-30", "customer invoice issued due amount\n"
                                 "acme A-0 2022-05-03 2022-06-02 1.00 paid=2022-06-02\n"
                                 "acme A-1 2024-06-03 2024-07-03 1000.00\n"
                                 "usco U-1 2024-06-10 2024-07-10 2000.00 currency=USD\n"
                                 "usco U-2 2024-06-19 2024-07-19 3000.00 currency=USD\n");
    uint16_t usd = (uint16_t)(book->home == 0);
    date_ahead[0] = date("2024-07-15");
    if (told_ahead)
        book->rates_ahead[usd] =
            (dc_rate_history){.count = 1, .date = date_ahead, .rate = rate_ahead};
    given_bill(book, "texas", "materials", "2024-06-10", "2024-07-18", "1000.00");
    book->bills.currency[0] = usd;
    given_line(book, "rent", "2024-08-09", "2024-08-09", "-500.00")->currency = usd;
    given_cash(book, "5000.00", "100.00", "2000.00", 0.07, "0.00");
    return book;
}

static dc_book *hedged_by(dc_book *book, dc_hedge *hedges, size_t count)
{
    book->company.tail.hedges = hedges;
    book->company.tail.hedge_count = count;
    return book;
}

static dc_book *hedged(dc_book *book, double share, double rate)
{
    static dc_hedge hedge;
    hedge = (dc_hedge){"USD", share, rate, DC_DATE_NONE, DC_DATE_NONE};
    return hedged_by(book, &hedge, 1);
}

/* The baseline, and with one change of rates. */
static certain_run measured(dc_book *book, dc_rate_change change)
{
    static const dc_policy baseline;
    dc_policy              changed = {.rate_count = 1, .rates = {change}};
    const dc_policy *const policies[] = {&baseline, &changed};
    return certain_run_of(book, policies, 2, DAYS);
}

static const dc_rate_change nothing = {.change = 0.0, .from = 1, .to = INT32_MAX};

/* Index of the row; row_count: there is none. */
static size_t exchange_row(const dc_liquidity *l)
{
    size_t row = 0;
    while (row < l->plan->row_count && strcmp(l->plan->rows[row].name, "exchange_differences") != 0)
        row++;
    return row;
}

/* cents: of weeks 2 (to 14 July), 3 and 6 (to 11 August); nothing falls into the others. */
static void assert_exchange(const dc_liquidity *l, int64_t week_2, int64_t week_3, int64_t week_6)
{
    const int64_t by_week[WEEKS] = {[1] = week_2, [2] = week_3, [5] = week_6};
    size_t        row = exchange_row(l), periods = l->plan->period_count;
    double        sum = 0.0;
    assert_true(row < l->plan->row_count);
    for (size_t week = 0; week < WEEKS; week++) {
        const dc_estimate *e = &l->rows[row * periods + week];
        assert_double_close(e->mean, (double)by_week[week], 1e-9);
        assert_double_close(e->quantile[DC_P5], (double)by_week[week], 1e-9);
        sum += e->mean;
    }
    /* 5,000 and all at today's rate: 1,000 + (2,000 + 3,000 - 1,000 - 500) x 0.90, and the rest. */
    assert_double_close(l->before_line[WEEKS - 1].mean, 500000.0 + 415000.0 + sum, 1e-6);
    assert_double_close(l->receipts[2].mean, 270000.0, 1e-9);
}

static void cash_is_worth_the_rate_of_its_day(void **state)
{
    (void)state;
    certain_run r = measured(given_exporter(true), nothing);
    /* The 10th at 0.90; 3,000 in on the 19th and 1,000 out on the 18th at 0.80; 500 out. */
    assert_exchange(r.outcome[0].liquidity, 0, -30000 + 10000, 5000);
    certain_run_free(&r);
}

static void a_hedged_share_is_settled_as_agreed(void **state)
{
    (void)state;
    certain_run r = measured(hedged(given_exporter(true), 0.5, 0.92), nothing);
    /* Half at 0.92: 0.91 until the 14th, 0.86 from then on. */
    assert_exchange(r.outcome[0].liquidity, 2000, -12000 + 4000, 2000);
    certain_run_free(&r);
}

static void hedges_hold_from_their_first_day_to_their_last_and_add_up(void **state)
{
    static dc_hedge hedges[3];
    (void)state;
    hedges[0] = (dc_hedge){"USD", 0.5, 0.92, DC_DATE_NONE, date("2024-07-18")};
    hedges[1] = (dc_hedge){"USD", 0.25, 0.96, date("2024-07-18"), date("2024-08-08")};
    hedges[2] = (dc_hedge){"USD", 1.0, 1.00, date("2024-08-10"), DC_DATE_NONE};
    certain_run r = measured(hedged_by(given_exporter(true), hedges, 3), nothing);
    /* 0.91 on the 10th; on the 18th half at 0.92, a quarter each at 0.96 and 0.80: 0.90; on the
     * 19th a quarter at 0.96, the rest at 0.80: 0.84; nothing holds on 9 August. */
    assert_exchange(r.outcome[0].liquidity, 2000, -18000, 5000);
    certain_run_free(&r);
}

static void what_is_hedged_whole_does_not_mind_any_rate(void **state)
{
    const dc_rate_change fall = {.change = -0.5, .from = 1, .to = INT32_MAX};
    (void)state;
    certain_run r = measured(hedged(given_exporter(true), 1.0, 0.92), fall);
    for (int i = 0; i < 2; i++)
        assert_exchange(r.outcome[i].liquidity, 4000, 6000 - 2000, -1000);
    certain_run_free(&r);
}

static void a_shock_lasts_from_its_first_day_to_its_last(void **state)
{
    const dc_rate_change fall = {.change = -0.1, .from = 12, .to = 30};
    (void)state;
    certain_run r = measured(given_exporter(true), fall);
    /* 0.72 on the 18th and 19th; 0.80 again in August. */
    assert_exchange(r.outcome[1].liquidity, 0, -54000 + 18000, 5000);
    assert_exchange(r.outcome[0].liquidity, 0, -20000, 5000);
    certain_run_free(&r);
}

static void a_currency_may_fall_little_by_little(void **state)
{
    const dc_rate_change fall = {.change = -0.2, .from = 10, .to = INT32_MAX, .ramp = 9};
    const dc_rate_change cut = {.change = -0.2, .from = 12, .to = 18, .ramp = 13};
    (void)state;
    certain_run r = measured(given_exporter(true), fall);
    /* 0.90 less 2 % on the 10th, 0.80 less 18 % on the 18th and a fifth from the 19th on. */
    assert_exchange(r.outcome[1].liquidity, -3600, 24400 - 78000, 13000);
    certain_run_free(&r);
    r = measured(given_exporter(true), cut); /* half of it on the 18th, then it is over */
    assert_exchange(r.outcome[1].liquidity, 0, 18000 - 30000, 5000);
    certain_run_free(&r);
}

static void a_shock_acts_where_no_rate_is_told_ahead(void **state)
{
    const dc_rate_change rise = {.change = 0.1, .from = 19, .to = INT32_MAX};
    (void)state;
    certain_run r = measured(given_exporter(false), rise);
    /* 0.99 on the 19th, the bill was paid the day before. */
    assert_exchange(r.outcome[1].liquidity, 0, 27000, -4500);
    assert_int_equal(exchange_row(r.outcome[0].liquidity), r.outcome[0].liquidity->plan->row_count);
    certain_run_free(&r);
}

static void assert_same_cash(const dc_liquidity *a, const dc_liquidity *b)
{
    assert_int_equal(a->plan->row_count, b->plan->row_count);
    for (size_t p = 0; p < a->plan->period_count; p++) {
        assert_memory_equal(&a->cash[p], &b->cash[p], sizeof a->cash[p]);
        assert_memory_equal(&a->net[p], &b->net[p], sizeof a->net[p]);
    }
    for (size_t i = 0; i < a->plan->row_count * a->plan->period_count; i++)
        assert_memory_equal(&a->rows[i], &b->rows[i], sizeof a->rows[i]);
}

static void a_change_of_nothing_and_one_of_other_currencies_is_the_baseline(void **state)
{
    dc_scope       yen = DC_SCOPE_INIT;
    dc_rate_change other = {.scopes = {1, &yen}, .change = -0.2, .from = 1, .to = INT32_MAX};
    (void)state;
    yen.currency = "JPY";
    const dc_rate_change changes[] = {nothing, other};
    for (size_t i = 0; i < 2; i++) {
        certain_run r = measured(given_exporter(true), changes[i]);
        assert_same_cash(r.outcome[0].liquidity, r.outcome[1].liquidity);
        certain_run_free(&r);
    }
}

static void a_book_of_one_currency_answers_as_ever(void **state)
{
    const dc_rate_change fall = {.change = -0.5, .from = 1, .to = INT32_MAX};
    dc_book             *book = given_book("2024-06-30", one_invoice);
    (void)state;
    given_cash(book, "5000.00", "100.00", "2000.00", 0.07, "0.00");
    certain_run r = measured(book, fall);
    assert_same_cash(r.outcome[0].liquidity, r.outcome[1].liquidity);
    assert_int_equal(exchange_row(r.outcome[0].liquidity), r.outcome[0].liquidity->plan->row_count);
    certain_run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cash_is_worth_the_rate_of_its_day),
        cmocka_unit_test(a_hedged_share_is_settled_as_agreed),
        cmocka_unit_test(hedges_hold_from_their_first_day_to_their_last_and_add_up),
        cmocka_unit_test(what_is_hedged_whole_does_not_mind_any_rate),
        cmocka_unit_test(a_shock_lasts_from_its_first_day_to_its_last),
        cmocka_unit_test(a_currency_may_fall_little_by_little),
        cmocka_unit_test(a_shock_acts_where_no_rate_is_told_ahead),
        cmocka_unit_test(a_change_of_nothing_and_one_of_other_currencies_is_the_baseline),
        cmocka_unit_test(a_book_of_one_currency_answers_as_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
