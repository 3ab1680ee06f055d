/* verify_tail.h - what sales drive, worked out again one path at a time. */
#ifndef DC_MEASURE_VERIFY_TAIL_H
#define DC_MEASURE_VERIFY_TAIL_H

#include "duecast/cash_tail.h"

/* By day of one path, minor units. */
typedef struct {
    int64_t *cash;      /* paid for what sales drive, below 0 */
    int64_t *result;    /* its part of the result */
    int64_t *inventory; /* at the close */
    int64_t *payables;  /* bought and not paid */
    int64_t *tax;       /* owed, from what is owed on the as-of date */
    int64_t *sold;      /* in: invoiced */
} dc_tail_ledger;

typedef struct dc_tail_replay dc_tail_replay;

dc_tail_replay *dc_tail_replay_make(const dc_book *book, const dc_tail *tail);
void            dc_tail_replay_free(dc_tail_replay *replay); /* accepts NULL */
dc_tail_ledger  dc_tail_ledger_make(const dc_tail *tail);
void            dc_tail_ledger_free(dc_tail_ledger *ledger);
void            dc_tail_replay_path(dc_tail_ledger *ledger, const dc_tail_replay *replay);

/* Money goes out on an open day that is a run, or the first after runs on closed days. */
bool dc_replay_pays_on(const dc_book *book, const dc_pay_rule *rule, dc_date day);

#endif
