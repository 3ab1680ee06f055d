/* treat_customers.c - what a policy does to customers as a whole: they fail with all they owe, or
 * leave with all they would order. */
#include <stdlib.h>
#include <string.h>

#include "treat.h"

typedef struct {
    const dc_book  *book;
    const dc_items *items;
    size_t          count;
    bool           *met; /* per customer: an item of it is in scope */
} touching;

/* Slots that stand for several customers, or for none, are a customer each: out[item]. */
static void find_met(touching *own, bool *out, const dc_scopes *scopes)
{
    const dc_items *items = own->items;
    memset(own->met, 0, own->count * sizeof *own->met);
    for (size_t i = 0; i < items->count; i++) {
        dc_item_facts facts = dc_item_facts_of(own->book, items, i);
        out[i] = dc_scopes_fit(scopes, own->book, &facts);
        if (out[i] && items->customer[i] < own->count)
            own->met[items->customer[i]] = true;
    }
    for (size_t i = 0; i < items->count; i++)
        if (items->customer[i] < own->count)
            out[i] = own->met[items->customer[i]];
}

/* Leaves in `met` those that fail: the `largest` of them by what they owe, the first of equals. */
static void keep_largest(touching *own, int32_t largest, const int32_t *failed_on)
{
    bool          *chosen = dc_heap_alloc(own->count + 1, sizeof *chosen);
    const int64_t *owed = own->items->owed;
    for (int32_t n = 0; n < largest; n++) {
        size_t most = own->count;
        for (size_t c = 0; c < own->count; c++)
            if (own->met[c] && !chosen[c] && (!failed_on || failed_on[c] == DC_DEFAULT_NEVER) &&
                (most == own->count || owed[c] > owed[most]))
                most = c;
        chosen[most] = true; /* own->count: nobody is left */
    }
    memcpy(own->met, chosen, own->count * sizeof *chosen);
    free(chosen);
}

static bool is_earlier(const dc_policy *policy, size_t k, int8_t than)
{
    return than == DC_NONE || policy->insolvencies[k].day < policy->insolvencies[than].day;
}

/* Those that `met` holds fail, and infect all others. */
static void take(const touching *own, dc_treatment *out, const dc_policy *policy, size_t k)
{
    const dc_items *items = own->items;
    bool            infects = false;
    for (size_t c = 0; c < own->count; c++)
        infects |= own->met[c] && policy->insolvencies[k].contagion != 1.0;
    for (size_t i = 0; i < items->count; i++) {
        bool taken = items->customer[i] < own->count && own->met[items->customer[i]];
        if (taken && is_earlier(policy, k, out[i].insolvency))
            out[i].insolvency = (int8_t)k;
        if (infects)
            out[i].infected |= (uint8_t)(1u << k);
    }
}

/* Those with an open claim in scope alone; a slot of several customers is met where the one that it
 * is like is. */
static void keep_debtors(touching *own, bool *out, const dc_scopes *scopes)
{
    const dc_items *items = own->items;
    memset(own->met, 0, own->count * sizeof *own->met);
    for (size_t i = 0; i < items->claim_count; i++) {
        dc_item_facts facts = dc_item_facts_of(own->book, items, i);
        if (dc_scopes_fit(scopes, own->book, &facts))
            own->met[items->customer[i]] = true;
    }
    for (size_t i = 0; i < items->count; i++)
        out[i] = items->like[i] < own->count && own->met[items->like[i]];
}

static void treat_retentions(touching *own, bool *met, dc_treatment *out, const dc_policy *policy)
{
    for (size_t r = 0; r < policy->retention_count; r++) {
        const dc_retention *leaving = &policy->retentions[r];
        if (leaving->kept == 1.0)
            continue;
        (leaving->by_claims ? keep_debtors : find_met)(own, met, &leaving->scopes);
        for (size_t i = own->items->claim_count; i < own->items->count; i++)
            if (met[i] && own->items->issue[i] >= leaving->from)
                out[i].retentions |= UINT64_C(1) << r;
    }
}

static void treat_downturns(touching *own, bool *met, dc_treatment *out, const dc_policy *policy)
{
    for (size_t d = 0; d < policy->downturn_count; d++) {
        const dc_downturn *downturn = &policy->downturns[d];
        if (downturn->severity == 0.0 || downturn->from > downturn->to)
            continue;
        find_met(own, met, &downturn->scopes);
        for (size_t i = 0; i < own->items->count; i++)
            if (met[i])
                out[i].downturns |= (uint8_t)(1u << d);
    }
}

void dc_treat_customers(dc_treatment *out, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_policy *policy)
{
    if (!dc_policy_moves_failures(policy) && !dc_policy_loses_orders(policy))
        return;
    bool    *met = dc_heap_alloc(items->count + 1, sizeof *met);
    touching own = {.book = book, .items = items, .count = book->customers.count};
    own.met = dc_heap_alloc(own.count + 1, sizeof *own.met);
    for (size_t d = 0; d < policy->default_count; d++) {
        const dc_default_change *change = &policy->defaults[d];
        if (change->multiplier == 1.0 || change->from > change->to)
            continue;
        find_met(&own, met, &change->scopes);
        for (size_t i = 0; i < items->count; i++)
            if (met[i])
                out[i].defaults |= 1u << d;
    }
    treat_downturns(&own, met, out, policy);
    treat_retentions(&own, met, out, policy);
    for (size_t k = 0; k < policy->insolvency_count; k++) {
        find_met(&own, met, &policy->insolvencies[k].scopes);
        keep_largest(&own, policy->insolvencies[k].largest, model->defaults.day);
        take(&own, out, policy, k);
    }
    free(own.met);
    free(met);
}
