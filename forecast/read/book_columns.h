/*
 * book_columns.h - room for the rows of a book: every column of its tables, all zero bytes.  The
 * caller sets the count.  `most` may be 0.
 */
#ifndef DUECAST_READ_BOOK_COLUMNS_H
#define DUECAST_READ_BOOK_COLUMNS_H

#include "duecast/arena.h"
#include "duecast/book.h"

void dc_customers_allocate(dc_customers *customers, dc_arena *arena, size_t most);
void dc_actions_allocate(dc_actions *actions, dc_arena *arena, size_t most);
/* The columns that are not there yet, but for parts and segments. */
void dc_claims_allocate(dc_claims *claims, dc_arena *arena, size_t most);
void dc_events_allocate(dc_events *events, dc_arena *arena, size_t most);

#endif
