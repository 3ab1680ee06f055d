#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include <math.h>
#include <string.h>

#include "duecast/metrics.h"

typedef struct {
    dc_arena           *arena;
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_today            today;
    dc_simulate_options options;
    dc_outcome          outcome[2];
} forecast;

static const dc_policy baseline;

static void measure(forecast *f, const dc_policy *other)
{
    const dc_policy *const policies[] = {&baseline, other};
    f->arena = dc_arena_new();
    f->items = dc_items_make(f->arena, f->book, f->model, f->options.horizon_days);
    dc_today_measure(&f->today, f->book, f->model);
    assert_int_equal(dc_outcomes_measure(f->outcome, f->arena, f->book, f->model, f->items,
                                         &f->today, policies, 2, &f->options),
                     DC_OK);
}

static void drop(forecast *f)
{
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

/* --- certain payers --- */

/* Invoices of the last weeks, each paid on its due day; no invoice of a year ago to come again
 * within the horizon, but a history of more than a year. */
static forecast certain(void)
{
    forecast f = {.book = given_book("2024-06-30",
                                     "customer invoice issued due amount\n"
                                     "acme A-0 2023-05-03 2023-06-02    1.00 paid=2023-06-02\n"
                                     "acme A-1 2024-06-03 2024-07-01  100.00\n" /* day 1 */
                                     "acme A-2 2024-06-04 2024-07-07  200.00\n" /* day 7 */
                                     "acme A-3 2024-06-05 2024-07-08  400.00\n" /* day 8 */
                                     "acme A-4 2024-06-20 2024-08-19 1600.00\n" /* day 50 */
                                     "acme C-1 2024-06-20 2024-06-20 -30.00 kind=credit\n")};
    f.model = given_certain_model(f.book);
    f.options = DC_SIMULATE_OPTIONS_INIT;
    f.options.horizon_days = 70;
    f.options.path_count = 300;
    f.options.report_count = 2;
    f.options.report_days[0] = 7;
    f.options.report_days[1] = 70;
    return f;
}

static void assert_certain(const dc_outcome *outcome, dc_metric metric, int32_t week, double value)
{
    const dc_estimate *at = &outcome->series[metric][week];
    assert_true(at->applicable);
    assert_double_close(at->mean, value, 1e-9);
    assert_double_close(at->standard_error, 0.0, 1e-9);
    for (int q = 0; q < DC_QUANTILE_COUNT; q++)
        assert_double_close(at->quantile[q], value, 1e-9);
}

static void payers_who_are_certain_leave_one_future(void **state)
{
    (void)state;
    static const double receipts[] = {0, 27000, 40000, 0, 0, 0, 0, 0, 160000, 0, 0};
    static const double open[] = {0,      200000, 160000, 160000, 160000, 160000,
                                  160000, 160000, 0,      0,      0};
    forecast            f = certain();
    double              cash = 0.0;
    measure(&f, &baseline);
    assert_int_equal(f.outcome[0].week_count, 10);
    for (int32_t week = 1; week <= 10; week++) {
        cash += receipts[week];
        assert_certain(&f.outcome[0], DC_RECEIPTS, week, receipts[week]);
        assert_certain(&f.outcome[0], DC_CASH_COLLECTED, week, cash);
        assert_certain(&f.outcome[0], DC_RECEIVABLES, week, open[week]);
        assert_certain(&f.outcome[0], DC_OVERDUE, week, 0.0);
        assert_certain(&f.outcome[0], DC_SALES, week, 0.0);
        assert_certain(&f.outcome[0], DC_SETTLED_WITHOUT_CASH, week, 0.0);
        assert_false(f.outcome[0].series[DC_WRITTEN_OFF][week].applicable);
        /* chances are kept to 2^-32 */
        assert_double_close(f.outcome[0].expected_cash[week], cash, 1e-3);
        assert_double_close(f.outcome[0].expected_cash_sd[week], 0.0, 5.0); /* cents */
    }
    drop(&f);
}

/* A ledger on which nothing was ever lost, and a country that does not pay for eleven days: what
 * would have come on day 50 is given up eleven days later. */
static void what_a_policy_writes_off_is_told_where_nothing_ever_was(void **state)
{
    (void)state;
    static const dc_policy stops = {.stop_count = 1,
                                    .stops = {{.from = 40, .to = 50, .lost = 1.0}}};
    static const dc_policy late = {.delay_count = 1, .delays = {{.days = 5, .share = 1.0}}};
    static const dc_policy writing_off[] = {
        {.placement_count = 1, .placements = {{.after = 30}}},
        {.plan_count = 1, .plans = {{.after_miss = DC_MISS_NEVER}}},
        {.plan_count = 1, .plans = {{.after_miss = DC_MISS_THIRD_PARTY}}},
        {.terms_count = 1, .terms = {{.loss = 0.05}}},
        {.default_count = 1}};
    forecast f = certain();
    measure(&f, &stops);
    for (int32_t week = 1; week <= 10; week++) {
        assert_certain(&f.outcome[0], DC_WRITTEN_OFF, week, 0.0);
        assert_certain(&f.outcome[1], DC_WRITTEN_OFF, week, week < 9 ? 0.0 : 160000.0);
    }
    drop(&f);
    for (size_t i = 0; i < sizeof writing_off / sizeof writing_off[0]; i++)
        assert_true(dc_policy_writes_off(&writing_off[i]));
    assert_false(dc_policy_writes_off(&late));
    assert_false(dc_policy_writes_off(&baseline));
}

/* A bill of 300 in hand matures on day 15, 100 sold are paid on day 10, and three quarters of what
 * customers pay - 400 on day 8 - come by bills that run 45 days. */
static void dso_ahead_counts_bills_and_what_is_sold(void **state)
{
    (void)state;
    static const struct {
        int32_t week;
        double  with_bills, with_sold, sales;
    } cases[] = {{1, 400 + 300, 400 + 100, 900},
                 {2, 300 + 0.75 * 400, 0, 900},
                 {3, 0.75 * 400, 0, 900},
                 {7, 0.75 * 400, 0, 400}};
    forecast f = certain();
    given_book_free(f.book);
    dc_model_free(f.model);
    f.book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                      "acme A-0 2023-05-03 2023-06-02   1.00 paid=2023-06-02\n"
                                      "acme A-1 2024-05-01 2024-05-31 300.00 bill=2024-05-31\n"
                                      "acme A-2 2024-05-01 2024-05-31 100.00 paid=2024-05-31\n"
                                      "acme A-3 2024-05-01 2024-05-31 100.00 sold=2024-05-31\n"
                                      "acme A-4 2024-06-05 2024-07-08 400.00\n");
    for (size_t e = 0; e < f.book->events.count; e++)
        if (dc_event_has_maturity(f.book->events.kind[e]))
            f.book->events.maturity[e] =
                date(f.book->events.kind[e] == DC_EVENT_BILL ? "2024-07-15" : "2024-07-10");
    f.model = given_certain_model(f.book);
    measure(&f, &baseline);
    assert_double_close(f.today.bill_share, 0.75, 1e-12);
    assert_double_close(f.today.bill_days, 45.0, 1e-12);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_certain(&f.outcome[0], DC_DSO_WITH_BILLS, cases[i].week,
                       cases[i].with_bills / cases[i].sales * 91.0);
        assert_certain(&f.outcome[0], DC_DSO_WITH_SOLD, cases[i].week,
                       cases[i].with_sold / cases[i].sales * 91.0);
    }
    drop(&f);
}

/* Sales of the 91 days to day 70 are those after day -21: 1600. */
static void what_is_paid_on_time_has_its_best_possible_dso(void **state)
{
    (void)state;
    forecast f = certain();
    measure(&f, &baseline);
    for (int32_t week = 1; week <= 10; week++) {
        double open = f.outcome[0].series[DC_RECEIVABLES][week].mean;
        double sold = 230000.0;
        sold -= week * 7 - 91 >= -27 ? 10000.0 : 0.0; /* A-1, 27 days before the as-of date */
        sold -= week * 7 - 91 >= -26 ? 20000.0 : 0.0;
        sold -= week * 7 - 91 >= -25 ? 40000.0 : 0.0;
        assert_certain(&f.outcome[0], DC_DSO, week, open / sold * 91.0);
        assert_certain(&f.outcome[0], DC_DSO_NOT_DUE, week, open / sold * 91.0);
        assert_certain(&f.outcome[0], DC_DSO_OVERDUE, week, 0.0);
    }
    drop(&f);
}

static void ageing_at_report_days_is_that_of_the_open_claims(void **state)
{
    (void)state;
    forecast  f = certain();
    dc_policy late = {.delay_count = 1,
                      .delays = {{.days = 40, .share = 1.0, .from = 1, .to = INT32_MAX}}};
    measure(&f, &late);
    assert_double_close(f.outcome[0].ageing[0][0].mean, 200000.0, 1e-9);
    assert_double_close(f.outcome[1].ageing[0][0].mean, 220000.0, 1e-9); /* due on day 7 or later */
    assert_double_close(f.outcome[1].ageing[0][1].mean, 10000.0, 1e-9);
    assert_double_close(f.outcome[1].ageing[1][1].mean, 160000.0, 1e-9);
    assert_double_close(f.outcome[1].expected_ageing[1][1], 160000.0, 1e-6);
    drop(&f);
}

/* --- any company --- */

static forecast company(uint64_t seed, uint32_t paths)
{
    forecast f = {.book = given_company(seed, 12, 0)};
    f.model = given_lively_model(f.book);
    f.options = DC_SIMULATE_OPTIONS_INIT;
    f.options.horizon_days = 182;
    f.options.path_count = given_paths(paths);
    f.options.report_count = 2;
    f.options.report_days[0] = 91;
    f.options.report_days[1] = 182;
    return f;
}

static void an_empty_scenario_is_the_baseline(void **state)
{
    (void)state;
    forecast f = company(1, 400);
    measure(&f, &(dc_policy){0});
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        assert_memory_equal(f.outcome[0].series[m], f.outcome[1].series[m],
                            27 * sizeof(dc_estimate));
    drop(&f);
}

static double in_book(const forecast *f, size_t currency, int64_t amount)
{
    return (double)dc_book_translate(f->book, (uint16_t)currency, DC_MONEY(amount)).minor;
}

/* What a path comes to at the close of `end`, added up again from its daily flows. */
typedef struct {
    double cash, sales_week, sales_91_days, lost, receivables, overdue;
} figures;

static void add_currency(figures *to, const forecast *f, const run *all, uint16_t c, uint32_t path,
                         int32_t end)
{
    dc_opening at;
    dc_opening_balances(&at, f->book, c);
    for (int32_t day = 1; day <= end; day++) {
        int64_t fell = run_flow(all, 0, c, DC_FLOW_FELL_DUE, day, path);
        int64_t invoiced = run_flow(all, 0, c, DC_FLOW_INVOICED, day, path);
        to->cash += in_book(f, c, run_cash(all, 0, c, day, path));
        to->sales_week += day > end - 7 ? in_book(f, c, invoiced) : 0.0;
        to->sales_91_days += day > end - 91 ? in_book(f, c, invoiced) : 0.0;
        to->lost += in_book(f, c, run_flow(all, 0, c, DC_FLOW_WRITTEN_OFF, day, path));
        at.not_due += invoiced - fell - run_flow(all, 0, c, DC_FLOW_SETTLED_NOT_DUE, day, path);
        at.overdue += fell - run_flow(all, 0, c, DC_FLOW_SETTLED_OVERDUE, day, path);
        at.credits += run_flow(all, 0, c, DC_FLOW_CREDITS_USED, day, path);
    }
    to->receivables += in_book(f, c, at.not_due + at.overdue + at.credits);
    to->overdue += in_book(f, c, at.overdue);
}

static figures figures_of(const forecast *f, const run *all, uint32_t path, int32_t end)
{
    figures   sum = {0};
    dc_period before = {dc_date_add_days(f->book->as_of, end < 91 ? end - 91 : 0), f->book->as_of};
    sum.sales_91_days = (double)dc_book_sales(f->book, before).minor;
    for (uint16_t c = 0; c < f->book->currency_count; c++)
        add_currency(&sum, f, all, c, path, end);
    return sum;
}

static void assert_paired(const forecast *f, const run *all, int which)
{
    const dc_outcome *outcome = &f->outcome[0];
    int32_t           end = dc_week_end_day(&f->options, outcome->paired_week[which]);
    for (uint32_t path = 0; path < f->options.path_count; path++) {
        figures at = figures_of(f, all, path, end);
        double  days = 91.0 / at.sales_91_days;
        assert_double_close(outcome->paired[DC_CASH_COLLECTED][which][path], at.cash, 0.0);
        assert_double_close(outcome->paired[DC_SALES][which][path], at.sales_week, 0.0);
        assert_double_close(outcome->paired[DC_WRITTEN_OFF][which][path], at.lost, 0.0);
        assert_double_close(outcome->paired[DC_RECEIVABLES][which][path], at.receivables, 0.0);
        assert_double_close(outcome->paired[DC_OVERDUE][which][path], at.overdue, 0.0);
        assert_double_close(outcome->paired[DC_DSO][which][path], at.receivables * days, 1e-9);
        assert_double_close(outcome->paired[DC_DSO_OVERDUE][which][path], at.overdue * days, 1e-9);
    }
}

/* Translated once per currency, day and path; the first week may be short. */
static void paired_values_are_those_of_the_paths(void **state)
{
    (void)state;
    static const int32_t first_week_days[] = {0, 3};
    for (size_t i = 0; i < 2; i++) {
        forecast               f = company(2, 300);
        const dc_policy *const policies[] = {&baseline};
        f.options.first_week_days = first_week_days[i];
        measure(&f, &baseline);
        run *all = run_paths(f.book, f.model, f.items, policies, 1, &f.options);
        assert_int_equal(f.outcome[0].paired_week[0], 13);
        assert_int_equal(f.outcome[0].paired_week[1], 26);
        assert_paired(&f, all, 0);
        assert_paired(&f, all, 1);
        run_free(all);
        drop(&f);
    }
}

/* Balances at report dates by the learnt rates, each bucket rounded; the change since the as-of
 * date and what was written off are the expense. */
static void allowance_and_expense_follow_from_the_ageing(void **state)
{
    (void)state;
    forecast f = company(3, 300);
    measure(&f, &baseline);
    const dc_outcome *outcome = &f.outcome[0];
    double            allowance = 0.0;
    for (int b = 0; b < DC_BUCKETS; b++)
        allowance += outcome->ageing[0][b].mean * f.today.loss_rate[b];
    assert_double_close(outcome->series[DC_ALLOWANCE][13].mean, allowance, 0.5 * DC_BUCKETS);
    assert_double_close(outcome->series[DC_BAD_DEBT_EXPENSE][13].mean,
                        outcome->series[DC_ALLOWANCE][13].mean - f.today.value[DC_ALLOWANCE].mean +
                            outcome->series[DC_WRITTEN_OFF][13].mean,
                        1e-6);
    for (uint32_t path = 0; path < f.options.path_count; path++)
        assert_double_close(outcome->paired[DC_BAD_DEBT_EXPENSE][0][path],
                            outcome->paired[DC_ALLOWANCE][0][path] -
                                f.today.value[DC_ALLOWANCE].mean +
                                outcome->paired[DC_WRITTEN_OFF][0][path],
                            1e-6);
    drop(&f);
}

/* What rates make of the ageing that a simulation of its own tells at the close of some days. */
static void allowances_of_paths(double *out, const forecast *f, const run *all, size_t report)
{
    for (uint32_t path = 0; path < all->path_count; path++) {
        out[path] = 0.0;
        for (uint16_t c = 0; c < f->book->currency_count; c++)
            for (int b = 0; b < DC_BUCKETS; b++) {
                dc_money balance = DC_MONEY(run_ageing(all, 0, c, report, b, path));
                out[path] +=
                    f->today.loss_rate[b] * (double)dc_book_translate(f->book, c, balance).minor;
            }
    }
}

static void every_week_has_an_allowance_and_an_expense(void **state)
{
    (void)state;
    enum { WEEKS = 3, PATHS = 300 };
    static const int32_t   weeks[WEEKS] = {2, 9, 21};
    const dc_policy *const policies[] = {&baseline};
    forecast               f = company(3, PATHS);
    dc_simulate_options    own = f.options;
    double                 values[PATHS], scratch[PATHS], wanted[DC_QUANTILE_COUNT], expense = 0.0;
    measure(&f, &baseline);
    own.report_count = WEEKS;
    for (size_t i = 0; i < WEEKS; i++)
        own.report_days[i] = dc_week_end_day(&own, weeks[i]);
    run *all = run_paths(f.book, f.model, f.items, policies, 1, &own);
    for (size_t i = 0; i < WEEKS; i++) {
        const dc_estimate *at = &f.outcome[0].series[DC_ALLOWANCE][weeks[i]];
        allowances_of_paths(values, &f, all, i);
        dc_quantiles(wanted, values, scratch, PATHS);
        assert_true(at->applicable);
        for (int q = 0; q < DC_QUANTILE_COUNT; q++)
            assert_double_close(at->quantile[q], wanted[q], 1.0);
    }
    for (int32_t week = 1; week <= f.outcome[0].week_count; week++) {
        expense += f.outcome[0].series[DC_BAD_DEBT_EXPENSE_PERIOD][week].mean;
        assert_double_close(expense, f.outcome[0].series[DC_BAD_DEBT_EXPENSE][week].mean, 1e-6);
    }
    run_free(all);
    drop(&f);
}

static void without_a_method_there_is_no_allowance(void **state)
{
    (void)state;
    forecast f = company(3, 100);
    f.book->company.allowance_method = "none";
    measure(&f, &baseline);
    assert_false(f.outcome[0].series[DC_ALLOWANCE][13].applicable);
    assert_null(f.outcome[0].paired[DC_ALLOWANCE][0]);
    drop(&f);
}

/* Exact where the figure adds up, and as 300 paths are too few to spare a pilot, else theirs. */
static void means_and_quantiles_are_those_of_the_paired_values(void **state)
{
    (void)state;
    forecast f = company(4, 300);
    double   scratch[300], out[DC_QUANTILE_COUNT];
    measure(&f, &baseline);
    for (int m = 0; m < DC_METRIC_COUNT; m++) {
        const double *values = f.outcome[0].paired[m][1];
        uint32_t      n = f.options.path_count;
        double        sum = 0.0;
        if (!values)
            continue;
        for (uint32_t path = 0; path < n; path++)
            sum += values[path];
        dc_quantiles(out, values, scratch, n);
        const dc_estimate *at = &f.outcome[0].series[m][26];
        bool               is_ratio =
            m == DC_DSO || m == DC_DSO_NOT_DUE || m == DC_DSO_OVERDUE || m == DC_DSO_COUNTBACK;
        double error = 0.0;
        for (uint32_t path = 0; path < n; path++)
            error += (values[path] - sum / n) * (values[path] - sum / n) / (n - 1.0) / n;
        assert_double_close(at->mean, sum / n,
                            1e-9 * fabs(sum / n) + 1e-12 + (is_ratio ? 0.0 : 5.0 * sqrt(error)));
        assert_true(is_ratio ? at->standard_error > 0.0 : at->standard_error == 0.0);
        assert_memory_equal(at->quantile, out, sizeof out);
    }
    drop(&f);
}

static void week_0_is_the_as_of_date(void **state)
{
    (void)state;
    forecast f = company(4, 100);
    measure(&f, &baseline);
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        assert_memory_equal(&f.outcome[0].series[m][0], &f.today.value[m], sizeof(dc_estimate));
    drop(&f);
}

static void threads_change_no_figure(void **state)
{
    (void)state;
    forecast one = company(5, 600), eight = company(5, 600);
    one.options.threads = 1;
    eight.options.threads = 8;
    measure(&one, &baseline);
    measure(&eight, &baseline);
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        assert_memory_equal(one.outcome[0].series[m], eight.outcome[0].series[m],
                            27 * sizeof(dc_estimate));
    assert_memory_equal(one.outcome[0].expected_cash, eight.outcome[0].expected_cash,
                        27 * sizeof(double));
    drop(&one);
    drop(&eight);
}

static void the_expected_engine_has_one_future_the_mean_one(void **state)
{
    (void)state;
    forecast paths = company(6, 100), expected = company(6, 100);
    expected.options.expected_only = true;
    expected.options.path_count = 1;
    measure(&paths, &baseline);
    measure(&expected, &baseline);
    for (int32_t week = 1; week <= 26; week++) {
        const dc_estimate *at = &expected.outcome[0].series[DC_CASH_COLLECTED][week];
        assert_double_close(at->mean, paths.outcome[0].expected_cash[week],
                            0.5 * 4 * 2 * 7 * week + 1.0); /* flows are rounded day by day */
        assert_double_close(at->quantile[DC_P5], at->quantile[DC_P95], 0.0);
    }
    drop(&paths);
    drop(&expected);
}

static void the_checks_that_always_run_pass(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        forecast  f = company(seed, 1000);
        dc_policy late = {.delay_count = 1,
                          .delays = {{.days = 20, .share = 1.0, .from = 1, .to = INT32_MAX}}};
        dc_checks checks = {0};
        measure(&f, &late);
        for (int i = 0; i < 2; i++)
            dc_checks_always(&checks, f.arena, f.book, &f.today, &f.outcome[i]);
        for (size_t i = 0; i < checks.count; i++)
            if (!checks.check[i].passed)
                print_error("%s: %s\n", checks.check[i].name, checks.check[i].detail[DC_ENGLISH]);
        assert_int_equal(checks.failed, 0);
        drop(&f);
    }
}

static bool passes(const forecast *f, const char *name)
{
    dc_checks checks = {0};
    dc_checks_always(&checks, f->arena, f->book, &f->today, &f->outcome[0]);
    for (size_t i = 0; i < checks.count; i++)
        if (strcmp(checks.check[i].name, name) == 0)
            return checks.check[i].passed;
    fail_msg("no check '%s'", name);
    return false;
}

static void the_checks_object_to_what_is_wrong(void **state)
{
    (void)state;
    forecast    f = company(1, 1000);
    dc_outcome *outcome = &f.outcome[0];
    measure(&f, &baseline);
    f.today.ageing[2] += 100000;
    assert_false(passes(&f, "ageing_ties"));
    f.today.by_currency[1].credits += 1;
    assert_false(passes(&f, "currencies_tie"));
    outcome->path_cash[9].mean *= 1.2;
    assert_false(passes(&f, "expected_equals_mean"));
    outcome->ageing[0][0].mean *= 1.5;
    assert_false(passes(&f, "projected_ageing_ties"));
    outcome->series[DC_OVERDUE][3].quantile[DC_P50] = -1e18;
    assert_false(passes(&f, "quantiles_ordered"));
    outcome->series[DC_DSO][3].mean += 0.01;
    assert_false(passes(&f, "dso_adds_up"));
    drop(&f);
}

static bool spread_passes(const forecast *f)
{
    dc_checks checks = {0};
    dc_checks_spread(&checks, f->arena, f->outcome, 1);
    assert_int_equal(checks.count, 1);
    return checks.check[0].passed;
}

static void the_spread_is_that_of_the_paths(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        forecast f = company(seed, 4000);
        double   wrong = f.options.path_count < 4000 ? 2.0 : 1.15; /* fewer paths see less */
        measure(&f, &baseline);
        assert_true(spread_passes(&f));
        f.outcome[0].expected_cash_sd[26] *= wrong;
        assert_false(spread_passes(&f));
        drop(&f);
    }
}

static void no_spread_is_worked_out_where_none_is_asked_for(void **state)
{
    (void)state;
    forecast f = company(1, 1000);
    f.options.mean_only = true;
    measure(&f, &baseline);
    assert_true(isnan(f.outcome[0].expected_cash_sd[26]));
    assert_true(dc_outcome_cash_sd(&f.outcome[0], 26) > 0.0);
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payers_who_are_certain_leave_one_future),
        cmocka_unit_test(what_a_policy_writes_off_is_told_where_nothing_ever_was),
        cmocka_unit_test(what_is_paid_on_time_has_its_best_possible_dso),
        cmocka_unit_test(ageing_at_report_days_is_that_of_the_open_claims),
        cmocka_unit_test(an_empty_scenario_is_the_baseline),
        cmocka_unit_test(paired_values_are_those_of_the_paths),
        cmocka_unit_test(allowance_and_expense_follow_from_the_ageing),
        cmocka_unit_test(every_week_has_an_allowance_and_an_expense),
        cmocka_unit_test(dso_ahead_counts_bills_and_what_is_sold),
        cmocka_unit_test(without_a_method_there_is_no_allowance),
        cmocka_unit_test(means_and_quantiles_are_those_of_the_paired_values),
        cmocka_unit_test(week_0_is_the_as_of_date),
        cmocka_unit_test(threads_change_no_figure),
        cmocka_unit_test(the_expected_engine_has_one_future_the_mean_one),
        cmocka_unit_test(the_checks_that_always_run_pass),
        cmocka_unit_test(the_checks_object_to_what_is_wrong),
        cmocka_unit_test(the_spread_is_that_of_the_paths),
        cmocka_unit_test(no_spread_is_worked_out_where_none_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
