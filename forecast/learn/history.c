/* history.c - tallies, binned at every shift. */
#include "history.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void dc_history_start(dc_history *out, dc_arena *arena, size_t customers_most, int step_days)
{
    assert(step_days == 0 || (DC_SHIFT_MOST - DC_SHIFT_LEAST) / step_days < DC_SHIFTS_MAX);
    *out = (dc_history){.arena = arena, .customer_capacity = customers_most};
    for (int32_t shift = DC_SHIFT_LEAST; step_days > 0 && shift <= DC_SHIFT_MOST;
         shift += step_days)
        out->shift[out->shift_count++] = shift;
    if (step_days <= 0)
        out->shift_count = 1;
    out->first =
        dc_arena_alloc(arena, customers_most * (size_t)out->shift_count + 1, sizeof *out->first);
    out->settlements = dc_arena_alloc(arena, customers_most, sizeof *out->settlements);
}

static void note_settlements(dc_settlements *out, dc_arena *arena, const dc_tally *tally)
{
    double day[DC_LATE_DAYS], share[DC_LATE_DAYS];
    for (int32_t late = DC_LATE_FIRST; late <= DC_LATE_LAST; late++) {
        double weight = dc_tally_settled_on(tally, late);
        if (weight < 1e-9)
            continue;
        day[out->day_count] = fmin(fmax(late, -40.0), 90.0);
        share[out->day_count] = weight;
        out->weight += weight;
        out->sum += weight * day[out->day_count++];
    }
    size_t count = (size_t)out->day_count;
    out->day = dc_arena_alloc(arena, count, sizeof *out->day);
    out->share = dc_arena_alloc(arena, count, sizeof *out->share);
    memcpy(out->day, day, count * sizeof *day);
    memcpy(out->share, share, count * sizeof *share);
}

void dc_history_add(dc_history *history, const dc_tally *tally)
{
    if (tally->at_risk[DC_LATE_DAYS] <= 1e-9)
        return;
    size_t row = history->customer_count * (size_t)history->shift_count;
    for (int j = 0; j < history->shift_count; j++, row++) {
        history->cell = dc_arena_grow(history->arena, history->cell, &history->cell_capacity,
                                      history->cell_count + DC_BINS, sizeof *history->cell);
        history->cell_count +=
            (size_t)dc_tally_bins(&history->cell[history->cell_count], tally, history->shift[j]);
        history->first[row + 1] = history->cell_count;
    }
    note_settlements(&history->settlements[history->customer_count++], history->arena, tally);
}

void dc_history_part(dc_history *out, dc_arena *arena, const dc_history *whole, size_t folds,
                     size_t fold, bool others)
{
    size_t shifts = (size_t)whole->shift_count;
    dc_history_start(out, arena, whole->customer_count, 0);
    out->shift_count = whole->shift_count;
    memcpy(out->shift, whole->shift, sizeof out->shift);
    out->first = dc_arena_alloc(arena, whole->customer_count * shifts + 1, sizeof *out->first);
    for (size_t c = 0; c < whole->customer_count; c++) {
        if ((c % folds == fold) == others)
            continue;
        size_t from = whole->first[c * shifts], to = whole->first[(c + 1) * shifts];
        size_t row = out->customer_count * shifts;
        out->cell = dc_arena_grow(arena, out->cell, &out->cell_capacity,
                                  out->cell_count + (to - from), sizeof *out->cell);
        memcpy(&out->cell[out->cell_count], &whole->cell[from], (to - from) * sizeof *out->cell);
        for (size_t j = 0; j < shifts; j++)
            out->first[row + j + 1] = whole->first[c * shifts + j + 1] - from + out->cell_count;
        out->cell_count += to - from;
        out->settlements[out->customer_count++] = whole->settlements[c];
    }
}
