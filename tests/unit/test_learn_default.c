#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "forecast/learn/default.h"

static const double exact = 1e-12;

/* Boundaries of months: 30 June, 30 May, 30 April, 30 March, 29 February, 30 January, 30 December.
 * acme is written off on 15 May, so that it defaulted 90 days before, on 15 February. */
static const char *const one_default = "customer invoice issued due amount\n"
                                       "acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
                                       "birch B-1 2024-01-15 2024-02-14 100.00 paid=2024-02-20\n";

static dc_model *learn(const dc_book *book)
{
    dc_model        *model;
    dc_learn_options options = DC_LEARN_OPTIONS_INIT;
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    return model;
}

typedef struct {
    const char *rows;
    int32_t     day; /* after 2024-06-30 */
} default_row;

static void a_default_is_what_nothing_follows(void **state)
{
    (void)state;
    const default_row table[] = {
        /* 90 days before the write-off */
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n", -136},
        /* but after the last payment and the last invoice */
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
         "acme A-2 2023-12-01 2023-12-31 100.00 paid=2024-05-01\n",
         -59},
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
         "acme A-2 2024-05-04 2024-07-31 100.00\n",
         -56},
        /* who pays or is invoiced later lives */
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
         "acme A-2 2023-12-01 2023-12-31 100.00 paid=2024-05-16\n",
         DC_DEFAULT_NEVER},
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
         "acme A-2 2024-05-16 2024-07-31 100.00\n",
         DC_DEFAULT_NEVER},
        /* half of what is overdue, not of what is owed */
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
         "acme A-2 2023-12-01 2024-01-31 100.01\n",
         DC_DEFAULT_NEVER},
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-05-15\n"
         "acme A-2 2023-12-01 2024-05-31 900.00\n",
         -136},
        /* what was paid before is not overdue */
        {"acme A-1 2023-12-01 2023-12-31 100.00 paid=2024-01-10:60.00 lost=2024-05-15:20.00\n",
         -136},
        {"acme A-1 2023-12-01 2023-12-31 100.00\n", DC_DEFAULT_NEVER},
        /* nothing has followed yet: it is told after four weeks of silence */
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-06-30\n"
         "acme A-2 2024-06-01 2024-07-31 900.00\n",
         -28},
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-06-30\n"
         "acme A-2 2024-06-02 2024-07-31 900.00\n",
         DC_DEFAULT_NEVER},
        /* or where all that is owed is written off */
        {"acme A-1 2023-12-01 2023-12-31 100.00 lost=2024-06-30\n"
         "acme A-2 2024-06-02 2024-07-31 900.00 lost=2024-06-30\n",
         -27},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "customer invoice issued due amount\n%s", table[i].rows);
        dc_book *book = given_book("2024-06-30", text);
        size_t   next;
        assert_int_equal(dc_default_day(&next, book, 0), table[i].day);
        assert_int_equal(next, book->claims.count);
        given_book_free(book);
    }
}

static void days_past_due_are_the_states_of_ifrs_and_credit_insurers(void **state)
{
    (void)state;
    const int32_t days[] = {-5, 0, 1, 30, 31, 60, 61, 90, 91, 4000};
    const int     expected[] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_int_equal(dc_overdue_state_of(days[i]), expected[i]);
}

/* acme was seen on time on 30 December and 30 days late on 30 January, birch on time on 30 January
 * and, invoiced within a year, on 29 February; later months could not show a default yet. */
static void months_are_shrunk_to_the_portfolio_and_that_to_two_per_cent_a_year(void **state)
{
    (void)state;
    dc_book           *book = given_book("2024-06-30", one_default);
    dc_model          *model = learn(book);
    const dc_defaults *of = &model->defaults;
    double             mean = (0.5 + 1.0) / (300.0 + 4.0);
    double             on_time = 120.0 * mean / 123.0, late = (120.0 * mean + 1.0) / 121.0;
    assert_true(of->learnt);
    assert_int_equal(of->defaults, 1);
    assert_double_close(of->customer_months, 4.0, exact);
    assert_double_close(of->month_chance[0], on_time, exact);
    assert_double_close(of->month_chance[1], late, exact);
    assert_double_close(of->month_chance[2], mean, exact);

    /* birch today: the segment once more, then actual over expected, then moves on time to late. */
    double c0 = 120.0 * on_time / 123.0, c1 = (120.0 * late + 1.0) / 121.0;
    double fit = (2.0 + 1.0) / (2.0 + 3.0 * c0 + c1), month = 365.25 / 12.0;
    double two = (1.0 - c0) * (1.0 - 0.8 * c0 - 0.2 * c1);
    assert_double_close(dc_model_default_chance(model, 1, 0.0), 0.0, exact);
    assert_double_close(dc_model_default_chance(model, 1, month), 1.0 - pow(1.0 - c0, fit), exact);
    assert_double_close(dc_model_default_chance(model, 1, 2.0 * month), 1.0 - pow(two, fit), exact);
    assert_double_close(dc_model_default_chance(model, 1, 1.5 * month),
                        1.0 - sqrt(pow(1.0 - c0, fit) * pow(two, fit)), exact);
    assert_double_close(dc_model_default_chance(model, 0, 30.0), 1.0, exact); /* in default */
    assert_double_close(of->year_chance, dc_model_default_chance(model, 1, 365.0), exact);
    dc_model_free(model);
    given_book_free(book);
}

static void without_a_default_the_chance_is_half_of_one_in_all_months(void **state)
{
    (void)state;
    dc_book *book =
        given_book("2024-06-30", "customer invoice issued due amount\n"
                                 "birch B-1 2024-01-15 2024-02-14 100.00 paid=2024-02-20\n");
    dc_model *model = learn(book);
    assert_false(model->defaults.learnt);
    for (int i = 0; i < DC_OVERDUE_STATES; i++)
        assert_double_close(model->defaults.month_chance[i], 0.5 / 302.0, exact);
    assert_double_close(dc_model_default_chance(model, UINT32_MAX, 365.25),
                        1.0 - pow(1.0 - 0.5 / 302.0, 12.0), exact);
    dc_model_free(model);
    given_book_free(book);

    /* An open-item list says nothing about who survived. */
    book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                    "birch B-1 2023-01-15 2023-02-14 100.00\n");
    model = learn(book);
    assert_double_close(model->defaults.customer_months, 0.0, exact);
    assert_int_equal(model->defaults.state[0], 4);
    assert_double_close(dc_model_default_chance(model, 0, 365.25),
                        1.0 - pow(1.0 - 0.5 / 300.0, 12.0), exact);
    dc_model_free(model);
    given_book_free(book);
}

static void a_customer_is_worse_a_week_behind_its_own_year(void **state)
{
    (void)state;
    const char *const before = "customer invoice issued due amount\n"
                               "acme A-1 2023-10-01 2023-10-31 100.00 paid=2023-11-05\n"
                               "acme A-2 2023-11-01 2023-11-30 100.00 paid=2023-12-05\n"
                               "acme A-3 2023-12-01 2023-12-31 100.00 paid=2024-01-05\n";
    const struct {
        const char *rows;
        bool        worse;
    } table[] = {
        {"acme A-4 2024-04-01 2024-04-30 100.00 paid=2024-05-12\n"
         "acme A-5 2024-04-01 2024-04-30 100.00 paid=2024-05-12\n",
         true},
        {"acme A-4 2024-04-01 2024-04-30 100.00 paid=2024-05-11\n"
         "acme A-5 2024-04-01 2024-04-30 100.00 paid=2024-05-11\n",
         false},
        {"acme A-4 2024-04-01 2024-04-30 100.00 paid=2024-05-30\n", false}, /* one is no sign */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s%s", before, table[i].rows);
        dc_book  *book = given_book("2024-06-30", text);
        dc_model *model = learn(book);
        assert_int_equal(model->defaults.worse[0], table[i].worse);
        dc_model_free(model);
        given_book_free(book);
    }
}

/* Placed a year after the due day an agency collects 28.8 %, of which half is its fee. */
static void recoveries_lean_on_what_agencies_collect(void **state)
{
    (void)state;
    dc_book    *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                                   "acme A-1 2023-01-01 2023-01-31 100.00 "
                                                   "lost=2024-01-31 recovery=2024-02-20:40.00\n");
    dc_defaults of = {0};
    dc_recoveries_learn(&of, book);
    double lag = (5.0 * 180.0 + 20.0) / 6.0, seen = 1.0 - exp(-151.0 / lag);
    assert_int_equal(of.recoveries, 1);
    assert_int_equal(of.recovery_days, lround(lag));
    assert_double_close(of.recovered_share, (5.0 * 0.144 + 0.4) / (5.0 + seen), exact);
    given_book_free(book);

    book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                    "acme A-1 2023-01-01 2023-01-31 100.00 paid=2023-02-20\n");
    of = (dc_defaults){0};
    dc_recoveries_learn(&of, book);
    assert_int_equal(of.recoveries, 0);
    assert_int_equal(of.recovery_days, 180);
    assert_double_close(of.recovered_share, 0.144, exact);
    given_book_free(book);
}

static void chances_rise_with_time_and_end_below_one(void **state)
{
    (void)state;
    dc_book  *book = given_company(3, 40, 0);
    dc_model *model = learn(book);
    for (uint32_t c = 0; c < book->customers.count; c++) {
        double before = 0.0;
        for (int32_t day = 0; day <= 731; day += 17) {
            double chance = dc_model_default_chance(model, c, day);
            assert_true(chance >= before && chance <= 1.0);
            before = chance;
        }
    }
    assert_true(model->defaults.year_chance > 0.0 && model->defaults.year_chance < 1.0);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_default_is_what_nothing_follows),
        cmocka_unit_test(days_past_due_are_the_states_of_ifrs_and_credit_insurers),
        cmocka_unit_test(months_are_shrunk_to_the_portfolio_and_that_to_two_per_cent_a_year),
        cmocka_unit_test(without_a_default_the_chance_is_half_of_one_in_all_months),
        cmocka_unit_test(a_customer_is_worse_a_week_behind_its_own_year),
        cmocka_unit_test(recoveries_lean_on_what_agencies_collect),
        cmocka_unit_test(chances_rise_with_time_and_end_below_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
