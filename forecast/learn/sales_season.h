/*
 * sales_season.h - how much more or less is sold in each four weeks of the year.
 */
#ifndef DC_LEARN_SALES_SEASON_H
#define DC_LEARN_SALES_SEASON_H

#include "sales_cells.h"

/* Fills model->sales_season; `end` is the day that the ages of the cells count from. */
void dc_sales_season_learn(dc_model *model, const dc_book *book, const dc_sales_cell *cells,
                           size_t count, dc_date end);

#endif
