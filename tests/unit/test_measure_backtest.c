#include "support/expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "duecast/backtest.h"
#include "duecast/random.h"
#include "support/given.h"

static dc_backtest_options every(int32_t days, const char *from, const char *to)
{
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    options.every_days = days;
    options.path_count = given_paths(512) < 512 ? DC_PATH_BLOCK : 512;
    options.from = date(from);
    options.to = date(to);
    return options;
}

static dc_backtest *run(const dc_book *book, const dc_backtest_options *options)
{
    dc_backtest *backtest;
    assert_int_equal(dc_backtest_run(&backtest, book, options), DC_OK);
    return backtest;
}

static double score(const dc_backtest *backtest, dc_rule rule, dc_score which)
{
    assert_true(backtest->rule[rule].score[which].applicable);
    return backtest->rule[rule].score[which].value;
}

/* One customer, an invoice of 100.00 every day, due after 30 days, paid `late` days after it. */
static char *steady_table(int days, int late)
{
    char  *text;
    size_t size;
    FILE  *out = open_memstream(&text, &size);
    fputs("customer invoice issued due amount events\n", out);
    for (int i = 0; i < days; i++) {
        char issued[11], due[11], paid[11];
        dc_date_format(issued, dc_date_add_days(date("2024-01-01"), i));
        dc_date_format(due, dc_date_add_days(date("2024-01-01"), i + 30));
        dc_date_format(paid, dc_date_add_days(date("2024-01-01"), i + 30 + late));
        fprintf(out, "acme I-%04d %s %s 100.00", i, issued, due);
        if (strcmp(paid, "2024-12-31") <= 0)
            fprintf(out, " paid=%s", paid);
        fputc('\n', out);
    }
    fclose(out);
    return text;
}

static dc_book *steady_book(int late)
{
    char    *table = steady_table(360, late);
    dc_book *book = given_book("2024-12-31", table);
    free(table);
    return book;
}

static void rules_hit_a_customer_that_is_always_as_late(void **state)
{
    (void)state;
    static const struct {
        dc_rule rule;
        double  mae;
    } cases[] = {
        /* 30 open claims are 1 to 30 days from their due day and 10 more are overdue: the due date
         * is off by 10 days for the first 30, by 9, 8 ... 0 for the overdue ones. */
        {DC_RULE_DUE_DATE, (30.0 * 10.0 + 45.0) / 40.0},
        {DC_RULE_AVERAGE, 0.0},
        {DC_RULE_CUSTOMER_AVERAGE, 0.0},
        {DC_RULE_POOLED, 0.0},
        {DC_RULE_CUSTOMER, 0.0},
        {DC_RULE_SHIFT, 0.0},
    };
    dc_book            *book = steady_book(10);
    dc_backtest_options options = every(7, "2024-07-07", "2024-08-25");
    dc_backtest        *backtest = run(book, &options);

    assert_int_equal(backtest->origins, 8);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_double_close(score(backtest, cases[i].rule, DC_SCORE_DATE_MAE), cases[i].mae, 1e-9);
    assert_double_close(score(backtest, DC_RULE_AVERAGE, DC_SCORE_WAPE), 0.0, 1e-9);
    assert_double_close(score(backtest, DC_RULE_DUE_DATE, DC_SCORE_BRIER), 1.0, 1e-9);
    assert_double_close(score(backtest, DC_RULE_AVERAGE, DC_SCORE_BRIER), 0.0, 1e-9);
    assert_true(score(backtest, DC_RULE_DUECAST, DC_SCORE_DATE_MAE) < 4.0);
    assert_int_equal(backtest->rule[DC_RULE_DUECAST].claims, 8 * 40);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void weeks_add_up_to_what_was_open(void **state)
{
    (void)state;
    dc_book            *book = steady_book(10);
    dc_backtest_options options = every(7, "2024-07-07", "2024-07-07");
    dc_backtest        *backtest = run(book, &options);
    double              paid = 0.0, forecast = 0.0;

    for (int w = 0; w < DC_BACKTEST_WEEKS; w++) {
        paid += backtest->rule[DC_RULE_AVERAGE].week[w].actual;
        forecast += backtest->rule[DC_RULE_AVERAGE].week[w].forecast;
    }
    assert_double_close(paid, 40 * 10000.0, 1e-6);
    assert_double_close(forecast, paid, 1e-6);
    /* seven claims fall due each day of the first week: 10 days ago */
    assert_double_close(backtest->rule[DC_RULE_AVERAGE].week[0].actual, 7 * 10000.0, 1e-6);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void an_unusable_past_is_too_little_history(void **state)
{
    (void)state;
    dc_book            *book = steady_book(10);
    dc_backtest_options early = every(7, "2023-10-01", "2024-02-15");
    dc_backtest        *backtest;

    assert_int_equal(dc_backtest_run(&backtest, book, &early), DC_ERR_TOO_LITTLE_HISTORY);
    assert_null(backtest);
    given_book_free(book);

    book = given_book("2024-03-01", "customer invoice issued due amount events\n"
                                    "acme A-1 2024-01-01 2024-01-31 100.00\n");
    dc_backtest_options any = DC_BACKTEST_OPTIONS_INIT;
    assert_int_equal(dc_backtest_run(&backtest, book, &any), DC_ERR_TOO_LITTLE_HISTORY);
    given_book_free(book);
}

static void origins_without_history_are_left_out_of_the_rest(void **state)
{
    (void)state;
    dc_book            *book = steady_book(10);
    dc_backtest_options options = every(28, "2024-01-07", "2024-06-23");
    dc_backtest        *backtest = run(book, &options);

    assert_int_equal(backtest->origins, 5);
    assert_date_equal(backtest->first, "2024-03-03");
    assert_date_equal(backtest->last, "2024-06-23");
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void by_default_the_last_origin_has_four_weeks(void **state)
{
    (void)state;
    dc_book            *book = steady_book(10);
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    options.path_count = DC_PATH_BLOCK;
    dc_backtest *backtest = run(book, &options);

    assert_date_equal(backtest->last, "2024-12-03");
    assert_int_equal(backtest->origins, DC_BACKTEST_ORIGINS);
    assert_int_equal(backtest->rule[0].week[3].origins, DC_BACKTEST_ORIGINS);
    assert_int_equal(backtest->rule[0].week[4].origins, DC_BACKTEST_ORIGINS - 1);
    assert_int_equal(backtest->origins_dated, DC_BACKTEST_ORIGINS - 9);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void nothing_of_the_future_enters_a_forecast(void **state)
{
    (void)state;
    /* The same ledger, but from the origin on everybody pays 40 days later. */
    char    *table = steady_table(200, 10);
    dc_book *book = given_book("2024-12-31", table);
    dc_date  origin = date("2024-05-31");
    dc_book *later = given_book("2024-12-31", table);
    for (size_t e = 0; e < later->events.count; e++)
        if (later->events.date[e].day > origin.day) {
            later->events.date[e].day += 40;
            later->claims.closed[later->events.claim[e]] = later->events.date[e];
        }
    dc_backtest_options options = every(7, "2024-05-31", "2024-05-31");
    dc_backtest        *one = run(book, &options), *other = run(later, &options);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        for (int w = 0; w < DC_BACKTEST_WEEKS; w++)
            assert_double_close(one->rule[rule].week[w].forecast,
                                other->rule[rule].week[w].forecast, 0.0);
    assert_true(score(one, DC_RULE_AVERAGE, DC_SCORE_DATE_MAE) <
                score(other, DC_RULE_AVERAGE, DC_SCORE_DATE_MAE));
    dc_backtest_free(one);
    dc_backtest_free(other);
    given_book_free(later);
    given_book_free(book);
    free(table);
}

static void threads_and_row_order_change_nothing(void **state)
{
    (void)state;
    dc_book            *book = given_company(3, 15, 0), *shuffled = given_company(3, 15, 99);
    dc_backtest_options options = every(14, "2023-11-05", "2024-03-24");
    options.threads = 1;
    dc_backtest *one = run(book, &options);
    options.threads = 2;
    dc_backtest *two = run(shuffled, &options);

    assert_int_equal(one->origins, two->origins);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        const dc_backtest_result *a = &one->rule[rule], *b = &two->rule[rule];
        for (int s = 0; s < DC_SCORE_COUNT; s++) {
            assert_int_equal(a->score[s].applicable, b->score[s].applicable);
            assert_double_close(a->score[s].value, b->score[s].value, 0.0);
            assert_double_close(a->score[s].low, b->score[s].low, 0.0);
        }
        assert_memory_equal(a->pit, b->pit, sizeof a->pit);
        assert_double_close(a->cash.difference, b->cash.difference, 0.0);
    }
    dc_backtest_free(one);
    dc_backtest_free(two);
    given_book_free(book);
    given_book_free(shuffled);
}

/* Everybody flips the same coin each day: the pooled curve is the truth, claims are independent. */
static dc_book *coin_book(uint64_t seed)
{
    char  *text;
    size_t size;
    FILE  *out = open_memstream(&text, &size);
    fputs("customer invoice issued due amount events\n", out);
    for (uint32_t i = 0; i < 2400; i++) {
        dc_luck luck = {seed, i, DC_PURPOSE_TEST};
        int     issued = (int)(i * 720 / 2400), wait = 1;
        while (wait < 120 && dc_uniform(luck, 0, (uint32_t)wait) > 0.06)
            wait++;
        char issue_text[11], due[11], paid[11];
        dc_date_format(issue_text, dc_date_add_days(date("2023-01-01"), issued));
        dc_date_format(due, dc_date_add_days(date("2023-01-01"), issued + 20));
        dc_date_format(paid, dc_date_add_days(date("2023-01-01"), issued + wait));
        fprintf(out, "c%02u I-%04u %s %s %d.00", (unsigned)(i % 40), (unsigned)i, issue_text, due,
                (int)(50 + 100 * dc_uniform(luck, 1, 0)));
        if (strcmp(paid, "2024-12-20") <= 0)
            fprintf(out, " paid=%s", paid);
        fputc('\n', out);
    }
    fclose(out);
    dc_book *book = given_book("2024-12-20", text);
    free(text);
    return book;
}

static void bands_hold_where_the_law_is_right(void **state)
{
    (void)state;
    dc_book             *book = coin_book(21);
    dc_backtest_options  options = every(14, "2023-09-03", "2024-09-15");
    dc_backtest         *backtest = run(book, &options);
    static const dc_rule rules[] = {DC_RULE_POOLED, DC_RULE_DUECAST};

    for (size_t i = 0; i < 2; i++) { /* 224 weeks, standard error about 3 % */
        assert_double_close(score(backtest, rules[i], DC_SCORE_COVERAGE_80), 0.80, 0.09);
        assert_double_close(score(backtest, rules[i], DC_SCORE_COVERAGE_95), 0.95, 0.05);
        assert_double_close(score(backtest, rules[i], DC_SCORE_COUNT_COVERAGE_80), 0.80, 0.09);
        assert_double_close(score(backtest, rules[i], DC_SCORE_FLOOR),
                            score(backtest, rules[i], DC_SCORE_WAPE), 0.04);
        assert_double_close(backtest->rule[rules[i]].pit_variance, 1.0, 0.2);
    }
    assert_false(backtest->rule[DC_RULE_AVERAGE].score[DC_SCORE_COVERAGE_80].applicable);
    dc_scored held = backtest->rule[DC_RULE_POOLED].score[DC_SCORE_COVERAGE_80];
    assert_true(held.low < held.value && held.value < held.high);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void groups_hold_every_scored_claim_once(void **state)
{
    (void)state;
    dc_book            *book = given_company(5, 20, 0);
    dc_backtest_options options = every(28, "2023-09-03", "2024-03-24");
    dc_backtest        *backtest = run(book, &options);

    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        const dc_backtest_result *result = &backtest->rule[rule];
        size_t                    by_size = 0;
        for (int g = 0; g < DC_BACKTEST_GROUPS; g++)
            by_size += result->size[g].claims;
        assert_int_equal(by_size, result->claims);
        assert_int_equal(result->claims, backtest->claims_seen - backtest->claims_unknown);
    }
    dc_backtest_free(backtest);
    given_book_free(book);
}

/* ---- bounded work ---- */

static dc_backtest *run_short(const dc_book *book, uint64_t work_most)
{
    dc_backtest_options options = DC_BACKTEST_OPTIONS_SHORT;
    options.work_most = work_most;
    return run(book, &options);
}

static void a_bound_on_the_work_leaves_origins_evenly_spread(void **state)
{
    (void)state;
    /* 40 open claims and about 210 to 360 known at each of 26 origins: 49 a piece */
    static const struct {
        uint64_t work_most;
        size_t   origins;
    } cases[] = {{0, 26}, {100000, 26}, {640, 13}, {1, DC_BACKTEST_ORIGINS_LEAST}};
    dc_book *book = steady_book(10);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_backtest *backtest = run_short(book, cases[i].work_most);
        assert_int_equal(backtest->origins_planned, DC_BACKTEST_ORIGINS);
        assert_int_equal(backtest->origins, cases[i].origins);
        assert_date_equal(backtest->first, "2024-06-11");
        assert_date_equal(backtest->last, "2024-12-03");
        int32_t least = 1000, most = 0;
        for (size_t w = 1; w < backtest->week_count; w++) {
            int32_t gap = dc_date_days_between(backtest->first_week[w - 1].origin,
                                               backtest->first_week[w].origin);
            least = gap < least ? gap : least;
            most = gap > most ? gap : most;
        }
        assert_true(most - least <= 7);
        dc_backtest_free(backtest);
    }
    given_book_free(book);
}

static void a_short_backtest_scores_four_weeks_and_no_days(void **state)
{
    (void)state;
    dc_book     *book = given_company(3, 15, 0);
    dc_backtest *backtest = run_short(book, 0);
    assert_true(backtest->rule[DC_RULE_DUECAST].week[3].origins > 0);
    assert_int_equal(backtest->rule[DC_RULE_DUECAST].week[4].origins, 0);
    assert_false(backtest->rule[DC_RULE_DUECAST].score[DC_SCORE_DATE_MAE].applicable);
    assert_true(backtest->rule[DC_RULE_DUECAST].score[DC_SCORE_COVERAGE_80].applicable);
    assert_false(backtest->has_total);
    assert_int_equal(backtest->total[DC_TOTAL_DUECAST].origins, 0);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void a_short_backtest_is_the_same_on_any_threads_and_for_any_order(void **state)
{
    (void)state;
    dc_book            *book = given_company(3, 15, 0), *shuffled = given_company(3, 15, 99);
    dc_backtest_options options = DC_BACKTEST_OPTIONS_SHORT;
    options.threads = 1;
    dc_backtest *one = run(book, &options);
    options.threads = 3;
    dc_backtest *three = run(shuffled, &options);
    assert_memory_equal(&one->rule[DC_RULE_DUECAST], &three->rule[DC_RULE_DUECAST],
                        sizeof one->rule[DC_RULE_DUECAST]);
    assert_memory_equal(&one->cash, &three->cash, sizeof one->cash);
    assert_memory_equal(&one->counts, &three->counts, sizeof one->counts);
    dc_backtest_free(one);
    dc_backtest_free(three);
    given_book_free(book);
    given_book_free(shuffled);
}

/* What customers have in common comes from an earlier origin, never from a later day. */
static void a_lean_backtest_knows_nothing_of_the_future_either(void **state)
{
    (void)state;
    dc_date  last = date("2024-08-25");
    dc_book *book = given_company(6, 15, 0), *later = given_company(6, 15, 0);
    for (size_t e = 0; e < later->events.count; e++)
        if (later->events.date[e].day > last.day)
            later->events.date[e].day += 1;
    dc_backtest_options options = DC_BACKTEST_OPTIONS_SHORT;
    options.from = date("2024-02-25");
    options.to = last;
    dc_backtest *one = run(book, &options), *other = run(later, &options);
    assert_int_equal(one->week_count, other->week_count);
    for (size_t i = 0; i < one->week_count; i++) {
        assert_double_close(one->first_week[i].forecast, other->first_week[i].forecast, 0.0);
        assert_double_close(one->first_week[i].low, other->first_week[i].low, 0.0);
    }
    dc_backtest_free(one);
    dc_backtest_free(other);
    given_book_free(book);
    given_book_free(later);
}

/* ---- total cash ---- */

static void total_cash_holds_the_sales_to_come(void **state)
{
    (void)state;
    /* 100.00 a day come in, whatever is open: seven of them a week. */
    dc_book                  *book = steady_book(10);
    dc_backtest_options       options = every(7, "2024-08-25", "2024-09-22");
    dc_backtest              *backtest = run(book, &options);
    const dc_backtest_result *own = &backtest->total[DC_TOTAL_DUECAST];
    const dc_backtest_result *mean = &backtest->total[DC_TOTAL_MEAN];

    assert_int_equal(own->origins, 5);
    for (int w = 0; w < DC_BACKTEST_WEEKS; w++) {
        assert_double_close(own->week[w].actual, 5 * 70000.0, 1e-6);
        assert_double_close(own->week[w].forecast, 5 * 70000.0, 0.25 * 5 * 70000.0);
    }
    assert_double_close(mean->score[DC_SCORE_WAPE].value, 0.0, 1e-9);
    assert_true(own->score[DC_SCORE_COVERAGE_80].applicable);
    assert_false(own->score[DC_SCORE_COUNT_COVERAGE_80].applicable);
    assert_int_equal(backtest->total[DC_TOTAL_LAST_YEAR].origins, 0); /* there is none */
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void last_year_is_asked_where_there_is_one(void **state)
{
    (void)state;
    dc_book            *book = given_company(3, 15, 0);
    dc_backtest_options options = every(28, "2023-09-03", "2024-05-12");
    dc_backtest        *backtest = run(book, &options);
    size_t              origins = backtest->total[DC_TOTAL_LAST_YEAR].origins;
    assert_true(origins > 0);
    assert_true(origins < backtest->total[DC_TOTAL_DUECAST].origins);
    assert_false(backtest->total[DC_TOTAL_LAST_YEAR].score[DC_SCORE_COVERAGE_80].applicable);
    dc_backtest_free(backtest);
    given_book_free(book);
}

static void a_plan_of_today_does_not_help_the_past(void **state)
{
    (void)state;
    dc_book *book = given_company(3, 15, 0), *planned = given_company(3, 15, 0);
    given_plan(planned, "2023-10-01", "2024-12-31", "9000000.00");
    dc_backtest_options options = every(28, "2024-01-07", "2024-03-24");
    dc_backtest        *one = run(book, &options), *other = run(planned, &options);
    assert_false(one->ignored_plan);
    assert_true(other->ignored_plan);
    for (int w = 0; w < DC_BACKTEST_WEEKS; w++)
        assert_double_close(one->total[DC_TOTAL_DUECAST].week[w].forecast,
                            other->total[DC_TOTAL_DUECAST].week[w].forecast, 0.0);
    dc_backtest_free(one);
    dc_backtest_free(other);
    given_book_free(book);
    given_book_free(planned);
}

/* ---- recalibration ---- */

enum { WEEKS_SEEN = 400 };

typedef double shape_fn(double u);

static double as_promised(double u)
{
    return u;
}

/* The Beta law with a = b = 1/2, whose distribution is 2 / pi asin(sqrt(x)). */
static double too_narrow(double u)
{
    double s = sin(u * acos(0.0)); /* acos(0) is pi / 2 */
    return s * s;
}

static double too_wide(double u)
{
    return 0.25 + u / 2.0;
}

static double always_outside(double u)
{
    return u < 0.5 ? 0.0 : 1.0;
}

static void recalibrate(dc_recalibration *out, shape_fn *shape)
{
    double pit[WEEKS_SEEN];
    for (int i = 0; i < WEEKS_SEEN; i++)
        pit[i] = shape((i + 0.5) / WEEKS_SEEN);
    dc_recalibrate(out, pit, WEEKS_SEEN);
}

static void bands_are_read_as_wide_as_they_hold(void **state)
{
    (void)state;
    static const struct {
        shape_fn *shape;
        bool      is_alarm;
        double    coverage80, level80, level50, slack;
    } cases[] = {
        {as_promised, false, 0.80, 0.80, 0.50, 0.003},
        /* a central band of width L holds 2 / pi asin(L): 80 % by sin(0.4 pi) */
        {too_narrow, true, 0.590, 0.951, 0.707, 0.003},
        /* variance 1/48: the Beta law with a = b = 5.5 */
        {too_wide, true, 1.0, 0.3802, 0.2058, 0.003},
        {always_outside, true, 0.0, 0.999, 0.999, 1e-9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_recalibration law;
        recalibrate(&law, cases[i].shape);
        assert_true(law.measured);
        assert_int_equal(law.is_alarm, cases[i].is_alarm);
        assert_double_close(law.coverage80, cases[i].coverage80, 0.003);
        assert_double_close(law.level80, cases[i].level80, cases[i].slack);
        assert_double_close(law.level50, cases[i].level50, cases[i].slack);
        assert_true(law.level50 <= law.level80 && law.level80 <= law.level95);
    }
}

static void nothing_is_recalibrated_from_few_origins(void **state)
{
    (void)state;
    dc_book            *book = steady_book(10);
    dc_backtest_options few = every(7, "2024-07-07", "2024-08-04");
    dc_backtest_options many = every(7, "2024-05-05", "2024-08-25");
    dc_backtest        *backtest = run(book, &few);
    assert_int_equal(backtest->origins, 5);
    assert_false(backtest->cash.measured);
    dc_backtest_free(backtest);

    backtest = run(book, &many);
    assert_int_equal(backtest->recent, DC_BACKTEST_RECENT);
    assert_true(backtest->cash.measured && backtest->counts.measured);
    dc_backtest_free(backtest);
    given_book_free(book);
}

/* ---- against the reference on public ledgers ---- */

static const char *shared_directory(void)
{
    const char *given = getenv("DUECAST_SHARED");
    return given ? given : DUECAST_SOURCE_DIR "/../shared";
}

/* Means over the weekly cut-offs, as an independent program computes them from the same files. */
static void real_ledgers_score_as_the_reference_does(void **state)
{
    (void)state;
    static const struct {
        const char *file, *from, *to;
        size_t      origins;
        double      due_mae, pooled_crps, customer_crps, shift_crps, pooled_wape;
    } cases[] = {
        {"ibm/accounts-receivable.csv", "2012-10-28", "2013-02-24", 18, 8.544, 5.656, 4.483, 4.223,
         0.202},
        {"cassandra/invoices.csv", "2015-06-28", "2016-03-27", 40, 22.074, 10.804, 10.095, 10.485,
         0.775},
    };
    char        path[600];
    struct stat status;

    snprintf(path, sizeof path, "%s/data/ibm", shared_directory());
    if (stat(path, &status) != 0) {
        print_message("skipped: needs the public ledgers in %s\n", shared_directory());
        return;
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_read_options     read = DC_READ_OPTIONS_INIT;
        dc_issues          *issues = dc_issues_new();
        dc_backtest_options options = every(7, cases[i].from, cases[i].to);
        dc_book            *book;
        options.path_count = DC_PATH_BLOCK;
        snprintf(path, sizeof path, "%s/data/%s", shared_directory(), cases[i].file);
        assert_int_equal(dc_book_read(&book, path, &read, issues), DC_OK);
        dc_backtest *backtest = run(book, &options);
        assert_int_equal(backtest->origins, cases[i].origins);
        assert_double_close(score(backtest, DC_RULE_DUE_DATE, DC_SCORE_DATE_MAE), cases[i].due_mae,
                            0.001);
        assert_double_close(score(backtest, DC_RULE_POOLED, DC_SCORE_DATE_CRPS),
                            cases[i].pooled_crps, 0.001);
        assert_double_close(score(backtest, DC_RULE_CUSTOMER, DC_SCORE_DATE_CRPS),
                            cases[i].customer_crps, 0.001);
        assert_double_close(score(backtest, DC_RULE_SHIFT, DC_SCORE_DATE_CRPS), cases[i].shift_crps,
                            0.001);
        assert_double_close(score(backtest, DC_RULE_POOLED, DC_SCORE_WAPE), cases[i].pooled_wape,
                            0.001);
        dc_backtest_free(backtest);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_hit_a_customer_that_is_always_as_late),
        cmocka_unit_test(weeks_add_up_to_what_was_open),
        cmocka_unit_test(an_unusable_past_is_too_little_history),
        cmocka_unit_test(origins_without_history_are_left_out_of_the_rest),
        cmocka_unit_test(by_default_the_last_origin_has_four_weeks),
        cmocka_unit_test(nothing_of_the_future_enters_a_forecast),
        cmocka_unit_test(threads_and_row_order_change_nothing),
        cmocka_unit_test(bands_hold_where_the_law_is_right),
        cmocka_unit_test(groups_hold_every_scored_claim_once),
        cmocka_unit_test(a_bound_on_the_work_leaves_origins_evenly_spread),
        cmocka_unit_test(a_short_backtest_scores_four_weeks_and_no_days),
        cmocka_unit_test(a_short_backtest_is_the_same_on_any_threads_and_for_any_order),
        cmocka_unit_test(a_lean_backtest_knows_nothing_of_the_future_either),
        cmocka_unit_test(total_cash_holds_the_sales_to_come),
        cmocka_unit_test(last_year_is_asked_where_there_is_one),
        cmocka_unit_test(a_plan_of_today_does_not_help_the_past),
        cmocka_unit_test(bands_are_read_as_wide_as_they_hold),
        cmocka_unit_test(nothing_is_recalibrated_from_few_origins),
        cmocka_unit_test(real_ledgers_score_as_the_reference_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
