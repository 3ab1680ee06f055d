/*
 * bad_debt.h - what of the receivables will never be paid: loss rates, allowances, expense.
 *
 * Two views of the same ledger.  The one an auditor can follow by hand: what stood in an ageing
 * bucket at the end of past months, and what was lost of it (provision matrix, roll rates, the
 * chain of Cyert, Davidson and Thompson).  And the payment model's: what is expected of each claim
 * within its lifetime (IFRS 9 simplified approach, CECL).  book.yaml says which of them is booked.
 *
 * Money is in minor units of the book currency over the currencies that have a rate, rates are
 * shares of 1.  Sources and edge cases: docs/FORMULAS.md, "Loss and allowance".
 */
#ifndef DUECAST_BAD_DEBT_H
#define DUECAST_BAD_DEBT_H

#include "duecast/metrics.h"

/* --- methods of the textbooks ---------------------------------------------------------------- */

/* Ageing method: line[i] = balance[i] x rate[i], each rounded half to even; the sum of the lines.
 * `line` may be NULL. */
int64_t dc_allowance_by_rates(int64_t *line, const int64_t *balance, const double *rate,
                              size_t count);

/* What an allowance passes through in a period; it adds up to the minor unit:
 * closing = opening + expense - written off + recovered.  The expense is the balancing figure. */
typedef struct {
    int64_t opening, expense, written_off, recovered, closing;
} dc_allowance_roll;
dc_allowance_roll dc_allowance_roll_make(int64_t opening, int64_t written_off, int64_t recovered,
                                         int64_t closing);

/* What was written off and came back in the period, and what was invoiced. */
typedef struct {
    int64_t sales, written_off, recovered;
} dc_loss_flows;
dc_loss_flows dc_loss_flows_of(const dc_book *book, dc_period period);

/* Percentage of sales: net write-offs / sales of the period, at least 0; false without sales. */
bool dc_loss_rate_of_sales(double *rate, const dc_loss_flows *flows);

/* --- the ledger's past, month by month ------------------------------------------------------- */

enum {
    DC_COHORTS_MAX = 60,      /* month ends looked at; what is older says little about today */
    DC_COHORT_STEPS = 24,     /* months that a cohort is followed: DC_LIFETIME_DAYS */
    DC_ROLL_MONTHS = 12,      /* of the roll rates and the chain */
    DC_SETTLED = DC_BUCKETS,  /* where a balance goes: a bucket, ... */
    DC_LOST = DC_BUCKETS + 1, /* ... settled, or written off */
    DC_WHERE = DC_BUCKETS + 2
};

/*
 * Balances of debit claims by bucket at the end of past months, and what became of them.  Month end
 * 0 is the as-of date, month end m the same day m months before (the month's last day where the
 * as-of date is one).  Claims with a payment of unknown day are left out.
 */
typedef struct {
    int32_t count; /* month ends 1 .. count have something on the ledger */
    dc_date day[DC_COHORTS_MAX + 1];
    int64_t stood[DC_COHORTS_MAX + 1][DC_BUCKETS];
    /* of what stood in a bucket: settled and written off in the (k + 1)-th month afterwards */
    int64_t settled[DC_COHORTS_MAX + 1][DC_BUCKETS][DC_COHORT_STEPS];
    int64_t lost[DC_COHORTS_MAX + 1][DC_BUCKETS][DC_COHORT_STEPS];
    /* where it was one month later, part by part */
    int64_t moved[DC_COHORTS_MAX + 1][DC_BUCKETS][DC_WHERE];
    size_t  claims[DC_BUCKETS];                     /* that ever stood there on a month end */
    double  amount[DC_BUCKETS], square[DC_BUCKETS]; /* of each the most that did, summed */
} dc_cohorts;

/* In the arena. */
dc_cohorts *dc_cohorts_make(dc_arena *arena, const dc_book *book);

/* --- provision matrix ------------------------------------------------------------------------ */

/* Loss rate of one bucket, from what became of the balances that stood in it. */
typedef struct {
    double  stood, settled, lost; /* over all month ends; money */
    int32_t months;               /* followed at most */
    double  low, high;            /* if nothing, or all, of what is still open were lost; 0..1 */
    double  seen;                 /* the ledger's own rate; meaningless where claims is 0 */
    size_t  claims;
    double  weight; /* of the ledger's own rate, 0..1; the rest is the prior's */
    double  rate;   /* net of what comes back, leaning on the prior where thin, 0..1 */
} dc_provision_rate;

typedef struct {
    bool              applicable;      /* false: no past month end, or nothing was ever settled */
    double            recovered_share; /* of written off, as seen so far */
    dc_provision_rate of[DC_BUCKETS];
} dc_provision_matrix;

/* `prior`: rates to lean on, 0..1; `flows`: what came back of all that was written off. */
void dc_provision_matrix_make(dc_provision_matrix *out, const dc_cohorts *cohorts,
                              const dc_loss_flows *flows, const double prior[DC_BUCKETS]);

/* A matrix by hand: what of one cohort was still open when it reached each bucket, the last being
 * what is lost of it; rate[i] = lost / open[i].  Source: IFRScommunity, "Provision matrix". */
void dc_provision_of_cohort(double *rate, const double *open, double lost, size_t count);

/* --- roll rates ------------------------------------------------------------------------------ */

typedef struct {
    bool    applicable; /* false: no month to look at, or nothing ever left what is not due */
    int32_t months;
    double  roll[DC_BUCKETS]; /* of what left bucket b: went on to a later one or was written off;
                               * 1 where nothing did */
    double  loss[DC_BUCKETS]; /* product of the rolls from b on: what of it is lost, 0..1 */
} dc_roll_rates;

void dc_roll_rates_make(dc_roll_rates *out, const dc_cohorts *cohorts);

/* loss[i] = roll[i] x ... x roll[count - 1]. */
void dc_roll_rates_multiply(double *loss, const double *roll, size_t count);

/* --- absorbing chain ------------------------------------------------------------------------- */

/*
 * Buckets as states of a chain that is left for good by being paid or lost: with Q the chances of
 * moving between buckets within a month, N = (I - Q)^-1 and B = N R.
 * Source: Cyert, Davidson, Thompson, Management Science 8 (1962) 287-303; parts of the balance by
 * their own age, not whole accounts by their oldest item (van Kuelen, Spronk, Corcoran 1981).
 */
typedef struct {
    size_t count;                                        /* buckets, at most DC_BUCKETS */
    double move[DC_BUCKETS][DC_BUCKETS];                 /* Q */
    double paid[DC_BUCKETS], lost[DC_BUCKETS];           /* R */
    double visits[DC_BUCKETS][DC_BUCKETS];               /* N: months spent in j, from i */
    double ever_paid[DC_BUCKETS], ever_lost[DC_BUCKETS]; /* B; they sum to 1 */
    double months[DC_BUCKETS];                           /* N 1: until paid or lost */
} dc_chain;

/* Q and R of the ledger's last DC_ROLL_MONTHS months.  From a bucket that nothing left all moves on
 * to the next; from the last, it is lost.  False: no month to look at, or nothing that was not due
 * was ever paid or late. */
bool dc_chain_of_cohorts(dc_chain *out, const dc_cohorts *cohorts);

/* Fills N, B and the months from Q and R; false where some state is never left. */
bool dc_chain_absorb(dc_chain *chain);

/* Expected loss of balances, and its variance: squares[j] is the sum of squared amounts of the
 * independent accounts in j (equal accounts of size s: s x balance). */
double dc_chain_loss(const dc_chain *chain, const double *balance);
double dc_chain_loss_variance(const dc_chain *chain, const double *squares);

/* What is collected of the balances in each of the next months. */
void dc_chain_collected(double *month, size_t months, const dc_chain *chain, const double *balance);

/* --- expected credit loss -------------------------------------------------------------------- */

/* States of the economy: the worst quarter, the middle half and the best quarter of the factor
 * that defaults share. */
enum { DC_OUTLOOK_DOWNTURN, DC_OUTLOOK_MIDDLE, DC_OUTLOOK_UPTURN, DC_OUTLOOKS };
extern const double dc_outlook_weight[DC_OUTLOOKS];

/*
 * What of today's debit claims is not received within DC_LIFETIME_DAYS, recoveries within them
 * taken off, by the law that paths follow.  Credit notes and money on account carry no loss.
 */
typedef struct {
    double loss;                 /* IFRS 9 simplified and CECL, not discounted */
    double delay;                /* what discounting at the effective rate adds, 0 without one */
    double outlook[DC_OUTLOOKS]; /* loss in each state; the weighted mean is `loss` */
    double balance[DC_BUCKETS];
    double bucket[DC_BUCKETS]; /* loss by bucket, `delay` not in it */
    double bucket_delay[DC_BUCKETS];
} dc_credit_loss;

/* `yearly_rate`: effective interest, 0: no discounting. */
void dc_credit_loss_measure(dc_credit_loss *out, const dc_book *book, const dc_model *model,
                            double yearly_rate);

/* What of its balances the payment model would provide for with rates by bucket (CECL, pooled): the
 * sum of rounded lines. */
int64_t dc_credit_loss_pooled(const dc_credit_loss *loss);

/* The same loss on simulated paths of today's claims alone, and whether both agree: the mean may
 * be off by what Bernstein's inequality leaves to a chance of 0.0005, with the law's own spread and
 * the most that one customer can lose at once: a loss may be as skewed as it likes. */
typedef struct {
    uint32_t paths;
    double   mean, standard_error; /* over paths; the error from the spread of the law */
    double   p5, p95;
    double   expected; /* dc_credit_loss.loss */
    double   allowed;  /* how far apart the two may be */
} dc_lifetime_loss;
dc_status dc_lifetime_simulate(dc_lifetime_loss *out, const dc_book *book, const dc_model *model,
                               double expected, const dc_simulate_options *options);

/* --- months ahead ---------------------------------------------------------------------------- */

/* A calendar month to come (the first may have begun): what is expected adds up to the minor unit,
 * and so does every path.  Write-offs and recoveries are less the tax that comes back. */
typedef struct {
    dc_date           end;
    dc_allowance_roll expected;
    dc_estimate       expense, closing; /* over the paths */
} dc_allowance_month;

/* Month by month, of the allowance that is booked, without any scenario. */
typedef struct {
    bool               applicable; /* false: nothing is booked, or no loss was learnt */
    size_t             count;
    dc_allowance_month month[DC_REPORT_DAYS_MAX];
    double             worst_gap; /* of closing = opening + expense - written off + recovered on any
                                     path and month, minor units: 0 */
} dc_allowance_months;

/* options: paths, seed, threads; months end within a year. */
dc_status dc_allowance_months_make(dc_allowance_months *out, const dc_book *book,
                                   const dc_model *model, const dc_today *today,
                                   const dc_simulate_options *options);

/* --- bands by age ---------------------------------------------------------------------------- */

/* Chinese practice: years since the invoice, with rates that many listed companies publish.  An
 * example, not a rule: the standard asks for expected losses. */
enum { DC_AGE_BANDS = 6 };
extern const int32_t dc_age_band_years[DC_AGE_BANDS]; /* a band ends there; the last is open */
extern const double  dc_age_band_rate[DC_AGE_BANDS];
/* Debit balances by band. */
void dc_age_bands_of(int64_t balance[DC_AGE_BANDS], const dc_book *book);

/* --- all of it ------------------------------------------------------------------------------- */

enum { DC_LOSS_MONTHS = 12, DC_SALES_LOSS_MONTHS = 36 };

/* Bad debts of a book on its as-of date, every method beside the others.  Rates of what does not
 * apply are meaningless. */
typedef struct {
    dc_today            today; /* what is booked, and the rates of matrix and model */
    const dc_cohorts   *cohorts;
    dc_provision_matrix matrix;
    dc_roll_rates       roll;
    bool                has_chain;
    dc_chain            chain;
    double              chain_sd; /* of the chain's loss, claims being independent; money */
    dc_credit_loss      loss;
    int64_t             pooled; /* CECL */
    dc_lifetime_loss    lived;
    dc_allowance_months ahead;
    dc_period           past[DC_LOSS_MONTHS]; /* months up to the as-of date, newest first */
    dc_loss_flows       past_flows[DC_LOSS_MONTHS], year, sales_flows; /* the last of 36 months */
    bool                has_sales_rate;
    double              sales_rate; /* net write-offs / sales of 36 months */
    int64_t             bands[DC_AGE_BANDS];
    bool                learnt; /* false: nothing was ever settled; every rate is an assumption */
} dc_bad_debts;

/* options: paths, seed, threads. */
dc_status dc_bad_debts_measure(dc_bad_debts *out, dc_arena *arena, const dc_book *book,
                               const dc_model *model, const dc_simulate_options *options);

/* Allowance of the ageing by rates, relief not taken off; rounded by bucket. */
int64_t dc_bad_debts_by(const dc_bad_debts *all, const double rate[DC_BUCKETS]);

#endif
