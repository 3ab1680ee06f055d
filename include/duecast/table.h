/*
 * table.h - a CSV file as declared columns: typed cells, every bad one an issue.
 *
 * One reader serves every file.  A column is a row of a table: the names it may have in the header
 * (compared without case, blanks and punctuation), its type, whether it must be there, and where
 * its value goes in the caller's row struct.  A row with a bad cell is rejected whole, kept with
 * its reason, and counted; reading goes on.
 *
 * Understood: UTF-8 with or without BOM, LF and CRLF, quoted fields with newlines, delimiters
 * comma, semicolon, tab and bar (found from the header line).  Tokens come from libcsv.
 */
#ifndef DUECAST_TABLE_H
#define DUECAST_TABLE_H

#include "duecast/book.h"

typedef enum {
    DC_FIELD_TEXT,  /* const char * in the arena, trimmed; "" when empty */
    DC_FIELD_DATE,  /* dc_date; DC_DATE_NONE when empty */
    DC_FIELD_MONEY, /* dc_raw_amount: the text is kept until the row's currency is known */
    DC_FIELD_RATE,  /* dc_rate */
    DC_FIELD_INT,   /* int32_t */
    DC_FIELD_SHARE, /* double; "15%" or "0.15" */
    DC_FIELD_BOOL,  /* bool; yes no true false 1 0 y n */
    DC_FIELD_TERMS, /* dc_terms_cell */
    DC_FIELD_COUNT
} dc_field;

typedef struct { const char *text; } dc_raw_amount; /* "" when empty */
typedef struct { bool set; dc_terms terms; } dc_terms_cell;

typedef struct {
    const char *names;    /* "invoice|invoice number|invoicenumber": first is canonical */
    dc_field    type;
    bool        required; /* column must exist, and no cell may be empty */
    size_t      offset;   /* into the row struct */
    const char *about;    /* one line for docs/INPUTS.md */
} dc_column;

#endif
