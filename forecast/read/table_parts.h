/*
 * table_parts.h - the inside of a table, shared by table.c, table_cells.c and table_styles.c.
 */
#ifndef DUECAST_READ_TABLE_PARTS_H
#define DUECAST_READ_TABLE_PARTS_H

#include "csv_file.h"
#include "duecast/table.h"

enum { DC_NO_FIELD = -1 };

struct dc_table {
    csv_file        *file;
    dc_row           header_row;
    size_t           header_count;
    char           **header;     /* length header_count, as in the file */
    char           **normalised; /* length header_count */
    const dc_column *columns;
    size_t           column_count, row_size;
    const void      *blank;  /* row struct before its cells are read, or NULL */
    int32_t         *field;  /* length column_count: index into header or DC_NO_FIELD */
    unsigned        *styles; /* length column_count: date styles allowed */
    dc_number_style  numbers;
    dc_row           row; /* read last */
};

/* The cell of a bound column in the row at hand, "" when the file has no such column. */
const char *dc_table_cell(const dc_table *table, size_t column);

/* Learns date styles and the number style from all rows. */
dc_status dc_table_learn_styles(dc_table *table, unsigned declared, dc_issues *issues);

/* Amounts are read once their currency is known; those of a row that is bad anyway are looked at
 * here, so that no problem of it waits for the next run. */
void dc_table_check_amounts(const dc_table *table, dc_issues *issues);

/* Reads one cell into its place in the row struct; false after an issue. */
bool dc_table_read_cell(const dc_table *table, size_t column, dc_texts *texts, void *row,
                        dc_issues *issues);

#endif
