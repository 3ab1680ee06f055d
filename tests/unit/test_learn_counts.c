#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "forecast/learn/counts.h"

static const double exact = 1e-12;

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_counts counts;
    dc_tally  last; /* of the customer that comes last */
} counted;

static counted count(const char *table, double half_life_days)
{
    counted out = {.arena = dc_arena_new(), .book = given_book("2024-03-31", table)};
    dc_view view = {.as_of = out.book->as_of, .half_life_days = half_life_days};
    dc_counts_start(&out.counts, out.arena, out.book->customers.count);
    for (size_t claim = 0; claim < out.book->claims.count;) {
        uint32_t customer = out.book->claims.customer[claim];
        claim = dc_tally_customer(&out.last, out.book, claim, &view);
        dc_counts_add(&out.counts, &out.last, customer);
    }
    return out;
}

static void drop(counted *all)
{
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static double sum(const double values[DC_BINS])
{
    double total = 0.0;
    for (int bin = 0; bin < DC_BINS; bin++)
        total += values[bin];
    return total;
}

static void bins_hold_the_days_between_their_edges(void **state)
{
    (void)state;
    static const struct {
        int32_t days_late, first_of_bin;
    } cases[] = {{-400, INT32_MIN}, {-46, INT32_MIN}, {-45, -45}, {-31, -45}, {-30, -30},
                 {-1, -1},          {0, 0},           {1, 1},     {3, 2},     {4, 4},
                 {21, 15},          {22, 22},         {180, 121}, {181, 181}, {9999, 181}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dc_bin_edges[dc_bin_of(cases[i].days_late)], cases[i].first_of_bin);
}

/* 36 days at risk, from 30 days before the due day to the payment 5 days after it. */
static void a_paid_claim_is_at_risk_from_issue_to_payment(void **state)
{
    (void)state;
    static const struct {
        int32_t days_late;
        double  days;
    } cases[] = {{-30, 9}, {-21, 7}, {-14, 7}, {-7, 3}, {-4, 2}, {-2, 1},
                 {-1, 1},  {0, 1},   {1, 1},   {2, 2},  {4, 2},  {8, 0}};
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-01-01 2024-01-31 100.00 paid=2024-02-05\n",
                        0.0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_double_close(all.counts.exposure[dc_bin_of(cases[i].days_late)], cases[i].days,
                            exact);
    assert_double_close(sum(all.counts.exposure), 36.0, exact);
    assert_double_close(all.counts.settled[dc_bin_of(5)], 1.0, exact);
    assert_double_close(sum(all.counts.settled), 1.0, exact);
    assert_int_equal(all.counts.claims_settled, 1);
    assert_double_close(all.counts.days_late_mean[0], 5.0, exact);
    drop(&all);
}

static void an_open_claim_counts_as_not_yet(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-21 2024-03-29 100.00\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 11.0, exact); /* 8 days before to 2 days after */
    assert_double_close(sum(all.counts.settled), 0.0, exact);
    assert_int_equal(all.counts.claims_censored, 1);
    assert_true(isnan(all.counts.days_late_mean[0]));
    drop(&all);
}

static void a_claim_is_not_at_risk_before_it_was_entered(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-01 2024-03-29 100.00 entered=2024-03-28\n"
                        "acme A-2 2024-01-01 2024-01-31 100.00 entered=2024-01-31 "
                        "paid=2024-01-31\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 4.0 + 1.0, exact);
    assert_double_close(all.counts.exposure[dc_bin_of(-2)], 0.0, exact);
    assert_double_close(all.counts.exposure[dc_bin_of(-1)], 1.0, exact);
    assert_double_close(all.counts.settled[dc_bin_of(0)], 1.0, exact);
    drop(&all);
}

/* Paid after the issue, before anybody wrote it down: no forecast could have been made of it. */
static void a_claim_paid_before_it_was_entered_teaches_nothing(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-01-01 2024-01-31 100.00 entered=2024-02-20 "
                        "paid=2024-02-05\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 0.0, exact);
    assert_double_close(sum(all.counts.settled), 0.0, exact);
    drop(&all);
}

/* It was never open, but tells when money of such invoices comes. */
static void a_prepayment_is_a_settlement_on_the_day_of_issue(void **state)
{
    (void)state;
    static const char *const ledgers[] = {
        "acme A-1 2024-01-01 2024-01-11 100.00 paid=2023-12-05\n",
        "acme A-1 2024-01-01 2024-01-11 100.00 paid=2023-12-05:30.00 paid=2023-12-31:70.00\n",
        "acme A-1 2024-01-01 2024-01-11 100.00 entered=2024-01-20 paid=2024-01-01\n",
    };
    for (size_t i = 0; i < sizeof ledgers / sizeof ledgers[0]; i++) {
        char text[200];
        snprintf(text, sizeof text, "customer invoice issued due amount\n%s", ledgers[i]);
        counted all = count(text, 0.0);
        assert_double_close(all.counts.exposure[dc_bin_of(-10)], 1.0, exact);
        assert_double_close(sum(all.counts.exposure), 1.0, exact);
        assert_double_close(all.counts.settled[dc_bin_of(-10)], 1.0, exact);
        assert_double_close(sum(all.counts.settled), 1.0, exact);
        assert_int_equal(all.counts.claims_settled, 1);
        assert_double_close(all.counts.days_late_mean[0], -10.0, exact);
        drop(&all);
    }
}

/* 30 % in advance, the rest ten days after the issue. */
static void a_deposit_leaves_the_rest_at_risk(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-01-01 2024-01-11 100.00 paid=2023-12-05:30.00 "
                        "paid=2024-01-11:70.00\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 1.0 + 10 * 0.7, exact);
    assert_double_close(all.counts.settled[dc_bin_of(-10)], 0.3, exact);
    assert_double_close(all.counts.settled[dc_bin_of(0)], 0.7, exact);
    drop(&all);
}

static void a_part_payment_is_a_fraction_of_an_event(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-20 2024-03-20 100.00 paid=2024-03-22:40.00\n",
                        0.0);
    assert_double_close(all.counts.exposure[dc_bin_of(0)], 1.0, exact);
    assert_double_close(all.counts.exposure[dc_bin_of(1)], 1.0, exact);
    assert_double_close(all.counts.exposure[dc_bin_of(2)], 1.0 + 0.6, exact);
    assert_double_close(all.counts.exposure[dc_bin_of(4)], 4 * 0.6, exact);
    assert_double_close(all.counts.exposure[dc_bin_of(8)], 4 * 0.6, exact);
    assert_double_close(all.counts.settled[dc_bin_of(2)], 0.4, exact);
    drop(&all);
}

static void two_payments_of_one_day_share_its_exposure(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-20 2024-03-20 100.00 paid=2024-03-21:40.00 "
                        "paid=2024-03-21:60.00\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 2.0, exact);
    assert_double_close(all.counts.settled[dc_bin_of(1)], 1.0, exact);
    drop(&all);
}

static void a_write_off_is_another_way_out_not_a_settlement(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-01 2024-03-01 100.00 lost=2024-03-03 "
                        "recovery=2024-03-10:5.00\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 3.0, exact);
    assert_double_close(sum(all.counts.settled), 0.0, exact);
    assert_double_close(all.counts.written_off[dc_bin_of(2)], 1.0, exact);
    assert_double_close(sum(all.counts.written_off), 1.0, exact);
    drop(&all);
}

/* 2^-(days to the as-of date / 100) of each day it was open, whether it was ever paid or not. */
static void every_day_weighs_by_its_own_age(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2023-01-01 2023-01-31 100.00 paid=2023-02-04\n"
                        "acme A-2 2023-01-01 2023-01-31 100.00\n",
                        100.0);
    double  at_risk[2] = {0}, beyond = 0.0;
    dc_date due = date("2023-01-31");
    for (int late = -30; late <= dc_date_days_between(due, all.book->as_of); late++) {
        double age = dc_date_days_between(due, all.book->as_of) - late;
        if (dc_bin_of(late) == dc_bin_of(4))
            at_risk[late > 4] += exp2(-age / 100.0);
        if (dc_bin_of(late) == DC_BINS - 1)
            beyond += exp2(-age / 100.0);
    }
    double settled = exp2(-(dc_date_days_between(due, all.book->as_of) - 4.0) / 100.0);
    assert_double_close(all.counts.settled[dc_bin_of(4)] / settled, 1.0, 1e-9);
    assert_double_close(all.counts.exposure[dc_bin_of(4)] / (2.0 * at_risk[0] + at_risk[1]), 1.0,
                        1e-9);
    assert_double_close(all.counts.exposure[DC_BINS - 1], beyond, 1e-9);
    drop(&all);
}

/* A due day of the year 9999 or 101 runs over no sum, and drops nothing of what else is known. */
static void due_days_without_end_leave_the_rest(void **state)
{
    (void)state;
    static const char *const due[] = {"9999-12-31", "0101-01-01"};
    for (int i = 0; i < 2; i++) {
        char table[300];
        snprintf(table, sizeof table,
                 "customer invoice issued due amount\n"
                 "acme A-1 2024-03-11 2024-03-11 100.00 paid=2024-03-11\n"
                 "acme A-2 2024-03-12 %s 100.00\n",
                 due[i]);
        counted all = count(table, 365.0);
        double  days = 0.0;
        for (int age = 0; age < 20; age++) /* 12 to 31 March */
            days += exp2(-age / 365.0);
        assert_double_close(all.counts.exposure[i == 0 ? 0 : DC_BINS - 1], days, 1e-9);
        assert_double_close(all.counts.settled[dc_bin_of(0)], exp2(-20.0 / 365.0), 1e-9);
        drop(&all);
    }
}

static void a_claim_weighs_half_as_much_a_half_life_after_it_closed(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-11 2024-03-11 100.00 paid=2024-03-11\n" /* 20 days ago */
                        "birch B-1 2024-03-31 2024-03-31 100.00 paid=2024-03-31\n",
                        10.0);
    assert_double_close(all.counts.exposure[dc_bin_of(0)], 0.25 + 1.0, exact);
    assert_double_close(all.counts.settled[dc_bin_of(0)], 0.25 + 1.0, exact);
    dc_own_bin bins[DC_BINS];
    assert_int_equal(dc_tally_bins(bins, &all.last, 0), 1);
    assert_double_close(bins[0].at_risk, 1.0, exact);
    drop(&all);
}

static void credits_and_discounts_settle_without_cash(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-01 2024-03-11 100.00 discount=2024-03-05:2.00 "
                        "paid=2024-03-05\n"
                        "acme A-2 2024-03-01 2024-03-11 100.00 credit=2024-03-09\n"
                        "acme A-3 2024-03-01 2024-03-11 300.00 bill=2024-03-10\n",
                        0.0);
    assert_double_close(all.counts.not_cash_value, 10200.0, exact);
    assert_double_close(all.counts.cash_value, 39800.0, exact);
    drop(&all);
}

static void values_of_several_currencies_are_added_in_the_books(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-01 2024-03-11 100.00 credit=2024-03-09 currency=USD\n"
                        "acme A-2 2024-03-01 2024-03-11 300.00 paid=2024-03-09\n",
                        0.0);
    assert_double_close(all.counts.not_cash_value, 9000.0, exact);
    assert_double_close(all.counts.cash_value, 30000.0, exact);
    drop(&all);
}

static void credit_notes_and_unapplied_cash_are_not_counted(void **state)
{
    (void)state;
    counted all = count("customer invoice issued due amount\n"
                        "acme A-1 2024-03-01 2024-03-11 -100.00 kind=credit\n"
                        "acme A-2 2024-03-01 2024-03-11 -50.00 kind=unapplied\n",
                        0.0);
    assert_double_close(sum(all.counts.exposure), 0.0, exact);
    assert_int_equal(all.counts.claims_censored, 0);
    drop(&all);
}

/* Days late 0 .. 5 of one claim: seen from a habit of 4 days they are -4 .. 1. */
static void a_habit_moves_the_bins_not_the_days(void **state)
{
    (void)state;
    counted    all = count("customer invoice issued due amount\n"
                              "acme A-1 2024-03-01 2024-03-01 100.00 paid=2024-03-06\n",
                           0.0);
    dc_own_bin bins[DC_BINS];
    int        bin_count = dc_tally_bins(bins, &all.last, 4);
    static const struct {
        int32_t days_late;
        double  at_risk, settled;
    } wanted[] = {{-4, 2, 0}, {-2, 1, 0}, {-1, 1, 0}, {0, 1, 0}, {1, 1, 1}};
    assert_int_equal(bin_count, sizeof wanted / sizeof wanted[0]);
    for (int i = 0; i < bin_count; i++) {
        assert_int_equal(bins[i].bin, dc_bin_of(wanted[i].days_late));
        assert_double_close(bins[i].at_risk, wanted[i].at_risk, exact);
        assert_double_close(bins[i].settled, wanted[i].settled, exact);
    }
    drop(&all);
}

/* However long a claim has been open, no day is lost at any shift. */
static void days_far_out_are_counted_at_the_ends(void **state)
{
    (void)state;
    counted    all = count("customer invoice issued due amount\n"
                              "acme A-1 2019-03-01 2019-08-01 100.00\n"
                              "acme A-2 2019-01-01 2021-01-01 100.00 paid=2019-01-31\n",
                           0.0);
    dc_own_bin bins[DC_BINS];
    for (int32_t shift = DC_SHIFT_LEAST; shift <= DC_SHIFT_MOST; shift += 2) {
        double days = 0.0;
        int    bin_count = dc_tally_bins(bins, &all.last, shift);
        for (int i = 0; i < bin_count; i++)
            days += bins[i].at_risk;
        assert_double_close(
            days, (dc_date_days_between(date("2019-03-01"), date("2024-03-31")) + 1) + 31.0, exact);
        assert_int_equal(bins[0].bin, 0);
        assert_double_close(bins[0].settled, 1.0, exact);
    }
    drop(&all);
}

static void what_was_not_known_yet_is_not_counted(void **state)
{
    (void)state;
    dc_book *book = given_book("2024-03-31", "customer invoice issued due amount\n"
                                             "acme A-1 2024-01-01 2024-01-01 100.00 "
                                             "paid=2024-01-10\n"
                                             "acme A-2 2024-01-08 2024-01-08 100.00\n");
    dc_view  view = {.as_of = date("2024-01-05")};
    dc_tally tally;
    assert_int_equal(dc_tally_customer(&tally, book, 0, &view), 2);
    assert_int_equal(tally.claims_settled, 0);
    assert_int_equal(tally.claims_open, 1);
    assert_double_close(tally.at_risk[DC_LATE_DAYS], 5.0, exact);
    given_book_free(book);
}

static void bins_are_ordered_and_never_settle_more_than_is_at_risk(void **state)
{
    (void)state;
    dc_book *book = given_company(3, 30, 0);
    dc_view  view = {.as_of = book->as_of, .half_life_days = 365.0};
    for (size_t claim = 0; claim < book->claims.count;) {
        dc_tally   tally;
        dc_own_bin bins[DC_BINS];
        claim = dc_tally_customer(&tally, book, claim, &view);
        int bin_count = dc_tally_bins(bins, &tally, 12);
        for (int i = 0; i < bin_count; i++) {
            assert_true(bins[i].at_risk > 0.0 && bins[i].settled >= 0.0);
            assert_true(bins[i].settled <= bins[i].at_risk);
            assert_true(i == 0 || bins[i - 1].bin < bins[i].bin);
        }
    }
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bins_hold_the_days_between_their_edges),
        cmocka_unit_test(a_paid_claim_is_at_risk_from_issue_to_payment),
        cmocka_unit_test(an_open_claim_counts_as_not_yet),
        cmocka_unit_test(a_claim_is_not_at_risk_before_it_was_entered),
        cmocka_unit_test(a_claim_paid_before_it_was_entered_teaches_nothing),
        cmocka_unit_test(a_prepayment_is_a_settlement_on_the_day_of_issue),
        cmocka_unit_test(a_deposit_leaves_the_rest_at_risk),
        cmocka_unit_test(a_part_payment_is_a_fraction_of_an_event),
        cmocka_unit_test(two_payments_of_one_day_share_its_exposure),
        cmocka_unit_test(a_write_off_is_another_way_out_not_a_settlement),
        cmocka_unit_test(a_claim_weighs_half_as_much_a_half_life_after_it_closed),
        cmocka_unit_test(every_day_weighs_by_its_own_age),
        cmocka_unit_test(due_days_without_end_leave_the_rest),
        cmocka_unit_test(credits_and_discounts_settle_without_cash),
        cmocka_unit_test(values_of_several_currencies_are_added_in_the_books),
        cmocka_unit_test(credit_notes_and_unapplied_cash_are_not_counted),
        cmocka_unit_test(a_habit_moves_the_bins_not_the_days),
        cmocka_unit_test(days_far_out_are_counted_at_the_ends),
        cmocka_unit_test(what_was_not_known_yet_is_not_counted),
        cmocka_unit_test(bins_are_ordered_and_never_settle_more_than_is_at_risk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
