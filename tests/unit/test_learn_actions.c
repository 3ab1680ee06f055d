/* Which action a claim is under, and what that does to its law. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_actions.h"

#include <math.h>
#include <stdio.h>

enum { DAYS = 60 };

/* acme owes two invoices past due on 2024-06-30 and one that is not; birch one past due. */
static const char *const ledger = "customer invoice issued due amount\n"
                                  "acme A-1 2024-04-01 2024-05-01 100.00\n"
                                  "acme A-2 2024-05-11 2024-06-10 100.00\n"
                                  "acme A-3 2024-06-01 2024-07-20 100.00\n"
                                  "birch B-1 2024-04-01 2024-05-01 100.00\n";

enum { A_1, A_2, A_3, B_1 };

typedef struct {
    dc_book  *book;
    dc_model *model;
} setting;

static void use(dc_model *model, int row, const double pace[DC_ACTION_WINDOWS])
{
    model->actions.of[row].used = true;
    for (int k = 0; k < DC_ACTION_WINDOWS; k++)
        model->actions.of[row].window[k].pace = pace[k];
}

/* All kinds count but calls. */
static setting given(double hazard, double write_off, const char *actions)
{
    static const double faster[] = {1.0, 2.0, 1.5, 0.5, 1.25};
    static const double promised[] = {0.25, 8.0, 3.0, 0.5, 0.75};
    static const double slower[] = {1.0, 0.8, 0.85, 0.9, 0.95};
    setting             at = {.book = given_book("2024-06-30", ledger)};
    char                table[1000];
    snprintf(table, sizeof table, "customer invoice date action promised\n%s", actions);
    given_actions(at.book, table);
    at.model = given_model(at.book, hazard, write_off);
    at.model->actions.looked_at = true;
    for (int kind = 0; kind < DC_ACTION_PROMISE; kind++)
        if (kind != DC_ACTION_CALL)
            use(at.model, kind, faster);
    use(at.model, DC_ACTION_PROMISE, promised);
    use(at.model, DC_ACTION_LEFT_ALONE, slower);
    return at;
}

static void drop(setting *at)
{
    dc_model_free(at->model);
    given_book_free(at->book);
}

enum { NOTHING = 0, REMINDER = 1, NOTICE = 3, LEGAL = 5, PROMISE = 7, ALONE = 8 };

static void the_last_action_counts_and_a_promise_ahead_more(void **state)
{
    (void)state;
    static const struct {
        const char *actions;
        int         claim, row, days;
    } cases[] = {
        /* Of an invoice: it alone, of a customer: all that was due by then. */
        {"acme A-2 2024-06-28 reminder\n", A_2, REMINDER, 2},
        {"acme A-3 2024-06-28 reminder\n", A_3, REMINDER, 2},
        {"acme - 2024-06-28 reminder\n", A_1, REMINDER, 2},
        {"acme - 2024-06-28 reminder\n", A_2, REMINDER, 2},
        {"acme - 2024-06-10 reminder\n", A_2, REMINDER, 20},
        {"acme - 2024-06-09 reminder\n", A_2, ALONE, 0},
        {"acme - 2024-06-28 reminder\n", A_3, NOTHING, 0},
        {"acme - 2024-06-28 reminder\n", B_1, NOTHING, 0},
        /* The last of them, the sternest of a day. */
        {"acme - 2024-06-20 notice\nacme A-1 2024-06-25 reminder\n", A_1, REMINDER, 5},
        {"acme - 2024-06-25 notice\nacme A-1 2024-06-20 reminder\n", A_1, NOTICE, 5},
        {"acme - 2024-06-25 legal\nacme A-1 2024-06-25 reminder\n", A_1, LEGAL, 5},
        /* What has no effect of its own leaves what was done before, and is not leaving alone. */
        {"acme A-1 2024-06-20 notice\nacme A-1 2024-06-25 call\n", A_1, NOTICE, 10},
        {"acme A-1 2024-06-25 call\n", A_1, NOTHING, 0},
        /* 28 days later an action is past; a year later its customer is one that nobody duns. */
        {"acme A-1 2024-06-03 reminder\n", A_1, REMINDER, 27},
        {"acme A-1 2024-06-02 reminder\n", A_1, ALONE, 0},
        {"acme A-1 2024-06-28 reminder\n", A_2, ALONE, 0},
        {"acme A-1 2023-07-02 reminder\n", A_1, ALONE, 0},
        {"acme A-1 2023-07-01 reminder\n", A_1, NOTHING, 0},
        {"acme A-1 2024-06-28 reminder\n", A_3, NOTHING, 0},
        /* A promise counts from its day, and before it whatever else is done. */
        {"acme A-1 2024-06-20 promise 2024-07-04\n", A_1, PROMISE, -4},
        {"acme A-1 2024-06-20 promise 2024-07-04\nacme A-1 2024-06-29 legal\n", A_1, PROMISE, -4},
        {"acme A-1 2024-06-20 promise 2024-06-25\nacme A-1 2024-06-29 legal\n", A_1, LEGAL, 1},
        {"acme A-1 2024-06-20 promise 2024-06-28\nacme A-1 2024-06-22 legal\n", A_1, PROMISE, 2},
        {"acme A-1 2024-06-20 promise 2024-07-04\nacme A-1 2024-06-25 promise 2024-07-10\n", A_1,
         PROMISE, -10},
        {"acme A-1 2024-06-20 promise\n", A_1, PROMISE, 10},
        {"acme A-1 2024-06-20 promise 2024-12-31\n", A_1, ALONE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        setting  at = given(0.1, 0.0, cases[i].actions);
        dc_acted acted = dc_model_acted(at.model, at.book, (size_t)cases[i].claim, at.book->as_of);
        if (acted.row != cases[i].row || acted.days != cases[i].days)
            fail_msg("case %zu: row %d, days %d", i, acted.row, acted.days);
        drop(&at);
    }
}

static void only_what_was_done_by_then_counts(void **state)
{
    (void)state;
    setting at = given(0.1, 0.0,
                       "acme A-1 2024-06-01 reminder\n"
                       "acme A-1 2024-06-10 legal\n"
                       "acme A-1 2024-06-20 promise 2024-07-04\n");
    static const struct {
        const char *day;
        int         row, days;
    } cases[] = {{"2024-05-31", NOTHING, 0},  {"2024-06-01", REMINDER, 0},
                 {"2024-06-09", REMINDER, 8}, {"2024-06-10", LEGAL, 0},
                 {"2024-06-19", LEGAL, 9},    {"2024-06-20", PROMISE, -14}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_date  day = date(cases[i].day);
        dc_book *past = dc_book_as_of(at.book, day);
        dc_acted acted = dc_model_acted(at.model, at.book, A_1, day);
        dc_acted then = dc_model_acted(at.model, past, A_1, day);
        assert_int_equal(acted.row, cases[i].row);
        assert_int_equal(acted.days, cases[i].days);
        assert_int_equal(then.row, acted.row);
        assert_int_equal(then.days, acted.days);
        dc_book_free(past);
    }
    drop(&at);
}

/* The pace on each day after the as-of date, read off the windows by hand. */
typedef struct {
    const char *actions;
    int32_t     until[6]; /* last day of each stretch */
    double      pace[6];
} law_case;

static const law_case law_cases[] = {
    /* Two days ago: tomorrow is the third day. */
    {"acme A-1 2024-06-28 reminder\n", {1, 5, 12, 26, DAYS}, {2.0, 1.5, 0.5, 1.25, 1.0}},
    {"acme A-1 2024-06-30 reminder\n", {3, 7, 14, 28, DAYS}, {2.0, 1.5, 0.5, 1.25, 1.0}},
    {"acme A-1 2024-06-20 promise 2024-07-04\n",
     {3, 7, 11, 18, 32, DAYS},
     {0.25, 8.0, 3.0, 0.5, 0.75, 1.0}},
    {"acme A-2 2024-06-28 reminder\n", {3, 7, 14, 28, DAYS}, {0.8, 0.85, 0.9, 0.95, 1.0}},
};

static void a_law_has_the_hazards_of_its_windows(void **state)
{
    (void)state;
    const double h = 0.06, w = 0.004;
    for (size_t i = 0; i < sizeof law_cases / sizeof law_cases[0]; i++) {
        setting    at = given(h, w, law_cases[i].actions);
        double     paid[DAYS + 1], lost[DAYS + 1], open = 1.0, settled = 0.0, off = 0.0;
        dc_law     law = {DAYS, paid, lost};
        dc_law_ask ask = {0,   -60, 1,
                          1.0, 1.0, dc_model_acted(at.model, at.book, A_1, at.book->as_of)};
        dc_law_fill(&law, at.model, &ask, NULL, at.book->as_of);
        for (int32_t day = 1, k = 0; day <= DAYS; day++) {
            k += day > law_cases[i].until[k];
            double x = 1.0 - pow(1.0 - h, law_cases[i].pace[k]);
            settled += open * x;
            off += open * (1.0 - x) * w;
            open *= (1.0 - x) * (1.0 - w);
            assert_double_close(paid[day], settled, 1e-12);
            assert_double_close(lost[day], off, 1e-12);
        }
        drop(&at);
    }
}

static void a_pace_and_a_window_multiply(void **state)
{
    (void)state;
    setting    at = given(0.06, 0.0, "acme A-1 2024-06-30 reminder\n");
    double     paid[4], lost[4];
    dc_law     law = {3, paid, lost};
    dc_law_ask ask = {0, -60, 1, 1.5, 1.0, {REMINDER, 0}};
    dc_law_fill(&law, at.model, &ask, NULL, at.book->as_of);
    assert_double_close(paid[3], 1.0 - pow(0.94, 3 * 1.5 * 2.0), 1e-12);
    drop(&at);
}

/* As of Sunday 2024-06-30: what the weekend held back comes on Monday, under its own windows. */
static void days_before_a_closed_as_of_date_have_their_own_window(void **state)
{
    (void)state;
    setting  at = given(0.06, 0.0, "acme A-1 2024-06-29 reminder\n");
    double   paid[3], lost[3];
    dc_law   law = {2, paid, lost};
    dc_acted acted = dc_model_acted(at.model, at.book, A_1, at.book->as_of);
    dc_law_fill(&law, at.model, &(dc_law_ask){0, -60, 1, 1.0, 1.0, acted},
                dc_calendar_weekends(at.book->arena), at.book->as_of);
    /* Saturday, the day of the action, Sunday, Monday. */
    assert_double_close(paid[1], 1.0 - pow(0.94, 2.0 + 2.0 + 2.0), 1e-12);
    assert_double_close(paid[2], 1.0 - pow(0.94, 2.0 + 2.0 + 2.0 + 2.0), 1e-12);
    drop(&at);
}

static void without_a_record_laws_stay_as_they_are(void **state)
{
    (void)state;
    setting at = given(0.06, 0.0, "");
    for (size_t claim = 0; claim < at.book->claims.count; claim++)
        assert_int_equal(dc_model_acted(at.model, at.book, claim, at.book->as_of).row, 0);
    assert_true(dc_acted_pace(&at.model->actions, (dc_acted){0}, 1) == 1.0);
    drop(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_action_counts_and_a_promise_ahead_more),
        cmocka_unit_test(only_what_was_done_by_then_counts),
        cmocka_unit_test(a_law_has_the_hazards_of_its_windows),
        cmocka_unit_test(a_pace_and_a_window_multiply),
        cmocka_unit_test(days_before_a_closed_as_of_date_have_their_own_window),
        cmocka_unit_test(without_a_record_laws_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
