#include "support/given_answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/expect.h"

enum { SCENARIOS = 3, CUSTOMERS = 3, WEEK_13 = 13, HOME = 0, OTHER = 1 };

static const int64_t ageing_today[DC_BUCKETS] = {30000000, 5000000, 2000000,
                                                 1000000,  500000,  100000};

static dc_estimate spread(double mean)
{
    dc_estimate e = {.applicable = true, .mean = mean, .standard_error = fabs(mean) / 1000.0};
    for (int q = 0; q < DC_QUANTILE_COUNT; q++) {
        e.quantile[q] = mean * (0.9 + 0.02 * q);
        e.low[q] = e.quantile[q] - fabs(mean) / 400.0;
        e.high[q] = e.quantile[q] + fabs(mean) / 200.0;
    }
    return e;
}

static void give_currency(dc_currency *currency, const char *code, const char *rate)
{
    *currency = (dc_currency){.decimals = 2, .claim_count = 10, .has_rate = true};
    memcpy(currency->code, code, 4);
    assert_true(dc_rate_parse(&currency->rate, rate, DC_NUMBER_STYLE_PLAIN));
    currency->rate_date = date("2026-06-26");
}

static void give_customers(given_report *g)
{
    static const char *const ids[] = {"C1", "C2", "C3"};
    static const char *const names[] = {"=SUM(A1:A9)", "Krüger, \"Die Werkstatt\"",
                                        "上海精密机械有限公司"};
    dc_customers            *c = &g->book.customers;
    c->count = CUSTOMERS;
    c->id = dc_arena_alloc(g->arena, CUSTOMERS, sizeof *c->id);
    c->name = dc_arena_alloc(g->arena, CUSTOMERS, sizeof *c->name);
    c->segment = dc_arena_alloc(g->arena, CUSTOMERS, sizeof *c->segment);
    c->country = dc_arena_alloc(g->arena, CUSTOMERS, sizeof *c->country);
    c->credit_limit = dc_arena_alloc(g->arena, CUSTOMERS, sizeof *c->credit_limit);
    for (size_t i = 0; i < CUSTOMERS; i++) {
        c->id[i] = ids[i];
        c->name[i] = names[i];
        c->segment[i] = i == 0 ? "retail" : "";
        c->country[i] = i == 2 ? "CN" : "DE";
        c->credit_limit[i] = i == 1 ? 30000000 : -1;
    }
    static const dc_customer_row rows[CUSTOMERS] = {{.customer = 1,
                                                     .open = 20000000,
                                                     .overdue = 5000000,
                                                     .days_late_max = 40,
                                                     .asked = 5000000,
                                                     .asked_late = 40,
                                                     .open_claims = 12,
                                                     .settled_claims = 90,
                                                     .own_share = 0.9,
                                                     .days_late_habit = 12.5,
                                                     .expected_4_weeks = 9000000,
                                                     .expected_13_weeks = 18000000,
                                                     .expected_days = 25,
                                                     .paid_days = {4, 20, 70},
                                                     .chance_open_13_weeks = 0.1,
                                                     .chance_default = 0.013,
                                                     .expected_loss = 200000},
                                                    {.customer = 0,
                                                     .open = 15000000,
                                                     .overdue = 3600000,
                                                     .credits = -400000,
                                                     .days_late_max = 130,
                                                     .asked = 3200000,
                                                     .asked_late = 130,
                                                     .open_claims = 6,
                                                     .settled_claims = 0,
                                                     .own_share = 0,
                                                     .days_late_habit = NAN,
                                                     .expected_4_weeks = 4000000,
                                                     .expected_13_weeks = 12000000,
                                                     .expected_days = 31,
                                                     .paid_days = {6, 28, 0},
                                                     .chance_open_13_weeks = 0.2,
                                                     .expected_loss = 150000},
                                                    {.customer = 2,
                                                     .open = 3600000,
                                                     .days_late_max = -3,
                                                     .open_claims = 2,
                                                     .settled_claims = 5,
                                                     .own_share = 0.5,
                                                     .days_late_habit = -2,
                                                     .expected_4_weeks = 1000000,
                                                     .expected_13_weeks = 3500000,
                                                     .expected_days = 20,
                                                     .paid_days = {3, 16, 44},
                                                     .chance_open_13_weeks = 0.02,
                                                     .expected_loss = 30000}};
    g->answer.customers = rows;
    g->answer.customer_count = CUSTOMERS;
}

static void give_files(given_report *g)
{
    static dc_reject      rejects[1];
    static dc_file_totals files[2];
    rejects[0] = (dc_reject){.file = "invoices.csv",
                             .line = 12,
                             .reason = {"amount 'x' is not an amount", "amount“x”不是金额"},
                             .text = "=cmd|' /C calc'!A0,acme\xff\x01,x"};
    files[0] = (dc_file_totals){.file = "invoices.csv",
                                .format = "canonical",
                                .bytes = 1000,
                                .rows_read = 20,
                                .rows_used = 19,
                                .rows_rejected = 1,
                                .worth_read = 386000,
                                .worth_rejected = 1930};
    files[1] = (dc_file_totals){.file = "payments.csv",
                                .format = "canonical",
                                .bytes = 500,
                                .rows_read = 8,
                                .rows_used = 8,
                                .worth_read = 0};
    memset(files[0].sha256, 'a', 64);
    memset(files[1].sha256, 'b', 64);
    g->book.rejects = rejects;
    g->book.reject_count = 1;
    g->book.files = files;
    g->book.file_count = 2;
}

static void give_book(given_report *g)
{
    dc_book *book = &g->book;
    book->arena = g->arena;
    book->path = "company";
    book->as_of = date("2026-06-28");
    book->as_of_source = "book.yaml";
    book->home = book->own = HOME;
    book->currency_count = 2;
    give_currency(&book->currencies[HOME], "EUR", "1");
    give_currency(&book->currencies[OTHER], "USD", "0.9");
    book->has_history = true;
    book->company.name = "Meridian & Sons";
    book->company.tax_rate = 0.19;
    book->company.inventory = (dc_figure){true, money("90000.00")};
    book->company.control_receivables = (dc_figure){true, money("380000.00")};
    book->company.control_allowance = (dc_figure){true, money("5000.00")};
    memset(book->content_sha256, 'c', 64);
    give_customers(g);
    give_files(g);
}

static void give_today(given_report *g)
{
    dc_today *t = &g->today;
    for (int b = 0; b < DC_BUCKETS; b++) {
        t->ageing[b] = ageing_today[b];
        t->by_currency[HOME].ageing[b] = ageing_today[b] / 10;
        t->by_currency[OTHER].ageing[b] = ageing_today[b]; /* x 0.9 */
        t->loss_rate[b] = 0.01 * (b + 1);
        t->allowance[b] = (int64_t)llround((double)ageing_today[b] * t->loss_rate[b]);
        t->value[DC_ALLOWANCE].mean += (double)t->allowance[b];
    }
    t->credits = t->by_currency[HOME].credits = -400000;
    t->unapplied = t->by_currency[HOME].unapplied = -200000;
    t->ledger = 38000000;
    g->book.currencies[HOME].receivables = money("34600.00");
    g->book.currencies[HOME].credits = money("-4000.00");
    g->book.currencies[HOME].unapplied = money("-2000.00");
    g->book.currencies[OTHER].receivables = money("386000.00");
    t->by_currency[HOME].ledger = money("32600.00").minor;
    t->by_currency[OTHER].ledger = money("386000.00").minor;
    t->payables = (dc_figure){true, money("40000.00")};
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        t->value[m].applicable = true;
    t->value[DC_RECEIVABLES].mean = 38200000;
    t->value[DC_OVERDUE].mean = 8600000;
    t->value[DC_DSO].mean = 50;
    t->value[DC_DSO_NOT_DUE].mean = 38;
    t->value[DC_DSO_OVERDUE].mean = 12;
    t->value[DC_DSO_COUNTBACK].mean = 48;
    t->value[DC_TRADE_WCR].mean = 43200000;
}

/* Mean of a metric in a week of a scenario; scenario 1 pays later, 2 has longer terms. */
static double mean_of(dc_metric metric, int32_t week, size_t scenario)
{
    double late = scenario == 1 && week > 0 ? 1.0 : 0.0,
           terms = scenario == 2 && week > 0 ? 1.0 : 0.0;
    double moved = 1000000 * late + 400000 * terms;
    switch (metric) {
    case DC_RECEIPTS: return 10000000 - (week == 1 ? moved : 0);
    case DC_CASH_COLLECTED: return 10000000.0 * week - moved;
    case DC_SALES: return 10000000;
    case DC_RECEIVABLES: return 38200000 + moved;
    case DC_OVERDUE: return 8600000 + 1000000 * late;
    case DC_DSO: return 50 + 5 * late + 8 * terms;
    case DC_DSO_NOT_DUE: return 38 + 8 * terms;
    case DC_DSO_OVERDUE: return 12 + 5 * late;
    case DC_DSO_COUNTBACK: return 48 + 5 * late + 8 * terms;
    case DC_DSO_WITH_BILLS: return 52 + 5 * late + 8 * terms;
    case DC_DSO_WITH_SOLD: return 51 + 5 * late + 8 * terms;
    case DC_INVENTORY: return 9000000;
    case DC_PAYABLES: return 4000000;
    case DC_TRADE_WCR: return 38200000 + moved + 9000000 - 4000000;
    case DC_DAY_OF_SALES: return 764000;
    case DC_TRADE_WCR_DAYS: return 56.5 + (moved > 0 ? moved / 764000 : 0);
    case DC_OPERATING_WCR: return 38200000 + moved + 9000000 - 4000000 - 500000;
    case DC_WCR_CASH: return 0.0 - moved;
    case DC_DIO: return 15;
    case DC_DPO: return 7;
    case DC_CCC: return 58 + 5 * late + 8 * terms;
    case DC_SETTLED_WITHOUT_CASH: return -700.0 * week; /* so that receivables roll forward */
    case DC_WRITTEN_OFF: return 1000.0 * week;
    case DC_RECOVERED: return 300.0 * week;
    case DC_ALLOWANCE: return 531000 + 2000.0 * week + 50000 * late;
    case DC_BAD_DEBT_EXPENSE: return 2700.0 * week + 50000 * late;
    case DC_BAD_DEBT_EXPENSE_PERIOD: return 2700.0 + (week == 1 ? 50000 * late : 0.0);
    case DC_MEASURE_COSTS: return 100.0 * week;
    case DC_THIRD_PARTY_CASH: return 4000.0 * week;
    case DC_NET_CASH: return 10003900.0 * week - moved;
    case DC_CREDIT_RESULT: return -800.0 * week;
    case DC_SOLD: return 5000.0 * week;
    case DC_LOST_MARGIN: return 100.0 * week * late;
    case DC_DSO_UNSOLD: return 47 + 5 * late + 8 * terms;
    case DC_SALES_MARGIN: return 3000000.0 * week;
    case DC_FINANCING_COST: return 50000.0 * week + moved / 1000 * week;
    case DC_PROFIT: return 2947300.0 * week - moved / 1000 * week - 50000 * late;
    case DC_METRIC_COUNT: break;
    }
    return 0;
}

static void give_outcome(given_report *g, dc_outcome *out, int32_t weeks, size_t scenario)
{
    *out = (dc_outcome){.week_count = weeks, .path_count = g->options.path_count};
    out->paired_week[0] = weeks < WEEK_13 ? weeks : WEEK_13;
    out->paired_week[1] = weeks;
    out->expected_cash = dc_arena_alloc(g->arena, (size_t)weeks + 1, sizeof(double));
    out->expected_cash_sd = dc_arena_alloc(g->arena, (size_t)weeks + 1, sizeof(double));
    out->largest_item = 5000000;
    for (int m = 0; m < DC_METRIC_COUNT; m++) {
        out->series[m] = dc_arena_alloc(g->arena, (size_t)weeks + 1, sizeof(dc_estimate));
        for (int32_t week = 0; week <= weeks; week++)
            out->series[m][week] = spread(mean_of((dc_metric)m, week, scenario));
    }
    for (int32_t week = 0; week <= weeks; week++) {
        out->expected_cash[week] = mean_of(DC_CASH_COLLECTED, week, scenario) + 100.0 * week;
        out->expected_cash_sd[week] = 300000.0 * week;
    }
    for (size_t i = 0; i < g->options.report_count; i++) {
        out->report_days[out->report_count] = g->options.report_days[i];
        out->report_week[out->report_count++] = g->options.report_days[i] / 7;
        for (int b = 0; b < DC_BUCKETS; b++) {
            out->ageing[i][b] = spread((double)ageing_today[b]);
            out->expected_ageing[i][b] = (double)ageing_today[b] + 10;
        }
    }
}

static dc_difference difference_of(dc_metric metric, int32_t week, size_t scenario)
{
    double        base = mean_of(metric, week, 0);
    dc_difference d = {.applicable = true, .mean = mean_of(metric, week, scenario) - base};
    d.standard_error = fabs(d.mean) / 100.0;
    d.low = fmin(d.mean / 2, d.mean * 2);
    d.high = fmax(d.mean / 2, d.mean * 2);
    d.chance_better = dc_metric_better(metric) == DC_NEITHER ? NAN : 0.25;
    d.chance_low = 0.24;
    d.chance_high = 0.27;
    return d;
}

static void give_comparison(given_report *g, int32_t weeks)
{
    dc_comparison *c = &g->comparison;
    c->count = SCENARIOS;
    c->outcome = dc_arena_alloc(g->arena, SCENARIOS, sizeof *c->outcome);
    c->difference = dc_arena_alloc(g->arena, SCENARIOS, sizeof *c->difference);
    for (size_t s = 0; s < SCENARIOS; s++) {
        give_outcome(g, &c->outcome[s], weeks, s);
        for (int m = 0; m < DC_METRIC_COUNT; m++)
            for (int k = 0; k < DC_PAIRED_WEEKS; k++)
                c->difference[s][m][k] =
                    difference_of((dc_metric)m, c->outcome[s].paired_week[k], s);
    }
}

static void give_scenarios(given_report *g)
{
    static dc_assumption assumptions[2];
    assumptions[0] = (dc_assumption){"late_payment", "days", {"days", "天"},         "7",
                                     "15",           "30",   {"planner", "planner"}, false};
    assumptions[1] = (dc_assumption){"credit_terms", "days", {"days", "天"},         "",
                                     "60",           "",     {"planner", "planner"}, true};
    dc_scenario *s = dc_arena_alloc(g->arena, SCENARIOS, sizeof *s);
    s[0] = (dc_scenario){.name = "baseline", .title = {"Baseline", "基准"}, .source = {"", ""}};
    s[1] = (dc_scenario){.name = "late",
                         .title = {"Pay later", "延迟付款"},
                         .source = {"planner", "计划人员"},
                         .has_range = true,
                         .assumption_count = 1,
                         .assumptions = &assumptions[0],
                         .assumed = true};
    s[2] = (dc_scenario){.name = "terms",
                         .title = {"Longer terms", "延长账期"},
                         .source = {"planner", "计划人员"},
                         .assumption_count = 1,
                         .assumptions = &assumptions[1],
                         .decided = true,
                         .decides = DC_DECIDES_RECEIVABLES,
                         .assumed = true};
    g->scenarios = (dc_scenarios){SCENARIOS, s};
}

static void give_options(given_report *g, int32_t weeks)
{
    static const int32_t reports[] = {4, 13, 26};
    g->options = DC_SIMULATE_OPTIONS_INIT;
    g->options.horizon_days = weeks * 7;
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++)
        if (reports[i] < weeks)
            g->options.report_days[g->options.report_count++] = reports[i] * 7;
    g->options.report_days[g->options.report_count++] = weeks * 7;
}

static void give_model(given_report *g)
{
    g->model.learnt = true;
    g->model.claims_learnt_from = 95;
    g->model.claims_censored = 20;
    g->model.half_life_days = 365;
    g->model.concentration = 8;
    for (int bin = 0; bin < DC_BINS; bin++) {
        g->model.portfolio[bin] = 0.01;
        g->model.exposure[bin] = 1000;
        g->model.settled[bin] = 10;
    }
}

static dc_scored plain_score(double value)
{
    return (dc_scored){true, value, value, value};
}

/* 104 weeks, one in five outside the 80 % band, and nothing to alarm anybody. */
static void give_backtest(given_report *g)
{
    dc_backtest        *b = &g->backtest;
    dc_backtest_result *own = &b->rule[DC_RULE_DUECAST];
    *b = (dc_backtest){.first = date("2025-12-07"),
                       .last = date("2026-05-31"),
                       .every_days = 7,
                       .weeks = 4,
                       .origins_planned = 26,
                       .origins = 26,
                       .recent = 12,
                       .week_count = 26};
    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        b->rule[rule].origins = 26;
        b->rule[rule].score[DC_SCORE_WAPE] = plain_score(0.30);
        b->rule[rule].score[DC_SCORE_CRPS_RATIO] = plain_score(0.25);
    }
    own->has_bands = true;
    own->score[DC_SCORE_WAPE] = plain_score(0.21);
    own->score[DC_SCORE_CRPS_RATIO] = plain_score(0.15);
    own->score[DC_SCORE_FLOOR] = plain_score(0.19);
    own->score[DC_SCORE_BIAS] = plain_score(-0.02);
    own->score[DC_SCORE_COVERAGE_50] = (dc_scored){true, 0.49, 0.40, 0.58};
    own->score[DC_SCORE_COVERAGE_80] = (dc_scored){true, 0.78, 0.70, 0.86};
    own->score[DC_SCORE_COVERAGE_95] = (dc_scored){true, 0.94, 0.90, 0.98};
    own->score[DC_SCORE_COUNT_COVERAGE_80] = (dc_scored){true, 0.81, 0.73, 0.88};
    for (int i = 0; i < DC_BACKTEST_PIT_BINS; i++)
        own->pit[i] = own->count_pit[i] = 10;
    for (int w = 0; w < b->weeks; w++)
        own->week[w] = (dc_backtest_week){26, 1e6, 0.98e6, 0.21, 0.15, 0.78, 0.81};
    b->cash = b->counts = (dc_recalibration){true, false, 0.78, 0.95, 0.95, 0.52, 0.82, 0.96};
    b->first_week = dc_arena_alloc(g->arena, b->week_count, sizeof *b->first_week);
    for (size_t i = 0; i < b->week_count; i++)
        b->first_week[i] = (dc_backtest_window){dc_date_add_days(b->first, 7 * (int32_t)i), 10000.0,
                                                8000.0, 12000.0, i % 5 == 0 ? 13000.0 : 10500.0};
    g->answer.backtest = b;
}

/* Three month ends: the first before the ledger, the others with every figure but one. */
static const dc_measures *given_past(dc_arena *arena, const dc_book *book)
{
    enum { DATES = 3 };
    dc_measures *past = dc_arena_alloc(arena, 1, sizeof *past);
    *past = (dc_measures){.book = book, .edges = DC_AGEING_EDGES_INIT, .count = DATES};
    past->date = dc_arena_alloc(arena, DATES, sizeof *past->date);
    past->ageing = dc_arena_alloc(arena, DATES, sizeof *past->ageing);
    past->value = dc_arena_alloc(arena, DATES * DC_MEASURE_COUNT, sizeof *past->value);
    dc_measure_month_ends(past->date, dc_date_month_end(book->as_of), DATES);
    for (size_t i = 0; i < DATES * DC_MEASURE_COUNT; i++) {
        bool known = i >= DC_MEASURE_COUNT && i % DC_MEASURE_COUNT != DC_MEASURE_DSO_12_MONTHS;
        past->value[i] = (dc_measure_value){.told = true,
                                            .applicable = known,
                                            .reason = DC_WORD_MISSING_PERIOD,
                                            .value = known ? 100.0 + (double)i : 0.0};
    }
    return past;
}

static void give_bridges(given_report *g)
{
    for (size_t i = 0; i < sizeof g->bridges / sizeof g->bridges[0]; i++) {
        dc_dso_bridge *b = &g->bridges[i];
        *b = (dc_dso_bridge){.applicable = true, .opening = 50, .closing = 54};
        b->from = dc_date_add_days(g->book.as_of, i == 0 ? -365 : 0);
        b->to = dc_date_add_days(g->book.as_of, i == 0 ? 0 : 91);
        b->part[DC_BRIDGE_TERMS] = 3;
        b->part[DC_BRIDGE_LATENESS] = 1;
        for (int p = 0; p < DC_BRIDGE_PARTS; p++)
            b->told[p] = p != DC_BRIDGE_CURRENCY;
        b->untold[DC_BRIDGE_CURRENCY] = DC_WORD_BRIDGE_NO_RATES;
    }
    g->answer.bridges = g->bridges;
    g->answer.bridge_count = sizeof g->bridges / sizeof g->bridges[0];
}

given_report *given_answer(int32_t weeks)
{
    dc_arena     *arena = dc_arena_new();
    given_report *g = dc_arena_alloc(arena, 1, sizeof *g);
    g->arena = arena;
    g->issues = dc_issues_new();
    give_options(g, weeks);
    give_book(g);
    give_model(g);
    give_today(g);
    give_scenarios(g);
    give_comparison(g, weeks);
    give_bridges(g);
    dc_check_found(dc_checks_add(&g->checks, "ageing_ties", DC_WORD_CHECK_AGEING_TIES, true),
                   "380,000.00");

    dc_answer *a = &g->answer;
    a->version = "0.1.0";
    a->command_line = "duecast forecast company -s all";
    memset(a->run_id, 'd', sizeof a->run_id - 1);
    a->book = &g->book;
    a->model = &g->model;
    a->items = &g->items;
    a->today = &g->today;
    a->measures = given_past(arena, &g->book);
    a->scenarios = &g->scenarios;
    a->comparison = &g->comparison;
    a->checks = &g->checks;
    a->issues = g->issues;
    a->options = &g->options;
    give_backtest(g);
    return g;
}

void given_answer_free(given_report *given)
{
    dc_issues_free(given->issues);
    dc_arena_free(given->arena);
}
