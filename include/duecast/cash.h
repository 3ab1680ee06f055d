/*
 * cash.h - all money: what goes out and what else comes in, the credit line, and how short cash
 * may run.
 *
 * A cash plan is a table of flows by day in the book currency: open bills on the day they are paid,
 * and the lines of the plan that are not sales.  A flow is certain, or it strays: on each path it
 * is multiplied by a factor of mean 1 that all lines of one name draw from one uniform (who plans
 * payroll 5 % too low does so all year).  Receipts from customers come from the paths, and so does
 * what sales drive: purchases, costs with sales, sales tax (cash_tail.h).
 *
 * Roll-forward of a path, day by day, in whole minor units.  Restricted cash is no cash here.
 *
 *     before the line   L(d) = L(d-1) + receipts + flows - interest          L(0) = cash to use
 *     drawn             D(d) = D(d-1) + (minimum - C(d-1) - change of L), held within 0 .. limit
 *     cash              C(d) = L(d) + D(d) - D(0)
 *
 * so the line is drawn below the minimum and repaid above it, and L is what cash would be without
 * new drawings.  Interest is drawn x rate / 365 for each day (ACT/365), paid at each month's end.
 *
 *     the line is needed     some L(d) < minimum
 *     it is exhausted        some C(d) < minimum: a gap remains after all of it
 *     line needed at 95 %    max(0, minimum - P5 of the lowest L)
 *     reverse stress         the fewest days of delay, of every payment of every customer, at
 *                            which more than 5 % of paths have some C(d) < minimum
 *     at risk                mean - P5 of the net cash flow
 *     expected shortfall     mean - mean of its worst 5 %
 */
#ifndef DUECAST_CASH_H
#define DUECAST_CASH_H

#include "duecast/metrics.h"

typedef enum {
    DC_CASH_RECEIPTS,
    DC_CASH_OPERATING,
    DC_CASH_NON_OPERATING,
    DC_CASH_SECTIONS
} dc_cash_section;

typedef struct {
    const char     *name;  /* stable key: "bills", "payroll", or a name of the plan's own */
    dc_word         label; /* DC_WORD_COUNT: the name itself */
    dc_cash_section section;
    bool            strays;
    bool            has_last_week;
    int64_t         last_week; /* cash of the seven days to the as-of date */
    int32_t         driven;    /* index of what sales drive; DC_NONE: flows of the plan alone */
    bool            linked;    /* a line of that label that follows sales */
} dc_cash_row;

/* How flows of one row stray together. */
typedef struct {
    uint32_t    row;
    uint64_t    entity; /* of the row's name: one uniform a path */
    dc_plan_law law;
    double      spread; /* > 0 */
} dc_cash_stray;

typedef struct {
    uint32_t row;
    int32_t  stray;  /* index; DC_NONE: certain */
    int32_t  day;    /* 1 .. day_count after the as-of date */
    int64_t  amount; /* minor units of the book currency; > 0 comes in */
} dc_cash_flow;

enum {
    DC_CASH_WEEKS = 13,
    DC_CASH_MONTHS = 25, /* calendar months, the first and the last may be parts */
    DC_CASH_PERIODS = DC_CASH_WEEKS + DC_CASH_MONTHS
};

typedef struct {
    bool    is_month;
    int32_t number; /* from 1 */
    int32_t first_day, last_day;
} dc_cash_period;

typedef struct dc_tail dc_tail; /* cash_tail.h */

typedef struct dc_cash_plan {
    int32_t        day_count;
    size_t         row_count; /* by section */
    dc_cash_row   *rows;
    size_t         stray_count;
    dc_cash_stray *strays;
    size_t         flow_count;
    dc_cash_flow  *flows;                          /* by (stray, row, day), certain ones first */
    int64_t       *certain;                        /* [day 0 .. day_count]: what is certain */
    double        *rate_change[DC_CURRENCIES_MAX]; /* [day]: relative to the as-of date's rate;
                                                    * NULL: none is told */
    double        *exposure[DC_CURRENCIES_MAX]; /* [day]: what moves with its rate, of what is worth
                                                 * 1 at today's; NULL: the book currency */
    double        *foreign;                     /* [day]: of flows of the plan, likewise */
    int64_t       *exchange;  /* [day]: what that brings on flows of the plan; NULL: no change */
    int64_t       *owed_paid; /* [day 0 .. day_count]: of open bills, before discounts */
    bool          *month_end; /* [day 0 .. day_count] */
    size_t         week_count, period_count;
    dc_cash_period period[DC_CASH_PERIODS];                   /* weeks, then months */
    bool           has_cash, has_minimum, has_line, has_rate; /* in book.yaml */
    int64_t        opening;                                   /* cash less restricted cash */
    int64_t        restricted, minimum, limit, drawn;         /* 0 where not told */
    double         rate;
    size_t         bill_count, bills_beyond; /* open; of them paid after the horizon */
    size_t         left_out;                 /* bills and lines in a currency without a rate */
    bool           rules;                    /* pay_bills says how bills are paid */
    bool           knows_bills;              /* what suppliers are owed today is among the flows */
    bool           knows_costs;              /* the plan tells of something beside sales */
    size_t         note_count;               /* acceptance bills that mature after the as-of date */
    int64_t        notes;                    /* what they bring */
    const dc_tail *tail; /* cash_tail.h: what sales drive; NULL: plan is empty */
} dc_cash_plan;

/* The book as a policy would have its bills, plan lines and credit line, for planning cash; the
 * book itself where the policy changes none of them.  In the arena. */
const dc_book *dc_book_under(dc_arena *arena, const dc_book *book, const dc_policy *policy);

/* What the credit line then costs a year; < 0 where nobody tells. */
double dc_line_rate_under(const dc_book *book, const dc_policy *policy);

dc_cash_plan *dc_cash_plan_make(dc_arena *arena, const dc_book *book,
                                const dc_simulate_options *options);

/* Bytes that cash takes beside all else while so many scenarios are measured; 0 for a book that
 * tells of receipts alone. */
size_t dc_cash_bytes(const dc_book *book, size_t scenario_count,
                     const dc_simulate_options *options);

/* Nothing is known but receipts. */
bool dc_cash_plan_is_empty(const dc_cash_plan *plan);

/* What a line of the plan is worth: as a policy has left it, else amount and tax, translated. */
dc_line_worth dc_line_worth_of(const dc_book *book, const dc_plan_line *line);

/* The rule that fits a bill; NULL: on its due day. */
const dc_pay_rule *dc_pay_rule_of(const dc_book *book, size_t bill);

/* The day on which a rule pays, on or after `first`; early: in time for its discount. */
dc_date dc_pay_day(bool *early, const dc_book *book, const dc_pay_rule *rule, dc_date issued,
                   dc_date due, dc_date first);

/* The day a bill is paid, after the as-of date, and what is paid then. */
dc_date dc_bill_pay_day(dc_money *paid, const dc_book *book, size_t bill);

/* The factor of a line on a path, u in (0, 1): inverse distribution, mean 1. */
double dc_plan_law_factor(dc_plan_law law, double spread, double u);

/* Whole minor units of amount x factor, half to even; |amount| below 2^51. */
int64_t dc_cash_strayed(int64_t amount, double factor);

/* Daily balances of DC_PATH_TILE paths: [day 0 .. day_count][path]. */
typedef struct {
    int64_t *before_line, *drawn, *interest; /* interest paid on the day */
} dc_cash_days;

/* receipts: [day][path], of customers; flows: [day][path], what strays, NULL: none does. */
void dc_cash_roll(dc_cash_days *out, const dc_cash_plan *plan, const double *receipts,
                  const int64_t *strayed);

/* How much later all customers may pay.  Known with cash, a line and paths, of the baseline. */
#define DC_STRESS_RISK 0.05
typedef struct {
    bool    known;
    bool    reached;           /* false: not even if nothing is received by the last day */
    int32_t days;              /* 0: the risk is above that as it is */
    double  chance, low, high; /* that the line is exhausted then, with its 95 % interval */
} dc_reverse_stress;

/* Up to a day: what may go wrong by then. */
typedef struct {
    int32_t           last_day;
    dc_estimate       lowest;                          /* of L */
    dc_estimate       cash_flow;                       /* all but the line's drawings */
    double            needed, needed_low, needed_high; /* chances with 95 % intervals */
    double            exhausted, exhausted_low, exhausted_high;
    double            line_95, line_99; /* of no meaning without an applicable `lowest` */
    double            line_95_low, line_95_high, line_99_low, line_99_high; /* simulation error */
    double            at_risk, shortfall;                                   /* of the cash flow */
    int32_t           dip_week;            /* in which most paths are lowest */
    double           *lowest_of, *flow_of; /* [path] */
    bool             *gap_of;              /* [path]: a gap remains after all of the line */
    dc_reverse_stress stress;
} dc_cash_reach;

enum { DC_REACH_NEAR, DC_REACH_FAR, DC_REACHES }; /* to week 13 or the last; to the horizon */

/* Of one policy; estimates by period of the plan. */
typedef struct dc_liquidity {
    const dc_cash_plan *plan;
    uint32_t            path_count; /* 1: the expectation, which knows no chances */
    const dc_estimate  *rows; /* [row][period]: but for what sales drive the same in every one */
    const dc_estimate  *sections; /* [section][period]: sums of rows; not of customers */
    dc_estimate        *receipts; /* from customers; likewise by period */
    dc_estimate        *operating_cash_flow, *net; /* net: all but the line's drawings */
    dc_estimate        *measures; /* advances and indemnities less costs, beside receivables */
    bool                has_measures;
    dc_estimate        *interest, *line;            /* line: drawn (repaid) in the period */
    dc_estimate        *before_line, *cash, *drawn; /* at its end; n/a without opening cash */
    dc_cash_reach       reach[DC_REACHES];
    size_t              short_weeks; /* of the horizon */
    double             *first_short; /* [week 1 ..]: chance that L is first below then */
} dc_liquidity;

/* Figures up to a reach that scenarios are compared by. */
typedef enum {
    DC_FIGURE_LOWEST_CASH,
    DC_FIGURE_LINE_NEEDED,
    DC_FIGURE_LINE_EXHAUSTED,
    DC_FIGURE_LINE_AT_95,
    DC_FIGURE_LINE_AT_99,
    DC_FIGURE_NET_CASH_FLOW,
    DC_CASH_FIGURES
} dc_cash_figure;

dc_measure dc_cash_figure_measure(dc_cash_figure figure);

/* False: not known.  liquidity may be NULL. */
bool dc_cash_figure_value(double *out, const dc_liquidity *liquidity, dc_cash_figure figure,
                          int reach);

/* A difference on the same paths. */
typedef struct {
    double mean, standard_error; /* simulation error only; NAN: too few paths to tell */
    double level;                /* on the paths looked at, before the base is taken off */
    bool   by_path;              /* false: of quantiles, which no path has alone */
    double better, same;         /* shares of paths; if by_path */
} dc_cash_change;

/* The first `paths` paths of `liquidity` less those of `base`; false: not known. */
bool dc_cash_figure_change(dc_cash_change *out, const dc_liquidity *liquidity,
                           const dc_liquidity *base, dc_cash_figure figure, int reach,
                           uint32_t paths);

#endif
