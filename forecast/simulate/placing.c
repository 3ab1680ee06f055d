/* placing.c - see placing.h. */
#include "placing.h"

#include <string.h>

enum { B = DC_PATH_BLOCK };

int32_t dc_placement_day(const dc_placement *of, int32_t issue, int32_t due)
{
    int32_t day = (of->since_issue ? issue : due) + of->after;
    return day > of->from ? day : of->from;
}

double dc_placement_chance(const dc_placement *of, int32_t issue, int32_t due, int32_t day)
{
    const double  share[] = {of->at_90, of->at_180, of->at_365, of->at_730};
    const int32_t age[] = {90, 180, 365, 730};
    enum { POINTS = sizeof age / sizeof age[0] };
    int32_t old = day - (of->since_issue ? issue : due);
    int     next = 0;
    while (next < POINTS && age[next] < old)
        next++;
    double paid = share[next < POINTS ? next : POINTS - 1];
    if (next > 0 && next < POINTS)
        paid = share[next - 1] + (share[next] - share[next - 1]) * (old - age[next - 1]) /
                                     (age[next] - age[next - 1]);
    return paid * of->win * of->collect;
}

int dc_plan_taker(const dc_instalments *plan, uint16_t placements)
{
    int taker = 0;
    if (plan->after_miss != DC_MISS_THIRD_PARTY || !placements)
        return DC_NONE;
    while (!(placements >> taker & 1))
        taker++;
    return taker;
}

dc_plan_end dc_plan_end_of(const dc_policy *policy, const dc_instalments *plan, uint16_t placements,
                           int32_t issue, int32_t due, int32_t missed)
{
    int         taker = dc_plan_taker(plan, placements);
    bool        collects = plan->after_miss == DC_MISS_THIRD_PARTY;
    dc_plan_end out = {.chance = collects ? plan->collected : 0.0,
                       .first = 1,
                       .count = plan->collect_days,
                       .lost = plan->collect_days};
    if (taker == DC_NONE)
        return out;
    const dc_placement *of = &policy->placements[taker];
    int32_t             wait = of->from > missed ? of->from - missed : 0;
    return (dc_plan_end){.chance = dc_placement_chance(of, issue, due, missed + wait),
                         .first = wait + of->lag,
                         .count = of->span + 1,
                         .lost = wait + of->lag + of->span + of->rest,
                         .handed = wait};
}

void dc_day_law_of_end(dc_day_law *out, const dc_plan_end *end)
{
    memset(out->paid, 0, ((size_t)out->reach + 1) * sizeof *out->paid);
    memset(out->lost, 0, ((size_t)out->reach + 1) * sizeof *out->lost);
    for (int32_t day = end->first; day < end->first + end->count && day <= out->reach; day++)
        out->paid[day] = end->chance / end->count;
    if (end->lost <= out->reach)
        out->lost[end->lost] = 1.0 - end->chance;
}

/* The next of them after the one at `*row`, which was on `*day`; false: there is none. */
static bool next_placement(int32_t *day, size_t *row, const dc_policy *policy, uint16_t placements,
                           int32_t issue, int32_t due)
{
    int32_t first = INT32_MAX;
    size_t  found = policy->placement_count;
    for (size_t i = 0; i < policy->placement_count; i++) {
        int32_t on = dc_placement_day(&policy->placements[i], issue, due);
        bool    later = on > *day || (on == *day && (*row == DC_POLICY_PLACEMENTS_MAX || i > *row));
        if ((placements >> i & 1) && later && on < first) {
            first = on;
            found = i;
        }
    }
    *day = first;
    *row = found;
    return found < policy->placement_count;
}

static void place(dc_fate *fate, dc_luck luck, uint32_t number, const dc_placement *of, int32_t day,
                  double chance, const int32_t *held, uint32_t block)
{
    uint32_t word[B];
    int32_t  last = day + of->lag + of->span + of->rest;
    dc_uniform_block(word, luck, block, number);
    for (int i = 0; i < B; i++) {
        double u = (word[i] + 0.5) * 0x1p-32;
        if (fate->day[i] <= day || (held && held[i] > day))
            continue;
        bool    paid = u < chance;
        int32_t at = paid ? day + of->lag + (int32_t)(u / chance * (of->span + 1)) : last;
        fate->day[i] = (uint16_t)(at < DC_DAY_NEVER ? at : DC_DAY_NEVER);
        fate->lost[i] = !paid;
        fate->any_lost |= !paid;
    }
}

void dc_fate_place(dc_fate *fate, dc_luck luck, const dc_policy *policy, uint16_t placements,
                   int32_t issue, int32_t due, const int32_t *held, uint32_t block)
{
    int32_t day = 0;
    size_t  row = DC_POLICY_PLACEMENTS_MAX;
    dc_luck rest = luck;
    rest.entity = dc_rest_entity(luck.entity);
    while (next_placement(&day, &row, policy, placements, issue, due)) {
        const dc_placement *of = &policy->placements[row];
        double              chance = dc_placement_chance(of, issue, due, day);
        place(fate, luck, (uint32_t)row, of, day, chance, held, block);
        if (fate->rest)
            place(fate->rest, rest, (uint32_t)row, of, day, chance, held, block);
    }
}

size_t dc_placement_days(int32_t  day[DC_POLICY_PLACEMENTS_MAX],
                         uint16_t left[DC_POLICY_PLACEMENTS_MAX + 1], const dc_policy *policy,
                         uint16_t placements, int32_t issue, int32_t due)
{
    int32_t on = 0;
    size_t  count = 0, row = DC_POLICY_PLACEMENTS_MAX;
    while (next_placement(&on, &row, policy, placements, issue, due)) {
        if (count == 0 || day[count - 1] != on) {
            left[count] = placements;
            day[count++] = on;
        }
        placements &= (uint16_t) ~(1u << row);
    }
    left[count] = 0;
    return count;
}

static void add(double *to, int32_t reach, int32_t day, double chance)
{
    if (day <= reach)
        to[day] += chance;
}

void dc_day_law_place(dc_day_law *now, const dc_policy *policy, uint16_t placements, int32_t issue,
                      int32_t due, double all)
{
    int32_t day = 0;
    size_t  row = DC_POLICY_PLACEMENTS_MAX;
    while (next_placement(&day, &row, policy, placements, issue, due) && day < now->reach) {
        const dc_placement *of = &policy->placements[row];
        double              open = all, chance = dc_placement_chance(of, issue, due, day);
        for (int32_t d = 1; d <= day; d++)
            open -= now->paid[d] + now->lost[d];
        open = open > 0.0 ? open : 0.0;
        for (int32_t d = day + 1; d <= now->reach; d++)
            now->paid[d] = now->lost[d] = 0.0;
        for (int32_t k = 0; k <= of->span; k++)
            add(now->paid, now->reach, day + of->lag + k, open * chance / (of->span + 1));
        add(now->lost, now->reach, day + of->lag + of->span + of->rest, open * (1.0 - chance));
    }
}
