/* beside_charges.c - what measures cost for each item: see beside_flows.h. */
#include "beside_flows.h"
#include "duecast/clones.h"
#include "tile.h"

enum { B = DC_PATH_BLOCK, T = DC_PATH_TILE };

/* --- a path at a time ------------------------------------------------------------------------- */

static int64_t charge_of(dc_beside_flows *own, size_t charge, uint32_t item, int64_t part,
                         int64_t whole)
{
    dc_charged *last = &own->last[charge];
    if (last->item != item || last->part != part || last->whole != whole)
        *last = (dc_charged){item, part, whole,
                             dc_charge_for(&own->by->charges[charge], own->by, item, part, whole)};
    return last->amount;
}

static void charge_for(const dc_occurrence *of, size_t charge, int32_t day, int64_t part)
{
    dc_beside_put(of->flows, DC_BESIDE_COSTS, day, of->path,
                  of->times *
                      charge_of(of->flows, charge, of->item, part, dc_charge_whole(of->terms)));
}

static bool is_issued(const dc_charge *by, const dc_terms_of *terms)
{
    return by->on == DC_CHARGE_ISSUED && terms->issue >= 1 && dc_charge_is_on(by, terms->issue);
}

static void take_charge(const dc_occurrence *of, size_t charge, const dc_leavings *leavings)
{
    const dc_charge *by = &of->flows->by->charges[charge];
    int32_t          on = dc_charge_open_day(of->flows->by, charge, of->item, of->terms);
    int64_t          open = of->terms->amount;
    int32_t          last =
        dc_charge_last_day(of->flows->by, of->charges, charge, of->terms->issue, of->terms->due);
    if (is_issued(by, of->terms))
        charge_for(of, charge, of->terms->issue, open);
    for (int32_t i = 0; i < leavings->count; i++) {
        const dc_leaving *part = &leavings->of[i];
        open -= part->day <= on ? part->amount : 0;
        if (by->on == DC_CHARGE_PAID && !part->lost && part->day <= last &&
            dc_charge_is_on_paid(by, of->terms->issue, of->terms->due, part->day))
            charge_for(of, charge, part->day, part->amount);
    }
    if (by->on == DC_CHARGE_OPEN && on != DC_CONTRACT_NEVER)
        charge_for(of, charge, on, open);
}

/* With the steps of a plan, and by who takes over. */
static void take_planned(const dc_occurrence *of, const dc_leavings *leavings)
{
    for (int32_t i = 0; i < leavings->count; i++)
        dc_beside_put(of->flows, DC_BESIDE_COSTS, leavings->of[i].day, of->path,
                      leavings->of[i].cost);
    dc_beside_put(of->flows, DC_BESIDE_COSTS, leavings->handed_day, of->path, leavings->handed);
}

void dc_charges_take(const dc_occurrence *of, const dc_leavings *leavings)
{
    if (of->flows->by->of[of->item].planned)
        take_planned(of, leavings);
    for (size_t i = 0; of->charges >> i; i++)
        if (of->charges >> i & 1)
            take_charge(of, i, leavings);
}

/* --- all paths at once ------------------------------------------------------------------------ */

/* row: of the first tile; those of the others follow `stride` behind each other. */
DC_CLONES static void add_small(size_t stride, int64_t *row, const uint16_t *day,
                                const uint8_t *times, int32_t on, int32_t amount)
{
    for (size_t tile = 0; tile < DC_TILES; tile++)
        tile_add_each(row + tile * stride, day + tile * T, times + tile * T, on, amount);
}

static void add_large(size_t stride, int64_t *restrict row, const uint16_t *restrict day,
                      const uint8_t *restrict times, uint16_t on, int64_t amount)
{
    for (size_t i = 0; i < B; i++)
        row[i / T * stride + i % T] += day[i] > on ? times[i] * amount : 0;
}

/* On one day, wherever the item is still open after it. */
static void charge_open(dc_beside_flows *own, const dc_fate *fate, const uint8_t *times, int32_t on,
                        int64_t amount)
{
    const int64_t small = INT32_MAX / UINT8_MAX;
    if (on < 0 || on > own->by->day_count)
        return;
    int64_t *row = dc_beside_row(own, DC_BESIDE_COSTS, on, 0);
    size_t   stride = ((size_t)own->by->day_count + 2) * T;
    if (-small <= amount && amount <= small)
        add_small(stride, row, fate->day, times, on, (int32_t)amount);
    else
        add_large(stride, row, fate->day, times, (uint16_t)on, amount);
}

static void charge_paid(dc_beside_flows *own, const dc_terms_of *terms, const dc_fate *fate,
                        const uint8_t *times, const dc_charge *by, int32_t last, int64_t amount)
{
    for (int32_t path = 0; path < B; path++)
        if (times[path] > 0 && !fate->lost[path] && fate->day[path] <= last &&
            dc_charge_is_on_paid(by, terms->issue, terms->due, fate->day[path]))
            dc_beside_put(own, DC_BESIDE_COSTS, fate->day[path], path, times[path] * amount);
}

void dc_charges_take_whole(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                           const dc_fate *fate, const uint8_t times[B], uint64_t charges)
{
    for (size_t i = 0; charges >> i; i++) {
        const dc_charge *by = &own->by->charges[i];
        if (!(charges >> i & 1))
            continue;
        int64_t amount = charge_of(own, i, item, terms->amount, dc_charge_whole(terms));
        int32_t on = dc_charge_open_day(own->by, i, item, terms);
        if (is_issued(by, terms))
            dc_beside_put_issued(own, DC_BESIDE_COSTS, terms->issue, times, amount);
        if (by->on == DC_CHARGE_PAID)
            charge_paid(own, terms, fate, times, by,
                        dc_charge_last_day(own->by, charges, i, terms->issue, terms->due), amount);
        if (by->on == DC_CHARGE_OPEN && on != DC_CONTRACT_NEVER)
            charge_open(own, fate, times, on, amount);
    }
}

/* --- what belongs to no item ------------------------------------------------------------------ */

static void take_fixed(dc_beside_flows *own, const dc_charge *by)
{
    if (by->on != DC_CHARGE_FIXED || dc_charge_is_idle(by))
        return;
    for (int32_t day = dc_charge_next_day(by, 0); day <= own->by->day_count;
         day = dc_charge_next_day(by, day))
        for (int32_t path = 0; path < B; path++)
            dc_beside_put(own, DC_BESIDE_COSTS, day, path, by->each);
}

void dc_charges_take_fixed(dc_beside_flows *own)
{
    for (size_t i = 0; i < own->by->charge_count; i++)
        take_fixed(own, &own->by->charges[i]);
}
