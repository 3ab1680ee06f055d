/* marginal.c - how likely a customer's history is under each type and shift. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "fit.h"
#include "log_beta.h"

enum { ATOMS_MAX = DC_TYPES_MAX * DC_SHIFTS_MAX, CELLS_MAX = ATOMS_MAX * DC_BINS };

void dc_prior_list_atoms(dc_prior *out, const dc_mixture *mixture)
{
    for (int g = 0, atom = 0; g < mixture->type_count; g++)
        for (int s = 0; s < mixture->shift_count; s++, atom++) {
            out->log_share[atom] = log(mixture->type_share[g] * mixture->shift_share[s]);
            out->type[atom] = (uint8_t)g;
            out->shift[atom] = (uint8_t)s;
        }
}

void dc_prior_make(dc_prior *out, const dc_mixture *mixture)
{
    for (int g = 0; g < mixture->type_count; g++) {
        for (int bin = 0; bin < DC_BINS; bin++) {
            double width = mixture->concentration * dc_bin_width(bin);
            out->alpha[g][bin] = width * mixture->hazard[g][bin];
            out->beta[g][bin] = width * (1.0 - mixture->hazard[g][bin]);
        }
        dc_log_beta(out->log_beta[g], out->alpha[g], out->beta[g], DC_BINS);
    }
    dc_prior_list_atoms(out, mixture);
}

void dc_atoms_log_weight(double *out, const uint8_t *atom, int atom_count, const dc_prior *prior,
                         const dc_own_bin *cell, const size_t *first)
{
    double a[CELLS_MAX], b[CELLS_MAX], log_beta[CELLS_MAX];
    size_t count = 0;
    a[0] = b[0] = 1.0; /* of customers without cells */
    for (int i = 0; i < atom_count; i++) {
        const double *alpha = prior->alpha[prior->type[atom[i]]];
        const double *beta = prior->beta[prior->type[atom[i]]];
        size_t        shift = prior->shift[atom[i]];
        for (size_t k = first[shift]; k < first[shift + 1]; k++, count++) {
            a[count] = alpha[cell[k].bin] + cell[k].settled;
            b[count] = beta[cell[k].bin] + (cell[k].at_risk - cell[k].settled);
        }
    }
    dc_log_beta(log_beta, a, b, count);
    count = 0;
    for (int i = 0; i < atom_count; i++) {
        const double *before = prior->log_beta[prior->type[atom[i]]];
        size_t        shift = prior->shift[atom[i]];
        double        sum = prior->log_share[atom[i]];
        for (size_t k = first[shift]; k < first[shift + 1]; k++)
            sum += log_beta[count++] - before[cell[k].bin];
        out[i] = sum;
    }
}

double dc_normalise(double *weight, int count)
{
    double most = weight[0], sum = 0.0;
    for (int i = 1; i < count; i++)
        most = fmax(most, weight[i]);
    for (int i = 0; i < count; i++) {
        weight[i] = exp(weight[i] - most);
        sum += weight[i];
    }
    for (int i = 0; i < count; i++)
        weight[i] /= sum;
    return most + log(sum);
}

double dc_log_marginal(const dc_history *history, const dc_mixture *mixture)
{
    uint8_t  atom[ATOMS_MAX];
    double   weight[ATOMS_MAX], total = 0.0;
    int      atoms = mixture->type_count * mixture->shift_count;
    dc_prior prior;
    assert(history->shift_count == mixture->shift_count);
    dc_prior_make(&prior, mixture);
    for (int i = 0; i < atoms; i++)
        atom[i] = (uint8_t)i;
    for (size_t c = 0; c < history->customer_count; c++) {
        dc_atoms_log_weight(weight, atom, atoms, &prior, history->cell,
                            &history->first[c * (size_t)history->shift_count]);
        total += dc_normalise(weight, atoms);
    }
    return total;
}

/*
 * Without any history: the spread of "actual minus agreed days" over large UK companies (10 % pay
 * 16 days early, quartiles -4, 10, 25, 10 % pay 39 days late or more), as daily hazards.
 * Source: UK Payment Practices Reporting, reports of 2017-2025, Open Government Licence v3.0.
 * Beyond 39 days the hazards fall as collection surveys suggest.  An assumption, labelled as such.
 */
void dc_prior_life_table(double q[DC_BINS])
{
    static const struct {
        int32_t days_late_most;
        double  hazard;
    } steps[] = {
        {-46, 0.0005}, {-17, 0.0035}, {-5, 0.0151}, {9, 0.0285},   {24, 0.0452},
        {39, 0.0634},  {60, 0.0500},  {90, 0.0300}, {180, 0.0150}, {INT32_MAX, 0.0050},
    };
    for (int bin = 0; bin < DC_BINS; bin++) {
        int32_t start = bin == 0 ? -60 : dc_bin_edges[bin];
        int     step = 0;
        while (start > steps[step].days_late_most)
            step++;
        q[bin] = steps[step].hazard;
    }
}
