/*
 * drafts.h - claims as they are read, in the order of the file, before the canonical order.
 *
 * Ten millions of them are held at once, so they are columns: what a ledger does not tell is a
 * column nobody writes to, which takes no memory, and columns become those of the book where they
 * stand.  Whoever looks at one claim as a whole takes it out as a row and puts it back.
 */
#ifndef DUECAST_READ_DRAFTS_H
#define DUECAST_READ_DRAFTS_H

#include "duecast/book.h"
#include "texts.h"

/* What most rows do not tell. */
typedef struct {
    const char *part, *segment;
    const char *factor[DC_COLUMN_FACTORS_MAX]; /* NULL: made from payments.csv */
    dc_money    tax, open, disputed_part;
    dc_date     delivered, received;
} claim_told;

extern const claim_told dc_told_nothing;

/* One claim, taken out. */
typedef struct {
    const char       *invoice;
    const claim_told *told;   /* never NULL */
    size_t            offset; /* where its row begins */
    uint64_t          entity; /* of the claim, as in dc_claims but that several may be equal */
    dc_money          amount;
    dc_date           issued, due, entered, paid;
    uint32_t          customer;
    uint32_t          line; /* of its row; 0: made from payments.csv */
    uint16_t          currency;
    uint8_t           kind;
    bool              disputed, has_open, rejected, has_events;
    bool              is_void;
    bool              turned; /* a credit or payment whose amounts were written above 0 */
} claim_draft;

enum {
    DC_DRAFT_DISPUTED = 1,
    DC_DRAFT_HAS_OPEN = 2,
    DC_DRAFT_REJECTED = 4,
    DC_DRAFT_HAS_EVENTS = 8,
    DC_DRAFT_TURNED = 16,
    DC_DRAFT_VOID = 32
};

/* Fewer rows than these are not worth a second thread. */
enum { DC_MANY_ROWS = 1 << 14 };

/* Each has `capacity` + 1 entries.  `told` is NULL for a row that tells nothing more, `wait` the
 * days from the issue to the entry, `flags` a set of DC_DRAFT_... */
typedef struct {
    size_t             count, capacity;
    const char       **invoice;
    const claim_told **told;
    uint64_t          *offset, *entity;
    dc_money          *amount;
    dc_date           *issued, *due, *paid;
    int32_t           *wait;
    uint32_t          *customer, *line;
    uint16_t          *currency;
    uint8_t           *kind, *flags;
} claim_drafts;

#define DC_DRAFT_COLUMNS_COMMON(COLUMN)                                                            \
    COLUMN(invoice)                                                                                \
    COLUMN(offset)                                                                                 \
    COLUMN(entity)                                                                                 \
    COLUMN(amount)                                                                                 \
    COLUMN(issued)                                                                                 \
    COLUMN(due)                                                                                    \
    COLUMN(paid)                                                                                   \
    COLUMN(customer)                                                                               \
    COLUMN(line)

/* Of many ledgers all 0: only written where a value changes. */
#define DC_DRAFT_COLUMNS_RARE(COLUMN)                                                              \
    COLUMN(told)                                                                                   \
    COLUMN(wait)                                                                                   \
    COLUMN(currency)                                                                               \
    COLUMN(kind)                                                                                   \
    COLUMN(flags)

#define DC_DRAFT_COLUMNS(COLUMN)                                                                   \
    DC_DRAFT_COLUMNS_COMMON(COLUMN)                                                                \
    DC_DRAFT_COLUMNS_RARE(COLUMN)

claim_drafts dc_drafts_new(dc_arena *arena, size_t capacity);

/* Room for `count` drafts from the one at `from` on, which stays where it is; empty. */
claim_drafts dc_drafts_slice(const claim_drafts *drafts, size_t from, size_t count);

/* Moves `count` drafts from `from` down to `to`. */
void dc_drafts_move(claim_drafts *drafts, size_t to, size_t from, size_t count);

claim_draft dc_draft_at(const claim_drafts *drafts, size_t at);
void        dc_draft_put(claim_drafts *drafts, size_t at, const claim_draft *draft);
/* The arena must be the one of dc_drafts_new where the drafts may have to grow. */
void dc_draft_add(claim_drafts *drafts, dc_arena *arena, const claim_draft *draft);

static inline bool dc_draft_is(const claim_drafts *drafts, size_t at, int flag)
{
    return drafts->flags[at] & flag;
}

static inline const claim_told *dc_draft_told(const claim_drafts *drafts, size_t at)
{
    return drafts->told[at] ? drafts->told[at] : &dc_told_nothing;
}

/* What was settled of a claim by what its own row tells, on its day `paid` (DC_DATE_NONE: on an
 * unknown day); 0: nothing, or payments.csv tells. */
static inline dc_money dc_draft_settled(const claim_drafts *drafts, size_t at)
{
    dc_money amount = drafts->amount[at];

    if (dc_draft_is(drafts, at, DC_DRAFT_HAS_EVENTS) || drafts->line[at] == 0)
        return DC_MONEY(0);
    if (dc_draft_is(drafts, at, DC_DRAFT_HAS_OPEN))
        return dc_money_sub(amount, dc_draft_told(drafts, at)->open);
    return dc_date_is_set(drafts->paid[at]) ? amount : DC_MONEY(0);
}

#endif
