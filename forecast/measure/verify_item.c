/* verify_item.c - an item's story on a path, told from the definitions.  See verify.h. */
#include "verify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/rises.h"

enum { B = DC_PATH_BLOCK, NEVER = 1 << 24, STEPS_MAX = 37 };

/* Keys of chance: part of the format of luck. */
enum { LUCK_LATE_PAYMENT = 1, LUCK_INSTALMENTS = 2, LUCK_RETENTION = 4 };

struct dc_replay_item {
    const dc_replay       *replay;
    dc_replay_walk        *walk; /* NULL: items are independent of each other */
    dc_replay_walk        *rest_walk;
    const dc_policy       *policy;
    const dc_terms_change *terms; /* NULL: none, likewise below */
    const dc_instalments  *plan;
    bool                   delayed[DC_POLICY_DELAYS_MAX];
    bool                   is_claim, is_delayed;
    int32_t                first, issue, due;
    int32_t                shift;      /* whole days that new terms move the payment */
    double                 shift_more; /* chance of one day more */
    int64_t                amount, not_cash, credits, unapplied, rest;
    double                 parted;                    /* chance that the rest comes apart */
    double                 kept;                      /* chance that its customer still orders */
    double                *chance_paid, *chance_lost; /* reach + 1 */
    uint32_t              *paid, *lost;               /* the same as thresholds of a word */
    uint32_t               settlement[B], rest_settlement[B], parts[B];
    uint32_t               orders[B], market[B], more[B], late[B], accepts[B], keeps[B];
    uint32_t               misses[STEPS_MAX][B];
    dc_replay_failure     *failure; /* NULL: nobody defaults */
    dc_replay_orders       often;
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
    if (own->failure)
        dc_replay_failure_free(own->failure);
    free(own);
}

/* --- chance ----------------------------------------------------------------------------------- */

static double uniform(uint32_t word)
{
    return (word + 0.5) * 0x1p-32;
}

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
    dc_money        open = DC_MONEY(items->amount[item]);
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
}

static int64_t part_of(int64_t part, int64_t amount, int64_t whole)
{
    return dc_money_ratio(DC_MONEY(part), amount, whole, DC_ROUND_HALF_EVEN).minor;
}

/* New terms move the due day all the way, the payment by pass_through of it. */
static void change_terms(dc_replay_item *own)
{
    const dc_terms_change *terms = own->terms;
    double                 days = terms->pass_through * (terms->days - (own->due - own->issue));
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
    if (own->policy->downturn_count + own->policy->forbearance_count > 0)
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
    if (!own->is_claim) {
        draw(own->orders, own, entity, DC_PURPOSE_ORDERS, block, 0);
        draw(own->market, own, items->market[item], DC_PURPOSE_MARKET, block, 0);
        dc_replay_orders_fill(&own->often, items->noise[item]);
    }
    if (own->terms)
        draw(own->more, own, entity, DC_PURPOSE_PASS_THROUGH, block, 0);
    if (own->is_delayed)
        draw(own->late, own, customer, DC_PURPOSE_SHARE, block, LUCK_LATE_PAYMENT);
    if (own->kept < 1.0)
        draw(own->keeps, own, customer, DC_PURPOSE_SHARE, block, LUCK_RETENTION);
    if (!own->plan)
        return;
    draw(own->accepts, own, customer, DC_PURPOSE_SHARE, block, LUCK_INSTALMENTS);
    for (uint32_t step = 1; step <= (uint32_t)own->plan->count; step++)
        draw(own->misses[step], own, entity, DC_PURPOSE_INSTALMENT, block, step);
}

bool dc_replay_item_open(dc_replay_item *own, size_t scenario, uint32_t item, bool extra,
                         uint32_t block)
{
    const dc_items *items = own->replay->items;
    own->policy = own->replay->policies[scenario];
    own->is_claim = item < items->claim_count;
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
    own->amount += dc_replay_lost_sales(own->replay, own->policy, item);
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
    own->kept = own->replay->kept[scenario][item];
    fill_law(own, scenario, item, entity, won ? own->terms->loss_multiplier : 1.0, block);
    draw_luck(own, item, entity, block);
    if (own->failure)
        dc_replay_failure_open(own->failure, scenario, item, block);
    return true;
}

/* --- telling ---------------------------------------------------------------------------------- */

typedef struct {
    int32_t day;
    bool    lost;
} fate;

/* The smallest words are paid first, the largest written off first. */
static fate fate_alone(const dc_replay_item *own, uint32_t drawn)
{
    uint32_t word = drawn < UINT32_MAX ? drawn : UINT32_MAX - 1;
    for (int32_t day = own->first; day <= own->replay->reach; day++)
        if (word < own->paid[day])
            return (fate){day, false};
    for (int32_t day = own->first; day <= own->replay->reach; day++)
        if (word >= own->lost[day])
            return (fate){day, true};
    return (fate){NEVER, false};
}

static fate fate_of(const dc_replay_item *own, uint32_t path, bool rest)
{
    if (!own->walk)
        return fate_alone(own, rest ? own->rest_settlement[path] : own->settlement[path]);
    fate    end = {NEVER, false};
    int32_t day = dc_replay_walk_tell(&end.lost, rest ? own->rest_walk : own->walk, path);
    if (day <= own->replay->reach)
        end.day = day;
    return end;
}

static int32_t times_of(const dc_replay_item *own, uint32_t path)
{
    if (own->is_claim)
        return 1;
    return dc_replay_orders_times(&own->often, uniform(own->market[path]),
                                  uniform(own->orders[path]));
}

static int32_t moved_by_terms(const dc_replay_item *own, uint32_t path, int32_t day)
{
    if (!own->terms || day == NEVER)
        return day;
    day += own->shift + (uniform(own->more[path]) < own->shift_more);
    return day < own->issue ? own->issue : day;
}

/* Delays look at the day without them, so their order does not matter. */
static int32_t moved_by_delays(const dc_replay_item *own, uint32_t path, fate before)
{
    int32_t day = before.day;
    for (size_t d = 0; d < own->policy->delay_count && !before.lost && before.day != NEVER; d++) {
        const dc_delay *delay = &own->policy->delays[d];
        if (own->delayed[d] && before.day >= delay->from && before.day <= delay->to &&
            uniform(own->late[path]) < delay->share)
            day += delay->days;
    }
    return day;
}

static void add_event(dc_story *out, const dc_story_event *event)
{
    out->event[out->event_count++] = *event;
}

/* `amount` of the claim at once. */
static void tell_at_once(dc_story *out, fate end, int64_t amount)
{
    add_event(out, &(dc_story_event){.day = end.day, .written_off = end.lost, .settled = amount});
}

/* Credits are used up by what is paid first, not by what is lost. */
static void use_credits(dc_story *out, const dc_replay_item *own, fate end, int64_t times)
{
    dc_story_event *first = &out->event[0];
    if (end.lost)
        return;
    first->not_cash = times * own->not_cash;
    first->credits = times * own->credits;
    first->unapplied = times * own->unapplied;
}

static int32_t step_day(const dc_replay_item *own, int32_t step)
{
    const dc_instalments *plan = own->plan;
    dc_date               as_of = own->replay->book->as_of;
    if (plan->every_days > 0)
        return plan->start + step * plan->every_days;
    dc_date day =
        dc_date_add_months(dc_date_add_days(as_of, plan->start), step * plan->every_months);
    return dc_date_days_between(as_of, day);
}

/* What was not paid down is split evenly; the units left over go to the first instalments. */
static int64_t step_amount(const dc_replay_item *own, int32_t step)
{
    int64_t cash = own->amount - own->not_cash;
    int64_t down =
        dc_money_scale(DC_MONEY(cash), own->plan->down_payment, DC_ROUND_HALF_EVEN).minor;
    int64_t rest = cash - down, count = own->plan->count;
    if (step == 0)
        return down + own->not_cash;
    return rest / count + (step <= rest % count);
}

static void tell_plan(dc_story *out, const dc_replay_item *own, uint32_t path, fate end)
{
    int64_t left = own->amount;
    for (int32_t step = 0; step <= own->plan->count; step++) {
        dc_story_event event = {.day = step_day(own, step), .settled = step_amount(own, step)};
        if (step == 0) {
            event.not_cash = own->not_cash;
            event.credits = own->credits;
            event.unapplied = own->unapplied;
        } else if (uniform(own->misses[step][path]) < own->plan->miss) {
            event.day += end.day; /* as late as the claim would have been, from here on */
            event.written_off = end.lost;
            event.settled = left;
            add_event(out, &event);
            return;
        }
        left -= event.settled;
        add_event(out, &event);
    }
}

static fate end_of(const dc_replay_item *own, uint32_t path, bool rest)
{
    fate end = fate_of(own, path, rest);
    end.day = moved_by_terms(own, path, end.day);
    end.day = moved_by_delays(own, path, end);
    return end;
}

void dc_replay_item_tell(dc_story *out, const dc_replay_item *own, uint32_t path)
{
    int32_t times = times_of(own, path);
    bool    parted = own->parted > 0.0 && uniform(own->parts[path]) < own->parted;
    out->issue = own->issue;
    out->due = own->due;
    out->amount = times * own->amount;
    out->times = times;
    out->event_count = 0;
    out->not_ordered = 0;
    if (times == 0)
        return;
    fate end = end_of(own, path, false);
    if (own->plan && uniform(own->accepts[path]) < own->plan->share) {
        tell_plan(out, own, path, end);
    } else {
        tell_at_once(out, end, times * (own->amount - (parted ? own->rest : 0)));
        use_credits(out, own, end, times);
        if (parted)
            tell_at_once(out, end_of(own, path, true), times * own->rest);
    }
    if (own->failure)
        dc_replay_failure_tell(out, own->failure, path, times);
    if (own->kept < 1.0 && uniform(own->keeps[path]) >= own->kept) {
        out->not_ordered = out->amount;
        out->amount = 0;
        out->event_count = 0;
    }
}
