/* verify_charges.c - what measures cost, told from the definitions in policy.h: see verify.h. */
#include "verify_beside.h"

enum { B = DC_PATH_BLOCK };

/* What a sum for each claim is for: sales that new terms win cost that share of it, too. */
static int64_t claim_of(const dc_story *story)
{
    return story->claim != 0 ? story->claim : story->amount / story->times;
}

/* Of a claim each, where the item at hand stands for several. */
static int64_t all_of(const dc_telling *own, int64_t cost)
{
    return cost * own->replay->items->members[own->item];
}

static void charge(dc_telling *own, const dc_charge *by, uint32_t path, const dc_story *story,
                   int32_t day, int64_t amount)
{
    int64_t sum = dc_told_home(own, dc_told_part(amount, by->rate)) +
                  dc_told_proportion(all_of(own, by->each), amount, claim_of(story));
    if (by->from <= day && day <= by->to)
        dc_told_add(own, DC_BESIDE_COSTS, path, day, story->times * sum);
}

/* It comes of age today, or had done so when charging began. */
static bool is_of_age(const dc_charge *by, const dc_story *story, int32_t day)
{
    int32_t age = day - (by->since_issue ? story->issue : story->due);
    return age == by->after || (by->late_too && day == by->from && age > by->after);
}

static void tell_charge(dc_telling *own, const dc_charge *by, uint32_t path, const dc_story *story)
{
    if (by->on == DC_CHARGE_ISSUED && story->issue >= 1)
        charge(own, by, path, story, story->issue, story->amount / story->times);
    for (int32_t day = 1; day < (int32_t)own->days && by->on == DC_CHARGE_OPEN; day++)
        if (day >= story->issue && is_of_age(by, story, day))
            charge(own, by, path, story, day, dc_told_open_on(story, day));
    for (int32_t i = 0; i < story->event_count && by->on == DC_CHARGE_PAID; i++) {
        const dc_story_event *event = &story->event[i];
        int32_t               age = event->day - (by->since_issue ? story->issue : story->due);
        if (!event->written_off && by->after <= age && age <= by->until)
            charge(own, by, path, story, event->day, event->settled / story->times);
    }
}

/* When it is handed over by its age. */
static int32_t placed_on(const dc_placement *by, const dc_story *story)
{
    int32_t came = (by->since_issue ? story->issue : story->due) + by->after;
    return came < by->from ? by->from : came;
}

/* Costs when it is handed over, and of all that comes in later. */
static void tell_placement(dc_telling *own, const dc_placement *by, uint32_t path,
                           const dc_story *story, int32_t day, int32_t until)
{
    int64_t whole = claim_of(story), open = dc_told_open_on(story, day);
    double  later = by->fee - by->costs_back * by->cost_share;
    dc_told_add(own, DC_BESIDE_COSTS, path, day,
                story->times * (dc_told_home(own, dc_told_part(open, by->cost_share)) +
                                dc_told_proportion(all_of(own, by->cost), open, whole)));
    for (int32_t i = 0; i < story->event_count; i++) {
        const dc_story_event *event = &story->event[i];
        int64_t               settled = event->settled / story->times;
        if (!event->written_off && event->day > day && event->day <= until)
            dc_told_add(own, DC_BESIDE_COSTS, path, event->day,
                        story->times * (dc_told_home(own, dc_told_part(settled, later)) +
                                        dc_told_proportion(
                                            -all_of(own, dc_told_part(by->cost, by->costs_back)),
                                            settled, whole)));
    }
}

/* A stage costs for what is open on the day on which it reaches the item, by the due day that new
 * terms have not moved. */
static void tell_stage(dc_telling *own, const dc_dunning *by, uint32_t path, const dc_story *story)
{
    int32_t day = own->replay->items->due[own->item] + by->at;
    if (day < by->from && by->late_too == 0)
        return;
    day = day < by->from ? by->from : day;
    if (day >= story->issue && day >= 1)
        dc_told_add(own, DC_BESIDE_COSTS, path, day,
                    story->times * dc_told_proportion(all_of(own, by->cost),
                                                      dc_told_open_on(story, day),
                                                      claim_of(story)));
}

static void tell_fixed(dc_telling *own, const dc_charge *by)
{
    for (int32_t day = by->from; day < (int32_t)own->days && by->on == DC_CHARGE_FIXED; day++) {
        bool again = by->every > 0 && (day - by->from) % by->every == 0;
        if (day <= by->to && (day == by->from || again))
            for (uint32_t path = 0; path < B; path++)
                dc_told_add(own, DC_BESIDE_COSTS, path, day, by->each);
    }
}

static bool collects(const dc_telling *own, const dc_replay_item *told, const dc_story *story,
                     size_t placement)
{
    return own->placed[placement] && !story->apart && dc_replay_item_is_placed(told, placement) &&
           story->held <= placed_on(&own->policy->placements[placement], story);
}

/* Who takes it over next takes what is paid from then on; of two on one day the later row. */
static int32_t collects_until(const dc_telling *own, const dc_replay_item *told,
                              const dc_story *story, size_t placement)
{
    int32_t mine = placed_on(&own->policy->placements[placement], story), until = INT32_MAX;
    for (size_t i = 0; i < own->policy->placement_count; i++) {
        int32_t day = placed_on(&own->policy->placements[i], story);
        bool    after = day > mine || (day == mine && i > placement);
        if (collects(own, told, story, i) && after && day < until)
            until = day;
    }
    return until;
}

void dc_told_charges(dc_telling *own, const dc_replay_item *told, uint32_t path,
                     const dc_story *story)
{
    const dc_policy *policy = own->policy;
    for (size_t i = 0; i < policy->charge_count; i++)
        if (own->charged[i])
            tell_charge(own, &policy->charges[i], path, story);
    for (size_t i = 0; i < policy->dunning_count; i++)
        if (own->pressed[i])
            tell_stage(own, &policy->dunnings[i], path, story);
    for (size_t i = 0; i < policy->placement_count; i++)
        if (collects(own, told, story, i))
            tell_placement(own, &policy->placements[i], path, story,
                           placed_on(&policy->placements[i], story),
                           collects_until(own, told, story, i));
    if (own->planned && story->taker && story->taken < story->fails)
        tell_placement(own, story->taker, path, story, story->taken, INT32_MAX);
}

void dc_told_fixed(dc_telling *own)
{
    for (size_t c = 0; c < own->policy->charge_count; c++)
        tell_fixed(own, &own->policy->charges[c]);
}
