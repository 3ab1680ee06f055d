/*
 * bridge.h - why a measure moved: parts that add up to the whole change, nothing left over.
 *
 * Receivables: opening + new sales - collected - settled without cash - written off = closing.  In
 * several currencies flows are translated day by day and balances at once; what lies between is a
 * part of its own ("translation").  Cash flow: what was collected (direct) is the result of sales
 * less the rise of receivables net of the allowance (indirect).
 */
#ifndef DUECAST_BRIDGE_H
#define DUECAST_BRIDGE_H

#include "duecast/metrics.h"

/* Means over futures, minor units of the book currency; flows are above 0 as they are named. */
typedef struct {
    int32_t from_day, to_day; /* after the as-of date */
    double  opening, sales, collected, settled_without_cash, written_off, translation, closing;
    double  recovered; /* cash for what was written off before: beside the receivables */
    bool    has_sold;  /* some lever of the run sells receivables */
    double  sold; /* how much more of the closing balance than of the opening is sold, and unpaid */
} dc_receivables_change;

/* From the end of one week to that of another; from < to <= outcome->week_count. */
void dc_receivables_change_weeks(dc_receivables_change *out, const dc_outcome *outcome,
                                 const dc_simulate_options *options, int32_t from, int32_t to);

/* A month that ends within the horizon; the first begins on the day after the as-of date. */
void dc_receivables_change_month(dc_receivables_change *out, const dc_outcome *outcome,
                                 size_t month);

/* Operating cash from customers between two report dates, both ways; flows in minor units. */
typedef struct {
    bool   applicable;          /* false: no allowance is reckoned */
    double collected;           /* direct: all cash, recoveries included */
    double sales, without_cash; /* indirect: what was earned ... */
    double expense;             /* ... less bad-debt expense = result */
    double receivables_rise;    /* gross */
    double allowance_rise;      /* receivables net of it rise by less */
    double translation;         /* direct less indirect: flows and balances of currencies */
} dc_customer_cash_flow;

/* `from`, `to`: weeks that end on report dates, or 0 for the as-of date. */
void dc_customer_cash_flow_weeks(dc_customer_cash_flow *out, const dc_outcome *outcome,
                                 int32_t from, int32_t to);

/*
 * Why DSO over 91 days moved between two closes: in days, parts that add up to the whole change.
 *
 * Sales fall into groups: the ten customers sold most to, each by itself, the others by segment.
 * DSO is the mean of what each group's days are, weighted by its share of sales, and those days are
 *
 *     terms         mean days from issue to due date of what was sold in the 91 days
 *   + sales timing  what would be open if all paid on the due day, in days, less the terms: above 0
 *                   where most was sold late in the period, or is due later than 91 days
 *   + lateness      what is open beyond that, and not in dispute
 *   + disputes      what is open in dispute
 *   + credit notes  open ones, below 0
 *
 * The change of a product share x days is told half and half, with the share before and after:
 * that is the mean of both orders of telling it (Marshall and Edgeworth; docs/FORMULAS.md).  A
 * group that came or went is sales mix; one that still owes but bought nothing has no days of its
 * own at that end, and what its balance changes is timing and lateness alone.
 */
typedef enum {
    DC_BRIDGE_MIX,
    DC_BRIDGE_TERMS,
    DC_BRIDGE_TIMING,
    DC_BRIDGE_LATENESS,
    DC_BRIDGE_DISPUTES,
    DC_BRIDGE_CREDITS,
    DC_BRIDGE_CURRENCY,   /* the past: rates moved; ahead: none, rates are held */
    DC_BRIDGE_ESTIMATION, /* ahead: mean of the ratio on each future less the ratio of the means */
    DC_BRIDGE_PARTS
} dc_bridge_part;

const char *dc_bridge_part_key(dc_bridge_part part);
dc_word     dc_bridge_part_label(dc_bridge_part part);

/* Between two days of the past; from the as-of date to a day ahead; of a scenario against the
 * baseline on a day ahead, which is where it begins and ends. */
typedef enum { DC_BRIDGE_PAST, DC_BRIDGE_AHEAD, DC_BRIDGE_AGAINST, DC_BRIDGE_KINDS } dc_bridge_kind;
const char *dc_bridge_kind_key(dc_bridge_kind kind); /* "past", "ahead", "against_baseline" */

typedef struct {
    dc_bridge_kind kind;
    size_t         scenario;   /* 0: the past, or the baseline */
    bool           applicable; /* false: n/a, for this reason */
    dc_word        missing;
    dc_date        from, to;
    double         opening, closing; /* DSO in days: at rates of their day where those are known */
    double         part[DC_BRIDGE_PARTS];
    bool           told[DC_BRIDGE_PARTS]; /* false: within lateness, or the rate of the as-of date
                                    * throughout; then the part is 0 */
    dc_word        untold[DC_BRIDGE_PARTS];
    size_t         group_count;
} dc_dso_bridge;

/* Between two days of the past, from < to <= the as-of date. */
void dc_dso_bridge_past(dc_dso_bridge *out, const dc_book *book, dc_date from, dc_date to);

/* From the as-of date to the end of a week of the outcome of a policy. */
void dc_dso_bridge_ahead(dc_dso_bridge *out, const dc_book *book, const dc_model *model,
                         const dc_items *items, const dc_policy *policy, const dc_outcome *outcome,
                         const dc_simulate_options *options, int32_t week);

/* Why DSO of a scenario is not that of the baseline at the end of the same bridge ahead. */
void dc_dso_bridge_against(dc_dso_bridge *out, const dc_dso_bridge *baseline,
                           const dc_dso_bridge *scenario);

/* All of a run: the last year and month, then each scenario's to its paired weeks, the baseline's
 * first, each of the others followed by that against it.  In the arena. */
dc_dso_bridge *dc_dso_bridges_make(dc_arena *arena, size_t *count, const dc_book *book,
                                   const dc_model *model, const dc_items *items,
                                   const dc_policy *const *policies, const dc_outcome *outcomes,
                                   size_t policy_count, const dc_measures *past,
                                   const dc_simulate_options *options);

#endif
