/*
 * contacts.c - which stages of dunning a cap on contacts keeps from a customer.
 *
 * Stages are gone through by the day on which they would reach a claim.  That day follows from the
 * due day alone, so that the cap is a fact of customer and claim, no path has its own, and the
 * expectation stays exact.  Claims that will have been paid by their stage's day count as well: of
 * late stages, which few claims live to see, a cap leaves out far more than it would in life.
 */
#include <stdlib.h>

#include "treat.h"

typedef struct {
    uint32_t customer, item;
    int32_t  day;
    uint32_t stage;
} contact;

/* By customer and day; what is told of a day is the same in whatever order its rows stand. */
static int compare(const void *left, const void *right)
{
    const contact *a = left, *b = right;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

/* The days on which one customer is contacted, in order. */
typedef struct {
    size_t   count, first; /* from `first` on they are less than DC_CAP_DAYS ago */
    int32_t *day;
} diary;

/* Whether any stage of today's rows has room for a contact; all of them may use it then. */
static bool may_contact(diary *of, const contact *rows, size_t count, const dc_policy *policy)
{
    bool room = false;
    while (of->first < of->count && of->day[of->first] <= rows->day - DC_CAP_DAYS)
        of->first++;
    for (size_t i = 0; i < count; i++) {
        int32_t most = policy->dunnings[rows[i].stage].contacts;
        room |= most == 0 || of->count - of->first < (size_t)most;
    }
    if (room)
        of->day[of->count++] = rows->day;
    return room;
}

static void silence(dc_treatment *treatments, const dc_policy *policy, const contact *all,
                    size_t count)
{
    diary of = {.day = dc_heap_alloc(count + 1, sizeof *of.day)};
    for (size_t from = 0, to; from < count; from = to) {
        if (from == 0 || all[from].customer != all[from - 1].customer)
            of.count = of.first = 0;
        for (to = from + 1; to < count && compare(&all[to], &all[from]) == 0;)
            to++;
        if (may_contact(&of, &all[from], to - from, policy))
            continue;
        for (size_t i = from; i < to; i++) {
            uint16_t bit = (uint16_t)(1u << all[i].stage);
            treatments[all[i].item].silenced |= bit;
            treatments[all[i].item].dunnings &= (uint16_t)~bit;
        }
    }
    free(of.day);
}

/* Of a claim, or of an invoice once it is issued. */
static bool reaches(int32_t *day, const dc_dunning *stage, const dc_book *book,
                    const dc_items *items, size_t item)
{
    dc_item_facts facts = dc_item_facts_of(book, items, item);
    int32_t       at = items->due[item] + stage->at;
    *day = at < stage->from ? stage->from : at;
    return (at >= stage->from || stage->late_too) && *day >= items->issue[item] && !facts.pooled &&
           facts.customer != UINT32_MAX && dc_scopes_fit(&stage->scopes, book, &facts);
}

void dc_treat_contacts(dc_treatment *treatments, const dc_book *book, const dc_items *items,
                       const dc_policy *policy)
{
    bool     any = false;
    size_t   count = 0;
    contact *all;
    for (size_t i = 0; i < policy->dunning_count; i++)
        any |= policy->dunnings[i].contacts > 0;
    if (!any)
        return;
    all = dc_heap_alloc(items->count * policy->dunning_count + 1, sizeof *all);
    for (size_t item = 0; item < items->count; item++)
        for (uint32_t i = 0; i < policy->dunning_count; i++) {
            int32_t day;
            if (reaches(&day, &policy->dunnings[i], book, items, item))
                all[count++] = (contact){items->customer[item], (uint32_t)item, day, i};
        }
    if (count > 0)
        qsort(all, count, sizeof *all, compare);
    silence(treatments, policy, all, count);
    free(all);
}
