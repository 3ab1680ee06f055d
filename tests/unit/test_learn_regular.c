/* Whose orders come with less chance than a random number of them would. */
#include "support/expect.h"
#include "support/given_invoices.h"

#include <math.h>

typedef int32_t rule_of_days(int i);    /* days before the as-of date, -1: no more */
typedef double  rule_of_amounts(int i); /* cents */

static dc_model *learn(dc_book **book, rule_of_days *days, rule_of_amounts *amounts)
{
    enum { TERMS = 30 };
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (int i = 0; days(i) >= 0; i++) {
        int32_t due = TERMS - days(i);
        given_invoice_add(ledger,
                          &(given_invoice){"acme", -days(i), due, due < 0 ? due : GIVEN_OPEN,
                                           amounts(i) / 100.0, 0});
    }
    *book = given_invoices_book(ledger);
    return given_learnt_model(*book);
}

static double dispersion_of(rule_of_days *days, rule_of_amounts *amounts)
{
    dc_book  *book;
    dc_model *model = learn(&book, days, amounts);
    double    found = model->dispersion[0];
    assert_int_equal(model->regular_customers, found < 1.0);
    assert_true(found > 0.0 && found <= 1.0);
    dc_model_free(model);
    given_book_free(book);
    return found;
}

static double alike(int i)
{
    (void)i;
    return 100000.0;
}

/* 1 and 3 in turns: squares 10 to a period's sum of 4. */
static double in_turns(int i)
{
    return i % 2 ? 300000.0 : 100000.0;
}

static int32_t weekly(int i)
{
    return i < 52 ? 1 + 7 * i : -1;
}

static int32_t fortnightly(int i)
{
    return i < 34 ? 5 + 14 * i : -1;
}

static int32_t every_thirty_days(int i)
{
    return i < 24 ? 3 + 30 * i : -1;
}

/* The first of each month, from the newest on. */
static int32_t first_of_the_month(int i)
{
    dc_date day = date("2024-06-01");
    for (int month = 0; month < i; month++)
        day = dc_date_add_days(day, -(int32_t)dc_date_to_civil(dc_date_add_days(day, -1)).day);
    return i < 20 ? dc_date_days_between(day, date("2024-06-30")) : -1;
}

/* A random number of days, 14 on average, by a fixed sequence. */
static int32_t by_chance(int i)
{
    uint32_t seed = 12345;
    int32_t  at = 2;
    for (int k = 0; k < i; k++) {
        seed = seed * 1664525u + 1013904223u;
        at += (int32_t)floor(-14.0 * log((seed >> 8) / 16777216.0 + 1e-9));
    }
    return at < 700 ? at : -1;
}

static int32_t few(int i)
{
    return i < 6 ? 5 + 14 * i : -1;
}

/* K periods without any change count as K with one more by chance: 1 / K, in twentieths. */
static void contracts_are_regular(void **state)
{
    (void)state;
    assert_double_close(dispersion_of(weekly, alike), 0.10, 1e-12);      /* 12 periods */
    assert_double_close(dispersion_of(fortnightly, alike), 0.10, 1e-12); /* 16 */
    assert_double_close(dispersion_of(first_of_the_month, alike), 0.10, 1e-12);
    assert_true(dispersion_of(every_thirty_days, alike) <= 0.25); /* some periods have none */
}

static void amounts_that_balance_within_a_period_are_no_chance(void **state)
{
    (void)state;
    assert_true(dispersion_of(fortnightly, in_turns) <= 0.10);
}

static void orders_by_chance_and_short_records_are_not(void **state)
{
    (void)state;
    assert_double_close(dispersion_of(by_chance, alike), 1.0, 0.0);
    assert_double_close(dispersion_of(few, alike), 1.0, 0.0);
    assert_double_close(dispersion_of(first_of_the_month, in_turns), 1.0, 0.0);
}

/* A yearly bill, off by a few days. */
static int32_t yearly(int i)
{
    return i < 4 ? 100 + 365 * i + 3 * (i % 2) : -1;
}

static int32_t yearly_once_left_out(int i)
{
    return i < 3 ? 100 + 365 * (i < 2 ? i : 3) : -1;
}

/* In three parts, and one invoice a year later: one day that came again proves little. */
static int32_t in_parts(int i)
{
    static const int32_t days[] = {100, 465, 465, 465, -1};
    return days[i];
}

static int32_t twice_by_chance(int i)
{
    static const int32_t days[] = {90, 300, 420, 640, 790, -1};
    return days[i];
}

/* Two bills that came again a year later to the week: D = 1 / 3, in twentieths. */
static void who_is_invoiced_by_the_year_is_regular(void **state)
{
    (void)state;
    assert_double_close(dispersion_of(yearly, alike), 0.35, 1e-12);
    assert_double_close(dispersion_of(yearly_once_left_out, alike), 1.0, 0.0);
    assert_double_close(dispersion_of(twice_by_chance, alike), 1.0, 0.0);
    assert_double_close(dispersion_of(in_parts, alike), 1.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contracts_are_regular),
        cmocka_unit_test(amounts_that_balance_within_a_period_are_no_chance),
        cmocka_unit_test(who_is_invoiced_by_the_year_is_regular),
        cmocka_unit_test(orders_by_chance_and_short_records_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
