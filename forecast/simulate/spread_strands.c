/* spread_strands.c - see spread_strands.h. */
#include "spread_strands.h"

#include <stdlib.h>
#include <string.h>

void dc_strands_allocate(dc_strands *out, dc_arena *arena, size_t most)
{
    *out = (dc_strands){.most = most};
    out->cluster = dc_arena_alloc(arena, most, sizeof *out->cluster);
    out->itself = dc_arena_alloc(arena, most * most, sizeof *out->itself);
}

static void add(dc_strands *out, size_t lot, int32_t way, double cash)
{
    if (out->count == out->room) {
        dc_strand *more = dc_heap_alloc(2 * out->room + 64, sizeof *more);
        if (out->count > 0)
            memcpy(more, out->strand, out->count * sizeof *more);
        free(out->strand);
        out->strand = more;
        out->room = 2 * out->room + 64;
    }
    out->strand[out->count++] = (dc_strand){(uint32_t)lot, way, 0, cash};
}

/* What is not ordered, or what ends otherwise where a plan is missed, is on no walk. */
static void lay(dc_strands *out, const dc_lot *lot, size_t lots, const dc_lot_ask *ask)
{
    dc_plan_ways ways;
    for (size_t i = 0; i < lots; i++) {
        if (!lot[i].planned && !lot[i].gone)
            add(out, i, 0, lot[i].cash);
        if (!lot[i].returns)
            continue;
        dc_plan_ways_make(&ways, &lot[i], ask);
        for (int32_t way = 1; way < ways.count; way++)
            add(out, i, way, ways.chance[way] * ways.rest[way]);
    }
}

/* Strands of one way, in their order. */
typedef struct {
    size_t count, share; /* clusters that it may have */
    double cash, passed; /* passed: 0..1, by what comes before */
    size_t part;         /* parts of the share that have begun */
    size_t cluster;
} way_of_all;

/* Half by number, half by cash: what is large stands for itself. */
static bool begins_cluster(way_of_all *way, const dc_strand *one)
{
    double step = 1.0 / (double)way->count;
    if (way->cash > 0.0)
        step = 0.5 * (step + one->cash / way->cash);
    size_t part = (size_t)((way->passed + 0.5 * step) * (double)way->share) + 1;
    part = part < way->share ? part : way->share;
    bool begins = part > way->part || way->share == way->count;
    way->passed += step;
    way->part = part > way->part ? part : way->part;
    return begins;
}

/* Neighbours among the strands of a way share clusters, as many as there are for so many. */
static void deal(dc_strands *out)
{
    way_of_all way[DC_PLAN_STEPS_MAX] = {{0}};
    size_t     ways = 0;
    for (size_t i = 0; i < out->count; i++) {
        way_of_all *of = &way[out->strand[i].way];
        ways += of->count++ == 0;
        of->cash += out->strand[i].cash;
    }
    for (size_t w = 0; w < DC_PLAN_STEPS_MAX && out->count > 0; w++) {
        size_t share = 1 + (out->most - ways) * way[w].count / out->count;
        bool   each = out->count <= out->most || share > way[w].count;
        way[w].share = each ? way[w].count : share;
    }
    for (size_t i = 0; i < out->count; i++) {
        way_of_all *of = &way[out->strand[i].way];
        if (begins_cluster(of, &out->strand[i]))
            of->cluster = out->cluster_count++;
        out->strand[i].cluster = (uint32_t)of->cluster;
    }
}

bool dc_strands_of_one_lot(const dc_strands *strands, size_t a, size_t b)
{
    return b < strands->count && strands->strand[a].lot == strands->strand[b].lot;
}

/* Which step of a claim's plan is missed first is one way alone: its ways are no pairs. */
static void add_itself(dc_strands *out, size_t i)
{
    const dc_strand *one = &out->strand[i];
    for (size_t k = i; one->way > 0 && dc_strands_of_one_lot(out, i, k); k++) {
        const dc_strand *two = &out->strand[k];
        double           twice = k > i && two->cluster == one->cluster ? 2.0 : 1.0;
        *dc_strands_itself(out, one->cluster, two->cluster) += twice * one->cash * two->cash;
    }
}

/* The two with the most cash. */
static void stand_for(dc_strands *out, size_t i)
{
    const dc_strand *one = &out->strand[i];
    dc_cluster      *at = &out->cluster[one->cluster];
    bool             first = at->like == UINT32_MAX;
    if (first || one->cash > out->strand[at->like].cash) {
        at->next = first ? (uint32_t)i : at->like;
        at->like = (uint32_t)i;
    } else if (at->next == at->like || one->cash > out->strand[at->next].cash) {
        at->next = (uint32_t)i;
    }
}

void dc_strands_make(dc_strands *out, const dc_lot *lot, size_t lots, const dc_lot_ask *ask)
{
    out->count = out->cluster_count = 0;
    lay(out, lot, lots, ask);
    deal(out);
    memset(out->itself, 0, out->cluster_count * out->cluster_count * sizeof *out->itself);
    for (size_t c = 0; c < out->cluster_count; c++)
        out->cluster[c] = (dc_cluster){UINT32_MAX, UINT32_MAX, 0.0};
    for (size_t i = 0; i < out->count; i++) {
        out->cluster[out->strand[i].cluster].cash += out->strand[i].cash;
        add_itself(out, i);
    }
    for (size_t i = 0; i < out->count; i++)
        stand_for(out, i);
}

void dc_strands_free(dc_strands *strands)
{
    free(strands->strand);
}
