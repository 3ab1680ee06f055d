/* Tests of forecast/measure/early_warning.c: signals of a customer, and what is not measurable. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_actions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "duecast/early_warning.h"

#define TODAY "2024-06-28"

/* Ten invoices of 100.00 in the year before the last quarter, paid on the due day, three since. */
static const char usual[] = "customer invoice issued due amount events\n"
                            "acme B-1 2023-05-01 2023-05-31 100.00 paid=2023-05-31\n"
                            "acme B-2 2023-06-01 2023-07-01 100.00 paid=2023-07-01\n"
                            "acme B-3 2023-07-01 2023-07-31 100.00 paid=2023-07-31\n"
                            "acme B-4 2023-08-01 2023-08-31 100.00 paid=2023-08-31\n"
                            "acme B-5 2023-09-01 2023-10-01 100.00 paid=2023-10-01\n"
                            "acme B-6 2023-10-01 2023-10-31 100.00 paid=2023-10-31\n"
                            "acme B-7 2023-11-01 2023-12-01 100.00 paid=2023-12-01\n"
                            "acme B-8 2023-12-01 2023-12-31 100.00 paid=2023-12-31\n"
                            "acme B-9 2024-01-01 2024-01-31 100.00 paid=2024-01-31\n";

static dc_warning_row look(const char *recent, const char *actions, int64_t limit)
{
    char           text[4096];
    size_t         first_claim[] = {0, 0};
    dc_warning_row row;
    snprintf(text, sizeof text, "%s%s", usual, recent);
    dc_book *book = given_book(TODAY, text);
    if (*actions)
        given_actions(book, actions);
    book->customers.credit_limit[0] = limit;
    first_claim[1] = book->claims.count;
    dc_warning_look(&row, book, first_claim, 0, book->as_of);
    given_book_free(book);
    return row;
}

static const char on_time[] = "acme R-1 2024-04-01 2024-05-01 100.00 paid=2024-05-01\n"
                              "acme R-2 2024-05-01 2024-05-31 100.00 paid=2024-05-31\n"
                              "acme R-3 2024-05-10 2024-06-09 100.00 paid=2024-06-09\n"
                              "acme R-4 2024-06-10 2024-07-10 100.00\n";

static void a_customer_that_pays_and_orders_as_ever_shows_nothing(void **state)
{
    (void)state;
    dc_warning_row row = look(on_time, "", 1000000);
    assert_int_equal(row.signals, 0);
    assert_double_close(row.later, 0.0, 1e-12);
    assert_double_close(row.limit_use, 0.01, 1e-12);
    assert_true(row.exposure == 10000 && !row.struck);
}

static void each_signal_is_seen_alone(void **state)
{
    (void)state;
    dc_warning_row late = look("acme R-1 2024-04-01 2024-05-01 100.00 paid=2024-05-11\n"
                               "acme R-2 2024-05-01 2024-05-31 100.00 paid=2024-06-10\n"
                               "acme R-3 2024-05-10 2024-06-09 100.00 paid=2024-06-19\n"
                               "acme R-4 2024-06-10 2024-07-10 100.00\n",
                               "", -1);
    assert_true(late.signal[DC_SIGNAL_TREND] && late.signals == 1);
    assert_double_close(late.later, 10.0, 1e-12);
    dc_warning_row full = look(on_time, "", 11000);
    assert_true(full.signal[DC_SIGNAL_LIMIT] && full.signals == 1);
    dc_warning_row parts = look("acme R-1 2024-04-01 2024-05-01 100.00 paid=2024-05-01\n"
                                "acme R-2 2024-05-01 2024-06-25 100.00 paid=2024-06-01:30.00\n"
                                "acme R-3 2024-05-10 2024-06-26 100.00 paid=2024-06-02:30.00\n",
                                "", -1);
    assert_true(parts.signal[DC_SIGNAL_PARTS] && parts.parts == 2 && parts.signals == 1);
    dc_warning_row fewer = look("acme R-4 2024-06-10 2024-07-10 100.00\n", "", -1);
    assert_true(fewer.signal[DC_SIGNAL_ORDERS] && fewer.signals == 1);
    assert_true(fewer.orders < 0.5 && isnan(fewer.later));
    dc_warning_row broken = look(on_time,
                                 "customer invoice date action promised\n"
                                 "acme B-9 2024-04-01 promise 2024-04-10\n"
                                 "acme R-4 2024-06-11 promise 2024-06-20\n",
                                 -1);
    assert_true(broken.signal[DC_SIGNAL_PROMISES] && broken.broken == 1 && broken.signals == 1);
}

static void what_has_happened_is_no_warning(void **state)
{
    (void)state;
    dc_warning_row row = look("acme R-1 2024-03-20 2024-04-20 100.00\n", "", -1);
    assert_true(row.struck);
}

/* A ledger of steady payers, as long as is looked back; `late` of them stop paying at the end. */
static dc_book *ledger_of(int customers, int stop)
{
    static char text[1 << 20];
    size_t      used =
        (size_t)snprintf(text, sizeof text, "customer invoice issued due amount events\n");
    for (int c = 0; c < customers; c++)
        for (int k = 0; k < 40; k++) {
            dc_date issued = dc_date_add_days(date("2022-06-01"), 18 * k);
            char    day[11], due[11], paid[40] = "";
            dc_date_format(day, issued);
            dc_date_format(due, dc_date_add_days(issued, 30));
            if (c >= stop || k < 30)
                snprintf(paid, sizeof paid, " paid=%s", due);
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "c%02d I-%d-%d %s %s 100.00%s\n", c, c, k, day, due, paid);
        }
    return given_book("2024-06-28", text);
}

static void a_ledger_without_failures_is_not_measurable(void **state)
{
    (void)state;
    dc_arena   *arena = dc_arena_new();
    dc_warnings warnings;
    dc_book    *book = ledger_of(30, 0);
    dc_warnings_make(&warnings, arena, book);
    assert_true(warnings.past.origins > 0 && warnings.past.customer_days > 0);
    assert_true(warnings.past.events == 0 && !warnings.past.measurable);
    assert_true(warnings.past.warned == 0 && isnan(warnings.past.precision));
    given_book_free(book);
    dc_arena_free(arena);
}

static void nineteen_events_are_too_few_and_twenty_are_told(void **state)
{
    (void)state;
    for (int stop = 19; stop <= 20; stop++) {
        dc_arena   *arena = dc_arena_new();
        dc_warnings warnings;
        dc_book    *book = ledger_of(30, stop);
        dc_warnings_make(&warnings, arena, book);
        assert_int_equal(warnings.past.events, stop);
        assert_int_equal(warnings.past.measurable, stop == 20);
        given_book_free(book);
        dc_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customer_that_pays_and_orders_as_ever_shows_nothing),
        cmocka_unit_test(each_signal_is_seen_alone),
        cmocka_unit_test(what_has_happened_is_no_warning),
        cmocka_unit_test(a_ledger_without_failures_is_not_measurable),
        cmocka_unit_test(nineteen_events_are_too_few_and_twenty_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
