/*
 * expected.c - the expectation of the same law, by dc_convolution: no chance, no paths.
 *
 * Each item's distribution over days goes through the same transforms in the same order as a drawn
 * day does in paths.c: terms, delays, plan.  Items are dealt into a fixed number of shares that are
 * summed in order, so that the number of threads cannot change a bit.
 */
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "expecting.h"
#include "placing.h"

enum { SHARES = 32 };

static void fill_law(const dc_convolution *conv, dc_expecting *own, uint32_t item,
                     double loss_multiplier)
{
    int32_t first = conv->items->issue[item] > 1 ? conv->items->issue[item] : 1;
    bool    paced = dc_is_paced(conv->treatment[item]);
    if (loss_multiplier == 1.0 && !paced)
        dc_laws_read(&own->law, conv->items->laws, item);
    else
        dc_law_fill(&own->law, conv->model,
                    &(dc_law_ask){conv->items->customer[item], conv->items->due[item], first,
                                  conv->items->pace[item], loss_multiplier,
                                  conv->items->acted[item]},
                    conv->book->calendar, conv->book->as_of);
    if (paced)
        dc_law_pace(&own->law, conv->policy, conv->treatment[item], conv->items->due[item]);
    dc_day_law_fill(&own->now, &own->law);
}

/* --- items -------------------------------------------------------------------------------------
 * */

/* What contracts make of how the item leaves, which was noted while it was posted. */
static void add_beside(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                       const dc_terms_of *terms)
{
    dc_expected_leavings *left = &own->left;
    size_t                bytes = ((size_t)own->sum.day_count + 1) * sizeof *left->paid;
    bool                  is_slot = terms->issue >= 1;
    if (!left->paid)
        return;
    left->issued =
        is_slot && terms->issue <= own->sum.day_count ? own->alive[terms->issue] : !is_slot;
    left->issued *= (double)terms->amount * own->kept;
    left->recovery_days = own->recovery_days;
    if (dc_is_contracted(&conv->contracting, item))
        dc_beside_expect(own->sum.beside, &conv->contracting, item, terms, left);
    memset(left->paid, 0, bytes);
    memset(left->lost, 0, bytes);
    memset(left->recovered, 0, bytes);
}

static void add_delayed(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                        const dc_terms_of *terms)
{
    dc_treatment treatment = conv->treatment[item];
    if (treatment.delays)
        dc_day_law_delay(&own->now, &own->next, conv->policy, treatment.delays);
    if (treatment.stops)
        dc_day_law_stop(&own->now, &own->next, conv->policy, treatment.stops, terms->issue, NAN);
    if (treatment.placements)
        dc_day_law_place(&own->now, conv->policy, treatment.placements, terms->issue, terms->due);
    if (treatment.plan != DC_NONE)
        dc_expect_planned(own, conv, item, terms, &conv->policy->plans[treatment.plan]);
    else if (terms->amount > 0)
        (dc_is_split(treatment) ? dc_expect_split(own, conv, item, terms)
                                : dc_expect_item(own, conv, terms));
    add_beside(own, conv, item, terms);
}

static void fill_alive(dc_expecting *own, const dc_convolution *conv, uint32_t item)
{
    if (conv->failures.row_count == 0)
        return;
    const double *chance = dc_failures_chance(&conv->failures, item);
    own->since = dc_failures_since(&conv->failures, item);
    own->recovered_share = conv->failures.recovered_share[conv->failures.row[item]];
    own->recovery_days = conv->failures.recovery_days[conv->failures.row[item]];
    bool lives = own->since == DC_DEFAULT_NEVER;
    for (int32_t day = 0; day <= own->sum.day_count; day++)
        own->alive[day] = lives ? 1.0 - chance[day] : 0.0;
}

/* All but plans and contracts, which round, is linear in amounts: claims alike are one claim of
 * their sum. */
static bool is_like(const dc_convolution *conv, size_t item, size_t next)
{
    dc_treatment a = conv->treatment[item], b = conv->treatment[next];
    return a.plan == DC_NONE && b.plan == DC_NONE && a.delays == b.delays && a.stops == b.stops &&
           a.placements == b.placements && !dc_is_split(a) && !dc_is_split(b) &&
           dc_same_pace(a, b) && !conv->contracting.of && dc_items_alike(conv->items, item, next);
}

/* From `item` on; the first that is not like it. */
static size_t gather(dc_terms_of *out, const dc_convolution *conv, size_t item, size_t end)
{
    size_t next = item + 1;
    *out = dc_terms_of_item(conv->items, item);
    for (; next < end && is_like(conv, item, next); next++) {
        dc_terms_of more = dc_terms_of_item(conv->items, next);
        out->amount += more.amount;
        out->not_cash += more.not_cash;
        out->credits += more.credits;
        out->unapplied += more.unapplied;
        out->rest += more.rest;
    }
    return next;
}

static dc_new_terms shift(dc_expecting *own, const dc_convolution *conv, uint32_t item)
{
    const dc_items *items = conv->items;
    dc_new_terms    changed = dc_terms_apply(&conv->policy->terms[conv->treatment[item].terms],
                                             items->issue[item], items->due[item]);
    dc_day_law_shift(&own->now, &own->next, &changed, items->issue[item]);
    return changed;
}

static void treat_slot(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                       dc_terms_of *terms)
{
    dc_treatment treatment = conv->treatment[item];
    dc_terms_shrink(terms, dc_sales_change_of(conv->policy, treatment, terms->issue));
    if (treatment.terms != DC_NONE)
        terms->due = shift(own, conv, item).due;
}

static void add_item(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                     dc_terms_of terms)
{
    const dc_items *items = conv->items;
    dc_treatment    treatment = conv->treatment[item];
    dc_terms_of     extra = {.amount = 0};
    if (terms.amount == 0)
        return;
    fill_alive(own, conv, item);
    own->kept = dc_kept_share(conv->policy, treatment);
    fill_law(conv, own, item, 1.0);
    if (item >= items->claim_count)
        treat_slot(own, conv, item, &terms);
    if (conv->extra_sales[item] > 0)
        extra = dc_terms_of_extra(items, item, terms.due, conv->extra_sales[item]);
    add_delayed(own, conv, item, &terms);
    if (extra.amount == 0)
        return;
    fill_law(conv, own, item, dc_extra_losses(conv->policy, treatment));
    const dc_terms_change *won = dc_terms_that_won(conv->policy, treatment);
    if (won && won->loss > 0.0)
        dc_day_law_lose(&own->now, won->loss);
    if (treatment.terms != DC_NONE)
        shift(own, conv, item);
    add_delayed(own, conv, item, &extra);
}

static void expected_allocate(dc_expected *out, dc_arena *arena, int32_t day_count, size_t reports,
                              bool costed)
{
    size_t days = (size_t)day_count + 2;
    *out = (dc_expected){.day_count = day_count};
    for (int f = 0; f < DC_FLOW_COUNT; f++)
        out->flow[f] = dc_arena_alloc(arena, days, sizeof(double));
    out->cash = dc_arena_alloc(arena, days, sizeof(double));
    out->ageing = dc_arena_alloc(arena, reports * DC_BUCKETS + 1, sizeof(double));
    for (int f = 0; f < DC_BESIDE_COUNT && costed; f++)
        out->beside[f] = dc_arena_alloc(arena, days, sizeof(double));
}

static void run_share(const dc_convolution *conv, dc_expected *out, size_t share)
{
    dc_arena    *arena = dc_arena_new();
    dc_expecting own = {.sum = *out,
                        .now = dc_day_law_new(arena, conv->reach),
                        .next = dc_day_law_new(arena, conv->reach)};
    dc_day_law   cumulative = dc_day_law_new(arena, conv->reach);
    own.law = (dc_law){conv->reach, cumulative.paid, cumulative.lost};
    own.alive = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof *own.alive);
    own.held = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof *own.held);
    own.since = DC_DEFAULT_NEVER;
    if (conv->contracting.of) {
        own.left.paid = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof(double));
        own.left.lost = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof(double));
        own.left.recovered = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof(double));
    }
    own.kept = own.chance = 1.0;
    own.drawn = dc_day_law_new(arena, conv->reach);
    for (int32_t day = 0; day <= out->day_count; day++)
        own.alive[day] = 1.0;
    size_t      count = conv->items->count, end = count * (share + 1) / SHARES, next;
    dc_terms_of terms;
    for (size_t i = count * share / SHARES; i < end; i = next) {
        next = gather(&terms, conv, i, end);
        if (conv->items->currency[i] == conv->currency)
            add_item(&own, conv, (uint32_t)i, terms);
    }
    dc_arena_free(arena);
}

static void add_share(dc_expected *out, const dc_expected *share, size_t reports)
{
    for (int32_t day = 1; day <= out->day_count; day++) {
        for (int f = 0; f < DC_FLOW_COUNT; f++)
            out->flow[f][day] += share->flow[f][day];
        for (int f = 0; f < DC_BESIDE_COUNT && out->beside[f]; f++)
            out->beside[f][day] += share->beside[f][day];
    }
    for (size_t i = 0; i < reports * DC_BUCKETS; i++)
        out->ageing[i] += share->ageing[i];
}

dc_expected *dc_expected_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                              const dc_items *items, const dc_policy *policy, uint16_t currency,
                              const dc_simulate_options *options)
{
    dc_arena      *local = dc_arena_new();
    dc_expected    shares[SHARES], *out = dc_arena_alloc(arena, 1, sizeof *out);
    dc_convolution conv = {.book = book,
                           .model = model,
                           .items = items,
                           .policy = policy,
                           .options = options,
                           .currency = currency};
    conv.reach = items->laws->day_count;
    conv.treatment = dc_treatments_make(local, book, model, items, policy);
    conv.extra_sales = dc_extra_sales(local, items, conv.treatment, policy);
    dc_failures_make_under(&conv.failures, local, model, items, policy, conv.treatment,
                           options->horizon_days);
    dc_contracting_make(&conv.contracting, local, book, model, items, conv.treatment, policy,
                        options);
    bool costed = conv.contracting.of != NULL;
    for (size_t s = 0; s < SHARES; s++)
        expected_allocate(&shares[s], local, options->horizon_days, dc_days_aged(options).count,
                          costed);

    int threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel for schedule(dynamic) num_threads(threads < SHARES ? threads : SHARES)
    for (int s = 0; s < SHARES; s++)
        run_share(&conv, &shares[s], (size_t)s);

    expected_allocate(out, arena, options->horizon_days, dc_days_aged(options).count, costed);
    for (size_t s = 0; s < SHARES; s++)
        add_share(out, &shares[s], dc_days_aged(options).count);
    if (costed && currency == book->home)
        dc_beside_expect_fixed(out->beside, &conv.contracting);
    for (int32_t day = 1; day <= out->day_count; day++)
        out->cash[day] = out->flow[DC_FLOW_SETTLED_NOT_DUE][day] +
                         out->flow[DC_FLOW_SETTLED_OVERDUE][day] -
                         out->flow[DC_FLOW_NOT_CASH][day] - out->flow[DC_FLOW_WRITTEN_OFF][day] +
                         out->flow[DC_FLOW_RECOVERED][day];
    dc_arena_free(local);
    return out;
}
