/* simulation.c - see simulation.h. */
#include "simulation.h"
#include "kept.h"

#include <stdlib.h>

/* out = the `count` items of `from`, NULL: 0, 1, ..., by key below `keys`, else as they were. */
static void sort_items(uint32_t *out, const uint32_t *from, size_t count, const uint32_t *key,
                       size_t keys)
{
    size_t *next = dc_heap_alloc(keys + 2, sizeof *next);
    for (size_t i = 0; i < count; i++)
        next[(key[i] < keys ? key[i] : keys) + 1]++;
    for (size_t k = 0; k < keys; k++)
        next[k + 1] += next[k];
    for (size_t i = 0; i < count; i++) {
        uint32_t item = from ? from[i] : (uint32_t)i;
        out[next[key[item] < keys ? key[item] : keys]++] = item;
    }
    free(next);
}

/* Items of a customer follow each other, so that its pay runs are worked out once a block; among
 * them those of a law, so that its table is still near. */
static void order_items(dc_simulation *sim, dc_arena *arena)
{
    const dc_items *items = sim->items;
    size_t          customers = sim->book->customers.count, placed = 0;
    uint32_t       *by_law = dc_heap_alloc(items->count + 1, sizeof *by_law);
    uint32_t       *by_customer = dc_heap_alloc(items->count + 1, sizeof *by_customer);
    sort_items(by_law, NULL, items->count, sim->laws->of_item, sim->laws->count);
    sort_items(by_customer, by_law, items->count, items->customer, customers);
    sim->meets = dc_arena_alloc(arena, items->count + 1, sizeof *sim->meets);
    for (size_t i = 0; i < items->count; i++) {
        uint32_t item = by_customer[i], customer = items->customer[item];
        bool     alone = (i == 0 || items->customer[by_customer[i - 1]] != customer) &&
                     (i + 1 == items->count || items->customer[by_customer[i + 1]] != customer);
        sim->meets[item] = alone || customer >= customers ? 0 : items->customer_entity[item];
    }
    sim->order = dc_arena_alloc(arena, items->count + 1, sizeof *sim->order);
    for (uint16_t currency = 0; currency < sim->book->currency_count; currency++) {
        sim->first_of[currency] = placed;
        for (size_t i = 0; i < items->count; i++)
            if (items->currency[by_customer[i]] == currency)
                sim->order[placed++] = by_customer[i];
    }
    sim->first_of[sim->book->currency_count] = placed;
    free(by_law);
    free(by_customer);
}

static void add_claims(dc_simulation *sim)
{
    const dc_items *items = sim->items;
    for (size_t i = 0; i < items->claim_count; i++)
        (items->due[i] >= 0 ? sim->not_due : sim->overdue)[items->currency[i]] += items->amount[i];
}

static void prepare_policies(dc_simulation *sim, dc_arena *arena, const dc_model *model,
                             int32_t reach)
{
    sim->treatment = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->treatment);
    sim->extra_sales = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->extra_sales);
    sim->paced = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->paced);
    sim->failures_of = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->failures_of);
    sim->extra = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->extra);
    sim->contracting = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->contracting);
    for (size_t p = 0; p < sim->policy_count; p++) {
        const dc_policy *policy = sim->policies[p];
        sim->treatment[p] = dc_treatments_make(arena, sim->book, model, sim->items, policy);
        dc_contracting_make(&sim->contracting[p], arena, sim->book, model, sim->items,
                            sim->treatment[p], policy, sim->options);
        sim->extra_sales[p] = dc_extra_sales(arena, sim->items, sim->treatment[p], policy);
        for (size_t t = 0; t < policy->terms_count; t++)
            if (policy->terms[t].sales > 0.0)
                dc_laws_make_under(
                    &sim->extra[p][t], arena, sim->book, model, sim->items,
                    &(dc_laws_change){.first_item = sim->items->claim_count,
                                      .loss_multiplier = policy->terms[t].loss_multiplier,
                                      .policy = policy,
                                      .treatments = sim->treatment[p]},
                    reach);
        if (dc_policy_paces(policy))
            dc_laws_make_under(&sim->paced[p], arena, sim->book, model, sim->items,
                               &(dc_laws_change){.loss_multiplier = 1.0,
                                                 .policy = policy,
                                                 .treatments = sim->treatment[p],
                                                 .paced_only = true},
                               reach);
        if (dc_policy_moves_failures(policy))
            dc_failures_make_under(&sim->failures_of[p], arena, model, sim->items, policy,
                                   sim->treatment[p], sim->options->horizon_days);
    }
}

/*
 * A scenario that touches fewer than half of the items is posted as its difference to the untouched
 * policy 0: touched items are withdrawn as they were and posted as they become; sums are integers,
 * so the result is the same to the last unit.
 */
static void choose_differences(dc_simulation *sim, dc_arena *arena)
{
    sim->by_difference = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->by_difference);
    for (size_t p = 0; p < sim->policy_count; p++) {
        size_t touched = 0;
        for (size_t i = 0; i < sim->items->count; i++)
            touched += dc_is_treated(sim->treatment[p][i]);
        if (p == 0 && touched > 0 && !sim->knows)
            return;
        sim->by_difference[p] = (p > 0 || sim->knows) && touched < sim->items->count / 2;
        sim->keeps |= p == 0 && touched == 0 && sim->options->kept && !sim->knows;
    }
}

static bool is_concerned(const dc_simulation *sim, uint32_t item)
{
    for (size_t p = 0; p < sim->policy_count; p++)
        if (dc_is_treated(sim->treatment[p][item]) || dc_is_contracted(&sim->contracting[p], item))
            return true;
    return false;
}

/* Where all policies are posted as differences to what is kept, the others are not even drawn. */
static void leave_unconcerned(dc_simulation *sim)
{
    size_t placed = 0, from = 0;
    if (!sim->knows)
        return;
    for (size_t p = 0; p < sim->policy_count; p++)
        if (!sim->by_difference[p])
            return;
    for (uint16_t currency = 0; currency < sim->book->currency_count; currency++) {
        for (size_t i = from; i < sim->first_of[currency + 1]; i++)
            if (is_concerned(sim, sim->order[i]))
                sim->order[placed++] = sim->order[i];
        from = sim->first_of[currency + 1];
        sim->first_of[currency + 1] = placed;
    }
}

void dc_simulation_prepare(dc_simulation *sim, dc_arena *arena, const dc_model *model)
{
    order_items(sim, arena);
    add_claims(sim);
    prepare_policies(sim, arena, model, sim->items->laws->day_count);
    if (sim->options->kept) {
        dc_kept_begin(sim->options->kept, sim);
        sim->knows = dc_kept_knows(sim->options->kept, sim->options);
    }
    choose_differences(sim, arena);
    leave_unconcerned(sim);
    dc_failures_make(&sim->failures, arena, model, sim->items, sim->options->horizon_days);
}
