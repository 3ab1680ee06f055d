/* What lines of the sales plan are about, and that none of their money is lost or doubled. */
#include "support/expect.h"
#include "support/given.h"

#include <stdlib.h>
#include <string.h>

#include "forecast/simulate/slots.h"

/* Two customers are invoiced 100 euro each, one 50 dollars, on the 20th of each month of a year;
 * of dollars 0.9 euro each are 45. */
static dc_book *given_year(void)
{
    static const char heading[] = "customer invoice issued due amount\n";
    char             *table = dc_heap_alloc(12 * 3 * 100, 1);
    strcpy(table, heading);
    for (int m = 0; m < 13; m++) {
        static const char *const who[] = {"acme", "birch", "cedar"};
        for (int c = 0; c < 3; c++) {
            char    day[11], due[11];
            dc_date issued = dc_date_add_months(date("2023-06-20"), m);
            dc_date_format(day, issued);
            dc_date_format(due, dc_date_add_days(issued, 60));
            sprintf(table + strlen(table), "%s %s-%02d %s %s %s paid=%s%s\n", who[c], who[c], m,
                    day, due, c == 2 ? "50.00" : "100.00", day,
                    c == 2   ? " currency=USD"
                    : c == 1 ? " segment=retail"
                             : "");
        }
    }
    dc_book *book = given_book("2024-06-30", table);
    free(table);
    return book;
}

static dc_plan_line *add_plan(dc_book *book, const char *from, const char *to, const char *amount)
{
    given_plan(book, from, to, amount);
    return &book->plan[book->plan_count - 1];
}

static uint16_t dollars(const dc_book *book)
{
    return book->home == 0 ? 1 : 0;
}

static int32_t customer(const dc_book *book, const char *id)
{
    for (size_t c = 0; c < book->customers.count; c++)
        if (strcmp(book->customers.id[c], id) == 0)
            return (int32_t)c;
    return DC_NONE;
}

/* A row that repeats each month on a day. */
static void add_repeating(dc_book *book, int32_t of, const char *from, const char *until,
                          const char *amount)
{
    for (dc_date day = date(from); day.day <= date(until).day;) {
        dc_date       next = dc_date_add_months(day, 1);
        char          text[11];
        dc_plan_line *line;
        dc_date_format(text, day);
        line = add_plan(book, text, text, amount);
        line->reach = dc_date_add_days(next, -1);
        if (line->reach.day > date(until).day)
            line->reach = date(until);
        line->customer = of;
        day = next;
    }
}

/* What is invoiced from day to day in one currency, of one customer or of all (DC_NONE). */
static int64_t sold_over(const dc_book *book, int32_t horizon, const char *from, const char *to,
                         uint16_t currency, int32_t of)
{
    dc_arena *arena = dc_arena_new();
    dc_slots  slots;
    int64_t   sum = 0;
    dc_slots_make(&slots, arena, book, NULL, horizon);
    for (size_t i = 0; i < slots.count; i++) {
        const dc_slot *slot = &slots.slot[i];
        int32_t        day = book->as_of.day + slot->issue;
        assert_true(slot->amount > 0 && slot->issue <= horizon);
        if (day >= date(from).day && day <= date(to).day && slot->currency == currency &&
            (of == DC_NONE || slot->customer == (uint32_t)of))
            sum += slot->amount;
    }
    dc_arena_free(arena);
    return sum;
}

static int64_t sold(const dc_book *book, const char *from, const char *to, uint16_t currency,
                    int32_t of)
{
    return sold_over(book, 365, from, to, currency, of);
}

static int64_t july(const dc_book *book, uint16_t currency)
{
    return sold(book, "2024-07-01", "2024-07-31", currency, DC_NONE);
}

static void lines_in_two_currencies_add_up(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        dc_book *book = given_year();
        for (int i = 0; i < 2; i++)
            if (i == order)
                add_plan(book, "2024-07-01", "2024-07-31", "900.00");
            else
                add_plan(book, "2024-07-01", "2024-07-31", "300.00")->currency = dollars(book);
        assert_int_equal(july(book, book->home), 90000);
        assert_int_equal(july(book, dollars(book)), 30000);
        given_book_free(book);
    }
}

static void a_line_in_dollars_is_about_sales_in_dollars(void **state)
{
    (void)state;
    dc_book *book = given_year();
    add_plan(book, "2024-07-01", "2024-07-31", "300.00")->currency = dollars(book);
    assert_int_equal(july(book, book->home), 20000);
    assert_int_equal(july(book, dollars(book)), 30000);
    given_book_free(book);
}

static void a_line_in_the_book_currency_is_about_all_others_have_no_line_for(void **state)
{
    (void)state;
    dc_book *book = given_year();
    add_plan(book, "2024-07-01", "2024-07-31", "490.00");
    assert_int_equal(july(book, book->home), 40000);
    assert_int_equal(july(book, dollars(book)), 10000); /* 90 euro */
    given_book_free(book);
}

static void a_currency_nobody_is_invoiced_in_is_added(void **state)
{
    (void)state;
    for (int with = 0; with < 2; with++) {
        dc_book      *book = given_year();
        int32_t       acme = customer(book, "acme");
        dc_plan_line *line = add_plan(book, "2024-07-01", "2024-07-31", "300.00");
        line->currency = dollars(book);
        line->customer = acme;
        if (with)
            add_plan(book, "2024-07-01", "2024-07-31", "70.00")->customer = acme;
        assert_int_equal(sold(book, "2024-07-01", "2024-07-31", book->home, acme),
                         with ? 7000 : 10000);
        assert_int_equal(sold(book, "2024-07-01", "2024-07-31", dollars(book), acme), 30000);
        given_book_free(book);
    }
}

static void nothing_planned_is_nothing_sold(void **state)
{
    (void)state;
    dc_book *book = given_year();
    int32_t  acme = customer(book, "acme");
    add_plan(book, "2024-07-01", "2024-07-31", "0.00");
    add_plan(book, "2024-08-01", "2024-08-31", "0.00")->customer = acme;
    assert_int_equal(july(book, book->home), 0);
    assert_int_equal(july(book, dollars(book)), 0);
    assert_int_equal(sold(book, "2024-08-01", "2024-08-31", book->home, DC_NONE), 10000);
    assert_int_equal(sold(book, "2024-08-01", "2024-08-31", book->home, acme), 0);
    assert_int_equal(sold(book, "2024-09-01", "2024-09-30", book->home, DC_NONE), 20000);
    given_book_free(book);
}

/* On whatever day the row repeats, its customer sells what it says each month, no more. */
static void a_row_that_repeats_is_instead_of_what_was_learnt(void **state)
{
    (void)state;
    static const char *const from[] = {"2024-07-20", "2024-07-15", "2024-07-05"};
    for (int i = 0; i < 3; i++) {
        dc_book *book = given_year();
        int32_t  acme = customer(book, "acme");
        add_repeating(book, acme, from[i], "2025-06-30", "250.00");
        assert_int_equal(july(book, book->home), 25000 + 10000);
        assert_int_equal(sold(book, "2024-07-01", "2025-06-30", book->home, acme), 12 * 25000);
        assert_int_equal(sold(book, "2024-07-01", "2024-12-31", book->home, acme), 6 * 25000);
        given_book_free(book);
    }
}

static void how_far_one_looks_does_not_change_it(void **state)
{
    (void)state;
    dc_book *book = given_year();
    int32_t  acme = customer(book, "acme");
    add_repeating(book, acme, "2024-07-15", "2025-06-30", "250.00");
    for (int32_t horizon = 20; horizon < 60; horizon++)
        assert_int_equal(sold_over(book, horizon, "2024-07-01", "2025-06-30", book->home, acme),
                         horizon < 51 ? 25000 : 50000); /* 20 July, 20 August */
    given_book_free(book);
}

static void a_quarter_is_covered_to_its_end(void **state)
{
    (void)state;
    dc_book      *book = given_year();
    dc_plan_line *line = add_plan(book, "2024-07-01", "2024-07-31", "900.00");
    line->reach = date("2024-09-30");
    line->customer = customer(book, "acme");
    assert_int_equal(july(book, book->home), 30000 + 10000);
    assert_int_equal(sold(book, "2024-08-01", "2024-09-30", book->home, line->customer), 60000);
    assert_int_equal(sold(book, "2024-10-01", "2024-10-31", book->home, line->customer), 10000);
    given_book_free(book);
}

static void rows_that_repeat_add_up(void **state)
{
    (void)state;
    dc_book *book = given_year();
    int32_t  acme = customer(book, "acme");
    add_repeating(book, acme, "2024-07-05", "2025-06-30", "250.00");
    add_repeating(book, acme, "2024-07-12", "2025-06-30", "30.00");
    assert_int_equal(sold(book, "2024-07-01", "2025-06-30", book->home, acme), 12 * 28000);
    given_book_free(book);
}

static void a_single_day_is_added(void **state)
{
    (void)state;
    dc_book *book = given_year();
    int32_t  acme = customer(book, "acme");
    add_plan(book, "2024-07-20", "2024-07-20", "250.00")->customer = acme;
    assert_int_equal(sold(book, "2024-07-20", "2024-07-20", book->home, acme), 35000);
    given_book_free(book);
}

static int64_t july_of(const dc_book *book, const char *id)
{
    return sold(book, "2024-07-01", "2024-07-31", book->home, customer(book, id));
}

/* A third of birch's quarter is sold in July; the rest of July in proportion 100 to 45. */
static void a_narrower_line_comes_out_of_the_broader_one(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        dc_book *book = given_year();
        for (int i = 0; i < 2; i++) {
            dc_plan_line *line =
                add_plan(book, "2024-07-01", "2024-07-31", i == order ? "300.00" : "490.00");
            line->reach = i == order ? date("2024-09-30") : line->reach;
            line->segment = i == order ? "retail" : "";
        }
        assert_int_equal(july_of(book, "birch"), 10000);
        assert_int_equal(sold(book, "2024-08-01", "2024-09-30", book->home, DC_NONE), 40000);
        assert_int_equal(july_of(book, "acme"), 26897);
        assert_int_equal(july(book, dollars(book)), 13448); /* 121.03 euro */
        given_book_free(book);
    }
}

/* Of what is planned for all, for retail and for acme each takes out what is narrower. */
static void three_scopes_are_one_total(void **state)
{
    (void)state;
    dc_book      *book = given_year();
    dc_plan_line *line = add_plan(book, "2024-07-01", "2024-07-31", "490.00");
    line = add_plan(book, "2024-07-01", "2024-07-31", "120.00");
    line->segment = "retail";
    line = add_plan(book, "2024-07-01", "2024-07-31", "250.00");
    line->customer = customer(book, "acme");
    assert_int_equal(july_of(book, "acme"), 25000);
    assert_int_equal(july_of(book, "birch"), 12000);
    assert_int_equal(july(book, dollars(book)), 13333); /* 120 euro are left */
    given_book_free(book);
}

static void what_parts_leave_goes_to_somebody_new_where_all_are_planned(void **state)
{
    (void)state;
    static const char *const all[] = {"39.00", "45.01", "60.00"};
    for (int i = 0; i < 3; i++) {
        dc_book *book = given_year();
        add_plan(book, "2024-07-01", "2024-07-31", all[i]);
        for (int c = 0; c < 3; c++) {
            dc_plan_line *line =
                add_plan(book, "2024-07-01", "2024-07-31", c == 0 ? "20.00" : "10.00");
            line->customer = customer(book, (const char *[]){"acme", "birch", "cedar"}[c]);
            line->currency = c == 2 ? dollars(book) : line->currency;
        }
        /* 20 + 10 + 9 euro, and the rest */
        assert_int_equal(july(book, book->home), i == 0 ? 3000 : i == 1 ? 3601 : 5100);
        assert_int_equal(july(book, dollars(book)), 1000);
        given_book_free(book);
    }
}

/* Nobody sells less than nothing. */
static void parts_beyond_the_whole_leave_the_others_nothing(void **state)
{
    (void)state;
    dc_book *book = given_year();
    add_plan(book, "2024-07-01", "2024-07-31", "490.00");
    add_plan(book, "2024-07-01", "2024-07-31", "500.00")->customer = customer(book, "acme");
    assert_int_equal(july(book, book->home), 50000);
    assert_int_equal(july(book, dollars(book)), 0);
    given_book_free(book);
}

/* The sales of a month and more of the same scope hold a customer's once. */
static void parts_come_out_of_lines_that_add_up_once(void **state)
{
    (void)state;
    dc_book *book = given_year();
    add_repeating(book, DC_NONE, "2024-07-05", "2024-12-31", "40.00");
    add_plan(book, "2024-07-01", "2024-07-31", "490.00");
    add_plan(book, "2024-07-01", "2024-07-31", "100.00")->customer = customer(book, "acme");
    assert_int_equal(july_of(book, "acme"), 10000);
    assert_double_close((double)july(book, book->home) + 0.9 * (double)july(book, dollars(book)),
                        53000.0, 1.0);
    given_book_free(book);
}

/* A project of one day is on top, whoever it is for. */
static void a_single_day_comes_out_of_nothing(void **state)
{
    (void)state;
    dc_book *book = given_year();
    add_plan(book, "2024-07-01", "2024-07-31", "490.00");
    add_plan(book, "2024-07-22", "2024-07-22", "70.00")->customer = customer(book, "acme");
    assert_int_equal(july_of(book, "acme"), 20000 + 7000);
    assert_int_equal(july_of(book, "birch"), 20000);
    given_book_free(book);
}

/* What lies behind the horizon stays there: slots of acme on the 20th, of dollars none of its own,
 * and days of somebody new. */
static void what_is_sold_by_a_day_does_not_depend_on_the_horizon(void **state)
{
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        dc_book *book = given_year();
        add_plan(book, "2024-07-01", "2024-07-31", "490.00");
        add_plan(book, "2024-08-01", "2024-08-31", "700.00");
        dc_plan_line *line = add_plan(book, "2024-07-01", "2024-07-31", "300.00");
        line->reach = date("2024-09-30");
        line->customer = customer(book, "acme");
        line->currency = kind == 1 ? dollars(book) : book->home;
        if (kind == 2)
            line->segment = "nobody's";
        if (kind == 3) /* begins behind some horizons, within the quarter */
            add_plan(book, "2024-09-01", "2024-09-30", "90.00")->currency = dollars(book);
        for (int32_t horizon = 7; horizon < 100; horizon++) {
            char to[11];
            dc_date_format(to, dc_date_add_days(book->as_of, horizon));
            for (uint16_t c = 0; c < 2; c++)
                assert_int_equal(sold_over(book, horizon, "2024-07-01", to, c, DC_NONE),
                                 sold(book, "2024-07-01", to, c, DC_NONE));
        }
        given_book_free(book);
    }
}

/* Of the month of the as-of date, the share of its days that are left, however far one looks. */
static void a_month_that_has_begun_keeps_the_share_of_its_days(void **state)
{
    (void)state;
    dc_book *book = given_year();
    add_plan(book, "2024-06-21", "2024-07-20", "300.00");
    for (int32_t horizon = 7; horizon < 60; horizon++)
        assert_int_equal(sold_over(book, horizon, "2024-07-01", "2024-07-31", book->home, DC_NONE),
                         horizon < 20 ? 0 : 16326); /* 200 / 245 of what was learnt */
    given_book_free(book);
}

/* Birch is in retail and pays 60 days after issue; whoever nobody names gets the usual 30. */
static void what_only_the_plan_sells_has_the_terms_and_segment_of_its_customer(void **state)
{
    (void)state;
    dc_book  *book = given_year();
    dc_arena *arena = dc_arena_new();
    dc_slots  slots;
    int32_t   birch = customer(book, "birch");
    add_plan(book, "2024-07-09", "2024-07-09", "70.00")->customer = birch;
    add_plan(book, "2024-07-10", "2024-07-10", "80.00");
    dc_slots_make(&slots, arena, book, NULL, 365);
    int found = 0;
    for (size_t i = 0; i < slots.count; i++) {
        const dc_slot *slot = &slots.slot[i];
        if (slot->amount == 7000) {
            assert_int_equal(slot->terms, 60);
            assert_string_equal(slot->segment, "retail");
            found++;
        } else if (slot->amount == 8000) {
            assert_int_equal(slot->terms, 30);
            assert_string_equal(slot->segment, "");
            found++;
        }
    }
    assert_int_equal(found, 2);
    dc_arena_free(arena);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_in_two_currencies_add_up),
        cmocka_unit_test(a_line_in_dollars_is_about_sales_in_dollars),
        cmocka_unit_test(a_line_in_the_book_currency_is_about_all_others_have_no_line_for),
        cmocka_unit_test(a_currency_nobody_is_invoiced_in_is_added),
        cmocka_unit_test(nothing_planned_is_nothing_sold),
        cmocka_unit_test(a_row_that_repeats_is_instead_of_what_was_learnt),
        cmocka_unit_test(how_far_one_looks_does_not_change_it),
        cmocka_unit_test(a_quarter_is_covered_to_its_end),
        cmocka_unit_test(rows_that_repeat_add_up),
        cmocka_unit_test(a_single_day_is_added),
        cmocka_unit_test(a_narrower_line_comes_out_of_the_broader_one),
        cmocka_unit_test(three_scopes_are_one_total),
        cmocka_unit_test(what_parts_leave_goes_to_somebody_new_where_all_are_planned),
        cmocka_unit_test(parts_beyond_the_whole_leave_the_others_nothing),
        cmocka_unit_test(parts_come_out_of_lines_that_add_up_once),
        cmocka_unit_test(a_single_day_comes_out_of_nothing),
        cmocka_unit_test(what_is_sold_by_a_day_does_not_depend_on_the_horizon),
        cmocka_unit_test(a_month_that_has_begun_keeps_the_share_of_its_days),
        cmocka_unit_test(what_only_the_plan_sells_has_the_terms_and_segment_of_its_customer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
