/*
 * backtest_total.c - total cash after an origin: open claims and the sales to come.
 *
 * Beside it two rules that need no model: the mean of the last 13 weeks, whose futures are those 13
 * weeks, and the same week of last year, which names one figure.
 */
#include "backtest_parts.h"

enum { WEEK = 7, YEAR_WEEKS = 52, MEAN_WEEKS = 13, BACK = YEAR_WEEKS };

/* Cash of the weeks before the origin, the latest first, and how many whole weeks there are. */
typedef struct {
    double  cash[BACK];
    int32_t weeks;
} weeks_before;

static double home_cash(const dc_book *book, size_t event)
{
    uint16_t currency = book->claims.currency[book->events.claim[event]];
    return (double)dc_book_translate(book, currency, book->events.amount[event]).minor;
}

static void look_back(weeks_before *out, const dc_book *past)
{
    int32_t oldest = 0;
    *out = (weeks_before){0};
    for (size_t e = 0; e < past->events.count; e++) {
        int32_t days = dc_date_days_between(past->events.date[e], past->as_of);
        if (!dc_event_is_receipt(past->events.kind[e]))
            continue;
        oldest = days > oldest ? days : oldest;
        if (days / WEEK < BACK)
            out->cash[days / WEEK] += home_cash(past, e);
    }
    out->weeks = (oldest + 1) / WEEK;
}

static void see_what_came(double paid[DC_BACKTEST_SUM_WEEKS], const dc_backtest_case *one)
{
    const dc_book *book = one->book;
    for (size_t e = 0; e < book->events.count; e++) {
        int32_t day = dc_date_days_between(one->past->as_of, book->events.date[e]);
        if (day >= 1 && day <= WEEK * DC_BACKTEST_SUM_WEEKS &&
            dc_event_is_receipt(book->events.kind[e]))
            paid[(day - 1) / WEEK] += home_cash(book, e);
    }
}

static void score_mean(dc_origin_rule *out, const dc_origin *origin, const weeks_before *before,
                       const dc_backtest_case *one, uint64_t seed)
{
    double cash[MEAN_WEEKS], mean = 0.0;
    out->unknown = before->weeks < MEAN_WEEKS;
    for (int i = 0; i < MEAN_WEEKS; i++)
        mean += before->cash[i] / MEAN_WEEKS;
    for (int week = 0; week < one->weeks && !out->unknown; week++) {
        for (int i = 0; i < MEAN_WEEKS; i++)
            cash[i] = before->cash[i];
        out->forecast[week] = mean;
        dc_score_cash(out, cash, MEAN_WEEKS, week, origin->paid_cash[week],
                      dc_luck_of(one, week, 2, seed));
    }
}

static void score_last_year(dc_origin_rule *out, const dc_origin *origin,
                            const weeks_before *before, int32_t weeks)
{
    out->unknown = before->weeks < YEAR_WEEKS;
    for (int week = 0; week < weeks && !out->unknown; week++) {
        double paid = origin->paid_cash[week];
        out->forecast[week] = before->cash[YEAR_WEEKS - 1 - week];
        out->crps[week] =
            out->forecast[week] > paid ? out->forecast[week] - paid : paid - out->forecast[week];
    }
}

/* The two rules without a model, over the same weeks. */
static void sum_up_rules(dc_origin *out, const weeks_before *before)
{
    for (int s = 0; s < DC_BACKTEST_SUMS; s++)
        for (int32_t week = 0; week < dc_backtest_sum_weeks(s); week++) {
            double *forecast = out->sum[s].forecast;
            for (int i = 0; i < MEAN_WEEKS; i++)
                forecast[DC_TOTAL_MEAN] += before->cash[i] / MEAN_WEEKS;
            forecast[DC_TOTAL_LAST_YEAR] += before->cash[YEAR_WEEKS - 1 - week];
        }
}

static dc_status score_duecast(dc_origin *origin, const double *paid, const dc_backtest_case *one,
                               const dc_backtest_options *options)
{
    dc_origin_rule *out = &origin->rule[DC_TOTAL_DUECAST];
    size_t          paths = options->path_count, weeks = (size_t)dc_case_weeks(one);
    double         *cash = dc_arena_alloc(one->arena, paths * weeks, sizeof *cash);
    dc_status status = dc_futures_simulate(cash, one, &one->all, (int32_t)weeks, options, true);
    if (status != DC_OK)
        return status;
    dc_origin_sum_up(origin, one, cash, paid, options);
    for (int week = 0; week < one->weeks; week++) {
        double *row = cash + (size_t)week * paths;
        for (size_t path = 0; path < paths; path++)
            out->forecast[week] += row[path] / (double)paths;
        dc_score_cash(out, row, paths, week, origin->paid_cash[week],
                      dc_luck_of(one, week, 2, options->seed));
    }
    return DC_OK;
}

dc_status dc_origin_score_total(dc_origin *origin, const dc_backtest_case *one,
                                const dc_backtest_options *options)
{
    weeks_before before;
    double       paid[DC_BACKTEST_SUM_WEEKS] = {0};
    origin->usable = true;
    origin->weeks = one->weeks;
    origin->weekly_change = one->weekly_change;
    look_back(&before, one->past);
    see_what_came(paid, one);
    for (int32_t week = 0; week < one->weeks; week++)
        origin->paid_cash[week] = paid[week];
    score_mean(&origin->rule[DC_TOTAL_MEAN], origin, &before, one, options->seed);
    score_last_year(&origin->rule[DC_TOTAL_LAST_YEAR], origin, &before, one->weeks);
    sum_up_rules(origin, &before);
    return score_duecast(origin, paid, one, options);
}
