/*
 * plan_notes.h - what is odd about a plan that can be read all the same.
 */
#ifndef DC_READ_PLAN_NOTES_H
#define DC_READ_PLAN_NOTES_H

#include "reading.h"

/* Names; length count. */
typedef struct {
    const char **names;
    size_t       count, capacity;
} dc_plan_names;

/* What is said once for the whole plan, gathered from its rows. */
typedef struct {
    dc_plan_names lines;    /* of other names, already noted */
    dc_plan_names segments; /* that invoices are of, and those already noted */
    size_t        past;     /* rows that end by the as-of date; the first of them: */
    const char   *past_line;
    dc_date       past_day;
    uint32_t      past_row;
    size_t        singles; /* rows of sales of one day, and the last such day */
    dc_date       last_single;
    uint32_t      second_single; /* its row: the first has a note of its own */
} dc_plan_notes;

void dc_plan_notes_start(dc_plan_notes *notes, const dc_book *book);

/* Of a row that can be used. */
void dc_plan_note_row(dc_plan_notes *notes, const dc_reading *reading, const dc_table *table,
                      const dc_plan_row *row, const dc_plan_line *line, bool repeats);

/* What the plan as a whole leaves to say; frees what the notes hold. */
void dc_plan_note_all(dc_plan_notes *notes, const dc_reading *reading, const char *file);

#endif
