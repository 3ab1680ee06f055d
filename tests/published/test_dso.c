/*
 * Days of sales against published examples.
 *
 * Simple DSO is receivables / sales x days.  Duecast always counts 91 days; an example of another
 * period gives the same ratio, so its days times 91 / period are expected.
 */
#include "support/expect.h"
#include "support/given.h"

#include <stdio.h>

#include "duecast/metrics.h"
#include "forecast/measure/months.h"

/* --- simple DSO --- */

/* Sales of the last 91 days, of which `open` is open and `overdue` of that past due. */
static dc_today *today_of(dc_today *today, double sales, double open, double overdue)
{
    char table[800], *to = table;
    to += sprintf(to, "customer invoice issued due amount\n");
    if (overdue > 0.0)
        to += sprintf(to, "acme A-1 2024-05-01 2024-05-31 %.2f\n", overdue);
    to += sprintf(to, "acme A-2 2024-06-10 2024-07-10 %.2f\n", open - overdue);
    if (sales > open)
        sprintf(to, "acme A-3 2024-04-02 2024-05-02 %.2f paid=2024-05-02\n", sales - open);
    dc_book  *book = given_book("2024-06-30", table);
    dc_model *model = given_model(book, 0.05, 0.0);
    dc_today_measure(today, book, model);
    dc_model_free(model);
    given_book_free(book);
    return today;
}

static void simple_dso_is_the_published_ratio(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        double      receivables, sales, days, published, tolerance;
    } cases[] = {
        {"Oracle JD Edwards, Current Balance Divided by Sales", 10869, 17674, 90, 55.35, 0.005},
        {"Motley Fool", 18000, 20000, 30, 27, 1e-9},
        {"Mesha", 150000, 1800000, 365, 30.4, 0.05},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_today today;
        double   ratio = 91.0 / cases[i].days;
        today_of(&today, cases[i].sales, cases[i].receivables, 0.0);
        assert_double_close(today.value[DC_DSO].mean / ratio, cases[i].published,
                            cases[i].tolerance);
    }
}

/* CreditGuru: receivables 15,000, of which 4,000 current; sales of 30 days 10,000: DSO 45, best
 * possible 12, average days delinquent 33.  Quadient: 25,000, 6,000, 15,000: 50, 12, 38. */
static void dso_splits_into_best_possible_and_delinquent(void **state)
{
    (void)state;
    static const struct {
        double receivables, current, sales, dso, best, delinquent;
    } cases[] = {{15000, 4000, 10000, 45, 12, 33}, {25000, 6000, 15000, 50, 12, 38}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_today today;
        dc_book *book;
        char     table[400];
        double   overdue = cases[i].receivables - cases[i].current;
        /* More is overdue than was sold in the period: the oldest is from before it. */
        sprintf(table,
                "customer invoice issued due amount\n"
                "acme A-1 2024-01-05 2024-02-04 %.2f\n"
                "acme A-2 2024-06-10 2024-07-10 %.2f\n"
                "acme A-3 2024-05-10 2024-06-10 %.2f paid=2024-06-20\n",
                overdue, cases[i].current, cases[i].sales - cases[i].current);
        book = given_book("2024-06-30", table);
        dc_model *model = given_model(book, 0.05, 0.0);
        dc_today_measure(&today, book, model);
        assert_double_close(today.value[DC_DSO].mean * 30 / 91, cases[i].dso, 1e-9);
        assert_double_close(today.value[DC_DSO_NOT_DUE].mean * 30 / 91, cases[i].best, 1e-9);
        assert_double_close(today.value[DC_DSO_OVERDUE].mean * 30 / 91, cases[i].delinquent, 1e-9);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* --- countback --- */

typedef struct {
    double  receivables;
    size_t  months;
    double  sales[8];  /* newest first */
    int32_t length[8]; /* days */
} history;

static double countback(const history *of, bool *open_ended)
{
    dc_date at = date("2024-06-30"), ends[8];
    double  cumulative[8], sum = 0.0;
    dc_date end = at;
    for (size_t i = 0; i < of->months; i++) {
        end = dc_date_add_days(end, -of->length[i]);
        sum -= of->sales[i];
        ends[i] = end;
        cumulative[i] = sum;
    }
    return dc_countback(of->receivables, at, 0.0, ends, cumulative, of->months, open_ended);
}

/* The Oracle manual prints 179.7 for debtors of 12,000: it carries 2,000 over where 1,000 are left.
 * 166.333 is right for them, and 179.667 for 13,000. */
static void countback_uses_up_the_latest_months(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        history     of;
        double      days;
    } cases[] = {
        {"Benji Pays", {212000, 3, {100000, 80000, 70000}, {30, 30, 30}}, 73.7142857},
        {"real months", {2100000, 3, {900000, 800000, 700000}, {31, 28, 31}}, 76.7142857},
        {"Oracle Hyperion, table 13-9, corrected",
         {12000, 6, {2500, 1750, 2250, 2500, 2000, 2250}, {30, 31, 31, 30, 31, 30}},
         166.3333333},
        {"Oracle Hyperion, as printed",
         {13000, 6, {2500, 1750, 2250, 2500, 2000, 2250}, {30, 31, 31, 30, 31, 30}},
         179.6666667},
        {"less than the current month", {50, 2, {100, 100}, {30, 31}}, 15.0},
        {"just two months", {200, 3, {100, 100, 100}, {30, 31, 30}}, 61.0},
        {"nothing owed", {0, 2, {100, 100}, {30, 31}}, 0.0},
        {"more credits than debits", {-10, 2, {100, 100}, {30, 31}}, 0.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool open_ended;
        assert_double_close(countback(&cases[i].of, &open_ended), cases[i].days, 1e-6);
        assert_false(open_ended);
    }
}

static void countback_says_when_history_is_not_long_enough(void **state)
{
    (void)state;
    bool    open_ended;
    history of = {1000, 2, {100, 100}, {30, 31}};
    assert_double_close(countback(&of, &open_ended), 61.0, 1e-9);
    assert_true(open_ended);
    of = (history){1000, 3, {100, 0, 5000}, {30, 31, 30}}; /* a month without sales ends it */
    assert_double_close(countback(&of, &open_ended), 30.0, 1e-9);
    assert_true(open_ended);
}

/* Collected in full after 45 days, whatever the pattern: every variant says 45. */
static void with_constant_sales_the_variants_agree(void **state)
{
    (void)state;
    char    table[400 * 64], *to = table;
    dc_date as_of = date("2024-06-30");
    to += sprintf(to, "customer invoice issued due amount\n");
    for (int32_t age = 0; age < 360; age++) {
        char issued[11], due[11], paid[11];
        dc_date_format(issued, dc_date_add_days(as_of, -age));
        dc_date_format(due, dc_date_add_days(as_of, 45 - age));
        dc_date_format(paid, dc_date_add_days(as_of, 45 - age));
        to += sprintf(to, "acme A-%03d %s %s 100.00", (int)age, issued, due);
        to += age >= 45 ? sprintf(to, " paid=%s\n", paid) : sprintf(to, "\n");
    }
    dc_book  *book = given_book("2024-06-30", table);
    dc_model *model = given_model(book, 0.05, 0.0);
    dc_today  today;
    dc_today_measure(&today, book, model);
    assert_double_close(today.value[DC_DSO].mean, 45.0, 1e-9);
    assert_double_close(today.value[DC_DSO_COUNTBACK].mean, 45.0, 1e-9);
    assert_double_close(today.value[DC_DSO_NOT_DUE].mean, 45.0, 1e-9);
    assert_double_close(today.value[DC_DSO_OVERDUE].mean, 0.0, 1e-9);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_dso_is_the_published_ratio),
        cmocka_unit_test(dso_splits_into_best_possible_and_delinquent),
        cmocka_unit_test(countback_uses_up_the_latest_months),
        cmocka_unit_test(countback_says_when_history_is_not_long_enough),
        cmocka_unit_test(with_constant_sales_the_variants_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
