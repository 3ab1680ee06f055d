/* The season of those that go on, and what it makes of who is new. */
#include "support/expect.h"
#include "support/given_invoices.h"

#include <stdio.h>
#include <string.h>

#include "forecast/simulate/slots.h"

enum { CUSTOMERS = 10, TERMS = 30, HALF = 182, YEAR = 364, FIRST_OF_NEW = 100 };

typedef double rule_of_amounts(int32_t age);

static double three_times_as_much_in_one_half(int32_t age)
{
    return age % YEAR < HALF ? 100.0 : 300.0;
}

static double now_in_the_other_half(int32_t age)
{
    return (age < YEAR) == (age % YEAR < HALF) ? 100.0 : 300.0;
}

static double alike(int32_t age)
{
    (void)age;
    return 200.0;
}

static void add_weeks(given_invoices *ledger, const char *customer, int32_t first,
                      rule_of_amounts *amounts)
{
    for (int32_t age = 2; age <= first; age += 7) {
        int32_t due = TERMS - age;
        given_invoice_add(ledger, &(given_invoice){customer, -age, due, due < 0 ? due : GIVEN_OPEN,
                                                   amounts(age), 0});
    }
}

/* Ten customers of two years and one of the last weeks. */
static dc_book *given(rule_of_amounts *amounts)
{
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (int c = 0; c < CUSTOMERS; c++) {
        char customer[16];
        snprintf(customer, sizeof customer, "c%02d", c);
        add_weeks(ledger, customer, 2 * YEAR, amounts);
    }
    add_weeks(ledger, "new", FIRST_OF_NEW, three_times_as_much_in_one_half);
    return given_invoices_book(ledger);
}

static void years_that_agree_have_a_season(void **state)
{
    (void)state;
    dc_book  *book = given(three_times_as_much_in_one_half);
    dc_model *model = given_learnt_model(book);
    assert_double_close(dc_sales_season_on(model, -50), 0.5, 1e-9);
    assert_double_close(dc_sales_season_on(model, -300), 1.5, 1e-9);
    assert_double_close(dc_sales_season_on(model, 50), 1.5, 1e-9); /* 314 days ago */
    assert_double_close(dc_sales_season_on(model, 300), 0.5, 1e-9);
    dc_model_free(model);
    given_book_free(book);
}

static void years_that_do_not_agree_have_none(void **state)
{
    (void)state;
    rule_of_amounts *rules[] = {now_in_the_other_half, alike};
    for (size_t i = 0; i < 2; i++) {
        dc_book  *book = given(rules[i]);
        dc_model *model = given_learnt_model(book);
        for (int32_t day = -YEAR; day <= YEAR; day += 28)
            assert_double_close(dc_sales_season_on(model, day), 1.0, 1e-9);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Its invoices of 100 in the low season come again as 300 in the high one. */
static void who_is_new_follows_the_season_of_the_others(void **state)
{
    (void)state;
    dc_book  *book = given(three_times_as_much_in_one_half);
    dc_model *model = given_learnt_model(book);
    dc_arena *arena = dc_arena_new();
    dc_slots  slots;
    size_t    seen = 0;
    dc_slots_make(&slots, arena, book, model, 90);
    for (size_t i = 0; i < slots.count; i++) {
        const dc_slot *slot = &slots.slot[i];
        if (strcmp(book->customers.id[slot->customer], "new") != 0 || slot->issue < 30)
            continue;
        assert_int_equal(slot->amount, 30000);
        seen++;
    }
    assert_true(seen >= 8);
    dc_arena_free(arena);
    dc_model_free(model);
    given_book_free(book);
}

/* Twelve invoices in thirteen periods are no season. */
static void who_is_invoiced_by_the_month_has_none(void **state)
{
    (void)state;
    given_invoices *ledger = given_invoices_new("2024-06-30");
    for (int c = 0; c <= CUSTOMERS; c++)
        for (int month = 0; month < (c < CUSTOMERS ? 27 : 9); month++) {
            char    customer[16];
            int32_t at = 2024 * 12 + 5 - month;
            dc_date day;
            dc_date_from_civil(&day, at / 12, at % 12 + 1, c < CUSTOMERS ? 1 : 15);
            int32_t issued = dc_date_days_between(date("2024-06-30"), day);
            int32_t due = issued + TERMS;
            snprintf(customer, sizeof customer, "c%02d", c);
            given_invoice_add(ledger, &(given_invoice){customer, issued, due,
                                                       due < 0 ? due : GIVEN_OPEN, 1000.0, 0});
        }
    dc_book  *book = given_invoices_book(ledger);
    dc_model *model = given_learnt_model(book);
    dc_arena *arena = dc_arena_new();
    dc_slots  slots;
    dc_slots_make(&slots, arena, book, model, YEAR);
    assert_true(slots.count > 11 * CUSTOMERS);
    for (size_t i = 0; i < slots.count; i++)
        assert_in_range(slots.slot[i].amount, 90000, 110000);
    dc_arena_free(arena);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_that_agree_have_a_season),
        cmocka_unit_test(years_that_do_not_agree_have_none),
        cmocka_unit_test(who_is_invoiced_by_the_month_has_none),
        cmocka_unit_test(who_is_new_follows_the_season_of_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
