/*
 * powers.h - hazards of settlement to powers: the pace of an item and the days payments come on.
 *
 * An item that settles with hazard h on a day does so with 1 - (1 - h)^x instead; with the same x
 * on all days the chance of still being open goes to the power x.  x is the item's pace times the
 * power of the weekday, of the turn of the month, of the month and of the days since an action.
 */
#ifndef DC_LEARN_POWERS_H
#define DC_LEARN_POWERS_H

#include "duecast/model.h"

/* In place, days from `first` to `last` after `as_of`: from chances of being settled on each day
 * and of being open after it, as if nothing were written off and all powers were 1, to chances of
 * being settled and of being written off on each day. */
void dc_powers_apply(double *paid, double *lost, int32_t first, int32_t last, const dc_model *model,
                     const dc_law_ask *ask, dc_date as_of);

/*
 * The power of a day, `at` days after those looked up begin.  A run takes what was ready since the
 * one before, so that the 15th has more to pay than the 28th:
 *
 *     power of DC_PAY_ON * days since / days between such days in the mean
 */
static inline double dc_habit_power(const dc_month_habit *habit, int32_t at)
{
    const double mean = 365.25 / 12.0;
    int          kind = habit->kind_of[at];
    if (habit->runs.kind == DC_RUNS_NONE || kind < DC_PAY_ON)
        return habit->power[kind];
    return habit->power[DC_PAY_ON] * (kind - DC_PAY_ON + 1) * habit->runs_a_month / mean;
}

/* Of the turns of month and year and of the month, together; 1 where none is in use. */
double dc_season_power(const dc_days *days, dc_date date);

enum { DC_TILT_DAYS = 400 }; /* days that a monthly habit looks ahead */

/*
 * Brings the chances of each day to a monthly habit, in place: each times the power of its day, all
 * divided by what remains certain in sum.
 *
 * High hazards of few days do not add up, chances do: where a share of payments falls on days of
 * the month whatever the days late, the joint law with both as its margins is their product, and
 * what is known (open until now) is given by division (Bayes).  Days after first + DC_TILT_DAYS
 * count as average ones; `last` must not lie before, so that no day depends on how far a law is
 * asked for.
 */
void dc_powers_tilt(double *paid, double *lost, int32_t first, int32_t last, const dc_model *model,
                    const dc_month_habit *habit, dc_date as_of);

#endif
