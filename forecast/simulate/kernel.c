/* kernel.c - see kernel.h. */
#include "kernel.h"

#include "duecast/clones.h"
#include "laws.h"
#include "tile.h"

enum { B = DC_PATH_BLOCK };

DC_CLONES void dc_kernel_orders(uint8_t *restrict times, const uint32_t *restrict word)
{
    const uint32_t one = 1610612736u, two = 3042268501u, four = 4116010325u; /* 9, 17, 23 / 24 */
    for (int i = 0; i < B; i++)
        times[i] = (uint8_t)((word[i] >= one) + (word[i] >= two) + 2 * (word[i] >= four));
}

DC_CLONES bool dc_kernel_place(uint16_t *restrict day, uint8_t *restrict lost,
                               const uint16_t *restrict drawn, int32_t origin, uint16_t never)
{
    unsigned any = 0;
    for (int i = 0; i < B; i++) {
        int32_t at = origin + (drawn[i] & ~DC_DAY_LOST);
        lost[i] = drawn[i] >= DC_DAY_LOST;
        any |= lost[i];
        day[i] = drawn[i] == never ? DC_DAY_NEVER : (uint16_t)at;
    }
    return any != 0;
}

DC_CLONES uint16_t dc_kernel_latest(const uint16_t *restrict day)
{
    uint16_t latest = 0;
    for (int i = 0; i < B; i++)
        latest = day[i] > latest ? day[i] : latest;
    return latest;
}

DC_CLONES void dc_kernel_delay(uint16_t *restrict day, const uint16_t *restrict before,
                               const uint8_t *restrict lost, const uint8_t *restrict hit,
                               uint16_t from, uint16_t to, uint16_t days)
{
    for (int i = 0; i < B; i++) {
        int16_t  shown = (int16_t) - ((before[i] >= from) & (before[i] <= to) & (hit[i] > lost[i]));
        uint16_t at = (uint16_t)(day[i] + (days & shown));
        day[i] = at < DC_DAY_NEVER ? at : DC_DAY_NEVER;
    }
}

/* --- the walk through the weeks --------------------------------------------------------------- */

DC_CLONES void dc_kernel_runs(float *restrict run, const uint32_t *restrict word, uint32_t limit,
                              float shift)
{
    uint32_t above[B];
    for (int i = 0; i < B; i++)
        above[i] = ~word[i]; /* -ln(1 - u) of it is -ln of the word itself */
    dc_exponential_block(run, above);
    for (int i = 0; i < B; i++)
        run[i] = word[i] < limit ? run[i] - shift : -1.0f;
    for (int i = 0; i < B; i++)
        run[i] = word[i] < limit && run[i] < 0.0f ? 0.0f : run[i]; /* rounding at the limit */
}

#define SELECT(mask, yes, no) ((tile_f32)(((tile_i32)(yes) & (mask)) | ((tile_i32)(no) & ~(mask))))

/* Whether any lane of the mask is set. */
#define ANY(mask) any_lane((const uint64_t *)&(mask))
static inline bool any_lane(const uint64_t *pair)
{
    uint64_t all = 0;
    for (int i = 0; i < DC_PATH_TILE / 2; i++)
        all |= pair[i];
    return all != 0;
}

/* Sixteen paths; `run` may be NULL. */
static inline bool walk_tile(dc_walk *walk, size_t at, const float *run, const float *pace,
                             const float *week_rise, int32_t first, int32_t weeks)
{
    tile_f32 own = *(const tile_f32 *)&walk->own[at], met = *(const tile_f32 *)&walk->met[at];
    tile_i32 week = *(const tile_i32 *)&walk->week[at], open = week < 0;
    for (int32_t w = 0; w < weeks && ANY(open); w++) {
        tile_f32 limit = *(const tile_f32 *)(pace + (size_t)w * B) * week_rise[w];
        tile_f32 luck = own, spent = limit;
        if (run) {
            tile_f32 shared = *(const tile_f32 *)(run + (size_t)w * B);
            tile_i32 runs = shared >= 0.0f;
            luck = SELECT(runs, shared, own);
            spent = SELECT(runs, (tile_f32){0}, limit);
        }
        tile_i32 settled = (tile_i32)(luck < limit) & open;
        met = SELECT(settled, luck, met);
        week = (((tile_i32){0} + first + w) & settled) | (week & ~settled);
        open &= ~settled;
        own -= spent;
    }
    *(tile_f32 *)&walk->own[at] = own;
    *(tile_f32 *)&walk->met[at] = met;
    *(tile_i32 *)&walk->week[at] = week;
    return ANY(open);
}

DC_CLONES bool dc_kernel_walk(dc_walk *walk, const float *run, const float *pace,
                              const float *week_rise, int32_t first, int32_t weeks)
{
    bool open = false;
    for (size_t at = 0; at < B; at += DC_PATH_TILE)
        open |= walk_tile(walk, at, run ? run + at : NULL, pace + at, week_rise, first, weeks);
    return open;
}

/* The rises of a week do not fall, so three looks find the day. */
DC_CLONES void dc_kernel_days(uint16_t *restrict drawn, const dc_walk *walk,
                              const float *restrict pace, const float *restrict rise, int32_t start,
                              uint16_t day_count)
{
    for (int i = 0; i < B; i++) {
        int32_t week = walk->week[i] < 0 ? 0 : walk->week[i], at = 7 * week;
        float   met = walk->met[i], m = pace[(size_t)week * B + (size_t)i];
        at += 4 * (met >= m * rise[at + 3]);
        at += 2 * (met >= m * rise[at + 1]);
        at += met >= m * rise[at];
        drawn[i] = walk->week[i] < 0 ? (uint16_t)(day_count + 1) : (uint16_t)(at + 1 - start);
    }
}
