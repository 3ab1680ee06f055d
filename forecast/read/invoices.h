/*
 * invoices.h - from a row of invoices to the draft of a claim.
 */
#ifndef DUECAST_READ_INVOICES_H
#define DUECAST_READ_INVOICES_H

#include "formats.h"
#include "reading.h"

/* How often each of many keys was met. */
typedef struct {
    uint32_t *count;
    size_t    used, capacity;
} key_counts;

/* What is told once for the whole file. */
typedef struct {
    double      worth_duplicate; /* hundredths */
    size_t      below_zero;      /* credits and payments that were written so */
    size_t      due_assumed;     /* invoices due by the terms of the format */
    size_t      terms_ignored;   /* rows whose terms are not understood, but the due date is */
    dc_row      terms_row;       /* the first of them, */
    const char *terms_unread;    /* and what stands there */
} row_counts;

typedef struct {
    dc_reading       *reading;
    const dc_reading *known; /* customers that were known before the invoices */
    const dc_format  *format;
    dc_table         *table;
    size_t            file;
    dc_map            cells, bytes; /* rows without a number: by their cells, by their bytes */
    key_counts        cell_counts, byte_counts;
    row_counts        counts;
    size_t            items; /* rows that repeat an invoice for another item of it */
} invoice_reader;

/* Fills the draft; false after an issue: the row cannot be used. */
bool dc_make_claim_draft(invoice_reader *reader, dc_invoice_row *row, claim_draft *draft);

/* Reads all rows into drafts, in the order of the file, by as many threads as there are; the totals
 * of the file with them.  False after issues: the file cannot be used. */
bool dc_read_invoice_rows(invoice_reader *reader);

/* Takes drafts of documents that are no claims out again. */
void dc_leave_out_void(invoice_reader *reader);

/* Where as many or more credits and payments are written below 0, those above are no credits: a
 * payment that came back, a refund.  They are owed while they are open.  An issue tells. */
void dc_turn_back(invoice_reader *reader);

/* Takes the credits of a journal for what became of its invoices, see letters.h. */
void dc_match_letters(invoice_reader *reader);

/* An issue tells of rows that were no rows of their own. */
void dc_leave_out_row(invoice_reader *reader, const claim_draft *draft);

/* Of rows with one number one is used: refuses the others, or leaves them out. */
void dc_refuse_duplicates(invoice_reader *reader);

#endif
