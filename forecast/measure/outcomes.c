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

#include "allowance.h"
#include "derive.h"
#include "expectation.h"
#include "formulas.h"
#include "liquidity.h"

/* --- estimates -------------------------------------------------------------------------------- */

/* Indemnities that have no expectation are those of the paths, whatever else is exact. */
static void take_drawn(dc_estimate *e, const dc_deriving *d, const dc_deriving *exact,
                       size_t moment, double *scratch)
{
    size_t        at = (size_t)d->moments->at[moment].column;
    const double *values = d->samples->beside[DC_BESIDE_INDEMNITIES] + at * d->samples->path_count;
    dc_estimate   drawn = dc_estimate_of(values, scratch, d->ranks);
    e->mean += drawn.mean - exact->samples->beside[DC_BESIDE_INDEMNITIES][at];
    e->standard_error = drawn.standard_error;
}

/* Too few paths to learn a coefficient: receivables enter working capital as they are, so that
 * their simulation error is taken off whole, and the means add up as the paths do. */
static void take_owed_exactly(dc_estimate *e, const dc_deriving *d, const dc_deriving *exact,
                              dc_metric metric, size_t moment, const double *values,
                              double *adjusted)
{
    size_t        at = (size_t)d->moments->at[moment].column;
    uint32_t      paths = d->samples->path_count;
    const double *owed = d->samples->receivables + at * paths;
    for (uint32_t p = 0; p < paths; p++)
        adjusted[p] =
            values[p] + dc_capital_owed(metric) * (exact->samples->receivables[at] - owed[p]);
    dc_control_mean(e, adjusted, paths);
}

/* The mean that is reported: free of simulation error where it adds up, else with less (control.h).
 */
static bool take_control(dc_estimate *e, const dc_deriving *d, const dc_deriving *exact,
                         dc_metric metric, size_t moment, const double *values, double *adjusted)
{
    dc_controls controls;
    bool        moves = d->samples->moves.inventory != NULL && dc_is_capital(metric);
    if (!dc_is_ratio(metric) && !moves) {
        e->standard_error = 0.0;
        dc_derive(&e->mean, exact, metric, moment);
        if (d->indemnities_drawn && dc_has_indemnities(metric))
            take_drawn(e, d, exact, moment, adjusted);
        return false;
    }
    if (dc_control_pilot(d->samples->path_count) == 0) {
        if (moves)
            take_owed_exactly(e, d, exact, metric, moment, values, adjusted);
        return moves;
    }
    dc_derive_controls(&controls, d, exact, moment);
    dc_control_adjust(adjusted, values, &controls);
    dc_control_mean(e, adjusted, d->samples->path_count);
    return true;
}

static void keep_paired(double *to[DC_PAIRED_WEEKS], const dc_outcome *out, int32_t week,
                        const double *values)
{
    for (int i = 0; i < DC_PAIRED_WEEKS; i++)
        if (out->paired_week[i] == week)
            memcpy(to[i], values, out->path_count * sizeof *values);
}

/* Scratch of a thread: a column of values, and of the same adjusted. */
typedef struct {
    double *values, *adjusted;
} columns;

static void summarise_week(dc_outcome *out, const dc_deriving *d, const dc_deriving *exact,
                           dc_metric metric, int32_t week, columns own)
{
    size_t       moment = (size_t)week - 1;
    dc_estimate *e = &out->series[metric][week];
    if (!dc_derive(own.values, d, metric, moment))
        return;
    *e = dc_estimate_of(own.values, own.adjusted, d->ranks);
    keep_paired(out->paired[metric], out, week, own.values);
    if (!exact)
        return;
    if (metric == DC_RECEIPTS)
        out->path_receipts[week] = *e;
    if (metric == DC_CASH_COLLECTED)
        out->path_cash[week] = *e;
    if (take_control(e, d, exact, metric, moment, own.values, own.adjusted))
        keep_paired(out->adjusted[metric], out, week, own.adjusted);
}

static void summarise_month(dc_outcome *out, const dc_deriving *d, const dc_deriving *exact,
                            dc_metric metric, size_t month, columns own)
{
    size_t       moment = (size_t)out->week_count + month;
    dc_estimate *e = &out->month[metric][month];
    if (!dc_derive(own.values, d, metric, moment))
        return;
    *e = dc_estimate_of(own.values, own.adjusted, d->ranks);
    if (exact)
        take_control(e, d, exact, metric, moment, own.values, own.adjusted);
}

/* Cash collected is told week by week, whatever is asked for. */
static bool is_asked(const dc_outcome *out, dc_metric metric, int32_t week, bool brief)
{
    bool paired = week == out->paired_week[0] || week == out->paired_week[1];
    return !brief || paired || metric == DC_CASH_COLLECTED;
}

static void summarise_series(dc_outcome *out, const dc_deriving *d, const dc_deriving *exact,
                             bool brief, int threads)
{
    int32_t weeks = out->week_count;
    int32_t months = brief ? 0 : (int32_t)out->month_count;
    int32_t jobs = DC_METRIC_COUNT * (weeks + months);
#pragma omp parallel num_threads(threads)
    {
        columns own = {dc_heap_alloc(out->path_count, sizeof(double)),
                       dc_heap_alloc(out->path_count, sizeof(double))};
#pragma omp for schedule(dynamic, 4)
        for (int32_t job = 0; job < jobs; job++) {
            dc_metric metric = (dc_metric)(job % DC_METRIC_COUNT);
            int32_t   at = job / DC_METRIC_COUNT;
            if (at < weeks && !is_asked(out, metric, at + 1, brief))
                continue;
            if (at < weeks)
                summarise_week(out, d, exact, metric, at + 1, own);
            else
                summarise_month(out, d, exact, metric, (size_t)(at - weeks), own);
        }
        free(own.values);
        free(own.adjusted);
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
            out->ageing[r][b] = dc_estimate_of(
                samples->ageing + (r * DC_BUCKETS + b) * out->path_count, scratch, ranks);
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

static void prepare_months(dc_outcome *out, dc_arena *arena, const dc_sampling *sampling)
{
    out->month_count = sampling->month_count;
    for (size_t m = 0; m < out->month_count; m++)
        out->month_day[m] = dc_date_days_between(sampling->book->as_of, sampling->month_end[m]);
    for (int m = 0; m < DC_METRIC_COUNT; m++)
        out->month[m] = dc_arena_alloc(arena, out->month_count + 1, sizeof **out->month);
}

/* moves: sales drive working capital, whose mean is then that of the paths. */
static void prepare_outcome(dc_outcome *out, dc_arena *arena, const dc_simulate_options *options,
                            bool moves)
{
    int32_t weeks = dc_week_count(options);
    *out = (dc_outcome){.week_count = weeks,
                        .path_count = options->path_count,
                        .capital_moves = moves,
                        .report_count = options->report_count};
    out->paired_week[0] = weeks < DC_SALES_WEEKS ? weeks : DC_SALES_WEEKS;
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
        bool fits = dc_control_pilot(options->path_count) > 0;
        bool adjusts =
            (fits && dc_is_ratio((dc_metric)m)) || (moves && dc_is_capital((dc_metric)m));
        for (int i = 0; i < DC_PAIRED_WEEKS && out->controlled && adjusts; i++)
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
    const dc_sampling         *months; /* whose month ends are told */
    dc_ranks                   ranks;
    dc_moments                 moments;
    dc_moved                   moved;
    dc_arena                  *arena;
    dc_cash_lines             *cash;      /* NULL: nothing but receipts is known */
    const double              *loss_rate; /* NULL: no allowance is reckoned */
} campaign;

static bool drives(const campaign *run)
{
    return run->cash && run->cash->plan->tail && dc_tail_moves_capital(run->cash->plan->tail);
}

/* Cash is taken beside the samples, which keep what sales make working capital move by. */
static void take_cash(const campaign *run, dc_sampling *sampling, dc_cash_taking *cash,
                      const dc_simulate_options *options, size_t count, dc_cash_wanted wanted)
{
    sampling->cash = dc_cash_lines_take(run->cash, cash, run->book, options, count, wanted);
    if (!sampling->cash || !drives(run))
        return;
    cash->marks = sampling->mark;
    cash->mark_count = sampling->mark_count;
    for (size_t i = 0; i < count; i++) {
        dc_samples_allow_moves(&sampling->samples[i], options);
        cash->samples[i].moves = sampling->samples[i].moves;
    }
}

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
                           dc_cash_taking *cash, dc_simulate_options *options,
                           const dc_expectation *expectation)
{
    *options = *run->options;
    options->path_count = 1;
    dc_samples_allocate(samples, options, run->moved.costs);
    dc_sampling_start(sampling, run->book, options);
    sampling->samples = samples;
    sampling->loss_rate = run->loss_rate;
    take_cash(run, sampling, cash, options, 1, DC_CASH_OF_ALL);
    cash->expected = true;
    dc_sampling_take_expected(sampling, 0, expectation);
}

static void sum_up(const campaign *run, dc_outcome *outcome, const dc_sampling *sampling,
                   size_t scenario, const dc_policy *policy, const dc_expectation *expectation,
                   int threads)
{
    dc_simulate_options one_path;
    dc_sampling         exactly;
    dc_samples          exact;
    dc_cash_taking      exact_cash = {0};
    double              named[DC_AGED_DAYS_MAX];
    dc_deriving         d = {.book = run->book,
                             .today = run->today,
                             .sampling = sampling,
                             .samples = &sampling->samples[scenario],
                             .history = &run->history,
                             .ranks = &run->ranks,
                             .moments = &run->moments,
                             .named = named,
                             .moved = run->moved,
                             .indemnities_drawn = !dc_policy_is_exact(policy),
                             .line_rate = dc_line_rate_under(run->book, policy)};
    dc_deriving         of_exact = d;
    dc_allowance_named(named, run->book, run->model, run->items, run->today, policy, run->options);
    if (outcome->controlled) {
        sample_exactly(run, &exactly, &exact, &exact_cash, &one_path, expectation);
        of_exact.sampling = &exactly;
        of_exact.samples = &exact;
    }
    summarise_series(outcome, &d, outcome->controlled ? &of_exact : NULL, run->options->brief,
                     threads);
    summarise_ageing(outcome, d.samples, outcome->controlled ? &exact : NULL, &run->ranks);
    if (sampling->cash)
        outcome->liquidity =
            dc_liquidity_make(run->arena, run->cash, &sampling->cash->samples[scenario],
                              exact_cash.samples, d.indemnities_drawn, run->options, &run->ranks);
    if (outcome->liquidity)
        outcome->liquidity->has_measures = run->moved.costs;
    drop_missing_pairs(outcome);
    dc_outcome_expect(outcome, expectation, run->book, run->model, run->items, policy,
                      run->options);
    if (outcome->controlled)
        dc_samples_free(&exact);
    if (exact_cash.samples)
        dc_cash_taking_end(&exact_cash);
}

/* Only delays of what is otherwise left alone are the same as delays of all receipts. */
static bool bears_delays(const campaign *run, const dc_policy *first, bool is_first_wave)
{
    return !run->options->mean_only && run->cash && run->cash->plan->has_cash &&
           run->cash->plan->has_line && is_first_wave && !run->options->expected_only &&
           dc_policy_is_empty(first);
}

static dc_status run_wave(const campaign *run, dc_outcome *outcomes,
                          const dc_policy *const *policies, size_t count, bool is_first)
{
    dc_sampling     sampling;
    dc_samples     *samples = dc_heap_alloc(count, sizeof *samples);
    dc_expectation *expectation = dc_heap_alloc(count, sizeof *expectation);
    dc_cash_taking  cash;
    int threads = run->options->threads > 0 ? run->options->threads : omp_get_num_procs();
#pragma omp parallel for num_threads(threads) /* clearing them is most of it */
    for (size_t i = 0; i < count; i++)
        dc_samples_allocate(&samples[i], run->options, run->moved.costs);
    dc_sampling_start(&sampling, run->book, run->options);
    sampling.samples = samples;
    sampling.loss_rate = run->loss_rate;
    bool stressed = bears_delays(run, policies[0], is_first);
    take_cash(run, &sampling, &cash, run->options, count,
              stressed ? DC_CASH_WITH_DELAYS : DC_CASH_OF_ALL);
    dc_expectations_make(expectation, run->book, run->model, run->items, policies, count,
                         run->options);
    dc_status status = simulate_wave(run, &sampling, policies, expectation, count);
    for (size_t i = 0; i < count && status == DC_OK; i++)
        sum_up(run, &outcomes[i], &sampling, i, policies[i], &expectation[i], threads);
    if (stressed && status == DC_OK)
        status = dc_reverse_stress_find(outcomes[0].liquidity, run->cash, &cash.samples[0],
                                        run->book, run->model, run->items, run->options);
    for (size_t i = 0; i < count; i++) {
        dc_expectation_free(&expectation[i]);
        dc_samples_free(&samples[i]);
    }
    if (sampling.cash)
        dc_cash_taking_end(&cash);
    free(expectation);
    free(samples);
    return status;
}

/* A wave of one plan of cash: what sales drive may be driven by that plan alone. */
static dc_status run_plan(const campaign *run, dc_outcome *outcomes,
                          const dc_policy *const *policies, size_t count, bool is_first)
{
    campaign own = *run;
    bool     is_own = dc_policy_moves_plan(policies[0]);
    if (is_own)
        own.cash = dc_cash_lines_make(run->arena, dc_book_under(run->arena, run->book, policies[0]),
                                      run->options, &run->ranks);
    for (size_t i = 0; i < count; i++) {
        prepare_outcome(&outcomes[i], run->arena, run->options, drives(&own));
        prepare_months(&outcomes[i], run->arena, run->months);
    }
    dc_status status = run_wave(&own, outcomes, policies, count, is_first);
    if (is_own)
        dc_cash_lines_free(own.cash);
    return status;
}

dc_moved dc_policies_move(const dc_policy *const *policies, size_t count)
{
    dc_moved out = {.costs = dc_policies_are_costed(policies, count)};
    for (size_t i = 0; i < count; i++) {
        out.losses |= dc_policy_writes_off(policies[i]);
        out.orders |= dc_policy_loses_orders(policies[i]);
        out.bills |= policies[i]->bill_count > 0;
    }
    return out;
}

dc_status dc_outcomes_measure(dc_outcome *outcomes, dc_arena *arena, const dc_book *book,
                              const dc_model *model, const dc_items *items, const dc_today *today,
                              const dc_policy *const *policies, size_t policy_count,
                              const dc_simulate_options *options)
{
    dc_moved all = dc_policies_move(policies, policy_count);
    return dc_outcomes_measure_some(outcomes, arena, book, model, items, today, policies,
                                    policy_count, &all, options);
}

dc_status dc_outcomes_measure_some(dc_outcome *outcomes, dc_arena *arena, const dc_book *book,
                                   const dc_model *model, const dc_items *items,
                                   const dc_today *today, const dc_policy *const *policies,
                                   size_t policy_count, const dc_moved *moved,
                                   const dc_simulate_options *options)
{
    dc_simulate_options aged = *options;
    campaign            run = {.book = book,
                               .model = model,
                               .items = items,
                               .today = today,
                               .options = &aged,
                               .moved = *moved,
                               .arena = arena};
    if (dc_allowance_applies(today, book))
        run.loss_rate = today->loss_rate;
    dc_status   status = DC_OK;
    dc_sampling months;
    dc_month_history_make(&run.history, book);
    dc_ranks_make(&run.ranks, options->path_count, true);
    run.cash = dc_cash_lines_make(arena, book, options, &run.ranks);
    dc_sampling_start(&months, book, options);
    if (run.loss_rate) {
        dc_sampling_age(&aged, &months);
        dc_sampling_start(&months, book, &aged);
    }
    dc_moments_make(&run.moments, &months);
    run.months = &months;
    for (size_t i = 0, count; i < policy_count && status == DC_OK; i += count) {
        count = dc_policies_of_one_plan(policies + i,
                                        dc_outcomes_wave(policies + i, policy_count - i, options));
        status = run_plan(&run, outcomes + i, policies + i, count, i == 0);
    }
    dc_cash_lines_free(run.cash);
    return status;
}
