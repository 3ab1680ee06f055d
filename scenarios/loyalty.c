/* loyalty.c - see loyalty.h. */
#include "duecast/loyalty.h"

/* Of a scenario that presses: where all customers stay, where all leave, and as it says, which only
 * levers that press differently need. */
enum { ALL_STAY, ALL_LEAVE, AS_SAID, CASES };

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

/* `of`: the outcomes of the scenario's cases; AS_SAID only where it does not press alike. */
static void tell(dc_loyalty *out, const dc_outcome *baseline, const dc_outcome *of, bool alike)
{
    for (int week = 0; week < DC_PAIRED_WEEKS; week++) {
        int32_t            at = baseline->paired_week[week];
        const dc_estimate *base = &baseline->series[DC_PROFIT][at], *profit[CASES];
        bool               applicable = base->applicable;
        for (int c = 0; c < (alike ? AS_SAID : CASES); c++) {
            profit[c] = &of[c].series[DC_PROFIT][at];
            applicable &= profit[c]->applicable;
        }
        double at_stake = applicable ? profit[ALL_STAY]->mean - profit[ALL_LEAVE]->mean : 0.0;
        out->known[week] = at_stake > 0.0;
        if (!out->known[week])
            continue;
        out->kept[week] = (base->mean - profit[ALL_LEAVE]->mean) / at_stake;
        if (!alike)
            out->assumed[week] = (profit[AS_SAID]->mean - profit[ALL_LEAVE]->mean) / at_stake;
    }
}

/* The baseline, then the cases of each scenario that presses; returns how many. */
static size_t list_policies(const dc_policy **out, dc_arena *arena, const dc_scenarios *scenarios)
{
    size_t count = 0;
    out[count++] = &scenarios->scenario[0].policy[DC_BASE];
    for (size_t s = 0; s < scenarios->count; s++) {
        const dc_policy *base = &scenarios->scenario[s].policy[DC_BASE];
        if (!presses(base))
            continue;
        out[count + ALL_STAY] = with_kept(arena, base, 1.0);
        out[count + ALL_LEAVE] = with_kept(arena, base, 0.0);
        count += AS_SAID;
        if (!presses_alike(base))
            out[count++] = base;
    }
    return count;
}

dc_loyalty *dc_loyalty_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                            const dc_items *items, const dc_today *today,
                            const dc_scenarios *scenarios, const dc_simulate_options *options)
{
    dc_loyalty         *out = dc_arena_alloc(arena, scenarios->count, sizeof *out);
    dc_simulate_options exact = *options;
    exact.expected_only = exact.mean_only = exact.brief = true;
    exact.path_count = 1;
    const dc_policy **policies =
        dc_arena_alloc(arena, 1 + CASES * scenarios->count, sizeof *policies);
    size_t      count = list_policies(policies, arena, scenarios), next = 1;
    dc_outcome *outcome = dc_arena_alloc(arena, count, sizeof *outcome);
    if (count > 1 && dc_outcomes_measure(outcome, arena, book, model, items, today, policies, count,
                                         &exact) != DC_OK)
        return NULL;
    for (size_t s = 0; s < scenarios->count; s++) {
        const dc_policy *base = &scenarios->scenario[s].policy[DC_BASE];
        out[s] = (dc_loyalty){.presses = presses(base)};
        for (int week = 0; week < DC_PAIRED_WEEKS; week++)
            out[s].assumed[week] = product(base);
        if (!out[s].presses)
            continue;
        bool alike = presses_alike(base);
        tell(&out[s], &outcome[0], &outcome[next], alike);
        next += alike ? AS_SAID : CASES;
    }
    return out;
}
