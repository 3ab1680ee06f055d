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

/* Eight paths at a time: gcc takes comparisons of wider vectors apart. */
enum { LANES = 8 };
#define LANES_OF(type)                                                                             \
    __attribute__((vector_size(LANES * sizeof(type)), aligned(sizeof(type)), may_alias))
typedef float lanes_f32    LANES_OF(float);
typedef int32_t lanes_i32  LANES_OF(int32_t);
typedef uint32_t lanes_u32 LANES_OF(uint32_t);

/* Copies for newer processors are made of whole functions only. */
#define PART static inline __attribute__((always_inline))

#define SELECT(mask, yes, no)                                                                      \
    ((lanes_f32)(((lanes_i32)(yes) & (mask)) | ((lanes_i32)(no) & ~(mask))))

/* dc_exponential, eight at a time, step for step. */
PART void exponential(lanes_f32 *out, const lanes_u32 *word)
{
    const int32_t root_half = 0x3f3504f3, one = 0x3f800000;
    lanes_f32     x = __builtin_convertvector((lanes_i32)(~*word >> 1 | 1u), lanes_f32) * 0x1p-31f;
    lanes_i32     bits = (lanes_i32)x + (one - root_half);
    lanes_f32     e = __builtin_convertvector((bits >> 23) - 127, lanes_f32);
    lanes_f32     f = (lanes_f32)((bits & 0x007fffff) + root_half);
    lanes_f32     s = (f - 1.0f) / (f + 1.0f), t = s * s;
    lanes_f32     series = ((t * (1.0f / 9.0f) + 1.0f / 7.0f) * t + 1.0f / 5.0f) * t + 1.0f / 3.0f;
    *out = 0.0f - (e * 0x1.62e43p-1f + 2.0f * (s + s * t * series));
}

DC_CLONES void dc_kernel_start(dc_walk *walk, const uint32_t *word)
{
    for (size_t at = 0; at < B; at += LANES) {
        exponential((lanes_f32 *)&walk->own[at], (const lanes_u32 *)&word[at]);
        *(lanes_f32 *)&walk->met[at] = (lanes_f32){0};
        *(lanes_i32 *)&walk->week[at] = (lanes_i32){0} - 1;
    }
}

/* Whether any lane of the mask is set. */
PART bool any_lane(const lanes_i32 *mask)
{
    const uint64_t *pair = (const uint64_t *)mask;
    uint64_t        all = 0;
    for (int i = 0; i < LANES / 2; i++)
        all |= pair[i];
    return all != 0;
}

/* A word below the limit makes the week a run and is, divided by the limit, its uniform. */
PART void run_tile(lanes_f32 *run, const lanes_u32 *start, const dc_runs *runs, int32_t week)
{
    lanes_u32 word = *start + (uint32_t)week * 0x9e3779b9u;
    word = (word ^ word >> 16) * 0x85ebca6bu;
    word = (word ^ word >> 13) * 0xc2b2ae35u;
    word ^= word >> 16;
    lanes_i32 is_run = (lanes_i32)(word < runs->limit);
    if (!any_lane(&is_run)) { /* where runs are rare most groups of paths have none */
        *run = (lanes_f32){0} - 1.0f;
        return;
    }
    lanes_u32 above = ~word; /* -ln(1 - u) of it is -ln of the word itself */
    lanes_f32 luck;
    exponential(&luck, &above);
    luck -= runs->shift;
    luck = SELECT((lanes_i32)(luck > 0.0f), luck, (lanes_f32){0}); /* rounding at the limit */
    *run = SELECT(is_run, luck, (lanes_f32){0} - 1.0f);
}

/* The luck of a run is worked out where a path first needs it. */
PART void need_run(dc_runs *runs, size_t at, int32_t week)
{
    uint32_t tile = 1u << at / LANES;
    if (runs->known[week] & tile)
        return;
    runs->known[week] |= tile;
    run_tile((lanes_f32 *)&runs->luck[(size_t)week * B + at], (const lanes_u32 *)&runs->start[at],
             runs, week);
}

PART void walk_tile(dc_walk *walk, size_t at, dc_runs *runs, const float *pace,
                    const float *week_rise, int32_t first, int32_t weeks)
{
    lanes_f32 own = *(const lanes_f32 *)&walk->own[at], met = {0};
    lanes_i32 week = {0}, open = {0};
    week -= 1;
    open -= 1;
    for (int32_t w = 0; w < weeks && any_lane(&open); w++) {
        size_t    row = (size_t)(first + w) * B + at;
        lanes_f32 limit = *(const lanes_f32 *)&pace[row] * week_rise[w];
        lanes_f32 luck = own, spent = limit;
        if (runs) {
            need_run(runs, at, first + w);
            lanes_f32 shared = *(const lanes_f32 *)&runs->luck[row];
            lanes_i32 is_run = (lanes_i32)(shared >= 0.0f);
            luck = SELECT(is_run, shared, own);
            spent = (lanes_f32)((lanes_i32)limit & ~is_run);
        }
        lanes_i32 settled = (lanes_i32)(luck < limit) & open;
        met = SELECT(settled, luck, met);
        week = (((lanes_i32){0} + w) & settled) | (week & ~settled);
        open &= ~settled;
        own -= spent;
    }
    *(lanes_f32 *)&walk->met[at] = met;
    *(lanes_i32 *)&walk->week[at] = week;
}

DC_CLONES void dc_kernel_walk(dc_walk *walk, dc_runs *runs, const float *pace,
                              const float *week_rise, int32_t first, int32_t weeks)
{
    for (size_t at = 0; at < B; at += LANES)
        walk_tile(walk, at, runs, pace, week_rise, first, weeks);
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
