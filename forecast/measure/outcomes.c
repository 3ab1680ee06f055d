/*
 * outcomes.c - simulates policies in waves that fit in memory and sums each up.
 *
 * A wave keeps the samples of a few scenarios; its figures are taken metric by metric and week by
 * week, and the samples are dropped.  Only what pairing needs stays (paired).
 */
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "control.h"
#include "expectation.h"
#include "formulas.h"

enum { DSO_WEEKS = DC_DSO_DAYS / 7 };

/* Everything that turns samples into a column of one metric. */
typedef struct deriving {
    const struct deriving  *exact; /* of the expectation, its only path; NULL: these samples are */
    const dc_book          *book;
    const dc_today         *today;
    const dc_sampling      *sampling;
    const dc_samples       *samples;
    const dc_month_history *history;
    const dc_ranks         *ranks;
    const double *past_sales; /* [week 0..13]: sales of the last 91 days that fall before as-of */
    double        inventory_less_payables;
} deriving;

static int32_t report_at_week(const dc_simulate_options *options, int32_t week)
{
    for (size_t r = 0; r < options->report_count; r++)
        if (options->report_days[r] == dc_week_end_day(options, week))
            return (int32_t)r;
    return DC_NONE;
}

static bool is_applicable(const deriving *d, dc_metric metric, int32_t week)
{
    bool at_report = report_at_week(d->sampling->options, week) != DC_NONE;
    switch (metric) {
    case DC_TRADE_WCR:
    case DC_WRITTEN_OFF:
    case DC_RECOVERED: return d->today->value[metric].applicable;
    case DC_ALLOWANCE:
    case DC_BAD_DEBT_EXPENSE:
        return at_report && d->today->losses_learnt &&
               strcmp(d->book->company.allowance_method, "none") != 0;
    case DC_DSO:
    case DC_DSO_NOT_DUE:
    case DC_DSO_OVERDUE:
    case DC_DSO_COUNTBACK: /* a list of open items does not tell what was sold */
        return d->book->has_history;
    default: return true;
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

static const double *column(const deriving *d, const double *values, int32_t week)
{
    return values + (size_t)week * d->samples->path_count;
}

static void take_change(double *out, const deriving *d, const double *cumulative, int32_t week)
{
    const double *now = column(d, cumulative, week), *before = column(d, cumulative, week - 1);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = now[p] - before[p];
}

/* Gross sales of the 91 days to the end of the week; false when a path has none. */
static bool take_days_of_sales(double *out, const deriving *d, const double *balance, int32_t week)
{
    const double *now = column(d, d->samples->sales, week);
    const double *before = week > DSO_WEEKS ? column(d, d->samples->sales, week - DSO_WEEKS) : NULL;
    const double *amount = column(d, balance, week);
    double        past = week <= DSO_WEEKS ? d->past_sales[week] : 0.0;
    for (uint32_t p = 0; p < d->samples->path_count; p++) {
        double sales = past + now[p] - (before ? before[p] : 0.0);
        if (sales <= 0.0)
            return false;
        out[p] = dc_days_of_sales(amount[p], sales, DC_DSO_DAYS);
    }
    return true;
}

static bool take_not_due(double *out, const deriving *d, int32_t week)
{
    uint32_t paths = d->samples->path_count;
    double  *late = dc_heap_alloc(paths, sizeof *late);
    bool     ok = take_days_of_sales(out, d, d->samples->receivables, week) &&
              take_days_of_sales(late, d, d->samples->overdue, week);
    for (uint32_t p = 0; ok && p < paths; p++)
        out[p] -= late[p];
    free(late);
    return ok;
}

static void take_countback(double *out, const deriving *d, int32_t week)
{
    dc_date ends[DC_MONTHS_AHEAD_MAX + DC_MONTHS_BACK_MAX];
    double  cumulative[DC_MONTHS_AHEAD_MAX + DC_MONTHS_BACK_MAX];
    dc_date date = dc_date_add_days(d->book->as_of, dc_week_end_day(d->sampling->options, week));
    size_t  ahead = 0, count;
    while (ahead < d->sampling->month_count && d->sampling->month_end[ahead].day <= date.day)
        ahead++;
    for (size_t i = 0; i < ahead; i++)
        ends[i] = d->sampling->month_end[ahead - 1 - i];
    memcpy(ends + ahead, d->history->past_end, d->history->past * sizeof *ends);
    memcpy(cumulative + ahead, d->history->past_sales, d->history->past * sizeof *cumulative);
    count = ahead + d->history->past;

    const double *receivables = column(d, d->samples->receivables, week);
    const double *sales = column(d, d->samples->sales, week);
    for (uint32_t p = 0; p < d->samples->path_count; p++) {
        bool open_ended;
        for (size_t i = 0; i < ahead; i++)
            cumulative[i] = d->samples->month_sales[(ahead - 1 - i) * d->samples->path_count + p];
        out[p] = dc_countback(receivables[p], date, sales[p], ends, cumulative, count, &open_ended);
    }
}

static void take_allowance(double *out, const deriving *d, int32_t week)
{
    size_t   report = (size_t)report_at_week(d->sampling->options, week);
    uint32_t paths = d->samples->path_count;
    for (uint32_t p = 0; p < paths; p++) {
        double sum = 0.0;
        for (size_t b = 0; b < DC_BUCKETS; b++) {
            double balance = d->samples->ageing[(report * DC_BUCKETS + b) * paths + p];
            sum += nearbyint(balance * d->today->loss_rate[b]);
        }
        out[p] = sum;
    }
}

static void take_expense(double *out, const deriving *d, int32_t week)
{
    const double *lost = column(d, d->samples->written_off, week);
    const double *back = column(d, d->samples->recovered, week);
    double        opening = d->today->value[DC_ALLOWANCE].mean;
    take_allowance(out, d, week);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] += lost[p] - back[p] - opening;
}

static void take_copy(double *out, const deriving *d, const double *values, int32_t week,
                      double plus)
{
    const double *from = column(d, values, week);
    for (uint32_t p = 0; p < d->samples->path_count; p++)
        out[p] = from[p] + plus;
}

/* Fills a column of path values for week >= 1; false when the metric does not apply. */
static bool take(double *out, const deriving *d, dc_metric metric, int32_t week)
{
    const dc_samples *samples = d->samples;
    if (!is_applicable(d, metric, week))
        return false;
    switch (metric) {
    case DC_RECEIPTS: take_change(out, d, samples->cash, week); return true;
    case DC_CASH_COLLECTED: take_copy(out, d, samples->cash, week, 0.0); return true;
    case DC_SALES: take_change(out, d, samples->sales, week); return true;
    case DC_RECEIVABLES: take_copy(out, d, samples->receivables, week, 0.0); return true;
    case DC_OVERDUE: take_copy(out, d, samples->overdue, week, 0.0); return true;
    case DC_DSO: return take_days_of_sales(out, d, samples->receivables, week);
    case DC_DSO_NOT_DUE: return take_not_due(out, d, week);
    case DC_DSO_OVERDUE: return take_days_of_sales(out, d, samples->overdue, week);
    case DC_DSO_COUNTBACK: take_countback(out, d, week); return true;
    case DC_TRADE_WCR:
        take_copy(out, d, samples->receivables, week, d->inventory_less_payables);
        return true;
    case DC_SETTLED_WITHOUT_CASH: take_copy(out, d, samples->without_cash, week, 0.0); return true;
    case DC_WRITTEN_OFF: take_copy(out, d, samples->written_off, week, 0.0); return true;
    case DC_RECOVERED: take_copy(out, d, samples->recovered, week, 0.0); return true;
    case DC_ALLOWANCE: take_allowance(out, d, week); return true;
    case DC_BAD_DEBT_EXPENSE: take_expense(out, d, week); return true;
    case DC_METRIC_COUNT: break;
    }
    return false;
}

/* --- estimates -------------------------------------------------------------------------------- */

static dc_estimate estimate(const double *values, double *scratch, const dc_ranks *ranks)
{
    dc_estimate out = {.applicable = true};
    uint32_t    count = (uint32_t)ranks->path_count;
    double      sum = 0.0, squares = 0.0, figure[DC_RANKS_OF * DC_QUANTILE_COUNT];
    for (uint32_t i = 0; i < count; i++)
        sum += values[i];
    out.mean = sum / count;
    for (uint32_t i = 0; i < count; i++)
        squares += (values[i] - out.mean) * (values[i] - out.mean);
    out.standard_error = count > 1 ? sqrt(squares / (count - 1.0) / count) : 0.0;
    dc_order_statistics(figure, values, scratch, ranks);
    for (size_t q = 0; q < DC_QUANTILE_COUNT; q++) {
        out.quantile[q] = figure[DC_RANKS_OF * q + DC_RANK_AT];
        out.low[q] = figure[DC_RANKS_OF * q + DC_RANK_LOW];
        out.high[q] = figure[DC_RANKS_OF * q + DC_RANK_HIGH];
    }
    return out;
}

/* The mean that is reported: free of simulation error where it adds up, else with less (control.h).
 */
static void take_control(dc_outcome *out, const deriving *d, dc_metric metric, int32_t week,
                         const double *values, double *adjusted)
{
    dc_estimate *e = &out->series[metric][week];
    dc_controls  controls;
    if (metric == DC_RECEIPTS)
        out->path_receipts[week] = *e;
    if (metric == DC_CASH_COLLECTED)
        out->path_cash[week] = *e;
    if (!dc_is_ratio(metric)) {
        e->standard_error = 0.0;
        take(&e->mean, d->exact, metric, week);
        return;
    }
    if (dc_control_pilot(out->path_count) == 0)
        return;
    dc_controls_of(&controls, d->samples, d->exact->samples, week);
    dc_control_adjust(adjusted, values, &controls);
    dc_control_mean(e, adjusted, out->path_count);
    for (int i = 0; i < DC_PAIRED_WEEKS; i++)
        if (out->paired_week[i] == week)
            memcpy(out->adjusted[metric][i], adjusted, out->path_count * sizeof *adjusted);
}

static void keep_paired(dc_outcome *out, dc_metric metric, int32_t week, const double *values)
{
    for (int i = 0; i < DC_PAIRED_WEEKS; i++)
        if (out->paired_week[i] == week)
            memcpy(out->paired[metric][i], values, out->path_count * sizeof *values);
}

static void summarise_series(dc_outcome *out, const deriving *d, int threads)
{
    int32_t jobs = DC_METRIC_COUNT * out->week_count;
#pragma omp parallel num_threads(threads)
    {
        double *values = dc_heap_alloc(out->path_count, sizeof *values);
        double *scratch = dc_heap_alloc(out->path_count, sizeof *scratch);
#pragma omp for schedule(dynamic, 4)
        for (int32_t job = 0; job < jobs; job++) {
            dc_metric metric = (dc_metric)(job % DC_METRIC_COUNT);
            int32_t   week = 1 + job / DC_METRIC_COUNT;
            if (!take(values, d, metric, week))
                continue;
            out->series[metric][week] = estimate(values, scratch, d->ranks);
            keep_paired(out, metric, week, values);
            if (d->exact)
                take_control(out, d, metric, week, values, scratch);
        }
        free(values);
        free(scratch);
    }
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        out->series[m][0] = d->today->value[m];
    out->path_cash[0] = out->series[DC_CASH_COLLECTED][0];
}

static void summarise_ageing(dc_outcome *out, const dc_samples *samples, const dc_samples *exact,
                             const dc_ranks *ranks)
{
    double *scratch = dc_heap_alloc(out->path_count, sizeof *scratch);
    for (size_t r = 0; r < out->report_count; r++)
        for (size_t b = 0; b < DC_BUCKETS; b++)
            out->ageing[r][b] =
                estimate(samples->ageing + (r * DC_BUCKETS + b) * out->path_count, scratch, ranks);
    for (size_t r = 0; r < out->report_count && exact; r++)
        for (size_t b = 0; b < DC_BUCKETS; b++) {
            out->ageing[r][b].mean = exact->ageing[r * DC_BUCKETS + b];
            out->ageing[r][b].standard_error = 0.0;
        }
    free(scratch);
}

/* A metric that does not apply in a paired week has no values to pair. */
static void drop_missing_pairs(dc_outcome *out)
{
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        for (int i = 0; i < DC_PAIRED_WEEKS; i++)
            if (!out->series[m][out->paired_week[i]].applicable)
                out->paired[m][i] = NULL;
}

static void prepare_outcome(dc_outcome *out, dc_arena *arena, const dc_simulate_options *options)
{
    int32_t weeks = dc_week_count(options);
    *out = (dc_outcome){.week_count = weeks,
                        .path_count = options->path_count,
                        .report_count = options->report_count};
    out->paired_week[0] = weeks < DSO_WEEKS ? weeks : DSO_WEEKS;
    out->paired_week[1] = weeks;
    memcpy(out->report_days, options->report_days, sizeof out->report_days);
    for (size_t r = 0; r < options->report_count; r++)
        while (dc_week_end_day(options, out->report_week[r]) < options->report_days[r])
            out->report_week[r]++;
    for (int m = 0; m < DC_METRIC_COUNT; m++) {
        out->series[m] = dc_arena_alloc(arena, (size_t)weeks + 1, sizeof **out->series);
        for (int i = 0; i < DC_PAIRED_WEEKS; i++)
            out->paired[m][i] = dc_arena_alloc(arena, options->path_count, sizeof(double));
        out->controlled = !options->expected_only;
        bool adjusts = out->controlled && dc_control_pilot(options->path_count) > 0;
        for (int i = 0; i < DC_PAIRED_WEEKS && adjusts && dc_is_ratio((dc_metric)m); i++)
            out->adjusted[m][i] = dc_arena_alloc(arena, options->path_count, sizeof(double));
    }
    out->path_receipts = dc_arena_alloc(arena, (size_t)weeks + 1, sizeof(dc_estimate));
    out->path_cash = dc_arena_alloc(arena, (size_t)weeks + 1, sizeof(dc_estimate));
    out->expected_cash = dc_arena_alloc(arena, (size_t)weeks + 1, sizeof(double));
    out->expected_cash_sd = dc_arena_alloc(arena, (size_t)weeks + 1, sizeof(double));
}

/* --- waves ------------------------------------------------------------------------------------ */

typedef struct {
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_today            *today;
    const dc_simulate_options *options;
    dc_month_history           history;
    dc_ranks                   ranks;
    double                     past_sales[DSO_WEEKS + 1];
} campaign;

static dc_status simulate_wave(const campaign *run, dc_sampling *sampling,
                               const dc_policy *const *policies, const dc_expectation *expectation,
                               size_t count)
{
    if (!run->options->expected_only)
        return dc_paths_simulate(run->book, run->model, run->items, policies, count, run->options,
                                 dc_sampling_take, sampling);
    for (size_t i = 0; i < count; i++)
        dc_sampling_take_expected(sampling, i, &expectation[i]);
    return DC_OK;
}

/* The expectation as a run of one path. */
static void sample_exactly(const campaign *run, dc_sampling *sampling, dc_samples *samples,
                           dc_simulate_options *options, const dc_expectation *expectation)
{
    *options = *run->options;
    options->path_count = 1;
    dc_samples_allocate(samples, options);
    dc_sampling_start(sampling, run->book, options);
    sampling->samples = samples;
    dc_sampling_take_expected(sampling, 0, expectation);
}

static void sum_up(const campaign *run, dc_outcome *outcome, const dc_sampling *sampling,
                   size_t scenario, const dc_policy *policy, const dc_expectation *expectation,
                   int threads)
{
    dc_simulate_options one_path;
    dc_sampling         exactly;
    dc_samples          exact;
    double              stock =
        (double)run->book->company.inventory.value.minor - (double)run->today->payables.value.minor;
    deriving d = {.book = run->book,
                  .today = run->today,
                  .sampling = sampling,
                  .samples = &sampling->samples[scenario],
                  .history = &run->history,
                  .ranks = &run->ranks,
                  .past_sales = run->past_sales,
                  .inventory_less_payables = stock};
    deriving of_exact = d;
    if (outcome->controlled) {
        sample_exactly(run, &exactly, &exact, &one_path, expectation);
        of_exact.sampling = &exactly;
        of_exact.samples = &exact;
        d.exact = &of_exact;
    }
    summarise_series(outcome, &d, threads);
    summarise_ageing(outcome, d.samples, d.exact ? &exact : NULL, &run->ranks);
    drop_missing_pairs(outcome);
    dc_outcome_expect(outcome, expectation, run->book, run->model, run->items, policy,
                      run->options);
    if (outcome->controlled)
        dc_samples_free(&exact);
}

static dc_status run_wave(const campaign *run, dc_outcome *outcomes,
                          const dc_policy *const *policies, size_t count)
{
    dc_sampling     sampling;
    dc_samples     *samples = dc_heap_alloc(count, sizeof *samples);
    dc_expectation *expectation = dc_heap_alloc(count, sizeof *expectation);
    int threads = run->options->threads > 0 ? run->options->threads : omp_get_num_procs();
    for (size_t i = 0; i < count; i++)
        dc_samples_allocate(&samples[i], run->options);
    dc_sampling_start(&sampling, run->book, run->options);
    sampling.samples = samples;
    for (size_t i = 0; i < count; i++)
        dc_expectation_make(&expectation[i], run->book, run->model, run->items, policies[i],
                            run->options);
    dc_status status = simulate_wave(run, &sampling, policies, expectation, count);
    for (size_t i = 0; i < count && status == DC_OK; i++)
        sum_up(run, &outcomes[i], &sampling, i, policies[i], &expectation[i], threads);
    for (size_t i = 0; i < count; i++) {
        dc_expectation_free(&expectation[i]);
        dc_samples_free(&samples[i]);
    }
    free(expectation);
    free(samples);
    return status;
}

dc_status dc_outcomes_measure(dc_outcome *outcomes, dc_arena *arena, const dc_book *book,
                              const dc_model *model, const dc_items *items, const dc_today *today,
                              const dc_policy *const *policies, size_t policy_count,
                              const dc_simulate_options *options)
{
    campaign run = {
        .book = book, .model = model, .items = items, .today = today, .options = options};
    size_t    wave = dc_outcomes_wave(options);
    dc_status status = DC_OK;
    dc_month_history_make(&run.history, book);
    dc_ranks_make(&run.ranks, options->path_count, true);
    for (int32_t week = 0; week <= DSO_WEEKS; week++) {
        int32_t   from = dc_week_end_day(options, week) - DC_DSO_DAYS;
        dc_period period = {dc_date_add_days(book->as_of, from < 0 ? from : 0), book->as_of};
        run.past_sales[week] = (double)dc_book_sales(book, period).minor;
    }
    for (size_t i = 0; i < policy_count; i++)
        prepare_outcome(&outcomes[i], arena, options);
    for (size_t i = 0; i < policy_count && status == DC_OK; i += wave)
        status = run_wave(&run, outcomes + i, policies + i,
                          policy_count - i < wave ? policy_count - i : wave);
    return status;
}
