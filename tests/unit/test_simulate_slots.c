#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/simulate/slots.h"

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_slots  slots;
} made;

static made make(const char *as_of, const char *table, int32_t horizon)
{
    made all = {.arena = dc_arena_new(), .book = given_book(as_of, table)};
    dc_slots_make(&all.slots, all.arena, all.book, NULL, horizon);
    return all;
}

static void drop(made *all)
{
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static int64_t total(const dc_slots *slots, int32_t from, int32_t to, uint16_t currency)
{
    int64_t sum = 0;
    for (size_t i = 0; i < slots->count; i++)
        if (slots->slot[i].issue >= from && slots->slot[i].issue <= to &&
            slots->slot[i].currency == currency)
            sum += slots->slot[i].amount;
    return sum;
}

/* 2023-07-03 was a Monday; 364 days later is Monday 2024-07-01, the day after the as-of date. */
static void an_invoice_comes_again_on_the_same_weekday_a_year_later(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-1 2023-07-03 2023-08-02 100.00 paid=2023-08-10 segment=retail\n"
                    "acme A-0 2023-06-01 2023-07-01 999.00 paid=2023-07-01\n", /* too long ago */
                    364);
    assert_int_equal(all.slots.count, 1);
    const dc_slot *slot = &all.slots.slot[0];
    assert_int_equal(slot->issue, 1);
    assert_int_equal(slot->terms, 30);
    assert_int_equal(slot->amount, 10000);
    assert_int_equal(slot->repeat, 1);
    assert_string_equal(slot->segment, "retail");
    assert_int_equal(dc_date_weekday(dc_date_add_days(all.book->as_of, slot->issue)),
                     dc_date_weekday(date("2023-07-03")));
    drop(&all);
}

static void who_is_in_default_orders_nothing_again(void **state)
{
    (void)state;
    made     all = {.arena = dc_arena_new(),
                    .book = given_book("2024-06-30",
                                       "customer invoice issued due amount\n"
                                           "acme A-1 2023-07-03 2023-08-02 100.00 paid=2023-08-10\n"
                                           "busted B-1 2023-07-04 2023-08-03 70.00\n")};
    int32_t  failed[] = {DC_DEFAULT_NEVER, -20}; /* in the order of names */
    dc_model model = {.defaults = {.day = failed}};
    dc_slots_make(&all.slots, all.arena, all.book, &model, 364);
    assert_int_equal(all.slots.count, 1);
    assert_int_equal(all.slots.slot[0].amount, 10000);
    drop(&all);
}

static void it_comes_again_every_year_of_a_longer_horizon(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-1 2023-07-03 2023-08-02 100.00 paid=2023-08-10\n"
                    "acme A-0 2023-06-01 2023-07-01 1.00 paid=2023-07-01\n",
                    731);
    assert_int_equal(all.slots.count, 3);
    for (int32_t i = 0; i < 3; i++) {
        assert_int_equal(all.slots.slot[i].issue, 1 + 364 * i);
        assert_int_equal(all.slots.slot[i].repeat, i + 1);
        for (int32_t j = 0; j < i; j++)
            assert_true(all.slots.slot[i].entity != all.slots.slot[j].entity);
    }
    drop(&all);
}

/* Three weeks and two days of invoices: three whole weeks come again. */
static void a_short_history_repeats_in_whole_weeks(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-1 2024-06-08 2024-07-08 100.00\n"
                    "acme A-2 2024-06-10 2024-07-10 200.00\n"
                    "acme A-3 2024-06-30 2024-07-30 300.00\n",
                    42);
    assert_int_equal(total(&all.slots, 1, 21, 0), 50000);
    assert_int_equal(total(&all.slots, 22, 42, 0), 50000);
    assert_int_equal(all.slots.slot[0].issue, 1); /* 10 June + 21 days */
    drop(&all);
}

static void only_invoices_come_again_whatever_became_of_them(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-1 2024-06-01 2024-06-15 100.00 lost=2024-06-20\n"
                    "acme A-2 2024-06-25 2024-07-15 200.00\n"
                    "acme C-1 2024-06-25 2024-06-25 -50.00 kind=credit\n"
                    "acme U-1 2024-06-25 2024-06-25 -60.00 kind=unapplied\n",
                    28);
    assert_int_equal(all.slots.count, 1); /* four whole weeks: the first of June was before them */
    assert_int_equal(total(&all.slots, 1, 28, 0), 20000);
    drop(&all);
}

static void an_invoice_far_larger_than_the_next_is_a_one_off(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-0 2024-06-03 2024-06-15  10.00 paid=2024-06-20\n"
                    "acme A-1 2024-06-05 2024-06-15 100.00 paid=2024-06-20\n"
                    "acme A-2 2024-06-06 2024-06-15 1000.00 paid=2024-06-20\n",
                    28);
    assert_int_equal(total(&all.slots, 1, 28, 0), 11000);
    drop(&all);
}

/* Exports may say that an invoice was due before it was issued; its successor is due at once. */
static void terms_are_never_negative(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-1 2024-06-05 2024-06-01 100.00 paid=2024-06-20\n"
                    "acme A-2 2024-06-01 2024-06-11 100.00 paid=2024-06-20\n",
                    60);
    for (size_t i = 0; i < all.slots.count; i++)
        assert_true(all.slots.slot[i].terms == 0 || all.slots.slot[i].terms == 10);
    drop(&all);
}

/* --- the plan --- */

static made planned(const char *from, const char *to, const char *amount)
{
    made all = {.arena = dc_arena_new(), .book = given_company(1, 20, 0)};
    given_plan(all.book, from, to, amount);
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
    return all;
}

static int32_t day_of(const made *all, const char *text)
{
    return dc_date_days_between(all->book->as_of, date(text));
}

/* In the book currency; slots in other currencies are translated with one rounding each. */
static double planned_total(const made *all, const char *from, const char *to)
{
    double sum = 0.0;
    for (uint16_t c = 0; c < all->book->currency_count; c++) {
        dc_money amount = DC_MONEY(total(&all->slots, day_of(all, from), day_of(all, to), c));
        sum += (double)dc_book_translate(all->book, c, amount).minor;
    }
    return sum;
}

static void a_plan_sets_the_sales_of_its_period(void **state)
{
    (void)state;
    made all = planned("2024-08-01", "2024-08-31", "123456.78");
    made without = {.arena = dc_arena_new(), .book = given_company(1, 20, 0)};
    dc_slots_make(&without.slots, without.arena, without.book, NULL, 364);
    assert_double_close(planned_total(&all, "2024-08-01", "2024-08-31"), 12345678.0, 30.0);
    assert_double_close(planned_total(&all, "2024-09-01", "2025-06-29"),
                        planned_total(&without, "2024-09-01", "2025-06-29"), 0.0);
    assert_true(all.slots.from_plan);
    assert_false(without.slots.from_plan);
    drop(&without);
    drop(&all);
}

static void in_one_currency_the_plan_is_met_to_the_cent(void **state)
{
    (void)state;
    made all = make("2024-06-30",
                    "customer invoice issued due amount\n"
                    "acme A-0 2023-05-03 2023-06-02   1.00 paid=2023-08-10\n"
                    "acme A-1 2023-07-03 2023-08-02 100.00 paid=2023-08-10\n"
                    "acme A-2 2023-07-04 2023-08-02 200.00 paid=2023-08-10\n"
                    "birch B-1 2023-07-05 2023-08-02 400.00 paid=2023-08-10\n"
                    "birch B-2 2023-08-09 2023-08-12 500.00 paid=2023-08-10\n",
                    364);
    given_plan(all.book, "2024-07-01", "2024-07-31", "1000.01");
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
    assert_int_equal(total(&all.slots, 1, 31, 0), 100001);
    assert_int_equal(total(&all.slots, 32, 364, 0), 50000);
    assert_int_equal(all.slots.slot[0].amount, 14286); /* a seventh of it */
    drop(&all);
}

static void the_days_of_a_period_that_have_passed_take_their_share_with_them(void **state)
{
    (void)state;
    made all = make("2024-06-20",
                    "customer invoice issued due amount\n"
                    "acme A-0 2023-05-03 2023-06-02   1.00 paid=2023-08-10\n"
                    "acme A-1 2023-06-26 2023-08-02 100.00 paid=2023-08-10\n",
                    364);
    given_plan(all.book, "2024-06-01", "2024-06-30", "900.00");
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
    assert_int_equal(total(&all.slots, 1, 10, 0), 30000);
    drop(&all);
}

static void a_planned_period_without_donors_gets_a_slot_a_day(void **state)
{
    (void)state;
    made all = make("2024-06-30", "customer invoice issued due amount\n", 60);
    given_plan(all.book, "2024-07-01", "2024-07-31", "1000.00");
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 60);
    assert_int_equal(all.slots.count, 31);
    assert_int_equal(total(&all.slots, 1, 31, 0), 100000);
    assert_true(all.slots.slot[0].customer == UINT32_MAX);
    assert_int_equal(all.slots.slot[0].terms, 30);
    drop(&all);
}

/* --- growth and noise --- */

/* A model that knows nothing but how the sales of all segments move. */
static dc_model moving(double growth, double noise)
{
    return (dc_model){.sales_portfolio = {.segment = "", .growth = growth, .noise = noise}};
}

static const char grown_table[] = "customer invoice issued due amount\n"
                                  "acme A-0 2023-05-03 2023-06-02   1.00 paid=2023-08-10\n"
                                  "acme A-1 2023-07-03 2023-08-02 100.00 paid=2023-08-10\n"
                                  "acme A-2 2024-06-30 2024-07-30 100.00\n";

static made grown_by(double growth, int32_t horizon)
{
    made     all = {.arena = dc_arena_new(), .book = given_book("2024-06-30", grown_table)};
    dc_model model = moving(growth, 0.2);
    dc_slots_make(&all.slots, all.arena, all.book, &model, horizon);
    return all;
}

/* One day ahead a year has grown nearly all; a year ahead growth has been fading for a year:
 * 1.10^((1 - 2^-1) / ln 2) = 1.0712. */
static void amounts_grow_and_growth_fades(void **state)
{
    (void)state;
    made all = grown_by(log(1.10), 731);
    assert_int_equal(all.slots.count, 5);
    assert_int_equal(all.slots.slot[0].issue, 1);
    assert_int_equal(all.slots.slot[0].amount, 11000);
    assert_int_equal(all.slots.slot[1].issue, 364);
    assert_int_equal(all.slots.slot[1].amount, 10712);
    assert_int_equal(all.slots.slot[2].issue, 365);
    assert_int_equal(all.slots.slot[2].amount, 11781); /* fading growth on top of a whole year's */
    assert_double_close(all.slots.slot[0].noise, 0.2, 0.0);
    drop(&all);
}

/* Three times as much as a year ago is the level of today; of the trend 20 % a year go on. */
static void a_new_level_stays_but_is_no_trend(void **state)
{
    (void)state;
    made all = grown_by(log(3.0), 364);
    assert_double_close((double)all.slots.slot[0].amount, 30000.0, 100.0);
    assert_double_close((double)all.slots.slot[1].amount, 10000.0 * exp(0.1 / log(2.0)), 1.0);
    drop(&all);
}

static void without_growth_amounts_stay_to_the_cent(void **state)
{
    (void)state;
    made all = grown_by(0.0, 731);
    for (size_t i = 0; i < all.slots.count; i++)
        assert_int_equal(all.slots.slot[i].amount, 10000);
    drop(&all);
}

static void what_is_planned_does_not_grow(void **state)
{
    (void)state;
    made     all = {.arena = dc_arena_new(), .book = given_book("2024-06-30", grown_table)};
    dc_model model = moving(log(1.25), 0.2);
    given_plan(all.book, "2024-07-01", "2024-07-31", "1000.01");
    dc_slots_make(&all.slots, all.arena, all.book, &model, 364);
    assert_int_equal(total(&all.slots, 1, 31, 0), 100001);
    assert_true(total(&all.slots, 32, 364, 0) > 10000);
    assert_double_close(all.slots.slot[0].noise, 0.2, 0.0); /* the plan says nothing about it */
    assert_true(all.slots.slot[0].market == 0);
    drop(&all);
}

static void the_uncertainty_of_a_plan_is_its_noise(void **state)
{
    (void)state;
    made     all = {.arena = dc_arena_new(), .book = given_company(1, 20, 0)};
    dc_model model = moving(0.0, 0.2);
    uint64_t market[2] = {0, 0}; /* of each currency */
    given_plan(all.book, "2024-08-01", "2024-08-31", "123456.78");
    all.book->plan[0].uncertainty = 0.07;
    dc_slots_make(&all.slots, all.arena, all.book, &model, 364);
    for (size_t i = 0; i < all.slots.count; i++) {
        const dc_slot *slot = &all.slots.slot[i];
        bool           covered =
            slot->issue >= day_of(&all, "2024-08-01") && slot->issue <= day_of(&all, "2024-08-31");
        assert_double_close(slot->noise, covered ? 0.07 : 0.2, 0.0);
        assert_true((slot->market != 0) == covered);
        if (covered && market[slot->currency] == 0)
            market[slot->currency] = slot->market;
        assert_true(!covered || slot->market == market[slot->currency]);
    }
    assert_double_close(planned_total(&all, "2024-08-01", "2024-08-31"), 12345678.0, 30.0);
    drop(&all);
}

/* An uncertainty of 0 that is told; one that is not told leaves what was learnt. */
static void a_plan_that_is_certain_makes_its_slots_certain(void **state)
{
    (void)state;
    for (int told = 0; told <= 1; told++) {
        made     all = {.arena = dc_arena_new(), .book = given_company(1, 20, 0)};
        dc_model model = moving(0.0, 0.2);
        given_plan(all.book, "2024-08-01", "2024-08-31", "123456.78");
        all.book->plan[0].certain = told != 0;
        dc_slots_make(&all.slots, all.arena, all.book, &model, 364);
        for (size_t i = 0; i < all.slots.count; i++) {
            const dc_slot *slot = &all.slots.slot[i];
            bool           covered = slot->issue >= day_of(&all, "2024-08-01") &&
                           slot->issue <= day_of(&all, "2024-08-31");
            assert_int_equal(slot->certain, told && covered);
            assert_double_close(slot->noise, told && covered ? 0.0 : 0.2, 0.0);
        }
        assert_double_close(planned_total(&all, "2024-08-01", "2024-08-31"), 12345678.0, 30.0);
        drop(&all);
    }
}

/* Two lines about one slot: it is certain where both are; so is what only the plan asks for. */
static void what_is_certain_in_part_is_not_certain(void **state)
{
    (void)state;
    static const char *const until[] = {"2024-08-31", "2024-08-31", "2024-08-30"};
    for (int i = 0; i < 3; i++) {
        made all = {.arena = dc_arena_new(), .book = given_company(1, i == 0 ? 0 : 20, 0)};
        given_plan(all.book, "2024-08-01", "2024-08-31", "123456.78");
        given_plan(all.book, "2024-08-01", until[i], "1234.50");
        all.book->plan[0].certain = true;
        all.book->plan[1].certain = i == 0;
        dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
        assert_true(all.slots.count > 0);
        for (size_t s = 0; s < all.slots.count; s++)
            assert_int_equal(all.slots.slot[s].certain,
                             i == 0 || all.slots.slot[s].issue == day_of(&all, "2024-08-31"));
        drop(&all);
    }
}

/* --- many --- */

static void slots_stand_by_currency_week_and_customer(void **state)
{
    (void)state;
    made all = {.arena = dc_arena_new(), .book = given_company(1, 20, 0)};
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
    for (size_t i = 1; i < all.slots.count; i++) {
        const dc_slot *a = &all.slots.slot[i - 1], *b = &all.slots.slot[i];
        int32_t        week_a = (a->issue - 1) / 7, week_b = (b->issue - 1) / 7;
        assert_true(a->currency <= b->currency);
        assert_true(a->currency < b->currency || week_a <= week_b);
        assert_true(a->currency < b->currency || week_a < week_b || a->customer <= b->customer);
    }
    drop(&all);
}

/* A customer either keeps a slot for every invoice or has none of its own. */
static void assert_named_customers_keep_theirs(const made *all, size_t donors)
{
    size_t *sold = dc_arena_alloc(all->arena, all->book->customers.count, sizeof *sold);
    size_t *kept = dc_arena_alloc(all->arena, all->book->customers.count, sizeof *kept), named = 0;
    for (size_t i = 0; i < all->book->claims.count; i++)
        if (dc_date_days_between(all->book->claims.issued[i], all->book->as_of) < 364 &&
            all->book->claims.kind[i] == DC_CLAIM_INVOICE)
            sold[all->book->claims.customer[i]]++;
    for (size_t i = 0; i < all->slots.count; i++)
        if (all->slots.slot[i].customer != UINT32_MAX)
            kept[all->slots.slot[i].customer]++;
    for (size_t c = 0; c < all->book->customers.count; c++) {
        assert_true(kept[c] == 0 || kept[c] == sold[c]);
        named += kept[c];
    }
    assert_true(named > 0 && named < donors);
}

static void thinning_keeps_the_total_of_each_currency(void **state)
{
    (void)state;
    made    all = {.arena = dc_arena_new(), .book = given_company(1, 900, 0)};
    int64_t wanted[2] = {0, 0};
    size_t  donors = 0;
    for (size_t i = 0; i < all.book->claims.count; i++) {
        bool recent = dc_date_days_between(all.book->claims.issued[i], all.book->as_of) < 364;
        if (!recent || all.book->claims.kind[i] != DC_CLAIM_INVOICE)
            continue;
        wanted[all.book->claims.currency[i]] += all.book->claims.amount[i].minor;
        donors++;
    }
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
    assert_true(donors > DC_SALES_SLOTS_MAX);
    assert_int_equal(all.slots.thinned_from, donors);
    assert_true(all.slots.count < 2 * DC_SALES_SLOTS_MAX); /* a pool is one week of one kind */
    assert_named_customers_keep_theirs(&all, donors);
    size_t stand = 0;
    for (size_t i = 0; i < all.slots.count; i++)
        stand += 1 + all.slots.slot[i].pooled;
    assert_int_equal(stand, donors);
    for (uint16_t c = 0; c < 2; c++)
        assert_int_equal(total(&all.slots, 1, 364, c), wanted[c]);
    drop(&all);
}

static void rows_in_another_order_make_the_same_slots(void **state)
{
    (void)state;
    made all = {.arena = dc_arena_new(), .book = given_company(5, 30, 0)};
    made mixed = {.arena = dc_arena_new(), .book = given_company(5, 30, 123)};
    dc_slots_make(&all.slots, all.arena, all.book, NULL, 364);
    dc_slots_make(&mixed.slots, mixed.arena, mixed.book, NULL, 364);
    assert_int_equal(all.slots.count, mixed.slots.count);
    for (size_t i = 0; i < all.slots.count; i++) {
        assert_true(all.slots.slot[i].entity == mixed.slots.slot[i].entity);
        assert_int_equal(all.slots.slot[i].amount, mixed.slots.slot[i].amount);
        assert_int_equal(all.slots.slot[i].issue, mixed.slots.slot[i].issue);
    }
    drop(&all);
    drop(&mixed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invoice_comes_again_on_the_same_weekday_a_year_later),
        cmocka_unit_test(who_is_in_default_orders_nothing_again),
        cmocka_unit_test(it_comes_again_every_year_of_a_longer_horizon),
        cmocka_unit_test(a_short_history_repeats_in_whole_weeks),
        cmocka_unit_test(only_invoices_come_again_whatever_became_of_them),
        cmocka_unit_test(an_invoice_far_larger_than_the_next_is_a_one_off),
        cmocka_unit_test(terms_are_never_negative),
        cmocka_unit_test(a_plan_sets_the_sales_of_its_period),
        cmocka_unit_test(in_one_currency_the_plan_is_met_to_the_cent),
        cmocka_unit_test(the_days_of_a_period_that_have_passed_take_their_share_with_them),
        cmocka_unit_test(a_planned_period_without_donors_gets_a_slot_a_day),
        cmocka_unit_test(amounts_grow_and_growth_fades),
        cmocka_unit_test(a_new_level_stays_but_is_no_trend),
        cmocka_unit_test(without_growth_amounts_stay_to_the_cent),
        cmocka_unit_test(what_is_planned_does_not_grow),
        cmocka_unit_test(the_uncertainty_of_a_plan_is_its_noise),
        cmocka_unit_test(a_plan_that_is_certain_makes_its_slots_certain),
        cmocka_unit_test(what_is_certain_in_part_is_not_certain),
        cmocka_unit_test(slots_stand_by_currency_week_and_customer),
        cmocka_unit_test(thinning_keeps_the_total_of_each_currency),
        cmocka_unit_test(rows_in_another_order_make_the_same_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
