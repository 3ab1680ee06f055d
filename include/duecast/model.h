/*
 * model.h - what was learnt: how many days after the due date claims are settled.
 *
 * One life table of daily hazards by days late, learnt from all claims (open ones are censored,
 * exposure starts on the day a claim was entered), and one for each customer that leans on the
 * portfolio's where its own history is thin: independent Beta hazards ("Beta-Stacy"), conjugate to
 * right censoring.  With natural width v_k of bin k, portfolio hazard q_k and concentration m,
 *
 *     h_ck = (m v_k q_k + e_ck) / (m v_k + n_ck)
 *
 * where n_ck are the customer's claim-days at risk in bin k and e_ck the claims settled there, both
 * weighted by recency.  m maximises the marginal likelihood over customers.
 * Source: Walker & Muliere, "Beta-Stacy processes and a generalization of the Polya-urn scheme",
 * Annals of Statistics 25 (1997) 1762-1780; docs/FORMULAS.md.
 *
 * Write-offs are a competing exit, never censoring: their hazard by days late is the portfolio's.
 */
#ifndef DUECAST_MODEL_H
#define DUECAST_MODEL_H

#include "duecast/book.h"

enum {
    DC_BINS = 22,
    DC_LIFETIME_DAYS = 730 /* a claim not settled this long after the as-of date counts as lost */
};

/* Bin k holds days late dc_bin_edges[k] .. dc_bin_edges[k+1] - 1; the first and last are open. */
extern const int32_t dc_bin_edges[DC_BINS + 1];
int                  dc_bin_of(int32_t days_late);

typedef struct {
    double
         half_life_days; /* recency: a claim's weight halves with this age; 0: all weigh the same */
    bool assume;         /* leave the history aside: the built-in life table for everybody */
} dc_learn_options;
#define DC_LEARN_OPTIONS_INIT ((dc_learn_options){.half_life_days = 365.0})

typedef struct dc_model {
    dc_arena *arena;
    bool      learnt;             /* false: no settled claim, the table is an assumption */
    size_t    claims_learnt_from; /* settled claims */
    size_t    claims_censored;    /* open ones, which count as "not yet" */
    double    half_life_days;
    double    concentration;      /* m, in equivalent claims */
    double    log_likelihood;     /* total log marginal at the estimates */
    double    portfolio[DC_BINS]; /* q_k: daily hazard of settlement, 0..1 */
    double    write_off[DC_BINS]; /* daily hazard of write-off, 0..1 */
    double    exposure[DC_BINS];  /* sum of n_ck */
    double    settled[DC_BINS];   /* sum of e_ck */
    double    written_off[DC_BINS];
    double    dilution;          /* share of settled value that is credit or discount, not cash */
    double    credit_note_share; /* credit notes / invoices of the last 364 days, 0..1 */
    size_t    customer_count;
    double   *hazard;         /* customer_count x DC_BINS, posterior mean daily hazards */
    double   *own_share;      /* customer_count: weight of its own history, 0..1 */
    uint32_t *settled_count;  /* customer_count */
    double   *days_late_mean; /* customer_count: weighted mean of settled claims; NAN without */
} dc_model;

dc_status dc_model_learn(dc_model **out, const dc_book *book, const dc_learn_options *options);
void      dc_model_free(dc_model *model);

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

/* Fills law->paid and lost for an item due on day `due` (relative to as-of, may be negative) and at
 * risk from day `first` >= 1.  Hazards on days that `calendar` closes wait for the next open day.
 * */
void dc_law_fill(dc_law *law, const dc_model *model, uint32_t customer, int32_t due, int32_t first,
                 double loss_multiplier, const dc_calendar *calendar, dc_date as_of);

/* Chance that an item open at `days_late` is never paid: written off, or open after
 * DC_LIFETIME_DAYS.  The portfolio's law when customer is UINT32_MAX. */
double dc_model_loss_chance(const dc_model *model, uint32_t customer, int32_t days_late);

#endif
