/* What one customer may be asked for, and a plan by which it may pay. */
#include "support/expect.h"

#include <math.h>
#include <string.h>

#include "duecast/instalment_plan.h"
#include "duecast/paths.h"
#include "support/given.h"

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_demand demand;
} asked;

static asked ask(const char *table, uint32_t customer, const char *disputed, const char *part)
{
    asked all = {.arena = dc_arena_new(), .book = given_book("2026-06-28", table)};
    for (size_t i = 0; disputed && i < all.book->claims.count; i++)
        if (strcmp(all.book->claims.invoice[i], disputed) == 0) {
            all.book->claims.disputed[i] = true;
            all.book->claims.disputed_part[i] = part ? money(part) : DC_MONEY(0);
        }
    dc_demand_make(&all.demand, all.arena, all.book, customer, false);
    return all;
}

static void drop(asked *all)
{
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static const char ledger[] = "customer invoice issued due amount\n"
                             "acme A-1 2026-04-01 2026-05-01 1000.00 paid=2026-05-20:400.00\n"
                             "acme A-2 2026-03-01 2026-03-31 500.00\n"
                             "acme A-3 2026-06-01 2026-07-01 200.00\n"
                             "acme C-1 2026-05-01 2026-05-01 -150.00 kind=credit\n"
                             "acme U-1 2026-06-10 2026-06-10 -400.00 kind=unapplied\n"
                             "acme D-1 2026-04-01 2026-05-01 80.00 currency=USD\n"
                             "birch B-1 2026-04-01 2026-05-01 300.00\n";

static void credits_meet_what_is_due_longest(void **state)
{
    (void)state;
    asked            all = ask(ledger, 0, NULL, NULL);
    const dc_demand *demand = &all.demand;
    assert_int_equal(demand->count, 4);
    assert_int_equal(demand->credit_count, 2);
    assert_money_equal(demand->line[0].credit, "500.00"); /* A-2, due first */
    assert_money_equal(demand->line[0].demanded, "0.00");
    assert_int_equal(demand->days_late, 58);
    assert_int_equal(demand->total_count, 2);
    assert_money_equal(demand->total[0].balance, "750.00");
    assert_money_equal(demand->total[0].credits, "-550.00");
    assert_money_equal(demand->total[0].overdue, "550.00");
    assert_money_equal(demand->total[0].demanded, "750.00");
    assert_money_equal(demand->total[1].overdue, "80.00");
    assert_money_equal(demand->overdue_home, "622.00"); /* dollars at 0.9 */
    drop(&all);
}

static void what_is_in_dispute_is_not_asked_for(void **state)
{
    (void)state;
    asked whole = ask(ledger, 1, "B-1", NULL), part = ask(ledger, 1, "B-1", "120.00");
    assert_int_equal(whole.demand.days_late, INT32_MIN);
    assert_money_equal(whole.demand.total[0].disputed, "300.00");
    assert_money_equal(whole.demand.overdue_home, "0.00");
    assert_money_equal(part.demand.total[0].overdue, "180.00");
    dc_demand_make(&whole.demand, whole.arena, whole.book, 1, true);
    assert_money_equal(whole.demand.total[0].overdue, "300.00");
    drop(&whole);
    drop(&part);
}

static void a_plan_sums_to_the_total_on_open_days(void **state)
{
    (void)state;
    asked           all = ask(ledger, 1, NULL, NULL);
    dc_plan_terms   terms = DC_PLAN_TERMS_INIT;
    dc_payment_plan plan;
    dc_calendar    *target = dc_calendar_target(all.arena);
    all.book->calendar = target;
    terms.start = date("2026-10-31"); /* a Saturday */
    dc_payment_plan_make(&plan, all.book, 0, money("1000.01"), &terms);
    static const char *const days[] = {"2026-11-02", "2026-11-30", "2026-12-31", "2027-02-01"};
    static const char *const sums[] = {"300.00", "233.34", "233.34", "233.33"};
    assert_int_equal(plan.count, 4);
    for (size_t i = 0; i < plan.count; i++) {
        assert_date_equal(plan.payment[i].date, days[i]);
        assert_money_equal(plan.payment[i].amount, sums[i]);
    }
    drop(&all);
}

static void a_plan_without_a_down_payment_begins_with_an_instalment(void **state)
{
    (void)state;
    asked           all = ask(ledger, 1, NULL, NULL);
    dc_plan_terms   terms = {.count = 3, .every_days = 14, .start = DC_DATE_NONE};
    dc_payment_plan plan;
    dc_payment_plan_make(&plan, all.book, 0, money("100.00"), &terms);
    assert_int_equal(plan.count, 3);
    assert_date_equal(plan.payment[0].date, "2026-07-05");
    assert_date_equal(plan.payment[2].date, "2026-08-02");
    assert_money_equal(plan.payment[0].amount, "33.34");
    dc_payment_plan_make(&plan, all.book, 0, money("0.02"), &terms);
    assert_int_equal(plan.count, 2); /* nobody pays nothing */
    drop(&all);
}

/* 3 x 1,000 at 4 % missed: 960, 921.6, 884.736 (methods of the field); here the first payment is
 * made, and what is missed never comes, as nobody who misses is ever paid by these claims' law. */
static void the_worth_of_a_plan_follows_from_misses_alone(void **state)
{
    (void)state;
    asked         all = ask("customer invoice issued due amount\n"
                                    "acme A-1 2026-04-01 2026-05-01 4000.00\n",
                            0, NULL, NULL);
    dc_model     *model = given_model(all.book, 0.0, 0.0);
    dc_plan_terms terms = {.down_payment = 0.25,
                           .count = 3,
                           .every_days = 14,
                           .start = DC_DATE_NONE,
                           .miss = {0.0, 0.04, 0.25}};
    dc_plan_worth worth;
    dc_plan_worth_make(&worth, all.book, model, &all.demand, 0, &terms);
    assert_double_close(worth.complete[0], 1.0, 1e-12);
    assert_double_close(worth.complete[1], 0.96 * 0.96 * 0.96, 1e-12);
    assert_double_close(worth.waiting[0], 0.0, 1e-6);
    assert_double_close(worth.planned[0][0], 400000.0, 1e-6);
    assert_double_close(worth.planned[1][0], 100000.0 + 276633.6, 1e-6);
    dc_model_free(model);
    drop(&all);
}

static void other_claims_do_not_count_in_a_plan(void **state)
{
    (void)state;
    asked         all = ask(ledger, 0, NULL, NULL);
    dc_model     *model = given_certain_model(all.book);
    dc_plan_terms terms = DC_PLAN_TERMS_INIT;
    dc_plan_worth worth;
    dc_plan_worth_make(&worth, all.book, model, &all.demand, 1, &terms); /* dollars */
    assert_double_close(worth.waiting[0], 8000.0, 1e-3);
    assert_double_close(worth.planned[0][1], 8000.0, 1.0);
    drop(&all);
    dc_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(credits_meet_what_is_due_longest),
        cmocka_unit_test(what_is_in_dispute_is_not_asked_for),
        cmocka_unit_test(a_plan_sums_to_the_total_on_open_days),
        cmocka_unit_test(a_plan_without_a_down_payment_begins_with_an_instalment),
        cmocka_unit_test(the_worth_of_a_plan_follows_from_misses_alone),
        cmocka_unit_test(other_claims_do_not_count_in_a_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
