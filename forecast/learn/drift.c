/*
 * drift.c - whether payments have become faster or slower than the whole history has them.
 *
 * The logarithms of monthly actual over expected, less their mean, are summed up from the first
 * month on (CUSUM).  The sum returns to 0 at the end; a lasting change makes it wander off in
 * between, furthest at the month of the change.  Its distance is measured against what month to
 * month differences make likely, so that a change does not hide itself.
 * Source: Page, "Continuous inspection schemes", Biometrika 41 (1954) 100-115.
 */
#include <math.h>

#include "effects.h"

enum { MONTHS_MAX = 24, MONTHS_LEAST = 8, MONTHS_SINCE = 2 /* at least, on either side */ };

static const double sigmas_least = 3.0;
static const double change_least = 1.1; /* smaller changes are nothing to speak of */

typedef struct {
    int     count; /* the oldest first */
    dc_date first[MONTHS_MAX];
    double  log_ratio[MONTHS_MAX], weight[MONTHS_MAX];
} monthly;

static double sum_between(const double *value, const dc_actuals *actuals, dc_date from, dc_date to)
{
    double sum = 0.0;
    for (int32_t day = from.day; day < to.day; day++)
        sum += value[day - actuals->first.day];
    return sum;
}

/* Where the last whole month ends.  Where a ledger was not kept on, the month in which payments
 * stop is not whole, and later ones tell nothing. */
static dc_date end_of_history(const dc_book *book, const dc_actuals *actuals)
{
    dc_date running = dc_date_month_start(dc_date_add_days(book->as_of, 1));
    int32_t days = dc_actuals_end(actuals);
    dc_date stop = dc_date_month_start(dc_date_add_days(actuals->first, days > 0 ? days - 1 : 0));
    dc_date before = dc_date_month_start(dc_date_add_days(running, -1));
    return stop.day < before.day ? stop : running;
}

/* Whole months, as far back as enough was expected in each. */
static void gather(monthly *out, const dc_book *book, const dc_actuals *actuals)
{
    const double least = 10.0;
    dc_date      end = end_of_history(book, actuals), first[MONTHS_MAX];
    double       actual[MONTHS_MAX], expected[MONTHS_MAX];
    for (; out->count < MONTHS_MAX; out->count++) {
        dc_date from = dc_date_month_start(dc_date_add_days(end, -1));
        if (from.day < actuals->first.day)
            break;
        expected[out->count] = sum_between(actuals->expected, actuals, from, end);
        actual[out->count] = sum_between(actuals->actual, actuals, from, end);
        if (expected[out->count] < least)
            break;
        first[out->count] = end = from;
    }
    for (int i = 0; i < out->count; i++) {
        int at = out->count - 1 - i;
        out->first[i] = first[at];
        out->weight[i] = expected[at];
        out->log_ratio[i] = log((actual[at] + 0.5) / (expected[at] + 0.5));
    }
}

/* How much more than single settlements months differ from one to the next, at least 1. */
static double dispersion_of(const monthly *by)
{
    double sum = 0.0;
    for (int i = 1; i < by->count; i++) {
        double step = by->log_ratio[i] - by->log_ratio[i - 1];
        sum += step * step / (1.0 / by->weight[i] + 1.0 / by->weight[i - 1]);
    }
    return fmax(sum / (by->count - 1), 1.0);
}

void dc_drift_find(dc_drift *out, const dc_book *book, const dc_actuals *actuals)
{
    monthly by = {0};
    double  weight = 0.0, sum = 0.0, before = 0.0, cusum = 0.0;
    gather(&by, book, actuals);
    *out = (dc_drift){.months = by.count, .pace = 1.0, .since = DC_DATE_NONE};
    if (by.count < MONTHS_LEAST)
        return;
    for (int i = 0; i < by.count; i++) {
        weight += by.weight[i];
        sum += by.weight[i] * by.log_ratio[i];
    }
    double mean = sum / weight, dispersion = dispersion_of(&by);
    for (int i = 0; i < by.count - MONTHS_SINCE; i++) {
        before += by.weight[i];
        cusum += by.weight[i] * (by.log_ratio[i] - mean);
        double after = weight - before;
        double sigmas = fabs(cusum) / sqrt(dispersion * before * after / weight);
        if (i + 1 < MONTHS_SINCE || sigmas <= out->sigmas)
            continue;
        out->sigmas = sigmas;
        out->since = by.first[i + 1];
        out->pace = exp(-cusum / before - cusum / after);
    }
    out->found = out->sigmas >= sigmas_least && fabs(log(out->pace)) >= log(change_least);
}
