/* treat.c - whom a policy touches, and its arithmetic. */
#include "treat.h"

#include <math.h>

dc_item_facts dc_item_facts_of(const dc_book *book, const dc_items *items, size_t i)
{
    int64_t  each = items->amount[i] / items->members[i];
    dc_money home = dc_book_translate(book, items->currency[i], DC_MONEY(each));
    return (dc_item_facts){
        .customer = items->like[i],
        .pooled = items->customer[i] != items->like[i],
        .currency = items->currency[i],
        .segment = items->segment[i],
        .amount_home = home.minor,
        .days_late = i < items->claim_count ? -items->due[i] : INT32_MIN,
        .terms = items->due[i] - items->issue[i],
    };
}

/* What moves a drawn day or splits the item. */
static void treat_days(dc_treatment *out, const dc_book *book, const dc_policy *policy,
                       const dc_item_facts *facts, bool is_claim, int32_t issue)
{
    int32_t first, days;
    for (size_t i = 0; i < policy->delay_count; i++)
        if (policy->delays[i].days > 0 && policy->delays[i].share > 0.0 &&
            dc_scopes_fit(&policy->delays[i].scopes, book, facts))
            out->delays |= (uint16_t)(1u << i);
    for (size_t i = 0; i < policy->stop_count; i++)
        if (dc_stop_of(&first, &days, &policy->stops[i], issue) &&
            dc_scopes_fit(&policy->stops[i].scopes, book, facts))
            out->stops |= (uint16_t)(1u << i);
    for (size_t i = policy->dispute_count; i-- > 0 && out->plan == DC_NONE;)
        if (policy->disputes[i].rate > 0.0 && policy->disputes[i].share > 0.0 &&
            (is_claim || issue >= policy->disputes[i].from) &&
            dc_scopes_fit(&policy->disputes[i].scopes, book, facts))
            out->dispute = (int8_t)i;
    for (size_t i = policy->discount_count; i-- > 0 && !is_claim;)
        if (policy->discounts[i].discount > 0.0 &&
            policy->discounts[i].take_up + policy->discounts[i].early > 0.0 &&
            issue >= policy->discounts[i].from &&
            dc_scopes_fit(&policy->discounts[i].scopes, book, facts))
            out->discount = (int8_t)i;
}

static dc_treatment treat(const dc_book *book, const dc_policy *policy, const dc_item_facts *facts,
                          bool is_claim, int32_t issue)
{
    dc_treatment out = DC_UNTREATED;
    for (size_t i = 0; i < policy->dunning_count; i++)
        if (policy->dunnings[i].effect != 1.0 &&
            dc_scopes_fit(&policy->dunnings[i].scopes, book, facts))
            out.dunnings |= (uint16_t)(1u << i);
    for (size_t i = 0; i < policy->forbearance_count; i++)
        if (policy->forbearances[i].power != 1.0 && (is_claim || policy->forbearances[i].futures) &&
            policy->forbearances[i].from <= policy->forbearances[i].to &&
            policy->forbearances[i].spared < 1.0 &&
            dc_scopes_fit(&policy->forbearances[i].scopes, book, facts))
            out.forbearances |= (uint16_t)(1u << i);
    for (size_t i = policy->plan_count; i-- > 0 && is_claim;)
        if (policy->plans[i].share > 0.0 && dc_scopes_fit(&policy->plans[i].scopes, book, facts))
            out.plan = (int8_t)i;
    for (size_t i = policy->terms_count; i-- > 0 && !is_claim;)
        if (issue >= policy->terms[i].from && dc_scopes_fit(&policy->terms[i].scopes, book, facts))
            out.terms = (int8_t)i;
    for (size_t i = 0; i < policy->sales_count && !is_claim; i++)
        if (dc_sales_reach(&policy->sales[i], issue) != 0.0 &&
            dc_scopes_fit(&policy->sales[i].scopes, book, facts))
            out.sales |= (uint16_t)(1u << i);
    treat_days(&out, book, policy, facts, is_claim, issue);
    for (size_t i = 0; i < policy->placement_count; i++)
        if (dc_scopes_fit(&policy->placements[i].scopes, book, facts))
            out.placements |= (uint16_t)(1u << i);
    return out;
}

dc_treatment *dc_treatments_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                                 const dc_items *items, const dc_policy *policy)
{
    dc_treatment *out = dc_arena_alloc(arena, items->count + 1, sizeof *out);
    for (size_t i = 0; i < items->count; i++) {
        dc_item_facts facts = dc_item_facts_of(book, items, i);
        out[i] = treat(book, policy, &facts, i < items->claim_count, items->issue[i]);
        if (i < items->claim_count && book->claims.disputed[items->claim[i]])
            out[i].dispute = DC_NONE; /* it is already */
    }
    dc_treat_contacts(out, book, items, policy);
    dc_treat_customers(out, book, model, items, policy);
    dc_treat_limits(out, book, items, policy);
    return out;
}

dc_new_terms dc_terms_apply(const dc_terms_change *change, int32_t issue, int32_t due)
{
    int32_t longer = change->days - (due - issue);
    double  reached = dc_ramped(change->pass_through, change->from, INT32_MAX, change->ramp, issue);
    double  days = reached * longer, whole = floor(days);
    return (dc_new_terms){
        .due = issue + change->days, .shift = (int32_t)whole, .shift_more = days - whole};
}

static uint64_t child_entity(const char *kind, uint64_t entity)
{
    char digits[17];
    for (int i = 0; i < 16; i++)
        digits[i] = "0123456789abcdef"[(entity >> (60 - 4 * i)) & 15];
    digits[16] = '\0';
    const char *parts[] = {kind, digits};
    return dc_identity(parts, 2);
}

uint64_t dc_extra_entity(uint64_t entity)
{
    return child_entity("extra", entity);
}

uint64_t dc_rest_entity(uint64_t entity)
{
    return child_entity("rest", entity);
}

uint64_t dc_disputed_entity(uint64_t entity)
{
    return child_entity("disputed", entity);
}

static int32_t step_day(const dc_instalments *plan, dc_date as_of, int32_t step)
{
    if (plan->every_days > 0)
        return plan->start + step * plan->every_days;
    dc_date first = dc_date_add_days(as_of, plan->start);
    return dc_date_days_between(as_of, dc_date_add_months(first, step * plan->every_months));
}

void dc_plan_make(dc_plan_steps *out, const dc_instalments *plan, dc_date as_of, int64_t amount,
                  int64_t not_cash)
{
    int64_t  weights[DC_PLAN_STEPS_MAX];
    dc_money parts[DC_PLAN_STEPS_MAX];
    out->count = plan->count + 1;
    for (int32_t i = 0; i < out->count; i++) {
        out->day[i] = step_day(plan, as_of, i);
        weights[i] = 1;
    }
    int64_t cash = amount - not_cash;
    int64_t down = dc_money_scale(DC_MONEY(cash), plan->down_payment, DC_ROUND_HALF_EVEN).minor;
    dc_money_allocate(parts, DC_MONEY(cash - down), weights, (size_t)plan->count);
    out->amount[0] = down + not_cash;
    for (int32_t i = 1; i < out->count; i++)
        out->amount[i] = parts[i - 1].minor;
}

void dc_items_treat(dc_items_under *out, dc_arena *arena, const dc_book *book,
                    const dc_model *model, const dc_items *items, const dc_policy *policy)
{
    const dc_treatment *treatment = dc_treatments_make(arena, book, model, items, policy);
    out->due = dc_arena_alloc(arena, items->count + 1, sizeof *out->due);
    out->sold = dc_arena_alloc(arena, items->count + 1, sizeof *out->sold);
    for (size_t i = 0; i < items->count; i++) {
        int8_t terms = treatment[i].terms;
        out->due[i] = items->due[i];
        out->sold[i] = 1.0;
        if (items->issue[i] < 1)
            continue;
        if (terms != DC_NONE)
            out->due[i] = dc_terms_apply(&policy->terms[terms], items->issue[i], items->due[i]).due;
        out->sold[i] = (1.0 + dc_sales_change_of(policy, treatment[i], items->issue[i])) *
                       dc_kept_share(policy, treatment[i]);
    }
}
