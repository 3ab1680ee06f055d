/* verify_tell.c - what becomes of an opened item on a path.  See verify.h. */
#include <math.h>

#include "verify_item.h"

typedef struct {
    int32_t day;
    bool    lost;
} fate;

/* The smallest words are paid first, the largest written off first. */
static fate fate_alone(const dc_replay_item *own, uint32_t drawn)
{
    uint32_t word = drawn < UINT32_MAX ? drawn : UINT32_MAX - 1;
    for (int32_t day = own->first; day <= own->replay->reach; day++)
        if (word < own->paid[day])
            return (fate){day, false};
    for (int32_t day = own->first; day <= own->replay->reach; day++)
        if (word >= own->lost[day])
            return (fate){day, true};
    return (fate){DC_REPLAY_NEVER, false};
}

static fate fate_of(const dc_replay_item *own, uint32_t path, bool rest)
{
    if (!own->walk)
        return fate_alone(own, rest ? own->rest_settlement[path] : own->settlement[path]);
    fate    end = {DC_REPLAY_NEVER, false};
    int32_t day = dc_replay_walk_tell(&end.lost, rest ? own->rest_walk : own->walk, path);
    if (day <= own->replay->reach)
        end.day = day;
    return end;
}

static int32_t times_of(const dc_replay_item *own, uint32_t path)
{
    if (own->comes_once)
        return 1;
    uint32_t market = dc_replay_orders_word(own->market[path], own->level[path], own->follows);
    return dc_replay_orders_times(&own->often, dc_replay_uniform(market),
                                  dc_replay_uniform(own->orders[path]));
}

static int32_t moved_by_terms(const dc_replay_item *own, uint32_t path, int32_t day)
{
    if (!own->terms || day == DC_REPLAY_NEVER)
        return day;
    day += own->shift + (dc_replay_uniform(own->more[path]) < own->shift_more);
    return day < own->issue ? own->issue : day;
}

/* Delays look at the day without them, so their order does not matter. */
static int32_t moved_by_delays(const dc_replay_item *own, uint32_t path, fate before)
{
    int32_t day = before.day;
    for (size_t d = 0;
         d < own->policy->delay_count && !before.lost && before.day != DC_REPLAY_NEVER; d++) {
        const dc_delay *delay = &own->policy->delays[d];
        if (own->delayed[d] && before.day >= delay->from && before.day <= delay->to &&
            dc_replay_uniform(own->late[path]) < delay->share)
            day += (int32_t)floor(
                dc_replay_ramped(delay->days, delay->from, delay->ramp, before.day) + 0.5);
    }
    return day;
}

static void add_event(dc_story *out, const dc_story_event *event)
{
    out->event[out->event_count++] = *event;
}

/* `amount` of the claim at once. */
static void tell_at_once(dc_story *out, fate end, int64_t amount)
{
    add_event(out, &(dc_story_event){.day = end.day, .written_off = end.lost, .settled = amount});
}

/* Credits are used up by what is paid first, not by what is lost. */
static void use_credits(dc_story *out, const dc_replay_item *own, fate end, int64_t times)
{
    dc_story_event *first = &out->event[0];
    if (end.lost)
        return;
    first->not_cash = times * own->not_cash;
    first->credits = times * own->credits;
    first->unapplied = times * own->unapplied;
}

static int32_t step_day(const dc_replay_item *own, int32_t step)
{
    const dc_instalments *plan = own->plan;
    dc_date               as_of = own->replay->book->as_of;
    if (plan->every_days > 0)
        return plan->start + step * plan->every_days;
    dc_date day =
        dc_date_add_months(dc_date_add_days(as_of, plan->start), step * plan->every_months);
    return dc_date_days_between(as_of, day);
}

/* What was not paid down is split evenly; the units left over go to the first instalments. */
static int64_t step_amount(const dc_replay_item *own, int32_t step)
{
    int64_t cash = own->amount - own->not_cash;
    int64_t down =
        dc_money_scale(DC_MONEY(cash), own->plan->down_payment, DC_ROUND_HALF_EVEN).minor;
    int64_t rest = cash - down, count = own->plan->count;
    if (step == 0)
        return down + own->not_cash;
    return rest / count + (step <= rest % count);
}

static int64_t part_of(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

/* Interest on all that the plan has not paid, since the payment before; a fee on cash. */
static int64_t step_cost(const dc_replay_item *own, int32_t step, int64_t left)
{
    double days = step > 0 ? step_day(own, step) - step_day(own, step - 1) : 0;
    return part_of(step_amount(own, step) - (step > 0 ? 0 : own->not_cash), own->plan->fee) -
           part_of(left, own->plan->interest * days / 365.0);
}

/* A third party is the scenario's first agency or court for the claim, if there is one. */
static const dc_placement *taker_of(const dc_replay_item *own)
{
    for (size_t i = 0; i < own->policy->placement_count; i++)
        if (own->plan->after_miss == DC_MISS_THIRD_PARTY && dc_replay_item_is_placed(own, i))
            return &own->policy->placements[i];
    return NULL;
}

/* The plan is over: as late as the claim would have been, from here on, or as its terms say. */
static void tell_missed(dc_story *out, dc_story_event *event, const dc_replay_item *own,
                        uint32_t path, fate end)
{
    const dc_instalments *plan = own->plan;
    const dc_placement   *taker = taker_of(own);
    double                u = dc_replay_uniform(own->misses[0][path]);
    if (taker) {
        event->day = taker->from > event->day ? taker->from : event->day;
        out->taker = taker;
        out->taken = event->day;
        double chance = dc_replay_placing_chance(taker, own->issue, own->due, event->day);
        end.lost = u >= chance;
        end.day = taker->lag + taker->span + taker->rest;
        if (!end.lost)
            end.day = taker->lag + (int32_t)(u / chance * (taker->span + 1));
    } else if (plan->after_miss != DC_MISS_OWN_LAW) {
        end.lost = plan->after_miss == DC_MISS_NEVER || u >= plan->collected;
        end.day = plan->collect_days;
        if (!end.lost)
            end.day = 1 + (int32_t)(u / plan->collected * plan->collect_days);
    }
    event->day += end.day;
    event->written_off = end.lost;
    if (!end.lost && !taker && plan->after_miss == DC_MISS_THIRD_PARTY)
        event->cost = part_of(event->settled, plan->collect_fee);
}

static void tell_plan(dc_story *out, const dc_replay_item *own, uint32_t path, fate end)
{
    int64_t left = own->amount;
    for (int32_t step = 0; step <= own->plan->count; step++) {
        dc_story_event event = {.day = step_day(own, step), .settled = step_amount(own, step)};
        if (step == 0) {
            event.not_cash = own->not_cash;
            event.credits = own->credits;
            event.unapplied = own->unapplied;
        } else if (dc_replay_uniform(own->misses[step][path]) <
                   own->plan->miss * (1.0 - own->plan->mediated)) {
            event.settled = left;
            tell_missed(out, &event, own, path, end);
            add_event(out, &event);
            return;
        }
        event.cost = step_cost(own, step, left);
        left -= event.settled;
        add_event(out, &event);
    }
}

static fate end_of(const dc_replay_item *own, uint32_t path, bool rest)
{
    fate end = fate_of(own, path, rest);
    bool dropped = own->lost_share > 0.0 && dc_replay_uniform(own->loses[path]) < own->lost_share;
    if (dropped && !end.lost && end.day != DC_REPLAY_NEVER)
        end = (fate){end.day + DC_WRITE_OFF_AFTER_DAYS, true};
    end.day = moved_by_terms(own, path, end.day);
    end.day = moved_by_delays(own, path, end);
    if (own->is_stopped && !end.lost && end.day != DC_REPLAY_NEVER)
        end.day = dc_replay_stopped(&end.lost, own->policy, own->stopped, own->issue, end.day,
                                    dc_replay_uniform(own->stops[path]));
    return end;
}

/* An agency or a court takes over what is open when it comes of age, if not disputed then. */
static fate placed(const dc_replay_item *own, uint32_t path, fate end, int32_t held, bool rest)
{
    dc_replay_placing_tell(&end.day, &end.lost, own->placing, own->issue, own->due, held, path,
                           rest);
    return end;
}

/* One part of an item that goes its own way, and fails with its customer. */
static void tell_part(dc_story *out, const dc_replay_item *own, uint32_t path, fate end,
                      const dc_replay_part *part, int32_t times)
{
    dc_story story = *out;
    story.amount = times * part->amount;
    story.event_count = 0;
    if (part->amount == 0)
        return;
    tell_at_once(&story, end, story.amount);
    if (!end.lost) {
        story.event[0].not_cash = times * part->not_cash;
        story.event[0].credits = times * part->credits;
        story.event[0].unapplied = times * part->unapplied;
        story.event[0].conceded = times * part->conceded;
    }
    if (own->failure)
        dc_replay_failure_tell(&story, own->failure, path, times);
    out->amount += story.amount;
    for (int32_t i = 0; i < story.event_count; i++)
        add_event(out, &story.event[i]);
}

static void tell_disputed(dc_story *out, const dc_replay_item *own, uint32_t path, fate end,
                          const dc_replay_part *whole, int32_t times)
{
    dc_replay_part parts[2];
    fate           later = end;
    int32_t days = dc_replay_dispute_days(own->dispute, dc_replay_uniform(own->settles[path]));
    dc_replay_dispute_parts(parts, whole, own->dispute);
    if (later.day != DC_REPLAY_NEVER)
        later.day += days;
    out->held = own->is_claim ? days : own->issue + days;
    tell_part(out, own, path, placed(own, path, later, out->held, false), &parts[0], times);
    tell_part(out, own, path, placed(own, path, end, out->held, false), &parts[1], times);
}

/* Less the discount, by its last day at the latest. */
static bool takes_discount(fate *end, const dc_replay_item *own, uint32_t path)
{
    int32_t last = own->issue + own->discount->days;
    bool    early = end->day <= last;
    if (last >= own->due || (end->lost && end->day <= own->replay->options->horizon_days) ||
        dc_replay_uniform(own->takes[path]) >=
            (early ? own->discount->early : own->discount->take_up))
        return false;
    *end = early ? *end : (fate){last, false};
    return true;
}

static void tell_usual(dc_story *out, const dc_replay_item *own, uint32_t path, fate end,
                       int32_t times)
{
    bool parted = own->parted > 0.0 && dc_replay_uniform(own->parts[path]) < own->parted;
    out->amount = times * own->amount;
    if (own->plan && dc_replay_uniform(own->accepts[path]) < own->plan->share) {
        out->apart = true;
        tell_plan(out, own, path, end);
    } else {
        end = placed(own, path, end, 0, false);
        tell_at_once(out, end, times * (own->amount - (parted ? own->rest : 0)));
        use_credits(out, own, end, times);
        if (parted)
            tell_at_once(out, placed(own, path, end_of(own, path, true), 0, true),
                         times * own->rest);
    }
    if (own->failure)
        dc_replay_failure_tell(out, own->failure, path, times);
}

void dc_replay_item_tell(dc_story *out, const dc_replay_item *own, uint32_t path)
{
    dc_replay_part whole = {own->amount, own->not_cash, own->credits, own->unapplied, 0};
    int32_t        times = times_of(own, path);
    bool           parted = own->parted > 0.0 && dc_replay_uniform(own->parts[path]) < own->parted;
    *out = (dc_story){.issue = own->issue,
                      .due = own->due,
                      .claim = own->claim,
                      .times = times,
                      .fails = DC_REPLAY_NEVER};
    if (times == 0)
        return;
    fate end = end_of(own, path, false);
    if (own->dispute && dc_replay_uniform(own->disputes[path]) < own->dispute->rate) {
        tell_disputed(out, own, path, end, &whole, times);
    } else if (own->discount && !parted && takes_discount(&end, own, path)) {
        whole = dc_replay_discounted(&whole, own->discount);
        out->apart = true;
        tell_part(out, own, path, end, &whole, times);
    } else {
        tell_usual(out, own, path, end, times);
    }
    if (own->kept < 1.0 && dc_replay_uniform(own->keeps[path]) >= own->kept) {
        out->not_ordered = out->amount;
        out->amount = 0;
        out->event_count = 0;
    }
}
