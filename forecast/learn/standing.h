/*
 * standing.h - who has stopped ordering, and who has begun within the year.
 */
#ifndef DC_LEARN_STANDING_H
#define DC_LEARN_STANDING_H

#include "duecast/model.h"

/* Fills model->orders from what was invoiced until `end`; needs model->dispersion. */
void dc_standing_learn(dc_model *model, const dc_book *book, dc_date end);

/* What is sold to them tells nothing of how the sales to others grow: who has failed or stopped is
 * out of the sales to come, who is new repeats its own weeks. */
static inline bool dc_orders_as_ever(const dc_model *model, uint32_t customer)
{
    return model->orders[customer].standing == DC_ORDERS_GO_ON &&
           (!model->defaults.day || model->defaults.day[customer] == DC_DEFAULT_NEVER);
}

#endif
