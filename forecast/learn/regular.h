/*
 * regular.h - whose invoices come with less chance than a random number of them would.
 */
#ifndef DC_LEARN_REGULAR_H
#define DC_LEARN_REGULAR_H

#include "duecast/billing.h"
#include "duecast/model.h"

/* Fills model->dispersion from what was invoiced until `end`, and counts who is below 1. */
void dc_regular_learn(dc_model *model, const dc_book *book, const dc_billing *billing, dc_date end);

#endif
