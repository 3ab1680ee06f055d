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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_may_be_that_of_another_lever),
        cmocka_unit_test(a_figure_that_stays_at_the_target_has_an_edge),
        cmocka_unit_test(a_linear_figure_is_met_exactly),
        cmocka_unit_test(whole_numbers_are_told_on_both_sides),
        cmocka_unit_test(what_cannot_be_answered_is_refused_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
