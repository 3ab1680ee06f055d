/*
 * backtest_sums.c - total cash of the first weeks after an origin, added up.
 *
 * Errors that last, such as a level of sales that is missed, are small in a week and add up: what
 * weekly bands do not show, their sum does.
 */
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "backtest_parts.h"
#include "duecast/doubles.h"

enum { WEEK = 7, LUCK_OF_SUMS = 3 };

static const int32_t sum_weeks[DC_BACKTEST_SUMS] = {4, 13, DC_BACKTEST_SUM_WEEKS};

int32_t dc_backtest_sum_weeks(int sum)
{
    return sum_weeks[sum];
}

int32_t dc_sum_reach(int32_t known_weeks, const dc_backtest_options *options)
{
    int32_t reach = 0;
    for (int s = 0; s < DC_BACKTEST_SUMS && options->total; s++)
        if (sum_weeks[s] <= known_weeks && sum_weeks[s] <= options->sum_weeks)
            reach = sum_weeks[s];
    return reach;
}

/* ---- one origin ---- */

static double sum_of(const double *values, int32_t count)
{
    double sum = 0.0;
    for (int32_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static void add_week(double *sums, const double *cash, size_t path_count)
{
    for (size_t path = 0; path < path_count; path++)
        sums[path] += cash[path];
}

static void score_sum(dc_origin_sum *out, double *sums, size_t path_count, double luck)
{
    double mean = sum_of(sums, (int32_t)path_count) / (double)path_count;
    dc_doubles_sort(sums, path_count);
    for (size_t path = 0; path < path_count; path++)
        out->spread += fabs(sums[path] - mean) / (double)path_count;
    out->forecast[DC_TOTAL_DUECAST] = mean;
    out->low = sums[path_count / 10];
    out->high = sums[path_count - 1 - path_count / 10];
    out->pit = dc_sorted_pit(sums, path_count, out->paid, luck);
}

void dc_origin_sum_up(dc_origin *origin, const dc_backtest_case *one, const double *cash,
                      const double *paid, const dc_backtest_options *options)
{
    size_t  paths = options->path_count;
    double *sums = dc_arena_alloc(one->arena, paths, sizeof *sums);
    double *sorted = dc_arena_alloc(one->arena, paths, sizeof *sorted);
    int32_t week = 0;
    for (int s = 0; s < DC_BACKTEST_SUMS && sum_weeks[s] <= one->sum_reach; s++) {
        dc_origin_sum *out = &origin->sum[s];
        for (; week < sum_weeks[s]; week++)
            add_week(sums, cash + (size_t)week * paths, paths);
        for (size_t path = 0; path < paths; path++)
            sorted[path] = sums[path];
        out->known = true;
        out->paid = sum_of(paid, sum_weeks[s]);
        score_sum(out, sorted, paths, dc_luck_of(one, s, LUCK_OF_SUMS, options->seed));
    }
}

/* ---- all origins ---- */

/* Source: Clopper & Pearson, Biometrika 26 (1934) 404-413.  The share need not be one of so many
 * trials. */
void dc_exact_interval(dc_scored *out, double share, size_t trials)
{
    double n = (double)trials, inside = share * n;
    *out = (dc_scored){.applicable = trials > 0, .value = share, .low = 0.0, .high = 1.0};
    if (inside > 0.0)
        out->low = gsl_cdf_beta_Pinv(0.025, inside, n - inside + 1.0);
    if (inside < n)
        out->high = gsl_cdf_beta_Pinv(0.975, inside + 1.0, n - inside);
}

static dc_scored share_of(double part, double whole)
{
    double value = whole > 0.0 ? part / whole : 0.0;
    return (dc_scored){whole > 0.0, value, value, value};
}

static void gather_windows(dc_backtest_sum *out, dc_arena *arena, const dc_origin *totals,
                           size_t count, int sum)
{
    out->window = dc_arena_alloc(arena, count, sizeof *out->window);
    for (size_t i = 0; i < count; i++) {
        const dc_origin_sum *own = &totals[i].sum[sum];
        if (!totals[i].usable || !own->known)
            continue;
        out->window[out->origins++] = (dc_backtest_window){
            totals[i].origin, own->forecast[DC_TOTAL_DUECAST], own->low, own->high, own->paid,
            own->pit};
        out->actual += own->paid;
        out->forecast += own->forecast[DC_TOTAL_DUECAST];
    }
}

/* From the first on, as many as fit in beside each other. */
static size_t count_apart(const dc_backtest_sum *sum)
{
    const dc_backtest_window *last = sum->window;
    size_t                    apart = sum->origins > 0;
    for (size_t i = 1; i < sum->origins; i++) {
        if (dc_date_days_between(last->origin, sum->window[i].origin) < WEEK * sum->weeks)
            continue;
        last = &sum->window[i];
        apart++;
    }
    return apart;
}

static double share_inside(const dc_backtest_sum *sum)
{
    size_t inside = 0;
    for (size_t i = 0; i < sum->origins; i++) {
        const dc_backtest_window *own = &sum->window[i];
        inside += own->actual >= own->low && own->actual <= own->high;
    }
    return (double)inside / (double)sum->origins;
}

/* A rule that knew nothing at one of the origins is not set beside the others. */
static dc_scored error_of(const dc_backtest_sum *sum, const dc_origin *totals, size_t count, int s,
                          int rule)
{
    double error = 0.0;
    for (size_t i = 0; i < count; i++) {
        const dc_origin_sum *own = &totals[i].sum[s];
        if (!totals[i].usable || !own->known)
            continue;
        if (totals[i].rule[rule].unknown)
            return (dc_scored){0};
        error += fabs(own->forecast[rule] - own->paid);
    }
    return share_of(error, sum->actual);
}

static double spread_of(const dc_origin *totals, size_t count, int s)
{
    double spread = 0.0;
    for (size_t i = 0; i < count; i++)
        spread += totals[i].usable && totals[i].sum[s].known ? totals[i].sum[s].spread : 0.0;
    return spread;
}

static size_t count_before(const dc_origin *totals, size_t count, dc_date first)
{
    size_t before = 0;
    for (size_t i = 0; i < count; i++)
        before += totals[i].usable && totals[i].origin.day < first.day;
    return before;
}

void dc_backtest_sum_up(dc_backtest *backtest, const dc_origin *totals, size_t count)
{
    backtest->earlier = count_before(totals, count, backtest->first);
    for (int s = 0; s < DC_BACKTEST_SUMS; s++) {
        dc_backtest_sum *out = &backtest->sum[s];
        out->weeks = sum_weeks[s];
        gather_windows(out, backtest->arena, totals, count, s);
        if (out->origins == 0)
            continue;
        out->apart = count_apart(out);
        for (int rule = 0; rule < DC_TOTAL_COUNT; rule++)
            out->wape[rule] = error_of(out, totals, count, s, rule);
        out->floor = share_of(spread_of(totals, count, s), out->forecast);
        out->bias = share_of(out->forecast - out->actual, out->actual);
        dc_exact_interval(&out->coverage80, share_inside(out), out->apart);
    }
}
