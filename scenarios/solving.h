/*
 * solving.h - the figure that is solved for at values of a lever: solve_try.c, for solve.c.
 */
#ifndef DUECAST_SCENARIOS_SOLVING_H
#define DUECAST_SCENARIOS_SOLVING_H

#include "comparing.h"
#include "duecast/solve.h"

enum { DC_SOLVE_CELLS = 16, DC_SOLVE_POINTS_MOST = DC_SOLVE_CELLS + 3 };

typedef struct {
    dc_arena               *arena;
    const dc_solve_request *request;
    const char *const      *levers;
    size_t                  lever_count;
    dc_comparing            all;
    dc_issues              *issues;
    const dc_policy        *against; /* what a change is one of; NULL: the figure itself is meant */
    double                  low, high; /* tried from .. to; the request's, but for an open end */
    dc_solve_where          where;
} dc_solving;

static inline bool dc_solve_is_whole(const dc_solve_request *request)
{
    return request->parameter->kind == DC_VALUE_DAYS || request->parameter->kind == DC_VALUE_COUNT;
}

/* Levers of the kind that is solved for. */
size_t dc_solving_of_kind(const dc_solving *s);

/* Figures at so many values. */
dc_status dc_solving_try(dc_solve_point *points, size_t count, const dc_solving *s,
                         const dc_simulate_options *options);

#endif
