/*
 * What is said beforehand that a run will need, against the peak that the system saw: within a
 * factor of 1.5 either way, for runs that are worth foreseeing.  A child for each run, so that each
 * has a peak of its own.
 */
#include "support/expect.h"
#include "support/given.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/memory.h"
#include "duecast/metrics.h"

enum { POLICIES_MAX = 8 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

typedef struct {
    uint32_t paths;
    int32_t  horizon_days;
    size_t   policies;
    int      threads;
} size_of_run;

static const double factor = 1.5;

static uint64_t peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

/* In the child: 0 where the peak was foreseen. */
static int run_one(const size_of_run *size)
{
    static const dc_policy late = {.delay_count = 1,
                                   .delays = {{.days = 15, .share = 1, .from = 1, .to = 999}}};
    static const dc_policy none = {.delay_count = 0};
    const dc_policy       *policies[POLICIES_MAX];
    dc_simulate_options    options = DC_SIMULATE_OPTIONS_INIT;
    dc_book               *book = given_company(1, 12, 0);
    dc_model              *model = given_lively_model(book);
    dc_arena              *arena = dc_arena_new();
    dc_outcome             outcomes[POLICIES_MAX];
    dc_today               today;
    for (size_t i = 0; i < size->policies; i++)
        policies[i] = i == 0 ? &none : &late;
    options.path_count = size->paths;
    options.horizon_days = size->horizon_days;
    options.threads = size->threads;
    options.report_count = 1;
    options.report_days[0] = size->horizon_days;
    dc_items *items = dc_items_make(arena, book, model, size->horizon_days);
    dc_today_measure(&today, book, model);
    uint64_t  held = dc_memory_held();
    double    foreseen = (double)dc_outcomes_bytes(items, policies, size->policies, &options);
    dc_status status = dc_outcomes_measure(outcomes, arena, book, model, items, &today, policies,
                                           size->policies, &options);
    double    taken = (double)(peak_bytes() - held);
    bool      right = status == DC_OK && taken <= factor * foreseen && foreseen <= factor * taken;
    if (!right)
        fprintf(stderr, "%u paths, %d days, %zu policies: foreseen %.1f MiB, taken %.1f MiB\n",
                (unsigned)size->paths, (int)size->horizon_days, size->policies, foreseen / 0x1p20,
                taken / 0x1p20);
    dc_arena_free(arena);
    dc_model_free(model);
    given_book_free(book);
    return right ? 0 : 1;
}

static void runs_take_the_memory_that_was_foreseen(void **state)
{
    static const size_of_run sizes[] = {{8000, 364, 1, 1},
                                        {20000, 364, 1, 2},
                                        {4000, 182, 6, 2},
                                        {60000, 91, 2, 1},
                                        {1000, 728, 8, 2}};
    (void)state;
    if (SANITIZED || dc_memory_held() == 0)
        skip();
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int   status = 0;
        pid_t child = fork();
        if (child == 0)
            _exit(run_one(&sizes[i]));
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void what_the_machine_has_is_known(void **state)
{
    (void)state;
    assert_true(dc_memory_limit_usual() > (uint64_t)64 << 20);
    if (dc_memory_held() == 0)
        skip();
    assert_true(dc_memory_held() < dc_memory_limit_usual());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_take_the_memory_that_was_foreseen),
        cmocka_unit_test(what_the_machine_has_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
