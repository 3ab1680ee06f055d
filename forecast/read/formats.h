/*
 * formats.h - layouts of invoice files that the program knows, one row of a table each.
 */
#ifndef DUECAST_READ_FORMATS_H
#define DUECAST_READ_FORMATS_H

#include "columns.h"

typedef struct {
    const char      *name, *about, *about_chinese;
    const char      *fingerprint; /* header names that must all be there, '|' between; "" any */
    const dc_column *columns;     /* into dc_invoice_row */
    size_t           count;
    unsigned         styles;     /* of dates; 0: learnt from the columns */
    const char      *currency;   /* of all amounts; "" when a column or the book tells */
    bool             number_ids; /* ids are numbers that lost zeros or went through a float */
    bool             computed;   /* amounts were computed: round surplus decimals, and count them */
    bool             item_rows;  /* an invoice stands in several rows, with the same totals */
    bool             journal;    /* bookings of all accounts; credits are matched by letters */
    int32_t          terms_days; /* of invoices where nothing tells terms; 0: they are refused */
    bool             no_id;      /* invoices have no number: it is made from the row's cells */
} dc_format;

/* Whether the header is that of a format other than the canonical one. */
bool dc_format_is_known(const dc_table *table);

/* What a copy of the canonical columns must be for the file at hand: in place of an amount there
 * may be a debit and a credit, or only what is open, and a currency may be that of other amounts.
 * Notes say so. */
void dc_format_fit(dc_column *columns, size_t *count, dc_table *table, dc_issues *issues);

/* Whether the column of customers holds a few accounts with many names behind each of them. */
bool dc_fit_are_accounts(dc_table *table, const dc_column *customer, const dc_column *name);

/* Whether what is open is so often more than the amount that it is a balance of all rows so far. */
bool dc_fit_is_running(dc_table *table, const dc_column *open, const dc_column *amount);

/* By name; "auto" gives the first whose fingerprint fits.  NULL after an issue: unknown name. */
const dc_format *dc_format_find(const char *name, const dc_table *table, dc_issues *issues);

/* Name of the column that fills the place `offset` of a row, for messages; NULL: none. */
const char *dc_format_column(const dc_format *format, size_t offset);

#endif
