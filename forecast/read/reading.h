/*
 * reading.h - a book while it is being read: rows as drafts, before the canonical order.
 *
 * Files are read in this order, so that each finds what it refers to:
 *
 *     book.yaml  customers  invoices  payments | as-of date, claims | bills  plan  actions  rates
 *
 * The whole file is checked before the as-of date is applied: what is wrong with a book does not
 * depend on the day it is looked at.  Then drafts become the columns of dc_book in canonical order.
 */
#ifndef DUECAST_READ_READING_H
#define DUECAST_READ_READING_H

#include "columns.h"
#include "drafts.h"
#include "duecast/book.h"
#include "duecast/yaml.h"
#include "texts.h"

typedef struct {
    const char   *id, *name, *segment, *country, *grade;
    const char   *seen_name, *seen_country; /* smallest of the invoices: one of many variants */
    const char   *credit_limit;             /* text: the book currency is not known yet */
    const char   *insured_limit;            /* likewise */
    dc_terms_cell terms;
    bool          related, used;
    double        provision;
    dc_contact    contact;
    uint32_t      line; /* of customers.csv; 0 when not there */
    dc_row        row;
    uint32_t      rank; /* final index, once sorted */
} customer_draft;

/* Of a table from short ids to customers. */
typedef struct {
    char     id[12];
    uint32_t next; /* behind the number of the customer; 0: the slot is free */
} customer_slot;

/* What payments.csv has done to a claim. */
typedef struct {
    dc_money left;        /* amount minus all events */
    dc_money written_off; /* and not recovered */
    dc_date  last_event;  /* recoveries aside */
} claim_account;

typedef struct {
    uint32_t claim;
    dc_date  date;
    dc_money amount;
    dc_date  maturity;
    uint8_t  kind;
    bool     first_of_row;
} event_draft;

/* The newest date used and the one before it, for the as-of date. */
typedef struct {
    dc_date     newest, next;
    const char *source; /* "invoices.csv: issued" */
} newest_date;

typedef struct {
    dc_book               *book;
    dc_arena              *arena; /* the book's */
    dc_texts              *texts;
    dc_issues             *issues;
    const dc_read_options *options;
    bool                   is_directory;
    bool                   unusable; /* something was found that stops the run at the end */
    bool company_broken; /* book.yaml has errors: what it may tell is not guessed aloud */

    dc_yaml    *yaml;          /* book.yaml; NULL: none, or not readable */
    dc_date     company_as_of; /* the day of its figures; DC_DATE_NONE: not told */
    const char *invoices_name, *format_name, *rates_name;
    const char *home_code;        /* from options or book.yaml; NULL: by the data */
    const char *company_code;     /* currency of book.yaml, whatever the options say; NULL: none */
    uint16_t    default_currency; /* of rows that name none */
    uint16_t    figures_currency; /* of the figures in book.yaml, while they are read */

    customer_draft *customers;
    const char   **customer_ids; /* of the same customers: every row is compared with one of them */
    size_t         customer_count, customer_capacity, customer_id_capacity;
    dc_map         customer_map;
    customer_slot *slots;
    size_t         slot_count; /* a power of two, or 0 */

    claim_drafts claims;
    bool         in_order;    /* invoice numbers grow from row to row: none stands twice */
    dc_map       invoice_map; /* by invoice: first draft of a chain of parts */
    uint32_t    *next_part;   /* of each draft the next of the same invoice, DC_MAP_NONE at the end;
                                 NULL without invoice_map */
    size_t       part_capacity;
    uint32_t    *final; /* of each draft its index in dc_claims, DC_MAP_NONE when left out; NULL
                           without payments */

    void          *spare; /* a column of 8 bytes for each claim that is free to use; NULL: none */
    claim_account *accounts; /* of each draft of the invoices; NULL without payments.csv */
    event_draft   *events;   /* of payments.csv, and of a journal */
    size_t         event_count, event_capacity;

    dc_table   *invoices; /* open until the claims are checked against the payments */
    size_t      invoices_file, payments_file;
    const char *issued_column, *entered_column; /* as the format calls them; NULL: none */
    const char *paid_column, *open_column, *due_column;
    size_t      file_capacity, reject_capacity;
    double      row_worth;   /* of the row read last; NaN: its amount cannot be read */
    char        row_code[4]; /* its currency; "": it names none */
    size_t      row_issue;   /* issues there were when that row had been read */
    size_t      undated;     /* events on an unknown day */
    size_t      bills_ahead; /* acceptance bills that mature after the as-of date */
    dc_date    *holidays;
    size_t      holiday_count, holiday_capacity;
} dc_reading;

/* reading.c: what every file needs */
char *dc_reading_path(const dc_reading *reading, const char *name); /* in the book; free() */
bool  dc_reading_has_file(const dc_reading *reading, const char *name);
/* Opens a file and adds its totals, but for its SHA-256; NULL after an issue, the book is then
 * unusable. */
dc_table *dc_reading_open(dc_reading *reading, const char *path, const char *shown_name,
                          size_t *file);
/* The same for a file of the book with its own columns bound; NULL also when there is none. */
dc_table *dc_reading_open_input(dc_reading *reading, dc_input input, const char *name,
                                size_t *file);
/* Reads the next row and counts it; rows with bad cells are rejected here.  `worth` is the text of
 * its amount inside the row struct, `currency` that of its currency; NULL for files without. */
bool dc_reading_next(dc_reading *reading, dc_table *table, size_t file, void *row,
                     const dc_raw_amount *worth, const char *const *currency);
/* The same for a piece of a file, which may have no rows. */
bool dc_reading_next_of_piece(dc_reading *reading, dc_table *table, size_t file, void *row,
                              const dc_raw_amount *worth, const char *const *currency);
void dc_reading_note_no_rows(const dc_reading *reading, size_t file); /* if there were none */
/* Counts a row as rejected and keeps it; its reason is the first problem added since
 * `first_issue`.  `worth` is NaN when it is not known. */
void dc_reading_reject(dc_reading *reading, const dc_table *table, size_t file, dc_row row,
                       size_t first_issue, double worth, uint16_t currency);
/* The same for the row read last, for its first problem since it was read. */
void   dc_reading_reject_row(dc_reading *reading, const dc_table *table, size_t file);
double dc_reading_worth(const dc_reading *reading, dc_money amount, uint16_t currency);
/* worth.c: hundredths of the text of an amount; NaN: not known. */
double dc_worth_of_text(const dc_raw_amount *raw, dc_number_style style);
/* Sums by currency while rows are read, "": that of rows that name none. */
void dc_worth_read(dc_file_totals *totals, const char *code, double worth);
void dc_worth_unread(dc_file_totals *totals, const char *code, double worth);
void dc_worth_reject(dc_file_totals *totals, const char *code, double worth);
void dc_worth_join(dc_file_totals *to, const dc_file_totals *from);
/* A currency as above: of rows that name it. */
const char *dc_worth_code(const dc_reading *reading, uint16_t currency);
/* The row read last, which names no currency, is in this one. */
void dc_worth_is_in(dc_reading *reading, size_t file, uint16_t currency);
/* What has a rate into the book currency; the others stay apart. */
void dc_worth_translate(dc_file_totals *totals, const dc_reading *reading);
/* Rows read, without the rejected, the later and the dropped ones, are used. */
void dc_reading_count_used(dc_reading *reading);

/* Adds the issue, of a node of book.yaml or a cell of the row read last, and is false. */
bool dc_reading_refuse(const dc_reading *reading, dc_yaml_node node, dc_issue_kind kind,
                       const char *a, const char *b, const char *c);
bool dc_reading_refuse_cell(const dc_reading *reading, const dc_table *table, const char *column,
                            dc_issue_kind kind, const char *text);

/* An amount of the row read last in a currency; false after an issue.  "" gives 0. */
bool dc_reading_money(dc_reading *reading, const dc_table *table, size_t file, const char *column,
                      dc_raw_amount raw, uint16_t currency, dc_money *out);
uint16_t dc_reading_currency(dc_reading *reading, const char *code); /* index; adds it when new */
int      dc_reading_decimals(const dc_reading *reading, uint16_t currency);
uint32_t dc_reading_customer(const dc_reading *reading, const char *id); /* or DC_MAP_NONE */
uint32_t dc_reading_add_customer(dc_reading *reading, const char *id);
void     dc_reading_note_date(newest_date *newest, dc_date date, const char *source);

/* Of problems of one kind in many rows the first three are told, then how many more there are. */
void dc_reading_tell_grouped(dc_issues *issues, const dc_issues *rows);

/* Makes dc_find_invoice work, and chains the parts of each invoice. */
void     dc_index_invoices(dc_reading *reading);
uint32_t dc_find_invoice(const dc_reading *reading, const char *invoice);
dc_row   dc_claim_row(const dc_reading *reading, const claim_draft *claim);
/* A claim that no row of the invoices tells. */
void dc_add_account_claim(dc_reading *reading, const claim_draft *draft);
/* Its identity; `again` for the second of two that collide. */
uint64_t dc_claim_entity(const char *customer, const char *invoice, const char *part, bool again);

/* one function per file or step, in the order they run */
void dc_read_company(dc_reading *reading); /* company.c: book.yaml but its money */
void dc_read_company_money(dc_reading *reading);
/* Leaves out the figures of book.yaml that belong to another day than the as-of date. */
void dc_read_leave_out_figures(dc_reading *reading);
/* Translates the figures of book.yaml where another book currency was asked for. */
void dc_read_translate_figures(dc_reading *reading); /* once the book currency is known */
void dc_read_calendar(dc_reading *reading);
void dc_read_customers(dc_reading *reading);
void dc_read_invoices(dc_reading *reading, const char *path, const char *shown_name);
void dc_read_payments(dc_reading *reading);
void dc_settle_claims(dc_reading *reading); /* `paid` and `open` against the events */
void dc_read_home_currency(dc_reading *reading);
/* The currency of book.yaml, or the book currency where it names none. */
uint16_t dc_read_company_currency(dc_reading *reading);
void     dc_read_as_of(dc_reading *reading);
void     dc_read_far_dates(const dc_reading *reading);
/* A warning where a date of a row lies far from the as-of date. */
void dc_read_far_date(const dc_reading *reading, const dc_table *table, dc_row row,
                      const char *column, dc_date date);
void dc_read_claims(dc_reading *reading); /* in canonical order */
/* Warns where customers leave the same share of their invoices unpaid for long. */
void dc_read_note_retentions(const dc_reading *reading);
/* Warns of customers whose names differ only in case or blanks: they count as several. */
void dc_read_note_alike(const dc_reading *reading);
/* The `count` drafts that are not rejected become the columns of the claims. */
void dc_fill_claims(dc_reading *reading, size_t count);
void dc_read_events(dc_reading *reading); /* after the claims; what is open */
void dc_read_rates(dc_reading *reading);
void dc_read_bills(dc_reading *reading);
/* late_interest.reference_rates of book.yaml. */
void dc_read_hedges(dc_reading *reading, dc_yaml_node node, dc_company *company);
void dc_read_check_hedges(dc_reading *reading); /* once the currencies of the book are known */
void dc_read_reference_rates(dc_reading *reading, dc_yaml_node node, dc_company *company);
/* pay_bills of book.yaml; suppliers and categories of all bills, 0: no bill is known. */
void dc_read_pay_rules(dc_reading *reading, const char *const *suppliers,
                       const char *const *categories, size_t count);
void dc_read_collection(dc_reading *reading, dc_collection *out); /* of book.yaml */
void dc_read_plan(dc_reading *reading);
void dc_read_check_plan(const dc_reading *reading); /* plan_parts.c; once there are rates */
void dc_read_actions(dc_reading *reading);
void dc_read_sort_currencies(dc_reading *reading);
void dc_read_totals(dc_reading *reading);
void dc_read_content_hash(dc_reading *reading);

void dc_book_add_up(dc_book *book); /* what is open into the totals of each currency, all 0 yet */

/* For qsort: -1, 0 or 1. */
static inline int dc_order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

#endif
