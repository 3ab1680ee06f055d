/* shocks.c - see shocks.h. */
#include "shocks.h"

#include <gsl/gsl_integration.h>
#include <math.h>

enum { NODES_MOST = 32 };

/* Nodes of a standard normal; weights sum to 1. */
static void fill_normal(double *node, double *weight, size_t count)
{
    gsl_integration_fixed_workspace *hermite =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, count, 0.0, 0.5, 0.0, 0.0);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        node[i] = gsl_integration_fixed_nodes(hermite)[i];
        weight[i] = gsl_integration_fixed_weights(hermite)[i];
        sum += weight[i];
    }
    for (size_t i = 0; i < count; i++)
        weight[i] /= sum;
    gsl_integration_fixed_free(hermite);
}

/* Of the variance three nodes miss 6e-5 at 0.15 and 6e-3 at 0.5, five 2e-4 there. */
static int nodes_for(double spread)
{
    const double small = 0.25;
    return spread <= 0.0 ? 1 : spread <= small ? 3 : DC_LASTING_NODES_MOST;
}

static void fill_lasting(dc_shocks *out, double spread)
{
    out->node_count = nodes_for(spread);
    out->pace[0] = out->weight[0] = 1.0;
    if (out->node_count == 1)
        return;
    fill_normal(out->pace, out->weight, (size_t)out->node_count);
    for (int i = 0; i < out->node_count; i++)
        out->pace[i] = exp(spread * out->pace[i] - 0.5 * spread * spread);
}

static void fill_cell(dc_shocks *out, int cell, double spread, const double *node,
                      const double *weight)
{
    double x = (double)cell / DC_SHOCK_CELLS_PER_UNIT, open = 0.0, first = 0.0, second = 0.0;
    for (int i = 0; i < NODES_MOST; i++) {
        double z = node[i];
        double part = weight[i] * exp(-exp(spread * z - 0.5 * spread * spread) * x);
        open += part;
        first += z * part;
        second += (z * z - 1.0) / sqrt(2.0) * part;
    }
    out->open[cell] = open;
    out->lean[0][cell] = first / open;
    out->lean[1][cell] = second / open;
}

void dc_shocks_make(dc_shocks *out, dc_arena *arena, const dc_together *together)
{
    double node[NODES_MOST], weight[NODES_MOST];
    *out = (dc_shocks){.weekly = together->weekly > 0.0};
    fill_lasting(out, together->lasting);
    out->open = dc_arena_alloc(arena, DC_SHOCK_CELLS + 1, sizeof *out->open);
    if (!out->weekly) {
        for (int cell = 0; cell <= DC_SHOCK_CELLS; cell++)
            out->open[cell] = exp(-(double)cell / DC_SHOCK_CELLS_PER_UNIT);
        return;
    }
    for (int k = 0; k < DC_SHOCK_ORDERS; k++)
        out->lean[k] = dc_arena_alloc(arena, DC_SHOCK_CELLS + 1, sizeof *out->lean[k]);
    fill_normal(node, weight, NODES_MOST);
    for (int cell = 0; cell <= DC_SHOCK_CELLS; cell++)
        fill_cell(out, cell, together->weekly, node, weight);
}
