/* cash_making.h - flows of a cash plan before its rows are numbered. */
#ifndef DC_MEASURE_CASH_MAKING_H
#define DC_MEASURE_CASH_MAKING_H

#include "duecast/cash.h"

typedef struct {
    const char     *name;
    dc_word         label;
    dc_cash_section section;
} dc_known_row;

/* Rows the program names, in the order of a 13-week budget (docs/FORMULAS.md). */
enum {
    DC_ROW_NOTES,
    DC_ROW_NOTES_AHEAD,
    DC_ROW_BILLS,
    DC_ROW_BOUGHT,
    DC_ROW_TAX_DRIVEN = 12,
    DC_ROW_EXCHANGE = 14,
    DC_ROW_NOTES_COST = 17,
    DC_ROW_NOTES_AHEAD_COST,
    DC_KNOWN_ROWS = 22
};
extern const dc_known_row dc_known_rows[DC_KNOWN_ROWS];

/* One flow. */
typedef struct {
    const char *name;
    size_t      known; /* DC_KNOWN_ROWS: a name of one's own */
    double      spread;
    dc_plan_law law;
    int32_t     day;
    int64_t     amount;
    uint16_t    currency;
    int32_t     driven; /* not 0: no flow, but a row that sales drive, its index + 1 */
    bool        linked; /* such a row of a line of the plan */
    bool        comes_in;
} dc_cash_draft;

typedef struct {
    const dc_book *book;
    dc_cash_plan  *plan;
    dc_arena      *arena;
    size_t         count, capacity;
    dc_cash_draft *drafts;
} dc_cash_making;

/* Issued then, a bill has no early discount to take: its discount days lie in the past. */
dc_date dc_before_any_discount(const dc_book *book);

/* Of a line of the plan; DC_KNOWN_ROWS: a name of one's own. */
size_t dc_known_row_of(const char *line);

/* Rates ahead of the currencies, and what hedges make of them. */
void dc_cash_find_rates(dc_cash_making *making);

/* What they make of purchases that follow sales. */
void dc_cash_find_tail_rates(dc_cash_making *making, dc_tail *tail);

/* Rates ahead of a copy of the book as a policy changes them, one change after the other. */
void dc_cash_change_rates(dc_arena *arena, dc_book *book, const dc_rate_change *changes,
                          size_t count);

/* What is known: open bills, acceptance bills received, and the lines of the plan but sales. */
void dc_cash_add_bills(dc_cash_making *making);
void dc_cash_add_payables(dc_cash_making *making);
void dc_cash_add_inventory(dc_cash_making *making);
void dc_cash_add_notes(dc_cash_making *making);
void dc_cash_add_lines(dc_cash_making *making);
void dc_cash_add_driven(dc_cash_making *making);

#endif
