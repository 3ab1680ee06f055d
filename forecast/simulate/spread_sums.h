/*
 * spread_sums.h - what customers add up to before anything is squared (spread.c).
 *
 * Given what all customers have in common - the lasting pace, the week's shock, the factor of
 * failures - they are independent.  So the variance is the sum of each customer's own variance,
 * plus the square of what they have in common all together, less the squares of what each has of
 * it, which its own variance holds already.
 */
#ifndef DC_SIMULATE_SPREAD_SUMS_H
#define DC_SIMULATE_SPREAD_SUMS_H

#include "duecast/spread.h"
#include "failures.h"
#include "lots.h"

enum { DC_FAILURE_NODES = 12 };

/* Prepared once, read by all threads. */
typedef struct {
    dc_lot_ask  ask;
    dc_shocks   shocks;
    double      run_share;
    bool        tied;
    dc_failures failures;
    double      failure_weight[DC_FAILURE_NODES];
    double     *failed; /* row x (1 + DC_FAILURE_NODES) x day: chance; the first: over all */
    int32_t     weeks;  /* of the walk */
    size_t      days;   /* looked at: ask.day_count */
    uint32_t   *order;  /* items by customer */
    size_t     *from;   /* customer_count + 1: where its items begin */
    size_t      customer_count; /* those without a name are one each */
    size_t      clusters_most;  /* of a customer's laws; spread_strands.h */
} dc_spreading;

/* Sums over customers; one row of `days` for each lasting pace. */
typedef struct {
    double *mean;
    double *own;       /* variances of single customers */
    double *lean;      /* pace x order x week x day: by how much cash leans on a week's shock */
    double *lean_less; /* squares that `own` holds */
    double *failing;   /* pace x DC_FAILURE_NODES x day: mean given the factor of failures */
    double *failing_less;
    double *market;  /* one row: covariance of slots of a market */
    double *lasting; /* one row: what all markets lean on the level that lasts */
    bool    merged;  /* laws of a customer were taken together */
} dc_spread_sums;

void dc_spread_sums_allocate(dc_spread_sums *out, dc_arena *arena, const dc_spreading *of);
void dc_spread_sums_add(dc_spread_sums *to, const dc_spread_sums *more, const dc_spreading *of);

/* variance[j] of the j-th day looked at. */
void dc_spread_sums_close(double *variance, const dc_spread_sums *all, const dc_spreading *of);

/* What of a customer's cash the shock of each week moves, as far as it is straight in h_k. */
typedef struct {
    double *moved;    /* order x week x day */
    int32_t from, to; /* weeks in use */
} dc_lean;
void dc_lean_allocate(dc_lean *lean, dc_arena *arena, const dc_spreading *of);
void dc_lean_add(dc_lean *lean, const dc_spreading *of, const dc_walked *walked, const dc_lot *lot);

/* Adds it to that of all, and its squares times `squares` to what `own` holds; clears it.  With
 * failed[day] the customer may have failed by then; NULL: none does. */
void dc_lean_hand_over(dc_spread_sums *sums, dc_lean *lean, const dc_spreading *of, size_t pace,
                       double weight, double squares, const double *failed);

/* One thread's scratch for customers. */
typedef struct dc_spread_room dc_spread_room;
dc_spread_room               *dc_spread_room_new(const dc_spreading *of);
void                          dc_spread_room_free(dc_spread_room *room);

/* Adds the customer with the items order[from] .. order[to - 1]. */
void dc_spread_add_customer(dc_spread_sums *sums, dc_spread_room *room, size_t from, size_t to);

/* What a customer that may fail brings: mean and second moment go in and come out, by day; `open`
 * is what a failure freezes.  given[n x days]: its mean at each node of the common factor. */
void dc_spread_fail(double *mean, double *second, double *given, const double *open,
                    double open_before, const dc_spreading *of, uint32_t item);

#endif
