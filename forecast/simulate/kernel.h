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

/* The latest day. */
uint16_t dc_kernel_latest(const uint16_t *restrict day);

/* day[i] += days where hit[i], from <= before[i] <= to and not lost; stays below DC_DAY_NEVER. */
void dc_kernel_delay(uint16_t *restrict day, const uint16_t *restrict before,
                     const uint8_t *restrict lost, const uint8_t *restrict hit, uint16_t from,
                     uint16_t to, uint16_t days);

/* Where the paths of one item stand after their walk through the weeks (runs.h). */
typedef struct {
    float   own[DC_PATH_BLOCK];  /* its own luck */
    float   met[DC_PATH_BLOCK];  /* the luck it was settled with */
    int32_t week[DC_PATH_BLOCK]; /* in which it was settled; -1: still open */
} dc_walk;

/* The pay runs of one customer on the paths of a block. */
typedef struct {
    uint32_t  start[DC_PATH_BLOCK]; /* the words of a path's weeks follow from it: dc_word_at */
    uint32_t  limit;                /* words below it make a week a run */
    float     shift;                /* -ln(limit / 2^32) */
    uint32_t *known;                /* per week: a bit for each eight paths worked out */
    float    *luck; /* week x DC_PATH_BLOCK: of the run, -ln(word / limit); -1: no run */
} dc_runs;

void dc_kernel_start(dc_walk *walk, const uint32_t *word);

/* Walks `weeks` weeks from week `first` of the block on; runs may be NULL. */
void dc_kernel_walk(dc_walk *walk, dc_runs *runs, const float *pace, const float *week_rise,
                    int32_t first, int32_t weeks);

/* drawn[i] = day after the origin, or day_count + 1 when still open. */
void dc_kernel_days(uint16_t *restrict drawn, const dc_walk *walk, const float *restrict pace,
                    const float *restrict rise, int32_t start, uint16_t day_count);

#endif
