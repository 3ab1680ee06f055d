/* verify_pace.c - hazards that a policy raises to a power, from the definition.  See verify.h. */
#include <math.h>

#include "verify.h"

/* The power of the chance of staying unpaid on a day. */
static double power_on(const dc_replay *replay, size_t scenario, uint32_t item, int32_t day)
{
    dc_item_facts    facts = dc_replay_facts_of(replay, item);
    const dc_policy *policy = replay->policies[scenario];
    bool             is_claim = item < replay->items->claim_count;
    double           power = 1.0;
    for (size_t d = 0; d < policy->downturn_count; d++) {
        const dc_downturn *bad = &policy->downturns[d];
        if ((replay->downturns[scenario][item] >> d & 1) && day >= bad->from && day <= bad->to)
            power *= pow(bad->payments, bad->severity);
    }
    for (size_t f = 0; f < policy->forbearance_count && is_claim; f++) {
        const dc_forbearance *of = &policy->forbearances[f];
        if (day >= of->from && day <= of->to && dc_scopes_fit(&of->scopes, replay->book, &facts))
            power *= of->power;
    }
    return power;
}

/* The chance of staying unpaid another day is raised to the power of the day. */
void dc_replay_raise_hazards(dc_law *law, const dc_replay *replay, size_t scenario, uint32_t item)
{
    double paid = 0.0, lost = 0.0, gone_paid = 0.0, gone_lost = 0.0;
    for (int32_t day = 1; day <= replay->reach; day++) {
        double open = 1.0 - paid - lost, still = 1.0 - gone_paid - gone_lost;
        double pays = law->paid[day] - paid, loses = law->lost[day] - lost;
        double stays = open > 0.0 ? fmin(fmax(1.0 - pays / open, 0.0), 1.0) : 1.0;
        double loss = open - pays > 0.0 ? fmin(fmax(loses / (open - pays), 0.0), 1.0) : 0.0;
        paid = law->paid[day];
        lost = law->lost[day];
        stays = pow(stays, power_on(replay, scenario, item, day));
        gone_paid += still * (1.0 - stays);
        gone_lost += still * stays * loss;
        law->paid[day] = gone_paid;
        law->lost[day] = gone_lost;
    }
}
