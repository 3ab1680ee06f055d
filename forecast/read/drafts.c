#include "drafts.h"

#include <assert.h>
#include <string.h>

const claim_told dc_told_nothing = {
    .part = "", .segment = "", .delivered = {INT32_MAX}, .received = {INT32_MAX}};

#define PUT_RARE(column, at, value)                                                                \
    if (drafts->column[at] != (value))                                                             \
    drafts->column[at] = (value)

claim_drafts dc_drafts_new(dc_arena *arena, size_t capacity)
{
    claim_drafts drafts = {.capacity = capacity};

#define NEW(column) drafts.column = dc_arena_alloc(arena, capacity + 1, sizeof *drafts.column);
    DC_DRAFT_COLUMNS(NEW)
#undef NEW
    return drafts;
}

claim_drafts dc_drafts_slice(const claim_drafts *drafts, size_t from, size_t count)
{
    claim_drafts slice = {.capacity = count};

    assert(from + count <= drafts->capacity);
#define CUT(column) slice.column = drafts->column + from;
    DC_DRAFT_COLUMNS(CUT)
#undef CUT
    return slice;
}

void dc_drafts_move(claim_drafts *drafts, size_t to, size_t from, size_t count)
{
    if (to == from)
        return;
#define MOVE(column)                                                                               \
    memmove(drafts->column + to, drafts->column + from, count * sizeof *drafts->column);
    DC_DRAFT_COLUMNS_COMMON(MOVE)
#undef MOVE
#define MOVE(column)                                                                               \
    for (size_t i = 0; i < count; i++)                                                             \
        PUT_RARE(column, to + i, drafts->column[from + i]);
    DC_DRAFT_COLUMNS_RARE(MOVE)
#undef MOVE
}

claim_draft dc_draft_at(const claim_drafts *drafts, size_t at)
{
    return (claim_draft){.invoice = drafts->invoice[at],
                         .told = dc_draft_told(drafts, at),
                         .offset = drafts->offset[at],
                         .entity = drafts->entity[at],
                         .amount = drafts->amount[at],
                         .issued = drafts->issued[at],
                         .due = drafts->due[at],
                         .entered = {drafts->issued[at].day + drafts->wait[at]},
                         .paid = drafts->paid[at],
                         .customer = drafts->customer[at],
                         .line = drafts->line[at],
                         .currency = drafts->currency[at],
                         .kind = drafts->kind[at],
                         .disputed = dc_draft_is(drafts, at, DC_DRAFT_DISPUTED),
                         .has_open = dc_draft_is(drafts, at, DC_DRAFT_HAS_OPEN),
                         .rejected = dc_draft_is(drafts, at, DC_DRAFT_REJECTED),
                         .has_events = dc_draft_is(drafts, at, DC_DRAFT_HAS_EVENTS),
                         .is_void = dc_draft_is(drafts, at, DC_DRAFT_VOID),
                         .turned = dc_draft_is(drafts, at, DC_DRAFT_TURNED)};
}

void dc_draft_put(claim_drafts *drafts, size_t at, const claim_draft *draft)
{
    uint8_t flags =
        (uint8_t)(draft->disputed * DC_DRAFT_DISPUTED | draft->has_open * DC_DRAFT_HAS_OPEN |
                  draft->rejected * DC_DRAFT_REJECTED | draft->has_events * DC_DRAFT_HAS_EVENTS |
                  draft->turned * DC_DRAFT_TURNED | draft->is_void * DC_DRAFT_VOID);

    drafts->invoice[at] = draft->invoice;
    drafts->offset[at] = draft->offset;
    drafts->entity[at] = draft->entity;
    drafts->amount[at] = draft->amount;
    drafts->issued[at] = draft->issued;
    drafts->due[at] = draft->due;
    drafts->paid[at] = draft->paid;
    drafts->customer[at] = draft->customer;
    drafts->line[at] = draft->line;
    PUT_RARE(told, at, draft->told == &dc_told_nothing ? NULL : draft->told);
    PUT_RARE(wait, at, draft->entered.day - draft->issued.day);
    PUT_RARE(currency, at, draft->currency);
    PUT_RARE(kind, at, draft->kind);
    PUT_RARE(flags, at, flags);
}

static void grow(claim_drafts *drafts, dc_arena *arena)
{
    claim_drafts larger = dc_drafts_new(arena, 2 * drafts->capacity + 1024);

    larger.count = drafts->count;
#define COPY(column)                                                                               \
    if (drafts->count > 0)                                                                         \
        memcpy(larger.column, drafts->column, drafts->count * sizeof *larger.column);
    DC_DRAFT_COLUMNS(COPY)
#undef COPY
    *drafts = larger;
}

void dc_draft_add(claim_drafts *drafts, dc_arena *arena, const claim_draft *draft)
{
    if (drafts->count == drafts->capacity)
        grow(drafts, arena);
    dc_draft_put(drafts, drafts->count++, draft);
}
