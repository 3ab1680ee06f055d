/* Worked figures of effects, and what powers do to a law. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_invoices.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "forecast/learn/effects.h"
#include "forecast/learn/powers.h"
#include "forecast/learn/turns.h"

static void a_multiplier_by_credibility_lies_between_one_and_the_ratio(void **state)
{
    (void)state;
    assert_double_close(dc_credibility(8.0, 9.0, 5.2), 17.0 / 13.2, 1e-15);
    assert_double_close(dc_credibility(8.0, 9.0, 5.2), 1.287879, 5e-7);
    double z = 5.2 / 13.2;
    assert_double_close(dc_credibility(8.0, 9.0, 5.2), z * 9.0 / 5.2 + 1.0 - z, 1e-15);
    assert_double_close(dc_credibility_score(8.0, 9.0, 5.2), -5.081455024615579, 1e-12);
    assert_double_close(dc_credibility(INFINITY, 9.0, 5.2), 1.0, 0.0);
}

static void the_shape_tells_classes_apart_or_alike(void **state)
{
    (void)state;
    const double expected[] = {100.0, 100.0, 100.0, 100.0};
    const double alike[] = {103.0, 98.0, 101.0, 98.0}, apart[] = {50.0, 160.0, 70.0, 120.0};
    assert_true(isinf(dc_credibility_shape(alike, expected, 4)));
    double a = dc_credibility_shape(apart, expected, 4);
    assert_true(a > 2.0 && a < 20.0);
    for (double factor = 0.8; factor < 1.3; factor += 0.4) { /* nothing near it is likelier */
        double here = 0.0, beside = 0.0;
        for (int k = 0; k < 4; k++) {
            here += dc_credibility_score(a, apart[k], expected[k]);
            beside += dc_credibility_score(a * factor, apart[k], expected[k]);
        }
        assert_true(here > beside);
    }
}

static void a_customers_week_lies_around_the_portfolios(void **state)
{
    (void)state;
    const double   p[7] = {0.2, 0.2, 0.2, 0.2, 0.2, 0.0, 0.0};
    const double   even[7] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    const uint32_t paid[7] = {0, 0, 0, 6, 1, 0, 0};
    const double wanted[7] = {7.0 / 12.0, 7.0 / 12.0, 7.0 / 12.0, 49.0 / 12.0, 7.0 / 6.0, 0.0, 0.0};
    dc_week      week;
    dc_week_of_customer(&week, 5.0, p, paid, even);
    for (int j = 0; j < 7; j++)
        assert_double_close(week.power[j], wanted[j], 1e-14);
}

/* Days after the as-of date: the day on which who would pay on one does so. */
typedef int32_t waiting(dc_date as_of, int32_t day);

enum { WAITING = 20, /* customers */ WAITING_TERMS = 30 };

/* Customers who are alike would pay 2, 4, 6, 8 or 10 days late, and wait for such a day. */
static dc_book *who_wait(const char *as_of, waiting *day_of)
{
    given_invoices *ledger = given_invoices_new(as_of);
    for (int c = 0; c < WAITING; c++)
        for (int32_t issued = -720 + c; issued < 0; issued += 9) {
            char    customer[16];
            int32_t due = issued + WAITING_TERMS;
            int32_t would = due + 2 + 2 * ((issued + 720) / 9 * 3 + c) % 10;
            int32_t paid = day_of(date(as_of), would);
            snprintf(customer, sizeof customer, "c%02d", c);
            given_invoice_add(ledger, &(given_invoice){customer, issued, due,
                                                       paid <= 0 ? paid : GIVEN_OPEN, 100.0, 0});
        }
    return given_invoices_book(ledger);
}

static int32_t next_thursday(dc_date as_of, int32_t day)
{
    while (dc_date_weekday(dc_date_add_days(as_of, day)) != 3)
        day++;
    return day;
}

/* Would pay 2 to 10 days late, and waits for Thursday: of what is due on a Friday nothing is paid
 * on the Thursday before, three fifths on the next one and the rest a week later. */
static void who_pays_on_thursdays_alone_waits_for_one(void **state)
{
    (void)state;
    enum { REACH = 40, FRIDAY = 5 };
    dc_book  *book = who_wait("2024-06-30", next_thursday);
    dc_model *model = given_learnt_model(book);
    double    paid[REACH + 1], lost[REACH + 1];
    dc_law    law = {REACH, paid, lost};
    for (uint32_t c = 0; c < WAITING; c++) {
        dc_law_fill(&law, model, &(dc_law_ask){c, FRIDAY, 1, 1.0, 1.0, {0}}, NULL, book->as_of);
        assert_true(paid[FRIDAY - 1] < 0.1);
        assert_double_close(paid[FRIDAY + 6], 0.6, 0.25);
        assert_true(paid[FRIDAY + 13] > 0.9);
    }
    dc_model_free(model);
    given_book_free(book);
}

static int32_t last_business_day(dc_date as_of, int32_t day)
{
    dc_date at = dc_date_add_days(as_of, day);
    while (dc_date_to_civil(dc_date_add_days(at, 1)).day != 1)
        at = dc_date_add_days(at, 1);
    while (dc_date_weekday(at) > 4)
        at = dc_date_add_days(at, -1);
    return dc_date_days_between(as_of, at);
}

static int32_t next_month_end(dc_date as_of, int32_t day)
{
    int32_t end = last_business_day(as_of, day);
    return end < day ? last_business_day(as_of, day + 7) : end;
}

/* All customers alike: what would be paid 2 to 10 days late waits for the last business day.
 * As of the 16th of June: of what fell due on the 11th all comes on the 28th, of what is due on
 * the 23rd, paid until July the 3rd, three fifths; nothing in between. */
static void all_may_pay_by_the_month(void **state)
{
    (void)state;
    enum { REACH = 60, END_OF_JUNE = 12 };
    dc_book  *book = who_wait("2024-06-16", next_month_end);
    dc_model *model = given_learnt_model(book);
    double    paid[REACH + 1], lost[REACH + 1];
    dc_law    law = {REACH, paid, lost};
    for (uint32_t c = 0; c < WAITING; c++) {
        dc_law_fill(&law, model, &(dc_law_ask){c, -5, 1, 1.0, 1.0, {0}}, NULL, book->as_of);
        assert_true(paid[END_OF_JUNE - 2] < 0.05);
        assert_true(paid[END_OF_JUNE] > 0.8);
        dc_law_fill(&law, model, &(dc_law_ask){c, 7, 1, 1.0, 1.0, {0}}, NULL, book->as_of);
        assert_double_close(paid[END_OF_JUNE], 0.6, 0.3);
        assert_double_close(paid[END_OF_JUNE + 20], paid[END_OF_JUNE], 0.05);
    }
    dc_model_free(model);
    given_book_free(book);
}

/* Against the law written with gamma functions. */
static void the_gain_of_a_kappa_is_that_of_the_polya_law(void **state)
{
    (void)state;
    const double   p[7] = {0.1, 0.2, 0.3, 0.2, 0.1, 0.05, 0.05};
    const double   even[7] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    const uint32_t paid[7] = {0, 2, 11, 1, 0, 0, 1};
    for (double kappa = 0.5; kappa < 1000.0; kappa *= 3.0) {
        double polya = lgamma(kappa) - lgamma(kappa + 15.0), multinomial = 0.0;
        for (int j = 0; j < 7; j++) {
            polya += lgamma(kappa * p[j] + paid[j]) - lgamma(kappa * p[j]);
            multinomial += paid[j] * log(p[j]);
        }
        assert_double_close(dc_week_gain(kappa, p, paid, even), polya - multinomial, 1e-9);
    }
}

static double power_of(double hazard, double power)
{
    double out;
    dc_powers_of(&out, &hazard, &power, 1);
    return out;
}

static void powers_of_small_and_large_hazards_agree(void **state)
{
    (void)state;
    for (double h = 1e-9; h < 1.0; h *= 1.37)
        for (double x = 0.01; x < 29.0; x *= 1.9)
            assert_double_close(power_of(h, x) / -expm1(x * log1p(-h)), 1.0, 1e-14);
    for (double left = 1e-15; left < 1.0; left *= 1.9)
        assert_double_close(power_of(1.0 - left, 0.3), -expm1(0.3 * log1p(-(1.0 - left))), 1e-14);
    assert_double_close(power_of(0.3, 0.0), 0.0, 0.0);
    assert_double_close(power_of(0.0, 3.0), 0.0, 0.0);
    assert_double_close(power_of(1.0, 0.0), 0.0, 0.0);
    assert_double_close(power_of(1.0, 0.01), 1.0, 0.0);
    assert_double_close(power_of(0.9, 1000.0), 1.0, 0.0);
    assert_double_close(1.0 - power_of(0.05, 0.7), pow(0.95, 0.7), 1e-15);
}

/* Whatever stands beside a hazard in a batch. */
static void powers_do_not_depend_on_how_many_are_asked_for(void **state)
{
    (void)state;
    enum { COUNT = 53 };
    double hazard[COUNT], power[COUNT], out[COUNT];
    for (int i = 0; i < COUNT; i++) {
        hazard[i] = (i % 7) / 6.0 * exp(-0.3 * (i % 11));
        power[i] = 0.02 * i * i;
    }
    dc_powers_of(out, hazard, power, COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_double_close(out[i], power_of(hazard[i], power[i]), 0.0);
}

enum { DAYS = 400 };

typedef struct {
    dc_book  *book;
    dc_model *model;
    double    paid[DAYS + 1], lost[DAYS + 1];
} setting;

static setting given(void)
{
    setting at = {.book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                                   "acme A-1 2024-05-01 2024-05-31 100.00\n")};
    at.model = given_lively_model(at.book);
    return at;
}

static void drop(setting *at)
{
    dc_model_free(at->model);
    given_book_free(at->book);
}

static void fill(setting *at, double pace)
{
    dc_law law = {DAYS, at->paid, at->lost};
    dc_law_fill(&law, at->model, &(dc_law_ask){0, 20, 1, pace, 1.0}, at->book->calendar,
                at->book->as_of);
}

static void a_pace_is_a_power_of_what_stays_open(void **state)
{
    (void)state;
    setting at = given();
    memset(at.model->write_off, 0, sizeof at.model->write_off);
    double open[DAYS + 1];
    fill(&at, 1.0);
    for (int day = 0; day <= DAYS; day++)
        open[day] = 1.0 - at.paid[day];
    for (double pace = 0.25; pace <= 4.0; pace *= 2.0) {
        fill(&at, pace);
        for (int day = 0; day <= DAYS; day++)
            if (open[day] > 1e-6)
                assert_double_close(1.0 - at.paid[day], pow(open[day], pace), 1e-9);
    }
    drop(&at);
}

static void write_offs_of_what_is_not_settled_stay_as_likely(void **state)
{
    (void)state;
    setting at = given();
    double  paid[DAYS + 1], lost[DAYS + 1];
    fill(&at, 1.0);
    memcpy(paid, at.paid, sizeof paid);
    memcpy(lost, at.lost, sizeof lost);
    fill(&at, 0.5);
    for (int day = 1; day <= 100; day++) {
        double stay = 1.0 - paid[day] - lost[day - 1], slow = 1.0 - at.paid[day] - at.lost[day - 1];
        double hazard = (lost[day] - lost[day - 1]) / stay;
        assert_double_close((at.lost[day] - at.lost[day - 1]) / slow, hazard, 1e-9);
        assert_true(at.paid[day] <= paid[day] && at.lost[day] >= lost[day]);
    }
    drop(&at);
}

/* 2024-06-30 is a Sunday: days 1, 8, 15 ... are Mondays. */
static void weekdays_move_days_and_hardly_weeks(void **state)
{
    (void)state;
    setting  at = given();
    dc_week  week = {.power = {2.0, 1.5, 1.0, 1.0, 1.5, 0.0, 0.0}};
    uint32_t of[1] = {0};
    double   plain[DAYS + 1];
    memset(at.model->write_off, 0, sizeof at.model->write_off);
    dc_model_free(at.model);
    at.model = given_model(at.book, 0.02, 0.0);
    fill(&at, 1.0);
    memcpy(plain, at.paid, sizeof plain);
    at.model->days.week = &week;
    at.model->days.week_of = of;
    at.model->days.week_count = 1;
    fill(&at, 1.0);
    for (int day = 7; day <= DAYS; day += 7) {
        assert_double_close(at.paid[day], plain[day], 1e-12);
        assert_double_close(at.paid[day] - at.paid[day - 2], 0.0, 1e-15);
        assert_true(at.paid[day - 6] > plain[day - 6]);
    }
    dc_law law = {DAYS, at.paid, at.lost};
    dc_law_fill(&law, at.model, &(dc_law_ask){0, 20, 1, 1.0, 1.0}, NULL, DC_DATE_NONE);
    assert_memory_equal(at.paid, plain, sizeof plain); /* days without names */
    drop(&at);
}

/* 2024-05-31 is a Friday, 2024-06-30 a Sunday, 2024-07-01 a Monday. */
static void turns_of_months_know_closed_days(void **state)
{
    (void)state;
    setting at = given();
    static const struct {
        const char *date;
        dc_turn     turn;
    } expected[] = {
        {"2024-05-29", DC_TURN_BETWEEN},    {"2024-05-30", DC_TURN_NEXT_TO},
        {"2024-05-31", DC_TURN_LAST},       {"2024-06-01", DC_TURN_BETWEEN},
        {"2024-06-03", DC_TURN_START},      {"2024-06-04", DC_TURN_START},
        {"2024-06-05", DC_TURN_BETWEEN},    {"2024-06-27", DC_TURN_NEXT_TO},
        {"2024-06-28", DC_TURN_LAST_EARLY}, {"2024-06-30", DC_TURN_LAST_EARLY},
        {"2024-07-01", DC_TURN_AFTER},      {"2024-07-02", DC_TURN_START},
        {"2024-07-03", DC_TURN_BETWEEN},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        uint8_t turn;
        dc_turns_look_up(&turn, at.book, date(expected[i].date), 1);
        assert_int_equal(turn, expected[i].turn);
    }
    drop(&at);
}

static void a_monthly_habit_is_a_product_that_loses_nothing(void **state)
{
    (void)state;
    setting        at = given();
    const uint8_t  kind_of[4] = {DC_TURN_BETWEEN, DC_TURN_BETWEEN, DC_TURN_LAST, DC_TURN_BETWEEN};
    dc_month_habit habit = {.power = {[DC_TURN_BETWEEN] = 0.5, [DC_TURN_LAST] = 4.0},
                            .kind_of = kind_of};
    double         paid[DC_TILT_DAYS + 3] = {0.0, 0.2, 0.1, 0.1}, lost[DC_TILT_DAYS + 3] = {0.0};
    lost[2] = 0.05;
    paid[DC_TILT_DAYS + 2] = 0.1; /* too far to be tilted */
    at.model->days.kind_first = dc_date_add_days(at.book->as_of, 0);
    at.model->days.kind_days = 4;
    dc_powers_tilt(paid, lost, 1, DC_TILT_DAYS + 2, at.model, &habit, at.book->as_of);
    double all = 0.1 + 0.4 + 0.05 + 0.6; /* what is left and what is lost as before */
    assert_double_close(paid[1], 0.1 / all, 1e-15);
    assert_double_close(paid[2], 0.4 / all, 1e-15);
    assert_double_close(paid[3], 0.05 / all, 1e-15);
    assert_double_close(lost[2], 0.05 / all, 1e-15);
    assert_double_close(paid[DC_TILT_DAYS + 2], 0.1 / all, 1e-15);
    drop(&at);
}

static void without_effects_a_law_stays_to_the_last_bit(void **state)
{
    (void)state;
    setting  at = given();
    dc_week  week = {.power = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}};
    uint32_t of[1] = {0};
    double   plain[DAYS + 1];
    fill(&at, 1.0);
    memcpy(plain, at.paid, sizeof plain);
    assert_true(dc_model_pace(at.model, at.book, 0, DC_PACE_OF_CLAIM) == 1.0);
    at.model->days.week = &week;
    at.model->days.week_of = of;
    at.model->days.week_count = 1;
    fill(&at, 1.0); /* powers of 1 on the long way round */
    for (int day = 0; day <= DAYS; day++)
        assert_double_close(at.paid[day], plain[day], 1e-12);
    drop(&at);
}

static void gains_are_sure_by_their_spread(void **state)
{
    (void)state;
    const double gain[] = {1.0, 2.0, 3.0, 2.0}, none[] = {1.0, -1.0, 1.0, -1.0};
    assert_double_close(dc_sureness(gain, 4, 2), 8.0 / sqrt(2.0 * 4.0 / 3.0), 1e-12);
    assert_double_close(dc_sureness(none, 4, 2), 0.0, 0.0);
    assert_double_close(dc_sureness(gain, 4, 5), 0.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_multiplier_by_credibility_lies_between_one_and_the_ratio),
        cmocka_unit_test(the_shape_tells_classes_apart_or_alike),
        cmocka_unit_test(a_customers_week_lies_around_the_portfolios),
        cmocka_unit_test(who_pays_on_thursdays_alone_waits_for_one),
        cmocka_unit_test(all_may_pay_by_the_month),
        cmocka_unit_test(the_gain_of_a_kappa_is_that_of_the_polya_law),
        cmocka_unit_test(powers_of_small_and_large_hazards_agree),
        cmocka_unit_test(powers_do_not_depend_on_how_many_are_asked_for),
        cmocka_unit_test(a_pace_is_a_power_of_what_stays_open),
        cmocka_unit_test(write_offs_of_what_is_not_settled_stay_as_likely),
        cmocka_unit_test(weekdays_move_days_and_hardly_weeks),
        cmocka_unit_test(turns_of_months_know_closed_days),
        cmocka_unit_test(a_monthly_habit_is_a_product_that_loses_nothing),
        cmocka_unit_test(without_effects_a_law_stays_to_the_last_bit),
        cmocka_unit_test(gains_are_sure_by_their_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
