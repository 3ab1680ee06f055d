/*
 * expected.c - the expectation of the same law, by convolution: no chance, no paths.
 *
 * Each item's distribution over days goes through the same transforms in the same order as a drawn
 * day does in paths.c: terms, delays, plan.  Items are dealt into a fixed number of shares that are
 * summed in order, so that the number of threads cannot change a bit.
 */
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "contracts.h"
#include "day_law.h"
#include "post.h"

enum { SHARES = 32 };

typedef struct {
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_policy           *policy;
    const dc_treatment        *treatment;
    const int64_t             *extra_sales;
    const dc_simulate_options *options;
    uint16_t                   currency;
    int32_t                    reach;
    dc_failures                failures;
    dc_contracting             contracting;
} convolution;

/* Sums of one share of the items. */
typedef struct {
    dc_expected sum;
    dc_law      law; /* cumulative, scratch */
    dc_day_law  now, next;
    /* of the customer at hand: chance that it has not failed by the day, and when it has already */
    double              *alive; /* day_count + 1 */
    double              *held;  /* day_count + 1: frozen by failures of the day */
    int32_t              since; /* DC_DEFAULT_NEVER: it lives today */
    double               recovered_share;
    int32_t              recovery_days;
    dc_expected_leavings left; /* of the item at hand, where a contract asks */
    double kept; /* chance that it has not left by the time the item at hand is ordered */
} scratch;

static void fill_law(const convolution *conv, scratch *own, uint32_t item, double loss_multiplier)
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
        dc_law_pace(&own->law, conv->policy, conv->treatment[item]);
    dc_day_law_fill(&own->now, &own->law);
}

/* --- posting expectations ----------------------------------------------------------------------
 * */

/* Whatever happens to an item happens only while its customer has not failed. */
static void post_step(scratch *own, const dc_terms_of *item, int32_t day, double paid, double lost)
{
    dc_expected *sum = &own->sum;
    if (day > sum->day_count)
        return;
    paid *= own->alive[day];
    lost *= own->alive[day];
    dc_flow from = day > item->due ? DC_FLOW_SETTLED_OVERDUE : DC_FLOW_SETTLED_NOT_DUE;
    sum->flow[from][day] += paid + lost;
    sum->flow[DC_FLOW_WRITTEN_OFF][day] += lost;
    if (own->left.paid) {
        own->left.paid[day] += paid;
        own->left.lost[day] += lost;
    }
}

static void post_credits(scratch *own, const dc_terms_of *item, int32_t day, double chance)
{
    dc_expected *sum = &own->sum;
    if (day > sum->day_count)
        return;
    chance *= own->alive[day] * own->kept;
    sum->flow[DC_FLOW_NOT_CASH][day] += chance * (double)item->not_cash;
    sum->flow[DC_FLOW_CREDITS_USED][day] += chance * (double)item->credits;
    sum->flow[DC_FLOW_UNAPPLIED_USED][day] += chance * (double)item->unapplied;
}

/* An item's expected open amount after each day gives what fell due and the ageing. */
static void post_balances(dc_expected *sum, const convolution *conv, const dc_terms_of *item,
                          const double *open)
{
    if (item->due >= 0 && item->due < sum->day_count)
        sum->flow[DC_FLOW_FELL_DUE][item->due + 1] += open[item->due];
    dc_aged_days aged = dc_days_aged(conv->options);
    for (size_t r = 0; r < aged.count; r++) {
        int32_t day = aged.day[r];
        if (item->issue <= day)
            sum->ageing[r * DC_BUCKETS + (size_t)dc_bucket_of(day - item->due)] += open[day];
    }
}

/* What a failure froze is written off; a part comes back. */
static void post_failed(scratch *own, const dc_terms_of *item, int32_t day, double amount)
{
    dc_expected *sum = &own->sum;
    int32_t      back = day + own->recovery_days;
    if (day > sum->day_count || amount == 0.0)
        return;
    dc_flow from = day > item->due ? DC_FLOW_SETTLED_OVERDUE : DC_FLOW_SETTLED_NOT_DUE;
    sum->flow[from][day] += amount;
    sum->flow[DC_FLOW_WRITTEN_OFF][day] += amount;
    double recovered = amount * own->recovered_share;
    if (back <= sum->day_count)
        sum->flow[DC_FLOW_RECOVERED][back] += recovered;
    if (own->left.paid) {
        own->left.lost[day] += amount;
        own->left.recovered[back <= sum->day_count ? back : 0] += recovered;
    }
}

/* open[] as if nobody failed becomes what is open where customers do: alive and unpaid, or frozen
 * by a failure of the last days. */
static void post_failures(scratch *own, const convolution *conv, const dc_terms_of *item,
                          double *open)
{
    int32_t last = own->sum.day_count;
    double  frozen = 0.0;
    bool    is_slot = item->issue >= 1;
    if (conv->failures.row_count == 0)
        return;
    if (own->since != DC_DEFAULT_NEVER) {
        int32_t end = dc_failure_write_off(own->since);
        double  amount = is_slot ? 0.0 : open[0];
        for (int32_t day = 0; day <= last; day++)
            open[day] = day < end ? amount : 0.0;
        post_failed(own, item, end, amount);
        return;
    }
    for (int32_t day = 1; day <= last; day++)
        own->held[day] = is_slot && day <= item->issue
                             ? 0.0
                             : (own->alive[day - 1] - own->alive[day]) * open[day - 1];
    for (int32_t day = 1; day <= last; day++) {
        double gone =
            day > DC_WRITE_OFF_AFTER_DAYS ? own->held[day - DC_WRITE_OFF_AFTER_DAYS] : 0.0;
        frozen = fmax(frozen + own->held[day] - gone, 0.0);
        open[day] = own->alive[day] * open[day] + frozen;
        post_failed(own, item, day, gone);
    }
}

static void post_item(scratch *own, const convolution *conv, const dc_terms_of *item)
{
    const double settled_most = 1.0 - 1e-15; /* what is left can move no figure */
    dc_expected *sum = &own->sum;
    double       amount = (double)item->amount * own->kept, settled = 0.0;
    double      *open = own->law.paid; /* the cumulative law is not needed now */
    int32_t      day = item->issue > 1 ? item->issue : 1;
    if (item->issue >= 1 && item->issue <= sum->day_count) {
        sum->flow[DC_FLOW_INVOICED][item->issue] += amount * own->alive[item->issue];
        sum->flow[DC_FLOW_NOT_ORDERED][item->issue] +=
            ((double)item->amount - amount) * own->alive[item->issue];
    }
    for (int32_t before = 0; before < day && before <= sum->day_count; before++)
        open[before] = amount;
    for (; day <= sum->day_count && settled < settled_most; day++) {
        double p = own->now.paid[day], q = own->now.lost[day];
        if (p + q > 0.0) {
            post_step(own, item, day, amount * p, amount * q);
            post_credits(own, item, day, p);
            settled += p + q;
        }
        open[day] = amount * (1.0 - settled);
    }
    for (; day <= sum->day_count; day++)
        open[day] = amount * (1.0 - settled);
    post_failures(own, conv, item, open);
    post_balances(sum, conv, item, open);
}

/* The rest of a plan after a missed step is settled as late as the claim would have been. */
static void post_rest(scratch *own, const dc_terms_of *item, int32_t missed_day, double rest,
                      double *settled)
{
    for (int32_t day = 1; missed_day + day <= own->sum.day_count; day++) {
        double paid = rest * own->now.paid[day], lost = rest * own->now.lost[day];
        post_step(own, item, missed_day + day, paid, lost);
        settled[missed_day + day] += paid + lost;
    }
}

static void post_refused(scratch *own, const dc_terms_of *item, double chance, double *settled)
{
    for (int32_t day = 1; day <= own->sum.day_count; day++) {
        double paid = chance * own->now.paid[day], lost = chance * own->now.lost[day];
        post_step(own, item, day, paid * (double)item->amount, lost * (double)item->amount);
        post_credits(own, item, day, paid);
        settled[day] += (paid + lost) * (double)item->amount;
    }
}

static void post_planned(scratch *own, const convolution *conv, const dc_terms_of *item,
                         const dc_instalments *plan)
{
    dc_plan_steps steps;
    double       *settled = own->next.paid, *open = own->law.paid, kept = plan->share;
    double        rest = (double)item->amount;
    dc_plan_make(&steps, plan, conv->book->as_of, item->amount, item->not_cash);
    memset(settled, 0, ((size_t)own->next.reach + 1) * sizeof *settled);

    post_credits(own, item, steps.day[0], plan->share);
    for (int32_t step = 0; step < steps.count; step++) {
        double missed = step == 0 ? 0.0 : kept * plan->miss;
        post_rest(own, item, steps.day[step], missed * rest, settled);
        kept -= missed;
        double paid = kept * (double)steps.amount[step];
        post_step(own, item, steps.day[step], paid, 0.0);
        if (steps.day[step] <= own->sum.day_count)
            settled[steps.day[step]] += paid;
        rest -= (double)steps.amount[step];
    }
    post_refused(own, item, 1.0 - plan->share, settled);
    open[0] = (double)item->amount;
    for (int32_t day = 1; day <= own->sum.day_count; day++)
        open[day] = open[day - 1] - settled[day];
    post_failures(own, conv, item, open);
    post_balances(&own->sum, conv, item, open);
}

/* --- items -------------------------------------------------------------------------------------
 * */

/* What contracts make of how the item leaves, which was noted while it was posted. */
static void add_beside(scratch *own, const convolution *conv, uint32_t item,
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

static void add_delayed(scratch *own, const convolution *conv, uint32_t item,
                        const dc_terms_of *terms)
{
    dc_treatment treatment = conv->treatment[item];
    if (treatment.delays)
        dc_day_law_delay(&own->now, &own->next, conv->policy, treatment.delays);
    if (treatment.plan != DC_NONE)
        post_planned(own, conv, terms, &conv->policy->plans[treatment.plan]);
    else if (terms->amount > 0)
        post_item(own, conv, terms);
    add_beside(own, conv, item, terms);
}

static void fill_alive(scratch *own, const convolution *conv, uint32_t item)
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
static bool is_like(const convolution *conv, size_t item, size_t next)
{
    dc_treatment a = conv->treatment[item], b = conv->treatment[next];
    return a.plan == DC_NONE && b.plan == DC_NONE && a.delays == b.delays && dc_same_pace(a, b) &&
           !conv->contracting.of && dc_items_alike(conv->items, item, next);
}

/* From `item` on; the first that is not like it. */
static size_t gather(dc_terms_of *out, const convolution *conv, size_t item, size_t end)
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

static dc_new_terms shift(scratch *own, const convolution *conv, uint32_t item)
{
    const dc_items *items = conv->items;
    dc_new_terms    changed = dc_terms_apply(&conv->policy->terms[conv->treatment[item].terms],
                                             items->issue[item], items->due[item]);
    dc_day_law_shift(&own->now, &own->next, &changed, items->issue[item]);
    return changed;
}

static void treat_slot(scratch *own, const convolution *conv, uint32_t item, dc_terms_of *terms)
{
    dc_treatment treatment = conv->treatment[item];
    dc_terms_shrink(terms, dc_sales_change_of(conv->policy, treatment, terms->issue));
    if (treatment.terms != DC_NONE)
        terms->due = shift(own, conv, item).due;
}

static void add_item(scratch *own, const convolution *conv, uint32_t item, dc_terms_of terms)
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

static void run_share(const convolution *conv, dc_expected *out, size_t share)
{
    dc_arena  *arena = dc_arena_new();
    scratch    own = {.sum = *out,
                      .now = dc_day_law_new(arena, conv->reach),
                      .next = dc_day_law_new(arena, conv->reach)};
    dc_day_law cumulative = dc_day_law_new(arena, conv->reach);
    own.law = (dc_law){conv->reach, cumulative.paid, cumulative.lost};
    own.alive = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof *own.alive);
    own.held = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof *own.held);
    own.since = DC_DEFAULT_NEVER;
    if (conv->contracting.of) {
        own.left.paid = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof(double));
        own.left.lost = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof(double));
        own.left.recovered = dc_arena_alloc(arena, (size_t)out->day_count + 1, sizeof(double));
    }
    own.kept = 1.0;
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
    dc_arena   *local = dc_arena_new();
    dc_expected shares[SHARES], *out = dc_arena_alloc(arena, 1, sizeof *out);
    convolution conv = {.book = book,
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
