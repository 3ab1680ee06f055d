/* verify_limits.c - orders that credit limits hold, told order by order: what is open of a customer
 * is summed up anew for each.  See verify.h. */
#include <math.h>
#include <stdlib.h>

#include "verify.h"

/* One customer's orders by day, and what is open of each, and of all its claims, on every day. */
typedef struct {
    const dc_replay *replay;
    const dc_policy *policy;
    uint32_t         customer;
    int32_t          days;
    size_t           count;
    uint32_t        *order;
    double          *part; /* [order][day]: chance that it is still open */
    double          *owed; /* by its claims: [day] */
    double           a_day;
} buyer;

static double amount_of(const dc_replay *replay, uint32_t item)
{
    dc_money amount = DC_MONEY(replay->items->amount[item]);
    return (double)dc_book_translate(replay->book, replay->items->currency[item], amount).minor;
}

static bool is_buyers(const buyer *own, uint32_t item)
{
    uint16_t currency = own->replay->items->currency[item];
    return own->replay->items->customer[item] == own->customer &&
           own->replay->book->currencies[currency].has_rate;
}

/* Sorted by insertion: items of a week and customer stand by day already. */
static void add_order(buyer *own, uint32_t item)
{
    const int32_t *issue = own->replay->items->issue;
    size_t         at = own->count++;
    for (; at > 0 && issue[own->order[at - 1]] > issue[item]; at--)
        own->order[at] = own->order[at - 1];
    own->order[at] = item;
}

static void gather(buyer *own, dc_law *law)
{
    const dc_items *items = own->replay->items;
    size_t          width = (size_t)own->days + 1;
    own->count = 0;
    for (int32_t day = 0; day <= own->days; day++)
        own->owed[day] = 0.0;
    for (uint32_t i = 0; i < items->count; i++) {
        if (is_buyers(own, i) && i >= items->claim_count)
            add_order(own, i);
        if (!is_buyers(own, i) || i >= items->claim_count || !dc_items_law(law, items, i))
            continue;
        for (int32_t day = 0; day <= own->days; day++)
            own->owed[day] += amount_of(own->replay, i) * (1.0 - law->paid[day] - law->lost[day]);
    }
    for (size_t k = 0; k < own->count && dc_items_law(law, items, own->order[k]); k++)
        for (int32_t day = 0; day <= own->days; day++)
            own->part[k * width + (size_t)day] = 1.0 - law->paid[day] - law->lost[day];
    int32_t quarter = own->days < 91 ? own->days : 91;
    own->a_day = 0.0;
    for (size_t k = 0; k < own->count; k++)
        if (items->issue[own->order[k]] <= quarter)
            own->a_day += amount_of(own->replay, own->order[k]) / quarter;
}

static const dc_credit_limit_row *limit_of(const buyer *own, uint32_t item)
{
    dc_item_facts facts = dc_replay_facts_of(own->replay, item);
    for (size_t i = 0; i < own->policy->limit_count; i++)
        if (!dc_credit_limit_is_idle(&own->policy->limits[i]) &&
            own->replay->items->issue[item] >= own->policy->limits[i].from &&
            dc_scopes_fit(&own->policy->limits[i].scopes, own->replay->book, &facts))
            return &own->policy->limits[i];
    return NULL;
}

static double most(const buyer *own, const dc_credit_limit_row *by)
{
    int64_t listed = own->replay->book->customers.credit_limit[own->customer];
    double  limit = by->limit == INT64_MAX ? INFINITY : (double)by->limit;
    if (by->customer_limits && listed >= 0)
        limit = (double)listed;
    if (by->days > 0 && by->days * own->a_day < limit)
        limit = by->days * own->a_day;
    return limit * by->factor;
}

static void hold(const buyer *own, double *kept)
{
    const dc_items *items = own->replay->items;
    double         *through = dc_heap_alloc(own->count + 1, sizeof *through);
    for (size_t k = 0; k < own->count; k++) {
        uint32_t                   item = own->order[k];
        const dc_credit_limit_row *by = limit_of(own, item);
        double                     amount = amount_of(own->replay, item);
        double                     open = own->owed[items->issue[item]];
        for (size_t j = 0; j < k; j++)
            open += through[j] * amount_of(own->replay, own->order[j]) *
                    own->part[j * ((size_t)own->days + 1) + (size_t)items->issue[item]];
        through[k] = 1.0;
        if (by && amount > 0.0)
            through[k] -= by->lost * fmin(fmax(1.0 - (most(own, by) - open) / amount, 0.0), 1.0);
        kept[item] *= through[k];
    }
    free(through);
}

void dc_replay_hold_orders(const dc_replay *replay, size_t scenario)
{
    const dc_items *items = replay->items;
    buyer           own = {.replay = replay, .policy = replay->policies[scenario]};
    if (own.policy->limit_count == 0)
        return;
    for (uint32_t i = (uint32_t)items->claim_count; i < items->count; i++)
        if (items->customer[i] != UINT32_MAX && items->issue[i] > own.days)
            own.days = items->issue[i];
    size_t width = (size_t)own.days + 1, slots = items->count - items->claim_count;
    dc_law law = {own.days, dc_heap_alloc(width, sizeof(double)),
                  dc_heap_alloc(width, sizeof(double))};
    own.order = dc_heap_alloc(slots + 1, sizeof *own.order);
    own.part = dc_heap_alloc((slots + 1) * width, sizeof *own.part);
    own.owed = dc_heap_alloc(width, sizeof *own.owed);
    for (own.customer = 0; own.customer < replay->book->customers.count; own.customer++) {
        gather(&own, &law);
        hold(&own, replay->kept[scenario]);
    }
    free(law.paid);
    free(law.lost);
    free(own.order);
    free(own.part);
    free(own.owed);
}
