#include "support/given_future.h"

given_future given_future_of(dc_book *book, dc_model *model, int32_t horizon_days)
{
    given_future out = {.arena = dc_arena_new(), .book = book, .model = model};
    out.options = DC_SIMULATE_OPTIONS_INIT;
    out.options.horizon_days = horizon_days;
    out.items = dc_items_make(out.arena, book, model, horizon_days);
    dc_today_measure(&out.today, book, model);
    return out;
}

void given_future_free(given_future *given)
{
    dc_model_free(given->model);
    given_book_free(given->book);
    dc_arena_free(given->arena);
}
