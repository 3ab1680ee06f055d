/* lot_plan.c - see lot_plan.h. */
#include "lot_plan.h"

#include <math.h>
#include <string.h>

#include "placing.h"

static const dc_instalments *plan_of(const dc_lot *lot, const dc_lot_ask *ask)
{
    return &ask->policy->plans[lot->treatment.plan];
}

/* --- ways ------------------------------------------------------------------------------------- */

void dc_plan_ways_make(dc_plan_ways *out, const dc_lot *lot, const dc_lot_ask *ask)
{
    const dc_items *items = ask->items;
    double          weight = ask->weight[items->currency[lot->item]], miss, kept = 1.0;
    int64_t         amount = items->amount[lot->item], not_cash = items->not_cash[lot->item];
    double          left = weight * (double)(amount - not_cash);
    dc_plan_steps   steps;
    dc_plan_make(&steps, plan_of(lot, ask), ask->book->as_of, amount, not_cash);
    miss = dc_plan_miss(plan_of(lot, ask));
    out->count = steps.count;
    for (int32_t s = 0; s < steps.count; s++) {
        out->day[s] = steps.day[s];
        out->step[s] = weight * (double)(steps.amount[s] - (s == 0 ? not_cash : 0));
        left -= out->step[s];
        out->rest[s + 1] = s + 1 < steps.count ? left : 0.0;
        out->chance[s + 1] = s + 1 < steps.count ? kept * miss : kept;
        kept *= 1.0 - miss;
    }
}

void dc_plan_ways_add(double *mean, double *second, const dc_plan_ways *ways, int32_t way,
                      const double *settled, const dc_lot_ask *ask)
{
    double  chance = ways->chance[way], rest = ways->rest[way], kept = 0.0;
    int32_t step = 0;
    for (size_t j = 0; j < ask->day_count; j++) {
        while (step < way && ways->day[step] <= ask->day[j])
            kept += ways->step[step++];
        double later = settled ? settled[j] : 0.0;
        mean[j] += chance * (kept + later * rest);
        second[j] += chance * ((1.0 - later) * kept * kept + later * (kept + rest) * (kept + rest));
    }
}

/* Between two days looked at it moves on evenly. */
void dc_lot_look_back(dc_stand *place, const dc_lot *lot, const dc_lot_ask *ask, int32_t missed)
{
    enum { WEEK = 7 };
    const dc_rises *rises = &lot->laws->table[lot->table].rises;
    size_t          before = 0; /* the first day looked at that is not before the day wanted */
    for (size_t j = 0; j < ask->day_count; j++) {
        int32_t day = ask->day[j] - missed;
        while (day > ask->day[before])
            before++;
        int32_t from = before > 0 ? ask->day[before - 1] : 0;
        double  at = before > 0 ? fmax(lot->place[before - 1].day, 0.0) : 0.0;
        double  part = (double)(day - from) / (double)(ask->day[before] - from);
        at += part * (fmax(lot->place[before].day, 0.0) - at);
        place[j] = dc_stand_of(rises, lot->origin / WEEK, day > 0 ? at : 0.0);
    }
}

/* --- over all paces --------------------------------------------------------------------------- */

/* settled[]: by days after a miss on that day. */
static void fill_end(double *settled, dc_lot_room *room, const dc_lot *lot, const dc_lot_ask *ask,
                     int32_t missed)
{
    const dc_instalments *plan = plan_of(lot, ask);
    int32_t               reach = room->now.reach;
    if (plan->after_miss == DC_MISS_OWN_LAW) {
        memcpy(settled + 1, room->now.paid + 1, (size_t)reach * sizeof *settled);
    } else {
        dc_plan_end end =
            dc_plan_end_of(ask->policy, plan, lot->treatment.placements,
                           ask->items->issue[lot->item], ask->items->due[lot->item], missed);
        dc_day_law_of_end(&room->next, &end);
    }
    settled[0] = 0.0;
    for (int32_t day = 1; day <= reach; day++)
        settled[day] += settled[day - 1];
}

/* `variance` is the second moment first. */
void dc_lot_fill_plan(dc_lot *lot, dc_lot_room *room, const dc_lot_ask *ask)
{
    const dc_instalments *plan = plan_of(lot, ask);
    double               *by_days = room->next.paid, *settled = lot->open;
    dc_plan_ways          ways;
    dc_plan_ways_make(&ways, lot, ask);
    memset(lot->chance, 0, ask->day_count * sizeof *lot->chance);
    memset(lot->variance, 0, ask->day_count * sizeof *lot->variance);
    for (int32_t way = 1; way < ways.count; way++) {
        int32_t missed = ways.day[way];
        if (way == 1 || dc_plan_taker(plan, lot->treatment.placements) != DC_NONE)
            fill_end(by_days, room, lot, ask, missed);
        for (size_t j = 0; j < ask->day_count; j++)
            settled[j] = ask->day[j] > missed ? by_days[ask->day[j] - missed] : 0.0;
        dc_plan_ways_add(lot->chance, lot->variance, &ways, way, settled, ask);
    }
    dc_plan_ways_add(lot->chance, lot->variance, &ways, ways.count, NULL, ask);
    for (size_t j = 0; j < ask->day_count; j++) {
        double mean = lot->chance[j];
        lot->variance[j] = fmax(lot->variance[j] - mean * mean, 0.0);
        lot->open[j] = lot->cash > 0.0 ? 1.0 - mean / lot->cash : 0.0;
    }
}
