/*
 * verify_paid.h - what is paid besides what customers owe, worked out again: bills, acceptance
 * bills, plan lines, one day at a time.
 */
#ifndef DC_MEASURE_VERIFY_PAID_H
#define DC_MEASURE_VERIFY_PAID_H

#include "duecast/cash.h"
#include "verify_parts.h"

/* What one name pays on one day, in one way of straying. */
typedef struct {
    const char *name;
    double      spread;
    dc_plan_law law;
    int32_t     day;
    int64_t     amount;
} dc_paid_entry;

typedef struct {
    const dc_verifying *v;
    const dc_cash_plan *plan;
    size_t              entry_count, entry_capacity;
    dc_paid_entry      *entries;
    int64_t            *bills; /* [day]: what was owed of the bills paid then, discount included */
    int64_t            *exchange; /* [day]: what rates of the day bring on all this */
    int64_t            *notes;    /* [day]: acceptance bills that become cash then */
} dc_paid;

void dc_paid_make(dc_paid *out, const dc_verifying *v, const dc_cash_plan *plan);
/* The rate of a day with its hedge, relative to that of the as-of date, less 1. */
double dc_paid_rate_change(const dc_book *book, uint16_t currency, int32_t day);

void dc_paid_free(dc_paid *paid);

/* lines[day] of one path. */
void dc_paid_tell(const dc_paid *paid, uint32_t path, int64_t *lines);

#endif
