/* lever_bridge.c - which lever a difference comes from. */
#include <math.h>

#include "comparing.h"
#include "levers.h"

size_t dc_lever_bridge_count(const dc_scenario *scenario)
{
    return scenario->part_count > 1 ? 2 * scenario->part_count - 1 : 0;
}

/* Levers [from, to) of a scenario. */
static const dc_policy *some_levers(dc_arena *arena, const dc_scenario *scenario, size_t from,
                                    size_t to)
{
    dc_policy *out = dc_arena_alloc(arena, 1, sizeof *out);
    for (size_t i = from; i < to; i++)
        dc_policy_append(out, scenario->parts[i].policy); /* fits: all of them together do */
    return out;
}

void dc_lever_bridge_policies(const dc_policy **out, dc_arena *arena, const dc_scenario *scenario)
{
    size_t parts = scenario->part_count;
    for (size_t k = 1; k < parts; k++)
        *out++ = some_levers(arena, scenario, 0, k);
    for (size_t k = 1; k < parts; k++)
        *out++ = some_levers(arena, scenario, k, parts);
    *out = &scenario->policy[DC_BASE];
}

/* What the outcomes of a bridge say of one figure. */
typedef struct {
    const dc_outcome *exact, *steps;
    size_t            parts, objective;
    int               week;
} reading;

static double value_of(const reading *r, const dc_outcome *outcome)
{
    double value;
    return dc_objective_value(&value, outcome, r->objective, r->week) ? value : NAN;
}

/* The first k levers; the levers from k on. */
static double first_levers(const reading *r, size_t k)
{
    if (k == r->parts)
        return value_of(r, &r->steps[2 * r->parts - 2]);
    return value_of(r, k == 0 ? r->exact : &r->steps[k - 1]);
}

static double last_levers(const reading *r, size_t k)
{
    if (k == 0)
        return value_of(r, &r->steps[2 * r->parts - 2]);
    return value_of(r, k == r->parts ? r->exact : &r->steps[r->parts - 1 + k - 1]);
}

void dc_lever_bridge_make(dc_lever_bridge *out, dc_arena *arena, const dc_scenario *scenario,
                          const dc_comparison *comparison, size_t at, const dc_outcome *exact,
                          const dc_outcome *steps)
{
    size_t parts = scenario->part_count;
    *out = (dc_lever_bridge){0};
    if (parts < 2)
        return;
    out->part_count = parts;
    out->change = dc_arena_alloc(arena, parts + 1, sizeof *out->change);
    for (size_t o = 0; o < DC_OBJECTIVES; o++)
        for (int week = 0; week < DC_PAIRED_WEEKS; week++) {
            reading       r = {exact, steps, parts, o, week};
            dc_difference whole = dc_objective_difference(comparison, at, o, week);
            double        rest = whole.applicable ? whole.mean : NAN;
            for (size_t i = 0; i < parts; i++) {
                double forward = first_levers(&r, i + 1) - first_levers(&r, i);
                double backward = last_levers(&r, i) - last_levers(&r, i + 1);
                out->change[i][o][week] = (forward + backward) / 2.0;
                rest -= out->change[i][o][week];
            }
            out->change[parts][o][week] = rest;
        }
}
