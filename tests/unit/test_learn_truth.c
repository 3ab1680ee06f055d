/* Ledgers whose truth is known, and ledgers with next to nothing in them. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static dc_book *book_of(char *text)
{
    dc_book *book = given_book("2024-06-30", text);
    free(text);
    return book;
}

static void put_claim(FILE *out, int customer, int number, int issued, int due, int paid)
{
    dc_date as_of = date("2024-06-30");
    char    text[3][11];
    dc_date_format(text[0], dc_date_add_days(as_of, issued));
    dc_date_format(text[1], dc_date_add_days(as_of, due));
    dc_date_format(text[2], dc_date_add_days(as_of, paid));
    fprintf(out, "c%03d i%05d %s %s 100.00", customer, number, text[0], text[1]);
    fprintf(out, paid <= 0 ? " paid=%s\n" : "\n", text[2]);
}

static uint32_t next(uint32_t *word)
{
    *word = *word * 1664525u + 1013904223u;
    return *word >> 16;
}

enum { CUSTOMERS = 60, CLAIMS = 1800, HABITS = 5 };
static const int habit_of[HABITS] = {-8, 0, 12, 24, 36};

/* Every customer pays around its own habit; even ones within a day or two, odd ones anywhere in
 * three weeks, at the same mean. */
static dc_book *ledger_of_habits(int drift_days)
{
    char    *text = NULL;
    size_t   size = 0;
    uint32_t word = 12345;
    FILE    *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int i = 0; i < CLAIMS; i++) {
        int customer = i % CUSTOMERS, issued = -(int)(next(&word) % 700) - 5, due = issued + 30;
        int noise = customer % 2 ? (int)(next(&word) % 21) - 10 : (int)(next(&word) % 3) - 1;
        int paid = due + habit_of[customer % HABITS] + noise + (issued > -250 ? drift_days : 0);
        put_claim(out, customer, i, issued, due, paid);
    }
    fclose(out);
    return book_of(text);
}

static double expected_days_late(const dc_model *model, const dc_book *book, uint32_t customer)
{
    enum { DAYS = 200 };
    double paid[DAYS + 1], lost[DAYS + 1], mean = 0.0;
    dc_law law = {DAYS, paid, lost};
    dc_law_fill(&law, model, &(dc_law_ask){customer, 30, 1, 1.0, 1.0}, NULL, book->as_of);
    for (int day = 0; day < DAYS; day++)
        mean += 1.0 - paid[day];
    return mean - 30.0;
}

static void habits_are_found_where_there_are_habits(void **state)
{
    (void)state;
    dc_book         *book = ledger_of_habits(0);
    dc_model        *model;
    dc_learn_options options = {.half_life_days = 365.0};
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    assert_true(model->types_chosen);
    assert_true(model->mixture.type_count >= 2); /* the precise and the loose */
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        double truth = habit_of[c % HABITS];
        assert_double_close(expected_days_late(model, book, c), truth, c % 2 ? 6.0 : 2.5);
    }
    dc_model_free(model);
    given_book_free(book);
}

/* Eight of ten outcomes of new claims lie in the middle 80 % of their law. */
static void bands_of_single_claims_hold(void **state)
{
    (void)state;
    dc_book         *book = ledger_of_habits(0);
    dc_model        *model;
    dc_learn_options options = {.half_life_days = 365.0};
    double           paid[201], lost[201];
    dc_law           law = {200, paid, lost};
    int              inside = 0, trials = 0;
    uint32_t         word = 99;
    dc_model_learn(&model, book, &options);
    for (uint32_t c = 0; c < CUSTOMERS; c++) {
        dc_law_fill(&law, model, &(dc_law_ask){c, 30, 1, 1.0, 1.0}, NULL, book->as_of);
        for (int i = 0; i < 100; i++, trials++) {
            int    noise = c % 2 ? (int)(next(&word) % 21) - 10 : (int)(next(&word) % 3) - 1;
            int    day = 30 + habit_of[c % HABITS] + noise;
            double v = next(&word) / 65536.0, u = paid[day - 1] + v * (paid[day] - paid[day - 1]);
            inside += u > 0.1 && u < 0.9;
        }
    }
    assert_true(inside > 0.76 * trials && inside < 0.95 * trials);
    dc_model_free(model);
    given_book_free(book);
}

static void a_change_of_manners_shortens_the_memory(void **state)
{
    (void)state;
    dc_book         *book = ledger_of_habits(10), *steady = ledger_of_habits(0);
    dc_model        *model, *calm;
    dc_learn_options options = DC_LEARN_OPTIONS_INIT;
    dc_model_learn(&model, book, &options);
    dc_model_learn(&calm, steady, &options);
    assert_true(model->half_life_chosen && calm->half_life_chosen);
    assert_true(model->half_life_days > 0.0 && model->half_life_days <= 180.0);
    assert_true(calm->half_life_days == 0.0 || calm->half_life_days >= 365.0);
    dc_model_free(model);
    dc_model_free(calm);
    given_book_free(book);
    given_book_free(steady);
}

static void customers_who_are_all_alike_do_no_harm(void **state)
{
    (void)state;
    char    *text = NULL;
    size_t   size = 0;
    uint32_t word = 7;
    FILE    *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int i = 0; i < 900; i++) {
        int issued = -(int)(next(&word) % 500) - 50;
        put_claim(out, i % 45, i, issued, issued + 30, issued + 25 + (int)(next(&word) % 20));
    }
    fclose(out);
    dc_book         *book = book_of(text);
    dc_model        *model;
    dc_learn_options options = {.half_life_days = 0.0};
    dc_model_learn(&model, book, &options);
    for (uint32_t c = 0; c < 45; c++)
        assert_double_close(expected_days_late(model, book, c), 4.5, 2.5);
    dc_model_free(model);
    given_book_free(book);
}

static void nothing_breaks_where_there_is_next_to_nothing(void **state)
{
    (void)state;
    enum { ONE_CUSTOMER, ONE_INVOICE, ALL_OPEN, ONE_DAY, FIVE_YEARS_OPEN, EMPTY, SHAPES };
    for (int shape = 0; shape < SHAPES; shape++) {
        char  *text = NULL;
        size_t size = 0;
        FILE  *out = open_memstream(&text, &size);
        fprintf(out, "customer invoice issued due amount\n");
        int count = shape == ONE_INVOICE ? 1 : shape == EMPTY ? 0 : 400;
        for (int i = 0; i < count; i++) {
            int issued = -20 - i, paid = issued + 35 + i % 7;
            if (shape == FIVE_YEARS_OPEN)
                put_claim(out, i % 40, i, issued - 1800, issued - 1770, i % 2 ? 1 : issued - 1700);
            else
                put_claim(out, shape == ONE_CUSTOMER ? 0 : i % 40, i, issued, issued + 30,
                          shape == ALL_OPEN  ? 1
                          : shape == ONE_DAY ? -1
                                             : paid);
        }
        fclose(out);
        dc_book  *book = book_of(text);
        dc_model *model = given_learnt_model(book);
        double    paid[366], lost[366];
        dc_law    law = {365, paid, lost};
        for (uint32_t c = 0; c <= book->customers.count; c++) {
            uint32_t customer = c < book->customers.count ? c : UINT32_MAX;
            for (int32_t due = -1825; due <= 90; due += 383) {
                dc_law_fill(&law, model, &(dc_law_ask){customer, due, 1, 1.0, 1.0}, NULL,
                            book->as_of);
                for (int day = 1; day <= 365; day++)
                    assert_true(paid[day] >= paid[day - 1] && paid[day] <= 1.0 + 1e-12);
                double chance = dc_model_loss_chance(model, customer, -due);
                assert_true(chance >= 0.0 && chance <= 1.0);
            }
        }
        dc_model_free(model);
        given_book_free(book);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(habits_are_found_where_there_are_habits),
        cmocka_unit_test(bands_of_single_claims_hold),
        cmocka_unit_test(a_change_of_manners_shortens_the_memory),
        cmocka_unit_test(customers_who_are_all_alike_do_no_harm),
        cmocka_unit_test(nothing_breaks_where_there_is_next_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
