/* pace.c - a policy that makes customers pay faster or slower: hazards raised to a power. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/doubles.h"
#include "treat.h"

/* The stage that presses on a day, and since when; DC_NONE: none does. */
static int stage_on(int32_t *since, const dc_policy *policy, uint16_t dunnings, int32_t due,
                    int32_t day)
{
    int stage = DC_NONE;
    for (size_t i = 0; i < policy->dunning_count; i++) {
        const dc_dunning *by = &policy->dunnings[i];
        int32_t           at = due + by->at;
        if (!(dunnings >> i & 1) || (at < by->from && !by->late_too) || day < at || day < by->from)
            continue;
        if (stage != DC_NONE && by->at < policy->dunnings[stage].at)
            continue;
        stage = (int)i;
        *since = at > by->from ? at : by->from;
    }
    return stage;
}

/* The first day after `day` on which another stage may press. */
static int32_t stage_until(const dc_policy *policy, uint16_t dunnings, int32_t due, int32_t day)
{
    int32_t until = INT32_MAX;
    for (size_t i = 0; i < policy->dunning_count; i++) {
        const dc_dunning *by = &policy->dunnings[i];
        int32_t           starts = due + by->at > by->from ? due + by->at : by->from;
        if ((dunnings >> i & 1) && starts > day && starts < until)
            until = starts;
    }
    return until;
}

/* A power of the days from .. to: factor^exponent, the exponent by a ramp. */
typedef struct {
    int32_t from, to, ramp;
    double  factor, exponent;
} bout;

static void raise_between(double *power, int32_t first, int32_t count, bout by)
{
    int32_t begin = by.from > first ? by.from - first : 0,
            end = by.to - first < count ? by.to - first + 1 : count;
    double whole = pow(by.factor, by.exponent);
    for (int32_t i = begin; i < end; i++)
        power[i] *=
            first + i - by.from >= by.ramp
                ? whole
                : pow(by.factor, dc_ramped(by.exponent, by.from, by.to, by.ramp, first + i));
}

/* What a stage does fades from day to day. */
static void press(double *power, const dc_policy *policy, uint16_t dunnings, int32_t due,
                  int32_t first, int32_t count)
{
    for (int32_t i = 0, end; i < count; i = end) {
        int32_t day = first + i, since = 0, until = stage_until(policy, dunnings, due, day);
        int     stage = stage_on(&since, policy, dunnings, due, day);
        end = until - first < count ? until - first : count;
        if (stage == DC_NONE)
            continue;
        const dc_dunning *by = &policy->dunnings[stage];
        double            left = exp(-(day - since) / by->decay), fades = exp(-1.0 / by->decay);
        for (int32_t at = i; at < end; at++, left *= fades)
            power[at] *= 1.0 + (by->effect - 1.0) * left;
    }
}

void dc_paces_on(double *power, const dc_policy *policy, dc_treatment treatment, int32_t due,
                 int32_t first, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        power[i] = 1.0;
    for (size_t i = 0; i < policy->downturn_count; i++) {
        const dc_downturn *downturn = &policy->downturns[i];
        if (treatment.downturns & (1u << i))
            raise_between(power, first, count,
                          (bout){downturn->from, downturn->to, downturn->ramp, downturn->payments,
                                 downturn->severity});
    }
    for (size_t i = 0; i < policy->forbearance_count; i++) {
        const dc_forbearance *patience = &policy->forbearances[i];
        if (treatment.forbearances & (1u << i))
            raise_between(
                power, first, count,
                (bout){patience->from, patience->to, patience->ramp, patience->power, 1.0});
    }
    if (treatment.dunnings)
        press(power, policy, treatment.dunnings, due, first, count);
}

enum { BLOCK_DAYS = 64 };

/* The days of a block as they were. */
typedef struct {
    double paid, lost, open;                             /* by the evening before */
    double morning[BLOCK_DAYS];                          /* open on it */
    double settled[BLOCK_DAYS], written_off[BLOCK_DAYS]; /* hazards */
} as_was;

/* Without branches; where nothing is left no share of it is. */
static double share_of(double part, double whole)
{
    double share = part / (whole > 0.0 ? whole : INFINITY);
    share = share > 0.0 ? share : 0.0;
    return share < 1.0 ? share : 1.0;
}

static void look_at(as_was *was, const double *paid, const double *lost, int32_t count)
{
    double pays[BLOCK_DAYS], loses[BLOCK_DAYS];
    for (int32_t i = 0; i < count; i++) {
        pays[i] = paid[i] - (i > 0 ? paid[i - 1] : was->paid);
        loses[i] = lost[i] - (i > 0 ? lost[i - 1] : was->lost);
    }
    for (int32_t i = 0; i < count; i++) {
        was->morning[i] = was->open;
        was->open -= pays[i] + loses[i];
    }
    for (int32_t i = 0; i < count; i++) { /* divisions that wait for no other day */
        was->settled[i] = share_of(pays[i], was->morning[i]);
        was->written_off[i] = share_of(loses[i], was->morning[i] - pays[i]);
    }
    was->paid = paid[count - 1];
    was->lost = lost[count - 1];
}

/* Passes the days by hazards raised; returns what is open after them. */
static double pass(double *paid, double *lost, const as_was *was, const double *power, int32_t from,
                   int32_t count, double open)
{
    double chance[BLOCK_DAYS];
    dc_powers_of(chance, was->settled, power, count);
    for (int32_t i = from; i < count; i++) {
        double settled = power[i] == 1.0 ? was->settled[i] : chance[i];
        double now_paid = open * settled, now_lost = (open - now_paid) * was->written_off[i];
        paid[i] = paid[i - 1] + now_paid;
        lost[i] = lost[i - 1] + now_lost;
        open -= now_paid + now_lost;
    }
    return open;
}

static void raise_hazards(dc_law *law, const dc_policy *policy, dc_treatment treatment, int32_t due)
{
    as_was was = {.paid = law->paid[0], .lost = law->lost[0], .open = 1.0};
    double open = 1.0, power[BLOCK_DAYS];
    bool   moved = false; /* what comes before stays to the bit */
    for (int32_t day = 1, count; day <= law->day_count; day += count) {
        int32_t from = 0, left = law->day_count - day + 1;
        count = left < BLOCK_DAYS ? left : BLOCK_DAYS;
        if (law->paid[day + count - 1] + law->lost[day + count - 1] == 0.0)
            continue; /* nobody pays yet */
        look_at(&was, &law->paid[day], &law->lost[day], count);
        dc_paces_on(power, policy, treatment, due, day, count);
        for (int32_t i = 0; i < count; i++) /* where nobody pays no power moves anything */
            power[i] = was.settled[i] != 0.0 ? power[i] : 1.0;
        while (!moved && from < count && power[from] == 1.0)
            from++;
        if (from == count)
            continue;
        open = moved ? open : was.morning[from];
        moved = true;
        open = pass(&law->paid[day], &law->lost[day], &was, power, from, count, open);
    }
}

/* [0, 1) cut where a further row spares; returns the number of pieces. */
static size_t cut_at_shares(double cut[DC_POLICY_FORBEARANCES_MAX + 2], const dc_policy *policy,
                            uint16_t forbearances)
{
    size_t cuts = 1;
    cut[0] = 0.0;
    for (size_t i = 0; i < policy->forbearance_count; i++)
        if ((forbearances >> i & 1) && policy->forbearances[i].spared > 0.0)
            cut[cuts++] = 1.0 - policy->forbearances[i].spared;
    cut[cuts] = 1.0;
    dc_doubles_sort(cut, cuts + 1);
    return cuts;
}

static uint16_t met_at(const dc_policy *policy, uint16_t forbearances, double u)
{
    for (size_t i = 0; i < policy->forbearance_count; i++)
        if (u >= 1.0 - policy->forbearances[i].spared)
            forbearances &= (uint16_t) ~(1u << i);
    return forbearances;
}

/* A claim that is spared with some chance has a mixture of laws. */
static void mix(dc_law *law, const dc_policy *policy, dc_treatment treatment, int32_t due,
                const double *cut, size_t pieces)
{
    size_t   days = (size_t)law->day_count + 1, bytes = days * sizeof *law->paid;
    uint16_t all = treatment.forbearances;
    double  *room = dc_heap_alloc(4 * days, sizeof *room);
    dc_law   was = {law->day_count, room, room + days};
    dc_law   now = {law->day_count, room + 2 * days, room + 3 * days};
    memcpy(was.paid, law->paid, bytes);
    memcpy(was.lost, law->lost, bytes);
    memset(law->paid, 0, bytes);
    memset(law->lost, 0, bytes);
    for (size_t i = 0; i < pieces; i++) {
        double width = cut[i + 1] - cut[i];
        memcpy(now.paid, was.paid, bytes);
        memcpy(now.lost, was.lost, bytes);
        treatment.forbearances = met_at(policy, all, 0.5 * (cut[i] + cut[i + 1]));
        raise_hazards(&now, policy, treatment, due);
        for (size_t day = 0; day < days; day++) {
            law->paid[day] += width * now.paid[day];
            law->lost[day] += width * now.lost[day];
        }
    }
    free(room);
}

void dc_law_pace(dc_law *law, const dc_policy *policy, dc_treatment treatment, int32_t due)
{
    double cut[DC_POLICY_FORBEARANCES_MAX + 2];
    size_t pieces = cut_at_shares(cut, policy, treatment.forbearances);
    if (pieces == 1)
        raise_hazards(law, policy, treatment, due);
    else
        mix(law, policy, treatment, due, cut, pieces);
}
