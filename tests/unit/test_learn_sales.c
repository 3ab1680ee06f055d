#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/random.h"
#include "forecast/learn/sales.h"

/* A ledger to be written down: `a_day` invoices on each of the last `days`. */
typedef struct {
    const char *segment;
    int         a_day, days;
    double      growth;     /* of amounts, a year, log scale */
    double      noise;      /* of the number of invoices, from one 4 weeks to the next */
    bool        steady;     /* all amounts alike */
    int         entry_days; /* entered up to so many days after the issue */
    bool        backwards;  /* rows in opposite order */
} ledger;

enum { ROW_MOST = 120 };

static double uniform(const ledger *of, int day, int number, uint32_t what)
{
    const char *parts[] = {of->segment};
    return dc_uniform((dc_luck){7, dc_identity(parts, 1) + (uint64_t)day, DC_PURPOSE_TEST},
                      (uint32_t)number, what);
}

/* Lognormal with mean 1, by the sum of twelve uniforms. */
static double factor_of(const ledger *of, int period)
{
    double normal = -6.0, sd = sqrt(log1p(of->noise * of->noise));
    for (uint32_t i = 0; i < 12; i++)
        normal += uniform(of, -1 - period, 0, i);
    return exp(sd * normal - 0.5 * sd * sd);
}

static char *write_row(char *to, const ledger *of, int age, int number)
{
    char    issued[11], due[11], entered[11];
    dc_date as_of = date("2024-06-30"), day = dc_date_add_days(as_of, -age);
    int     late = (int)(uniform(of, age, number, 20) * (of->entry_days + 1));
    double  spread = of->steady ? 1.0 : 0.7 + 0.6 * uniform(of, age, number, 21);
    if (late > age)
        return to; /* not known yet */
    dc_date_format(issued, day);
    dc_date_format(due, dc_date_add_days(day, 30));
    dc_date_format(entered, dc_date_add_days(day, late));
    return to + sprintf(to, "acme %s-%04d-%03d %s %s %.2f entered=%s segment=%s%s%s\n", of->segment,
                        age, number, issued, due, 100.0 * spread * exp(-of->growth * age / 364.0),
                        entered, of->segment, age > 60 ? " paid=" : "", age > 60 ? due : "");
}

static char *write_ledger(char *to, const ledger *of)
{
    for (int i = 0; i < of->days; i++) {
        int    age = of->backwards ? of->days - 1 - i : i;
        double wanted = of->a_day * (of->noise > 0.0 ? factor_of(of, age / 28) : 1.0);
        int    count = (int)floor(wanted + uniform(of, age, 0, 22));
        for (int number = 0; number < (of->noise > 0.0 ? count : of->a_day); number++)
            to = write_row(to, of, age, number);
    }
    return to;
}

typedef struct {
    dc_book  *book;
    dc_model *model;
} learnt;

static learnt learn_with(const ledger *ledgers, size_t count, const char *more)
{
    size_t rows = 1 + strlen(more);
    for (size_t i = 0; i < count; i++)
        rows += 4 * (size_t)ledgers[i].a_day * (size_t)ledgers[i].days;
    char *table = malloc(rows * ROW_MOST), *to = table;
    to += sprintf(to, "customer invoice issued due amount\n");
    for (size_t i = 0; i < count; i++)
        to = write_ledger(to, &ledgers[i]);
    strcpy(to, more);
    learnt all = {.book = given_book("2024-06-30", table)};
    free(table);
    all.model = dc_arena_alloc(all.book->arena, 1, sizeof *all.model);
    all.model->arena = all.book->arena;
    dc_sales_learn(all.model, all.book, false);
    return all;
}

static learnt learn(const ledger *ledgers, size_t count)
{
    return learn_with(ledgers, count, "");
}

static const dc_sales_habit *sales_of(const learnt *all, const char *segment)
{
    return dc_model_sales(all->model, segment, 0);
}

static void ten_percent_a_year_are_found(void **state)
{
    (void)state;
    learnt all =
        learn(&(ledger){.segment = "retail", .a_day = 12, .days = 728, .growth = log(1.1)}, 1);
    const dc_sales_habit *sales = sales_of(&all, "retail");
    assert_true(sales->growth_learnt);
    assert_int_equal(sales->periods, 13);
    assert_double_close(sales->growth_own, log(1.1), 0.015);
    assert_double_close(sales->growth, log(1.1), 0.03); /* leans on none a little */
    assert_true(sales->growth < sales->growth_own);
    given_book_free(all.book);
}

static void equal_years_do_not_grow_at_all(void **state)
{
    (void)state;
    learnt all = learn(&(ledger){.segment = "retail", .a_day = 3, .days = 728, .steady = true}, 1);
    assert_true(sales_of(&all, "retail")->growth == 0.0);
    assert_true(all.model->sales_portfolio.growth == 0.0);
    assert_true(sales_of(&all, "retail")->growth_learnt);
    given_book_free(all.book);
}

static void noise_beyond_chance_is_found(void **state)
{
    (void)state;
    learnt all = learn(&(ledger){.segment = "retail", .a_day = 15, .days = 728, .noise = 0.2}, 1);
    assert_true(all.model->sales_portfolio.noise_learnt);
    assert_double_close(sales_of(&all, "retail")->noise, 0.2, 0.06);
    given_book_free(all.book);
}

/* 20 and 460 days old, with nothing to compare either with: it must not hide what others do. */
static void a_segment_with_gaps_leaves_the_others_their_noise(void **state)
{
    (void)state;
    const ledger busy = {.segment = "retail", .a_day = 15, .days = 728, .noise = 0.2};
    learnt       alone = learn(&busy, 1),
           both = learn_with(&busy, 1,
                             "odd odd-1 2024-06-10 2024-07-10 50.00 segment=odd\n"
                             "odd odd-2 2023-03-28 2023-04-27 50.00 "
                             "segment=odd paid=2023-05-01\n");
    assert_double_close(sales_of(&both, "retail")->noise, sales_of(&alone, "retail")->noise, 0.02);
    assert_true(isfinite(sales_of(&both, "odd")->noise));
    given_book_free(alone.book);
    given_book_free(both.book);
}

static void regular_sales_have_little_noise(void **state)
{
    (void)state;
    learnt all = learn(&(ledger){.segment = "retail", .a_day = 15, .days = 728}, 1);
    assert_true(sales_of(&all, "retail")->noise < 0.05);
    given_book_free(all.book);
}

static void five_quarters_are_needed(void **state)
{
    (void)state;
    static const struct {
        int  days;
        bool learnt;
    } cases[] = {{454, false}, {455, true}, {100, false}, {0, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        learnt all = learn(
            &(ledger){.segment = "retail", .a_day = 3, .days = cases[i].days, .growth = log(1.2)},
            1);
        const dc_sales_habit *sales = sales_of(&all, "retail");
        assert_int_equal(sales->growth_learnt, cases[i].learnt);
        assert_int_equal(sales->noise_learnt, cases[i].learnt);
        assert_true((sales->growth > 0.0) == cases[i].learnt);
        assert_int_equal(sales->periods, cases[i].learnt ? 3 : 0);
        if (!cases[i].learnt)
            assert_double_close(sales->noise, 0.10, 1e-15);
        given_book_free(all.book);
    }
}

/* Newest invoices are not entered yet; that must not look as if sales fell. */
static void days_that_are_not_entered_yet_are_left_aside(void **state)
{
    (void)state;
    learnt all =
        learn(&(ledger){.segment = "retail", .a_day = 12, .days = 728, .entry_days = 40}, 1);
    assert_int_equal(all.model->entry_days, 40);
    assert_double_close(sales_of(&all, "retail")->growth_own, 0.0, 0.012);
    given_book_free(all.book);
}

static void segments_keep_their_own_and_lean_on_all(void **state)
{
    (void)state;
    const ledger ledgers[] = {
        {.segment = "down", .a_day = 8, .days = 728, .growth = log(0.9)},
        {.segment = "new", .a_day = 1, .days = 200},
        {.segment = "up", .a_day = 8, .days = 728, .growth = log(1.2)},
    };
    learnt all = learn(ledgers, 3);
    double portfolio = all.model->sales_portfolio.growth;
    assert_int_equal(all.model->sales_count, 3);
    assert_double_close(sales_of(&all, "down")->growth, log(0.9), 0.04);
    assert_double_close(sales_of(&all, "up")->growth, log(1.2), 0.04);
    assert_true(sales_of(&all, "down")->growth > sales_of(&all, "down")->growth_own);
    assert_true(sales_of(&all, "up")->growth < sales_of(&all, "up")->growth_own);
    assert_true(sales_of(&all, "new")->growth == portfolio);
    assert_true(isnan(sales_of(&all, "new")->growth_own));
    assert_true(sales_of(&all, "nobody")->growth == portfolio);
    given_book_free(all.book);
}

/* 120 % a year hardly lean on anything, but when in the year they came is not known. */
static void a_new_level_is_believed_within_bounds(void **state)
{
    (void)state;
    learnt all =
        learn(&(ledger){.segment = "retail", .a_day = 5, .days = 728, .growth = log(2.2)}, 1);
    assert_true(sales_of(&all, "retail")->growth_learnt);
    assert_double_close(sales_of(&all, "retail")->growth_own, log(2.2), 0.06); /* capped */
    assert_double_close(sales_of(&all, "retail")->growth, 0.40, 1e-15);
    given_book_free(all.book);
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    ledger of = {.segment = "retail", .a_day = 5, .days = 700, .growth = 0.05, .noise = 0.1};
    learnt one = learn(&of, 1);
    of.backwards = true;
    learnt other = learn(&of, 1);
    assert_true(sales_of(&one, "retail")->growth == sales_of(&other, "retail")->growth);
    assert_true(sales_of(&one, "retail")->noise == sales_of(&other, "retail")->noise);
    given_book_free(one.book);
    given_book_free(other.book);
}

static void what_is_assumed_is_said(void **state)
{
    (void)state;
    learnt   all = learn(&(ledger){.segment = "retail", .a_day = 3, .days = 728, .growth = 0.1}, 1);
    dc_model assumed = {.arena = all.book->arena};
    dc_sales_learn(&assumed, all.book, true);
    assert_int_equal(assumed.sales_count, 0);
    assert_false(assumed.sales_portfolio.growth_learnt);
    assert_true(assumed.sales_portfolio.growth == 0.0);
    assert_double_close(assumed.sales_portfolio.noise, 0.10, 1e-15);
    given_book_free(all.book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_percent_a_year_are_found),
        cmocka_unit_test(equal_years_do_not_grow_at_all),
        cmocka_unit_test(noise_beyond_chance_is_found),
        cmocka_unit_test(a_segment_with_gaps_leaves_the_others_their_noise),
        cmocka_unit_test(regular_sales_have_little_noise),
        cmocka_unit_test(five_quarters_are_needed),
        cmocka_unit_test(days_that_are_not_entered_yet_are_left_aside),
        cmocka_unit_test(segments_keep_their_own_and_lean_on_all),
        cmocka_unit_test(a_new_level_is_believed_within_bounds),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(what_is_assumed_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
