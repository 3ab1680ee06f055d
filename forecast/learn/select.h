/*
 * select.h - how much a ledger can teach: assumptions for thin ones, choices for thick ones.
 */
#ifndef DC_LEARN_SELECT_H
#define DC_LEARN_SELECT_H

#include "fit.h"

/* Settled claims from which on ... */
enum {
    DC_CLAIMS_FOR_HABITS = 10,   /* tables are the ledger's, customers have habits and types */
    DC_CLAIMS_FOR_RUNS = 50,     /* what is settled together is learnt */
    DC_CLAIMS_FOR_CHOICES = 300, /* the number of types and the half-life are chosen */
    DC_CUSTOMERS_TO_FIT = 5000,  /* more do not move what customers have in common, nor do */
    DC_CUSTOMERS_TO_FIT_LEAST = 500,
    DC_CLAIMS_TO_FIT = 10000 /* more settled claims, but for that many customers */
};

/* Fills model->mixture, portfolio, concentration and log_likelihood from the counts the model holds
 * already and the book as of the view. */
void dc_mixture_learn(dc_model *model, const dc_book *book, const dc_view *view,
                      const dc_learn_options *options);

/* Counts every so many customers, so that at most `most` are looked at. */
void dc_history_gather(dc_history *out, dc_arena *arena, const dc_book *book, const dc_view *view,
                       size_t most, int step_days);

/* The half-life (0: none) that would have told the last three quarters best; 365 days where the
 * ledger is too short or thin to tell (*chosen is false).  *shorter is the one to take instead
 * where customers have changed: the best of the shorter ones that does any better. */
double dc_half_life_choose(bool *chosen, double *shorter, const dc_book *book,
                           const dc_learn_options *options);

#endif
