/*
 * worklist.h - whom to chase, what to do, and what that is worth.
 *
 * Every claim that is overdue or due soon is looked at by the payment model: what it will bring
 * if it is left alone, and what each step that may be taken would bring instead, at today's value,
 * less its cost and what it does to the customer's loyalty.  The step worth most is suggested,
 * within the dunning calendar and a cap on contacts; customers are ranked by what acting is worth.
 *
 * Expectations are exact: no paths are drawn.  Contacts act on hazards as powers, by what the
 * collection record tells where some claims were left alone, else by an assumption with a range.
 * Amounts are minor units of the book currency.  Sources: docs/FORMULAS.md, "Worklist".  A decision
 * aid, not legal advice.
 */
#ifndef DUECAST_WORKLIST_H
#define DUECAST_WORKLIST_H

#include "duecast/model.h"
#include "duecast/words.h"

typedef enum {
    DC_STEP_WAIT,
    DC_STEP_REMIND,
    DC_STEP_CALL,
    DC_STEP_NOTICE,
    DC_STEP_PLAN,        /* instalments */
    DC_STEP_CONCESSION,  /* on what is in dispute */
    DC_STEP_THIRD_PARTY, /* mediation or collection */
    DC_STEP_INSURER,
    DC_STEP_SUE,
    DC_STEP_WRITE_OFF,
    DC_STEP_COUNT
} dc_step;

/* A number nobody knows exactly: low and high are eight times of ten the ends of it. */
typedef struct {
    double low, base, high;
} dc_assumed;

/* A step as a row: what is assumed about it, the same for all claims. */
typedef struct {
    const char *key;        /* "third_party" */
    dc_word     name;       /* "third party" */
    int         action;     /* dc_action_kind it is on record as; -1: none */
    bool        is_contact; /* speeds payment; one contact is about all a customer owes */
    double      cost;       /* major units of the book currency, of the whole customer */
    dc_assumed  pace;       /* power of the hazards right after it; contacts only */
    int32_t     fades_days; /* after which a third of that is left, as with the lever `dunning` */
    dc_assumed  leaves;     /* chance that it costs us the customer, 0..1 */
} dc_step_info;
const dc_step_info *dc_step_about(dc_step step);

/* --- settings ------------------------------------------------------------------------------- */

typedef struct {
    size_t           stage_count;
    dc_dunning_stage stages[DC_STAGES_MAX]; /* by day; cost told or assumed */
    double           discount_rate;
    bool             rate_assumed;
    int32_t          rank_days; /* see dc_worklist_options */
    uint32_t         only;
    int32_t          soon_days, contact_gap, contacts_most, hold_days, insurer_days;
    int64_t          minimum;
    double           win_chance, collect_chance, legal_fee, legal_years, insured_share;
    int64_t          legal_cost;
    double           cost[DC_STEP_COUNT]; /* minor units; stages may tell them */
    double           margin;              /* share of sales; 0 where unknown */
    bool             margin_known;
} dc_work_settings;
void dc_work_settings_of(dc_work_settings *out, const dc_book *book);

/* --- suing, and third parties --------------------------------------------------------------- */

/* Source: methods handbook of collection, expected value of litigation; docs/FORMULAS.md. */
typedef struct {
    double win, collect, fee, years, rate; /* 0..1 but for years */
    double fixed;                          /* minor units */
} dc_suit;
void   dc_suit_of(dc_suit *out, const dc_work_settings *settings);
double dc_suit_value(const dc_suit *suit, double amount);
/* The claim from which on suing beats an alternative worth so much; INFINITY: never. */
double dc_suit_break_even(const dc_suit *suit, double alternative);
/* What part of the claim a suit must recover, before its fee, to beat the alternative. */
double dc_suit_recovery_needed(const dc_suit *suit, double amount, double alternative);

/* Part of a claim that third parties recover, by days past due when they get it, and their fee. */
double dc_third_party_recovery(int32_t days_late);
double dc_third_party_fee(int32_t days_late);
/* What the other source says: at most so much beyond 180 days from issue; 1 before. */
double dc_recovery_ceiling(int32_t days_since_issue);

/* --- time bars ------------------------------------------------------------------------------ */

typedef enum {
    DC_LIMIT_FROM_DUE,     /* years from the due day */
    DC_LIMIT_FROM_YEAR_END /* from the end of the year it fell due in */
} dc_limit_from;

typedef struct {
    const char   *country; /* ISO 3166 */
    double        years;
    dc_limit_from from;
    bool          payment_restarts; /* a part payment acknowledges the debt */
    bool          demand_restarts;  /* so does a demand on record */
    const char   *source;
} dc_limit_row;
size_t              dc_limits_count(void);
const dc_limit_row *dc_limits_at(size_t index);

typedef struct {
    bool        known;
    dc_date     on; /* first day on which it is barred */
    const char *country, *source;
} dc_time_bar;
void dc_time_bar_of(dc_time_bar *out, const dc_book *book, size_t claim);

/* --- one claim ------------------------------------------------------------------------------ */

typedef struct {
    bool    possible;
    dc_word why_not;       /* of what is not possible */
    double  value;         /* present, net of cost and loyalty */
    double  worth;         /* the same, or cash within settings.rank_days, net likewise */
    double  low, high;     /* over what is assumed */
    double  cash_13_weeks; /* before cost */
    double  cost, loyalty; /* what is taken off, >= 0 */
    double  loyalty_even;  /* chance of losing the customer at which it equals waiting; NAN */
} dc_step_value;

/* Why a step is suggested; the sentence follows from it. */
typedef enum {
    DC_WHY_PAYS_ANYWAY, /* waiting: no step adds more than it costs */
    DC_WHY_NOT_DUE,     /* waiting: due soon */
    DC_WHY_PROMISED,    /* waiting: a promised day is to come */
    DC_WHY_CONTACTED,   /* waiting: the contact cap */
    DC_WHY_BLOCKED,     /* waiting: disputed, and a concession is worth nothing */
    DC_WHY_SMALL,       /* waiting: below the minimum */
    DC_WHY_AHEAD,       /* a contact before the due day */
    DC_WHY_HASTENS,     /* a contact brings cash sooner and surer */
    DC_WHY_BROKEN,      /* the same, a promise was broken */
    DC_WHY_PLAN,        /* will hardly pay at once */
    DC_WHY_DISPUTED,    /* a concession frees what is blocked */
    DC_WHY_OLD,         /* a third party recovers more than waiting */
    DC_WHY_INSURED,
    DC_WHY_WORTH_SUING,
    DC_WHY_HOPELESS, /* nothing is to be expected any more */
    DC_WHY_COUNT
} dc_why;

typedef struct {
    size_t        claim;
    uint32_t      customer;
    int32_t       days_late; /* <= 0: not due yet */
    int64_t       open;      /* book currency; `claim` tells the document currency */
    int64_t       blocked;   /* by a dispute */
    double        share;     /* of what is listed of its customer: its part of a contact's cost */
    double        expected_cash, expected_loss, cash_13_weeks; /* left alone */
    double        spread_13_weeks;      /* standard deviation of the cash of 13 weeks */
    dc_date       paid_by, early, late; /* half, one in ten, nine in ten of what is paid at all */
    bool          confirmed;            /* its receipt; only where the ledger tells of any */
    dc_time_bar   bar;
    int           stage, next_stage; /* index of settings.stages: reached last, next; -1: none */
    dc_date       next_date;
    bool          stage_missed;                        /* the stage reached is not on record */
    dc_date       promised, last_contact, last_action; /* DC_DATE_NONE: none */
    int           broken;                              /* promises for it not kept */
    dc_step       suggested;
    dc_why        why;
    double        gain;            /* of the suggestion over waiting, >= 0 */
    bool          failed;          /* its customer is in default */
    double        concession_even; /* of what is blocked: pays for itself up to this; NAN: none */
    double        plan_complete;   /* chance that no instalment is missed */
    dc_step_value step[DC_STEP_COUNT];
} dc_work_claim;

typedef struct {
    uint32_t customer;
    size_t   first, count;  /* claims[first] .. */
    int64_t  open, overdue; /* of what is listed */
    int32_t  days_late_most;
    double   gain, expected_loss, cash_13_weeks, spread_13_weeks;
    double   yearly_margin;    /* at stake where it is lost */
    int      contacts;         /* in the last four weeks */
    int      promises, broken; /* in the last year, whose day has come */
    dc_date  promised;         /* the next to come */
    dc_date  last_contact;
    dc_step  suggested; /* of the claim that gains most */
    size_t   lead;      /* that claim, an index of claims */
} dc_work_customer;

typedef struct {
    dc_work_settings  settings;
    size_t            customer_count, claim_count;
    dc_work_customer *customers; /* most gain first */
    dc_work_claim    *claims;    /* by customer as above, most gain first */
    int64_t           open, overdue, blocked;
    double            gain, expected_loss, cash_13_weeks, cost;
    bool              tells_receipt; /* some invoice says when the customer confirmed it */
    bool              effects_learnt;
    size_t            widest; /* customer whose payment widens the band of 13 weeks most */
    size_t            left_out_untranslated; /* claims in a currency without a rate */
} dc_worklist;

/* How steps are weighed and customers ranked: by present value, or by the cash that comes within
 * so many days; both less cost and loyalty. */
typedef struct {
    int32_t  rank_days; /* 0: present value; up to DC_LIFETIME_DAYS */
    uint32_t only;      /* steps weighed beside waiting, bit 1 << dc_step; 0: all */
} dc_worklist_options;

/* In the arena. */
void dc_worklist_make(dc_worklist *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                      const dc_worklist_options *options);

/* --- wait or sue ---------------------------------------------------------------------------- */

enum { DC_SUE_DELAYS = 6 };

/* One claim, and its customer's other overdue claims in the same suit. */
typedef struct {
    const dc_work_claim    *claim;
    const dc_work_customer *customer;
    dc_suit                 suit;
    double                  loyalty;       /* taken off what suing brings, of the whole customer */
    double                  alone;         /* present value of suing for this claim alone */
    double                  together;      /* for all that is overdue of its customer */
    double                  together_wait; /* of leaving all that alone */
    double   break_even_claim; /* a claim from which on suing beats waiting; INFINITY: none */
    double   recovery_needed;  /* share of the claim that must come in; above 1: cannot pay */
    dc_habit habit;            /* of its customer */
    int32_t  delay_days[DC_SUE_DELAYS];
    double   delayed[DC_SUE_DELAYS]; /* waiting so long, suing alone for what is left then */
    int      best_delay;             /* of those */
    double   value_of_waiting;       /* over suing at once, >= 0 */
} dc_wait_or_sue;

/* `index` of list->claims. */
void dc_wait_or_sue_make(dc_wait_or_sue *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_worklist *list, size_t index);

/* The first claim of an invoice, or of a part of it ("INV-7/2"); claim_count where it is not on the
 * list. */
size_t dc_worklist_find(const dc_worklist *list, const dc_book *book, const char *invoice);

#endif
