/* bridge_groups.h - what each group of customers sold and owes at one end of a bridge. */
#ifndef DC_MEASURE_BRIDGE_GROUPS_H
#define DC_MEASURE_BRIDGE_GROUPS_H

#include "duecast/bridge.h"

enum { DC_BRIDGE_CUSTOMERS = 10, DC_BRIDGE_GROUPS_MAX = 32 };

/* The ten customers sold most to, then segments; what has no room left joins the last group. */
typedef struct {
    size_t      count;
    uint32_t   *of_customer; /* per customer: its group, or UINT32_MAX: by segment */
    size_t      segment_count;
    const char *segment[DC_BRIDGE_GROUPS_MAX];
} dc_bridge_groups;

/* How far customers are told apart; a plan may not say to whom, or to which segment, it sells. */
typedef enum { DC_BRIDGE_ALL_ONE, DC_BRIDGE_BY_SEGMENT, DC_BRIDGE_BY_CUSTOMER } dc_bridge_grain;

void dc_bridge_groups_make(dc_bridge_groups *out, dc_arena *arena, const dc_book *book,
                           dc_period sales, dc_bridge_grain grain);
/* customer: UINT32_MAX where nobody in particular is sold to. */
size_t dc_bridge_group_of(const dc_bridge_groups *groups, uint32_t customer, const char *segment);

/* Minor units of the book currency at the rate of the as-of date. */
typedef struct {
    double sales;      /* gross, of the 91 days */
    double sales_days; /* of each sale x days from issue to due date */
    double undue;      /* invoiced by now and due later, paid or not */
    double open;       /* debit claims */
    double disputed;   /* of them; 0 where not told */
    double credits;    /* open credit notes, <= 0 */
} dc_bridge_state;

/* From the ledger at the close of a day. */
void dc_bridge_state_past(dc_bridge_state out[DC_BRIDGE_GROUPS_MAX], const dc_book *book,
                          const dc_bridge_groups *groups, dc_date date, bool disputes);

/* The parts of the change, days; currency and estimation stay 0. */
void dc_bridge_parts(double part[DC_BRIDGE_PARTS], const dc_bridge_state *from,
                     const dc_bridge_state *to, size_t count);

double dc_bridge_dso(const dc_bridge_state *state, size_t count); /* sales > 0 */
double dc_bridge_sales(const dc_bridge_state *state, size_t count);

#endif
