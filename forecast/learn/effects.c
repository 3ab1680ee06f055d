/* effects.c - one walk over the claims tells of all effects. */
#include "effects.h"

#include <assert.h>
#include <string.h>

enum { CLAIMS_FOR_EFFECTS = 50 };

static void take_over(dc_model *model, const dc_model *from)
{
    assert(from->customer_count == model->customer_count);
    model->days = from->days;
    model->drift = from->drift;
    model->actions = from->actions;
    model->factor_count = from->factor_count;
    memcpy(model->factor, from->factor, sizeof model->factor);
}

void dc_effects_learn(dc_model *model, const dc_book *book, const dc_learn_options *options)
{
    const dc_model *known = options->effects;
    dc_actuals      actuals;
    if (known)
        take_over(model, known);
    else if (!model->learnt || model->claims_learnt_from < CLAIMS_FOR_EFFECTS)
        return;
    dc_arena *arena = dc_arena_new();
    dc_actuals_gather(&actuals, arena, book, model, !known);
    if (!known) {
        dc_day_habits_learn(model, book, &actuals);
        dc_weekdays_learn(model, &actuals);
        dc_month_habits_learn(model, book, &actuals);
        dc_seasons_learn(model, book, &actuals);
        dc_factors_learn(model, book, &actuals);
        dc_actions_learn(model, book);
        dc_drift_find(&model->drift, book, &actuals);
    }
    /* The others change slowly; what the memory leaves of a drift does not. */
    dc_pace_now_learn(&model->drift, model, &actuals);
    dc_actuals_free(&actuals);
    dc_arena_free(arena);
}
