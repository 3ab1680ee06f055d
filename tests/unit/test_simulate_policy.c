#include "support/expect.h"
#include "support/given_ledger.h"

#include "duecast/policy.h"

static const dc_item_facts retail_claim = {.customer = 0,
                                           .currency = 0,
                                           .segment = "retail",
                                           .amount_home = 100000,
                                           .days_late = 40,
                                           .terms = 30};

static bool fits(dc_scope scope, dc_item_facts facts)
{
    dc_book *book = given_ledger("");
    bool     result = dc_scope_fits(&scope, book, &facts);
    given_ledger_free(book);
    return result;
}

static dc_scope customer_scope(const char *customer)
{
    dc_scope scope = DC_SCOPE_INIT;
    scope.customer = customer;
    return scope;
}

static void a_scope_without_conditions_fits_everything(void **state)
{
    (void)state;
    assert_true(fits(DC_SCOPE_INIT, retail_claim));
}

static void a_customer_is_meant_by_id_or_name(void **state)
{
    (void)state;
    assert_true(fits(customer_scope("acme"), retail_claim));
    assert_true(fits(customer_scope("Acme Retail"), retail_claim));
    assert_false(fits(customer_scope("birch"), retail_claim));
}

static const char *const accepted[] = {"retail", "DE", "EUR", "B"};

static const char **text_condition(dc_scope *scope, int condition)
{
    const char **fields[] = {&scope->segment, &scope->country, &scope->currency, &scope->grade};
    return fields[condition];
}

static void every_text_condition_can_refuse(void **state)
{
    (void)state;
    for (int condition = 0; condition < 4; condition++) {
        dc_scope refusing = DC_SCOPE_INIT, accepting = DC_SCOPE_INIT;
        *text_condition(&refusing, condition) = "elsewhere";
        *text_condition(&accepting, condition) = accepted[condition];
        assert_false(fits(refusing, retail_claim));
        assert_true(fits(accepting, retail_claim));
    }
}

static void bounds_include_their_ends(void **state)
{
    (void)state;
    static const struct {
        int64_t amounts[2];
        int32_t days_late[2], terms[2];
        bool    expected;
    } cases[] = {
        {{100000, 100000}, {40, 40}, {30, 30}, true},
        {{100001, INT64_MAX}, {40, 40}, {30, 30}, false},
        {{INT64_MIN, 99999}, {40, 40}, {30, 30}, false},
        {{100000, 100000}, {41, 99}, {30, 30}, false},
        {{100000, 100000}, {0, 39}, {30, 30}, false},
        {{100000, 100000}, {40, 40}, {31, 90}, false},
        {{100000, 100000}, {40, 40}, {0, 29}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_scope scope = {.min_amount = cases[i].amounts[0],
                          .max_amount = cases[i].amounts[1],
                          .min_days_late = cases[i].days_late[0],
                          .max_days_late = cases[i].days_late[1],
                          .min_terms = cases[i].terms[0],
                          .max_terms = cases[i].terms[1]};
        assert_int_equal(fits(scope, retail_claim), cases[i].expected);
    }
}

static void future_invoices_are_never_late(void **state)
{
    (void)state;
    dc_item_facts future = retail_claim;
    future.days_late = INT32_MIN;
    dc_scope late = DC_SCOPE_INIT, in_time = DC_SCOPE_INIT;
    late.min_days_late = -1000;
    in_time.max_days_late = 0;
    assert_false(fits(late, future));
    assert_true(fits(in_time, future));
}

static void sales_of_no_customer_fit_no_customer_scope(void **state)
{
    (void)state;
    dc_item_facts planned = retail_claim;
    planned.customer = UINT32_MAX;
    assert_false(fits(customer_scope("acme"), planned));
    assert_true(fits(DC_SCOPE_INIT, planned));
}

static void any_of_several_scopes_suffices(void **state)
{
    (void)state;
    dc_book  *book = given_ledger("");
    dc_scope  both[] = {customer_scope("birch"), customer_scope("acme")};
    dc_scopes none = {0}, first = {1, both}, either = {2, both};
    assert_true(dc_scopes_fit(&none, book, &retail_claim));
    assert_false(dc_scopes_fit(&first, book, &retail_claim));
    assert_true(dc_scopes_fit(&either, book, &retail_claim));
    given_ledger_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scope_without_conditions_fits_everything),
        cmocka_unit_test(a_customer_is_meant_by_id_or_name),
        cmocka_unit_test(every_text_condition_can_refuse),
        cmocka_unit_test(bounds_include_their_ends),
        cmocka_unit_test(future_invoices_are_never_late),
        cmocka_unit_test(sales_of_no_customer_fit_no_customer_scope),
        cmocka_unit_test(any_of_several_scopes_suffices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
