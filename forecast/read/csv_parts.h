/*
 * csv_parts.h - the inside of a CSV file, shared by csv_file.c and csv_pieces.c.
 */
#ifndef DUECAST_READ_CSV_PARTS_H
#define DUECAST_READ_CSV_PARTS_H

#include <csv.h>

#include "csv_file.h"
#include "text_file.h"

struct csv_file {
    text_file         text; /* of a piece: all zero */
    const char       *bytes;
    char             *name;
    size_t            size;
    char              delimiter;
    size_t            lines_from; /* from here on an unclosed quote was met: rows are lines */
    size_t            at, end;    /* reading position, and how far to read */
    uint32_t          line;       /* line of that position */
    struct csv_parser parser;
    char             *cell_bytes; /* the cells of the current row, each 0-terminated */
    size_t            cell_bytes_used, cell_bytes_capacity;
    size_t           *cell_start;
    size_t            cell_count, cell_capacity;
};

/* Position behind the line end that stands at `at`, if one does. */
size_t dc_csv_behind_line(const csv_file *file, size_t at);

#endif
