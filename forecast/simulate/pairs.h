/*
 * pairs.h - the joint law of two items of one customer, week by week and without chance.
 *
 * With chance `run_share` a week is a pay run: both items meet one luck, so that of two that are
 * open when it begins
 *
 *     both are settled with min(p1, p2), the likelier alone with the rest, else each with its own,
 *
 * p the chances of the week given its pace.  Means over the week's shock replace every product
 * (1 - p1)(1 - p2) by open(x1 + x2), shocks.h.  What is left of an item after the other one is
 * settled follows its own law again.  Write-off is a risk of each item alone: of what is settled in
 * a week the share `kept` is paid.
 */
#ifndef DC_SIMULATE_PAIRS_H
#define DC_SIMULATE_PAIRS_H

#include "duecast/rises.h"
#include "shocks.h"

/* Below this chance of being open nothing more is looked for. */
#define DC_OPEN_LEAST 1e-5

/* A place in an item's own time: what is settled by then has been paid when looked at. */
typedef struct {
    double  day;  /* after the as-of date, parts of a day allowed; <= 0: nothing is settled by it */
    int32_t week; /* the week it lies in, from 0; -1 where day <= 0 */
    double  rise; /* from the start of that week */
    bool    whole; /* it is the end of the week */
} dc_stand;

/* Where a day lies on the walk of an item whose rises begin in week `first`. */
dc_stand dc_stand_of(const dc_rises *rises, int32_t first, double day);

/* What is settled on a walk and then waits for a dispute to be settled, each item by itself: of an
 * item settled `d` days ago the part less * stays^d is missing, in the middle. */
typedef struct {
    double        stays;              /* chance of a dispute to last a day more; 0: none */
    double        week_fades;         /* for one more week */
    const double *less, *less_square; /* at each place; of cash, and of its square */
    /* Means of stays^d, and of its square, over all paths, 0 while it is not paid there ... */
    double *since[2]; /* weeks + 1: when the week begins */
    double *at[2];    /* at each place */
    /* ... and over those that are settled in a week, with its standard deviation */
    double *fresh, *stray;       /* weeks: when it ends */
    double *fresh_at, *stray_at; /* at each place */
    double *fades;               /* at each place: since its week began */
    double *square;              /* what becomes dc_walked.square */
} dc_waits;

/* One item on paths of one lasting pace.  Weeks count from the as-of date. */
typedef struct {
    const dc_rises *rises;
    int32_t         first; /* week in which the rises begin */
    int32_t         weeks; /* length of the columns */
    int32_t         from;  /* the first week in which it can be settled */
    int32_t         to;    /* from this week on hardly anything is open */
    double          pace;
    double         *rise; /* times the pace */
    double         *pass; /* open(rise) */
    double         *kept; /* of what is settled in the week, paid */
    double         *open; /* weeks + 1: not settled when the week begins */
    double         *paid; /* weeks + 1: paid before the week begins */
    /* at each place looked at */
    const dc_stand *place;
    const double   *beyond; /* of what is not settled by then, paid all the same */
    double         *left;   /* not settled */
    double         *cash;   /* paid, beyond its walk too, less what is missing */
    double         *square; /* likewise of its square; without disputes `cash` itself */
    dc_waits        waits;
} dc_walked;

/* Fills the columns from rises, first, weeks, place, beyond, pace, and of `waits` what is given. */
void dc_walked_fill(dc_walked *walked, const dc_shocks *shocks, size_t place_count);

/* covariance[j] of the cash of the two by their j-th places; what is paid beyond a walk, and how
 * long a dispute lasts, hangs on nothing else. */
void dc_pair_covariance(double *covariance, const dc_walked *a, const dc_walked *b,
                        double run_share, const dc_shocks *shocks, size_t place_count);

#endif
