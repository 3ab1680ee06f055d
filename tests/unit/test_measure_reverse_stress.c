/* How much later customers may pay, beside simulating those delays one by one. */
#include "support/expect.h"
#include "support/given_cash.h"
#include "support/given_future.h"

#include <math.h>

#include "duecast/cash.h"

enum { HORIZON = 182, PATHS = 700 };

typedef struct {
    dc_outcome outcome[3]; /* as it is, a day less than the answer, the answer */
} trial;

static void measure(const given_future *of, dc_outcome *out, const dc_policy *const *policies,
                    size_t count)
{
    assert_int_equal(dc_outcomes_measure(out, of->arena, of->book, of->model, of->items, &of->today,
                                         policies, count, &of->options),
                     DC_OK);
}

/* What goes out each month is what a lively month brings in. */
static given_future given_tight_company(bool fails, const char *cash, const char *limit)
{
    static const char *const months[] = {"2024-07-15", "2024-08-15", "2024-09-15",
                                         "2024-10-15", "2024-11-15", "2024-12-15"};
    dc_book                 *book = given_company(5, 9, 0);
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        given_line(book, "payroll", months[i], months[i], "-36000.00")->uncertainty = 0.1;
    given_cash(book, cash, "1000.00", limit, 0.09, "0.00");
    dc_model    *model = fails ? given_failing_model(book) : given_lively_model(book);
    given_future out = given_future_of(book, model, HORIZON);
    out.options.path_count = given_paths(PATHS);
    return out;
}

static dc_policy delayed(int32_t days)
{
    dc_policy out = {.delay_count = 1};
    out.delays[0] = (dc_delay){.days = days, .share = 1.0, .from = 1, .to = INT32_MAX};
    return out;
}

/* The answer is the fewest days above the risk, and its chance is that of the delay itself. */
static void assert_is_the_first_above_the_risk(bool fails, const char *cash, int reach)
{
    static const dc_policy none;
    const dc_policy *const only[] = {&none};
    given_future           of = given_tight_company(fails, cash, "50000.00");
    trial                  t;
    measure(&of, t.outcome, only, 1);
    const dc_reverse_stress *stress = &t.outcome[0].liquidity->reach[reach].stress;
    assert_true(stress->known && stress->reached && stress->days > 1);
    dc_policy              before = delayed(stress->days - 1), then = delayed(stress->days);
    const dc_policy *const later[] = {&before, &then};
    measure(&of, t.outcome + 1, later, 2);
    double less = t.outcome[1].liquidity->reach[reach].exhausted;
    double more = t.outcome[2].liquidity->reach[reach].exhausted;
    assert_true(less <= DC_STRESS_RISK && more > DC_STRESS_RISK);
    assert_double_close(stress->chance, more, 1e-12);
    assert_true(stress->low <= more && more <= stress->high);
    given_future_free(&of);
}

static void moved_receipts_are_simulated_delays(void **state)
{
    (void)state;
    assert_is_the_first_above_the_risk(false, "30000.00", DC_REACH_NEAR);
    assert_is_the_first_above_the_risk(false, "90000.00", DC_REACH_FAR);
}

/* With no more paths than are looked at again failures are exact, too. */
static void payments_lost_with_a_customer_are_counted(void **state)
{
    (void)state;
    assert_is_the_first_above_the_risk(true, "30000.00", DC_REACH_NEAR);
    assert_is_the_first_above_the_risk(true, "150000.00", DC_REACH_FAR);
}

static void assert_stress(const char *cash, const char *limit, bool known, bool reached)
{
    static const dc_policy none;
    const dc_policy *const only[] = {&none};
    dc_outcome             outcome;
    given_future           of = given_tight_company(false, cash, limit);
    measure(&of, &outcome, only, 1);
    const dc_cash_reach *far = &outcome.liquidity->reach[DC_REACH_FAR];
    assert_int_equal(far->stress.known, known);
    assert_int_equal(far->stress.reached, reached);
    if (reached) {
        assert_int_equal(far->stress.days, 0);
        assert_double_close(far->stress.chance, far->exhausted, 1e-12);
    }
    given_future_free(&of);
}

static void what_is_exhausted_already_bears_no_day(void **state)
{
    (void)state;
    assert_stress("2000.00", "10.00", true, true);
}

static void enough_cash_bears_that_nobody_pays(void **state)
{
    (void)state;
    assert_stress("9000000.00", "10.00", true, false);
}

static void without_a_line_nothing_is_exhausted(void **state)
{
    (void)state;
    assert_stress("30000.00", "", false, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moved_receipts_are_simulated_delays),
        cmocka_unit_test(payments_lost_with_a_customer_are_counted),
        cmocka_unit_test(what_is_exhausted_already_bears_no_day),
        cmocka_unit_test(enough_cash_bears_that_nobody_pays),
        cmocka_unit_test(without_a_line_nothing_is_exhausted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
