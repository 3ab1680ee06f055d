/*
 * model.h - what was learnt: how many days after the due date claims are settled.
 *
 * Three layers, each leaning on the one above where a customer's own history is thin:
 *
 *     habit   by how many days the customer shifts the due date (a grid of days),
 *     type    the shape of payments around the habit: G life tables of daily hazards,
 *     table   the customer's own hazards around those of its type ("Beta-Stacy").
 *
 * Given type g and shift s, the hazard of a customer in bin k of (days late - s) has a Beta law
 * with mean q_gk and weight m v_k (v_k the natural width of the bin), which makes everything closed
 * form: with n claim-days at risk and e settlements, both weighted by recency, an item in bin k is
 * settled on the j-th further day there with chance
 *
 *     h = alpha / (alpha + beta + j),   alpha = m v q + e,   beta = m v (1 - q) + n - e.
 *
 * A customer's law is the mixture over its (type, shift) pairs, its atoms, with their posterior
 * weights.  Open claims are censored, exposure starts on the day a claim was entered.  Write-offs
 * are a competing exit, never censoring: their hazard by days late is the portfolio's.
 * Source: Walker & Muliere, "Beta-Stacy processes and a generalization of the Polya-urn scheme",
 * Annals of Statistics 25 (1997) 1762-1780; docs/FORMULAS.md.
 */
#ifndef DUECAST_MODEL_H
#define DUECAST_MODEL_H

#include "duecast/acted.h"
#include "duecast/book.h"
#include "duecast/pay_runs.h"
#include "duecast/sales_habit.h"

enum {
    DC_BINS = 22,
    DC_LIFETIME_DAYS = 730, /* a claim not settled this long after the as-of date counts as lost */
    DC_TYPES_MAX = 3,
    DC_SHIFT_LEAST = -24, /* days; the grid of habits */
    DC_SHIFT_MOST = 48,
    DC_SHIFTS_MAX = 37
};

/* Bin k holds days late dc_bin_edges[k] .. dc_bin_edges[k+1] - 1; the first and last are open. */
extern const int32_t dc_bin_edges[DC_BINS + 1];
int                  dc_bin_of(int32_t days_late);

/* Natural width of bin k in days, at most 30: how fast a customer's own history counts there. */
double dc_bin_width(int bin);

/* What customers have in common. */
typedef struct {
    int     type_count;                    /* 1 to DC_TYPES_MAX */
    int     shift_count;                   /* 1 (no shift) to DC_SHIFTS_MAX */
    int32_t shift[DC_SHIFTS_MAX];          /* days, increasing */
    double  type_share[DC_TYPES_MAX];      /* of customers; sums to 1 */
    double  shift_share[DC_SHIFTS_MAX];    /* likewise */
    double  hazard[DC_TYPES_MAX][DC_BINS]; /* q_gk, 0..1, by days late less the shift */
    double  concentration;                 /* m, in equivalent claims */
} dc_mixture;

/* One touched bin of a customer's own history, days late counted from the atom's shift. */
typedef struct {
    double  at_risk; /* n: weighted claim-days, > 0 */
    double  settled; /* e: weighted settlements, <= n */
    uint8_t bin;
} dc_own_bin;

/* One (type, shift) a customer may be of. */
typedef struct {
    double   weight;    /* posterior chance, sums to 1 over the customer's atoms */
    uint32_t first_own; /* own bins: first_own .. first_own + own_count - 1, by bin */
    int16_t  shift_days;
    uint8_t  type, own_count;
} dc_atom;

enum {
    DC_CURVE_FIRST = -46,
    DC_CURVE_LAST = 1199,
    DC_CURVE_DAYS = DC_CURVE_LAST - DC_CURVE_FIRST + 1
};

/* The law of a type where nothing else is known, from the first day of bin 1 on: chances of being
 * open after the day and of being settled on it. */
typedef struct {
    double open[DC_CURVE_DAYS], settled[DC_CURVE_DAYS];
} dc_curve;

/*
 * What makes claims be settled together, beside the customer's law.
 *
 * Pay runs: each week a customer throws one switch; with chance `run_share` all its open claims
 * meet one uniform that week, else each its own.  Shocks: the hazards of all claims are raised to
 * the power exp(lasting Z - lasting^2 / 2 + weekly Z_w - weekly^2 / 2), Z one standard normal a
 * path, Z_w a new one every week.  The law of a single claim is left as it is.
 */
typedef struct {
    double run_share;       /* pi, 0..1 */
    double lasting, weekly; /* beta_p, beta_w: standard deviations of the log of hazards, >= 0 */
    bool   run_learnt, shock_learnt; /* false: assumed, too little history */
    size_t origins, pairs;           /* past days looked at, pairs of claims of one customer */
} dc_together;

/* Powers of the hazards of settlement on the days of a week, Monday first; their mean is 1, so that
 * what meets the same hazard every day is settled within a week as often as without them. */
typedef struct {
    double power[7];
} dc_week;

/* Where in its month a day lies.  Business days: Monday to Friday less what a calendar closes. */
typedef enum {
    DC_TURN_BETWEEN,
    DC_TURN_START,      /* first two business days */
    DC_TURN_NEXT_TO,    /* last business day but one */
    DC_TURN_LAST,       /* last business day, in months that end with it */
    DC_TURN_LAST_EARLY, /* last business day and what follows, in months that end on a closed day */
    DC_TURN_AFTER,      /* first business day after such an end */
    DC_TURN_COUNT
} dc_turn;

/* Where a day lies beside a customer's own runs. */
typedef enum {
    DC_PAY_ELSEWHERE,
    DC_PAY_BESIDE, /* the open days before and after */
    DC_PAY_ON,
    DC_PAY_PLACES
} dc_pay_place;

/* What the chance of being settled on a day is multiplied by; 1 in the mean over a month.  By the
 * turn of the month, where usual_turn of dc_days times power is the share of payments that come on
 * such days; or by place, of a customer with runs of its own. */
typedef struct {
    double         power[DC_TURN_COUNT]; /* 0 beyond DC_PAY_PLACES with runs of its own */
    double         chance;               /* posterior, of paying by the month at all, 0..1 */
    dc_pay_runs    runs;                 /* of its own; DC_RUNS_NONE: by the turn */
    double         runs_a_month;
    double         on_days;  /* share of its payments in them, 0..1 */
    uint32_t       payments; /* days on which it paid, looked at */
    const uint8_t *kind_of;  /* of days from kind_first of dc_days on: dc_turn; or dc_pay_place, to
                             * whose DC_PAY_ON days are added since the one before, less 1 */
} dc_month_habit;

/* On which days payments come, beside how many days late; totals of weeks hardly move.  Zeroed: no
 * effect. */
typedef struct {
    size_t    payments;   /* days on which customers paid, looked at */
    size_t    week_count; /* 0: all days of the week are alike; else week[0] is the portfolio's */
    dc_week  *week;       /* of customers with a week of their own: week[week_of[customer]] */
    uint32_t *week_of; /* customer_count, NULL when week_count is 0; UINT32_MAX: pays in runs of its
                        * own, whatever their weekday */
    uint32_t *payments_of; /* customer_count: days on which each paid; NULL when nothing is known */
    double    concentration;  /* kappa: payments after which a customer's own week weighs as much as
                              * the portfolio's; INFINITY: customers do not differ */
    size_t    habit_count;    /* 0: nobody pays by the month; else habit[0] is of those of whom
                              * nothing is known */
    dc_month_habit *habit;    /* habit[habit_of[customer]] */
    uint32_t       *habit_of; /* customer_count; UINT32_MAX: pays on any day */
    size_t          month_payers;              /* customers that pay by its turn, rather than not */
    size_t          day_payers;                /* customers that pay in runs of their own */
    double          month_share;               /* of customers, 0..1 */
    double          usual_turn[DC_TURN_COUNT]; /* share of payments due on such days; sums to 1 */
    dc_date         kind_first;                /* kinds of days are looked up from here on */
    int32_t         kind_days;
    bool            by_turn, by_month; /* the two below are in use */
    double          turn[3];           /* rest of the month, first and last two business days */
    double          month[12];         /* January first */
    bool            by_year_turn;      /* in use, from this day of December to that of January: */
    int8_t          year_turn_from, year_turn_to;
    double          year_turn;
    dc_date         season_first; /* product of these of the days from here on, looked up */
    int32_t         season_days;  /* 0: none */
    double         *season;
} dc_days;

/* What pays faster or slower than its customer does otherwise. */
typedef enum {
    DC_FACTOR_AMOUNT,  /* fifths by amount in the book currency */
    DC_FACTOR_DISPUTE, /* the flag */
    DC_FACTOR_TERMS,   /* days from issue to due */
    DC_FACTOR_SEGMENT,
    DC_FACTOR_COUNTRY,
    DC_FACTOR_COLUMN, /* one that book.yaml names */
    DC_FACTOR_KIND_COUNT
} dc_factor_kind;

enum { DC_FACTOR_CLASSES_MAX = 24, DC_FACTORS_MAX = DC_FACTOR_COLUMN + DC_COLUMN_FACTORS_MAX };

typedef struct {
    const char *text;  /* segment, country or text of the column; NULL for classes by number */
    double      least; /* amount in minor units or days; the class ends where the next begins */
    double      actual, expected; /* settlements, and what the model without the factor expects */
    double      pace;             /* (a + actual) / (a + expected), of counts freed of runs */
} dc_factor_class;

typedef struct {
    dc_factor_kind  kind;
    int             column;      /* of company.factor, for DC_FACTOR_COLUMN */
    int             class_count; /* 2 to DC_FACTOR_CLASSES_MAX */
    dc_factor_class of[DC_FACTOR_CLASSES_MAX];
    double          shape;    /* a: how much classes are alike, in settlements */
    double          sureness; /* gain on later settlements, in standard errors */
    bool            used;     /* false: not credible, it has no effect */
} dc_factor;

/* Whether customers have begun to pay faster or slower. */
typedef struct {
    bool    found;
    dc_date since;   /* first day of the month from which on */
    double  pace;    /* actual to expected from then on, to the same before: > 1 is faster */
    double  sigmas;  /* greatest excursion of the monthly figures */
    int     months;  /* looked at */
    double  log_now; /* of the pace of settlement at present, to the law; 0: chance explains it */
} dc_drift;

/* How far behind a customer is, by its most overdue open invoice: nothing overdue, 1-30, 31-60,
 * 61-90, more than 90 days past due (which IFRS 9 B5.5.37 presumes to be a default). */
enum { DC_OVERDUE_STATES = 5 };
int dc_overdue_state_of(int32_t days_past_due);

enum {
    DC_DEFAULT_MONTHS = 25,       /* how far ahead chances of default reach */
    DC_WRITE_OFF_AFTER_DAYS = 90, /* from default to write-off */
    DC_DEFAULT_SILENT_DAYS = 28,  /* old is a default of who still owes */
    DC_DEFAULT_NEVER = INT32_MAX,
};

/*
 * Which customers stop paying for good, and what comes back.
 *
 * A customer is in default when half or more of what it owed past due is written off on one day
 * and nothing is paid or invoiced afterwards; the default is dated DC_WRITE_OFF_AFTER_DAYS before
 * that day, but after the last payment and invoice, and told once it is DC_DEFAULT_SILENT_DAYS
 * old or nothing is owed any more.  Chances are those of the months of customers in the same state
 * and segment, shrunk to the portfolio's, with the moves between states; they are fixed by the
 * state on the as-of date.  Source: docs/FORMULAS.md, "Default".
 */
typedef struct {
    bool      learnt; /* false: no default to learn from; chances are assumed and not simulated */
    size_t    defaults;
    size_t    in_default;                      /* customers that are today, learnt from or not */
    double    customer_months;                 /* observed */
    double    month_chance[DC_OVERDUE_STATES]; /* of the portfolio, by state at the month's start */
    double    year_chance;                     /* mean over customers active today; 0..1 */
    double    worse_multiplier; /* of the chance where a customer pays later than its own year */
    double    correlation;      /* of defaults, by one common factor; 0..1 */
    double    recovered_share;  /* of what is written off, net of what collecting costs; 0..1 */
    int32_t   recovery_days;    /* from write-off to recovery */
    size_t    recoveries;       /* events learnt from; 0: both are assumptions */
    uint8_t  *state;            /* customer_count: today's */
    bool     *worse;            /* customer_count: pays a week later than in its own year before */
    int32_t  *day;   /* customer_count: day of default after the as-of date, <= 0; or NEVER */
    uint32_t *group; /* customer_count + 1: which row of `survival`; the last is the portfolio's */
    double   *survival; /* rows of DC_DEFAULT_MONTHS + 1: no default within so many months */
} dc_defaults;

/* Somebody fails on the paths of the baseline, or has failed. */
static inline bool dc_defaults_happen(const dc_defaults *of)
{
    return of->learnt || of->in_default > 0;
}

/*
 * Invoices paid in parts: the first payment less than 95 % of the invoice.  In the law of a claim
 * each unit of money counts by itself (forecast/learn/counts.h), so that it is the law of either
 * part; a path splits a claim with the chance of its customer and lets both follow that law.
 */
typedef struct {
    size_t  claims;
    double  chance;      /* of the invoices paid, 0..1 */
    double  first_share; /* mean part that comes first, 0..1 */
    double *chance_of;   /* customer_count: leans on `chance` with the weight of DC_PARTS_LEAN
                          * invoices; NULL where nothing comes in parts */
} dc_parts;
enum { DC_PARTS_LEAN = 10 };
void dc_parts_learn(dc_parts *out, dc_arena *arena, const dc_book *book);

typedef struct {
    double
        half_life_days; /* recency: the weight of a day halves with this age; 0: all weigh the same;
                            * below 0: chosen by validation where there is history enough */
    int type_count;     /* payer types; 0: chosen by hold-out where there is history enough */
    int shift_step_days;       /* of the grid of habits: 2 to 4; 0: 3 */
    bool               assume; /* leave the history aside: the built-in life table for everybody */
    const dc_together *together; /* given; NULL: learnt where there is history enough */
    const dc_mixture  *start;   /* of a like book: a few rounds on from there; NULL: from nothing */
    const dc_mixture  *mixture; /* what customers have in common, if known already; then only each
                                 * customer's own history is learnt.  NULL: learnt, too */
    const struct dc_model *effects; /* of the same customers: its days and factors are used, not
                                     * copied, so that it must live longer; NULL: learnt */
} dc_learn_options;
#define DC_HALF_LIFE_CHOOSE   (-1.0)
#define DC_LEARN_OPTIONS_INIT ((dc_learn_options){.half_life_days = DC_HALF_LIFE_CHOOSE})

typedef struct dc_model {
    dc_arena *arena;
    bool      learnt;             /* false: no settled claim, the table is an assumption */
    size_t    claims_learnt_from; /* settled claims */
    size_t    claims_censored;    /* open ones, which count as "not yet" */
    double    half_life_days;     /* as used; 0: none */
    bool      half_life_chosen, types_chosen; /* by the ledger, not given or assumed */
    double    concentration;                  /* m, in equivalent claims */
    double    log_likelihood;                 /* total log marginal of the customers learnt from */
    double    portfolio[DC_BINS]; /* daily hazard of settlement of all claims together, 0..1 */
    double    write_off[DC_BINS]; /* daily hazard of write-off, 0..1 */
    double    exposure[DC_BINS];  /* claim-days at risk, weighted by recency */
    double    settled[DC_BINS];   /* settlements, likewise */
    double    written_off[DC_BINS];
    double    dilution;          /* share of settled value that is credit or discount, not cash */
    double    credit_note_share; /* credit notes / invoices of the last 364 days, 0..1 */
    size_t    customer_count;
    double   *own_share;      /* customer_count: weight of its own history, 0..1 */
    uint32_t *settled_count;  /* customer_count */
    double   *days_late_mean; /* customer_count: weighted mean of settled claims; NAN without */

    dc_together together;

    size_t          sales_count; /* segments and currencies invoiced in the last two years */
    dc_sales_habit *sales;       /* by segment, then currency */
    dc_sales_habit  sales_portfolio;
    dc_sales_level  sales_level;
    bool            has_season;
    double          sales_season[DC_SEASON_PERIODS]; /* mean 1; newest 4 weeks first, up to so */
    int32_t         sales_season_to;                 /* many days before the as-of date */
    int32_t         entry_days; /* newest days whose invoices are not all entered yet */
    double
          *dispersion; /* customer_count: variance of what a period invoices over that with a random
                         * number of invoices, above 0, at most 1; NULL: 1 */
    size_t regular_customers; /* below 1 */
    dc_orders_of *orders;     /* customer_count; NULL: all go on */
    size_t        stopped_customers;

    dc_mixture  mixture;
    uint32_t   *first_atom; /* customer_count + 2: atoms of customer c are first_atom[c] ..
                             * first_atom[c + 1] - 1, none without history; the last range holds
                             * the portfolio's, for customers without atoms */
    dc_atom    *atom;       /* by customer; weight falls within a customer */
    dc_own_bin *own;
    dc_days     days;
    size_t      factor_count; /* looked at, used or not */
    dc_factor   factor[DC_FACTORS_MAX];
    dc_drift    drift;
    dc_curve   *curve; /* type_count, each by days late less the shift from DC_CURVE_FIRST (still
                        * certain to be open); NULL: laws take longer */
    dc_defaults defaults;
    dc_parts    parts;

    dc_action_effects actions; /* dc_model_acted */
} dc_model;

/* What is sold around a day (after the as-of date, below 0: before) beside the mean of a year. */
double dc_sales_season_on(const dc_model *model, int32_t day);

dc_status dc_model_learn(dc_model **out, const dc_book *book, const dc_learn_options *options);
void      dc_model_free(dc_model *model);

/* How much wider the cash of the open claims in 28 days would spread if each customer's atom were
 * drawn once a path, as a share of the standard deviation of claims drawn one by one; >= -1. */
double dc_model_habits_widen(const dc_model *model, const dc_book *book);

/* Atoms of a customer; the portfolio's for a customer without history and for UINT32_MAX. */
const dc_atom *dc_model_atoms(const dc_model *model, uint32_t customer, size_t *count);

/* The portfolio's where the segment's sales in that currency are not known. */
const dc_sales_habit *dc_model_sales(const dc_model *model, const char *segment, uint16_t currency);

/*
 * The law of one item: when it is settled, as seen from the as-of date.
 *
 * paid[t] is the chance that it has been settled by day t, lost[t] that it has been written off by
 * day t; t runs from 0 to day_count and counts days after the as-of date.  An open claim is at risk
 * from day 1 and is conditioned on being unpaid so far; a future invoice from its issue day.
 */
typedef struct {
    int32_t day_count;
    double *paid; /* day_count + 1, non-decreasing, paid + lost <= 1 */
    double *lost;
} dc_law;

/* Whose law, and of what. */
typedef struct {
    uint32_t customer;        /* UINT32_MAX: the portfolio's */
    int32_t  due;             /* day relative to as-of, may be negative */
    int32_t  first;           /* day from which on it is at risk, >= 1 */
    double   pace;            /* hazards of settlement as powers: 1 as learnt, 2 about twice, > 0 */
    double   loss_multiplier; /* of the hazard of write-off: 1 as learnt, >= 0 */
    dc_acted acted;           /* as seen from the as-of date */
} dc_law_ask;

/* out[i] = 1 - (1 - h)^x for hazards h, 0 <= h <= 1, and powers x >= 0. */
void dc_powers_of(double *out, const double *hazard, const double *power, int32_t count);

/* Fills law->paid and lost.  What happens on days that `calendar` closes waits for the next open
 * day.  With `as_of` DC_DATE_NONE days have no names: no weekday and no month has an effect. */
void dc_law_fill(dc_law *law, const dc_model *model, const dc_law_ask *ask,
                 const dc_calendar *calendar, dc_date as_of);

/* The week of a customer (UINT32_MAX: the portfolio's); NULL where all days are alike. */
const dc_week *dc_model_week(const dc_model *model, uint32_t customer);

/* The monthly habit of a customer (UINT32_MAX: of one unknown); NULL where it pays on any day. */
const dc_month_habit *dc_model_month_habit(const dc_model *model, uint32_t customer);

/* How fast a claim is settled beside its customer's law: the product of the factors in use, in
 * steps of 2^(1/64) and exactly 1 where none applies. */
typedef enum {
    DC_PACE_OF_CLAIM,
    DC_PACE_UNDISPUTED, /* as if nobody objected to it */
    DC_PACE_AGAIN       /* of another invoice like it, of which no dispute is known */
} dc_pace_kind;
double dc_model_pace(const dc_model *model, const dc_book *book, size_t claim, dc_pace_kind kind);

/* The same times the pace of all customers at present, in such steps: of days after the as-of date.
 * SIZE_MAX: a claim of which nothing is known. */
double dc_model_pace_ahead(const dc_model *model, const dc_book *book, size_t claim,
                           dc_pace_kind kind);

/* Class of a claim in a factor; -1: in none. */
int dc_factor_class_of(const dc_factor *factor, const dc_book *book, size_t claim);

/* Chance that an item open at `days_late` is never paid: written off, or open after
 * DC_LIFETIME_DAYS.  The portfolio's law when customer is UINT32_MAX. */
double dc_model_loss_chance(const dc_model *model, uint32_t customer, int32_t days_late);

/* Chance that a customer (UINT32_MAX: one nobody knows) defaults within `days` of the as-of date,
 * at most DC_DEFAULT_MONTHS months; 1 when it is in default already. */
double dc_model_default_chance(const dc_model *model, uint32_t customer, double days);

/* The same from a row of dc_defaults.survival: no default within `days`. */
double dc_default_survival(const double *survival, double days);

/* How widely eight of ten payments are spread: within two weeks, five weeks, or more. */
typedef enum { DC_MANNER_REGULAR, DC_MANNER_MIXED, DC_MANNER_IRREGULAR } dc_manner;

/* What is believed of a customer's next invoice on 30 days' terms.  Days late are after the due
 * day, negative when early, of what is settled within 400 days. */
typedef struct {
    int32_t usual;     /* half are settled by then */
    int32_t low, high; /* eight of ten in between */
    double  expected;  /* mean */
    double  chance_late, chance_lost;
    double  own_share;      /* weight of its own history, 0..1 */
    double  trend;          /* mean days late of the last half-year less before; NAN when too few */
    double  chance_default; /* within a year; of the portfolio: mean of the customers active now */
    size_t  settled_claims;
    dc_date half_by; /* a customer's, issued tomorrow: the open day by which half are settled */
    dc_manner manner;
} dc_habit;

/* The portfolio's when customer is UINT32_MAX: of the next invoice, whosever it is, customers
 * counted by the claims they settled. */
void dc_habit_describe(dc_habit *out, const dc_model *model, const dc_book *book,
                       uint32_t customer);

#endif
