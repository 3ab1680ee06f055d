/*
 * columns.h - the columns of each input file, and the row each is read into.
 *
 * The tables of columns.c drive the reader, docs/INPUTS.md and `duecast formats canonical`.
 * Import formats (formats.c) fill the same rows from other column names.
 */
#ifndef DUECAST_READ_COLUMNS_H
#define DUECAST_READ_COLUMNS_H

#include "duecast/book.h"
#include "duecast/table.h"

typedef struct {
    const char   *invoice, *part, *customer, *customer_name, *country, *segment;
    const char   *currency, *kind, *blocks, *description;
    const char   *status;                 /* of the document in a program that keeps voided ones */
    const char   *account, *account_name; /* of the ledger: who owes it where customer is empty */
    const char   *booking;                /* what rows of a journal are matched by, see letters.h */
    const char   *side;                   /* "", debit or credit: where amounts have no sign */
    const char   *factor[DC_COLUMN_FACTORS_MAX]; /* columns that book.yaml names */
    dc_date       issued, due, entered, delivered, received, paid;
    dc_raw_amount amount, tax, open, disputed_amount;
    dc_raw_amount debit, credit; /* in place of the amount */
    dc_terms_cell terms;
    int32_t       days_to_pay; /* paid = issued + this; DC_INT_NONE when not told */
    int32_t       is_open;     /* 0: settled on an unknown day; DC_INT_NONE when not told */
    bool          disputed;
} dc_invoice_row;

typedef struct {
    const char   *invoice, *part, *customer, *currency, *kind;
    dc_date       date, maturity;
    dc_raw_amount amount;
} dc_payment_row;

typedef struct {
    const char   *customer, *name, *segment, *country, *address, *contact, *phone, *email;
    const char   *language, *grade, *late_clause, *type;
    dc_raw_amount credit_limit, insured_limit, annual_sales;
    dc_terms_cell terms;
    bool          related;
    double        provision;
} dc_customer_row;

typedef struct {
    const char   *bill, *supplier, *currency, *category;
    dc_date       issued, due, paid;
    dc_raw_amount amount;
} dc_bill_row;

typedef struct {
    const char   *line, *month, *currency, *customer, *segment, *every, *law;
    dc_date       date, until;
    dc_raw_amount amount;
    double        uncertainty; /* below 0 when not told */
    double        vat, of_sales;
    int32_t       delay; /* DC_INT_NONE when not told */
} dc_plan_row;

typedef struct {
    const char   *customer, *action, *invoice, *result;
    dc_date       date, promised;
    dc_raw_amount cost;
} dc_action_row;

typedef struct {
    dc_date     date;
    const char *currency, *kind;
    dc_rate     rate;
} dc_rate_row;

typedef struct {
    dc_date date;
} dc_holiday_row;

typedef enum {
    DC_INPUT_INVOICES,
    DC_INPUT_PAYMENTS,
    DC_INPUT_CUSTOMERS,
    DC_INPUT_BILLS,
    DC_INPUT_PLAN,
    DC_INPUT_ACTIONS,
    DC_INPUT_RATES,
    DC_INPUT_HOLIDAYS,
    DC_INPUT_COUNT
} dc_input;

typedef struct {
    const char      *file; /* name in a book */
    const char      *about;
    const dc_column *columns;
    size_t           count, row_size;
    const void      *blank; /* row of empty cells, where zeros would say something; or NULL */
} dc_input_file;

const dc_input_file *dc_input_file_of(dc_input input);

/* Reads a word of a fixed list, case ignored, "" as the first; false after an issue at the column
 * of the table's last row.  `words` is "invoice|credit|unapplied"; *index is its position. */
bool dc_read_choice(const dc_table *table, const char *column, const char *text, const char *words,
                    size_t *index, dc_issues *issues);

#endif
