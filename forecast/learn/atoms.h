/*
 * atoms.h - what is believed of each customer: its atoms and its own counts at their shifts.
 */
#ifndef DC_LEARN_ATOMS_H
#define DC_LEARN_ATOMS_H

#include "counts.h"

/* Fills first_atom, atom, own and own_share of the model from its mixture and the book as of the
 * view; only for the wanted customers (NULL: for all). */
void dc_atoms_make(dc_model *model, const dc_book *book, const dc_view *view, const bool *wanted);

/* As if no customer had any history. */
void dc_atoms_none(dc_model *model);

#endif
