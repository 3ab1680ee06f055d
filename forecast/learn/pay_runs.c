/*
 * pay_runs.c - pay runs every so many weeks, or on such a weekday of every month.
 *
 * Who pays on one weekday may do so in every week; runs that are rarer are told from that.  With
 * runs every week, a payment would lie in those of every second one by chance 1/2, on the first
 * Thursday of a month by 12/52.  They are taken for a habit where three in four of all payments lie
 * in such runs and weekly ones would do so in any of the ways looked at (Bonferroni) once in a
 * thousand at most.
 */
#include "pay_runs.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "month_days.h"

enum { WEEK_DAYS = 7, OF_MONTH_MOST = 4 };

static const double share_least = 0.75;
static const double chance_most = 0.001;
static const double weeks_a_month = 365.25 / 12.0 / 7.0;

/* The ways looked at: weeks from one run to the next, and which of them; or which of a month. */
typedef struct {
    uint8_t weeks, phase, which;
} way;

#define NTH(k) (1u << (k))

static const way ways[] = {
    {.weeks = 2},
    {.weeks = 2, .phase = 1},
    {.weeks = 4},
    {.weeks = 4, .phase = 1},
    {.weeks = 4, .phase = 2},
    {.weeks = 4, .phase = 3},
    {.which = NTH(1)},
    {.which = NTH(2)},
    {.which = NTH(3)},
    {.which = NTH(4)},
    {.which = NTH(DC_RUNS_LAST)},
    {.which = NTH(1) | NTH(3)},
    {.which = NTH(2) | NTH(4)},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* --- days of runs ----------------------------------------------------------------------------- */

/* From Monday to Sunday, that of 1970-01-01 being 0. */
static int32_t week_number(dc_date date)
{
    const int32_t epoch_weekday = 3; /* a Thursday */
    return (date.day - dc_date_weekday(date) + epoch_weekday) / WEEK_DAYS;
}

static bool is_in_phase(dc_date date, int32_t weeks, int32_t phase)
{
    return ((week_number(date) - phase) % weeks + weeks) % weeks == 0;
}

static bool is_one_of(dc_date date, unsigned which)
{
    dc_civil civil = dc_date_to_civil(date);
    int      number = (civil.day - 1) / WEEK_DAYS + 1;
    bool     last = civil.day + WEEK_DAYS > dc_date_days_in_month(civil.year, civil.month);
    return (number <= OF_MONTH_MOST && which & NTH(number)) || (last && which & NTH(DC_RUNS_LAST));
}

/* A day of the runs' weekday. */
static bool is_run(const dc_pay_runs *runs, dc_date date)
{
    if (runs->kind == DC_RUNS_BY_WEEKS)
        return is_in_phase(date, runs->weeks, runs->phase);
    return is_one_of(date, runs->which);
}

static dc_date next_of_month(const dc_month_days *days, dc_date date)
{
    dc_date next = {INT32_MAX}, month = dc_date_month_start(date);
    /* The turn after a month is told from the next. */
    for (int ahead = 0; ahead < 2 || next.day == INT32_MAX; ahead++) {
        for (int i = 0; i < days->count; i++) {
            dc_date on = dc_month_day_of(&days->window[i], month);
            if (on.day > date.day && on.day < next.day)
                next = on;
        }
        month = dc_date_add_months(month, 1);
    }
    return next;
}

dc_date dc_pay_runs_next(const dc_pay_runs *runs, dc_date date)
{
    if (runs->kind == DC_RUNS_ON_DAYS)
        return next_of_month(&runs->days, date);
    int32_t ahead = (runs->weekday - dc_date_weekday(date) + WEEK_DAYS) % WEEK_DAYS;
    date = dc_date_add_days(date, ahead > 0 ? ahead : WEEK_DAYS);
    while (!is_run(runs, date))
        date = dc_date_add_days(date, WEEK_DAYS);
    return date;
}

dc_adjustment dc_pay_runs_moved(const dc_pay_runs *runs, dc_date date)
{
    dc_date month = dc_date_month_start(date), next = dc_date_add_months(month, 1);
    for (int i = 0; i < runs->days.count; i++) {
        const dc_month_window *window = &runs->days.window[i];
        if (window->by_turn &&
            dc_month_day_of(window, window->day < 0 ? next : month).day == date.day)
            return runs->moved_turn;
    }
    return runs->moved;
}

double dc_pay_runs_a_month(const dc_pay_runs *runs)
{
    switch (runs->kind) {
    case DC_RUNS_NONE: return 0.0;
    case DC_RUNS_ON_DAYS: return runs->days.count;
    case DC_RUNS_BY_WEEKS: return weeks_a_month / runs->weeks;
    case DC_RUNS_BY_WEEKDAY: break;
    }
    int count = 0;
    for (int k = 1; k <= DC_RUNS_LAST; k++)
        count += (runs->which >> k) & 1;
    return count;
}

bool dc_pay_runs_are_same(const dc_pay_runs *a, const dc_pay_runs *b)
{
    if (a->kind != b->kind || a->moved != b->moved || a->moved_turn != b->moved_turn ||
        a->weekday != b->weekday || a->weeks != b->weeks || a->phase != b->phase ||
        a->which != b->which || a->days.count != b->days.count)
        return false;
    for (int i = 0; i < a->days.count; i++)
        if (a->days.window[i].by_turn != b->days.window[i].by_turn ||
            a->days.window[i].day != b->days.window[i].day)
            return false;
    return true;
}

/* --- habit or chance -------------------------------------------------------------------------- */

/* The weekday with most of the days. */
static int8_t main_weekday(const dc_date *date, size_t count)
{
    size_t on[WEEK_DAYS] = {0};
    int8_t most = 0;
    for (size_t i = 0; i < count; i++)
        on[dc_date_weekday(date[i])]++;
    for (int8_t day = 1; day < WEEK_DAYS; day++)
        most = on[day] > on[most] ? day : most;
    return most;
}

static dc_pay_runs runs_of(const way *one, int8_t weekday)
{
    return (dc_pay_runs){.kind = one->weeks > 0 ? DC_RUNS_BY_WEEKS : DC_RUNS_BY_WEEKDAY,
                         .weekday = weekday,
                         .weeks = one->weeks,
                         .phase = one->phase,
                         .which = one->which};
}

/* How likely weekly runs are to lie so in any of the ways; INFINITY where that is no habit. */
static double chance_if_habit(const dc_pay_runs *runs, const dc_date *date, size_t count)
{
    unsigned on = 0, in = 0;
    for (size_t i = 0; i < count; i++) {
        bool weekday = dc_date_weekday(date[i]) == runs->weekday;
        on += weekday;
        in += weekday && is_run(runs, date[i]);
    }
    if (in == 0 || in < share_least * (double)count)
        return INFINITY;
    double share = dc_pay_runs_a_month(runs) / weeks_a_month;
    double chance = WAYS * gsl_cdf_binomial_Q(in - 1, share, on);
    return chance <= chance_most ? chance : INFINITY;
}

/* The least likely of the ways, if any. */
static dc_pay_runs by_weeks_or_weekday(const dc_date *date, size_t count)
{
    dc_pay_runs best = {.kind = DC_RUNS_NONE};
    double      least = INFINITY;
    int8_t      weekday = main_weekday(date, count);
    for (int i = 0; i < WAYS; i++) {
        dc_pay_runs runs = runs_of(&ways[i], weekday);
        double      chance = chance_if_habit(&runs, date, count);
        if (chance >= least)
            continue;
        least = chance;
        best = runs;
    }
    return best;
}

dc_pay_runs dc_pay_runs_find(const dc_date *date, size_t older, size_t recent,
                             const dc_calendar *calendar)
{
    const dc_date *late = date + older;
    dc_pay_runs    of_month = {.kind = DC_RUNS_ON_DAYS,
                               .days = dc_month_days_find(late, recent, calendar, false)};
    if (of_month.days.count > 0)
        return of_month;
    dc_pay_runs now = by_weeks_or_weekday(late, recent);
    return now.kind != DC_RUNS_NONE ? now : by_weeks_or_weekday(date, older + recent);
}
