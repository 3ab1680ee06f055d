#include "support/expect.h"
#include "support/given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/billing.h"
#include "duecast/random.h"
#include "forecast/simulate/slots.h"

/* A table that grows row by row. */
typedef struct {
    char  *text;
    size_t size;
    FILE  *file;
    int    rows;
} table;

static void table_start(table *out)
{
    *out = (table){0};
    out->file = open_memstream(&out->text, &out->size);
    fputs("customer invoice issued due amount\n", out->file);
}

static void add_invoice(table *to, const char *customer, dc_date issued)
{
    char day[11], due[11];
    dc_date_format(day, issued);
    dc_date_format(due, dc_date_add_days(issued, 30));
    fprintf(to->file, "%s %s-%05d %s %s 1000.00 paid=%s\n", customer, customer, to->rows++, day,
            due, day);
}

static dc_book *book_of(table *from, const char *as_of)
{
    fclose(from->file);
    dc_book *book = given_book(as_of, from->text);
    free(from->text);
    return book;
}

static dc_date open_day(dc_date day, bool earlier)
{
    while (dc_date_weekday(day) >= 5)
        day = dc_date_add_days(day, earlier ? -1 : 1);
    return day;
}

/* How a customer is invoiced each month of two years, up to a day. */
typedef struct {
    int  day, second_day; /* of the month; 0: the last; second: -1 none */
    int  every;           /* months */
    bool open_days, earlier;
} rhythm;

static dc_date day_of_month(dc_date month, int day)
{
    dc_date end = dc_date_month_end(month), date = dc_date_add_days(month, day - 1);
    return day == 0 || date.day > end.day ? end : date;
}

static void add_rhythm(table *to, const char *customer, const rhythm *of, dc_date until)
{
    dc_date first = date("2024-01-01");
    for (int m = 0; m < 36; m += of->every) {
        int days[] = {of->day, of->second_day};
        for (int k = 0; k < 2; k++) {
            dc_date month = dc_date_add_months(first, m);
            dc_date issued = day_of_month(month, days[k]);
            if (of->open_days)
                issued = open_day(issued, of->earlier);
            if (days[k] >= 0 && issued.day <= until.day)
                add_invoice(to, customer, issued);
        }
    }
}

static int by_month(table *from, const char *as_of)
{
    dc_book          *book = book_of(from, as_of);
    dc_arena         *arena = dc_arena_new();
    const dc_billing *billing = dc_billing_learn(arena, book);
    int               count = 0;
    for (size_t c = 0; c < book->customers.count; c++)
        count += dc_billing_by_month(billing, (uint32_t)c);
    dc_arena_free(arena);
    given_book_free(book);
    return count;
}

static const rhythm rhythms[] = {
    {.day = 1, .second_day = -1, .every = 1},
    {.day = 0, .second_day = -1, .every = 1},
    {.day = 28, .second_day = -1, .every = 1},
    {.day = 30, .second_day = -1, .every = 1},
    {.day = 1, .second_day = -1, .every = 1, .open_days = true},
    {.day = 0, .second_day = -1, .every = 1, .open_days = true, .earlier = true},
    {.day = 15, .second_day = -1, .every = 1, .open_days = true},
    {.day = 1, .second_day = 15, .every = 1},
    {.day = 15, .second_day = 0, .every = 1, .open_days = true, .earlier = true},
    {.day = 1, .second_day = -1, .every = 3},
};
enum { RHYTHMS = sizeof rhythms / sizeof rhythms[0] };

static void who_is_invoiced_by_the_month_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < RHYTHMS; i++) {
        table to;
        table_start(&to);
        add_rhythm(&to, "acme", &rhythms[i], date("2026-06-30"));
        assert_int_equal(by_month(&to, "2026-06-30"), 1);
    }
}

/* Whatever the as-of date, the year ahead has the invoices of a year: none twice, none lost, each
 * on its day - and each month as many as the same month of the year before. */
static void a_year_ahead_has_each_invoice_once(void **state)
{
    (void)state;
    for (int i = 0; i < RHYTHMS; i++) {
        for (int ahead = 0; ahead < 366; ahead += i == 4 || i == 5 ? 1 : 5) {
            dc_date as_of = dc_date_add_days(date("2025-12-01"), ahead);
            char    text[11];
            table   to;
            table_start(&to);
            dc_date_format(text, as_of);
            add_rhythm(&to, "acme", &rhythms[i], as_of);
            dc_book  *book = book_of(&to, text);
            dc_arena *arena = dc_arena_new();
            dc_slots  slots;
            dc_slots_make(&slots, arena, book, NULL, 365);
            int wanted = 12 / rhythms[i].every * (rhythms[i].second_day >= 0 ? 2 : 1);
            assert_in_range(slots.count, wanted - rhythms[i].open_days,
                            wanted + rhythms[i].open_days);
            for (size_t k = 1; k < slots.count && rhythms[i].second_day < 0; k++) {
                int32_t apart = slots.slot[k].issue - slots.slot[k - 1].issue;
                assert_in_range(apart, 28 * rhythms[i].every - 2, 31 * rhythms[i].every + 3);
            }
            for (size_t k = 0; k < slots.count && !rhythms[i].open_days; k++) {
                dc_date day = dc_date_add_days(as_of, slots.slot[k].issue);
                dc_date month = dc_date_month_start(day);
                assert_true(day.day == day_of_month(month, rhythms[i].day).day ||
                            day.day == day_of_month(month, rhythms[i].second_day).day);
            }
            dc_arena_free(arena);
            given_book_free(book);
        }
    }
}

static void a_rhythm_of_weeks_is_none_of_months(void **state)
{
    (void)state;
    static const int steps[] = {1, 7, 14, 21, 28, 30, 42};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        table to;
        table_start(&to);
        for (int day = 0; day < 900; day += steps[i])
            add_invoice(&to, "acme", dc_date_add_days(date("2024-01-10"), day));
        assert_int_equal(by_month(&to, "2026-06-30"), 0);
    }
}

/* The bound of the three tests is three in a thousand; 4,000 irregular customers, on open days. */
static void irregular_customers_are_rarely_taken_for_it(void **state)
{
    (void)state;
    enum { CUSTOMERS = 4000 };
    table to;
    table_start(&to);
    for (int c = 0; c < CUSTOMERS; c++) {
        char name[16];
        snprintf(name, sizeof name, "c%05d", c);
        for (int n = 0; n < 3 + c % 24; n++) {
            double u = dc_uniform((dc_luck){11, (uint64_t)c, DC_PURPOSE_TEST}, (uint32_t)n, 0);
            add_invoice(&to, name,
                        open_day(dc_date_add_days(date("2025-07-01"), (int)(u * 363)), false));
        }
    }
    int found = by_month(&to, "2026-06-30");
    assert_true(found <= CUSTOMERS * 3 / 1000);
}

/* Each is invoiced once a year, all of them on the last of a month: nobody's own days tell. */
static void who_has_few_invoices_does_as_the_others(void **state)
{
    (void)state;
    table to;
    table_start(&to);
    for (int m = 0; m < 12; m++) {
        char name[16];
        snprintf(name, sizeof name, "c%02d", m);
        add_invoice(&to, name, dc_date_month_end(dc_date_add_months(date("2025-07-01"), m)));
    }
    assert_int_equal(by_month(&to, "2026-06-30"), 12);
}

static void some_days_beside_do_not_matter(void **state)
{
    (void)state;
    table to;
    table_start(&to);
    add_rhythm(&to, "acme", &rhythms[0], date("2026-06-30"));
    for (int i = 0; i < 4; i++)
        add_invoice(&to, "acme", dc_date_add_days(date("2025-08-06"), 61 * i));
    assert_int_equal(by_month(&to, "2026-06-30"), 1);
}

/* Without a calendar year apart, 28-day periods would compare six firsts of a month with five. */
static void steady_monthly_sales_do_not_grow(void **state)
{
    (void)state;
    table to;
    table_start(&to);
    for (int c = 0; c < 10; c++) {
        char name[16];
        snprintf(name, sizeof name, "c%02d", c);
        add_rhythm(&to, name, &rhythms[0], date("2026-06-30"));
    }
    add_invoice(&to, "now", date("2026-06-30"));
    dc_book  *book = book_of(&to, "2026-06-30");
    dc_model *model = given_learnt_model(book);
    assert_double_close(model->sales_portfolio.growth_own, 0.0, 0.03);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_invoiced_by_the_month_is_found),
        cmocka_unit_test(a_year_ahead_has_each_invoice_once),
        cmocka_unit_test(a_rhythm_of_weeks_is_none_of_months),
        cmocka_unit_test(irregular_customers_are_rarely_taken_for_it),
        cmocka_unit_test(who_has_few_invoices_does_as_the_others),
        cmocka_unit_test(some_days_beside_do_not_matter),
        cmocka_unit_test(steady_monthly_sales_do_not_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
