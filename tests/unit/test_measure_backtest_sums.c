/* Total cash of the first weeks together: by hand, and once more from the ledger itself. */
#include "support/expect.h"

#include <math.h>
#include <stdio.h>

#include "forecast/measure/backtest_parts.h"
#include "support/given.h"
#include "support/given_invoices.h"

enum { SUM_4, SUM_13, SUM_26 };

/* ---- the interval ---- */

/* Clopper & Pearson's interval as tables have it; of no success its end solves (1 - p)^n = 0.025.
 */
static void an_interval_of_few_trials_is_exact(void **state)
{
    (void)state;
    static const struct {
        double share;
        size_t trials;
        double low, high;
    } cases[] = {
        {0.0, 1, 0.0, 0.975},      {0.0, 2, 0.0, 0.8419},     {0.0, 3, 0.0, 0.7076},
        {1.0, 3, 0.2924, 1.0},     {0.8, 10, 0.4439, 0.9748}, {0.5, 10, 0.1871, 0.8129},
        {0.9, 100, 0.8238, 0.951},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_scored out;
        dc_exact_interval(&out, cases[i].share, cases[i].trials);
        assert_double_close(out.low, cases[i].low, 5e-5);
        assert_double_close(out.high, cases[i].high, 5e-5);
        assert_double_close(out.value, cases[i].share, 0.0);
    }
}

/* ---- by hand ---- */

static dc_origin known(const char *day, double forecast, double low, double high, double paid)
{
    dc_origin out = {.origin = date(day), .usable = true};
    out.sum[SUM_13] = (dc_origin_sum){.known = true,
                                      .forecast = {forecast, 110.0, 90.0},
                                      .low = low,
                                      .high = high,
                                      .spread = 5.0,
                                      .paid = paid};
    return out;
}

/*
 * Four windows of 13 weeks.  The second begins a week after the first, the third 91 days after the
 * first, the last 90 after the third.  Errors 10, 20, 0, 40 of 400 that came; 430 was forecast.
 */
static void sums_over_origins_are_those_of_a_pencil(void **state)
{
    (void)state;
    dc_origin totals[] = {
        known("2024-01-07", 110.0, 90.0, 120.0, 100.0),
        known("2024-01-14", 80.0, 70.0, 90.0, 100.0),    /* above the band */
        known("2024-04-07", 100.0, 90.0, 100.0, 100.0),  /* at its end: inside */
        known("2024-07-06", 140.0, 101.0, 150.0, 100.0), /* below it */
        {.origin = date("2024-07-13"), .usable = true},  /* not known yet */
        known("2024-08-01", 1e9, 0.0, 0.0, 1.0),
    };
    totals[5].usable = false;
    dc_arena   *arena = dc_arena_new();
    dc_backtest backtest = {.arena = arena, .first = date("2024-01-14")};
    dc_backtest_sum_up(&backtest, totals, sizeof totals / sizeof totals[0]);
    const dc_backtest_sum *sum = &backtest.sum[SUM_13];

    assert_int_equal(sum->weeks, 13);
    assert_int_equal(sum->origins, 4);
    assert_int_equal(sum->apart, 2);
    assert_int_equal(backtest.earlier, 1);
    assert_double_close(sum->actual, 400.0, 1e-9);
    assert_double_close(sum->forecast, 430.0, 1e-9);
    assert_double_close(sum->bias.value, 30.0 / 400.0, 1e-12);
    assert_double_close(sum->wape[DC_TOTAL_DUECAST].value, 70.0 / 400.0, 1e-12);
    assert_double_close(sum->wape[DC_TOTAL_MEAN].value, 0.10, 1e-12);
    assert_double_close(sum->wape[DC_TOTAL_LAST_YEAR].value, 0.10, 1e-12);
    assert_double_close(sum->floor.value, 20.0 / 430.0, 1e-12);
    assert_double_close(sum->coverage80.value, 0.5, 1e-12);
    /* one of two: 1 - sqrt(1 - 0.025) and its mirror */
    assert_double_close(sum->coverage80.low, 0.01258, 5e-6);
    assert_double_close(sum->coverage80.high, 0.98742, 5e-6);
    assert_int_equal(backtest.sum[SUM_4].origins, 0);
    assert_false(backtest.sum[SUM_4].coverage80.applicable);
    assert_false(backtest.sum[SUM_26].wape[DC_TOTAL_DUECAST].applicable);

    /* a rule that knew nothing at one origin is not told */
    totals[1].rule[DC_TOTAL_LAST_YEAR].unknown = true;
    backtest = (dc_backtest){.arena = arena};
    dc_backtest_sum_up(&backtest, totals, sizeof totals / sizeof totals[0]);
    assert_false(backtest.sum[SUM_13].wape[DC_TOTAL_LAST_YEAR].applicable);
    assert_true(backtest.sum[SUM_13].wape[DC_TOTAL_MEAN].applicable);
    dc_arena_free(arena);
}

/* Ten futures; the i-th brings i in each of the first four weeks and nothing later. */
static void a_sum_is_that_of_each_future(void **state)
{
    (void)state;
    enum { PATHS = 10, WEEKS_AHEAD = 13 };
    double              cash[WEEKS_AHEAD * PATHS] = {0}, paid[DC_BACKTEST_SUM_WEEKS] = {0};
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    dc_book             past = {.as_of = date("2024-01-07")};
    dc_backtest_case    one = {.arena = dc_arena_new(), .past = &past, .sum_reach = WEEKS_AHEAD};
    dc_origin           origin = {0};
    options.path_count = PATHS;
    for (int week = 0; week < 4; week++)
        for (int path = 0; path < PATHS; path++)
            cash[week * PATHS + path] = (path * 7) % PATHS; /* in some order */
    paid[1] = 30.0;
    paid[12] = 2.5;
    dc_origin_sum_up(&origin, &one, cash, paid, &options);

    assert_true(origin.sum[SUM_4].known && origin.sum[SUM_13].known);
    assert_false(origin.sum[SUM_26].known);
    for (int s = SUM_4; s <= SUM_13; s++) { /* 0, 4, 8 ... 36 */
        const dc_origin_sum *sum = &origin.sum[s];
        assert_double_close(sum->forecast[DC_TOTAL_DUECAST], 18.0, 1e-12);
        assert_double_close(sum->low, 4.0, 1e-12);
        assert_double_close(sum->high, 32.0, 1e-12);
        assert_double_close(sum->spread, 10.0, 1e-12);
    }
    assert_double_close(origin.sum[SUM_4].paid, 30.0, 1e-12);
    assert_double_close(origin.sum[SUM_13].paid, 32.5, 1e-12);
    assert_true(origin.sum[SUM_4].pit >= 8.0 / 11.0 && origin.sum[SUM_4].pit <= 9.0 / 11.0);
    assert_true(origin.sum[SUM_13].pit >= 9.0 / 11.0 && origin.sum[SUM_13].pit <= 10.0 / 11.0);
    dc_arena_free(one.arena);
}

/* ---- from the ledger ---- */

/* Twenty customers, an invoice each every fourth day, larger in summer; paid in 20 to 59 days. */
static dc_book *seasonal_book(int32_t days)
{
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (int c = 0; c < 20; c++)
        for (int32_t day = -days + c % 4; day <= 0; day += 4) {
            char    name[16];
            int32_t paid = day + 20 + (day * day + 13 * c + 40000) % 40;
            double  amount = 100.0 + 5.0 * c + (((day + 3640) / 91) % 4 == 1 ? 60.0 : 0.0);
            snprintf(name, sizeof name, "c%02d", c);
            given_invoice_add(ledger, &(given_invoice){name, day, day + 30,
                                                       paid <= 0 ? paid : GIVEN_OPEN, amount, 0});
        }
    return given_invoices_book(ledger);
}

/* Receipts from the day after `day` on, so many days. */
static double received(const dc_book *book, dc_date day, int32_t days)
{
    double sum = 0.0;
    for (size_t e = 0; e < book->events.count; e++)
        if (book->events.date[e].day > day.day && book->events.date[e].day <= day.day + days)
            sum += (double)book->events.amount[e].minor;
    return sum;
}

static dc_backtest *run(const dc_book *book, const dc_backtest_options *options)
{
    dc_backtest *backtest;
    assert_int_equal(dc_backtest_run(&backtest, book, options), DC_OK);
    return backtest;
}

static dc_backtest_options one_origin(const char *day)
{
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    options.from = options.to = date(day);
    options.path_count = DC_PATH_BLOCK;
    options.dates = false;
    return options;
}

static void what_came_and_the_rules_are_those_of_the_ledger(void **state)
{
    (void)state;
    static const int32_t weeks[] = {4, 13, 26};
    dc_book             *book = seasonal_book(1000);
    dc_backtest_options  options = one_origin("2023-12-24");
    dc_backtest         *backtest = run(book, &options);
    for (int s = 0; s < DC_BACKTEST_SUMS; s++) {
        const dc_backtest_sum *sum = &backtest->sum[s];
        int32_t                days = 7 * weeks[s];
        double                 came = received(book, options.from, days);
        double                 mean = received(book, dc_date_add_days(options.from, -91), 91);
        double                 last = received(book, dc_date_add_days(options.from, -364), days);
        assert_int_equal(sum->weeks, weeks[s]);
        assert_int_equal(sum->origins, 1);
        assert_int_equal(sum->apart, 1);
        assert_double_close(sum->actual, came, 1e-6);
        assert_double_close(sum->wape[DC_TOTAL_MEAN].value,
                            fabs(mean * weeks[s] / 13.0 - came) / came, 1e-9);
        assert_double_close(sum->wape[DC_TOTAL_LAST_YEAR].value, fabs(last - came) / came, 1e-9);
    }
    /* means add up, whatever the weeks do together */
    double by_week = 0.0;
    for (int w = 0; w < 13; w++)
        by_week += backtest->total[DC_TOTAL_DUECAST].week[w].forecast;
    assert_double_close(backtest->sum[SUM_13].forecast, by_week, 1e-6 * by_week);
    assert_double_close(backtest->sum[SUM_13].forecast, backtest->sum[SUM_13].actual,
                        0.25 * backtest->sum[SUM_13].actual);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void nothing_is_told_of_weeks_that_are_not_known(void **state)
{
    (void)state;
    dc_book            *book = seasonal_book(700);
    dc_backtest_options options = one_origin("2024-03-31"); /* 13 weeks to the day */
    dc_backtest        *backtest = run(book, &options);
    assert_int_equal(backtest->sum[SUM_4].origins, 1);
    assert_int_equal(backtest->sum[SUM_13].origins, 1);
    assert_int_equal(backtest->sum[SUM_26].origins, 0);
    assert_false(backtest->sum[SUM_26].bias.applicable);
    dc_backtest_free(backtest);

    options = one_origin("2024-04-01");
    backtest = run(book, &options);
    assert_int_equal(backtest->sum[SUM_4].origins, 1);
    assert_int_equal(backtest->sum[SUM_13].origins, 0);
    assert_false(backtest->sum[SUM_13].coverage80.applicable);
    dc_backtest_free(backtest);
    given_book_free(book);
}

/* The weekly figures are the same whether sums are wanted or not. */
static void longer_sums_change_no_week(void **state)
{
    (void)state;
    dc_book            *book = seasonal_book(700);
    dc_backtest_options options = one_origin("2023-10-01");
    dc_backtest        *with = run(book, &options);
    options.sum_weeks = 0;
    dc_backtest *without = run(book, &options);
    assert_int_equal(without->sum[SUM_4].origins, 0);
    for (int w = 0; w < DC_BACKTEST_WEEKS; w++) {
        const dc_backtest_result *a = with->total, *b = without->total;
        assert_double_close(a[DC_TOTAL_DUECAST].week[w].forecast,
                            b[DC_TOTAL_DUECAST].week[w].forecast, 0.0);
        assert_double_close(a[DC_TOTAL_DUECAST].week[w].crps_ratio,
                            b[DC_TOTAL_DUECAST].week[w].crps_ratio, 0.0);
    }
    dc_backtest_free(with);
    dc_backtest_free(without);
    given_book_free(book);
}

/* ---- further back ---- */

static void sums_go_back_by_quarters_while_a_year_is_known(void **state)
{
    (void)state;
    dc_book            *book = seasonal_book(1000); /* from 2021-10-05, first paid weeks later */
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    options.path_count = DC_PATH_BLOCK;
    options.dates = false;
    dc_backtest           *backtest = run(book, &options);
    const dc_backtest_sum *sum = &backtest->sum[SUM_13];
    assert_date_equal(backtest->first, "2023-12-10");
    assert_int_equal(backtest->origins, DC_BACKTEST_ORIGINS);
    assert_int_equal(backtest->earlier, 4);
    assert_int_equal(sum->origins, 4 + 17);
    assert_int_equal(sum->apart, 4 + 2);
    assert_int_equal(backtest->total[DC_TOTAL_DUECAST].origins, DC_BACKTEST_ORIGINS);
    for (int i = 0; i < 4; i++)
        assert_int_equal(dc_date_days_between(sum->window[i].origin, sum->window[i + 1].origin),
                         91);
    assert_true(sum->wape[DC_TOTAL_LAST_YEAR].applicable);
    dc_backtest_free(backtest);

    options.from = date("2023-12-10"); /* who says from when is asked for no more */
    backtest = run(book, &options);
    assert_int_equal(backtest->earlier, 0);
    assert_int_equal(backtest->sum[SUM_13].origins, 17);
    dc_backtest_free(backtest);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_of_few_trials_is_exact),
        cmocka_unit_test(sums_over_origins_are_those_of_a_pencil),
        cmocka_unit_test(a_sum_is_that_of_each_future),
        cmocka_unit_test(what_came_and_the_rules_are_those_of_the_ledger),
        cmocka_unit_test(nothing_is_told_of_weeks_that_are_not_known),
        cmocka_unit_test(longer_sums_change_no_week),
        cmocka_unit_test(sums_go_back_by_quarters_while_a_year_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
