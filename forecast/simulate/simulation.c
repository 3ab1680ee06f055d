/* simulation.c - see simulation.h. */
#include "simulation.h"

/* Items of a customer follow each other, so that its pay runs are worked out once a block. */
static void order_items(dc_simulation *sim, dc_arena *arena)
{
    const dc_items *items = sim->items;
    size_t          customers = sim->book->customers.count, placed = 0;
    uint32_t       *by_customer = dc_arena_alloc(arena, items->count + 1, sizeof *by_customer);
    size_t         *next = dc_arena_alloc(arena, customers + 2, sizeof *next);
    for (size_t i = 0; i < items->count; i++)
        next[(items->customer[i] < customers ? items->customer[i] : customers) + 1]++;
    for (size_t c = 0; c < customers; c++)
        next[c + 1] += next[c];
    sim->meets = dc_arena_alloc(arena, items->count + 1, sizeof *sim->meets);
    for (size_t i = 0; i < items->count; i++) {
        size_t customer = items->customer[i] < customers ? items->customer[i] : customers;
        by_customer[next[customer]++] = (uint32_t)i;
    }
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
}

static void prepare_policies(dc_simulation *sim, dc_arena *arena, const dc_model *model,
                             int32_t reach)
{
    sim->treatment = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->treatment);
    sim->extra_sales = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->extra_sales);
    sim->extra = dc_arena_alloc(arena, sim->policy_count, sizeof *sim->extra);
    for (size_t p = 0; p < sim->policy_count; p++) {
        const dc_policy *policy = sim->policies[p];
        sim->treatment[p] = dc_treatments_make(arena, sim->book, sim->items, policy);
        sim->extra_sales[p] = dc_extra_sales(arena, sim->items, sim->treatment[p], policy);
        for (size_t t = 0; t < policy->terms_count; t++)
            if (policy->terms[t].sales > 0.0)
                dc_laws_make(&sim->extra[p][t], arena, sim->book, model, sim->items,
                             sim->items->claim_count, reach, policy->terms[t].loss_multiplier);
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
        if (p == 0 && touched > 0)
            return;
        sim->by_difference[p] = p > 0 && touched < sim->items->count / 2;
    }
}

void dc_simulation_prepare(dc_simulation *sim, dc_arena *arena, const dc_model *model)
{
    order_items(sim, arena);
    prepare_policies(sim, arena, model, sim->items->laws->day_count);
    choose_differences(sim, arena);
    dc_failures_make(&sim->failures, arena, model, sim->items, sim->options->horizon_days);
}
