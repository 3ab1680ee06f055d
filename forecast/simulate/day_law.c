/* day_law.c - see day_law.h. */
#include "day_law.h"

#include <math.h>
#include <string.h>

#include "duecast/doubles.h"

dc_day_law dc_day_law_new(dc_arena *arena, int32_t reach)
{
    size_t days = (size_t)reach + 1;
    return (dc_day_law){reach, dc_arena_alloc(arena, days, sizeof(double)),
                        dc_arena_alloc(arena, days, sizeof(double))};
}

void dc_day_law_fill(dc_day_law *out, const dc_law *law)
{
    out->paid[0] = out->lost[0] = 0.0;
    for (int32_t day = 1; day <= out->reach; day++) {
        out->paid[day] = law->paid[day] - law->paid[day - 1];
        out->lost[day] = law->lost[day] - law->lost[day - 1];
    }
}

static void swap_laws(dc_day_law *now, dc_day_law *next)
{
    dc_day_law before = *now;
    *now = *next;
    *next = before;
}

static void clear(dc_day_law *law)
{
    memset(law->paid, 0, ((size_t)law->reach + 1) * sizeof *law->paid);
    memset(law->lost, 0, ((size_t)law->reach + 1) * sizeof *law->lost);
}

/* Adds chance * what `from` holds, moved by `days`; never before `earliest`. */
static void add_moved(double *restrict to, const double *restrict from, int32_t reach, int32_t days,
                      int32_t earliest, double chance)
{
    for (int32_t day = 1; day <= reach; day++) {
        int32_t at = day + days;
        at = at < earliest ? earliest : at;
        if (at <= reach)
            to[at] += chance * from[day];
    }
}

void dc_day_law_shift(dc_day_law *now, dc_day_law *next, const dc_new_terms *terms, int32_t issue)
{
    double more = terms->shift_more;
    clear(next);
    for (int32_t extra = 0; extra <= 1; extra++) {
        double  chance = extra ? more : 1.0 - more;
        int32_t days = terms->shift + extra;
        add_moved(next->paid, now->paid, now->reach, days, issue, chance);
        add_moved(next->lost, now->lost, now->reach, days, issue, chance);
    }
    swap_laws(now, next);
}

/* Days that the delays with share > u add to a payment of `day`. */
static int32_t delay_of(const dc_policy *policy, uint16_t delays, double u, int32_t day)
{
    int32_t days = 0;
    for (size_t d = 0; d < policy->delay_count; d++) {
        const dc_delay *delay = &policy->delays[d];
        if ((delays & (1u << d)) && delay->share > u)
            days += dc_delay_days(delay, day);
    }
    return days;
}

static size_t close_cuts(double *cut, size_t count)
{
    cut[0] = 0.0;
    cut[count++] = 1.0;
    dc_doubles_sort(cut, count);
    return count - 1;
}

size_t dc_delay_cuts(double cut[DC_SHARE_CUTS_MAX + 1], const dc_policy *policy, uint16_t delays)
{
    size_t cuts = 1;
    for (size_t d = 0; d < policy->delay_count; d++)
        if ((delays & (1u << d)) && policy->delays[d].share < 1.0)
            cut[cuts++] = policy->delays[d].share;
    return close_cuts(cut, cuts);
}

size_t dc_plan_cuts(double cut[DC_SHARE_CUTS_MAX + 1], const dc_policy *policy, uint16_t plans)
{
    size_t cuts = 1;
    for (size_t p = 0; p < policy->plan_count; p++)
        if ((plans & (1u << p)) && policy->plans[p].share < 1.0)
            cut[cuts++] = policy->plans[p].share;
    return close_cuts(cut, cuts);
}

/* Adds to next->paid what the delays of the customers with this uniform leave of `width`. */
static void add_delayed(dc_day_law *next, const dc_day_law *now, const dc_policy *policy,
                        uint16_t delays, double u, double width)
{
    for (int32_t day = 1; width > 0.0 && day <= now->reach; day++) {
        int32_t at = day + delay_of(policy, delays, u, day);
        if (at <= now->reach)
            next->paid[at] += width * now->paid[day];
    }
}

static void keep_losses(dc_day_law *now, dc_day_law *next)
{
    memcpy(next->lost, now->lost, ((size_t)now->reach + 1) * sizeof(double));
    swap_laws(now, next);
}

void dc_day_law_delay(dc_day_law *now, dc_day_law *next, const dc_policy *policy, uint16_t delays)
{
    double cut[DC_SHARE_CUTS_MAX + 1];
    size_t cuts = dc_delay_cuts(cut, policy, delays);
    clear(next);
    for (size_t i = 0; i < cuts; i++)
        add_delayed(next, now, policy, delays, 0.5 * (cut[i] + cut[i + 1]), cut[i + 1] - cut[i]);
    keep_losses(now, next);
}

void dc_day_law_delay_at(dc_day_law *now, dc_day_law *next, const dc_policy *policy,
                         uint16_t delays, double u)
{
    clear(next);
    add_delayed(next, now, policy, delays, u, 1.0);
    keep_losses(now, next);
}

/* --- stops, disputes, discounts --------------------------------------------------------------- */

/* Days that stops add to a payment of `day`, and the share of customers that never pay it. */
static int32_t stopped_for(double *lost, const dc_policy *policy, uint16_t stops, int32_t issue,
                           double u, int32_t day)
{
    int32_t first, days, sum = 0;
    *lost = 0.0;
    for (size_t s = 0; s < policy->stop_count; s++) {
        const dc_stop *stop = &policy->stops[s];
        if (!(stops & (1u << s)) || !dc_stop_of(&first, &days, stop, issue) || day < first)
            continue;
        sum = days < INT32_MAX - sum ? sum + days : INT32_MAX;
        *lost = fmax(*lost, isnan(u) ? stop->lost : stop->lost > u);
    }
    return sum;
}

void dc_day_law_stop(dc_day_law *now, dc_day_law *next, const dc_policy *policy, uint16_t stops,
                     int32_t issue, double u)
{
    memset(next->paid, 0, ((size_t)next->reach + 1) * sizeof *next->paid);
    memcpy(next->lost, now->lost, ((size_t)now->reach + 1) * sizeof *next->lost);
    for (int32_t day = 1; day <= now->reach; day++) {
        double  lost;
        int32_t days = stopped_for(&lost, policy, stops, issue, u, day);
        if (days > now->reach - day)
            continue;
        next->paid[day + days] += now->paid[day] * (1.0 - lost);
        next->lost[day + days] += now->paid[day] * lost;
    }
    swap_laws(now, next);
}

/* f(t) = (1 - q) f(t - 1) + q p(t - 1), the convolution with the geometric law of the days. */
static void wait(double *to, const double *from, int32_t reach, double hazard)
{
    double waiting = 0.0;
    to[0] = 0.0;
    for (int32_t day = 1; day <= reach; day++) {
        waiting += from[day - 1];
        to[day] = waiting * hazard;
        waiting -= to[day];
    }
}

/* Not settled by a day. */
static double unsettled(const dc_dispute *dispute, int32_t day)
{
    return day == INT32_MAX ? 0.0 : exp(log1p(-dispute->settled) / dispute->within * day);
}

double dc_dispute_chance(const dc_dispute *dispute, int32_t first, int32_t last)
{
    return unsettled(dispute, first - 1) - unsettled(dispute, last);
}

/* What waits from a day on waits as from the beginning, and so much longer. */
static void wait_between(double *to, const double *all, int32_t reach, const dc_dispute *dispute,
                         int32_t first, int32_t last)
{
    double begun = unsettled(dispute, first - 1), over = unsettled(dispute, last);
    for (int32_t day = 0; day <= reach; day++) {
        double sum = day >= first - 1 ? begun * all[day - first + 1] : 0.0;
        sum -= day >= last ? over * all[day - last] : 0.0;
        to[day] = sum > 0.0 ? sum : 0.0;
    }
}

void dc_day_law_wait(dc_day_law *now, dc_day_law *next, const dc_dispute *dispute, int32_t first,
                     int32_t last)
{
    double hazard = dc_dispute_hazard(dispute);
    wait(next->paid, now->paid, now->reach, hazard);
    wait(next->lost, now->lost, now->reach, hazard);
    swap_laws(now, next);
    if (first == 1 && last == INT32_MAX)
        return;
    wait_between(next->paid, now->paid, now->reach, dispute, first, last);
    wait_between(next->lost, now->lost, now->reach, dispute, first, last);
    swap_laws(now, next);
}

void dc_day_law_lose(dc_day_law *now, double loss)
{
    for (int32_t day = now->reach; day >= 1; day--) {
        int32_t off = day + DC_WRITE_OFF_AFTER_DAYS;
        if (off <= now->reach)
            now->lost[off] += loss * now->paid[day];
        now->paid[day] *= 1.0 - loss;
    }
}

void dc_day_law_scale(dc_day_law *to, const dc_day_law *from, double chance)
{
    for (int32_t day = 0; day <= from->reach; day++) {
        to->paid[day] = from->paid[day] * chance;
        to->lost[day] = from->lost[day] * chance;
    }
}

double dc_day_law_discount(dc_day_law *taken, dc_day_law *now, const dc_discount *discount,
                           int32_t last, dc_takers who, double all)
{
    double take_up = isnan(who.u) ? discount->take_up : discount->take_up > who.u;
    double early = isnan(who.u) ? discount->early : discount->early > who.u, sum = 0.0, later = all;
    clear(taken);
    for (int32_t day = 1; day <= now->reach; day++) {
        double part = (day <= last ? early : take_up) * (1.0 - who.apart) * now->paid[day];
        later -= (day <= who.known ? now->lost[day] : 0.0) + (day <= last ? now->paid[day] : 0.0);
        taken->paid[day] += day <= last ? part : 0.0;
        sum += day <= last ? part : 0.0;
        now->paid[day] -= part;
    }
    later = fmax(later, 0.0) * take_up * (1.0 - who.apart);
    if (last <= taken->reach)
        taken->paid[last] += later;
    return sum + later;
}

/* What waits comes on top of what does not: with u of the whole before and e once both have come,
 * the cash is u, then e, its square u^2, then e^2. */
static void split_disputed(dc_day_law *now, dc_day_law *next, double *square, const dc_dispute *by)
{
    double hazard = dc_dispute_hazard(by), usual = by->whole ? 0.0 : 1.0 - by->share;
    double all = 1.0 - by->share * by->concession, rate = by->rate;
    wait(next->paid, now->paid, now->reach, hazard);
    wait(next->lost, now->lost, now->reach, hazard);
    for (int32_t day = 0; day <= now->reach; day++) {
        double paid = now->paid[day], later = next->paid[day];
        now->paid[day] = (1.0 - rate) * paid + rate * (usual * paid + (all - usual) * later);
        square[day] = (1.0 - rate) * paid +
                      rate * (usual * usual * paid + (all * all - usual * usual) * later);
        now->lost[day] += rate * (1.0 - usual) * (next->lost[day] - now->lost[day]);
    }
}

double dc_day_law_split(dc_day_law *now, dc_day_law *next, double *square, dc_day_law *usual,
                        const dc_dispute *dispute, const dc_discount *by, int32_t last,
                        dc_takers who)
{
    double left = 1.0;
    memcpy(square, now->paid, ((size_t)now->reach + 1) * sizeof *square);
    if (dispute) {
        split_disputed(now, next, square, dispute);
        left -= dispute->rate;
    }
    dc_day_law_scale(usual, usual, left);
    if (!by || last == 0)
        return left;
    double kept = 1.0 - by->discount;
    memcpy(next->lost, now->paid, ((size_t)now->reach + 1) * sizeof *next->lost);
    double    *before = next->lost; /* not used by what is taken */
    dc_day_law taken = {now->reach, next->paid, square + now->reach + 1};
    who.apart = 1.0 - left * (1.0 - who.apart);
    left -= dc_day_law_discount(&taken, now, by, last, who, 1.0);
    for (int32_t day = 1; day <= now->reach; day++) {
        double gone = before[day] - now->paid[day];
        usual->paid[day] -= gone;
        square[day] += kept * kept * taken.paid[day] - gone;
        now->paid[day] += kept * taken.paid[day];
    }
    return left;
}
