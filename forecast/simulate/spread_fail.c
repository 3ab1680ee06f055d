/*
 * spread_fail.c - a customer's cash where it may fail, from its cash where it does not.
 *
 * Failing between two of the days looked at counts as failing on the mean day of those who do.
 * What it has paid by then stays paid; a share of what was open comes back when failures.h says.
 */
#include <math.h>
#include <string.h>

#include "spread_sums.h"

/* Means and second moments by the day of failing in each stretch between two days. */
typedef struct {
    double mean, second;           /* nothing has come back yet */
    double back_mean, back_second; /* the recovered share of what was open has */
    double day;                    /* of failing */
} stopped;

/* The mean day of failing of those who fail on the days first .. last. */
static double mean_day(const double *chance, int32_t first, int32_t last)
{
    double all = chance[last] - chance[first - 1], days = 0.0;
    for (int32_t day = first; day <= last && all > 0.0; day++)
        days += day * (chance[day] - chance[day - 1]) / all;
    return all > 0.0 ? days : 0.5 * (first + last);
}

static double between(double before, double after, double part)
{
    return before + part * (after - before);
}

/* What would be paid on the day of failing is not; `chance` by each day from today. */
static stopped stopped_in(const double *mean, const double *second, const double *open,
                          double open_before, double share, const int32_t *day,
                          const double *chance, size_t j)
{
    int32_t before = j > 0 ? day[j - 1] : 0;
    double  fails = mean_day(chance, before + 1, day[j]);
    double  part = (fails - 1.0 - before) / (day[j] - before);
    double  m = between(j > 0 ? mean[j - 1] : 0.0, mean[j], part);
    double  spread = j > 0 ? second[j - 1] - mean[j - 1] * mean[j - 1] : 0.0;
    double  variance = between(spread, second[j] - mean[j] * mean[j], part);
    double  with = m + share * between(j > 0 ? open[j - 1] : open_before, open[j], part);
    return (stopped){m, variance + m * m, with,
                     variance * (1.0 - share) * (1.0 - share) + with * with, fails};
}

static int32_t back_on(const dc_spreading *of, uint32_t row, const stopped *stop)
{
    return (int32_t)lround(stop->day) + DC_WRITE_OFF_AFTER_DAYS + of->failures.recovery_days[row];
}

/* Mean and second moment over the day of failing; `chance` by each day. */
static void mix(double *mean, double *second, const stopped *stop, const double *alive_mean,
                const double *alive_second, const double *chance, const dc_spreading *of,
                uint32_t row)
{
    double gone_mean = 0.0, gone_second = 0.0;
    size_t back = 0;
    for (size_t j = 0; j < of->days; j++) {
        double now = chance[j] - (j > 0 ? chance[j - 1] : 0.0);
        gone_mean += now * stop[j].mean;
        gone_second += now * stop[j].second;
        for (; back <= j && back_on(of, row, &stop[back]) <= of->ask.day[j]; back++) {
            double then = chance[back] - (back > 0 ? chance[back - 1] : 0.0);
            gone_mean += then * (stop[back].back_mean - stop[back].mean);
            gone_second += then * (stop[back].back_second - stop[back].second);
        }
        mean[j] = (1.0 - chance[j]) * alive_mean[j] + gone_mean;
        if (second)
            second[j] = (1.0 - chance[j]) * alive_second[j] + gone_second;
    }
}

void dc_spread_fail(double *mean, double *second, double *given, const double *open,
                    double open_before, const dc_spreading *of, uint32_t item)
{
    enum { DAYS_MOST = DC_HORIZON_DAYS_MAX / 7 + 2 + DC_POLICY_INSOLVENCIES_MAX };
    stopped       stop[DAYS_MOST];
    double        alive_mean[DAYS_MOST], alive_second[DAYS_MOST];
    uint32_t      row = of->failures.row[item];
    double        share = of->failures.recovered_share[row];
    size_t        days = of->days;
    const double *chance = &of->failed[row * (1 + DC_FAILURE_NODES) * days];
    const double *by_day = dc_failures_chance(&of->failures, item);
    for (size_t j = 0; j < days; j++)
        stop[j] = stopped_in(mean, second, open, open_before, share, of->ask.day, by_day, j);
    memcpy(alive_mean, mean, days * sizeof *mean);
    memcpy(alive_second, second, days * sizeof *second);
    mix(mean, second, stop, alive_mean, alive_second, chance, of, row);
    for (size_t n = 0; n < DC_FAILURE_NODES; n++)
        mix(given + n * days, NULL, stop, alive_mean, alive_second, chance + (1 + n) * days, of,
            row);
}
