/*
 * samples.h - what is kept of each path: values at ends of weeks and months, in the book currency.
 *
 * A column is path_count doubles (whole minor units, exact below 2^53): column w of `cash`, at
 * cash[w * path_count ...], is that of week w; those of the month ends follow the last week.
 * Everything a metric needs follows from these.
 */
#ifndef DC_MEASURE_SAMPLES_H
#define DC_MEASURE_SAMPLES_H

#include "cash_samples.h"
#include "expectation.h"
#include "formulas.h"
#include "months.h"

typedef struct {
    uint32_t path_count;
    int32_t  week_count;
    /* cumulative since the as-of date */
    double *cash, *sales, *written_off, *without_cash, *recovered, *not_ordered;
    double *receivables, *overdue; /* balances */
    double *allowance;    /* of them by the booked rates, named customers aside; not rounded */
    double *sales_before; /* [month end][path]: cumulative 91 days before it; 0 if in the past */
    double *ageing;       /* [report][bucket][path] */
    double *owed_days;    /* receivables x days since the as-of date */
    double *advance_days; /* likewise; NULL as `beside` */
    double *beside[DC_BESIDE_COUNT]; /* as cash is; NULL where no policy of the run asks */
    dc_capital_moves moves;          /* of the cash of the paths, where it is known */
} dc_samples;

enum { DC_SALES_WEEKS = DC_DSO_DAYS / 7 }; /* that days of sales look back */

/* Column of a month end. */
static inline int32_t dc_month_column(const dc_samples *samples, size_t month)
{
    return samples->week_count + 1 + (int32_t)month;
}

enum { DC_MARKS_MAX = DC_HORIZON_DAYS_MAX + 1 + 2 * DC_MONTHS_AHEAD_MAX };

/* What the consumer of blocks knows; one for a wave of scenarios. */
typedef struct {
    const dc_book             *book;
    const dc_simulate_options *options;
    dc_opening                 opening[DC_CURRENCIES_MAX];
    size_t                     month_count;
    dc_date         month_end[DC_MONTHS_AHEAD_MAX]; /* after the as-of date, within the horizon */
    size_t          mark_count;
    dc_mark         mark[DC_MARKS_MAX]; /* by day */
    dc_samples     *samples;            /* per scenario of the wave; NULL: cash alone */
    dc_cash_taking *cash;               /* NULL: neither cash nor outflows are known */
    const double   *loss_rate;          /* by bucket; NULL: no allowance is asked for */
} dc_sampling;

/* `costed`: some policy of the run moves money beside the receivables. */
size_t dc_samples_bytes(const dc_simulate_options *options, bool costed);
void   dc_samples_allocate(dc_samples *samples, const dc_simulate_options *options, bool costed);
/* Room for what working capital moves by, where sales drive it. */
void dc_samples_allow_moves(dc_samples *samples, const dc_simulate_options *options);
void dc_samples_free(dc_samples *samples);

void dc_sampling_start(dc_sampling *sampling, const dc_book *book,
                       const dc_simulate_options *options);

/* Lets the ageing be told at all ends of weeks and months, and report days, of such a sampling. */
void dc_sampling_age(dc_simulate_options *options, const dc_sampling *sampling);

/* A dc_block_fn: translates the flows of one currency and adds them to the samples. */
void dc_sampling_take(void *sampling, const dc_block *block);

/* Its two halves: what one currency's claims bring, then what all do together. */
void dc_sampling_take_receivables(const dc_sampling *sampling, const dc_block *block);
void dc_sampling_take_together(const dc_sampling *sampling, const dc_block *block);

/* Engine `expected`: the exact expectation, rounded to minor units a day, as the only path. */
void dc_sampling_take_expected(dc_sampling *sampling, size_t scenario,
                               const dc_expectation *expectation);

/* Scenarios that are simulated at once: as many as their samples leave room for. */
size_t dc_outcomes_wave(const dc_policy *const *policies, size_t count,
                        const dc_simulate_options *options);

bool dc_policies_are_costed(const dc_policy *const *policies, size_t count);

#endif
