/*
 * expected.c - the expectation of the same law, by dc_convolution: no chance, no paths.
 *
 * Each item's distribution over days goes through the same transforms in the same order as a drawn
 * day does in paths.c: terms, delays, plan.  Items are dealt into a fixed number of shares that are
 * summed in order, so that the number of threads cannot change a bit.
 */
#include <assert.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "expecting.h"
#include "placing.h"

enum { SHARES = 32 };

static void fill_own(dc_law *law, const dc_convolution *conv, uint32_t item, double loss_multiplier)
{
    const dc_items *items = conv->items;
    int32_t         first = items->issue[item] > 1 ? items->issue[item] : 1;
    dc_law_fill(law, conv->model,
                &(dc_law_ask){items->customer[item], items->due[item], first, items->pace[item],
                              loss_multiplier, items->acted[item]},
                conv->book->calendar, conv->book->as_of);
}

static void fill_unpaced(dc_expecting *own, const dc_convolution *conv, uint32_t item)
{
    size_t bytes = ((size_t)own->law.day_count + 1) * sizeof *own->law.paid;
    if (own->unpaced.item != item)
        fill_own(&own->unpaced.law, conv, item, 1.0);
    own->unpaced.item = item;
    memcpy(own->law.paid, own->unpaced.law.paid, bytes);
    memcpy(own->law.lost, own->unpaced.law.lost, bytes);
}

static void fill_law(const dc_convolution *conv, dc_expecting *own, uint32_t item,
                     double loss_multiplier)
{
    bool paced = dc_is_paced(conv->treatment[item]);
    if (loss_multiplier != 1.0)
        fill_own(&own->law, conv, item, loss_multiplier);
    else if (paced)
        fill_unpaced(own, conv, item);
    else
        dc_laws_read(&own->law, conv->items->laws, item);
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
    if (!left->paid)
        return;
    left->issued = dc_expect_issued(own, terms);
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
    bool         planned = treatment.plan != DC_NONE, split = dc_is_split(treatment);
    uint16_t     placements = planned || split ? 0 : treatment.placements;
    if (treatment.delays)
        dc_day_law_delay(&own->now, &own->next, conv->policy, treatment.delays);
    if (treatment.stops)
        dc_day_law_stop(&own->now, &own->next, conv->policy, treatment.stops, terms->issue, NAN);
    dc_expect_way_begins(own, placements);
    dc_expect_hand_over(own, conv, terms, placements, 1.0);
    if (planned)
        dc_expect_planned(own, conv, item, terms, &conv->policy->plans[treatment.plan]);
    else if (terms->amount > 0)
        (split ? dc_expect_split(own, conv, item, terms) : dc_expect_item(own, conv, terms));
    dc_expect_way_over(own, conv, item, terms, placements, 1.0);
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
    dc_terms_resize(terms, dc_slot_change_of(conv->policy, treatment, terms->issue));
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
        extra = dc_terms_of_extra(items, item, &terms, conv->extra_sales[item]);
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

static dc_law new_law(dc_arena *arena, int32_t reach)
{
    dc_day_law cumulative = dc_day_law_new(arena, reach);
    return (dc_law){reach, cumulative.paid, cumulative.lost};
}

/* What all policies of a share work with, one after the other. */
static void start_share(dc_expecting *own, dc_arena *arena, int32_t reach, int32_t day_count)
{
    size_t days = (size_t)day_count + 1;
    *own = (dc_expecting){.law = new_law(arena, reach),
                          .unpaced = {new_law(arena, reach), UINT32_MAX},
                          .now = dc_day_law_new(arena, reach),
                          .next = dc_day_law_new(arena, reach),
                          .drawn = dc_day_law_new(arena, reach),
                          .alive = dc_arena_alloc(arena, days, sizeof *own->alive),
                          .held = dc_arena_alloc(arena, days, sizeof *own->held),
                          .before = {.paid = dc_arena_alloc(arena, days, sizeof(double)),
                                     .lost = dc_arena_alloc(arena, days, sizeof(double))},
                          .left = {.paid = dc_arena_alloc(arena, days, sizeof(double)),
                                   .lost = dc_arena_alloc(arena, days, sizeof(double)),
                                   .recovered = dc_arena_alloc(arena, days, sizeof(double))}};
}

static void start_policy(dc_expecting *own, const dc_expecting *room, const dc_convolution *conv,
                         const dc_expected *sum)
{
    dc_own_law unpaced = own->unpaced;
    *own = *room;
    own->unpaced = unpaced;
    own->sum = *sum;
    own->since = DC_DEFAULT_NEVER;
    own->kept = own->chance = 1.0;
    if (!conv->contracting.of)
        own->left = (dc_expected_leavings){.paid = NULL};
    if (conv->failures.row_count == 0)
        for (int32_t day = 0; day <= sum->day_count; day++)
            own->alive[day] = 1.0;
}

/* Items alike are gathered by what each policy makes of them. */
static void run_share(const dc_convolution *conv, size_t policy_count, dc_expected *const *out,
                      size_t share)
{
    dc_arena    *arena = dc_arena_new();
    size_t       count = conv->items->count, end = count * (share + 1) / SHARES;
    size_t       first = count * share / SHARES, next[DC_EXPECTED_AT_ONCE];
    dc_expecting room, own;
    dc_terms_of  terms;
    start_share(&room, arena, conv->reach, conv->options->horizon_days);
    own = room;
    for (size_t p = 0; p < policy_count; p++)
        next[p] = first;
    for (size_t i = first; i < end; i++)
        for (size_t p = 0; p < policy_count; p++) {
            if (next[p] != i)
                continue;
            next[p] = gather(&terms, &conv[p], i, end);
            if (conv->items->currency[i] != conv->currency)
                continue;
            start_policy(&own, &room, &conv[p], &out[p][share]);
            add_item(&own, &conv[p], (uint32_t)i, terms);
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

static void start_convolution(dc_convolution *conv, dc_arena *arena)
{
    const dc_book             *book = conv->book;
    const dc_model            *model = conv->model;
    const dc_items            *items = conv->items;
    const dc_policy           *policy = conv->policy;
    const dc_simulate_options *options = conv->options;
    conv->reach = items->laws->day_count;
    conv->treatment = dc_treatments_make(arena, book, model, items, policy);
    conv->extra_sales = dc_extra_sales(arena, items, conv->treatment, policy);
    dc_failures_make_under(&conv->failures, arena, model, items, policy, conv->treatment,
                           options->horizon_days);
    dc_contracting_make(&conv->contracting, arena, book, model, items, conv->treatment, policy,
                        options);
}

static dc_expected *sum_shares(dc_arena *arena, const dc_convolution *conv,
                               const dc_expected *shares)
{
    dc_expected *out = dc_arena_alloc(arena, 1, sizeof *out);
    size_t       reports = dc_days_aged(conv->options).count;
    bool         costed = conv->contracting.of != NULL;
    expected_allocate(out, arena, conv->options->horizon_days, reports, costed);
    for (size_t s = 0; s < SHARES; s++)
        add_share(out, &shares[s], reports);
    if (costed && conv->currency == conv->book->home)
        dc_beside_expect_fixed(out->beside, &conv->contracting);
    for (int32_t day = 1; day <= out->day_count; day++)
        out->cash[day] = out->flow[DC_FLOW_SETTLED_NOT_DUE][day] +
                         out->flow[DC_FLOW_SETTLED_OVERDUE][day] -
                         out->flow[DC_FLOW_NOT_CASH][day] - out->flow[DC_FLOW_WRITTEN_OFF][day] +
                         out->flow[DC_FLOW_RECOVERED][day];
    return out;
}

void dc_expected_make_all(dc_expected *out[DC_EXPECTED_AT_ONCE], dc_arena *arena,
                          const dc_book *book, const dc_model *model, const dc_items *items,
                          const dc_policy *const *policies, size_t policy_count, uint16_t currency,
                          const dc_simulate_options *options)
{
    dc_arena      *local = dc_arena_new();
    dc_convolution conv[DC_EXPECTED_AT_ONCE];
    dc_expected   *shares[DC_EXPECTED_AT_ONCE];
    assert(policy_count >= 1 && policy_count <= DC_EXPECTED_AT_ONCE);
    for (size_t p = 0; p < policy_count; p++) {
        conv[p] = (dc_convolution){.book = book,
                                   .model = model,
                                   .items = items,
                                   .policy = policies[p],
                                   .options = options,
                                   .currency = currency};
        start_convolution(&conv[p], local);
        shares[p] = dc_arena_alloc(local, SHARES, sizeof **shares);
        for (size_t s = 0; s < SHARES; s++)
            expected_allocate(&shares[p][s], local, options->horizon_days,
                              dc_days_aged(options).count, conv[p].contracting.of != NULL);
    }
    int threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel for schedule(dynamic) num_threads(threads < SHARES ? threads : SHARES)
    for (int s = 0; s < SHARES; s++)
        run_share(conv, policy_count, shares, (size_t)s);
    for (size_t p = 0; p < policy_count; p++)
        out[p] = sum_shares(arena, &conv[p], shares[p]);
    dc_arena_free(local);
}

dc_expected *dc_expected_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                              const dc_items *items, const dc_policy *policy, uint16_t currency,
                              const dc_simulate_options *options)
{
    dc_expected *out[DC_EXPECTED_AT_ONCE];
    dc_expected_make_all(out, arena, book, model, items, &policy, 1, currency, options);
    return out[0];
}
