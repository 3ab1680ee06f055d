/* verify_sales.c - how much a policy lets be sold, told from the definitions.  See verify.h. */
#include <stdlib.h>

#include "verify.h"

static double terms_change(const dc_replay *replay, const dc_policy *policy, uint32_t item)
{
    const dc_terms_change *terms = dc_replay_terms_of(replay, policy, item);
    return terms ? dc_replay_ramped(terms->sales, terms->from, terms->ramp,
                                    replay->items->issue[item])
                 : 0.0;
}

/* What a future invoice comes to of each unit before: what new terms lose, then one change after
 * the other. */
static double change_of(const dc_replay *replay, const dc_policy *policy, uint32_t item)
{
    dc_item_facts facts = dc_replay_facts_of(replay, item);
    int32_t       issue = replay->items->issue[item];
    double        terms = terms_change(replay, policy, item);
    double        change = terms < 0.0 ? terms : 0.0;
    for (size_t i = 0; i < policy->sales_count && item >= replay->items->claim_count; i++) {
        const dc_sales_change *of = &policy->sales[i];
        if (issue < of->from || issue > of->to || !dc_scopes_fit(&of->scopes, replay->book, &facts))
            continue;
        double more = dc_replay_ramped(of->change, of->from, of->ramp, issue);
        change += more + change * more;
    }
    for (size_t i = 0; i < policy->stop_count && item >= replay->items->claim_count; i++) {
        const dc_stop *of = &policy->stops[i];
        if (issue >= of->from && issue <= of->to &&
            dc_scopes_fit(&of->scopes, replay->book, &facts))
            change += of->orders + change * of->orders;
    }
    return change;
}

static int64_t product(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

int64_t dc_replay_more_sales(const dc_replay *replay, const dc_policy *policy, uint32_t item)
{
    return product(replay->items->amount[item], change_of(replay, policy, item));
}

int64_t *dc_replay_extra_sales(dc_arena *arena, const dc_replay *replay, const dc_policy *policy)
{
    const dc_items *items = replay->items;
    int64_t        *extra = dc_arena_alloc(arena, items->count + 1, sizeof *extra);
    for (uint32_t i = (uint32_t)items->claim_count; i < items->count; i++) {
        double won = terms_change(replay, policy, i);
        if (won > 0.0 && items->amount[i] > 0)
            extra[i] = product(items->amount[i], won * (1.0 + change_of(replay, policy, i)));
    }
    return extra;
}

/* --- customers that leave --------------------------------------------------------------------- */

static bool *customers_met(const dc_replay *replay, const dc_retention *of)
{
    const dc_items *items = replay->items;
    bool           *met = dc_heap_alloc(replay->book->customers.count + 1, sizeof *met);
    for (uint32_t i = 0; i < items->count; i++) {
        dc_item_facts facts = dc_replay_facts_of(replay, i);
        bool          counts = i < items->claim_count || of->by_claims == 0;
        if (counts && items->customer[i] != UINT32_MAX &&
            dc_scopes_fit(&of->scopes, replay->book, &facts))
            met[items->customer[i]] = true;
    }
    return met;
}

static bool is_met(const dc_replay *replay, const dc_retention *of, const bool *met, uint32_t item)
{
    const dc_items *items = replay->items;
    dc_item_facts   facts = dc_replay_facts_of(replay, item);
    if (items->customer[item] != UINT32_MAX)
        return met[items->customer[item]];
    if (of->by_claims == 0)
        return dc_scopes_fit(&of->scopes, replay->book, &facts);
    return items->like[item] != UINT32_MAX && met[items->like[item]];
}

void dc_replay_find_leaving(dc_replay *replay, dc_arena *arena)
{
    const dc_items *items = replay->items;
    replay->kept = dc_arena_alloc(arena, replay->policy_count + 1, sizeof *replay->kept);
    for (size_t p = 0; p < replay->policy_count; p++) {
        replay->kept[p] = dc_arena_alloc(arena, items->count + 1, sizeof **replay->kept);
        for (size_t i = 0; i < items->count; i++)
            replay->kept[p][i] = 1.0;
        for (size_t r = 0; r < replay->policies[p]->retention_count; r++) {
            const dc_retention *of = &replay->policies[p]->retentions[r];
            bool               *met = customers_met(replay, of);
            for (uint32_t i = (uint32_t)items->claim_count; i < items->count; i++)
                if (items->issue[i] >= of->from && is_met(replay, of, met, i))
                    replay->kept[p][i] *= of->kept;
            free(met);
        }
        dc_replay_hold_orders(replay, p);
    }
}

static int compare_places(const void *left, const void *right)
{
    const dc_replay_place *a = left, *b = right;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

dc_replay_place *dc_replay_places(const dc_items *items)
{
    dc_replay_place *out = dc_heap_alloc(items->count + 1, sizeof *out);
    for (uint32_t i = 0; i < items->count; i++)
        out[i] = (dc_replay_place){items->customer_entity[i], i};
    qsort(out, items->count, sizeof *out, compare_places);
    return out;
}
