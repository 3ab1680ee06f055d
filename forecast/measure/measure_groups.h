/*
 * measure_groups.h - measures are filled by groups: one function fills what belongs together.
 *
 * A group tells every one of its measures at each date, with the numbers behind it, or says why it
 * is not available.  A new group is one row of the table in measures.c.
 */
#ifndef DC_MEASURE_GROUPS_H
#define DC_MEASURE_GROUPS_H

#include "ledger.h"

typedef struct {
    dc_arena         *arena;
    const dc_book    *book;
    const dc_ledger  *ledger;
    dc_date           first_issue; /* of an invoice; DC_DATE_NONE without any */
    size_t            count;
    const dc_date    *date;
    dc_measure_value *value; /* [date][measure] */
} dc_measuring;

/* Fills its measures at all dates that can be measured. */
typedef void dc_measure_group(const dc_measuring *m);

dc_measure_group dc_measure_balances, dc_measure_sales_days, dc_measure_collection,
    dc_measure_days_to_pay, dc_measure_concentration, dc_measure_capital;

static inline dc_measure_value *dc_measuring_value(const dc_measuring *m, size_t date,
                                                   dc_measure measure)
{
    return &m->value[date * DC_MEASURE_COUNT + (size_t)measure];
}

/* A figure, without parts yet; the value it stands in. */
dc_measure_value *dc_measure_tell(const dc_measuring *m, size_t date, dc_measure measure,
                                  double value);

/* n/a, for the measure's own reason or for another. */
dc_measure_value *dc_measure_lack(const dc_measuring *m, size_t date, dc_measure measure);
dc_measure_value *dc_measure_lack_for(const dc_measuring *m, size_t date, dc_measure measure,
                                      dc_word reason);

/* A number behind the figure. */
void dc_measure_part_of(dc_measure_value *value, dc_word what, dc_unit unit, double number);

/* Does the ledger reach back to the first month of a period that begins after this day? */
bool dc_measuring_covers(const dc_measuring *m, dc_date from);

/* Is the balance at the close of this day known: had the ledger begun? */
bool dc_measuring_knows(const dc_measuring *m, dc_date day);

/* Receivables at a mark: open invoices less open credit notes. */
double dc_measuring_receivables(const dc_measuring *m, size_t mark);

#endif
