/*
 * kernel.h - the innermost loops: 256 paths of one item at a time, plain columns.
 *
 * A row is DC_PATH_BLOCK values of one day; a matrix is rows 0 .. day_count + 1 (paths.h).  All
 * functions are leaves without branches on the policy.
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

/* clipped[i] = min(day[i], end). */
void dc_kernel_clip(uint16_t *restrict clipped, const uint16_t *restrict day, uint16_t end);

/* amount[i] = times[i] * each. */
void dc_kernel_multiply(int64_t *restrict amount, const uint8_t *restrict times, int64_t each);

/* Adds amount[i] to row day[i] of the not-due or, if day[i] > due, the overdue matrix. */
void dc_kernel_settle(int64_t *restrict not_due, int64_t *restrict overdue,
                      const uint16_t *restrict day, const int64_t *restrict amount, int32_t due);

/* Adds amount[i] to row day[i]. */
void dc_kernel_scatter(int64_t *restrict matrix, const uint16_t *restrict day,
                       const int64_t *restrict amount);

/* row[i] += amount[i] where day[i] > limit. */
void dc_kernel_add_open(int64_t *restrict row, const uint16_t *restrict day,
                        const int64_t *restrict amount, int32_t limit);

/* row[i] += amount[i]. */
void dc_kernel_add(int64_t *restrict row, const int64_t *restrict amount);

#endif
