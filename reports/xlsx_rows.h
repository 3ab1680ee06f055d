/*
 * xlsx_rows.h - long tables, written and compressed as they are made, beside the workbook library.
 *
 * The library keeps every cell, writes each sheet to a temporary file and compresses that with
 * care; for tables of ten thousand rows this is most of the time a report takes.  So the library is
 * given a table's first rows and its last one, which tell it how large the sheet is and how cells
 * look, and the rows between are put in when the file is finished.
 */
#ifndef DUECAST_REPORTS_XLSX_ROWS_H
#define DUECAST_REPORTS_XLSX_ROWS_H

#include "xlsx.h"

typedef struct xlsx_rows xlsx_rows;

/* Rows of one sheet, ascending; the next lie in the same list. */
xlsx_rows *xlsx_rows_begin(xlsx *x, const lxw_worksheet *sheet);
void       xlsx_rows_put(xlsx_rows *rows, uint32_t row, const grid_cell *cells, size_t count);
void       xlsx_rows_end(xlsx_rows *rows);
void       xlsx_rows_free(xlsx_rows *list); /* all of them; accepts NULL */

/* Whether a text begins as a sign that XML has none for is written, "_x0041_": such a text, taken
 * literally, is written with its "_" as "_x005F_". */
bool xlsx_is_escape(const char *text);

/* The book at `from` becomes the one at `to`, with the rows before the last of their sheets.
 * False, with errno, where either cannot be read or written. */
bool xlsx_rows_insert(const xlsx_rows *list, const char *from, const char *to);

/* What is left of the first pass is beside the second. */
char *xlsx_rows_name(const char *to); /* the caller frees it */

#endif
