/*
 * slots.h - the fixed table of future sales.
 *
 * Every invoice of the last 364 days - or of the whole weeks there are, if fewer - comes again on
 * the same weekday a year (or that many weeks) later, to the same customer on the same terms;
 * customers that are invoiced by the month (billing.h) repeat calendar months.  Amounts grow as
 * the sales of their segment did (model.h), more slowly the further ahead.
 * Sales lines of the plan set the amounts of the slots of their period; a period without slots gets
 * one slot a day.  The table is built once; scenarios change amounts and terms, never identity.
 */
#ifndef DC_SIMULATE_SLOTS_H
#define DC_SIMULATE_SLOTS_H

#include "duecast/paths.h"

typedef struct {
    uint32_t    donor;    /* claim index; UINT32_MAX for a slot that only the plan asks for */
    uint32_t    repeat;   /* 1: first time it comes again, ... */
    uint32_t    customer; /* UINT32_MAX: unknown, or pooled */
    uint32_t    like; /* customer whose segment, country and grade it shares; UINT32_MAX: none */
    uint16_t    currency;
    const char *segment;
    int32_t     issue;      /* days after as-of, 1 .. horizon */
    int32_t     terms;      /* due - issue */
    int64_t     amount;     /* > 0 */
    uint32_t    pooled;     /* invoices that it stands for beside its own */
    double      noise;      /* of the market it belongs to; paths.h */
    double      lasting;    /* likewise */
    double      dispersion; /* of how often it comes; paths.h */
    uint64_t    market;     /* of a line of the plan; 0: its segment's, by 4-week period */
    bool        certain;    /* comes once on every path, as the plan says for sure */
    uint64_t    entity;
} dc_slot;

typedef struct {
    size_t   count;
    dc_slot *slot; /* ordered by currency, week of issue, customer, issue day, entity */
    size_t   thinned_from;
    size_t   one_offs; /* invoices left out: ten times as large as the next largest */
    bool     from_plan;
} dc_slots;

/* Without a model (NULL) nothing grows, and nothing moves together. */
void dc_slots_make(dc_slots *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                   int32_t horizon_days);

/* Days from issue to due of an invoice that comes as this claim did. */
int32_t dc_slot_terms(const dc_claims *claims, uint32_t donor);

/* Sets by how much its market strays: by `noise` in its four weeks and, beside it, by the level of
 * all sales, which lasts. */
void dc_slot_strays(dc_slot *slot, double noise, const dc_model *model);

/* Days ahead that the plan's sales lines look at, the horizon or more: plan_lines.c. */
int32_t dc_slots_plan_reach(const dc_book *book, int32_t horizon_days);

/* Sets amounts by the plan's sales lines, then leaves out slots without an amount and those behind
 * the horizon; forecast/simulate/plan_sales.c. */
void dc_slots_apply_plan(dc_slots *slots, size_t *capacity, dc_arena *arena, const dc_book *book,
                         const dc_model *model, int32_t horizon_days);

/* Pools the slots of small customers when there are too many; forecast/simulate/pool.c. */
void dc_slots_pool(dc_slots *slots, const dc_book *book);

#endif
