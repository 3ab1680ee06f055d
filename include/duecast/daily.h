/*
 * daily.h - the baseline's expectation by day, taken apart so that a spreadsheet can put it
 * together again under other delays, terms of future sales and instalment plans.
 *
 * Receipts are linear in chances of payment.  Items fall into groups: what they are (open claims,
 * those that a plan would reach, future invoices of the same terms) and whose (customers that fail
 * alike).  A group says what would be settled by day if nobody failed; that customers fail comes
 * last, as in expected.c, and is a factor of the day alone.  So
 *
 *     moved(t)   = claims(t) + (1 - share) reached(t) + sum over terms of sales(t - shift)
 *     delayed(t) = (1 - share) moved(t) + share moved(t - days) + plan(t)
 *     cash(t)    = alive(t) delayed(t) + recovered share x what failures left t - days ago
 *
 * docs/FORMULAS.md, "The live sheet".  Amounts are minor units of the book currency, of currencies
 * that have a rate; days 0 .. day_count count from the as-of date.
 */
#ifndef DUECAST_DAILY_H
#define DUECAST_DAILY_H

#include "duecast/paths.h"

typedef enum {
    DC_DAILY_CLAIMS,
    DC_DAILY_REACHED,
    DC_DAILY_SALES,
    DC_DAILY_KIND_COUNT
} dc_daily_kind;

enum {
    DC_DAILY_TERMS_MAX = 8,   /* terms of future invoices told apart: those of most money */
    DC_DAILY_OTHER_TERMS = -1 /* all others, which keep their terms */
};

typedef struct {
    dc_daily_kind kind;
    size_t        row;      /* of dc_daily_failing */
    int32_t       terms;    /* of sales: days from issue to due, or DC_DAILY_OTHER_TERMS */
    size_t        count;    /* items */
    double        exposure; /* open today, or invoiced within the horizon if nobody failed; > 0 */
    /* day_count + 1 each, if nobody failed */
    double *paid;     /* leaves the ledger other than by a write-off */
    double *cash;     /* of it: as cash */
    double *lost;     /* written off */
    double *invoiced; /* of sales; NULL for claims */
    /* of what a plan reaches, paid by it without a miss; NULL for others */
    double *plan_paid, *plan_cash;
} dc_daily_group;

/* Customers that fail alike. */
typedef struct {
    double *alive; /* day_count + 1: chance of not having failed by the day */
    double  recovered_share;
    int32_t recovery_days; /* from write-off to recovery */
} dc_daily_failing;

typedef struct {
    int32_t           day_count;
    size_t            group_count;
    dc_daily_group   *group;     /* by row, then kind, then terms */
    size_t            row_count; /* >= 1 */
    dc_daily_failing *row;
    bool              any_lost, any_failing;
    /* of customers that failed before the as-of date: nothing moves it */
    double *failed_written_off, *failed_recovered; /* day_count + 1 */
    double  opening;                               /* open claims, debit */
} dc_daily;

/* `plan` says which claims a plan reaches and how it pays; its share and miss are not looked at.
 */
dc_daily *dc_daily_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_instalments *plan,
                        const dc_simulate_options *options);

#endif
