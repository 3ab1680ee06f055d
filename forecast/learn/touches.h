/*
 * touches.h - which actions of the collection record touch a claim.
 *
 * An action about an invoice touches its claims, one about a customer all its claims that were due
 * by then; in both cases those that stayed open that day.
 */
#ifndef DC_LEARN_TOUCHES_H
#define DC_LEARN_TOUCHES_H

#include "duecast/model.h"

enum {
    DC_PROMISE_AHEAD = 92,   /* promises for a later day are no promises */
    DC_COLLECTED_DAYS = 365, /* so long a customer counts as one that is dunned */
    DC_TOUCH_MEMORY = DC_PROMISE_AHEAD + DC_ACTION_DAYS
};

typedef struct {
    int32_t date; /* of the action, days since the epoch as in dc_date */
    int32_t day;  /* from which days count: the same, or the day promised */
    uint8_t kind;
} dc_touch;

typedef struct {
    dc_touch *touch; /* by date, kind and day; free() it */
    size_t    count, capacity;
} dc_touches;

/* The touches of a claim with dates from .. to; `rows` are its customer's. */
void dc_touches_find(dc_touches *out, const dc_book *book, size_t claim, dc_action_rows rows,
                     dc_date from, dc_date to);

/* Whether a touch still counts at the close of a day, for the days to come. */
static inline bool dc_touch_counts(const dc_touch *touch, int32_t day)
{
    return touch->date <= day && day - touch->day < DC_ACTION_DAYS - 1;
}

/* Window of so many days since an action; below DC_ACTION_DAYS. */
int dc_action_window_of(int32_t days);

#endif
