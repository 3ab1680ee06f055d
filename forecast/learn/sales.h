/*
 * sales.h - how the sales of each segment grow and vary, learnt from what was invoiced.
 */
#ifndef DC_LEARN_SALES_H
#define DC_LEARN_SALES_H

#include "duecast/model.h"

/* Fills model->sales and what belongs to it.  `assume`: leave the ledger aside. */
void dc_sales_learn(dc_model *model, const dc_book *book, bool assume);

/* The level's drift where nothing is known of it. */
void dc_sales_level_assume(dc_sales_level *out);

/* Fills model->sales_level once the rest is learnt; forecast/learn/sales_level.c. */
void dc_sales_level_learn(dc_model *model, const dc_book *book, dc_date end);

/* Days after which at least 98 % of the invoices of older days had been entered, at most 91. */
int32_t dc_sales_entry_days(const dc_book *book);

#endif
