/* spread_strands.c - see spread_strands.h. */
#include "spread_strands.h"

#include <stdlib.h>
#include <string.h>

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

/* Neighbours among the strands of a way share clusters, as many as there are for so many. */
static void deal(dc_strands *out)
{
    enum { WAYS = DC_PLAN_STEPS_MAX, MOST = DC_CLUSTERS_MOST };
    size_t of[WAYS] = {0}, next[WAYS] = {0}, share[WAYS] = {0}, first[WAYS], ways = 0;
    for (size_t i = 0; i < out->count; i++)
        ways += of[out->strand[i].way]++ == 0;
    for (size_t way = 0; way < WAYS; way++) {
        first[way] = out->cluster_count;
        if (of[way] > 0)
            share[way] = out->count <= MOST ? of[way] : 1 + (MOST - ways) * of[way] / out->count;
        share[way] = share[way] < of[way] ? share[way] : of[way];
        out->cluster_count += share[way];
    }
    for (size_t i = 0; i < out->count; i++) {
        size_t way = (size_t)out->strand[i].way, at = ++next[way];
        out->strand[i].cluster = (uint32_t)(first[way] + (at * share[way] - 1) / of[way]);
    }
}

bool dc_strands_of_one_lot(const dc_strands *strands, size_t a, size_t b)
{
    return b < strands->count && strands->strand[a].lot == strands->strand[b].lot;
}

/* Which step of a claim's plan is missed first is one way alone: its ways are no pairs. */
static void add_itself(dc_strands *out, size_t i, const dc_lot *lot)
{
    const dc_strand *one = &out->strand[i];
    if (one->way == 0) {
        out->itself[one->cluster][one->cluster] += lot->squares - lot->pieces;
        return;
    }
    for (size_t k = i; dc_strands_of_one_lot(out, i, k); k++) {
        const dc_strand *two = &out->strand[k];
        double           twice = k > i && two->cluster == one->cluster ? 2.0 : 1.0;
        out->itself[one->cluster][two->cluster] += twice * one->cash * two->cash;
    }
}

void dc_strands_make(dc_strands *out, const dc_lot *lot, size_t lots, const dc_lot_ask *ask)
{
    out->count = out->cluster_count = 0;
    lay(out, lot, lots, ask);
    deal(out);
    memset(out->itself, 0, sizeof out->itself);
    for (size_t c = 0; c < out->cluster_count; c++)
        out->cluster[c] = (dc_cluster){UINT32_MAX, 0.0};
    for (size_t i = 0; i < out->count; i++) {
        const dc_strand *one = &out->strand[i];
        dc_cluster      *at = &out->cluster[one->cluster];
        at->cash += one->cash;
        if (at->like == UINT32_MAX || one->cash > out->strand[at->like].cash)
            at->like = (uint32_t)i;
        add_itself(out, i, &lot[one->lot]);
    }
}

void dc_strands_free(dc_strands *strands)
{
    free(strands->strand);
}
