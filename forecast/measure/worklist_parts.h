/*
 * worklist_parts.h - what the files of the worklist share.
 */
#ifndef DC_MEASURE_WORKLIST_PARTS_H
#define DC_MEASURE_WORKLIST_PARTS_H

#include "duecast/policy.h"
#include "duecast/worklist.h"
#include "worklist_cash.h"

enum { DC_PROMISE_GRACE = 2, DC_YEAR_OF_DAYS = 365 };

/* What all claims share. */
typedef struct {
    const dc_book          *book;
    const dc_model         *model;
    const dc_work_settings *settings;
    dc_loss_view            loss;
    dc_spans                spans;
    size_t                 *first_claim; /* by customer; count + 1 */
} dc_work_view;

/* First claim of each customer, and the end; both in the arena. */
size_t *dc_work_index(dc_arena *arena, const dc_book *book);
void    dc_work_view_make(dc_work_view *out, dc_arena *arena, const dc_book *book,
                          const dc_model *model, const dc_work_settings *settings);

/* --- worklist_gather.c: whom the list is about --- */

/* Claims overdue or due soon in canonical order, customers by their number. */
void dc_work_gather(dc_worklist *out, dc_arena *arena, const dc_book *book);

/* --- worklist_record.c: what is on record --- */

typedef struct {
    int     contacts; /* reminders, calls and notices in the last four weeks */
    dc_date last_contact;
    int     promises, broken; /* in the days asked for, whose day has come */
    dc_date promised;         /* the next to come */
} dc_customer_record;

/* Of a customer; promises whose day lies in (from, as-of]. */
void dc_customer_record_read(dc_customer_record *out, const dc_work_view *view, uint32_t customer,
                             dc_date from);

/* The claim's own: actions about its invoice and about all its customer owes. */
void dc_claim_record_read(dc_work_claim *out, const dc_work_view *view);

/* Net invoices of the year before the as-of date, book currency. */
int64_t dc_customer_year_sales(const dc_work_view *view, uint32_t customer);

/* --- worklist_value.c: what steps are worth --- */

typedef struct {
    const dc_work_view     *view;
    const dc_work_customer *customer;
    const dc_claim_cash    *cash;
    const dc_claim_cash    *free_cash; /* as if undisputed; NULL where it is not disputed */
} dc_work_case;

/* Fills out->step and what follows from it alone. */
void dc_work_value(dc_work_claim *out, const dc_work_case *of);

/* Chooses one kind of contact for a customer, then a step for each of its claims. */
void dc_work_choose(dc_work_customer *customer, dc_work_claim *claims);

#endif
