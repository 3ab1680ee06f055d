/* backtest_recalibrate.c - which stated band holds what is promised, as of late. */
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "backtest_parts.h"

enum { HALVINGS = 60 };

static const double least_coverage = 0.72, most_coverage = 0.88; /* of an 80 % band */
static const double widest = 0.999;                              /* band that paths can tell */
static const double least_variance = 1e-6;

/* Moments of a Beta law: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2,
 * 1995, chapter 25. */
static void fit_beta(dc_recalibration *out, const double *pit, size_t count)
{
    double mean = 0.0, variance = 0.0, n = (double)count;
    for (size_t i = 0; i < count; i++)
        mean += pit[i] / n;
    for (size_t i = 0; i < count; i++)
        variance += (pit[i] - mean) * (pit[i] - mean) / n;
    mean = fmin(fmax(mean, 0.001), 0.999);
    /* at most what a Beta law can have, and a little less: all weeks outside of all futures */
    variance = fmin(fmax(variance, least_variance), 0.99 * mean * (1.0 - mean));
    double size = mean * (1.0 - mean) / variance - 1.0;
    out->a = mean * size;
    out->b = (1.0 - mean) * size;
}

/* What the stated central band holds in truth. */
static double held_by(const dc_recalibration *law, double level)
{
    return gsl_cdf_beta_P(0.5 + level / 2.0, law->a, law->b) -
           gsl_cdf_beta_P(0.5 - level / 2.0, law->a, law->b);
}

static double level_for(const dc_recalibration *law, double wanted)
{
    double low = 0.0, high = widest;
    if (held_by(law, widest) <= wanted)
        return widest;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2.0;
        if (held_by(law, middle) < wanted)
            low = middle;
        else
            high = middle;
    }
    return high;
}

void dc_recalibrate(dc_recalibration *out, const double *pit, size_t count)
{
    double inside = 0.0;
    *out = (dc_recalibration){.measured = count > 0};
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        inside += fabs(pit[i] - 0.5) <= 0.4;
    out->coverage80 = inside / (double)count;
    out->is_alarm = out->coverage80 < least_coverage || out->coverage80 > most_coverage;
    fit_beta(out, pit, count);
    out->level50 = level_for(out, 0.50);
    out->level80 = level_for(out, 0.80);
    out->level95 = level_for(out, 0.95);
}

/* The latest origins, week by week. */
void dc_backtest_recalibrate(dc_backtest *backtest, const dc_origin *const *origin, size_t count)
{
    enum { MOST = DC_BACKTEST_RECENT * DC_BACKTEST_COVERAGE_WEEKS };
    double cash[MOST], counts[MOST];
    size_t recent = count < DC_BACKTEST_RECENT ? count : DC_BACKTEST_RECENT, n = 0;
    for (size_t i = count - recent; i < count; i++)
        for (int w = 0; w < dc_coverage_weeks(origin[i]); w++, n++) {
            cash[n] = origin[i]->rule[DC_RULE_DUECAST].pit[w];
            counts[n] = origin[i]->rule[DC_RULE_DUECAST].count_pit[w];
        }
    backtest->recent = recent;
    if (recent < DC_BACKTEST_ORIGINS_LEAST)
        n = 0;
    dc_recalibrate(&backtest->cash, cash, n);
    dc_recalibrate(&backtest->counts, counts, n);
}

void dc_backtest_keep_first_weeks(dc_backtest *backtest, const dc_origin *const *origin,
                                  size_t count)
{
    backtest->week_count = count;
    backtest->first_week = dc_arena_alloc(backtest->arena, count, sizeof *backtest->first_week);
    for (size_t i = 0; i < count; i++) {
        const dc_origin_rule *own = &origin[i]->rule[DC_RULE_DUECAST];
        backtest->first_week[i] =
            (dc_backtest_window){origin[i]->origin, own->forecast[0],        own->low,
                                 own->high,         origin[i]->paid_cash[0], own->pit[0]};
    }
}
