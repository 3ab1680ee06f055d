#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HORIZON = 90 };

static dc_simulate_options options_of(uint32_t paths, int threads)
{
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    options.horizon_days = HORIZON;
    options.path_count = paths;
    options.threads = threads;
    options.report_count = 1;
    options.report_days[0] = 60;
    return options;
}

static run *run_company(uint64_t seed, uint64_t shuffle, const dc_policy *policy,
                        const dc_simulate_options *options)
{
    dc_book  *book = given_company(seed, 10, shuffle);
    dc_model *model = given_learnt_model(book);
    run      *all = run_policy(book, model, policy, options);
    dc_model_free(model);
    given_book_free(book);
    return all;
}

static void assert_same_runs(const run *a, const run *b)
{
    size_t columns = a->scenario_count * a->currency_count * a->report_count * DC_BUCKETS;
    assert_int_equal(a->size, b->size);
    assert_memory_equal(a->flow, b->flow, a->size * sizeof *a->flow);
    assert_memory_equal(a->ageing, b->ageing, columns * a->path_count * sizeof *a->ageing);
}

static const dc_policy mixed_policy = {
    .delay_count = 1,
    .delays = {{.days = 15, .share = 0.5, .from = 1, .to = INT32_MAX}},
    .plan_count = 1,
    .plans =
        {{.down_payment = 0.1, .count = 4, .every_days = 9, .start = 2, .miss = 0.2, .share = 0.4}},
    .terms_count = 1,
    .terms = {{.days = 45, .from = 1, .pass_through = 0.7, .sales = 0.1, .loss_multiplier = 2.0}},
};

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    static const int    threads[] = {2, 3, 8};
    dc_simulate_options one = options_of(given_paths(1100), 1);
    run                *wanted = run_company(1, 0, &mixed_policy, &one);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        dc_simulate_options more = options_of(one.path_count, threads[i]);
        run                *all = run_company(1, 0, &mixed_policy, &more);
        assert_same_runs(all, wanted);
        run_free(all);
    }
    run_free(wanted);
}

/* --- parts of a run --- */

typedef struct {
    volatile sig_atomic_t stop;
    sig_atomic_t          stop_after; /* blocks; 0: never */
    uint32_t              block_count, first, paths;
    int64_t               cash_of_first; /* of the first path handed over, all days */
} taking;

static void take(void *context, const dc_block *block)
{
    taking *own = context;
    if (block->currency > 0)
        return;
    if (own->block_count++ == 0) {
        own->first = block->block;
        for (int32_t day = 1; day <= block->day_count; day++)
            own->cash_of_first += dc_block_at(block, DC_FLOW_SETTLED_NOT_DUE, day, 0) +
                                  dc_block_at(block, DC_FLOW_SETTLED_OVERDUE, day, 0);
    }
    own->paths += block->path_count;
    if (own->stop_after > 0 && (sig_atomic_t)own->block_count == own->stop_after)
        own->stop = 1;
}

static dc_status take_some(taking *own, uint32_t first_block, uint32_t paths)
{
    const dc_policy    *policy = &mixed_policy;
    dc_simulate_options options = options_of(paths, 1);
    dc_book            *book = given_company(5, 6, 0);
    dc_model           *model = given_learnt_model(book);
    dc_arena           *arena = dc_arena_new();
    dc_items           *items = dc_items_make(arena, book, model, HORIZON);
    options.first_block = first_block;
    options.stop = &own->stop;
    dc_status status = dc_paths_simulate(book, model, items, &policy, 1, &options, take, own);
    dc_arena_free(arena);
    dc_model_free(model);
    given_book_free(book);
    return status;
}

static void a_run_that_is_stopped_ends_soon_and_says_so(void **state)
{
    (void)state;
    taking all = {.stop_after = 0}, some = {.stop_after = 2};
    assert_int_equal(take_some(&all, 0, 2000), DC_OK);
    assert_int_equal(all.paths, 2000);
    assert_int_equal(take_some(&some, 0, 2000), DC_ERR_STOPPED);
    assert_int_equal(some.block_count, 2);
    assert_int_equal(some.paths, 2 * DC_PATH_BLOCK);
}

static void fewer_paths_are_the_first_of_more(void **state)
{
    (void)state;
    static const dc_flow flows[] = {DC_FLOW_INVOICED, DC_FLOW_SETTLED_NOT_DUE,
                                    DC_FLOW_SETTLED_OVERDUE, DC_FLOW_WRITTEN_OFF};
    dc_simulate_options  few = options_of(300, 1), many = options_of(given_paths(1100), 2);
    run                 *first = run_company(4, 0, &mixed_policy, &few);
    run                 *all = run_company(4, 0, &mixed_policy, &many);
    for (size_t currency = 0; currency < first->currency_count; currency++)
        for (size_t f = 0; f < sizeof flows / sizeof flows[0]; f++)
            for (int32_t day = 1; day <= HORIZON; day++)
                for (uint32_t path = 0; path < few.path_count; path++)
                    assert_int_equal(run_flow(first, 0, currency, flows[f], day, path),
                                     run_flow(all, 0, currency, flows[f], day, path));
    run_free(first);
    run_free(all);
}

static void later_blocks_alone_are_those_of_the_whole(void **state)
{
    (void)state;
    taking first = {0}, rest = {0}, from_second = {0};
    take_some(&first, 0, DC_PATH_BLOCK);
    take_some(&rest, 1, 2 * DC_PATH_BLOCK);
    assert_int_equal(rest.first, 1);
    assert_int_equal(rest.block_count, 1);
    assert_int_equal(take_some(&from_second, 1, 700), DC_OK);
    assert_int_equal(from_second.paths, 700 - DC_PATH_BLOCK);
    assert_int_equal(rest.cash_of_first, from_second.cash_of_first);
    assert_true(rest.cash_of_first != first.cash_of_first);
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    dc_simulate_options options = options_of(300, 1);
    run                *wanted = run_company(2, 0, &mixed_policy, &options);
    run                *all = run_company(2, 4711, &mixed_policy, &options);
    assert_same_runs(all, wanted);
    run_free(all);
    run_free(wanted);
}

static void another_seed_is_another_future(void **state)
{
    (void)state;
    dc_simulate_options options = options_of(100, 1);
    run                *a = run_company(2, 0, NULL, &options);
    options.seed = 2;
    run *b = run_company(2, 0, NULL, &options);
    assert_memory_not_equal(a->flow, b->flow, a->size * sizeof *a->flow);
    run_free(a);
    run_free(b);
}

static void a_path_is_the_same_however_many_others_there_are(void **state)
{
    (void)state;
    dc_simulate_options few = options_of(300, 1), many = options_of(1000, 2);
    run                *a = run_company(3, 0, &mixed_policy, &few);
    run                *b = run_company(3, 0, &mixed_policy, &many);
    for (size_t currency = 0; currency < a->currency_count; currency++)
        for (int f = 0; f < DC_FLOW_COUNT; f++)
            for (int32_t day = 0; day <= HORIZON; day++)
                for (uint32_t path = 0; path < few.path_count; path++)
                    assert_int_equal(run_flow(a, 0, currency, (dc_flow)f, day, path),
                                     run_flow(b, 0, currency, (dc_flow)f, day, path));
    run_free(a);
    run_free(b);
}

/* The newcomer stands first in every order there is, and pays in yen. */
static void a_customer_more_changes_nobody_elses_luck(void **state)
{
    (void)state;
    dc_simulate_options options = options_of(300, 1);
    char               *table = given_company_table(4, 10, 0), *longer = NULL;
    size_t              size = 0;
    FILE               *out = open_memstream(&longer, &size);
    fprintf(out, "%saaa X-1 2024-01-10 2024-07-20 5000.00 currency=JPY\n", table);
    fclose(out);
    dc_book  *book = given_book("2024-06-30", table), *more = given_book("2024-06-30", longer);
    dc_model *model = given_model(book, 0.04, 0.001), *other = given_model(more, 0.04, 0.001);
    run      *a = run_policy(book, model, NULL, &options);
    run      *b = run_policy(more, other, NULL, &options);
    for (size_t currency = 0; currency < 2; currency++)
        for (size_t other_currency = 0; other_currency < 3; other_currency++) {
            if (strcmp(book->currencies[currency].code, more->currencies[other_currency].code) != 0)
                continue;
            for (int f = 0; f < DC_FLOW_COUNT; f++)
                for (int32_t day = 0; day <= HORIZON; day++)
                    for (uint32_t path = 0; path < 300; path++)
                        assert_int_equal(run_flow(a, 0, currency, (dc_flow)f, day, path),
                                         run_flow(b, 0, other_currency, (dc_flow)f, day, path));
        }
    run_free(a);
    run_free(b);
    dc_model_free(model);
    dc_model_free(other);
    given_book_free(book);
    given_book_free(more);
    free(table);
    free(longer);
}

/* Either part follows the law of the claim, so that its mean stays; apart, they spread less:
 * A^2 F (1 - F) [1 - p + p (s^2 + (1 - s)^2)].  Bounds: four standard errors, of a mean sd/sqrt(n),
 * of a variance at most var sqrt(2/(n - 1)) for these flat laws. */
static void what_comes_in_two_parts_keeps_its_mean_and_spreads_less(void **state)
{
    (void)state;
    const double        chance = 0.6, first = 0.3, hazard = 0.02;
    const int32_t       at = 30;
    dc_simulate_options options = options_of(20000, 2);
    const char *table = "customer invoice issued due amount\na A-1 2024-06-01 2024-06-29 1000.00\n";
    dc_book    *book = given_book("2024-06-30", table);
    dc_model   *model = given_model(book, hazard, 0.0);
    double      chance_of[] = {chance}, sum = 0.0, square = 0.0, n = options.path_count;
    model->parts = (dc_parts){1, chance, first, chance_of};
    run *all = run_policy(book, model, NULL, &options);
    for (uint32_t path = 0; path < options.path_count; path++) {
        double paid = 0.0;
        for (int32_t day = 1; day <= at; day++)
            paid += (double)run_flow(all, 0, 0, DC_FLOW_SETTLED_OVERDUE, day, path);
        sum += paid;
        square += paid * paid;
    }
    double settled = 1.0 - pow(1.0 - hazard, at);
    double whole = 100000.0 * 100000.0 * settled * (1.0 - settled);
    double variance =
        whole * (1.0 - chance + chance * (first * first + (1.0 - first) * (1.0 - first)));
    double mean = sum / n;
    assert_double_close(mean, 100000.0 * settled, 4.0 * sqrt(variance / n));
    assert_double_close(square / n - mean * mean, variance, 4.0 * variance * sqrt(2.0 / (n - 1.0)));
    run_free(all);
    dc_model_free(model);
    given_book_free(book);
}

static void a_scenario_is_the_same_alone_or_beside_others(void **state)
{
    (void)state;
    dc_simulate_options options = options_of(300, 1);
    dc_policy           baseline = {0};
    dc_policy shorter = {.terms_count = 1, .terms = {{.days = 5, .from = 1, .pass_through = 1.0}}};
    const dc_policy *const three[] = {&shorter, &mixed_policy, &baseline};
    dc_arena              *arena = dc_arena_new();
    dc_book               *book = given_company(5, 10, 0);
    dc_model              *model = given_learnt_model(book);
    dc_items              *items = dc_items_make(arena, book, model, HORIZON);
    run                   *together = run_paths(book, model, items, three, 3, &options);
    for (size_t i = 0; i < 3; i++) {
        run *alone = run_policy(book, model, three[i], &options);
        assert_memory_equal(together->flow + i * alone->size, alone->flow,
                            alone->size * sizeof *alone->flow);
        run_free(alone);
    }
    run_free(together);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

static void nothing_happens_on_the_as_of_date(void **state)
{
    (void)state;
    dc_simulate_options options = options_of(256, 1);
    run                *all = run_company(6, 0, &mixed_policy, &options);
    for (size_t currency = 0; currency < all->currency_count; currency++)
        for (int f = 0; f < DC_FLOW_COUNT; f++)
            for (uint32_t path = 0; path < all->path_count; path++)
                assert_int_equal(run_flow(all, 0, currency, (dc_flow)f, 0, path), 0);
    run_free(all);
}

typedef struct {
    uint64_t calls, last, total;
} progress;

static void count_progress(void *context, uint64_t done, uint64_t total)
{
    progress *seen = context;
    seen->calls++;
    seen->last = done;
    seen->total = total;
}

static void progress_counts_the_blocks_of_paths(void **state)
{
    (void)state;
    progress            seen = {0};
    dc_simulate_options options = options_of(700, 2);
    options.progress = count_progress;
    options.progress_context = &seen;
    run_free(run_company(6, 0, NULL, &options));
    assert_int_equal(seen.calls, 3);
    assert_int_equal(seen.last, 3);
    assert_int_equal(seen.total, 3);
}

static void weeks_end_seven_days_apart_after_a_first_that_may_be_short(void **state)
{
    (void)state;
    dc_simulate_options options = options_of(100, 1);
    options.horizon_days = 364;
    assert_int_equal(dc_week_count(&options), 52);
    assert_int_equal(dc_week_end_day(&options, 0), 0);
    assert_int_equal(dc_week_end_day(&options, 1), 7);
    assert_int_equal(dc_week_end_day(&options, 52), 364);
    options.first_week_days = 3;
    assert_int_equal(dc_week_end_day(&options, 1), 3);
    assert_int_equal(dc_week_end_day(&options, 2), 10);
    assert_int_equal(dc_week_count(&options), 52);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(a_run_that_is_stopped_ends_soon_and_says_so),
        cmocka_unit_test(fewer_paths_are_the_first_of_more),
        cmocka_unit_test(later_blocks_alone_are_those_of_the_whole),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(another_seed_is_another_future),
        cmocka_unit_test(a_path_is_the_same_however_many_others_there_are),
        cmocka_unit_test(a_customer_more_changes_nobody_elses_luck),
        cmocka_unit_test(what_comes_in_two_parts_keeps_its_mean_and_spreads_less),
        cmocka_unit_test(a_scenario_is_the_same_alone_or_beside_others),
        cmocka_unit_test(nothing_happens_on_the_as_of_date),
        cmocka_unit_test(progress_counts_the_blocks_of_paths),
        cmocka_unit_test(weeks_end_seven_days_apart_after_a_first_that_may_be_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
