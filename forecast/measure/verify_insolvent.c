/* verify_insolvent.c - which customers a policy makes fail otherwise.  See verify.h. */
#include <stdlib.h>

#include "verify.h"

/* A customer that may fail on the day of an insolvency. */
typedef struct {
    uint32_t customer;
    int64_t  owes; /* today, in the book currency */
} debtor;

static int compare_debtors(const void *left, const void *right)
{
    const debtor *a = left, *b = right;
    if (a->owes != b->owes)
        return a->owes > b->owes ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

/* Per customer: what it owes today; free() it. */
static int64_t *owed(const dc_replay *replay)
{
    const dc_claims *claims = &replay->book->claims;
    int64_t         *sum = dc_heap_alloc(replay->book->customers.count + 1, sizeof *sum);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->kind[i] != DC_CLAIM_UNAPPLIED && claims->open[i].minor > 0)
            sum[claims->customer[i]] +=
                dc_book_translate(replay->book, claims->currency[i], claims->open[i]).minor;
    return sum;
}

/* met[c]: an item of customer c is in scope. */
static bool *customers_in(const dc_replay *replay, const dc_scopes *scopes)
{
    const dc_items *items = replay->items;
    bool           *met = dc_heap_alloc(replay->book->customers.count + 1, sizeof *met);
    for (uint32_t i = 0; i < items->count; i++) {
        dc_item_facts facts = dc_replay_facts_of(replay, i);
        if (items->customer[i] != UINT32_MAX && dc_scopes_fit(scopes, replay->book, &facts))
            met[items->customer[i]] = true;
    }
    return met;
}

/* Whether its customer is in scope; an item of nobody in particular is for itself. */
static bool is_met(const dc_replay *replay, const dc_scopes *scopes, const bool *met, uint32_t item)
{
    uint32_t      customer = replay->items->customer[item];
    dc_item_facts facts = dc_replay_facts_of(replay, item);
    return customer == UINT32_MAX ? dc_scopes_fit(scopes, replay->book, &facts) : met[customer];
}

static void find_changed(const dc_replay *replay, size_t scenario, size_t change)
{
    const dc_default_change *of = &replay->policies[scenario]->defaults[change];
    bool                    *met = customers_in(replay, &of->scopes);
    for (uint32_t i = 0; i < replay->items->count && of->multiplier != 1.0; i++)
        if (is_met(replay, &of->scopes, met, i))
            replay->defaults[scenario][i] |= 1u << change;
    free(met);
}

static void find_downturn(const dc_replay *replay, size_t scenario, size_t at)
{
    const dc_downturn *of = &replay->policies[scenario]->downturns[at];
    bool              *met = customers_in(replay, &of->scopes);
    for (uint32_t i = 0; i < replay->items->count && of->severity > 0.0; i++)
        if (is_met(replay, &of->scopes, met, i))
            replay->downturns[scenario][i] |= (uint8_t)(1u << at);
    free(met);
}

static void find_insolvent(const dc_replay *replay, size_t scenario, size_t at)
{
    const dc_insolvency *of = &replay->policies[scenario]->insolvencies[at];
    const dc_items      *items = replay->items;
    bool                *met = customers_in(replay, &of->scopes);
    size_t               customers = replay->book->customers.count, count = 0;
    const int32_t       *failed_on = replay->model->defaults.day;
    int64_t             *owes = owed(replay);
    debtor              *debtors = dc_heap_alloc(customers + 1, sizeof *debtors);
    for (uint32_t c = 0; c < customers; c++)
        if (met[c] && (!failed_on || failed_on[c] == DC_DEFAULT_NEVER))
            debtors[count++] = (debtor){c, owes[c]};
    if (count > 0)
        qsort(debtors, count, sizeof *debtors, compare_debtors);
    for (size_t d = 0; d < count && d < (size_t)of->largest; d++)
        for (size_t i = 0; i < items->count; i++) {
            const dc_insolvency **now = &replay->insolvency[scenario][i];
            if (items->customer[i] == debtors[d].customer && (!*now || of->day < (*now)->day))
                *now = of;
        }
    for (size_t i = 0; i < items->count && count > 0 && of->largest > 0; i++)
        if (of->contagion != 1.0)
            replay->infected[scenario][i] |= (uint8_t)(1u << at);
    free(debtors);
    free(owes);
    free(met);
}

void dc_replay_find_failing(dc_replay *replay, dc_arena *arena)
{
    size_t items = replay->items->count;
    replay->any_fail = dc_defaults_happen(&replay->model->defaults);
    replay->defaults = dc_arena_alloc(arena, replay->policy_count + 1, sizeof *replay->defaults);
    replay->insolvency =
        dc_arena_alloc(arena, replay->policy_count + 1, sizeof *replay->insolvency);
    replay->downturns = dc_arena_alloc(arena, replay->policy_count + 1, sizeof *replay->downturns);
    replay->infected = dc_arena_alloc(arena, replay->policy_count + 1, sizeof *replay->infected);
    for (size_t p = 0; p < replay->policy_count; p++) {
        const dc_policy *policy = replay->policies[p];
        replay->defaults[p] = dc_arena_alloc(arena, items + 1, sizeof **replay->defaults);
        replay->insolvency[p] = dc_arena_alloc(arena, items + 1, sizeof **replay->insolvency);
        replay->downturns[p] = dc_arena_alloc(arena, items + 1, sizeof **replay->downturns);
        replay->infected[p] = dc_arena_alloc(arena, items + 1, sizeof **replay->infected);
        replay->any_fail |= dc_policy_moves_failures(policy);
        for (size_t d = 0; d < policy->default_count; d++)
            find_changed(replay, p, d);
        for (size_t d = 0; d < policy->downturn_count; d++)
            find_downturn(replay, p, d);
        for (size_t k = 0; k < policy->insolvency_count; k++)
            find_insolvent(replay, p, k);
    }
}
