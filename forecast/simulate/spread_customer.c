/*
 * spread_customer.c - the mean and variance of one customer's cash, and how far it leans on what
 * all customers have in common.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lot_plan.h"
#include "spread_lots.h"
#include "spread_pieces.h"
#include "spread_strands.h"
#include "spread_sums.h"
#include "waits.h"

/* Of a cluster by each day, where strands share it: their cash, each times how far it strays; the
 * squares of what is no pair; how far those stray that stand for all. */
enum { CLUSTER_CASH, CLUSTER_SQUARES, CLUSTER_STRAY, CLUSTER_ROWS };

struct dc_spread_room {
    const dc_spreading *of;
    dc_arena           *arena;
    dc_lot_room         laws;
    dc_lots             lots;
    dc_lot             *lot;          /* of them */
    dc_strands          on;           /* walks */
    bool                meets;        /* items of the customer meet each other in pay runs */
    dc_walked          *walked;       /* 2 x clusters_most + 1; the last: of what stands for none */
    dc_stand           *missed_place; /* a row for each of them */
    double             *covariance;
    double             *of_cluster[CLUSTER_ROWS]; /* clusters x days, on one pace */
    dc_plan_ways        ways;
    /* of the customer, one row of days for each lasting pace */
    double *mean, *second, *now, *variance, *given;
    double *open; /* one row: amounts */
    dc_lean lean;
};

dc_spread_room *dc_spread_room_new(const dc_spreading *of)
{
    dc_arena       *arena = dc_arena_new();
    dc_spread_room *room = dc_arena_alloc(arena, 1, sizeof *room);
    size_t          rows = (size_t)of->shocks.node_count, weeks = (size_t)of->weeks + 1;
    room->of = of;
    room->arena = arena;
    dc_lot_room_allocate(&room->laws, arena, of->ask.items->laws->day_count);
    dc_strands_allocate(&room->on, arena, of->clusters_most);
    room->walked = dc_arena_alloc(arena, 2 * of->clusters_most + 1, sizeof *room->walked);
    for (size_t c = 0; c <= 2 * of->clusters_most && of->tied; c++) {
        double *column = dc_arena_alloc(arena, 5 * weeks + 2 * of->days, sizeof *column);
        room->walked[c] = (dc_walked){.weeks = of->weeks,
                                      .rise = column,
                                      .pass = column + weeks,
                                      .kept = column + 2 * weeks,
                                      .open = column + 3 * weeks,
                                      .paid = column + 4 * weeks,
                                      .left = column + 5 * weeks,
                                      .cash = column + 5 * weeks + of->days};
        if (of->ask.policy->dispute_count > 0)
            dc_waits_place(&room->walked[c].waits,
                           dc_arena_alloc(arena, dc_waits_size(weeks, of->days), sizeof *column),
                           weeks, of->days);
    }
    room->missed_place =
        dc_arena_alloc(arena, (2 * of->clusters_most + 1) * of->days, sizeof *room->missed_place);
    for (int row = 0; row < CLUSTER_ROWS; row++)
        room->of_cluster[row] =
            dc_arena_alloc(arena, 2 * of->clusters_most * of->days, sizeof(double));
    room->covariance = dc_arena_alloc(arena, of->days, sizeof(double));
    room->mean = dc_arena_alloc(arena, rows * of->days, sizeof(double));
    room->second = dc_arena_alloc(arena, rows * of->days, sizeof(double));
    room->now = dc_arena_alloc(arena, of->days, sizeof(double));
    room->variance = dc_arena_alloc(arena, of->days, sizeof(double));
    room->given = dc_arena_alloc(arena, DC_FAILURE_NODES * of->days, sizeof(double));
    room->open = dc_arena_alloc(arena, of->days, sizeof(double));
    dc_lean_allocate(&room->lean, arena, of);
    return room;
}

void dc_spread_room_free(dc_spread_room *room)
{
    dc_strands_free(&room->on);
    dc_lots_free(&room->lots);
    dc_arena_free(room->arena);
}

/* --- mean and variance on one lasting pace ---------------------------------------------------- */

/* Who stands for a cluster keeps its columns. */
static size_t slot_of(const dc_spread_room *room, size_t i)
{
    size_t            most = room->of->clusters_most, cluster = room->on.strand[i].cluster;
    const dc_cluster *at = &room->on.cluster[cluster];
    return at->like == i ? cluster : at->next == i ? most + cluster : 2 * most;
}

static const dc_walked *walk(dc_spread_room *room, size_t i, size_t pace)
{
    enum { WEEK = 7 };
    const dc_spreading *of = room->of;
    const dc_strand    *one = &room->on.strand[i];
    const dc_lot       *lot = &room->lot[one->lot];
    size_t              slot = slot_of(room, i);
    dc_walked          *walked = &room->walked[slot];
    dc_stand           *back = room->missed_place + slot * of->days;
    if (one->way > 0)
        dc_lot_look_back(back, lot, &of->ask, room->ways.day[one->way]);
    walked->rises = &lot->laws->table[lot->table].rises;
    walked->first = lot->origin / WEEK;
    walked->place = one->way > 0 ? back : lot->place;
    walked->beyond = lot->beyond;
    walked->pace = of->shocks.pace[pace];
    walked->waits.stays = one->way > 0 ? 0.0 : lot->stays;
    walked->waits.less = lot->less;
    walked->waits.less_square = lot->less_square;
    dc_walked_fill(walked, &of->shocks, of->days);
    return walked;
}

/* What a lot is alone: items of one law that have nothing to do with each other. */
static void add_alone(dc_spread_room *room, const dc_lot *lot, const double *chance,
                      const double *square)
{
    for (size_t j = 0; j < room->of->days; j++) {
        double mean = lot->worth[j] * chance[j];
        room->now[j] += mean * lot->cash;
        room->variance[j] +=
            lot->square[j] * lot->own * square[j] + (lot->pieces - lot->squares) * mean * mean;
    }
}

/* Parts of an item are a pair, too, where the customer has more than that item. */
static bool has_pairs(const dc_spread_room *room)
{
    if (room->of->run_share <= 0.0 || !room->meets || room->on.count == 0)
        return false;
    const dc_lot *lot = &room->lot[room->on.strand[0].lot];
    return room->on.count > 1 || lot->cash * lot->cash > lot->squares || lot->pieces > 0.0;
}

/* Strands of a cluster share how they go with others, but each strays as far as it does. */
static void share_cluster(dc_spread_room *room, size_t i, const dc_walked *walked)
{
    const dc_strand *one = &room->on.strand[i];
    const dc_lot    *lot = &room->lot[one->lot];
    double           squares = one->way == 0 ? lot->squares - lot->pieces : 0.0;
    bool             shared = room->on.cluster_count < room->on.count;
    size_t           days = room->of->days, slot = slot_of(room, i);
    for (size_t j = 0, at = one->cluster * days; j < days; j++, at++) {
        double stray = shared ? sqrt(dc_waits_variance(walked, j)) : 1.0;
        double worth = lot->worth[j] * stray;
        room->of_cluster[CLUSTER_CASH][at] += one->cash * worth;
        room->of_cluster[CLUSTER_SQUARES][at] += squares * worth * worth;
        if (slot < 2 * room->of->clusters_most)
            room->of_cluster[CLUSTER_STRAY][slot * days + j] = stray;
    }
}

static void clear_clusters(dc_spread_room *room)
{
    size_t size = room->on.cluster_count * room->of->days * sizeof(double);
    memset(room->of_cluster[CLUSTER_CASH], 0, size);
    memset(room->of_cluster[CLUSTER_SQUARES], 0, size);
}

/* `beside` is the slot that stands for b. */
static void add_pair(dc_spread_room *room, size_t a, size_t b, size_t beside, double times)
{
    size_t        days = room->of->days;
    const double *cash = room->of_cluster[CLUSTER_CASH];
    const double *stray_a = room->of_cluster[CLUSTER_STRAY] + a * days;
    const double *stray_b = room->of_cluster[CLUSTER_STRAY] + beside * days;
    double        itself = *dc_strands_itself(&room->on, a, b);
    itself += a != b ? *dc_strands_itself(&room->on, b, a) : 0.0;
    itself /= room->on.cluster[a].cash * room->on.cluster[b].cash;
    for (size_t j = 0, i = a * days, k = b * days; j < days; j++, i++, k++) {
        double pairs = cash[i] * cash[k] * (1.0 - itself);
        if (a == b)
            pairs -= room->of_cluster[CLUSTER_SQUARES][i];
        if (stray_a[j] * stray_b[j] > 0.0)
            room->variance[j] += times * pairs * room->covariance[j] / (stray_a[j] * stray_b[j]);
    }
}

/* Of two slots, by good and bad months of their market or of all sales: what is held already. */
static double in_common(const dc_lot *left, const dc_lot *right)
{
    bool one_market = left->market == right->market && left->market != UINT32_MAX;
    return one_market ? left->noise * right->noise : left->lasting * right->lasting;
}

static void add_pairs(dc_spread_room *room)
{
    const dc_spreading *of = room->of;
    for (size_t a = 0; a < room->on.cluster_count; a++)
        for (size_t b = a; b < room->on.cluster_count; b++) {
            const dc_cluster *one = &room->on.cluster[a], *two = &room->on.cluster[b];
            const dc_lot     *left = &room->lot[room->on.strand[one->like].lot];
            const dc_lot     *right = &room->lot[room->on.strand[two->like].lot];
            double            times = a == b ? 1.0 : 2.0;
            size_t            beside = a == b && one->next != one->like ? of->clusters_most + a : b;
            if (one->cash == 0.0 || two->cash == 0.0)
                continue;
            times *= 1.0 + in_common(left, right);
            dc_pair_covariance(room->covariance, &room->walked[a], &room->walked[beside],
                               of->run_share, &of->shocks, of->days);
            add_pair(room, a, b, beside, times);
        }
}

static void add_plan(dc_spread_room *room, const dc_lot *lot)
{
    for (size_t j = 0; j < room->of->days; j++) {
        room->now[j] += lot->chance[j];
        room->variance[j] += lot->variance[j];
    }
}

/* A claim under a plan on this pace: it begins with the way on which no step is missed. */
static void begin_plan(dc_spread_room *room, dc_lot *lot)
{
    const dc_lot_ask *ask = &room->of->ask;
    dc_plan_ways_make(&room->ways, lot, ask);
    memset(lot->chance, 0, ask->day_count * sizeof *lot->chance);
    memset(lot->variance, 0, ask->day_count * sizeof *lot->variance);
    dc_plan_ways_add(lot->chance, lot->variance, &room->ways, room->ways.count, NULL, ask);
}

static void end_plan(dc_spread_room *room, dc_lot *lot)
{
    for (size_t j = 0; j < room->of->days; j++)
        lot->variance[j] = fmax(lot->variance[j] - lot->chance[j] * lot->chance[j], 0.0);
    add_plan(room, lot);
}

/* What a strand's cash leans on the shocks of weeks; once the last one of a lot has been added,
 * what its own variance holds of it is known. */
static void lean(dc_spread_sums *sums, dc_spread_room *room, size_t i, const dc_walked *walked,
                 size_t pace, double width, bool pairs, const double *failed)
{
    const dc_strand *one = &room->on.strand[i];
    dc_lot           lot = room->lot[one->lot];
    bool             last = !dc_strands_of_one_lot(&room->on, i, i + 1);
    double           with_itself = 1.0;
    lot.cash = one->cash;
    if (lot.cash != 0.0)
        dc_lean_add(&room->lean, room->of, walked, &lot);
    if (one->way == 0 && lot.cash != 0.0)
        with_itself = fmax(lot.squares - lot.pieces, 0.0) / (lot.cash * lot.cash);
    if (!pairs && last)
        dc_lean_hand_over(sums, &room->lean, room->of, pace, width, with_itself, failed);
}

static void walk_strands(dc_spread_sums *sums, dc_spread_room *room, size_t pace, double width,
                         bool pairs, const double *failed)
{
    for (size_t i = 0; i < room->on.count; i++) {
        const dc_strand *one = &room->on.strand[i];
        dc_lot          *lot = &room->lot[one->lot];
        if (one->way == 1)
            begin_plan(room, lot);
        const dc_walked *walked = walk(room, i, pace);
        if (one->way == 0)
            add_alone(room, lot, walked->cash, walked->square);
        else
            dc_plan_ways_add(lot->chance, lot->variance, &room->ways, one->way, walked->cash,
                             &room->of->ask);
        if (one->way > 0 && !dc_strands_of_one_lot(&room->on, i, i + 1))
            end_plan(room, lot);
        if (pairs)
            share_cluster(room, i, walked);
        if (room->of->shocks.weekly)
            lean(sums, room, i, walked, pace, width, pairs, failed);
    }
}

/* Everything of the customer on one pace, for the customers of one piece of shares. */
static void add_pace(dc_spread_sums *sums, dc_spread_room *room, size_t lots, size_t pace,
                     double width, const double *failed)
{
    const dc_spreading *of = room->of;
    bool                pairs = has_pairs(room);
    memset(room->now, 0, of->days * sizeof *room->now);
    memset(room->variance, 0, of->days * sizeof *room->variance);
    if (pairs)
        clear_clusters(room);
    if (of->tied)
        walk_strands(sums, room, pace, width, pairs, failed);
    for (size_t i = 0; i < lots; i++)
        if (room->lot[i].planned && !room->lot[i].returns)
            add_plan(room, &room->lot[i]);
        else if (!of->tied && !room->lot[i].gone)
            add_alone(room, &room->lot[i], room->lot[i].chance, room->lot[i].chance);
    if (pairs) {
        add_pairs(room);
        if (of->shocks.weekly)
            dc_lean_hand_over(sums, &room->lean, of, pace, width, 1.0, failed);
    }
    double *mean = room->mean + pace * of->days, *second = room->second + pace * of->days;
    for (size_t j = 0; j < of->days; j++) {
        mean[j] += width * room->now[j];
        second[j] += width * (room->variance[j] + room->now[j] * room->now[j]);
    }
}

/* --- a customer ------------------------------------------------------------------------------- */

static void add_open(dc_spread_room *room, size_t lots, double width)
{
    for (size_t i = 0; i < lots; i++)
        for (size_t j = 0; j < room->of->days && !room->lot[i].gone; j++)
            room->open[j] += width * room->lot[i].amount * room->lot[i].open[j];
}

static void finish(dc_spread_sums *sums, dc_spread_room *room, double open_before, uint32_t item)
{
    const dc_spreading *of = room->of;
    bool                fails = of->failures.row_count > 0;
    for (size_t pace = 0; pace < (size_t)of->shocks.node_count; pace++) {
        double *mean = room->mean + pace * of->days, *second = room->second + pace * of->days;
        double *failing = sums->failing + pace * DC_FAILURE_NODES * of->days;
        if (fails)
            dc_spread_fail(mean, second, room->given, room->open, open_before, of, item);
        for (size_t j = 0; j < of->days; j++) {
            double middle = 0.0, squares = 0.0;
            sums->mean[pace * of->days + j] += mean[j];
            sums->own[pace * of->days + j] += second[j] - mean[j] * mean[j];
            for (size_t n = 0; n < DC_FAILURE_NODES && fails; n++) {
                double given = room->given[n * of->days + j];
                failing[n * of->days + j] += given;
                middle += of->failure_weight[n] * given;
                squares += of->failure_weight[n] * given * given;
            }
            sums->failing_less[pace * of->days + j] += squares - middle * middle;
        }
    }
}

/* One piece of shares: adds its part of mean, second moment and what is open. */
static void add_piece(dc_spread_sums *sums, dc_spread_room *room, size_t lots, dc_piece at,
                      const double *failed)
{
    const dc_spreading *of = room->of;
    for (size_t i = 0; i < lots; i++) {
        dc_lot *lot = &room->lot[i];
        lot->planned = lot->treatment.plan != DC_NONE &&
                       at.plan < of->ask.policy->plans[lot->treatment.plan].share;
        lot->gone = at.kept >= dc_kept_share(of->ask.policy, lot->treatment);
        dc_lot_fill(lot, &room->laws, &of->ask, (dc_lot_shares){at.delay, at.discount, at.stop});
    }
    if (failed)
        add_open(room, lots, at.width);
    dc_strands_make(&room->on, room->lot, lots, &of->ask);
    sums->merged |= room->on.cluster_count < room->on.count;
    for (size_t pace = 0; pace < (size_t)of->shocks.node_count; pace++)
        add_pace(sums, room, lots, pace, at.width, failed);
}

void dc_spread_add_customer(dc_spread_sums *sums, dc_spread_room *room, size_t from, size_t to)
{
    const dc_spreading *of = room->of;
    const dc_items     *items = of->ask.items;
    uint32_t            item = of->order[from];
    size_t              lots, nodes = (size_t)of->shocks.node_count;
    double              open_before = 0.0;
    const double       *failed = NULL;
    if (of->failures.row_count > 0) {
        if (dc_failures_since(&of->failures, item) != DC_DEFAULT_NEVER)
            return; /* nothing is left to chance */
        failed = &of->failed[of->failures.row[item] * (1 + DC_FAILURE_NODES) * of->days];
    }
    room->meets = to - from > 1 && items->customer[item] != UINT32_MAX;
    dc_lots_gather(&room->lots, &of->ask, of->order + from, to - from);
    room->lot = room->lots.lot;
    lots = room->lots.count;
    if (lots == 0)
        return;
    memset(room->mean, 0, nodes * of->days * sizeof *room->mean);
    memset(room->second, 0, nodes * of->days * sizeof *room->second);
    memset(room->open, 0, of->days * sizeof *room->open);
    dc_pieces all;
    dc_pieces_make(&all, of->ask.policy, room->lot, lots);
    for (size_t i = 0; i < dc_pieces_count(&all); i++) {
        dc_piece at = dc_pieces_at(&all, i);
        if (at.width > 0.0)
            add_piece(sums, room, lots, at, failed);
    }
    for (size_t i = 0; i < lots; i++)
        if (items->issue[room->lot[i].item] <= 0)
            open_before += room->lot[i].amount;
    finish(sums, room, open_before, item);
}
