/*
 * history.h - what a sample of customers did, counted at every shift of the grid: what the mixture
 * is fitted to.
 *
 * Rows are (customer, shift), customer first; a row's cells are the bins it touched:
 *
 *     cells of row r:  first[r] .. first[r + 1] - 1,   r = customer x shift_count + shift
 */
#ifndef DC_LEARN_HISTORY_H
#define DC_LEARN_HISTORY_H

#include "counts.h"

/* Where and how widely a customer's settlements lie: the start of the estimation. */
typedef struct {
    double  weight;      /* settlements, weighted */
    double  sum;         /* of days late between -40 and 90, weighted */
    double *day, *share; /* day_count days late with settlements, and their weight */
    int     day_count;
} dc_settlements;

typedef struct {
    size_t          customer_count;
    int             shift_count;
    int32_t         shift[DC_SHIFTS_MAX];
    size_t         *first; /* customer_count x shift_count + 1 */
    dc_own_bin     *cell;
    size_t          cell_count, cell_capacity, customer_capacity;
    dc_settlements *settlements; /* per customer */
    dc_arena       *arena;
} dc_history;

/* An empty history on the grid of habits with the step given in days; 0: no shift at all. */
void dc_history_start(dc_history *out, dc_arena *arena, size_t customers_most, int step_days);

/* Adds a customer; one without any exposure is left out. */
void dc_history_add(dc_history *history, const dc_tally *tally);

/* The customers whose number modulo `folds` is `fold`, or all others. */
void dc_history_part(dc_history *out, dc_arena *arena, const dc_history *whole, size_t folds,
                     size_t fold, bool others);

#endif
