/* spread_pieces.c - see spread_pieces.h. */
#include "spread_pieces.h"

#include <assert.h>

#include "duecast/doubles.h"

static void cut(double *cuts, size_t *count, double at)
{
    for (size_t i = 0; i <= *count; i++)
        if (cuts[i] == at)
            return;
    assert(*count < DC_SHARE_CUTS_MAX);
    cuts[++*count] = at;
    dc_doubles_sort(cuts, *count + 1);
}

/* What is kept grows smaller with the days on which a customer is met. */
static void cut_shares(dc_pieces *out, const dc_policy *policy, dc_treatment treatment)
{
    cut(out->kept, &out->keeps, dc_kept_share(policy, treatment));
    for (size_t i = 0; i < policy->stop_count; i++)
        if (treatment.stops >> i & 1)
            cut(out->stop, &out->stops, policy->stops[i].lost);
    if (treatment.discount == DC_NONE)
        return;
    cut(out->discount, &out->discounts, policy->discounts[treatment.discount].take_up);
    cut(out->discount, &out->discounts, policy->discounts[treatment.discount].early);
}

void dc_pieces_make(dc_pieces *out, const dc_policy *policy, const dc_lot *lot, size_t lots)
{
    uint16_t delays = 0, plans = 0;
    *out = (dc_pieces){.kept = {0.0, 1.0},
                       .keeps = 1,
                       .discount = {0.0, 1.0},
                       .discounts = 1,
                       .stop = {0.0, 1.0},
                       .stops = 1};
    for (size_t i = 0; i < lots; i++) {
        dc_treatment treatment = lot[i].treatment;
        delays |= treatment.delays;
        if (treatment.plan != DC_NONE)
            plans |= (uint16_t)(1u << treatment.plan);
        cut_shares(out, policy, treatment);
    }
    out->delays = dc_delay_cuts(out->delay, policy, delays);
    out->plans = dc_plan_cuts(out->plan, policy, plans);
}

static double middle(double *width, const double *cuts)
{
    *width *= cuts[1] - cuts[0];
    return 0.5 * (cuts[0] + cuts[1]);
}

size_t dc_pieces_count(const dc_pieces *all)
{
    return all->delays * all->plans * all->keeps * all->discounts * all->stops;
}

dc_piece dc_pieces_at(const dc_pieces *all, size_t i)
{
    dc_piece out = {.width = 1.0};
    out.delay = middle(&out.width, &all->delay[i % all->delays]);
    i /= all->delays;
    out.plan = middle(&out.width, &all->plan[i % all->plans]);
    i /= all->plans;
    out.kept = middle(&out.width, &all->kept[i % all->keeps]);
    i /= all->keeps;
    out.discount = middle(&out.width, &all->discount[i % all->discounts]);
    out.stop = middle(&out.width, &all->stop[i / all->discounts]);
    return out;
}
