/* Identities that --verify checks beside the replay: they hold, and each notices what is forged. */
#include "support/expect.h"
#include "support/given_future.h"

#include <string.h>

#include "forecast/simulate/laws.h"

enum { HORIZON = 182, POLICIES = 4, PATHS = 600 };

typedef struct {
    given_future of;
    dc_outcome   outcomes[POLICIES];
    dc_checks    checks;
} company;

static const dc_policy none = {.delay_count = 0};
static const dc_policy late = {.delay_count = 1,
                               .delays = {{.days = 15, .share = 0.6, .from = 1, .to = 90}}};
static const dc_policy plan = {
    .plan_count = 1,
    .plans = {{.down_payment = 0.2, .count = 3, .every_days = 30, .miss = 0.2, .share = 0.5}}};
static const dc_policy terms = {
    .terms_count = 1,
    .terms = {{.days = 60, .from = 1, .pass_through = 0.8, .sales = 0.1, .loss_multiplier = 1.5}}};
static const dc_policy *const policies[POLICIES] = {&none, &late, &plan, &terms};

static company company_make(dc_model *(*model)(const dc_book *), dc_together together)
{
    dc_book  *book = given_company(6, 10, 0);
    dc_model *learnt = model(book);
    learnt->together = together;
    company c = {.of = given_future_of(book, learnt, HORIZON)};
    c.of.options.path_count = given_paths(PATHS);
    c.of.options.report_count = 2;
    c.of.options.report_days[0] = 91;
    c.of.options.report_days[1] = HORIZON;
    assert_int_equal(dc_outcomes_measure(c.outcomes, c.of.arena, c.of.book, c.of.model, c.of.items,
                                         &c.of.today, policies, POLICIES, &c.of.options),
                     DC_OK);
    return c;
}

static void verify(company *c)
{
    c->checks = (dc_checks){.count = 0};
    assert_int_equal(dc_verify_identities(&c->checks, c->of.arena, c->of.book, c->of.model,
                                          c->of.items, &c->of.today, policies, c->outcomes,
                                          POLICIES, &c->of.options),
                     DC_OK);
}

static bool passed(const company *c, const char *name)
{
    for (size_t i = 0; i < c->checks.count; i++)
        if (strcmp(c->checks.check[i].name, name) == 0)
            return c->checks.check[i].passed;
    fail_msg("there is no check %s", name);
    return false;
}

static void identities_hold_whatever_customers_do(void **state)
{
    dc_model *(*const models[])(const dc_book *) = {given_lively_model, given_failing_model,
                                                    given_certain_model};
    (void)state;
    for (size_t m = 0; m < sizeof models / sizeof models[0]; m++)
        for (int tied = 0; tied < 2; tied++) {
            dc_together together = {.run_share = 0.6 * tied, .weekly = 0.2 * tied};
            company     c = company_make(models[m], together);
            verify(&c);
            for (size_t i = 0; i < c.checks.count; i++)
                if (!c.checks.check[i].passed)
                    fail_msg("%s: %s", c.checks.check[i].name,
                             c.checks.check[i].detail[DC_ENGLISH]);
            assert_true(passed(&c, "identity_i16"));
            given_future_free(&c.of);
        }
}

static void a_cent_that_is_reported_and_did_not_come_is_noticed(void **state)
{
    company c = company_make(given_lively_model, (dc_together){.run_share = 0.0});
    (void)state;
    c.outcomes[2].paired[DC_CASH_COLLECTED][1][17] += 1000.0;
    verify(&c);
    assert_false(passed(&c, "identity_i6"));
    assert_false(passed(&c, "identity_i7")); /* nor did it come the indirect way */
    assert_int_equal(c.checks.failed, 2);
    c.outcomes[2].paired[DC_CASH_COLLECTED][1][17] -= 1000.0;
    c.outcomes[1].paired[DC_RECEIVABLES][0][3] -= 1000.0;
    verify(&c);
    assert_false(passed(&c, "identity_i6"));
    given_future_free(&c.of);
}

static void an_allowance_that_does_not_roll_forward_is_noticed(void **state)
{
    company c = company_make(given_lively_model, (dc_together){.run_share = 0.0});
    (void)state;
    verify(&c);
    assert_true(passed(&c, "identity_i5"));
    c.outcomes[0].paired[DC_BAD_DEBT_EXPENSE][1][5] += 1.0;
    verify(&c);
    assert_false(passed(&c, "identity_i5"));
    given_future_free(&c.of);
}

static void a_chance_that_falls_is_noticed(void **state)
{
    company c = company_make(given_lively_model, (dc_together){.run_share = 0.0});
    (void)state;
    c.of.items->laws->table[0].threshold[20] = 0;
    verify(&c);
    assert_false(passed(&c, "identity_i13"));
    given_future_free(&c.of);
}

static void cash_that_comes_sooner_is_no_delay(void **state)
{
    static dc_policy sooner;
    const dc_policy *both[] = {&none, &sooner};
    company          c = company_make(given_lively_model, (dc_together){.run_share = 0.0});
    (void)state;
    sooner = late;
    sooner.delays[0].days = -3;
    sooner.delays[0].from = 10;
    c.checks = (dc_checks){.count = 0};
    dc_verify_identities(&c.checks, c.of.arena, c.of.book, c.of.model, c.of.items, &c.of.today,
                         both, c.outcomes, 2, &c.of.options);
    assert_false(passed(&c, "identity_i16"));
    given_future_free(&c.of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identities_hold_whatever_customers_do),
        cmocka_unit_test(a_cent_that_is_reported_and_did_not_come_is_noticed),
        cmocka_unit_test(an_allowance_that_does_not_roll_forward_is_noticed),
        cmocka_unit_test(a_chance_that_falls_is_noticed),
        cmocka_unit_test(cash_that_comes_sooner_is_no_delay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
