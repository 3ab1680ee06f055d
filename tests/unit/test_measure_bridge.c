/* Bridges of DSO in ledgers that changed in one known way, and rates that moved. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/bridge.h"
#include "duecast/currency_effect.h"

enum { DAYS = 400, CHANGE = 200, TEXT_MAX = 200000 };

/* Two customers are sold to every day; from day CHANGE on, something else holds. */
typedef struct {
    int amount[2], terms[2], late[2]; /* euros a day, days, days after the due date */
} habit;

static dc_book *trade(habit before, habit after)
{
    static const char *const names[] = {"acme", "birch"};
    char                    *table = dc_heap_alloc(TEXT_MAX, 1), *to = table;
    dc_date                  first = date("2023-01-01"), as_of = dc_date_add_days(first, DAYS - 1);
    to += sprintf(to, "customer invoice issued due amount\n");
    for (int day = 0; day < DAYS; day++)
        for (int c = 0; c < 2; c++) {
            const habit *of = day < CHANGE ? &before : &after;
            dc_date      issued = dc_date_add_days(first, day);
            dc_date      due = dc_date_add_days(issued, of->terms[c]);
            dc_date      paid = dc_date_add_days(due, of->late[c]);
            char         text[3][11];
            dc_date_format(text[0], issued);
            dc_date_format(text[1], due);
            dc_date_format(text[2], paid);
            to += sprintf(to, "%s %c-%d %s %s %d.00", names[c], 'A' + c, day, text[0], text[1],
                          of->amount[c]);
            to += sprintf(to, paid.day <= as_of.day ? " paid=%s\n" : "\n", text[2]);
        }
    char day_text[11];
    dc_date_format(day_text, as_of);
    dc_book *book = given_book(day_text, table);
    free(table);
    return book;
}

static void bridge(dc_dso_bridge *out, const dc_book *book)
{
    dc_dso_bridge_past(out, book, dc_date_add_days(book->as_of, -(DAYS - CHANGE)), book->as_of);
    assert_true(out->applicable);
}

/* Sales fall on each day, so that what was sold today is a day old at the close: DSO of payers on
 * time is their terms exactly. */
static void each_cause_moves_its_own_part(void **state)
{
    (void)state;
    static const habit even = {{100, 100}, {30, 60}, {0, 0}};
    static const struct {
        habit          after;
        dc_bridge_part part;
        double         opening, closing;
    } cases[] = {
        {{{100, 100}, {30, 60}, {0, 0}}, DC_BRIDGE_MIX, 45, 45},
        {{{50, 150}, {30, 60}, {0, 0}}, DC_BRIDGE_MIX, 45, 52.5},
        {{{100, 100}, {45, 60}, {0, 0}}, DC_BRIDGE_TERMS, 45, 52.5},
        {{{100, 100}, {30, 60}, {20, 0}}, DC_BRIDGE_LATENESS, 45, 55},
        {{{100, 100}, {30, 60}, {-10, -10}}, DC_BRIDGE_LATENESS, 45, 35},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_book      *book = trade(even, cases[i].after);
        dc_dso_bridge b;
        bridge(&b, book);
        assert_double_close(b.opening, cases[i].opening, 1e-9);
        assert_double_close(b.closing, cases[i].closing, 1e-9);
        for (int p = 0; p < DC_BRIDGE_PARTS; p++)
            assert_double_close(b.part[p], p == (int)cases[i].part ? b.closing - b.opening : 0.0,
                                1e-9);
        given_book_free(book);
    }
}

/* Twice as much is sold on the last 30 days: no customer pays later, but DSO rises. */
static void sales_late_in_the_period_are_timing(void **state)
{
    (void)state;
    static const habit even = {{100, 100}, {30, 30}, {0, 0}};
    dc_book           *book = trade(even, even);
    dc_dso_bridge      b;
    for (size_t i = 0; i < book->claims.count; i++)
        if (dc_date_days_between(book->claims.issued[i], book->as_of) < 30) {
            book->claims.amount[i].minor *= 2;
            book->claims.open[i].minor *= 2;
        }
    bridge(&b, book);
    assert_double_close(b.opening, 30.0, 1e-9);
    assert_double_close(b.closing, 60.0 / 121.0 * 91.0, 1e-9);
    assert_double_close(b.part[DC_BRIDGE_TIMING], b.closing - b.opening, 1e-9);
    given_book_free(book);
}

static void parts_add_up_whatever_happened(void **state)
{
    (void)state;
    dc_book *book = given_company(11, 30, 0);
    for (int32_t back = 30; back <= 330; back += 60)
        for (int32_t length = 20; length <= 200; length += 90) {
            dc_date       to = dc_date_add_days(book->as_of, 30 - back);
            dc_dso_bridge b;
            double        sum = 0.0;
            dc_dso_bridge_past(&b, book, dc_date_add_days(to, -length), to);
            if (!b.applicable)
                continue;
            for (int p = 0; p < DC_BRIDGE_PARTS; p++)
                sum += b.part[p];
            assert_double_close(sum, b.closing - b.opening, 1e-9);
            assert_false(b.told[DC_BRIDGE_DISPUTES]); /* they have no days */
        }
    given_book_free(book);
}

static void without_sales_at_one_end_there_is_no_bridge(void **state)
{
    (void)state;
    dc_book      *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                                       "acme A-1 2024-06-10 2024-07-10 100.00\n");
    dc_dso_bridge b;
    dc_dso_bridge_past(&b, book, date("2024-03-31"), date("2024-06-30"));
    assert_false(b.applicable);
    assert_int_equal(b.missing, DC_WORD_MISSING_SALES);
    given_book_free(book);
}

/* --- currencies --- */

static const char *const dollars = "customer invoice issued due amount\n"
                                   "acme A-1 2024-05-10 2024-06-30 1000.00 currency=USD\n"
                                   "acme A-2 2024-06-10 2024-07-10  400.00 currency=USD "
                                   "paid=2024-06-20:100.00\n"
                                   "acme A-3 2024-06-12 2024-07-12  500.00\n"
                                   "acme A-0 2024-02-01 2024-03-01  200.00 paid=2024-06-15\n";

/* 0.80 until 31 May, 0.85 until 15 June, 0.90 from then on: that of the as-of date. */
static dc_book *dollar_book(void)
{
    static dc_date days[] = {{0}, {0}, {0}};
    static dc_rate rates[] = {{80, 2}, {85, 2}, {90, 2}};
    dc_book       *book = given_book("2024-06-30", dollars);
    days[0] = date("2023-01-01");
    days[1] = date("2024-06-01");
    days[2] = date("2024-06-16");
    for (uint16_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, "USD") == 0)
            book->rates[i] = (dc_rate_history){3, days, rates};
    return book;
}

/* Opening 1,000 at 0.80 and 200; invoiced 400 at 0.85 and 500; collected 100 at 0.90 and 200;
 * closing 1,300 at 0.90 and 500.  What is left, 110: 1,000 x 0.05 + 1,400 x 0.05 - 10 days' flows
 * at their own rate. */
static void revaluation_is_told_apart(void **state)
{
    (void)state;
    dc_book       *book = dollar_book();
    dc_revaluation r;
    dc_revaluation_between(&r, book, (dc_period){date("2024-05-31"), date("2024-06-30")});
    assert_true(r.applicable);
    assert_int_equal(r.opening, 100000);
    assert_int_equal(r.invoiced, 34000 + 50000);
    assert_int_equal(r.collected, 9000 + 20000);
    assert_int_equal(r.closing, 117000 + 50000);
    assert_int_equal(r.revaluation, 1000 * 5 + 1400 * 5);
    assert_int_equal(r.opening + r.invoiced - r.collected - r.without_cash - r.written_off +
                         r.revaluation,
                     r.closing);
    given_book_free(book);
}

static void one_currency_is_never_revalued(void **state)
{
    (void)state;
    static const habit even = {{100, 100}, {30, 60}, {5, 9}};
    dc_book           *book = trade(even, even);
    dc_revaluation     r;
    dc_dso_bridge      b;
    dc_revaluation_between(&r, book, (dc_period){dc_date_add_days(book->as_of, -91), book->as_of});
    assert_int_equal(r.revaluation, 0);
    bridge(&b, book);
    assert_false(b.told[DC_BRIDGE_CURRENCY]);
    assert_int_equal(b.untold[DC_BRIDGE_CURRENCY], DC_WORD_BRIDGE_ONE_CURRENCY);
    given_book_free(book);
}

/* Balances at the rate of their day, sales at the mean of 91 days: 61 at 0.80, 15 at 0.85, 15 at
 * 0.90. */
static void dso_is_told_at_both_rates(void **state)
{
    (void)state;
    dc_book        *book = dollar_book();
    dc_currency_dso dso;
    double          mean = (61 * .80 + 15 * .85 + 15 * .90) / 91.0;
    dc_currency_dso_at(&dso, book, book->as_of);
    assert_true(dso.applicable);
    assert_double_close(dso.receivables_reported, 167000, 0);
    assert_double_close(dso.sales_reported, nearbyint(140000 * mean) + 50000, 1.0);
    assert_double_close(dso.sales_constant, 126000 + 50000, 0);
    assert_double_close(dso.dso_constant, 167000 / 176000.0 * 91, 1e-9);
    assert_double_close(dso.dso_reported, 167000 / dso.sales_reported * 91, 1e-9);
    given_book_free(book);
}

static void currency_is_a_part_of_the_bridge_where_rates_are_known(void **state)
{
    (void)state;
    dc_book      *book = dollar_book();
    dc_dso_bridge b;
    double        sum = 0.0;
    dc_dso_bridge_past(&b, book, date("2024-05-31"), date("2024-06-30"));
    assert_true(b.applicable && b.told[DC_BRIDGE_CURRENCY]);
    for (int p = 0; p < DC_BRIDGE_PARTS; p++)
        sum += b.part[p];
    assert_double_close(sum, b.closing - b.opening, 1e-9);
    assert_true(fabs(b.part[DC_BRIDGE_CURRENCY]) > 0.1);
    for (uint16_t i = 0; i < book->currency_count; i++)
        book->rates[i].count = 0;
    dc_dso_bridge_past(&b, book, date("2024-05-31"), date("2024-06-30"));
    assert_int_equal(b.untold[DC_BRIDGE_CURRENCY], DC_WORD_BRIDGE_NO_RATES);
    assert_double_close(b.part[DC_BRIDGE_CURRENCY], 0.0, 0.0);
    given_book_free(book);
}

static void without_old_rates_nothing_is_made_up(void **state)
{
    (void)state;
    dc_book        *book = dollar_book();
    dc_revaluation  r;
    dc_currency_dso dso;
    dc_revaluation_between(&r, book, (dc_period){date("2022-12-30"), date("2024-06-30")});
    assert_false(r.applicable);
    assert_int_equal(r.missing, DC_WORD_MISSING_RATES);
    dc_currency_dso_at(&dso, book, date("2023-02-01")); /* 91 days before it no rate was known */
    assert_false(dso.applicable);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cause_moves_its_own_part),
        cmocka_unit_test(sales_late_in_the_period_are_timing),
        cmocka_unit_test(parts_add_up_whatever_happened),
        cmocka_unit_test(without_sales_at_one_end_there_is_no_bridge),
        cmocka_unit_test(revaluation_is_told_apart),
        cmocka_unit_test(one_currency_is_never_revalued),
        cmocka_unit_test(dso_is_told_at_both_rates),
        cmocka_unit_test(currency_is_a_part_of_the_bridge_where_rates_are_known),
        cmocka_unit_test(without_old_rates_nothing_is_made_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
