/*
 * together.h - how far claims are settled together: by a customer's pay runs, by common shocks.
 */
#ifndef DC_LEARN_TOGETHER_H
#define DC_LEARN_TOGETHER_H

#include "counts.h"

/* Fills model->together from what the model would have said of the claims open on past days, and
 * what came; assumptions where there were too few. */
void dc_together_learn(dc_model *model, const dc_book *book);

/* What is assumed where the history is too short. */
dc_together dc_together_assumed(void);

#endif
