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

double dc_pace_on(const dc_policy *policy, dc_treatment treatment, int32_t due, int32_t day)
{
    double power = 1.0;
    for (size_t i = 0; i < policy->downturn_count; i++) {
        const dc_downturn *downturn = &policy->downturns[i];
        if ((treatment.downturns & (1u << i)) && downturn->from <= day && day <= downturn->to)
            power *= pow(downturn->payments, downturn->severity);
    }
    for (size_t i = 0; i < policy->forbearance_count; i++) {
        const dc_forbearance *patience = &policy->forbearances[i];
        if ((treatment.forbearances & (1u << i)) && patience->from <= day && day <= patience->to)
            power *= patience->power;
    }
    int32_t since = 0;
    int     stage = stage_on(&since, policy, treatment.dunnings, due, day);
    if (stage != DC_NONE) {
        const dc_dunning *by = &policy->dunnings[stage];
        power *= 1.0 + (by->effect - 1.0) * exp(-(day - since) / by->decay);
    }
    return power;
}

static double share_of(double part, double whole)
{
    return whole > 0.0 ? fmin(fmax(part / whole, 0.0), 1.0) : 0.0;
}

static void raise_hazards(dc_law *law, const dc_policy *policy, dc_treatment treatment, int32_t due)
{
    double paid = law->paid[0], lost = law->lost[0], open = 1.0, was_open = 1.0;
    bool   moved = false; /* what comes before stays to the bit */
    for (int32_t day = 1; day <= law->day_count; day++) {
        double pays = law->paid[day] - paid, loses = law->lost[day] - lost;
        double settled = share_of(pays, was_open), written_off = share_of(loses, was_open - pays);
        /* where nobody pays no power moves anything */
        double power = settled != 0.0 ? dc_pace_on(policy, treatment, due, day) : 1.0;
        paid = law->paid[day];
        lost = law->lost[day];
        was_open -= pays + loses;
        moved |= power != 1.0;
        if (!moved) {
            open = was_open;
            continue;
        }
        if (power != 1.0)
            settled = -expm1(power * log1p(-settled));
        double now_paid = open * settled, now_lost = (open - now_paid) * written_off;
        law->paid[day] = law->paid[day - 1] + now_paid;
        law->lost[day] = law->lost[day - 1] + now_lost;
        open -= now_paid + now_lost;
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
