/* beside.c - see beside.h. */
#include "beside_flows.h"

#include <stdlib.h>
#include <string.h>

#include "laws.h"

enum { B = DC_PATH_BLOCK, T = DC_PATH_TILE };

/* --- flows of a block of paths ---------------------------------------------------------------- */

dc_beside_flows *dc_beside_new(const dc_contracting *by)
{
    if (!by->of)
        return NULL;
    size_t           size = dc_beside_size(by->day_count);
    dc_beside_flows *own = dc_heap_alloc(1, sizeof *own);
    own->by = by;
    for (size_t i = 0; i < DC_CONTRACT_CHARGES_MAX; i++)
        own->last[i].item = UINT32_MAX;
    own->flow = dc_heap_alloc(DC_BESIDE_COUNT * size, sizeof *own->flow);
    if (!dc_policy_is_exact(by->policy))
        own->pool = dc_heap_alloc(size, sizeof *own->pool);
    return own;
}

void dc_beside_free(dc_beside_flows *own)
{
    if (!own)
        return;
    free(own->flow);
    free(own->losses);
    free(own->pool);
    free(own);
}

size_t dc_beside_bytes(const dc_policy *policy, const dc_simulate_options *options)
{
    size_t matrices = DC_BESIDE_COUNT + !dc_policy_is_exact(policy);
    return dc_policy_is_costed(policy)
               ? matrices * dc_beside_size(options->horizon_days) * sizeof(int64_t)
               : 0;
}

void dc_beside_clear(dc_beside_flows *own)
{
    size_t size = dc_beside_size(own->by->day_count);
    for (size_t f = 0; f < DC_BESIDE_COUNT; f++) {
        if (own->used[f])
            memset(own->flow + f * size, 0, size * sizeof *own->flow);
        own->used[f] = false;
    }
    own->loss_count = 0;
}

void dc_beside_tell(dc_block *block, const dc_beside_flows *own)
{
    for (size_t f = 0; f < DC_BESIDE_COUNT; f++) {
        block->beside[f] = own->flow + f * dc_beside_size(own->by->day_count);
        block->beside_used[f] = own->used[f];
    }
}

static void post(const dc_occurrence *of, dc_beside which, int32_t day, int64_t amount)
{
    if (amount != 0)
        dc_beside_put(of->flows, which, day, of->path,
                      of->times * dc_contract_home(of->flows->by, of->item, amount));
}

/* --- factoring -------------------------------------------------------------------------------- */

/* What is still with the factor. */
typedef struct {
    const dc_factoring *by;
    int32_t             since;
    int64_t             sold, advance;
    double              recourse; /* 0 once it has been exercised */
} position;

/* `sold` of it leaves the factor, with its advance. */
static void leave_factor(const dc_occurrence *of, position *at, int32_t day, int64_t sold,
                         int64_t advance)
{
    post(of, DC_BESIDE_SOLD, day, -sold);
    post(of, DC_BESIDE_ADVANCES, day, -advance);
    post(of, DC_BESIDE_COSTS, day, dc_factor_interest(advance, at->by, day - at->since));
    at->sold -= sold;
    at->advance -= advance;
}

static void buy_back(const dc_occurrence *of, position *at, int32_t day)
{
    leave_factor(of, at, day, dc_contract_share(at->sold, at->recourse),
                 dc_contract_share(at->advance, at->recourse));
    at->recourse = 0.0;
}

/* `open` of the item before this part leaves. */
static void settle_sold(const dc_occurrence *of, position *at, const dc_leaving *part, int64_t open)
{
    int64_t sold = at->sold, advance = at->advance;
    if (part->amount < open) {
        sold = dc_money_ratio(DC_MONEY(sold), part->amount, open, DC_ROUND_HALF_EVEN).minor;
        advance = dc_money_ratio(DC_MONEY(advance), part->amount, open, DC_ROUND_HALF_EVEN).minor;
    }
    leave_factor(of, at, part->day, sold, advance);
    if (!part->lost)
        return;
    int64_t borne = sold - dc_contract_share(sold, at->recourse);
    post(of, DC_BESIDE_INDEMNITIES, part->day, borne);
    if (part->recovered != 0)
        post(of, DC_BESIDE_INDEMNITIES, part->recovered_day,
             -dc_money_ratio(DC_MONEY(part->recovered), borne, part->amount, DC_ROUND_HALF_EVEN)
                  .minor);
}

static void take_factoring(const dc_occurrence *of, const dc_factoring *by,
                           const dc_leavings *leavings)
{
    position at = {.by = by,
                   .since = dc_factor_sale_day(by, of->terms->issue, of->terms->due),
                   .recourse = by->recourse};
    int32_t  back = dc_factor_buy_back_day(by, of->terms), i = 0;
    int64_t  open = of->terms->amount;
    if (at.since == DC_CONTRACT_NEVER)
        return;
    for (; i < leavings->count && leavings->of[i].day <= at.since; i++)
        open -= leavings->of[i].amount;
    if (open <= 0)
        return;
    at.sold = open;
    at.advance = dc_contract_share(open, by->advance);
    post(of, DC_BESIDE_SOLD, at.since, at.sold);
    post(of, DC_BESIDE_ADVANCES, at.since, at.advance);
    post(of, DC_BESIDE_COSTS, at.since, dc_contract_share(at.sold, by->fee));
    for (; i < leavings->count; i++) {
        if (leavings->of[i].day > back && at.recourse > 0.0)
            buy_back(of, &at, back);
        settle_sold(of, &at, &leavings->of[i], open);
        open -= leavings->of[i].amount;
    }
}

/* --- insurance -------------------------------------------------------------------------------- */

static int64_t limit_of(const dc_contracting *by, const dc_insurance *insurance, uint32_t item)
{
    uint32_t customer = by->items->customer[item];
    int64_t  own = customer == UINT32_MAX ? -1 : by->book->customers.insured_limit[customer];
    return insurance->customer_limits && own >= 0 ? own : insurance->limit;
}

static void add_loss(const dc_occurrence *of, int8_t insurance, int32_t day, int64_t amount)
{
    dc_beside_flows    *own = of->flows;
    const dc_insurance *by = &own->by->policy->insurances[insurance];
    if (dc_insurance_is_exact(by)) {
        post(of, DC_BESIDE_INDEMNITIES, day + by->settlement, dc_contract_share(amount, by->cover));
        return;
    }
    if (day > own->by->day_count || amount == 0)
        return;
    if (own->loss_count == own->loss_capacity)
        own->losses = dc_heap_grow(own->losses, &own->loss_capacity, own->loss_count + 1,
                                   sizeof *own->losses);
    own->losses[own->loss_count++] =
        (dc_loss){.customer = own->by->items->customer_entity[of->item],
                  .limit = limit_of(own->by, by, of->item),
                  .amount = of->times * dc_contract_home(own->by, of->item, amount),
                  .day = day,
                  .path = (uint16_t)of->path,
                  .insurance = insurance};
}

/* Open too long it is a loss, whatever becomes of it; what comes in later makes the loss less. */
static void take_insurance(const dc_occurrence *of, int8_t insurance, const dc_leavings *leavings)
{
    const dc_insurance *by = &of->flows->by->policy->insurances[insurance];
    int32_t             last = of->terms->due + by->waiting;
    int64_t             open = of->terms->amount;
    if (of->terms->issue >= 1)
        post(of, DC_BESIDE_COSTS, of->terms->issue, dc_contract_share(open, by->premium));
    if (last < 1)
        return;
    for (int32_t i = 0; i < leavings->count; i++) {
        const dc_leaving *part = &leavings->of[i];
        bool              before = part->day <= last;
        open -= before ? part->amount : 0;
        if (before == part->lost)
            add_loss(of, insurance, part->day, before ? part->amount : -part->amount);
        if (part->recovered != 0)
            add_loss(of, insurance, part->recovered_day, -part->recovered);
    }
    if (open > 0)
        add_loss(of, insurance, last, open);
}

/* --- acceptance bills ------------------------------------------------------------------------- */

static void take_bills(const dc_occurrence *of, const dc_bill_use *by, const dc_leavings *leavings)
{
    for (int32_t i = 0; i < leavings->count; i++) {
        const dc_leaving *part = &leavings->of[i];
        dc_bills_for      bills = dc_bills_for_payment(by, part->amount);
        if (part->lost || part->day < by->from)
            continue;
        post(of, DC_BESIDE_BILLS, part->day, bills.held);
        post(of, DC_BESIDE_BILLS, part->day + by->tenor, -bills.held);
        post(of, DC_BESIDE_COSTS, part->day, bills.discount);
        post(of, DC_BESIDE_INDEMNITIES, part->day + by->tenor, -bills.lost);
    }
}

/* --- paths ------------------------------------------------------------------------------------ */

static void sort_leavings(dc_leavings *leavings)
{
    for (int32_t i = 1; i < leavings->count; i++) {
        dc_leaving now = leavings->of[i];
        int32_t    at = i;
        for (; at > 0 && leavings->of[at - 1].day > now.day; at--)
            leavings->of[at] = leavings->of[at - 1];
        leavings->of[at] = now;
    }
}

/* All but charges. */
static void take_contracts(const dc_occurrence *of, const dc_leavings *leavings)
{
    const dc_policy *policy = of->flows->by->policy;
    dc_contracts     by = of->flows->by->of[of->item];
    if (by.factoring != DC_NONE)
        take_factoring(of, &policy->factorings[by.factoring], leavings);
    if (by.insurance != DC_NONE)
        take_insurance(of, by.insurance, leavings);
    if (by.bills != DC_NONE)
        take_bills(of, &policy->bills[by.bills], leavings);
}

void dc_beside_put_issued(dc_beside_flows *own, dc_beside which, int32_t issue,
                          const uint8_t times[B], int64_t amount)
{
    if (amount == 0 || issue < 1 || issue > own->by->day_count)
        return;
    for (size_t tile = 0; tile < DC_TILES; tile++) {
        int64_t *row = dc_beside_row(own, which, issue, tile);
        for (size_t i = 0; i < T; i++)
            row[i] += times[tile * T + i] * amount;
    }
}

/* What extra sales earn above others, when they are issued. */
static void earn(const dc_occurrence *of, int64_t margin)
{
    if (margin != 0)
        dc_beside_put(of->flows, DC_BESIDE_WON_MARGIN, of->terms->issue, of->path,
                      of->times * margin);
}

void dc_beside_take(const dc_occurrence *of, dc_leavings *leavings)
{
    sort_leavings(leavings);
    take_contracts(of, leavings);
    dc_charges_take(of, leavings);
    earn(of, dc_margin_for(of->flows->by, of->item, of->terms));
}

static dc_leaving leaving_of(const dc_terms_of *terms, const dc_fate *fate, int32_t path,
                             int64_t amount, int64_t recovered)
{
    bool failed = fate->lost[path] == DC_LOST_BY_FAILURE;
    return (dc_leaving){.day = fate->day[path],
                        .lost = fate->lost[path],
                        .amount = amount,
                        .recovered_day = fate->day[path] + terms->recovery_days,
                        .recovered = failed ? recovered : 0};
}

/* A part goes another way than the rest. */
static bool is_parted(const dc_terms_of *terms, const dc_fate *fate, int32_t path)
{
    const dc_fate *rest = fate->rest;
    if (!rest || rest->times[path] == 0 || terms->rest == 0)
        return false;
    return fate->lost[path] != DC_LOST_BY_FAILURE || rest->lost[path] != DC_LOST_BY_FAILURE;
}

static void add_leavings(dc_leavings *all, const dc_terms_of *terms, const dc_fate *fate,
                         int32_t path)
{
    if (!is_parted(terms, fate, path)) {
        all->of[all->count++] = leaving_of(terms, fate, path, terms->amount, terms->recovered);
        return;
    }
    all->of[all->count++] =
        leaving_of(terms, fate, path, terms->amount - terms->rest, terms->recovered_first);
    all->of[all->count++] = leaving_of(terms, fate->rest, path, terms->rest, terms->recovered_rest);
}

void dc_beside_take_two(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                        const dc_beside_part *first, const dc_beside_part *second,
                        const int32_t held[B])
{
    for (int32_t path = 0; path < B; path++) {
        int32_t     times = first->fate->times[path];
        dc_leavings all;
        if (times == 0)
            continue;
        uint64_t      charges = dc_charges_held(own->by, item, terms, held[path]);
        dc_occurrence of = {own, terms, item, path, times, charges};
        all.count = 0;
        add_leavings(&all, first->terms, first->fate, path);
        if (second)
            add_leavings(&all, second->terms, second->fate, path);
        dc_beside_take(&of, &all);
    }
}

/* The last day on which an item that is paid in one piece concerns no contract but for the premium
 * of its insurance; INT32_MIN: on none. */
static int32_t quiet_until(const dc_beside_flows *own, uint32_t item, const dc_terms_of *terms)
{
    dc_contracts by = own->by->of[item];
    if (by.factoring != DC_NONE || by.bills != DC_NONE)
        return INT32_MIN;
    if (by.insurance == DC_NONE)
        return INT32_MAX;
    int32_t last = terms->due + own->by->policy->insurances[by.insurance].waiting;
    return last < 1 ? INT32_MAX : last;
}

/* The premium of paths that are quiet, 0 times on the others. */
static void take_premiums(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                          const uint8_t times[B])
{
    int8_t insurance = own->by->of[item].insurance;
    if (insurance == DC_NONE)
        return;
    double  rate = own->by->policy->insurances[insurance].premium;
    int64_t premium = dc_contract_home(own->by, item, dc_contract_share(terms->amount, rate));
    dc_beside_put_issued(own, DC_BESIDE_COSTS, terms->issue, times, premium);
}

/* whole[i]: how often the item leaves in one piece; quiet[i]: and nothing else happens.  Lists the
 * paths on which it leaves in another way; returns how many. */
static size_t find_quiet(uint8_t list[B], uint8_t whole[restrict B], uint8_t quiet[restrict B],
                         const dc_terms_of *terms, const dc_fate *restrict fate, int32_t until)
{
    const uint16_t last = (uint16_t)(until < 0 ? 0 : until < DC_DAY_NEVER ? until : DC_DAY_NEVER);
    memcpy(whole, fate->times, B);
    for (int32_t path = 0; fate->rest && path < B; path++)
        if (fate->rest->times[path] != 0 && is_parted(terms, fate, path))
            whole[path] = 0;
    memcpy(quiet, whole, B);
    for (int i = 0; until != INT32_MAX && i < B; i++)
        quiet[i] &= (uint8_t) - ((fate->lost[i] == 0) & (fate->day[i] <= last));
    size_t count = 0;
    for (int i = 0; i < B; i++) {
        list[count] = (uint8_t)i;
        count += (quiet[i] == 0) & (fate->times[i] != 0);
    }
    return count;
}

/* Charges and premiums are worked out at once for all paths on which the item leaves in one piece
 * and nothing else happens: nearly all. */
void dc_beside_take_fate(dc_beside_flows *own, uint32_t item, const dc_terms_of *terms,
                         const dc_fate *fate, dc_way way)
{
    uint64_t charges = dc_charges_on(own->by, item, way);
    uint8_t  list[B], whole[B], quiet[B];
    size_t   count = find_quiet(list, whole, quiet, terms, fate, quiet_until(own, item, terms));
    if (charges)
        dc_charges_take_whole(own, item, terms, fate, whole, charges);
    take_premiums(own, item, terms, quiet);
    dc_beside_put_issued(own, DC_BESIDE_WON_MARGIN, terms->issue, fate->times,
                         dc_margin_for(own->by, item, terms));
    for (size_t i = 0; i < count; i++) {
        int32_t       path = list[i];
        dc_occurrence of = {own, terms, item, path, fate->times[path], charges};
        dc_leavings   all;
        all.count = 0;
        add_leavings(&all, terms, fate, path);
        sort_leavings(&all);
        take_contracts(&of, &all);
        if (whole[path] == 0)
            dc_charges_take(&of, &all);
    }
}

void dc_beside_concede(dc_beside_flows *own, uint32_t item, const dc_fate *fate, int64_t conceded)
{
    int64_t home = own ? dc_contract_home(own->by, item, conceded) : 0;
    for (int32_t path = 0; path < B && home != 0; path++)
        if (!fate->lost[path])
            dc_beside_put(own, DC_BESIDE_CONCEDED, fate->day[path], path, fate->times[path] * home);
}
