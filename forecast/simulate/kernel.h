/*
 * kernel.h - the innermost loops of drawing: the DC_PATH_BLOCK paths of one item, plain columns.
 *
 * All functions are leaves without branches on the policy.
 */
#ifndef DC_SIMULATE_KERNEL_H
#define DC_SIMULATE_KERNEL_H

#include "duecast/paths.h"

/* times[i] = how often the slot occurs: 0, 1, 2 or 4 with chances 9, 8, 6, 1 in 24. */
void dc_kernel_orders(uint8_t *restrict times, const uint32_t *restrict word);

/* day[i] = origin + drawn without its flag, or DC_DAY_NEVER where drawn is `never`; returns whether
 * any was written off. */
bool dc_kernel_place(uint16_t *restrict day, uint8_t *restrict lost, const uint16_t *restrict drawn,
                     int32_t origin, uint16_t never);

/* The latest day in each tile of paths. */
void dc_kernel_latest(uint16_t *restrict latest, const uint16_t *restrict day);

/* day[i] += days where hit[i], from <= before[i] <= to and not lost; stays below DC_DAY_NEVER. */
void dc_kernel_delay(uint16_t *restrict day, const uint16_t *restrict before,
                     const uint8_t *restrict lost, const uint8_t *restrict hit, uint16_t from,
                     uint16_t to, uint16_t days);

/*
 * The walk through the weeks (runs.h), eight paths at a time.  Rows of weeks lie by lane group, so
 * that a walk reads on: row[(group * row_count + week) * DC_LANES + path in group].  A walk goes
 * DC_WEEKS_STRIDE weeks at a time, so that rows and rises reach as many weeks further than they are
 * meant; those do nothing.
 */
enum {
    DC_LANES = 8,
    DC_LANE_GROUPS = DC_PATH_BLOCK / DC_LANES,
    DC_WEEKS_STRIDE = 4,
    DC_WEEKS_MAX = 320
};

/* Where the paths of one item stand: those of the groups listed. */
typedef struct {
    uint8_t group[DC_LANE_GROUPS]; /* walked two at a time: an odd one out stands twice */
    size_t  group_count;
    bool    is_all;              /* every group is listed */
    float   own[DC_PATH_BLOCK];  /* its own luck; after the walk what was left of it then */
    int32_t week[DC_PATH_BLOCK]; /* in which it was settled; -1: still open */
} dc_walk;

/* The pay runs of one customer on the paths of a block. */
typedef struct {
    uint32_t  start[DC_PATH_BLOCK]; /* the words of a path's weeks follow from it: dc_word_at */
    uint32_t  limit;                /* words below it make a week a run */
    float     shift;                /* -ln(limit / 2^32) */
    uint32_t *known;                /* per week: a bit for each group of paths worked out */
    float    *spent; /* rows: what a rise takes of an item's own luck: the pace; 0 in a run */
    float    *met;   /* rows: the luck of a run, -ln(word / limit), over the pace; INFINITY: none */
} dc_runs;

/* The weeks of one block of paths. */
typedef struct {
    int32_t  week_count;
    int32_t  row_count; /* week_count + DC_WEEKS_STRIDE */
    float   *pace;      /* rows */
    dc_runs *runs;      /* NULL: the item meets nobody */
} dc_weeks;

#define DC_ALL_GROUPS UINT32_MAX
_Static_assert(DC_LANE_GROUPS == 32, "a bit for each group");

/* Lists the groups whose bits are set. */
void dc_kernel_groups(dc_walk *walk, uint32_t bits);

/* list = paths whose word is below the limit, in their order; returns how many. */
size_t dc_kernel_below(uint8_t list[DC_PATH_BLOCK], const uint32_t *restrict word, uint32_t limit);

void dc_kernel_start(dc_walk *walk, const uint32_t *word);

/* Walks `weeks` weeks from week `first` of the block on. */
void dc_kernel_walk(dc_walk *walk, const dc_weeks *all, const float *week_rise, int32_t first,
                    int32_t weeks);

/* drawn[i] = day after the origin, or day_count + 1 when still open or of a group not listed. */
void dc_kernel_days(uint16_t *restrict drawn, const dc_walk *walk, const dc_weeks *all,
                    const float *restrict rise, int32_t first, int32_t start, uint16_t day_count);

#endif
