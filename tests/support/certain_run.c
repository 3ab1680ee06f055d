#include "support/certain_run.h"

#include "support/expect.h"
#include "support/given.h"

certain_run certain_run_of(dc_book *book, const dc_policy *const *policies, size_t count,
                           int32_t horizon)
{
    certain_run r = {.arena = dc_arena_new(), .book = book};
    dc_today    today;
    assert_true(count <= CERTAIN_POLICIES_MAX);
    r.model = given_certain_model(book);
    r.options = DC_SIMULATE_OPTIONS_INIT;
    r.options.horizon_days = horizon;
    r.options.path_count = 300;
    dc_items *items = dc_items_make(r.arena, book, r.model, horizon);
    dc_today_measure(&today, book, r.model);
    assert_int_equal(dc_outcomes_measure(r.outcome, r.arena, book, r.model, items, &today, policies,
                                         count, &r.options),
                     DC_OK);
    return r;
}

void certain_run_free(certain_run *r)
{
    dc_model_free(r->model);
    given_book_free(r->book);
    dc_arena_free(r->arena);
}
