/*
 * verify_beside.c - money beside the receivables, told again from the definitions in policy.h: one
 * item, one path, one contract at a time; losses customer by customer.  See verify.h.
 */
#include <stdlib.h>
#include <string.h>

#include "verify.h"

enum { B = DC_PATH_BLOCK, YEAR = 365 };

/* One scenario's block of paths while it is told. */
typedef struct {
    const dc_replay *replay;
    const dc_policy *policy;
    size_t           days;     /* 0 .. day_count */
    int64_t         *sum;      /* [which][path][day] */
    int64_t         *customer; /* [insurance][path][day]: its losses */
    int64_t         *insured;  /* [insurance][path][day]: paid before aggregates */
    bool             lossy;    /* of the customer at hand: has losses */
    uint32_t         buyer;    /* the customer at hand; UINT32_MAX: several or nobody */
    /* the item at hand */
    uint32_t            item;
    const dc_factoring *factor;
    const dc_insurance *insurer;
    const dc_bill_use  *bills;
    bool                planned;
    double              margin; /* of its extra sales, above that of others */
    bool                charged[DC_POLICY_CHARGES_MAX], placed[DC_POLICY_PLACEMENTS_MAX];
} telling;

static int64_t part(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

static int64_t proportion(int64_t amount, int64_t numerator, int64_t denominator)
{
    return dc_money_ratio(DC_MONEY(amount), numerator, denominator, DC_ROUND_HALF_EVEN).minor;
}

static int64_t home(const telling *own, int64_t amount)
{
    uint16_t currency = own->replay->items->currency[own->item];
    return dc_book_translate(own->replay->book, currency, DC_MONEY(amount)).minor;
}

static void add(telling *own, dc_beside which, uint32_t path, int32_t day, int64_t amount)
{
    if (day < (int32_t)own->days)
        own->sum[((size_t)which * B + path) * own->days + (size_t)day] += amount;
}

/* --- contracts -------------------------------------------------------------------------------- */

/* The factor takes what is not overdue by the time it buys. */
static bool is_bought(const telling *own)
{
    const dc_items *items = own->replay->items;
    if (!own->factor)
        return false;
    int32_t first =
        items->issue[own->item] > own->factor->from ? items->issue[own->item] : own->factor->from;
    return first + own->factor->lag <= items->due[own->item];
}

static void find_contracts(telling *own, uint32_t item)
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

/* What is still open of one occurrence at the close of a day. */
static int64_t open_on(const dc_story *story, int32_t day)
{
    int64_t open = story->amount / story->times;
    for (int32_t i = 0; i < story->event_count; i++)
        if (story->event[i].day <= day)
            open -= story->event[i].settled / story->times;
    return open;
}

typedef struct {
    int64_t sold, advance;
    int32_t since;
    double  recourse;
} with_factor;

static void take_out(telling *own, uint32_t path, int32_t times, int32_t day, with_factor *at,
                     int64_t sold, int64_t advance)
{
    double a_day = own->factor->interest * (day - at->since) / YEAR;
    add(own, DC_BESIDE_SOLD, path, day, -times * home(own, sold));
    add(own, DC_BESIDE_ADVANCES, path, day, -times * home(own, advance));
    add(own, DC_BESIDE_COSTS, path, day, times * home(own, part(advance, a_day)));
    at->sold -= sold;
    at->advance -= advance;
}

static void tell_event(telling *own, uint32_t path, const dc_story *story, with_factor *at,
                       const dc_story_event *event, int64_t open)
{
    int32_t times = story->times;
    int64_t amount = event->settled / times, sold = at->sold;
    take_out(own, path, times, event->day, at, proportion(at->sold, amount, open),
             proportion(at->advance, amount, open));
    if (!event->written_off)
        return;
    sold -= at->sold; /* what the factor has lost, but for what it has recourse for */
    int64_t borne = sold - part(sold, at->recourse);
    add(own, DC_BESIDE_INDEMNITIES, path, event->day, times * home(own, borne));
    int64_t back = proportion(event->recovered / times, borne, amount);
    add(own, DC_BESIDE_INDEMNITIES, path, event->recovered_day, -times * home(own, back));
}

/* Day by day: what leaves, then what is bought back. */
static void tell_factoring(telling *own, uint32_t path, const dc_story *story)
{
    const dc_factoring *by = own->factor;
    int32_t             first = story->issue > by->from ? story->issue : by->from;
    with_factor         at = {.since = first + by->lag, .recourse = by->recourse};
    if (at.since > story->due || at.since >= (int32_t)own->days)
        return;
    int64_t open = at.sold = open_on(story, at.since);
    at.advance = part(at.sold, by->advance);
    add(own, DC_BESIDE_SOLD, path, at.since, story->times * home(own, at.sold));
    add(own, DC_BESIDE_ADVANCES, path, at.since, story->times * home(own, at.advance));
    add(own, DC_BESIDE_COSTS, path, at.since, story->times * home(own, part(at.sold, by->fee)));
    for (int32_t day = at.since; day < (int32_t)own->days && open > 0; day++) {
        for (int32_t i = 0; i < story->event_count && day > at.since; i++)
            if (story->event[i].day == day) {
                tell_event(own, path, story, &at, &story->event[i], open);
                open -= story->event[i].settled / story->times;
            }
        if (by->recourse > 0.0 && day == story->due + by->recourse_days && open > 0) {
            take_out(own, path, story->times, day, &at, part(at.sold, by->recourse),
                     part(at.advance, by->recourse));
            at.recourse = 0.0;
        }
    }
}

/* --- insurance -------------------------------------------------------------------------------- */

static void lose(telling *own, uint32_t path, int32_t times, int32_t day, int64_t amount)
{
    const dc_insurance *by = own->insurer;
    size_t              at = (size_t)(by - own->policy->insurances) * B + path;
    if (day >= (int32_t)own->days || amount == 0)
        return;
    if (dc_insurance_is_exact(by)) {
        add(own, DC_BESIDE_INDEMNITIES, path, day + by->settlement,
            times * home(own, part(amount, by->cover)));
        return;
    }
    own->customer[at * own->days + (size_t)day] += times * home(own, amount);
    own->lossy = true;
    own->buyer = own->replay->items->customer[own->item];
}

static void tell_insurance(telling *own, uint32_t path, const dc_story *story)
{
    const dc_insurance *by = own->insurer;
    int32_t             times = story->times, last = story->due + by->waiting;
    if (story->issue >= 1)
        add(own, DC_BESIDE_COSTS, path, story->issue,
            times * home(own, part(story->amount / times, by->premium)));
    if (last < 1)
        return;
    lose(own, path, times, last, open_on(story, last));
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

static int64_t paid_for(const telling *own, const dc_insurance *by, int64_t losses)
{
    const int64_t *limits = own->replay->book->customers.insured_limit;
    bool           has_own = by->customer_limits && own->buyer != UINT32_MAX;
    int64_t        limit = has_own && limits[own->buyer] >= 0 ? limits[own->buyer] : by->limit;
    int64_t        within = losses > limit ? limit : losses;
    if (losses < by->threshold || within < by->excess)
        return 0;
    return part(within - by->excess, by->cover);
}

/* What each insurer owes for the customer whose items are all told. */
static void close_customer(telling *own)
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

static void close_insurances(telling *own)
{
    for (size_t row = 0; row < own->policy->insurance_count * B; row++) {
        const dc_insurance *by = &own->policy->insurances[row / B];
        int64_t             sum = 0, paid = 0;
        for (size_t day = 0; day < own->days; day++) {
            sum += own->insured[row * own->days + day];
            int64_t due = sum <= by->first_loss ? 0 : sum - by->first_loss;
            due = due > by->maximum ? by->maximum : due;
            add(own, DC_BESIDE_INDEMNITIES, (uint32_t)(row % B), (int32_t)day + by->settlement,
                due - paid);
            paid = due;
        }
    }
}

/* --- acceptance bills ------------------------------------------------------------------------- */

/* Each payment: a part in bills, of them a part to the bank, the rest waits; some are worthless. */
static void tell_bills(telling *own, uint32_t path, const dc_story *story)
{
    const dc_bill_use *by = own->bills;
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        int32_t               mature = event->day + by->tenor;
        if (event->written_off || event->day < by->from)
            continue;
        int64_t bills = part(event->settled / story->times, by->share);
        int64_t bank = part(bills, by->discounted), wait = bills - bank;
        int64_t taken_off = part(bank, by->rate * by->tenor / 360.0);
        int64_t bad = part(bills, by->dishonoured);
        add(own, DC_BESIDE_BILLS, path, event->day, story->times * home(own, wait));
        add(own, DC_BESIDE_BILLS, path, mature, -story->times * home(own, wait));
        add(own, DC_BESIDE_COSTS, path, event->day, story->times * home(own, taken_off));
        add(own, DC_BESIDE_INDEMNITIES, path, mature, -story->times * home(own, bad));
    }
}

/* --- charges ---------------------------------------------------------------------------------- */

static void charge(telling *own, const dc_charge *by, uint32_t path, const dc_story *story,
                   int32_t day, int64_t amount)
{
    int64_t sum = home(own, part(amount, by->rate)) +
                  proportion(by->each, amount, story->amount / story->times);
    if (by->from <= day && day <= by->to)
        add(own, DC_BESIDE_COSTS, path, day, story->times * sum);
}

/* It comes of age today, or had done so when charging began. */
static bool is_of_age(const dc_charge *by, const dc_story *story, int32_t day)
{
    int32_t age = day - (by->since_issue ? story->issue : story->due);
    return age == by->after || (by->late_too && day == by->from && age > by->after);
}

static void tell_charge(telling *own, const dc_charge *by, uint32_t path, const dc_story *story)
{
    if (by->on == DC_CHARGE_ISSUED && story->issue >= 1)
        charge(own, by, path, story, story->issue, story->amount / story->times);
    for (int32_t day = 1; day < (int32_t)own->days && by->on == DC_CHARGE_OPEN; day++)
        if (day >= story->issue && is_of_age(by, story, day))
            charge(own, by, path, story, day, open_on(story, day));
    for (int32_t i = 0; i < story->event_count && by->on == DC_CHARGE_PAID; i++) {
        const dc_story_event *event = &story->event[i];
        int32_t               age = event->day - (by->since_issue ? story->issue : story->due);
        if (!event->written_off && by->after <= age && age <= by->until)
            charge(own, by, path, story, event->day, event->settled / story->times);
    }
}

/* Costs when it is handed over, and of all that comes in later. */
static void tell_placement(telling *own, const dc_placement *by, uint32_t path,
                           const dc_story *story)
{
    int32_t came = (by->since_issue ? story->issue : story->due) + by->after;
    int32_t day = came < by->from ? by->from : came;
    int64_t whole = story->amount / story->times, open = open_on(story, day);
    double  later = by->fee - by->costs_back * by->cost_share;
    add(own, DC_BESIDE_COSTS, path, day,
        story->times * (home(own, part(open, by->cost_share)) + proportion(by->cost, open, whole)));
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        int64_t               settled = event->settled / story->times;
        if (!event->written_off && event->day > day)
            add(own, DC_BESIDE_COSTS, path, event->day,
                story->times * (home(own, part(settled, later)) +
                                proportion(-part(by->cost, by->costs_back), settled, whole)));
    }
}

static void tell_fixed(telling *own, const dc_charge *by)
{
    for (int32_t day = by->from; day < (int32_t)own->days && by->on == DC_CHARGE_FIXED; day++) {
        bool again = by->every > 0 && (day - by->from) % by->every == 0;
        if (day <= by->to && (day == by->from || again))
            for (uint32_t path = 0; path < B; path++)
                add(own, DC_BESIDE_COSTS, path, day, by->each);
    }
}

/* --- items ------------------------------------------------------------------------------------ */

/* What is conceded; what comes with the payments of a plan, whose claims occur once; what extra
 * sales earn. */
static void tell_rest(telling *own, uint32_t path, const dc_story *story, bool extra)
{
    double margin = extra ? own->margin : 0.0;
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        add(own, DC_BESIDE_CONCEDED, path, event->day,
            story->times * home(own, event->conceded / story->times));
        add(own, DC_BESIDE_COSTS, path, event->day, own->planned ? home(own, event->cost) : 0);
    }
    add(own, DC_BESIDE_WON_MARGIN, path, story->issue,
        story->times * home(own, part(story->amount / story->times, margin)));
}

static void tell_item(telling *own, dc_replay_item *told, const dc_block *block, bool extra)
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
        for (size_t i = 0; i < own->policy->charge_count; i++)
            if (own->charged[i])
                tell_charge(own, &own->policy->charges[i], path, &story);
        for (size_t i = 0; i < own->policy->placement_count; i++)
            if (own->placed[i] && dc_replay_item_is_placed(told, i))
                tell_placement(own, &own->policy->placements[i], path, &story);
    }
}

int64_t *dc_replay_beside(const dc_replay *replay, const dc_block *block)
{
    const dc_policy *policy = replay->policies[block->scenario];
    size_t           days = (size_t)block->day_count + 1;
    size_t           values = policy->insurance_count * B * days;
    telling          own = {.replay = replay,
                            .policy = policy,
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
        if (!any)
            continue;
        tell_item(&own, told, block, false);
        if (replay->extra[block->scenario][own.item] > 0)
            tell_item(&own, told, block, true);
    }
    close_customer(&own);
    close_insurances(&own);
    for (size_t c = 0; c < policy->charge_count; c++)
        tell_fixed(&own, &policy->charges[c]);
    free(places);
    dc_replay_item_free(told);
    free(own.customer);
    free(own.insured);
    return own.sum;
}
