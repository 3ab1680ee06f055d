/* What a ledger of a few customers and a few dozen invoices teaches. */
#include "support/expect.h"
#include "support/given_invoices.h"

#include <math.h>

#include "forecast/learn/fit.h"

typedef struct {
    const char *name;
    int32_t     late; /* days, always */
    int         paid, open;
} payer;

/* An invoice every fortnight on 30 days, the last `open` of them not yet paid. */
static void add_payer(given_invoices *ledger, const payer *of)
{
    enum { TERMS = 30, EVERY = 14 };
    for (int i = 0; i < of->paid + of->open; i++) {
        bool    is_open = i < of->open;
        int32_t paid = is_open ? GIVEN_OPEN : -1 - EVERY * (i - of->open);
        int32_t issued = is_open ? -1 - i : paid - of->late - TERMS;
        given_invoice_add(ledger,
                          &(given_invoice){of->name, issued, issued + TERMS, paid, 100.0, 0});
    }
}

static dc_book *ledger_of(const payer *payers, size_t count)
{
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (size_t i = 0; i < count; i++)
        add_payer(ledger, &payers[i]);
    return given_invoices_book(ledger);
}

/* Customers by name, as the book sorts them. */
static void expect_punctual(const payer *payers, size_t count)
{
    dc_book  *book = ledger_of(payers, count);
    dc_model *model = given_learnt_model(book);
    for (uint32_t c = 0; c < count; c++) {
        dc_habit habit;
        dc_habit_describe(&habit, model, book, c);
        assert_int_equal(habit.usual, payers[c].late);
        assert_int_equal(habit.low, payers[c].late);
        assert_int_equal(habit.high, payers[c].late);
        assert_double_close(habit.expected, payers[c].late, 2.0);
        assert_int_equal(habit.manner, DC_MANNER_REGULAR);
    }
    dc_model_free(model);
    given_book_free(book);
}

static void one_customer_who_is_always_as_late_is_forecast_so(void **state)
{
    (void)state;
    for (int32_t late = 0; late <= 45; late++)
        expect_punctual(&(payer){"acme", late, 32, 2}, 1);
}

/* Payments a week before the issue tell of cash on the day of issue, 30 days before the due day. */
static void who_pays_in_advance_pays_on_the_day_of_issue(void **state)
{
    (void)state;
    static const payer payers[] = {{"acme", -37, 20, 0}, {"birch", 5, 20, 2}};
    dc_book           *book = ledger_of(payers, sizeof payers / sizeof payers[0]);
    dc_model          *model = given_learnt_model(book);
    dc_habit           habit;
    dc_habit_describe(&habit, model, book, 0);
    assert_int_equal(habit.usual, -30);
    assert_true(habit.high <= -28); /* leaning a little on the other */
    dc_habit_describe(&habit, model, book, 1);
    assert_int_equal(habit.usual, 5);
    dc_model_free(model);
    given_book_free(book);
}

static void customers_of_a_dozen_invoices_have_habits_of_their_own(void **state)
{
    (void)state;
    static const payer payers[] = {
        {"acme", 0, 12, 2}, {"birch", 5, 12, 2}, {"cedar", 20, 12, 2}, {"dune", 45, 12, 2}};
    expect_punctual(payers, sizeof payers / sizeof payers[0]);
}

/* Of four claims three are paid on the due day: half of them and eight of ten by then or 20 days
 * later, whoever an unknown customer may be. */
static void the_portfolio_is_that_of_its_claims(void **state)
{
    (void)state;
    static const payer payers[] = {{"acme", 0, 45, 1}, {"birch", 20, 15, 1}};
    dc_book           *book = ledger_of(payers, 2);
    dc_model          *model = given_learnt_model(book);
    dc_habit           all, of[2];
    dc_habit_describe(&all, model, book, UINT32_MAX);
    for (uint32_t c = 0; c < 2; c++)
        dc_habit_describe(&of[c], model, book, c);
    assert_int_equal(all.usual, 0);
    assert_int_equal(all.low, 0);
    assert_int_equal(all.high, 20);
    assert_double_close(all.chance_late, (3.0 * of[0].chance_late + of[1].chance_late) / 4.0,
                        1e-12);
    assert_double_close(all.chance_lost, (3.0 * of[0].chance_lost + of[1].chance_lost) / 4.0,
                        1e-12);
    dc_model_free(model);
    given_book_free(book);
}

/* The survey the assumed table was made from is of customers, so one customer's law gives it back:
 * a tenth 17 days early or more, half by 9 days late, nine tenths by 38. */
static void without_history_a_customers_law_is_the_surveys(void **state)
{
    (void)state;
    static const payer payers[] = {{"acme", 0, 0, 2}};
    dc_book           *book = ledger_of(payers, 1);
    dc_model          *model = given_learnt_model(book);
    double             q[DC_BINS], paid[91], lost[91], open = 1.0;
    dc_law             law = {90, paid, lost};
    dc_prior_life_table(q);
    dc_law_fill(&law, model, &(dc_law_ask){0, 45, 1, 1.0, 1.0}, NULL, DC_DATE_NONE);
    for (int32_t day = 1; day <= 90; day++) {
        open *= 1.0 - q[dc_bin_of(day - 45)];
        assert_double_close(1.0 - paid[day], open, 1e-4);
    }
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_customer_who_is_always_as_late_is_forecast_so),
        cmocka_unit_test(who_pays_in_advance_pays_on_the_day_of_issue),
        cmocka_unit_test(customers_of_a_dozen_invoices_have_habits_of_their_own),
        cmocka_unit_test(the_portfolio_is_that_of_its_claims),
        cmocka_unit_test(without_history_a_customers_law_is_the_surveys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
