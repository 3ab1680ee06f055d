/* check_spread.c - the spread of cash worked out without paths against that of the paths. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "duecast/metrics.h"

/* Where the spread is known to first order it may lack this part of the variance. */
static const double first_order_lacks = 0.03;
static const double false_alarms = 0.0005; /* of all comparisons together */
static const double rare_paths = 8.0;      /* expected so often an item misses all with exp(-8) */

typedef struct {
    double variance, error; /* of the values; standard error of it */
} spread_of_paths;

static spread_of_paths spread_of(const double *values, uint32_t count)
{
    double n = count, mean = 0.0, second = 0.0, fourth = 0.0;
    for (uint32_t i = 0; i < count; i++)
        mean += values[i] / n;
    for (uint32_t i = 0; i < count; i++) {
        double square = (values[i] - mean) * (values[i] - mean);
        second += square / n;
        fourth += square * square / n;
    }
    return (spread_of_paths){second * n / (n - 1.0), sqrt(fmax(fourth - second * second, 0.0) / n)};
}

/* How far the variance of the paths is from the one worked out, as a part of what is allowed. */
static double part_of_allowed(const dc_outcome *outcome, int i, double strictness)
{
    double n = outcome->path_count, sd = outcome->expected_cash_sd[outcome->paired_week[i]];
    spread_of_paths paths = spread_of(outcome->paired[DC_CASH_COLLECTED][i], outcome->path_count);
    double          error = fmax(paths.error, sqrt(2.0 / n) * sd * sd); /* at least a normal's */
    double          rare = outcome->largest_alone * outcome->largest_alone * rare_paths / n;
    double          lacks = outcome->spread_quality == DC_SPREAD_EXACT ? 0.0 : first_order_lacks;
    return fabs(paths.variance - sd * sd) / (strictness * error + rare + lacks * sd * sd + 1.0);
}

/*
 * The rule of all statistical checks: of n comparisons none may be off by more standard errors than
 * the normal law exceeds with chance 0.0005 / n.  The standard error is that of a variance, from
 * the fourth moment of the paths; a large item so rare that no path may have it is allowed for.
 */
void dc_checks_spread(dc_checks *checks, dc_arena *arena, const dc_outcome *outcomes, size_t count)
{
    double worst = 0.0, comparisons = DC_PAIRED_WEEKS * (double)count;
    double strictness = gsl_cdf_ugaussian_Pinv(1.0 - false_alarms / comparisons);
    int    worst_week = 0;
    for (size_t s = 0; s < count; s++)
        for (int i = 0; i < DC_PAIRED_WEEKS; i++) {
            int32_t week = outcomes[s].paired_week[i];
            if (!outcomes[s].paired[DC_CASH_COLLECTED][i] || outcomes[s].path_count < 2 ||
                isnan(outcomes[s].expected_cash_sd[week]))
                continue;
            double part = part_of_allowed(&outcomes[s], i, strictness);
            worst_week = part > worst ? week : worst_week;
            worst = fmax(worst, part);
        }
    dc_check_tell(dc_checks_add(checks, "spread_equals_paths", DC_WORD_CHECK_SPREAD, worst <= 1.0),
                  arena, DC_WORD_FOUND_WEEK, dc_arena_format(arena, "%d", worst_week),
                  dc_arena_format(arena, "%.2f", worst), (const char *)NULL);
}
