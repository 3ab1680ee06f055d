/* backtest_scores.c - one origin scored; the kernels are formulas of docs/FORMULAS.md. */
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "backtest_parts.h"
#include "duecast/doubles.h"

enum { WEEK = 7, CLAIMS_TO_SHARE = 300 /* settled, before others rely on the mixture */ };

/* ---- kernels ---- */

/* The first day by which the claim is settled with a chance of one half. */
int32_t dc_cdf_median(const double *cdf, int32_t days)
{
    int32_t low = 0, high = days;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (cdf[middle] >= 0.5)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/*
 * Continuous ranked probability score of a distribution on days 0 .. `days`, in days: the sum over
 * days of (F(t) - 1[t >= day])^2.  What falls behind the last day counts one each.
 * Source: Gneiting & Raftery, Journal of the American Statistical Association 102 (2007) 359-378.
 */
double dc_cdf_crps(const double *cdf, int32_t days, int32_t day)
{
    double  sum = 0.0;
    int32_t t = 0;
    for (; t <= days && t < day; t++)
        sum += cdf[t] * cdf[t];
    for (; t <= days; t++)
        sum += (1.0 - cdf[t]) * (1.0 - cdf[t]);
    return day > days ? sum + (day - days - 1) : sum;
}

/* The same for an ensemble: mean |x - y| - mean |x - x'| / 2. */
double dc_sorted_crps(const double *sorted, size_t count, double value)
{
    double off = 0.0, apart = 0.0, n = (double)count;
    for (size_t i = 0; i < count; i++) {
        off += fabs(sorted[i] - value);
        apart += (2.0 * (double)i + 1.0 - n) * sorted[i];
    }
    return off / n - apart / (n * n);
}

/* Source: Koenker & Bassett, Econometrica 46 (1978) 33-50. */
double dc_pinball(double quantile, double value, double level)
{
    return ((value < quantile) - level) * (quantile - value);
}

/* Where the value stands among the futures, 0 .. 1, ties broken by luck: uniform when the futures
 * are right.  Source: Czado, Gneiting & Held, Biometrics 65 (2009) 1254-1261. */
double dc_sorted_pit(const double *sorted, size_t count, double value, double luck)
{
    size_t below = 0, equal = 0;
    while (below < count && sorted[below] < value)
        below++;
    while (below + equal < count && sorted[below + equal] <= value)
        equal++;
    return ((double)below + luck * ((double)equal + 1.0)) / ((double)count + 1.0);
}

/* Sources: Diebold & Mariano, Journal of Business & Economic Statistics 13 (1995) 253-263; Newey &
 * West, Econometrica 55 (1987) 703-708; Harvey, Leybourne & Newbold, International Journal of
 * Forecasting 13 (1997) 281-291. */
dc_diebold_mariano_result dc_diebold_mariano(const double *differences, size_t count,
                                             size_t overlap)
{
    dc_diebold_mariano_result out = {NAN, NAN, NAN};
    double                    mean = 0.0, spread = 0.0, n = (double)count, h = (double)overlap;

    for (size_t i = 0; i < count; i++)
        mean += differences[i] / n;
    for (size_t lag = 0; lag < overlap && lag < count; lag++) {
        double product = 0.0;
        for (size_t i = lag; i < count; i++)
            product += (differences[i] - mean) * (differences[i - lag] - mean) / n;
        spread += lag == 0 ? product : 2.0 * (1.0 - (double)lag / h) * product;
    }
    double factor = (n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n;
    if (count < 2 || spread <= 0.0 || factor <= 0.0)
        return out;
    out.statistic = mean / sqrt(spread / n);
    out.corrected = out.statistic * sqrt(factor);
    out.p = 2.0 * gsl_cdf_tdist_Q(fabs(out.corrected), n - 1.0);
    return out;
}

/* ---- days ---- */

static void add_date(dc_date_sums *sums, double abs_days, double crps_days)
{
    sums->claims++;
    sums->abs_days += abs_days;
    sums->crps_days += crps_days;
}

/* Not yet due at the origin, and known by now to be late or not. */
static void score_late(dc_origin_rule *out, const dc_backtest_case *one, const double *cdf,
                       size_t claim)
{
    int32_t due = one->items->due[claim], settled = one->settled[claim];
    int32_t known = dc_date_days_between(one->past->as_of, one->book->as_of);
    if (due < 1 || due >= known || due > DAYS)
        return;
    double off = (1.0 - cdf[due]) - (settled == 0 || settled > due);
    out->late_cases++;
    out->brier += off * off;
}

/* Scored are claims that were settled, so the distribution is taken as given that it is. */
static void score_date(dc_origin_rule *out, const dc_backtest_case *one, double *cdf, size_t claim)
{
    double ever = cdf[DAYS];
    if (one->settled[claim] == 0 || ever <= 0.0)
        return;
    for (int t = 0; t <= DAYS; t++)
        cdf[t] /= ever;
    double abs_days = fabs((double)(dc_cdf_median(cdf, DAYS) - one->settled[claim]));
    double crps_days = dc_cdf_crps(cdf, DAYS, one->settled[claim]);
    add_date(&out->dates, abs_days, crps_days);
    add_date(&out->depth[one->depth[claim]], abs_days, crps_days);
    add_date(&out->size[one->size[claim]], abs_days, crps_days);
}

static void score_claims(dc_origin_rule *out, double *by_week, const dc_backtest_case *one,
                         dc_rules *rules, dc_rule rule, bool dates)
{
    double  cdf[DAYS + 1];
    int32_t days = dates ? DAYS : WEEK * one->horizon;
    for (size_t claim = 0; claim < one->count; claim++) {
        double cash = rule == DC_RULE_DUECAST ? one->cash[claim] : one->amount[claim], before = 0.0;
        dc_rule_fill(cdf, rules, rule, claim, days);
        for (int week = 0; week < one->horizon; week++) {
            double by_end = cdf[WEEK * (week + 1)];
            by_week[claim * WEEKS + (size_t)week] = by_end;
            out->forecast[week] += cash * (by_end - before);
            before = by_end;
        }
        if (dates) {
            score_late(out, one, cdf, claim);
            score_date(out, one, cdf, claim);
        }
    }
}

/* ---- weeks ---- */

/* Named by what it breaks ties of, so that neither threads nor other origins matter. */
double dc_luck_of(const dc_backtest_case *one, int week, int what, uint64_t seed)
{
    uint64_t entity = ((uint64_t)(uint32_t)one->past->as_of.day << 8) + (uint64_t)week;
    dc_luck  luck = {seed, entity, DC_PURPOSE_BACKTEST};
    return dc_uniform(luck, 0, (uint32_t)what);
}

static double mean_pinball(const double *sorted, size_t count, double value)
{
    double sum = 0.0;
    for (int q = 0; q < DC_QUANTILE_COUNT; q++) {
        double level = dc_quantile_levels[q];
        size_t rank = (size_t)ceil(level * (double)count);
        sum += dc_pinball(sorted[rank > 0 ? rank - 1 : 0], value, level);
    }
    return sum / DC_QUANTILE_COUNT;
}

void dc_score_cash(dc_origin_rule *out, double *cash, size_t count, int week, double paid,
                   double luck)
{
    for (size_t path = 0; path < count; path++)
        out->spread[week] += fabs(cash[path] - out->forecast[week]) / (double)count;
    dc_doubles_sort(cash, count);
    out->crps[week] = dc_sorted_crps(cash, count, paid);
    out->pinball[week] = mean_pinball(cash, count, paid);
    out->pit[week] = dc_sorted_pit(cash, count, paid, luck);
    if (week == 0) {
        out->low = cash[count / 10];
        out->high = cash[count - 1 - count / 10];
    }
}

static void score_week(dc_origin_rule *out, const dc_backtest_case *one, double *cash,
                       double *count, uint32_t path_count, int week, uint64_t seed)
{
    dc_score_cash(out, cash, path_count, week, one->paid_cash[week],
                  dc_luck_of(one, week, 0, seed));
    dc_doubles_sort(count, path_count);
    out->count_pit[week] =
        dc_sorted_pit(count, path_count, one->paid_count[week], dc_luck_of(one, week, 1, seed));
}

/* One named day is a distribution, too: its score is the plain error. */
static void score_week_without_bands(dc_origin_rule *out, const dc_backtest_case *one, int week)
{
    out->crps[week] = fabs(out->forecast[week] - one->paid_cash[week]);
}

static void describe(dc_origin *out, const dc_backtest_case *one)
{
    out->usable = true;
    out->settings = one->settings;
    out->mixture = one->model->mixture;
    out->together = one->model->together;
    out->has_mixture = one->model->claims_learnt_from >= CLAIMS_TO_SHARE;
    out->weeks = one->weeks;
    out->claims = one->count;
    out->weekly_change = one->weekly_change;
    for (size_t i = 0; i < one->count; i++)
        out->unknown += one->settled[i] == 0;
    for (int week = 0; week < one->weeks; week++) {
        out->paid_cash[week] = one->paid_cash[week];
        out->paid_count[week] = one->paid_count[week];
    }
}

dc_status dc_origin_score(dc_origin *origin, const dc_backtest_case *one,
                          const dc_backtest_options *options)
{
    double    *by_week[DC_RULE_COUNT];
    dc_rules  *rules = dc_rules_make(one);
    dc_futures futures;
    dc_status  status;

    describe(origin, one);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        by_week[rule] = dc_arena_alloc(one->arena, one->count * WEEKS, sizeof(double));
        score_claims(&origin->rule[rule], by_week[rule], one, rules, (dc_rule)rule, options->dates);
    }
    if ((status = dc_futures_make(&futures, one, by_week, options)) != DC_OK)
        return status;
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        for (int week = 0; week < one->weeks; week++) {
            size_t at = (size_t)week * futures.path_count;
            if (futures.cash[rule])
                score_week(&origin->rule[rule], one, futures.cash[rule] + at,
                           futures.count[rule] + at, futures.path_count, week, options->seed);
            else
                score_week_without_bands(&origin->rule[rule], one, week);
        }
    return DC_OK;
}
