/* letters_name.c - numbers of the claims of a journal, each of which stands once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "letters.h"

typedef struct {
    const char *invoice, *customer;
    dc_date     issued, due;
    int64_t     amount;
    uint32_t    line, draft;
} name;

static int compare_names(const void *left, const void *right)
{
    const name *a = left, *b = right;
    int         order = strcmp(a->invoice, b->invoice);

    if (order == 0)
        order = strcmp(a->customer, b->customer);
    if (order == 0)
        order = dc_order(a->issued.day, b->issued.day);
    if (order == 0)
        order = dc_order(a->due.day, b->due.day);
    if (order == 0)
        order = dc_order(b->amount, a->amount);
    return order != 0 ? order : dc_order(a->line, b->line);
}

static name *sort_names(const dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;
    name               *names = dc_heap_alloc(claims->count + 1, sizeof names[0]);

    for (size_t i = 0; i < claims->count; i++)
        names[i] = (name){.invoice = claims->invoice[i],
                          .customer = reading->customers[claims->customer[i]].id,
                          .issued = claims->issued[i],
                          .due = claims->due[i],
                          .amount = claims->amount[i].minor,
                          .line = claims->line[i],
                          .draft = (uint32_t)i};
    if (claims->count > 0)
        qsort(names, claims->count, sizeof names[0], compare_names);
    return names;
}

/* `part` 0: the claim is all of its document. */
static void name_claim(dc_reading *reading, const name *at, bool is_shared, size_t part)
{
    claim_draft draft = dc_draft_at(&reading->claims, at->draft);
    claim_told *told = dc_arena_alloc(reading->arena, 1, sizeof *told);
    char        number[24] = "";

    *told = *draft.told;
    if (part > 0) {
        snprintf(number, sizeof number, "%zu", part);
        told->part = dc_texts_keep(reading->texts, number);
        draft.told = told;
    }
    if (is_shared)
        draft.invoice = dc_arena_format(reading->arena, "%s %s", at->invoice, at->customer);
    draft.entity = dc_claim_entity(at->customer, draft.invoice, told->part, false);
    dc_draft_put(&reading->claims, at->draft, &draft);
}

/* Claims of one number: those of a customer are its parts. */
static void name_alike(dc_reading *reading, const name *names, size_t count)
{
    bool is_shared = strcmp(names[0].customer, names[count - 1].customer) != 0;

    for (size_t i = 0, part = 0; i < count; i++) {
        bool is_next = i > 0 && strcmp(names[i].customer, names[i - 1].customer) == 0;
        bool is_last = i + 1 == count || strcmp(names[i].customer, names[i + 1].customer) != 0;

        part = is_next ? part + 1 : 1;
        name_claim(reading, &names[i], is_shared, part == 1 && is_last ? 0 : part);
    }
}

void dc_bookings_name(dc_reading *reading)
{
    size_t count = reading->claims.count, end;
    name  *names = sort_names(reading);

    for (size_t i = 0; i < count; i = end) {
        for (end = i; end < count && strcmp(names[end].invoice, names[i].invoice) == 0;)
            end++;
        name_alike(reading, names + i, end - i);
    }
    free(names);
}
