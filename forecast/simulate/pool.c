/*
 * pool.c - more future invoices than can be simulated usefully: small customers share slots.
 *
 * The customers with the largest sales keep a slot for every invoice, as many as half of
 * DC_SALES_SLOTS_MAX.  Invoices of all others are pooled, a few of one week at a time, among
 * customers of the same segment, country, grade, currency and plan: a pooled slot belongs to
 * no customer, follows the portfolio's law and still answers every scope but one that names a
 * customer.
 */
#include <stdlib.h>
#include <string.h>

#include "slots.h"

enum { KEPT_MAX = DC_SALES_SLOTS_MAX / 2, WEEK = 7 };

typedef struct {
    uint32_t customer;
    size_t   slots;
    int64_t  worth; /* book currency */
} share;

static int compare_shares(const void *left, const void *right)
{
    const share *a = left, *b = right;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

/* keeps[c]: customer c is large enough for slots of its own. */
static bool *choose_kept(dc_arena *arena, const dc_slots *slots, const dc_book *book)
{
    size_t count = book->customers.count, kept = 0;
    bool  *keeps = dc_arena_alloc(arena, count + 1, sizeof *keeps);
    share *shares = dc_arena_alloc(arena, count + 1, sizeof *shares);
    for (uint32_t c = 0; c < count; c++)
        shares[c].customer = c;
    for (size_t i = 0; i < slots->count; i++) {
        const dc_slot *slot = &slots->slot[i];
        if (slot->customer == UINT32_MAX)
            continue;
        shares[slot->customer].slots++;
        shares[slot->customer].worth +=
            dc_book_translate(book, slot->currency, DC_MONEY(slot->amount)).minor;
    }
    qsort(shares, count, sizeof *shares, compare_shares);
    for (size_t c = 0; c < count && kept + shares[c].slots <= KEPT_MAX; c++) {
        keeps[shares[c].customer] = true;
        kept += shares[c].slots;
    }
    return keeps;
}

/* A slot to be pooled, with what its pool has in common. */
typedef struct {
    dc_slot     slot;
    const char *country, *grade;
} member;

#define COMPARE(a, b)                                                                              \
    if ((a) != (b))                                                                                \
    return (a) < (b) ? -1 : 1

static int compare_pools(const member *a, const member *b)
{
    int order;
    COMPARE(a->slot.currency, b->slot.currency);
    COMPARE((a->slot.issue - 1) / WEEK, (b->slot.issue - 1) / WEEK);
    COMPARE(a->slot.market, b->slot.market);
    COMPARE(a->slot.noise, b->slot.noise);
    if ((order = strcmp(a->slot.segment, b->slot.segment)) != 0 ||
        (order = strcmp(a->country, b->country)) != 0 || (order = strcmp(a->grade, b->grade)) != 0)
        return order;
    return 0;
}

static int compare_members(const void *left, const void *right)
{
    const member *a = left, *b = right;
    int           pools = compare_pools(a, b);
    if (pools != 0)
        return pools;
    COMPARE(a->slot.terms, b->slot.terms);
    COMPARE(a->slot.issue, b->slot.issue);
    COMPARE(a->slot.donor, b->slot.donor); /* claims are in canonical order */
    COMPARE(a->slot.repeat, b->slot.repeat);
    return 0;
}

/* Takes the slots to be pooled out of the table. */
static member *take_members(dc_arena *arena, dc_slots *slots, const dc_book *book,
                            const bool *keeps, size_t *count)
{
    member *members = dc_arena_alloc(arena, slots->count, sizeof *members);
    size_t  kept = 0;
    *count = 0;
    for (size_t i = 0; i < slots->count; i++) {
        dc_slot *slot = &slots->slot[i];
        if (slot->customer == UINT32_MAX || keeps[slot->customer])
            slots->slot[kept++] = *slot;
        else
            members[(*count)++] = (member){*slot, book->customers.country[slot->customer],
                                           book->customers.grade[slot->customer]};
    }
    slots->count = kept;
    return members;
}

/* The first of each group stands for all: neighbours have about the same terms. */
static void join(dc_slots *slots, const member *members, size_t count, size_t group)
{
    for (size_t i = 0, size = 0; i < count; i++, size++) {
        bool starts = i == 0 || size == group || compare_pools(&members[i - 1], &members[i]) != 0;
        if (starts) {
            dc_slot pooled = members[i].slot;
            pooled.customer = UINT32_MAX;
            pooled.dispersion = 1.0; /* of many small customers, so that it hardly counts */
            slots->slot[slots->count++] = pooled;
            size = 0;
        } else {
            slots->slot[slots->count - 1].amount += members[i].slot.amount;
            slots->slot[slots->count - 1].pooled++;
        }
    }
}

void dc_slots_pool(dc_slots *slots, const dc_book *book)
{
    slots->thinned_from = slots->count;
    if (slots->count <= DC_SALES_SLOTS_MAX)
        return;
    dc_arena *arena = dc_arena_new();
    bool     *keeps = choose_kept(arena, slots, book);
    size_t    count;
    member   *members = take_members(arena, slots, book, keeps, &count);
    qsort(members, count, sizeof *members, compare_members);
    join(slots, members, count, (count + KEPT_MAX - 1) / KEPT_MAX);
    dc_arena_free(arena);
}
