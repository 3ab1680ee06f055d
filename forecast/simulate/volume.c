/* volume.c - how much a policy lets be sold: orders lost and won, customers that leave. */
#include <string.h>

#include "treat.h"

double dc_sales_reach(const dc_sales_change *change, int32_t issue)
{
    return dc_ramped(change->change, change->from, change->to, change->ramp, issue);
}

double dc_sales_change_of(const dc_policy *policy, dc_treatment treatment, int32_t issue)
{
    double change = 0.0;
    if (treatment.terms != DC_NONE) {
        const dc_terms_change *terms = &policy->terms[treatment.terms];
        change = dc_ramped(terms->sales, terms->from, INT32_MAX, terms->ramp, issue);
    }
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

static int64_t in_proportion(int64_t part, int64_t amount, int64_t whole)
{
    return dc_money_ratio(DC_MONEY(part), amount, whole, DC_ROUND_HALF_EVEN).minor;
}

static int64_t times(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

void dc_terms_shrink(dc_terms_of *terms, double change)
{
    int64_t amount = terms->amount + (change < 0.0 ? times(terms->amount, change) : 0);
    if (amount == terms->amount || terms->amount <= 0)
        return;
    terms->not_cash = in_proportion(terms->not_cash, amount, terms->amount);
    terms->rest = in_proportion(terms->rest, amount, terms->amount);
    terms->amount = amount;
}

dc_terms_of dc_terms_of_extra(const dc_items *items, size_t item, int32_t due, int64_t amount)
{
    return (dc_terms_of){.issue = items->issue[item],
                         .due = due,
                         .amount = amount,
                         .won = true,
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

/* --- sales that are won ----------------------------------------------------------------------- */

/* Slots alike, waiting for their extra item. */
typedef struct {
    int8_t   terms;
    uint16_t sales, stops, currency;
    size_t   count, last;
    double   change, sum; /* of the last; of all */
    bool     even;        /* all change alike */
    int64_t  amount, won; /* of all; what each wins by itself, summed up */
} extra_group;

typedef struct {
    size_t       count, room;
    extra_group *of;
} extra_groups;

static extra_group *group_of(extra_groups *all, dc_arena *arena, dc_treatment treatment,
                             uint16_t currency)
{
    for (size_t g = 0; g < all->count; g++)
        if (all->of[g].terms == treatment.terms && all->of[g].sales == treatment.sales &&
            all->of[g].stops == treatment.stops && all->of[g].currency == currency)
            return &all->of[g];
    all->of = dc_arena_grow(arena, all->of, &all->room, all->count + 1, sizeof *all->of);
    all->of[all->count] = (extra_group){.terms = treatment.terms,
                                        .sales = treatment.sales,
                                        .stops = treatment.stops,
                                        .currency = currency,
                                        .even = true};
    return &all->of[all->count++];
}

/* Rounded once where that is one product. */
static void close_group(int64_t *out, extra_group *group)
{
    if (group->count > 0)
        out[group->last] = group->even ? times(group->amount, group->change) : group->won;
    group->count = 0;
    group->sum = 0.0;
    group->even = true;
    group->amount = group->won = 0;
}

static void join_group(int64_t *out, extra_group *group, size_t item, int64_t amount, double change)
{
    const double rounding = 1e-9;
    if (group->count > 0 && group->sum + change > 1.0 + rounding)
        close_group(out, group);
    group->even &= group->count == 0 || change == group->change;
    group->count++;
    group->last = item;
    group->change = change;
    group->sum += change;
    group->amount += amount;
    group->won += times(amount, change);
}

int64_t *dc_extra_sales(dc_arena *arena, const dc_items *items, const dc_treatment *treatments,
                        const dc_policy *policy)
{
    int64_t     *out = dc_arena_alloc(arena, items->count + 1, sizeof *out);
    extra_groups all = {.count = 0};
    for (size_t i = items->claim_count; i < items->count; i++) {
        double change = dc_sales_change_of(policy, treatments[i], items->issue[i]);
        if (change <= 0.0 || items->amount[i] == 0)
            continue; /* a plan may leave a slot without an amount: it wins nothing either */
        join_group(out, group_of(&all, arena, treatments[i], items->currency[i]), i,
                   items->amount[i], change);
    }
    for (size_t g = 0; g < all.count; g++)
        close_group(out, &all.of[g]);
    return out;
}
