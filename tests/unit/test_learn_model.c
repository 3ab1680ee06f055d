#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <string.h>

#include "forecast/learn/fit.h"

static dc_model *learn(const char *table, dc_book **book)
{
    *book = given_book("2024-06-30", table);
    return given_learnt_model(*book);
}

static void without_history_the_table_is_the_assumed_one(void **state)
{
    (void)state;
    dc_book  *book;
    dc_model *model = learn("customer invoice issued due amount\n"
                            "acme A-1 2024-06-01 2024-07-01 100.00\n",
                            &book);
    double    assumed[DC_BINS];
    dc_prior_life_table(assumed);
    assert_false(model->learnt);
    assert_int_equal(model->claims_learnt_from, 0);
    assert_int_equal(model->claims_censored, 1);
    for (int bin = 0; bin < DC_BINS; bin++)
        assert_double_close(model->portfolio[bin], assumed[bin], 0.0);
    dc_model_free(model);
    given_book_free(book);
}

static void a_few_claims_only_shift_the_assumed_table(void **state)
{
    (void)state;
    dc_book  *book;
    dc_model *model = learn("customer invoice issued due amount\n"
                            "acme A-1 2024-05-31 2024-05-31 100.00 paid=2024-06-30\n",
                            &book);
    double    assumed[DC_BINS];
    int       bin = dc_bin_of(0);
    dc_prior_life_table(assumed);
    assert_true(model->learnt);
    assert_double_close(model->concentration, 3.0, 0.0);
    assert_double_close(model->portfolio[bin], 3.0 * assumed[bin] / (3.0 + exp2(-30.0 / 365.0)),
                        1e-12);
    dc_model_free(model);
    given_book_free(book);
}

/* The chance to settle tomorrow: h = (m v q + e) / (m v + n) with the customer's own n and e. */
static void a_customers_hazards_lean_on_the_portfolios(void **state)
{
    (void)state;
    dc_book  *book;
    dc_model *model = learn("customer invoice issued due amount\n"
                            "acme A-1 2024-05-31 2024-05-31 100.00 paid=2024-06-30\n"
                            "birch B-1 2024-06-30 2024-07-30 100.00\n",
                            &book);
    double    paid[2], lost[2], m = model->concentration;
    dc_law    law = {1, paid, lost};
    int       bin = dc_bin_of(30); /* 22 .. 30 days late: nine days, one settlement */
    double    days = 0.0;          /* each by its age */
    for (int age = 0; age < 9; age++)
        days += exp2(-age / 365.0);
    dc_law_fill(&law, model, &(dc_law_ask){0, 1 - 22, 1, 1.0, 1.0}, NULL, book->as_of);
    assert_double_close(paid[1], (m * 9.0 * model->portfolio[bin] + 1.0) / (m * 9.0 + days), 1e-12);
    dc_law_fill(&law, model, &(dc_law_ask){1, 1 - 22, 1, 1.0, 1.0}, NULL, book->as_of);
    assert_double_close(paid[1], model->portfolio[bin], 1e-12); /* birch was never late */
    assert_true(model->own_share[0] > model->own_share[1]);
    assert_true(model->own_share[0] < 1.0 && model->own_share[1] > 0.0);
    assert_int_equal(model->settled_count[0], 1);
    assert_double_close(model->days_late_mean[0], 30.0, 1e-12);
    assert_true(isnan(model->days_late_mean[1]));
    dc_model_free(model);
    given_book_free(book);
}

static void dilution_is_the_share_settled_without_cash(void **state)
{
    (void)state;
    dc_book  *book;
    dc_model *model = learn("customer invoice issued due amount\n"
                            "acme A-1 2024-05-01 2024-05-31 100.00 discount=2024-06-30:10.00 "
                            "paid=2024-06-30\n"
                            "acme A-2 2024-06-30 2024-07-30 300.00\n"
                            "acme C-1 2024-06-01 2024-06-01 -20.00 kind=credit\n"
                            "acme C-2 2023-05-01 2023-05-01 -90.00 kind=credit\n", /* a year ago */
                            &book);
    assert_double_close(model->dilution, 0.1, 1e-12);
    assert_double_close(model->credit_note_share, 20.0 / 400.0, 1e-12);
    dc_model_free(model);
    given_book_free(book);
}

static void write_offs_are_learnt_with_a_month_of_doubt(void **state)
{
    (void)state;
    dc_book  *book;
    dc_model *model = learn("customer invoice issued due amount\n"
                            "acme A-1 2024-06-30 2024-06-30 100.00 lost=2024-06-30\n",
                            &book);
    assert_double_close(model->write_off[dc_bin_of(0)], 1.0 / 31.0, 1e-12);
    assert_double_close(model->write_off[dc_bin_of(1)], 0.0, 0.0);
    dc_model_free(model);
    given_book_free(book);
}

static void learning_is_repeatable_whatever_the_order_of_rows(void **state)
{
    (void)state;
    dc_book  *book = given_company(2, 25, 0), *mixed = given_company(2, 25, 99);
    dc_model *model = given_learnt_model(book), *again = given_learnt_model(mixed);
    size_t    count = model->first_atom[model->customer_count + 1];
    assert_int_equal(again->first_atom[model->customer_count + 1], count);
    assert_memory_equal(&model->mixture, &again->mixture, sizeof model->mixture);
    for (size_t i = 0; i < count; i++)
        assert_double_close(model->atom[i].weight, again->atom[i].weight, 0.0);
    assert_memory_equal(model->portfolio, again->portfolio, sizeof model->portfolio);
    dc_model_free(model);
    dc_model_free(again);
    given_book_free(book);
    given_book_free(mixed);
}

/* Nobody knows a customer better for having twice as many of them like it: scale is no matter. */
static void amounts_do_not_matter_only_fractions_do(void **state)
{
    (void)state;
    dc_book *book = given_company(7, 15, 0), *tenfold = given_company(7, 15, 0);
    for (size_t i = 0; i < tenfold->claims.count; i++)
        tenfold->claims.amount[i].minor *= 10;
    for (size_t e = 0; e < tenfold->events.count; e++)
        tenfold->events.amount[e].minor *= 10;
    dc_model *model = given_learnt_model(book), *other = given_learnt_model(tenfold);
    for (int bin = 0; bin < DC_BINS; bin++)
        assert_double_close(other->portfolio[bin], model->portfolio[bin], 1e-12);
    assert_double_close(other->dilution, model->dilution, 1e-12);
    dc_model_free(model);
    dc_model_free(other);
    given_book_free(book);
    given_book_free(tenfold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_history_the_table_is_the_assumed_one),
        cmocka_unit_test(a_few_claims_only_shift_the_assumed_table),
        cmocka_unit_test(a_customers_hazards_lean_on_the_portfolios),
        cmocka_unit_test(dilution_is_the_share_settled_without_cash),
        cmocka_unit_test(write_offs_are_learnt_with_a_month_of_doubt),
        cmocka_unit_test(learning_is_repeatable_whatever_the_order_of_rows),
        cmocka_unit_test(amounts_do_not_matter_only_fractions_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
