/* kernel.c - see kernel.h.  Amounts are whole minor units, so the order of sums cannot matter. */
#include "kernel.h"

#include "duecast/clones.h"
#include "laws.h"

enum { B = DC_PATH_BLOCK };

DC_CLONES void dc_kernel_orders(uint8_t *restrict times, const uint32_t *restrict word)
{
    const uint32_t one = 1610612736u, two = 3042268501u, four = 4116010325u; /* 9, 17, 23 / 24 */
    for (int i = 0; i < B; i++)
        times[i] = (uint8_t)((word[i] >= one) + (word[i] >= two) + 2 * (word[i] >= four));
}

DC_CLONES void dc_kernel_clip(uint16_t *restrict clipped, const uint16_t *restrict day, uint16_t end)
{
    for (int i = 0; i < B; i++)
        clipped[i] = day[i] < end ? day[i] : end;
}

DC_CLONES void dc_kernel_multiply(int64_t *restrict amount, const uint8_t *restrict times,
                                  int64_t each)
{
    for (int i = 0; i < B; i++)
        amount[i] = times[i] * each;
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

void dc_kernel_settle(int64_t *restrict not_due, int64_t *restrict overdue,
                      const uint16_t *restrict day, const int64_t *restrict amount, int32_t due)
{
    for (int i = 0; i < B; i++) {
        int64_t *matrix = day[i] > due ? overdue : not_due;
        matrix[(size_t)day[i] * B + (size_t)i] += amount[i];
    }
}

void dc_kernel_scatter(int64_t *restrict matrix, const uint16_t *restrict day,
                       const int64_t *restrict amount)
{
    for (int i = 0; i < B; i++)
        matrix[(size_t)day[i] * B + (size_t)i] += amount[i];
}

DC_CLONES void dc_kernel_add_open(int64_t *restrict row, const uint16_t *restrict day,
                                  const int64_t *restrict amount, int32_t limit)
{
    for (int i = 0; i < B; i++)
        row[i] += day[i] > limit ? amount[i] : 0;
}

DC_CLONES void dc_kernel_add(int64_t *restrict row, const int64_t *restrict amount)
{
    for (int i = 0; i < B; i++)
        row[i] += amount[i];
}
