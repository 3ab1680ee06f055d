/* Cash from day to day beside the line, and how lines stray. */
#include "support/expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/cash.h"

enum { T = DC_PATH_TILE, DAYS = 200, ROUNDS = 60, MONTH = 30 };

typedef struct {
    dc_cash_plan plan;
    int64_t      certain[DAYS + 1], strayed[(DAYS + 1) * T];
    double       receipts[(DAYS + 1) * T];
    bool         month_end[DAYS + 1];
    int64_t      out[3][(DAYS + 1) * T];
    dc_cash_days days;
} course;

static int64_t between(uint32_t *draw, uint64_t round, int64_t low, int64_t high)
{
    double u = dc_uniform((dc_luck){round, 1, DC_PURPOSE_TEST}, 0, (*draw)++);
    return low + (int64_t)(u * (double)(high - low));
}

/* Some have no line, some a full one, some a minimum below which they start. */
static void draw_course(course *c, uint64_t round)
{
    uint32_t draw = 0;
    memset(c, 0, sizeof *c);
    c->plan = (dc_cash_plan){.day_count = DAYS,
                             .certain = c->certain,
                             .month_end = c->month_end,
                             .has_cash = true,
                             .opening = between(&draw, round, -20000, 80000),
                             .minimum = between(&draw, round, 0, 30000),
                             .limit = round % 5 == 0 ? 0 : between(&draw, round, 0, 60000),
                             .rate = round % 3 == 0 ? 0.0 : 0.09};
    c->plan.drawn = round % 4 == 0 ? c->plan.limit : 0;
    for (int32_t day = 1; day <= DAYS; day++) {
        c->certain[day] = between(&draw, round, -9000, 3000);
        c->month_end[day] = day % MONTH == 0;
        for (size_t i = 0; i < T; i++) {
            c->receipts[(size_t)day * T + i] = (double)between(&draw, round, 0, 6500);
            c->strayed[(size_t)day * T + i] = between(&draw, round, -500, 500);
        }
    }
    c->days = (dc_cash_days){c->out[0], c->out[1], c->out[2]};
}

/* One path with one number at a time: what a treasurer would do by hand. */
static void assert_by_hand(const course *c, size_t path)
{
    const dc_cash_plan *plan = &c->plan;
    int64_t             cash = plan->opening, drawn = plan->drawn, without = plan->opening;
    double              owed = 0.0;
    for (int32_t day = 1; day <= DAYS; day++) {
        size_t  at = (size_t)day * T + path;
        int64_t flow = (int64_t)c->receipts[at] + plan->certain[day] + c->strayed[at];
        int64_t interest = 0;
        owed += (double)drawn;
        if (day % MONTH == 0) {
            interest = (int64_t)nearbyint(owed * plan->rate / 365.0);
            owed = 0.0;
        }
        cash += flow - interest;
        without += flow - interest;
        if (cash < plan->minimum) {
            int64_t room = plan->limit - drawn, lack = plan->minimum - cash;
            int64_t taken = lack < room ? lack : room;
            drawn += taken;
            cash += taken;
        } else if (drawn > 0) {
            int64_t spare = cash - plan->minimum, back = spare < drawn ? spare : drawn;
            drawn -= back;
            cash -= back;
        }
        assert_int_equal(c->days.drawn[at], drawn);
        assert_int_equal(c->days.interest[at], interest);
        assert_int_equal(c->days.before_line[at], without);
        assert_int_equal(c->days.before_line[at] + c->days.drawn[at] - plan->drawn, cash);
    }
}

static void the_line_is_drawn_below_the_minimum_and_repaid_above_it(void **state)
{
    (void)state;
    course *c = malloc(sizeof *c);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        draw_course(c, round);
        dc_cash_roll(&c->days, &c->plan, c->receipts, c->strayed);
        for (size_t path = 0; path < T; path++)
            assert_by_hand(c, path);
    }
    free(c);
}

/* I6, I8 and I18: the corkscrews of cash and line close on every path and day. */
static void corkscrews_of_cash_and_line_close_every_day(void **state)
{
    (void)state;
    course *c = malloc(sizeof *c);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        draw_course(c, round);
        dc_cash_roll(&c->days, &c->plan, c->receipts, c->strayed);
        for (size_t at = T; at < (DAYS + 1) * (size_t)T; at++) {
            int64_t flow = (int64_t)c->receipts[at] + c->certain[at / T] + c->strayed[at];
            int64_t cash = c->days.before_line[at] + c->days.drawn[at];
            int64_t before = c->days.before_line[at - T] + c->days.drawn[at - T];
            int64_t line = c->days.drawn[at] - c->days.drawn[at - T];
            assert_int_equal(cash, before + flow - c->days.interest[at] + line);
            /* Net debt moves by flows and interest alone. */
            assert_int_equal((c->days.drawn[at] - cash) - (c->days.drawn[at - T] - before),
                             c->days.interest[at] - flow);
            assert_true(c->days.drawn[at] >= 0 && c->days.drawn[at] <= c->plan.limit);
            assert_true(cash - c->plan.drawn >= c->plan.minimum ||
                        c->days.drawn[at] == c->plan.limit);
            assert_true(cash - c->plan.drawn <= c->plan.minimum || c->days.drawn[at] == 0);
        }
    }
    free(c);
}

static void a_line_without_interest_changes_nothing_but_cash(void **state)
{
    (void)state;
    course *c = malloc(sizeof *c), *other = malloc(sizeof *other);
    draw_course(c, 3);
    draw_course(other, 3);
    other->plan.limit = 0;
    dc_cash_roll(&c->days, &c->plan, c->receipts, c->strayed);
    dc_cash_roll(&other->days, &other->plan, other->receipts, other->strayed);
    assert_memory_equal(c->out[0], other->out[0], sizeof c->out[0]);
    free(c);
    free(other);
}

static void factors_have_mean_one_and_the_spread_that_was_asked_for(void **state)
{
    (void)state;
    enum { STEPS = 200000 };
    static const struct {
        dc_plan_law law;
        double      spread, deviation, low, high;
    } cases[] = {
        {DC_LAW_EVEN, 0.3, 0.173205080756888, 0.7, 1.3},       /* a / sqrt 3 */
        {DC_LAW_TRIANGULAR, 0.3, 0.122474487139159, 0.7, 1.3}, /* a / sqrt 6 */
        {DC_LAW_LOGNORMAL, 0.3, 0.3, 0.0, 100.0},
        {DC_LAW_LOGNORMAL, 1.5, 1.5, 0.0, 1e9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double sum = 0.0, squares = 0.0, last = 0.0;
        for (int step = 0; step < STEPS; step++) {
            double x = dc_plan_law_factor(cases[i].law, cases[i].spread, (step + 0.5) / STEPS);
            assert_true(x >= last && x >= cases[i].low && x <= cases[i].high);
            sum += x;
            squares += x * x;
            last = x;
        }
        double mean = sum / STEPS;
        assert_double_close(mean, 1.0, 2e-4);
        assert_double_close(sqrt(squares / STEPS - mean * mean), cases[i].deviation,
                            cases[i].deviation * 0.02);
    }
    assert_double_close(dc_plan_law_factor(DC_LAW_TRIANGULAR, 0.4, 0.125), 0.8, 1e-15);
    assert_double_close(dc_plan_law_factor(DC_LAW_LOGNORMAL, 0.5, 0.5), 1.0 / sqrt(1.25), 1e-12);
}

static void amounts_stray_to_whole_minor_units_half_to_even(void **state)
{
    (void)state;
    assert_int_equal(dc_cash_strayed(-100, 1.0), -100);
    assert_int_equal(dc_cash_strayed(5, 0.5), 2);
    assert_int_equal(dc_cash_strayed(7, 0.5), 4);
    assert_int_equal(dc_cash_strayed(-5, 0.5), -2);
    assert_int_equal(dc_cash_strayed(INT64_C(1234567890123), 1.1), INT64_C(1358024679135));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_is_drawn_below_the_minimum_and_repaid_above_it),
        cmocka_unit_test(corkscrews_of_cash_and_line_close_every_day),
        cmocka_unit_test(a_line_without_interest_changes_nothing_but_cash),
        cmocka_unit_test(factors_have_mean_one_and_the_spread_that_was_asked_for),
        cmocka_unit_test(amounts_stray_to_whole_minor_units_half_to_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
