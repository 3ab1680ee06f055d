/*
 * ledger.h - balances and flows of the ledger at the closes of many past days, in one sweep.
 *
 * The days are the marks: those to be measured, month ends before them, and where their periods
 * begin.  What is open of a claim is constant from one event to the next: it is added to a column
 * at the first mark it belongs to and taken off at the mark where that ends, and the columns are
 * added up at the end.  So the work does not grow with the number of days.
 *
 * Columns are summed exactly in each document currency and then translated once a mark.
 */
#ifndef DC_MEASURE_LEDGER_H
#define DC_MEASURE_LEDGER_H

#include "duecast/measures.h"

typedef enum {
    /* balances at the close of a mark */
    DC_LEDGER_CREDITS,   /* open credit notes, <= 0 */
    DC_LEDGER_UNAPPLIED, /* <= 0 */
    DC_LEDGER_BILLS,     /* acceptance bills received, not yet matured */
    DC_LEDGER_SOLD,      /* sold, and the buyer not yet paid */
    /* flows up to the close of a mark */
    DC_LEDGER_INVOICED,     /* gross amounts of invoices, by day of issue */
    DC_LEDGER_CREDIT_NOTES, /* <= 0, by day of issue */
    DC_LEDGER_EVENTS,       /* settled by payments; then by the other dc_event_kinds in order */
    DC_LEDGER_AGED = DC_LEDGER_EVENTS + DC_EVENT_KIND_COUNT,
    /* balances of debit claims: buckets by due date, then by issue date, then by month of issue */
} dc_ledger_column;

enum { DC_LEDGER_MONTHS_BACK = 60 }; /* month ends before the first day measured */

typedef struct {
    const dc_book  *book;
    dc_ageing_edges edges;
    size_t          mark_count;
    dc_date        *mark;    /* increasing */
    uint16_t       *mark_of; /* first mark on or after a day, from the first to the last mark */
    size_t          month_count;
    size_t         *month; /* marks that are month ends, increasing; invoices issued by the first of
                            * them share its row */
    size_t          column_count;
    int64_t        *total;    /* [column][mark], book currency */
    int64_t        *document; /* [currency][column][mark], document currency */
} dc_ledger;

/* dates: increasing; none after the as-of date. */
dc_ledger *dc_ledger_make(dc_arena *arena, const dc_book *book, const dc_date *dates, size_t count,
                          const dc_ageing_edges *edges);

/* The first mark on or after a day; mark_count when there is none. */
static inline size_t dc_ledger_first_mark(const dc_ledger *ledger, dc_date day)
{
    if (day.day <= ledger->mark[0].day)
        return 0;
    if (day.day > ledger->mark[ledger->mark_count - 1].day)
        return ledger->mark_count;
    return ledger->mark_of[day.day - ledger->mark[0].day];
}

/* Index of a mark: the day must be one. */
size_t dc_ledger_mark(const dc_ledger *ledger, dc_date date);

static inline int64_t dc_ledger_at(const dc_ledger *ledger, size_t column, size_t mark)
{
    return ledger->total[column * ledger->mark_count + mark];
}

static inline int64_t dc_ledger_in(const dc_ledger *ledger, uint16_t currency, size_t column,
                                   size_t mark)
{
    return ledger->document[(currency * ledger->column_count + column) * ledger->mark_count + mark];
}

/* A flow in (from, to], both marks: each currency's is translated once. */
int64_t dc_ledger_flow(const dc_ledger *ledger, size_t column, size_t from, size_t to);

size_t dc_ledger_aged(const dc_ledger *ledger, dc_aged_by by, size_t bucket); /* the column */
size_t dc_ledger_issued_in(const dc_ledger *ledger, size_t month);            /* the column */

int64_t dc_ledger_debit(const dc_ledger *ledger, size_t mark);   /* open invoices */
int64_t dc_ledger_overdue(const dc_ledger *ledger, size_t mark); /* of them, past due */

/* The day a period of whole months up to `to` begins after: month ends where `to` is one. */
dc_date dc_months_before(dc_date to, int32_t months);

/* What is open of a claim at the close of a day; 0 before it is on the books. */
int64_t dc_claim_open_at(const dc_book *book, size_t claim, dc_date date);

#endif
