#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdlib.h>

enum { DAYS = 400 };

static const char *const one_claim = "customer invoice issued due amount\n"
                                     "acme A-1 2024-05-01 2024-05-31 100.00\n";

typedef struct {
    dc_book  *book;
    dc_model *model;
    double    paid[DAYS + 1], lost[DAYS + 1];
} setting;

static setting given(double hazard, double write_off)
{
    setting at = {.book = given_book("2024-06-30", one_claim)};
    at.model = given_model(at.book, hazard, write_off);
    return at;
}

static void drop(setting *at)
{
    dc_model_free(at->model);
    given_book_free(at->book);
}

static void fill(setting *at, int32_t due, int32_t first, double loss_multiplier)
{
    dc_law law = {DAYS, at->paid, at->lost};
    dc_law_fill(&law, at->model, &(dc_law_ask){0, due, first, 1.0, loss_multiplier},
                at->book->calendar, at->book->as_of);
}

static void nothing_is_paid_on_the_as_of_date(void **state)
{
    (void)state;
    setting at = given(1.0, 0.0);
    fill(&at, -40, 1, 1.0);
    assert_double_close(at.paid[0], 0.0, 0.0);
    assert_double_close(at.paid[1], 1.0, 0.0);
    drop(&at);
}

static void a_future_invoice_is_not_paid_before_it_is_issued(void **state)
{
    (void)state;
    setting at = given(0.3, 0.01);
    fill(&at, 50, 20, 1.0);
    assert_double_close(at.paid[19], 0.0, 0.0);
    assert_double_close(at.lost[19], 0.0, 0.0);
    assert_double_close(at.paid[20], 0.3, 1e-15);
    drop(&at);
}

static void constant_hazards_have_no_memory(void **state)
{
    (void)state;
    static const int32_t dues[] = {60, 30, 0, -1, -40, -365};
    setting              at = given(0.07, 0.0);
    for (size_t i = 0; i < sizeof dues / sizeof dues[0]; i++) {
        fill(&at, dues[i], 1, 1.0);
        for (int32_t day = 0; day <= DAYS; day++)
            assert_double_close(at.paid[day], 1.0 - pow(0.93, day), 1e-13);
    }
    drop(&at);
}

/* What an invoice's law said at issue, given that it is open today, is the law of today's claim. */
static void a_claim_open_so_far_has_the_conditional_law(void **state)
{
    (void)state;
    setting at = given(0.0, 0.0);
    dc_model_free(at.model);
    at.model = given_lively_model(at.book);
    for (int32_t waited = 1; waited <= 150; waited += 7) {
        double paid[DAYS + 1], lost[DAYS + 1];
        dc_law whole = {DAYS, paid, lost};
        dc_law_fill(&whole, at.model, &(dc_law_ask){0, 30, 1, 1.0, 1.0}, NULL, at.book->as_of);
        double open = 1.0 - paid[waited] - lost[waited];
        fill(&at, 30 - waited, 1, 1.0);
        for (int32_t day = 1; waited + day <= DAYS; day++) {
            assert_double_close(at.paid[day], (paid[waited + day] - paid[waited]) / open, 1e-11);
            assert_double_close(at.lost[day], (lost[waited + day] - lost[waited]) / open, 1e-11);
        }
    }
    drop(&at);
}

static void payment_and_write_off_compete(void **state)
{
    (void)state;
    const double h = 0.1, w = 0.02, stay = (1.0 - h) * (1.0 - w);
    setting      at = given(h, w);
    fill(&at, 10, 1, 1.0);
    for (int32_t day = 0; day <= DAYS; day++) {
        double gone = (1.0 - pow(stay, day)) / (1.0 - stay);
        assert_double_close(at.paid[day], h * gone, 1e-12);
        assert_double_close(at.lost[day], (1.0 - h) * w * gone, 1e-12);
    }
    fill(&at, 10, 1, 0.0);
    assert_double_close(at.lost[DAYS], 0.0, 0.0);
    fill(&at, 10, 1, 2.0);
    assert_double_close(at.lost[1], 0.9 * 0.04, 1e-15);
    fill(&at, 10, 1, 1e9); /* a hazard is a chance */
    assert_double_close(at.lost[1], 0.9, 1e-15);
    drop(&at);
}

static void chances_never_fall_and_never_pass_one(void **state)
{
    (void)state;
    setting at = given(0.0, 0.0);
    dc_model_free(at.model);
    at.model = given_lively_model(at.book);
    for (int32_t due = -200; due <= 90; due += 29) {
        fill(&at, due, 1, 3.0);
        for (int32_t day = 1; day <= DAYS; day++) {
            assert_true(at.paid[day] >= at.paid[day - 1] && at.lost[day] >= at.lost[day - 1]);
            assert_true(at.paid[day] + at.lost[day] <= 1.0 + 1e-12);
        }
    }
    drop(&at);
}

/* 2024-06-30 is a Sunday: day 1 a Monday, days 6 and 7 closed; the weekend before the first day has
 * held back two days. */
static void what_closed_days_hold_back_happens_on_the_next_open_day(void **state)
{
    (void)state;
    setting at = given(0.07, 0.0);
    at.book->calendar = dc_calendar_weekends(at.book->arena);
    fill(&at, 0, 1, 1.0);
    for (int32_t day = 1; day <= DAYS; day++) {
        bool    closed = day % 7 == 6 || day % 7 == 0;
        int32_t counted = closed ? day - (day % 7 == 6 ? 1 : 2) : day;
        assert_double_close(at.paid[day], 1.0 - pow(0.93, counted + 2), 1e-12);
    }
    drop(&at);
}

static void sales_of_nobody_in_particular_follow_the_portfolio(void **state)
{
    (void)state;
    setting at = given(0.2, 0.0);
    dc_law  law = {DAYS, at.paid, at.lost};
    given_hazard(at.model, 0, dc_bin_of(1), 0.9);
    dc_law_fill(&law, at.model, &(dc_law_ask){UINT32_MAX, 0, 1, 1.0, 1.0}, NULL, at.book->as_of);
    assert_double_close(at.paid[1], 0.2, 1e-15);
    fill(&at, 0, 1, 1.0);
    assert_double_close(at.paid[1], 0.9, 1e-15);
    drop(&at);
}

static void the_chance_of_loss_is_that_of_never_being_paid(void **state)
{
    (void)state;
    static const double cases[][2] = {{0.05, 0.0}, {0.01, 0.001}, {0.001, 0.0}, {0.0, 0.01}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double  h = cases[i][0], w = cases[i][1], stay = (1.0 - h) * (1.0 - w);
        setting at = given(h, w);
        double  wanted = 1.0 - h * (1.0 - pow(stay, DC_LIFETIME_DAYS)) / (1.0 - stay);
        assert_double_close(dc_model_loss_chance(at.model, 0, 25), wanted, 1e-12);
        assert_double_close(dc_model_loss_chance(at.model, UINT32_MAX, -400), wanted, 1e-12);
        drop(&at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_paid_on_the_as_of_date),
        cmocka_unit_test(a_future_invoice_is_not_paid_before_it_is_issued),
        cmocka_unit_test(constant_hazards_have_no_memory),
        cmocka_unit_test(a_claim_open_so_far_has_the_conditional_law),
        cmocka_unit_test(payment_and_write_off_compete),
        cmocka_unit_test(chances_never_fall_and_never_pass_one),
        cmocka_unit_test(what_closed_days_hold_back_happens_on_the_next_open_day),
        cmocka_unit_test(sales_of_nobody_in_particular_follow_the_portfolio),
        cmocka_unit_test(the_chance_of_loss_is_that_of_never_being_paid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
