/* expected_items.c - the expectation of single items: expected.c before it is summed up. */
#include <stdlib.h>

#include "failures.h"
#include "laws.h"

/* Cash of an item of amount 1 by the close of each of the days. */
static void expect(double *out, const dc_law *law, const dc_failures *failures, uint32_t item,
                   const int32_t *day, size_t day_count)
{
    bool          fails = failures->row_count > 0;
    const double *chance = fails ? dc_failures_chance(failures, item) : NULL;
    bool          lives = !fails || dc_failures_since(failures, item) == DC_DEFAULT_NEVER;
    double        paid = 0.0;
    int32_t       at = 1;
    for (size_t i = 0; i < day_count; i++) {
        for (; at <= day[i] && at <= law->day_count && lives; at++)
            paid += (law->paid[at] - law->paid[at - 1]) * (chance ? 1.0 - chance[at] : 1.0);
        out[i] = paid;
    }
}

void dc_items_expect(double *out, const dc_model *model, const dc_items *items, const int32_t *day,
                     size_t day_count)
{
    dc_arena   *arena = dc_arena_new();
    dc_failures failures;
    int32_t     reach = items->laws->day_count;
    dc_failures_make(&failures, arena, model, items, reach);
#pragma omp parallel
    {
        dc_law law = {reach, dc_heap_alloc((size_t)reach + 1, sizeof(double)),
                      dc_heap_alloc((size_t)reach + 1, sizeof(double))};
#pragma omp for schedule(dynamic, 64)
        for (size_t i = 0; i < items->count; i++) {
            double *own = out + i * day_count;
            dc_laws_read(&law, items->laws, (uint32_t)i);
            expect(own, &law, &failures, (uint32_t)i, day, day_count);
            for (size_t d = 0; d < day_count; d++)
                own[d] *= (double)(items->amount[i] - items->not_cash[i]);
        }
        free(law.paid);
        free(law.lost);
    }
    dc_arena_free(arena);
}
