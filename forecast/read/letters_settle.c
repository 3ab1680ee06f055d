/* letters_settle.c - credits matched with the debits they settle. */
#include <stdio.h>
#include <stdlib.h>

#include "letters.h"

enum { LOOK_AHEAD = 1000 }; /* debits of a group that a credit is compared with */

/* Bookings that belong together, by day. */
typedef struct {
    invoice_reader *reader;
    booking       **items;
    size_t          count, first_open; /* the debits before it are settled */
} group;

static uint8_t kind_of_event(const booking *credit)
{
    static const struct {
        uint8_t touches, kind;
    } kinds[] = {{DC_BOOKED_MONEY | DC_BOOKED_ADVANCE, DC_EVENT_PAYMENT},
                 {DC_BOOKED_BILL, DC_EVENT_BILL},
                 {DC_BOOKED_LOSS, DC_EVENT_WRITE_OFF},
                 {DC_BOOKED_DISCOUNT, DC_EVENT_DISCOUNT},
                 {DC_BOOKED_SALE | DC_BOOKED_OFFSET, DC_EVENT_CREDIT}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (credit->touches & kinds[i].touches)
            return kinds[i].kind;
    return DC_EVENT_PAYMENT;
}

/* Money that went to the customer: a payment that came back, or a refund. */
static bool is_back(const booking *item)
{
    return item->is_debit && item->touches & DC_BOOKED_MONEY && !(item->touches & DC_BOOKED_SALE);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void add_event(const group *at, const booking *claim, booking *row, int64_t amount,
                      uint8_t kind)
{
    dc_reading *reading = at->reader->reading;
    bool        is_first = row->first_event == 0;

    if (reading->event_count == reading->event_capacity)
        reading->events = dc_heap_grow(reading->events, &reading->event_capacity,
                                       reading->event_count + 1, sizeof reading->events[0]);
    reading->events[reading->event_count++] =
        (event_draft){.claim = claim->draft,
                      .date = {row->date},
                      .amount = {claim->is_debit ? amount : -amount},
                      .maturity = DC_DATE_NONE,
                      .kind = kind,
                      .first_of_row = is_first};
    if (is_first)
        row->first_event = (uint32_t)reading->event_count;
    reading->claims.flags[claim->draft] |= DC_DRAFT_HAS_EVENTS;
}

static void cancel_with(booking *back, const group *at, bool exactly)
{
    for (size_t i = at->count; i-- > 0 && back->left > 0;) {
        booking *credit = at->items[i];
        int64_t  used = smaller(back->left, credit->left);

        if (credit->is_debit || kind_of_event(credit) != DC_EVENT_PAYMENT ||
            credit->date > back->date || (exactly && credit->left != back->left))
            continue;
        back->left -= used;
        back->kept -= used;
        credit->left -= used;
        credit->kept -= used;
    }
}

/* A refund of a credit note settles that. */
static void refund(booking *back, const group *at)
{
    for (size_t i = 0; i < at->count && back->left > 0; i++) {
        booking *credit = at->items[i];
        int64_t  used = smaller(back->left, credit->left);

        if (credit->is_debit || used == 0 || kind_of_event(credit) != DC_EVENT_CREDIT)
            continue;
        back->left -= used;
        back->kept -= used;
        credit->left -= used;
        add_event(at, credit, back, used, DC_EVENT_PAYMENT);
    }
}

static void settle_back(const group *at)
{
    for (size_t i = 0; i < at->count; i++) {
        if (!is_back(at->items[i]))
            continue;
        cancel_with(at->items[i], at, true);
        cancel_with(at->items[i], at, false);
        refund(at->items[i], at);
    }
}

static int rank(const booking *credit, const booking *debit)
{
    bool is_same = credit->reference && credit->reference == debit->reference;

    return 2 * is_same + (credit->left == debit->left);
}

/* The debit about the same document, or of the same amount, or the oldest. */
static booking *next_debit(group *at, const booking *credit)
{
    booking *best = NULL;
    size_t   seen = 0;

    while (at->first_open < at->count &&
           (!at->items[at->first_open]->is_debit || at->items[at->first_open]->left == 0))
        at->first_open++;
    for (size_t i = at->first_open; i < at->count && seen < LOOK_AHEAD; i++) {
        booking *debit = at->items[i];

        if (!debit->is_debit || debit->left == 0)
            continue;
        seen++;
        if (!best || rank(credit, debit) > rank(credit, best))
            best = debit;
    }
    return best;
}

static void warn_if_prepaid(const group *at, const booking *credit, const booking *debit)
{
    dc_reading *reading = at->reader->reading;
    claim_draft row = dc_draft_at(&reading->claims, credit->draft);

    if (credit->date < reading->claims.issued[debit->draft].day)
        dc_table_issue(at->reader->table, dc_claim_row(reading, &row), reading->entered_column,
                       reading->issues, DC_ISSUE_PREPAID, reading->claims.invoice[debit->draft],
                       NULL, NULL);
}

static void settle_credits(group *at)
{
    for (size_t i = 0; i < at->count; i++) {
        booking *credit = at->items[i], *debit;

        if (credit->is_debit)
            continue;
        while (credit->left > 0 && (debit = next_debit(at, credit)) != NULL) {
            int64_t used = smaller(credit->left, debit->left);

            warn_if_prepaid(at, credit, debit);
            credit->left -= used;
            credit->kept -= used;
            debit->left -= used;
            add_event(at, debit, credit, used, kind_of_event(credit));
        }
    }
}

/* By group; within it by day, and by what makes it definite. */
static int compare_items(const void *left, const void *right)
{
    const booking *const *a = left, *const *b = right;
    int                   order = dc_order((*a)->parent, (*b)->parent);

    if (order == 0)
        order = dc_order((*a)->date, (*b)->date);
    if (order == 0)
        order = dc_order((*a)->left, (*b)->left);
    if (order == 0)
        order = ((*a)->reference > (*b)->reference) - ((*a)->reference < (*b)->reference);
    return order != 0 ? order : dc_order((*a)->line, (*b)->line);
}

/* In the order above; all parents are roots then. */
static booking **sort_items(bookings *all, size_t *count)
{
    booking **order = dc_heap_alloc(all->count + 1, sizeof order[0]);

    *count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        all->items[i].parent = dc_booking_root(all->items, i);
    for (size_t i = 0; i < all->count; i++)
        if (!all->items[i].is_moved)
            order[(*count)++] = &all->items[i];
    if (*count > 0)
        qsort(order, *count, sizeof order[0], compare_items);
    return order;
}

void dc_bookings_settle(invoice_reader *reader, bookings *all)
{
    size_t    count, end;
    booking **order = sort_items(all, &count);

    for (size_t i = 0; i < count; i = end) {
        group at = {.reader = reader, .items = order + i};

        for (end = i; end < count && order[end]->parent == order[i]->parent;)
            end++;
        at.count = end - i;
        if (at.count == 1)
            continue;
        settle_back(&at);
        settle_credits(&at);
    }
    free(order);
}
