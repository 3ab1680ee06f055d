/* cash_keep.c - see cash_keep.h.  Day by day, all paths of the tile at once. */
#include "cash_keep.h"

#include <math.h>

#include "duecast/clones.h"

enum { T = DC_PATH_TILE };

/* Since the as-of date. */
typedef struct {
    double  received[T], moved[T];
    int64_t interest[T];
} period_sums;

DC_CLONES static void add_day(period_sums *sum, const dc_cash_incoming *in, size_t at,
                              const int64_t *restrict interest)
{
    const double *restrict receipts = in->receipts + at, *restrict all = in->all + at;
    for (size_t i = 0; i < T; i++) {
        sum->received[i] += receipts[i];
        sum->moved[i] += all[i] - receipts[i];
        sum->interest[i] += interest[at + i];
    }
    for (size_t i = 0; in->notes && i < T; i++)
        sum->moved[i] -= (double)in->notes[at + i];
}

static void keep_period(dc_cash_samples *samples, const period_sums *sum, const dc_cash_days *days,
                        size_t period, size_t at, dc_cash_lanes where)
{
    size_t to = period * where.path_count + where.first;
    for (size_t i = 0; i < where.lanes; i++) {
        samples->receipts[to + i] = sum->received[i];
        samples->measures[to + i] = sum->moved[i];
        samples->interest[to + i] = (double)sum->interest[i];
        samples->before_line[to + i] = (double)days->before_line[at + i];
        samples->drawn[to + i] = (double)days->drawn[at + i];
    }
}

void dc_cash_keep_periods(dc_cash_samples *samples, const dc_cash_plan *plan,
                          const dc_cash_days *days, const dc_cash_incoming *in, dc_cash_lanes where)
{
    period_sums  sum = {.received = {0.0}};
    size_t       next[] = {0, plan->week_count};
    const size_t end[] = {plan->week_count, plan->period_count};
    for (int32_t day = 1; day <= plan->day_count; day++) {
        size_t at = (size_t)day * T;
        add_day(&sum, in, at, days->interest);
        for (int kind = 0; kind < 2; kind++)
            if (next[kind] < end[kind] && plan->period[next[kind]].last_day == day)
                keep_period(samples, &sum, days, next[kind]++, at, where);
    }
}

typedef struct {
    int64_t lowest[T];
    double  lowest_day[T], first_short[T], first_gap[T];
} extremes;

DC_CLONES static void pass_day(extremes *now, const dc_cash_plan *plan, const dc_cash_days *days,
                               int32_t day)
{
    const int64_t *restrict before = days->before_line + (size_t)day * T;
    const int64_t *restrict drawn = days->drawn + (size_t)day * T;
    const double  today = day;
    const int64_t minimum = plan->minimum, drawn_today = plan->drawn;
    for (size_t i = 0; i < T; i++) {
        bool lower = before[i] < now->lowest[i];
        now->lowest[i] = lower ? before[i] : now->lowest[i];
        now->lowest_day[i] = lower ? today : now->lowest_day[i];
    }
    for (size_t i = 0; i < T; i++) {
        double shorts = before[i] < minimum ? today : INFINITY;
        double gap = before[i] + drawn[i] - drawn_today < minimum ? today : INFINITY;
        now->first_short[i] = shorts < now->first_short[i] ? shorts : now->first_short[i];
        now->first_gap[i] = gap < now->first_gap[i] ? gap : now->first_gap[i];
    }
}

static void keep_lowest(dc_cash_samples *samples, const extremes *now, int reach,
                        dc_cash_lanes where)
{
    for (size_t i = 0; i < where.lanes; i++) {
        samples->lowest[reach][where.first + i] = (double)now->lowest[i];
        samples->lowest_day[reach][where.first + i] = now->lowest_day[i];
    }
}

void dc_cash_keep_extremes(dc_cash_samples *samples, const dc_cash_plan *plan,
                           const dc_cash_days *days, dc_cash_lanes where)
{
    int32_t  near = dc_cash_reach_day(plan, DC_REACH_NEAR);
    extremes now;
    for (size_t i = 0; i < T; i++) {
        now.lowest[i] = days->before_line[T + i];
        now.lowest_day[i] = 1.0;
        now.first_short[i] = now.first_gap[i] = INFINITY;
    }
    for (int32_t day = 1; day <= plan->day_count; day++) {
        pass_day(&now, plan, days, day);
        if (day == near)
            keep_lowest(samples, &now, DC_REACH_NEAR, where);
    }
    keep_lowest(samples, &now, DC_REACH_FAR, where);
    for (size_t i = 0; i < where.lanes; i++) {
        samples->first_short[where.first + i] = now.first_short[i];
        samples->first_gap[where.first + i] = now.first_gap[i];
    }
}
