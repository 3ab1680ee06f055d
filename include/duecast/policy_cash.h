/*
 * policy_cash.h - mechanisms on money that goes out, the line and what other currencies are worth:
 * the part of policy.h that touches no receivable.  Days count from the as-of date (day 0).
 */
#ifndef DUECAST_POLICY_CASH_H
#define DUECAST_POLICY_CASH_H

#include "duecast/book.h"
#include "duecast/scope.h"

/* Open bills in scope due from day `from` on, and bills to come by the share of the scope among
 * bills, are paid round(days x pass_through) days later, or sooner where days < 0, by a ramp of the
 * due days.  What is then paid on an earlier day than without the change is paid less `discount`;
 * who pays later loses the early discounts of the pay rules. */
typedef struct {
    dc_scopes scopes;
    int32_t   days;
    double    pass_through; /* 0..1 */
    double    discount;     /* 0..1 */
    int32_t   from;
    int32_t   ramp; /* ramp.h, likewise below */
} dc_supplier_change;

/* Plan lines in scope, sales never: what belongs to the days from .. to is changed by a share and
 * moved by days; nothing is moved before tomorrow.  Without a scope all lines, or those that
 * `capex` asks for. */
typedef struct {
    dc_scopes scopes;
    bool      capex;
    double    change; /* >= -1; -1 cancels */
    int32_t   days, from, to;
    int32_t   ramp; /* of the change */
} dc_plan_change;

/* The inventory to hold is changed by a share of that of today, evenly over `over` days from day
 * `from` on: so much is bought more, or less of what is bought. */
typedef struct {
    dc_scopes scopes;
    double    change; /* -1..1 */
    int32_t   from, over;
} dc_inventory_change;

/* The credit line and the minimum cash become so much larger, or smaller. */
typedef struct {
    dc_scopes scopes;
    int64_t   limit, minimum; /* minor units of the book currency */
    double    rate;           /* a year */
} dc_line_change;

/* Cash in currencies in scope is worth so much more or less of the book currency on the days from
 * .. to, beside the rates the book tells; what is hedged is settled as agreed. */
typedef struct {
    dc_scopes scopes;
    double    change; /* > -1 */
    int32_t   from, to;
    int32_t   ramp;
} dc_rate_change;

/* What a book under a policy (cash.h) keeps beside its changed bills and lines. */
typedef struct dc_plan_changes {
    dc_bills                   told; /* bills as they came: what is learnt from them stays */
    size_t                     supplier_count, inventory_count;
    const dc_supplier_change  *suppliers; /* the first that fits */
    const dc_inventory_change *inventories;
} dc_plan_changes;

/* The days by which a bill due on a day is paid later under a change; 0 for NULL. */
int32_t dc_supplier_days(const dc_supplier_change *change, int32_t due);

/* That of a bill; DC_BILL_UNKNOWN: of one whose supplier nobody knows.  NULL: none. */
#define DC_BILL_UNKNOWN SIZE_MAX
const dc_supplier_change *dc_supplier_change_of(const dc_book *book, size_t bill);

/* What inventory is changed by at the close of a day, minor units of the book currency. */
int64_t dc_inventory_changed(const dc_book *book, int32_t day);

/* The book with its bills as they came: `copy`, or the book itself where nothing changed. */
const dc_book *dc_book_told(dc_book *copy, const dc_book *book);

#endif
