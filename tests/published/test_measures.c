/*
 * Figures of the past against published examples, each on a ledger made to have its balances.
 *
 * Months are real ones, chosen so that the period has the days of the example: December to February
 * is 90 days, June has 30, the year to June 2023 has 365.
 */
#include "support/expect.h"
#include "support/given.h"

#include <stdio.h>
#include <string.h>

#include "duecast/measures.h"

typedef struct {
    dc_arena          *arena;
    dc_book           *book;
    const dc_measures *measures;
} measured;

static measured measure(const char *as_of, const char *table)
{
    static const dc_ageing_edges edges = {4, {30, 60, 90, 120}};
    measured                     m = {.arena = dc_arena_new(), .book = given_book(as_of, table)};
    m.measures = dc_measures_make(m.arena, m.book, &m.book->as_of, 1, &edges);
    return m;
}

static void drop(measured *m)
{
    given_book_free(m->book);
    dc_arena_free(m->arena);
}

static double value_of(const measured *m, dc_measure measure)
{
    const dc_measure_value *value = dc_measured(m->measures, 0, measure);
    assert_true(value->applicable);
    return value->value;
}

/* --- a ledger by months --- */

typedef struct {
    const char *issued;      /* a day of the month */
    double      sales, open; /* of them, open at the end */
    const char *paid;        /* when the rest is paid: the same day when NULL */
    const char *due;         /* of what is open; NULL: far ahead */
} sold;

/* An invoice long before the others, paid at once: the ledger reaches back. */
static const char *const begun = "customer invoice issued due amount\n"
                                 "first F-1 2021-01-04 2021-01-04 0.01 paid=2021-01-04\n";

static measured measure_months(const char *as_of, const sold *months, size_t count)
{
    char table[4000], *to = table + sprintf(table, "%s", begun);
    for (size_t i = 0; i < count; i++) {
        const sold *month = &months[i];
        const char *due = month->due ? month->due : "2029-01-01";
        if (month->open > 0.0)
            to += sprintf(to, "acme O-%zu %s %s %.2f\n", i, month->issued, due, month->open);
        if (month->sales > month->open)
            to += sprintf(to, "acme P-%zu %s %s %.2f paid=%s\n", i, month->issued, due,
                          month->sales - month->open, month->paid ? month->paid : month->issued);
    }
    return measure(as_of, table);
}

static void dso_of_a_month_a_quarter_and_a_year(void **state)
{
    (void)state;
    const sold jd_edwards[] = {{"2022-12-10", 7570, 0, NULL, NULL},
                               {"2023-01-10", 4566, 4566, NULL, NULL},
                               {"2023-02-10", 5538, 5538, NULL, NULL}};
    const sold carried[] = {{"2022-11-10", 765, 765, NULL, NULL}};
    const sold motley_fool[] = {{"2023-06-12", 20000, 18000, NULL, NULL}};
    const sold mesha[] = {{"2022-09-12", 1650000, 0, NULL, NULL},
                          {"2023-05-12", 150000, 150000, NULL, NULL}};
    const sold benji[] = {{"2022-12-10", 70000, 32000, NULL, NULL},
                          {"2023-01-10", 80000, 80000, NULL, NULL},
                          {"2023-02-10", 100000, 100000, NULL, NULL}};
    sold       with_carried[4];
    measured   m;

    memcpy(with_carried, jd_edwards, sizeof jd_edwards);
    with_carried[3] = carried[0]; /* receivables of 10,869: some are older than the quarter */
    m = measure_months("2023-02-28", with_carried, 4);
    assert_double_close(value_of(&m, DC_MEASURE_RECEIVABLES), 1086900.0, 0.0);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_3_MONTHS), 55.3474, 5e-5); /* Oracle JDE */
    drop(&m);
    m = measure_months("2023-06-30", motley_fool, 1);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_MONTH), 27.0, 1e-9); /* Motley Fool */
    drop(&m);
    m = measure_months("2023-06-30", mesha, 2);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_12_MONTHS), 30.4167, 5e-5); /* Mesha */
    drop(&m);
    m = measure_months("2023-02-28", benji, 3);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_3_MONTHS), 76.32, 1e-9); /* Benji Pays */
    drop(&m);
}

/* Mesha: sales of March, February, January with their real lengths.  Oracle Hyperion, table 13-9:
 * the manual prints 179.7 days for debtors of 12,000, as it carries 2,000 over where 1,000 are
 * left; 166.333 is right for them, and 179.667 for 13,000. */
static void countback_with_real_months(void **state)
{
    (void)state;
    const sold mesha[] = {{"2023-01-10", 700000, 400000, NULL, NULL},
                          {"2023-02-10", 800000, 800000, NULL, NULL},
                          {"2023-03-10", 900000, 900000, NULL, NULL}};
    sold       hyperion[] = {
              {"2023-04-10", 2250, 1000, NULL, NULL}, {"2023-05-10", 2000, 2000, NULL, NULL},
              {"2023-06-10", 2500, 2500, NULL, NULL}, {"2023-07-10", 2250, 2250, NULL, NULL},
              {"2023-08-10", 1750, 1750, NULL, NULL}, {"2023-09-10", 2500, 2500, NULL, NULL}};
    measured m = measure_months("2023-03-31", mesha, 3);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_COUNTBACK), 76.7142857, 1e-6);
    drop(&m);
    m = measure_months("2023-09-30", hyperion, 6);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_COUNTBACK), 166.3333333, 1e-6);
    drop(&m);
    hyperion[0].open = 2000;
    m = measure_months("2023-09-30", hyperion, 6);
    assert_double_close(value_of(&m, DC_MEASURE_DSO_COUNTBACK), 179.6666667, 1e-6);
    drop(&m);
}

/* CreditGuru: 15,000, of which 4,000 current, sales of 30 days 10,000: DSO 45, best possible 12,
 * average days delinquent 33.  Quadient: 25,000, 6,000, 15,000: 50, 12, 38.  Their 30 days are 91
 * here: the same ratio. */
static void average_days_delinquent_is_dso_less_best_possible(void **state)
{
    (void)state;
    static const struct {
        double receivables, current, sales, dso, best, delinquent;
    } cases[] = {{15000, 4000, 10000, 45, 12, 33}, {25000, 6000, 15000, 50, 12, 38}};
    for (size_t i = 0; i < 2; i++) {
        double     late = cases[i].receivables - cases[i].current, days = 30.0 / 91.0;
        const sold months[] = {{"2022-09-10", late, late, NULL, "2022-10-10"},
                               {"2023-06-10", cases[i].sales, cases[i].current, NULL, NULL}};
        measured   m = measure_months("2023-06-30", months, 2);
        assert_double_close(value_of(&m, DC_MEASURE_DSO) * days, cases[i].dso, 1e-9);
        assert_double_close(value_of(&m, DC_MEASURE_DSO_NOT_DUE) * days, cases[i].best, 1e-9);
        assert_double_close(value_of(&m, DC_MEASURE_DSO_OVERDUE) * days, cases[i].delinquent, 1e-9);
        drop(&m);
    }
}

/* Lewellen & Johnson, "Better way to monitor accounts receivable", Harvard Business Review (1972):
 * customers pay as ever - 90, 60 and 30 % of a month's sales are open at its end and one and two
 * months later -, and yet DSO moves with sales; the uncollected balances do not. */
static void sales_move_dso_where_payment_does_not_change(void **state)
{
    (void)state;
    static const struct {
        double sales[3], quarter, month;
    } cases[] = {
        {{60, 60, 60}, 54.0, 54.0}, {{90, 60, 30}, 45.0, 90.0}, {{30, 60, 90}, 63.0, 42.0}};
    static const char *const quarter[] = {"2022-12-10", "2023-01-10", "2023-02-10"}; /* 90 days */
    static const char *const to_june[] = {"2023-04-10", "2023-05-10", "2023-06-10"}; /* 30 days */
    for (size_t i = 0; i < 3; i++) {
        sold months[3];
        for (size_t k = 0; k < 3; k++)
            months[k] = (sold){quarter[k], cases[i].sales[k],
                               cases[i].sales[k] * (0.3 + 0.3 * (double)k), NULL, NULL};
        measured m = measure_months("2023-02-28", months, 3);
        assert_double_close(value_of(&m, DC_MEASURE_DSO_3_MONTHS), cases[i].quarter, 1e-9);
        for (size_t k = 0; k < 3; k++) {
            const dc_uncollected *row = &m.measures->uncollected[2 - k];
            assert_double_close((double)row->open[row->age_count - 1] / (double)row->sales,
                                0.3 + 0.3 * (double)k, 1e-12);
            months[k].issued = to_june[k];
        }
        drop(&m);
        m = measure_months("2023-06-30", months, 3);
        assert_double_close(value_of(&m, DC_MEASURE_DSO_MONTH), cases[i].month, 1e-9);
        drop(&m);
    }
}

/* Receivables before the period are paid within it. */
static measured collection(double before, double sales, double after, double current, bool quarter)
{
    sold months[] = {{"2022-11-10", before, 0, "2023-02-20", "2022-11-20"},
                     {"2022-12-10", 0, 0, NULL, NULL},
                     {"2023-02-10", sales - current, after - current, NULL, "2023-02-20"},
                     {"2023-02-12", current, current, NULL, NULL}};
    if (quarter) { /* sales spread over the three months */
        months[1].sales = sales / 4.0;
        months[2].sales -= sales / 4.0;
    }
    return measure_months("2023-02-28", months, 4);
}

/* Gaviti 98.0 %.  CreditGuru prints 55.9 %, as it divides the sales by the three months: with all
 * of them, as WizEdu, 79.63 %.  CalculatorsHub prints 96 % where its own formula gives 87.5 %. */
static void collection_effectiveness_counts_all_sales_of_the_period(void **state)
{
    (void)state;
    measured m = collection(100000, 1000000, 120000, 100000, false);
    assert_double_close(value_of(&m, DC_MEASURE_CEI), 0.98, 1e-9);
    drop(&m);
    m = collection(6200, 3390 + 3610 + 3890, 6340, 3590, true);
    assert_double_close(value_of(&m, DC_MEASURE_CEI_3_MONTHS), 0.7963, 5e-5);
    drop(&m);
    m = collection(50000, 200000, 40000, 10000, false);
    assert_double_close(value_of(&m, DC_MEASURE_CEI), 0.875, 1e-9);
    drop(&m);
}

/* Sales of a year / mean of receivables before and after it; the book's days are 365 / turnover:
 * Ross, Westerfield & Jordan chapter 19: 57.1 (mean receivables 1.8 m, sales 11.5 m); 18.1: 88.47
 * exact (the book rounds turnover and prints 88.38); Slowpay: 14.6. */
static void turnover_is_the_textbooks(void **state)
{
    (void)state;
    static const struct {
        double before, after, sales, days, tolerance;
    } cases[] = {{1.8e6, 1.8e6, 11.5e6, 57.13, 0.005},
                 {3782, 3368, 14750, 88.47, 0.005},
                 {1600, 2400, 50000, 14.6, 1e-9}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const sold months[] = {
            {"2022-06-10", cases[i].before, 0, "2022-08-10", NULL},
            {"2023-06-10", cases[i].sales, cases[i].after, NULL, NULL},
        };
        measured m = measure_months("2023-06-30", months, 2);
        assert_double_close(365.0 / value_of(&m, DC_MEASURE_TURNOVER), cases[i].days,
                            cases[i].tolerance);
        drop(&m);
    }
}

/* Constant sales, paid after `fast` and `slow` days in halves: every variant is the mean number of
 * days to pay, here (fast + slow) / 2.  (The "true DSO" of some programs would say 74 for 30 and 90
 * days: it is no DSO and is not told.) */
static void in_steady_state_every_dso_is_the_mean_days_to_pay(void **state)
{
    (void)state;
    static const struct {
        int32_t fast, slow;
    } cases[] = {{30, 30}, {45, 45}, {30, 90}, {0, 61}};
    static char table[2 * 800 * 80];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_date as_of = date("2024-06-30");
        char   *to = table + sprintf(table, "customer invoice issued due amount\n");
        double  mean = (cases[i].fast + cases[i].slow) / 2.0;
        for (int32_t age = 0; age < 800; age++)
            for (int half = 0; half < 2; half++) {
                int32_t days = half ? cases[i].slow : cases[i].fast;
                char    issued[11], paid[11];
                dc_date_format(issued, dc_date_add_days(as_of, -age));
                dc_date_format(paid, dc_date_add_days(as_of, days - age));
                to += sprintf(to, "acme A-%d-%d %s %s 50.00", (int)age, half, issued, paid);
                to += age >= days ? sprintf(to, " paid=%s\n", paid) : sprintf(to, "\n");
            }
        measured                m = measure("2024-06-30", table);
        static const dc_measure same[] = {DC_MEASURE_DSO,
                                          DC_MEASURE_DSO_MONTH,
                                          DC_MEASURE_DSO_3_MONTHS,
                                          DC_MEASURE_DSO_12_MONTHS,
                                          DC_MEASURE_DSO_AVERAGE,
                                          DC_MEASURE_DSO_COUNTBACK,
                                          DC_MEASURE_DAYS_TO_PAY,
                                          DC_MEASURE_DSO_SALES_WEIGHTED,
                                          DC_MEASURE_DAYS_TO_PAY_SURVIVAL};
        for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
            assert_double_close(value_of(&m, same[k]), mean, 1e-9);
        /* All is paid on its due day: DSO is the best possible. */
        assert_double_close(value_of(&m, DC_MEASURE_DSO_NOT_DUE), mean, 1e-9);
        assert_double_close(value_of(&m, DC_MEASURE_DSO_OVERDUE), 0.0, 0.0);
        drop(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dso_of_a_month_a_quarter_and_a_year),
        cmocka_unit_test(countback_with_real_months),
        cmocka_unit_test(average_days_delinquent_is_dso_less_best_possible),
        cmocka_unit_test(sales_move_dso_where_payment_does_not_change),
        cmocka_unit_test(collection_effectiveness_counts_all_sales_of_the_period),
        cmocka_unit_test(turnover_is_the_textbooks),
        cmocka_unit_test(in_steady_state_every_dso_is_the_mean_days_to_pay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
