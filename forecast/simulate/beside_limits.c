/* beside_limits.c - limits of insurances: losses of a block are settled once all are known. */
#include <stdlib.h>
#include <string.h>

#include "beside_flows.h"

enum { B = DC_PATH_BLOCK };

static int compare_losses(const void *left, const void *right)
{
    const dc_loss *a = left, *b = right;
    if (a->insurance != b->insurance)
        return a->insurance < b->insurance ? -1 : 1;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    if (a->path != b->path)
        return a->path < b->path ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

static int64_t paid_for(const dc_insurance *by, int64_t limit, int64_t losses)
{
    int64_t within = losses < limit ? losses : limit;
    if (losses < by->threshold || within <= by->excess)
        return 0;
    return dc_contract_share(within - by->excess, by->cover);
}

static int64_t after_aggregates(const dc_insurance *by, int64_t sum)
{
    int64_t above = sum > by->first_loss ? sum - by->first_loss : 0;
    return above < by->maximum ? above : by->maximum;
}

/* Losses of one insurance, customer by customer, into the pool; returns those looked at. */
static size_t pool_losses(dc_beside_flows *own, const dc_loss *losses, size_t count)
{
    const dc_insurance *by = &own->by->policy->insurances[losses->insurance];
    size_t              days = (size_t)own->by->day_count + 1, i = 0;
    int64_t             sum = 0;
    for (; i < count && losses[i].insurance == losses->insurance; i++) {
        const dc_loss *now = &losses[i];
        if (i == 0 || now->customer != now[-1].customer || now->path != now[-1].path)
            sum = 0;
        int64_t before = paid_for(by, now->limit, sum);
        sum += now->amount;
        own->pool[now->path * days + (size_t)now->day] += paid_for(by, now->limit, sum) - before;
    }
    return i;
}

void dc_beside_close(dc_beside_flows *own)
{
    size_t days = (size_t)own->by->day_count + 1;
    dc_charges_take_fixed(own);
    if (own->loss_count == 0)
        return;
    qsort(own->losses, own->loss_count, sizeof *own->losses, compare_losses);
    for (size_t next = 0; next < own->loss_count;) {
        const dc_insurance *by = &own->by->policy->insurances[own->losses[next].insurance];
        memset(own->pool, 0, days * B * sizeof *own->pool);
        next += pool_losses(own, own->losses + next, own->loss_count - next);
        for (size_t path = 0; path < B; path++) {
            int64_t sum = 0;
            for (size_t day = 1; day < days; day++) {
                int64_t before = after_aggregates(by, sum);
                sum += own->pool[path * days + day];
                dc_beside_put(own, DC_BESIDE_INDEMNITIES, (int32_t)day + by->settlement,
                              (int32_t)path, after_aggregates(by, sum) - before);
            }
        }
    }
}
