/*
 * demand.h - what one customer may be asked for on the as-of date.
 *
 * Of each open invoice what is neither in dispute nor covered by the customer's own open credit
 * notes and money on account, which meet what is due longest first, each in its currency:
 *
 *     demanded = open - disputed - credit
 *
 * A dispute that blocks the whole invoice leaves nothing to demand.
 */
#ifndef DUECAST_DEMAND_H
#define DUECAST_DEMAND_H

#include "duecast/book.h"

typedef struct {
    size_t   claim;
    int32_t  days_late; /* <= 0: not overdue */
    dc_money open, disputed, credit, demanded;
} dc_demand_line;

/* Of one currency. */
typedef struct {
    uint16_t currency;
    dc_money balance; /* all that is open: invoices less credit notes and money on account */
    dc_money credits; /* of it: credit notes and money on account, <= 0 */
    dc_money disputed;
    dc_money demanded; /* due or not */
    dc_money overdue;  /* of it */
} dc_demand_total;

typedef struct {
    uint32_t         customer;
    size_t           count; /* open invoices, by due date */
    dc_demand_line  *line;
    size_t           credit_count; /* open credit notes and money on account, as claims */
    size_t          *credit;
    size_t           total_count; /* by currency as in the book */
    dc_demand_total *total;
    int32_t          days_late; /* most, of what is demanded; INT32_MIN: nothing is */
    dc_money
         overdue_home; /* overdue and demanded, in the book currency; of currencies with a rate */
    bool has_unrated;  /* some of it is in a currency without a rate */
} dc_demand;

/* Everything is in the arena.  `with_disputed`: disputes do not keep anything back. */
void dc_demand_make(dc_demand *out, dc_arena *arena, const dc_book *book, uint32_t customer,
                    bool with_disputed);

#endif
