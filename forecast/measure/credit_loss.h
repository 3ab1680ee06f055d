/* credit_loss.h - the expected loss of one claim within its lifetime. */
#ifndef DC_MEASURE_CREDIT_LOSS_H
#define DC_MEASURE_CREDIT_LOSS_H

#include "duecast/bad_debt.h"

/* Per unit of a claim; see dc_credit_loss. */
typedef struct {
    double loss, delay;
    double outlook[DC_OUTLOOKS]; /* 0 unless asked for */
} dc_claim_loss;

/* What all claims of a book share. */
typedef struct {
    const dc_book  *book;
    const dc_model *model;
    double          discount[DC_LIFETIME_DAYS + 1];
    uint32_t       *row_of; /* by group of dc_defaults: 1 + row of `outlook`; NULL: not asked for */
    double         *outlook; /* [row][downturn, upturn][month]: chance of no default */
} dc_loss_view;

/* In the arena; `outlooks`: the states of the economy are asked for, too. */
void dc_loss_view_make(dc_loss_view *out, dc_arena *arena, const dc_book *book,
                       const dc_model *model, double yearly_rate, bool outlooks);

/* How a claim's law is asked for on the as-of date. */
dc_law_ask dc_claim_ask(const dc_loss_view *view, size_t claim, dc_pace_kind pace);

/* Chance of not having failed by each day; 1 where failures are not simulated. */
void dc_claim_alive(double alive[DC_LIFETIME_DAYS + 1], const dc_loss_view *view,
                    uint32_t customer);

void dc_claim_loss_fill(dc_claim_loss *out, const dc_loss_view *view, const dc_law_ask *ask);

/* Loss and delay of debit claims by bucket, without the states of the economy. */
void dc_credit_loss_by_bucket(dc_credit_loss *out, const dc_book *book, const dc_model *model,
                              double yearly_rate);

#endif
