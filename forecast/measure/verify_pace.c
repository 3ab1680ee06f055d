/* verify_pace.c - hazards that a policy raises to a power, from the definition.  See verify.h. */
#include <math.h>
#include <stdlib.h>

#include "verify.h"

/* Of the stages reached by a day the one with the latest `at`, the last of equals, presses. */
static double pressure_on(const dc_replay *replay, size_t scenario, uint32_t item, int32_t day)
{
    const dc_policy  *policy = replay->policies[scenario];
    dc_item_facts     facts = dc_replay_facts_of(replay, item);
    int32_t           due = replay->items->due[item];
    const dc_dunning *now = NULL;
    for (size_t i = policy->dunning_count; i-- > 0;) {
        const dc_dunning *of = &policy->dunnings[i];
        int32_t           first = due + of->at < of->from ? of->from : due + of->at;
        bool              missed = due + of->at < of->from && of->late_too == 0;
        bool              kept = replay->silenced[scenario][item] >> i & 1;
        if (day >= first && !missed && !kept && of->effect != 1.0 &&
            dc_scopes_fit(&of->scopes, replay->book, &facts) && (!now || of->at > now->at))
            now = of;
    }
    if (!now)
        return 1.0;
    int32_t since = due + now->at < now->from ? now->from : due + now->at;
    return 1.0 + (now->effect - 1.0) * exp((since - day) / now->decay);
}

/* The power of the chance of staying unpaid on a day, of a claim with that luck in being spared. */
static double power_on(const dc_replay *replay, size_t scenario, uint32_t item, int32_t day,
                       double u)
{
    dc_item_facts    facts = dc_replay_facts_of(replay, item);
    const dc_policy *policy = replay->policies[scenario];
    bool             is_claim = item < replay->items->claim_count;
    double           power = 1.0;
    for (size_t d = 0; d < policy->downturn_count; d++) {
        const dc_downturn *bad = &policy->downturns[d];
        if ((replay->downturns[scenario][item] >> d & 1) && day >= bad->from && day <= bad->to)
            power *= pow(bad->payments, dc_replay_ramped(bad->severity, bad->from, bad->ramp, day));
    }
    for (size_t f = 0; f < policy->forbearance_count; f++) {
        const dc_forbearance *of = &policy->forbearances[f];
        if (u < 1.0 - of->spared && (is_claim || of->futures != 0) && day >= of->from &&
            day <= of->to && dc_scopes_fit(&of->scopes, replay->book, &facts))
            power *= pow(of->power, dc_replay_ramped(1.0, of->from, of->ramp, day));
    }
    return power * pressure_on(replay, scenario, item, day);
}

/* The chance of staying unpaid another day is raised to the power of the day; adds so much. */
static void add_raised(dc_law *out, const dc_law *law, const dc_replay *replay, size_t scenario,
                       uint32_t item, double u, double width)
{
    double paid = 0.0, lost = 0.0, gone_paid = 0.0, gone_lost = 0.0;
    for (int32_t day = 1; day <= replay->reach; day++) {
        double open = 1.0 - paid - lost, still = 1.0 - gone_paid - gone_lost;
        double pays = law->paid[day] - paid, loses = law->lost[day] - lost;
        double stays = open > 0.0 ? fmin(fmax(1.0 - pays / open, 0.0), 1.0) : 1.0;
        double loss = open - pays > 0.0 ? fmin(fmax(loses / (open - pays), 0.0), 1.0) : 0.0;
        paid = law->paid[day];
        lost = law->lost[day];
        stays = pow(stays, power_on(replay, scenario, item, day, u));
        gone_paid += still * (1.0 - stays);
        gone_lost += still * stays * loss;
        out->paid[day] += width * gone_paid;
        out->lost[day] += width * gone_lost;
    }
}

/* The next share above one. */
static double next_share(const dc_policy *policy, double share)
{
    double next = 1.0;
    for (size_t f = 0; f < policy->forbearance_count; f++) {
        double of = 1.0 - policy->forbearances[f].spared;
        next = of > share && of < next ? of : next;
    }
    return next;
}

void dc_replay_raise_hazards(dc_law *law, const dc_replay *replay, size_t scenario, uint32_t item)
{
    size_t  days = (size_t)replay->reach + 1;
    double *room = dc_heap_alloc(2 * days, sizeof *room);
    dc_law  out = {replay->reach, room, room + days};
    for (double share = 0.0, next; share < 1.0; share = next) {
        next = next_share(replay->policies[scenario], share);
        add_raised(&out, law, replay, scenario, item, (share + next) / 2.0, next - share);
    }
    for (size_t day = 1; day < days; day++) {
        law->paid[day] = out.paid[day];
        law->lost[day] = out.lost[day];
    }
    free(room);
}
