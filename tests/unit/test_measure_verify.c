#include "support/expect.h"
#include "support/given.h"
#include "support/given_actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/metrics.h"
#include "forecast/measure/verify.h"

enum { HORIZON = 120 };

static dc_simulate_options short_run(uint32_t paths)
{
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    options.horizon_days = HORIZON;
    options.path_count = given_paths(paths);
    options.threads = 2;
    options.report_count = 3;
    options.report_days[0] = 0;
    options.report_days[1] = 35;
    options.report_days[2] = HORIZON;
    return options;
}

static dc_policy late(double share)
{
    return (dc_policy){.delay_count = 2,
                       .delays = {{.days = 15, .share = share, .from = 1, .to = INT32_MAX},
                                  {.days = 7, .share = 0.3, .from = 10, .to = 40}}};
}

static dc_policy plans(double share, double miss)
{
    return (dc_policy){.plan_count = 1,
                       .plans = {{.down_payment = 0.2,
                                  .count = 3,
                                  .every_months = 1,
                                  .start = 5,
                                  .miss = miss,
                                  .share = share}}};
}

/* With interest, a fee, and what follows a miss. */
static dc_policy plans_that_end(dc_after_miss after_miss)
{
    dc_policy out = plans(0.8, 0.3);
    out.plans[0].mediated = 0.2;
    out.plans[0].interest = 0.11;
    out.plans[0].fee = 0.03;
    out.plans[0].after_miss = (int32_t)after_miss;
    out.plans[0].collected = 0.45;
    out.plans[0].collect_days = 25;
    out.plans[0].collect_fee = 0.2;
    out.plans[0].insurer_consent = true;
    return out;
}

static dc_policy new_terms(int32_t days, double pass_through, double sales)
{
    return (dc_policy){.terms_count = 1,
                       .terms = {{.days = days,
                                  .from = 8,
                                  .pass_through = pass_through,
                                  .sales = sales,
                                  .loss_multiplier = 1.5}}};
}

/* Extra sales are lost more often, and earn more. */
static dc_policy terms_that_win(void)
{
    dc_policy out = new_terms(50, 0.8, 0.3);
    out.terms[0].loss = 0.15;
    out.terms[0].margin = 0.12;
    return out;
}

/* Customers with something overdue fail three times as often for a while, the two largest fail. */
static dc_policy failing(double contagion)
{
    static dc_scope late;
    late = DC_SCOPE_INIT;
    late.min_days_late = 1;
    return (dc_policy){
        .default_count = 2,
        .defaults = {{.multiplier = 1.5, .from = 1, .to = INT32_MAX},
                     {.scopes = {1, &late}, .multiplier = 3.0, .from = 20, .to = 60}},
        .insolvency_count = 2,
        .insolvencies = {{.largest = 1,
                          .day = 28,
                          .recovered = 0.15,
                          .recovery_days = 1,
                          .contagion = contagion},
                         {.scopes = {1, &late},
                          .largest = 2,
                          .day = 3,
                          .recovered = 0.6,
                          .recovery_days = 9,
                          .contagion = 1.0}}};
}

static dc_policy slow(void)
{
    static dc_scope late;
    late = DC_SCOPE_INIT;
    late.min_days_late = 1;
    return (dc_policy){
        .downturn_count = 1,
        .downturns = {{.scopes = {1, &late},
                       .severity = 1.2,
                       .payments = 0.8,
                       .defaults = 2.0,
                       .from = 5,
                       .to = 70}},
        .forbearance_count = 3,
        .forbearances = {
            {.scopes = {1, &late}, .power = 0.6, .from = 1, .to = INT32_MAX, .spared = 0.3},
            {.power = 1.3, .from = 10, .to = 20, .futures = 1, .spared = 0.6},
            {.power = 0.9, .from = 15, .to = 40}}};
}

/* Less for a while, by and by, more for ever; those who owe much leave, some leave anyway. */
static dc_policy selling(double change)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    large.min_amount = 100000;
    return (dc_policy){
        .sales_count = 2,
        .sales = {{.scopes = {1, &large}, .change = change, .from = 10, .to = 80, .ramp = 20},
                  {.change = 0.13, .from = 1, .to = INT32_MAX}},
        .retention_count = 2,
        .retentions = {{.scopes = {1, &large}, .kept = 0.7, .from = 15, .by_claims = 1},
                       {.kept = 0.85, .from = 40}}};
}

static dc_policy disputed(double rate, int32_t whole)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    large.min_amount = 100000;
    return (dc_policy){.dispute_count = 2,
                       .disputes = {{.scopes = {1, &large},
                                     .rate = rate,
                                     .share = 0.3,
                                     .settled = 0.6,
                                     .within = 21,
                                     .concession = 0.1,
                                     .whole = whole,
                                     .from = 1},
                                    {.rate = 0.4,
                                     .share = 0.9,
                                     .settled = 0.9,
                                     .within = 3,
                                     .concession = 0.6,
                                     .whole = !whole,
                                     .from = 20}}};
}

static dc_policy discounted(double take_up, double early)
{
    return (dc_policy){
        .discount_count = 1,
        .discounts = {
            {.discount = 0.03, .days = 10, .take_up = take_up, .early = early, .from = 5}}};
}

static dc_policy stopped(double lost)
{
    static dc_scope late;
    late = DC_SCOPE_INIT;
    late.max_days_late = 20;
    return (dc_policy){
        .stop_count = 2,
        .stops = {{.scopes = {1, &late}, .from = 10, .to = 40, .lost = lost, .orders = -0.6},
                  {.from = 30, .to = 33, .lost = 0.1, .orders = 0.4}}};
}

/* Before due, soon after, a stage that harms, one for all that are late already. */
static dc_policy dunned(void)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    large.min_amount = 100000;
    return (dc_policy){
        .dunning_count = 4,
        .dunnings = {{.at = -3, .effect = 1.3, .decay = 10.0, .from = 1},
                     {.scopes = {1, &large}, .at = 7, .effect = 2.0, .decay = 30.0, .from = 9},
                     {.at = 15, .effect = 0.6, .decay = 5.0, .from = 1},
                     {.at = 30, .effect = 1.8, .decay = 40.0, .from = 4, .late_too = 1}},
        .forbearance_count = 1,
        .forbearances = {{.power = 0.8, .from = 30, .to = 60, .futures = 1}}};
}

/* Letters that cost something, no more of them to a customer than so many in four weeks. */
static dc_policy dunned_by_letters(int32_t contacts)
{
    dc_policy out = dunned();
    for (size_t i = 0; i < out.dunning_count; i++) {
        out.dunnings[i].cost = 1234 + 100 * (int64_t)i;
        out.dunnings[i].contacts = i == 1 ? 0 : contacts + (int32_t)i;
    }
    return out;
}

static dc_policy everything(void)
{
    dc_policy all = late(0.6), plan = plans(0.5, 0.3), terms = new_terms(45, 0.6, 0.04);
    all.plan_count = plan.plan_count;
    all.plans[0] = plan.plans[0];
    all.plans[0].every_days = 10;
    all.terms_count = terms.terms_count;
    all.terms[0] = terms.terms[0];
    dc_policy fail = failing(2.5), patience = slow();
    all.default_count = fail.default_count;
    memcpy(all.defaults, fail.defaults, sizeof fail.defaults);
    all.insolvency_count = fail.insolvency_count;
    memcpy(all.insolvencies, fail.insolvencies, sizeof fail.insolvencies);
    dc_policy sold = selling(0.3);
    all.sales_count = sold.sales_count;
    memcpy(all.sales, sold.sales, sizeof sold.sales);
    all.retention_count = sold.retention_count;
    memcpy(all.retentions, sold.retentions, sizeof sold.retentions);
    dc_policy dispute = disputed(0.3, 0), discount = discounted(0.4, 0.7), stop = stopped(0.2);
    all.dispute_count = dispute.dispute_count;
    memcpy(all.disputes, dispute.disputes, sizeof dispute.disputes);
    all.discount_count = 1;
    all.discounts[0] = discount.discounts[0];
    all.stop_count = stop.stop_count;
    memcpy(all.stops, stop.stops, sizeof stop.stops);
    dc_policy dunning = dunned_by_letters(2);
    all.dunning_count = dunning.dunning_count;
    memcpy(all.dunnings, dunning.dunnings, sizeof dunning.dunnings);
    all.downturn_count = all.forbearance_count = 1;
    all.downturns[0] = patience.downturns[0];
    all.forbearances[0] = patience.forbearances[0];
    return all;
}

static dc_policy factored(double recourse, int32_t recourse_days, int32_t from)
{
    return (dc_policy){.factoring_count = 1,
                       .factorings = {{.advance = 0.8,
                                       .fee = 0.0125,
                                       .interest = 0.09,
                                       .recourse = recourse,
                                       .recourse_days = recourse_days,
                                       .lag = 2,
                                       .from = from}}};
}

/* Limits cut off where `limit` is not none. */
static dc_policy insured(int64_t limit, int32_t waiting)
{
    bool limited = limit != INT64_MAX;
    return (dc_policy){.insurance_count = 1,
                       .insurances = {{.cover = 0.9,
                                       .premium = 0.0025,
                                       .limit = limit,
                                       .excess = limited ? 1000 : 0,
                                       .threshold = limited ? 5000 : 0,
                                       .first_loss = limited ? 20000 : 0,
                                       .maximum = limited ? 4 * limit : INT64_MAX,
                                       .waiting = waiting,
                                       .settlement = 5,
                                       .from = -60,
                                       .plans_agreed = !limited,
                                       .customer_limits = limited}}};
}

/* Something of each kind; letters to claims long overdue, and a fee on what comes after them. */
static dc_policy charged(void)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    large.min_amount = 100000;
    return (dc_policy){
        .charge_count = 5,
        .charges = {{.on = DC_CHARGE_ISSUED, .rate = 0.004, .each = 150, .from = 4, .to = 80},
                    {.on = DC_CHARGE_OPEN,
                     .each = 733,
                     .rate = 0.001,
                     .after = 9,
                     .from = 6,
                     .to = INT32_MAX,
                     .late_too = true},
                    {.scopes = {1, &large},
                     .on = DC_CHARGE_OPEN,
                     .each = 75,
                     .after = -3,
                     .from = 1,
                     .to = INT32_MAX},
                    {.on = DC_CHARGE_PAID,
                     .rate = 0.25,
                     .after = 10,
                     .until = 40,
                     .from = 3,
                     .to = INT32_MAX},
                    {.on = DC_CHARGE_FIXED, .each = 98765, .from = 11, .to = 73, .every = 31}}};
}

static dc_policy everything_charged(void)
{
    dc_policy all = everything(), charges = charged();
    all.charge_count = charges.charge_count;
    memcpy(all.charges, charges.charges, sizeof all.charges);
    return all;
}

/* An agency for what is late, and a court for what it has not brought or what is very old. */
static dc_policy handed_over(int32_t after, bool since_issue)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    large.min_amount = 50000;
    return (dc_policy){.placement_count = 2,
                       .placements = {{.after = after,
                                       .since_issue = since_issue,
                                       .from = 3,
                                       .at_90 = 0.73,
                                       .at_180 = 0.5,
                                       .at_365 = 0.29,
                                       .at_730 = 0.1,
                                       .win = 1.0,
                                       .collect = 1.0,
                                       .lag = 1,
                                       .span = 20,
                                       .rest = 9,
                                       .fee = 0.25},
                                      {.scopes = {1, &large},
                                       .after = after + 12,
                                       .from = 1,
                                       .at_90 = 1.0,
                                       .at_180 = 1.0,
                                       .at_365 = 1.0,
                                       .at_730 = 1.0,
                                       .win = 0.7,
                                       .collect = 0.6,
                                       .lag = 15,
                                       .cost = 600,
                                       .cost_share = 0.15,
                                       .fee = 0.1,
                                       .costs_back = 0.5}}};
}

static dc_policy everything_handed_over(void)
{
    dc_policy all = everything(), over = handed_over(5, false);
    all.plans[0] = plans_that_end(DC_MISS_THIRD_PARTY).plans[0];
    over.placements[1].from = 30; /* later than some misses, where it takes over from a plan */
    all.placement_count = over.placement_count;
    memcpy(all.placements, over.placements, sizeof all.placements);
    return all;
}

/* Both contracts beside all that changes when customers pay. */
static dc_policy everything_sold_and_insured(double recourse)
{
    dc_policy all = everything(), sold = factored(recourse, 10, 5), cover = insured(300000, 20);
    all.plans[0] = plans_that_end(DC_MISS_THIRD_PARTY).plans[0];
    all.terms[0] = terms_that_win().terms[0];
    all.factoring_count = all.insurance_count = 1;
    all.factorings[0] = sold.factorings[0];
    all.insurances[0] = cover.insurances[0];
    return all;
}

/* All that may come little by little does, beside what else happens; some of it never comes to
 * all. */
static dc_policy everything_ramped(void)
{
    dc_policy all = everything();
    for (size_t i = 0; i < all.delay_count; i++)
        all.delays[i].ramp = 25;
    for (size_t i = 0; i < all.terms_count; i++)
        all.terms[i].ramp = 40;
    for (size_t i = 0; i < all.default_count; i++)
        all.defaults[i].ramp = 30;
    all.downturns[0].ramp = 500;
    all.forbearances[0].ramp = 9;
    return all;
}

static void assert_verified(const dc_book *book, const dc_model *model,
                            const dc_simulate_options *options)
{
    dc_policy scenarios[] = {{0},
                             late(1.0),
                             late(0.4),
                             plans(1.0, 0.15),
                             plans(0.7, 1.0),
                             plans_that_end(DC_MISS_OWN_LAW),
                             plans_that_end(DC_MISS_THIRD_PARTY),
                             plans_that_end(DC_MISS_NEVER),
                             new_terms(60, 1.0, 0.0),
                             new_terms(60, 0.6, 0.05),
                             new_terms(7, 0.7, -0.1),
                             terms_that_win(),
                             failing(1.0),
                             failing(4.0),
                             slow(),
                             selling(-0.4),
                             selling(1.7),
                             dunned(),
                             dunned_by_letters(0),
                             dunned_by_letters(1),
                             disputed(0.5, 1),
                             disputed(0.5, 0),
                             discounted(0.3, 1.0),
                             discounted(1.0, 0.4),
                             stopped(0.0),
                             stopped(0.4),
                             everything(),
                             charged(),
                             handed_over(10, false),
                             handed_over(40, true),
                             everything_handed_over(),
                             everything_charged(),
                             everything_ramped(),
                             factored(1.0, 15, 1),
                             factored(0.0, 90, 1),
                             factored(0.4, 0, 20),
                             insured(INT64_MAX, 30),
                             insured(200000, 10),
                             everything_sold_and_insured(1.0),
                             everything_sold_and_insured(0.5)};
    enum { SCENARIOS = sizeof scenarios / sizeof scenarios[0] };
    const dc_policy *policies[SCENARIOS];
    for (size_t i = 0; i < SCENARIOS; i++)
        policies[i] = &scenarios[i];
    dc_arena *arena = dc_arena_new();
    dc_items *items = dc_items_make(arena, book, model, options->horizon_days);
    dc_checks checks = {0};
    assert_int_equal(dc_verify(&checks, arena, book, model, items, policies, SCENARIOS, options),
                     DC_OK);
    assert_int_equal(checks.count, DC_VERIFY_COUNT);
    for (size_t i = 0; i < checks.count; i++)
        if (!checks.check[i].passed)
            print_error("%s: %s\n", checks.check[i].name, checks.check[i].detail[DC_ENGLISH]);
    assert_int_equal(checks.failed, 0);
    dc_arena_free(arena);
}

static void the_simulation_agrees_with_the_replay(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(600);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        dc_book  *book = given_company(seed, 12, 0);
        dc_model *model = given_lively_model(book);
        options.seed = seed;
        if (seed == 2)
            book->company.ageing_edges = (dc_ageing_edges){4, {10, 45, 60, 75}};
        assert_verified(book, model, &options);
        dc_model_free(model);
        given_book_free(book);
    }
}

static void it_agrees_where_claims_are_tied_together(void **state)
{
    (void)state;
    static const dc_together ties[] = {
        {.run_share = 1.0}, {.weekly = 0.3}, {.run_share = 0.6, .lasting = 0.1, .weekly = 0.2}};
    dc_simulate_options options = short_run(600);
    for (size_t t = 0; t < sizeof ties / sizeof ties[0]; t++) {
        dc_book  *book = given_company(5 + t, 12, 0);
        dc_model *model = given_lively_model(book);
        model->together = ties[t];
        options.seed = 31 + t;
        assert_verified(book, model, &options);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* One customer pays a third of its invoices in parts, the others half. */
static void let_parts_come(dc_model *model)
{
    size_t customers = model->customer_count;
    model->parts = (dc_parts){.claims = 10, .chance = 0.5, .first_share = 0.37};
    model->parts.chance_of = dc_arena_alloc(model->arena, customers, sizeof(double));
    for (size_t c = 0; c < customers; c++)
        model->parts.chance_of[c] = c == 0 ? 0.3 : 0.5;
}

static void it_agrees_where_invoices_are_paid_in_parts(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(300);
    for (int tied = 0; tied <= 1; tied++) {
        dc_book  *book = given_company(11, 12, 0);
        dc_model *lively = given_lively_model(book), *failing = given_failing_model(book);
        let_parts_come(lively);
        let_parts_come(failing);
        if (tied)
            lively->together = failing->together =
                (dc_together){.run_share = 0.5, .lasting = 0.2, .weekly = 0.1};
        assert_verified(book, lively, &options);
        assert_verified(book, failing, &options);
        dc_model_free(lively);
        dc_model_free(failing);
        given_book_free(book);
    }
}

static void it_agrees_where_months_are_good_and_bad(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(600);
    dc_book            *book = given_company(8, 12, 0);
    dc_model           *model = given_lively_model(book);
    model->sales_portfolio.noise = 0.35;
    model->sales_portfolio.growth = -0.08;
    model->together = (dc_together){.run_share = 0.6, .weekly = 0.2};
    given_plan(book, "2024-08-01", "2024-08-31", "123456.78");
    book->plan[0].uncertainty = 0.2;
    assert_verified(book, model, &options);
    given_plan(book, "2024-09-01", "2024-09-30", "98765.43");
    book->plan[1].certain = true;
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

static void it_agrees_where_claims_were_dunned(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(600);
    dc_book            *book = given_company(8, 12, 0);
    dc_model           *model = given_lively_model(book);
    given_actions(book, "customer invoice date action promised\n"
                        "customer001 - 2024-06-20 reminder\n"
                        "customer002 - 2024-06-29 promise 2024-07-10\n"
                        "customer003 - 2024-06-01 reminder\n"
                        "customer003 - 2024-06-28 reminder\n"
                        "customer006 - 2024-01-10 reminder\n");
    for (int row = 0; row <= DC_ACTION_LEFT_ALONE; row++) {
        model->actions.of[row].used = true;
        for (int k = 0; k < DC_ACTION_WINDOWS; k++)
            model->actions.of[row].window[k].pace = 0.5 + 0.25 * row + 0.5 * k;
    }
    size_t acted = 0;
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.open[i].minor > 0)
            acted += dc_model_acted(model, book, i, book->as_of).row > 0;
    assert_true(acted > 5);
    assert_verified(book, model, &options);
    book->calendar = dc_calendar_weekends(book->arena);
    model->together = (dc_together){.run_share = 0.6, .weekly = 0.2};
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

static void it_agrees_for_learnt_habits_too(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(300);
    dc_book            *book = given_company(9, 20, 0);
    dc_model           *model = given_learnt_model(book);
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

static void it_agrees_when_customers_default(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(600);
    for (uint64_t seed = 1; seed <= 2; seed++) {
        dc_book  *book = given_company(seed, 12, 0);
        dc_model *model = given_failing_model(book);
        options.seed = seed;
        assert_verified(book, model, &options);
        model->defaults.correlation = 0.0;
        model->defaults.recovery_days = 0;
        assert_verified(book, model, &options);
        dc_model_free(model);
        given_book_free(book);
    }
}

static void it_agrees_when_weekends_are_closed(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(300);
    dc_book            *book = given_company(4, 10, 0);
    dc_model           *model = given_lively_model(book);
    book->calendar = dc_calendar_weekends(book->arena);
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

static void it_agrees_for_payers_who_are_certain(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(256);
    dc_book            *book = given_company(5, 10, 0);
    dc_model           *model = given_certain_model(book);
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

static void an_empty_book_has_nothing_to_differ(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(100);
    dc_book            *book = given_book("2024-06-30", "customer invoice issued due amount\n");
    dc_model           *model = given_model(book, 0.05, 0.0);
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

static void insured_limits_of_customers_are_looked_at(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(300);
    dc_book            *book = given_company(8, 10, 0);
    dc_model           *model = given_failing_model(book);
    for (size_t c = 0; c < book->customers.count; c += 2)
        book->customers.insured_limit[c] = 150000 * (int64_t)c;
    assert_verified(book, model, &options);
    dc_model_free(model);
    given_book_free(book);
}

/* --- the replay must be able to object --- */

typedef struct {
    dc_replay   replay;
    dc_findings findings;
    int         flow; /* what is tampered with; -1: ageing */
    int32_t     day;
} tampering;

static void tamper(void *context, const dc_block *block)
{
    tampering *run = context;
    dc_block   forged = *block;
    size_t     rows = (size_t)block->day_count + 2;
    size_t   at = (17 / DC_PATH_TILE * rows + (size_t)run->day) * DC_PATH_TILE + 17 % DC_PATH_TILE;
    size_t   cells = rows * DC_PATH_BLOCK;
    size_t   buckets = block->report_count * DC_BUCKETS * DC_PATH_BLOCK;
    int64_t *copy = malloc((cells > buckets ? cells : buckets) * sizeof *copy);
    if (run->flow >= 0) {
        memcpy(copy, block->flow[run->flow], cells * sizeof *copy);
        copy[at]++;
        forged.flow[run->flow] = copy;
    } else {
        memcpy(copy, block->ageing, buckets * sizeof *copy);
        copy[17 / DC_PATH_TILE * block->report_count * DC_BUCKETS * DC_PATH_TILE +
             17 % DC_PATH_TILE]++;
        forged.ageing = copy;
    }
    dc_verify_block(&run->findings, &run->replay, &forged);
    free(copy);
}

static tampering findings_after(int flow, int32_t day)
{
    dc_simulate_options options = short_run(100);
    options.threads = 1;
    tampering        run = {.flow = flow, .day = day};
    dc_policy        baseline = {0};
    const dc_policy *policies[] = {&baseline};
    dc_arena        *arena = dc_arena_new();
    dc_book         *book = given_company(6, 4, 0);
    dc_model        *model = given_lively_model(book);
    dc_items        *items = dc_items_make(arena, book, model, HORIZON);
    dc_replay_make(&run.replay, arena, book, model, items, policies, 1, &options);
    dc_paths_simulate(book, model, items, policies, 1, &options, tamper, &run);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
    return run;
}

static void one_minor_unit_too_much_is_found_where_it_is(void **state)
{
    (void)state;
    for (int flow = 0; flow < DC_FLOW_COUNT; flow++) {
        tampering         run = findings_after(flow, 23);
        const dc_finding *found = &run.findings.of[DC_VERIFY_FLOWS];
        assert_int_equal(found->differences, 1);
        assert_int_equal(found->path, 17);
        assert_int_equal(found->day, 23);
        assert_int_equal(found->simulated, found->replayed + 1);
    }
}

static void a_forged_flow_breaks_the_identities_it_stands_in(void **state)
{
    (void)state;
    static const struct {
        dc_flow         flow;
        dc_verify_claim broken;
    } cases[] = {
        {DC_FLOW_INVOICED, DC_VERIFY_I2},        {DC_FLOW_SETTLED_NOT_DUE, DC_VERIFY_I2},
        {DC_FLOW_SETTLED_OVERDUE, DC_VERIFY_I4}, {DC_FLOW_NOT_CASH, DC_VERIFY_I4},
        {DC_FLOW_WRITTEN_OFF, DC_VERIFY_I4},     {DC_FLOW_SETTLED_OVERDUE, DC_VERIFY_I3},
        {DC_FLOW_INVOICED, DC_VERIFY_I3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tampering run = findings_after((int)cases[i].flow, 23);
        assert_true(run.findings.of[cases[i].broken].differences > 0);
        assert_int_equal(run.findings.of[DC_VERIFY_OPENING].differences, 0);
        assert_int_equal(run.findings.of[DC_VERIFY_I1].differences, 0);
    }
}

static void a_forged_ageing_is_found(void **state)
{
    (void)state;
    tampering run = findings_after(-1, 0);
    assert_int_equal(run.findings.of[DC_VERIFY_AGEING].differences, 1);
    assert_int_equal(run.findings.of[DC_VERIFY_I3].differences, 1);
    assert_int_equal(run.findings.of[DC_VERIFY_FLOWS].differences, 0);
}

static void a_story_that_does_not_add_up_breaks_identity_1(void **state)
{
    (void)state;
    static const struct {
        dc_story_event event;
        bool           sound;
    } cases[] = {
        {{.day = 3, .settled = 100, .not_cash = 10, .credits = 4, .unapplied = 6}, true},
        {{.day = 3, .settled = 100, .written_off = true}, true},
        {{.day = 3, .settled = 40}, true}, /* the rest is open */
        {{.day = 500, .settled = 100}, true},
        {{.day = 3, .settled = 101}, false},
        {{.day = 3, .settled = -1}, false},
        {{.day = 3, .settled = 100, .not_cash = 101}, false},
        {{.day = 3, .settled = 100, .not_cash = 10, .credits = 11}, false},
        {{.day = 3, .settled = 100, .not_cash = 1, .written_off = true}, false},
        {{.day = 0, .settled = 100}, false}, /* as-of is known already */
    };
    dc_block block = {.path_count = 1, .day_count = 10};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_story  story = {.issue = -5, .due = 5, .amount = 100, .event_count = 1};
        dc_ledger ledger;
        story.event[0] = cases[i].event;
        if (story.event[0].day == 0)
            story.issue = 0;
        dc_ledger_open(&ledger, &block, &DC_AGEING_EDGES_INIT);
        assert_int_equal(dc_ledger_post(&ledger, &story, 0), cases[i].sound);
        dc_ledger_free(&ledger);
    }
}

static void the_details_say_how_much_was_compared(void **state)
{
    (void)state;
    dc_simulate_options options = short_run(300);
    options.path_count = 300;
    dc_policy        baseline = {0};
    const dc_policy *policies[] = {&baseline, &baseline};
    dc_arena        *arena = dc_arena_new();
    dc_book         *book = given_company(6, 4, 0);
    dc_model        *model = given_lively_model(book);
    dc_items        *items = dc_items_make(arena, book, model, HORIZON);
    dc_checks        checks = {0};
    char             wanted[100];
    dc_verify(&checks, arena, book, model, items, policies, 2, &options);
    snprintf(wanted, sizeof wanted, "300 paths x 120 days x 2 scenarios, %zu items: 0 differences",
             items->count);
    assert_string_equal(checks.check[0].detail[DC_ENGLISH], wanted);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_simulation_agrees_with_the_replay),
        cmocka_unit_test(it_agrees_where_claims_are_tied_together),
        cmocka_unit_test(it_agrees_where_invoices_are_paid_in_parts),
        cmocka_unit_test(it_agrees_where_months_are_good_and_bad),
        cmocka_unit_test(it_agrees_where_claims_were_dunned),
        cmocka_unit_test(it_agrees_for_learnt_habits_too),
        cmocka_unit_test(it_agrees_when_customers_default),
        cmocka_unit_test(it_agrees_when_weekends_are_closed),
        cmocka_unit_test(it_agrees_for_payers_who_are_certain),
        cmocka_unit_test(an_empty_book_has_nothing_to_differ),
        cmocka_unit_test(insured_limits_of_customers_are_looked_at),
        cmocka_unit_test(one_minor_unit_too_much_is_found_where_it_is),
        cmocka_unit_test(a_forged_flow_breaks_the_identities_it_stands_in),
        cmocka_unit_test(a_forged_ageing_is_found),
        cmocka_unit_test(a_story_that_does_not_add_up_breaks_identity_1),
        cmocka_unit_test(the_details_say_how_much_was_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
