/* verify_contacts.c - stages that a cap on contacts keeps from claims, day by day, as policy.h
 * defines it.  See verify.h. */
#include <stdlib.h>

#include "verify.h"

/* The day on which a stage would reach an item; 0: on none that counts. */
static int32_t day_of(const dc_replay *replay, const dc_dunning *stage, uint32_t item)
{
    dc_item_facts facts = dc_replay_facts_of(replay, item);
    int32_t       day = replay->items->due[item] + stage->at;
    bool          late = day < stage->from;
    if ((late && stage->late_too == 0) || facts.pooled ||
        !dc_scopes_fit(&stage->scopes, replay->book, &facts))
        return 0;
    day = late ? stage->from : day;
    return day >= replay->items->issue[item] ? day : 0;
}

static int32_t contacts_before(const bool *contacted, int32_t day)
{
    int32_t count = 0, first = day - DC_CAP_DAYS + 1;
    for (int32_t d = first > 1 ? first : 1; d < day; d++)
        count += contacted[d];
    return count;
}

/* All items of one customer: places[from .. to). */
typedef struct {
    const dc_replay       *replay;
    const dc_policy       *policy;
    const dc_replay_place *places;
    size_t                 from, to;
} customer_items;

/* The items that a stage would reach on a day. */
static size_t count_reached(const customer_items *of, size_t stage, int32_t day)
{
    size_t count = 0;
    for (size_t i = of->from; i < of->to; i++)
        count += day_of(of->replay, &of->policy->dunnings[stage], of->places[i].item) == day;
    return count;
}

static void silence_day(uint16_t *out, const customer_items *of, int32_t day)
{
    for (size_t i = of->from; i < of->to; i++)
        for (size_t k = 0; k < of->policy->dunning_count; k++) {
            uint32_t item = of->places[i].item;
            bool     reached = day_of(of->replay, &of->policy->dunnings[k], item) == day;
            out[item] |= (uint16_t)(reached << k);
        }
}

/* A day is a contact if only one of the stages that reach somebody on it is below its cap. */
static void tell_customer(uint16_t *out, const customer_items *of, int32_t last)
{
    bool *contacted = dc_heap_alloc((size_t)last + 1, sizeof *contacted);
    for (int32_t day = 1; day <= last; day++) {
        int32_t before = contacts_before(contacted, day);
        for (size_t k = 0; k < of->policy->dunning_count && !contacted[day]; k++) {
            int32_t cap = of->policy->dunnings[k].contacts;
            contacted[day] = (cap == 0 || before < cap) && count_reached(of, k, day) > 0;
        }
        if (!contacted[day])
            silence_day(out, of, day);
    }
    free(contacted);
}

static int32_t last_day(const dc_replay *replay, const dc_policy *policy)
{
    int32_t last = 1;
    for (uint32_t item = 0; item < replay->items->count; item++)
        for (size_t k = 0; k < policy->dunning_count; k++) {
            int32_t day = day_of(replay, &policy->dunnings[k], item);
            last = day > last ? day : last;
        }
    return last;
}

static bool is_capped(const dc_policy *policy)
{
    bool any = false;
    for (size_t k = 0; k < policy->dunning_count; k++)
        any |= policy->dunnings[k].contacts > 0;
    return any;
}

void dc_replay_find_silenced(dc_replay *replay, dc_arena *arena)
{
    const dc_items  *items = replay->items;
    dc_replay_place *places = dc_replay_places(items);
    replay->silenced = dc_arena_alloc(arena, replay->policy_count + 1, sizeof *replay->silenced);
    for (size_t p = 0; p < replay->policy_count; p++) {
        const dc_policy *policy = replay->policies[p];
        replay->silenced[p] = dc_arena_alloc(arena, items->count + 1, sizeof **replay->silenced);
        if (!is_capped(policy))
            continue;
        int32_t last = last_day(replay, policy);
        for (size_t from = 0, to; from < items->count; from = to) {
            for (to = from + 1; to < items->count && places[to].customer == places[from].customer;)
                to++;
            const customer_items of = {replay, policy, places, from, to};
            if (items->customer[places[from].item] != UINT32_MAX)
                tell_customer(replay->silenced[p], &of, last);
        }
    }
    free(places);
}
