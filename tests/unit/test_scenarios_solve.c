/* At which value of a lever a figure reaches a target. */
#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_future.h"

#include <math.h>
#include <string.h>

#include "duecast/solve.h"

enum { HORIZON = 120 };

typedef struct {
    given_future of;
    dc_issues   *issues;
} company;

static company given(void)
{
    dc_book *book = given_company(5, 8, 0);
    given_line(book, "payroll", "2024-07-31", "2024-07-31", "-30000.00");
    given_cash(book, "38000.00", "10000.00", "40000.00", 0.08, "0.00");
    company c = {.of = given_future_of(book, given_lively_model(book), HORIZON),
                 .issues = dc_issues_new()};
    c.of.options.path_count = given_paths(300);
    c.of.options.threads = 2;
    return c;
}

static void end(company *c)
{
    dc_issues_free(c->issues);
    given_future_free(&c->of);
}

static dc_status solve(dc_solution *out, company *c, const char *lever, const char *goal)
{
    dc_solve_request request;
    dc_status        status = dc_solve_read(&request, c->of.arena, goal, c->of.book, c->issues);
    if (status != DC_OK)
        return status;
    return dc_solve(out, c->of.arena, &request, &lever, 1, c->of.book, c->of.model, c->of.items,
                    &c->of.today, &c->of.options, c->issues);
}

/* Cash collected has an expectation without chance; it moves all but linearly with the share of
 * late payers. */
static void a_linear_figure_is_met_exactly(void **state)
{
    company     c = given();
    dc_solution all, half;
    (void)state;
    assert_int_equal(solve(&all, &c, "late_payment:days=30",
                           "late_payment.share in 0%..100%: cash_collected@13w-baseline=-1000"),
                     DC_OK);
    assert_int_equal(solve(&half, &c, "late_payment:days=30,share=20%",
                           "late_payment.share: cash_collected@13w-baseline=-500"),
                     DC_OK);
    assert_double_close(half.value, all.value / 2.0, 0.02 * all.value);
    assert_double_close(all.standard_error, 0.0, 1e-12);
    assert_true(all.below.figure >= -100000.0 && all.above.figure <= -100000.0);
    end(&c);
}

static void whole_numbers_are_told_on_both_sides(void **state)
{
    company     c = given();
    dc_solution s;
    (void)state;
    assert_int_equal(solve(&s, &c, "late_payment:scope=min_days_late:-999",
                           "late_payment.days in 0..60: dso-baseline=5"),
                     DC_OK);
    assert_true(s.above.value - s.below.value == 1.0);
    assert_true(s.below.value <= s.value && s.value <= s.above.value);
    assert_true(s.below.figure <= 5.0 && 5.0 <= s.above.figure);
    assert_true(s.standard_error > 0.0);
    end(&c);
}

static void what_cannot_be_answered_is_refused_with_its_reason(void **state)
{
    static const struct {
        const char   *goal;
        dc_issue_kind kind;
    } rows[] = {
        {"late_payment.days", DC_ISSUE_SOLVE_SYNTAX},
        {"late_payment: dso=3", DC_ISSUE_SOLVE_SYNTAX},
        {"late_paymnt.days: dso=3", DC_ISSUE_LEVER_UNKNOWN},
        {"late_payment.dais: dso=3", DC_ISSUE_SOLVE_PARAMETER},
        {"late_payment.from: dso=3", DC_ISSUE_SOLVE_PARAMETER},
        {"late_payment.days in 9..3: dso=3", DC_ISSUE_SOLVE_RANGE},
        {"late_payment.days in 0..999: dso=3", DC_ISSUE_SOLVE_RANGE},
        {"line.limit: dso=3", DC_ISSUE_SOLVE_NEEDS_RANGE},
        {"late_payment.days: doso=3", DC_ISSUE_SOLVE_FIGURE},
        {"late_payment.days: dso@9w=3", DC_ISSUE_SOLVE_FIGURE},
        {"late_payment.days: dso=three", DC_ISSUE_SOLVE_TARGET},
        {"late_payment.days: dso-baseline=-9", DC_ISSUE_SOLVE_NOT_REACHED},
        {"late_payment.days: dpo=9", DC_ISSUE_SOLVE_NO_FIGURE},
    };
    company c = given();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dc_solution out;
        size_t      before = dc_issues_total(c.issues);
        assert_int_not_equal(solve(&out, &c, "late_payment", rows[i].goal), DC_OK);
        assert_int_equal(dc_issues_total(c.issues), before + 1);
        assert_int_equal(dc_issues_kind(c.issues, before), rows[i].kind);
    }
    end(&c);
}

/* Cash can be no less than none: the first value from which on; and a target that is met at the end
 * of the range alone is just that. */
static void a_figure_that_stays_at_the_target_has_an_edge(void **state)
{
    company     c = given();
    dc_solution s;
    (void)state;
    assert_int_equal(solve(&s, &c, "late_payment:share=100%",
                           "late_payment.days in 0..80: cash_collected@13w=0"),
                     DC_ERR_INPUT);
    assert_int_equal(solve(&s, &c, "late_payment:share=100%",
                           "late_payment.days in 0..200: cash_collected@13w=0"),
                     DC_OK);
    assert_int_equal(s.where, DC_SOLVE_FROM);
    assert_true(isnan(s.standard_error));
    assert_double_close(s.value, 91.0, 0.0);
    assert_true(s.below.figure > 0.0 && s.below.value == 90.0);
    assert_int_equal(solve(&s, &c, "late_payment:share=100%,from=92",
                           "late_payment.days in 0..9: cash_collected@13w-baseline=0"),
                     DC_OK);
    assert_int_equal(s.where, DC_SOLVE_FROM);
    assert_double_close(s.value, 0.0, 0.0);
    assert_int_equal(solve(&s, &c, "late_payment:days=30",
                           "late_payment.share in 0%..100%: cash_collected@13w-baseline=0"),
                     DC_OK);
    assert_int_equal(s.where, DC_SOLVE_AT);
    assert_double_close(s.value, 0.0, 1e-3);
    assert_int_equal(solve(&s, &c, "late_payment:share=100%",
                           "late_payment.from in 1..120: cash_collected@13w-baseline=0"),
                     DC_ERR_USAGE);
    end(&c);
}

/* Of cash collected in 13 weeks: a lever that is one of its own values is met there. */
static void a_figure_may_be_that_of_another_lever(void **state)
{
    company     c = given();
    dc_solution found;
    (void)state;
    assert_int_equal(solve(&found, &c, "late_payment:days=30",
                           "late_payment.share in 0%..100%: cash_collected@13w=as "
                           "late_payment:days=30,share=37%"),
                     DC_OK);
    assert_double_close(found.value, 0.37, 0.002);
    assert_true(found.below.figure * found.above.figure <= 0.0);
    assert_int_equal(solve(&found, &c, "late_payment:days=30",
                           "late_payment.share: cash_collected@13w=as no_lever:days=3"),
                     DC_ERR_INPUT);
    assert_int_equal(solve(&found, &c, "late_payment:days=30",
                           "late_payment.share: cash_collected@13w-baseline=as late_payment"),
                     DC_ERR_USAGE);
    end(&c);
}

/* A discount of nothing is not taken: the answer is where what it costs outweighs that cash comes
 * sooner, not where there is none. */
static void an_offer_of_nothing_is_no_answer(void **state)
{
    company     c = given();
    dc_solution found;
    (void)state;
    assert_int_equal(solve(&found, &c, "early_discount:take_up=100%",
                           "early_discount.discount: cash_collected@13w-baseline=0"),
                     DC_OK);
    assert_double_close(found.left_out, 0.0, 0.0);
    assert_int_equal(found.where, DC_SOLVE_AT);
    assert_true(found.value > 0.01 && found.below.value < found.value);
    assert_true(found.below.figure > 0.0 && found.above.figure < 0.0);
    assert_int_equal(solve(&found, &c, "dispute:rate=40%,within=100",
                           "dispute.share: cash_collected@13w-baseline=0"),
                     DC_ERR_INPUT);
    end(&c);
}

/* Cash collected and receivables of all weeks without chance. */
static dc_outcome *expected(company *c, const char *lever)
{
    dc_scenarios        scenarios;
    dc_simulate_options options = c->of.options;
    dc_outcome         *outcome = dc_arena_alloc(c->of.arena, 1, sizeof *outcome);
    options.expected_only = options.mean_only = true;
    if (dc_scenarios_read(&scenarios, c->of.arena, c->of.book, NULL, 0, &lever, 1, NULL, 0,
                          c->issues) != DC_OK)
        return NULL;
    const dc_policy *policy = &scenarios.scenario[1].policy[DC_BASE];
    assert_int_equal(dc_outcomes_measure(outcome, c->of.arena, c->of.book, c->of.model, c->of.items,
                                         &c->of.today, &policy, 1, &options),
                     DC_OK);
    return outcome;
}

/* How far two settings are apart, as a share of what is collected. */
static double apart(const dc_outcome *a, const dc_outcome *b)
{
    static const int metrics[] = {DC_CASH_COLLECTED, DC_RECEIVABLES};
    double           most = 0.0, all = a->series[DC_CASH_COLLECTED][a->week_count].mean;
    for (size_t m = 0; m < sizeof metrics / sizeof metrics[0]; m++)
        for (int32_t week = 0; week <= a->week_count; week++)
            most = fmax(most,
                        fabs(a->series[metrics[m]][week].mean - b->series[metrics[m]][week].mean));
    return most / fmax(all, 1.0);
}

/* Only where nothing is offered does a lever act in full beside a value and not at all on it. */
static void every_other_parameter_fades(void **state)
{
    company c = given();
    int     offers = 0;
    (void)state;
    for (size_t i = 0; i < dc_levers_count(); i++) {
        dc_lever_info info = dc_levers_at(i);
        for (size_t p = 0; p < info.parameter_count; p++) {
            const dc_lever_parameter *of = &info.parameters[p];
            if (of->kind != DC_VALUE_SHARE || of->least != 0.0)
                continue;
            const char *text = dc_arena_format(c.of.arena, "%s.%s: dso=1", info.name, of->name);
            const char *more = strcmp(info.name, "costs") == 0 ? "scope=line:payroll," : "";
            dc_solve_request request;
            assert_int_equal(dc_solve_read(&request, c.of.arena, text, c.of.book, c.issues), DC_OK);
            double jump = apart(
                expected(&c, dc_arena_format(c.of.arena, "%s:%s%s=0", info.name, more, of->name)),
                expected(&c, dc_arena_format(c.of.arena, "%s:%s%s=0.0000001", info.name, more,
                                             of->name)));
            assert_int_equal(request.offer, jump > 1e-4);
            offers += request.offer;
        }
    }
    assert_int_equal(offers, 2);
    end(&c);
}

static dc_status solve_two(dc_solution *out, company *c, const char *goal)
{
    static const char *const levers[] = {"late_payment:days=5,share=50%",
                                         "late_payment:days=20,share=50%"};
    dc_solve_request         request;
    dc_status status = dc_solve_read(&request, c->of.arena, goal, c->of.book, c->issues);
    if (status != DC_OK)
        return status;
    return dc_solve(out, c->of.arena, &request, levers, 2, c->of.book, c->of.model, c->of.items,
                    &c->of.today, &c->of.options, c->issues);
}

static void one_of_several_levers_is_named(void **state)
{
    static const struct {
        const char   *goal;
        dc_issue_kind kind;
    } rows[] = {
        {"late_payment.days: dso=60", DC_ISSUE_SOLVE_WHICH},
        {"late_payment#3.days: dso=60", DC_ISSUE_SOLVE_NO_SUCH},
        {"late_payment#0.days: dso=60", DC_ISSUE_SOLVE_SYNTAX},
        {"late_payment#.days: dso=60", DC_ISSUE_SOLVE_SYNTAX},
        {"late_payment#one.days: dso=60", DC_ISSUE_SOLVE_SYNTAX},
    };
    company     c = given();
    dc_solution found;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t before = dc_issues_total(c.issues);
        assert_int_equal(solve_two(&found, &c, rows[i].goal), DC_ERR_USAGE);
        assert_int_equal(dc_issues_kind(c.issues, before), rows[i].kind);
    }
    end(&c);
}

/* Both levers by themselves: what one is set to stays while the other is solved for. */
static void the_named_lever_alone_is_varied(void **state)
{
    company     c = given();
    dc_solution found;
    (void)state;
    assert_int_equal(solve_two(&found, &c,
                               "late_payment#2.days in 0..60: cash_collected@13w=as "
                               "late_payment:days=25,share=50%"),
                     DC_OK);
    assert_double_close(found.value, 20.0, 0.5); /* delays of the same customers add up */
    assert_false(found.added);
    assert_int_equal(
        solve(&found, &c, "default_rate:multiplier=1",
              "late_payment.days in 0..60: cash_collected@13w=as late_payment:days=25"),
        DC_OK);
    assert_double_close(found.value, 25.0, 0.5);
    assert_true(found.added);
    end(&c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_may_be_that_of_another_lever),
        cmocka_unit_test(a_figure_that_stays_at_the_target_has_an_edge),
        cmocka_unit_test(a_linear_figure_is_met_exactly),
        cmocka_unit_test(whole_numbers_are_told_on_both_sides),
        cmocka_unit_test(what_cannot_be_answered_is_refused_with_its_reason),
        cmocka_unit_test(an_offer_of_nothing_is_no_answer),
        cmocka_unit_test(every_other_parameter_fades),
        cmocka_unit_test(one_of_several_levers_is_named),
        cmocka_unit_test(the_named_lever_alone_is_varied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
