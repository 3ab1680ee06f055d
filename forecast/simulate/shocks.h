/*
 * shocks.h - means over the paces of shocks, by quadrature instead of by paths.
 *
 * The pace of week w is exp(l Z - l^2/2) exp(s Z_w - s^2/2): one standard normal Z a path, a new
 * Z_w every week (duecast/rises.h).  The lasting part is taken at a few Gauss-Hermite nodes, of
 * which every figure is a weighted mean; the weekly part is averaged in advance, as functions of
 * the rise x of a week:
 *
 *     open(x)   = E exp(-pace x)                    chance of not being settled in the week
 *     lean_k(x) = E [h_k(Z_w) exp(-pace x)] / open(x), h_k the k-th normed Hermite polynomial:
 *                 how far that chance leans on the week's shock
 */
#ifndef DC_SIMULATE_SHOCKS_H
#define DC_SIMULATE_SHOCKS_H

#include "duecast/model.h"

enum {
    DC_LASTING_NODES_MOST = 5,
    DC_SHOCK_ORDERS = 2, /* what the second leaves is below a hundredth of the first */
    DC_SHOCK_CELLS = 1 << 14,
    DC_SHOCK_CELLS_PER_UNIT = 512,
};

typedef struct {
    int     node_count; /* 1 without a lasting shock, 3 where it is small */
    double  pace[DC_LASTING_NODES_MOST], weight[DC_LASTING_NODES_MOST];
    bool    weekly;                /* there are weekly shocks */
    double *open;                  /* DC_SHOCK_CELLS + 1 */
    double *lean[DC_SHOCK_ORDERS]; /* likewise; NULL without weekly shocks */
} dc_shocks;

void dc_shocks_make(dc_shocks *out, dc_arena *arena, const dc_together *together);

/* A table at x >= 0; straight between two cells, to 5e-7. */
static inline double dc_shock_at(const double *table, double x)
{
    double at = x * DC_SHOCK_CELLS_PER_UNIT;
    if (at >= DC_SHOCK_CELLS)
        return table[DC_SHOCK_CELLS];
    int cell = (int)at;
    return table[cell] + (table[cell + 1] - table[cell]) * (at - cell);
}

#endif
