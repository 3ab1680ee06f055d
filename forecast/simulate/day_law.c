/* day_law.c - see day_law.h. */
#include "day_law.h"

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
        if ((delays & (1u << d)) && delay->share > u && day >= delay->from && day <= delay->to)
            days += delay->days;
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
