/* Measures by month: those of the week that ends with it; what moved receivables and cash. */
#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/bridge.h"

enum { HORIZON = 182, PATHS = 1200 };

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_today            today;
    dc_simulate_options options;
    dc_outcome          outcome;
} forecast;

static dc_figure cents(int64_t minor)
{
    return (dc_figure){true, DC_MONEY(minor)};
}

/* Weeks end on day first_week + 7k. */
static forecast measured(int32_t first_week, bool expected_only)
{
    static const dc_policy baseline;
    const dc_policy *const policies[] = {&baseline};
    forecast               f = {.arena = dc_arena_new(), .book = given_company(6, 24, 0)};
    f.options = DC_SIMULATE_OPTIONS_INIT;
    f.options.horizon_days = HORIZON;
    f.options.path_count = expected_only ? 1 : given_paths(PATHS);
    f.options.expected_only = expected_only;
    f.options.first_week_days = first_week;
    f.options.report_count = 2;
    f.options.report_days[0] = dc_week_end_day(&f.options, 13);
    f.options.report_days[1] = dc_week_end_day(&f.options, dc_week_count(&f.options));
    f.book->company.inventory = cents(4000000);
    f.book->company.payables = cents(2500000);
    f.book->company.other_receivables = cents(100000);
    f.book->company.other_payables = cents(300000);
    f.book->company.gross_margin = 0.3;
    f.model = given_failing_model(f.book);
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    dc_today_measure(&f.today, f.book, f.model);
    assert_int_equal(dc_outcomes_measure(&f.outcome, f.arena, f.book, f.model, f.items, &f.today,
                                         policies, 1, &f.options),
                     DC_OK);
    return f;
}

static void drop(forecast *f)
{
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

static void assert_same(const dc_estimate *month, const dc_estimate *week)
{
    assert_int_equal(month->applicable, week->applicable);
    assert_double_close(month->mean, week->mean, 1e-9 * fabs(week->mean) + 1e-9);
    assert_double_close(month->standard_error, week->standard_error,
                        1e-9 * fabs(week->mean) + 1e-9);
    for (int q = 0; q < DC_QUANTILE_COUNT; q++)
        assert_double_close(month->quantile[q], week->quantile[q], 1e-9 * fabs(week->mean) + 1e-9);
}

/* As of 30 June: 31 July is the end of week 5 of stubs of 3 days, 31 October of week 18 of 4. */
static void a_month_is_the_week_that_ends_with_it(void **state)
{
    (void)state;
    static const struct {
        int32_t first_week, week;
        size_t  month;
    } cases[] = {{3, 5, 0}, {4, 18, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        forecast f = measured(cases[i].first_week, false);
        assert_int_equal(f.outcome.month_count, 5); /* July to November; 29 December is the end */
        assert_int_equal(f.outcome.month_day[cases[i].month],
                         dc_week_end_day(&f.options, cases[i].week));
        for (int m = 0; m < DC_METRIC_COUNT; m++)
            if (m != DC_RECEIPTS && m != DC_SALES && m != DC_BAD_DEBT_EXPENSE_PERIOD)
                assert_same(&f.outcome.month[m][cases[i].month],
                            &f.outcome.series[m][cases[i].week]);
        drop(&f);
    }
}

static void receipts_of_the_months_are_all_that_was_collected(void **state)
{
    (void)state;
    forecast f = measured(3, false);
    double   receipts = 0.0, sales = 0.0, weeks = 0.0;
    for (size_t m = 0; m < f.outcome.month_count; m++) {
        receipts += f.outcome.month[DC_RECEIPTS][m].mean;
        sales += f.outcome.month[DC_SALES][m].mean;
        assert_double_close(f.outcome.month[DC_CASH_COLLECTED][m].mean, receipts, 0.5);
    }
    for (int32_t week = 1; week <= 5; week++)
        weeks += f.outcome.series[DC_SALES][week].mean;
    assert_double_close(f.outcome.month[DC_SALES][0].mean, weeks, 0.5);
    assert_true(sales > f.outcome.month[DC_SALES][0].mean);
    drop(&f);
}

/* On every path: the same figures from the path's own daily flows. */
static void quantiles_of_a_month_are_those_of_its_paths(void **state)
{
    (void)state;
    forecast f = measured(7, false);
    run     *all = run_policy(f.book, f.model, NULL, &f.options);
    size_t   month = 2;
    int32_t  day = f.outcome.month_day[month];
    double  *open = dc_heap_alloc(f.options.path_count, sizeof *open);
    double  *scratch = dc_heap_alloc(f.options.path_count, sizeof *scratch);
    double   quantile[DC_QUANTILE_COUNT];
    for (uint32_t p = 0; p < f.options.path_count; p++)
        for (uint16_t c = 0; c < f.book->currency_count; c++) {
            dc_opening opening;
            int64_t    balance = 0;
            dc_opening_balances(&opening, f.book, c);
            balance = opening.not_due + opening.overdue + opening.credits +
                      run_sum(all, 0, c, DC_FLOW_INVOICED, day, p) +
                      run_sum(all, 0, c, DC_FLOW_CREDITS_USED, day, p) -
                      run_sum(all, 0, c, DC_FLOW_SETTLED_NOT_DUE, day, p) -
                      run_sum(all, 0, c, DC_FLOW_SETTLED_OVERDUE, day, p);
            open[p] += (double)dc_book_translate(f.book, c, DC_MONEY(balance)).minor;
        }
    dc_quantiles(quantile, open, scratch, f.options.path_count);
    for (int q = 0; q < DC_QUANTILE_COUNT; q++)
        assert_double_close(f.outcome.month[DC_RECEIVABLES][month].quantile[q], quantile[q], 1.0);
    free(open);
    free(scratch);
    run_free(all);
    drop(&f);
}

static void working_capital_ahead_is_what_its_parts_make(void **state)
{
    (void)state;
    forecast                  f = measured(7, false);
    const dc_estimate *const *s = (const dc_estimate *const *)f.outcome.series;
    for (int32_t week = 0; week <= f.outcome.week_count; week++) {
        assert_true(s[DC_CCC][week].applicable);
        assert_double_close(s[DC_TRADE_WCR][week].mean, s[DC_RECEIVABLES][week].mean + 1500000,
                            1e-6);
        assert_double_close(s[DC_OPERATING_WCR][week].mean - s[DC_TRADE_WCR][week].mean,
                            -200000.0 + (double)f.today.unapplied, 1e-6);
        assert_double_close(s[DC_WCR_CASH][week].mean,
                            s[DC_TRADE_WCR][0].mean - s[DC_TRADE_WCR][week].mean, 1e-6);
        assert_double_close(s[DC_CCC][week].mean,
                            s[DC_DIO][week].mean + s[DC_DSO][week].mean - s[DC_DPO][week].mean,
                            1e-6);
        /* no tax is told: cost is 70 % of gross sales, so days of cost are days of sales / 0.7 */
        assert_double_close(s[DC_DIO][week].mean / s[DC_DPO][week].mean, 40.0 / 25.0, 1e-9);
        assert_double_close(
            s[DC_TRADE_WCR_DAYS][week].mean,
            s[DC_DSO][week].mean + 0.7 * (s[DC_DIO][week].mean - s[DC_DPO][week].mean), 1e-6);
    }
    drop(&f);
}

static void what_moved_receivables_adds_up(void **state)
{
    (void)state;
    for (int engine = 0; engine < 2; engine++) {
        forecast              f = measured(7, engine == 1);
        dc_receivables_change change, whole;
        double                closing = f.today.value[DC_RECEIVABLES].mean, written_off = 0.0;
        for (int32_t week = 1; week <= f.outcome.week_count; week++) {
            dc_receivables_change_weeks(&change, &f.outcome, &f.options, week - 1, week);
            assert_double_close(change.opening, closing, 1e-6);
            closing = change.opening + change.sales - change.collected -
                      change.settled_without_cash - change.written_off + change.translation;
            written_off += change.written_off;
            assert_double_close(closing, change.closing, 1e-6);
            /* two currencies: each flow of each day is rounded by itself, the first week's
             * opening bucket by bucket */
            assert_true(fabs(change.translation) <= 7 * 4 + DC_BUCKETS);
        }
        dc_receivables_change_weeks(&whole, &f.outcome, &f.options, 0, f.outcome.week_count);
        assert_double_close(whole.written_off, written_off, 1e-6);
        assert_true(whole.written_off > 0.0 && whole.recovered > 0.0 && whole.sales > 0.0);
        closing = f.today.value[DC_RECEIVABLES].mean;
        for (size_t m = 0; m < f.outcome.month_count; m++) {
            dc_receivables_change_month(&change, &f.outcome, m);
            assert_double_close(change.opening, closing, 1e-6);
            closing = change.closing;
            assert_true(fabs(change.translation) <= 31 * 4 + DC_BUCKETS);
        }
        assert_double_close(closing, f.outcome.month[DC_RECEIVABLES][4].mean, 1e-6);
        drop(&f);
    }
}

static void direct_and_indirect_cash_flow_agree(void **state)
{
    (void)state;
    forecast              f = measured(7, false);
    dc_customer_cash_flow flow;
    int32_t               last = f.outcome.week_count;
    dc_customer_cash_flow_weeks(&flow, &f.outcome, 0, last);
    assert_true(flow.applicable);
    assert_double_close(flow.collected,
                        flow.sales - flow.without_cash - flow.expense - flow.receivables_rise +
                            flow.allowance_rise + flow.translation,
                        1e-6);
    assert_true(fabs(flow.translation) <= 4.0 * HORIZON);
    assert_true(fabs(flow.expense) > 0.0 && fabs(flow.allowance_rise) > 0.0);
    dc_customer_cash_flow_weeks(&flow, &f.outcome, 0, 5); /* no report date, and no less told */
    assert_true(flow.applicable);
    drop(&f);
}

/* closing = opening + expense - written off + recovered, month by month. */
static void expenses_of_the_months_carry_the_allowance_forward(void **state)
{
    (void)state;
    forecast f = measured(7, false);
    double   carried = f.today.value[DC_ALLOWANCE].mean, lost = 0.0, back = 0.0, spread = 0.0;
    for (size_t m = 0; m < f.outcome.month_count; m++) {
        const dc_estimate *expense = &f.outcome.month[DC_BAD_DEBT_EXPENSE_PERIOD][m];
        double             lost_by = f.outcome.month[DC_WRITTEN_OFF][m].mean;
        double             back_by = f.outcome.month[DC_RECOVERED][m].mean;
        assert_true(expense->applicable);
        carried += expense->mean - (lost_by - lost) + (back_by - back);
        assert_double_close(carried, f.outcome.month[DC_ALLOWANCE][m].mean, 1.0);
        spread = fmax(spread, expense->quantile[DC_P95] - expense->quantile[DC_P5]);
        lost = lost_by;
        back = back_by;
    }
    assert_true(spread > 0.0 && f.outcome.month_count > 2);
    drop(&f);
}

static void dso_ahead_moves_by_parts_that_add_up(void **state)
{
    (void)state;
    forecast      f = measured(7, false);
    dc_dso_bridge bridge;
    double        sum = 0.0;
    dc_dso_bridge_ahead(&bridge, f.book, f.model, f.items, &(dc_policy){0}, &f.outcome, &f.options,
                        26);
    assert_true(bridge.applicable);
    assert_double_close(bridge.opening, f.today.value[DC_DSO].mean, 1e-12);
    assert_double_close(bridge.closing, f.outcome.series[DC_DSO][26].mean, 1e-12);
    for (int i = 0; i < DC_BRIDGE_PARTS; i++)
        sum += bridge.part[i];
    assert_double_close(sum, bridge.closing - bridge.opening, 1e-9);
    assert_false(bridge.told[DC_BRIDGE_CURRENCY]);
    /* nothing is left over silently: what the groups do not explain is how futures differ */
    assert_true(fabs(bridge.part[DC_BRIDGE_ESTIMATION]) < 2.0);
    assert_true(fabs(bridge.part[DC_BRIDGE_LATENESS]) > 0.01);
    drop(&f);
}

static double sum_of_parts(const dc_dso_bridge *bridge)
{
    double sum = 0.0;
    for (int i = 0; i < DC_BRIDGE_PARTS; i++)
        sum += bridge->part[i];
    return sum;
}

/* Twenty days of delay are lateness, thirty days more of terms are terms, and nothing is left. */
static void every_scenario_has_its_bridge_and_one_against_the_baseline(void **state)
{
    (void)state;
    enum { SCENARIOS = 3 };
    static const dc_policy baseline,
        late = {.delay_count = 1,
                .delays = {{.days = 20, .share = 1.0, .from = 1, .to = INT32_MAX}}},
        terms = {.terms_count = 1,
                 .terms = {{.days = 60, .from = 1, .pass_through = 1.0, .loss_multiplier = 1.0}}};
    const dc_policy *const policies[SCENARIOS] = {&baseline, &late, &terms};
    forecast               f = measured(7, false);
    dc_outcome             outcomes[SCENARIOS];
    size_t                 count, against = 0;
    f.options.path_count = given_paths(512);
    dc_outcomes_measure(outcomes, f.arena, f.book, f.model, f.items, &f.today, policies, SCENARIOS,
                        &f.options);
    const dc_measures *past =
        dc_measures_make(f.arena, f.book, &f.book->as_of, 1, &DC_AGEING_EDGES_INIT);
    const dc_dso_bridge *bridges = dc_dso_bridges_make(
        f.arena, &count, f.book, f.model, f.items, policies, outcomes, SCENARIOS, past, &f.options);
    for (size_t i = 0; i < count; i++) {
        const dc_dso_bridge *b = &bridges[i];
        assert_true(b->applicable);
        assert_double_close(b->opening + sum_of_parts(b), b->closing, 1e-9);
        if (b->kind != DC_BRIDGE_AGAINST)
            continue;
        against++;
        dc_bridge_part part = b->scenario == 1 ? DC_BRIDGE_LATENESS : DC_BRIDGE_TERMS;
        dc_bridge_part other = b->scenario == 1 ? DC_BRIDGE_TERMS : DC_BRIDGE_CREDITS;
        assert_true(b->closing - b->opening > 5.0 && b->part[part] > 5.0);
        assert_double_close(b->part[other], 0.0, 0.5);
    }
    assert_int_equal(against, (SCENARIOS - 1) * DC_PAIRED_WEEKS);
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_is_the_week_that_ends_with_it),
        cmocka_unit_test(receipts_of_the_months_are_all_that_was_collected),
        cmocka_unit_test(quantiles_of_a_month_are_those_of_its_paths),
        cmocka_unit_test(working_capital_ahead_is_what_its_parts_make),
        cmocka_unit_test(what_moved_receivables_adds_up),
        cmocka_unit_test(direct_and_indirect_cash_flow_agree),
        cmocka_unit_test(expenses_of_the_months_carry_the_allowance_forward),
        cmocka_unit_test(dso_ahead_moves_by_parts_that_add_up),
        cmocka_unit_test(every_scenario_has_its_bridge_and_one_against_the_baseline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
