/*
 * early_warning.h - customers whose behaviour worsens, and how such warnings did in the past.
 *
 * Signals are worked out from what was known on a day: payments that come later than they did, a
 * credit limit nearly used up, broken promises, part payments, fewer orders.  Two signals are a
 * warning.  The event warned of: within 90 days a claim is 60 days past due, is written off or its
 * customer fails, of a customer of which that is not so on the day.  On past days warnings meet
 * what came: precision, recall, days of lead, and the lift over the plain rule "something is
 * overdue already".  With fewer than 20 events nothing is told.  docs/FORMULAS.md, "Early warning".
 */
#ifndef DUECAST_EARLY_WARNING_H
#define DUECAST_EARLY_WARNING_H

#include "duecast/worklist.h"

typedef enum {
    DC_SIGNAL_TREND,
    DC_SIGNAL_LIMIT,
    DC_SIGNAL_PROMISES,
    DC_SIGNAL_PARTS,
    DC_SIGNAL_ORDERS,
    DC_SIGNAL_COUNT
} dc_signal;

enum { DC_WARNING_SIGNALS = 2, DC_WARNING_DAYS = 90, DC_WARNING_EVENTS = 20 };

typedef struct {
    uint32_t customer;
    bool     signal[DC_SIGNAL_COUNT];
    int      signals;
    double   later;         /* days later than before; NAN: too little history */
    double   limit_use;     /* of its credit limit; NAN: none */
    double   orders;        /* of the last 91 days, to those usual before; NAN: too few */
    int      broken, parts; /* promises broken, part payments, in the last 91 days */
    int64_t  exposure;      /* open invoices, book currency */
    bool     struck;        /* the event is there already: no warning */
} dc_warning_row;

typedef struct {
    size_t origins, customer_days; /* looked at: customers not struck yet, on each past day */
    size_t events;                 /* different ones: a customer and the day it is struck */
    size_t struck;                 /* customer-days followed by an event */
    size_t warned, hits;           /* warnings, those followed by an event */
    size_t overdue, overdue_hits;  /* the plain rule */
    double lead_days;              /* mean from a warning that came true to its event */
    bool   measurable;             /* DC_WARNING_EVENTS events or more */
    double precision, recall, lift, lift_over_overdue; /* NAN where nothing was warned of */
} dc_warning_record;

typedef struct {
    size_t            count; /* customers warned of today, most signals and exposure first */
    dc_warning_row   *rows;
    dc_warning_record past;
} dc_warnings;

/* In the arena. */
void dc_warnings_make(dc_warnings *out, dc_arena *arena, const dc_book *book);

/* What a customer shows at the close of a day. */
void dc_warning_look(dc_warning_row *out, const dc_book *book, const size_t *first_claim,
                     uint32_t customer, dc_date day);

#endif
