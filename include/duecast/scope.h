/* scope.h - whom a mechanism of a policy touches. */
#ifndef DUECAST_SCOPE_H
#define DUECAST_SCOPE_H

#include "duecast/book.h"

/* Whom a mechanism touches: all set members must fit; NULL and _INIT bounds do not restrict. */
typedef struct {
    const char *segment, *customer, *country, *currency, *grade; /* customer: id or name */
    const char *line, *supplier, *category;   /* of a plan line and of a bill; claims have none */
    int64_t     min_amount, max_amount;       /* open amount, minor units of the book currency */
    int32_t     min_days_late, max_days_late; /* at the as-of date; future invoices: never late */
    int32_t     min_terms, max_terms;         /* due - issued, days */
} dc_scope;
#define DC_SCOPE_INIT                                                                              \
    ((dc_scope){.min_amount = INT64_MIN,                                                           \
                .max_amount = INT64_MAX,                                                           \
                .min_days_late = INT32_MIN,                                                        \
                .max_days_late = INT32_MAX,                                                        \
                .min_terms = INT32_MIN,                                                            \
                .max_terms = INT32_MAX})

/* An item is touched when any of the scopes fits; no scope at all means everything. */
typedef struct {
    size_t    count;
    dc_scope *scope;
} dc_scopes;

/* The facts about an item that a scope looks at. */
typedef struct {
    uint32_t    customer;
    bool        pooled; /* stands for several customers like that one: no single one is meant */
    uint16_t    currency;
    const char *segment;
    int64_t     amount_home; /* of one invoice where several are pooled */
    int32_t     days_late;   /* INT32_MIN for a future invoice */
    int32_t     terms;
} dc_item_facts;

bool dc_scope_fits(const dc_scope *scope, const dc_book *book, const dc_item_facts *facts);
bool dc_scopes_fit(const dc_scopes *scopes, const dc_book *book, const dc_item_facts *facts);

#endif
