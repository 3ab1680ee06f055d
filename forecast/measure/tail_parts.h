/* tail_parts.h - the parts a tail is made of (cash_tail.h). */
#ifndef DC_MEASURE_TAIL_PARTS_H
#define DC_MEASURE_TAIL_PARTS_H

#include "duecast/cash_tail.h"

/* Terms of suppliers.  gross_a_day: what is bought a day, tax included; 0 where nobody knows. */
void dc_tail_make_terms(dc_tail *tail, dc_arena *arena, const dc_book *book, double gross_a_day);

/* Periods of sales tax, and what of the past is not settled. */
void dc_tail_make_tax(dc_tail *tail, dc_arena *arena, const dc_book *book);

/* Lines of the plan that are shares of sales. */
void dc_tail_make_links(dc_tail *tail, dc_arena *arena, const dc_book *book);

/* Acceptance bills that customers will pay by. */
void dc_tail_make_notes(dc_tail *tail, dc_arena *arena, const dc_book *book);

/* The day that sales tax of a date is settled: by law, moved to an open day. */
dc_date dc_tax_day(const dc_book *book, dc_date date);

void dc_tail_tell(dc_tail *tail, const char *key, dc_word label, dc_tail_unit unit, double value,
                  dc_word source);

#endif
