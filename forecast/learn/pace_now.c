/*
 * pace_now.c - how much faster or slower than the law all customers pay at present.
 *
 * A law remembers for months; where customers slow down all the while it is behind them.  The
 * logarithms of actual over expected, four weeks at a time, are a level that wanders and noise
 * around it (a local level model); what is left of the level at the end is the pace of today.
 * Where the wandering explains the past no better than a constant does, nothing is corrected.
 * Sources: Muth, JASA 55 (1960) 299-306; Kalman, J. Basic Eng. 82 (1960) 35-45; Harvey,
 * "Forecasting, structural time series models and the Kalman filter" (1989), 3.2 and 4.1.
 */
#include <math.h>

#include "effects.h"
#include "powers.h"

enum { BLOCK_DAYS = 28, BLOCKS_MAX = DC_RECENT_DAYS / BLOCK_DAYS, BLOCKS_LEAST = 13 };

static const double expected_least = 10.0;
static const double gain_least = 6.0; /* ln of the likelihood; beyond .999 for one parameter */
static const double departure_least = 0.05;
static const double change_most = 1.0; /* of the logarithm */
/* Variance of the level's step to that of a mean block. */
static const double ratios[] = {0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0};
enum { RATIOS = sizeof ratios / sizeof *ratios };

typedef struct {
    int    count;                                    /* the oldest first */
    double mean;                                     /* settlements expected in one */
    double log_ratio[BLOCKS_MAX], noise[BLOCKS_MAX]; /* variance, to that of a mean block */
} blocks;

typedef struct {
    double gain; /* ln of the likelihood, but for a constant */
    double level;
} filtered;

/* Back from the last settlement, as far as enough was expected in each: of a ledger that was not
 * kept on, days after it tell nothing. */
static void gather(blocks *out, const dc_model *model, const dc_actuals *actuals)
{
    double  actual[BLOCKS_MAX], expected[BLOCKS_MAX], sum = 0.0;
    int32_t end = dc_actuals_end(actuals);
    for (; out->count < BLOCKS_MAX && end >= BLOCK_DAYS; out->count++, end -= BLOCK_DAYS) {
        int i = out->count;
        actual[i] = expected[i] = 0.0;
        for (int32_t day = end - BLOCK_DAYS; day < end; day++) {
            actual[i] += actuals->actual[day];
            expected[i] += actuals->expected[day] *
                           dc_season_power(&model->days, dc_date_add_days(actuals->first, day));
        }
        if (expected[i] < expected_least)
            break;
        sum += expected[i];
    }
    out->mean = sum / fmax(out->count, 1.0);
    for (int i = 0; i < out->count; i++) {
        int at = out->count - 1 - i;
        out->log_ratio[i] = log((actual[at] + 0.5) / (expected[at] + 0.5));
        out->noise[i] = out->mean / expected[at];
    }
}

/* Noise of all blocks is chosen for the best, and no less than that of single settlements. */
static filtered filter(const blocks *by, double ratio)
{
    double level = by->log_ratio[0], doubt = by->noise[0], squares = 0.0, logs = 0.0;
    for (int i = 1; i < by->count; i++) {
        doubt += ratio;
        double spread = doubt + by->noise[i], miss = by->log_ratio[i] - level;
        squares += miss * miss / spread;
        logs += log(spread);
        level += doubt / spread * miss;
        doubt -= doubt * doubt / spread;
    }
    double steps = by->count - 1, noise = fmax(squares / steps, 1.0 / by->mean);
    return (filtered){-0.5 * (steps * log(noise) + logs + squares / noise), level};
}

void dc_pace_now_learn(dc_drift *out, const dc_model *model, const dc_actuals *actuals)
{
    blocks by = {0};
    out->log_now = 0.0;
    gather(&by, model, actuals);
    if (by.count < BLOCKS_LEAST)
        return;
    filtered steady = filter(&by, 0.0), best = steady;
    for (int i = 1; i < RATIOS; i++) {
        filtered one = filter(&by, ratios[i]);
        best = one.gain > best.gain ? one : best;
    }
    if (best.gain - steady.gain >= gain_least && fabs(best.level) >= departure_least)
        out->log_now = fmin(fmax(best.level, -change_most), change_most);
}
