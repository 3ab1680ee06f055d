/* moves.c - see moves.h. */
#include "moves.h"

#include <string.h>

enum { B = DC_PATH_BLOCK };

/* Days stay unclipped until they are posted: what lies beyond the horizon may come back. */
static uint16_t day_or_never(int32_t day)
{
    return (uint16_t)(day < DC_DAY_NEVER ? day : DC_DAY_NEVER);
}

static uint16_t clipped_day(int32_t day)
{
    return day < 0 ? 0 : day_or_never(day);
}

void dc_fate_shift(dc_fate *fate, dc_luck luck, const dc_new_terms *terms, int32_t issue,
                   uint32_t block)
{
    uint32_t word[B];
    if (terms->shift_more > 0.0)
        dc_uniform_block(word, luck, block, 0);
    double limit = terms->shift_more * 0x1p32;
    for (int i = 0; i < B; i++) {
        int32_t more = terms->shift_more > 0.0 && word[i] + 0.5 < limit;
        int32_t day = fate->day[i] + terms->shift + more;
        if (fate->day[i] != DC_DAY_NEVER)
            fate->day[i] = day_or_never(day < issue ? issue : day);
    }
    if (fate->rest)
        dc_fate_shift(fate->rest, luck, terms, issue, block);
}

void dc_share_draw(uint8_t hit[B], dc_luck luck, uint32_t kind, double share, uint32_t block)
{
    uint32_t word[B];
    if (share >= 1.0) {
        memset(hit, 1, B);
        return;
    }
    dc_uniform_block(word, luck, block, kind);
    for (int i = 0; i < B; i++)
        hit[i] = word[i] + 0.5 < share * 0x1p32;
}

void dc_fate_delay(dc_fate *fate, dc_luck luck, const dc_policy *policy, uint16_t delays,
                   uint32_t block)
{
    uint16_t before[B];
    uint8_t  hit[B];
    memcpy(before, fate->day, sizeof before);
    for (size_t d = 0; d < policy->delay_count; d++) {
        const dc_delay *delay = &policy->delays[d];
        if (!(delays & (1u << d)))
            continue;
        dc_share_draw(hit, luck, DC_LUCK_LATE_PAYMENT, delay->share, block);
        dc_kernel_delay(fate->day, before, fate->lost, hit, clipped_day(delay->from),
                        clipped_day(delay->to), clipped_day(delay->days));
    }
    if (fate->rest)
        dc_fate_delay(fate->rest, luck, policy, delays, block);
}
