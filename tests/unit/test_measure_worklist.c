/* What acting is worth: values by formulas of their own, the cap on contacts, ranks that add up. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_actions.h"

#include <math.h>
#include <string.h>

#include "duecast/worklist.h"

/* As of 2024-06-30: acme is 60, 30 and 0 days late, birch 20; cedar's invoice is due in a month. */
static const char *const ledger = "customer invoice issued due amount\n"
                                  "acme A-1 2024-04-01 2024-05-01 40000.00\n"
                                  "acme A-2 2024-05-01 2024-05-31 10000.00\n"
                                  "acme A-3 2024-06-01 2024-06-30 5000.00\n"
                                  "birch B-1 2024-05-11 2024-06-10 2000.00\n"
                                  "cedar C-1 2024-06-01 2024-07-31 9000.00\n";

typedef struct {
    dc_book    *book;
    dc_model   *model;
    dc_arena   *arena;
    dc_worklist list;
} setting;

static const double              hazard = 0.01;
static const dc_worklist_options usual = {0};

static setting given(const char *actions)
{
    setting at = {.book = given_book("2024-06-30", ledger), .arena = dc_arena_new()};
    if (*actions) {
        const char *head = "customer invoice date action promised\n";
        given_actions(at.book, dc_arena_format(at.arena, "%s%s", head, actions));
    }
    at.model = given_model(at.book, hazard, 0.0);
    dc_worklist_make(&at.list, at.arena, at.book, at.model, &usual);
    return at;
}

static void drop(setting *at)
{
    dc_model_free(at->model);
    given_book_free(at->book);
    dc_arena_free(at->arena);
}

static const dc_work_claim *claim_of(const setting *at, const char *invoice)
{
    for (size_t i = 0; i < at->list.claim_count; i++)
        if (strcmp(at->book->claims.invoice[at->list.claims[i].claim], invoice) == 0)
            return &at->list.claims[i];
    return NULL;
}

/* Cash of a claim with daily hazard h on days 1..730; the power p on the first `days` of them, less
 * by exp(-1) every `fades`. */
static double geometric(double p, int32_t days, double fades, double rate)
{
    double open = 1.0, sum = 0.0;
    for (int32_t day = 1; day <= DC_LIFETIME_DAYS; day++) {
        double more = day <= days ? (p - 1.0) * exp(-day / fades) : 0.0;
        double stays = pow(1.0 - hazard, 1.0 + more);
        sum += open * (1.0 - stays) * pow(1.0 + rate, -day / 365.0);
        open *= stays;
    }
    return sum;
}

static void waiting_and_contacts_are_worth_what_a_geometric_law_says(void **state)
{
    (void)state;
    setting              at = given("");
    const dc_work_claim *claim = claim_of(&at, "A-1");
    double               rate = at.list.settings.discount_rate, share = 40000.0 / 55000.0;
    assert_double_close(claim->step[DC_STEP_WAIT].value, 4e6 * geometric(1.0, 0, 1.0, rate), 1.0);
    for (dc_step step = DC_STEP_REMIND; step <= DC_STEP_NOTICE; step++) {
        const dc_step_info *about = dc_step_about(step);
        double              cash = 4e6 * geometric(about->pace.base, 91, about->fades_days, rate);
        double              least = 4e6 * geometric(about->pace.low, 91, about->fades_days, rate);
        assert_true(claim->step[step].possible);
        assert_double_close(claim->step[step].value, cash - 100.0 * about->cost * share, 1.0);
        assert_double_close(claim->step[step].low, least - 100.0 * about->cost * share, 1.0);
    }
    drop(&at);
}

static void only_what_is_overdue_or_due_soon_is_listed(void **state)
{
    (void)state;
    setting at = given("");
    assert_int_equal(at.list.claim_count, 4);
    assert_int_equal(at.list.customer_count, 2);
    assert_null(claim_of(&at, "C-1"));
    assert_true(at.list.overdue == 5200000 && at.list.open == 5700000);
    drop(&at);
}

static void what_money_on_account_meets_is_not_chased(void **state)
{
    (void)state;
    setting at = {.arena = dc_arena_new()};
    at.book = given_book("2024-06-30", "customer invoice issued due amount events\n"
                                       "acme A-1 2024-04-01 2024-05-01 100.00\n"
                                       "acme A-2 2024-05-01 2024-05-31 100.00\n"
                                       "acme U-1 2024-06-01 2024-06-01 -130.00 kind=unapplied\n"
                                       "birch B-1 2024-05-11 2024-06-10 50.00\n"
                                       "birch U-2 2024-06-01 2024-06-01 -50.00 kind=unapplied\n");
    at.model = given_model(at.book, hazard, 0.0);
    dc_worklist_make(&at.list, at.arena, at.book, at.model, &usual);
    assert_int_equal(at.list.customer_count, 1);
    assert_int_equal(at.list.claim_count, 1);
    assert_true(claim_of(&at, "A-2")->open == 7000 && at.list.open == 7000);
    drop(&at);
}

static void customers_are_ranked_by_the_sum_of_what_their_claims_gain(void **state)
{
    (void)state;
    setting at = given("");
    double  last = INFINITY;
    for (size_t c = 0; c < at.list.customer_count; c++) {
        const dc_work_customer *customer = &at.list.customers[c];
        double                  gain = 0.0, share = 0.0, before = INFINITY;
        for (size_t i = 0; i < customer->count; i++) {
            const dc_work_claim *claim = &at.list.claims[customer->first + i];
            assert_int_equal(claim->customer, customer->customer);
            assert_true(claim->gain <= before);
            before = claim->gain;
            gain += claim->gain;
            share += claim->share;
        }
        assert_double_close(customer->gain, gain, 1e-6);
        assert_double_close(share, 1.0, 1e-12);
        assert_true(customer->gain <= last);
        last = customer->gain;
    }
    drop(&at);
}

static void a_customer_is_contacted_in_one_way_and_not_too_often(void **state)
{
    (void)state;
    setting at = given("");
    dc_step contact = DC_STEP_WAIT;
    for (size_t i = 0; i < at.list.customers[0].count; i++) {
        const dc_work_claim *claim = &at.list.claims[at.list.customers[0].first + i];
        if (!dc_step_about(claim->suggested)->is_contact)
            continue;
        assert_true(contact == DC_STEP_WAIT || contact == claim->suggested);
        contact = claim->suggested;
    }
    drop(&at);
    at = given("acme A-1 2024-06-28 call\n");
    const dc_work_claim *claim = claim_of(&at, "A-2");
    for (dc_step step = DC_STEP_REMIND; step <= DC_STEP_NOTICE; step++) {
        assert_false(claim->step[step].possible);
        assert_int_equal(claim->step[step].why_not, DC_WORD_WORK_NOT_CONTACTED);
    }
    assert_true(claim_of(&at, "B-1")->step[DC_STEP_CALL].possible);
    drop(&at);
}

static void promises_to_come_are_waited_for_and_broken_ones_counted(void **state)
{
    (void)state;
    setting              at = given("acme A-1 2024-05-20 promise 2024-05-30\n"
                                                 "birch B-1 2024-06-20 promise 2024-07-05\n");
    const dc_work_claim *claim = claim_of(&at, "B-1");
    assert_int_equal(claim->suggested, DC_STEP_WAIT);
    assert_int_equal(claim->why, DC_WHY_PROMISED);
    assert_int_equal(dc_date_days_between(at.book->as_of, claim->promised), 5);
    assert_int_equal(claim_of(&at, "A-1")->broken, 1);
    assert_int_equal(claim_of(&at, "A-2")->broken, 0);
    for (size_t c = 0; c < at.list.customer_count; c++)
        if (at.list.customers[c].customer == claim_of(&at, "A-1")->customer)
            assert_int_equal(at.list.customers[c].broken, 1);
    drop(&at);
}

static void stages_are_reached_by_days_late_and_done_when_on_record(void **state)
{
    (void)state;
    setting              at = given("acme A-2 2024-06-20 notice\n");
    const dc_work_claim *claim = claim_of(&at, "A-2"); /* 30 days late */
    assert_int_equal(at.list.settings.stages[claim->stage].action, DC_ACTION_THIRD_PARTY);
    assert_true(claim->stage_missed);
    claim = claim_of(&at, "B-1"); /* 20 days late */
    assert_int_equal(at.list.settings.stages[claim->stage].action, DC_ACTION_NOTICE);
    assert_true(claim->stage_missed && claim->next_stage == claim->stage);
    drop(&at);
    at = given("birch - 2024-06-26 notice\n");
    claim = claim_of(&at, "B-1");
    assert_false(claim->stage_missed);
    assert_int_equal(at.list.settings.stages[claim->next_stage].action, DC_ACTION_THIRD_PARTY);
    assert_int_equal(dc_date_days_between(at.book->as_of, claim->next_date), 10);
    drop(&at);
}

/* 40,000, won with .7, .6 of it collected, fee 10 %, 1.5 years at 8 %, 6,000 fixed: 7,471.51. */
static void a_claim_is_sued_for_at_the_worth_of_the_worked_example(void **state)
{
    (void)state;
    setting at = {.arena = dc_arena_new()};
    at.book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                       "acme A-1 2024-03-01 2024-04-01 40000.00\n");
    at.model = given_model(at.book, hazard, 0.0);
    at.book->company.collection.legal_cost = 6000.0;
    at.book->company.collection.discount_rate = 0.08;
    dc_worklist_make(&at.list, at.arena, at.book, at.model, &usual);
    const dc_work_claim *claim = claim_of(&at, "A-1");
    dc_wait_or_sue       view;
    assert_double_close(claim->step[DC_STEP_SUE].value, 747151.0, 1.0);
    dc_wait_or_sue_make(&view, at.arena, at.book, at.model, &at.list, 0);
    assert_double_close(view.alone, 747151.0, 1.0);
    assert_double_close(view.delayed[0], view.alone, 1e-6);
    assert_double_close(dc_suit_value(&view.suit, view.break_even_claim),
                        claim->step[DC_STEP_WAIT].value, 1e-3);
    assert_true(view.value_of_waiting > 0.0 && claim->suggested != DC_STEP_SUE);
    assert_int_equal(dc_worklist_find(&at.list, at.book, "A-1"), 0);
    assert_int_equal(dc_worklist_find(&at.list, at.book, "A-2"), 1);
    drop(&at);
}

/* Sued for at once or later, a customer may be lost; the later, the less likely it comes to it. */
static void suing_later_loses_customers_later(void **state)
{
    (void)state;
    double loyal[2][DC_SUE_DELAYS], loss = 0.0;
    for (int sold = 0; sold < 2; sold++) {
        setting at = {.arena = dc_arena_new()};
        at.book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                           "acme A-1 2024-03-01 2024-04-01 40000.00\n");
        at.model = given_model(at.book, hazard, 0.0);
        at.book->company.gross_margin = sold ? 0.3 : 0.0;
        dc_worklist_make(&at.list, at.arena, at.book, at.model, &usual);
        dc_wait_or_sue view;
        dc_wait_or_sue_make(&view, at.arena, at.book, at.model, &at.list, 0);
        assert_double_close(view.delayed[0], view.alone, 1e-6);
        memcpy(loyal[sold], view.delayed, sizeof view.delayed);
        loss = view.loyalty;
        drop(&at);
    }
    assert_true(loss > 0.0);
    assert_double_close(loyal[0][0] - loyal[1][0], loss, 1e-6);
    for (int i = 1; i < DC_SUE_DELAYS; i++)
        assert_true(loyal[0][i] - loyal[1][i] < loyal[0][i - 1] - loyal[1][i - 1]);
}

/* 90 % of a loss of 120,000 within a limit of 100,000, once 225 days have passed. */
static void the_insurer_pays_its_share_of_what_is_within_the_limit(void **state)
{
    (void)state;
    setting at = {.arena = dc_arena_new()};
    at.book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                       "acme A-1 2023-09-01 2023-10-01 120000.00\n");
    at.model = given_model(at.book, 1e-9, 0.0);
    at.book->customers.insured_limit[0] = 10000000;
    dc_worklist_make(&at.list, at.arena, at.book, at.model, &usual);
    const dc_work_claim *claim = claim_of(&at, "A-1");
    double               later = pow(1.0 + at.list.settings.discount_rate, -45.0 / 365.0);
    assert_double_close(claim->step[DC_STEP_INSURER].value,
                        9000000.0 * later - at.list.settings.cost[DC_STEP_INSURER], 10.0);
    assert_int_equal(claim->suggested, DC_STEP_INSURER);
    drop(&at);
}

static void nothing_is_worth_more_than_a_sure_payer_pays(void **state)
{
    (void)state;
    setting   at = {.book = given_book("2024-06-30", ledger), .arena = dc_arena_new()};
    dc_model *model = given_certain_model(at.book);
    dc_worklist_make(&at.list, at.arena, at.book, model, &usual);
    for (size_t i = 0; i < at.list.claim_count; i++) {
        assert_int_equal(at.list.claims[i].suggested, DC_STEP_WAIT);
        assert_double_close(at.list.claims[i].expected_loss, 0.0, 1.0);
    }
    at.model = model;
    drop(&at);
}

static void asked_for_cash_within_some_days_the_list_ranks_by_that(void **state)
{
    (void)state;
    setting at = {.book = given_book("2024-06-30", ledger), .arena = dc_arena_new()};
    const dc_worklist_options soon = {.rank_days = 20, .only = 1u << DC_STEP_CALL};
    double                    open = 1.0, alone = 1.0;
    at.model = given_model(at.book, hazard, 0.0);
    dc_worklist_make(&at.list, at.arena, at.book, at.model, &soon);
    const dc_work_claim *claim = claim_of(&at, "A-1");
    const dc_step_info  *call = dc_step_about(DC_STEP_CALL);
    for (int day = 1; day <= 20; day++) {
        double power = 1.0 + (call->pace.base - 1.0) * exp(-(double)day / call->fades_days);
        open *= pow(1.0 - hazard, power);
        alone *= 1.0 - hazard;
    }
    assert_double_close(claim->gain, 4e6 * (alone - open) - 100.0 * call->cost * 40000.0 / 55000.0,
                        1.0);
    assert_int_equal(claim->suggested, DC_STEP_CALL);
    assert_false(claim->step[DC_STEP_REMIND].possible);
    assert_int_equal(claim->step[DC_STEP_REMIND].why_not, DC_WORD_WORK_NOT_ASKED);
    drop(&at);
}

static void learnt_paces_stand_in_for_assumed_ones_where_claims_were_left_alone(void **state)
{
    (void)state;
    setting at = {.book = given_book("2024-06-30", ledger), .arena = dc_arena_new()};
    at.model = given_model(at.book, hazard, 0.0);
    dc_action_effects *effects = &at.model->actions;
    effects->looked_at = true;
    for (int row = 0; row <= DC_ACTION_LEFT_ALONE; row++)
        for (int k = 0; k < DC_ACTION_WINDOWS; k++)
            effects->of[row].window[k].pace = row == DC_ACTION_CALL ? 3.0 : 1.0;
    effects->of[DC_ACTION_CALL].used = effects->of[DC_ACTION_LEFT_ALONE].used = true;
    dc_worklist_make(&at.list, at.arena, at.book, at.model, &usual);
    const dc_work_claim *claim = claim_of(&at, "A-1");
    double               rate = at.list.settings.discount_rate, share = 40000.0 / 55000.0;
    assert_true(at.list.effects_learnt);
    assert_double_close(claim->step[DC_STEP_CALL].value,
                        4e6 * geometric(3.0, DC_ACTION_DAYS - 1, INFINITY, rate) -
                            100.0 * dc_step_about(DC_STEP_CALL)->cost * share,
                        1.0);
    assert_double_close(
        claim->step[DC_STEP_REMIND].value,
        claim->step[DC_STEP_WAIT].value - 100.0 * dc_step_about(DC_STEP_REMIND)->cost * share, 1.0);
    drop(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiting_and_contacts_are_worth_what_a_geometric_law_says),
        cmocka_unit_test(only_what_is_overdue_or_due_soon_is_listed),
        cmocka_unit_test(what_money_on_account_meets_is_not_chased),
        cmocka_unit_test(customers_are_ranked_by_the_sum_of_what_their_claims_gain),
        cmocka_unit_test(a_customer_is_contacted_in_one_way_and_not_too_often),
        cmocka_unit_test(promises_to_come_are_waited_for_and_broken_ones_counted),
        cmocka_unit_test(stages_are_reached_by_days_late_and_done_when_on_record),
        cmocka_unit_test(a_claim_is_sued_for_at_the_worth_of_the_worked_example),
        cmocka_unit_test(suing_later_loses_customers_later),
        cmocka_unit_test(the_insurer_pays_its_share_of_what_is_within_the_limit),
        cmocka_unit_test(nothing_is_worth_more_than_a_sure_payer_pays),
        cmocka_unit_test(asked_for_cash_within_some_days_the_list_ranks_by_that),
        cmocka_unit_test(learnt_paces_stand_in_for_assumed_ones_where_claims_were_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
