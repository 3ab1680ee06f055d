/*
 * standing.h - who has stopped ordering, and who has begun within the year.
 */
#ifndef DC_LEARN_STANDING_H
#define DC_LEARN_STANDING_H

#include "duecast/model.h"

/* Fills model->orders from what was invoiced until `end`; needs model->dispersion. */
void dc_standing_learn(dc_model *model, const dc_book *book, dc_date end);

#endif
