/*
 * cash_delay.c - how much later every payment may come until the line does not suffice.
 *
 * What is paid D days later is paid on day d - D instead of d, so receipts at hand are moved, not
 * simulated again.  Later receipts are never more, on any day of any path, and interest on what is
 * drawn meanwhile is never less: the first day of a gap comes no later, and halving finds the days.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cash_samples.h"

enum { T = DC_PATH_TILE };

/* Which paths of the tile have a gap by the last day when payments come so many days later. */
static void find_gaps(bool gap[T], const dc_cash_tile *tile, double *moved, const int32_t later[T],
                      int32_t last_day)
{
    dc_cash_plan plan = *tile->plan;
    size_t       rows = (size_t)plan.day_count + 1;
    dc_cash_days days = {tile->space, tile->space + rows * T, tile->space + 2 * rows * T};
    plan.day_count = last_day;
    for (int32_t day = 1; day <= last_day; day++)
        for (int i = 0; i < T; i++) {
            int32_t from = day - later[i];
            moved[day * T + i] = from > 0 ? tile->receipts[from * T + i] : 0.0;
        }
    dc_cash_roll(&days, &plan, moved, tile->strayed);
    memset(gap, 0, T * sizeof *gap);
    for (size_t at = T; at < ((size_t)last_day + 1) * T; at++)
        gap[at % T] |= days.before_line[at] + days.drawn[at] - plan.drawn < plan.minimum;
}

/* Days of delay by path: a gap at `high` if anywhere, none below `low`. */
typedef struct {
    int32_t low[T], high[T];
} bracket;

static void halve(double out[T], bracket *in, const dc_cash_tile *tile, double *moved,
                  int32_t last_day)
{
    bool gap[T], open = true;
    find_gaps(gap, tile, moved, in->high, last_day);
    for (int i = 0; i < T; i++) {
        out[i] = gap[i] ? 0.0 : INFINITY;
        in->low[i] = gap[i] ? in->low[i] : in->high[i];
    }
    while (open) {
        int32_t middle[T];
        open = false;
        for (int i = 0; i < T; i++) {
            middle[i] = in->low[i] + (in->high[i] - in->low[i]) / 2;
            open |= in->low[i] < in->high[i];
        }
        if (!open)
            break;
        find_gaps(gap, tile, moved, middle, last_day);
        for (int i = 0; i < T; i++) {
            in->high[i] = gap[i] && middle[i] < in->high[i] ? middle[i] : in->high[i];
            in->low[i] = !gap[i] && middle[i] < in->high[i] ? middle[i] + 1 : in->low[i];
        }
    }
    for (int i = 0; i < T; i++)
        out[i] += in->high[i];
}

void dc_cash_bearable(double out[DC_REACHES][DC_PATH_TILE], const dc_cash_tile *tile)
{
    size_t  rows = (size_t)tile->plan->day_count + 1;
    double *moved = dc_heap_alloc(rows * T, sizeof *moved);
    int32_t near = dc_cash_reach_day(tile->plan, DC_REACH_NEAR);
    bracket far = {.low = {0}}, sooner = {.low = {0}};
    for (int i = 0; i < T; i++)
        far.high[i] = tile->plan->day_count;
    halve(out[DC_REACH_FAR], &far, tile, moved, tile->plan->day_count);
    /* Who has no gap by the last day has none sooner. */
    for (int i = 0; i < T; i++) {
        sooner.high[i] = near;
        sooner.low[i] = far.high[i] < near ? far.high[i] : near;
    }
    halve(out[DC_REACH_NEAR], &sooner, tile, moved, near);
    free(moved);
}
