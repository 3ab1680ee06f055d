/* verify_split.c - payments that are stopped, disputes and discounts, told from the definitions.
 * See verify.h. */
#include <math.h>

#include "verify.h"

int32_t dc_replay_stopped(bool *lost, const dc_policy *policy, const bool *stops, int32_t issue,
                          int32_t day, double customer)
{
    int64_t comes = day;
    for (size_t i = 0; i < policy->stop_count; i++) {
        const dc_stop *stop = &policy->stops[i];
        if (!stops[i] || day < stop->from || day < issue || issue > stop->to ||
            stop->to < stop->from)
            continue;
        comes += 1 + (int64_t)stop->to - (issue > stop->from ? issue : stop->from);
        *lost |= customer < stop->lost;
    }
    return comes < 1 << 24 ? (int32_t)comes : 1 << 24;
}

int32_t dc_replay_dispute_days(const dc_dispute *dispute, double luck)
{
    double stays = pow(1.0 - dispute->settled, 1.0 / dispute->within), waiting = 1.0;
    for (int32_t day = 1; day < 1 << 15; day++) {
        waiting *= stays;
        if (luck < 1.0 - waiting)
            return day;
    }
    return 1 << 24;
}

static int64_t product(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

static int64_t at_most(int64_t *left, int64_t room)
{
    int64_t taken = *left < room ? *left : room;
    *left -= taken;
    return taken;
}

/* Without cash goes first what is not disputed, as far as it reaches. */
void dc_replay_dispute_parts(dc_replay_part out[2], const dc_replay_part *whole,
                             const dc_dispute *dispute)
{
    int64_t disputed = product(whole->amount, dispute->share), room;
    out[0] = *whole;
    out[1] = (dc_replay_part){.amount = dispute->whole ? 0 : whole->amount - disputed};
    out[0].amount = whole->amount - out[1].amount;
    out[1].not_cash = room = at_most(&out[0].not_cash, out[1].amount);
    out[1].credits = at_most(&out[0].credits, room);
    out[1].unapplied = at_most(&out[0].unapplied, room - out[1].credits);
    int64_t concession = product(disputed, dispute->concession);
    int64_t cash = out[0].amount - out[0].not_cash;
    out[0].conceded = concession < cash ? concession : cash;
    out[0].not_cash += out[0].conceded;
}

dc_replay_part dc_replay_discounted(const dc_replay_part *whole, const dc_discount *discount)
{
    dc_replay_part out = *whole;
    out.conceded = product(whole->amount - whole->not_cash, discount->discount);
    out.not_cash += out.conceded;
    return out;
}
