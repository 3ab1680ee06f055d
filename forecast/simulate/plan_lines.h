/*
 * plan_lines.h - the sales lines of the plan: the days, slots and amount that each is about.
 */
#ifndef DC_SIMULATE_PLAN_LINES_H
#define DC_SIMULATE_PLAN_LINES_H

#include "slots.h"

typedef struct {
    dc_plan_line line;
    size_t       at;          /* in the order of the plan */
    int          breadth;     /* dc_plan_line_breadth */
    int32_t      first, last; /* days ahead that it is about, whose slots it sets */
    dc_money     amount;      /* of those days, in the line's currency */
    bool         adds;        /* is about no slots */
} dc_planned;

/* The sales lines that lie ahead and begin within `reach` days, narrow scopes first; those of equal
 * period and scope are added up. */
dc_planned *dc_planned_gather(dc_arena *arena, const dc_book *book, int32_t reach, size_t *count);

/* The line is one of `count` of one scope. */
bool dc_planned_covers(const dc_planned *plan, const dc_planned *lines, size_t count,
                       const dc_book *book, const dc_slot *slot);

#endif
