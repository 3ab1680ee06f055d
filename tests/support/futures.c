#include "support/futures.h"

#include <string.h>

#include "support/expect.h"

futures futures_of(uint64_t seed, const dc_policy *const *policies, size_t count, model_of *given,
                   dc_together together)
{
    futures f = {.arena = dc_arena_new(), .book = given_company(seed, 8, 0)};
    f.model = given(f.book);
    f.model->together = together;
    f.options = (dc_simulate_options){.horizon_days = HORIZON,
                                      .path_count = given_paths(400),
                                      .seed = seed,
                                      .report_count = 2,
                                      .report_days = {30, HORIZON}};
    f.items = dc_items_make(f.arena, f.book, f.model, HORIZON);
    f.all = run_paths(f.book, f.model, f.items, policies, count, &f.options);
    return f;
}

void futures_free(futures *f)
{
    run_free(f->all);
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

bool futures_differ(const futures *f, size_t a, size_t b)
{
    size_t size = f->all->size / f->all->scenario_count;
    return memcmp(f->all->flow + a * size, f->all->flow + b * size, size * sizeof(int64_t)) != 0;
}

void assert_all_alike(const dc_policy *const *policies, size_t count, const dc_together ties[2])
{
    for (int failing = 0; failing <= 1; failing++) {
        futures f = futures_of(1, policies, count,
                               failing ? given_failing_model : given_lively_model, ties[failing]);
        for (size_t scenario = 1; scenario < count; scenario++)
            assert_false(futures_differ(&f, scenario, 0));
        futures_free(&f);
    }
}

void assert_never_more(const futures *f, size_t less, size_t more)
{
    for (size_t currency = 0; currency < f->book->currency_count; currency++)
        for (uint32_t path = 0; path < f->options.path_count; path++) {
            int64_t sum = 0;
            for (int32_t day = 1; day <= HORIZON; day++) {
                sum += run_cash(f->all, more, currency, day, path) -
                       run_flow(f->all, more, currency, DC_FLOW_RECOVERED, day, path);
                sum -= run_cash(f->all, less, currency, day, path) -
                       run_flow(f->all, less, currency, DC_FLOW_RECOVERED, day, path);
                assert_true(sum >= 0);
            }
        }
}
