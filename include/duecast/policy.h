/*
 * policy.h - mechanisms as data: what is done to claims and future invoices.
 *
 * A scenario is a policy.  The empty policy is the baseline.  Levers (scenario.h) only write rows
 * here; simulate/ carries them out without knowing levers.  Days count from the as-of date (day 0).
 *
 * Order: what speeds or slows payment acts on the hazards, the day is drawn, then terms and sales
 * of new invoices, delays, stops, disputes, discounts, instalment plans, defaults of customers and
 * who leaves, then credit insurance, factoring and acceptance bills (docs/DECISIONS.md).
 */
#ifndef DUECAST_POLICY_H
#define DUECAST_POLICY_H

#include "duecast/policy_cash.h"
#include "duecast/ramp.h"

/* Payments that would fall in [from, to] come `days` later, for a share of customers; during a ramp
 * the nearest whole number of days that it has reached on that day. */
typedef struct {
    dc_scopes scopes;
    int32_t   days;  /* >= 0 */
    double    share; /* 0..1 of customers, by a uniform of the customer and path */
    int32_t   from, to;
    int32_t   ramp; /* ramp.h, likewise below */
} dc_delay;

/* What becomes of the rest of a plan once an instalment has been missed: the plan ends, and all of
 * it is due at once. */
typedef enum {
    DC_MISS_OWN_LAW,     /* paid as late, counted from that day, as the claim would have been */
    DC_MISS_THIRD_PARTY, /* handed over: `collected` of the claims are, the others lost */
    DC_MISS_NEVER,       /* lost */
    DC_MISS_COUNT
} dc_after_miss;

/* Open claims in scope are paid by a plan: a share down on day `start`, then `count` instalments,
 * one every `every_days` days or, if that is 0, `every_months` months, with each the interest since
 * the payment before on what the plan had left.  Each instalment is missed with chance `miss`, of
 * which a mediator prevents a share; then after_miss says what follows: who collects does so evenly
 * within collect_days of the miss and keeps collect_fee, what is lost is written off on the last of
 * them; but the first placement that has the claim in scope, if any, is who takes over on that day,
 * not before its `from`, by its own figures.  Ages by the original due date.  Who runs the plan
 * keeps `fee` of what it brings. */
typedef struct {
    dc_scopes scopes;
    double    down_payment; /* 0..1 of the open amount */
    int32_t   count;        /* 1..36 instalments after the down payment */
    int32_t   every_days, every_months;
    int32_t   start;           /* >= 1 */
    double    miss, mediated;  /* 0..1 each */
    double    share;           /* of customers that accept */
    double    interest;        /* a year of 365 days */
    double    fee;             /* 0..1 */
    int32_t   after_miss;      /* dc_after_miss */
    double    collected;       /* 0..1, a third party's */
    double    collect_fee;     /* 0..1 */
    int32_t   collect_days;    /* >= 1 */
    bool      insurer_consent; /* what is insured stays so, whatever the insurance says */
} dc_instalments;

/* Invoices issued from day `from` on get `days` to pay.  Their payment moves by pass_through x the
 * change of terms; sales in scope change by `sales`; both by a ramp of the issue days.  Extra sales
 * are further items: their hazard of write-off is multiplied by loss_multiplier; of what would be
 * paid the share `loss` never is and is written off DC_WRITE_OFF_AFTER_DAYS later; they earn
 * `margin` more of their amount, without tax, than the company's sales do. */
typedef struct {
    dc_scopes scopes;
    int32_t   days; /* 0..365, new net terms */
    int32_t   from;
    double    pass_through;    /* 0..1 */
    double    sales;           /* -1..1, 0.04 = 4 % more */
    double    loss_multiplier; /* >= 0 */
    double    loss;            /* 0..1 */
    double    margin;          /* -1..1 */
    int32_t   ramp;
} dc_terms_change;

/* Customers in scope default `multiplier` times as often on the days from .. to: the hazard of
 * default is multiplied.  A customer is in scope when any of its open claims or future invoices
 * is, and does all of its business in one fate.  Where the ledger has no default of its own the
 * baseline simulates none: then what lies above 1 multiplies the hazard that is assumed. */
typedef struct {
    dc_scopes scopes;
    double    multiplier; /* >= 0; by a ramp from 1 on */
    int32_t   from, to;
    int32_t   ramp;
} dc_default_change;

/* The customers in scope with the largest open amounts, of those not in default, fail on `day` at
 * the latest.  From the write-off, DC_WRITE_OFF_AFTER_DAYS later, it takes `recovery_days` until
 * the share `recovered` of what was open comes back, whichever way they failed.  If any does, all
 * others default `contagion` times as often from that day on. */
typedef struct {
    dc_scopes scopes;
    int32_t   largest;       /* how many, >= 0; by all they owe today in the book currency */
    int32_t   day;           /* >= 1 */
    double    recovered;     /* 0..1 */
    int32_t   recovery_days; /* >= 0 */
    double    contagion;     /* >= 0; 1: none */
} dc_insolvency;

/* A bad time for the customers in scope, those with an open claim or future invoice in it: on the
 * days from .. to their hazards of settlement are raised to the power payments^severity, those of
 * default multiplied by defaults^severity, as in dc_default_change. */
typedef struct {
    dc_scopes scopes;
    double    severity; /* >= 0; 0: none; by a ramp from 0 on */
    double    payments; /* > 0; below 1: slower */
    double    defaults; /* >= 0 */
    int32_t   from, to;
    int32_t   ramp;
} dc_downturn;

/* On the days from .. to hazards of settlement of open claims in scope are raised to a power, with
 * the chance 1 - spared.  Of several rows a claim is spared by those of more `spared` first. */
typedef struct {
    dc_scopes scopes;
    double    power; /* > 0; below 1: slower; its logarithm by a ramp from 0 on */
    int32_t   from, to;
    int32_t   futures; /* not 0: of future invoices, too */
    double    spared;  /* 0..1 */
    int32_t   ramp;
} dc_forbearance;
/* Losses on invoices in scope that are issued from day `from` on are insured.  A loss is what is
 * written off or, if that is sooner, still open `waiting` days after the due day; what is paid or
 * recovered later makes it less.  Of the losses of one customer added up the insurer pays
 * cover x max(0, min(losses, limit) - excess), nothing below `threshold`; of all customers together
 * what exceeds first_loss, up to `maximum`; each `settlement` days after the loss.  The premium is
 * a share of each invoice, paid when it is issued.  Claims of customers that have failed already,
 * and claims under a plan unless the insurer agrees, are not covered; nor are those that a factor
 * takes without recourse. */
typedef struct {
    dc_scopes scopes;
    double    cover;   /* 0..1 */
    double    premium; /* 0..1 of the amount invoiced */
    int64_t   limit, excess, threshold, first_loss,
        maximum; /* minor units of the book currency; limit, maximum: INT64_MAX is none */
    int32_t waiting, settlement, from;
    bool    plans_agreed;
    bool    customer_limits; /* the book's insured_limit, where it has one, instead of `limit` */
} dc_insurance;

/* Claims and invoices in scope are sold from day `from` on, `lag` days after they are issued unless
 * they are overdue by then.  The factor pays an advance and takes a fee at once, and interest on
 * the advance when it is repaid: when the customer pays or, of the share `recourse`, at the latest
 * recourse_days after the due day.  The rest of what is written off is the factor's loss. */
typedef struct {
    dc_scopes scopes;
    double    advance, fee; /* 0..1 of the amount sold */
    double    interest;     /* a year of 365 days, on the advance */
    double    recourse;     /* 0..1 */
    int32_t   recourse_days, lag, from;
} dc_factoring;

/* Of what customers in scope pay from day `from` on, `share` comes as acceptance bills that mature
 * `tenor` days later.  Of these `discounted` is sold to a bank when they come, for `rate`; the
 * others are held and paid when they mature.  `dishonoured` of all bills is never paid: who
 * discounted them pays the bank back.  What a factor has bought is paid to it in cash. */
typedef struct {
    dc_scopes scopes;
    double    share, discounted, dishonoured; /* 0..1 */
    double    rate;                           /* a year of 360 days, taken off at once */
    int32_t   tenor;                          /* >= 0 days */
    int32_t   from;
} dc_bill_use;

/* Orders in scope of the days from .. to change by `change`, reached evenly over `ramp` days: every
 * invoice is smaller or larger by it. */
typedef struct {
    dc_scopes scopes;
    double    change; /* >= -1; 0.1 = 10 % more */
    int32_t   from, to;
    int32_t   ramp; /* >= 0 days until all of it; 0: at once */
} dc_sales_change;

/* Of the customers in scope, those with an open claim or future invoice in it, the share `kept`
 * goes on ordering from day `from` on; the others, by a uniform of the customer and path, never
 * order again.  They pay what they owe. */
typedef struct {
    dc_scopes scopes;
    double    kept; /* 0..1 */
    int32_t   from;
    int32_t   by_claims; /* not 0: customers with an open claim in scope alone */
} dc_retention;

/* Orders of customers in scope are held from day `from` on where they need more than is left of the
 * customer's limit above what is expected to be open of it: `factor` times the smallest of `limit`
 * (customer_limits: the book's credit_limit where it has one) and of `days` of its orders in the
 * next quarter.  `lost` of what is held is ordered elsewhere, by a uniform of customer and
 * path; the rest is released.  Orders that stand for several customers have no limit. */
typedef struct {
    dc_scopes scopes;
    int64_t   limit; /* minor units of the book currency; INT64_MAX: none */
    int32_t   days;  /* 0: none */
    double    factor, lost;
    int32_t   from;
    bool      customer_limits;
} dc_credit_limit_row;
enum { DC_LIMIT_QUARTER = 91 };

/* What a measure costs beside the receivables, or where negative brings: of each item in scope
 * `rate` of an amount and `each` once for all of it, in proportion where only a part is meant.
 * Customers that have failed already are left alone.  dc_policy_charge adds one. */
typedef enum {
    DC_CHARGE_ISSUED, /* when an invoice is issued: of it */
    DC_CHARGE_OPEN,   /* at the close of day due + after: of what is open then */
    DC_CHARGE_PAID,   /* when something is settled on days due + after .. due + until: of that */
    DC_CHARGE_FIXED,  /* on day `from` and each `every` days up to `to`: `each`, whatever is open */
    DC_CHARGE_ON_COUNT
} dc_charge_on;

typedef struct {
    dc_scopes scopes; /* of no meaning to a fixed one */
    int32_t   on;     /* dc_charge_on */
    double    rate;
    int64_t   each; /* minor units of the book currency */
    int32_t   after, until;
    int32_t   from, to;     /* only on these days, from >= 1 */
    int32_t   every;        /* days; 0: once */
    bool      late_too;     /* what was due so long ago before `from` is charged on that day */
    bool      since_issue;  /* `after` and `until` count from the issue, not from the due day */
    bool      plans_exempt; /* nothing is charged for claims under a plan */
} dc_charge;
#define DC_CHARGE_INIT ((dc_charge){.until = INT32_MAX, .from = 1, .to = INT32_MAX})

/* Payments that would fall on the days from .. to come when they are over: by as many days later as
 * were left of them, counted from the issue of what is invoiced meanwhile; so do all later payments
 * of what was invoiced by then.  Of the customers the share `lost` never pays any of that: it is
 * written off on the day it would have come.  Orders change meanwhile, as by dc_sales_change. */
typedef struct {
    dc_scopes scopes;
    int32_t   from, to;
    double    lost;   /* 0..1 */
    double    orders; /* >= -1: -0.5 = half of them */
} dc_stop;

/* Open claims in scope that are not in dispute, and future invoices from day `from` on, are
 * disputed with chance `rate`: `share` of the amount is.  Each day a dispute is settled with the
 * chance by which `settled` of them are within `within` days; meanwhile nothing is paid of what it
 * blocks, all of the claim or the disputed part.  Then `concession` of what was disputed is
 * credited, the rest goes on as it would have.  Claims that are offered a plan are not disputed. */
typedef struct {
    dc_scopes scopes;
    double    rate, share; /* 0..1 */
    double    settled;     /* 0 < .. < 1 */
    int32_t   within;      /* >= 1 */
    double    concession;  /* 0..1 */
    int32_t   whole;       /* not 0: it blocks all of the claim */
    int32_t   from;
} dc_dispute;

/* Invoices issued from day `from` on may be paid less a discount within `days` of their issue, if
 * that is sooner than they are due.  The share take_up of customers does, whenever it would have
 * paid; of those that would have paid by then anyway the share `early` takes it too.  Who pays in
 * two parts takes none, nor what is written off within the horizon or disputed. */
typedef struct {
    dc_scopes scopes;
    double    discount;       /* 0..1 of what is paid */
    int32_t   days;           /* >= 0 */
    double    take_up, early; /* 0..1 */
    int32_t   from;
} dc_discount;

/* Claims in scope are pressed `at` days after they are due, not before day `from`: from then on the
 * power of the hazards of settlement is 1 + (effect - 1) exp(-days / decay), days counted from that
 * one, until a stage with a later `at` takes over.  Claims that are past the stage on day `from`
 * are not reached unless late_too.  It costs `cost` for each, a part of it for what of the claim is
 * open at the close of the day.  All claims of a customer that any stages reach on one day are one
 * contact; days are told by the due days, whatever is paid by then.  Once a customer has had
 * `contacts` of them in DC_CAP_DAYS days, the stage reaches none of its claims (0: no cap). */
typedef struct {
    dc_scopes scopes;
    int32_t   at;     /* < 0: before the due day */
    double    effect; /* > 0; below 1: pressure slows */
    double    decay;  /* days, > 0 */
    int32_t   from;
    int32_t   late_too; /* not 0: claims that are past the stage by then are reached on day from */
    int32_t   contacts; /* >= 0 */
    int64_t   cost;     /* minor units of the book currency */
} dc_dunning;
enum { DC_CAP_DAYS = 28 };

/* What is still open `after` days past due is handed over, to an agency or a court, and is paid or
 * lost as it fares there: what has come of age before day `from` on that day; not at all on paths
 * on which its customer has agreed to a plan, it is in dispute on that day or paid less a discount.
 * Of what is handed over at an age, at_90 .. at_730 of the claims are paid (between these ages
 * linear, flat beyond them), times the chances to win and to collect; evenly on the days lag ..
 * lag + span after that.  The others are written off `rest` days later.  It costs cost_share of
 * what is handed over, and `cost` a claim, at once; then `fee` of what comes in, less costs_back of
 * the cost. */
typedef struct {
    dc_scopes scopes;
    int32_t   after, from;
    bool      since_issue;                   /* ages count from the issue */
    double    at_90, at_180, at_365, at_730; /* 0..1 */
    double    win, collect;                  /* 0..1 */
    int32_t   lag, span, rest;               /* days; lag >= 1 */
    double    cost_share, fee, costs_back;   /* 0..1 */
    int64_t   cost;                          /* minor units of the book currency */
} dc_placement;

enum {
    DC_POLICY_SUPPLIERS_MAX = 16,
    DC_POLICY_LINES_MAX = 32,
    DC_POLICY_INVENTORIES_MAX = 8,
    DC_POLICY_CREDITS_MAX = 8,
    DC_POLICY_RATES_MAX = 16,
    DC_POLICY_DELAYS_MAX = 16,
    DC_POLICY_PLANS_MAX = 16,
    DC_POLICY_TERMS_MAX = 16,
    DC_POLICY_DEFAULTS_MAX = 32,
    DC_POLICY_INSOLVENCIES_MAX = 8,
    DC_POLICY_DOWNTURNS_MAX = 8,
    DC_POLICY_FORBEARANCES_MAX = 16,
    DC_POLICY_INSURANCES_MAX = 16,
    DC_POLICY_FACTORINGS_MAX = 16,
    DC_POLICY_BILLS_MAX = 16,
    DC_POLICY_SALES_MAX = 16,
    DC_POLICY_LEAVINGS_MAX = 16, /* retentions by themselves */
    DC_POLICY_LIMITS_MAX = 16,
    DC_POLICY_CHARGES_MAX = 16,
    DC_POLICY_STOPS_MAX = 16,
    DC_POLICY_DISPUTES_MAX = 16,
    DC_POLICY_DISCOUNTS_MAX = 8,
    DC_POLICY_DUNNINGS_MAX = 16,
    DC_POLICY_PLACEMENTS_MAX = 16,
    DC_POLICY_RETENTIONS_MAX = 64 /* these, and one of each plan, stage and placement */
};

typedef struct {
    size_t            delay_count, plan_count, terms_count;
    size_t            default_count, insolvency_count, downturn_count, forbearance_count;
    size_t            insurance_count, factoring_count, sales_count, retention_count, charge_count;
    size_t            stop_count, dispute_count, discount_count, dunning_count, placement_count;
    size_t            bill_count, limit_count;
    dc_delay          delays[DC_POLICY_DELAYS_MAX];             /* all that fit add up */
    dc_instalments    plans[DC_POLICY_PLANS_MAX];               /* the first that fits */
    dc_terms_change   terms[DC_POLICY_TERMS_MAX];               /* the first that fits */
    dc_default_change defaults[DC_POLICY_DEFAULTS_MAX];         /* all that fit multiply */
    dc_insolvency     insolvencies[DC_POLICY_INSOLVENCIES_MAX]; /* the earliest that takes one */
    dc_downturn       downturns[DC_POLICY_DOWNTURNS_MAX];       /* all that fit multiply */
    dc_forbearance    forbearances[DC_POLICY_FORBEARANCES_MAX]; /* likewise */
    dc_insurance      insurances[DC_POLICY_INSURANCES_MAX];     /* the first that fits */
    dc_factoring      factorings[DC_POLICY_FACTORINGS_MAX];     /* the first that fits */
    dc_bill_use       bills[DC_POLICY_BILLS_MAX];               /* the first that fits */
    dc_sales_change   sales[DC_POLICY_SALES_MAX];               /* all that fit multiply */
    dc_retention      retentions[DC_POLICY_RETENTIONS_MAX];     /* likewise */
    dc_credit_limit_row limits[DC_POLICY_LIMITS_MAX];           /* the first that fits */
    dc_charge           charges[DC_POLICY_CHARGES_MAX];         /* all that fit add up */
    dc_stop             stops[DC_POLICY_STOPS_MAX];             /* all that fit add up */
    dc_dispute          disputes[DC_POLICY_DISPUTES_MAX];       /* the first that fits */
    dc_discount         discounts[DC_POLICY_DISCOUNTS_MAX];     /* the first that fits */
    dc_dunning          dunnings[DC_POLICY_DUNNINGS_MAX];       /* the latest stage reached */

    /* Money that goes out, the line, and what other currencies are worth. */
    size_t              supplier_count, line_count, inventory_count, credit_count, rate_count;
    dc_supplier_change  suppliers[DC_POLICY_SUPPLIERS_MAX];     /* the first that fits */
    dc_plan_change      lines[DC_POLICY_LINES_MAX];             /* one after the other */
    dc_inventory_change inventories[DC_POLICY_INVENTORIES_MAX]; /* all add up */
    dc_line_change      credits[DC_POLICY_CREDITS_MAX];         /* all add up */
    dc_rate_change      rates[DC_POLICY_RATES_MAX];             /* all that fit multiply */
    dc_placement placements[DC_POLICY_PLACEMENTS_MAX]; /* all that fit, as they come of age */
} dc_policy;

bool dc_policy_is_empty(const dc_policy *policy); /* the baseline */

/* Hazards of settlement are raised to a power. */
bool dc_policy_paces(const dc_policy *policy);

/* Customers may leave, or orders are held: some are lost (DC_FLOW_NOT_ORDERED). */
bool dc_policy_loses_orders(const dc_policy *policy);
bool dc_policy_holds_orders(const dc_policy *policy);

/* Customers may fail otherwise than in the baseline. */
bool dc_policy_moves_failures(const dc_policy *policy);

/* Something may be written off even where nothing ever was. */
bool dc_policy_writes_off(const dc_policy *policy);

/* Bills, the plan, inventory, the line or rates ahead are others than the book's. */
bool dc_policy_moves_plan(const dc_policy *policy);

/* How many policies from the first on share those of the book; one that does not stands alone. */
size_t dc_policies_of_one_plan(const dc_policy *const *policies, size_t count);

/* Neither costs nor brings anything. */
bool dc_insurance_is_idle(const dc_insurance *insurance);
bool dc_factoring_is_idle(const dc_factoring *factoring);
bool dc_charge_is_idle(const dc_charge *charge);
bool dc_bill_use_is_idle(const dc_bill_use *use);
bool dc_credit_limit_is_idle(const dc_credit_limit_row *limit);

/* The chance that an instalment is missed. */
double dc_plan_miss(const dc_instalments *plan);

/* A plan brings interest or costs fees. */
bool dc_plan_is_costed(const dc_instalments *plan);

/* The limit of a customer that orders `a_day`, minor units of the book currency, or INFINITY. */
double dc_credit_limit_for(const dc_credit_limit_row *limit, const dc_book *book, uint32_t customer,
                           double a_day);

/* What a placement costs, as charges: at once, and as it is paid. */
enum { DC_PLACEMENT_CHARGES = 2 };
void dc_placement_charges(dc_charge out[DC_PLACEMENT_CHARGES], const dc_placement *placement);

/* What a stage costs, as a charge. */
dc_charge dc_dunning_charge(const dc_dunning *stage);

/* Charges for something; false: there is no room. */
bool dc_policy_charge(dc_policy *policy, const dc_charge *charge);

/* Money beside the receivables is moved, or claims are settled for less. */
bool dc_policy_is_costed(const dc_policy *policy);

/* The expectation is that of its paths: false where limits and aggregates cut losses off. */
bool dc_insurance_is_exact(const dc_insurance *insurance);
bool dc_policy_is_exact(const dc_policy *policy);

#endif
