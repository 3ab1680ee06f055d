#include "support/expect.h"
#include "support/given.h"

#include "duecast/bad_debt.h"

static const double no_prior[DC_BUCKETS] = {.01, .02, .05, .1, .2, .5};

typedef struct {
    dc_arena   *arena;
    dc_book    *book;
    dc_cohorts *cohorts;
} past;

static past past_of(const char *as_of, const char *table)
{
    past all = {.arena = dc_arena_new(), .book = given_book(as_of, table)};
    all.cohorts = dc_cohorts_make(all.arena, all.book);
    return all;
}

static void drop(past *all)
{
    dc_arena_free(all->arena);
    given_book_free(all->book);
}

static void balances_stand_on_month_ends_with_what_became_of_them(void **state)
{
    (void)state;
    static const char *const table = "customer invoice issued due amount\n"
                                     /* on 31 March 21 days late, on 30 April 51, on 31 May gone */
                                     "acme A-1 2024-02-10 2024-03-10 100.00 paid=2024-04-15:40.00 "
                                     "lost=2024-05-20:60.00\n"
                                     /* stands as not due on 31 May and 21 days late on 30 June */
                                     "acme A-2 2024-05-10 2024-06-09 10.00\n"
                                     "acme C-1 2024-03-01 2024-03-01 -50.00 kind=credit\n";
    past        all = past_of("2024-06-30", table);
    dc_cohorts *c = all.cohorts;
    assert_date_equal(c->day[0], "2024-06-30");
    assert_date_equal(c->day[1], "2024-05-31"); /* a month end goes with month ends */
    assert_int_equal(c->stood[3][1], 10000);
    assert_int_equal(c->stood[2][2], 6000);
    assert_int_equal(c->stood[1][2], 0);
    assert_int_equal(c->settled[3][1][0], 4000);
    assert_int_equal(c->lost[3][1][1], 6000);
    assert_int_equal(c->moved[3][1][2], 6000);
    assert_int_equal(c->moved[3][1][DC_SETTLED], 4000);
    assert_int_equal(c->moved[2][2][DC_LOST], 6000);
    assert_int_equal(c->stood[1][0], 1000);
    assert_int_equal(c->moved[1][0][1], 1000);
    assert_int_equal(c->claims[1], 1); /* A-2 is 21 days late today, which is no past month end */
    drop(&all);
}

static void other_days_of_the_month_are_followed_back_too(void **state)
{
    (void)state;
    static const char *const table = "customer invoice issued due amount\n"
                                     "acme A-1 2024-05-10 2024-06-09 10.00\n";
    past                     all = past_of("2024-06-15", table);
    assert_date_equal(all.cohorts->day[1], "2024-05-15");
    assert_date_equal(all.cohorts->day[13], "2023-05-15");
    assert_int_equal(all.cohorts->stood[1][0], 1000);
    assert_int_equal(all.cohorts->count, 1);
    drop(&all);
}

/* 400 invoices of one month, of which 20 are lost two months after they fell due and the others
 * paid when 10 days late: of what is not due 5 % is lost, of what is 31-60 days late all. */
static void rates_are_what_was_lost_of_what_stood_there(void **state)
{
    (void)state;
    static char table[64000];
    char       *to = table + sprintf(table, "customer invoice issued due amount\n");
    for (int i = 0; i < 400; i++)
        to += sprintf(to, "acme A-%03d 2023-01-20 2023-02-19 100.00 %s\n", i,
                      i % 20 == 0 ? "lost=2023-04-20" : "paid=2023-03-01");
    past                all = past_of("2024-06-30", table);
    dc_provision_matrix matrix;
    dc_provision_matrix_make(&matrix, all.cohorts, &(dc_loss_flows){0, 0, 0}, no_prior);
    assert_true(matrix.applicable);
    assert_double_close(matrix.of[0].seen, 0.05, 1e-12);
    assert_double_close(matrix.of[1].seen, 0.05, 1e-12); /* 28 February: 9 days late */
    assert_double_close(matrix.of[2].seen, 1.0, 1e-12);
    assert_double_close(matrix.of[0].low, matrix.of[0].high, 1e-12); /* nothing is open */
    /* 400 claims against 4 losses at 5 %: 400 / (400 + 76). */
    assert_double_close(matrix.of[0].weight, 400.0 / 476.0, 1e-12);
    assert_double_close(matrix.of[0].rate, 0.05 * 400 / 476 + 0.01 * 76 / 476, 1e-12);
    /* Nothing ever stood in the oldest bucket: the prior. */
    assert_double_close(matrix.of[5].rate, 0.5, 0.0);
    assert_int_equal(matrix.of[5].claims, 0);
    drop(&all);
}

/* Half of what is lost comes back: the rate is net of it. */
static void rates_are_net_of_what_came_back(void **state)
{
    (void)state;
    static const char *const table = "customer invoice issued due amount\n"
                                     "acme A-1 2023-01-20 2023-02-19 100.00 "
                                     "lost=2023-06-20 recovery=2023-12-01:50.00\n";
    past                     all = past_of("2024-06-30", table);
    dc_provision_matrix      matrix;
    dc_loss_flows            flows =
        dc_loss_flows_of(all.book, (dc_period){date("2023-01-01"), date("2024-06-30")});
    assert_int_equal(flows.written_off, 10000);
    assert_int_equal(flows.recovered, 5000);
    dc_provision_matrix_make(&matrix, all.cohorts, &flows, no_prior);
    assert_double_close(matrix.recovered_share, 0.5, 0.0);
    assert_double_close(matrix.of[2].seen, 0.5, 1e-12);
    drop(&all);
}

/*
 * Of ten invoices a month one is written off 100 days after it fell due, the others are paid in
 * time.  The latest months do not know yet what they will lose: counting them in full would tell
 * less than 10 %.
 */
static void what_is_not_known_yet_is_no_payment(void **state)
{
    (void)state;
    static char table[64000];
    char       *to = table + sprintf(table, "customer invoice issued due amount\n");
    for (int month = 0; month < 12; month++)
        for (int i = 0; i < 10; i++) {
            char    issued[11], due[11], end[11];
            dc_date day = dc_date_add_months(date("2023-06-20"), month);
            dc_date_format(issued, day);
            dc_date_format(due, dc_date_add_days(day, 20));
            dc_date closed = dc_date_add_days(day, i == 0 ? 120 : 20);
            dc_date_format(end, closed);
            to += sprintf(to, "acme A-%02d%d %s %s 100.00 ", month, i, issued, due);
            bool known = closed.day <= date("2024-06-30").day;
            to += known ? sprintf(to, "%s=%s\n", i == 0 ? "lost" : "paid", end) : sprintf(to, "\n");
        }
    past                all = past_of("2024-06-30", table);
    dc_provision_matrix matrix;
    dc_provision_matrix_make(&matrix, all.cohorts, &(dc_loss_flows){0, 0, 0}, no_prior);
    assert_double_close(matrix.of[0].seen, 0.1, 1e-9);
    assert_double_close(matrix.of[1].seen, 1.0, 1e-9);
    assert_true(matrix.of[0].lost / matrix.of[0].stood < 0.08);
    assert_true(matrix.of[0].low < 0.1 + 1e-9 && matrix.of[0].high > 0.1 - 1e-9);
    drop(&all);
}

static void payments_of_unknown_day_are_left_out(void **state)
{
    (void)state;
    static const char *const table = "customer invoice issued due amount\n"
                                     "acme A-1 2024-02-10 2024-03-10 100.00 paid=2024-06-30\n";
    past                     all = past_of("2024-06-30", table);
    assert_int_equal(all.cohorts->count, 4);
    all.book->events.undated[0] = true;
    assert_int_equal(dc_cohorts_make(all.arena, all.book)->count, 0);
    drop(&all);
}

static void a_ledger_without_a_past_has_no_matrix(void **state)
{
    (void)state;
    static const char *const table = "customer invoice issued due amount\n"
                                     "acme A-1 2024-06-10 2024-07-10 100.00\n";
    past                     all = past_of("2024-06-30", table);
    dc_provision_matrix      matrix;
    dc_roll_rates            roll;
    dc_chain                 chain;
    dc_provision_matrix_make(&matrix, all.cohorts, &(dc_loss_flows){0, 0, 0}, no_prior);
    dc_roll_rates_make(&roll, all.cohorts);
    assert_false(matrix.applicable);
    assert_false(roll.applicable);
    assert_false(dc_chain_of_cohorts(&chain, all.cohorts));
    drop(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balances_stand_on_month_ends_with_what_became_of_them),
        cmocka_unit_test(other_days_of_the_month_are_followed_back_too),
        cmocka_unit_test(rates_are_what_was_lost_of_what_stood_there),
        cmocka_unit_test(rates_are_net_of_what_came_back),
        cmocka_unit_test(what_is_not_known_yet_is_no_payment),
        cmocka_unit_test(payments_of_unknown_day_are_left_out),
        cmocka_unit_test(a_ledger_without_a_past_has_no_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
