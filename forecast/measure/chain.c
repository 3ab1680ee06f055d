/* chain.c - ageing buckets as a chain that is left by being paid or lost. */
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#include "duecast/bad_debt.h"

static void fill_state(dc_chain *out, const dc_cohorts *cohorts, int32_t months, size_t from)
{
    double to[DC_WHERE] = {0.0}, sum = 0.0;
    for (int32_t m = 1; m <= months; m++)
        for (size_t where = 0; where < DC_WHERE; where++)
            to[where] += fmax((double)cohorts->moved[m][from][where], 0.0);
    for (size_t where = 0; where < DC_WHERE; where++)
        sum += to[where];
    if (sum <= 0.0 || (to[from] >= sum && from > 0)) { /* nobody knows of a way to be paid */
        to[from] = 0.0;
        sum = to[from + 1 < DC_BUCKETS ? from + 1 : DC_LOST] = 1.0;
    }
    for (size_t where = 0; where < DC_BUCKETS; where++)
        out->move[from][where] = to[where] / sum;
    out->paid[from] = to[DC_SETTLED] / sum;
    out->lost[from] = to[DC_LOST] / sum;
}

bool dc_chain_of_cohorts(dc_chain *out, const dc_cohorts *cohorts)
{
    int32_t months = cohorts->count < DC_ROLL_MONTHS ? cohorts->count : DC_ROLL_MONTHS;
    *out = (dc_chain){.count = DC_BUCKETS};
    for (size_t from = 0; from < DC_BUCKETS; from++)
        fill_state(out, cohorts, months, from);
    return months > 0 && dc_chain_absorb(out);
}

/* From every state there is a way out: else I - Q has no inverse. */
static bool is_absorbing(const dc_chain *chain)
{
    bool leaves[DC_BUCKETS] = {false};
    for (size_t round = 0; round <= chain->count; round++)
        for (size_t i = 0; i < chain->count; i++) {
            leaves[i] |= chain->paid[i] + chain->lost[i] > 0.0;
            for (size_t j = 0; j < chain->count; j++)
                leaves[i] |= chain->move[i][j] > 0.0 && leaves[j];
        }
    for (size_t i = 0; i < chain->count; i++)
        if (!leaves[i])
            return false;
    return true;
}

bool dc_chain_absorb(dc_chain *chain)
{
    size_t          n = chain->count;
    double          matrix[DC_BUCKETS * DC_BUCKETS], inverse[DC_BUCKETS * DC_BUCKETS];
    size_t          order[DC_BUCKETS];
    int             sign;
    gsl_permutation permutation = {n, order};
    gsl_matrix_view a = gsl_matrix_view_array(matrix, n, n);
    gsl_matrix_view b = gsl_matrix_view_array(inverse, n, n);
    if (!is_absorbing(chain))
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            matrix[i * n + j] = (i == j ? 1.0 : 0.0) - chain->move[i][j];
    if (gsl_linalg_LU_decomp(&a.matrix, &permutation, &sign) != 0 ||
        gsl_linalg_LU_invert(&a.matrix, &permutation, &b.matrix) != 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        chain->ever_paid[i] = chain->ever_lost[i] = chain->months[i] = 0.0;
        for (size_t j = 0; j < n; j++) {
            chain->visits[i][j] = inverse[i * n + j];
            chain->ever_paid[i] += chain->visits[i][j] * chain->paid[j];
            chain->ever_lost[i] += chain->visits[i][j] * chain->lost[j];
            chain->months[i] += chain->visits[i][j];
        }
    }
    return true;
}

double dc_chain_loss(const dc_chain *chain, const double *balance)
{
    double sum = 0.0;
    for (size_t i = 0; i < chain->count; i++)
        sum += balance[i] * chain->ever_lost[i];
    return sum;
}

double dc_chain_loss_variance(const dc_chain *chain, const double *squares)
{
    double sum = 0.0;
    for (size_t i = 0; i < chain->count; i++)
        sum += squares[i] * chain->ever_lost[i] * (1.0 - chain->ever_lost[i]);
    return sum;
}

void dc_chain_collected(double *month, size_t months, const dc_chain *chain, const double *balance)
{
    double now[DC_BUCKETS] = {0.0};
    memcpy(now, balance, chain->count * sizeof *now);
    for (size_t k = 0; k < months; k++) {
        double next[DC_BUCKETS] = {0.0};
        month[k] = 0.0;
        for (size_t i = 0; i < chain->count; i++) {
            month[k] += now[i] * chain->paid[i];
            for (size_t j = 0; j < chain->count; j++)
                next[j] += now[i] * chain->move[i][j];
        }
        memcpy(now, next, sizeof now);
    }
}
