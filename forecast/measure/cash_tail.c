/* cash_tail.c - purchases, costs and sales tax of a tile of paths, day by day (cash_tail.h). */
#include <math.h>
#include <string.h>

#include "duecast/cash_tail.h"
#include "duecast/clones.h"

enum { T = DC_PATH_TILE };

/* Running sums of a tile, whole minor units. */
typedef struct {
    double  invoiced[T], cost[T], made[T], bought[T], billed[T], taxed[T];
    int64_t offset[T]; /* inventory beside what the rule asks for */
} running;

DC_PART void clear(dc_tail_days *out, const dc_tail *tail)
{
    size_t values = ((size_t)tail->day_count + 2) * T;
    for (size_t i = 0; i < tail->driven_count; i++)
        memset(out->flow[i], 0, values * sizeof **out->flow);
    memset(out->due, 0, values * sizeof *out->due);
    memset(out->payables, 0, values * sizeof *out->payables);
    for (int i = 0; i < T; i++) {
        out->inventory[i] = tail->inventory;
        out->tax[i] = tail->settles ? tail->tax_booked[0] : 0;
    }
}

/* What the rule asks for on a day; sales of 91 days are those of the path and the ledger's. */
DC_PART double wanted(const dc_tail *tail, const double *cumulative, int32_t day, int i)
{
    int32_t back = day - DC_TAIL_WINDOW;
    double  window = cumulative[(size_t)day * T + (size_t)i] -
                    (back > 0 ? cumulative[(size_t)back * T + (size_t)i] : 0.0) + tail->past[day];
    return nearbyint(window * tail->cost * tail->hold_days[day] / DC_TAIL_WINDOW);
}

/* What is made or bought of stock on a day, at cost; moves the inventory. */
DC_PART int64_t restock(dc_tail_days *out, running *now, const dc_tail *tail,
                        const double *cumulative, int32_t day, int i, int64_t cost)
{
    size_t  at = (size_t)day * T + (size_t)i;
    int64_t before = out->inventory[at - T], target = before, made = cost;
    if (tail->holds)
        target = (int64_t)wanted(tail, cumulative, day, i) + now->offset[i];
    if (day < tail->first_day) { /* plan lines buy: what is there stays */
        now->offset[i] += before - target;
        out->inventory[at] = before;
        return 0;
    }
    if (tail->holds) {
        target = target + tail->changed[day] > 0 ? target + tail->changed[day] : 0;
        made = cost + target - before > 0 ? cost + target - before : 0;
    }
    out->inventory[at] = before + made - cost;
    return made;
}

/* A bill of so much is split by terms; parts are differences of rounded sums. */
DC_PART void owe(dc_tail_days *out, const dc_tail *tail, int32_t day, int i, int64_t billed)
{
    int64_t *flow = out->flow[tail->driven_bought], split = 0;
    for (size_t g = 0; g < tail->group_count; g++) {
        const dc_tail_group *group = &tail->group[g];
        int64_t to = (int64_t)nearbyint((double)billed * group->share_to), part = to - split;
        size_t  paid = (size_t)group->paid_on[day] * T + (size_t)i;
        split = to;
        out->payables[(size_t)day * T + (size_t)i] += part;
        out->payables[paid] -= part;
        if (group->off[day] > 0.0)
            part -= (int64_t)nearbyint((double)part * group->off[day]);
        flow[paid] -= part;
    }
}

DC_PART void buy(dc_tail_days *out, running *now, const dc_tail *tail, const double *cumulative,
                 int32_t day)
{
    for (int i = 0; i < T; i++) {
        double  cost = nearbyint(now->invoiced[i] * tail->cost);
        int64_t made = restock(out, now, tail, cumulative, day, i, (int64_t)(cost - now->cost[i]));
        now->cost[i] = cost;
        if (made == 0)
            continue;
        now->made[i] += (double)made;
        double bought = nearbyint(now->made[i] * tail->bought);
        double billed = nearbyint(bought * tail->with_vat), before = now->billed[i];
        double tax = (billed - bought) - (before - now->bought[i]);
        now->bought[i] = bought;
        now->billed[i] = billed;
        owe(out, tail, day, i, (int64_t)(billed - before));
        if (tail->settles)
            out->due[(size_t)day * T + (size_t)i] -= (int64_t)tax;
    }
}

DC_PART void pay_links(dc_tail_days *out, const dc_tail *tail, const double *sales, int32_t day)
{
    for (size_t l = 0; l < tail->link_count; l++) {
        const dc_tail_link *link = &tail->link[l];
        double              rate = link->per_gross[day];
        int64_t             known = link->known ? link->known[day] : 0;
        size_t              at = (size_t)day * T;
        int32_t             last = tail->day_count + 1;
        size_t paid = (size_t)(day + link->delay < last ? day + link->delay : last) * T;
        for (int i = 0; i < T && known != 0; i++)
            out->flow[link->driven][at + (size_t)i] += known;
        for (int i = 0; i < T && rate != 0.0; i++) {
            int64_t net = (int64_t)nearbyint(sales[at + (size_t)i] * rate);
            int64_t tax = (int64_t)nearbyint((double)net * link->vat);
            out->flow[link->driven][paid + (size_t)i] += net + tax;
            out->payables[at + (size_t)i] -= net + tax;
            out->payables[paid + (size_t)i] += net + tax;
            if (tail->settles)
                out->due[at + (size_t)i] += tax;
        }
    }
}

DC_PART void tax_sales(dc_tail_days *out, running *now, const dc_tail *tail, int32_t day)
{
    for (int i = 0; i < T; i++) {
        double taxed = nearbyint(now->invoiced[i] * tail->tax);
        out->due[(size_t)day * T + (size_t)i] += (int64_t)(taxed - now->taxed[i]);
        now->taxed[i] = taxed;
    }
}

/* What was booked by day is settled on the day of its period; a balance in our favour waits, or
 * comes back. */
DC_PART void settle(dc_tail_days *out, const dc_tail *tail)
{
    int64_t *flow = out->flow[tail->driven_tax];
    for (int i = 0; i < T; i++) {
        int64_t credit = 0, owed = out->tax[i];
        for (int32_t day = 1; day <= tail->day_count; day++) {
            size_t at = (size_t)day * T + (size_t)i;
            if (tail->settled_on[day] > 0) {
                int64_t booked = out->due[at] + tail->tax_booked[day];
                flow[(size_t)tail->settled_on[day] * T + (size_t)i] += booked;
                owed += booked;
            }
            if (tail->settles_on[day]) {
                int64_t balance = flow[at] + tail->tax_past[day] + credit;
                bool    waits = balance < 0 && !tail->refunds;
                credit = waits ? balance : 0;
                flow[at] = waits ? 0 : -balance;
                owed += flow[at];
            }
            out->tax[at] = owed;
        }
    }
}

DC_CLONES void dc_tail_follow(dc_tail_days *out, const dc_tail *tail, const double *sales)
{
    running now = {.offset = {0}};
    double *cumulative = out->cumulative;
    clear(out, tail);
    memset(cumulative, 0, T * sizeof *cumulative);
    for (int i = 0; i < T && tail->holds; i++)
        now.offset[i] = tail->inventory - (int64_t)wanted(tail, cumulative, 0, i);
    for (int32_t day = 1; day <= tail->day_count; day++) {
        size_t at = (size_t)day * T;
        for (int i = 0; i < T; i++) {
            now.invoiced[i] += sales[at + (size_t)i];
            cumulative[at + (size_t)i] = now.invoiced[i];
            out->inventory[at + (size_t)i] = out->inventory[at - T + (size_t)i];
        }
        if (tail->buys)
            buy(out, &now, tail, cumulative, day);
        pay_links(out, tail, sales, day);
        if (tail->settles)
            tax_sales(out, &now, tail, day);
    }
    for (size_t at = T; at < ((size_t)tail->day_count + 1) * T; at++)
        out->payables[at] += out->payables[at - T];
    if (tail->settles)
        settle(out, tail);
}
