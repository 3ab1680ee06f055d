/*
 * objective.h - figures that scenarios are compared, ranked and solved by.
 *
 * An objective is a number: a metric, or a figure of what cash comes to behind the metrics.  It has
 * a value in each outcome to week 13 and to the horizon, told as an index of paired_week.
 */
#ifndef DUECAST_OBJECTIVE_H
#define DUECAST_OBJECTIVE_H

#include "duecast/scenario.h"

const dc_measure_info *dc_objective_about(size_t objective);
size_t                 dc_objective_by_key(const char *key); /* DC_OBJECTIVES: there is none */

/* Mean in an outcome, or chance; false: n/a. */
bool dc_objective_value(double *out, const dc_outcome *outcome, size_t objective, int week);

/* Scenario less baseline; not applicable where either is n/a. */
dc_difference dc_objective_difference(const dc_comparison *comparison, size_t scenario,
                                      size_t objective, int week);

/* Simulation error of the change from one outcome to another on the same paths. */
bool dc_objective_change(double *mean, double *standard_error, const dc_outcome *outcome,
                         const dc_outcome *base, size_t objective, int week);

/* "dso", "lowest_cash@13w", "bad_debt_expense@end": a key and where it is measured, at the horizon
 * unless told. */
typedef struct {
    size_t objective; /* DC_OBJECTIVES: there is no such key */
    int    week;      /* index of paired_week; DC_NONE: neither 13w nor end */
} dc_objective_at;
dc_objective_at dc_objective_read(const char *text, size_t length);

/* The key that the first `length` bytes are nearly; NULL: none. */
const char *dc_objective_near(const char *text, size_t length);

/* Scenarios by an objective, best first; the baseline among them.  Those below the floor, and then
 * those without the figure, come last. */
typedef struct {
    size_t objective;
    int    week;
    bool   has_floor;
    double floor; /* minor units: the lowest cash to the same week in 95 % of futures */
} dc_rank_by;

typedef struct {
    size_t scenario;
    bool   applicable, above_floor;
    double value;
    double lowest_95; /* P5 of the lowest cash; NAN: not known */
} dc_ranked;

/* The comparison's count of rows.  An objective of which neither direction is better counts as
 * better where it is lower. */
void dc_comparison_rank(dc_ranked *out, const dc_comparison *comparison, const dc_rank_by *by);

#endif
