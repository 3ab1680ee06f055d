/*
 * cash_tail.h - what sales drive once known items end: purchases and inventory, costs that follow
 * sales, and sales tax.
 *
 * On every path, day by day, in whole minor units of the book currency; S is what was invoiced:
 *
 *     cost of sales       c x S, S net of tax
 *     inventory to hold   days x cost of the last 91 days / 91
 *     bought              cost + what inventory lacks of it, never below 0: what cannot be bought
 *                         less on a day is bought less on the next
 *     bills of suppliers  bought x purchases per cost x (1 + tax), by their terms and pay runs
 *     tax settled         tax in S - tax in bills of each period, on its day by law
 *
 * so a path that sells more buys more, pays for it when its suppliers' terms say so, and owes its
 * tax.  A policy changes when bills to come are paid and what inventory to hold, not what the past
 * tells of terms, purchases and tax.  Running sums are rounded, not days: no path drifts from its
 * ratios.  Inventory starts as what is there, terms are those of the bills that are there: nothing
 * jumps where known items end.
 * Sources: docs/FORMULAS.md, "What sales drive".
 */
#ifndef DUECAST_CASH_TAIL_H
#define DUECAST_CASH_TAIL_H

#include "duecast/cash.h"

enum { DC_TAIL_GROUPS_MAX = 8, DC_TAIL_WINDOW = 91 };

/* Bills that are paid alike. */
typedef struct {
    const dc_pay_rule        *rule;   /* NULL: on the due day */
    const dc_supplier_change *change; /* of a policy; NULL: none */
    int32_t                   terms_days;
    double                    share_to; /* of what is bought: of this group and those before it */
    int32_t                  *paid_on;  /* [day bought]: day_count + 1 after the horizon */
    double                   *off;      /* [day bought]: share that discounts take off */
} dc_tail_group;

/* Lines of the plan that are a share of sales. */
typedef struct {
    int32_t  driven;    /* index */
    int32_t  delay;     /* days until cash */
    double   vat;       /* added to the amount */
    double  *per_gross; /* [day]: amount per unit invoiced, signed as in the plan */
    int64_t *known; /* [day]: paid then for what was invoiced by the as-of date; NULL: nothing */
} dc_tail_link;

/* How customers pay by acceptance bill. */
typedef struct {
    double share;                 /* of what they pay, 0..1; 0: none does */
    double days;                  /* from such a bill to its maturity */
    bool   told_share, told_days; /* by book.yaml, else the mean of 364 days by amount */
} dc_bill_habit;

/* What of later payments comes as acceptance bills, and when that is cash. */
typedef struct {
    double   share;    /* 0: nothing */
    int32_t *cash_on;  /* [day taken]: day_count + 1 after the horizon */
    double  *discount; /* [day taken]: taken off by the bank it is sold to; 0: it is held */
} dc_tail_notes;

/* One value this rests on, for the list of inputs. */
typedef enum { DC_TAIL_SHARE, DC_TAIL_DAYS, DC_TAIL_MONEY, DC_TAIL_TEXT } dc_tail_unit;
typedef struct {
    const char  *key; /* stable */
    dc_word      label;
    dc_tail_unit unit;
    double       value;
    dc_word      source; /* who says so; of DC_TAIL_TEXT all there is to say */
} dc_tail_input;
enum { DC_TAIL_INPUTS_MAX = 24 };

struct dc_tail {
    int32_t day_count;
    double  net; /* net of tax per unit invoiced */
    /* purchases */
    bool           buys, holds; /* holds: inventory is known and follows sales */
    int32_t        first_day;   /* sales drive purchases from this day on */
    double         cost;        /* of sales, per unit invoiced */
    double         bought;      /* purchases per unit of cost */
    double         with_vat;    /* 1 + tax of suppliers */
    double        *hold_days;   /* [day]: inventory to hold */
    double        *past; /* [day]: invoiced before the as-of date, of the 91 days to the day */
    int64_t        inventory;
    int64_t       *changed; /* [day]: what a policy adds to the inventory to hold */
    size_t         group_count;
    dc_tail_group *group; /* at most DC_TAIL_GROUPS_MAX ways of paying, each by its changes */
    bool           buys_unknown; /* nothing tells what will be bought */
    /* costs with sales */
    size_t        link_count;
    dc_tail_link *link;
    /* tax */
    bool     settles, refunds;
    double   tax;        /* in one unit invoiced */
    int32_t *settled_on; /* [day]: when its tax is; 0: plan lines do; day_count + 1: after */
    bool    *settles_on; /* [day] */
    int64_t *tax_past;   /* [day settled]: of what was booked by the as-of date */
    int64_t *tax_booked; /* [day booked]: of plan lines with tax; [0]: sum of the past */
    double   in_currency[DC_CURRENCIES_MAX]; /* shares of what is bought, by the bills */
    double  *rate_change, *exposure; /* [day]: of a unit paid for it, as in dc_cash_plan; or NULL */
    size_t   driven_count;           /* rows of the cash plan */
    const char  **row_line;          /* [driven]: line of the plan that follows sales; or NULL */
    double        terms_days;        /* mean of what is bought */
    int32_t       driven_bought, driven_tax, driven_exchange; /* of them; DC_NONE */
    int32_t       driven_notes, driven_notes_cost;            /* likewise */
    dc_tail_notes notes;
    size_t        input_count;
    dc_tail_input input[DC_TAIL_INPUTS_MAX];
};

/* Days after the as-of date until which lines of a name are cash; 0: none after it. */
int32_t dc_plan_reaches(const dc_book *book, const char *line);

/* What the book tells and what is assumed; driven_count 0: sales drive nothing. */
dc_tail *dc_tail_make(dc_arena *arena, const dc_book *book, int32_t day_count);

/* Sales drive what working capital is made of, not only what rates and acceptance bills move. */
bool dc_tail_moves_capital(const dc_tail *tail);

/* As sure as the receipts it belongs to: acceptance bills, and exchange differences but those on
 * purchases to come. */
bool dc_tail_is_exact(const dc_tail *tail, int32_t driven);

dc_bill_habit dc_bill_habit_measure(const dc_book *book);

/* Cash of a tile that comes later, as bills: flow and cost as in dc_tail_days, zeroed; receipts:
 * [day][path]. */
void dc_tail_defer(int64_t *flow, int64_t *cost, const dc_tail *tail, const double *receipts);

/* Balances and flows of DC_PATH_TILE paths: [day 0 .. day_count + 1][path]. */
typedef struct {
    int64_t **flow;      /* [driven]: cash of the day */
    int64_t  *inventory; /* at the day's close */
    int64_t  *payables;  /* bought since the as-of date and not paid */
    int64_t  *tax;       /* owed; below 0: to come back */
    int64_t  *due;       /* scratch */
    double   *cumulative;
} dc_tail_days;

/* sales: invoiced on the day, whole minor units. */
void dc_tail_follow(dc_tail_days *out, const dc_tail *tail, const double *sales);

/* Suppliers are owed today, and nothing tells what will be bought. */
static inline bool dc_cash_buying_unknown(const dc_cash_plan *plan)
{
    return plan->bill_count > 0 && plan->tail && plan->tail->buys_unknown;
}

#endif
