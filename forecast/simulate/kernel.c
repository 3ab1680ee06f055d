/* kernel.c - see kernel.h. */
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
