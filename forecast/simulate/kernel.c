/* kernel.c - see kernel.h. */
#include "kernel.h"

#include <math.h>

#include "duecast/clones.h"
#include "laws.h"
#include "tile.h"

enum { B = DC_PATH_BLOCK, STRIDE = DC_WEEKS_STRIDE };

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

DC_CLONES void dc_kernel_latest(uint16_t *restrict latest, const uint16_t *restrict day)
{
    for (int tile = 0; tile < DC_TILES; tile++) {
        uint16_t most = 0;
        for (int i = 0; i < DC_PATH_TILE; i++)
            most = day[tile * DC_PATH_TILE + i] > most ? day[tile * DC_PATH_TILE + i] : most;
        latest[tile] = most;
    }
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

/* gcc takes comparisons of wider vectors apart. */
#define LANES_OF(type)                                                                             \
    __attribute__((vector_size(DC_LANES * sizeof(type)), aligned(sizeof(type)), may_alias))
typedef float lanes_f32    LANES_OF(float);
typedef int32_t lanes_i32  LANES_OF(int32_t);
typedef uint32_t lanes_u32 LANES_OF(uint32_t);

typedef int64_t lanes_i64 __attribute__((vector_size(DC_LANES * sizeof(int32_t)), may_alias));

#define SELECT(mask, yes, no)                                                                      \
    ((lanes_f32)(((lanes_i32)(yes) & (mask)) | ((lanes_i32)(no) & ~(mask))))

/* dc_exponential, eight at a time, step for step. */
DC_PART void exponential(lanes_f32 *out, const lanes_u32 *word)
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

void dc_kernel_groups(dc_walk *walk, uint32_t bits)
{
    walk->group_count = 0;
    walk->is_all = bits == DC_ALL_GROUPS;
    for (uint32_t group = 0; group < DC_LANE_GROUPS; group++) {
        walk->group[walk->group_count] = (uint8_t)group;
        walk->group_count += bits >> group & 1u;
    }
    if (walk->group_count % 2 != 0) {
        walk->group[walk->group_count] = walk->group[walk->group_count - 1];
        walk->group_count++;
    }
}

DC_CLONES void dc_kernel_start(dc_walk *walk, const uint32_t *word)
{
    for (size_t i = 0; i < walk->group_count; i++) {
        size_t at = walk->group[i] * (size_t)DC_LANES;
        exponential((lanes_f32 *)&walk->own[at], (const lanes_u32 *)&word[at]);
    }
}

DC_CLONES size_t dc_kernel_below(uint8_t list[B], const uint32_t *restrict word, uint32_t limit)
{
    size_t count = 0;
    for (int i = 0; i < B; i++) {
        list[count] = (uint8_t)i;
        count += word[i] < limit;
    }
    return count;
}

/* Whether all lanes of the mask are set. */
DC_PART bool all_lanes(const lanes_i32 *mask)
{
    lanes_i64 pairs = (lanes_i64)*mask;
    return (pairs[0] & pairs[1] & pairs[2] & pairs[3]) == -1;
}

/* A word below the limit makes the week a run and is, divided by the limit, its uniform. */
DC_PART void work_out(const dc_weeks *all, size_t group, int32_t week)
{
    const dc_runs *runs = all->runs;
    const size_t   row = (group * (size_t)all->row_count + (size_t)week) * DC_LANES;
    lanes_f32      pace = *(const lanes_f32 *)&all->pace[row], luck;
    lanes_u32      word =
        *(const lanes_u32 *)&runs->start[group * DC_LANES] + (uint32_t)week * 0x9e3779b9u;
    word = (word ^ word >> 16) * 0x85ebca6bu;
    word = (word ^ word >> 13) * 0xc2b2ae35u;
    word ^= word >> 16;
    lanes_i32 no_run = (lanes_i32)(word >= runs->limit);
    *(lanes_f32 *)&runs->spent[row] = (lanes_f32)((lanes_i32)pace & no_run);
    *(lanes_f32 *)&runs->met[row] = (lanes_f32){0} + INFINITY;
    if (all_lanes(&no_run)) /* where runs are rare most groups of paths have none */
        return;
    lanes_u32 above = ~word; /* -ln(1 - u) of it is -ln of the word itself */
    exponential(&luck, &above);
    luck -= runs->shift;
    luck = SELECT((lanes_i32)(luck > 0.0f), luck, (lanes_f32){0}); /* rounding at the limit */
    *(lanes_f32 *)&runs->met[row] = SELECT(no_run, (lanes_f32){0} + INFINITY, luck / pace);
}

/* The luck of a run is worked out where a path first needs it. */
DC_PART void need_runs(const dc_weeks *all, size_t group, int32_t week)
{
    uint32_t bit = 1u << group, *known = &all->runs->known[week];
    if (known[0] & known[1] & known[2] & known[3] & bit)
        return;
    for (int32_t step = 0; step < STRIDE; step++) {
        if (!(known[step] & bit))
            work_out(all, group, week + step);
        known[step] |= bit;
    }
}

/* One group of paths under way. */
typedef struct {
    const float *spent, *met; /* rows from the first week on */
    lanes_f32    own;
    lanes_i32    settled, behind;          /* all ones: settled; less the weeks that it has been */
    lanes_f32    before[DC_WEEKS_MAX + 1]; /* `own` at the start of each week */
} stroll;

DC_PART void set_out(stroll *at, const dc_walk *walk, const dc_weeks *all, size_t group, bool meets,
                     int32_t first)
{
    const size_t row = (group * (size_t)all->row_count + (size_t)first) * DC_LANES;
    at->spent = meets ? all->runs->spent + row : all->pace + row;
    at->met = meets ? all->runs->met + row : NULL;
    at->own = *(const lanes_f32 *)&walk->own[group * DC_LANES];
    at->settled = at->behind = (lanes_i32){0};
}

/*
 * What is left of a luck falls from week to week; below zero it is settled, and stays so: a luck
 * that a run beats becomes a NaN with its sign bit set, which no further week changes.
 */
DC_PART void go_on(stroll *at, bool meets, int32_t week, float week_rise)
{
    const size_t row = (size_t)week * DC_LANES;
    at->before[week] = at->own;
    at->own -= *(const lanes_f32 *)&at->spent[row] * week_rise;
    if (meets)
        at->own = (lanes_f32)((lanes_i32)at->own |
                              (lanes_i32)(*(const lanes_f32 *)&at->met[row] < week_rise));
    at->settled = (lanes_i32)at->own >> 31;
    at->behind += at->settled;
}

/* A lane that is not settled within the weeks arrives in the week after them, with nothing left. */
DC_PART void arrive(dc_walk *walk, stroll *at, size_t group, int32_t week, int32_t weeks)
{
    int32_t *restrict in = &walk->week[group * DC_LANES];
    float *restrict own = &walk->own[group * DC_LANES];
    const float *restrict before = (const float *)at->before;
    lanes_i32 settled = at->settled & (lanes_i32)(week + at->behind < weeks);
    at->before[weeks] = (lanes_f32){0};
    *(lanes_i32 *)in = ((week + at->behind) & settled) | (weeks & ~settled);
    for (int32_t lane = 0; lane < DC_LANES; lane++)
        own[lane] = before[in[lane] * DC_LANES + lane];
    *(lanes_i32 *)in |= ~settled;
}

/* Two groups at a time, as each week waits for the one before; looking up whether all are settled
 * costs as much as a week, so it is done every STRIDE weeks. */
DC_PART void walk_groups(dc_walk *walk, const dc_weeks *all, bool meets, const float *week_rise,
                         int32_t first, int32_t weeks)
{
    stroll one, two;
    for (size_t i = 0; i < walk->group_count; i += 2) {
        size_t    group = walk->group[i], other = walk->group[i + 1];
        int32_t   week = 0;
        lanes_i32 settled = {0};
        set_out(&one, walk, all, group, meets, first);
        set_out(&two, walk, all, other, meets, first);
        while (week < weeks && !all_lanes(&settled)) {
            if (meets) {
                need_runs(all, group, first + week);
                need_runs(all, other, first + week);
            }
            for (int step = 0; step < STRIDE; step++, week++) {
                go_on(&one, meets, week, week_rise[week]);
                go_on(&two, meets, week, week_rise[week]);
            }
            settled = one.settled & two.settled;
        }
        arrive(walk, &one, group, week, weeks);
        arrive(walk, &two, other, week, weeks);
    }
}

DC_CLONES void dc_kernel_walk(dc_walk *walk, const dc_weeks *all, const float *week_rise,
                              int32_t first, int32_t weeks)
{
    if (all->runs)
        walk_groups(walk, all, true, week_rise, first, weeks);
    else
        walk_groups(walk, all, false, week_rise, first, weeks);
}

/* The rises of a week do not fall, so three looks find the day.  In a run it is the luck of the run
 * that counts, and the pace is in it. */
DC_PART void find_some_days(int32_t from, int32_t to, uint16_t *restrict drawn,
                            const dc_walk *restrict walk, const float *restrict pace,
                            const float *restrict met, bool meets, int32_t row_count,
                            const float *restrict rise, int32_t first, int32_t start,
                            int32_t day_count)
{
    for (int32_t i = from; i < to; i++) {
        int32_t open = walk->week[i] >> 31, week = walk->week[i] & ~open, at = 7 * week;
        int32_t row =
            (i & ~(DC_LANES - 1)) * row_count + (first + week) * DC_LANES + (i & (DC_LANES - 1));
        float own = walk->own[i], m = pace[row], shared = meets ? met[row] : INFINITY;
        float luck = shared < INFINITY ? shared : own;
        m = shared < INFINITY ? 1.0f : m;
        at += luck >= m * rise[at + 3] ? 4 : 0;
        at += luck >= m * rise[at + 1] ? 2 : 0;
        at += luck >= m * rise[at] ? 1 : 0;
        drawn[i] = (uint16_t)(((day_count + 1) & open) | ((at + 1 - start) & ~open));
    }
}

/* All in one loop, which is then one of vectors. */
DC_PART void find_days(uint16_t *restrict drawn, const dc_walk *restrict walk,
                       const float *restrict pace, const float *restrict met, bool meets,
                       int32_t row_count, const float *restrict rise, int32_t first, int32_t start,
                       int32_t day_count)
{
    if (walk->is_all) {
        find_some_days(0, B, drawn, walk, pace, met, meets, row_count, rise, first, start,
                       day_count);
        return;
    }
    for (int i = 0; i < B; i++)
        drawn[i] = (uint16_t)(day_count + 1);
    for (size_t i = 0; i < walk->group_count; i++) {
        int32_t from = walk->group[i] * DC_LANES;
        find_some_days(from, from + DC_LANES, drawn, walk, pace, met, meets, row_count, rise, first,
                       start, day_count);
    }
}

DC_CLONES void dc_kernel_days(uint16_t *restrict drawn, const dc_walk *walk, const dc_weeks *all,
                              const float *restrict rise, int32_t first, int32_t start,
                              uint16_t day_count)
{
    if (all->runs)
        find_days(drawn, walk, all->pace, all->runs->met, true, all->row_count, rise, first, start,
                  day_count);
    else
        find_days(drawn, walk, all->pace, NULL, false, all->row_count, rise, first, start,
                  day_count);
}
