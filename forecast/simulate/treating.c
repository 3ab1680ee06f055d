/* treating.c - what a scenario makes of a drawn item: terms and sales, delays and stops, plans, and
 * then what ends it (ending.c).  See worker.h. */
#include <string.h>

#include "placing.h"
#include "worker.h"

enum { B = DC_PATH_BLOCK };

/* In place of the own law, where a plan says so: one uniform for whether and when. */
static void draw_after_miss(dc_fate *out, const dc_plan_end end[DC_PLAN_STEPS_MAX + 1],
                            const uint8_t missed[B], const uint32_t word[B])
{
    for (int i = 0; i < B; i++) {
        const dc_plan_end *by = &end[missed[i]];
        double             u = (word[i] + 0.5) * 0x1p-32;
        bool               paid = u < by->chance;
        int32_t day = paid ? by->first + (int32_t)(u / by->chance * by->count) : by->lost;
        out->day[i] = (uint16_t)(day < DC_DAY_NEVER ? day : DC_DAY_NEVER);
        out->lost[i] = !paid;
    }
}

static void post_plan(const dc_simulation *sim, dc_worker *own, size_t p, const dc_fate *fate,
                      uint32_t item, const dc_terms_of *terms, const dc_instalments *plan,
                      const dc_failed *failed, uint32_t block)
{
    bool          contracted = dc_is_contracted(&sim->contracting[p], item);
    uint16_t      placements = sim->treatment[p][item].placements;
    dc_plan_steps steps;
    dc_plan_costs costs = {0};
    dc_plan_end   end[DC_PLAN_STEPS_MAX + 1] = {{0}}; /* the last: none is missed */
    dc_fate       after, refused, refused_rest;
    uint8_t       accepted[B], missed[B];
    dc_luck       luck = dc_luck_of(sim, sim->items->entity[item], DC_PURPOSE_INSTALMENT);
    dc_plan_make(&steps, plan, sim->book->as_of, terms->amount, terms->not_cash);
    if (contracted)
        dc_plan_cost(&costs, &sim->contracting[p], item, &steps, plan, placements, terms);
    dc_share_draw(accepted, dc_share_luck_of(sim, item), DC_LUCK_INSTALMENTS, plan->share, block);
    memset(missed, steps.count, B);
    for (int32_t step = steps.count - 1; step >= 1; step--) {
        dc_uniform_block(own->word, luck, block, (uint32_t)step);
        for (int i = 0; i < B; i++)
            if (own->word[i] + 0.5 < dc_plan_miss(plan) * 0x1p32)
                missed[i] = (uint8_t)step;
    }
    dc_planned planned = {&steps, &costs, accepted, missed, fate};
    if (plan->after_miss != DC_MISS_OWN_LAW) {
        dc_uniform_block(own->word, luck, block, 0);
        for (int32_t step = 0; step < steps.count; step++)
            end[step] = dc_plan_end_of(sim->policies[p], plan, placements, terms->issue, terms->due,
                                       steps.day[step]);
        draw_after_miss(&after, end, missed, own->word);
        planned.after = &after;
    }
    if (placements) {
        dc_fate_copy(&refused, &refused_rest, fate);
        dc_fate_place(&refused, dc_luck_of(sim, sim->items->entity[item], DC_PURPOSE_PLACEMENT),
                      sim->policies[p], placements, terms->issue, terms->due, NULL, block);
    }
    dc_post_plan(&own->flows[p], placements ? &refused : fate, terms, &planned, failed,
                 contracted ? own->leavings : NULL);
    for (int32_t i = 0; i < B && contracted; i++) {
        dc_way        way = accepted[i] ? DC_APART : DC_USUAL;
        dc_occurrence of = {
            own->beside[p], terms, item, i, 1, dc_charges_on(&sim->contracting[p], item, way)};
        dc_beside_take(&of, &own->leavings[i]);
    }
}

/* When the customer fails in a scenario; NULL: on no path. */
static const dc_failed *failed_under(const dc_simulation *sim, dc_worker *own, size_t p,
                                     uint32_t item, size_t i)
{
    uint64_t customer = sim->items->customer_entity[item];
    if (!dc_fails_otherwise(sim->treatment[p][item]))
        return own->failed_of[i];
    if (!own->knows_failed || own->failed_customer != customer)
        dc_failures_draw(&own->failed_under, &own->failing_under[p], item);
    own->knows_failed = true;
    own->failed_customer = customer;
    return own->failed_under.count > 0 ? &own->failed_under : NULL;
}

/* The terms of an item with what comes back should its customer fail in a scenario. */
static dc_terms_of terms_under(const dc_simulation *sim, size_t p, uint32_t item)
{
    dc_terms_of terms = dc_terms_of_item(sim->items, item);
    bool        otherwise = dc_fails_otherwise(sim->treatment[p][item]);
    dc_failures_recovery(&terms, otherwise ? &sim->failures_of[p] : &sim->failures, item);
    return terms;
}

dc_terms_of dc_terms_untreated(const dc_simulation *sim, uint32_t item)
{
    dc_terms_of terms = dc_terms_of_item(sim->items, item);
    dc_failures_recovery(&terms, &sim->failures, item);
    return terms;
}

static const dc_laws *laws_of_extra(const dc_simulation *sim, size_t p, uint32_t item)
{
    dc_treatment treatment = sim->treatment[p][item];
    if (treatment.terms != DC_NONE && sim->policies[p]->terms[treatment.terms].sales > 0.0)
        return &sim->extra[p][treatment.terms];
    return dc_is_paced(treatment) ? &sim->paced[p] : sim->laws;
}

/* Delays, then stops. */
static void move(const dc_simulation *sim, dc_fate *fate, size_t p, uint32_t item, int32_t issue,
                 uint32_t block)
{
    const dc_policy *policy = sim->policies[p];
    dc_treatment     treatment = sim->treatment[p][item];
    dc_luck          luck = dc_share_luck_of(sim, item);
    if (treatment.delays)
        dc_fate_delay(fate, luck, policy, treatment.delays, block);
    if (treatment.stops)
        dc_fate_stop(fate, luck, policy, treatment.stops, issue, block);
}

/* Sales that are won: an item of its own, with its own luck. */
static void post_extra(const dc_simulation *sim, dc_worker *own, dc_fate *fate, size_t p,
                       uint32_t item, const dc_terms_of *slot, const dc_failed *failed,
                       uint32_t block)
{
    const dc_items  *items = sim->items;
    const dc_policy *policy = sim->policies[p];
    dc_treatment     treatment = sim->treatment[p][item];
    uint64_t         entity = dc_extra_entity(items->entity[item]);
    dc_terms_of      terms = dc_terms_of_extra(items, item, slot, sim->extra_sales[p][item]);
    dc_terms_of      whole = terms_under(sim, p, item);
    terms.recovered_share = whole.recovered_share;
    terms.recovery_days = whole.recovery_days;
    dc_worker_draw(sim, own, fate, laws_of_extra(sim, p, item), item, entity, block);
    const dc_terms_change *won = dc_terms_that_won(policy, treatment);
    if (won && won->loss > 0.0)
        dc_fate_lose(fate, dc_luck_of(sim, entity, DC_PURPOSE_PASS_THROUGH), won->loss, block);
    if (treatment.terms != DC_NONE) {
        dc_new_terms changed =
            dc_terms_apply(&policy->terms[treatment.terms], whole.issue, whole.due);
        dc_fate_shift(fate, dc_luck_of(sim, entity, DC_PURPOSE_PASS_THROUGH), &changed, terms.issue,
                      block);
    }
    move(sim, fate, p, item, terms.issue, block);
    dc_worker_end(sim, own, p, fate, item, entity, &terms, failed, block);
}

/* New terms of a slot, and how much of it is sold. */
static void treat_slot(const dc_simulation *sim, dc_fate *fate, dc_terms_of *terms, size_t p,
                       uint32_t item, uint32_t block)
{
    const dc_policy *policy = sim->policies[p];
    dc_treatment     treatment = sim->treatment[p][item];
    dc_terms_resize(terms, dc_slot_change_of(policy, treatment, terms->issue));
    if (treatment.terms == DC_NONE)
        return;
    dc_new_terms changed =
        dc_terms_apply(&policy->terms[treatment.terms], terms->issue, terms->due);
    terms->due = changed.due;
    dc_fate_shift(fate, dc_luck_of(sim, sim->items->entity[item], DC_PURPOSE_PASS_THROUGH),
                  &changed, terms->issue, block);
}

void dc_worker_treat(const dc_simulation *sim, dc_worker *own, size_t p, uint32_t item, size_t i,
                     uint32_t block)
{
    const dc_policy *policy = sim->policies[p];
    dc_treatment     treatment = sim->treatment[p][item];
    dc_terms_of      terms = terms_under(sim, p, item);
    const dc_failed *failed = failed_under(sim, own, p, item, i);
    dc_fate         *fate = &own->treated[i];
    if (dc_is_paced(treatment)) {
        dc_worker_draw(sim, own, fate, &sim->paced[p], item, sim->items->entity[item], block);
        dc_worker_draw_rest(sim, own, fate, &own->treated_rest[i], &sim->paced[p], item, block);
    } else {
        dc_fate_copy(fate, &own->treated_rest[i], &own->fate[i]);
    }

    if (terms.issue >= 1)
        treat_slot(sim, fate, &terms, p, item, block);
    if (sim->extra_sales[p][item] > 0)
        post_extra(sim, own, &own->extra[i], p, item, &terms, failed, block);
    move(sim, fate, p, item, terms.issue, block);
    if (treatment.plan != DC_NONE)
        post_plan(sim, own, p, fate, item, &terms, &policy->plans[treatment.plan], failed, block);
    else if (terms.amount > 0)
        dc_worker_end(sim, own, p, fate, item, sim->items->entity[item], &terms, failed, block);
}
