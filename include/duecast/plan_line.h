/* plan_line.h - one line of plan.csv: money that is planned, and what of it a policy leaves. */
#ifndef DUECAST_PLAN_LINE_H
#define DUECAST_PLAN_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "duecast/date.h"
#include "duecast/money.h"

/* How a plan line that is not sales strays from its amount on a path; its mean is the amount. */
typedef enum {
    DC_LAW_LOGNORMAL,  /* uncertainty is the relative standard deviation */
    DC_LAW_EVEN,       /* any amount within +- uncertainty is as likely as any other */
    DC_LAW_TRIANGULAR, /* the same ends, the amount itself the likeliest */
    DC_LAW_COUNT
} dc_plan_law;

/* What a line that does not follow sales is worth, in minor units of the book currency. */
typedef struct {
    bool    known;
    int64_t gross; /* with its tax */
    int64_t tax;
} dc_line_worth;

/* One line of the plan.  `kind` of line: sales lines drive future invoices. */
typedef struct {
    const char *line;     /* "sales", "payroll", "rent", ... as written */
    dc_date     from, to; /* period the amount belongs to: a month, or one day (from == to) */
    dc_date  reach; /* of sales that repeat: the last day they are about, beyond from..to; or {0} */
    dc_money amount; /* signed, in `currency` */
    uint16_t currency;
    int32_t  customer;         /* index or DC_NONE */
    const char   *segment;     /* "" all */
    double        uncertainty; /* relative: a standard deviation, or what law says; 0 not told */
    bool          certain;     /* of sales: told to stray by nothing, which 0 alone does not say */
    uint8_t       law;         /* dc_plan_law; of sales always lognormal */
    double        vat;      /* share that is added to the amount; 0 when not told; not of sales */
    double        of_sales; /* not 0: the amount is this share of net sales, on every path */
    int32_t       delay;    /* days from the day it belongs to until it is cash, 0 or more */
    dc_line_worth worth;    /* of what a policy has cut off a line: rounding is that of the whole */
    uint32_t      line_number;
} dc_plan_line;

enum { DC_BREADTHS = 4 };

/* How narrow its scope is: 0 all, 1 a segment, 2 a customer, 3 both. */
static inline int dc_plan_line_breadth(const dc_plan_line *line)
{
    return (line->segment[0] != '\0') + 2 * (line->customer >= 0);
}

static inline bool dc_plan_lines_share_scope(const dc_plan_line *a, const dc_plan_line *b)
{
    return a->customer == b->customer && strcmp(a->segment, b->segment) == 0;
}

/* The last day that its amount is about. */
static inline dc_date dc_plan_line_last(const dc_plan_line *line)
{
    return line->reach.day > line->to.day ? line->reach : line->to;
}

/* Sales of a day that do not repeat are on top of all others. */
static inline bool dc_plan_line_adds(const dc_plan_line *line)
{
    return line->from.day == line->to.day && line->reach.day < line->to.day;
}

#endif
