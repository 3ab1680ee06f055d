/* aged.c - ageing of what posting leaves to the balances: dc_flows_age. */
#include "duecast/clones.h"
#include "post.h"

enum { T = DC_PATH_TILE };

/* Balances of a tile's paths. */
typedef struct {
    int64_t not_due[T], overdue[T];
} aged_balances;

DC_PART void pass_day(aged_balances *now, const dc_flows *flows, size_t row)
{
    const int64_t *invoiced = flows->flow[DC_FLOW_INVOICED] + row;
    const int64_t *fell_due = flows->flow[DC_FLOW_FELL_DUE] + row;
    const int64_t *from_not_due = flows->flow[DC_FLOW_SETTLED_NOT_DUE] + row;
    const int64_t *from_overdue = flows->flow[DC_FLOW_SETTLED_OVERDUE] + row;
    for (size_t i = 0; i < T; i++) {
        now->not_due[i] += invoiced[i] - fell_due[i] - from_not_due[i];
        now->overdue[i] += fell_due[i] - from_overdue[i];
    }
}

/* `bucket`: [DC_BUCKETS][T] of a report. */
DC_PART void fill_buckets(int64_t *bucket, const aged_balances *now)
{
    for (size_t i = 0; i < T; i++) {
        int64_t older = 0;
        for (size_t b = DC_BUCKETS_LEFT; b < DC_BUCKETS; b++)
            older += bucket[b * T + i];
        bucket[i] = now->not_due[i];
        bucket[T + i] = now->overdue[i] - older;
    }
}

DC_CLONES static void age_tile(dc_flows *flows, size_t tile, int64_t not_due, int64_t overdue)
{
    int32_t       day = 0;
    aged_balances now;
    for (size_t i = 0; i < T; i++) {
        now.not_due[i] = not_due;
        now.overdue[i] = overdue;
    }
    for (size_t r = 0; r < flows->report_count; r++) {
        for (; day < flows->report_days[r]; day++)
            pass_day(&now, flows, (tile * ((size_t)flows->day_count + 2) + (size_t)day + 1) * T);
        fill_buckets(flows->ageing + (tile * flows->report_count + r) * DC_BUCKETS * T, &now);
    }
}

void dc_flows_age(dc_flows *flows, int64_t not_due, int64_t overdue)
{
    for (size_t tile = 0; tile < DC_TILES; tile++)
        age_tile(flows, tile, not_due, overdue);
}
