#include "support/futures.h"

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
