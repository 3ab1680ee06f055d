/*
 * demo_parts.h - what the files of the sample company share.
 *
 * The order of work: days, rates and customers; then each customer's claims with what happened to
 * them; then bills and plan; then the files.  Money is in minor units: all three currencies of the
 * company have two decimals.  Days are those of dc_date.
 */
#ifndef DUECAST_CLI_DEMO_PARTS_H
#define DUECAST_CLI_DEMO_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/arena.h"
#include "duecast/date.h"
#include "duecast/issues.h"
#include "duecast/money.h"

enum {
    DEMO_DAYS = 728,  /* 2024-07-01 .. 2026-06-28, the as-of date */
    DEMO_WEEKS = 104, /* rates are quoted on Fridays */
    DEMO_DECIMALS = 2,
    DEMO_NEVER = INT32_MAX
};

typedef enum { DEMO_RETAIL, DEMO_INDUSTRIAL, DEMO_PUBLIC, DEMO_EXPORT, DEMO_SEGMENTS } demo_segment;
typedef enum { DEMO_GERMANY, DEMO_AMERICA, DEMO_CHINA, DEMO_MARKETS } demo_market_id;
typedef enum { DEMO_DAILY, DEMO_THURSDAY, DEMO_MONTH_END, DEMO_RUNS } demo_run; /* when they pay */

/* What a draw is for; part of its entity. */
typedef enum { DEMO_LUCK_CUSTOMER = 1, DEMO_LUCK_CLAIM, DEMO_LUCK_BILL, DEMO_LUCK_RATE } demo_topic;

typedef struct {
    const char *country, *currency, *language;
    int         vat_percent;
    double      price;              /* an amount of 1 EUR in this currency, roughly */
    dc_rate     rate;               /* EUR per unit, latest */
    int64_t     quotes[DEMO_WEEKS]; /* EUR per unit on each Friday, in millionths */
} demo_market;

typedef struct {
    const char    *name, *email, *address;
    const char    *terms_text; /* "net 30" */
    const char    *grade;
    const char    *type;
    dc_terms       terms;
    demo_segment   segment;
    demo_market_id market;
    demo_run       run;
    bool           discounts;                    /* takes 2 % off when it pays within 14 days */
    bool           instalments;                  /* one of its invoices is due in three parts */
    double         weight;                       /* how often it buys, relative to the others */
    double         level;                        /* usual net invoice, EUR */
    double         shift;                        /* days late, middle */
    double         spread;                       /* days; small: regular */
    double         dispute, part_payment, never; /* chance per invoice */
    int32_t        joined, failed, worsens;      /* days; DEMO_NEVER */
    size_t         invoices;
} demo_customer;

typedef enum { DEMO_INVOICE, DEMO_CREDIT_NOTE } demo_kind;

typedef struct {
    uint32_t customer;
    uint32_t number; /* counted per kind, in order of issue */
    int32_t  issued, due, entered;
    int32_t  closed; /* DEMO_NEVER while open */
    int64_t  amount, tax, open;
    uint8_t  kind;
    uint8_t  part;     /* 0: whole */
    bool     disputed; /* at the as-of date */
    /* Where it stands in the law of its payment, 0..1: it is wanted on the day by which the chance
     * of that, (1 - never) x share wanted, reaches its place; from 1 - never on it never is. */
    double place;
    bool   fixed; /* objected to, or paid in two: settled later, whatever anybody says */
} demo_claim;

typedef enum {
    DEMO_PAYMENT,
    DEMO_CREDIT,
    DEMO_WRITE_OFF,
    DEMO_RECOVERY,
    DEMO_DISCOUNT,
    DEMO_UNAPPLIED, /* a payment of `claim`'s customer that names no invoice */
    DEMO_EVENT_KINDS
} demo_event_kind;

typedef struct {
    uint32_t claim;
    int32_t  date;
    int64_t  amount;
    uint8_t  kind;
} demo_event;

typedef struct {
    uint32_t    supplier;
    int32_t     issued, due, paid; /* paid: DEMO_NEVER while open */
    int64_t     amount;
    const char *category;
} demo_bill;

typedef struct {
    dc_arena      *arena;
    uint64_t       seed;
    size_t         invoices; /* wanted */
    double         scale;    /* 1: the default company */
    int32_t        first, as_of;
    bool           open_day[DEMO_DAYS];
    double         sold_by[DEMO_DAYS + 1];       /* share of two years' sales before day i */
    int32_t        pay_on[DEMO_RUNS][DEMO_DAYS]; /* day paid when wanted on day i */
    demo_market    markets[DEMO_MARKETS];
    size_t         customer_count;
    demo_customer *customers;
    size_t         claim_count, claim_capacity;
    demo_claim    *claims;      /* by customer */
    uint32_t      *claim_order; /* by day of issue */
    size_t         event_count, event_capacity;
    demo_event    *events;
    uint32_t      *event_order; /* by date */
    size_t         bill_count;
    demo_bill     *bills;
    dc_money       ledger; /* open claims and unapplied cash in EUR, translated per currency */
    dc_money       payables;
    dc_money       sales[DEMO_SEGMENTS]; /* invoiced in the last 365 days, EUR */
} demo_book;

/* demo_chance.c: luck and the calendar. */
double  demo_luck(const demo_book *demo, demo_topic topic, uint64_t entity, uint32_t draw);
double  demo_at(const double *quantiles, size_t count, double u); /* straight between the points */
double  demo_mean(const double *quantiles, size_t count);
double  demo_season(int32_t month); /* of sales; 1 is a usual month */
int32_t demo_day(int32_t year, int32_t month, int32_t day);
void    demo_make_days(demo_book *demo);
void    demo_make_rates(demo_book *demo);

/* demo.c: all of the book in the order above; `seed` and `invoices` are set. The arena is the
 * caller's to free. */
void demo_make(demo_book *demo);

/* demo_customers.c, demo_claims.c, demo_suppliers.c */
void demo_make_customers(demo_book *demo);
void demo_make_claims(demo_book *demo);
void demo_make_bills(demo_book *demo);

/* The law of an invoice: the day its customer wants to pay, by quantile; the chance of never. */
int32_t demo_wanted_day(const demo_book *demo, const demo_claim *claim, double u);
double  demo_never_chance(const demo_book *demo, const demo_claim *claim);

const char *demo_segment_name(demo_segment segment);

/* demo_file.c: one file of the book, written under a second name and renamed when complete. */
typedef struct demo_file demo_file;
demo_file               *demo_file_open(const char *directory, const char *name, dc_issues *issues);
void                     demo_put(demo_file *file, const char *text); /* as it stands */
void demo_put_cell(demo_file *file, const char *text); /* quoted where CSV needs it */
void demo_put_id(demo_file *file, const char *prefix, uint64_t number, int digits);
void demo_put_int(demo_file *file, int64_t number);
void demo_put_decimal(demo_file *file, int64_t mantissa, int decimals);
void demo_put_money(demo_file *file, int64_t minor);
void demo_put_date(demo_file *file, int32_t day); /* DEMO_NEVER: an empty cell */
void demo_end_row(demo_file *file);
bool demo_file_close(demo_file *file, dc_issues *issues); /* false: an issue was added */

/* demo_ledger.c, demo_plan.c, demo_company.c: what stands in each file. */
void demo_write_invoices(demo_file *file, const demo_book *demo);
void demo_write_payments(demo_file *file, const demo_book *demo);
void demo_write_customers(demo_file *file, const demo_book *demo);
void demo_write_actions(demo_file *file, const demo_book *demo);
void demo_write_bills(demo_file *file, const demo_book *demo);
void demo_write_plan(demo_file *file, const demo_book *demo);
void demo_write_rates(demo_file *file, const demo_book *demo);
void demo_write_company(demo_file *file, const demo_book *demo);

/* First line of book.yaml: how a later run knows its own work. */
#define DEMO_MARK "# Sample company written by duecast demo; every name and figure is invented."

#endif
