/* volume.c - how much a policy lets be sold: orders lost and won, customers that leave. */
#include <math.h>

#include "treat.h"

double dc_sales_reach(const dc_sales_change *change, int32_t issue)
{
    return dc_ramped(change->change, change->from, change->to, change->ramp, issue);
}

/* What new terms alone change. */
static double terms_reach(const dc_policy *policy, dc_treatment treatment, int32_t issue)
{
    if (treatment.terms == DC_NONE)
        return 0.0;
    const dc_terms_change *terms = &policy->terms[treatment.terms];
    return dc_ramped(terms->sales, terms->from, INT32_MAX, terms->ramp, issue);
}

double dc_slot_change_of(const dc_policy *policy, dc_treatment treatment, int32_t issue)
{
    double change = fmin(terms_reach(policy, treatment, issue), 0.0);
    for (size_t i = 0; i < policy->sales_count; i++) {
        double more = treatment.sales >> i & 1 ? dc_sales_reach(&policy->sales[i], issue) : 0.0;
        change += more + change * more;
    }
    for (size_t i = 0; i < policy->stop_count; i++) {
        const dc_stop *stop = &policy->stops[i];
        bool           meanwhile = issue >= stop->from && issue <= stop->to;
        double         more = (treatment.stops >> i & 1) && meanwhile ? stop->orders : 0.0;
        change += more + change * more;
    }
    return change;
}

double dc_extra_share_of(const dc_policy *policy, dc_treatment treatment, int32_t issue)
{
    double won = fmax(terms_reach(policy, treatment, issue), 0.0);
    return won > 0.0 ? won * (1.0 + dc_slot_change_of(policy, treatment, issue)) : 0.0;
}

double dc_sales_change_of(const dc_policy *policy, dc_treatment treatment, int32_t issue)
{
    return dc_slot_change_of(policy, treatment, issue) +
           dc_extra_share_of(policy, treatment, issue);
}

static int64_t in_proportion(int64_t part, int64_t amount, int64_t whole)
{
    return dc_money_ratio(DC_MONEY(part), amount, whole, DC_ROUND_HALF_EVEN).minor;
}

static int64_t times(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

void dc_terms_resize(dc_terms_of *terms, double change)
{
    int64_t amount = terms->amount + times(terms->amount, change);
    if (amount == terms->amount || terms->amount <= 0)
        return;
    terms->not_cash = in_proportion(terms->not_cash, amount, terms->amount);
    terms->rest = in_proportion(terms->rest, amount, terms->amount);
    terms->amount = amount;
}

dc_terms_of dc_terms_of_extra(const dc_items *items, size_t item, const dc_terms_of *slot,
                              int64_t amount)
{
    return (dc_terms_of){.issue = items->issue[item],
                         .due = slot->due,
                         .amount = amount,
                         .won = true,
                         .whole = slot->amount,
                         .not_cash =
                             in_proportion(items->not_cash[item], amount, items->amount[item])};
}

const dc_terms_change *dc_terms_that_won(const dc_policy *policy, dc_treatment treatment)
{
    bool won = treatment.terms != DC_NONE && policy->terms[treatment.terms].sales > 0.0;
    return won ? &policy->terms[treatment.terms] : NULL;
}

double dc_extra_losses(const dc_policy *policy, dc_treatment treatment)
{
    const dc_terms_change *by = dc_terms_that_won(policy, treatment);
    return by ? by->loss_multiplier : 1.0;
}

double dc_kept_share(const dc_policy *policy, dc_treatment treatment)
{
    double kept = treatment.ordered;
    for (size_t i = 0; i < policy->retention_count; i++)
        if (treatment.retentions >> i & 1)
            kept *= policy->retentions[i].kept;
    return kept;
}

int64_t *dc_extra_sales(dc_arena *arena, const dc_items *items, const dc_treatment *treatments,
                        const dc_policy *policy)
{
    int64_t *out = dc_arena_alloc(arena, items->count + 1, sizeof *out);
    for (size_t i = items->claim_count; i < items->count; i++)
        if (items->amount[i] > 0) /* a plan may leave a slot without an amount */
            out[i] =
                times(items->amount[i], dc_extra_share_of(policy, treatments[i], items->issue[i]));
    return out;
}
