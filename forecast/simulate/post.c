/* post.c - see post.h. */
#include "post.h"

#include <stdlib.h>
#include <string.h>

#include "duecast/clones.h"
#include "tile.h"

enum { B = DC_PATH_BLOCK, T = DC_PATH_TILE };
_Static_assert(DC_FLOW_SETTLED_OVERDUE == DC_FLOW_SETTLED_NOT_DUE + 1, "one scatter serves both");

static size_t matrix_size(const dc_flows *flows)
{
    return ((size_t)flows->day_count + 2) * B;
}

static size_t ageing_size(const dc_flows *flows)
{
    return flows->report_count * DC_BUCKETS * B;
}

void dc_flows_allocate(dc_flows *flows, int32_t day_count, const dc_ageing_edges *edges,
                       const dc_simulate_options *options)
{
    dc_aged_days aged = dc_days_aged(options);
    *flows = (dc_flows){.day_count = day_count,
                        .report_count = aged.count,
                        .report_days = aged.day,
                        .edges = edges};
    size_t size = matrix_size(flows);
    flows->report_from = dc_heap_alloc((size_t)day_count + 2, sizeof *flows->report_from);
    for (int32_t day = 0, r = 0; day <= day_count + 1; day++) {
        while (r < (int32_t)aged.count && aged.day[r] < day)
            r++;
        flows->report_from[day] = (int16_t)r;
    }
    flows->all = dc_heap_alloc(DC_FLOW_COUNT * size + ageing_size(flows), sizeof(int64_t));
    for (size_t f = 0; f < DC_FLOW_COUNT; f++)
        flows->flow[f] = flows->all + f * size;
    flows->ageing = flows->all + DC_FLOW_COUNT * size;
}

void dc_flows_free(dc_flows *flows)
{
    free(flows->report_from);
    free(flows->all);
}

void dc_flows_clear(dc_flows *flows)
{
    for (int f = 0; f < DC_FLOW_COUNT; f++) {
        if (flows->used[f])
            memset(flows->flow[f], 0, matrix_size(flows) * sizeof(int64_t));
        flows->used[f] = false;
    }
    memset(flows->ageing, 0, ageing_size(flows) * sizeof(int64_t));
}

DC_CLONES void dc_flows_add(dc_flows *flows, const dc_flows *more)
{
    size_t rows = matrix_size(flows), ageing = ageing_size(flows);
    for (int f = 0; f < DC_FLOW_COUNT; f++) {
        if (!more->used[f])
            continue;
        flows->used[f] = true;
        for (size_t i = 0; i < rows; i++)
            flows->flow[f][i] += more->flow[f][i];
    }
    for (size_t i = 0; i < ageing; i++)
        flows->ageing[i] += more->ageing[i];
}

static inline int64_t *use(dc_flows *flows, dc_flow which, size_t tile)
{
    flows->used[which] = true;
    return flows->flow[which] + tile * ((size_t)flows->day_count + 2) * T;
}

static void put(dc_flows *flows, dc_flow which, int32_t day, int32_t path, int64_t amount)
{
    if (amount != 0)
        use(flows, which, (size_t)path / T)[day * T + path % T] += amount;
}

static inline int64_t *ageing_row(const dc_flows *flows, size_t tile, size_t report, int bucket)
{
    size_t row = (tile * flows->report_count + report) * DC_BUCKETS + (size_t)bucket;
    return flows->ageing + row * T;
}

/* The first report at whose close an item can be open and in a bucket that is posted to. */
static inline size_t first_report(const dc_flows *flows, const dc_terms_of *item)
{
    int32_t last = flows->day_count + 1;
    int32_t old = item->due + dc_bucket_first_day(flows->edges, DC_BUCKETS_LEFT);
    int32_t from = item->issue < old ? old : item->issue;
    return (size_t)flows->report_from[from < 0 ? 0 : from < last ? from : last];
}

static inline void post_balances(dc_flows *flows, size_t tile, const tile_fate *fate,
                                 const dc_terms_of *item, int32_t latest)
{
    if (item->due >= 0 && item->due < flows->day_count && item->due < latest) {
        int64_t *row = use(flows, DC_FLOW_FELL_DUE, tile) + (size_t)(item->due + 1) * T;
        tile_add_open(row, fate, item->due);
    }
    for (size_t r = first_report(flows, item); r < flows->report_count; r++) {
        int32_t at = flows->report_days[r];
        if (at >= latest)
            break;
        tile_add_open(ageing_row(flows, tile, r, dc_bucket_of(flows->edges, at - item->due)), fate,
                      at);
    }
}

/* Scatters `part` of each occurrence, on paths where the item was not written off. */
static inline void post_part(dc_flows *flows, dc_flow which, size_t tile, const tile_fate *fate,
                             const uint8_t *lost, const uint8_t *times, int64_t part)
{
    tile_i64 amount = tile_kept(lost) & (tile_often(times) * part);
    tile_scatter(use(flows, which, tile), fate, &amount);
}

static inline void post_losses(dc_flows *flows, size_t tile, const tile_fate *fate,
                               const uint8_t *lost)
{
    static const uint8_t nothing[T] = {0};
    if (memcmp(lost, nothing, T) == 0)
        return;
    tile_i64 amount = ~tile_kept(lost) & fate->amount;
    tile_scatter(use(flows, DC_FLOW_WRITTEN_OFF, tile), fate, &amount);
}

/* Rare: lane by lane. */
static void post_recovered(dc_flows *flows, size_t tile, const dc_fate *fate,
                           const dc_terms_of *item)
{
    int64_t *flow = use(flows, DC_FLOW_RECOVERED, tile);
    for (size_t i = 0; i < T; i++) {
        size_t  path = tile * T + i;
        int32_t day = fate->day[path] + item->recovery_days, end = flows->day_count + 1;
        if (fate->lost[path] == DC_LOST_BY_FAILURE)
            flow[(size_t)(day < end ? day : end) * T + i] += fate->times[path] * item->recovered;
    }
}

void dc_fate_copy(dc_fate *to, dc_fate *rest, const dc_fate *from)
{
    *to = *from;
    if (!from->rest)
        return;
    *rest = *from->rest;
    to->rest = rest;
}

void dc_fate_fail(dc_fate *fate, const dc_failed *failed, int32_t issue)
{
    for (size_t i = 0; i < failed->count; i++) {
        size_t path = failed->path[i];
        if (fate->day[path] < failed->day[i])
            continue;
        if (issue >= 1 && issue >= failed->day[i]) {
            fate->times[path] = 0;
            continue;
        }
        fate->day[path] = (uint16_t)dc_failure_write_off(failed->day[i]);
        fate->lost[path] = DC_LOST_BY_FAILURE;
        fate->any_lost = fate->any_failed = true;
    }
    if (fate->rest)
        dc_fate_fail(fate->rest, failed, issue);
}

void dc_fate_recovers(const dc_fate *fate, dc_terms_of *terms)
{
    double share = terms->recovered_share;
    if (!fate->any_failed && !(fate->rest && fate->rest->any_failed))
        return;
    terms->recovered = dc_failure_recovered(share, terms->amount);
    terms->recovered_first = dc_failure_recovered(share, terms->amount - terms->rest);
    terms->recovered_rest = dc_failure_recovered(share, terms->rest);
}

/* What an amount, settled as the fate says, adds on one path. */
static void post_lane(dc_flows *flows, const dc_terms_of *item, const dc_fate *fate, int32_t path,
                      int64_t amount)
{
    int32_t end = flows->day_count + 1, row = fate->day[path] < end ? fate->day[path] : end;
    put(flows, row > item->due ? DC_FLOW_SETTLED_OVERDUE : DC_FLOW_SETTLED_NOT_DUE, row, path,
        amount);
    if (fate->lost[path])
        put(flows, DC_FLOW_WRITTEN_OFF, row, path, amount);
    if (item->due >= 0 && item->due < flows->day_count && row > item->due)
        put(flows, DC_FLOW_FELL_DUE, item->due + 1, path, amount);
    for (size_t r = first_report(flows, item); r < flows->report_count; r++) {
        int32_t at = flows->report_days[r];
        if (at >= row)
            break;
        ageing_row(flows, (size_t)path / T, r,
                   dc_bucket_of(flows->edges, at - item->due))[path % T] += amount;
    }
}

/* A customer fails on one day: whatever of the item it left open is written off together. */
static void recover_parts(dc_flows *flows, const dc_terms_of *item, const dc_fate *fate,
                          int32_t path)
{
    bool first = fate->lost[path] == DC_LOST_BY_FAILURE;
    bool rest = fate->rest->lost[path] == DC_LOST_BY_FAILURE;
    if (!rest && !first)
        return;
    int64_t posted = first ? item->recovered : 0;
    int64_t right = !rest ? item->recovered_first : first ? item->recovered : item->recovered_rest;
    int32_t end = flows->day_count + 1;
    int32_t day = (first ? fate : fate->rest)->day[path] + item->recovery_days;
    put(flows, DC_FLOW_RECOVERED, day < end ? day : end, path,
        (right - posted) * fate->times[path]);
}

/* All was posted as if it came at once: the rest is taken back and posted on its own day. */
static void post_rest(dc_flows *flows, const dc_fate *fate, const dc_terms_of *item, size_t tile)
{
    for (size_t path = tile * T; path < (tile + 1) * T; path++) {
        int64_t amount = fate->rest->times[path] * item->rest;
        if (amount == 0)
            continue;
        post_lane(flows, item, fate, (int32_t)path, -amount);
        post_lane(flows, item, fate->rest, (int32_t)path, amount);
        recover_parts(flows, item, fate, (int32_t)path);
    }
}

DC_CLONES void dc_post(dc_flows *flows, const dc_fate *fate, const dc_terms_of *item, size_t tile)
{
    const uint8_t *lost = fate->lost + tile * T, *times = fate->times + tile * T;
    int32_t        overdue_from = (int32_t)matrix_size(flows);
    tile_fate      now;
    tile_prepare(&now, fate->day + tile * T, times, fate->once, flows->day_count + 1, item->amount);
    if (item->issue >= 1 && item->issue <= flows->day_count)
        tile_add(use(flows, DC_FLOW_INVOICED, tile) + (size_t)item->issue * T, &now);
    flows->used[DC_FLOW_SETTLED_OVERDUE] = true;
    tile_settle(use(flows, DC_FLOW_SETTLED_NOT_DUE, tile), &now, item->due, overdue_from,
                fate->once, item->amount);
    post_balances(flows, tile, &now, item, fate->latest[tile]);
    if (item->not_cash != 0)
        post_part(flows, DC_FLOW_NOT_CASH, tile, &now, lost, times, item->not_cash);
    if (item->credits != 0)
        post_part(flows, DC_FLOW_CREDITS_USED, tile, &now, lost, times, item->credits);
    if (item->unapplied != 0)
        post_part(flows, DC_FLOW_UNAPPLIED_USED, tile, &now, lost, times, item->unapplied);
    if (fate->any_lost)
        post_losses(flows, tile, &now, lost);
    if (fate->any_failed && item->recovered != 0)
        post_recovered(flows, tile, fate, item);
    if (fate->rest)
        post_rest(flows, fate, item, tile);
}

void dc_post_not_ordered(dc_flows *flows, const dc_terms_of *item, const uint8_t before[B],
                         const uint8_t times[B])
{
    if (item->issue > flows->day_count)
        return;
    for (int32_t path = 0; path < B; path++)
        put(flows, DC_FLOW_NOT_ORDERED, item->issue, path,
            (before[path] - times[path]) * item->amount);
}

/* --- plans: one path at a time ------------------------------------------------------------- */

typedef struct {
    int32_t      path;
    int32_t      fails; /* day on which the customer fails */
    int64_t      open;  /* after the steps so far */
    int64_t      open_at_due;
    int64_t      settled_before[DC_AGED_DAYS_MAX + 1]; /* [report]: since the report before */
    dc_leavings *leavings;                             /* NULL: nobody asks */
} plan_walk;

static void pay_step(dc_flows *flows, plan_walk *walk, const dc_terms_of *item, int32_t day,
                     int64_t amount, bool lost)
{
    int32_t row = day <= flows->day_count ? day : flows->day_count + 1;
    dc_flow from = row > item->due ? DC_FLOW_SETTLED_OVERDUE : DC_FLOW_SETTLED_NOT_DUE;
    put(flows, from, row, walk->path, amount);
    if (lost)
        put(flows, DC_FLOW_WRITTEN_OFF, row, walk->path, amount);
    if (walk->leavings)
        walk->leavings->of[walk->leavings->count++] =
            (dc_leaving){.day = day, .lost = lost, .amount = amount};
    walk->open -= amount;
    if (row <= item->due)
        walk->open_at_due -= amount;
    walk->settled_before[flows->report_from[row]] += amount;
}

static void close_walk(dc_flows *flows, const plan_walk *walk, const dc_terms_of *item)
{
    if (item->due >= 0 && item->due < flows->day_count)
        put(flows, DC_FLOW_FELL_DUE, item->due + 1, walk->path, walk->open_at_due);
    int64_t open = item->amount - walk->settled_before[0];
    for (size_t r = 0; r < flows->report_count && open != 0; r++) {
        int bucket = dc_bucket_of(flows->edges, flows->report_days[r] - item->due);
        if (bucket >= DC_BUCKETS_LEFT)
            ageing_row(flows, (size_t)walk->path / T, r, bucket)[walk->path % T] += open;
        open -= walk->settled_before[r + 1];
    }
}

static plan_walk start_walk(int32_t path, int64_t amount)
{
    return (plan_walk){path, DC_DEFAULT_NEVER, amount, amount, {0}, NULL};
}

/* Credits and unapplied cash go with the first money: the down payment, or the only payment. */
static void use_credits(dc_flows *flows, const dc_terms_of *item, int32_t path, int32_t day)
{
    int32_t row = day <= flows->day_count ? day : flows->day_count + 1;
    put(flows, DC_FLOW_NOT_CASH, row, path, item->not_cash);
    put(flows, DC_FLOW_CREDITS_USED, row, path, item->credits);
    put(flows, DC_FLOW_UNAPPLIED_USED, row, path, item->unapplied);
}

/* The rest is written off, and a part of it comes back. */
static void fail(dc_flows *flows, plan_walk *walk, const dc_terms_of *item)
{
    int32_t day = dc_failure_write_off(walk->fails), back = day + item->recovery_days;
    int64_t recovered = dc_failure_recovered(item->recovered_share, walk->open);
    pay_step(flows, walk, item, day, walk->open, true);
    if (walk->leavings) {
        dc_leaving *last = &walk->leavings->of[walk->leavings->count - 1];
        last->recovered_day = back;
        last->recovered = recovered;
    }
    put(flows, DC_FLOW_RECOVERED, back <= flows->day_count ? back : flows->day_count + 1,
        walk->path, recovered);
}

/* Of the step that was posted last. */
static void note_cost(const plan_walk *walk, int64_t cost)
{
    if (walk->leavings)
        walk->leavings->of[walk->leavings->count - 1].cost = cost;
}

static void walk_plan(dc_flows *flows, plan_walk *walk, const dc_terms_of *item,
                      const dc_planned *planned)
{
    const dc_plan_steps *steps = planned->steps;
    int32_t              missed = planned->missed[walk->path];
    bool                 lost = planned->after->lost[walk->path];
    for (int32_t step = 0; step < missed; step++) {
        if (steps->day[step] >= walk->fails) {
            fail(flows, walk, item);
            return;
        }
        if (step == 0)
            use_credits(flows, item, walk->path, steps->day[0]);
        pay_step(flows, walk, item, steps->day[step], steps->amount[step], false);
        note_cost(walk, planned->costs->step[step]);
    }
    if (missed == steps->count)
        return;
    int32_t day = steps->day[missed] + planned->after->day[walk->path];
    if (walk->leavings && planned->costs->handed_day[missed] < walk->fails) {
        walk->leavings->handed_day = planned->costs->handed_day[missed];
        walk->leavings->handed = planned->costs->handed[missed];
    }
    if (day >= walk->fails) {
        fail(flows, walk, item);
        return;
    }
    pay_step(flows, walk, item, day, walk->open, lost);
    note_cost(walk, lost ? 0 : planned->costs->rest[missed]);
}

/* A plan refused: the claim is settled as it would have been, in two parts where it comes so. */
static void walk_alone(dc_flows *flows, plan_walk *walk, const dc_terms_of *item,
                       const dc_fate *fate)
{
    bool           parted = fate->rest && fate->rest->times[walk->path] > 0;
    const dc_fate *part[] = {fate, fate->rest};
    int64_t        amount[] = {parted ? item->amount - item->rest : item->amount, item->rest};
    bool           failed = false;
    for (int i = 0; i <= parted; i++) {
        int32_t day = part[i]->day[walk->path];
        bool    lost = part[i]->lost[walk->path];
        if (day >= walk->fails) {
            failed = true;
            continue;
        }
        if (i == 0 && !lost)
            use_credits(flows, item, walk->path, day);
        pay_step(flows, walk, item, day, amount[i], lost);
    }
    if (failed)
        fail(flows, walk, item);
}

void dc_post_plan(dc_flows *flows, const dc_fate *fate, const dc_terms_of *item,
                  const dc_planned *planned, const dc_failed *failed, dc_leavings *leavings)
{
    size_t next = 0;
    for (int32_t i = 0; i < B; i++) {
        plan_walk walk = start_walk(i, item->amount);
        if (leavings) {
            walk.leavings = &leavings[i];
            walk.leavings->count = walk.leavings->handed_day = 0;
            walk.leavings->handed = 0;
        }
        if (failed && next < failed->count && failed->path[next] == i)
            walk.fails = failed->day[next++];
        if (planned->accepted[i])
            walk_plan(flows, &walk, item, planned);
        else
            walk_alone(flows, &walk, item, fate);
        close_walk(flows, &walk, item);
    }
}
