/*
 * Decisions on factoring and credit insurance as published, carried out by the levers on a ledger
 * where every customer pays on the due day, or never.
 */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_scenarios.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>

#include "duecast/scenario.h"

static const double cent = 0.01;

/* The policy that a lever text stands for. */
static dc_policy policy_of(const dc_book *book, dc_arena *arena, const char *lever)
{
    dc_scenarios scenarios = given_scenarios(arena, book, &lever, 1);
    return scenarios.scenario[1].policy[DC_BASE];
}

typedef struct {
    double costs, indemnities, advanced;
} moved;

/* Sums over the days to `day` of the first path, in major units. */
static moved move(const dc_book *book, const dc_model *model, const char *lever, int32_t day)
{
    dc_arena           *arena = dc_arena_new();
    dc_policy           policy = policy_of(book, arena, lever);
    dc_simulate_options options = {.horizon_days = day, .path_count = 100, .seed = 1};
    run                *all = run_policy(book, model, &policy, &options);
    moved               out = {(double)run_beside_by(all, 0, DC_BESIDE_COSTS, day, 0) / 100.0,
                               (double)run_beside_by(all, 0, DC_BESIDE_INDEMNITIES, day, 0) / 100.0,
                               (double)run_beside_by(all, 0, DC_BESIDE_ADVANCES, day, 0) / 100.0};
    run_free(all);
    dc_arena_free(arena);
    return out;
}

/*
 * A year's sales as one claim, sold tomorrow and paid `days` later: fee and interest are linear in
 * it.  `own`: the interest that the advance would have cost at the bank, days of `year`.
 * Bold: ACCA F9, December 2011; Widnor: ACCA past paper, on a year of 360 days; ABC: the second
 * factor of an ACCA exercise.  Savings on finance and administration are as the answers have them.
 */
static void textbook_factors_cost_what_the_answers_say(void **state)
{
    static const struct {
        const char *name, *sales, *due, *lever;
        double      advance, own_rate, days, year, savings, answer;
    } cases[] = {
        {"Bold, with recourse", "21300000.00", "2024-08-05",
         "factoring:advance=80%,fee=0.75%,interest=9%,lag=0", 0.8, 0.07, 35, 365,
         102027.40 + 40000 + 0.003 * 21300000, 13497.95},
        {"Bold, without recourse", "21300000.00", "2024-08-05",
         "factoring:advance=80%,fee=1.25%,interest=9%,recourse=0,lag=0", 0.8, 0.07, 35, 365,
         102027.40 + 40000 + 0.009 * 21300000, 34797.95},
        {"Widnor", "26750000.00", "2024-08-05",
         "factoring:advance=80%,fee=0.75%,interest=0.070972222222,lag=0", 0.8, 0.05, 35, 360,
         92865 + 187250 + 50000, 87879},
        {"ABC, second factor", "50000000.00", "2024-08-27",
         "factoring:advance=85%,fee=0.25%,interest=9%,lag=0", 0.85, 0.08, 57, 365, 100000, -91370},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char table[300];
        snprintf(table, sizeof table,
                 "customer invoice issued due amount events\nacme A-1 2024-06-30 %s %s\n",
                 cases[i].due, cases[i].sales);
        dc_book  *book = given_book("2024-06-30", table);
        dc_model *model = given_certain_model(book);
        double    sales = atof(cases[i].sales);
        moved     got = move(book, model, cases[i].lever, 200);
        double own = sales * cases[i].advance * cases[i].own_rate * cases[i].days / cases[i].year;
        assert_double_close(got.advanced, 0.0, cent / 2);
        assert_double_close(cases[i].savings + own - got.costs, cases[i].answer, 2.0);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Losses of 120,000, 30,000 and 8,000; 90 % cover of at most 100,000 a customer, 2,000 of each
 * borne first, none below 10,000: 88,200 + 25,200, of which 20,000 are borne first. */
static const char losses[] = "customer invoice issued    due        amount    events\n"
                             "acme     A-1     2024-06-01 2024-06-30  70000.00\n"
                             "acme     A-2     2024-06-02 2024-07-05  50000.00\n"
                             "birch    B-1     2024-06-01 2024-07-01  30000.00\n"
                             "cedar    C-1     2024-06-01 2024-07-01   8000.00\n";

static void a_policy_with_all_its_terms_pays_93400(void **state)
{
    static const struct {
        const char *lever;
        double      indemnities;
    } cases[] = {
        {"credit_insurance:cover=90%,limit=100000,excess=2000,threshold=10000,first_loss=20000,"
         "maximum=100000,waiting=60,settlement=30,from=-30",
         93400},
        {"credit_insurance:cover=90%,limit=100000,excess=2000,threshold=10000,first_loss=0,"
         "maximum=100000,waiting=60,settlement=30,from=-30",
         100000},
        {"credit_insurance:cover=90%,limit=100000,excess=2000,threshold=10000,waiting=60,"
         "settlement=30,from=-30",
         113400},
        {"credit_insurance:cover=90%,waiting=60,settlement=30,from=-30", 0.9 * 158000},
        {"credit_insurance:cover=90%,waiting=60,settlement=30", 0}, /* new invoices alone */
        {"credit_insurance:cover=90%,waiting=60,settlement=30,from=-30,scope=customer:birch",
         27000},
        {"credit_insurance:cover=90%,waiting=180,settlement=30,from=-30", 0}, /* not yet a loss */
    };
    (void)state;
    dc_book  *book = given_book("2024-06-30", losses);
    dc_model *model = given_model(book, 0.0, 0.0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_double_close(move(book, model, cases[i].lever, 150).indemnities,
                            cases[i].indemnities, cent / 2);
    book->customers.insured_limit[0] = 10000000; /* acme's and birch's own */
    book->customers.insured_limit[1] = 5000000;
    assert_double_close(
        move(book, model,
             "credit_insurance:cover=90%,excess=2000,threshold=10000,first_loss=20000,"
             "maximum=100000,customer_limits=yes,waiting=60,settlement=30,from=-30",
             150)
            .indemnities,
        93400, cent / 2);
    /* The day before the last is due to be settled: acme's and birch's first losses. */
    assert_double_close(move(book, model, cases[3].lever, 94).indemnities, 0.9 * 108000, cent / 2);
    assert_double_close(move(book, model, cases[3].lever, 95).indemnities, 0.9 * 158000, cent / 2);
    dc_model_free(model);
    given_book_free(book);
}

/* With recourse what stays unpaid is bought back 90 days after due: the advance is repaid. */
static void what_is_never_paid_comes_back_with_recourse(void **state)
{
    (void)state;
    dc_book    *book = given_book("2024-06-30", losses);
    dc_model   *model = given_model(book, 0.0, 0.0);
    const char *lever = "factoring:advance=80%,fee=1%,interest=10%,lag=0,scope=customer:birch";
    moved       before = move(book, model, lever, 90), after = move(book, model, lever, 91);
    assert_double_close(before.advanced, 24000.0, cent / 2);
    assert_double_close(before.costs, 300.0, cent / 2);
    assert_double_close(after.advanced, 0.0, cent / 2);
    assert_double_close(after.costs, 300.0 + 24000.0 * 0.10 * 90 / 365, cent / 2);
    assert_double_close(after.indemnities, 0.0, cent / 2);
    dc_model_free(model);
    given_book_free(book);
}

static void what_is_overdue_is_not_sold(void **state)
{
    (void)state;
    dc_book  *book = given_book("2024-06-30", losses);
    dc_model *model = given_model(book, 0.0, 0.0);
    moved some = move(book, model, "factoring:advance=80%,from=3", 10); /* acme's second alone */
    assert_double_close(some.advanced, 0.8 * 50000, cent / 2);
    /* The lag counts from the invoice: old ones are sold on the first day, those due then, too. */
    some = move(book, model, "factoring:advance=80%,lag=2", 10);
    assert_double_close(some.advanced, 0.8 * 88000, cent / 2);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(textbook_factors_cost_what_the_answers_say),
        cmocka_unit_test(a_policy_with_all_its_terms_pays_93400),
        cmocka_unit_test(what_is_never_paid_comes_back_with_recourse),
        cmocka_unit_test(what_is_overdue_is_not_sold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
