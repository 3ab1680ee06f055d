/*
 * Answers of others about single invoices, and what must follow from a constant chance of payment.
 *
 * Where the other examples of the kinds stand: days of sales, collection effectiveness, turnover
 * and the swings of sales in test_dso.c and test_measures.c; conversion cycle, working capital and
 * terms in test_working_capital.c; cash budgets in test_cash_*.c; matrices, roll rates and chains
 * in test_bad_debt.c; factors and insurers in test_factoring_and_insurance.c; words of chance in
 * test_philox.c (of another generator than SIPmath's HDR, whose numbers are therefore no test);
 * the same bytes on any number of threads in properties/test_threads_learn_alike.c and
 * test_row_order.c; payers who are certain in unit/test_measure_outcomes.c.
 */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>

#include "duecast/working_capital.h"

enum { HORIZON = 700 };

static dc_expected *expect_of(dc_arena *arena, const dc_book *book, const dc_model *model)
{
    static const dc_policy    baseline;
    const dc_simulate_options options = {.horizon_days = HORIZON};
    dc_items                 *items = dc_items_of_claims(arena, book, model, HORIZON);
    return dc_expected_make(arena, book, model, items, &baseline, 0, &options);
}

static double cash_between(const dc_expected *e, int32_t from, int32_t to)
{
    double sum = 0.0;
    for (int32_t day = from; day <= to; day++)
        sum += e->cash[day];
    return sum / 100.0;
}

/* Microsoft Dynamics 365 Finance, customer payment predictions: an invoice of 200 that is paid on
 * time with 10 %, late with 30 % and very late with 60 % brings 20, 60 and 120.  A constant daily
 * chance of 1 - 0.9^(1/33) gives the 10 % by day 33 and, to five digits, the 40 % by day 160. */
static void an_invoice_is_expected_in_parts_of_its_chances(void **state)
{
    (void)state;
    dc_arena    *arena = dc_arena_new();
    dc_book     *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                                     "acme A-1 2024-06-30 2024-08-02 200.00\n");
    dc_model    *model = given_model(book, 1.0 - pow(0.9, 1.0 / 33.0), 0.0);
    dc_expected *e = expect_of(arena, book, model);
    double       on_time = cash_between(e, 1, 33), late = cash_between(e, 34, 160);
    assert_double_close(on_time, 20.0, 0.01);
    assert_double_close(late, 60.0, 0.01);
    assert_double_close(200.0 - on_time - late, 120.0, 0.01);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* A constant chance has no memory: what is 40 days overdue is paid as if it were new, which catches
 * programs that pay all that is overdue today. */
static void a_constant_chance_has_no_memory(void **state)
{
    (void)state;
    static const char *const ages[] = {"2024-06-30 2024-07-30", "2024-04-21 2024-05-21"};
    dc_arena                *arena = dc_arena_new();
    double                   first[HORIZON + 1] = {0.0};
    for (size_t i = 0; i < 2; i++) {
        char table[120];
        sprintf(table, "customer invoice issued due amount\nacme A-1 %s 1000.00\n", ages[i]);
        dc_book     *book = given_book("2024-06-30", table);
        dc_model    *model = given_model(book, 0.03, 0.0);
        dc_expected *e = expect_of(arena, book, model);
        for (int32_t day = 1; day <= 365; day++) {
            double wanted = 100000.0 * 0.03 * pow(0.97, day - 1);
            assert_double_close(e->cash[day], wanted, 1e-3 * wanted + 1e-2);
            if (i == 0)
                first[day] = e->cash[day];
            assert_double_close(e->cash[day], first[day], 1e-3 * wanted + 1e-2);
        }
        dc_model_free(model);
        given_book_free(book);
    }
    dc_arena_free(arena);
}

/* DA test: 34.9758 days at a turnover of 7,000 (360 days) are 680.08, a fifth more of sales 816.10.
 * Application 1: 40 days at 90,000 are 10,000. */
static void a_requirement_in_days_grows_with_turnover(void **state)
{
    (void)state;
    const double days[] = {34.9758, 40.0}, weight[] = {1.0};
    const double by_test = dc_normative_days(&days[0], weight, 1);
    assert_double_close(by_test * 7000 / 360, 680.08, 5e-3);
    assert_double_close(by_test * 7000 * 1.2 / 360, 816.10, 5e-3);
    assert_double_close(dc_normative_days(&days[1], weight, 1) * 90000 / 360, 10000.0, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invoice_is_expected_in_parts_of_its_chances),
        cmocka_unit_test(a_constant_chance_has_no_memory),
        cmocka_unit_test(a_requirement_in_days_grows_with_turnover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
