/*
 * year_turn.c - the days around New Year, on which works and offices are closed.
 *
 * Beside the weeks before it, what the other years tell of each turn of the year must be right in
 * every year, and in sum beyond chance for the best of so many windows.  What is not paid then is
 * paid after: hazards of the claims that stay open see to that.
 */
#include <math.h>

#include "effects.h"

enum {
    JANUARY = 1,
    DECEMBER = 12,
    FROM_FIRST = 20, /* of December: windows from here ... */
    FROM_LAST = 24,
    TO_LAST = 7, /* ... to the first to seventh of January */
    TURNS_MAX = DC_SEEN_DAYS / 365 + 1,
    TURNS_LEAST = 2,
    WEEKS_BEFORE = 8
};

static const double doubt = 2.0;          /* settlements that lean on no effect */
static const double gain_least = 10.0;    /* 6, and the logarithm of 35 windows */
static const double expected_least = 5.0; /* settlements before, in a week */

typedef struct {
    int    count;
    double actual[TURNS_MAX], expected[TURNS_MAX];
    double dispersion; /* of the weeks before */
} turns;

double dc_week_power(const dc_model *model, dc_date date)
{
    return model->days.week_count > 0 ? model->days.week[0].power[dc_date_weekday(date)] : 1.0;
}

double dc_year_turn_power(const dc_days *days, dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    bool     in = (civil.month == DECEMBER && civil.day >= days->year_turn_from) ||
              (civil.month == JANUARY && civil.day <= days->year_turn_to);
    return days->by_year_turn && in ? days->year_turn : 1.0;
}

/* Settlements of the days first .. last, both seen. */
static void add_up(double *actual, double *expected, const dc_model *model,
                   const dc_actuals *actuals, dc_date first, dc_date last)
{
    *actual = *expected = 0.0;
    for (dc_date day = first; day.day <= last.day; day = dc_date_add_days(day, 1)) {
        int32_t at = dc_date_days_between(actuals->first, day);
        *actual += actuals->actual[at];
        *expected += actuals->expected[at] * dc_week_power(model, day);
    }
}

/* One turn of the year beside the weeks before it, where it was seen whole. */
static void see(turns *out, const dc_model *model, const dc_actuals *actuals, dc_date first,
                dc_date last)
{
    enum { WEEK = 7 };
    int     apart = dc_date_to_civil(first).day - FROM_FIRST; /* the same weeks for all windows */
    dc_date start = dc_date_add_days(first, -apart);
    dc_date before = dc_date_add_days(start, -WEEKS_BEFORE * WEEK);
    double  actual, expected, level, misses = 0.0;
    if (before.day < actuals->first.day || last.day >= actuals->first.day + actuals->day_count)
        return;
    add_up(&actual, &expected, model, actuals, before, dc_date_add_days(start, -1));
    if (expected < WEEKS_BEFORE * expected_least || actual <= 0.0)
        return;
    level = actual / expected;
    for (int week = 0; week < WEEKS_BEFORE; week++) {
        dc_date monday = dc_date_add_days(before, week * WEEK);
        add_up(&actual, &expected, model, actuals, monday, dc_date_add_days(monday, WEEK - 1));
        misses += pow(actual - level * expected, 2.0) / fmax(level * expected, 1.0);
    }
    add_up(&actual, &expected, model, actuals, first, last);
    out->dispersion += misses / (WEEKS_BEFORE - 1);
    out->actual[out->count] = actual;
    out->expected[out->count++] = level * expected;
}

static void gather(turns *out, const dc_model *model, const dc_actuals *actuals, int from, int to)
{
    int last = dc_date_to_civil(dc_date_add_days(actuals->first, actuals->day_count)).year;
    *out = (turns){0};
    for (int year = last; year > last - TURNS_MAX && out->count < TURNS_MAX; year--) {
        dc_date start, end;
        if (dc_date_from_civil(&start, year - 1, DECEMBER, from) &&
            dc_date_from_civil(&end, year, JANUARY, to))
            see(out, model, actuals, start, end);
    }
    out->dispersion = fmax(out->dispersion / fmax(out->count, 1.0), 1.0);
}

/* The power that all turns but one tell (-1: all). */
static double power_of(const turns *seen, int left_out)
{
    double actual = 0.0, expected = 0.0;
    for (int i = 0; i < seen->count; i++) {
        actual += i == left_out ? 0.0 : seen->actual[i] / seen->dispersion;
        expected += i == left_out ? 0.0 : seen->expected[i] / seen->dispersion;
    }
    return (doubt + actual) / (doubt + expected);
}

/* What the others tell of each; below 0 where they are wrong of one. */
static double gain_of(const turns *seen)
{
    double sum = 0.0;
    for (int i = 0; i < seen->count; i++) {
        double power = power_of(seen, i);
        double gain = seen->actual[i] * log(power) - seen->expected[i] * (power - 1.0);
        if (gain <= 0.0)
            return -1.0;
        sum += gain / seen->dispersion;
    }
    return sum;
}

void dc_year_turn_learn(dc_days *days, const dc_model *model, const dc_actuals *actuals)
{
    double best = gain_least;
    for (int from = FROM_FIRST; from <= FROM_LAST; from++)
        for (int to = 1; to <= TO_LAST; to++) {
            turns seen;
            gather(&seen, model, actuals, from, to);
            double gain = seen.count >= TURNS_LEAST ? gain_of(&seen) : 0.0;
            if (gain <= best)
                continue;
            best = gain;
            days->by_year_turn = true;
            days->year_turn_from = (int8_t)from;
            days->year_turn_to = (int8_t)to;
            days->year_turn = power_of(&seen, -1);
        }
}
