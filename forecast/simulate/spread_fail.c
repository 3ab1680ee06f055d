/*
 * spread_fail.c - a customer's cash where it may fail, from its cash where it does not.
 *
 * Failing between two of the days looked at counts as failing in the middle.  What it has paid by
 * then stays paid; a share of what was open comes back when failures.h says.
 */
#include <string.h>

#include "spread_sums.h"

/* Means and second moments by the middle of each stretch between two days. */
typedef struct {
    double mean, second;           /* nothing has come back yet */
    double back_mean, back_second; /* the recovered share of what was open has */
} stopped;

static stopped stopped_in(const double *mean, const double *second, const double *open,
                          double open_before, double share, size_t j)
{
    double m = 0.5 * (mean[j] + (j > 0 ? mean[j - 1] : 0.0));
    double before = j > 0 ? second[j - 1] - mean[j - 1] * mean[j - 1] : 0.0;
    double variance = 0.5 * (second[j] - mean[j] * mean[j] + before);
    double frozen = 0.5 * (open[j] + (j > 0 ? open[j - 1] : open_before));
    double with = m + share * frozen;
    return (stopped){m, variance + m * m, with,
                     variance * (1.0 - share) * (1.0 - share) + with * with};
}

static int32_t back_on(const dc_spreading *of, uint32_t row, size_t j)
{
    int32_t before = j > 0 ? of->ask.day[j - 1] : 0;
    return (before + of->ask.day[j]) / 2 + DC_WRITE_OFF_AFTER_DAYS +
           of->failures.recovery_days[row];
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
        for (; back <= j && back_on(of, row, back) <= of->ask.day[j]; back++) {
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
    enum { WEEKS_MOST = DC_HORIZON_DAYS_MAX / 7 + 2 };
    stopped       stop[WEEKS_MOST];
    double        alive_mean[WEEKS_MOST], alive_second[WEEKS_MOST];
    uint32_t      row = of->failures.row[item];
    double        share = of->failures.recovered_share[row];
    size_t        days = of->days;
    const double *chance = &of->failed[row * (1 + DC_FAILURE_NODES) * days];
    for (size_t j = 0; j < days; j++)
        stop[j] = stopped_in(mean, second, open, open_before, share, j);
    memcpy(alive_mean, mean, days * sizeof *mean);
    memcpy(alive_second, second, days * sizeof *second);
    mix(mean, second, stop, alive_mean, alive_second, chance, of, row);
    for (size_t n = 0; n < DC_FAILURE_NODES; n++)
        mix(given + n * days, NULL, stop, alive_mean, alive_second, chance + (1 + n) * days, of,
            row);
}
