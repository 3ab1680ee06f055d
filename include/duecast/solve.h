/*
 * solve.h - at which value of a lever does a figure reach a target?
 *
 *     credit_insurance.premium: credit_result=0
 *     late_payment.days in 0..60: lowest_cash@13w=0
 *     credit_terms.sales: net_cash_flow-baseline=0
 *     late_payment#2.days: dso=45                      the second of several of that kind
 *
 * A figure is an objective (objective.h), at the horizon unless told; "-baseline" asks for its
 * change against the baseline.  Every value is tried with the same luck, so that the figure is a
 * smooth function of it, and chance moves the answer far less than it moves the figure.
 */
#ifndef DUECAST_SOLVE_H
#define DUECAST_SOLVE_H

#include "duecast/objective.h"

typedef struct {
    const char               *lever;
    size_t                    nth; /* of the levers of that kind; 0: not named, the only one */
    const dc_lever_parameter *parameter;
    bool                      offer;     /* at its least value the lever is off, beside it is not */
    double                    low, high; /* tried from .. to */
    size_t                    objective;
    int                       week;
    bool                      against_baseline;
    double                    target; /* minor units, days, share */
    const char               *as;     /* a lever in one word, whose figure is the target; or NULL */
} dc_solve_request;

/* DC_ERR_USAGE with an issue for each thing that is wrong. */
dc_status dc_solve_read(dc_solve_request *out, dc_arena *arena, const char *text,
                        const dc_book *book, dc_issues *issues);

/* The figure at a value, less the target. */
typedef struct {
    double value, figure, standard_error; /* simulation error only */
} dc_solve_point;

/* A figure that has a bound, as a chance has, may meet the target there and stay at it. */
typedef enum {
    DC_SOLVE_AT,    /* the figure passes the target at the value */
    DC_SOLVE_FROM,  /* it is at the target from the value on, to the end of the range */
    DC_SOLVE_UP_TO, /* it is at the target from the start of the range up to the value */
} dc_solve_where;

typedef struct {
    dc_solve_where where;
    double value, standard_error; /* of the lever; between whole numbers where it takes only such;
                                   * no error (NAN) where the figure stays at the target */
    dc_solve_point below, above;  /* tried values on either side, or one of them twice */
    double         left_out;      /* the end of the range at which the lever is off; NAN: none */
    bool           added; /* the lever is none of those given: with its defaults beside them */
} dc_solution;

/* The levers as for a what-if; the one that is solved for may be among them, its parameter is then
 * set aside.  DC_ERR_INPUT with an issue where the figure does not reach the target, reaches it
 * more than once, or does not exist; DC_ERR_USAGE where it is not said which of several levers. */
dc_status dc_solve(dc_solution *out, dc_arena *arena, const dc_solve_request *request,
                   const char *const *levers, size_t lever_count, const dc_book *book,
                   const dc_model *model, const dc_items *items, const dc_today *today,
                   const dc_simulate_options *options, dc_issues *issues);

/* A value of the parameter as a user would write it. */
const char *dc_solve_text(dc_arena *arena, const dc_solve_request *request, double value,
                          const dc_book *book);

/* A value of the figure, as reports write it. */
const char *dc_solve_figure_text(dc_arena *arena, const dc_solve_request *request, double figure,
                                 const dc_book *book);

#endif
