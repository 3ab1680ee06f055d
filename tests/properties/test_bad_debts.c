/*
 * What must hold of bad debts in any ledger: allowances add up to the minor unit on every path and
 * month, rates are shares, what leaves a chain is paid or lost, a matrix of the whole ledger is one
 * of its parts.
 */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/bad_debt.h"

enum { LEDGERS = 6 };

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_model *model;
    dc_today  today;
} ledger;

static ledger ledger_of(uint64_t seed, const char *method)
{
    ledger all = {.arena = dc_arena_new(), .book = given_company(seed, 8 + 3 * (int)seed, 0)};
    all.model = seed % 2 ? given_failing_model(all.book) : given_learnt_model(all.book);
    all.book->company.allowance_method = method;
    if (seed % 3 == 0) {
        all.book->company.vat_relief = "yes";
        for (size_t i = 0; i < all.book->claims.count; i++)
            all.book->claims.tax[i].minor = all.book->claims.amount[i].minor / 6;
    }
    if (seed > 2)
        all.book->customers.provision[seed] = 0.6;
    dc_today_measure(&all.today, all.book, all.model);
    return all;
}

static void drop(ledger *all)
{
    dc_model_free(all->model);
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static void rates_are_shares_and_buckets_sum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LEDGERS; seed++) {
        ledger  all = ledger_of(seed, seed % 2 ? "matrix" : "model");
        int64_t sum = all.today.named;
        for (int b = 0; b < DC_BUCKETS; b++) {
            assert_true(all.today.matrix_rate[b] >= 0.0 && all.today.matrix_rate[b] <= 1.0);
            assert_true(all.today.model_rate[b] >= 0.0 && all.today.model_rate[b] <= 1.0);
            assert_true(all.today.allowance[b] >= 0);
            assert_true(all.today.allowance[b] <= all.today.ageing[b]);
            sum += all.today.allowance[b];
        }
        assert_double_close(all.today.value[DC_ALLOWANCE].mean, (double)sum, 0.0);
        assert_double_close(all.today.relief, seed % 3 == 0 ? 1.0 / 6.0 : 0.0, 1e-4);
        drop(&all);
    }
}

/* Nothing that stood on a month end is missing one month later. */
static void what_stood_is_somewhere_a_month_later(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LEDGERS; seed++) {
        ledger      all = ledger_of(seed, "matrix");
        dc_cohorts *c = dc_cohorts_make(all.arena, all.book);
        assert_true(c->count > 12);
        for (int32_t m = 1; m <= c->count; m++)
            for (int b = 0; b < DC_BUCKETS; b++) {
                int64_t sum = 0, followed = 0;
                for (int to = 0; to < DC_WHERE; to++)
                    sum += c->moved[m][b][to];
                for (int k = 0; k < DC_COHORT_STEPS; k++)
                    followed += c->settled[m][b][k] + c->lost[m][b][k];
                assert_true(llabs(sum - c->stood[m][b]) <= 40); /* two currencies, part by part */
                assert_true(followed <= c->stood[m][b] + 40);
                for (int to = 0; to < b; to++)
                    assert_int_equal(c->moved[m][b][to], 0); /* nothing grows younger */
            }
        drop(&all);
    }
}

static void what_leaves_the_chain_is_paid_or_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LEDGERS; seed++) {
        ledger        all = ledger_of(seed, "matrix");
        dc_cohorts   *c = dc_cohorts_make(all.arena, all.book);
        dc_chain      chain;
        dc_roll_rates roll;
        double        balance[DC_BUCKETS], month[2000], collected = 0.0, total = 0.0;
        assert_true(dc_chain_of_cohorts(&chain, c));
        dc_roll_rates_make(&roll, c);
        assert_true(roll.applicable);
        for (int b = 0; b < DC_BUCKETS; b++) {
            assert_double_close(chain.ever_paid[b] + chain.ever_lost[b], 1.0, 1e-9);
            assert_true(chain.ever_lost[b] >= -1e-12 && chain.months[b] > 0.0);
            assert_true(roll.roll[b] >= 0.0 && roll.roll[b] <= 1.0);
            assert_true(roll.loss[b] >= 0.0 && roll.loss[b] <= 1.0);
            assert_true(b == 0 || roll.loss[b] >= roll.loss[b - 1]);
            balance[b] = (double)all.today.ageing[b];
            total += balance[b];
        }
        dc_chain_collected(month, 2000, &chain, balance);
        for (int k = 0; k < 2000; k++)
            collected += month[k];
        assert_double_close(collected + dc_chain_loss(&chain, balance), total, 1e-3 * total);
        drop(&all);
    }
}

/* Expense is the balancing figure of every month on every path, whatever the method. */
static void the_allowance_rolls_forward_to_the_minor_unit(void **state)
{
    (void)state;
    static const char *const methods[] = {"matrix", "model"};
    dc_simulate_options      options = {.path_count = given_paths(1024), .seed = 3};
    for (uint64_t seed = 1; seed <= LEDGERS; seed++) {
        ledger              all = ledger_of(seed, methods[seed % 2]);
        dc_allowance_months months;
        assert_int_equal(
            dc_allowance_months_make(&months, all.book, all.model, &all.today, &options), DC_OK);
        assert_true(months.applicable);
        assert_int_equal(months.count, 12);
        assert_date_equal(months.month[0].end, "2024-07-31");
        assert_double_close(months.worst_gap, 0.0, 0.0);
        int64_t opening = (int64_t)all.today.value[DC_ALLOWANCE].mean;
        for (size_t m = 0; m < months.count; m++) {
            const dc_allowance_month *month = &months.month[m];
            const dc_allowance_roll  *roll = &month->expected;
            assert_int_equal(roll->opening, opening);
            assert_int_equal(roll->closing,
                             roll->opening + roll->expense - roll->written_off + roll->recovered);
            assert_true(roll->closing >= 0 && roll->written_off >= 0);
            assert_double_close(month->closing.mean, (double)roll->closing,
                                6.0 * month->closing.standard_error + 20.0);
            assert_double_close(month->expense.mean, (double)roll->expense,
                                6.0 * month->expense.standard_error + 40.0);
            opening = roll->closing;
        }
        drop(&all);
    }
}

static void nothing_booked_rolls_nowhere(void **state)
{
    (void)state;
    dc_simulate_options options = {.path_count = 256, .seed = 3};
    ledger              all = ledger_of(1, "none");
    dc_allowance_months months;
    assert_int_equal(dc_allowance_months_make(&months, all.book, all.model, &all.today, &options),
                     DC_OK);
    assert_false(months.applicable);
    drop(&all);
}

/* Rates by hand are used as they are; the adjustment raises them. */
static void rates_by_hand_are_the_matrix(void **state)
{
    (void)state;
    static const double rates[DC_BUCKETS] = {.003, .016, .036, .066, .106, .5};
    ledger              all = ledger_of(1, "matrix");
    memcpy(all.book->company.allowance_rates, rates, sizeof rates);
    all.book->company.has_allowance_rates = true;
    all.book->company.loss_adjustment = 0.1;
    dc_today_measure(&all.today, all.book, all.model);
    for (int b = 0; b < DC_BUCKETS; b++) {
        assert_double_close(all.today.loss_rate[b], 1.1 * rates[b], 1e-15);
        assert_double_close((double)all.today.allowance[b],
                            1.1 * rates[b] * (double)all.today.ageing[b], 0.5 + 1e-6);
    }
    drop(&all);
}

/* A named customer is provided for by its share and no more by the rates. */
static void a_named_customer_leaves_the_rates(void **state)
{
    (void)state;
    ledger  all = ledger_of(1, "model");
    int64_t before = (int64_t)all.today.value[DC_ALLOWANCE].mean;
    double  owed = 0.0, by_rates = 0.0;
    for (size_t i = 0; i < all.book->claims.count; i++) {
        const dc_claims *claims = &all.book->claims;
        if (claims->customer[i] != 4 || claims->kind[i] == DC_CLAIM_UNAPPLIED ||
            claims->open[i].minor <= 0)
            continue;
        double open =
            (double)dc_book_translate(all.book, claims->currency[i], claims->open[i]).minor;
        int bucket = dc_bucket_of(dc_company_edges(&all.book->company),
                                  dc_date_days_between(claims->due[i], all.book->as_of));
        owed += open;
        by_rates += open * all.today.loss_rate[bucket];
    }
    assert_true(owed > 0.0);
    all.book->customers.provision[4] = 0.75;
    dc_today_measure(&all.today, all.book, all.model);
    assert_double_close(all.today.value[DC_ALLOWANCE].mean - (double)before, 0.75 * owed - by_rates,
                        1.0);
    drop(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_shares_and_buckets_sum),
        cmocka_unit_test(what_stood_is_somewhere_a_month_later),
        cmocka_unit_test(what_leaves_the_chain_is_paid_or_lost),
        cmocka_unit_test(the_allowance_rolls_forward_to_the_minor_unit),
        cmocka_unit_test(nothing_booked_rolls_nowhere),
        cmocka_unit_test(rates_by_hand_are_the_matrix),
        cmocka_unit_test(a_named_customer_leaves_the_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
