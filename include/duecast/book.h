/*
 * book.h - what was read: the company, its customers, claims and payments, rates and plan.
 *
 * A book is a directory (product of an export) or one CSV of invoices.  The unit is the claim:
 * (invoice, part) with its own due date, amount, currency and events.  After reading, everything
 * is in canonical order - claims by (customer id, issued, invoice, part), events by (claim, date) -
 * so that the order of rows in the files cannot matter; ids are compared as bytes.
 *
 * The as-of date is the last day of known facts: it comes from the options, else from book.yaml,
 * else it is the newest issue, entry or payment date used.  Rows later than the as-of date are
 * counted and left out: the book says what was known at the close of that day.
 *
 * Signs: an invoice is positive, a credit note negative, unapplied cash negative.  Per currency
 *     ledger = receivables + unapplied,   receivables = debit claims + credit notes.
 *
 * Everything in the struct lives in the book's arena and is read-only for all later stages.
 */
#ifndef DUECAST_BOOK_H
#define DUECAST_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/ageing.h"
#include "duecast/arena.h"
#include "duecast/collection.h"
#include "duecast/date.h"
#include "duecast/issues.h"
#include "duecast/late_interest.h"
#include "duecast/money.h"
#include "duecast/plan_line.h"
#include "duecast/status.h"
#include "duecast/tail_told.h"

enum {
    DC_CURRENCIES_MAX = 64,
    DC_CUSTOMERS_MAX = 1 << 22,
    DC_CLAIMS_MAX = 1 << 26,
    DC_COLUMN_FACTORS_MAX = 4, /* columns of one's own that may tell how fast claims are paid */
    DC_NONE = -1               /* no row: an unknown index */
};

typedef enum { DC_CLAIM_INVOICE, DC_CLAIM_CREDIT, DC_CLAIM_UNAPPLIED } dc_claim_kind;

/* What happened to a claim.  Payment and bill are cash (kind "bill": an acceptance bill received,
 * cash at its maturity, which is not forecast yet); credit, write-off and discount reduce the claim
 * without cash.  Sold
 * (to a factor, for good): it leaves the ledger, and the customer owes another. */
typedef enum {
    DC_EVENT_PAYMENT,
    DC_EVENT_CREDIT,
    DC_EVENT_WRITE_OFF,
    DC_EVENT_RECOVERY,
    DC_EVENT_DISCOUNT,
    DC_EVENT_BILL,
    DC_EVENT_SOLD,
    DC_EVENT_KIND_COUNT
} dc_event_kind;

static inline bool dc_event_has_maturity(int kind) /* a day on which the customer's money comes */
{
    return kind == DC_EVENT_BILL || kind == DC_EVENT_SOLD;
}

/* What a customer pays a claim with. */
static inline bool dc_event_is_payment(int kind)
{
    return kind == DC_EVENT_PAYMENT || kind == DC_EVENT_BILL;
}

/* What brings cash, what comes back of write-offs included. */
static inline bool dc_event_is_receipt(int kind)
{
    return dc_event_is_payment(kind) || kind == DC_EVENT_RECOVERY;
}

/* Whom letters go to, as in customers.csv; "" unknown. */
typedef struct {
    const char *address, *contact, *phone, *email;
    const char *language;    /* "en", "zh" ... as written */
    const char *late_clause; /* agreed with this customer */
    dc_party    party;       /* how large it is, by its type */
} dc_contact;

typedef struct {
    size_t       count;
    const char **id;      /* as in the file; increasing */
    const char **name;    /* the id where no name is known */
    const char **segment; /* "" unknown; likewise below */
    const char **country;
    const char **grade;
    bool        *related;   /* a related party */
    double      *provision; /* specific allowance: share of what it owes, 0..1; 0: by the ageing */
    bool        *has_terms;
    dc_terms    *terms;
    int64_t     *credit_limit, *insured_limit; /* minor units of the book currency; -1 none */
    dc_contact  *contact;
} dc_customers;

typedef struct {
    size_t       count;
    const char **invoice;
    const char **parts; /* NULL: no claim has one */
    uint64_t
        *entity; /* stable identity (dc_identity of "claim", customer, invoice, part), unique */
    uint32_t    *customer; /* index into customers */
    uint16_t    *currency; /* index into currencies */
    uint8_t     *kind;     /* dc_claim_kind */
    bool        *disputed;
    dc_money    *disputed_part; /* of the amount, where the rest of it is paid as usual; else 0 */
    const char **segments;      /* of the row, else the customer's; NULL: no claim has one */
    const char **factor[DC_COLUMN_FACTORS_MAX]; /* of company.factor; NULL beyond factor_count */
    dc_date     *issued;
    dc_date     *due;     /* >= issued, but for exports that say otherwise (a warning) */
    dc_date     *entered; /* first day it was on the books: >= issued; = issued when not told */
    dc_date
        *closed; /* day the open amount became zero, on or before as-of; DC_DATE_NONE while open */
    dc_date  *delivered, *received; /* by the customer, the goods and the invoice; DC_DATE_NONE not
                                    * told; NULL: no claim has one */
    dc_money *amount;               /* as invoiced, signed, tax included */
    dc_money *tax;                  /* part of amount that is tax; 0 when not told */
    dc_money *open;                 /* at the close of the as-of date, signed; 0 when settled */
    uint32_t *
        /* count + 1 entries: events of claim i are first_event[i] .. first_event[i+1] - 1 */
              first_event;
    uint32_t *line; /* physical line of the invoices file; 0 for a claim made from payments.csv */
} dc_claims;

/* "" where the files tell none. */
static inline const char *dc_claim_part(const dc_claims *claims, size_t claim)
{
    return claims->parts ? claims->parts[claim] : "";
}

/* The first claim of the customer, or of one behind it: claims stand by customer. */
size_t dc_claims_from(const dc_claims *claims, uint32_t customer);

static inline const char *dc_claim_segment(const dc_claims *claims, size_t claim)
{
    return claims->segments ? claims->segments[claim] : "";
}

/* DC_DATE_NONE where the files tell none. */
static inline dc_date dc_claim_delivered(const dc_claims *claims, size_t claim)
{
    return claims->delivered ? claims->delivered[claim] : DC_DATE_NONE;
}

static inline dc_date dc_claim_received(const dc_claims *claims, size_t claim)
{
    return claims->received ? claims->received[claim] : DC_DATE_NONE;
}

typedef struct {
    size_t    count;
    uint32_t *claim;
    dc_date  *date;   /* <= as-of */
    dc_money *amount; /* same sign as the claim's amount: what it settles */
    uint8_t  *kind;   /* dc_event_kind */
    bool    *undated; /* the file tells no day: date is the as-of date, nothing is learnt from it */
    dc_date *maturity; /* of a bill, and of what was sold: the customer pays the buyer then */
} dc_events;

typedef struct {
    char     code[4]; /* ISO 4217, or XXX */
    int      decimals;
    bool     has_rate; /* false: no rate on or before as-of: kept out of translated totals */
    dc_rate  rate;     /* book currency per 1 unit, latest on or before as-of */
    dc_date  rate_date;
    size_t   claim_count;
    dc_money receivables; /* debit claims + credit notes open at as-of, document currency */
    dc_money credits;     /* of it: open credit notes (<= 0) */
    dc_money unapplied;   /* (<= 0) */
} dc_currency;

/* The rates of a currency by day, oldest first, none after the as-of date; empty for the book
 * currency, and where nothing but the rate of the as-of date is known. */
typedef struct {
    size_t   count;
    dc_date *date;
    dc_rate *rate; /* book currency per 1 unit */
} dc_rate_history;

/* Open supplier bills. */
typedef struct {
    size_t       count;
    const char **bill;
    const char **supplier;
    const char **category; /* "" unknown */
    uint16_t    *currency;
    dc_date     *issued, *due, *paid;
    dc_money    *amount;
} dc_bills;

/* When bills are paid.  Of the rules that fit a bill the one that names its supplier counts, else
 * the one that names its category, else the one that names neither; of equals the first. */
typedef struct {
    const char *supplier, *category; /* "" any */
    uint8_t     weekdays;            /* pay runs: bit 0 Monday ... bit 6 Sunday */
    uint32_t    month_days;          /* bit d: the d-th, or the last day of a shorter month */
    int32_t     stretch_days;        /* paid so many days after the due day, 0 or more */
    double      discount;            /* share taken off when paid within discount_days of issue */
    int32_t     discount_days;
} dc_pay_rule;

typedef enum {
    DC_ACTION_REMINDER,
    DC_ACTION_CALL,
    DC_ACTION_NOTICE,
    DC_ACTION_THIRD_PARTY,
    DC_ACTION_LEGAL,
    DC_ACTION_PLAN,
    DC_ACTION_PROMISE,
    DC_ACTION_KIND_COUNT
} dc_action_kind;

/* The collection record, by customer, invoice, date, kind and day promised: what was done about a
 * whole customer stands before what was done about one of its invoices. */
typedef struct {
    size_t       count;
    uint32_t    *customer;
    const char **invoice;  /* "": all the customer owed that was due by then */
    dc_date     *date;     /* <= as-of */
    dc_date     *promised; /* DC_DATE_NONE: no day was named */
    uint8_t     *kind;     /* dc_action_kind */
} dc_actions;

/* book.yaml.  A figure that was not given has known == false: reports say "n/a: add ... to
 * book.yaml". */
typedef struct {
    bool     known;
    dc_money value;        /* book currency */
    bool     of_other_day; /* given, but for another day than as-of: not known then */
} dc_figure;

typedef struct {
    const char  *name, *address, *contact, *bank, *country;
    dc_figure    cash, restricted_cash, minimum_cash, line_limit, line_drawn, inventory, payables;
    dc_figure    control_receivables, control_payables, control_allowance, control_cash;
    dc_figure    other_receivables, other_payables; /* operating, beside customers and suppliers */
    dc_figure    cost_of_sales, purchases;          /* of the 12 months to the as-of date */
    dc_figure    vat_owed;                          /* on the as-of date, all periods; any sign */
    dc_tail_told tail;
    double       line_rate;    /* a year, 0.07 = 7 %; < 0 unknown */
    double       gross_margin; /* share of sales, < 0 unknown */
    double       tax_rate;     /* < 0 unknown */
    bool         has_default_terms;
    dc_terms     default_terms;
    const char  *allowance_method;       /* "matrix", "model" or "none"; "model" when not told */
    dc_ageing_edges ageing_edges;        /* DC_BUCKETS - 2 of them; none: DC_AGEING_EDGES_INIT */
    bool            has_allowance_rates; /* by hand; they stand in for the matrix */
    double          allowance_rates[DC_BUCKETS]; /* by ageing bucket, 0..1 */
    double          loss_adjustment; /* of the matrix: 0.1 makes rates a tenth larger; >= -1 */
    double          effective_rate;  /* a year, at which expected losses are discounted; 0: not */
    const char     *vat_relief; /* "yes": the tax in a lost claim comes back; "no" when not told */
    const char     *age_bands;  /* "none" or "china" */
    const char     *receivables_at; /* "price" or "cost": what they tie up; "price" when not told */
    const char     *days_in_year;   /* "365" or "360", in days of 12 months' sales or cost */
    const char     *calendar;       /* "none", "weekends", "target" or a file of holidays */
    const char     *late_payment_clause;
    const char     *signatory; /* of formal letters; "" unknown */
    const char     *size;      /* "sme" or "large"; "" unknown: some laws protect the small */
    const char     *late_law;  /* key of dc_late_law, or "none"; "": by the country */
    double          late_rate; /* agreed interest on late payment, a year; < 0: the law's */
    size_t          reference_rate_count;
    dc_reference_rate *reference_rates; /* of book.yaml; they win over those that are shipped */
    size_t             pay_rule_count;
    dc_pay_rule       *pay_rules; /* without any: on the due day, or the next open one */
    size_t        factor_count;   /* columns of the invoices that may tell how fast they are paid */
    const char   *factor[DC_COLUMN_FACTORS_MAX];
    dc_collection collection;
    bool control_left_out; /* control totals were given in another currency than asked for */
    bool figures_left_out; /* figures were given for another day than as-of: none is known */
} dc_company;

/* Those of the company, or the usual ones. */
const dc_ageing_edges *dc_company_edges(const dc_company *company);

/* Sums of |amount| in one currency, major units. */
typedef struct {
    char   code[4];
    double read, rejected;
} dc_worth;

/* Counts and worth of one input file, for "read, used, rejected". */
typedef struct {
    const char *file;   /* name as the user would find it */
    const char *format; /* name of the recognised format */
    char        sha256[65];
    size_t      bytes;
    size_t      rows_read, rows_used, rows_rejected, rows_later; /* later: after the as-of date */
    size_t      rows_duplicate;             /* byte-equal rows, used unless drop_duplicates */
    size_t      rows_dropped;               /* duplicates left out: 0 unless drop_duplicates */
    double      worth_read, worth_rejected; /* sum of |amount|, major units of the book currency */
    size_t      worth_count;                /* beside them currencies without a rate, by code */
    dc_worth    worth[DC_CURRENCIES_MAX];
    size_t      rows_worth_unknown; /* rejected rows whose amount cannot be read: worth 0 above */
    size_t      rounded;            /* amounts with surplus decimals, rounded */
} dc_file_totals;

typedef struct { /* a row that could not be used */
    const char *file;
    uint32_t    line;
    const char *reason[DC_LANGUAGE_COUNT]; /* message of its first error */
    const char *text;                      /* the row as it stands in the file */
} dc_reject;

typedef struct dc_book {
    dc_arena   *arena;
    const char *path; /* as the user gave it */
    dc_date     as_of;
    const char *as_of_source; /* "--as-of", "book.yaml" or the file and column it came from */
    uint16_t    home;         /* index of the book currency */
    uint16_t    own;          /* of that book.yaml is kept in: another where --currency asks so */
    size_t      currency_count;
    dc_currency
        currencies[DC_CURRENCIES_MAX]; /* [home] first among equals: index by claims.currency */
    dc_rate_history rates[DC_CURRENCIES_MAX], rates_ahead[DC_CURRENCIES_MAX]; /* by currency */
    dc_company      company;
    dc_customers    customers;
    dc_claims       claims;
    dc_events       events;
    dc_bills        bills;
    size_t          plan_count;
    dc_plan_line   *plan;
    const struct dc_plan_changes *changes; /* by a policy; NULL: the book as it is told */
    dc_actions                    actions;
    size_t                        file_count;
    dc_file_totals               *files;
    size_t                        reject_count;
    dc_reject                    *rejects;
    const dc_calendar            *calendar; /* NULL: every day is open */
    bool has_history;        /* at least one claim was settled by a payment on or before as-of */
    char content_sha256[65]; /* of the canonical content: row order and file names do not matter */
} dc_book;

typedef struct {
    dc_date     as_of;      /* DC_DATE_NONE: from the book or the data */
    const char *format;     /* "auto" or a name of dc_formats */
    const char *currency;   /* book currency; NULL: from book.yaml, else the data's, else XXX */
    const char *rates_file; /* NULL: BOOK/rates.csv when it is there */
    bool        drop_duplicates; /* leave out byte-equal rows */
    bool        strict;          /* any error makes the input unusable */
    size_t      piece_bytes;     /* a thread reads at a time; 0: what suits, with the same result */
} dc_read_options;

#define DC_READ_OPTIONS_INIT ((dc_read_options){.as_of = DC_DATE_NONE, .format = "auto"})

/* Reads a book; DC_OK even with rejected rows (see issues), DC_ERR_INPUT when a file, a required
 * column or book.yaml cannot be used - then *out is NULL.  All problems of all files are reported
 * in one call. */
dc_status dc_book_read(dc_book **out, const char *path, const dc_read_options *options,
                       dc_issues *issues);
void      dc_book_free(dc_book *book); /* accepts NULL */

/*
 * The book as it stood at the close of an earlier day: claims entered by then, events by then, what
 * was open then.  Customers keep their index, so that the two books can be compared.  Disputes are
 * not dated and are therefore unknown then; rates, plan and book.yaml are today's.
 *
 * A new book; columns that do not change are shared, so that it must be freed before `book`.
 */
dc_book *dc_book_as_of(const dc_book *book, dc_date origin); /* origin <= book->as_of */
bool     dc_plan_is_sales(const char *line); /* lines of that name become invoices */
/* An invoice with an amount: neither a credit note nor unapplied cash. */
static inline bool dc_claim_is_invoice(const dc_claims *claims, size_t claim)
{
    return claims->kind[claim] == DC_CLAIM_INVOICE && claims->amount[claim].minor > 0;
}

/* Such an invoice, on the books and not closed at the close of a day. */
static inline bool dc_claim_was_open(const dc_claims *claims, size_t claim, dc_date day)
{
    return dc_claim_is_invoice(claims, claim) && claims->entered[claim].day <= day.day &&
           claims->closed[claim].day > day.day;
}

/* Owed to us at the close of the as-of date. */
static inline bool dc_claim_is_owed(const dc_claims *claims, size_t claim)
{
    return claims->kind[claim] != DC_CLAIM_UNAPPLIED && claims->open[claim].minor > 0;
}

/* What of it is in dispute alone, while the rest is paid as usual; 0: it is one thing. */
static inline int64_t dc_claim_disputed_part(const dc_claims *claims, size_t claim)
{
    int64_t part = claims->disputed_part[claim].minor;
    return part < claims->open[claim].minor ? part : 0;
}

/* It ended by a write-off, recoveries aside, never paid; part of it or all was sold. */
bool dc_claim_was_lost(const dc_book *book, size_t claim);
bool dc_claim_was_sold(const dc_book *book, size_t claim);

/* Appends the actions of a CSV file with the columns of actions.csv to the book's record, all or,
 * where any row cannot be used, none; what is on record already is counted in `known` and left
 * out.  The record is written beside its name and renamed; its columns may stand in any order. */
dc_status dc_actions_record(size_t *recorded, size_t *known, const dc_book *book, const char *file,
                            dc_issues *issues);

/* Translated into the book currency; 0 for a currency without a rate. */
dc_money dc_book_translate(const dc_book *book, uint16_t currency, dc_money amount);
/* Minor units of the book currency per minor unit of a currency that has a rate. */
double dc_minor_rate(const dc_book *book, uint16_t currency);
/* Minor units of the book currency for an amount in major units of the book's own: what book.yaml,
 * levers and scopes tell, and what is assumed in their place. */
double dc_own_amount(const dc_book *book, double major);
bool   dc_own_has_rate(const dc_book *book); /* false: nothing told can be translated */

/* The rate that held on a day, the latest on or before it; false: none is known so early. */
bool dc_book_rate_on(dc_rate *out, const dc_book *book, uint16_t currency, dc_date date);

/* The mean over a period's days of the rate that held on each; false: the first day has none. */
bool dc_book_rate_mean(double *out, const dc_book *book, uint16_t currency, dc_period period);

/* Totals over the currencies that have a rate, in the book currency. */
dc_money dc_book_receivables(const dc_book *book); /* debit claims + credits */
dc_money dc_book_credits(const dc_book *book);
dc_money dc_book_unapplied(const dc_book *book);
dc_money dc_book_ledger(const dc_book *book);              /* receivables + unapplied */
dc_money dc_open_bills(const dc_book *book, dc_date date); /* suppliers', at the close of a day */

/* Gross amount of the invoices issued in (from, to], book currency, credit notes not taken off. */
dc_money dc_book_sales(const dc_book *book, dc_period period);

/* Input formats, for `duecast formats` and --format. */
typedef struct {
    const char *name;
    const char *about; /* English */
    const char *about_chinese;
} dc_format_info;
size_t         dc_formats_count(void);
dc_format_info dc_formats_at(size_t index);

/* Columns of the canonical files, for docs/INPUTS.md and `duecast formats canonical`. */
typedef struct {
    const char *file, *column, *type, *about;
    bool        required;
} dc_input_column;
size_t          dc_input_columns_count(void);
dc_input_column dc_input_columns_at(size_t index);

#endif
