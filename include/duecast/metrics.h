/*
 * metrics.h - what the paths mean: the metric table and its values.
 *
 * A metric is a measure (measures.h) that is forecast.  Values are in the book currency, over the
 * currencies that have a rate, by week: week 0 is the as-of date, week w ends w * 7 days later.
 */
#ifndef DUECAST_METRICS_H
#define DUECAST_METRICS_H

#include "duecast/measures.h"
#include "duecast/spread.h"
#include "duecast/working_capital.h"

/* The measures that are forecast: key, unit and words are those of the row in measures.h. */
#define DC_METRIC_LIST(X)                                                                          \
    X(RECEIPTS)                                                                                    \
    X(CASH_COLLECTED)                                                                              \
    X(SALES)                                                                                       \
    X(RECEIVABLES)                                                                                 \
    X(OVERDUE)                                                                                     \
    X(DSO)                                                                                         \
    X(DSO_NOT_DUE)                                                                                 \
    X(DSO_OVERDUE)                                                                                 \
    X(DSO_COUNTBACK)                                                                               \
    X(DSO_WITH_BILLS)                                                                              \
    X(DSO_WITH_SOLD)                                                                               \
    X(DAY_OF_SALES)                                                                                \
    X(INVENTORY)                                                                                   \
    X(PAYABLES)                                                                                    \
    X(TRADE_WCR)                                                                                   \
    X(TRADE_WCR_DAYS)                                                                              \
    X(OPERATING_WCR)                                                                               \
    X(WCR_CASH)                                                                                    \
    X(DIO)                                                                                         \
    X(DPO)                                                                                         \
    X(CCC)                                                                                         \
    X(SETTLED_WITHOUT_CASH)                                                                        \
    X(WRITTEN_OFF)                                                                                 \
    X(RECOVERED)                                                                                   \
    X(ALLOWANCE)                                                                                   \
    X(BAD_DEBT_EXPENSE)                                                                            \
    X(BAD_DEBT_EXPENSE_PERIOD)                                                                     \
    X(MEASURE_COSTS)                                                                               \
    X(THIRD_PARTY_CASH)                                                                            \
    X(NET_CASH)                                                                                    \
    X(CREDIT_RESULT)                                                                               \
    X(SOLD)                                                                                        \
    X(DSO_UNSOLD)                                                                                  \
    X(LOST_MARGIN)                                                                                 \
    X(SALES_MARGIN)                                                                                \
    X(FINANCING_COST)                                                                              \
    X(PROFIT)

#define DC_METRIC_NAME(NAME) DC_##NAME,
typedef enum { DC_METRIC_LIST(DC_METRIC_NAME) DC_METRIC_COUNT } dc_metric;
#undef DC_METRIC_NAME

/* Money beside the receivables, and margin lost with customers: apply only where some lever of the
 * run moves any. */
static inline bool dc_metric_is_beside(dc_metric metric)
{
    return metric >= DC_MEASURE_COSTS && metric <= DC_LOST_MARGIN;
}

dc_measure  dc_metric_measure(dc_metric metric);
const char *dc_metric_key(dc_metric metric);
dc_unit     dc_metric_unit(dc_metric metric);
dc_better   dc_metric_better(dc_metric metric);
dc_word     dc_metric_label(dc_metric metric);
dc_word     dc_metric_definition(dc_metric metric); /* formula in words */
dc_word     dc_metric_missing(
        dc_metric metric); /* why n/a: "add inventory and payables to book.yaml" */

/* The one list of quantiles used everywhere, in percent. */
enum { DC_QUANTILE_COUNT = 9 };
extern const double dc_quantile_levels[DC_QUANTILE_COUNT]; /* .01 .05 .10 .25 .50 .75 .90 .95 .99 */
enum { DC_P1, DC_P5, DC_P10, DC_P25, DC_P50, DC_P75, DC_P90, DC_P95, DC_P99 };

/* A figure over all paths.  Money in minor units of the book currency, days in days. */
typedef struct {
    bool   applicable; /* false: n/a, the rest is 0 */
    double mean; /* as reported: exact where the figure adds up, else corrected by what does */
    double standard_error;              /* of the mean; simulation error only */
    double quantile[DC_QUANTILE_COUNT]; /* order statistics, never interpolated */
    double low[DC_QUANTILE_COUNT], high[DC_QUANTILE_COUNT]; /* 95 % interval of each quantile,
                                                             * order statistics too; simulation
                                                             * error only */
} dc_estimate;

enum { DC_MONTHS_AHEAD_MAX = 26 }; /* of the longest horizon, and a part of one more */
enum { DC_PAIRED_WEEKS = 2 };      /* week 13 (or the last, if sooner) and the last week */

/* What one policy leads to. */
typedef struct {
    int32_t      week_count;
    uint32_t     path_count;
    dc_estimate *series
        [DC_METRIC_COUNT];      /* week_count + 1 each; n/a where a metric has no value that week */
    bool         capital_moves; /* sales drive inventory, payables and tax */
    bool         controlled; /* means are exact where they can be; false: of the paths themselves */
    dc_estimate *path_receipts, *path_cash; /* week_count + 1: over the paths; if controlled */
    size_t       month_count;               /* month ends after the as-of date, in the horizon */
    int32_t      month_day[DC_MONTHS_AHEAD_MAX]; /* days after the as-of date */
    /* month_count each: of the month's end; receipts and sales of the whole month */
    dc_estimate *month[DC_METRIC_COUNT];
    double *adjusted[DC_METRIC_COUNT][DC_PAIRED_WEEKS]; /* path values of ratios less what exact
                                                         * figures explain of them; else NULL */
    double *expected_cash; /* exact expected cash collected by week 0..week_count; book currency */
    double
        *expected_cash_sd; /* its standard deviation on one path, without paths; NAN: not asked */
    dc_spread_quality spread_quality;
    double            rounding; /* most by which rounding moves expected cash; minor units */
    double      largest_item;  /* most that an item, or sales that move together, bring on a path */
    double      largest_alone; /* most that one item does */
    int32_t     paired_week[DC_PAIRED_WEEKS];
    double     *paired[DC_METRIC_COUNT][DC_PAIRED_WEEKS]; /* path_count values; NULL when n/a */
    size_t      report_count;                             /* ageing dates, as in the options */
    int32_t     report_days[DC_REPORT_DAYS_MAX];
    int32_t     report_week[DC_REPORT_DAYS_MAX]; /* the week that ends on that day */
    dc_estimate ageing[DC_REPORT_DAYS_MAX][DC_BUCKETS];
    double      expected_ageing[DC_REPORT_DAYS_MAX][DC_BUCKETS];
    struct dc_liquidity *liquidity; /* cash.h; NULL: neither cash nor outflows are known */
} dc_outcome;

/* Mean difference of a metric in a paired week as it is reported, and its simulation error. */
void dc_outcome_difference(double *mean, double *standard_error, const dc_outcome *outcome,
                           const dc_outcome *base, dc_metric metric, int paired);

/* Receipts of a week, and the cash collected by it, over the paths alone. */
const dc_estimate *dc_outcome_path_receipts(const dc_outcome *outcome, int32_t week);
const dc_estimate *dc_outcome_path_cash(const dc_outcome *outcome, int32_t week);

/* Standard deviation of the cash collected by the end of a week on one path, without paths; where
 * that was not asked for, that of the paths. */
double dc_outcome_cash_sd(const dc_outcome *outcome, int32_t week);

/* As things stand at the as-of date; money in minor units of the book currency. */
typedef struct {
    dc_estimate value[DC_METRIC_COUNT];     /* only mean is set; receipts, sales: last 7 days */
    int64_t     ageing[DC_BUCKETS];         /* debit claims by days past due */
    int64_t     credits, unapplied, ledger; /* sum of buckets + credits + unapplied = ledger */
    /* Loss rates of the two methods, before relief; the matrix takes given rates and adjustment. */
    double    matrix_rate[DC_BUCKETS], model_rate[DC_BUCKETS];
    double    relief;                /* share of a loss that comes back as tax, 0..1 */
    double    loss_rate[DC_BUCKETS]; /* of the method that is booked, less relief */
    int64_t   allowance[DC_BUCKETS]; /* balance x loss_rate, each rounded */
    int64_t   named; /* what specific allowances of named customers add to the rates */
    int64_t   sales_91_days, sales_364_days;
    double    bill_share; /* of what customers paid in 364 days: by bills with a maturity */
    double    bill_days;  /* from such a bill to its maturity, mean by amount */
    dc_figure payables;   /* book.yaml's, else the open bills */
    dc_working_capital capital;
    bool losses_learnt;        /* false: neither a write-off nor a tail to learn a loss from */
    bool countback_open_ended; /* history is exhausted: "more than N days" */
    /* the same per document currency */
    struct {
        int64_t ageing[DC_BUCKETS], credits, unapplied, ledger;
    } by_currency[DC_CURRENCIES_MAX];
} dc_today;

enum { DC_PAID_EARLY, DC_PAID_HALF, DC_PAID_LATE, DC_PAID_SHARES };

/* One row of the Customers sheet. */
typedef struct {
    uint32_t customer;
    int64_t  open, overdue; /* book currency, minor units; debit claims */
    int64_t  credits;       /* credit notes and unapplied cash, <= 0 */
    int32_t  days_late_max; /* oldest open claim; <= 0 when nothing is overdue */
    int64_t  asked; /* of what is overdue, once credits have met what is due longest; demand.h */
    int32_t  asked_late; /* days, the most of that */
    size_t   open_claims;
    uint32_t settled_claims;
    double   own_share;       /* of the forecast that rests on its own history */
    double   days_late_habit; /* weighted mean of its settled claims; NAN without */
    double   expected_4_weeks, expected_13_weeks; /* expected cash from today's claims */
    double
        expected_days; /* amount-weighted mean days until paid, if paid within the horizon; NAN */
    /* The first day after the as-of date by which a tenth, half, nine tenths of the open amount is
     * expected to be paid; 0: not within a year. */
    int32_t paid_days[DC_PAID_SHARES];
    double  chance_open_13_weeks; /* amount-weighted chance of being unpaid then */
    double  chance_default;       /* within 12 months */
    double  expected_loss; /* within DC_LIFETIME_DAYS, recoveries taken off; not discounted */
} dc_customer_row;

/* Why a figure is n/a today: of working capital the first that is missing, not all it needs. */
dc_word dc_today_missing(const dc_today *today, dc_metric metric);
void    dc_today_measure(dc_today *out, const dc_book *book, const dc_model *model);

/* Customers with something open, largest open amount first (ties by id); in the arena. */
dc_customer_row *dc_customers_measure(dc_arena *arena, size_t *count, const dc_book *book,
                                      const dc_model *model, const dc_items *items);

/* Simulates the policies and measures them; outcomes[i] belongs to policies[i]. */
dc_status dc_outcomes_measure(dc_outcome *outcomes, dc_arena *arena, const dc_book *book,
                              const dc_model *model, const dc_items *items, const dc_today *today,
                              const dc_policy *const *policies, size_t policy_count,
                              const dc_simulate_options *options);

/* What some policy of a comparison moves: the figures that are about it apply to all of them. */
typedef struct {
    bool costs;  /* money beside the receivables */
    bool losses; /* writes off, whatever was learnt */
    bool orders; /* customers leave */
    bool bills;  /* customers pay by acceptance bills */
} dc_moved;
dc_moved dc_policies_move(const dc_policy *const *policies, size_t count);

/* The same for some policies of a comparison; the others are measured at another time. */
dc_status dc_outcomes_measure_some(dc_outcome *outcomes, dc_arena *arena, const dc_book *book,
                                   const dc_model *model, const dc_items *items,
                                   const dc_today *today, const dc_policy *const *policies,
                                   size_t policy_count, const dc_moved *moved,
                                   const dc_simulate_options *options);

/* Bytes that this will take, beside what is there already; of them the outcomes stay. */
size_t dc_outcomes_bytes(const dc_items *items, const dc_policy *const *policies,
                         size_t policy_count, const dc_simulate_options *options);

/* How many paths give options->precision, at most options->path_count: the fewest at which, in two
 * looks in a row, cash collected by week 13 and by the last week has in every scenario a mean and a
 * 5 % quantile whose 95 % intervals reach no further than this share of the mean to either side. */
dc_status dc_paths_needed(uint32_t *out, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_policy *const *policies,
                          size_t policy_count, const dc_simulate_options *options);

/* The largest of these half-widths, relative to the mean; INFINITY where a mean is 0. */
double dc_outcome_precision(const dc_outcome *outcome);

/* Order statistics at dc_quantile_levels; scratch has room for count values. */
void dc_quantiles(double out[DC_QUANTILE_COUNT], const double *values, double *scratch,
                  size_t count);

/* Which order statistics of so many paths are wanted: quantiles and, if asked for, the ends of
 * their 95 % intervals.  At the very ends the smallest or largest path stands for a rank that is
 * not there. */
enum { DC_RANK_AT, DC_RANK_LOW, DC_RANK_HIGH, DC_RANKS_OF };
typedef struct {
    size_t   rank;   /* from 0 */
    unsigned figure; /* DC_RANKS_OF * quantile + DC_RANK_... */
} dc_rank;
typedef struct {
    size_t  path_count, count;
    dc_rank wanted[DC_RANKS_OF * DC_QUANTILE_COUNT]; /* by rank */
} dc_ranks;
void dc_ranks_make(dc_ranks *out, size_t path_count, bool intervals);

/* out[figure] of each wanted rank; scratch has room for path_count values. */
void dc_order_statistics(double out[DC_RANKS_OF * DC_QUANTILE_COUNT], const double *values,
                         double *scratch, const dc_ranks *ranks);

/* Mean, its error, quantiles and their intervals; scratch has room for path_count values. */
dc_estimate dc_estimate_of(const double *values, double *scratch, const dc_ranks *ranks);

/* 95 % interval of a share of paths: Wilson's; none in R: up to 3 / R, all: from 1 - 3 / R. */
void dc_share_interval(double *low, double *high, uint64_t hits, uint64_t count);

/* A check of the result: a sentence, how it ended, and figures. */
typedef struct {
    const char *name; /* stable key, "ageing_ties" */
    dc_word     sentence;
    bool        passed;
    const char *detail[DC_LANGUAGE_COUNT]; /* figures, "3 report dates"; NULL: none */
} dc_check;

typedef struct {
    size_t   count, failed;
    dc_check check[64];
} dc_checks;

dc_check *dc_checks_add(dc_checks *checks, const char *name, dc_word sentence, bool passed);

/* What a check found: "12,101,334.20 = 12,101,334.20" is so in all languages; a word is filled
 * with the texts that follow, up to four, NULL at their end. */
void dc_check_found(dc_check *check, const char *figures);
void dc_check_tell(dc_check *check, dc_arena *arena, dc_word found, ...);

/* The checks that always run: ageing + credits + unapplied = ledger, analytic mean = path mean,
 * buckets of each report date = receivables, quantiles ordered, control totals. */
void dc_checks_always(dc_checks *checks, dc_arena *arena, const dc_book *book,
                      const dc_today *today, const dc_outcome *outcome);

/* The spread of cash in the paired weeks of each outcome: worked out = of the paths. */
void dc_checks_spread(dc_checks *checks, dc_arena *arena, const dc_outcome *outcomes, size_t count);

/* --verify: replays every event with a second, plain implementation and compares identities I1-I4
 * on every path and day (above 1e8 claim-paths on a stated sample of paths). */
dc_status dc_verify(dc_checks *checks, dc_arena *arena, const dc_book *book, const dc_model *model,
                    const dc_items *items, const dc_policy *const *policies, size_t policy_count,
                    const dc_simulate_options *options);

/* --verify, too: identities of laws, expectations, reports and levers that must do nothing: I3 by
 * currency, I5, I6, I13 to I16 (docs/FORMULAS.md); a row each where there is anything to check. */
dc_status dc_verify_identities(dc_checks *checks, dc_arena *arena, const dc_book *book,
                               const dc_model *model, const dc_items *items, const dc_today *today,
                               const dc_policy *const *policies, const dc_outcome *outcomes,
                               size_t policy_count, const dc_simulate_options *options);

#endif
