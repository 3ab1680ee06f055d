/*
 * atoms.h - what is believed of each customer: its atoms and its own counts at their shifts.
 */
#ifndef DC_LEARN_ATOMS_H
#define DC_LEARN_ATOMS_H

#include "counts.h"

/* The first claims of some customers, in order. */
typedef struct {
    size_t  count;
    size_t *claim;
} dc_chosen;

/* Those of the customers wanted that have claims. */
dc_chosen dc_choose_customers(dc_arena *arena, const dc_book *book, const bool *wanted);

/* Fills first_atom, atom, own and own_share of the model from its mixture and the book as of the
 * view; only for the customers chosen (NULL: for all). */
void dc_atoms_make(dc_model *model, const dc_book *book, const dc_view *view,
                   const dc_chosen *chosen);

/* As if no customer had any history. */
void dc_atoms_none(dc_model *model);

#endif
