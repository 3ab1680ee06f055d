/*
 * table.h - a CSV file as declared columns: typed cells, every bad one an issue.
 *
 * One reader serves every file.  A column is a row of a table: the names it may have in the header
 * (compared without case, blanks and punctuation), its type, whether it must be there, and where
 * its value goes in the caller's row struct.  A row with a bad cell is told apart from a good one
 * but still filled as far as it goes, so that the caller can count its worth; reading goes on.
 *
 *     dc_table_open(&table, path, "invoices.csv", issues);
 *     dc_table_bind(table, columns, count, sizeof row, 0, issues);
 *     while ((state = dc_table_next(table, texts, &row, issues)) != DC_ROW_END)
 *         ...
 *
 * Understood: UTF-8 with or without BOM, LF and CRLF, quoted fields with newlines, delimiters
 * comma, semicolon, tab and bar (found from the header line), decimal point or comma.
 */
#ifndef DUECAST_TABLE_H
#define DUECAST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/arena.h"
#include "duecast/date.h"
#include "duecast/issues.h"
#include "duecast/money.h"
#include "duecast/status.h"

typedef enum {
    DC_FIELD_TEXT,     /* const char *, kept once, trimmed; "" when empty */
    DC_FIELD_DATE,     /* dc_date; DC_DATE_NONE when empty */
    DC_FIELD_MONEY,    /* dc_raw_amount: text, until the row's currency is known */
    DC_FIELD_RATE,     /* dc_rate; mantissa 0 when empty */
    DC_FIELD_INT,      /* int32_t; DC_INT_NONE when empty */
    DC_FIELD_SHARE,    /* double, 0 or more; "15%" or "0.15"; 0 when empty */
    DC_FIELD_BOOL,     /* bool; yes no true false 1 0 y n; false when empty */
    DC_FIELD_TERMS,    /* dc_terms_cell */
    DC_FIELD_CURRENCY, /* const char *, an ISO 4217 code in capitals; "" when empty */
    DC_FIELD_NAME,     /* const char *, trimmed, valid until the next row is read; "" when empty */
    DC_FIELD_COUNT
} dc_field;

#define DC_INT_NONE INT32_MIN

/* The text of an amount; it is valid until the next row is read. */
typedef struct {
    const char *text; /* "" when empty */
} dc_raw_amount;

typedef struct {
    bool        set;
    dc_terms    terms;
    const char *unread; /* what is not understood in a lenient column; NULL: nothing */
} dc_terms_cell;

typedef struct {
    const char *name; /* canonical: "invoice" */
    dc_field    type;
    bool        required; /* column must exist, and no cell may be empty */
    size_t      offset;   /* into the row struct */
    const char *about;    /* one line for docs/INPUTS.md */
    const char *aliases;  /* other names in the header, "" none: "invoice number|invoice no" */
    bool        grouped;  /* a heading above its rows may tell it in place of a cell */
    bool        numbered; /* number of an invoice: only where it is are totals and headings */
    bool        lenient;  /* terms that are not understood are no bad cell: the caller judges */
    const char *only;     /* cells of the rows meant begin with one of these; NULL: all are */
} dc_column;

/* Where a row stands in its file. */
typedef struct {
    size_t   offset, length; /* bytes of the row, without its line end */
    uint32_t line;           /* physical line of its first byte, 1-based */
    bool     unclosed;       /* a quote was opened and never closed: the row ends with its line */
    bool     literal;        /* its quotes are text: they do not close, between tabs or bars */
} dc_row;

typedef enum { DC_ROW_END, DC_ROW_GOOD, DC_ROW_BAD } dc_row_state;

typedef struct dc_table dc_table;
typedef struct dc_texts dc_texts; /* keeps every text once, see forecast/read/texts.h */

/* Reads the file and its header line. DC_ERR_INPUT after an issue. */
dc_status dc_table_open(dc_table **out, const char *path, const char *shown_name,
                        dc_issues *issues);
void      dc_table_close(dc_table *table); /* accepts NULL */

bool dc_table_has(const dc_table *table, const char *name);

/* Whether a column is in the header by any of its names, and which heading it is; "" none. */
bool        dc_table_has_column(const dc_table *table, const dc_column *column);
bool        dc_table_same_name(const char *a, const char *b); /* but for case and punctuation */
const char *dc_table_heading(const dc_table *table, const dc_column *column);

/* Finds the columns, then goes through all rows once to learn how dates and amounts are written.
 * `styles` is a set of dc_date_style; 0: learnt per column.  DC_ERR_INPUT after issues: a required
 * column is missing (one issue names them all), one stands twice, or dates can be read two ways;
 * then what else is wrong with its cells has been told, too. */
dc_status dc_table_bind(dc_table *table, const dc_column *columns, size_t count, size_t row_size,
                        unsigned styles, dc_issues *issues);

/* Goes to the line that has these columns, where titles stand above it; told by a note.  Without
 * such a line to the one that has most of them. */
void dc_table_find_header(dc_table *table, const dc_column *columns, size_t count,
                          dc_issues *issues);

/* A note for each column; and one for the lines that were headings of groups and totals, once all
 * rows are read. */
void dc_table_note_unused(const dc_table *table, dc_issues *issues);
void dc_table_note_apart(const dc_table *table, dc_issues *issues);
bool dc_table_is_grouped(const dc_table *table); /* rows depend on headings above them */
bool dc_table_is_bound(const dc_table *table);   /* dc_table_bind was called and returned DC_OK */

/* Tells what is wrong with the cells of all rows of a table that nobody will read. */
void dc_table_check_cells(dc_table *table, dc_issues *issues);

/* What a row struct holds before its cells are read, for members without a column; NULL: zeros.
 * Kept by reference. */
void dc_table_set_blank(dc_table *table, const void *blank_row);

/* Fills the row struct; DC_ROW_BAD after one issue for every bad cell. */
dc_row_state dc_table_next(dc_table *table, dc_texts *texts, void *row, dc_issues *issues);

dc_row          dc_table_row(const dc_table *table); /* the row read last */
uint32_t        dc_table_header_line(const dc_table *table);
dc_number_style dc_table_numbers(const dc_table *table); /* how amounts are written */
/* What is wrong with a text that is no amount: only its decimal sign, or all of it. */
dc_issue_kind dc_table_bad_amount(const dc_table *table, const char *text);
const char   *dc_table_name(const dc_table *table);
size_t        dc_table_size(const dc_table *table); /* bytes */
void          dc_table_digest(const dc_table *table, char out[65]);
int           dc_table_compare_bytes(const dc_table *table, dc_row a, dc_row b);
uint64_t      dc_table_row_hash(const dc_table *table, dc_row row);
char         *dc_table_row_text(const dc_table *table, dc_row row, dc_arena *arena);

/* Name of a bound column as the header has it, for messages. */
const char *dc_table_label(const dc_table *table, const char *column);

/* Adds an issue at a bound column of a row (by its canonical name; NULL: the whole row).  The
 * arguments may be NULL from the first missing one on. */
void dc_table_issue(const dc_table *table, dc_row row, const char *column, dc_issues *issues,
                    dc_issue_kind kind, const char *a, const char *b, const char *c);

#endif
