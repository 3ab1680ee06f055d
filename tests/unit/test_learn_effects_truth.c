/* Ledgers whose effects are known, and ledgers without any. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS = 80, CLAIMS = 4000, SPAN = 1100, TERMS = 30, LONGEST = 150 };

/* How a ledger pays: the chance that a claim open on a day is paid on it. */
typedef double hazard_of(int customer, int amount, dc_date day, int late);

static uint32_t next(uint32_t *word)
{
    *word = *word * 1664525u + 1013904223u;
    return *word >> 8;
}

typedef struct {
    int order, customer, amount, issued, paid; /* days before as-of; paid < 0 not yet */
} row;

static int compare_order(const void *left, const void *right)
{
    return ((const row *)left)->order - ((const row *)right)->order;
}

/* Claims of two amounts, 100 and 900; `shuffle` writes the same rows in another order. */
static dc_book *ledger(hazard_of *hazard, uint32_t seed, uint32_t shuffle)
{
    dc_date  as_of = date("2024-06-30");
    char    *text = NULL;
    size_t   size = 0;
    uint32_t word = seed, order = shuffle;
    row     *rows = dc_heap_alloc(CLAIMS, sizeof *rows);
    for (int i = 0; i < CLAIMS; i++) {
        row *at = &rows[i];
        *at = (row){.customer = i % CUSTOMERS, .amount = next(&word) % 2 ? 100 : 900, .paid = -1};
        at->issued = 3 + (int)(next(&word) % SPAN);
        at->order = shuffle ? (int)(next(&order) % 100000) * 5000 / 1000 : i;
        for (int age = 1; age < at->issued && age < LONGEST && at->paid < 0; age++) {
            dc_date day = dc_date_add_days(as_of, age - at->issued);
            if (next(&word) / 0x1p24 < hazard(at->customer, at->amount, day, age - TERMS))
                at->paid = at->issued - age;
        }
    }
    qsort(rows, CLAIMS, sizeof *rows, compare_order);
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int i = 0; i < CLAIMS; i++) {
        char issued[11], due[11], paid[11];
        dc_date_format(issued, dc_date_add_days(as_of, -rows[i].issued));
        dc_date_format(due, dc_date_add_days(as_of, TERMS - rows[i].issued));
        dc_date_format(paid, dc_date_add_days(as_of, -rows[i].paid));
        fprintf(out, "c%03d i%d-%d-%d-%d %s %s %d.00", rows[i].customer, rows[i].issued,
                rows[i].paid, rows[i].amount, rows[i].customer, issued, due, rows[i].amount);
        fprintf(out, rows[i].paid >= 0 ? " paid=%s\n" : "\n", paid);
    }
    fclose(out);
    free(rows);
    dc_book *book = given_book("2024-06-30", text);
    free(text);
    return book;
}

static dc_model *learn(const dc_book *book)
{
    dc_model        *model;
    dc_learn_options options = {.half_life_days = 0.0, .type_count = 1};
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    return model;
}

static double plain(int customer, int amount, dc_date day, int late)
{
    (void)customer, (void)amount, (void)day;
    return late < -10 ? 0.005 : 0.06;
}

static const dc_factor *factor_of(const dc_model *model, dc_factor_kind kind)
{
    for (size_t f = 0; f < model->factor_count; f++)
        if (model->factor[f].kind == kind)
            return &model->factor[f];
    return NULL;
}

static void where_there_is_no_effect_none_is_found(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        dc_book  *book = ledger(plain, seed, 0);
        dc_model *model = learn(book);
        assert_true(model->days.payments > 500);
        assert_int_equal(model->days.week_count, 0);
        assert_int_equal(model->days.season_days, 0);
        assert_int_equal(model->days.habit_count, 0);
        assert_null(dc_model_month_habit(model, 0));
        assert_null(dc_model_week(model, 0));
        assert_false(model->drift.found);
        assert_non_null(factor_of(model, DC_FACTOR_AMOUNT));
        for (size_t f = 0; f < model->factor_count; f++)
            assert_false(model->factor[f].used);
        for (size_t i = 0; i < book->claims.count; i++)
            assert_true(dc_model_pace(model, book, i, DC_PACE_OF_CLAIM) == 1.0);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Even customers pay on Thursdays alone, odd ones on any business day. */
static double on_thursdays(int customer, int amount, dc_date day, int late)
{
    enum { THURSDAY = 3, SATURDAY = 5 };
    int weekday = dc_date_weekday(day);
    if (customer % 2 == 0)
        return weekday == THURSDAY ? 5.0 * plain(customer, amount, day, late) : 0.0;
    return weekday < SATURDAY ? 1.4 * plain(customer, amount, day, late) : 0.0;
}

static void who_pays_on_thursdays_is_known_to(void **state)
{
    (void)state;
    dc_book  *book = ledger(on_thursdays, 7, 0);
    dc_model *model = learn(book);
    assert_true(model->days.concentration < 20.0);
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_week *week = dc_model_week(model, c);
        double         sum = 0.0;
        for (int j = 0; j < 7; j++)
            sum += week->power[j];
        assert_double_close(sum, 7.0, 1e-9);
        assert_true(week->power[5] + week->power[6] < 0.3);
        assert_true(c % 2 ? week->power[3] < 3.2 : week->power[3] > 5.5);
    }
    assert_double_close(model->days.week[0].power[3], 7.0 * 0.6, 1.0); /* of all payments 60 % */
    assert_int_equal(model->days.habit_count, 0);
    dc_model_free(model);
    given_book_free(book);
}

/* What is forecast of a Thursday payer falls on Thursdays, and no later in the mean. */
static void laws_fall_on_the_days_learnt(void **state)
{
    (void)state;
    enum { DAYS = 200 };
    dc_book  *book = ledger(on_thursdays, 7, 0);
    dc_model *model = learn(book);
    double    paid[DAYS + 1], lost[DAYS + 1], mean[2] = {0}, thursdays = 0.0;
    dc_law    law = {DAYS, paid, lost};
    for (int named = 0; named < 2; named++) {
        dc_law_fill(&law, model, &(dc_law_ask){0, TERMS, 1, 1.0, 1.0}, NULL,
                    named ? book->as_of : DC_DATE_NONE);
        for (int day = 1; day <= DAYS; day++) {
            mean[named] += 1.0 - paid[day];
            if (named && dc_date_weekday(dc_date_add_days(book->as_of, day)) == 3)
                thursdays += paid[day] - paid[day - 1];
        }
    }
    assert_true(thursdays > 0.8);
    assert_double_close(mean[1], mean[0], 2.0);
    dc_model_free(model);
    given_book_free(book);
}

/* Large invoices are paid at half the speed. */
static double large_are_slow(int customer, int amount, dc_date day, int late)
{
    return plain(customer, amount, day, late) * (amount > 500 ? 0.5 : 1.0);
}

static void an_effect_of_the_amount_is_recovered(void **state)
{
    (void)state;
    dc_book         *book = ledger(large_are_slow, 3, 0);
    dc_model        *model = learn(book);
    const dc_factor *amount = factor_of(model, DC_FACTOR_AMOUNT);
    assert_true(amount->used);
    assert_int_equal(amount->class_count, 2);
    assert_double_close(amount->of[1].pace / amount->of[0].pace, 0.5, 0.08);
    for (size_t i = 0; i < book->claims.count; i++) {
        double pace = dc_model_pace(model, book, i, DC_PACE_AGAIN);
        assert_double_close(pace, amount->of[book->claims.amount[i].minor > 50000].pace,
                            0.006 * pace);
        assert_double_close(log2(pace) * 64.0, nearbyint(log2(pace) * 64.0), 1e-9);
    }
    assert_false(factor_of(model, DC_FACTOR_TERMS)->used);
    dc_model_free(model);
    given_book_free(book);
}

/* The same effect, told by a column that book.yaml names. */
static void an_effect_of_a_column_is_recovered(void **state)
{
    (void)state;
    dc_book     *book = ledger(large_are_slow, 3, 0);
    const char **channel = dc_arena_alloc(book->arena, book->claims.count, sizeof *channel);
    for (size_t i = 0; i < book->claims.count; i++)
        channel[i] = book->claims.amount[i].minor > 50000 ? "post" : "web";
    book->company.factor[0] = "channel";
    book->company.factor_count = 1;
    book->claims.factor[0] = channel;
    for (size_t i = 0; i < book->claims.count; i++)
        book->claims.amount[i] = DC_MONEY(10000);
    for (size_t e = 0; e < book->events.count; e++)
        book->events.amount[e] = DC_MONEY(10000);
    dc_model        *model = learn(book);
    const dc_factor *column = factor_of(model, DC_FACTOR_COLUMN);
    assert_true(column->used);
    assert_int_equal(column->class_count, 2);
    assert_string_equal(column->of[0].text, "post");
    assert_double_close(column->of[0].pace / column->of[1].pace, 0.5, 0.08);
    dc_model_free(model);
    given_book_free(book);
}

/* Payments come on the last two business days three times as often. */
static double at_month_end(int customer, int amount, dc_date day, int late)
{
    enum { SATURDAY = 5 };
    int left = dc_date_days_between(day, dc_date_month_end(day)), business = 0;
    for (int i = 0; i <= left; i++)
        business += dc_date_weekday(dc_date_add_days(day, i)) < SATURDAY;
    bool is_last = business <= 2 && dc_date_weekday(day) < SATURDAY;
    return plain(customer, amount, day, late) * (is_last ? 3.0 : 0.8);
}

static void the_turn_of_the_month_is_recovered(void **state)
{
    (void)state;
    dc_book  *book = ledger(at_month_end, 5, 0);
    dc_model *model = learn(book);
    assert_true(model->days.by_turn);
    assert_double_close(model->days.turn[2] / model->days.turn[0], 3.0 / 0.8, 1.0);
    assert_double_close(model->days.turn[1] / model->days.turn[0], 1.0, 0.3);
    dc_model_free(model);
    given_book_free(book);
}

static bool is_business_day(dc_date day)
{
    enum { SATURDAY = 5 };
    return dc_date_weekday(day) < SATURDAY;
}

/* The last day of the month, or the first business day after. */
static bool is_run_day(dc_date day)
{
    dc_date end = dc_date_add_days(dc_date_month_start(day), -1);
    if (!is_business_day(day))
        return false;
    if (day.day == dc_date_month_end(day).day)
        return true;
    for (; end.day < day.day; end = dc_date_add_days(end, 1))
        if (is_business_day(end))
            return false;
    return true;
}

/* Even customers pay once a month what others would have paid since the last time. */
static double even_ones_by_the_month(int customer, int amount, dc_date day, int late)
{
    double chance = plain(customer, amount, day, late);
    if (customer % 2 == 0)
        return is_run_day(day) ? 1.0 - pow(1.0 - chance, 30.0) : 0.0;
    return is_business_day(day) ? 1.4 * chance : 0.0;
}

static void who_pays_by_the_month_is_known_to(void **state)
{
    (void)state;
    dc_book       *book = ledger(even_ones_by_the_month, 17, 0);
    dc_model      *model = learn(book);
    const dc_days *days = &model->days;
    assert_int_equal(days->month_payers, CUSTOMERS / 2);
    assert_double_close(days->month_share, 0.5, 0.02);
    assert_false(days->by_turn); /* told by customer */
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        const dc_month_habit *habit = dc_model_month_habit(model, c);
        double                mean = 0.0;
        if (c % 2) {
            assert_null(habit);
            continue;
        }
        for (int k = 0; k < DC_TURN_COUNT; k++)
            mean += days->usual_turn[k] * habit->power[k];
        assert_double_close(mean, 1.0, 1e-9);
        assert_true(habit->power[DC_TURN_LAST] > 10.0);
        assert_true(habit->power[DC_TURN_AFTER] > 5.0);
        assert_true(habit->power[DC_TURN_BETWEEN] < 0.1 && habit->power[DC_TURN_START] < 0.1);
        assert_true(habit->power[DC_TURN_LAST_EARLY] < 0.3);
    }
    dc_model_free(model);
    given_book_free(book);
}

/* What the 30 days from each day of a month on bring of a claim: as much as without the habit in
 * the mean, on the days of the runs alone; by week twice as near to what comes. */
static void laws_fall_on_month_ends_and_no_later(void **state)
{
    (void)state;
    enum { DAYS = 150 };
    dc_book  *book = ledger(even_ones_by_the_month, 17, 0);
    dc_model *model = learn(book);
    double    paid[DAYS + 1], lost[DAYS + 1], open[2] = {0}, missed[2] = {0}, runs = 0.0;
    double    truly_open = 0.0;
    dc_law    law = {DAYS, paid, lost};
    for (int issued = 1; issued <= 30; issued++)
        for (int named = 0; named < 2; named++) {
            dc_law_fill(&law, model, &(dc_law_ask){0, issued + TERMS, issued, 1.0, 1.0}, NULL,
                        named ? book->as_of : DC_DATE_NONE);
            double left = 1.0, week = 0.0;
            for (int day = issued; day <= DAYS; day++) {
                dc_date date = dc_date_add_days(book->as_of, day);
                double  comes = left * even_ones_by_the_month(0, 100, date, day - issued - TERMS);
                left -= comes;
                week += paid[day] - paid[day - 1] - comes;
                open[named] += (1.0 - paid[day]) / 30.0;
                truly_open += left / 60.0;
                if (day % 7 == 0) {
                    missed[named] += fabs(week) / 30.0;
                    week = 0.0;
                }
                if (named && is_run_day(date))
                    runs += (paid[day] - paid[day - 1]) / 30.0;
            }
        }
    double part[DAYS / 2 + 1]; /* the same law, asked for less far */
    dc_law less = {DAYS / 2, part, lost};
    dc_law_fill(&less, model, &(dc_law_ask){0, 30 + TERMS, 30, 1.0, 1.0}, NULL, book->as_of);
    dc_law_fill(&law, model, &(dc_law_ask){0, 30 + TERMS, 30, 1.0, 1.0}, NULL, book->as_of);
    assert_memory_equal(part, paid, sizeof part);
    assert_true(runs > 0.9);
    assert_double_close(open[1], truly_open, 1.0);
    assert_true(missed[1] < 0.3 * missed[0]);
    dc_model_free(model);
    given_book_free(book);
}

/* In August everybody is away. */
static double not_in_august(int customer, int amount, dc_date day, int late)
{
    return plain(customer, amount, day, late) * (dc_date_to_civil(day).month == 8 ? 0.25 : 1.0);
}

static void a_slow_month_is_recovered_from_two_years_on(void **state)
{
    (void)state;
    dc_book  *book = ledger(not_in_august, 11, 0);
    dc_model *model = learn(book);
    assert_true(model->days.by_month);
    for (int month = 0; month < 12; month++)
        if (month != 7)
            assert_true(model->days.month[month] > 1.5 * model->days.month[7]);
    dc_model_free(model);
    given_book_free(book);
}

/* From January 2024 on all pay half as fast again. */
static double faster_now(int customer, int amount, dc_date day, int late)
{
    return plain(customer, amount, day, late) * (dc_date_to_civil(day).year == 2024 ? 1.6 : 1.0);
}

static void a_drift_is_found_where_it_began(void **state)
{
    (void)state;
    dc_book  *book = ledger(faster_now, 13, 0);
    dc_model *model = learn(book);
    dc_date   january = date("2024-01-01");
    assert_true(model->drift.found && model->drift.pace > 1.2);
    assert_in_range(dc_date_days_between(january, model->drift.since) + 62, 0, 124);
    dc_model_free(model);
    given_book_free(book);
}

static void the_order_of_rows_changes_no_monthly_habit(void **state)
{
    (void)state;
    dc_book  *book = ledger(even_ones_by_the_month, 17, 0);
    dc_book  *other = ledger(even_ones_by_the_month, 17, 99);
    dc_model *model = learn(book), *again = learn(other);
    assert_int_equal(model->days.habit_count, again->days.habit_count);
    assert_memory_equal(model->days.habit, again->days.habit,
                        model->days.habit_count * sizeof *model->days.habit);
    assert_memory_equal(model->days.habit_of, again->days.habit_of, CUSTOMERS * sizeof(uint32_t));
    dc_model_free(model);
    dc_model_free(again);
    given_book_free(book);
    given_book_free(other);
}

static void the_order_of_rows_changes_no_effect(void **state)
{
    (void)state;
    dc_book  *book = ledger(on_thursdays, 7, 0), *other = ledger(on_thursdays, 7, 99);
    dc_model *model = learn(book), *again = learn(other);
    assert_int_equal(model->days.week_count, again->days.week_count);
    assert_memory_equal(model->days.week, again->days.week,
                        model->days.week_count * sizeof *model->days.week);
    assert_memory_equal(&model->days.concentration, &again->days.concentration, sizeof(double));
    assert_int_equal(model->factor_count, again->factor_count);
    for (size_t f = 0; f < model->factor_count; f++)
        for (int k = 0; k < model->factor[f].class_count; k++)
            assert_true(model->factor[f].of[k].pace == again->factor[f].of[k].pace);
    assert_true(model->drift.sigmas == again->drift.sigmas);
    dc_model_free(model);
    dc_model_free(again);
    given_book_free(book);
    given_book_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_there_is_no_effect_none_is_found),
        cmocka_unit_test(who_pays_on_thursdays_is_known_to),
        cmocka_unit_test(laws_fall_on_the_days_learnt),
        cmocka_unit_test(an_effect_of_the_amount_is_recovered),
        cmocka_unit_test(an_effect_of_a_column_is_recovered),
        cmocka_unit_test(the_turn_of_the_month_is_recovered),
        cmocka_unit_test(who_pays_by_the_month_is_known_to),
        cmocka_unit_test(laws_fall_on_month_ends_and_no_later),
        cmocka_unit_test(the_order_of_rows_changes_no_monthly_habit),
        cmocka_unit_test(a_slow_month_is_recovered_from_two_years_on),
        cmocka_unit_test(a_drift_is_found_where_it_began),
        cmocka_unit_test(the_order_of_rows_changes_no_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
