/* verify_item.c - an item's story on a path, told from the definitions.  See verify.h. */
#include "verify_item.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/rises.h"

enum { B = DC_PATH_BLOCK };

/* Keys of chance: part of the format of luck. */
enum {
    LUCK_LATE_PAYMENT = 1,
    LUCK_INSTALMENTS = 2,
    LUCK_RETENTION = 4,
    LUCK_STOP = 5,
    LUCK_DISCOUNT = 6
};

dc_replay_item *dc_replay_item_new(const dc_replay *replay)
{
    size_t          days = (size_t)replay->reach + 1;
    dc_replay_item *own = dc_heap_alloc(1, sizeof *own);
    own->replay = replay;
    own->walk = dc_is_tied(&replay->model->together) ? dc_replay_walk_new(replay) : NULL;
    own->rest_walk = own->walk ? dc_replay_walk_new(replay) : NULL;
    own->chance_paid = dc_heap_alloc(days, sizeof *own->chance_paid);
    own->chance_lost = dc_heap_alloc(days, sizeof *own->chance_lost);
    own->paid = dc_heap_alloc(days, sizeof *own->paid);
    own->lost = dc_heap_alloc(days, sizeof *own->lost);
    own->placing = dc_replay_placing_new(replay);
    own->failure = replay->any_fail ? dc_replay_failure_new(replay) : NULL;
    return own;
}

void dc_replay_item_free(dc_replay_item *own)
{
    if (own->walk) {
        dc_replay_walk_free(own->walk);
        dc_replay_walk_free(own->rest_walk);
    }
    free(own->chance_paid);
    free(own->chance_lost);
    free(own->paid);
    free(own->lost);
    dc_replay_placing_free(own->placing);
    if (own->failure)
        dc_replay_failure_free(own->failure);
    free(own);
}

/* --- chance ----------------------------------------------------------------------------------- */

static void draw(uint32_t *words, const dc_replay_item *own, uint64_t entity, dc_purpose purpose,
                 uint32_t block, uint32_t stream)
{
    dc_luck luck = {own->replay->options->seed, entity, (uint32_t)purpose};
    dc_uniform_block(words, luck, block, stream);
}

/* A probability on the grid of 2^-32; certainty is the largest word there is. */
static uint32_t threshold(double probability)
{
    double scaled = nearbyint(probability * 0x1p32);
    return scaled >= 0x1p32 ? UINT32_MAX : (uint32_t)scaled;
}

/* --- what a policy does to the item ----------------------------------------------------------- */

dc_item_facts dc_replay_facts_of(const dc_replay *replay, uint32_t item)
{
    const dc_items *items = replay->items;
    dc_money        open = DC_MONEY(items->amount[item] / items->members[item]);
    return (dc_item_facts){
        .customer = items->like[item],
        .pooled = items->customer[item] != items->like[item],
        .currency = items->currency[item],
        .segment = items->segment[item],
        .amount_home = dc_book_translate(replay->book, items->currency[item], open).minor,
        .days_late = item < items->claim_count ? 0 - items->due[item] : INT32_MIN,
        .terms = items->due[item] - items->issue[item],
    };
}

const dc_terms_change *dc_replay_terms_of(const dc_replay *replay, const dc_policy *policy,
                                          uint32_t item)
{
    dc_item_facts facts = dc_replay_facts_of(replay, item);
    for (size_t i = 0; i < policy->terms_count && item >= replay->items->claim_count; i++)
        if (replay->items->issue[item] >= policy->terms[i].from &&
            dc_scopes_fit(&policy->terms[i].scopes, replay->book, &facts))
            return &policy->terms[i];
    return NULL;
}

/* What stops its payment, or sends it another way on some paths. */
static void find_ways(dc_replay_item *own, uint32_t item, const dc_item_facts *facts)
{
    const dc_book   *book = own->replay->book;
    const dc_policy *policy = own->policy;
    bool disputed = own->is_claim && book->claims.disputed[own->replay->items->claim[item]];
    own->is_stopped = false;
    own->dispute = NULL;
    own->discount = NULL;
    for (size_t i = 0; i < policy->stop_count; i++) {
        own->stopped[i] = dc_scopes_fit(&policy->stops[i].scopes, book, facts);
        own->is_stopped |= own->stopped[i];
    }
    for (size_t i = 0; i < policy->dispute_count && !own->dispute && !disputed && !own->plan; i++)
        if (policy->disputes[i].rate > 0.0 && policy->disputes[i].share > 0.0 &&
            (own->is_claim || own->issue >= policy->disputes[i].from) &&
            dc_scopes_fit(&policy->disputes[i].scopes, book, facts))
            own->dispute = &policy->disputes[i];
    for (size_t i = 0; i < policy->discount_count && !own->discount && !own->is_claim; i++)
        if (policy->discounts[i].discount > 0.0 && own->issue >= policy->discounts[i].from &&
            dc_scopes_fit(&policy->discounts[i].scopes, book, facts))
            own->discount = &policy->discounts[i];
}

static void find_mechanisms(dc_replay_item *own, uint32_t item)
{
    const dc_book   *book = own->replay->book;
    const dc_policy *policy = own->policy;
    dc_item_facts    facts = dc_replay_facts_of(own->replay, item);
    own->terms = dc_replay_terms_of(own->replay, policy, item);
    own->plan = NULL;
    own->is_delayed = false;
    for (size_t i = 0; i < policy->delay_count; i++) {
        own->delayed[i] = dc_scopes_fit(&policy->delays[i].scopes, book, &facts);
        own->is_delayed |= own->delayed[i];
    }
    for (size_t i = 0; i < policy->plan_count && own->is_claim && !own->plan; i++)
        if (policy->plans[i].share > 0.0 && dc_scopes_fit(&policy->plans[i].scopes, book, &facts))
            own->plan = &policy->plans[i];
    find_ways(own, item, &facts);
}

static int64_t part_of(int64_t part, int64_t amount, int64_t whole)
{
    return dc_money_ratio(DC_MONEY(part), amount, whole, DC_ROUND_HALF_EVEN).minor;
}

/* New terms move the due day all the way, the payment by pass_through of it. */
static void change_terms(dc_replay_item *own)
{
    const dc_terms_change *terms = own->terms;
    double passed = dc_replay_ramped(terms->pass_through, terms->from, terms->ramp, own->issue);
    double days = passed * (terms->days - (own->due - own->issue));
    own->due = own->issue + terms->days;
    own->shift = (int32_t)floor(days);
    own->shift_more = days - floor(days);
}

/* --- opening an item -------------------------------------------------------------------------- */

static uint64_t entity_of_child(const char *kind, uint64_t entity)
{
    char digits[17] = "";
    for (int i = 15; i >= 0; i--, entity >>= 4)
        digits[i] = "0123456789abcdef"[entity & 15];
    const char *parts[] = {kind, digits};
    return dc_identity(parts, 2);
}

static void fill_law(dc_replay_item *own, size_t scenario, uint32_t item, uint64_t entity,
                     double loss_multiplier, uint32_t block)
{
    const dc_replay *replay = own->replay;
    dc_law           law = {replay->reach, own->chance_paid, own->chance_lost};
    own->first = own->is_claim ? 1 : own->issue;
    dc_law_ask ask = {
        replay->items->customer[item], replay->items->due[item], own->first,
        replay->items->pace[item],     loss_multiplier,          replay->items->acted[item]};
    dc_law_fill(&law, replay->model, &ask, replay->book->calendar, replay->book->as_of);
    if (dc_policy_paces(own->policy))
        dc_replay_raise_hazards(&law, replay, scenario, item);
    if (own->walk) {
        dc_replay_walk_open(own->walk, &law, item, entity, block);
        if (own->parted > 0.0)
            dc_replay_walk_open(own->rest_walk, &law, item, entity_of_child("rest", entity), block);
        return;
    }
    for (int32_t day = own->first; day <= replay->reach; day++) {
        own->paid[day] = threshold(law.paid[day]);
        own->lost[day] = threshold(1.0 - law.lost[day]);
    }
}

static void draw_luck(dc_replay_item *own, uint32_t item, uint64_t entity, uint32_t block)
{
    const dc_items *items = own->replay->items;
    uint64_t        customer = items->customer_entity[item];
    if (!own->walk)
        draw(own->settlement, own, entity, DC_PURPOSE_SETTLEMENT, block, 0);
    if (own->parted > 0.0) {
        draw(own->parts, own, entity, DC_PURPOSE_PART, block, 0);
        draw(own->rest_settlement, own, entity_of_child("rest", entity), DC_PURPOSE_SETTLEMENT,
             block, 0);
    }
    if (!own->comes_once) {
        draw(own->orders, own, entity, DC_PURPOSE_ORDERS, block, 0);
        draw(own->market, own, items->market[item], DC_PURPOSE_MARKET, block, 0);
        draw(own->level, own, 0, DC_PURPOSE_SALES_LEVEL, block, 0);
        own->follows = items->lasting[item];
        dc_replay_orders_fill(&own->often, items->noise[item], items->dispersion[item]);
    }
    if (own->terms)
        draw(own->more, own, entity, DC_PURPOSE_PASS_THROUGH, block, 0);
    if (own->lost_share > 0.0)
        draw(own->loses, own, entity, DC_PURPOSE_PASS_THROUGH, block, 1);
    if (own->is_delayed)
        draw(own->late, own, customer, DC_PURPOSE_SHARE, block, LUCK_LATE_PAYMENT);
    if (own->is_stopped)
        draw(own->stops, own, customer, DC_PURPOSE_SHARE, block, LUCK_STOP);
    if (own->dispute) {
        draw(own->disputes, own, entity, DC_PURPOSE_DISPUTE, block, 0);
        draw(own->settles, own, entity, DC_PURPOSE_DISPUTE, block, 1);
    }
    if (own->discount)
        draw(own->takes, own, customer, DC_PURPOSE_SHARE, block, LUCK_DISCOUNT);
    if (own->kept < 1.0)
        draw(own->keeps, own, customer, DC_PURPOSE_SHARE, block, LUCK_RETENTION);
    if (!own->plan)
        return;
    draw(own->accepts, own, customer, DC_PURPOSE_SHARE, block, LUCK_INSTALMENTS);
    for (uint32_t step = 0; step <= (uint32_t)own->plan->count; step++)
        draw(own->misses[step], own, entity, DC_PURPOSE_INSTALMENT, block, step);
}

bool dc_replay_item_open(dc_replay_item *own, size_t scenario, uint32_t item, bool extra,
                         uint32_t block)
{
    const dc_items *items = own->replay->items;
    own->policy = own->replay->policies[scenario];
    own->is_claim = item < items->claim_count;
    own->comes_once = own->is_claim || items->certain[item];
    own->issue = items->issue[item];
    own->due = items->due[item];
    own->amount = items->amount[item];
    own->not_cash = items->not_cash[item];
    own->credits = items->credits[item];
    own->unapplied = items->unapplied[item];
    own->rest = items->rest[item];
    own->parted = extra ? 0.0 : items->parted[item];
    own->shift = 0;
    own->shift_more = 0.0;
    find_mechanisms(own, item);
    if (own->terms)
        change_terms(own);
    own->amount += dc_replay_more_sales(own->replay, own->policy, item);
    own->claim = own->amount;
    if (extra)
        own->amount = own->replay->extra[scenario][item];
    if (own->amount == 0)
        return false;
    if (own->amount != items->amount[item])
        own->not_cash = part_of(own->not_cash, own->amount, items->amount[item]);
    if (own->amount != items->amount[item])
        own->rest = part_of(own->rest, own->amount, items->amount[item]);
    uint64_t entity = extra ? entity_of_child("extra", items->entity[item]) : items->entity[item];
    bool     won = extra && own->terms && own->terms->sales > 0.0;
    own->lost_share = won ? own->terms->loss : 0.0;
    own->kept = own->replay->kept[scenario][item];
    fill_law(own, scenario, item, entity, won ? own->terms->loss_multiplier : 1.0, block);
    draw_luck(own, item, entity, block);
    dc_replay_placing_open(own->placing, scenario, item,
                           (const uint64_t[2]){entity, entity_of_child("rest", entity)}, block);
    if (own->failure)
        dc_replay_failure_open(own->failure, scenario, item, block);
    return true;
}

bool dc_replay_item_is_placed(const dc_replay_item *own, size_t placement)
{
    return dc_replay_placing_fits(own->placing, placement);
}
