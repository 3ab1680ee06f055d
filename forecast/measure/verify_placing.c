/*
 * verify_placing.c - claims handed over, day by day, as policy.h defines it.  See verify.h.
 */
#include <stdlib.h>

#include "verify.h"

enum { B = DC_PATH_BLOCK, PARTS = 2 };

struct dc_replay_placing {
    const dc_replay *replay;
    const dc_policy *policy;
    bool             any, fits[DC_POLICY_PLACEMENTS_MAX];
    uint32_t         word[PARTS][DC_POLICY_PLACEMENTS_MAX][B];
};

dc_replay_placing *dc_replay_placing_new(const dc_replay *replay)
{
    dc_replay_placing *own = dc_heap_alloc(1, sizeof *own);
    own->replay = replay;
    return own;
}

void dc_replay_placing_free(dc_replay_placing *own)
{
    free(own);
}

void dc_replay_placing_open(dc_replay_placing *own, size_t scenario, uint32_t item,
                            const uint64_t entity[2], uint32_t block)
{
    const dc_replay *replay = own->replay;
    dc_item_facts    facts = dc_replay_facts_of(replay, item);
    own->policy = replay->policies[scenario];
    own->any = false;
    for (uint32_t i = 0; i < own->policy->placement_count; i++) {
        own->fits[i] = dc_scopes_fit(&own->policy->placements[i].scopes, replay->book, &facts);
        for (int part = 0; part < PARTS && own->fits[i]; part++)
            dc_uniform_block(own->word[part][i],
                             (dc_luck){replay->options->seed, entity[part], DC_PURPOSE_PLACEMENT},
                             block, i);
        own->any |= own->fits[i];
    }
}

bool dc_replay_placing_fits(const dc_replay_placing *own, size_t placement)
{
    return own->fits[placement];
}

/* Of claims handed over at an age those that are paid: a line from point to point. */
static double collected_at(const dc_placement *of, double age)
{
    if (age <= 90)
        return of->at_90;
    if (age <= 180)
        return of->at_90 + (of->at_180 - of->at_90) * (age - 90) / 90;
    if (age <= 365)
        return of->at_180 + (of->at_365 - of->at_180) * (age - 180) / 185;
    if (age <= 730)
        return of->at_365 + (of->at_730 - of->at_365) * (age - 365) / 365;
    return of->at_730;
}

double dc_replay_placing_chance(const dc_placement *of, int32_t issue, int32_t due, int32_t day)
{
    return collected_at(of, day - (of->since_issue ? issue : due)) * of->win * of->collect;
}

void dc_replay_placing_tell(int32_t *end, bool *lost, const dc_replay_placing *own, int32_t issue,
                            int32_t due, int32_t held, uint32_t path, bool rest)
{
    for (int32_t day = 1; own->any && day < *end && day <= own->replay->reach; day++)
        for (size_t i = 0; i < own->policy->placement_count; i++) {
            const dc_placement *of = &own->policy->placements[i];
            int32_t             age = day - (of->since_issue ? issue : due);
            bool comes = day == of->from ? age >= of->after : day > of->from && age == of->after;
            if (!own->fits[i] || !comes || *end <= day || held > day)
                continue;
            double u = (own->word[rest][i][path] + 0.5) * 0x1p-32;
            double chance = dc_replay_placing_chance(of, issue, due, day);
            *lost = u >= chance;
            *end = day + of->lag + of->span + of->rest;
            if (!*lost)
                *end = day + of->lag + (int32_t)(u / chance * (of->span + 1));
        }
}
