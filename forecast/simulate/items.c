/* items.c - what may bring cash: open claims and slots, with what settles them without cash. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "duecast/paths.h"
#include "laws.h"
#include "orders.h"
#include "slots.h"
#include "treat.h"

static void allocate_items(dc_items *items, dc_arena *arena, size_t count)
{
    items->entity = dc_arena_alloc(arena, count, sizeof *items->entity);
    items->customer_entity = dc_arena_alloc(arena, count, sizeof *items->customer_entity);
    items->customer = dc_arena_alloc(arena, count, sizeof *items->customer);
    items->like = dc_arena_alloc(arena, count, sizeof *items->like);
    items->currency = dc_arena_alloc(arena, count, sizeof *items->currency);
    items->claim = dc_arena_alloc(arena, count, sizeof *items->claim);
    items->segment = dc_arena_alloc(arena, count, sizeof *items->segment);
    items->issue = dc_arena_alloc(arena, count, sizeof *items->issue);
    items->due = dc_arena_alloc(arena, count, sizeof *items->due);
    items->pace = dc_arena_alloc(arena, count, sizeof *items->pace);
    items->acted = dc_arena_alloc(arena, count, sizeof *items->acted);
    items->noise = dc_arena_alloc(arena, count, sizeof *items->noise);
    items->lasting = dc_arena_alloc(arena, count, sizeof *items->lasting);
    items->dispersion = dc_arena_alloc(arena, count, sizeof *items->dispersion);
    items->market = dc_arena_alloc(arena, count, sizeof *items->market);
    items->certain = dc_arena_alloc(arena, count, sizeof *items->certain);
    items->amount = dc_arena_alloc(arena, count, sizeof *items->amount);
    items->members = dc_arena_alloc(arena, count, sizeof *items->members);
    items->not_cash = dc_arena_alloc(arena, count, sizeof *items->not_cash);
    items->credits = dc_arena_alloc(arena, count, sizeof *items->credits);
    items->unapplied = dc_arena_alloc(arena, count, sizeof *items->unapplied);
    items->rest = dc_arena_alloc(arena, count, sizeof *items->rest);
    items->parted = dc_arena_alloc(arena, count, sizeof *items->parted);
}

static void add_claim_item(dc_items *items, const dc_book *book, const dc_model *model,
                           size_t claim)
{
    const dc_claims *claims = &book->claims;
    const char      *customer[] = {"customer", book->customers.id[claims->customer[claim]]};
    size_t           i = items->count++;
    items->entity[i] = claims->entity[claim];
    items->customer_entity[i] = dc_identity(customer, 2);
    items->customer[i] = items->like[i] = claims->customer[claim];
    items->currency[i] = claims->currency[claim];
    items->claim[i] = (uint32_t)claim;
    items->segment[i] = dc_claim_segment(claims, claim);
    items->issue[i] = dc_date_days_between(book->as_of, claims->issued[claim]);
    items->due[i] = dc_date_days_between(book->as_of, claims->due[claim]);
    items->pace[i] = dc_model_pace_ahead(model, book, claim, DC_PACE_OF_CLAIM);
    items->acted[i] = dc_model_acted(model, book, claim, book->as_of);
    items->amount[i] = claims->open[claim].minor;
    items->members[i] = 1;
}

/* The claim just added less its disputed part, which becomes an item that goes its own way. */
static void set_dispute_apart(dc_items *items, const dc_book *book, const dc_model *model,
                              size_t claim, int64_t disputed)
{
    size_t rest = items->count - 1;
    items->amount[rest] -= disputed;
    items->pace[rest] = dc_model_pace_ahead(model, book, claim, DC_PACE_UNDISPUTED);
    add_claim_item(items, book, model, claim);
    items->entity[rest + 1] = dc_disputed_entity(items->entity[rest]);
    items->amount[rest + 1] = disputed;
}

/* The sales of one segment in four weeks move together. */
static uint64_t market_of(const dc_book *book, const dc_slot *slot)
{
    char period[12];
    snprintf(period, sizeof period, "%d", (int)((slot->issue - 1) / DC_SALES_PERIOD_DAYS));
    const char *identity[] = {"market", slot->segment, book->currencies[slot->currency].code,
                              period};
    return slot->market != 0 ? slot->market
                             : dc_identity(identity, sizeof identity / sizeof identity[0]);
}

static void add_slot_item(dc_items *items, const dc_book *book, const dc_model *model,
                          const dc_slot *slot, double not_cash_share)
{
    size_t i = items->count++;
    items->entity[i] = items->customer_entity[i] = slot->entity;
    if (slot->customer != UINT32_MAX) { /* who is nobody's customer stands for one of its own */
        const char *customer[] = {"customer", book->customers.id[slot->customer]};
        items->customer_entity[i] = dc_identity(customer, 2);
    }
    items->customer[i] = slot->customer;
    items->like[i] = slot->like;
    items->currency[i] = slot->currency;
    items->claim[i] = slot->donor;
    items->segment[i] = slot->segment;
    items->issue[i] = slot->issue;
    items->due[i] = slot->issue + slot->terms;
    items->pace[i] = dc_model_pace_ahead(
        model, book, slot->donor == UINT32_MAX ? SIZE_MAX : slot->donor, DC_PACE_AGAIN);
    items->noise[i] = slot->noise;
    items->lasting[i] = slot->lasting;
    items->dispersion[i] = slot->dispersion;
    items->market[i] = market_of(book, slot);
    items->certain[i] = slot->certain;
    items->amount[i] = slot->amount;
    items->members[i] = slot->pooled + 1;
    items->not_cash[i] = (int64_t)llround((double)slot->amount * not_cash_share);
}

/*
 * Credit notes and unapplied cash of a customer settle its open claims of the same currency, oldest
 * due first, without cash.
 */
typedef struct {
    int32_t  due;
    uint16_t currency;
    size_t   item;
} open_item;

static int compare_open(const void *left, const void *right)
{
    const open_item *a = left, *b = right;
    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static int64_t take(int64_t *left, int64_t room)
{
    int64_t part = *left < room ? *left : room;
    *left -= part;
    return part;
}

/* What a customer has to use up, per currency, >= 0. */
typedef struct {
    int64_t credits[DC_CURRENCIES_MAX], unapplied[DC_CURRENCIES_MAX];
} offsets;

static offsets gather_offsets(const dc_claims *claims, size_t from, size_t to)
{
    offsets left = {{0}, {0}};
    for (size_t i = from; i < to; i++) {
        int64_t open = claims->open[i].minor;
        if (open < 0 && claims->kind[i] == DC_CLAIM_UNAPPLIED)
            left.unapplied[claims->currency[i]] -= open;
        else if (open < 0)
            left.credits[claims->currency[i]] -= open;
    }
    return left;
}

static void match_customer(dc_items *items, const dc_claims *claims, size_t claim_from,
                           size_t claim_to, size_t item_from)
{
    size_t     count = items->count - item_from;
    offsets    left = gather_offsets(claims, claim_from, claim_to);
    open_item *open = dc_heap_alloc(count + 1, sizeof *open);
    for (size_t i = 0; i < count; i++)
        open[i] =
            (open_item){items->due[item_from + i], items->currency[item_from + i], item_from + i};
    qsort(open, count, sizeof *open, compare_open);
    for (size_t i = 0; i < count; i++) {
        size_t item = open[i].item;
        items->credits[item] = take(&left.credits[open[i].currency], items->amount[item]);
        items->unapplied[item] =
            take(&left.unapplied[open[i].currency], items->amount[item] - items->credits[item]);
    }
    free(open);
}

static void add_claims(dc_items *items, const dc_book *book, const dc_model *model)
{
    const dc_claims *claims = &book->claims;
    for (size_t i = 0; i < claims->count;) {
        size_t claim_from = i, item_from = items->count;
        bool   negative = false;
        for (; i < claims->count && claims->customer[i] == claims->customer[claim_from]; i++) {
            negative |= claims->open[i].minor < 0;
            if (!dc_claim_is_owed(claims, i))
                continue;
            add_claim_item(items, book, model, i);
            if (dc_claim_disputed_part(claims, i) > 0)
                set_dispute_apart(items, book, model, i, dc_claim_disputed_part(claims, i));
        }
        if (negative)
            match_customer(items, claims, claim_from, i, item_from);
    }
    for (size_t i = 0; i < items->count; i++) {
        int64_t known = items->credits[i] + items->unapplied[i];
        int64_t rest = items->amount[i] - known;
        items->not_cash[i] = known + (int64_t)llround((double)rest * model->dilution);
    }
}

/* Who owes most is asked of all items, also where a sum is taken over some of them. */
static void add_up_owed(dc_items *items, dc_arena *arena, const dc_book *book)
{
    int64_t *owed = dc_arena_alloc(arena, book->customers.count + 1, sizeof *owed);
    for (size_t i = 0; i < items->claim_count; i++)
        owed[items->customer[i]] +=
            dc_book_translate(book, items->currency[i], DC_MONEY(items->amount[i])).minor;
    items->owed = owed;
}

/* Where credits alone exceed the first part there is nothing to pay in two. */
static void split_items(dc_items *items, const dc_parts *parts)
{
    for (size_t i = 0; i < items->count && parts->chance_of; i++) {
        dc_money amount = DC_MONEY(items->amount[i]);
        int64_t  first = dc_money_scale(amount, parts->first_share, DC_ROUND_HALF_EVEN).minor;
        uint32_t customer = items->customer[i];
        if (first <= items->not_cash[i] || first >= amount.minor)
            continue;
        items->rest[i] = amount.minor - first;
        items->parted[i] = customer == UINT32_MAX ? parts->chance : parts->chance_of[customer];
    }
}

/* Laws reach beyond the horizon, as shorter terms may bring payments back into it. */
static int32_t longest_terms(const dc_items *items)
{
    int32_t longest = 0;
    for (size_t i = items->claim_count; i < items->count; i++)
        if (items->due[i] - items->issue[i] > longest)
            longest = items->due[i] - items->issue[i];
    return longest;
}

static dc_items *make_items(dc_arena *arena, const dc_book *book, const dc_model *model,
                            const dc_slots *slots, int32_t horizon_days)
{
    dc_items *items = dc_arena_alloc(arena, 1, sizeof *items);
    size_t    open = 0;
    for (size_t i = 0; i < book->claims.count; i++)
        open += dc_claim_is_owed(&book->claims, i) +
                (size_t)(dc_claim_disputed_part(&book->claims, i) > 0);

    allocate_items(items, arena, open + slots->count);
    add_claims(items, book, model);
    items->claim_count = items->count;
    add_up_owed(items, arena, book);

    /* A credit note may be told as a claim of its own, as an event of the invoice, or as both. */
    double not_cash_share = fmax(model->dilution, model->credit_note_share);
    for (size_t i = 0; i < slots->count; i++)
        add_slot_item(items, book, model, &slots->slot[i], not_cash_share);
    split_items(items, &model->parts);
    items->orders = dc_orders_make(arena, items);
    dc_laws *laws = dc_arena_alloc(arena, 1, sizeof *laws);
    dc_laws_make(laws, arena, book, model, items, 0, horizon_days + longest_terms(items), 1.0);
    items->laws = laws;
    items->slots_thinned_from = slots->thinned_from;
    items->one_offs = slots->one_offs;
    items->sales_from_plan = slots->from_plan;
    return items;
}

dc_items *dc_items_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                        int32_t horizon_days)
{
    dc_slots slots;
    dc_slots_make(&slots, arena, book, model, horizon_days);
    return make_items(arena, book, model, &slots, horizon_days);
}

dc_items *dc_items_of_claims(dc_arena *arena, const dc_book *book, const dc_model *model,
                             int32_t horizon_days)
{
    static const dc_slots none = {0};
    return make_items(arena, book, model, &none, horizon_days);
}

bool dc_items_alike(const dc_items *items, size_t a, size_t b)
{
    return a < items->claim_count && b < items->claim_count &&
           items->customer[a] == items->customer[b] && items->currency[a] == items->currency[b] &&
           items->due[a] == items->due[b] && items->laws->of_item[a] == items->laws->of_item[b];
}

bool dc_items_law(dc_law *law, const dc_items *items, size_t item)
{
    if (items->laws->day_count < law->day_count)
        return false;
    dc_laws_read(law, items->laws, (uint32_t)item);
    return true;
}
