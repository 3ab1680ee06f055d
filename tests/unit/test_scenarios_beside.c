/* One question after the other: the same answers as each by itself, to the last bit. */
#include "support/expect.h"
#include "support/given_future.h"
#include "support/given_scenarios.h"

#include <string.h>

#include "duecast/scenario.h"

enum { HORIZON = 120 };

/* Customers in two currencies that fail, and cash with a line. */
static given_future company_make(void)
{
    dc_book *book = given_company(3, 8, 0);
    book->company.cash = (dc_figure){.known = true, .value = DC_MONEY(100000)};
    book->company.minimum_cash = (dc_figure){.known = true, .value = DC_MONEY(50000)};
    given_future c = given_future_of(book, given_failing_model(book), HORIZON);
    c.options.path_count = given_paths(700);
    c.options.threads = 2;
    return c;
}

static const char *const questions[] = {
    "late_payment:days=10,scope=customer:customer005",
    "late_payment:days=10",
    "dunning:at=3,cost=20,retention=95%,scope=customer:customer002",
    "agency:scope=min_days_late:60",
    "default_rate:multiplier=3,scope=customer:customer003",
    "insolvency:largest=1,day=20",
    "credit_insurance",
    "bills_of_exchange:share=50%,scope=customer:customer005",
    "instalments:scope=min_days_late:30",
    "sales:change=-10%",
    "dispute:rate=50%,scope=customer:customer004",
    "factoring:scope=customer:customer002",
    "credit_terms:days=60,sales=10%,scope=customer:customer005",
    "credit_limits:days=30",
    "supplier_terms:days=15",
    "late_payment:days=10,scope=customer:customer005", /* asked again */
};

/* What nothing concerns would compare the baseline with itself. */
static void moves_something(const dc_comparison *comparison)
{
    const dc_outcome *base = &comparison->outcome[0], *other = &comparison->outcome[1];
    bool              moved = false;
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        for (int32_t week = 1; week <= base->week_count; week++)
            moved |=
                memcmp(&base->series[m][week], &other->series[m][week], sizeof **base->series) != 0;
    assert_true(moved);
}

static dc_comparison ask(given_future *c, const char *lever, dc_baselines *baselines)
{
    dc_scenarios  scenarios = given_scenarios(c->arena, c->book, &lever, 1);
    dc_comparison out;
    assert_int_equal(dc_comparison_beside(&out, c->arena, c->book, c->model, c->items, &c->today,
                                          &scenarios, baselines, &c->options),
                     DC_OK);
    return out;
}

static void same_outcomes(const dc_outcome *a, const dc_outcome *b)
{
    assert_int_equal(a->path_count, b->path_count);
    for (int m = 0; m < DC_METRIC_COUNT; m++) {
        assert_memory_equal(a->series[m], b->series[m],
                            ((size_t)a->week_count + 1) * sizeof **a->series);
        for (int w = 0; w < DC_PAIRED_WEEKS; w++) {
            assert_int_equal(a->paired[m][w] != NULL, b->paired[m][w] != NULL);
            if (a->paired[m][w])
                assert_memory_equal(a->paired[m][w], b->paired[m][w],
                                    a->path_count * sizeof(double));
        }
    }
    assert_memory_equal(a->ageing, b->ageing, sizeof a->ageing);
}

/* The lowest cash of each path, where cash is known. */
static void same_cash(const dc_outcome *a, const dc_outcome *b)
{
    assert_int_equal(a->liquidity != NULL, b->liquidity != NULL);
    for (int r = 0; r < DC_REACHES && a->liquidity; r++)
        assert_memory_equal(a->liquidity->reach[r].lowest_of, b->liquidity->reach[r].lowest_of,
                            a->path_count * sizeof(double));
}

static void same_comparisons(const dc_comparison *a, const dc_comparison *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t s = 0; s < a->count; s++)
        same_outcomes(&a->outcome[s], &b->outcome[s]);
    for (size_t s = 0; s < a->count; s++)
        same_cash(&a->outcome[s], &b->outcome[s]);
    assert_memory_equal(a->difference, b->difference, a->count * sizeof *a->difference);
}

/* Asked alone, then with what was kept and the baselines that are known. */
static dc_comparison ask_both_ways(given_future *c, const char *lever, dc_kept_flows *kept,
                                   dc_baselines *baselines)
{
    c->options.kept = NULL;
    dc_comparison alone = ask(c, lever, NULL);
    c->options.kept = kept;
    dc_comparison after = ask(c, lever, baselines);
    same_comparisons(&alone, &after);
    return alone;
}

static void a_baseline_measured_before_compares_as_one_measured_now(void **state)
{
    (void)state;
    given_future c = company_make();
    dc_baselines baselines = {.arena = c.arena};
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        dc_comparison alone = ask_both_ways(&c, questions[i], NULL, &baselines);
        if (!strstr(questions[i], "supplier")) /* moves cash alone */
            moves_something(&alone);
    }
    assert_in_range(baselines.count, 2, 8); /* as many as there are kinds of questions */
    given_future_free(&c);
}

static void what_is_kept_of_the_baseline_changes_no_bit(void **state)
{
    (void)state;
    given_future   c = company_make();
    dc_baselines   baselines = {.arena = c.arena};
    dc_kept_flows *kept = dc_kept_flows_new();
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        ask_both_ways(&c, questions[i], kept, &baselines);
    dc_kept_flows_free(kept);
    given_future_free(&c);
}

/* Kept for one set of options, asked with another: fewer paths are among those kept, all else is
 * begun anew. */
static void other_paths_seeds_and_horizons_do_not_meet_what_was_kept(void **state)
{
    (void)state;
    given_future   c = company_make();
    dc_kept_flows *kept = dc_kept_flows_new();
    const uint32_t paths[] = {300, 100, 900, 900, 900};
    const uint64_t seeds[] = {1, 1, 1, 2, 2};
    const int32_t  horizons[] = {HORIZON, HORIZON, HORIZON, HORIZON, 91};
    for (size_t i = 0; i < 5; i++) {
        c.options.path_count = paths[i];
        c.options.seed = seeds[i];
        c.options.horizon_days = horizons[i];
        c.options.report_count = 0;
        dc_comparison alone = ask_both_ways(&c, questions[0], kept, NULL);
        dc_comparison again = ask(&c, questions[0], NULL);
        same_comparisons(&alone, &again);
    }
    dc_kept_flows_free(kept);
    given_future_free(&c);
}

static void stop_soon(void *context, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    *(volatile sig_atomic_t *)context = 1;
}

/* What a run that was stopped left half-posted is not kept. */
static void a_stopped_run_spoils_nothing(void **state)
{
    (void)state;
    given_future          c = company_make();
    dc_comparison         alone = ask(&c, questions[0], NULL), stopped;
    dc_scenarios          scenarios = given_scenarios(c.arena, c.book, questions, 1);
    volatile sig_atomic_t stop = 0;
    dc_kept_flows        *kept = dc_kept_flows_new();
    c.options.kept = kept;
    c.options.stop = &stop;
    c.options.progress = stop_soon;
    c.options.progress_context = (void *)&stop;
    assert_int_equal(dc_comparison_beside(&stopped, c.arena, c.book, c.model, c.items, &c.today,
                                          &scenarios, NULL, &c.options),
                     DC_ERR_STOPPED);
    c.options.stop = NULL;
    c.options.progress = NULL;
    dc_comparison first = ask(&c, questions[0], NULL), again = ask(&c, questions[0], NULL);
    same_comparisons(&alone, &first);
    same_comparisons(&alone, &again);
    dc_kept_flows_free(kept);
    given_future_free(&c);
}

/* In brief, the paired weeks are told as ever, and cash in all weeks. */
static void a_brief_answer_says_the_same_of_what_it_says(void **state)
{
    (void)state;
    given_future  c = company_make();
    dc_comparison whole = ask(&c, questions[1], NULL);
    c.options.brief = true;
    dc_comparison brief = ask(&c, questions[1], NULL);
    assert_memory_equal(whole.difference, brief.difference, whole.count * sizeof *whole.difference);
    for (size_t s = 0; s < whole.count; s++) {
        const dc_outcome *a = &whole.outcome[s], *b = &brief.outcome[s];
        assert_memory_equal(a->series[DC_CASH_COLLECTED], b->series[DC_CASH_COLLECTED],
                            ((size_t)a->week_count + 1) * sizeof **a->series);
        assert_false(b->series[DC_DSO][1].applicable);
    }
    given_future_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_baseline_measured_before_compares_as_one_measured_now),
        cmocka_unit_test(what_is_kept_of_the_baseline_changes_no_bit),
        cmocka_unit_test(other_paths_seeds_and_horizons_do_not_meet_what_was_kept),
        cmocka_unit_test(a_stopped_run_spoils_nothing),
        cmocka_unit_test(a_brief_answer_says_the_same_of_what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
