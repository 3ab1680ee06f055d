/* spread_lean.c - how far cash leans on the shock of each week, to first order. */
#include <math.h>

#include "spread_sums.h"
#include "waits.h"

void dc_lean_allocate(dc_lean *lean, dc_arena *arena, const dc_spreading *of)
{
    size_t rows = DC_SHOCK_ORDERS * (size_t)of->weeks;
    *lean = (dc_lean){dc_arena_alloc(arena, rows * of->days, sizeof(double)), of->weeks, 0};
}

/* What the shock of a week moves, for each day from `day` on. */
static void add_lean(double *restrict row, const dc_walked *walked, int32_t week,
                     const double *lean, const dc_lot *lot, size_t day, size_t end)
{
    const double *restrict paid = walked->cash;
    const double *restrict worth = lot->worth;
    double moved = lot->cash * dc_shock_at(lean, walked->rise[week]);
    double then = walked->kept[week] * walked->open[week + 1] + walked->paid[week + 1];
    for (; day < end && walked->place[day].week == week; day++) {
        double rise = walked->pace * walked->place[day].rise;
        double less = walked->kept[week] - walked->beyond[day];
        row[day] += worth[day] * lot->cash * dc_shock_at(lean, rise) * less * walked->left[day];
    }
    for (; day < end; day++)
        row[day] += worth[day] * moved * (then - paid[day]);
}

/* The same where what is settled waits for disputes. */
static void add_waiting_lean(double *restrict row, const dc_walked *walked, int32_t week,
                             const dc_shocks *shocks, int order, const dc_lot *lot, size_t day,
                             size_t end)
{
    enum { WEEK = 7 };
    const dc_waits *waits = &walked->waits;
    const double   *lean = shocks->lean[order];
    double          moved = dc_shock_at(lean, walked->rise[week]), from = (double)(week + 1) * WEEK;
    double          then = walked->kept[week] * walked->open[week + 1] + walked->paid[week + 1];
    double          since = dc_waits_lean(walked, shocks, lean, (dc_stand){from, week, 0.0, true});
    dc_stand        at;
    since += moved * waits->since[0][week + 1];
    for (; day < end && (at = walked->place[day]).week == week; day++) {
        double paid = dc_shock_at(lean, walked->pace * at.rise) *
                      (walked->kept[week] - walked->beyond[day]) * walked->left[day];
        double less = waits->less[day] * dc_waits_lean(walked, shocks, lean, at);
        row[day] += lot->worth[day] * lot->cash * (paid - less);
    }
    for (; day < end; day++) {
        double days = walked->place[day].day - from;
        since *= days == WEEK ? waits->week_fades : pow(waits->stays, days);
        from = walked->place[day].day;
        row[day] += lot->worth[day] * lot->cash *
                    (moved * (then - walked->cash[day]) - waits->less[day] * since);
    }
}

/* The first day whose place reaches a week. */
static size_t first_day_of(const dc_walked *walked, int32_t week, size_t days)
{
    size_t day = 0;
    while (day < days && walked->place[day].week < week)
        day++;
    return day;
}

void dc_lean_add(dc_lean *lean, const dc_spreading *of, const dc_walked *walked, const dc_lot *lot)
{
    size_t day = first_day_of(walked, walked->from, of->days);
    size_t end = first_day_of(walked, walked->to, of->days); /* all is settled */
    for (int32_t week = walked->from; week < walked->to; week++) {
        while (day < end && walked->place[day].week < week)
            day++;
        for (int k = 0; k < DC_SHOCK_ORDERS; k++) {
            double *row = &lean->moved[((size_t)k * (size_t)of->weeks + (size_t)week) * of->days];
            if (walked->waits.stays > 0.0)
                add_waiting_lean(row, walked, week, &of->shocks, k, lot, day, end);
            else
                add_lean(row, walked, week, of->shocks.lean[k], lot, day, end);
        }
    }
    lean->from = walked->from < lean->from ? walked->from : lean->from;
    lean->to = walked->to > lean->to ? walked->to : lean->to;
}

void dc_lean_hand_over(dc_spread_sums *sums, dc_lean *lean, const dc_spreading *of, size_t pace,
                       double weight, double squares, const double *failed)
{
    double *less = sums->lean_less + pace * of->days;
    for (size_t k = 0; k < DC_SHOCK_ORDERS; k++)
        for (int32_t week = lean->from; week < lean->to; week++) {
            size_t  row = (k * (size_t)of->weeks + (size_t)week) * of->days;
            double *from = lean->moved + row;
            double *to = sums->lean + pace * DC_SHOCK_ORDERS * (size_t)of->weeks * of->days + row;
            for (size_t j = 0; j < of->days; j++) {
                double moved = from[j] * (failed ? 1.0 - failed[j] : 1.0);
                to[j] += weight * moved;
                less[j] += weight * squares * moved * moved;
                from[j] = 0.0;
            }
        }
    lean->from = of->weeks;
    lean->to = 0;
}
