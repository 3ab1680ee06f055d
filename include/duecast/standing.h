/* standing.h - whether a customer goes on ordering, as a model has learnt. */
#ifndef DUECAST_STANDING_H
#define DUECAST_STANDING_H

#include "duecast/model.h"

/* On the as-of date; nobody, UINT32_MAX, never is. */
static inline bool dc_in_default(const dc_model *model, uint32_t customer)
{
    return model->defaults.day && customer != UINT32_MAX &&
           model->defaults.day[customer] != DC_DEFAULT_NEVER;
}

/* Who is in default, or has stopped, orders no more. */
static inline bool dc_orders_on(const dc_model *model, uint32_t customer)
{
    return !dc_in_default(model, customer) &&
           !(model->orders && model->orders[customer].standing == DC_ORDERS_STOPPED);
}

/* What is sold to them tells nothing of how the sales to others grow: who has failed or stopped is
 * out of the sales to come, who is new repeats its own weeks. */
static inline bool dc_orders_as_ever(const dc_model *model, uint32_t customer)
{
    return model->orders[customer].standing == DC_ORDERS_GO_ON && !dc_in_default(model, customer);
}

#endif
