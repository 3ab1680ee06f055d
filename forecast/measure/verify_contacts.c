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
static void tell_customer(uint16_t *out, const dc_replay *replay, const dc_policy *policy,
                          const dc_replay_place *places, size_t from, size_t to, int32_t last)
{
    bool *contacted = dc_heap_alloc((size_t)last + 1, sizeof *contacted);
    for (int32_t day = 1; day <= last; day++)
        for (size_t k = 0; k < policy->dunning_count; k++) {
            const dc_dunning *stage = &policy->dunnings[k];
            for (size_t i = from; i < to; i++) {
                if (day_of(replay, stage, places[i].item) != day)
                    continue;
                bool full = stage->contacts > 0 && !contacted[day] &&
                            contacts_before(contacted, day) >= stage->contacts;
                out[places[i].item] |= (uint16_t)(full << k);
                contacted[day] |= !full;
            }
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
            if (items->customer[places[from].item] != UINT32_MAX)
                tell_customer(replay->silenced[p], replay, policy, places, from, to, last);
        }
    }
    free(places);
}
