/* loyalty.c - see loyalty.h. */
#include "duecast/loyalty.h"

enum { BASELINE, ALL_STAY, ALL_LEAVE, AS_SAID, POLICIES };

/* Rows of levers that press; a retention asked for by itself is no such effect. */
static bool presses(const dc_policy *policy)
{
    bool any = false;
    for (size_t i = 0; i < policy->retention_count; i++)
        any |= policy->retentions[i].by_claims != 0;
    return any;
}

static dc_policy *with_kept(dc_arena *arena, const dc_policy *policy, double kept)
{
    dc_policy *out = dc_arena_alloc(arena, 1, sizeof *out);
    *out = *policy;
    for (size_t i = 0; i < out->retention_count; i++)
        if (out->retentions[i].by_claims)
            out->retentions[i].kept = kept;
    return out;
}

/* Of one lever, or where each means all customers: the shares multiply. */
static bool presses_alike(const dc_policy *policy)
{
    int  count = 0;
    bool all = true;
    for (size_t i = 0; i < policy->retention_count; i++) {
        count += policy->retentions[i].by_claims != 0;
        all &= !policy->retentions[i].by_claims || policy->retentions[i].scopes.count == 0;
    }
    return count < 2 || all;
}

static double product(const dc_policy *policy)
{
    double kept = 1.0;
    for (size_t i = 0; i < policy->retention_count; i++)
        kept *= policy->retentions[i].by_claims ? policy->retentions[i].kept : 1.0;
    return kept;
}

static void tell(dc_loyalty *out, const dc_outcome outcome[POLICIES], bool alike)
{
    for (int week = 0; week < DC_PAIRED_WEEKS; week++) {
        const dc_estimate *profit[POLICIES];
        bool               applicable = true;
        for (int p = 0; p < POLICIES; p++) {
            profit[p] = &outcome[p].series[DC_PROFIT][outcome[0].paired_week[week]];
            applicable &= profit[p]->applicable;
        }
        double at_stake = profit[ALL_STAY]->mean - profit[ALL_LEAVE]->mean;
        out->known[week] = applicable && at_stake > 0.0;
        if (!out->known[week])
            continue;
        out->kept[week] = (profit[BASELINE]->mean - profit[ALL_LEAVE]->mean) / at_stake;
        if (!alike)
            out->assumed[week] = (profit[AS_SAID]->mean - profit[ALL_LEAVE]->mean) / at_stake;
    }
}

dc_loyalty *dc_loyalty_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                            const dc_items *items, const dc_today *today,
                            const dc_scenarios *scenarios, const dc_simulate_options *options)
{
    dc_loyalty         *out = dc_arena_alloc(arena, scenarios->count, sizeof *out);
    dc_simulate_options exact = *options;
    exact.expected_only = exact.mean_only = true;
    exact.path_count = 1;
    for (size_t s = 0; s < scenarios->count; s++) {
        const dc_policy *base = &scenarios->scenario[s].policy[DC_BASE];
        dc_outcome      *outcome = dc_arena_alloc(arena, POLICIES, sizeof *outcome);
        out[s] = (dc_loyalty){.presses = presses(base)};
        for (int week = 0; week < DC_PAIRED_WEEKS; week++)
            out[s].assumed[week] = product(base);
        if (!out[s].presses)
            continue;
        const dc_policy *const policies[POLICIES] = {[BASELINE] =
                                                         &scenarios->scenario[0].policy[DC_BASE],
                                                     [ALL_STAY] = with_kept(arena, base, 1.0),
                                                     [ALL_LEAVE] = with_kept(arena, base, 0.0),
                                                     [AS_SAID] = base};
        if (dc_outcomes_measure(outcome, arena, book, model, items, today, policies, POLICIES,
                                &exact) != DC_OK)
            return NULL;
        tell(&out[s], outcome, presses_alike(base));
    }
    return out;
}
