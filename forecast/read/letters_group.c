/* letters_group.c - which bookings belong together. */
#include <stdio.h>
#include <stdlib.h>

#include "letters.h"

/* Openings so long after the first booking are those of a later year; rows of one amount that one
 * is compared with. */
enum { LATER_DAYS = 92, LOOK_AHEAD = 1000 };

uint32_t dc_booking_root(booking *items, uint32_t at)
{
    while (items[at].parent != at) {
        items[at].parent = items[items[at].parent].parent;
        at = items[at].parent;
    }
    return at;
}

static void unite(booking *items, uint32_t a, uint32_t b)
{
    a = dc_booking_root(items, a);
    b = dc_booking_root(items, b);
    items[a > b ? a : b].parent = a > b ? b : a;
}

/* With the first item that has this key. */
static void unite_by(booking *items, dc_map *seen, uint64_t key, uint32_t at)
{
    size_t   cursor = 0;
    uint32_t first = dc_map_find(seen, key, &cursor);

    if (first == DC_MAP_NONE)
        dc_map_add(seen, key, at);
    else
        unite(items, first, at);
}

/* Money that went back, and what is left of earlier credits, only bear the number of a payment. */
static bool is_about_document(const booking *item)
{
    bool is_money = item->touches & DC_BOOKED_MONEY && !(item->touches & DC_BOOKED_SALE);

    return item->reference && (item->is_debit ? !is_money : !item->is_opening);
}

/* What was moved is left out later, but holds together those that bear its letters. */
static void unite_marked(bookings *all)
{
    dc_map letters = {0}, references = {0};

    for (uint32_t i = 0; i < all->count; i++) {
        booking *item = &all->items[i];

        if (item->letter)
            unite_by(all->items, &letters, item->letter, i);
        else if (is_about_document(item))
            unite_by(all->items, &references, item->reference, i);
    }
    dc_map_free(&letters);
    dc_map_free(&references);
}

static void note(dc_issues *issues, const char *file, dc_issue_kind kind, size_t rows)
{
    char count[24];

    snprintf(count, sizeof count, "%zu", rows);
    if (rows > 0)
        dc_issues_add(issues, kind, &(dc_place){.file = file}, count, NULL);
}

static uint64_t key_of_amount(const booking *item)
{
    uint64_t amount = (uint64_t)(item->is_debit ? item->left : -item->left);

    return item->reference ^ amount * UINT64_C(0x9E3779B97F4A7C15);
}

static int32_t first_day(const bookings *all)
{
    int32_t first = INT32_MAX;

    for (size_t i = 0; i < all->count; i++)
        first = all->items[i].date < first ? all->items[i].date : first;
    return first;
}

static bool is_told_twice(const booking *item, int32_t first)
{
    return item->is_opening && (int64_t)item->date - first > LATER_DAYS;
}

/* In a file of several years the openings of the later ones repeat what is there; but the letters
 * of those years stand in them. */
static size_t unite_openings(bookings *all)
{
    int32_t first = first_day(all);
    dc_map  seen = {0};
    size_t  count = 0;

    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].reference && !is_told_twice(&all->items[i], first))
            dc_map_add(&seen, key_of_amount(&all->items[i]), i);
    for (uint32_t i = 0; i < all->count; i++) {
        size_t   cursor = 0;
        uint32_t same;

        if (!is_told_twice(&all->items[i], first))
            continue;
        count++;
        all->items[i].is_moved = true;
        same = dc_map_find(&seen, key_of_amount(&all->items[i]), &cursor);
        if (same == DC_MAP_NONE || !all->items[i].letter)
            continue;
        if (!all->items[same].letter)
            all->items[same].letter = all->items[i].letter;
        unite(all->items, i, same);
    }
    dc_map_free(&seen);
    return count;
}

static int compare_entries(const void *left, const void *right)
{
    const booking *const *a = left, *const *b = right;
    int                   order = ((*a)->entry > (*b)->entry) - ((*a)->entry < (*b)->entry);

    if (order == 0)
        order = dc_order((*a)->customer, (*b)->customer);
    if (order == 0)
        order = dc_order((*a)->left, (*b)->left);
    return order != 0 ? order : dc_order((*a)->line, (*b)->line);
}

/* Whether all that an entry books on a customer's accounts goes from one to the other, in one row
 * or several: then all of it is moved. */
static bool is_moved_whole(booking *const *items, size_t count)
{
    dc_money all = DC_MONEY(0), doubtful = DC_MONEY(0);

    for (size_t i = 0; i < count; i++) {
        dc_money amount = DC_MONEY(items[i]->is_debit ? items[i]->left : -items[i]->left);

        if (items[i]->is_opening || !dc_money_add_checked(&all, all, amount) ||
            (items[i]->is_doubtful && !dc_money_add_checked(&doubtful, doubtful, amount)))
            return false;
    }
    return all.minor == 0 && doubtful.minor != 0;
}

static bool is_pair(const booking *a, const booking *b)
{
    return !a->is_opening && !a->is_moved && !b->is_moved && a->is_doubtful != b->is_doubtful &&
           a->is_debit != b->is_debit && a->left == b->left;
}

static void move(booking *items, booking *a, booking *b)
{
    a->is_moved = b->is_moved = true;
    unite(items, a->draft, b->draft);
}

/* Beside other bookings, such as a loss, rows of one amount. */
static void move_pairs(booking *all, booking **items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && k - i <= LOOK_AHEAD && items[k]->left == items[i]->left;
             k++)
            if (is_pair(items[i], items[k]))
                move(all, items[i], items[k]);
}

static bool is_beside(const booking *a, const booking *b)
{
    return a->entry == b->entry && a->customer == b->customer;
}

/* A debt that becomes doubtful goes from one account of its customer to another: no money came. */
static size_t unite_moved(bookings *all)
{
    booking **order = dc_heap_alloc(all->count + 1, sizeof order[0]);
    size_t    moved = 0, end;

    for (size_t i = 0; i < all->count; i++)
        order[i] = &all->items[i];
    if (all->count > 0)
        qsort(order, all->count, sizeof order[0], compare_entries);
    for (size_t i = 0; i < all->count; i = end) {
        for (end = i + 1; end < all->count && is_beside(order[i], order[end]);)
            end++;
        if (is_moved_whole(order + i, end - i))
            for (size_t k = i; k < end; k++)
                move(all->items, order[i], order[k]);
        else
            move_pairs(all->items, order + i, end - i);
        for (size_t k = i; k < end; k++)
            moved += order[k]->is_moved && !order[k]->is_opening;
    }
    free(order);
    return moved;
}

void dc_bookings_group(bookings *all, dc_issues *issues, const char *file)
{
    note(issues, file, DC_ISSUE_OPENING_REPEATED, unite_openings(all));
    note(issues, file, DC_ISSUE_ACCOUNTS_MOVED, unite_moved(all));
    unite_marked(all);
}
