/*
 * limits.c - which orders credit limits hold back.
 *
 * A customer's orders are taken in the order of their days.  What is expected to be open of it on
 * that day - its claims, and its orders so far as they were let through - leaves so much room below
 * its limit; what an order needs beyond that is held.  Expected is what items are without other
 * levers, so that a limit is a fact of customer and day and no path has its own.
 */
#include <stdlib.h>
#include <string.h>

#include "laws.h"

/* An order of a customer, or a claim, which comes first. */
typedef struct {
    uint32_t customer, item;
    int32_t  issue;
} held_item;

typedef struct {
    const dc_book   *book;
    const dc_items  *items;
    const dc_policy *policy;
    held_item       *all; /* of customers, sorted */
    size_t           count;
    int32_t          days; /* the last day on which anything is ordered */
    double          *open; /* days + 1 */
    dc_law           law;
} limiting;

static int compare(const void *left, const void *right)
{
    const held_item *a = left, *b = right;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    if (a->issue != b->issue)
        return a->issue < b->issue ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static void gather(limiting *own)
{
    const dc_items *items = own->items;
    own->all = dc_heap_alloc(items->count + 1, sizeof *own->all);
    for (uint32_t i = 0; i < items->count; i++) {
        if (items->customer[i] == UINT32_MAX || !own->book->currencies[items->currency[i]].has_rate)
            continue;
        bool is_claim = i < items->claim_count;
        own->all[own->count++] = (held_item){items->customer[i], i, is_claim ? 0 : items->issue[i]};
        own->days = is_claim || items->issue[i] < own->days ? own->days : items->issue[i];
    }
    qsort(own->all, own->count, sizeof *own->all, compare);
}

static double home_amount(const limiting *own, uint32_t item)
{
    dc_money amount = DC_MONEY(own->items->amount[item]);
    return (double)dc_book_translate(own->book, own->items->currency[item], amount).minor;
}

/* The first that fits; NULL: none. */
static const dc_credit_limit_row *limit_of(const limiting *own, uint32_t item)
{
    dc_item_facts facts = dc_item_facts_of(own->book, own->items, item);
    for (size_t i = 0; i < own->policy->limit_count; i++) {
        const dc_credit_limit_row *by = &own->policy->limits[i];
        if (!dc_credit_limit_is_idle(by) && own->items->issue[item] >= by->from &&
            dc_scopes_fit(&by->scopes, own->book, &facts))
            return by;
    }
    return NULL;
}

/* Adds what is expected to be open of the item on each day from its issue on. */
static void add_open(limiting *own, uint32_t item, double amount)
{
    int32_t first = own->items->issue[item] > 0 ? own->items->issue[item] : 0;
    dc_laws_read(&own->law, own->items->laws, item);
    for (int32_t day = first; day <= own->days; day++)
        own->open[day] += amount * (1.0 - own->law.paid[day] - own->law.lost[day]);
}

/* The claims and orders of one customer. */
static void hold(limiting *own, dc_treatment *out, const held_item *of, size_t count, double a_day)
{
    memset(own->open, 0, ((size_t)own->days + 1) * sizeof *own->open);
    for (size_t i = 0; i < count; i++) {
        uint32_t                   item = of[i].item;
        double                     amount = home_amount(own, item);
        const dc_credit_limit_row *by = of[i].issue > 0 ? limit_of(own, item) : NULL;
        if (by && amount > 0.0) {
            double room = dc_credit_limit_for(by, own->book, of[i].customer, a_day);
            double held = (amount - room + own->open[of[i].issue]) / amount;
            out[item].ordered = 1.0 - by->lost * (held < 0.0 ? 0.0 : held < 1.0 ? held : 1.0);
        }
        add_open(own, item, amount * out[item].ordered);
    }
}

/* What it orders a day in the next quarter. */
static double orders_a_day(const limiting *own, const held_item *of, size_t count)
{
    int32_t span = own->days < DC_LIMIT_QUARTER ? own->days : DC_LIMIT_QUARTER;
    double  sum = 0.0;
    for (size_t i = 0; i < count; i++)
        if (of[i].issue > 0 && of[i].issue <= span)
            sum += home_amount(own, of[i].item);
    return sum / span;
}

void dc_treat_limits(dc_treatment *out, const dc_book *book, const dc_items *items,
                     const dc_policy *policy)
{
    if (!dc_policy_holds_orders(policy) || items->count == items->claim_count)
        return;
    limiting own = {.book = book, .items = items, .policy = policy};
    gather(&own);
    size_t days = (size_t)own.days + 1;
    own.open = dc_heap_alloc(days, sizeof *own.open);
    own.law = (dc_law){own.days, dc_heap_alloc(days, sizeof(double)),
                       dc_heap_alloc(days, sizeof(double))};
    for (size_t from = 0, to; from < own.count && own.days > 0; from = to) {
        for (to = from; to < own.count && own.all[to].customer == own.all[from].customer; to++)
            continue;
        hold(&own, out, own.all + from, to - from, orders_a_day(&own, own.all + from, to - from));
    }
    free(own.all);
    free(own.open);
    free(own.law.paid);
    free(own.law.lost);
}
