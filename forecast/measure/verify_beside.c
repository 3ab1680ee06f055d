/*
 * verify_beside.c - money beside the receivables, told again from the definitions in policy.h: one
 * item, one path, one contract at a time; losses customer by customer.  See verify.h.
 */
#include <stdlib.h>
#include <string.h>

#include "verify_beside.h"

enum { B = DC_PATH_BLOCK, YEAR = 365 };

/* --- contracts -------------------------------------------------------------------------------- */

/* So many days after the invoice, but not before the contract begins. */
static int32_t buys_on(const dc_factoring *by, int32_t issue)
{
    int32_t day = issue + by->lag;
    return day < by->from ? by->from : day;
}

/* The factor takes what is not overdue by the time it buys. */
static bool is_bought(const dc_telling *own)
{
    const dc_items *items = own->replay->items;
    if (!own->factor)
        return false;
    return buys_on(own->factor, items->issue[own->item]) <= items->due[own->item];
}

static void find_contracts(dc_telling *own, uint32_t item)
{
    const dc_replay *replay = own->replay;
    const dc_policy *policy = own->policy;
    const dc_model  *model = replay->model;
    dc_item_facts    facts = dc_replay_facts_of(replay, item);
    uint32_t         customer = replay->items->customer[item];
    bool             planned = false, agreed = false;
    own->item = item;
    own->factor = NULL;
    own->insurer = NULL;
    own->bills = NULL;
    own->planned = false;
    own->margin = 0.0;
    memset(own->charged, 0, sizeof own->charged);
    memset(own->placed, 0, sizeof own->placed);
    memset(own->pressed, 0, sizeof own->pressed);
    if (!replay->book->currencies[replay->items->currency[item]].has_rate)
        return;
    if (model->defaults.day && customer != UINT32_MAX &&
        model->defaults.day[customer] != DC_DEFAULT_NEVER)
        return;
    for (size_t i = 0; i < policy->plan_count && item < replay->items->claim_count && !planned;
         i++) {
        planned = policy->plans[i].share > 0.0 &&
                  dc_scopes_fit(&policy->plans[i].scopes, replay->book, &facts);
        agreed = planned && policy->plans[i].insurer_consent;
    }
    own->planned = planned;
    for (size_t i = policy->terms_count; i-- > 0 && item >= replay->items->claim_count;)
        if (replay->items->issue[item] >= policy->terms[i].from &&
            dc_scopes_fit(&policy->terms[i].scopes, replay->book, &facts))
            own->margin = policy->terms[i].sales > 0.0 ? policy->terms[i].margin : 0.0;
    for (size_t i = 0; i < policy->charge_count; i++)
        own->charged[i] = dc_scopes_fit(&policy->charges[i].scopes, replay->book, &facts) &&
                          !(planned && policy->charges[i].plans_exempt);
    for (size_t i = 0; i < policy->dunning_count; i++)
        own->pressed[i] = policy->dunnings[i].cost != 0 && !(own->silenced[item] >> i & 1) &&
                          dc_scopes_fit(&policy->dunnings[i].scopes, replay->book, &facts);
    for (size_t i = 0; i < policy->placement_count; i++)
        own->placed[i] = dc_scopes_fit(&policy->placements[i].scopes, replay->book, &facts);
    for (size_t i = 0; i < policy->factoring_count && !own->factor; i++) {
        const dc_factoring *by = &policy->factorings[i];
        bool                idle = by->advance <= 0.0 && by->fee <= 0.0 && by->recourse >= 1.0;
        if (!idle && dc_scopes_fit(&by->scopes, replay->book, &facts))
            own->factor = by;
    }
    for (size_t i = 0; i < policy->insurance_count && !own->insurer; i++) {
        const dc_insurance *by = &policy->insurances[i];
        bool                idle = by->cover <= 0.0 && by->premium <= 0.0;
        if (!idle && replay->items->issue[item] >= by->from &&
            dc_scopes_fit(&by->scopes, replay->book, &facts))
            own->insurer = by;
    }
    for (size_t i = 0; i < policy->bill_count && !own->bills; i++)
        if (!dc_bill_use_is_idle(&policy->bills[i]) && !is_bought(own) &&
            dc_scopes_fit(&policy->bills[i].scopes, replay->book, &facts))
            own->bills = &policy->bills[i];
    if (own->insurer && ((is_bought(own) && own->factor->recourse < 1.0) ||
                         (planned && !agreed && !own->insurer->plans_agreed)))
        own->insurer = NULL;
}

/* --- factoring -------------------------------------------------------------------------------- */

typedef struct {
    int64_t sold, advance;
    int32_t since;
    double  recourse;
} with_factor;

static void take_out(dc_telling *own, uint32_t path, int32_t times, int32_t day, with_factor *at,
                     int64_t sold, int64_t advance)
{
    double a_day = own->factor->interest * (day - at->since) / YEAR;
    dc_told_add(own, DC_BESIDE_SOLD, path, day, -times * dc_told_home(own, sold));
    dc_told_add(own, DC_BESIDE_ADVANCES, path, day, -times * dc_told_home(own, advance));
    dc_told_add(own, DC_BESIDE_COSTS, path, day,
                times * dc_told_home(own, dc_told_part(advance, a_day)));
    at->sold -= sold;
    at->advance -= advance;
}

static void tell_event(dc_telling *own, uint32_t path, const dc_story *story, with_factor *at,
                       const dc_story_event *event, int64_t open)
{
    int32_t times = story->times;
    int64_t amount = event->settled / times, sold = at->sold;
    take_out(own, path, times, event->day, at, dc_told_proportion(at->sold, amount, open),
             dc_told_proportion(at->advance, amount, open));
    if (!event->written_off)
        return;
    sold -= at->sold; /* what the factor has lost, but for what it has recourse for */
    int64_t borne = sold - dc_told_part(sold, at->recourse);
    dc_told_add(own, DC_BESIDE_INDEMNITIES, path, event->day, times * dc_told_home(own, borne));
    int64_t back = dc_told_proportion(event->recovered / times, borne, amount);
    dc_told_add(own, DC_BESIDE_INDEMNITIES, path, event->recovered_day,
                -times * dc_told_home(own, back));
}

/* Day by day: what leaves, then what is bought back. */
static void tell_factoring(dc_telling *own, uint32_t path, const dc_story *story)
{
    const dc_factoring *by = own->factor;
    with_factor         at = {.since = buys_on(by, story->issue), .recourse = by->recourse};
    if (at.since > story->due || at.since >= (int32_t)own->days)
        return;
    int64_t open = at.sold = dc_told_open_on(story, at.since);
    at.advance = dc_told_part(at.sold, by->advance);
    dc_told_add(own, DC_BESIDE_SOLD, path, at.since, story->times * dc_told_home(own, at.sold));
    dc_told_add(own, DC_BESIDE_ADVANCES, path, at.since,
                story->times * dc_told_home(own, at.advance));
    dc_told_add(own, DC_BESIDE_COSTS, path, at.since,
                story->times * dc_told_home(own, dc_told_part(at.sold, by->fee)));
    for (int32_t day = at.since; day < (int32_t)own->days && open > 0; day++) {
        for (int32_t i = 0; i < story->event_count && day > at.since; i++)
            if (story->event[i].day == day) {
                tell_event(own, path, story, &at, &story->event[i], open);
                open -= story->event[i].settled / story->times;
            }
        if (by->recourse > 0.0 && day == story->due + by->recourse_days && open > 0) {
            take_out(own, path, story->times, day, &at, dc_told_part(at.sold, by->recourse),
                     dc_told_part(at.advance, by->recourse));
            at.recourse = 0.0;
        }
    }
}

/* --- insurance -------------------------------------------------------------------------------- */

static void lose(dc_telling *own, uint32_t path, int32_t times, int32_t day, int64_t amount)
{
    const dc_insurance *by = own->insurer;
    size_t              at = (size_t)(by - own->policy->insurances) * B + path;
    if (day >= (int32_t)own->days || amount == 0)
        return;
    if (dc_insurance_is_exact(by)) {
        dc_told_add(own, DC_BESIDE_INDEMNITIES, path, day + by->settlement,
                    times * dc_told_home(own, dc_told_part(amount, by->cover)));
        return;
    }
    own->customer[at * own->days + (size_t)day] += times * dc_told_home(own, amount);
    own->lossy = true;
    own->buyer = own->replay->items->customer[own->item];
}

static void tell_insurance(dc_telling *own, uint32_t path, const dc_story *story)
{
    const dc_insurance *by = own->insurer;
    int32_t             times = story->times, last = story->due + by->waiting;
    if (story->issue >= 1)
        dc_told_add(own, DC_BESIDE_COSTS, path, story->issue,
                    times * dc_told_home(own, dc_told_part(story->amount / times, by->premium)));
    if (last < 1)
        return;
    lose(own, path, times, last, dc_told_open_on(story, last));
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        int64_t               amount = event->settled / times;
        if (event->written_off && event->day <= last)
            lose(own, path, times, event->day, amount);
        if (!event->written_off && event->day > last)
            lose(own, path, times, event->day, -amount);
        if (event->written_off)
            lose(own, path, times, event->recovered_day, -event->recovered / times);
    }
}

static int64_t paid_for(const dc_telling *own, const dc_insurance *by, int64_t losses)
{
    const int64_t *limits = own->replay->book->customers.insured_limit;
    bool           has_own = by->customer_limits && own->buyer != UINT32_MAX;
    int64_t        limit = has_own && limits[own->buyer] >= 0 ? limits[own->buyer] : by->limit;
    int64_t        within = losses > limit ? limit : losses;
    if (losses < by->threshold || within < by->excess)
        return 0;
    return dc_told_part(within - by->excess, by->cover);
}

/* What each insurer owes for the customer whose items are all told. */
static void close_customer(dc_telling *own)
{
    size_t rows = own->policy->insurance_count * B;
    for (size_t row = 0; row < rows && own->lossy; row++) {
        const dc_insurance *by = &own->policy->insurances[row / B];
        int64_t             losses = 0, paid = 0;
        for (size_t day = 0; day < own->days; day++) {
            losses += own->customer[row * own->days + day];
            own->insured[row * own->days + day] += paid_for(own, by, losses) - paid;
            paid = paid_for(own, by, losses);
        }
    }
    if (own->lossy)
        memset(own->customer, 0, rows * own->days * sizeof *own->customer);
    own->lossy = false;
}

static void close_insurances(dc_telling *own)
{
    for (size_t row = 0; row < own->policy->insurance_count * B; row++) {
        const dc_insurance *by = &own->policy->insurances[row / B];
        int64_t             sum = 0, paid = 0;
        for (size_t day = 0; day < own->days; day++) {
            sum += own->insured[row * own->days + day];
            int64_t due = sum <= by->first_loss ? 0 : sum - by->first_loss;
            due = due > by->maximum ? by->maximum : due;
            dc_told_add(own, DC_BESIDE_INDEMNITIES, (uint32_t)(row % B),
                        (int32_t)day + by->settlement, due - paid);
            paid = due;
        }
    }
}

/* --- acceptance bills ------------------------------------------------------------------------- */

/* Each payment: a part in bills, of them a part to the bank, the rest waits; some are worthless. */
static void tell_bills(dc_telling *own, uint32_t path, const dc_story *story)
{
    const dc_bill_use *by = own->bills;
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        int32_t               mature = event->day + by->tenor;
        if (event->written_off || event->day < by->from)
            continue;
        int64_t bills = dc_told_part(event->settled / story->times, by->share);
        int64_t bank = dc_told_part(bills, by->discounted), wait = bills - bank;
        int64_t taken_off = dc_told_part(bank, by->rate * by->tenor / 360.0);
        int64_t bad = dc_told_part(bills, by->dishonoured);
        dc_told_add(own, DC_BESIDE_BILLS, path, event->day, story->times * dc_told_home(own, wait));
        dc_told_add(own, DC_BESIDE_BILLS, path, mature, -story->times * dc_told_home(own, wait));
        dc_told_add(own, DC_BESIDE_COSTS, path, event->day,
                    story->times * dc_told_home(own, taken_off));
        dc_told_add(own, DC_BESIDE_INDEMNITIES, path, mature,
                    -story->times * dc_told_home(own, bad));
    }
}

/* --- items ------------------------------------------------------------------------------------ */

/* What is conceded; what comes with the payments of a plan, whose claims occur once; what extra
 * sales earn. */
static void tell_rest(dc_telling *own, uint32_t path, const dc_story *story, bool extra)
{
    double margin = extra ? own->margin : 0.0;
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        dc_told_add(own, DC_BESIDE_CONCEDED, path, event->day,
                    story->times * dc_told_home(own, event->conceded / story->times));
        dc_told_add(own, DC_BESIDE_COSTS, path, event->day,
                    own->planned ? dc_told_home(own, event->cost) : 0);
    }
    dc_told_add(own, DC_BESIDE_WON_MARGIN, path, story->issue,
                story->times *
                    dc_told_home(own, dc_told_part(story->amount / story->times, margin)));
}

static void tell_item(dc_telling *own, dc_replay_item *told, const dc_block *block, bool extra)
{
    dc_story story;
    if (!dc_replay_item_open(told, block->scenario, own->item, extra, block->block))
        return;
    for (uint32_t path = 0; path < block->path_count; path++) {
        dc_replay_item_tell(&story, told, path);
        if (story.amount == 0)
            continue;
        tell_rest(own, path, &story, extra);
        if (own->factor)
            tell_factoring(own, path, &story);
        if (own->insurer)
            tell_insurance(own, path, &story);
        if (own->bills)
            tell_bills(own, path, &story);
        dc_told_charges(own, told, path, &story);
    }
}

int64_t *dc_replay_beside(const dc_replay *replay, const dc_block *block)
{
    const dc_policy *policy = replay->policies[block->scenario];
    size_t           days = (size_t)block->day_count + 1;
    size_t           values = policy->insurance_count * B * days;
    dc_telling       own = {.replay = replay,
                            .policy = policy,
                            .silenced = replay->silenced[block->scenario],
                            .days = days,
                            .sum = dc_heap_alloc(DC_BESIDE_COUNT * B * days, sizeof(int64_t)),
                            .customer = dc_heap_alloc(values + 1, sizeof(int64_t)),
                            .insured = dc_heap_alloc(values + 1, sizeof(int64_t))};
    bool             concedes = policy->dispute_count + policy->discount_count > 0;
    dc_replay_item  *told = dc_replay_item_new(replay);
    dc_replay_place *places = dc_replay_places(replay->items);
    for (size_t i = 0; i < replay->items->count; i++) {
        if (i > 0 && places[i].customer != places[i - 1].customer)
            close_customer(&own);
        find_contracts(&own, places[i].item);
        bool any =
            own.factor || own.insurer || own.bills || own.planned || own.margin != 0.0 || concedes;
        for (size_t c = 0; c < policy->charge_count; c++)
            any |= own.charged[c];
        for (size_t c = 0; c < policy->placement_count; c++)
            any |= own.placed[c];
        for (size_t c = 0; c < policy->dunning_count; c++)
            any |= own.pressed[c];
        if (!any)
            continue;
        tell_item(&own, told, block, false);
        if (replay->extra[block->scenario][own.item] > 0)
            tell_item(&own, told, block, true);
    }
    close_customer(&own);
    close_insurances(&own);
    dc_told_fixed(&own);
    free(places);
    dc_replay_item_free(told);
    free(own.customer);
    free(own.insured);
    return own.sum;
}
