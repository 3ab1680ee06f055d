/* verify_sales.c - how much a policy lets be sold, told from the definitions.  See verify.h. */
#include <stdlib.h>

#include "verify.h"

/* Change of what a future invoice sells: new terms, then one change after the other. */
static double change_of(const dc_replay *replay, const dc_policy *policy, uint32_t item)
{
    const dc_terms_change *terms = dc_replay_terms_of(replay, policy, item);
    dc_item_facts          facts = dc_replay_facts_of(replay, item);
    int32_t                issue = replay->items->issue[item];
    double                 change = 0.0;
    if (terms)
        change = dc_replay_ramped(terms->sales, terms->from, terms->ramp, issue);
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

int64_t dc_replay_lost_sales(const dc_replay *replay, const dc_policy *policy, uint32_t item)
{
    double change = change_of(replay, policy, item);
    return change < 0.0 ? product(replay->items->amount[item], change) : 0;
}

/* --- sales that are won ----------------------------------------------------------------------- */

/* Future invoices that change alike in all that a policy does to sales. */
static bool is_alike(const dc_replay *replay, const dc_policy *policy, uint32_t a, uint32_t b)
{
    dc_item_facts one = dc_replay_facts_of(replay, a), two = dc_replay_facts_of(replay, b);
    if (replay->items->currency[a] != replay->items->currency[b] ||
        dc_replay_terms_of(replay, policy, a) != dc_replay_terms_of(replay, policy, b))
        return false;
    for (size_t i = 0; i < policy->sales_count; i++) {
        const dc_sales_change *of = &policy->sales[i];
        bool in = replay->items->issue[a] >= of->from && replay->items->issue[a] <= of->to;
        bool also = replay->items->issue[b] >= of->from && replay->items->issue[b] <= of->to;
        if (of->change == 0.0)
            continue;
        if ((in && dc_scopes_fit(&of->scopes, replay->book, &one)) !=
            (also && dc_scopes_fit(&of->scopes, replay->book, &two)))
            return false;
    }
    for (size_t i = 0; i < policy->stop_count; i++) {
        const dc_stop *of = &policy->stops[i];
        bool           in = replay->items->issue[a] <= of->to && of->from <= of->to;
        bool           also = replay->items->issue[b] <= of->to && of->from <= of->to;
        if ((in && dc_scopes_fit(&of->scopes, replay->book, &one)) !=
            (also && dc_scopes_fit(&of->scopes, replay->book, &two)))
            return false;
    }
    return true;
}

/* Invoices `member`, `count` of them, in order: whenever their changes would come to more than one
 * whole invoice, the last so far carries what they have won. */
static void carry(int64_t *extra, const dc_replay *replay, const double *change,
                  const uint32_t *member, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        double  sum = change[member[from]];
        int64_t amount = replay->items->amount[member[from]];
        int64_t won = product(amount, change[member[from]]);
        bool    even = true;
        for (to = from + 1; to < count && sum + change[member[to]] < 1.0 + 1e-9; to++) {
            sum += change[member[to]];
            even = even && change[member[to]] == change[member[from]];
            amount += replay->items->amount[member[to]];
            won += product(replay->items->amount[member[to]], change[member[to]]);
        }
        extra[member[to - 1]] = even ? product(amount, change[member[from]]) : won;
    }
}

int64_t *dc_replay_extra_sales(dc_arena *arena, const dc_replay *replay, const dc_policy *policy)
{
    const dc_items *items = replay->items;
    int64_t        *extra = dc_arena_alloc(arena, items->count + 1, sizeof *extra);
    double         *change = dc_heap_alloc(items->count + 1, sizeof *change);
    uint32_t       *member = dc_heap_alloc(items->count + 1, sizeof *member);
    for (uint32_t i = (uint32_t)items->claim_count; i < items->count; i++)
        change[i] = items->amount[i] > 0 ? change_of(replay, policy, i) : 0.0;
    for (uint32_t i = (uint32_t)items->claim_count; i < items->count; i++) {
        size_t count = 0;
        for (uint32_t k = i; k < items->count && change[i] > 0.0; k++)
            if (change[k] > 0.0 && is_alike(replay, policy, i, k))
                member[count++] = k;
        carry(extra, replay, change, member, count);
        for (size_t k = 0; k < count; k++)
            change[member[k]] = 0.0;
    }
    free(change);
    free(member);
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
