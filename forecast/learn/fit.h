/*
 * fit.h - what customers have in common: payer types, habits and how much customers differ.
 */
#ifndef DC_LEARN_FIT_H
#define DC_LEARN_FIT_H

#include "history.h"

/* The prior part of the mixture, looked up instead of computed again. */
typedef struct {
    double  alpha[DC_TYPES_MAX][DC_BINS], beta[DC_TYPES_MAX][DC_BINS];
    double  log_beta[DC_TYPES_MAX][DC_BINS];
    double  log_share[DC_TYPES_MAX * DC_SHIFTS_MAX]; /* of atoms: ln (pi_g rho_s) */
    uint8_t type[DC_TYPES_MAX * DC_SHIFTS_MAX], shift[DC_TYPES_MAX * DC_SHIFTS_MAX];
} dc_prior;

void dc_prior_make(dc_prior *out, const dc_mixture *mixture);
void dc_prior_list_atoms(dc_prior *out, const dc_mixture *mixture); /* a part of it */

/* ln (pi_g rho_s L(g, s)) of one customer for the atoms listed (type x shift_count + shift); cells
 * of shift s are cell[first[s]] .. cell[first[s + 1] - 1]. */
void dc_atoms_log_weight(double *out, const uint8_t *atom, int atom_count, const dc_prior *prior,
                         const dc_own_bin *cell, const size_t *first);

/* Turns logarithms of weights into weights that sum to 1; returns the logarithm of their sum. */
double dc_normalise(double *weight, int count);

/* Total log marginal likelihood of a history. */
double dc_log_marginal(const dc_history *history, const dc_mixture *mixture);

/* Estimates a mixture of so many types; deterministic.  Returns its log marginal likelihood. */
double dc_fit(dc_mixture *out, const dc_history *history, int type_count, int rounds_most);

/* A few rounds from where a like history left off; the grid of habits must be the history's. */
double dc_fit_onwards(dc_mixture *mixture, const dc_history *history);

/* Pooled daily hazards; a bin that hardly anything has passed leans on the assumed table. */
void dc_pool(double q[DC_BINS], const double at_risk[DC_BINS], const double settled[DC_BINS]);

/* The life table used where nothing was settled yet. */
void dc_prior_life_table(double q[DC_BINS]);

#endif
