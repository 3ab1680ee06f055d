/*
 * treat.h - a policy, worked out for each item: which mechanisms touch it and how its day moves.
 */
#ifndef DC_SIMULATE_TREAT_H
#define DC_SIMULATE_TREAT_H

#include "duecast/paths.h"

enum { DC_PLAN_STEPS_MAX = 37 }; /* a down payment and 36 instalments */

/* What an item goes through in one scenario. */
typedef struct {
    uint16_t delays;       /* bit i: policy.delays[i] */
    int8_t   plan;         /* index into policy.plans, or DC_NONE */
    int8_t   terms;        /* index into policy.terms, or DC_NONE */
    uint16_t forbearances; /* bit i: policy.forbearances[i] */
    uint16_t dunnings;     /* bit i: policy.dunnings[i], where it has an effect */
    uint16_t silenced;     /* bit i: the customer has had contacts enough for policy.dunnings[i] */
    uint16_t sales;        /* bit i: policy.sales[i] */
    uint64_t retentions;   /* bit i: policy.retentions[i], of a customer met before its issue */
    uint16_t stops;        /* bit i: policy.stops[i] */
    double   ordered;      /* 0..1: share that credit limits let through */
    int8_t   dispute;      /* index into policy.disputes, or DC_NONE */
    int8_t   discount;     /* index into policy.discounts, or DC_NONE */
    uint16_t
        placements; /* bit i: policy.placements[i], where no plan, dispute or discount has it */
    /* of its customer, the same for all its items */
    int8_t   insolvency; /* index into policy.insolvencies, or DC_NONE */
    uint8_t  downturns;  /* bit i: policy.downturns[i] */
    uint8_t  infected;   /* bit i: by policy.insolvencies[i] */
    uint32_t defaults;   /* bit i: policy.defaults[i] */
} dc_treatment;

#define DC_UNTREATED                                                                               \
    ((dc_treatment){.plan = DC_NONE,                                                               \
                    .terms = DC_NONE,                                                              \
                    .ordered = 1.0,                                                                \
                    .dispute = DC_NONE,                                                            \
                    .discount = DC_NONE,                                                           \
                    .insolvency = DC_NONE})

/* It may not be ordered. */
static inline bool dc_may_be_lost(dc_treatment treatment)
{
    return treatment.retentions || treatment.ordered < 1.0;
}

/* On some paths it goes another way than on the rest. */
static inline bool dc_is_split(dc_treatment treatment)
{
    return treatment.dispute != DC_NONE || treatment.discount != DC_NONE;
}

/* Its customer fails otherwise than in the baseline. */
static inline bool dc_fails_otherwise(dc_treatment treatment)
{
    return treatment.defaults || treatment.infected || treatment.downturns ||
           treatment.insolvency != DC_NONE;
}

/* It is settled faster or slower. */
static inline bool dc_is_paced(dc_treatment treatment)
{
    return treatment.downturns || treatment.forbearances || treatment.dunnings;
}

/* Of the parts of a treatment that act on hazards of settlement. */
static inline bool dc_same_pace(dc_treatment a, dc_treatment b)
{
    return a.downturns == b.downturns && a.forbearances == b.forbearances &&
           a.dunnings == b.dunnings;
}

/* Powers of the hazard of settlement on `count` days from day `first` after the as-of date on, of
 * what is due on `due`. */
void dc_paces_on(double *power, const dc_policy *policy, dc_treatment treatment, int32_t due,
                 int32_t first, int32_t count);

/* Raises the hazards of settlement of a law; its day 1 is the day after the as-of date.  Write-off
 * stays a risk of its own, of what is not settled on a day.  B8: S' = S^power. */
void dc_law_pace(dc_law *law, const dc_policy *policy, dc_treatment treatment, int32_t due);

static inline bool dc_is_treated(dc_treatment treatment)
{
    return treatment.delays || treatment.plan != DC_NONE || treatment.terms != DC_NONE ||
           treatment.sales || dc_may_be_lost(treatment) || treatment.stops ||
           treatment.placements || dc_is_split(treatment) || dc_is_paced(treatment) ||
           dc_fails_otherwise(treatment);
}

/* What a scope looks at. */
dc_item_facts dc_item_facts_of(const dc_book *book, const dc_items *items, size_t item);

/* One treatment per item. */
dc_treatment *dc_treatments_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                                 const dc_items *items, const dc_policy *policy);

/* What touches customers as a whole; forecast/simulate/treat_customers.c. */
void dc_treat_customers(dc_treatment *treatments, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_policy *policy);

/* Stages that a cap on contacts keeps from claims; forecast/simulate/contacts.c. */
void dc_treat_contacts(dc_treatment *treatments, const dc_book *book, const dc_items *items,
                       const dc_policy *policy);

/* Orders that credit limits hold; forecast/simulate/limits.c. */
void dc_treat_limits(dc_treatment *treatments, const dc_book *book, const dc_items *items,
                     const dc_policy *policy);

/* By how many days a delay moves a payment of that day. */
static inline int32_t dc_delay_days(const dc_delay *delay, int32_t day)
{
    if (delay->ramp > 0)
        return (int32_t)(dc_ramped(delay->days, delay->from, delay->to, delay->ramp, day) + 0.5);
    return delay->from <= day && day <= delay->to ? delay->days : 0;
}

/* New terms of a slot: due day, whole days the payment moves by and the chance of one day more. */
typedef struct {
    int32_t due;
    int32_t shift;
    double  shift_more; /* 0..1 */
} dc_new_terms;
dc_new_terms dc_terms_apply(const dc_terms_change *change, int32_t issue, int32_t due);

/* The parts of an item that posting needs; amounts of one occurrence. */
typedef struct {
    int32_t issue, due; /* issue <= 0: an open claim */
    int64_t amount, not_cash, credits, unapplied;
    int64_t rest; /* of the amount: the part that comes apart */
    /* where the customer fails: of the amount, of it without the rest, of the rest */
    int64_t recovered, recovered_first, recovered_rest;
    double  recovered_share;
    int32_t recovery_days; /* from write-off to recovery */
    bool    won;           /* extra sales */
    int64_t whole;         /* of the claim that extra sales are a share of; 0: the amount */
} dc_terms_of;

static inline dc_terms_of dc_terms_of_item(const dc_items *items, size_t item)
{
    return (dc_terms_of){.issue = items->issue[item],
                         .due = items->due[item],
                         .amount = items->amount[item],
                         .not_cash = items->not_cash[item],
                         .credits = items->credits[item],
                         .unapplied = items->unapplied[item],
                         .rest = items->rest[item]};
}

/* --- how much is sold: volume.c --- */

/* How far a change of sales has got for an invoice of that day. */
double dc_sales_reach(const dc_sales_change *change, int32_t issue);

/* The change of what a slot itself sells: changes of sales, and what new terms lose; 0.1 = 10 %
 * more.  Then what new terms win beside it, as a share of the slot as it was; then both. */
double dc_slot_change_of(const dc_policy *policy, dc_treatment treatment, int32_t issue);
double dc_extra_share_of(const dc_policy *policy, dc_treatment treatment, int32_t issue);
double dc_sales_change_of(const dc_policy *policy, dc_treatment treatment, int32_t issue);

/* Makes the amount of a slot smaller or larger; its parts keep their proportions. */
void dc_terms_resize(dc_terms_of *terms, double change);

/* The extra item that goes with a slot: `amount` of sales, due as the slot is now. */
dc_terms_of dc_terms_of_extra(const dc_items *items, size_t item, const dc_terms_of *slot,
                              int64_t amount);

/* Extra sales, which new terms win: out[i] is the amount of the extra item beside slot i, or 0. */
int64_t *dc_extra_sales(dc_arena *arena, const dc_items *items, const dc_treatment *treatments,
                        const dc_policy *policy);

/* New terms that have won extra sales of a slot; NULL: none has. */
const dc_terms_change *dc_terms_that_won(const dc_policy *policy, dc_treatment treatment);

/* How often extra sales of a slot are written off for once that others are. */
double dc_extra_losses(const dc_policy *policy, dc_treatment treatment);

/* Share of the customers like that of a slot that still order it. */
double dc_kept_share(const dc_policy *policy, dc_treatment treatment);

/* --- items that go different ways: split.c --- */

/* The first day whose payments a stop holds back, of an item issued then, and for how many days;
 * false: none. */
bool dc_stop_of(int32_t *first, int32_t *days, const dc_stop *stop, int32_t issue);

/* Chance that a dispute is settled on a day on which it is not yet. */
double dc_dispute_hazard(const dc_dispute *dispute);

/* What waits for a dispute to be settled, and then has its concession; what does not wait. */
typedef struct {
    dc_terms_of waits, usual; /* usual.amount may be 0 */
} dc_disputed;
dc_disputed dc_dispute_apply(const dc_dispute *dispute, const dc_terms_of *terms);

/* The last day on which the discount is taken; 0: it is not offered. */
int32_t     dc_discount_day(const dc_discount *discount, int32_t issue, int32_t due);
dc_terms_of dc_discount_apply(const dc_discount *discount, const dc_terms_of *terms);

/* The identity of the extra item that goes with a slot: above the baseline's last k. */
uint64_t dc_extra_entity(uint64_t entity);

/* The identity of the part that comes apart; the first keeps the item's. */
uint64_t dc_rest_entity(uint64_t entity);

/* The identity of the part of a claim that is disputed apart; the rest keeps the claim's. */
uint64_t dc_disputed_entity(uint64_t entity);

/* The steps of an instalment plan of a claim of `amount`, of which `not_cash` goes with the down
 * payment: day and carrying amount each; step 0 is the down payment. */
typedef struct {
    int32_t count;
    int32_t day[DC_PLAN_STEPS_MAX];
    int64_t amount[DC_PLAN_STEPS_MAX]; /* sum = amount of the claim */
} dc_plan_steps;
void dc_plan_make(dc_plan_steps *out, const dc_instalments *plan, dc_date as_of, int64_t amount,
                  int64_t not_cash);

/* What a plan costs beside the claim, less the interest it brings, in the book currency: with each
 * step that is paid; where it ends by a miss of that step, of the rest if that is collected, and
 * when it is handed over. */
typedef struct {
    int64_t step[DC_PLAN_STEPS_MAX], rest[DC_PLAN_STEPS_MAX], handed[DC_PLAN_STEPS_MAX];
    int32_t handed_day[DC_PLAN_STEPS_MAX];
} dc_plan_costs;

/* Lever kinds for keys of chance: part of the format of luck, never renumber. */
enum {
    DC_LUCK_LATE_PAYMENT = 1,
    DC_LUCK_INSTALMENTS = 2,
    DC_LUCK_CREDIT_TERMS = 3,
    DC_LUCK_RETENTION = 4,
    DC_LUCK_STOP = 5,
    DC_LUCK_DISCOUNT = 6
};

#endif
