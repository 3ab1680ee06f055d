/* Collection records whose effect is known, and records without any. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_actions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS = 80, CLAIMS = 10000, SPAN = 1100, TERMS = 30, LONGEST = 200, NEVER = 10000 };

/* What a world is like: chances on a day of being paid, and of being acted on that evening. */
typedef struct {
    double (*hazard)(int customer, int late, int since, int promised); /* since: days; NEVER */
    double (*reminder)(int customer, int late, int since);
    const char *action;
    bool        by_invoice; /* else the customer as a whole is named */
    int         promise_days;
    double (*calendar)(dc_date day, bool paying); /* multiplies both chances; NULL: all days */
} world;

static double draw(uint32_t *word)
{
    *word = *word * 1664525u + 1013904223u;
    return (double)(*word >> 8) / 0x1p24;
}

static void write_day(FILE *out, dc_date day)
{
    char text[11];
    dc_date_format(text, day);
    fprintf(out, " %s", text);
}

/* One claim from issue to payment; a line of the ledger and the actions on the way. */
static void live(FILE *ledger, FILE *record, const world *of, int i, uint32_t *word)
{
    dc_date as_of = date("2024-06-30");
    int     customer = i % CUSTOMERS, issued = 3 + (int)(draw(word) * SPAN), paid = -1;
    int     acted = -NEVER; /* age */
    for (int age = 1; age < issued && age < LONGEST && paid < 0; age++) {
        int     late = age - TERMS, since = age - acted > LONGEST ? NEVER : age - acted;
        dc_date day = dc_date_add_days(as_of, age - issued);
        double  pays = of->hazard(customer, late, since, since - of->promise_days);
        double  reminded = of->reminder(customer, late, since);
        if (draw(word) < pays * (of->calendar ? of->calendar(day, true) : 1.0)) {
            paid = issued - age;
        } else if (draw(word) < reminded * (of->calendar ? of->calendar(day, false) : 1.0)) {
            acted = age;
            fprintf(record, "c%02d ", customer);
            fprintf(record, of->by_invoice ? "i%d" : "-", i);
            write_day(record, dc_date_add_days(as_of, age - issued));
            fprintf(record, " %s", of->action);
            if (of->promise_days > 0)
                write_day(record, dc_date_add_days(as_of, age - issued + of->promise_days));
            fputc('\n', record);
        }
    }
    fprintf(ledger, "c%02d i%d", customer, i);
    write_day(ledger, dc_date_add_days(as_of, -issued));
    write_day(ledger, dc_date_add_days(as_of, TERMS - issued));
    fprintf(ledger, " 100.00");
    if (paid >= 0) {
        char day[11];
        dc_date_format(day, dc_date_add_days(as_of, -paid));
        fprintf(ledger, " paid=%s", day);
    }
    fputc('\n', ledger);
}

static dc_book *book_of(const world *of, uint32_t seed)
{
    char    *ledger_text = NULL, *record_text = NULL;
    size_t   ledger_size, record_size;
    FILE    *ledger = open_memstream(&ledger_text, &ledger_size);
    FILE    *record = open_memstream(&record_text, &record_size);
    uint32_t word = seed;
    fprintf(ledger, "customer invoice issued due amount\n");
    fprintf(record, "customer invoice date action promised\n");
    for (int i = 0; i < CLAIMS; i++)
        live(ledger, record, of, i, &word);
    fclose(ledger);
    fclose(record);
    dc_book *book = given_book("2024-06-30", ledger_text);
    given_actions(book, record_text);
    free(ledger_text);
    free(record_text);
    return book;
}

static dc_model *learn(const dc_book *book)
{
    dc_model        *model;
    dc_learn_options options = {.half_life_days = 0.0, .type_count = 1};
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    return model;
}

/* --- worlds --- */

static double base(int customer, int late)
{
    double pace = customer % 2 ? 1.5 : 0.75;
    return pace * (late < -10 ? 0.004 : 0.05);
}

static double doubled_for_a_week(int customer, int late, int since, int promised)
{
    (void)promised;
    return (since <= 7 ? 2.0 : 1.0) * base(customer, late);
}

static double unmoved(int customer, int late, int since, int promised)
{
    (void)since, (void)promised;
    return base(customer, late);
}

static double slowed_for_two_weeks(int customer, int late, int since, int promised)
{
    (void)promised;
    return (since <= 14 ? 0.4 : 1.0) * base(customer, late);
}

static double paid_on_promise(int customer, int late, int since, int promised)
{
    if (since == NEVER)
        return base(customer, late);
    return promised < 0 ? 0.2 * base(customer, late) : promised < 3 ? 0.3 : base(customer, late);
}

static double now_and_then(int customer, int late, int since)
{
    (void)customer;
    return late > 0 && since > 28 ? 0.03 : 0.0;
}

/* Slow customers alone are reminded, and only when they are late. */
static double late_payers(int customer, int late, int since)
{
    return customer % 2 == 0 && late >= 10 && since > 21 ? 0.2 : 0.0;
}

/* Payments from Tuesday to Thursday, reminders on Mondays. */
static double days_of_the_week(dc_date day, bool paying)
{
    int weekday = dc_date_weekday(day);
    return paying ? (weekday >= 1 && weekday <= 3 ? 7.0 / 3.0 : 0.0) : (weekday == 0 ? 5.0 : 0.0);
}

/* Payments on the last two business days of the month, reminders five days before its end. */
static double days_of_the_month(dc_date day, bool paying)
{
    int left = dc_date_days_between(day, dc_date_month_end(day)), business = 0;
    for (int i = 0; i <= left; i++)
        business += dc_date_weekday(dc_date_add_days(day, i)) < 5;
    if (!paying)
        return left == 5 ? 10.0 : 0.0;
    return business <= 2 && dc_date_weekday(day) < 5 ? 4.0 : 0.7;
}

/* --- sentences --- */

/* Settled over expected on days 1-7, and 8-28, after actions; before them. */
typedef struct {
    double week, later, before;
} outcome;

static outcome outcome_of(const dc_action_effect *of)
{
    const dc_action_window *w = of->window;
    return (outcome){(w[1].actual + w[2].actual) / (w[1].expected + w[2].expected),
                     (w[3].actual + w[4].actual) / (w[3].expected + w[4].expected),
                     of->before_actual / of->before_expected};
}

static void reminders_that_double_the_pace_for_a_week_are_learnt(void **state)
{
    (void)state;
    world of = {doubled_for_a_week, now_and_then, "reminder", true, 0};
    for (uint32_t seed = 1; seed <= 3; seed++) {
        dc_book                *book = book_of(&of, seed);
        dc_model               *model = learn(book);
        const dc_action_effect *reminder = &model->actions.of[DC_ACTION_REMINDER];
        const dc_action_effect *alone = &model->actions.of[DC_ACTION_LEFT_ALONE];
        double                  usual = alone->window[1].actual / alone->window[1].expected;
        assert_true(reminder->used);
        assert_true(reminder->touched > 1000);
        assert_true(usual < 1.0); /* hazards by days late hold the reminders there were */
        assert_double_close(outcome_of(reminder).week / usual, 2.0, 0.25);
        assert_double_close(outcome_of(reminder).later, 1.0, 0.12);
        for (int window = 1; window < DC_ACTION_WINDOWS; window++)
            assert_double_close(reminder->window[window].pace, window < 3 ? 1.85 : 0.95, 0.2);
        for (int kind = 1; kind < DC_ACTION_KIND_COUNT; kind++)
            assert_false(model->actions.of[kind].used);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Though the weeks after look twice as good as the weeks before. */
static void assert_nothing_is_learnt(const world *of, uint32_t seed)
{
    dc_book                *book = book_of(of, seed);
    dc_model               *model = learn(book);
    const dc_action_effect *reminder = &model->actions.of[DC_ACTION_REMINDER];
    assert_true(reminder->touched > 1000);
    assert_double_close(outcome_of(reminder).week, 1.0, 0.1);
    assert_true(outcome_of(reminder).week / outcome_of(reminder).before > 1.35);
    for (int row = 0; row <= DC_ACTION_LEFT_ALONE; row++) {
        assert_false(model->actions.of[row].used);
        for (int window = 0; window < DC_ACTION_WINDOWS; window++)
            assert_true(model->actions.of[row].window[window].pace == 1.0);
    }
    for (size_t i = 0; i < book->claims.count; i++)
        assert_int_equal(dc_model_acted(model, book, i, book->as_of).row, 0);
    dc_model_free(model);
    given_book_free(book);
}

static void reminders_without_effect_have_none(void **state)
{
    (void)state;
    world of = {unmoved, now_and_then, "reminder", true, 0};
    for (uint32_t seed = 1; seed <= 5; seed++)
        assert_nothing_is_learnt(&of, seed);
}

static void who_is_reminded_for_being_late_does_not_make_an_effect(void **state)
{
    (void)state;
    world by_invoice = {unmoved, late_payers, "reminder", true, 0};
    world by_customer = {unmoved, late_payers, "reminder", false, 0};
    for (uint32_t seed = 1; seed <= 5; seed++) {
        assert_nothing_is_learnt(&by_invoice, seed);
        assert_nothing_is_learnt(&by_customer, seed);
    }
}

/* Reminded on a Monday, a claim has no weekend in the three days to come. */
static void what_the_calendar_brings_is_no_effect_of_reminders(void **state)
{
    (void)state;
    world worlds[] = {{unmoved, now_and_then, "reminder", true, 0, days_of_the_week},
                      {unmoved, now_and_then, "reminder", true, 0, days_of_the_month}};
    for (uint32_t at = 0; at < 6; at++) {
        dc_book                *book = book_of(&worlds[at % 2], 1 + at / 2);
        dc_model               *model = learn(book);
        const dc_action_effect *reminder = &model->actions.of[DC_ACTION_REMINDER];
        const dc_action_window *next = &reminder->window[1];
        assert_true(model->days.week_count > 0);
        assert_int_equal(model->days.by_turn, at % 2 == 1);
        assert_false(reminder->used);
        if (at % 2 == 0)
            assert_double_close(next->actual / next->expected, 1.0, 0.12);
        dc_model_free(model);
        given_book_free(book);
    }
}

static void pressure_may_slow_payment(void **state)
{
    (void)state;
    world                   of = {slowed_for_two_weeks, now_and_then, "legal", true, 0};
    dc_book                *book = book_of(&of, 1);
    dc_model               *model = learn(book);
    const dc_action_effect *legal = &model->actions.of[DC_ACTION_LEGAL];
    assert_true(legal->used);
    for (int window = 1; window < 4; window++)
        assert_double_close(legal->window[window].pace, 0.5, 0.12);
    assert_true(legal->window[4].pace > 1.0);
    dc_model_free(model);
    given_book_free(book);
}

/* Little comes before the day, most on it and the two days after: 0.7^3 is open then. */
static void promises_are_kept_as_often_as_they_were(void **state)
{
    (void)state;
    world                   of = {paid_on_promise, now_and_then, "promise", true, 10};
    dc_book                *book = book_of(&of, 1);
    dc_model               *model = learn(book);
    const dc_action_effect *promise = &model->actions.of[DC_ACTION_PROMISE];
    assert_true(promise->used);
    assert_double_close(promise->window[0].pace, 0.2, 0.06);
    assert_double_close(promise->window[1].pace, 5.3, 0.8);
    assert_double_close((double)model->actions.kept / (double)model->actions.promises, 0.68, 0.04);
    dc_model_free(model);
    given_book_free(book);
}

/* --- what was learnt tells what comes --- */

typedef struct {
    double usual, acted, actual; /* claims expected to be paid, and paid, within a week */
    size_t claims;
} test_of_time;

static void add_claim(test_of_time *sum, const dc_model *model, const dc_book *book, size_t claim,
                      dc_date origin)
{
    enum { DAYS = 7 };
    double     paid[DAYS + 1], lost[DAYS + 1];
    dc_law     law = {DAYS, paid, lost};
    dc_law_ask ask = {book->claims.customer[claim],
                      dc_date_days_between(origin, book->claims.due[claim]), 1, 1.0, 1.0};
    dc_law_fill(&law, model, &ask, NULL, origin);
    sum->usual += paid[DAYS];
    ask.acted = dc_model_acted(model, book, claim, origin);
    dc_law_fill(&law, model, &ask, NULL, origin);
    sum->acted += paid[DAYS];
    sum->actual += book->claims.closed[claim].day <= origin.day + DAYS;
    sum->claims++;
}

/* Weeks of the last half-year, seen with what was known before it. */
static void who_was_just_reminded_is_forecast_better(void **state)
{
    (void)state;
    world        of = {doubled_for_a_week, now_and_then, "reminder", true, 0};
    dc_book     *book = book_of(&of, 2), *past = dc_book_as_of(book, date("2023-12-31"));
    dc_model    *model = learn(past);
    test_of_time sum = {0};
    assert_true(model->actions.of[DC_ACTION_REMINDER].used);
    for (int week = 0; week < 25; week++) {
        dc_date origin = dc_date_add_days(past->as_of, 7 * week);
        for (size_t i = 0; i < book->claims.count; i++) {
            if (book->claims.entered[i].day > origin.day ||
                book->claims.closed[i].day <= origin.day)
                continue;
            dc_acted acted = dc_model_acted(model, book, i, origin);
            if (acted.row == DC_ACTION_REMINDER + 1 && acted.days <= 2)
                add_claim(&sum, model, book, i, origin);
        }
    }
    assert_true(sum.claims > 100);
    assert_true(fabs(sum.acted - sum.actual) < 0.5 * fabs(sum.usual - sum.actual));
    assert_double_close(sum.acted, sum.actual, 2.0 * sqrt(sum.acted));
    dc_model_free(model);
    dc_book_free(past);
    given_book_free(book);
}

/* From a book cut at a day the same is learnt whether or not the record goes on after it. */
static void what_was_done_later_teaches_nothing(void **state)
{
    (void)state;
    world       of = {doubled_for_a_week, now_and_then, "reminder", true, 0};
    dc_date     day = date("2023-12-31");
    dc_book    *book = book_of(&of, 3), *past = dc_book_as_of(book, day);
    dc_model   *model = learn(past);
    dc_actions *actions = &book->actions;
    size_t      kept = 0, all = actions->count;
    for (size_t i = 0; i < all; i++) {
        if (actions->date[i].day > day.day)
            continue;
        actions->customer[kept] = actions->customer[i];
        actions->invoice[kept] = actions->invoice[i];
        actions->date[kept] = actions->date[i];
        actions->promised[kept] = actions->promised[i];
        actions->kind[kept++] = actions->kind[i];
    }
    actions->count = kept;
    assert_int_equal(past->actions.count, kept);
    assert_true(kept > 500 && kept + 200 < all);
    dc_book  *short_past = dc_book_as_of(book, day);
    dc_model *short_model = learn(short_past);
    for (int row = 0; row <= DC_ACTION_LEFT_ALONE; row++) {
        const dc_action_effect *a = &model->actions.of[row], *b = &short_model->actions.of[row];
        assert_int_equal(a->touched, b->touched);
        assert_true(a->before_expected == b->before_expected && a->sureness == b->sureness);
        for (int window = 0; window < DC_ACTION_WINDOWS; window++) {
            assert_true(a->window[window].actual == b->window[window].actual);
            assert_true(a->window[window].expected == b->window[window].expected);
            assert_true(a->window[window].pace == b->window[window].pace);
        }
    }
    dc_model_free(model);
    dc_model_free(short_model);
    dc_book_free(past);
    dc_book_free(short_past);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reminders_that_double_the_pace_for_a_week_are_learnt),
        cmocka_unit_test(reminders_without_effect_have_none),
        cmocka_unit_test(who_is_reminded_for_being_late_does_not_make_an_effect),
        cmocka_unit_test(what_the_calendar_brings_is_no_effect_of_reminders),
        cmocka_unit_test(pressure_may_slow_payment),
        cmocka_unit_test(promises_are_kept_as_often_as_they_were),
        cmocka_unit_test(who_was_just_reminded_is_forecast_better),
        cmocka_unit_test(what_was_done_later_teaches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
