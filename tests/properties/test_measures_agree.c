/*
 * The sweep over many days against a plain computation, one day and one claim at a time, and
 * against the book as it stood that day, on ledgers made at random.
 */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/measures.h"
#include "duecast/metrics.h"

enum { LEDGERS = 6, CUSTOMERS = 23, MONTHS = 20 };

static const dc_ageing_edges edge_cases[] = {
    {4, {30, 60, 90, 120}}, {1, {7}}, {12, {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233}}};
enum { EDGE_CASES = sizeof edge_cases / sizeof edge_cases[0] };

/* --- the plain computation --- */

typedef struct {
    dc_ageing ageing;
    int64_t   debit, overdue, receivables;
    double    top1, all, squares;
} plain;

static int64_t open_at(const dc_book *book, size_t claim, dc_date day)
{
    int64_t open = book->claims.amount[claim].minor;
    if (book->claims.entered[claim].day > day.day || book->claims.issued[claim].day > day.day)
        return 0;
    for (size_t e = 0; e < book->events.count; e++)
        if (book->events.claim[e] == claim && book->events.date[e].day <= day.day &&
            book->events.kind[e] != DC_EVENT_RECOVERY)
            open -= book->events.amount[e].minor;
    return open;
}

static size_t bucket_of(const dc_ageing_edges *edges, int32_t days, bool by_due)
{
    size_t bucket = 0;
    if (by_due && days <= 0)
        return 0;
    while (bucket < edges->count && days > edges->last_day[bucket])
        bucket++;
    return bucket + by_due;
}

/* In one currency: its sums are translated once. */
static void add_currency(plain *out, const dc_book *book, dc_date day, const dc_ageing_edges *edges,
                         uint16_t currency)
{
    int64_t due[DC_AGEING_BUCKETS_MAX] = {0}, credits = 0, unapplied = 0;
    for (size_t i = 0; i < book->claims.count; i++) {
        int64_t open = open_at(book, i, day);
        if (book->claims.currency[i] != currency)
            continue;
        if (book->claims.kind[i] == DC_CLAIM_UNAPPLIED)
            unapplied += open;
        else if (open < 0)
            credits += open;
        else
            due[bucket_of(edges, day.day - book->claims.due[i].day, true)] += open;
    }
    for (size_t b = 0; b < edges->count + 2; b++) {
        int64_t value = dc_book_translate(book, currency, DC_MONEY(due[b])).minor;
        out->ageing.bucket[DC_AGED_BY_DUE][b] += value;
        out->debit += value;
        out->overdue += b > 0 ? value : 0;
    }
    out->ageing.credits += dc_book_translate(book, currency, DC_MONEY(credits)).minor;
    out->ageing.unapplied += dc_book_translate(book, currency, DC_MONEY(unapplied)).minor;
}

static void add_customers(plain *out, const dc_book *book, dc_date day)
{
    for (uint32_t c = 0; c < book->customers.count; c++) {
        double owed = 0.0;
        for (size_t i = 0; i < book->claims.count; i++)
            if (book->claims.customer[i] == c && book->claims.kind[i] != DC_CLAIM_UNAPPLIED)
                owed += (double)dc_book_translate(book, book->claims.currency[i],
                                                  DC_MONEY(open_at(book, i, day)))
                            .minor;
        if (owed <= 0.0)
            continue;
        out->all += owed;
        out->squares += owed * owed;
        out->top1 = fmax(out->top1, owed);
    }
}

static void compute(plain *out, const dc_book *book, dc_date day, const dc_ageing_edges *edges)
{
    *out = (plain){0};
    for (uint16_t currency = 0; currency < book->currency_count; currency++)
        add_currency(out, book, day, edges, currency);
    out->receivables = out->debit + out->ageing.credits;
    add_customers(out, book, day);
}

/* --- against it --- */

static double told(const dc_measures *measures, size_t date, dc_measure measure)
{
    const dc_measure_value *value = dc_measured(measures, date, measure);
    assert_true(value->applicable);
    return value->value;
}

static void compare_day(const dc_measures *m, size_t d)
{
    plain            want;
    const dc_ageing *got = &m->ageing[d];
    int64_t          by_issue = 0;
    compute(&want, m->book, m->date[d], &m->edges);
    assert_memory_equal(got->bucket[DC_AGED_BY_DUE], want.ageing.bucket[DC_AGED_BY_DUE],
                        sizeof got->bucket[DC_AGED_BY_DUE]);
    for (size_t b = 0; b < m->edges.count + 1; b++)
        by_issue += got->bucket[DC_AGED_BY_ISSUE][b];
    assert_int_equal(by_issue, want.debit);
    assert_int_equal(got->credits, want.ageing.credits);
    assert_int_equal(got->unapplied, want.ageing.unapplied);
    assert_int_equal(got->ledger, want.receivables + want.ageing.unapplied);
    assert_double_close(told(m, d, DC_MEASURE_RECEIVABLES), (double)want.receivables, 0.0);
    assert_double_close(told(m, d, DC_MEASURE_OVERDUE), (double)want.overdue, 0.0);
    assert_double_close(told(m, d, DC_MEASURE_OVERDUE_SHARE),
                        (double)want.overdue / (double)want.debit, 1e-12);
    /* Translated claim by claim there, customer by customer here: cents apart. */
    assert_double_close(told(m, d, DC_MEASURE_TOP_1_SHARE), want.top1 / want.all, 1e-6);
    assert_double_close(told(m, d, DC_MEASURE_CONCENTRATION), want.squares / want.all / want.all,
                        1e-6);
}

static void every_day_is_what_a_plain_computation_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LEDGERS; seed++) {
        dc_book  *book = given_company(seed, CUSTOMERS, 0);
        dc_arena *arena = dc_arena_new();
        dc_date   dates[DC_MEASURE_DATES_MAX];
        size_t    count = dc_measure_month_ends(
               dates, dc_date_add_days(book->as_of, -(int32_t)(seed % 4) * 9), 9);
        const dc_measures *m =
            dc_measures_make(arena, book, dates, count, &edge_cases[seed % EDGE_CASES]);
        assert_int_equal(count, seed % 4 ? 10 : 9);
        for (size_t d = 0; d < count; d++)
            compare_day(m, d);
        dc_arena_free(arena);
        given_book_free(book);
    }
}

/* By issue date, and what of each month's sales is open, claim by claim in the home currency. */
static void issue_ages_and_months_of_issue_are_counted_right(void **state)
{
    (void)state;
    dc_book           *book = given_company(7, CUSTOMERS, 0);
    dc_arena          *arena = dc_arena_new();
    dc_date            dates[DC_MEASURE_DATES_MAX];
    size_t             count = dc_measure_month_ends(dates, book->as_of, 12);
    const dc_measures *m = dc_measures_make(arena, book, dates, count, &edge_cases[0]);
    int64_t            cents = (int64_t)book->claims.count; /* of translation */
    for (size_t d = 0; d < count; d++) {
        int64_t want[DC_AGEING_BUCKETS_MAX] = {0};
        for (size_t i = 0; i < book->claims.count; i++) {
            int64_t open = open_at(book, i, dates[d]);
            if (open > 0 && book->claims.kind[i] != DC_CLAIM_UNAPPLIED)
                want[bucket_of(&m->edges, dates[d].day - book->claims.issued[i].day, false)] +=
                    dc_book_translate(book, book->claims.currency[i], DC_MONEY(open)).minor;
        }
        for (size_t b = 0; b < m->edges.count + 1; b++)
            assert_true(llabs(want[b] - m->ageing[d].bucket[DC_AGED_BY_ISSUE][b]) <= cents);
    }
    assert_true(m->uncollected_count >= 12);
    for (size_t r = 0; r < 12; r++) {
        const dc_uncollected *row = &m->uncollected[r];
        dc_date               begin = dc_date_add_days(dc_date_month_start(row->month_end), -1);
        dc_date               at = row->month_end;
        int64_t               sales = dc_book_sales(book, (dc_period){begin, row->month_end}).minor;
        assert_true(llabs(sales - row->sales) <= 1);
        for (size_t age = 0; age < row->age_count; age++) {
            int64_t open = 0;
            for (size_t i = 0; i < book->claims.count; i++)
                if (book->claims.issued[i].day > begin.day &&
                    book->claims.issued[i].day <= row->month_end.day &&
                    book->claims.kind[i] == DC_CLAIM_INVOICE && open_at(book, i, at) > 0)
                    open += dc_book_translate(book, book->claims.currency[i],
                                              DC_MONEY(open_at(book, i, at)))
                                .minor;
            assert_true(llabs(open - row->open[age]) <= cents);
            at = dc_date_month_end(dc_date_add_days(at, 1));
        }
    }
    dc_arena_free(arena);
    given_book_free(book);
}

/* The figures that are forecast, too, are those of the book as it stood then. */
static void every_day_is_what_the_book_of_that_day_says(void **state)
{
    (void)state;
    static const dc_metric same[] = {DC_RECEIVABLES, DC_OVERDUE,     DC_DSO,
                                     DC_DSO_NOT_DUE, DC_DSO_OVERDUE, DC_DSO_COUNTBACK};
    dc_book               *book = given_company(11, CUSTOMERS, 0);
    dc_arena              *arena = dc_arena_new();
    dc_date                dates[DC_MEASURE_DATES_MAX];
    size_t                 count = dc_measure_month_ends(dates, book->as_of, 12);
    const dc_measures     *m = dc_measures_make(arena, book, dates, count, &edge_cases[0]);
    for (size_t d = 0; d < count; d++) {
        dc_book  *past = dc_book_as_of(book, dates[d]);
        dc_model *model = given_model(past, 0.05, 0.0);
        dc_today  today;
        dc_today_measure(&today, past, model);
        for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
            assert_double_close(told(m, d, dc_metric_measure(same[k])), today.value[same[k]].mean,
                                1e-9);
        assert_int_equal(m->ageing[d].ledger, today.ledger);
        assert_double_close(told(m, d, DC_MEASURE_DSO_NOT_DUE) + told(m, d, DC_MEASURE_DSO_OVERDUE),
                            told(m, d, DC_MEASURE_DSO), 1e-9);
        dc_model_free(model);
        dc_book_free(past);
    }
    dc_arena_free(arena);
    given_book_free(book);
}

/* Whatever it is told apart by, the rows add up to the ledger, bucket by bucket, to the cent. */
static void every_split_adds_up_to_the_ledger(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LEDGERS; seed++) {
        dc_book               *book = given_company(seed, CUSTOMERS, 0);
        dc_arena              *arena = dc_arena_new();
        dc_date                day = dc_date_add_days(book->as_of, -(int32_t)(seed * 17));
        const dc_ageing_edges *edges = &edge_cases[seed % EDGE_CASES];
        const dc_ageing       *all = dc_measures_make(arena, book, &day, 1, edges)->ageing;
        for (dc_split split = 0; split < DC_SPLIT_COUNT; split++) {
            size_t         count;
            dc_ageing      sum = {0};
            dc_ageing_row *row = dc_ageing_split(arena, &count, book, day, split, edges);
            for (size_t i = 0; i < count; i++) {
                int64_t ledger = row[i].ageing.credits + row[i].ageing.unapplied;
                for (size_t b = 0; b < edges->count + 2; b++) {
                    sum.bucket[DC_AGED_BY_DUE][b] += row[i].ageing.bucket[DC_AGED_BY_DUE][b];
                    ledger += row[i].ageing.bucket[DC_AGED_BY_DUE][b];
                }
                sum.ledger += row[i].ageing.ledger;
                assert_int_equal(ledger, row[i].ageing.ledger);
                assert_true(i == 0 || row[i].ageing.ledger <= row[i - 1].ageing.ledger);
            }
            assert_memory_equal(sum.bucket[DC_AGED_BY_DUE], all->bucket[DC_AGED_BY_DUE],
                                sizeof sum.bucket[DC_AGED_BY_DUE]);
            assert_int_equal(sum.ledger, all->ledger);
            assert_true(count > (split == DC_SPLIT_CUSTOMER || split == DC_SPLIT_CURRENCY));
        }
        dc_arena_free(arena);
        given_book_free(book);
    }
}

/* A day asked for alone is measured as it is among others, and so are rows in another order. */
static void neither_other_days_nor_the_order_of_rows_matter(void **state)
{
    (void)state;
    dc_book           *book = given_company(3, CUSTOMERS, 0);
    dc_book           *shuffled = given_company(3, CUSTOMERS, 99);
    dc_arena          *arena = dc_arena_new();
    dc_date            dates[DC_MEASURE_DATES_MAX];
    size_t             count = dc_measure_month_ends(dates, book->as_of, MONTHS);
    const dc_measures *m = dc_measures_make(arena, book, dates, count, &edge_cases[0]);
    const dc_measures *s = dc_measures_make(arena, shuffled, dates, count, &edge_cases[0]);
    for (size_t d = 0; d < count; d++) {
        const dc_measures *alone = dc_measures_make(arena, book, &dates[d], 1, &edge_cases[0]);
        for (dc_measure k = 0; k < DC_MEASURE_COUNT; k++) {
            const dc_measure_value *one = dc_measured(alone, 0, k), *all = dc_measured(m, d, k);
            assert_int_equal(one->applicable, all->applicable);
            assert_double_close(one->value, all->value, 0.0);
            assert_double_close(dc_measured(s, d, k)->value, all->value, 0.0);
        }
    }
    dc_arena_free(arena);
    given_book_free(shuffled);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_what_a_plain_computation_says),
        cmocka_unit_test(issue_ages_and_months_of_issue_are_counted_right),
        cmocka_unit_test(every_day_is_what_the_book_of_that_day_says),
        cmocka_unit_test(every_split_adds_up_to_the_ledger),
        cmocka_unit_test(neither_other_days_nor_the_order_of_rows_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
