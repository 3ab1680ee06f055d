/* moves.c - see moves.h. */
#include "moves.h"

#include <math.h>
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

void dc_fate_lose(dc_fate *fate, dc_luck luck, double loss, uint32_t block)
{
    uint32_t word[B];
    dc_uniform_block(word, luck, block, 1);
    for (int i = 0; i < B; i++) {
        if (fate->lost[i] || fate->day[i] == DC_DAY_NEVER || word[i] + 0.5 >= loss * 0x1p32)
            continue;
        fate->day[i] = day_or_never(fate->day[i] + DC_WRITE_OFF_AFTER_DAYS);
        fate->lost[i] = fate->any_lost = true;
    }
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

/* Lane by lane: each payment meets what the ramp has reached on its day. */
static void delay_ramped(dc_fate *fate, const uint16_t before[B], const uint8_t hit[B],
                         const dc_delay *delay)
{
    for (int i = 0; i < B; i++)
        if (hit[i] && !fate->lost[i] && fate->day[i] != DC_DAY_NEVER)
            fate->day[i] = day_or_never(fate->day[i] + dc_delay_days(delay, before[i]));
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
        if (delay->ramp > 0)
            delay_ramped(fate, before, hit, delay);
        else
            dc_kernel_delay(fate->day, before, fate->lost, hit, clipped_day(delay->from),
                            clipped_day(delay->to), clipped_day(delay->days));
    }
    if (fate->rest)
        dc_fate_delay(fate->rest, luck, policy, delays, block);
}

/* Payments that a stop holds back are lost, where the customer's share is. */
static void lose(dc_fate *fate, const uint16_t before[B], const uint8_t hit[B], int32_t first)
{
    for (int i = 0; i < B; i++)
        if (hit[i] && before[i] >= first && before[i] != DC_DAY_NEVER && !fate->lost[i])
            fate->lost[i] = fate->any_lost = true;
}

/* Stops look at the day without them, so their order does not matter. */
void dc_fate_stop(dc_fate *fate, dc_luck luck, const dc_policy *policy, uint16_t stops,
                  int32_t issue, uint32_t block)
{
    uint16_t before[B];
    uint8_t  was_lost[B], hit[B];
    memcpy(before, fate->day, sizeof before);
    memcpy(was_lost, fate->lost, sizeof was_lost);
    for (size_t s = 0; s < policy->stop_count; s++) {
        const dc_stop *stop = &policy->stops[s];
        int32_t        first, days;
        if (!(stops & (1u << s)) || !dc_stop_of(&first, &days, stop, issue))
            continue;
        memset(hit, 1, sizeof hit);
        dc_kernel_delay(fate->day, before, was_lost, hit, clipped_day(first), DC_DAY_NEVER,
                        clipped_day(days));
        dc_share_draw(hit, luck, DC_LUCK_STOP, stop->lost, block);
        lose(fate, before, hit, first);
    }
    if (fate->rest)
        dc_fate_stop(fate->rest, luck, policy, stops, issue, block);
}

/* Settled each day with the chance q: on day d with (1 - q)^(d - 1) q. */
void dc_fate_wait(int32_t days[B], dc_fate *fate, dc_luck luck, const dc_dispute *dispute,
                  const uint8_t hit[B], uint32_t block)
{
    double   rate = log1p(-dispute->settled) / dispute->within; /* ln(1 - q) */
    uint32_t word[B];
    dc_uniform_block(word, luck, block, 1);
    for (int i = 0; i < B; i++) {
        days[i] = 0;
        if (!hit[i])
            continue;
        double wait = 1.0 + floor(log1p(-(word[i] + 0.5) * 0x1p-32) / rate);
        days[i] = wait < DC_DAY_NEVER ? (int32_t)wait : DC_DAY_NEVER;
        if (fate->day[i] != DC_DAY_NEVER)
            fate->day[i] = day_or_never(fate->day[i] + days[i]);
    }
}
