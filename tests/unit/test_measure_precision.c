/* How many paths a precision needs, found again by measuring whole outcomes at every look. */
#include "support/expect.h"
#include "support/given_future.h"

#include <math.h>

enum { HORIZON = 126, MOST = 9000, POLICIES = 2 };

static const dc_policy        none = {0};
static const dc_policy        late = {.delay_count = 1,
                                      .delays = {{.days = 30, .share = 1, .from = 1, .to = 999}}};
static const dc_policy *const policies[POLICIES] = {&none, &late};

static given_future company_make(void)
{
    dc_book *book = given_company(3, 8, 0);
    return given_future_of(book, given_lively_model(book), HORIZON);
}

static dc_simulate_options options_of(uint32_t paths, double precision, int threads)
{
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    options.horizon_days = HORIZON;
    options.path_count = paths;
    options.precision = precision;
    options.threads = threads;
    return options;
}

static uint32_t needed(const given_future *c, double precision, uint32_t most, int threads)
{
    dc_simulate_options options = options_of(most, precision, threads);
    uint32_t            paths;
    assert_int_equal(
        dc_paths_needed(&paths, c->book, c->model, c->items, policies, POLICIES, &options), DC_OK);
    return paths;
}

static double reached(const given_future *c, uint32_t paths)
{
    dc_simulate_options options = options_of(paths, 0.0, 1);
    dc_arena           *arena = dc_arena_new();
    dc_outcome          outcomes[POLICIES];
    double              worst = 0.0;
    assert_int_equal(dc_outcomes_measure(outcomes, arena, c->book, c->model, c->items, &c->today,
                                         policies, POLICIES, &options),
                     DC_OK);
    for (int i = 0; i < POLICIES; i++)
        worst = fmax(worst, dc_outcome_precision(&outcomes[i]));
    dc_arena_free(arena);
    return worst;
}

/* Two looks in a row, at 4,096 paths and then every 1,024. */
static uint32_t found_again(const given_future *c, double precision)
{
    bool before = false;
    for (uint32_t paths = 4096;; paths += 1024) {
        bool within = reached(c, paths < MOST ? paths : MOST) <= precision;
        if ((within && before) || paths >= MOST)
            return paths < MOST ? paths : MOST;
        before = within;
    }
}

static void paths_are_added_until_two_looks_in_a_row_are_within(void **state)
{
    given_future c = company_make();
    double       first = reached(&c, 4096), later = reached(&c, 7168);
    (void)state;
    assert_true(later < first);
    const double asked[] = {1.01 * first, 0.5 * (first + later), 1.001 * later, 0.1 * later};
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        assert_int_equal(needed(&c, asked[i], MOST, 1), found_again(&c, asked[i]));
    assert_int_equal(needed(&c, asked[0], MOST, 1), 5120);
    assert_int_equal(needed(&c, asked[3], MOST, 1), MOST);
    given_future_free(&c);
}

static void never_more_paths_than_allowed(void **state)
{
    given_future c = company_make();
    (void)state;
    assert_int_equal(needed(&c, 0.0001, 100, 1), 100);
    assert_int_equal(needed(&c, 0.0001, 4097, 1), 4097);
    given_future_free(&c);
}

static void any_number_of_threads_ends_at_the_same_path(void **state)
{
    given_future c = company_make();
    double       asked = 1.001 * reached(&c, 6144);
    uint32_t     one = needed(&c, asked, MOST, 1);
    (void)state;
    assert_int_equal(needed(&c, asked, MOST, 2), one);
    assert_int_equal(needed(&c, asked, MOST, 8), one);
    given_future_free(&c);
}

static void paths_that_were_stopped_are_no_answer(void **state)
{
    given_future                c = company_make();
    const volatile sig_atomic_t stop = 1;
    dc_simulate_options         options = options_of(MOST, 0.01, 1);
    uint32_t                    paths;
    (void)state;
    options.stop = &stop;
    assert_int_equal(
        dc_paths_needed(&paths, c.book, c.model, c.items, policies, POLICIES, &options),
        DC_ERR_STOPPED);
    given_future_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_added_until_two_looks_in_a_row_are_within),
        cmocka_unit_test(never_more_paths_than_allowed),
        cmocka_unit_test(any_number_of_threads_ends_at_the_same_path),
        cmocka_unit_test(paths_that_were_stopped_are_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
