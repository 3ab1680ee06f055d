/* worklist_choose.c - one kind of contact a customer, one step a claim, and why. */
#include <math.h>

#include "worklist_parts.h"

static const double hopeless = 0.02; /* of the claim is all that is expected */

static double gain_of(const dc_work_claim *claim, dc_step step)
{
    const dc_step_value *value = &claim->step[step];
    return value->possible ? fmax(value->worth - claim->step[DC_STEP_WAIT].worth, 0.0) : 0.0;
}

/* A customer is contacted once about all it owes, in the way that gains most. */
static dc_step best_contact(const dc_work_customer *customer, const dc_work_claim *claims)
{
    dc_step best = DC_STEP_WAIT;
    double  most = 0.0;
    for (dc_step step = 0; step < DC_STEP_COUNT; step++) {
        double gain = 0.0;
        if (!dc_step_about(step)->is_contact)
            continue;
        for (size_t i = 0; i < customer->count; i++)
            gain += gain_of(&claims[i], step);
        if (gain > most) {
            most = gain;
            best = step;
        }
    }
    return best;
}

static dc_step best_step(const dc_work_claim *claim, dc_step contact)
{
    dc_step best = DC_STEP_WAIT;
    double  most = 0.0;
    for (dc_step step = 0; step < DC_STEP_COUNT; step++) {
        bool   other = dc_step_about(step)->is_contact && step != contact;
        double gain = other ? 0.0 : gain_of(claim, step);
        if (gain > most) {
            most = gain;
            best = step;
        }
    }
    return best;
}

static bool is_hopeless(const dc_work_claim *claim)
{
    return claim->step[DC_STEP_WRITE_OFF].possible &&
           claim->step[DC_STEP_WAIT].value < hopeless * (double)claim->open;
}

static dc_why why_wait(const dc_work_claim *claim)
{
    if (dc_date_is_set(claim->promised))
        return DC_WHY_PROMISED;
    if (claim->days_late <= 0)
        return DC_WHY_NOT_DUE;
    dc_word why_not = claim->step[DC_STEP_REMIND].why_not;
    if (!claim->step[DC_STEP_REMIND].possible && why_not == DC_WORD_WORK_NOT_SMALL)
        return DC_WHY_SMALL;
    if (claim->blocked >= claim->open)
        return DC_WHY_BLOCKED;
    if (!claim->step[DC_STEP_REMIND].possible && why_not == DC_WORD_WORK_NOT_CONTACTED)
        return DC_WHY_CONTACTED;
    return DC_WHY_PAYS_ANYWAY;
}

static dc_why why_of(const dc_work_claim *claim)
{
    switch (claim->suggested) {
    case DC_STEP_WAIT: return why_wait(claim);
    case DC_STEP_REMIND:
    case DC_STEP_CALL:
    case DC_STEP_NOTICE:
        if (claim->days_late <= 0)
            return DC_WHY_AHEAD;
        return claim->broken > 0 ? DC_WHY_BROKEN : DC_WHY_HASTENS;
    case DC_STEP_PLAN: return DC_WHY_PLAN;
    case DC_STEP_CONCESSION: return DC_WHY_DISPUTED;
    case DC_STEP_THIRD_PARTY: return DC_WHY_OLD;
    case DC_STEP_INSURER: return DC_WHY_INSURED;
    case DC_STEP_SUE: return DC_WHY_WORTH_SUING;
    case DC_STEP_WRITE_OFF:
    case DC_STEP_COUNT: break;
    }
    return DC_WHY_HOPELESS;
}

void dc_work_choose(dc_work_customer *customer, dc_work_claim *claims)
{
    dc_step contact = best_contact(customer, claims);
    for (size_t i = 0; i < customer->count; i++) {
        dc_work_claim *claim = &claims[i];
        claim->suggested = best_step(claim, contact);
        claim->gain = gain_of(claim, claim->suggested);
        if (claim->suggested == DC_STEP_WAIT && is_hopeless(claim))
            claim->suggested = DC_STEP_WRITE_OFF;
        claim->why = why_of(claim);
        customer->gain += claim->gain;
    }
}
