/*
 * Total cash of the first 13 weeks together, in a backtest of companies whose customers come and go
 * by chance: bands that are as wide as they should be are not called too narrow, and the same
 * forecasts with futures four times nearer to each other are.  Ten years of ledger each, an origin
 * every quarter, so that no windows overlap: bands that hold 80 % miss 7 of 33, with a standard
 * deviation of 2.3.
 */
#include "support/expect.h"

#include "forecast/measure/backtest_parts.h"
#include "support/given_traders.h"

enum { COMPANIES = 3, PAST = 10 * 364, QUARTER = 91, SUM_OF_13 = 1 };

static dc_backtest_options every_quarter(void)
{
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    options.from = date("2016-01-03");
    options.every_days = QUARTER;
    options.path_count = DC_PATH_BLOCK;
    options.dates = false;
    return options;
}

/* Each week's futures, nearer to their mean. */
static void squeeze(double *cash, size_t weeks, size_t paths, double by)
{
    for (size_t week = 0; week < weeks; week++, cash += paths) {
        double mean = 0.0;
        for (size_t path = 0; path < paths; path++)
            mean += cash[path] / (double)paths;
        for (size_t path = 0; path < paths; path++)
            cash[path] = mean + (cash[path] - mean) / by;
    }
}

/* What the backtest does at its origins, but for the futures. */
static void sum_up_squeezed(dc_backtest *out, const dc_book *book, const dc_backtest_window *window,
                            size_t count, double by)
{
    dc_backtest_options options = every_quarter();
    dc_origin          *totals = dc_arena_alloc(out->arena, count, sizeof *totals);
    size_t              paths = options.path_count;
    for (size_t i = 0; i < count; i++) {
        double            paid[DC_BACKTEST_SUM_WEEKS] = {0};
        dc_backtest_case *one =
            dc_backtest_case_make(book, window[i].origin, &options.learn, &options);
        size_t  weeks = (size_t)dc_case_weeks(one);
        double *cash = dc_arena_alloc(one->arena, paths * weeks, sizeof *cash);
        assert_int_equal(dc_futures_simulate(cash, one, &one->all, (int32_t)weeks, &options, true),
                         DC_OK);
        squeeze(cash, weeks, paths, by);
        paid[0] = window[i].actual; /* of 13 weeks, whichever they came in */
        totals[i].usable = true;
        totals[i].origin = window[i].origin;
        dc_origin_sum_up(&totals[i], one, cash, paid, &options);
        dc_backtest_case_free(one);
    }
    dc_backtest_sum_up(out, totals, count);
}

static void narrow_bands_are_found_out_and_right_ones_are_not(void **state)
{
    (void)state;
    for (uint32_t company = 1; company <= COMPANIES; company++) {
        dc_backtest_options options = every_quarter();
        dc_book            *book = given_traders(NULL, company, PAST);
        dc_backtest        *backtest;
        assert_int_equal(dc_backtest_run(&backtest, book, &options), DC_OK);
        dc_backtest_sum right = backtest->sum[SUM_OF_13];
        dc_backtest     squeezed = {.arena = backtest->arena};
        sum_up_squeezed(&squeezed, book, right.window, right.origins, 4.0);
        dc_backtest_sum narrow = squeezed.sum[SUM_OF_13];

        print_message("company %u: %zu windows, off by %.3f, expected %.3f and %.3f, held %.2f "
                      "(%.2f to %.2f) and %.2f (%.2f to %.2f)\n",
                      (unsigned)company, right.apart, right.wape[DC_TOTAL_DUECAST].value,
                      right.floor.value, narrow.floor.value, right.coverage80.value,
                      right.coverage80.low, right.coverage80.high, narrow.coverage80.value,
                      narrow.coverage80.low, narrow.coverage80.high);
        assert_int_equal(right.apart, right.origins);
        assert_in_range(right.apart, 30, 36);
        assert_true(right.coverage80.high > 0.80 && right.coverage80.value > 0.65);
        assert_double_close(right.floor.value, right.wape[DC_TOTAL_DUECAST].value,
                            0.5 * right.floor.value);
        assert_true(narrow.coverage80.high < 0.80);
        assert_true(narrow.wape[DC_TOTAL_DUECAST].value > 2.0 * narrow.floor.value);
        dc_backtest_free(backtest);
        given_book_free(book);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(narrow_bands_are_found_out_and_right_ones_are_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
