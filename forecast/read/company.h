/*
 * company.h - the keys of book.yaml, one row of a table each.
 */
#ifndef DUECAST_READ_COMPANY_H
#define DUECAST_READ_COMPANY_H

#include <stddef.h>

#include "duecast/book.h"

typedef enum {
    KEY_TEXT,
    KEY_MONEY,  /* of the book currency, any sign */
    KEY_AMOUNT, /* the same, 0 or more */
    KEY_CASH,   /* an amount, or a list of accounts with name and balance */
    KEY_ITEMS,  /* the same, 0 or more in all */
    KEY_SHARE,  /* between low and high */
    KEY_DAYS,   /* a whole number of days between low and high */
    KEY_TERMS,
    KEY_DATE,
    KEY_CHOICE,  /* one of the words of `choices` */
    KEY_COLUMNS, /* a list of columns of the invoices */
    KEY_RATES,   /* a list of shares, one for each ageing bucket */
    KEY_EDGES,   /* a list of days, one for each edge between overdue buckets */
    KEY_RULES,   /* a list of rules, read once the bills are known */
    KEY_LIST,    /* a list with a reader of its own */
    KEY_TYPE_COUNT
} company_key_type;

typedef struct {
    const char      *section; /* mapping the key stands in; "" top level */
    const char      *name;
    company_key_type type;
    size_t           offset; /* into company_values */
    double           low, high;
    const char      *choices; /* "a, b, c" */
    const char      *about;
} company_key;

/* book.yaml as told; what is no figure of the company goes elsewhere. */
typedef struct {
    dc_company  company;
    dc_date     as_of;
    const char *currency, *invoices, *format, *rates;
} company_values;

bool dc_company_key_is_money(const company_key *key); /* its value is a dc_figure */

extern const company_key dc_company_keys[];
extern const size_t      dc_company_key_count;

#endif
